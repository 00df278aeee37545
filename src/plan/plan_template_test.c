/* Fixes of hand-made pages on templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "plan_probe.h"

/* Static data as the compiled pages hold it. */
static const il_value enabled = {.kind = IL_STRING, .string = IL_STR_INIT("Enabled")};
static const il_value retain = {.kind = IL_STRING, .string = IL_STR_INIT("Retain")};
static const il_value days = {.kind = IL_STRING, .string = IL_STR_INIT("$min-days")};
static const il_value seven = {.kind = IL_NUMBER, .number = 7};
static const il_value topic_name = {.kind = IL_STRING, .string = IL_STR_INIT("{{one:AWS::SNS::Topic}}")};
static il_entry ref_entry = {.key = IL_STR_INIT("Ref"), .value = &topic_name};
static const il_value ref_topic = {.kind = IL_MAP, .map = {&ref_entry, 1}};
static const il_value *actions_items[] = {&ref_topic};
static const il_value actions = {.kind = IL_LIST, .list = {actions_items, 1}};

static const il_rule_set_leaf versioning[] = {{.path = "VersioningConfiguration.Status", .value = &enabled}};
static const il_rule_set_leaf policies[] = {{.path = ".DeletionPolicy", .value = &retain},
                                            {.path = ".UpdateReplacePolicy", .value = &retain}};
static const il_rule_set_leaf retention[] = {{.path = "BackupRetentionPeriod", .value = &days}};
static const il_rule_set_leaf alarm[] = {{.path = "AlarmActions", .value = &actions}};
static const il_rule_set_leaf element[] = {{.path = "$each.Pitr", .value = &enabled}};
static const il_rule_set_leaf name[] = {{.path = "BucketName", .value = &enabled}};

static const il_rule_set_leaf tracing[] = {{.path = "TracingConfig.Mode", .value = &enabled}};
static const il_rule_set_leaf stage_name[] = {{.path = "StageName", .value = &enabled}};

static const il_rule_param params[] = {{"min-days", "integer", "", &seven}};

static il_plan_probe *probe;
static il_plan *plans;
static size_t n_plans;
static const char *no_fix;

static void plan(const char *text, const char *id, const il_rule_fix *fix, il_verdict verdict)
{
    il_rule *rule = NULL;
    probe = il_plan_probe_new("t.yaml", text);
    rule = IL_NEW(probe->arena, il_rule);
    il_rule made = {.id = "test", .fixes = fix, .n_fixes = 1, .params = params, .n_params = 1};
    memcpy(rule, &made, sizeof made);
    il_verdict *kept = IL_NEW(probe->arena, il_verdict);
    *kept = verdict;
    kept->rule = rule;
    kept->resource = il_plan_probe_resource(probe, id);
    n_plans = il_plan_probe_fixes(probe, kept, &plans, &no_fix);
}

static void check(const char *text, const char *id, const il_rule_fix *fix, const char *expected)
{
    plan(text, id, fix, (il_verdict){0});
    assert_null(no_fix);
    assert_int_equal(n_plans, 1);
    assert_string_equal(il_plan_probe_apply(probe, &plans[0].fix), expected);
    il_plan_probe_free(probe);
}

static void refused(const char *text, const char *id, const il_rule_fix *fix, const char *why)
{
    plan(text, id, fix, (il_verdict){0});
    assert_int_equal(n_plans, 0);
    assert_string_equal(no_fix, why);
    il_plan_probe_free(probe);
}

static void leaves_are_set(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = versioning, .n_set = 1};
    check(
        "Resources:\n  A:\n    Type: AWS::S3::Bucket\n", "A", &fix,
        "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration:\n        Status: Enabled\n");
    il_rule_fix both = {.title = "t", .set = policies, .n_set = 2};
    check(
        "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Delete\n    Properties: {X: 1}\n", "A", &both,
        "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    UpdateReplacePolicy: Retain\n    DeletionPolicy: Retain\n    Properties: {X: 1}\n");
}

static void parameters_of_the_rule_are_put_in(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = retention, .n_set = 1};
    check("Resources:\n  A:\n    Type: AWS::RDS::DBCluster\n", "A", &fix,
          "Resources:\n  A:\n    Type: AWS::RDS::DBCluster\n    Properties:\n      BackupRetentionPeriod: 7\n");
}

