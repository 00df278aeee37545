/* What conditions mean is in "Condition functions" of the CloudFormation template reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "probe.h"

#define HEAD                                                                                                           \
    "Parameters:\n  Env: {Type: String, Default: dev}\n  Size: {Type: String, AllowedValues: [small, large]}\n"        \
    "  One: {Type: String, AllowedValues: [only]}\n"                                                                   \
    "Mappings:\n  M: {a: {k: v}}\n"                                                                                    \
    "Conditions:\n  Prod: !Equals [!Ref Env, prod]\n  Other: !Equals [!Ref Size, large]\n"

#define CONDITION(expression)                                                                                          \
    HEAD "  C: " expression "\nResources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A: !If [C, yes, no]\n"

/* "yes" or "no" where C is decided, "maybe" where not. */
static void check(const char *text, const char *want)
{
    il_probe *probe = il_probe_read(text);
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    if (value->kind == IL_CHOICE)
        assert_string_equal("maybe", want);
    else
        assert_string_equal(il_probe_json(probe, "R.Properties.A"), strcmp(want, "yes") == 0 ? "true" : "false");
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void constants_decide(void **state)
{
    (void)state;
    check(CONDITION("!Equals [a, a]"), "yes");
    check(CONDITION("!Equals [a, A]"), "no");
    check(CONDITION("{'Fn::Equals': ['true', true]}"), "yes");
    check(CONDITION("!Equals [1, '1']"), "yes");
    check(CONDITION("!Equals [!FindInMap [M, a, k], v]"), "yes");
    check(CONDITION("!Equals [!Join ['', [a, b]], ab]"), "yes");
    check(CONDITION("!Equals [!Ref AWS::Region, !Ref AWS::Region]"), "yes");
    check(CONDITION("!Equals [!Ref AWS::Region, us-east-1]"), "maybe");
}

static void the_default_of_a_parameter_decides_nothing(void **state)
{
    (void)state;
    check(CONDITION("!Equals [!Ref Env, dev]"), "maybe");
    check(CONDITION("!Equals [!Ref Env, prod]"), "maybe");
    check(CONDITION("!Equals [!Sub '${Env}', dev]"), "maybe");
    check(CONDITION("!Equals [!Select [0, !Split ['-', !Ref Env]], dev]"), "maybe");
    check(CONDITION("!Equals [!Ref Env, !Ref Env]"), "yes");
    check(CONDITION("!Equals [!Ref Env, !Ref Size]"), "maybe");
}

static void allowed_values_decide_what_cannot_be(void **state)
{
    (void)state;
    check(CONDITION("!Equals [!Ref Size, huge]"), "no");
    check(CONDITION("!Equals [huge, !Ref Size]"), "no");
    check(CONDITION("!Equals [!Ref Size, large]"), "maybe");
    check(CONDITION("!Equals [!Ref One, only]"), "yes");
}

static void and_or_not_are_three_valued(void **state)
{
    (void)state;
    check(CONDITION("!Not [!Equals [a, a]]"), "no");
    check(CONDITION("!Not [!Condition Prod]"), "maybe");
    check(CONDITION("!And [!Condition Prod, !Equals [a, b]]"), "no");
    check(CONDITION("!And [!Condition Prod, !Equals [a, a]]"), "maybe");
    check(CONDITION("!And [!Equals [b, b], !Equals [a, a]]"), "yes");
    check(CONDITION("!Or [!Condition Prod, !Equals [a, a]]"), "yes");
    check(CONDITION("!Or [!Condition Prod, !Equals [a, b]]"), "maybe");
    check(CONDITION("{'Fn::Or': [{Condition: Prod}, {'Fn::Equals': [a, a]}]}"), "yes");
    check(CONDITION("{Condition: Prod}"), "maybe");
}

static void conditions_that_make_no_sense_are_maybe(void **state)
{
    (void)state;
    check(CONDITION("!Condition Nobody"), "maybe");
    check(CONDITION("true"), "maybe");
    check(CONDITION("!Equals [a]"), "maybe");
    check(CONDITION("!And []"), "maybe");
    check(CONDITION("[a]"), "maybe");
}

static void what_is_not_decided_is_a_choice(void **state)
{
    (void)state;
    il_probe *probe =
        il_probe_read(HEAD "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n"
                           "      A: !If [Prod, a, b]\n      B: {'Fn::If': [Nobody, 1, {Ref: AWS::NoValue}]}\n"
                           "      C: !If [Prod, same, same]\n");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"),
                        "{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"a\"}, {\"when\": \"Prod\", "
                        "\"holds\": false, \"value\": \"b\"}]}");
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "!If [Prod, a, b]");
    il_condition condition = il_probe_at(probe, "R.Properties.A")->choice.arms[0].condition;
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(condition.loc)).p, "Prod");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"),
                        "{\"$choice\": [{\"when\": \"Nobody\", \"holds\": true, \"value\": 1}, {\"when\": \"Nobody\", "
                        "\"holds\": false, \"value\": {\"$missing\": true}}]}");
    assert_string_equal(il_probe_json(probe, "R.Properties.C"), "\"same\"");
    il_probe_free(probe);
}

