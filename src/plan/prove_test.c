/* The proof, with a rule of the library on pairs of templates: what a fix made of them, and what it must not have made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "plan_probe.h"

typedef struct {
    il_arena *arena;
    const il_verdict *verdicts[8];
    size_t n;
} collected;

static void collect(void *context, const il_verdict *verdict)
{
    collected *c = context;
    il_verdict *copy = IL_NEW(c->arena, il_verdict);
    *copy = *verdict;
    c->verdicts[c->n++] = copy;
}

/* Applies plans of s3-bucket-versioning for all findings of BEFORE and proves them by AFTER. The reasons go to WHY, one for each. */
static size_t prove(const char *before, const char *after, il_rule_fix page, const char **why)
{
    il_plan_probe *a = il_plan_probe_new("t.yaml", before), *b = il_plan_probe_new("t.yaml", after);
    const il_rule *rule = il_rule_find(IL_STR("s3-bucket-versioning"));
    collected c = {.arena = a->arena};
    assert_non_null(rule);
    il_judge_rule(il_judge_new(a->arena, a->app, NULL), rule, collect, &c);
    assert_true(c.n > 0);
    il_plan made[8];
    const il_plan *plans[8];
    for (size_t i = 0; i < c.n; i++) {
        made[i] = (il_plan){.verdict = c.verdicts[i], .page = &page, .site = c.verdicts[i]->resource};
        plans[i] = &made[i];
    }
    il_proof_input input = {.before = a->app, .after = b->app, .plans = plans, .n_plans = c.n};
    il_proof proof;
    bool all = il_plan_prove(a->arena, &input, &proof);
    assert_int_equal(all, proof.n_proven == c.n);
    for (size_t i = 0; i < c.n; i++)
        why[i] = proof.refusals[i];
    il_plan_probe_free(a);
    il_plan_probe_free(b);
    return c.n;
}

static const il_value enabled = {.kind = IL_STRING, .string = IL_STR_INIT("Enabled")};
static const il_rule_set_leaf versioning[] = {{.path = "VersioningConfiguration.Status", .value = &enabled}};

#define A(text) "  A:\n    Type: AWS::S3::Bucket\n" text
#define ON "    Properties:\n      VersioningConfiguration: {Status: Enabled}\n"

static void check_one(const char *before, const char *after, const char *expected)
{
    const char *why[8];
    il_rule_fix page = {.set = versioning, .n_set = 1};
    assert_int_equal(prove(before, after, page, why), 1);
    if (expected)
        assert_string_equal(why[0], expected);
    else
        assert_null(why[0]);
}

static void what_came_true_is_proven(void **state)
{
    (void)state;
    check_one("Resources:\n" A(""), "Resources:\n" A(ON), NULL);
}

static void a_finding_that_stays_is_refused(void **state)
{
    (void)state;
    check_one("Resources:\n" A(""), "Resources:\n" A(""), "the finding would stay");
    check_one("Resources:\n" A(""), "Resources:\n  B:\n    Type: AWS::S3::Bucket\n" ON,
              "the resource would be another one");
}

static void other_changes_are_refused(void **state)
{
    (void)state;
    check_one("Resources:\n" A(""), "Resources:\n" A(ON "      BucketName: x\n"), "another property would change");
    check_one("Resources:\n" A(""), "Resources:\n" A(ON) "  T: {Type: AWS::SNS::Topic}\n",
              "another resource would be added");
    check_one("Resources:\n" A("") "  T: {Type: AWS::SNS::Topic}\n", "Resources:\n" A(ON),
              "another resource would be removed");
}

static void what_the_page_allows_may_change(void **state)
{
    (void)state;
    static const char *const allow[] = {"BucketName", "AWS::SNS::Topic"};
    const char *why[8];
    il_rule_fix page = {.set = versioning, .n_set = 1, .allow = allow, .n_allow = 2};
    prove("Resources:\n" A(""), "Resources:\n" A(ON "      BucketName: x\n") "  T: {Type: AWS::SNS::Topic}\n", page,
          why);
    assert_null(why[0]);
}

static void a_value_that_travelled_must_agree(void **state)
{
    (void)state;
    const char *head = "Parameters: {V: {Type: String, Default: Suspended}}\nResources:\n";
    const char *uses = "    Properties:\n      VersioningConfiguration: {Status: !Ref V}\n";
    const char *why[8];
    il_rule_fix page = {.set = versioning, .n_set = 1};
    char before[1000], after[1000];
    snprintf(before, sizeof before, "%s  A:\n    Type: AWS::S3::Bucket\n%s  B:\n    Type: AWS::S3::Bucket\n%s", head,
             uses, uses);
    snprintf(after, sizeof after, "%s", before);
    memcpy(strstr(after, "Suspended"), "Enabled  ", 9);
    assert_int_equal(prove(before, after, page, why), 2);
    assert_null(why[0]);
    assert_null(why[1]);
    snprintf(before, sizeof before,
             "%s  A:\n    Type: AWS::S3::Bucket\n%s  T:\n    Type: AWS::SNS::Topic\n    Properties: {Name: !Ref V}\n",
             head, uses);
    snprintf(after, sizeof after, "%s", before);
    memcpy(strstr(after, "Suspended"), "Enabled  ", 9);
    assert_int_equal(prove(before, after, page, why), 1);
    assert_string_equal(why[0], "another property would change");
}

static void a_batch_charges_the_right_plan(void **state)
{
    (void)state;
    const char *why[8];
    il_rule_fix page = {.set = versioning, .n_set = 1};
    prove("Resources:\n" A("") "  B:\n    Type: AWS::S3::Bucket\n",
          "Resources:\n" A(ON) "  B:\n    Type: AWS::S3::Bucket\n" ON "      BucketName: x\n", page, why);
    assert_null(why[0]);
    assert_string_equal(why[1], "another property would change");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_came_true_is_proven),          cmocka_unit_test(a_finding_that_stays_is_refused),
        cmocka_unit_test(other_changes_are_refused),         cmocka_unit_test(what_the_page_allows_may_change),
        cmocka_unit_test(a_value_that_travelled_must_agree), cmocka_unit_test(a_batch_charges_the_right_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
