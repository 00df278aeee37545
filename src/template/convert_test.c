#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "probe.h"

#define AROUND(properties) "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n" properties

static void check(const char *text, const char *path, const char *want)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_json(probe, path), want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void every_kind_of_node_is_its_value(void **state)
{
    (void)state;
    check(
        AROUND("      A: {s: x, n: 1.5, i: 0x1F, b: yes, z: ~, d: 2012-10-17, l: [], m: {}}\n"), "R.Properties.A",
        "{\"s\": \"x\", \"n\": 1.5, \"i\": 31, \"b\": true, \"z\": null, \"d\": \"2012-10-17\", \"l\": [], \"m\": {}}");
}

static void values_and_keys_have_their_places(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      Aé: \"x\"\n      B: [1, 'two']\n"));
    const il_entry *entry = il_value_entry(il_probe_at(probe, "R.Properties"), IL_STR("Aé"));
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(entry->key_loc)).p, "Aé");
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(entry->value->loc)).p, "\"x\"");
    assert_string_equal(il_probe_place(probe, "R.Properties.B.1"), "'two'");
    assert_string_equal(il_probe_place(probe, "R.Properties.B"), "[1, 'two']");
    assert_int_equal(il_template_node(il_probe_at(probe, "R.Properties.B.1")->handle)->style, IL_STYLE_SINGLE);
    il_probe_free(probe);
}

static void the_last_of_equal_keys_counts(void **state)
{
    (void)state;
    check(AROUND("      A: {k: 1, j: 2, k: 3}\n"), "R.Properties.A", "{\"j\": 2, \"k\": 3}");
    check("Resources:\n  R: {Type: AWS::A::B}\n  R: {Type: AWS::C::D, Properties: {A: 1}}\n", "R.Properties.A", "1");
}

static void aliases_stand_where_they_are_written(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: &a {k: [1]}\n      B: *a\n      C: *a\n"));
    assert_string_equal(il_probe_json(probe, "R.Properties"),
                        "{\"A\": {\"k\": [1]}, \"B\": {\"k\": [1]}, \"C\": {\"k\": [1]}}");
    assert_string_equal(il_probe_place(probe, "R.Properties.B"), "*a");
    assert_true(il_template_node(il_probe_at(probe, "R.Properties.B")->handle)->alias);
    assert_string_equal(il_probe_place(probe, "R.Properties.B.k"), "[1]");
    assert_ptr_equal(il_probe_at(probe, "R.Properties.B.k"), il_probe_at(probe, "R.Properties.C.k"));
    il_probe_free(probe);
}

static void merged_members_are_there(void **state)
{
    (void)state;
    check(AROUND("      A: &a {k: !Ref R, j: 1}\n      B: {<<: *a, j: 2}\n"), "R.Properties.B.k", "{\"Ref\": \"R\"}");
    check(AROUND("      A: &a {k: !Ref R, j: 1}\n      B: {<<: *a, j: 2}\n"), "R.Properties.B.j", "2");
}

/* The same contents mean something else where something else is assumed. */
static void aliases_are_converted_for_each_condition(void **state)
{
    (void)state;
    const char *text = "Parameters:\n  E: {Type: String}\nConditions:\n  P: !Equals [!Ref E, p]\nResources:\n"
                       "  R:\n    Type: AWS::X::Y\n    Condition: P\n    Properties: &a {A: !If [P, 1, 2]}\n"
                       "  S:\n    Type: AWS::X::Y\n    Properties: *a\n";
    check(text, "R.Properties", "{\"A\": 1}");
    il_probe *probe = il_probe_read(text);
    assert_int_equal(il_probe_at(probe, "S.Properties.A")->kind, IL_CHOICE);
    il_probe_free(probe);
}

static void what_aliases_share_is_converted_once(void **state)
{
    (void)state;
    il_buf text = {0};
    il_buf_puts(&text,
                "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
        il_buf_printf(&text, "      A%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            il_buf_printf(&text, "%s*a%d", j ? ", " : "", i - 1);
        il_buf_puts(&text, "]\n");
    }
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    assert_true(probe->document->n_errors > 0); /* the parser stops it at a million */
    assert_string_equal(il_probe_json(probe, "R.Properties.A3.8.8.8.8"), "\"x\"");
    assert_true(il_arena_size(probe->arena) < (size_t)1 << 20);
    il_probe_free(probe);
    il_buf_free(&text);
}

static void broken_files_claim_no_absence(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: {k: [1]}\n      B: *nobody\n"));
    assert_true(probe->document->n_errors > 0);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "{\"k\": [1, {\"$open\": true}], \"$open\": true}");
    assert_int_equal(il_probe_at(probe, "R.Properties.B")->kind, IL_UNKNOWN);
    assert_int_equal(il_value_get(il_probe_at(probe, "R.Properties"), IL_STR("C"))->kind, IL_UNKNOWN);
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::X::Y")));
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_node_is_its_value),
        cmocka_unit_test(values_and_keys_have_their_places),
        cmocka_unit_test(the_last_of_equal_keys_counts),
        cmocka_unit_test(aliases_stand_where_they_are_written),
        cmocka_unit_test(merged_members_are_there),
        cmocka_unit_test(aliases_are_converted_for_each_condition),
        cmocka_unit_test(what_aliases_share_is_converted_once),
        cmocka_unit_test(broken_files_claim_no_absence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
