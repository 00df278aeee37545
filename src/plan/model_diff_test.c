#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "buf.h"
#include "plan_probe.h"

static const char *const kinds[] = {"added", "removed", "leaf", "lost"};

/* The changes from template A to template B, a line for each. */
static void check(const char *a, const char *b, const char *expected)
{
    il_plan_probe *before = il_plan_probe_new("a.yaml", a), *after = il_plan_probe_new("a.yaml", b);
    il_model_diff *diff = il_model_diff_of(before->arena, before->app, after->app);
    il_buf out = {0};
    for (size_t i = 0; i < diff->changes.n; i++) {
        const il_change *change = &diff->changes.items[i];
        const il_resource *resource = change->before ? change->before : change->after;
        il_buf_printf(&out, "%s %.*s %.*s\n", kinds[change->kind], IL_FMT(resource->logical_id), IL_FMT(change->path));
    }
    il_buf_putc(&out, '\0');
    assert_string_equal(out.p, expected);
    il_buf_free(&out);
    il_plan_probe_free(before);
    il_plan_probe_free(after);
}

#define BUCKET(properties) "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n" properties

static void equal_models_have_no_changes(void **state)
{
    (void)state;
    const char *text = BUCKET("      Name: !Ref B\n      L: [1, !Sub 'x${B.Arn}']\n  B: {Type: AWS::SNS::Topic}\n");
    check(text, text, "");
    check(BUCKET("      X: 1\n      Y: 2\n"), BUCKET("      Y: 2 # moved\n\n      X: 1\n"), "");
}

static void leaves_are_named_by_their_paths(void **state)
{
    (void)state;
    check(BUCKET("      X: 1\n      M: {a: 1, b: {c: 2}}\n"), BUCKET("      X: 2\n      M: {a: 1, b: {c: 3}}\n"),
          "leaf A Properties.X\nleaf A Properties.M.b.c\n");
    check(BUCKET("      X: 1\n"), BUCKET("      X: 1\n      V: {Status: Enabled}\n"), "leaf A Properties.V.Status\n");
    check(BUCKET("      X: 1\n      V: {Status: Enabled}\n"), BUCKET("      X: 1\n"), "leaf A Properties.V.Status\n");
    check(BUCKET("      X: 1\n"), BUCKET("      X: 1\n    DeletionPolicy: Retain\n"), "leaf A DeletionPolicy\n");
}

static void lists_are_compared_element_by_element(void **state)
{
    (void)state;
    check(BUCKET("      L: [{a: 1}, {a: 2}]\n"), BUCKET("      L: [{a: 1}, {a: 3}]\n"), "leaf A Properties.L.1.a\n");
    check(BUCKET("      L: [1]\n"), BUCKET("      L: [1, 2]\n"), "leaf A Properties.L\n");
}

static void references_are_compared_by_what_they_name(void **state)
{
    (void)state;
    check(BUCKET("      X: !Ref B\n  B: {Type: AWS::SNS::Topic}\n  C: {Type: AWS::SNS::Topic}\n"),
          BUCKET("      X: !Ref C\n  B: {Type: AWS::SNS::Topic}\n  C: {Type: AWS::SNS::Topic}\n"),
          "leaf A Properties.X\n");
    check(BUCKET("      X: !GetAtt B.Arn\n  B: {Type: AWS::SNS::Topic}\n"),
          BUCKET("      X: !GetAtt B.Name\n  B: {Type: AWS::SNS::Topic}\n"), "leaf A Properties.X\n");
}

static void resources_come_and_go(void **state)
{
    (void)state;
    check(BUCKET("      X: 1\n  B: {Type: AWS::SNS::Topic}\n"), BUCKET("      X: 1\n  C: {Type: AWS::SQS::Queue}\n"),
          "removed B \nadded C \n");
    check("Resources: {A: {Type: AWS::SNS::Topic}}\n", "Resources: {A: {Type: AWS::SQS::Queue}}\n",
          "removed A \nadded A \n");
}

static void a_choice_that_changes_is_a_leaf(void **state)
{
    (void)state;
    const char *head = "Conditions: {P: !Equals [!Ref AWS::Region, x]}\n";
    char a[500], b[500];
    snprintf(a, sizeof a, "%s%s", head, BUCKET("      X: !If [P, 1, 2]\n"));
    snprintf(b, sizeof b, "%s%s", head, BUCKET("      X: !If [P, 1, 3]\n"));
    check(a, a, "");
    check(a, b, "leaf A Properties.X\n");
}

/* Models with what no template can say. */
static void what_becomes_unknown_is_lost(void **state)
{
    (void)state;
    il_plan_probe *before = il_plan_probe_new("a.yaml", BUCKET("      X: 1\n")),
                  *after = il_plan_probe_new("a.yaml", BUCKET("      X: 1\n"));
    il_resource *resource = (il_resource *)il_plan_probe_resource(after, "A");
    resource->body = il_value_opened(after->arena, resource->body);
    il_model_diff *diff = il_model_diff_of(before->arena, before->app, after->app);
    assert_int_equal(diff->changes.n, 1);
    assert_int_equal(diff->changes.items[0].kind, IL_CHANGE_LOST);
    assert_ptr_equal(il_model_twin(diff, il_plan_probe_resource(before, "A")), resource);
    il_plan_probe_free(before);
    il_plan_probe_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_models_have_no_changes),
        cmocka_unit_test(leaves_are_named_by_their_paths),
        cmocka_unit_test(lists_are_compared_element_by_element),
        cmocka_unit_test(references_are_compared_by_what_they_name),
        cmocka_unit_test(resources_come_and_go),
        cmocka_unit_test(a_choice_that_changes_is_a_leaf),
        cmocka_unit_test(what_becomes_unknown_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
