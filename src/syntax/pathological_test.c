/* Texts that nobody writes by hand, made here: nested ten thousand deep, a megabyte on a line, bombs, files cut at every byte. They must give a
 * sound document and, where that is the point, a finding; that they end at all is the other half of the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "buf.h"
#include "golden.h"
#include "panic.h"
#include "sound.h"
#include "ts.h"

static const char *folder; /* testdata/syntax */

static il_document *parse(il_document_kind kind, il_str text)
{
    il_document *d = il_document_parse(kind, IL_STR("x"), text);
    const char *broken = il_sound(d);
    if (broken)
        fail_msg("%s in: %.*s", broken, (int)(text.n < 4000 ? text.n : 4000), text.p);
    return d;
}

/* N times BEFORE, then MIDDLE, then N times AFTER. */
static void fill(il_buf *buf, const char *before, const char *middle, const char *after, size_t n)
{
    il_buf_clear(buf);
    for (size_t i = 0; i < n; i++)
        il_buf_puts(buf, before);
    il_buf_puts(buf, middle);
    for (size_t i = 0; i < n; i++)
        il_buf_puts(buf, after);
}

static bool says(const il_document *d, const char *words)
{
    for (size_t i = 0; i < d->syntax.findings.n; i++)
        if (il_str_contains(d->syntax.findings.items[i].message, il_str_of(words)))
            return true;
    return false;
}

typedef struct {
    const char *before, *middle, *after;
} nesting;

static void data_nested_deeply(void **state)
{
    (void)state;
    static const nesting json[] = {{"[", "1", "]"},
                                   {"[", "", ""},
                                   {"{\"a\":", "1", "}"},
                                   {"{\"a\":", "", ""},
                                   {"[{\"a\":", "", "}]"}},
                         yaml[] = {{"[", "1", "]"}, {"[", "", ""},   {"{a: ", "1", "}"},  {"{a: ", "", ""},
                                   {"- ", "x", ""}, {"? ", "x", ""}, {"[{a: ", "", "}]"}, {"!a [", "", "]"}};
    il_buf buf = {0};
    for (size_t i = 0; i < sizeof json / sizeof *json; i++) {
        fill(&buf, json[i].before, json[i].middle, json[i].after, 10000);
        il_document *d = parse(IL_DOCUMENT_JSON, il_buf_str(&buf));
        assert_true(says(d, "nested deeper than 512 levels"));
        il_document_free(d);
    }
    for (size_t i = 0; i < sizeof yaml / sizeof *yaml; i++) {
        fill(&buf, yaml[i].before, yaml[i].middle, yaml[i].after, 10000);
        il_document *d = parse(IL_DOCUMENT_YAML, il_buf_str(&buf));
        assert_true(says(d, "nested deeper than 512 levels"));
        il_document_free(d);
    }
    il_buf_free(&buf);
}

static void the_deepest_that_is_read(void **state)
{
    (void)state;
    il_buf buf = {0};
    for (il_document_kind kind = IL_DOCUMENT_JSON; kind <= IL_DOCUMENT_YAML; kind++) {
        fill(&buf, "[", "1", "]", IL_DEPTH_MAX);
        il_document *d = parse(kind, il_buf_str(&buf));
        assert_int_equal(d->n_errors, 0);
        assert_int_equal(il_sound_count(d->roots[0]), IL_DEPTH_MAX + 1);
        il_document_free(d);
        fill(&buf, "[", "1", "]", IL_DEPTH_MAX + 1);
        d = parse(kind, il_buf_str(&buf));
        assert_int_equal(d->n_errors, 1);
        assert_int_equal(d->syntax.findings.items[0].loc.span.start, IL_DEPTH_MAX);
        assert_int_equal(il_sound_count(d->roots[0]), IL_DEPTH_MAX);
        il_document_free(d);
    }
    il_buf_free(&buf);
}

static void programs_nested_deeply(void **state)
{
    (void)state;
    static const nesting ts[] = {
        {"[", "1", "]"},
        {"[", "", ""},
        {"(", "1", ")"},
        {"(", "", ""},
        {"x={a:", "1", "}"},
        {"f({a:", "", ""},
        {"if(a){", "", "}"},
        {"if(a){", "", ""},
        {"`${", "", "}`"},
        {"`${", "", ""},
        {"a=>", "1", ""},
        {"x?", "1", ":2"},
        {"class A{", "", ""},
        {"function(){", "", "}"},
        {"a.b(", "1", ")"},
        {"<a>", "", "</a>"},
        {"-", "1", ""},
        {"", "1", "+1"},
        {"", "a", ".b()"},
        {"", "", ")"},
        {"", "", "}"},
        {"!", "x", ""},
        {"new ", "X", ""},
        {"/*", "", ""},
        {"@a ", "class B{}", ""},
        {"else ", "", ""},
    };
    /* Those for which tree-sitter takes time by the square. */
    static const nesting slow[] = {{"<a>{", "1", "}</a>"}, {"'", "", ""}, {"case ", "", ":"}, {"type T=A<", "", ""}};
    il_buf buf = {0};
    size_t n_ts = sizeof ts / sizeof *ts;
    for (size_t i = 0; i < n_ts + sizeof slow / sizeof *slow; i++) {
        const nesting *text = i < n_ts ? &ts[i] : &slow[i - n_ts];
        fill(&buf, text->before, text->middle, text->after, i < n_ts ? 10000 : 2000);
        bool jsx = il_str_contains(il_buf_str(&buf), IL_STR("<"));
        for (il_document_kind kind = IL_DOCUMENT_TS; kind <= (jsx ? IL_DOCUMENT_TSX : IL_DOCUMENT_TS); kind++) {
            il_document *d = parse(kind, il_buf_str(&buf));
            TSNode deepest = il_ts_at(d, (il_span){(uint32_t)(buf.n / 2), (uint32_t)(buf.n / 2)});
            il_ts_ancestor(deepest, "call_expression");
            il_document_free(d);
        }
    }
    il_buf_free(&buf);
}

