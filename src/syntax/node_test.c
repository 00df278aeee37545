#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"

static il_document *yaml(const char *text)
{
    return il_document_parse(IL_DOCUMENT_YAML, IL_STR("x.yaml"), il_str_of(text));
}

static void assert_text(il_str got, const char *expected)
{
    assert_int_equal(got.n, strlen(expected));
    assert_memory_equal(got.p, expected, got.n);
}

static void get_finds_the_last_of_a_key(void **state)
{
    (void)state;
    il_document *d =
        il_document_parse(IL_DOCUMENT_JSON, IL_STR("x.json"), IL_STR("{\"a\": 1, \"b\": {\"c\": \"x\"}, \"a\": 2}"));
    assert_text(il_node_get(d->roots[0], IL_STR("a"))->text, "2");
    assert_text(il_node_string(il_node_get(il_node_get(d->roots[0], IL_STR("b")), IL_STR("c"))), "x");
    assert_null(il_node_get(d->roots[0], IL_STR("d")));
    assert_null(il_node_member(d->roots[0], IL_STR("")));
    il_document_free(d);
}

static void get_takes_what_is_no_map(void **state)
{
    (void)state;
    il_document *d = yaml("[a]");
    assert_null(il_node_get(NULL, IL_STR("a")));
    assert_null(il_node_get(d->roots[0], IL_STR("a")));
    assert_null(il_node_get(d->roots[0]->list.items[0], IL_STR("a")));
    assert_int_equal(il_node_string(NULL).n, 0);
    assert_int_equal(il_node_string(d->roots[0]).n, 0);
    il_document_free(d);
}

static void string_is_empty_for_other_scalars(void **state)
{
    (void)state;
    il_document *d = yaml("[1, true, ~, '1']");
    il_node **items = d->roots[0]->list.items;
    for (int i = 0; i < 3; i++)
        assert_int_equal(il_node_string(items[i]).n, 0);
    assert_text(il_node_string(items[3]), "1");
    il_document_free(d);
}

static void number_knows_yaml_1_1(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},
                {"-7", -7},
                {"+7", 7},
                {"1.5", 1.5},
                {"-.5", -.5},
                {"5.", 5},
                {"1e3", 1000},
                {"2.5E-1", .25},
                {"0x1F", 31},
                {"-0x1f", -31},
                {"0644", 420},
                {"0b101", 5},
                {"1_000", 1000},
                {"1:30", 90},
                {"1:30:15", 5415},
                {"1:30.5", 90.5},
                {"-1:30", -90},
                {"00", 0},
                {"1__0", 10},
                {"00.5", .5},
                {"190:20:30", 685230},
                {"123456789012", 123456789012.0}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        il_document *d = yaml(good[i].text);
        double value = -99;
        if (!il_node_number(d->roots[0], &value) || value != good[i].value)
            fail_msg("%s gives %f", good[i].text, value);
        il_document_free(d);
    }
}

static void number_refuses_the_rest(void **state)
{
    (void)state;
    static const char *const bad[] = {".inf", "-.INF", ".nan", "'7'", "x",   "~",    "true",
                                      "[1]",  "1:60",  "1:",   ":1",  "089", "1e999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        il_document *d = yaml(bad[i]);
        double value = -99;
        if (il_node_number(d->roots[0], &value) || value != -99)
            fail_msg("%s gives %f", bad[i], value);
        il_document_free(d);
    }
    double value;
    assert_false(il_node_number(NULL, &value));
}

static const il_node *at(const il_document *d, uint32_t start, uint32_t end)
{
    return il_node_at(d->roots[0], (il_span){start, end});
}

static void at_finds_the_deepest(void **state)
{
    (void)state;
    /*                    0123456789012345678901234 */
    il_document *d = yaml("a: [x, {bc: d}]\ne: f");
    const il_node *list = il_node_get(d->roots[0], IL_STR("a"));
    assert_text(at(d, 4, 5)->text, "x");
    assert_text(at(d, 9, 10)->text, "bc");
    assert_text(at(d, 12, 12)->text, "d");
    assert_ptr_equal(at(d, 5, 6), list);
    assert_ptr_equal(at(d, 4, 9), list);
    assert_ptr_equal(at(d, 3, 20), d->roots[0]);
    assert_null(at(d, 3, 99));
    assert_null(il_node_at(NULL, (il_span){0, 0}));
    il_document_free(d);
}

static void at_stays_where_text_is(void **state)
{
    (void)state;
    /*                    01234567890123456789012 */
    il_document *d = yaml("a: &x {k: v}\nb: *x\nc:\n  <<: *x\n");
    assert_true(at(d, 16, 17)->alias);
    assert_int_equal(at(d, 16, 17)->kind, IL_NODE_MAP);
    assert_text(at(d, 7, 8)->text, "k");
    /* The merge key itself is in no node: the map that holds it is. */
    assert_ptr_equal(at(d, 24, 26), il_node_get(d->roots[0], IL_STR("c")));
    il_document_free(d);
}

static void text_without_escapes_is_a_view(void **state)
{
    (void)state;
    il_document *d = yaml("a: plain\nb: \"quoted\"\nc: 'it''s'\n");
    il_str source = il_source_text(d->source);
    assert_ptr_equal(il_node_get(d->roots[0], IL_STR("a"))->text.p, source.p + 3);
    assert_ptr_equal(il_node_get(d->roots[0], IL_STR("b"))->text.p, source.p + 13);
    assert_text(il_node_get(d->roots[0], IL_STR("c"))->text, "it's");
    il_document_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(get_finds_the_last_of_a_key),
        cmocka_unit_test(get_takes_what_is_no_map),
        cmocka_unit_test(string_is_empty_for_other_scalars),
        cmocka_unit_test(number_knows_yaml_1_1),
        cmocka_unit_test(number_refuses_the_rest),
        cmocka_unit_test(at_finds_the_deepest),
        cmocka_unit_test(at_stays_where_text_is),
        cmocka_unit_test(text_without_escapes_is_a_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
