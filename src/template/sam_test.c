#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe.h"

#define SAM(resources) "Transform: AWS::Serverless-2016-10-31\nResources:\n" resources

static void a_resource_stays_and_its_types_are_gaps(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(SAM("  T: {Type: AWS::Serverless::SimpleTable}\n"));
    assert_int_equal(il_app_of_type(probe->app, IL_STR("AWS::Serverless::SimpleTable"))->n, 1);
    assert_int_equal(probe->app->gaps.n, 1);
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::DynamoDB::Table")));
    assert_false(il_app_may_make(probe->app, IL_STR("AWS::CloudWatch::Alarm")));
    il_probe_free(probe);
}

static void functions_with_events_may_make_apis(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(SAM("  F: {Type: AWS::Serverless::Function}\n"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::Lambda::Function")));
    assert_false(il_app_may_make(probe->app, IL_STR("AWS::ApiGateway::Stage")));
    il_probe_free(probe);
    probe = il_probe_read(SAM("  F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Api}}}}\n"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::ApiGateway::Stage")));
    il_probe_free(probe);
}

static void unknown_kinds_may_make_anything(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(SAM("  A: {Type: AWS::Serverless::Application}\n"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::CloudWatch::Alarm")));
    il_probe_free(probe);
}

static void globals_open_the_properties(void **state)
{
    (void)state;
    il_probe *probe =
        il_probe_read("Globals: {Function: {Timeout: 3}}\n"
                      "Resources:\n  F: {Type: AWS::Serverless::Function, Properties: {Runtime: x}}\n"
                      "  G: {Type: AWS::Serverless::Function}\n  B: {Type: AWS::S3::Bucket, Properties: {}}\n");
    assert_string_equal(il_probe_json(probe, "F.Properties"), "{\"Runtime\": \"x\", \"$open\": true}");
    assert_int_equal(il_value_get(il_probe_at(probe, "G.Properties"), IL_STR("Timeout"))->kind, IL_UNKNOWN);
    assert_string_equal(il_probe_json(probe, "B.Properties"), "{}");
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resource_stays_and_its_types_are_gaps),
        cmocka_unit_test(functions_with_events_may_make_apis),
        cmocka_unit_test(unknown_kinds_may_make_anything),
        cmocka_unit_test(globals_open_the_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
