/* Pages that are wrong: each is told where and why, and is no rule. And the emitted form: it says what was compiled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "emit.h"
#include "language_support.h"

typedef struct {
    const char *language, *place, *message; /* the language begins at line 8 of its page */
} row;

static const row rows[] = {
    {"resource: T::R::R\nrequire: { A: { matchs: x } }", "9:17", "unknown word `matchs`: did you mean `matches`?"},
    {"resource: T::R::R\nrequire: { present: yes, flurble: 1 }", "9:26", "unknown word `flurble`"},
    {"resource: T::R::R\nrequire: { A: [1] }", "9:15", "here stands a condition"},
    {"resource: T::R::R\nrequire: { A: null }", "9:15", "write `present: false`"},
    {"resource: T::R::R\nrequire: {}", "9:10", "here stands a condition"},
    {"resource: T::R::R\nrequire: { A..B: 1 }", "9:12", "is no path"},
    {"resource: T::R::R\nrequire: { .Deletion: 1 }", "9:12", "unknown attribute behind the leading dot"},
    {"resource: T::R::R\nrequire: { .DeletionPolcy: 1 }", "9:12", "did you mean `DeletionPolicy`?"},
    {"resource: T::R::R\nrequire: { .statments: 1 }", "9:12", "did you mean `statements`?"},
    {"resource: T::R::R\nrequire: { $each.A: 1 }", "9:12", "$each stands for nothing"},
    {"resource: T::R::R\nlet: { queue: { follow: A, type: T::Q::Q } }\nrequire: { $quue.A: 1 }", "10:12",
     "did you mean `$queue`?"},
    {"resource: T::R::R\nlet: { name: { value: A } }\nrequire: { A: 1 }", "9:8", "a name is letters only"},
    {"resource: T::R::R\nlet: { q: { follow: A } }\nrequire: { A: 1 }", "9:11", "{ follow: PATH, type: TYPE }"},
    {"resource: T::R::R\neach: L\nrequire: { $each..DeletionPolicy: 1 }", "10:12", "only a resource has attributes"},
    {"resource: T::R::R\nrequire: { A: { matches: '(' } }", "9:26",
     "the pattern does not compile: missing closing parenthesis"},
    {"resource: T::R::R\nrequire: { A: { min: seven } }", "9:22", "here stands a number"},
    {"resource: T::R::R\nrequire: { A: { min: $days } }", "9:22", "unknown parameter `$days`"},
    {"resource: T::R::R\nparams: { min-days: { default: 1 } }\nrequire: { A: { min: $mn-days } }", "10:22",
     "did you mean `$min-days`?"},
    {"resource: T::R::R\nparams: { d: { type: int, default: 1 } }\nrequire: { A: 1 }", "9:22", "unknown type `int`"},
    {"resource: T::R::R\nparams: { d: 7 }\nrequire: { A: 1 }", "9:14", "a parameter has a type and a default"},
    {"resource: T::R::R\nrequire: { A: { present: 1 } }", "9:26", "present is true or false"},
    {"resource: T::R::R\nrequire: { A: { length: 3 } }", "9:25", "`length` takes { min, max }"},
    {"resource: T::R::R\nrequire: { A: { length: { mix: 3 } } }", "9:27", "did you mean `min`?"},
    {"resource: T::R::R\nrequire: { A: { keys: K } }", "9:23", "`keys` takes one of any, all and none"},
    {"resource: T::R::R\nrequire: { A: { origin: space } }", "9:25", "an origin is"},
    {"resource: T::R::R\nrequire: { A: { names: Bucket } }", "9:24", "neither a resource ($name) nor a type"},
    {"resource: T::R::R\neach: L\nrequire: { A: { names: $each } }", "10:24", "is no resource"},
    {"resource: T::R::R\nrequire: { A: { is: { valu: B } } }", "9:23", "did you mean `value`?"},
    {"resource: T::R::R\nrequire: { A: { in: { data: nothing } } }", "9:29", "unknown table `nothing`"},
    {"resource: T::R::R\nrequire: { A: { min: { product: 3 } } }", "9:33", "a sum, product or quotient is of a list"},
    {"resource: T::R::R\nrequire: { or: { A: 1 } }", "9:16", "take a list"},
    {"resource: T::R::R\nrequire: { exists: { where: { A: 1 } } }", "9:20", "a relation is a map with a `type`"},
    {"resource: T::R::R\nrequire: { exists: { type: Bucket } }", "9:28", "`Bucket` is no type"},
    {"resource: T::R::R\nrequire: { exists: { type: T::F::F, min: 1 } }", "9:37",
     "`min` does not go with this relation"},
    {"resource: T::R::R\nrequire: { exists: { type: T::F::F, in: space } }", "9:41", "`in` is app, stack or project"},
    {"resource: T::R::R\nrequire: { count: { type: T::F::F } }", "9:19", "`count` needs min or max"},
    {"resource: T::R::R\nrequire: { every: { type: T::F::F } }", "9:19", "`every` needs a `require`"},
    {"resource: Bucket\nrequire: { A: 1 }", "8:11", "`Bucket` is no type"},
    {"resource: T::R::R\nwhere: prod\nrequire: { A: 1 }", "9:8", "`where` is production"},
    {"resource: T::R::R\neach: { propertys: 1 }\nrequire: { A: 1 }", "9:7", "`each` is a path, { TYPE: PATH } or"},
    {"resource: T::R::R", "2:1", "one of `require`, `deny` and `cases`"},
    {"resource: T::R::R\nrequire: { A: 1 }\ndeny: { B: 1 }", "2:1", "either `require` or `deny`"},
    {"resource: T::R::R\nrequire: { A: 1 }\ncases: []", "10:8", "one of `require`, `deny` and `cases`"},
    {"resource: T::R::R\ncases: [{ requires: { A: 1 } }]", "9:11", "did you mean `require`?"},
    {"resource: T::R::R\nrequire: { A: 1 }\nseverty: error", "10:1", "did you mean `severity`?"},
    {"resource: T::R::R\nrequire: { A: 1 }\nmessage: 'x {A'", "10:10", "not closed by }"},
    {"resource: T::R::R\nrequire: { A: 1 }\nmessage: 'x {$nme}'", "10:10", "unknown name `$nme`"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: { set: { A: 1 } }", "10:6", "`fix` is a list"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: mostly, set: { A: 1 } }]", "10:27",
     "safety is safe or unsafe"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, sets: { A: 1 } }]", "10:33",
     "did you mean `set`?"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe }]", "10:7",
     "sets, removes, adds, rewrites or hoists"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, add: { ts: 'a {{vra}}' } }]", "10:44",
     "a hole is"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, set: { A: '{{id:Queue}}' }, add: { ts: a } }]",
     "10:7", "adds no resource called {{id:Queue}}"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, set: { A: !GetAtt '{{new:Queue}}.Arn' } }]",
     "10:7", "adds no resource called {{new:Queue}}"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, hoist: sky }]", "10:40",
     "hoisted into `context`"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, on: $self, set: { A: 1 } }]", "10:37",
     "`on` takes a resource that `let` has named"},
    {"resource: T::R::R\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, rewrite: { from: a.b.C } }]", "10:42",
     "`rewrite` is a map of from and to"},
    {"resource: app\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, beside: bucket, add: { ts: a } }]", "10:41",
     "`bucket` is no type"},
    {"resource: app\nrequire: { A: 1 }\nfix: [{ title: x, safety: safe, beside: T::R::R, set: { A: 1 } }]", "10:7",
     "beside another resource a fix can only add"},
    {"resource: T::R::R\nrequire: { A: 1 ", "9:16", "expected ',' or '}'"},
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_bench bench = il_bench_new();
        char place[32];
        const il_rule *rule = il_bench_rule(&bench, rows[i].language);
        if (rule || !bench.sink.findings.n)
            fail_msg("%s\ncompiles", rows[i].language);
        const il_finding *finding = &bench.sink.findings.items[0];
        il_pos pos = il_source_pos(finding->loc.source, finding->loc.span.start);
        snprintf(place, sizeof place, "%u:%u", pos.line, pos.column);
        if (strcmp(place, rows[i].place) != 0 || !il_str_contains(finding->message, il_str_of(rows[i].message)))
            fail_msg("%s\nis told %s: %.*s\nshould be told %s: %s", rows[i].language, place, IL_FMT(finding->message),
                     rows[i].place, rows[i].message);
        il_bench_free(&bench);
    }
}

