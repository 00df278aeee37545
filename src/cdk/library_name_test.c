/* Module specifiers and what the library calls them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "eval.h"

static const struct {
    const char *specifier, *export, *name;
    bool library, v1, builtin;
} cases[] = {
    {"aws-cdk-lib", "Stack", "aws-cdk-lib.Stack", true, false, false},
    {"aws-cdk-lib/core", "Stack", "aws-cdk-lib.Stack", true, false, false},
    {"aws-cdk-lib/core/lib/stack", "Stack", "aws-cdk-lib.Stack", true, false, false},
    {"aws-cdk-lib/aws-s3", "Bucket", "aws-cdk-lib.aws_s3.Bucket", true, false, false},
    {"aws-cdk-lib/aws-s3/lib/bucket", "Bucket", "aws-cdk-lib.aws_s3.Bucket", true, false, false},
    {"aws-cdk-lib/aws-lambda-event-sources", "X", "aws-cdk-lib.aws_lambda_event_sources.X", true, false, false},
    {"aws-cdk-lib/pipelines", "CodePipeline", "aws-cdk-lib.pipelines.CodePipeline", true, false, false},
    {"aws-cdk-lib/custom-resources", "Provider", "aws-cdk-lib.custom_resources.Provider", true, false, false},
    {"@aws-cdk/aws-glue-alpha", "Job", "@aws-cdk/aws-glue-alpha.Job", true, false, false},
    {"@aws-cdk/aws-glue-alpha/lib/jobs", "Job", "@aws-cdk/aws-glue-alpha.Job", true, false, false},
    {"@aws-cdk/core", "Stack", "aws-cdk-lib.Stack", true, true, false},
    {"@aws-cdk/core", "Construct", "constructs.Construct", true, true, false},
    {"@aws-cdk/core", "ConstructNode", "constructs.Node", true, true, false},
    {"@aws-cdk/core", "ConcreteDependable", "constructs.DependencyGroup", true, true, false},
    {"@aws-cdk/aws-cloudformation", "NestedStack", "aws-cdk-lib.NestedStack", true, true, false},
    {"@aws-cdk/aws-cloudformation", "CfnStack", "aws-cdk-lib.aws_cloudformation.CfnStack", true, true, false},
    {"aws-cdk-lib/aws-cloudformation", "NestedStack", "aws-cdk-lib.aws_cloudformation.NestedStack", true, false, false},
    {"monocdk", "IDependable", "constructs.IDependable", true, true, false},
    {"@aws-cdk/aws-s3", "Construct", "aws-cdk-lib.aws_s3.Construct", true, true, false},
    {"@aws-cdk/aws-dynamodb", "Table", "aws-cdk-lib.aws_dynamodb.Table", true, true, false},
    {"monocdk", "Stack", "aws-cdk-lib.Stack", true, true, false},
    {"monocdk/aws-s3", "Bucket", "aws-cdk-lib.aws_s3.Bucket", true, true, false},
    {"constructs", "Construct", "constructs.Construct", true, false, false},
    {"constructs/lib/construct", "Construct", "constructs.Construct", true, false, false},
    {"cdk-nag", "NagSuppressions", "cdk-nag.NagSuppressions", true, false, false},
    {"aws-cdk-library", "X", "aws-cdk-library.X", false, false, false},
    {"@aws-solutions-constructs/aws-alb-lambda", "AlbToLambda", "@aws-solutions-constructs/aws-alb-lambda.AlbToLambda",
     false, false, false},
    {"lodash/merge", "default", "lodash.default", false, false, false},
    {"@scope/name/deep/path", "x", "@scope/name.x", false, false, false},
    {"fs", "readFileSync", "node.fs.readFileSync", false, false, true},
    {"node:path", "join", "node.path.join", false, false, true},
    {"", "x", ".x", false, false, false},
    {"@", "x", "@.x", false, false, false},
    {"@aws-cdk/", "x", "aws-cdk-lib.x", true, true, false},
};

static void names(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_library library = il_library_of(arena, il_str_of(cases[i].specifier));
        il_str name = il_library_export(arena, &library, il_str_of(cases[i].export));
        if (!il_str_is(name, cases[i].name))
            fail_msg("%s: %.*s, expected %s", cases[i].specifier, IL_FMT(name), cases[i].name);
        assert_int_equal(library.library, cases[i].library);
        assert_int_equal(library.v1, cases[i].v1);
        assert_int_equal(library.builtin, cases[i].builtin);
    }
    il_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names)};
    return cmocka_run_group_tests_name("library names", tests, NULL, NULL);
}
