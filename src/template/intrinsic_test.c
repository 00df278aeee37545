#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe.h"

#define AROUND(properties)                                                                                             \
    "Parameters:\n"                                                                                                    \
    "  Env: {Type: String, Default: dev}\n"                                                                            \
    "  Name: {Type: String}\n"                                                                                         \
    "Resources:\n"                                                                                                     \
    "  B:\n    Type: AWS::S3::Bucket\n"                                                                                \
    "  R:\n    Type: AWS::X::Y\n    Properties:\n" properties

static void check(const char *text, const char *path, const char *want)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_json(probe, path), want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void ref_to_a_resource_has_its_target(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: !Ref B\n      C: {Ref: B}\n"));
    const il_value *a = il_probe_at(probe, "R.Properties.A");
    assert_int_equal(a->kind, IL_REF);
    assert_ptr_equal(a->ref.target, il_probe_resource(probe, "B"));
    assert_true(il_value_eq(a, il_probe_at(probe, "R.Properties.C")));
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "!Ref B");
    assert_string_equal(il_probe_place(probe, "R.Properties.C"), "{Ref: B}");
    assert_ptr_equal(il_template_node(a->handle), a->handle);
    il_probe_free(probe);
}

static void ref_to_nothing_stays_a_ref_without_target(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: !Ref Nobody\n      P: !Ref AWS::Region\n"));
    assert_null(il_probe_at(probe, "R.Properties.A")->ref.target);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "{\"Ref\": \"Nobody\"}");
    assert_null(il_probe_at(probe, "R.Properties.P")->ref.target);
    assert_string_equal(il_probe_json(probe, "R.Properties.P"), "{\"Ref\": \"AWS::Region\"}");
    il_probe_free(probe);
}

static void no_value_is_absence_at_its_place(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: !Ref AWS::NoValue\n      L: [1, !Ref AWS::NoValue, 2]\n"));
    const il_value *a = il_probe_at(probe, "R.Properties.A");
    assert_int_equal(a->kind, IL_MISSING);
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "!Ref AWS::NoValue");
    assert_non_null(il_value_entry(il_probe_at(probe, "R.Properties"), IL_STR("A")));
    assert_string_equal(il_probe_json(probe, "R.Properties.L"), "[1, 2]");
    il_probe_free(probe);
}

static void get_att_in_every_form(void **state)
{
    (void)state;
    const char *want = "{\"Fn::GetAtt\": [\"B\", \"Arn\"]}";
    check(AROUND("      A: !GetAtt B.Arn\n"), "R.Properties.A", want);
    check(AROUND("      A: !GetAtt [B, Arn]\n"), "R.Properties.A", want);
    check(AROUND("      A: {'Fn::GetAtt': B.Arn}\n"), "R.Properties.A", want);
    check(AROUND("      A: {'Fn::GetAtt': [B, Arn]}\n"), "R.Properties.A", want);
    check(AROUND("      A: !GetAtt B.Endpoint.Address\n"), "R.Properties.A",
          "{\"Fn::GetAtt\": [\"B\", \"Endpoint.Address\"]}");
    check(AROUND("      A: !GetAtt [B, Endpoint, Address]\n"), "R.Properties.A",
          "{\"Fn::GetAtt\": [\"B\", \"Endpoint.Address\"]}");
    check(AROUND("      A: !GetAtt [B, !Ref Name]\n"), "R.Properties.A",
          "{\"Fn::GetAtt\": [\"B\", {\"Ref\": \"Name\"}]}");
}

static void get_att_of_a_resource_has_its_target(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("      A: !GetAtt B.Arn\n"));
    assert_ptr_equal(il_probe_at(probe, "R.Properties.A")->ref.target, il_probe_resource(probe, "B"));
    il_probe_free(probe);
}

