/* What they mean is in "Fn::FindInMap" and "Fn::Select" of the CloudFormation template reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "probe.h"

#define AROUND(value)                                                                                                  \
    "Parameters:\n  Env: {Type: String, Default: dev}\n  Ids: {Type: 'List<String>', Default: 'x,y'}\n"                \
    "Mappings:\n  Sizes:\n    dev: {Type: t3.micro, Azs: [a, b], Odd: {Ref: B}}\n    '111122223333': {7: seven}\n"     \
    "Conditions:\n  Prod: !Equals [!Ref Env, prod]\n"                                                                  \
    "Resources:\n  B:\n    Type: AWS::S3::Bucket\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A: " value "\n"

static void check(const char *text, const char *want, il_origin origin)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), want);
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->origin, origin);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void known_keys_find_their_value(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, dev, Type]"), "\"t3.micro\"", IL_FROM_SOURCE);
    check(AROUND("{'Fn::FindInMap': [Sizes, dev, Azs]}"), "[\"a\", \"b\"]", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, 111122223333, 7]"), "\"seven\"", IL_FROM_SOURCE);
    il_probe *probe = il_probe_read(AROUND("!FindInMap [Sizes, dev, Type]"));
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "t3.micro");
    il_probe_free(probe);
}

static void keys_from_parameters_give_their_origin(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, !Ref Env, Type]"), "\"t3.micro\"", IL_FROM_PARAMETER);
}

static void what_cannot_be_looked_up_stays(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, !GetAtt B.Arn, Type]"),
          "{\"Fn::FindInMap\": [\"Sizes\", {\"Fn::GetAtt\": [\"B\", \"Arn\"]}, \"Type\"]}", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, prod, Type]"), "{\"Fn::FindInMap\": [\"Sizes\", \"prod\", \"Type\"]}",
          IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Nothing, prod, Type]"), "{\"Fn::FindInMap\": [\"Nothing\", \"prod\", \"Type\"]}",
          IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, dev, Odd]"), "{\"Fn::FindInMap\": [\"Sizes\", \"dev\", \"Odd\"]}", IL_FROM_SOURCE);
}

static void a_default_value_stands_in(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, prod, Type, {DefaultValue: m5.large}]"), "\"m5.large\"", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, dev, Type, {DefaultValue: m5.large}]"), "\"t3.micro\"", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, !Ref AWS::Region, Type, {DefaultValue: m5.large}]"),
          "{\"$choice\": [{\"when\": \"AWS::Region = dev\", \"holds\": true, \"value\": \"t3.micro\"}, "
          "{\"when\": \"AWS::Region is another\", \"holds\": true, \"value\": \"m5.large\"}]}",
          IL_FROM_SOURCE);
}

static void a_key_that_is_not_known_is_one_of_the_mapping(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, !Ref AWS::Region, Type]"), "\"t3.micro\"", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, '111122223333', !Ref AWS::Region]"), "\"seven\"", IL_FROM_SOURCE);
    check(AROUND("!FindInMap [Sizes, dev, !Ref AWS::Region]"),
          "{\"Fn::FindInMap\": [\"Sizes\", \"dev\", {\"Ref\": \"AWS::Region\"}]}", IL_FROM_SOURCE);
}

/* A mapping of N regions, all with one value or each with its own. */
static il_probe *read_regions(int n, bool same)
{
    il_buf text = {0};
    il_buf_puts(&text, "Mappings:\n  M:\n");
    for (int i = 0; i < n; i++)
        il_buf_printf(&text, "    r%d: {v: x%d}\n", i, same ? 0 : i);
    il_buf_puts(&text, "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n"
                       "      A: !FindInMap [M, !Ref AWS::Region, v]\n"
                       "      B: !FindInMap [M, !Ref AWS::Region, v, {DefaultValue: y}]\n");
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    il_buf_free(&text);
    return probe;
}

static void large_mappings_are_one_value_or_none(void **state)
{
    (void)state;
    il_probe *probe = read_regions(5000, true);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "\"x0\"");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"),
                        "{\"$choice\": [{\"when\": \"AWS::Region is in M\", \"holds\": true, \"value\": \"x0\"}, "
                        "{\"when\": \"AWS::Region is another\", \"holds\": true, \"value\": \"y\"}]}");
    il_probe_free(probe);
    probe = read_regions(5000, false);
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->kind, IL_CALL);
    il_probe_free(probe);
    probe = read_regions(IL_ARMS_MAX, false);
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->choice.n, IL_ARMS_MAX);
    assert_int_equal(il_probe_at(probe, "R.Properties.B")->kind, IL_CALL); /* with the default one too many */
    il_probe_free(probe);
}

static void arms_are_looked_up_one_by_one(void **state)
{
    (void)state;
    check(AROUND("!FindInMap [Sizes, !If [Prod, dev, '111122223333'], !If [Prod, Type, '7']]"),
          "{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"t3.micro\"}, "
          "{\"when\": \"Prod\", \"holds\": false, \"value\": \"seven\"}]}",
          IL_FROM_SOURCE);
    check(AROUND("!Select [0, !If [Prod, [a], [b]]]"),
          "{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"a\"}, "
          "{\"when\": \"Prod\", \"holds\": false, \"value\": \"b\"}]}",
          IL_FROM_SOURCE);
}

static void select_takes_an_item_of_a_known_list(void **state)
{
    (void)state;
    check(AROUND("!Select [1, [a, b]]"), "\"b\"", IL_FROM_SOURCE);
    check(AROUND("!Select ['0', [a, b]]"), "\"a\"", IL_FROM_SOURCE);
    check(AROUND("!Select [1, !Ref Ids]"), "\"y\"", IL_FROM_PARAMETER);
    check(AROUND("!Select [0, !Split ['/', '10.0.0.0/16']]"), "\"10.0.0.0\"", IL_FROM_SOURCE);
}

static void select_that_is_not_certain_stays(void **state)
{
    (void)state;
    check(AROUND("!Select [2, [a, b]]"), "{\"Fn::Select\": [2, [\"a\", \"b\"]]}", IL_FROM_SOURCE);
    check(AROUND("!Select [-1, [a, b]]"), "{\"Fn::Select\": [-1, [\"a\", \"b\"]]}", IL_FROM_SOURCE);
    check(AROUND("!Select [0.5, [a, b]]"), "{\"Fn::Select\": [0.5, [\"a\", \"b\"]]}", IL_FROM_SOURCE);
    check(AROUND("!Select [0, !GetAZs '']"), "{\"Fn::Select\": [0, {\"Fn::GetAZs\": [\"\"]}]}", IL_FROM_SOURCE);
    check(AROUND("!Select [1, [!If [Prod, a, !Ref AWS::NoValue], b, c]]"),
          "{\"Fn::Select\": [1, [{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"a\"}, {\"when\": "
          "\"Prod\", \"holds\": false, \"value\": {\"$missing\": true}}]}, \"b\", \"c\"]]}",
          IL_FROM_SOURCE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_keys_find_their_value),
        cmocka_unit_test(keys_from_parameters_give_their_origin),
        cmocka_unit_test(what_cannot_be_looked_up_stays),
        cmocka_unit_test(a_default_value_stands_in),
        cmocka_unit_test(a_key_that_is_not_known_is_one_of_the_mapping),
        cmocka_unit_test(large_mappings_are_one_value_or_none),
        cmocka_unit_test(arms_are_looked_up_one_by_one),
        cmocka_unit_test(select_takes_an_item_of_a_known_list),
        cmocka_unit_test(select_that_is_not_certain_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
