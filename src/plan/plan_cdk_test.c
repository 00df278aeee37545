/* Fixes of programs from end to end: a program is evaluated and judged by rules of the library, a fix is planned and applied, and the
 * program that comes out is evaluated again for the proof. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "cdk.h"
#include "plan.h"

enum { FILES_MAX = 3 };

/* Some files and what they say. */
typedef struct {
    il_arena *arena;
    il_document *documents[FILES_MAX];
    size_t n;
    il_app *app;
} project;

typedef struct {
    const char *path, *text;
} source_file;

static const il_document *load(void *context, il_str path)
{
    project *p = context;
    for (size_t i = 0; i < p->n; i++) {
        if (il_str_eq(il_source_path(p->documents[i]->source), path))
            return p->documents[i];
    }
    return NULL;
}

static bool exists(void *context, il_str path)
{
    return load(context, path) != NULL;
}

static const il_document *document_of(void *context, const il_source *source)
{
    return load(context, il_source_path(source));
}

static void open_project(project *p, const source_file *files, size_t n)
{
    *p = (project){.arena = il_arena_new(), .n = n};
    il_str paths[FILES_MAX];
    size_t n_paths = 0;
    for (size_t i = 0; i < n; i++) {
        il_str path = il_str_of(files[i].path), text = il_str_of(files[i].text);
        p->documents[i] = il_document_parse(il_document_kind_of(path, text), path, text);
        assert_int_equal(p->documents[i]->n_errors, 0);
        if (p->documents[i]->ts)
            paths[n_paths++] = path;
    }
    il_loader loader = {.context = p, .load = load, .exists = exists};
    il_cdk_input input = {.entry = il_str_of(files[0].path), .files = paths, .n_files = n_paths, .loader = &loader};
    p->app = il_cdk_read(p->arena, &input);
}

static void close_project(project *p)
{
    for (size_t i = 0; i < p->n; i++)
        il_document_free(p->documents[i]);
    il_arena_free(p->arena);
}

static const char *apply(const project *p, size_t file, const il_fix *fix)
{
    const il_source *source = p->documents[file]->source;
    il_str text = il_source_text(source);
    il_buf out = {0};
    uint32_t from = 0;
    for (size_t i = 0; i < fix->n_edits; i++) {
        if (fix->edits[i].source != source)
            continue;
        il_buf_add(&out, il_str_slice(text, from, fix->edits[i].span.start));
        il_buf_add(&out, fix->edits[i].text);
        from = fix->edits[i].span.end;
    }
    il_buf_add(&out, il_str_slice(text, from, text.n));
    il_str result = il_arena_str(p->arena, il_buf_str(&out));
    il_buf_free(&out);
    return result.p;
}

static void keep_first(void *context, const il_verdict *verdict)
{
    il_verdict *first = context;
    if (!first->rule)
        *first = *verdict;
}

/* Fixes the first finding of RULE in BEFORE with its first plan. AFTER are the files then; for a refusal it is NULL and WHY the reason. */
static void check(const char *rule, const source_file *before, size_t n, const source_file *after, const char *why)
{
    project a, b;
    il_verdict verdict = {0};
    il_plan *plans;
    const char *no_fix;
    open_project(&a, before, n);
    il_judge_rule(il_judge_new(a.arena, a.app, NULL), il_rule_find(il_str_of(rule)), keep_first, &verdict);
    assert_non_null(verdict.rule);
    il_loader loader = {.context = &a, .load = load, .exists = exists};
    il_planner_input input = {
        .arena = a.arena, .app = a.app, .document_of = document_of, .context = &a, .loader = &loader};
    size_t n_plans = il_plan_fixes(il_planner_new(&input), &verdict, &plans, &no_fix);
    if (n_plans == 0) {
        assert_string_equal(no_fix, why);
        close_project(&a);
        return;
    }
    source_file fixed[FILES_MAX];
    for (size_t i = 0; i < n; i++) {
        fixed[i] = (source_file){before[i].path, apply(&a, i, &plans[0].fix)};
        if (after)
            assert_string_equal(fixed[i].text, after[i].text);
    }
    open_project(&b, fixed, n);
    const il_plan *plan = &plans[0];
    il_proof_input proof_input = {.before = a.app, .after = b.app, .plans = &plan, .n_plans = 1};
    il_proof proof;
    il_plan_prove(a.arena, &proof_input, &proof);
    if (why)
        assert_string_equal(proof.refusals[0], why);
    else
        assert_null(proof.refusals[0]);
    close_project(&b);
    close_project(&a);
}