static void functions_that_are_not_folded_stay_calls(void **state)
{
    (void)state;
    check(AROUND("      A: !GetAZs us-east-1\n"), "R.Properties.A", "{\"Fn::GetAZs\": [\"us-east-1\"]}");
    check(AROUND("      A: !GetAZs {Ref: AWS::Region}\n"), "R.Properties.A",
          "{\"Fn::GetAZs\": [{\"Ref\": \"AWS::Region\"}]}");
    check(AROUND("      A: {'Fn::GetAZs': !Ref AWS::Region}\n"), "R.Properties.A",
          "{\"Fn::GetAZs\": [{\"Ref\": \"AWS::Region\"}]}");
    check(AROUND("      A: !Cidr ['2001:db8::/56', 4, 64]\n"), "R.Properties.A",
          "{\"Fn::Cidr\": [\"2001:db8::/56\", 4, 64]}");
    check(AROUND("      A: !Base64 {'Fn::Sub': 'a ${B}'}\n"), "R.Properties.A",
          "{\"Fn::Base64\": [{\"Fn::Join\": [\"\", [\"a \", {\"Ref\": \"B\"}]]}]}");
    check(AROUND("      A: {'Fn::Base64': !Sub 'a ${B}'}\n"), "R.Properties.A",
          "{\"Fn::Base64\": [{\"Fn::Join\": [\"\", [\"a \", {\"Ref\": \"B\"}]]}]}");
    check(AROUND("      A: !ImportValue net-VpcId\n"), "R.Properties.A", "{\"Fn::ImportValue\": [\"net-VpcId\"]}");
}

static void what_is_not_known_is_unknown_with_a_reason(void **state)
{
    (void)state;
    check(
        AROUND("      A: !Nonsense x\n"), "R.Properties.A",
        "{\"$unknown\": {\"reason\": \"unknown function\", \"detail\": \"Fn::Nonsense\", \"file\": \"t\", \"line\": 10, "
        "\"column\": 10}}");
}

static void wrong_arguments_are_unknown(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        AROUND("      A: !Join x\n"),          AROUND("      A: !Join [',']\n"),
        AROUND("      A: !If [A]\n"),          AROUND("      A: !Select [1]\n"),
        AROUND("      A: !Split a\n"),         AROUND("      A: !GetAtt [B]\n"),
        AROUND("      A: !FindInMap [a]\n"),   AROUND("      A: {Ref: [B]}\n"),
        AROUND("      A: {Ref: {Ref: B}}\n"),  AROUND("      A: !Sub {a: b}\n"),
        AROUND("      A: !Sub ['a', 'b']\n"),  AROUND("      A: !Sub [[a], {}]\n"),
        AROUND("      A: {Ref: }\n"),          AROUND("      A: {'Fn::Sub': }\n"),
        AROUND("      A: !Join [[a], [b]]\n"),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        il_probe *probe = il_probe_read(wrong[i]);
        const il_value *value = il_probe_at(probe, "R.Properties.A");
        assert_int_equal(value->kind, IL_UNKNOWN);
        assert_string_equal(value->unknown.reason, "malformed function");
        il_probe_free(probe);
    }
}

static void macros_leave_their_map_open(void **state)
{
    (void)state;
    check(AROUND("      A: {'Fn::Transform': {Name: AWS::Include}, C: 1}\n"), "R.Properties.A",
          "{\"C\": 1, \"$open\": true}");
    check(AROUND("      A: {'Fn::ForEach::X': [], C: 1}\n"), "R.Properties.A", "{\"C\": 1, \"$open\": true}");
    check(AROUND("      A: {'Fn::ForEach::X': []}\n"), "R.Properties.A", "{\"$open\": true}");
    il_probe *probe = il_probe_read(AROUND("      A: {'Fn::Transform': {Name: Mine}}\n"));
    assert_string_equal(il_probe_at(probe, "R.Properties.A")->unknown.reason, "macro");
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ref_to_a_resource_has_its_target),
        cmocka_unit_test(ref_to_nothing_stays_a_ref_without_target),
        cmocka_unit_test(no_value_is_absence_at_its_place),
        cmocka_unit_test(get_att_in_every_form),
        cmocka_unit_test(get_att_of_a_resource_has_its_target),
        cmocka_unit_test(functions_that_are_not_folded_stay_calls),
        cmocka_unit_test(what_is_not_known_is_unknown_with_a_reason),
        cmocka_unit_test(wrong_arguments_are_unknown),
        cmocka_unit_test(macros_leave_their_map_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
