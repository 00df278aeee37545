#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe.h"

#define AROUND(value)                                                                                                  \
    "Parameters:\n  Env: {Type: String, Default: dev}\n  Cidrs: {Type: CommaDelimitedList, Default: 'a, b'}\n"         \
    "  Ids: {Type: 'List<String>'}\nConditions:\n  Prod: !Equals [!Ref Env, prod]\n"                                   \
    "Resources:\n  B:\n    Type: AWS::S3::Bucket\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A: " value "\n"

static void check(const char *text, const char *want)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void join_of_known_text_is_text(void **state)
{
    (void)state;
    check(AROUND("!Join ['-', [a, b, 3, true]]"), "\"a-b-3-true\"");
    check(AROUND("!Join ['', [a, '', b]]"), "\"ab\"");
    check(AROUND("!Join [',', []]"), "\"\"");
    check(AROUND("{'Fn::Join': [',', !Ref Cidrs]}"), "\"a,b\"");
}

static void join_keeps_what_is_not_text_as_parts(void **state)
{
    (void)state;
    check(AROUND("!Join ['/', [a, !Ref B, c]]"), "{\"Fn::Join\": [\"\", [\"a/\", {\"Ref\": \"B\"}, \"/c\"]]}");
    check(AROUND("!Join ['', [!Ref B]]"), "{\"Ref\": \"B\"}");
    check(AROUND("!Join ['/', [x, !Sub 'a${B}b', c]]"), "{\"Fn::Join\": [\"\", [\"x/a\", {\"Ref\": \"B\"}, \"b/c\"]]}");
    check(AROUND("!Join [',', !Ref Ids]"), "{\"Fn::Join\": [\"\", [{\"Ref\": \"Ids\"}]]}");
}

static void joined_text_stands_from_first_to_last_item(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("!Join ['/', [a, b, !Ref B, c, d]]"));
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_int_equal(value->call.n, 3);
    il_str first = il_loc_text(value->call.items[0]->loc), last = il_loc_text(value->call.items[2]->loc);
    assert_string_equal(il_arena_str(probe->arena, first).p, "a, b");
    assert_string_equal(il_arena_str(probe->arena, last).p, ", c, d");
    il_probe_free(probe);
}

static void no_value_leaves_no_delimiter(void **state)
{
    (void)state;
    check(AROUND("!Join ['-', [a, !Ref AWS::NoValue, b]]"), "\"a-b\"");
}

static void an_item_that_may_be_absent_is_unknown_text(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("!Join ['-', [a, !If [Prod, x, !Ref AWS::NoValue]]]"));
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_int_equal(value->kind, IL_CALL);
    assert_int_equal(value->call.items[1]->kind, IL_UNKNOWN);
    assert_string_equal(value->call.items[1]->unknown.reason, "text under a condition");
    il_probe_free(probe);
    check(AROUND("!Join ['-', [a, !If [Prod, x, y]]]"),
          "{\"Fn::Join\": [\"\", [\"a-\", {\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"x\"}, "
          "{\"when\": \"Prod\", \"holds\": false, \"value\": \"y\"}]}]]}");
}

static void split_of_known_text_is_a_list(void **state)
{
    (void)state;
    check(AROUND("!Split [',', 'a,b,,c']"), "[\"a\", \"b\", \"\", \"c\"]");
    check(AROUND("!Split ['--', 'a']"), "[\"a\"]");
    check(AROUND("!Split [',', !ImportValue Subnets]"),
          "{\"Fn::Split\": [\",\", {\"Fn::ImportValue\": [\"Subnets\"]}]}");
    check(AROUND("!Split ['', abc]"), "{\"Fn::Split\": [\"\", \"abc\"]}");
    il_probe *probe = il_probe_read(AROUND("!Split ['e', !Ref Env]"));
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "[\"d\", \"v\"]");
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->origin, IL_FROM_PARAMETER);
    assert_int_equal(il_probe_at(probe, "R.Properties.A.0")->origin, IL_FROM_PARAMETER);
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(join_of_known_text_is_text),
        cmocka_unit_test(join_keeps_what_is_not_text_as_parts),
        cmocka_unit_test(joined_text_stands_from_first_to_last_item),
        cmocka_unit_test(no_value_leaves_no_delimiter),
        cmocka_unit_test(an_item_that_may_be_absent_is_unknown_text),
        cmocka_unit_test(split_of_known_text_is_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
