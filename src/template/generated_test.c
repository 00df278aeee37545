#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "probe.h"

/* PATH is NULL in a template without paths. */
static bool generated(const char *id, const char *type, const char *path)
{
    il_buf text = {0};
    il_buf_printf(&text, "Resources:\n  %s:\n    Type: %s\n", id, type);
    if (path)
        il_buf_printf(&text, "    Metadata: {'aws:cdk:path': '%s'}\n", path);
    il_buf_putc(&text, '\0');
    il_probe *probe = il_probe_read(text.p);
    bool is = il_probe_resource(probe, id)->generated;
    il_probe_free(probe);
    il_buf_free(&text);
    return is;
}

static void what_the_framework_made_is_generated(void **state)
{
    (void)state;
    assert_true(generated("M", "AWS::CDK::Metadata", "S/CDKMetadata/Default"));
    assert_true(generated("X", "AWS::IAM::Role", "S/Custom::S3AutoDeleteObjectsCustomResourceProvider/Role"));
    assert_true(
        generated("X", "AWS::Lambda::Function", "Prod/S/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource"));
    assert_true(generated("X", "AWS::Lambda::Function",
                          "S/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C512MiB/Resource"));
    assert_true(generated("X", "AWS::Lambda::Function", "S/AWS679f53fac002430cb0da5b7982bd2287/Resource"));
    assert_true(generated("X", "AWS::Lambda::Function", "S/MyProvider/framework-onEvent/Resource"));
    assert_true(generated("X", "Custom::S3AutoDeleteObjects", "S/Bucket/AutoDeleteObjectsCustomResource/Default"));
}

static void without_paths_the_logical_id_tells(void **state)
{
    (void)state;
    assert_true(generated("CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092", "AWS::IAM::Role", NULL));
    assert_true(
        generated("BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691", "AWS::Lambda::Function", NULL));
    assert_true(generated("AWS679f53fac002430cb0da5b7982bd22872D164C4C", "AWS::Lambda::Function", NULL));
    assert_false(generated("CustomS3", "AWS::IAM::Role", NULL));
    assert_false(generated("LogRetention", "AWS::Lambda::Function", NULL));
}

static void what_the_author_made_is_not(void **state)
{
    (void)state;
    assert_false(generated("B", "AWS::S3::Bucket", "S/Bucket/Resource"));
    assert_false(generated("X", "AWS::Lambda::Function", "S/Custom::MineCustomResourceProvider/Handler"));
    assert_false(
        generated("CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092", "AWS::IAM::Role", "S/Mine/Role"));
    assert_false(generated("X", "Custom::Mine", "S/Mine/Default"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_framework_made_is_generated),
        cmocka_unit_test(without_paths_the_logical_id_tells),
        cmocka_unit_test(what_the_author_made_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
