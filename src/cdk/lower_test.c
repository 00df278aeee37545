/* Lowering without the evaluator: programs written as JSON (lower_json.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "catalog.h"
#include "lower.h"
#include "lower_json.h"
#include "model_dump.h"

#define APP "{\"class\":\"aws-cdk-lib.App\",\"path\":\"\"},{\"class\":\"aws-cdk-lib.Stack\",\"path\":\"S\"}"

static il_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = il_arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    il_arena_free(arena);
    il_intern_free();
    return 0;
}

static const il_app *lower(const char *constructs)
{
    il_str text = il_arena_printf(arena, "{\"context\":{},\"constructs\":[%s,%s]}", APP, constructs);
    const il_program *program = il_low__program_of_json(arena, text);
    assert_non_null(program);
    return il_cdk_lower(arena, program, IL_STR(""));
}

static const il_resource *at(const il_app *app, const char *path)
{
    const il_resource *resource = il_map_get(&app->by_path, il_str_of(path));
    assert_non_null(resource);
    return resource;
}

/* The property at a dotted path, as the model's dump writes it. */
static void check(const il_app *app, const char *path, const char *property, const char *expected)
{
    const il_value *value = il_resource_properties(at(app, path));
    for (il_str rest = il_str_of(property); rest.p;)
        value = il_value_get(value, il_str_cut(&rest, '.'));
    il_buf out = {0};
    il_model_dump_value(&out, value, NULL);
    il_str text = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    assert_string_equal(text.p, expected);
}

static void props_of_an_l2_take_effect(void **state)
{
    (void)state;
    const il_app *app =
        lower("{\"class\":\"aws-cdk-lib.aws_s3.Bucket\",\"path\":\"S/B\",\"props\":{\"versioned\":true}}");
    check(app, "S/B/Resource", "VersioningConfiguration.Status", "\"Enabled\"");
    check(app, "S/B/Resource", "LifecycleConfiguration", "{\"$missing\": true}");
    assert_true(il_str_is(at(app, "S/B/Resource")->logical_id, "B08E7C7AF"));
    assert_int_equal(app->gaps.n, 0);
}

static void a_duration_is_scaled(void **state)
{
    (void)state;
    const il_app *app =
        lower("{\"class\":\"aws-cdk-lib.aws_sqs.Queue\",\"path\":\"S/Q\",\"props\":{\"retentionPeriod\":"
              "{\"$call\":\"aws-cdk-lib.Duration.days\",\"args\":[14]}}}");
    check(app, "S/Q/Resource", "MessageRetentionPeriod", "1209600");
}

static void a_choice_keeps_its_arms(void **state)
{
    (void)state;
    const il_app *app = lower("{\"class\":\"aws-cdk-lib.aws_sqs.Queue\",\"path\":\"S/Q\",\"props\":{\"queueName\":"
                              "{\"$choice\":[[\"prod\",true,\"a\"],[\"prod\",false,\"b\"]]}}}");
    const il_value *name = il_value_get(il_resource_properties(at(app, "S/Q/Resource")), IL_STR("QueueName"));
    assert_int_equal(name->kind, IL_CHOICE);
    assert_int_equal(name->choice.n, 2);
    assert_true(il_str_is(name->choice.arms[1].value->string, "b"));
}

/* What is not seen is unknown, never absent. */
static void an_open_object_leaves_nothing_absent(void **state)
{
    (void)state;
    const il_app *app = lower(
        "{\"class\":\"aws-cdk-lib.aws_s3.Bucket\",\"path\":\"S/B\",\"props\":{\"$open\":{\"bucketName\":\"b\"}}}");
    const il_value *properties = il_resource_properties(at(app, "S/B/Resource"));
    assert_int_equal(il_value_get(properties, IL_STR("VersioningConfiguration"))->kind, IL_UNKNOWN);
    assert_int_equal(il_value_get(properties, IL_STR("Anything"))->kind, IL_UNKNOWN);
    check(app, "S/B/Resource", "BucketName", "\"b\"");
}

static void an_unknown_prop_opens(void **state)
{
    (void)state;
    const il_app *app =
        lower("{\"class\":\"aws-cdk-lib.aws_s3.Bucket\",\"path\":\"S/B\",\"props\":{\"newerThanUs\":1}}");
    assert_true(il_resource_properties(at(app, "S/B/Resource"))->open);
    assert_true(il_app_may_make(app, IL_STR("AWS::IAM::Role")));
    assert_false(il_app_may_make(app, IL_STR("AWS::EC2::FlowLog")));
}

static void an_unknown_class_may_make_anything(void **state)
{
    (void)state;
    const il_app *app = lower("{\"class\":\"aws-cdk-lib.aws_nothing.Thing\",\"path\":\"S/T\"}");
    assert_true(il_app_may_make(app, IL_STR("AWS::S3::Bucket")));
}

