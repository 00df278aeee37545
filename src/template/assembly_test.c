#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "map.h"
#include "probe.h"

/* Files in memory: path, text, …, NULL. */
typedef struct {
    il_arena *arena;
    il_map documents;
    il_sink sink;
    il_app *app;
} disk;

static const il_document *load(void *context, il_str path)
{
    return il_map_get(&((disk *)context)->documents, path);
}

static bool exists(void *context, il_str path)
{
    return load(context, path) != NULL;
}

static disk *read_files(const char *const *files)
{
    il_arena *arena = il_arena_new();
    disk *d = IL_NEW(arena, disk);
    d->arena = arena;
    d->sink.arena = arena;
    d->documents = il_map_in(arena);
    for (; *files; files += 2)
        il_map_put(&d->documents, il_str_of(files[0]),
                   il_document_parse(IL_DOCUMENT_YAML, il_str_of(files[0]), il_str_of(files[1])));
    const il_loader loader = {.context = d, .load = load, .exists = exists};
    d->app = il_assembly_read(arena, IL_STR("app/cdk.out/"), &(il_assembly_input){.loader = &loader}, &d->sink);
    return d;
}

static void forget(disk *d)
{
    for (size_t i = 0; i < d->documents.n; i++)
        il_document_free(d->documents.entries[i].value);
    il_arena_free(d->arena);
}

static const char *findings(disk *d)
{
    il_buf buf = {0};
    for (size_t i = 0; i < d->sink.findings.n; i++) {
        const il_finding *f = &d->sink.findings.items[i];
        il_pos at = il_source_pos(f->loc.source, f->loc.span.start);
        il_buf_printf(&buf, "%.*s:%u:%u %.*s\n", IL_FMT(il_source_path(f->loc.source)), at.line, at.column,
                      IL_FMT(f->message));
    }
    const char *text = il_arena_str(d->arena, il_buf_str(&buf)).p;
    il_buf_free(&buf);
    return text;
}

/* The property A of the resource ID in the stack NAME. */
static const il_value *property(disk *d, const char *name, const char *id)
{
    for (size_t i = 0; i < d->app->resources.n; i++) {
        const il_resource *r = d->app->resources.items[i];
        if (r->stack && il_str_is(r->stack->name, name) && il_str_is(r->logical_id, id))
            return il_value_get(il_resource_properties(r), IL_STR("A"));
    }
    return &il_missing;
}

static const char *json(disk *d, const char *name, const char *id)
{
    return il_probe_line(d->arena, property(d, name, id));
}

#define STACK(name, file)                                                                                              \
    "  " name ": {type: 'aws:cloudformation:stack', environment: 'aws://1/r', properties: {templateFile: " file "}}\n"

static void stacks_have_name_path_and_environment(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n  ProdData:\n    type: aws:cloudformation:stack\n    environment: aws://1/r\n    displayName: Prod/Data\n"
        "    properties: {templateFile: d.json, stackName: prod-data, terminationProtection: true, tags: {team: a, x: ''}}\n"
        "  Tree: {type: 'cdk:tree'}\n",
        "app/cdk.out/d.json", "Description: D\nResources: {B: {Type: AWS::S3::Bucket}}\n", NULL};
    disk *d = read_files(files);
    assert_string_equal(findings(d), "");
    assert_int_equal(d->app->stacks.n, 1);
    const il_stack *stack = d->app->stacks.items[0];
    assert_true(il_str_is(stack->name, "prod-data"));
    assert_true(il_str_is(stack->construct_path, "Prod/Data"));
    assert_true(il_str_is(stack->environment, "aws://1/r"));
    assert_true(il_str_is(d->app->root, "app"));
    assert_false(d->app->lone);
    const il_resource *fact = il_app_of_type(d->app, IL_STR("Stack"))->items[0];
    assert_string_equal(il_probe_line(d->arena, il_resource_properties(fact)),
                        "{\"Name\": \"prod-data\", \"Environment\": \"aws://1/r\", \"TerminationProtection\": true, "
                        "\"Tags\": [{\"Key\": \"team\", \"Value\": \"a\"}, {\"Key\": \"x\", \"Value\": \"\"}], "
                        "\"Description\": \"D\", \"$open\": true}");
    assert_int_equal(il_app_of_type(d->app, IL_STR("App"))->n, 1);
    forget(d);
}