static void the_condition_of_the_resource_is_assumed_inside(void **state)
{
    (void)state;
    il_probe *probe =
        il_probe_read(HEAD "  Both: !And [!Condition Prod, !Not [!Condition Other]]\n"
                           "Resources:\n  R:\n    Type: AWS::X::Y\n    Condition: Both\n    Properties:\n"
                           "      A: !If [Both, a, b]\n      B: !If [Prod, a, b]\n      C: !If [Other, a, b]\n"
                           "  S:\n    Type: AWS::X::Y\n    Properties:\n      B: !If [Prod, a, b]\n");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "\"a\"");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"), "\"a\"");
    assert_string_equal(il_probe_json(probe, "R.Properties.C"), "\"b\"");
    assert_int_equal(il_probe_at(probe, "S.Properties.B")->kind, IL_CHOICE);
    const il_resource *resource = il_probe_resource(probe, "R");
    assert_string_equal(il_arena_str(probe->arena, resource->condition.text).p, "Both");
    assert_true(resource->condition.holds);
    assert_int_equal(il_probe_resource(probe, "S")->condition.text.n, 0);
    il_probe_free(probe);
}

static void the_condition_around_is_assumed_in_each_arm(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(HEAD "  Any: !Or [!Condition Prod, !Condition Other]\n"
                                         "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n"
                                         "      A: !If [Prod, !If [Prod, a, b], !If [Prod, c, d]]\n"
                                         "      B: !If [Any, x, !If [Other, a, b]]\n");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"),
                        "{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": \"a\"}, {\"when\": \"Prod\", "
                        "\"holds\": false, \"value\": \"d\"}]}");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"),
                        "{\"$choice\": [{\"when\": \"Any\", \"holds\": true, \"value\": \"x\"}, {\"when\": \"Any\", "
                        "\"holds\": false, \"value\": \"b\"}]}");
    il_probe_free(probe);
}

/* The default is not what counts where a condition says what the parameter is. */
static void a_condition_tells_the_value_of_its_parameter(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(HEAD "  Dev: !Equals [dev, !Ref Env]\n"
                                         "Resources:\n  R:\n    Type: AWS::X::Y\n    Condition: Prod\n    Properties:\n"
                                         "      A: !Ref Env\n      B: !Sub 'x-${Env}'\n"
                                         "  S:\n    Type: AWS::X::Y\n    Properties:\n"
                                         "      A: !If [Dev, !Ref Env, !Ref Env]\n      B: !If [Prod, 1, !Ref Env]\n");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "\"prod\"");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"), "\"x-prod\"");
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->origin, IL_FROM_PARAMETER);
    assert_ptr_equal(il_probe_at(probe, "R.Properties.A")->parameter, il_probe_resource(probe, "Env"));
    assert_string_equal(il_probe_json(probe, "S.Properties.A"),
                        "{\"$choice\": [{\"when\": \"Dev\", \"holds\": true, \"value\": \"dev\"}, {\"when\": \"Dev\", "
                        "\"holds\": false, \"value\": {\"Ref\": \"Env\"}}]}");
    assert_string_equal(il_probe_json(probe, "S.Properties.B"),
                        "{\"$choice\": [{\"when\": \"Prod\", \"holds\": true, \"value\": 1}, {\"when\": \"Prod\", "
                        "\"holds\": false, \"value\": \"dev\"}]}");
    il_probe_free(probe);
}

static void a_resource_that_never_exists_is_none(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("Conditions:\n  Never: !Equals [a, b]\n  Always: !Equals [a, a]\n"
                                    "Resources:\n  R:\n    Type: AWS::X::Y\n    Condition: Never\n"
                                    "  S:\n    Type: AWS::X::Y\n    Condition: Always\n    Properties: {A: !Ref R}\n");
    assert_null(il_probe_resource(probe, "R"));
    assert_int_equal(il_probe_resource(probe, "S")->condition.text.n, 0);
    assert_string_equal(il_probe_json(probe, "S.Properties.A"), "{\"Ref\": \"R\"}");
    il_probe_free(probe);
}