/* More children of one node than tree-sitter 0.20.7 can count (see ts_memory.c): refused there, read by later ones. */
static void programs_too_broad(void **state)
{
    (void)state;
    static const nesting ts[] = {
        {"// a\n", "x();", ""}, {"[", "", ""}, {"f({a:", "", ""}, {"{", "", ""}, {"/**/", "", ""}};
    il_buf buf = {0};
    for (size_t i = 0; i < sizeof ts / sizeof *ts; i++) {
        for (size_t n = 65534; n <= 65537; n++) {
            fill(&buf, ts[i].before, ts[i].middle, ts[i].after, n);
            il_document *d = parse(IL_DOCUMENT_TS, il_buf_str(&buf));
            assert_true(d->n_errors > 0 || ts_node_end_byte(ts_tree_root_node(d->ts)) == buf.n);
            il_document_free(d);
        }
    }
    il_buf_free(&buf);
}

static void long_lines(void **state)
{
    (void)state;
    static const struct {
        il_document_kind kind;
        nesting text;
        size_t n_errors;
    } cases[] = {
        {IL_DOCUMENT_JSON, {"", "{\"a\": \"", "x"}, 1},    {IL_DOCUMENT_JSON, {"[1],", "", ""}, 1},
        {IL_DOCUMENT_YAML, {"", "a: ", "é😀"}, 0},          {IL_DOCUMENT_YAML, {"", "a: [", "é, "}, 1},
        {IL_DOCUMENT_YAML, {"", "a: \"", "\\u00e9 "}, 1},  {IL_DOCUMENT_YAML, {"", "", "- é\n"}, 0},
        {IL_DOCUMENT_TS, {"", "x = [", "f({a: 1}), "}, 1}, {IL_DOCUMENT_TS, {"", "// ", "x"}, 0},
        {IL_DOCUMENT_TS, {"", "x = 'a'", " + 'é'"}, 0},    {IL_DOCUMENT_TSX, {"", "x = <a>", "é "}, 1},
    };
    il_buf buf = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t piece = strlen(cases[i].text.after) + strlen(cases[i].text.before);
        fill(&buf, cases[i].text.before, cases[i].text.middle, cases[i].text.after, ((size_t)1 << 20) / piece);
        il_document *d = parse(cases[i].kind, il_buf_str(&buf));
        if ((d->n_errors > 0) != (cases[i].n_errors > 0))
            fail_msg("case %zu: %zu errors", i, d->n_errors);
        il_document_free(d);
    }
    il_buf_free(&buf);
}

