/* What Fn::Sub means is in "Fn::Sub" of the CloudFormation template reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe.h"

#define YAML(value)                                                                                                    \
    "Parameters:\n  Env: {Type: String, Default: dev}\n  Port: {Type: Number, Default: 80}\n  Name: {Type: String}\n"  \
    "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"                                                                    \
    "  R:\n    Type: AWS::X::Y\n    Properties:\n      A: " value "\n"

/* The JSON of the value, and the written text of each part, separated by `|`, when they are WANT and PLACES. */
static void check(const char *text, const char *want, const char *places)
{
    il_probe *probe = il_probe_read(text);
    char written[1024] = "";
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), want);
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++) {
        il_str part = il_loc_text(value->call.items[i]->loc);
        strcat(written, i ? "|" : "");
        strncat(written, part.p, part.n);
    }
    assert_string_equal(written, places);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void placeholders_are_refs_and_attributes(void **state)
{
    (void)state;
    const char *want =
        "{\"Fn::Join\": [\"\", [\"a \", {\"Ref\": \"B\"}, \" b \", {\"Fn::GetAtt\": [\"B\", \"Arn\"]}, \" \", "
        "{\"Ref\": \"AWS::Region\"}]]}";
    const char *places = "a |${B}| b |${B.Arn}| |${AWS::Region}";
    check(YAML("!Sub a ${B} b ${B.Arn} ${AWS::Region}"), want, places);
    check(YAML("!Sub 'a ${B} b ${B.Arn} ${AWS::Region}'"), want, places);
    check(YAML("!Sub \"a ${B} b ${B.Arn} ${AWS::Region}\""), want, places);
    check(YAML("{'Fn::Sub': 'a ${B} b ${B.Arn} ${AWS::Region}'}"), want, places);
    check(YAML("!Sub ['a ${B} b ${B.Arn} ${AWS::Region}', {}]"), want, places);
}

static void nested_attributes_keep_their_dots(void **state)
{
    (void)state;
    check(YAML("!Sub x${B.Endpoint.Address}"),
          "{\"Fn::Join\": [\"\", [\"x\", {\"Fn::GetAtt\": [\"B\", \"Endpoint.Address\"]}]]}",
          "x|${B.Endpoint.Address}");
}

static void an_exclamation_mark_makes_it_literal(void **state)
{
    (void)state;
    check(YAML("!Sub 'a ${!Literal} ${B}'"), "{\"Fn::Join\": [\"\", [\"a ${Literal} \", {\"Ref\": \"B\"}]]}",
          "a ${!Literal} |${B}");
    check(YAML("!Sub '${!A}'"), "\"${A}\"", "");
}

static void variables_of_the_list_form_come_first(void **state)
{
    (void)state;
    check(YAML("!Sub ['${B}-${V}', {B: mine, V: !GetAtt B.Arn}]"),
          "{\"Fn::Join\": [\"\", [\"mine-\", {\"Fn::GetAtt\": [\"B\", \"Arn\"]}]]}", "${B}-|!GetAtt B.Arn");
}

static void parameters_with_defaults_are_folded(void **state)
{
    (void)state;
    check(YAML("!Sub '${Env}:${Port}'"), "\"dev:80\"", "");
    il_probe *probe = il_probe_read(YAML("!Sub '${Env}:${Port}'"));
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_int_equal(value->origin, IL_FROM_PARAMETER);
    assert_null(value->parameter); /* it is more than the parameter */
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "!Sub '${Env}:${Port}'");
    il_probe_free(probe);
    check(YAML("!Sub 'x${Name}'"), "{\"Fn::Join\": [\"\", [\"x\", {\"Ref\": \"Name\"}]]}", "x|${Name}");
}

static void one_placeholder_alone_is_the_value_itself(void **state)
{
    (void)state;
    check(YAML("!Sub '${B}'"), "{\"Ref\": \"B\"}", "");
    il_probe *probe = il_probe_read(YAML("!Sub '${B}'"));
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "${B}");
    il_probe_free(probe);
}

static void no_value_is_empty_text(void **state)
{
    (void)state;
    check(YAML("!Sub 'a${AWS::NoValue}b'"), "\"ab\"", "");
}

static void text_that_is_not_a_placeholder_stays(void **state)
{
    (void)state;
    check(YAML("!Sub '$ $B {B} $${B}'"), "{\"Fn::Join\": [\"\", [\"$ $B {B} $\", {\"Ref\": \"B\"}]]}",
          "$ $B {B} $|${B}");
    check(YAML("!Sub 'open ${B'"), "\"open ${B\"", "");
    check(YAML("!Sub ''"), "\"\"", "");
    check(YAML("!Sub 7"), "\"7\"", "");
}

static void escapes_and_folding_keep_exact_places(void **state)
{
    (void)state;
    check(
        YAML("!Sub \"a\\n\\\"${B}\\\" \\u00e4 ${B.Arn}\""),
        "{\"Fn::Join\": [\"\", [\"a\\n\\\"\", {\"Ref\": \"B\"}, \"\\\" \xC3\xA4 \", {\"Fn::GetAtt\": [\"B\", \"Arn\"]}]]}",
        "a\\n\\\"|${B}|\\\" \\u00e4 |${B.Arn}");
    check(YAML("!Sub 'it''s ${B}'"), "{\"Fn::Join\": [\"\", [\"it's \", {\"Ref\": \"B\"}]]}", "it''s |${B}");
    check(
        YAML("!Sub |\n        one ${B}\n        two ${B.Arn}"),
        "{\"Fn::Join\": [\"\", [\"one \", {\"Ref\": \"B\"}, \"\\ntwo \", {\"Fn::GetAtt\": [\"B\", \"Arn\"]}, \"\\n\"]]}",
        "        one |${B}|\n        two |${B.Arn}|");
    check(YAML("!Sub >-\n        one\n        ${B} two"),
          "{\"Fn::Join\": [\"\", [\"one \", {\"Ref\": \"B\"}, \" two\"]]}", "        one\n        |${B}| two");
    check("{\"Resources\":{\"R\":{\"Type\":\"AWS::X::Y\",\"Properties\":{\"A\":{\"Fn::Sub\":\"\\t${R}\\/\"}}}}}",
          "{\"Fn::Join\": [\"\", [\"\\t\", {\"Ref\": \"R\"}, \"/\"]]}", "\\t|${R}|\\/");
}

static void places_that_cannot_be_told_are_the_whole_text(void **state)
{
    (void)state;
    check("{\"Resources\":{\"R\":{\"Type\":\"AWS::X::Y\",\"Properties\":{\"A\":{\"Fn::Sub\":\"a\\u0024{R}\"}}}}}",
          "{\"Fn::Join\": [\"\", [\"a\", {\"Ref\": \"R\"}]]}", "\"a\\u0024{R}\"|\"a\\u0024{R}\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(placeholders_are_refs_and_attributes),
        cmocka_unit_test(nested_attributes_keep_their_dots),
        cmocka_unit_test(an_exclamation_mark_makes_it_literal),
        cmocka_unit_test(variables_of_the_list_form_come_first),
        cmocka_unit_test(parameters_with_defaults_are_folded),
        cmocka_unit_test(one_placeholder_alone_is_the_value_itself),
        cmocka_unit_test(no_value_is_empty_text),
        cmocka_unit_test(text_that_is_not_a_placeholder_stays),
        cmocka_unit_test(escapes_and_folding_keep_exact_places),
        cmocka_unit_test(places_that_cannot_be_told_are_the_whole_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