/* aws-cdk issue 38498: 74 parameters, 41 conditions chained on each other, 28 KB; a scenario enumerator takes a minute. */
static void chained_conditions_are_not_enumerated(void **state)
{
    (void)state;
    il_buf text = {0};
    il_buf_puts(&text, "Parameters:\n");
    for (int i = 0; i < 74; i++)
        il_buf_printf(&text, "  P%d: {Type: String, Default: ''}\n", i);
    il_buf_puts(&text, "Conditions:\n  C0: !Equals [!Ref P0, x]\n");
    for (int i = 1; i < 41; i++)
        il_buf_printf(&text, "  C%d: !And [!Or [!Condition C%d, !Equals [!Ref P%d, x]], !Not [!Condition C%d]]\n", i,
                      i - 1, i, i - 1);
    il_buf_puts(&text, "Resources:\n");
    for (int i = 0; i < 41; i++) {
        il_buf_printf(&text, "  R%d:\n    Type: AWS::X::Y\n    Condition: C%d\n    Properties:\n      A:\n", i, i);
        for (int j = 0; j < 41; j++)
            il_buf_printf(&text, "        - !If [C%d, !If [C%d, a, b], !If [C%d, c, !Ref AWS::NoValue]]\n", j,
                          (j + 7) % 41, (j + 3) % 41);
    }
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    assert_int_equal(il_probe_at(probe, "R0.Properties.A")->list.n, 41);
    assert_string_equal(il_probe_findings(probe), "");
    assert_true(il_arena_size(probe->arena) < (size_t)16 << 20);
    il_probe_free(probe);
    il_buf_free(&text);
}

static void a_chain_longer_than_the_limit_is_maybe(void **state)
{
    (void)state;
    il_buf text = {0};
    il_buf_puts(&text, "Conditions:\n  C: !Condition C0\n");
    for (int i = 0; i < 100000; i++)
        il_buf_printf(&text, "  C%d: !Condition C%d\n", i, i + 1);
    il_buf_puts(&text, "  C100000: !Equals [a, a]\nResources:\n  R:\n    Type: AWS::X::Y\n    Condition: C\n"
                       "    Properties:\n      A: !If [C, a, b]\n      B: !If [C99999, a, b]\n");
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "\"a\"");
    assert_string_equal(il_probe_json(probe, "R.Properties.B"), "\"a\"");
    il_probe_free(probe);
    il_buf_free(&text);
}

static void work_is_bounded_and_the_bound_is_said(void **state)
{
    (void)state;
    enum { N = 1200 };
    il_buf text = {0};
    il_buf_puts(&text, "Conditions:\n");
    for (int i = 0; i < N; i++)
        il_buf_printf(&text, "  C%d: !Equals [!Ref AWS::Region, r%d]\n", i, i);
    il_buf_puts(&text, "  All: !Or [");
    for (int i = 0; i < N; i++)
        il_buf_printf(&text, "%s!Condition C%d", i ? ", " : "", i);
    il_buf_puts(&text, "]\nResources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A:\n");
    for (int i = 0; i < N; i++)
        il_buf_printf(&text, "        - !If [C%d, x, !If [All, a, b]]\n", i);
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    assert_int_equal(probe->sink.findings.n, 1);
    assert_int_equal(probe->sink.findings.items[0].severity, IL_NOTE);
    assert_int_equal(il_probe_at(probe, "R.Properties.A")->list.n, N);
    il_probe_free(probe);
    il_buf_free(&text);
}

static void a_condition_that_leads_to_itself_is_said(void **state)
{
    (void)state;
    const char *const expressions[] = {"!Condition C", "!Not [!Condition C]",
                                       "!Or [!Condition D, !Condition D]\n  D: !Not [!Condition C]"};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        il_arena *arena = il_arena_new();
        const char *text =
            il_arena_printf(arena, HEAD "  C: %s\nResources:\n  R:\n    Type: AWS::X::Y\n", expressions[i]).p;
        il_probe *probe = il_probe_read(text);
        assert_string_equal(il_probe_findings(probe), "10:3 the condition C depends on itself\n");
        il_probe_free(probe);
        il_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_decide),
        cmocka_unit_test(the_default_of_a_parameter_decides_nothing),
        cmocka_unit_test(allowed_values_decide_what_cannot_be),
        cmocka_unit_test(and_or_not_are_three_valued),
        cmocka_unit_test(conditions_that_make_no_sense_are_maybe),
        cmocka_unit_test(a_condition_that_leads_to_itself_is_said),
        cmocka_unit_test(what_is_not_decided_is_a_choice),
        cmocka_unit_test(the_condition_of_the_resource_is_assumed_inside),
        cmocka_unit_test(the_condition_around_is_assumed_in_each_arm),
        cmocka_unit_test(a_condition_tells_the_value_of_its_parameter),
        cmocka_unit_test(a_resource_that_never_exists_is_none),
        cmocka_unit_test(chained_conditions_are_not_enumerated),
        cmocka_unit_test(a_chain_longer_than_the_limit_is_maybe),
        cmocka_unit_test(work_is_bounded_and_the_bound_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
