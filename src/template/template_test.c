#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "probe.h"

static const char *text_of(const il_probe *probe, il_str text)
{
    return il_arena_str(probe->arena, text).p;
}

static void a_resource_knows_itself(void **state)
{
    (void)state;
    il_probe *probe =
        il_probe_read("Description: Test\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n"
                      "    DependsOn: [C]\n    Metadata: {'aws:cdk:path': S/B/Resource}\n    Properties:\n"
                      "      BucketName: x\n  C:\n    Type: AWS::X::Y\n");
    const il_resource *b = il_probe_resource(probe, "B");
    assert_string_equal(b->type, "AWS::S3::Bucket");
    assert_ptr_equal(b->type, il_intern(IL_STR("AWS::S3::Bucket")));
    assert_string_equal(text_of(probe, b->construct_path), "S/B/Resource");
    assert_string_equal(text_of(probe, il_loc_text(b->loc)), "B");
    assert_true(il_str_starts(il_loc_text(b->whole), IL_STR("B:\n    Type")));
    assert_true(il_str_ends(il_loc_text(b->whole), IL_STR("BucketName: x")));
    assert_int_equal(il_template_node(b->handle)->kind, IL_NODE_MAP);
    assert_string_equal(il_probe_json(probe, "B.DeletionPolicy"), "\"Retain\"");
    assert_string_equal(il_probe_json(probe, "B.DependsOn"), "[\"C\"]");
    assert_string_equal(il_probe_json(probe, "B.Properties"), "{\"BucketName\": \"x\"}");
    assert_int_equal(il_resource_properties(il_probe_resource(probe, "C"))->kind, IL_MISSING);
    assert_ptr_equal(il_map_get(&probe->app->by_path, IL_STR("S/B/Resource")), b);
    assert_int_equal(il_app_of_type(probe->app, IL_STR("AWS::X::Y"))->n, 1);
    assert_true(probe->app->lone);
    assert_int_equal(probe->app->kind, IL_APP_TEMPLATE);
    assert_int_equal(probe->app->gaps.n, 0);
    assert_string_equal(text_of(probe, b->stack->description), "Test");
    il_probe_free(probe);
}

static void app_and_stack_are_facts(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("# head\nDescription: Test\nResources: {B: {Type: AWS::S3::Bucket}}\n");
    const il_type_list *stacks = il_app_of_type(probe->app, IL_STR("Stack"));
    assert_int_equal(stacks->n, 1);
    assert_int_equal(il_app_of_type(probe->app, IL_STR("App"))->n, 1);
    const il_value *properties = il_resource_properties(stacks->items[0]);
    assert_string_equal(il_probe_line(probe->arena, properties), "{\"Description\": \"Test\", \"$open\": true}");
    assert_int_equal(il_value_get(properties, IL_STR("Name"))->kind, IL_UNKNOWN);
    assert_int_equal(stacks->items[0]->loc.span.start, strlen("# head\n"));
    il_probe_free(probe);
    probe = il_probe_read("Resources: {B: {Type: AWS::S3::Bucket}}\n");
    properties = il_resource_properties(il_app_of_type(probe->app, IL_STR("Stack"))->items[0]);
    assert_int_equal(il_value_get(properties, IL_STR("Description"))->kind, IL_MISSING);
    il_probe_free(probe);
}

static void check_finding(const char *text, const char *want)
{
    il_probe *probe = il_probe_read(text);
    assert_string_equal(il_probe_findings(probe), want);
    for (size_t i = 0; i < probe->sink.findings.n; i++)
        assert_string_equal(probe->sink.findings.items[i].rule, IL_RULE_SYNTAX);
    il_probe_free(probe);
}

static void what_is_wrong_is_said_at_its_place(void **state)
{
    (void)state;
    check_finding("- a\n", "1:1 a template is a map with a section Resources\n");
    check_finding("Outputs: {}\n", "1:1 the template has no Resources\n");
    check_finding("Resources:\n", "1:1 Resources is not a map of resources\n");
    check_finding("Resources: [a]\n", "1:1 Resources is not a map of resources\n");
    check_finding("Resources:\n  A: text\n", "2:3 the resource A is not a map\n");
    check_finding("Resources:\n  A: {Properties: {}}\n", "2:3 the resource A has no Type\n");
    check_finding("Resources:\n  A: {Type: [x]}\n", "2:13 the Type of the resource A is not a name\n");
    check_finding("Resources:\n  A: {Type: 7}\n", "2:13 the Type of the resource A is not a name\n");
    check_finding("Resources:\n  A: {Type: !Ref T}\n", "2:13 the Type of the resource A is not a name\n");
    check_finding("Conditions: x\nMappings: [1]\nOutputs: 7\nParameters:\nResources: {}\n",
                  "2:11 Mappings is not a map\n1:13 Conditions is not a map\n3:10 Outputs is not a map\n");
}