static void a_parameters_default_is_changed_where_it_is_written(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = retention, .n_set = 1};
    check(
        "Parameters:\n  Days: {Type: Number, Default: 3}\nResources:\n  A:\n    Type: AWS::RDS::DBCluster\n    Properties:\n"
        "      BackupRetentionPeriod: !Ref Days\n",
        "A", &fix,
        "Parameters:\n  Days: {Type: Number, Default: 7}\nResources:\n  A:\n    Type: AWS::RDS::DBCluster\n    Properties:\n"
        "      BackupRetentionPeriod: !Ref Days\n");
}

static void a_parameter_is_given_only_what_it_allows(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = retention, .n_set = 1};
    refused("Parameters:\n  Days: {Type: Number, Default: 3, AllowedValues: [1, 3]}\nResources:\n  A:\n"
            "    Type: AWS::RDS::DBCluster\n    Properties:\n      BackupRetentionPeriod: !Ref Days\n",
            "A", &fix, "the parameter does not allow the value");
}

/* sam-resource-function.html: Tracing is TracingConfig's Mode. */
static void what_a_transform_makes_is_set_where_the_author_writes_it(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = tracing, .n_set = 1};
    check(
        "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: x\n", "A", &fix,
        "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: x\n      Tracing: Enabled\n");
    il_rule_fix stage = {.title = "t", .set = stage_name, .n_set = 1};
    check("Resources:\n  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: v1\n", "Av1Stage",
          &stage, "Resources:\n  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: Enabled\n");
    refused("Resources:\n  A:\n    Type: AWS::Serverless::Function\n", "A",
            &(il_rule_fix){.title = "t", .set = versioning, .n_set = 1},
            "a transform makes this; no property of the template says it");
    refused("Resources:\n  A:\n    Type: AWS::Serverless::Function\n", "ARole", &fix,
            "the resource is not written in this template");
}

static void a_condition_is_refused(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = versioning, .n_set = 1};
    refused(
        "Conditions: {P: !Equals [!Ref AWS::Region, x]}\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        "      VersioningConfiguration: {Status: !If [P, Enabled, Suspended]}\n",
        "A", &fix, "the value depends on a condition");
}

static void the_one_resource_is_named(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = alarm, .n_set = 1};
    check(
        "Resources:\n  A:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      X: !Ref T\n  T:\n    Type: AWS::SNS::Topic\n",
        "A", &fix,
        "Resources:\n  A:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      X: !Ref T\n      AlarmActions:\n        - !Ref T\n  T:\n"
        "    Type: AWS::SNS::Topic\n");
    refused("Resources:\n  A:\n    Type: AWS::CloudWatch::Alarm\n", "A", &fix,
            "the template has no resource that the fix could use");
    refused(
        "Resources:\n  A: {Type: AWS::CloudWatch::Alarm}\n  T: {Type: AWS::SNS::Topic}\n  U: {Type: AWS::SNS::Topic}\n",
        "A", &fix, "the template has several resources that the fix could use");
}

static void resources_are_added_behind_theirs(void **state)
{
    (void)state;
    static const il_value type = {.kind = IL_STRING, .string = IL_STR_INIT("AWS::Logs::LogGroup")};
    static const il_value self = {.kind = IL_STRING, .string = IL_STR_INIT("{{var}}-log")};
    static il_entry properties_entry = {.key = IL_STR_INIT("Name"), .value = &self};
    static const il_value properties = {.kind = IL_MAP, .map = {&properties_entry, 1}};
    static il_entry body_entries[] = {{.key = IL_STR_INIT("Type"), .value = &type},
                                      {.key = IL_STR_INIT("Properties"), .value = &properties}};
    static const il_value body = {.kind = IL_MAP, .map = {body_entries, 2}};
    static il_entry add_entry = {.key = IL_STR_INIT("{{id:Logs}}"), .value = &body};
    static const il_value add = {.kind = IL_MAP, .map = {&add_entry, 1}};
    il_rule_fix fix = {.title = "t", .add_cfn = &add};
    check(
        "Resources:\n  A:\n    Type: AWS::EC2::VPC\n    Condition: C\n\n  ALogs:\n    Type: AWS::SNS::Topic\n", "A",
        &fix,
        "Resources:\n  A:\n    Type: AWS::EC2::VPC\n    Condition: C\n\n  ALogs2:\n    Type: AWS::Logs::LogGroup\n    Properties:\n"
        "      Name: A-log\n    Condition: C\n\n  ALogs:\n    Type: AWS::SNS::Topic\n");
}