/* A whole page with one thing replaced. */
static const char page[] =
    "---\nid: a-rule\ntitle: x\nseverity: error\ncategory: security\npacks: [recommended]\nresource: T::R::R\n"
    "require: { A: 1 }\nmessage: x\n---\nWhy.\n## When it does not apply\nNever.\n"
    "## Fails\n```ts\n1\n```\n```yaml\n1\n```\n## Passes\n```ts\n1\n```\n```yaml\n1\n```\n"
    "## Unknown\n```ts\n1\n```\n```yaml\n1\n```\n";

static il_str replaced(il_arena *arena, const char *what, const char *by)
{
    il_str text = il_str_of(page);
    size_t at = il_str_find(text, il_str_of(what), 0);
    assert_true(at != SIZE_MAX);
    il_str rest = il_str_slice(text, at + strlen(what), text.n);
    return il_arena_printf(arena, "%.*s%s%.*s", (int)at, page, by, IL_FMT(rest));
}

static void test_pages(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        {"---\nid", "id", "1:1", "a page begins with its front matter"},
        {"\n---\nWhy", "\nWhy", "33:1", "the front matter is not closed"},
        {"id: a-rule", "id: other", "2:5", "the id must be the file's name, a-rule"},
        {"title: x\n", "", "2:1", "the front matter has no `title`"},
        {"severity: error", "severity: bad", "4:11", "a severity is"},
        {"category: security", "category: securty", "5:11", "did you mean `security`?"},
        {"[recommended]", "[recomended]", "6:9", "did you mean `recommended`?"},
        {"message: x\n", "", "2:1", "there is no `message`"},
        {"Why.\n", "", "1:1", "why it matters"},
        {"## When it does not apply", "## Exceptions", "12:1", "unknown heading"},
        {"## When it does not apply\nNever.\n", "", "1:1", "the section When it does not apply"},
        {"## Passes", "## Fails", "21:1", "stands on the page twice"},
        {"## Unknown\n```ts\n1\n```\n", "## Unknown\n", "1:1", "Unknown has no TypeScript example"},
        {"## Unknown\n```ts\n1\n```\n```yaml\n1\n```\n", "## Unknown\n```ts\n1\n```\n", "1:1",
         "Unknown has no template example"},
        {"message: x\n", "message: x\nfix: [{ title: a, safety: safe, set: { A: 1 } }]\n", "1:1",
         "Fixed has no TypeScript example"},
        {"## Unknown\n```ts\n1\n```\n```yaml\n1\n```\n", "## Unknown\n```ts\n1\n", "29:1", "the block is not closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_bench bench = il_bench_new();
        char place[32];
        il_compile_input input = {.arena = bench.arena,
                                  .path = IL_STR("rules/t/a-rule.md"),
                                  .text = replaced(bench.arena, cases[i][0], cases[i][1]),
                                  .tables = &bench.tables,
                                  .sink = &bench.sink};
        assert_null(il_rule_compile(&input, NULL));
        const il_finding *finding = &bench.sink.findings.items[0];
        il_pos pos = il_source_pos(finding->loc.source, finding->loc.span.start);
        snprintf(place, sizeof place, "%u:%u", pos.line, pos.column);
        if (strcmp(place, cases[i][2]) != 0 || !il_str_contains(finding->message, il_str_of(cases[i][3])))
            fail_msg("%s -> %s is told %s: %.*s\nshould be told %s: %s", cases[i][0], cases[i][1], place,
                     IL_FMT(finding->message), cases[i][2], cases[i][3]);
        il_bench_free(&bench);
    }
}