static void overrides_come_last(void **state)
{
    (void)state;
    const il_app *app = lower(
        "{\"class\":\"aws-cdk-lib.aws_s3.Bucket\",\"path\":\"S/B\",\"props\":{\"versioned\":true},\"calls\":["
        "{\"path\":[\"node\",\"defaultChild\"],\"method\":\"addPropertyOverride\",\"args\":[\"VersioningConfiguration.Status\",\"Suspended\"]},"
        "{\"path\":[\"node\",\"defaultChild\"],\"property\":\"bucketName\",\"value\":\"x\"},"
        "{\"method\":\"applyRemovalPolicy\",\"args\":[{\"$sym\":\"aws-cdk-lib.RemovalPolicy.DESTROY\"}]}]}");
    check(app, "S/B/Resource", "VersioningConfiguration.Status", "\"Suspended\"");
    check(app, "S/B/Resource", "BucketName", "\"x\"");
    const il_value *policy = il_value_get(at(app, "S/B/Resource")->body, IL_STR("DeletionPolicy"));
    assert_true(il_str_is(policy->string, "Delete"));
}

static void an_l1_is_mechanical(void **state)
{
    (void)state;
    const il_app *app =
        lower("{\"class\":\"aws-cdk-lib.aws_dynamodb.CfnTable\",\"path\":\"S/T\",\"props\":{\"sseSpecification\":"
              "{\"sseEnabled\":true},\"keySchema\":[{\"attributeName\":\"a\",\"keyType\":\"HASH\"}]}}");
    check(app, "S/T", "SSESpecification.SSEEnabled", "true");
    assert_true(il_str_is(at(app, "S/T")->logical_id, "T"));
}

static void a_grant_reaches_the_role(void **state)
{
    (void)state;
    const il_app *app = lower(
        "{\"class\":\"aws-cdk-lib.aws_iam.Role\",\"path\":\"S/R\",\"props\":{\"assumedBy\":{\"$new\":"
        "\"aws-cdk-lib.aws_iam.ServicePrincipal\",\"args\":[\"ec2.amazonaws.com\"]}}},"
        "{\"class\":\"aws-cdk-lib.aws_sqs.Queue\",\"path\":\"S/Q\",\"calls\":[{\"method\":\"grantPurge\",\"args\":[{\"$construct\":\"S/R\"}]}]}");
    const il_value *document =
        il_value_get(il_resource_properties(at(app, "S/R/DefaultPolicy/Resource")), IL_STR("PolicyDocument"));
    const il_value *statements = il_value_get(document, IL_STR("Statement"));
    assert_int_equal(statements->list.n, 1);
    const il_value *resource = il_value_get(statements->list.items[0], IL_STR("Resource"));
    assert_ptr_equal(resource->ref.target, at(app, "S/Q/Resource"));
}

static void ids_are_those_of_cdk(void **state)
{
    (void)state;
    static const char *const ids[][2] = {{"TransferBucket", "TransferBucket"},
                                         {"RawBucket/Resource", "RawBucket0C3EE094"},
                                         {"AuditArchive/Bucket/Resource", "AuditArchiveBucketDB93AD31"},
                                         {"PlatformCluster/Subnets/Default", "PlatformClusterSubnets7EA3EDB0"}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        il_str id = il_low__unique_id(arena, il_str_of(ids[i][0]));
        assert_true(il_str_is(id, ids[i][1]));
    }
}

static void the_catalogue_is_found_by_name(void **state)
{
    (void)state;
    assert_true(il_str_is(il_cat_text(il_cat_value(IL_STR("aws-cdk-lib.RemovalPolicy.DESTROY"))), "destroy"));
    assert_int_equal(il_cat_construct(IL_STR("aws-cdk-lib.aws_s3.Bucke")), IL_CAT_NONE);
    assert_true(il_str_is(il_cat_l1_of_type(IL_STR("AWS::S3::Bucket")), "aws-cdk-lib.aws_s3.CfnBucket"));
    assert_true(il_str_is(il_cat_taggable(IL_STR("AWS::EFS::FileSystem")), "list:FileSystemTags"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(props_of_an_l2_take_effect, begin, end),
        cmocka_unit_test_setup_teardown(a_duration_is_scaled, begin, end),
        cmocka_unit_test_setup_teardown(a_choice_keeps_its_arms, begin, end),
        cmocka_unit_test_setup_teardown(an_open_object_leaves_nothing_absent, begin, end),
        cmocka_unit_test_setup_teardown(an_unknown_prop_opens, begin, end),
        cmocka_unit_test_setup_teardown(an_unknown_class_may_make_anything, begin, end),
        cmocka_unit_test_setup_teardown(overrides_come_last, begin, end),
        cmocka_unit_test_setup_teardown(an_l1_is_mechanical, begin, end),
        cmocka_unit_test_setup_teardown(a_grant_reaches_the_role, begin, end),
        cmocka_unit_test_setup_teardown(ids_are_those_of_cdk, begin, end),
        cmocka_unit_test_setup_teardown(the_catalogue_is_found_by_name, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