static void nested_assemblies_are_followed(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n  s: {type: 'cdk:cloud-assembly', properties: {directoryName: assembly-Prod}}\n" STACK("Top",
                                                                                                            "t.json"),
        "app/cdk.out/assembly-Prod/manifest.json",
        "artifacts:\n" STACK("ProdData", "d.json"),
        "app/cdk.out/assembly-Prod/d.json",
        "Resources: {B: {Type: AWS::S3::Bucket}}\n",
        "app/cdk.out/t.json",
        "Resources: {B: {Type: AWS::S3::Bucket}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(findings(d), "");
    assert_int_equal(d->app->stacks.n, 2);
    assert_int_equal(il_app_of_type(d->app, IL_STR("AWS::S3::Bucket"))->n, 2);
    forget(d);
}

static void imports_become_what_is_exported(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" STACK("App", "a.json") STACK("Net", "n.json"),
        "app/cdk.out/a.json",
        "Resources:\n  Ref: {Type: AWS::X::Y, Properties: {A: !ImportValue 'Net:Vpc'}}\n"
        "  Att: {Type: AWS::X::Y, Properties: {A: !Join ['', ['x', {'Fn::ImportValue': 'Net:Arn'}]]}}\n"
        "  Text: {Type: AWS::X::Y, Properties: {A: !ImportValue 'Net:Cidr'}}\n"
        "  Again: {Type: AWS::X::Y, Properties: {A: !ImportValue 'App:Again'}}\n"
        "  Else: {Type: AWS::X::Y, Properties: {A: !ImportValue 'Other:Vpc'}}\n"
        "Outputs:\n  O: {Value: !ImportValue 'Net:Vpc', Export: {Name: 'App:Again'}}\n",
        "app/cdk.out/n.json",
        "Resources: {Vpc: {Type: AWS::EC2::VPC}}\nOutputs:\n  V: {Value: !Ref Vpc, Export: {Name: 'Net:Vpc'}}\n"
        "  W: {Value: !GetAtt Vpc.Arn, Export: {Name: 'Net:Arn'}}\n  C: {Value: 10.0.0.0/8, Export: {Name: 'Net:Cidr'}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(findings(d), "");
    const il_value *ref = property(d, "App", "Ref");
    assert_int_equal(ref->kind, IL_REF);
    assert_ptr_equal(ref->ref.target, il_app_of_type(d->app, IL_STR("AWS::EC2::VPC"))->items[0]);
    assert_true(il_str_is(il_loc_text(ref->loc), "!ImportValue 'Net:Vpc'"));
    assert_string_equal(json(d, "App", "Att"),
                        "{\"Fn::Join\": [\"\", [\"x\", {\"Fn::GetAtt\": [\"Vpc\", \"Arn\"], \"$stack\": \"Net\"}]]}");
    assert_string_equal(json(d, "App", "Text"), "\"10.0.0.0/8\"");
    assert_true(il_str_is(il_loc_text(property(d, "App", "Text")->loc), "10.0.0.0/8"));
    assert_string_equal(json(d, "App", "Again"), "{\"Ref\": \"Vpc\", \"$stack\": \"Net\"}");
    assert_string_equal(json(d, "App", "Else"), "{\"Fn::ImportValue\": [\"Other:Vpc\"]}");
    forget(d);
}

static void imports_in_a_circle_stay(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json", "artifacts:\n" STACK("A", "a.json"), "app/cdk.out/a.json",
        "Resources:\n  X: {Type: AWS::X::Y, Properties: {A: !ImportValue a}}\n"
        "Outputs:\n  A: {Value: !ImportValue b, Export: {Name: a}}\n  B: {Value: !ImportValue a, Export: {Name: b}}\n",
        NULL};
    disk *d = read_files(files);
    assert_int_equal(property(d, "A", "X")->kind, IL_CALL);
    forget(d);
}

#define TWICE(environment)                                                                                             \
    "  S" environment ": {type: 'aws:cloudformation:stack', environment: " environment                                 \
    ", properties: {templateFile: " environment ".json}}\n"