static void test_good_page(void **state)
{
    (void)state;
    il_bench bench = il_bench_new();
    il_page parts;
    il_compile_input input = {.arena = bench.arena,
                              .path = IL_STR("rules/t/a-rule.md"),
                              .text = il_str_of(page),
                              .tables = &bench.tables,
                              .sink = &bench.sink};
    const il_rule *rule = il_rule_compile(&input, &parts);
    assert_non_null(rule);
    assert_string_equal(rule->id, "a-rule");
    assert_string_equal(rule->path, "rules/t/a-rule.md");
    assert_int_equal(rule->page_line, 11);
    assert_int_equal(strncmp(rule->page, "Why.\n", 5), 0);
    assert_int_equal(parts.blocks.n, 6);
    assert_int_equal(parts.blocks.items[1].line, 19);
    assert_true(il_str_is(parts.blocks.items[1].language, "yaml"));
    assert_int_equal(parts.blocks.items[5].section, IL_PAGE_UNKNOWN);
    il_bench_free(&bench);
}

static void test_tables(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {{"entries: [a]\n", "a table says `what`"},
                                           {"what: x\nsource: x\ndate: x\n", "a table has `entries`"},
                                           {"what: [\n", ""}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        il_bench bench = il_bench_new();
        assert_false(il_tables_add(&bench.tables, IL_STR("rules/data/t.yaml"), il_str_of(wrong[i][0]), &bench.sink));
        assert_true(il_str_contains(bench.sink.findings.items[0].message, il_str_of(wrong[i][1])));
        il_bench_free(&bench);
    }
}

