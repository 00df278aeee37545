#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "ts.h"

static il_document *parse(const char *text)
{
    return il_document_parse(IL_DOCUMENT_TS, IL_STR("x.ts"), il_str_of(text));
}

/* The smallest named node that covers the first NEEDLE. */
static TSNode find(const il_document *d, const char *needle)
{
    size_t start = il_str_find(il_source_text(d->source), il_str_of(needle), 0);
    assert_true(start != SIZE_MAX);
    return il_ts_at(d, (il_span){(uint32_t)start, (uint32_t)(start + strlen(needle))});
}

static void words(void **state)
{
    (void)state;
    il_document *d = parse("const x = foo.bar(1, 'a');");
    TSNode call = find(d, "foo.bar(1, 'a')");
    assert_true(il_ts_is(call, "call_expression"));
    assert_false(il_ts_is(call, "call"));
    assert_true(il_str_is(il_ts_text(d, call), "foo.bar(1, 'a')"));
    assert_int_equal(il_ts_span(call).start, 10);
    assert_int_equal(il_ts_span(call).end, 25);
    assert_ptr_equal(il_ts_loc(d, call).source, d->source);
    TSNode function = il_ts_field(call, "function");
    assert_true(il_str_is(il_ts_text(d, function), "foo.bar"));
    assert_true(ts_node_is_null(il_ts_field(call, "body")));
    assert_true(ts_node_is_null(il_ts_field(call, "no such field")));
    assert_false(il_ts_is(il_ts_field(call, "body"), "identifier"));
    il_document_free(d);
}

static void ancestors(void **state)
{
    (void)state;
    il_document *d = parse("class A { m() { if (x) { f(() => { g(1); }); } } }");
    TSNode one = find(d, "1");
    assert_true(il_str_is(il_ts_text(d, il_ts_ancestor(one, "call_expression")), "g(1)"));
    assert_true(il_str_is(il_ts_text(d, il_ts_ancestor(one, "number")), "1"));
    assert_true(il_str_starts(il_ts_text(d, il_ts_ancestor(one, "arrow_function")), IL_STR("() =>")));
    assert_true(il_str_starts(il_ts_text(d, il_ts_ancestor(one, "class_declaration")), IL_STR("class A")));
    assert_true(il_ts_is(il_ts_ancestor(one, "program"), "program"));
    assert_true(ts_node_is_null(il_ts_ancestor(one, "for_statement")));
    assert_true(ts_node_is_null(il_ts_ancestor(il_ts_ancestor(one, "for_statement"), "program")));
    il_document_free(d);
}

/* The same as going up step by step, for every node of a file. */
static void ancestors_agree_with_parents(void **state)
{
    (void)state;
    il_document *d =
        parse("import { a as b } from 'c';\nexport const x: number[] = [1, ...y].map((z) => `${z}:${w}`);\n"
              "new A.B<C>(this, `t`, { k: v ?? 1, [l]: m?.n!, async o() {} });\n");
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(d->ts));
    size_t n = 0;
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(&cursor), parent = ts_node_parent(node);
        if (!ts_node_is_null(parent) && strcmp(ts_node_type(parent), ts_node_type(node)) != 0) {
            assert_true(ts_node_eq(il_ts_ancestor(node, ts_node_type(parent)), parent));
            n++;
        }
        if (ts_tree_cursor_goto_first_child(&cursor))
            continue;
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            more = ts_tree_cursor_goto_parent(&cursor);
            if (!more)
                break;
        }
    }
    assert_true(n > 80);
    ts_tree_cursor_delete(&cursor);
    il_document_free(d);
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        il_str value;
    } cases[] = {
        {"'abc'", IL_STR_INIT("abc")},
        {"\"a'b\"", IL_STR_INIT("a'b")},
        {"''", IL_STR_INIT("")},
        {"``", IL_STR_INIT("")},
        {"`a b`", IL_STR_INIT("a b")},
        {"'\\b\\t\\n\\v\\f\\r'", IL_STR_INIT("\b\t\n\v\f\r")},
        {"'\\'\\\"\\\\\\/\\a'", IL_STR_INIT("'\"\\/a")},
        {"'\\0x'", IL_STR_INIT("\0x")},
        {"'\\101\\7'", IL_STR_INIT("A\a")},
        {"'\\400'", IL_STR_INIT(" 0")},
        {"'\\x41\\u00e9\\u{1F600}\\u{41}'", IL_STR_INIT("Aé😀A")},
        {"'\\ud83d\\ude00'", IL_STR_INIT("😀")},
        {"'\\ud83dx'", IL_STR_INIT("\uFFFDx")},
        {"'\\ude00'", IL_STR_INIT("\uFFFD")},
        {"'a\\\nb'", IL_STR_INIT("ab")},
        {"'a\\\r\nb'", IL_STR_INIT("ab")},
        {"`a\nb`", IL_STR_INIT("a\nb")},
        {"`a\r\nb\rc`", IL_STR_INIT("a\nb\nc")},
        {"`\\${x}\\``", IL_STR_INIT("${x}`")},
        {"'é€'", IL_STR_INIT("é€")},
        {"'\\é'", IL_STR_INIT("é")},
    };
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        snprintf(text, sizeof text, "x = %s;", cases[i].written);
        il_document *d = parse(text);
        il_str value = {0};
        TSNode node = il_ts_at(d, (il_span){4, 4 + (uint32_t)strlen(cases[i].written)});
        if (!il_ts_string(arena, d, node, &value) || !il_str_eq(value, cases[i].value))
            fail_msg("%s gives %.*s", cases[i].written, IL_FMT(value));
        il_document_free(d);
    }
    il_arena_free(arena);
}

static void no_strings(void **state)
{
    (void)state;
    static const char *const cases[] = {"`a ${b}`",      "abc",     "1",       "f('x')",  "/x/",
                                        "`\\u{110000}`", "`\\xZZ`", "`\\u12`", "`\\u{}`", "('a')"};
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        snprintf(text, sizeof text, "x = %s;", cases[i]);
        il_document *d = parse(text);
        il_str value = {0};
        if (il_ts_string(arena, d, il_ts_at(d, (il_span){4, 4 + (uint32_t)strlen(cases[i])}), &value))
            fail_msg("%s gives %.*s", cases[i], IL_FMT(value));
        il_document_free(d);
    }
    il_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),   cmocka_unit_test(ancestors),  cmocka_unit_test(ancestors_agree_with_parents),
        cmocka_unit_test(strings), cmocka_unit_test(no_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
