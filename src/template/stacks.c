/* A template and its nested stacks, down to where they are no longer local files. Promises that parameters go down with the values that the
 * parent gives (and that what it does not give is the default, for certain), that outputs come up, and that what is not read is a
 * gap: a finding only where CDK itself left the file out. Refuses stacks that contain themselves and more stacks than an app can have. */
#include "stacks.h"

#include <string.h>

enum { STACKS_MAX = 5000 };

bool il_place__enters(const il_place *outer, il_str path)
{
    for (; outer; outer = outer->outer)
        if (il_str_eq(outer->path, path))
            return true;
    return false;
}

void il_stacks__say_syntax(il_sink *sink, const il_document *document)
{
    for (size_t i = 0; i < document->syntax.findings.n; i++)
        il_sink_report(sink, document->syntax.findings.items[i]);
}

const il_document *il_stacks__load(il_stacks *s, il_str path, il_loc named)
{
    const il_document *document = s->loader->load(s->loader->context, path);
    if (!document && !s->loader->exists(s->loader->context, path))
        il_sink_syntax(s->sink, named, "the file %.*s is not there", IL_FMT(path));
    if (document && document->n_roots == 0 && document->syntax.findings.n == 0)
        il_sink_syntax(s->sink, named, "the file %.*s is empty", IL_FMT(path));
    if (document)
        il_stacks__say_syntax(s->sink, document);
    return document && document->n_roots ? document : NULL;
}

static void read_nested(il_stacks *s, const il_resource *resource, il_str folder, const il_place *outer);

static void read_document(il_stacks *s, il_stack_description *d, il_str folder, const il_place *here)
{
    il_arena *arena = s->app->arena;
    const il_node *root = d->document->roots[d->root];
    il_reader reader = {.app = s->app, .document = d->document, .root = root, .sink = s->sink};
    reader.given = d->given;
    reader.givens = s->givens;
    reader.pending = &s->pending;
    reader.nested = d->nested != NULL;
    reader.stack = il_app_add_stack(s->app, d->name);
    reader.stack->construct_path = d->construct_path;
    reader.stack->environment = d->environment;
    reader.stack->loc = (il_loc){d->document->source, {root->span.start, root->span.start}};
    il_entry *properties = IL_NEW_ARRAY(arena, d->n_properties + 1, il_entry);
    memcpy(properties, d->properties, d->n_properties * sizeof *properties);
    properties[d->n_properties] = il_reader__description(&reader);
    il_reader__stack_fact(&reader, properties, d->n_properties + 1);
    il_reader__read(&reader);
    IL_PUSH(arena, &s->read, ((il_read_stack){reader.stack, d->nested, reader.outputs}));
    size_t end = s->app->resources.n;
    for (size_t i = reader.first; i < end; i++)
        if (strcmp(s->app->resources.items[i]->type, "AWS::CloudFormation::Stack") == 0)
            read_nested(s, s->app->resources.items[i], folder, here);
}

void il_stacks__read(il_stacks *s, il_stack_description *d, il_str folder, const il_place *outer)
{
    il_place here = {d->template_path, outer ? outer->depth + 1 : 0, outer};
    if (s->read.n >= STACKS_MAX || here.depth > IL_NESTED_MAX || il_place__enters(outer, d->template_path)) {
        il_sink_syntax(s->sink, d->named,
                       "this stack is not read: stacks are nested too deeply, in themselves or too often");
        return;
    }
    if (!d->document)
        d->document = il_stacks__load(s, d->template_path, d->named);
    if (d->document)
        read_document(s, d, folder, &here);
}

/* "App/Outer/Inner" of "App/Outer/Inner.NestedStack/Inner.NestedStackResource". */
static il_str nested_path(il_arena *arena, il_str resource_path)
{
    il_str parent = il_path_directory(resource_path), suffix = IL_STR(".NestedStack");
    if (!il_str_ends(parent, suffix))
        return (il_str){NULL, 0};
    return il_arena_str(arena, il_str_slice(parent, 0, parent.n - suffix.n));
}

static bool is_local(il_str name)
{
    return name.n && name.p[0] != '/' && !il_str_contains(name, IL_STR("://"));
}

il_template_paths il_template_nested(il_arena *arena, const il_document *document, size_t root)
{
    il_template_paths paths = {0};
    const il_node *resources = il_node_get(document->roots[root], IL_STR("Resources"));
    il_str folder = il_path_directory(il_source_path(document->source));
    for (size_t i = 0; resources && resources->kind == IL_NODE_MAP && i < resources->map.n; i++) {
        const il_node *resource = resources->map.members[i].value;
        il_str type = il_node_string(il_node_get(resource, IL_STR("Type")));
        bool stack = il_str_is(type, "AWS::CloudFormation::Stack");
        if (!stack && !il_str_is(type, "AWS::Serverless::Application"))
            continue;
        const il_node *name = il_node_get(il_node_get(resource, IL_STR("Properties")),
                                          stack ? IL_STR("TemplateURL") : IL_STR("Location"));
        if (name && !name->tag && is_local(il_node_string(name)))
            IL_PUSH(arena, &paths, il_path_join(arena, folder, name->text));
    }
    return paths;
}

/* What names the template of RESOURCE as `aws cloudformation package` and `sam build` read it: a path beside the template that
 * names it. A URL leads elsewhere. */
static const il_value *local_url(const il_resource *resource)
{
    const il_value *url = il_value_get(il_resource_properties(resource), IL_STR("TemplateURL"));
    return url->kind == IL_STRING && is_local(url->string) ? url : NULL;
}

/* Where RESOURCE's template lies: beside the others where CDK left it, else where the template says, if that is a file that can be read. The
 * place that names it goes to *NAMED. */
static il_str template_of(il_stacks *s, const il_resource *resource, il_str folder, il_str own, il_loc *named)
{
    il_arena *arena = s->app->arena;
    const il_value *asset = il_value_get(il_value_get(resource->body, IL_STR("Metadata")), IL_STR("aws:asset:path"));
    const il_value *url = local_url(resource);
    if (!s->loader || (asset->kind != IL_STRING && !url))
        return (il_str){NULL, 0};
    const il_value *name = asset->kind == IL_STRING ? asset : url;
    il_str path = il_path_join(arena, name == asset ? folder : il_path_directory(own), name->string);
    *named = name->loc;
    bool expected = name == asset && !s->app->lone;
    return expected || s->loader->exists(s->loader->context, path) ? path : (il_str){NULL, 0};
}

static void read_nested(il_stacks *s, const il_resource *resource, il_str folder, const il_place *outer)
{
    il_stack_description d = {.name = resource->logical_id, .environment = resource->stack->environment};
    d.template_path = template_of(s, resource, folder, outer->path, &d.named);
    if (!d.template_path.p) {
        il_app_add_gap(
            s->app,
            (il_gap){.loc = resource->loc, .reason = "nested stack that is not read", .detail = resource->logical_id});
        return;
    }
    const il_value *parameters = il_value_get(il_resource_properties(resource), IL_STR("Parameters"));
    d.construct_path = nested_path(s->app->arena, resource->construct_path);
    bool known = parameters->kind == IL_MAP || parameters->kind == IL_MISSING;
    d.given = known ? parameters : il_value_unknown(s->app->arena, parameters->loc, "parameters", d.name);
    d.nested = resource;
    d.properties[d.n_properties++] =
        (il_entry){IL_STR("Name"), resource->loc, il_value_string(s->app->arena, resource->loc, resource->logical_id)};
    il_stacks__read(s, &d, folder, outer);
}
