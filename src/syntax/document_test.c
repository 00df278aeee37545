#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"

static void kind_follows_the_ending(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        il_document_kind kind;
    } cases[] = {
        {"a.ts", IL_DOCUMENT_TS},          {"a.mts", IL_DOCUMENT_TS},
        {"a.cts", IL_DOCUMENT_TS},         {"a.d.ts", IL_DOCUMENT_TS},
        {"a.js", IL_DOCUMENT_TS},          {"a.mjs", IL_DOCUMENT_TS},
        {"a.cjs", IL_DOCUMENT_TS},         {"a.tsx", IL_DOCUMENT_TSX},
        {"a.jsx", IL_DOCUMENT_TSX},        {"a.json", IL_DOCUMENT_JSON},
        {"a.JSON", IL_DOCUMENT_JSON},      {"a.template", IL_DOCUMENT_JSON},
        {"a.yaml", IL_DOCUMENT_YAML},      {"a.yml", IL_DOCUMENT_YAML},
        {"d/b.c/a.yml", IL_DOCUMENT_YAML}, {"a.template.json", IL_DOCUMENT_JSON},
        {"a.txt", IL_DOCUMENT_TEXT},       {"ts", IL_DOCUMENT_TEXT},
        {"a.jsonc", IL_DOCUMENT_JSONC},    {"d/tsconfig.base.json", IL_DOCUMENT_JSONC},
        {".ts", IL_DOCUMENT_TEXT},         {"", IL_DOCUMENT_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (il_document_kind_of(il_str_of(cases[i].path), IL_STR("")) != cases[i].kind)
            fail_msg("%s", cases[i].path);
}

static void json_by_name_may_be_yaml(void **state)
{
    (void)state;
    static const char *const yaml[] = {"Resources:\n  A: 1\n",
                                       "# comment\n\nResources:\n",
                                       "---\na: 1\n",
                                       "%YAML 1.1\n---\n",
                                       "- a\n",
                                       "\xEF\xBB\xBFx: 1\n",
                                       "\"a\": 1\n",
                                       "AWSTemplateFormatVersion: 2010-09-09"};
    static const char *const json[] = {"{\"a\": 1}", "\n\n [1]",           "",       "\"a b\"", "12",      "true",
                                       "// x\n{}",   "\xEF\xBB\xBF{a: 1}", "# only", "garbage", "http://x"};
    for (size_t i = 0; i < sizeof yaml / sizeof *yaml; i++)
        if (il_document_kind_of(IL_STR("x.template"), il_str_of(yaml[i])) != IL_DOCUMENT_YAML)
            fail_msg("no YAML: %s", yaml[i]);
    for (size_t i = 0; i < sizeof json / sizeof *json; i++)
        if (il_document_kind_of(IL_STR("x.json"), il_str_of(json[i])) != IL_DOCUMENT_JSON)
            fail_msg("no JSON: %s", json[i]);
}

static void text_is_copied(void **state)
{
    (void)state;
    char text[] = "{\"a\": \"bc\"}";
    il_document *d = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x.json"), il_str_of(text));
    text[1] = text[7] = '!';
    assert_true(il_str_is(il_source_text(d->source), "{\"a\": \"bc\"}"));
    assert_true(il_str_is(il_node_string(il_node_get(d->roots[0], IL_STR("a"))), "bc"));
    assert_true(il_str_is(il_source_path(d->source), "x.json"));
    il_document_free(d);
}

static void other_text_has_no_tree(void **state)
{
    (void)state;
    il_document *d = il_document_parse(IL_DOCUMENT_TEXT, IL_STR("x.md"), IL_STR("\xFF\xFE anything \x00"));
    assert_int_equal(d->n_roots + d->n_errors + d->syntax.findings.n, 0);
    assert_null(d->ts);
    il_document_free(d);
    il_document_free(NULL);
}

static void empty_files(void **state)
{
    (void)state;
    il_document *ts = il_document_parse(IL_DOCUMENT_TS, IL_STR("x.ts"), (il_str){NULL, 0});
    il_document *yaml = il_document_parse(IL_DOCUMENT_YAML, IL_STR("x.yaml"), (il_str){NULL, 0});
    il_document *json = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x.json"), (il_str){NULL, 0});
    assert_non_null(ts->ts);
    assert_int_equal(ts->n_errors + yaml->n_errors, 0);
    assert_int_equal(yaml->n_roots, 0);
    assert_int_equal(json->n_errors, 1);
    il_document_free(ts);
    il_document_free(yaml);
    il_document_free(json);
}

/* One finding, at START. */
static void assert_refused(il_document_kind kind, il_str text, uint32_t start)
{
    il_document *d = il_document_parse(kind, IL_STR("x"), text);
    assert_int_equal(d->n_errors, 1);
    assert_int_equal(d->syntax.findings.n, 1);
    assert_int_equal(d->syntax.findings.items[0].loc.span.start, start);
    assert_int_equal(d->syntax.findings.items[0].severity, IL_ERROR);
    assert_string_equal(d->syntax.findings.items[0].rule, IL_RULE_SYNTAX);
    il_document_free(d);
}

static void what_is_no_utf8_is_one_finding(void **state)
{
    (void)state;
    for (il_document_kind kind = IL_DOCUMENT_JSON; kind <= IL_DOCUMENT_TSX; kind++) {
        assert_refused(kind, IL_STR("\xFF\xFE{\0}\0"), 0);
        assert_refused(kind, IL_STR("\xFE\xFF\0{\0}"), 0);
        assert_refused(kind, IL_STR("{\0}\0"), 0);
        assert_refused(kind, IL_STR("\0{\0}"), 0);
    }
    assert_refused(IL_DOCUMENT_TS, IL_STR("f('\xE9');"), 3);
    assert_refused(IL_DOCUMENT_TS, IL_STR("f(); // \xC3("), 8);
    assert_refused(IL_DOCUMENT_TS, IL_STR("f(1);\0\x01\x02(((("), 5);
    assert_refused(IL_DOCUMENT_YAML, IL_STR("a: \xE9\nb: ["), 3);
    assert_refused(IL_DOCUMENT_YAML, IL_STR("a: x\0y"), 4);
    assert_refused(IL_DOCUMENT_JSON, IL_STR("[\"\xE9\xE9\"]"), 2);
    assert_refused(IL_DOCUMENT_JSON, IL_STR("[1]\0"), 3);
}

static void list_of_findings_ends(void **state)
{
    (void)state;
    char commas[2000], keys[3000] = "{", brackets[4000];
    size_t n = 1;
    memset(commas, '[', sizeof commas);
    for (size_t i = 1; i + 2 < sizeof commas; i += 3)
        memcpy(commas + i, "01,", 3);
    for (; n + 8 < sizeof keys; n += 7)
        memcpy(keys + n, "\"a\": 1,", 7);
    keys[n - 1] = '}';
    for (size_t i = 0; i + 8 <= sizeof brackets; i += 8)
        memcpy(brackets + i, "f(1 2);\n", 8);
    il_document *d = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x"), (il_str){commas, sizeof commas});
    assert_int_equal(d->syntax.findings.n, 50);
    assert_true(il_str_ends(d->syntax.findings.items[49].message, IL_STR("is not listed")));
    il_document_free(d);
    d = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x"), (il_str){keys, n});
    assert_int_equal(d->syntax.findings.n, 50);
    assert_int_equal(d->n_errors, 0);
    il_document_free(d);
    d = il_document_parse(IL_DOCUMENT_TS, IL_STR("x"), (il_str){brackets, sizeof brackets});
    assert_int_equal(d->syntax.findings.n, 10);
    assert_int_equal(d->n_errors, sizeof brackets / 8);
    assert_true(
        il_str_ends(d->syntax.findings.items[9].message, IL_STR("490 more syntax errors of this file are not listed")));
    il_document_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kind_follows_the_ending),
        cmocka_unit_test(json_by_name_may_be_yaml),
        cmocka_unit_test(text_is_copied),
        cmocka_unit_test(other_text_has_no_tree),
        cmocka_unit_test(empty_files),
        cmocka_unit_test(what_is_no_utf8_is_one_finding),
        cmocka_unit_test(list_of_findings_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
