/* A cloud assembly, cdk.out as CDK wrote it: the manifest's stacks, nested assemblies (Stages) and the templates of nested stacks, all in
 * one app. Promises a finding at its place in the manifest or parent template for each file that is named and cannot be read. Values
 * that cross stacks (Fn::ImportValue, Outputs of nested stacks) are filled in at the end. Refuses assemblies that contain
 * themselves and more stacks than an app can have. */
#include <string.h>

#include "notes_read.h"
#include "stacks.h"

/* Adds the text of NODE, if it is one, to the Stack fact's properties as KEY, and returns it. */
static il_str describe(il_stacks *a, il_stack_description *d, const il_source *source, il_str key, const il_node *node)
{
    il_str text = il_node_string(node);
    if (text.n == 0)
        return text;
    il_loc loc = {source, node->span};
    const il_value *value = il_value_string(a->app->arena, loc, text);
    d->properties[d->n_properties++] = (il_entry){key, loc, il_reader__own(value, node)};
    return text;
}

/* The tags that CDK gives the stack when it deploys it, as CloudFormation writes tags. */
static void describe_tags(il_stacks *a, il_stack_description *d, const il_source *source, const il_node *tags)
{
    if (!tags || tags->kind != IL_NODE_MAP || !tags->map.n)
        return;
    il_arena *arena = a->app->arena;
    const il_value **items = IL_NEW_ARRAY(arena, tags->map.n, const il_value *);
    for (size_t i = 0; i < tags->map.n; i++) {
        const il_member *tag = &tags->map.members[i];
        il_loc key = {source, tag->key->span}, loc = {source, tag->value->span};
        il_entry *entries = IL_NEW_ARRAY(arena, 2, il_entry);
        entries[0] = (il_entry){IL_STR("Key"), key, il_value_string(arena, key, tag->key->text)};
        entries[1] = (il_entry){IL_STR("Value"), loc, il_value_string(arena, loc, tag->value->text)};
        items[i] = il_value_map(arena, key, entries, 2);
    }
    il_loc loc = {source, tags->span};
    d->properties[d->n_properties++] =
        (il_entry){IL_STR("Tags"), loc, il_reader__own(il_value_list(arena, loc, items, tags->map.n), tags)};
}

static void read_stack_artifact(il_stacks *a, const il_document *manifest, const il_member *artifact, il_str folder)
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
    il_stack_description d = {.named = {manifest->source, file->span}, .given = &il_missing};
    d.name = describe(a, &d, manifest->source, IL_STR("Name"), il_node_string(named).n ? named : artifact->key);
    d.construct_path = il_node_string(path).n ? il_node_string(path) : artifact->key->text;
    d.environment =
        describe(a, &d, manifest->source, IL_STR("Environment"), il_node_get(artifact->value, IL_STR("environment")));
    if (protection && protection->kind == IL_NODE_BOOL) {
        il_loc at = {manifest->source, protection->span};
        const il_value *value = il_value_bool(a->app->arena, at, protection->boolean);
        d.properties[d.n_properties++] =
            (il_entry){IL_STR("TerminationProtection"), at, il_reader__own(value, protection)};
    }
    describe_tags(a, &d, manifest->source, il_node_get(properties, IL_STR("tags")));
    d.template_path = il_path_join(a->app->arena, folder, file->text);
    size_t first = a->app->stacks.n;
    il_stacks__read(a, &d, folder, NULL);
    il_notes__stacks((il_notes *)a->app->handle, first, artifact->value, folder);
}

static void read_folder(il_stacks *a, const il_document *manifest, il_str folder, const il_place *outer);

static void read_assembly_artifact(il_stacks *a, const il_document *manifest, const il_member *artifact,
                                   const il_place *here)
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
    if (here->depth >= IL_NESTED_MAX || il_place__enters(here, folder)) {
        il_sink_syntax(a->sink, loc, "this assembly is not read: assemblies are nested too deeply or in themselves");
        return;
    }
    const il_document *nested = il_stacks__load(a, il_path_join(a->app->arena, folder, IL_STR("manifest.json")), loc);
    if (nested)
        read_folder(a, nested, folder, here);
}

static void read_folder(il_stacks *a, const il_document *manifest, il_str folder, const il_place *outer)
{
    il_place here = {folder, outer ? outer->depth + 1 : 0, outer};
    il_notes__assembly((il_notes *)a->app->handle);
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
        else if (il_str_is(type, "cdk:tree"))
            il_notes__tree((il_notes *)a->app->handle, artifact->value, folder);
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

il_app *il_assembly_read(il_arena *arena, il_str folder, const il_assembly_input *input, il_sink *sink)
{
    const il_loader *loader = input->loader;
    folder = il_path_join(arena, folder, (il_str){NULL, 0});
    il_str path = il_path_join(arena, folder, IL_STR("manifest.json"));
    const il_document *manifest = loader->load(loader->context, path);
    if (!manifest)
        report_missing(arena, path, loader, sink);
    if (manifest && manifest->n_roots == 0 && manifest->syntax.findings.n == 0)
        il_sink_syntax(sink, (il_loc){manifest->source, {0, 0}}, "this manifest is empty");
    if (manifest)
        il_stacks__say_syntax(sink, manifest);
    if (!manifest || manifest->n_roots == 0)
        return NULL;
    il_stacks a = {.app = il_app_new(arena, IL_APP_TEMPLATE, outer_folder(arena, folder)), .loader = loader};
    a.sink = sink;
    a.givens = input->givens;
    il_notes *notes = il_notes__new(a.app, loader);
    il_template__app_fact(a.app, (il_loc){manifest->source, {0, 0}});
    read_folder(&a, manifest, folder, NULL);
    il_notes__paths(notes);
    il_template__resolve(arena, &a.pending, &a.read);
    il_app_index(a.app);
    return a.app;
}