static void an_export_may_be_named_by_its_stack(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" TWICE("e") TWICE("f"),
        "app/cdk.out/e.json",
        "Resources: {V: {Type: AWS::X::Y}}\n"
        "Outputs: {O: {Value: here, Export: {Name: !Sub '${AWS::StackName}-vpc'}}, P: {Value: !Ref AWS::StackName}}\n",
        "app/cdk.out/f.json",
        "Resources: {I: {Type: AWS::X::Y, Properties: {A: !ImportValue Se-vpc}}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(json(d, "Sf", "I"), "\"here\"");
    forget(d);
}

static void an_export_is_taken_from_the_same_environment(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" TWICE("e") TWICE("f") TWICE("g"),
        "app/cdk.out/e.json",
        "Resources: {V: {Type: AWS::X::Y}}\nOutputs: {O: {Value: here, Export: {Name: x}}}\n",
        "app/cdk.out/f.json",
        "Resources: {I: {Type: AWS::X::Y, Properties: {A: !ImportValue x}}}\nOutputs: {O: {Value: mine, Export: {Name: x}}}\n",
        "app/cdk.out/g.json",
        "Resources: {I: {Type: AWS::X::Y, Properties: {A: !ImportValue x}}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(json(d, "Sf", "I"), "\"mine\"");
    assert_string_equal(json(d, "Sg", "I"), "{\"Fn::ImportValue\": [\"x\"]}");
    forget(d);
}

static void nested_stacks_get_parameters_and_give_outputs(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" STACK("P", "p.json"),
        "app/cdk.out/p.json",
        "Resources:\n  Bucket: {Type: AWS::S3::Bucket}\n"
        "  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Metadata: {'aws:asset:path': n.nested.json, 'aws:cdk:path': P/N.NestedStack/N.NestedStackResource}\n"
        "    Properties: {Parameters: {Given: !GetAtt Bucket.Arn, Known: prod}}\n"
        "  User: {Type: AWS::X::Y, Properties: {A: !GetAtt Inner.Outputs.Topic}}\n"
        "  Nobody: {Type: AWS::X::Y, Properties: {A: !GetAtt Inner.Outputs.Nothing}}\n",
        "app/cdk.out/n.nested.json",
        "Parameters: {Given: {Type: String}, Known: {Type: String, Default: dev}, Free: {Type: String, Default: free}}\n"
        "Conditions: {Prod: !Equals [!Ref Known, prod]}\n"
        "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {A: !Ref Given}}\n"
        "  U: {Type: AWS::X::Y, Properties: {A: !If [Prod, yes, no]}}\n"
        "  V: {Type: AWS::X::Y, Properties: {A: !Ref Free}}\n"
        "Outputs: {Topic: {Value: !Ref T}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(findings(d), "");
    assert_int_equal(d->app->stacks.n, 2);
    assert_true(il_str_is(d->app->stacks.items[1]->construct_path, "P/N"));
    assert_true(il_str_is(d->app->stacks.items[1]->environment, "aws://1/r"));
    assert_string_equal(json(d, "Inner", "T"), "{\"Fn::GetAtt\": [\"Bucket\", \"Arn\"], \"$stack\": \"P\"}");
    assert_string_equal(json(d, "Inner", "U"), "true");
    assert_string_equal(json(d, "Inner", "V"), "\"free\"");
    assert_string_equal(json(d, "P", "User"), "{\"Ref\": \"T\", \"$stack\": \"Inner\"}");
    assert_string_equal(json(d, "P", "Nobody"),
                        "{\"Fn::GetAtt\": [\"Inner\", \"Outputs.Nothing\"], \"$stack\": \"P\"}");
    assert_int_equal(d->app->gaps.n, 0);
    forget(d);
}

static void nested_stacks_from_elsewhere_are_gaps(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json", "artifacts:\n" STACK("P", "p.json"), "app/cdk.out/p.json",
        "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://x/y'}}}\n", NULL};
    disk *d = read_files(files);
    assert_int_equal(d->app->gaps.n, 1);
    assert_true(il_app_may_make(d->app, IL_STR("AWS::S3::Bucket")));
    forget(d);
}