/* One file with BODY in a stack's constructor. */
static void check_one(const char *rule, const char *before, const char *after, const char *why)
{
    static const char head[] =
        "import * as cdk from 'aws-cdk-lib';\nimport { aws_cloudwatch as cw, aws_ec2 as ec2, aws_rds as rds, aws_s3 as s3 } from 'aws-cdk-lib';\n"
        "class S extends cdk.Stack {\n  constructor(scope: cdk.App, id: string) {\n    super(scope, id);\n";
    static const char tail[] = "  }\n}\nnew S(new cdk.App(), 'S');\n";
    char a[4000], b[4000];
    snprintf(a, sizeof a, "%s%s%s", head, before, tail);
    snprintf(b, sizeof b, "%s%s%s", head, after ? after : "", tail);
    source_file file = {"bin/app.ts", a}, expected = {"bin/app.ts", b};
    check(rule, &file, 1, after ? &expected : NULL, why);
}

static const char versioning[] = "s3-bucket-versioning";

static void an_absent_leaf_becomes_a_prop(void **state)
{
    (void)state;
    check_one(versioning, "    new s3.CfnBucket(this, 'B');\n",
              "    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status: 'Enabled' } });\n", NULL);
    check_one(
        versioning, "    new s3.CfnBucket(this, 'B', {\n      bucketName: 'x',\n    });\n",
        "    new s3.CfnBucket(this, 'B', {\n      bucketName: 'x',\n      versioningConfiguration: { status: 'Enabled' },\n    });\n",
        NULL);
}

static void a_written_leaf_is_changed_in_place(void **state)
{
    (void)state;
    check_one(versioning, "    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status: 'Suspended' } });\n",
              "    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status: 'Enabled' } });\n", NULL);
}

static void a_constant_is_changed_where_it_is_written(void **state)
{
    (void)state;
    check_one(
        versioning,
        "    const status = 'Suspended';\n    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status } });\n",
        "    const status = 'Enabled';\n    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status } });\n",
        NULL);
    check_one(
        versioning,
        "    const status = 'Suspended';\n    new s3.CfnBucket(this, 'B', { versioningConfiguration: { status }, bucketName: status });\n",
        NULL, "another property would change");
}

static void a_value_of_another_file_is_changed_there(void **state)
{
    (void)state;
    source_file before[] = {{"bin/app.ts",
                             "import * as cdk from 'aws-cdk-lib';\nimport { CfnBucket } from 'aws-cdk-lib/aws-s3';\n"
                             "import { STATUS } from './config';\nconst stack = new cdk.Stack(new cdk.App(), 'S');\n"
                             "new CfnBucket(stack, 'B', { versioningConfiguration: { status: STATUS } });\n"},
                            {"bin/config.ts", "export const STATUS = 'Suspended';\n"}};
    source_file after[] = {before[0], {"bin/config.ts", "export const STATUS = 'Enabled';\n"}};
    check(versioning, before, 2, after, NULL);
}

static void one_expression_for_many_resources_agrees(void **state)
{
    (void)state;
    check_one(
        versioning, "    for (const n of ['A', 'B'])\n      new s3.CfnBucket(this, n);\n",
        "    for (const n of ['A', 'B'])\n      new s3.CfnBucket(this, n, { versioningConfiguration: { status: 'Enabled' } });\n",
        NULL);
}

static void a_value_from_the_context_is_left_alone(void **state)
{
    (void)state;
    source_file files[] = {
        {"bin/app.ts",
         "import * as cdk from 'aws-cdk-lib';\nimport { CfnBucket } from 'aws-cdk-lib/aws-s3';\n"
         "const app = new cdk.App();\nconst stack = new cdk.Stack(app, 'S');\n"
         "new CfnBucket(stack, 'B', { versioningConfiguration: { status: app.node.tryGetContext('s') } });\n"},
        {"cdk.json", "{ \"context\": { \"s\": \"Suspended\" } }\n"}};
    check(versioning, files, 2, NULL, "the value comes from the context");
}

static void props_of_l2_classes_are_found_by_the_catalogue(void **state)
{
    (void)state;
    check_one(versioning, "    new s3.Bucket(this, 'B');\n", "    new s3.Bucket(this, 'B', { versioned: true });\n",
              NULL);
    check_one(versioning, "    new s3.Bucket(this, 'B', { versioned: false });\n",
              "    new s3.Bucket(this, 'B', { versioned: true });\n", NULL);
}

static void a_removal_policy_takes_along_what_depends_on_it(void **state)
{
    (void)state;
    const char *before = "    new s3.Bucket(this, 'B', {\n      removalPolicy: cdk.RemovalPolicy.DESTROY,\n"
                         "      autoDeleteObjects: true,\n    });\n";
    const char *after = "    new s3.Bucket(this, 'B', {\n      removalPolicy: cdk.RemovalPolicy.RETAIN,\n    });\n";
    check_one("stack-removal-policy-destroy", before, after, NULL);
    check_one("stack-removal-policy-destroy",
              "    new s3.Bucket(this, 'B').applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);\n",
              "    new s3.Bucket(this, 'B').applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);\n", NULL);
}

static const char cluster[] =
    "    new rds.DatabaseCluster(this, 'C', {\n"
    "      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),\n"
    "      vpc: new ec2.Vpc(this, 'V'),\n      writer: rds.ClusterInstance.serverlessV2('writer'),\n"
    "      backup: { retention: %s },\n    });\n";

