/* SAM's transform against "Globals section of the AWS SAM template" and "Generated CloudFormation resources for AWS SAM", AWS SAM developer
 * guide: docs.aws.amazon.com/serverless-application-model/latest/developerguide/. Whole models are in testdata/template/sam.yaml. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "probe.h"

#define TRANSFORM "Transform: AWS::Serverless-2016-10-31\n"
#define SAM(resources) TRANSFORM "Resources:\n" resources
#define FUNCTION(properties) SAM("  F: {Type: AWS::Serverless::Function, Properties: {" properties "}}\n")

static void check(const char *text, const char *path, const char *want)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_json(probe, path), want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

/* Types and logical ids of all resources, in order. */
static void check_made(const char *text, const char *want)
{
    il_probe *probe = il_probe_read(text);
    il_buf buf = {0};
    for (size_t i = 0; i < probe->app->resources.n; i++) {
        const il_resource *r = probe->app->resources.items[i];
        if (!il_resource_is_fact(r))
            il_buf_printf(&buf, "%s %.*s\n", r->type + 5, IL_FMT(r->logical_id));
    }
    assert_string_equal(il_arena_str(probe->arena, il_buf_str(&buf)).p, want);
    il_buf_free(&buf);
    il_probe_free(probe);
}

/* sam-specification-template-anatomy-globals.html: "Overridable properties", "Maps are merged", "Lists are additive". */
static void globals_are_merged(void **state)
{
    (void)state;
#define GLOBALS(globals, properties) "Globals: {Function: {" globals "}}\n" FUNCTION(properties)
    check(GLOBALS("Runtime: nodejs20.x", "Runtime: python3.12"), "F.Properties.Runtime", "\"python3.12\"");
    check(GLOBALS("Timeout: 3", "Runtime: x"), "F.Properties.Timeout", "3");
    check(GLOBALS("Environment: {Variables: {A: a, B: b}}", "Environment: {Variables: {B: c, D: d}}"),
          "F.Properties.Environment", "{\"Variables\": {\"A\": \"a\", \"B\": \"c\", \"D\": \"d\"}}");
    check(GLOBALS("VpcConfig: {SecurityGroupIds: [sg-1, sg-2]}", "VpcConfig: {SecurityGroupIds: [sg-3]}"),
          "F.Properties.VpcConfig", "{\"SecurityGroupIds\": [\"sg-1\", \"sg-2\", \"sg-3\"]}");
    check(GLOBALS("Tracing: Active", "Tracing: !Ref AWS::NoValue"), "F.Properties.TracingConfig",
          "{\"$missing\": true}");
    check(GLOBALS("Layers: [a]", "Layers: !Ref More"), "F.Properties.Layers", "{\"Ref\": \"More\"}");
}

static void values_keep_their_place(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(GLOBALS("Timeout: 31", "Tracing: Active, Tags: {team: data}"));
    assert_string_equal(il_probe_place(probe, "F.Properties.Timeout"), "31");
    assert_string_equal(il_probe_place(probe, "F.Properties.TracingConfig.Mode"), "Active");
    assert_string_equal(il_probe_place(probe, "F.Properties.Tags.0.Value"), "data");
    assert_string_equal(il_probe_place(probe, "FRole.Properties.AssumeRolePolicyDocument"), "F");
    assert_int_equal(il_probe_at(probe, "FRole.Properties.AssumeRolePolicyDocument")->origin, IL_FROM_DEFAULT);
    il_probe_free(probe);
}

/* sam-specification-generated-resources-function.html, case by case. */
static void a_function_makes_what_its_properties_ask_for(void **state)
{
    (void)state;
    check_made(FUNCTION("Role: arn"), "Lambda::Function F\n");
    check_made(FUNCTION("Runtime: x"), "Lambda::Function F\nIAM::Role FRole\n");
    check_made(FUNCTION("Role: arn, AutoPublishAlias: live"),
               "Lambda::Function F\nLambda::Version \nLambda::Alias FAliaslive\n");
    check_made(FUNCTION("Role: arn, AutoPublishAlias: live, DeploymentPreference: {Type: AllAtOnce}"),
               "Lambda::Function F\nLambda::Version \nLambda::Alias FAliaslive\n"
               "CodeDeploy::DeploymentGroup FDeploymentGroup\n");
    check_made(FUNCTION("Role: arn, Events: {E: {Type: Api}}"),
               "Lambda::Function F\nLambda::Permission FEPermission\nApiGateway::RestApi ServerlessRestApi\n"
               "ApiGateway::Stage ServerlessRestApiProdStage\n");
    check_made(FUNCTION("Role: arn, Events: {E: {Type: HttpApi}}"),
               "Lambda::Function F\nLambda::Permission FEPermission\nApiGatewayV2::Api ServerlessHttpApi\n"
               "ApiGatewayV2::Stage ServerlessHttpApiApiGatewayDefaultStage\n");
    check_made(FUNCTION("Role: arn, Events: {E: {Type: Kinesis}}"),
               "Lambda::Function F\nLambda::EventSourceMapping FE\n");
    check_made(FUNCTION("Role: arn, Events: {E: {Type: EventBridgeRule}}"),
               "Lambda::Function F\nEvents::Rule FE\nLambda::Permission FEPermission\n");
    check_made(FUNCTION("Role: arn, Events: {E: {Type: IoTRule}}"),
               "Lambda::Function F\nIoT::TopicRule FE\nLambda::Permission FEPermission\n");
}