static void the_rest_is_still_read(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("Resources:\n  A: text\n  B: {Type: AWS::S3::Bucket, Properties: {N: !Ref A}}\n");
    assert_int_equal(probe->sink.findings.n, 1);
    assert_string_equal(il_probe_json(probe, "B.Properties.N"), "{\"Ref\": \"A\"}");
    il_probe_free(probe);
}

static void properties_may_be_a_function(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("Resources:\n  A: {Type: AWS::X::Y, Properties: !If [C, {P: 1}, {P: 2}]}\n"
                                    "  B: {Type: AWS::X::Y, Properties: {'Fn::Transform': {Name: M}}}\n");
    assert_int_equal(il_resource_properties(il_probe_resource(probe, "A"))->kind, IL_CHOICE);
    assert_int_equal(il_resource_properties(il_probe_resource(probe, "B"))->kind, IL_UNKNOWN);
    il_probe_free(probe);
}

/* The reasons and types of the gaps, each with a line break. */
static void check_gaps(const char *text, const char *want)
{
    il_probe *probe = il_probe_read(text);
    char found[1024] = "";
    for (size_t i = 0; i < probe->app->gaps.n; i++) {
        const il_gap *gap = &probe->app->gaps.items[i];
        il_pos at = il_source_pos(gap->loc.source, gap->loc.span.start);
        size_t n = strlen(found);
        snprintf(found + n, sizeof found - n, "%u:%u %s %.*s %s\n", at.line, at.column, gap->reason,
                 IL_FMT(gap->detail), gap->type ? gap->type : "any");
    }
    assert_string_equal(found, want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void what_may_make_resources_is_a_gap(void **state)
{
    (void)state;
    check_gaps("Transform: AWS::LanguageExtensions\nResources: {B: {Type: AWS::X::Y}}\n", "");
    check_gaps("Transform: [AWS::Include, Mine]\nResources: {B: {Type: AWS::X::Y}}\n",
               "1:13 macro AWS::Include any\n1:27 macro Mine any\n");
    check_gaps("Transform: {Name: Mine}\nOutputs: {}\n", "1:12 macro Mine any\n");
    check_gaps("'Fn::Transform': {Name: Mine}\nDescription: x\n", "1:18 macro  any\n");
    check_gaps("Resources:\n  Fn::ForEach::Topics: [N, [a, b], {'T${N}': {Type: AWS::SNS::Topic}}]\n",
               "2:3 loop that is not expanded Fn::ForEach::Topics any\n");
    check_gaps("Resources:\n  Fn::Transform: {Name: AWS::Include}\n", "2:3 macro Fn::Transform any\n");
    check_gaps("Resources:\n  N: {Type: AWS::CloudFormation::Stack}\n", "2:3 nested stack that is not read N any\n");
    check_gaps("Resources:\n  N: {Type: 'My::S3::Bucket::MODULE'}\n", "2:3 module My::S3::Bucket::MODULE any\n");
}

static void exports_are_the_outputs_of_the_stack(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("Parameters: {E: {Type: String}}\nConditions: {N: !Equals [a, b]}\n"
                                    "Resources: {B: {Type: AWS::S3::Bucket}}\nOutputs:\n"
                                    "  Plain: {Value: x}\n  Name: {Value: !Ref B, Export: {Name: bucket}}\n"
                                    "  Not: {Value: !Ref B, Condition: N, Export: {Name: never}}\n");
    const il_value *outputs = probe->app->stacks.items[0]->outputs;
    assert_string_equal(il_probe_line(probe->arena, outputs), "{\"bucket\": {\"Ref\": \"B\"}}");
    il_probe_free(probe);
    probe = il_probe_read("Parameters: {E: {Type: String}}\nResources: {B: {Type: AWS::S3::Bucket}}\nOutputs:\n"
                          "  Name: {Value: !Ref B, Export: {Name: !Sub '${E}-b'}}\n");
    assert_string_equal(il_probe_line(probe->arena, probe->app->stacks.items[0]->outputs), "{\"$open\": true}");
    il_probe_free(probe);
}

static void documents_of_one_file_are_read_apart(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read("Resources: {A: {Type: AWS::X::Y}}\n---\nResources: {B: {Type: AWS::X::Y}}\n");
    assert_int_equal(probe->document->n_roots, 2);
    il_app *second =
        il_template_read(probe->arena, &(il_template_input){.document = probe->document, .root = 1}, &probe->sink);
    assert_string_equal(text_of(probe, il_app_of_type(second, IL_STR("AWS::X::Y"))->items[0]->logical_id), "B");
    assert_int_equal(second->stacks.items[0]->loc.span.start, 38);
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resource_knows_itself),
        cmocka_unit_test(app_and_stack_are_facts),
        cmocka_unit_test(what_is_wrong_is_said_at_its_place),
        cmocka_unit_test(the_rest_is_still_read),
        cmocka_unit_test(properties_may_be_a_function),
        cmocka_unit_test(what_may_make_resources_is_a_gap),
        cmocka_unit_test(exports_are_the_outputs_of_the_stack),
        cmocka_unit_test(documents_of_one_file_are_read_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