static void what_cannot_be_read_is_said_where_it_is_named(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" STACK("A", "gone.json") STACK(
            "B",
            "empty.json") "  C: {type: 'aws:cloudformation:stack'}\n"
                          "  D: {type: 'cdk:cloud-assembly', properties: {directoryName: gone}}\n  E: {type: 'cdk:cloud-assembly'}\n" STACK(
                              "F", "f.json") "  G: {type: 'cdk:cloud-assembly', properties: {directoryName: odd}}\n",
        "app/cdk.out/empty.json",
        "# nothing\n",
        "app/cdk.out/odd/manifest.json",
        "artifacts: [x]\n",
        "app/cdk.out/f.json",
        "Resources: {N: {Type: AWS::CloudFormation::Stack, Metadata: {'aws:asset:path': gone.json}}}\n",
        NULL};
    disk *d = read_files(files);
    assert_string_equal(findings(d),
                        "app/cdk.out/manifest.json:2:94 the file app/cdk.out/gone.json is not there\n"
                        "app/cdk.out/manifest.json:3:94 the file app/cdk.out/empty.json is empty\n"
                        "app/cdk.out/manifest.json:4:3 the stack C has no templateFile\n"
                        "app/cdk.out/manifest.json:5:63 the file app/cdk.out/gone/manifest.json is not there\n"
                        "app/cdk.out/manifest.json:6:3 the assembly E has no directoryName\n"
                        "app/cdk.out/f.json:1:80 the file app/cdk.out/gone.json is not there\n"
                        "app/cdk.out/odd/manifest.json:1:1 this manifest has no map of artifacts\n");
    assert_int_equal(d->app->stacks.n, 1);
    forget(d);
}

static void what_contains_itself_is_read_once(void **state)
{
    (void)state;
    static const char *const files[] = {
        "app/cdk.out/manifest.json",
        "artifacts:\n" STACK("A", "a.json") "  D: {type: 'cdk:cloud-assembly', properties: {directoryName: .}}\n",
        "app/cdk.out/a.json",
        "Resources: {N: {Type: AWS::CloudFormation::Stack, Metadata: {'aws:asset:path': a.json}}}\n", NULL};
    disk *d = read_files(files);
    assert_string_equal(
        findings(d),
        "app/cdk.out/a.json:1:80 this stack is not read: stacks are nested too deeply, in themselves or too often\n"
        "app/cdk.out/manifest.json:3:63 this assembly is not read: assemblies are nested too deeply or in themselves\n");
    assert_int_equal(d->app->stacks.n, 1);
    forget(d);
}

static void a_folder_without_manifest_is_no_assembly(void **state)
{
    (void)state;
    static const char *const files[] = {NULL};
    disk *d = read_files(files);
    assert_null(d->app);
    assert_string_equal(findings(d),
                        "app/cdk.out/manifest.json:1:1 there is no manifest.json: this folder is no cloud assembly\n");
    assert_string_equal(d->sink.findings.items[0].rule, IL_RULE_IO);
    forget(d);
}

static void an_empty_manifest_is_said(void **state)
{
    (void)state;
    static const char *const files[] = {"app/cdk.out/manifest.json", "# nothing\n", NULL};
    disk *d = read_files(files);
    assert_null(d->app);
    assert_string_equal(findings(d), "app/cdk.out/manifest.json:1:1 this manifest is empty\n");
    forget(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stacks_have_name_path_and_environment),
        cmocka_unit_test(nested_assemblies_are_followed),
        cmocka_unit_test(imports_become_what_is_exported),
        cmocka_unit_test(imports_in_a_circle_stay),
        cmocka_unit_test(an_export_may_be_named_by_its_stack),
        cmocka_unit_test(an_export_is_taken_from_the_same_environment),
        cmocka_unit_test(nested_stacks_get_parameters_and_give_outputs),
        cmocka_unit_test(nested_stacks_from_elsewhere_are_gaps),
        cmocka_unit_test(what_cannot_be_read_is_said_where_it_is_named),
        cmocka_unit_test(what_contains_itself_is_read_once),
        cmocka_unit_test(a_folder_without_manifest_is_no_assembly),
        cmocka_unit_test(an_empty_manifest_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