static void what_is_not_followed_is_a_gap(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(FUNCTION("Events: !Ref Later"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::ApiGateway::Stage")));
    assert_false(il_app_may_make(probe->app, IL_STR("AWS::CloudWatch::Alarm")));
    il_probe_free(probe);
    probe = il_probe_read(SAM("  A: {Type: AWS::Serverless::Later}\n"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::CloudWatch::Alarm")));
    il_probe_free(probe);
    check(FUNCTION("Later: 1"), "F.Properties",
          "{\"Role\": {\"Fn::GetAtt\": [\"FRole\", \"Arn\"]}, \"Tags\": [{\"Key\": \"lambda:createdBy\", \"Value\": "
          "\"SAM\"}], \"$open\": true}");
}

/* sam-resource-simpletable.html: PrimaryKey is `id` of type String, billing is on demand without ProvisionedThroughput. */
static void a_simple_table_has_its_key(void **state)
{
    (void)state;
    check(SAM("  T: {Type: AWS::Serverless::SimpleTable}\n"), "T.Properties",
          "{\"AttributeDefinitions\": [{\"AttributeName\": \"id\", \"AttributeType\": \"S\"}], \"KeySchema\": "
          "[{\"AttributeName\": \"id\", \"KeyType\": \"HASH\"}], \"BillingMode\": \"PAY_PER_REQUEST\"}");
    check(
        SAM("  T: {Type: AWS::Serverless::SimpleTable, Properties: {ProvisionedThroughput: {ReadCapacityUnits: 1}}}\n"),
        "T.Properties.BillingMode", "{\"$missing\": true}");
}

/* sam-resource-function.html, Policies: names, ARNs, documents and templates. */
static void policies_go_into_the_role(void **state)
{
    (void)state;
    check(FUNCTION("Policies: AmazonS3FullAccess"), "FRole.Properties.ManagedPolicyArns",
          "[\"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole\", "
          "\"arn:aws:iam::aws:policy/AmazonS3FullAccess\"]");
    check(FUNCTION("Policies: [{Statement: [{Effect: Allow}]}]"), "FRole.Properties.Policies",
          "[{\"PolicyName\": \"FRolePolicy0\", \"PolicyDocument\": {\"Statement\": [{\"Effect\": \"Allow\"}]}}]");
    il_probe *probe = il_probe_read(FUNCTION("Policies: [{SQSPollerPolicy: {QueueName: q}}]"));
    assert_int_equal(il_probe_at(probe, "FRole.Properties.Policies.0.PolicyDocument")->kind, IL_UNKNOWN);
    il_probe_free(probe);
}

static void refs_find_what_is_made(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(
        TRANSFORM "Resources:\n  Q: {Type: AWS::X::Y, Properties: {A: !Ref F.Alias, B: !GetAtt FRole.Arn, "
                  "C: !Ref Api.Stage}}\n  F: {Type: AWS::Serverless::Function, Properties: "
                  "{AutoPublishAlias: live}}\n  Api: {Type: AWS::Serverless::Api, Properties: "
                  "{StageName: v1}}\n");
    assert_string_equal(il_probe_at(probe, "Q.Properties.A")->ref.target->type, "AWS::Lambda::Alias");
    assert_string_equal(il_probe_at(probe, "Q.Properties.B")->ref.target->type, "AWS::IAM::Role");
    assert_string_equal(il_probe_at(probe, "Q.Properties.C")->ref.target->type, "AWS::ApiGateway::Stage");
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globals_are_merged),
        cmocka_unit_test(values_keep_their_place),
        cmocka_unit_test(a_function_makes_what_its_properties_ask_for),
        cmocka_unit_test(what_is_not_followed_is_a_gap),
        cmocka_unit_test(a_simple_table_has_its_key),
        cmocka_unit_test(policies_go_into_the_role),
        cmocka_unit_test(refs_find_what_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