static void an_amount_is_changed_where_it_is_written(void **state)
{
    (void)state;
    char before[600], after[600];
    snprintf(before, sizeof before, cluster, "cdk.Duration.hours(24)");
    snprintf(after, sizeof after, cluster, "cdk.Duration.days(14)");
    check_one("rds-cluster-backup-retention", before, after, NULL);
    char apart[700], changed[700];
    snprintf(before, sizeof before, cluster, "cdk.Duration.hours(HOURS)");
    snprintf(apart, sizeof apart, "    const HOURS = 24;\n%s", before);
    snprintf(changed, sizeof changed, "    const HOURS = 336;\n%s", before);
    check_one("rds-cluster-backup-retention", apart, changed, NULL);
}

static void a_snippet_names_what_it_needs(void **state)
{
    (void)state;
    source_file before = {
        "bin/app.ts",
        "import * as cdk from 'aws-cdk-lib';\nimport * as cw from 'aws-cdk-lib/aws-cloudwatch';\n"
        "import * as sns from 'aws-cdk-lib/aws-sns';\nconst stack = new cdk.Stack(new cdk.App(), 'S');\n"
        "new cw.Alarm(stack, 'High', { metric: new cw.Metric({ namespace: 'N', metricName: 'M' }), threshold: 1, evaluationPeriods: 1 });\n"
        "const topic = new sns.Topic(stack, 'T');\n"};
    source_file after = {
        "bin/app.ts",
        "import * as cdk from 'aws-cdk-lib';\nimport * as cw from 'aws-cdk-lib/aws-cloudwatch';\n"
        "import * as cloudwatchActions from 'aws-cdk-lib/aws-cloudwatch-actions';\n"
        "import * as sns from 'aws-cdk-lib/aws-sns';\nconst stack = new cdk.Stack(new cdk.App(), 'S');\n"
        "const high = new cw.Alarm(stack, 'High', { metric: new cw.Metric({ namespace: 'N', metricName: 'M' }), threshold: 1, evaluationPeriods: 1 });\n"
        "const topic = new sns.Topic(stack, 'T');\n"
        "high.addAlarmAction(new cloudwatchActions.SnsAction(topic));\n"};
    check("cloudwatch-alarm-no-action", &before, 1, &after, NULL);
}

/* What there is none of yet is added, with a name and an id of its own; what the file binds already is left alone. */
static void a_snippet_makes_what_is_not_there(void **state)
{
    (void)state;
    source_file before = {
        "bin/app.ts", "import { aws_cloudwatch as cw, App, Stack } from 'aws-cdk-lib';\n"
                      "const stack = new Stack(new App(), 'S');\nconst alarmTopic = 1;\n"
                      "new cw.CfnAlarm(stack, 'AlarmTopic', { comparisonOperator: 'x', evaluationPeriods: alarmTopic, "
                      "alarmActions: ['a'] });\n"
                      "new cw.Alarm(stack, 'High', { metric: new cw.Metric({ namespace: 'N', metricName: 'M' }), "
                      "threshold: 1, evaluationPeriods: 1 });\n"};
    source_file after = {
        "bin/app.ts",
        "import { aws_cloudwatch as cw, App, Stack, aws_sns as sns, "
        "aws_cloudwatch_actions as cloudwatchActions } from 'aws-cdk-lib';\n"
        "const stack = new Stack(new App(), 'S');\nconst alarmTopic = 1;\n"
        "new cw.CfnAlarm(stack, 'AlarmTopic', { comparisonOperator: 'x', evaluationPeriods: alarmTopic, "
        "alarmActions: ['a'] });\n"
        "const high = new cw.Alarm(stack, 'High', { metric: new cw.Metric({ namespace: 'N', metricName: 'M' }), "
        "threshold: 1, evaluationPeriods: 1 });\n"
        "const alarmTopic2 = new sns.Topic(stack, 'AlarmTopic2', { enforceSSL: true });\n"
        "high.addAlarmAction(new cloudwatchActions.SnsAction(alarmTopic2));\n"};
    check("cloudwatch-alarm-no-action", &before, 1, &after, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_absent_leaf_becomes_a_prop),
        cmocka_unit_test(a_written_leaf_is_changed_in_place),
        cmocka_unit_test(a_constant_is_changed_where_it_is_written),
        cmocka_unit_test(a_value_of_another_file_is_changed_there),
        cmocka_unit_test(one_expression_for_many_resources_agrees),
        cmocka_unit_test(a_value_from_the_context_is_left_alone),
        cmocka_unit_test(props_of_l2_classes_are_found_by_the_catalogue),
        cmocka_unit_test(a_removal_policy_takes_along_what_depends_on_it),
        cmocka_unit_test(an_amount_is_changed_where_it_is_written),
        cmocka_unit_test(a_snippet_names_what_it_needs),
        cmocka_unit_test(a_snippet_makes_what_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