/* What is printed names every part; that the C says the same is shown by the built-in rules, whose examples run. */
static void test_emit(void **state)
{
    (void)state;
    il_bench bench = il_bench_new();
    static const char table[] = "what: x\nsource: x\ndate: 2025-01-01\nentries: { a: [x, 1, true, null] }\n";
    assert_true(il_tables_add(&bench.tables, IL_STR("rules/data/t.yaml"), il_str_of(table), &bench.sink));
    const il_rule *rule = il_bench_rule(
        &bench,
        "resource: [T::R::R, app]\nwhere: production\neach: L\n"
        "params: { days: { type: integer, default: 7, description: 'a \"b\"' } }\n"
        "let: { q: { follow: A, type: T::Q::Q } }\nwhen: { $q.B: { present: true } }\n"
        "cases:\n  - require: { A: { in: { data: t.a }, min: $days }, exists: { type: T::F::F, as: f, "
        "where: { B: { names: $self, same-as: C } } } }\n    message: 'é {A|x} {$days}'\n    at: A\n"
        "  - deny: { count: { type: T::F::F, max: { product: [2, { value: A }] } } }\n    message: y\n"
        "fix: [{ title: t, safety: unsafe, set: { A: [{ Ref: '{{var}}' }] }, add: { ts: a, cfn: { X: { Type: !GetAtt A.B } } } }]\n"
        "also: { checkov: [A, B] }");
    assert_non_null(rule);
    il_buf out = {0};
    il_emit_rules(&out, bench.arena, &rule, 1);
    static const char *const expected[] = {
        "\"T::R::R\", \"App\"", "\"min-days\"",    "a \\\"b\\\"",    "\\303\\251 ", "il_rules_builtin_count = 1",
        ".kind = IL_NULL",      ".boolean = true", "\"Fn::GetAtt\"", ".safety = 1", "{\"checkov\", "};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (i != 1 && !il_str_contains(il_buf_str(&out), il_str_of(expected[i])))
            fail_msg("%s is missing", expected[i]);
    il_buf again = {0};
    il_emit_rules(&again, bench.arena, &rule, 1);
    assert_true(il_str_eq(il_buf_str(&out), il_buf_str(&again)));
    il_buf_free(&out);
    il_buf_free(&again);
    il_bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_errors), cmocka_unit_test(test_pages),
                                       cmocka_unit_test(test_good_page), cmocka_unit_test(test_tables),
                                       cmocka_unit_test(test_emit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
