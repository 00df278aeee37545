/* A cloud assembly, cdk.out as CDK wrote it: the manifest's stacks, nested assemblies (Stages) and the templates of nested stacks, all in
 * one app. Promises a finding at its place in the manifest or parent template for each file that is named and cannot be read. Values
 * that cross stacks (Fn::ImportValue, Outputs of nested stacks) are filled in at the end. Refuses assemblies that contain
 * themselves and more stacks than an app can have. */
#include "reader.h"

#include <string.h>

enum { NESTED_MAX = 32, STACKS_MAX = 5000 };

/* A file that is being read, for those that would read themselves. */
typedef struct place {
    il_str path;
    size_t depth;
    const struct place *outer;
} place;

typedef struct {
    il_app *app;
    const il_loader *loader;
    il_sink *sink;
    il_pendings pending;
    il_read_stacks stacks;
} assembly;

/* What is known of a stack before its template is read. */
typedef struct {
    il_str name, construct_path, environment;
    il_str template_path;
    il_loc named;          /* where the template's file is named */
    const il_value *given; /* parameters */
    const il_resource *nested;
    il_entry properties[4]; /* for the Stack fact */
    size_t n_properties;
} description;

static bool enters_itself(const place *outer, il_str path)
{
    for (; outer; outer = outer->outer)
        if (il_str_eq(outer->path, path))
            return true;
    return false;
}

/* The document at PATH with a tree in it, or NULL with a finding at NAMED (the loader and the parser report what they find). */
static const il_document *load(assembly *a, il_str path, il_loc named)
{
    const il_document *document = a->loader->load(a->loader->context, path);
    if (!document && !a->loader->exists(a->loader->context, path))
        il_sink_syntax(a->sink, named, "the file %.*s is not there", IL_FMT(path));
    if (document && document->n_roots == 0 && document->syntax.findings.n == 0)
        il_sink_syntax(a->sink, named, "the file %.*s is empty", IL_FMT(path));
    return document && document->n_roots ? document : NULL;
}

static il_entry entry_of(il_str key, il_loc loc, const il_value *value)
{
    return (il_entry){key, loc, value};
}

static void read_nested(assembly *a, const il_resource *resource, il_str folder, const place *outer);

static void read_template(assembly *a, description *d, il_str folder, const place *outer)
{
    place here = {d->template_path, outer ? outer->depth + 1 : 0, outer};
    if (a->stacks.n >= STACKS_MAX || here.depth > NESTED_MAX || enters_itself(outer, d->template_path)) {
        il_sink_syntax(a->sink, d->named,
                       "this stack is not read: stacks are nested too deeply, in themselves or too often");
        return;
    }
    const il_document *document = load(a, d->template_path, d->named);
    if (!document)
        return;
    il_reader reader = {.app = a->app, .document = document, .root = document->roots[0], .sink = a->sink};
    reader.given = d->given;
    reader.pending = &a->pending;
    reader.stack = il_app_add_stack(a->app, d->name);
    reader.stack->construct_path = d->construct_path;
    reader.stack->environment = d->environment;
    reader.stack->loc = (il_loc){document->source, {reader.root->span.start, reader.root->span.start}};
    il_entry *properties = IL_NEW_ARRAY(a->app->arena, d->n_properties + 1, il_entry);
    memcpy(properties, d->properties, d->n_properties * sizeof *properties);
    properties[d->n_properties] = il_reader__description(&reader);
    il_reader__stack_fact(&reader, properties, d->n_properties + 1);
    il_reader__read(&reader);
    IL_PUSH(a->app->arena, &a->stacks, ((il_read_stack){reader.stack, d->nested, reader.outputs}));
    size_t end = a->app->resources.n;
    for (size_t i = reader.first; i < end; i++)
        if (strcmp(a->app->resources.items[i]->type, "AWS::CloudFormation::Stack") == 0)
            read_nested(a, a->app->resources.items[i], folder, &here);
}

/* "App/Outer/Inner" of "App/Outer/Inner.NestedStack/Inner.NestedStackResource". */
static il_str nested_path(il_arena *arena, il_str resource_path)
{
    il_str parent = il_path_directory(resource_path), suffix = IL_STR(".NestedStack");
    if (!il_str_ends(parent, suffix))
        return (il_str){NULL, 0};
    return il_arena_str(arena, il_str_slice(parent, 0, parent.n - suffix.n));
}

/* The template that CDK left beside the parent's; any other is not followed. */
static void read_nested(assembly *a, const il_resource *resource, il_str folder, const place *outer)
{
    const il_value *metadata = il_value_get(resource->body, IL_STR("Metadata"));
    const il_value *file = il_value_get(metadata, IL_STR("aws:asset:path"));
    if (file->kind != IL_STRING) {
        il_app_add_gap(a->app, (il_gap){resource->loc, "nested stack that is not read", resource->logical_id, NULL});
        return;
    }
    const il_value *parameters = il_value_get(il_resource_properties(resource), IL_STR("Parameters"));
    description d = {.name = resource->logical_id, .environment = resource->stack->environment, .named = file->loc};
    d.construct_path = nested_path(a->app->arena, resource->construct_path);
    d.template_path = il_path_join(a->app->arena, folder, file->string);
    d.given = parameters->kind == IL_MAP ? parameters : &il_missing;
    d.nested = resource;
    d.properties[d.n_properties++] =
        entry_of(IL_STR("Name"), resource->loc, il_value_string(a->app->arena, resource->loc, resource->logical_id));
    read_template(a, &d, folder, outer);
}