static void elements_are_set_where_they_stand(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .set = element, .n_set = 1};
    plan(
        "Resources:\n  A:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      Replicas:\n        - Region: a\n        - Region: b\n",
        "A", &fix, (il_verdict){.element = IL_STR("Replicas.1")});
    assert_int_equal(n_plans, 1);
    assert_string_equal(
        il_plan_probe_apply(probe, &plans[0].fix),
        "Resources:\n  A:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      Replicas:\n        - Region: a\n"
        "        - Region: b\n          Pitr: Enabled\n");
    il_plan_probe_free(probe);
}

static void what_replaces_is_not_safe(void **state)
{
    (void)state;
    il_rule_fix fix = {.title = "t", .safety = IL_SAFE, .set = name, .n_set = 1};
    plan("Resources:\n  A:\n    Type: AWS::S3::Bucket\n", "A", &fix, (il_verdict){0});
    assert_int_equal(plans[0].fix.safety, IL_UNSAFE);
    il_plan_probe_free(probe);
    fix.set = versioning;
    plan("Resources:\n  A:\n    Type: AWS::S3::Bucket\n", "A", &fix, (il_verdict){0});
    assert_int_equal(plans[0].fix.safety, IL_SAFE);
    il_plan_probe_free(probe);
}

/* The place of NEEDLE in TEXT, as a verdict points at it. */
static void hoisted(const char *text, const char *needle, const char *expected)
{
    il_rule_fix fix = {.title = "t", .hoist = "context"};
    il_plan_probe *other = il_plan_probe_new("t.yaml", text);
    uint32_t at = (uint32_t)(strstr(text, needle) - text);
    il_rule rule = {.id = "test", .fixes = &fix, .n_fixes = 1};
    il_verdict verdict = {.rule = &rule, .resource = il_plan_probe_resource(other, "Web")};
    verdict.loc = (il_loc){other->document->source, {at, at + (uint32_t)strlen(needle)}};
    n_plans = il_plan_probe_fixes(other, &verdict, &plans, &no_fix);
    if (n_plans == 0)
        assert_string_equal(no_fix, expected);
    else
        assert_string_equal(il_plan_probe_apply(other, &plans[0].fix), expected);
    il_plan_probe_free(other);
}

static void literals_become_parameters(void **state)
{
    (void)state;
    hoisted(
        "Resources:\n  Web:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      In:\n        - CidrIp: 203.0.113.9/32\n",
        "203.0.113.9/32",
        "Parameters:\n  WebCidrIp:\n    Type: String\n    Default: 203.0.113.9/32\nResources:\n  Web:\n    Type: AWS::EC2::SecurityGroup\n"
        "    Properties:\n      In:\n        - CidrIp: !Ref WebCidrIp\n");
    hoisted(
        "Parameters:\n  A: {Type: String}\nResources:\n  Web:\n    Type: AWS::A::B\n    Properties:\n      Url: !Sub 'http://10.1.2.3/${A}'\n",
        "!Sub 'http://10.1.2.3/${A}'",
        "Parameters:\n  A: {Type: String}\n  WebUrlAddress:\n    Type: String\n    Default: '10.1.2.3'\nResources:\n  Web:\n    Type: AWS::A::B\n"
        "    Properties:\n      Url: !Sub http://${WebUrlAddress}/${A}\n");
    hoisted(
        "Resources:\n  Web:\n    Type: AWS::A::B\n    Properties:\n      Data: 'curl 10.1.2.3 and 10.1.2.3'\n",
        "'curl 10.1.2.3 and 10.1.2.3'",
        "Parameters:\n  WebDataAddress:\n    Type: String\n    Default: '10.1.2.3'\nResources:\n  Web:\n    Type: AWS::A::B\n    Properties:\n"
        "      Data: !Sub curl ${WebDataAddress} and ${WebDataAddress}\n");
    hoisted("Resources:\n  Web:\n    Type: AWS::A::B\n    Properties:\n      Data: '${x} curl 10.1.2.3'\n",
            "'${x} curl 10.1.2.3'", "the text would have to become an Fn::Sub, and it holds `${` already");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_are_set),
        cmocka_unit_test(parameters_of_the_rule_are_put_in),
        cmocka_unit_test(a_parameters_default_is_changed_where_it_is_written),
        cmocka_unit_test(a_parameter_is_given_only_what_it_allows),
        cmocka_unit_test(what_a_transform_makes_is_set_where_the_author_writes_it),
        cmocka_unit_test(a_condition_is_refused),
        cmocka_unit_test(the_one_resource_is_named),
        cmocka_unit_test(resources_are_added_behind_theirs),
        cmocka_unit_test(elements_are_set_where_they_stand),
        cmocka_unit_test(what_replaces_is_not_safe),
        cmocka_unit_test(literals_become_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