/* Aliases that would grow tenfold at each level: what a walk meets stays bounded. */
static void yaml_bomb(void **state)
{
    (void)state;
    il_buf buf = {0};
    il_buf_puts(&buf, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
        il_buf_printf(&buf, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            il_buf_printf(&buf, "*a%d, ", i - 1);
        il_buf_puts(&buf, "]\n");
    }
    il_document *d = parse(IL_DOCUMENT_YAML, il_buf_str(&buf));
    assert_true(says(d, "more than a million nodes"));
    assert_int_equal(d->n_errors, 1);
    assert_true(il_sound_count(d->roots[0]) < 3000000);
    il_document_free(d);
    il_buf_free(&buf);
}

/* The same through merges. */
static void yaml_merge_bomb(void **state)
{
    (void)state;
    il_buf buf = {0};
    for (int i = 0; i < 3000; i++) {
        il_buf_printf(&buf, "k%d: &k%d {m%d: 1, <<: [", i, i, i);
        for (int k = i > 50 ? i - 50 : 0; k < i; k++)
            il_buf_printf(&buf, "*k%d, ", k);
        il_buf_puts(&buf, "]}\n");
    }
    il_document *d = parse(IL_DOCUMENT_YAML, il_buf_str(&buf));
    assert_true(says(d, "more than a million nodes"));
    assert_true(il_sound_count(d->roots[0]) < 3000000);
    il_document_free(d);
    il_buf_free(&buf);
}

/* One level more with each alias. */
static void yaml_alias_ladder(void **state)
{
    (void)state;
    il_buf buf = {0};
    il_buf_puts(&buf, "a0: &a0 [x]\n");
    for (int i = 1; i < 3000; i++)
        il_buf_printf(&buf, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    il_document *d = parse(IL_DOCUMENT_YAML, il_buf_str(&buf));
    assert_true(says(d, "nests too deeply"));
    il_document_free(d);
    il_buf_free(&buf);
}

static void large_maps(void **state)
{
    (void)state;
    il_buf buf = {0};
    il_buf_putc(&buf, '{');
    for (int i = 0; i < 100000; i++)
        il_buf_printf(&buf, "%s\"k%d\":1", i ? "," : "", i);
    il_buf_puts(&buf, ",\"k7\":2}");
    il_document *d = parse(IL_DOCUMENT_JSON, il_buf_str(&buf));
    assert_int_equal(d->n_errors, 0);
    assert_int_equal(d->syntax.findings.n, 1);
    assert_true(il_str_is(il_node_get(d->roots[0], IL_STR("k7"))->text, "2"));
    il_document_free(d);
    il_buf_free(&buf);
}

/* What was read of the whole file before the cut must be in the tree of the cut one, up to SLACK bytes before the cut. */
typedef struct {
    const il_document *cut;
    uint32_t until;
} survivors;

static void survives(const survivors *s, const il_node *n)
{
    if (n->alias || n->span.end > s->until)
        return;
    if (n->kind != IL_NODE_LIST && n->kind != IL_NODE_MAP) {
        const il_node *there = s->cut->n_roots ? il_node_at(s->cut->roots[0], n->span) : NULL;
        bool same =
            there && there->kind == n->kind && there->span.end == n->span.end && il_str_eq(there->text, n->text);
        if (!same)
            fail_msg("cut at %zu: what stands at %u is lost", il_source_text(s->cut->source).n, n->span.start);
    }
}

static void each_survives(const survivors *s, const il_node *n)
{
    survives(s, n);
    for (size_t i = 0; !n->alias && n->kind == IL_NODE_LIST && i < n->list.n; i++)
        each_survives(s, n->list.items[i]);
    for (size_t i = 0; !n->alias && n->kind == IL_NODE_MAP && i < n->map.n; i++)
        if (!n->map.members[i].merged)
            each_survives(s, n->map.members[i].value);
}

static void cut_at_every_byte(il_document_kind kind, const char *name, uint32_t slack)
{
    il_arena *arena = il_arena_new();
    il_str text = il_golden_read(arena, il_arena_printf(arena, "%s/whole/%s", folder, name).p);
    il_document *whole = parse(kind, text);
    assert_int_equal(whole->syntax.findings.n, 0);
    for (size_t n = 0; n < text.n; n++) {
        il_document *cut = parse(kind, il_str_slice(text, 0, n));
        if (kind == IL_DOCUMENT_JSON && il_str_trim(il_str_slice(text, n, text.n)).n)
            assert_true(cut->n_errors > 0);
        if (whole->n_roots && n > slack)
            each_survives(&(survivors){cut, (uint32_t)n - slack}, whole->roots[0]);
        il_document_free(cut);
    }
    il_document_free(whole);
    il_arena_free(arena);
}

static void json_cut_at_every_byte(void **state)
{
    (void)state;
    cut_at_every_byte(IL_DOCUMENT_JSON, "template.json", 1);
}

static void yaml_cut_at_every_byte(void **state)
{
    (void)state;
    cut_at_every_byte(IL_DOCUMENT_YAML, "template.yaml", 80);
}

static void ts_cut_at_every_byte(void **state)
{
    (void)state;
    cut_at_every_byte(IL_DOCUMENT_TS, "stack.ts", 1);
}

/* Each byte in turn replaced by others that mean something somewhere. */
static void bytes_replaced(void **state)
{
    (void)state;
    static const char *const names[] = {"template.json", "template.yaml", "stack.ts"};
    static const char others[] = {'\0', '"', '{', '\xFF', ':', '\\', '\t', '&'};
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        il_str text = il_golden_read(arena, il_arena_printf(arena, "%s/whole/%s", folder, names[i]).p);
        il_document_kind kind = il_document_kind_of(il_str_of(names[i]), text);
        char *bytes = (char *)text.p;
        for (size_t at = 0; at < text.n; at++) {
            char was = bytes[at];
            bytes[at] = others[at % sizeof others];
            il_document_free(parse(kind, text));
            bytes[at] = was;
        }
    }
    il_arena_free(arena);
}

int main(int argc, char **argv)
{
    IL_ASSERT(argc == 2);
    folder = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_nested_deeply),
        cmocka_unit_test(the_deepest_that_is_read),
        cmocka_unit_test(programs_nested_deeply),
        cmocka_unit_test(programs_too_broad),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(yaml_bomb),
        cmocka_unit_test(yaml_merge_bomb),
        cmocka_unit_test(yaml_alias_ladder),
        cmocka_unit_test(large_maps),
        cmocka_unit_test(json_cut_at_every_byte),
        cmocka_unit_test(yaml_cut_at_every_byte),
        cmocka_unit_test(ts_cut_at_every_byte),
        cmocka_unit_test(bytes_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