/* Adds the text of NODE, if it is one, to the Stack fact's properties as KEY, and returns it. */
static il_str describe(assembly *a, description *d, const il_source *source, il_str key, const il_node *node)
{
    il_str text = il_node_string(node);
    if (text.n == 0)
        return text;
    il_loc loc = {source, node->span};
    const il_value *value = il_value_string(a->app->arena, loc, text);
    d->properties[d->n_properties++] = entry_of(key, loc, il_reader__own(value, node));
    return text;
}

static void read_stack_artifact(assembly *a, const il_document *manifest, const il_member *artifact, il_str folder)
{
    const il_node *properties = il_node_get(artifact->value, IL_STR("properties"));
    const il_node *file = il_node_get(properties, IL_STR("templateFile"));
    const il_node *named = il_node_get(properties, IL_STR("stackName"));
    const il_node *protection = il_node_get(properties, IL_STR("terminationProtection"));
    const il_node *path = il_node_get(artifact->value, IL_STR("displayName"));
    il_loc loc = {manifest->source, artifact->key->span};
    if (il_node_string(file).n == 0) {
        il_sink_syntax(a->sink, loc, "the stack %.*s has no templateFile", IL_FMT(artifact->key->text));
        return;
    }
    description d = {.named = {manifest->source, file->span}, .given = &il_missing};
    d.name = describe(a, &d, manifest->source, IL_STR("Name"), il_node_string(named).n ? named : artifact->key);
    d.construct_path = il_node_string(path).n ? il_node_string(path) : artifact->key->text;
    d.environment =
        describe(a, &d, manifest->source, IL_STR("Environment"), il_node_get(artifact->value, IL_STR("environment")));
    if (protection && protection->kind == IL_NODE_BOOL) {
        il_loc at = {manifest->source, protection->span};
        const il_value *value = il_value_bool(a->app->arena, at, protection->boolean);
        d.properties[d.n_properties++] =
            entry_of(IL_STR("TerminationProtection"), at, il_reader__own(value, protection));
    }
    d.template_path = il_path_join(a->app->arena, folder, file->text);
    read_template(a, &d, folder, NULL);
}

static void read_folder(assembly *a, const il_document *manifest, il_str folder, const place *outer);

static void read_assembly_artifact(assembly *a, const il_document *manifest, const il_member *artifact,
                                   const place *here)
{
    const il_node *properties = il_node_get(artifact->value, IL_STR("properties"));
    const il_node *name = il_node_get(properties, IL_STR("directoryName"));
    il_loc loc = {manifest->source, artifact->key->span};
    if (il_node_string(name).n == 0) {
        il_sink_syntax(a->sink, loc, "the assembly %.*s has no directoryName", IL_FMT(artifact->key->text));
        return;
    }
    loc.span = name->span;
    il_str folder = il_path_join(a->app->arena, here->path, name->text);
    if (here->depth >= NESTED_MAX || enters_itself(here, folder)) {
        il_sink_syntax(a->sink, loc, "this assembly is not read: assemblies are nested too deeply or in themselves");
        return;
    }
    const il_document *nested = load(a, il_path_join(a->app->arena, folder, IL_STR("manifest.json")), loc);
    if (nested)
        read_folder(a, nested, folder, here);
}

static void read_folder(assembly *a, const il_document *manifest, il_str folder, const place *outer)
{
    place here = {folder, outer ? outer->depth + 1 : 0, outer};
    const il_node *artifacts = il_node_get(manifest->roots[0], IL_STR("artifacts"));
    if (!artifacts || artifacts->kind != IL_NODE_MAP) {
        il_sink_syntax(a->sink, (il_loc){manifest->source, {0, 0}}, "this manifest has no map of artifacts");
        return;
    }
    for (size_t i = 0; i < artifacts->map.n; i++) {
        const il_member *artifact = &artifacts->map.members[i];
        il_str type = il_node_string(il_node_get(artifact->value, IL_STR("type")));
        if (il_str_is(type, "aws:cloudformation:stack"))
            read_stack_artifact(a, manifest, artifact, folder);
        else if (il_str_is(type, "cdk:cloud-assembly"))
            read_assembly_artifact(a, manifest, artifact, &here);
    }
}

static il_str outer_folder(il_arena *arena, il_str folder)
{
    return il_path_join(arena, folder, IL_STR(".."));
}

/* Reports that there is no manifest at PATH, where the loader has not said more. */
static void report_missing(il_arena *arena, il_str path, const il_loader *loader, il_sink *sink)
{
    if (loader->exists(loader->context, path))
        return;
    il_loc loc = {il_source_new(arena, path, IL_STR("")), {0, 0}};
    il_finding finding = {.rule = IL_RULE_IO, .severity = IL_ERROR, .category = IL_STR("io"), .loc = loc};
    finding.message = IL_STR("there is no manifest.json: this folder is no cloud assembly");
    finding.origin = "syntax";
    il_sink_report(sink, finding);
}

il_app *il_assembly_read(il_arena *arena, il_str folder, const il_loader *loader, il_sink *sink)
{
    folder = il_path_join(arena, folder, (il_str){NULL, 0});
    il_str path = il_path_join(arena, folder, IL_STR("manifest.json"));
    const il_document *manifest = loader->load(loader->context, path);
    if (!manifest)
        report_missing(arena, path, loader, sink);
    if (manifest && manifest->n_roots == 0 && manifest->syntax.findings.n == 0)
        il_sink_syntax(sink, (il_loc){manifest->source, {0, 0}}, "this manifest is empty");
    if (!manifest || manifest->n_roots == 0)
        return NULL;
    assembly a = {
        .app = il_app_new(arena, IL_APP_TEMPLATE, outer_folder(arena, folder)), .loader = loader, .sink = sink};
    il_template__app_fact(a.app, (il_loc){manifest->source, {0, 0}});
    read_folder(&a, manifest, folder, NULL);
    il_template__resolve(arena, &a.pending, &a.stacks);
    il_app_index(a.app);
    return a.app;
}
