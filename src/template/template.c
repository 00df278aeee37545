/* One template → one stack of the model: its sections, its resources, its exports. Promises that what is wrong in one place is a finding
 * there and that the rest is still read. Resources are declared before any value is read, so that a Ref finds what it names
 * wherever that stands. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "stacks.h"

void il_reader__complain(il_reader *r, il_loc loc, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!r->broken)
        il_sink_syntax(r->sink, loc, "%s", text);
}

/* SECTION of the template if it is a map; one that is something else is reported. */
static const il_node *section(il_reader *r, il_str name)
{
    const il_member *member = il_node_member(r->root, name);
    if (!member)
        return NULL;
    if (member->value->kind == IL_NODE_MAP)
        return member->value;
    if (member->value->kind != IL_NODE_NULL)
        il_reader__complain(r, il_reader__loc(r, member->value), "%.*s is not a map", IL_FMT(name));
    return NULL;
}

static il_loc whole_of(const il_reader *r, const il_member *member)
{
    il_loc loc = il_reader__loc(r, member->key);
    if (!member->merged && member->value->span.end > loc.span.end)
        loc.span.end = member->value->span.end;
    return loc;
}

static void read_conditions(il_reader *r)
{
    const il_node *conditions = section(r, IL_STR("Conditions"));
    for (size_t i = 0; conditions && i < conditions->map.n; i++) {
        il_template_condition *condition = IL_NEW(r->arena, il_template_condition);
        condition->name = conditions->map.members[i].key->text;
        condition->loc = il_reader__loc(r, conditions->map.members[i].key);
        condition->node = conditions->map.members[i].value;
        condition->epoch = SIZE_MAX; /* not judged yet */
        il_map_put(&r->conditions, condition->name, condition);
    }
    for (size_t i = 0; i < r->conditions.n; i++) /* a circle is wrong whether it is used or not */
        (void)il_reader__condition(r, r->conditions.entries[i].key);
}

static void add_gap(il_reader *r, il_loc loc, const char *reason, il_str detail)
{
    il_app_add_gap(r->app, (il_gap){.loc = loc, .reason = reason, .detail = detail});
}

/* Transforms that add nothing to what stands here: the language itself, SAM (its resources are gaps), and ones that only complete a
 * resource. */
static bool understood(il_str transform)
{
    return il_str_is(transform, "AWS::LanguageExtensions") || il_str_starts(transform, IL_STR("AWS::Serverless-")) ||
           il_str_starts(transform, IL_STR("AWS::CodeDeployBlueGreen"));
}

static void read_transforms(il_reader *r)
{
    const il_node *transform = il_node_get(r->root, IL_STR("Transform"));
    bool list = transform && transform->kind == IL_NODE_LIST;
    for (size_t i = 0; transform && i < (list ? transform->list.n : 1); i++) {
        const il_node *one = list ? transform->list.items[i] : transform;
        il_str name = one->kind == IL_NODE_MAP ? il_node_string(il_node_get(one, IL_STR("Name"))) : il_node_string(one);
        r->extended = r->extended || il_str_is(name, "AWS::LanguageExtensions");
        if (!understood(name))
            add_gap(r, il_reader__loc(r, one), "macro", name);
    }
}

/* The type of the resource DEFINITION, reported when there is none. */
static const il_node *type_of(il_reader *r, const il_member *member)
{
    const il_node *definition = member->value;
    il_loc loc = il_reader__loc(r, member->key);
    il_str id = member->key->text;
    const il_node *type = il_node_get(definition, IL_STR("Type"));
    if (definition->kind != IL_NODE_MAP)
        il_reader__complain(r, loc, "the resource %.*s is not a map", IL_FMT(id));
    else if (!type)
        il_reader__complain(r, loc, "the resource %.*s has no Type", IL_FMT(id));
    else if (type->kind != IL_NODE_STRING || type->tag || type->text.n == 0)
        il_reader__complain(r, il_reader__loc(r, type), "the Type of the resource %.*s is not a name", IL_FMT(id));
    else
        return type;
    return NULL;
}

/* Adds the resource of MEMBER without its body. One whose condition never holds is no resource. */
static void declare(il_reader *r, const il_member *member)
{
    const il_node *definition = member->value;
    const il_node *type = type_of(r, member);
    const il_node *condition = il_node_get(definition, IL_STR("Condition"));
    il_str name = il_node_string(condition);
    il_truth exists = name.n ? il_reader__condition(r, name) : IL_YES;
    if (!type || exists == IL_NO)
        return;
    bool serverless = il_str_starts(type->text, IL_STR("AWS::Serverless::"));
    il_resource *resource =
        il_app_add(r->app, r->stack, serverless ? il_reader__serverless_type(type->text) : il_intern(type->text));
    resource->logical_id = member->key->text;
    resource->loc = il_reader__loc(r, member->key);
    resource->whole = whole_of(r, member);
    resource->handle = definition;
    const il_node *metadata = il_node_get(definition, IL_STR("Metadata"));
    resource->construct_path = il_node_string(il_node_get(metadata, IL_STR("aws:cdk:path")));
    resource->generated = il_template__generated(resource);
    if (exists == IL_MAYBE)
        resource->condition = (il_condition){name, true, il_reader__loc(r, condition)};
    il_map_put(&r->resources, resource->logical_id, resource);
    if (serverless)
        il_reader__declare_serverless(r, resource, definition);
}

static void declare_resources(il_reader *r, const il_node *resources)
{
    il_map last = il_reader__last_members(r, resources);
    for (size_t i = 0; i < resources->map.n; i++) {
        const il_member *member = &resources->map.members[i];
        il_str key = member->key->text;
        if (last.n && il_map_get(&last, key) != member)
            continue; /* reported by the parser */
        if (il_str_starts(key, IL_STR("Fn::ForEach::")))
            add_gap(r, il_reader__loc(r, member->key), "loop that is not expanded", key);
        else if (il_str_starts(key, IL_STR("Fn::")))
            add_gap(r, il_reader__loc(r, member->key), "macro", key);
        else
            declare(r, member);
    }
}

static void read_body(il_reader *r, il_resource *resource)
{
    il_assumptions before = {r->assumed, r->epoch};
    if (resource->condition.text.n)
        before = il_reader__assume(r, resource->condition.text, true);
    resource->body = il_reader__contents(r, resource->handle);
    if (il_str_starts(il_node_string(il_node_get(resource->handle, IL_STR("Type"))), IL_STR("AWS::Serverless::")))
        il_reader__serverless(r, resource);
    il_reader__restore(r, before);
    if (il_str_ends(il_str_of(resource->type), IL_STR("::MODULE")))
        add_gap(r, resource->loc, "module", il_str_of(resource->type));
}

static void add_output(il_reader *r, const il_member *member, const il_value *value)
{
    il_resource *fact = il_app_add(r->app, r->stack, il_intern(IL_STR("Stack::Output")));
    fact->logical_id = member->key->text;
    fact->loc = fact->whole = il_reader__loc(r, member->key);
    il_entry *entries = IL_NEW_ARRAY(r->arena, 2, il_entry);
    entries[0] = (il_entry){IL_STR("Value"), value->loc, value};
    entries[1] = (il_entry){IL_STR("Properties"), fact->loc, il_value_map(r->arena, fact->loc, entries, 1)};
    fact->body = il_value_map(r->arena, fact->loc, entries + 1, 1);
}

static void read_output(il_reader *r, const il_member *member, il_value *exports)
{
    const il_node *value = il_node_get(member->value, IL_STR("Value"));
    const il_node *name = il_node_get(il_node_get(member->value, IL_STR("Export")), IL_STR("Name"));
    il_str condition = il_node_string(il_node_get(member->value, IL_STR("Condition")));
    if (!value || (condition.n && il_reader__condition(r, condition) == IL_NO))
        return;
    il_assumptions before = {r->assumed, r->epoch};
    if (condition.n)
        before = il_reader__assume(r, condition, true);
    const il_value *converted = il_reader__value(r, value);
    il_reader__restore(r, before);
    il_map_put(&r->outputs, member->key->text, (void *)converted);
    add_output(r, member, converted);
    if (!name)
        return;
    r->naming = true;
    const il_value *known = il_reader__value(r, name);
    r->naming = false;
    if (known->kind == IL_STRING)
        exports->map.entries[exports->map.n++] = (il_entry){known->string, il_reader__loc(r, name), converted};
    else
        exports->open = true;
}

/* What stands in Metadata for linters; the rest of it (parameter groups, designers' pictures) is no business of ours. */
static void read_metadata(il_reader *r)
{
    static const char *const keys[] = {"infralint", "cdk_nag", "cfn_nag", "checkov", "bridgecrew", "cfn-lint", "guard"};
    const il_node *metadata = il_node_get(r->root, IL_STR("Metadata"));
    bool any = false;
    for (size_t i = 0; metadata && i < sizeof keys / sizeof *keys; i++)
        any = any || il_node_get(metadata, il_str_of(keys[i]));
    if (any)
        r->stack->metadata = il_reader__value(r, metadata);
}

static void read_outputs(il_reader *r)
{
    const il_node *outputs = section(r, IL_STR("Outputs"));
    if (!outputs)
        return;
    il_entry *entries = IL_NEW_ARRAY(r->arena, outputs->map.n, il_entry);
    il_value *exports = (il_value *)il_value_map(r->arena, il_reader__loc(r, outputs), entries, 0);
    for (size_t i = 0; i < outputs->map.n; i++) {
        if (il_str_starts(outputs->map.members[i].key->text, IL_STR("Fn::")))
            exports->open = true;
        else
            read_output(r, &outputs->map.members[i], exports);
    }
    r->stack->outputs = exports;
}

/* Facts have their body, and what a transform makes gets it with what it is made of. */
static bool as_written(const il_resource *resource)
{
    return resource->handle && !resource->written_as.n && !il_resource_is_fact(resource);
}

static void read_resources(il_reader *r)
{
    const il_member *member = il_node_member(r->root, IL_STR("Resources"));
    bool included = il_node_get(r->root, IL_STR("Fn::Transform")) || il_node_get(r->root, IL_STR("Transform"));
    if (!member && included)
        return; /* a macro may bring them; a gap says so */
    if (!member)
        il_reader__complain(r, (il_loc){r->document->source, {r->root->span.start, r->root->span.start}},
                            "the template has no Resources");
    else if (member->value->kind != IL_NODE_MAP)
        il_reader__complain(r, il_reader__loc(r, member->key), "Resources is not a map of resources");
    else if (member->value->kind == IL_NODE_MAP)
        declare_resources(r, member->value);
    size_t n = r->app->resources.n;
    for (size_t i = r->first; i < n; i++)
        if (as_written(r->app->resources.items[i]))
            read_body(r, r->app->resources.items[i]);
    il_reader__implicit_apis(r);
    il_reader__alter(r);
}

void il_reader__read(il_reader *r)
{
    il_str text = il_source_text(r->document->source);
    r->arena = r->app->arena;
    r->parameters = il_map_in(r->arena);
    r->conditions = il_map_in(r->arena);
    r->resources = il_map_in(r->arena);
    r->outputs = il_map_in(r->arena);
    r->memo = il_map_in(r->arena);
    r->compared = il_map_in(r->arena);
    r->first = r->app->resources.n;
    r->shares = r->document->kind == IL_DOCUMENT_YAML && il_str_contains(text, IL_STR("&"));
    r->broken = r->document->n_errors > 0;
    r->duplicates = r->document->syntax.findings.n > 0;
    if (r->root->kind != IL_NODE_MAP) {
        il_reader__complain(r, il_reader__loc(r, r->root), "a template is a map with a section Resources");
        return;
    }
    r->stack->description = il_node_string(il_node_get(r->root, IL_STR("Description")));
    if (il_node_get(r->root, IL_STR("Fn::Transform")))
        add_gap(r, il_reader__loc(r, il_node_get(r->root, IL_STR("Fn::Transform"))), "macro", (il_str){NULL, 0});
    if (r->broken)
        add_gap(r, r->stack->loc, "syntax error", (il_str){NULL, 0});
    read_transforms(r);
    il_reader__parameters(r);
    r->mappings = section(r, IL_STR("Mappings"));
    r->globals = section(r, IL_STR("Globals"));
    r->root = r->extended ? il_reader__expanded(r) : r->root;
    read_conditions(r);
    read_resources(r);
    read_outputs(r);
    read_metadata(r);
}

il_resource *il_reader__stack_fact(il_reader *r, il_entry *properties, size_t n)
{
    il_resource *fact = il_app_add(r->app, r->stack, il_intern(IL_STR("Stack")));
    fact->logical_id = r->stack->name;
    fact->construct_path = r->stack->construct_path;
    fact->loc = fact->whole = r->stack->loc;
    il_value *map = (il_value *)il_value_map(r->app->arena, r->stack->loc, properties, n);
    map->open = true;
    il_entry *entry = IL_NEW(r->app->arena, il_entry);
    *entry = (il_entry){IL_STR("Properties"), r->stack->loc, map};
    fact->body = il_value_map(r->app->arena, r->stack->loc, entry, 1);
    return fact;
}

void il_template__app_fact(il_app *app, il_loc loc)
{
    il_resource *fact = il_app_add(app, NULL, il_intern(IL_STR("App")));
    fact->loc = fact->whole = loc;
    il_entry *entry = IL_NEW(app->arena, il_entry);
    const il_value *open = il_value_opened(app->arena, il_value_map(app->arena, loc, NULL, 0));
    *entry = (il_entry){IL_STR("Properties"), loc, open};
    fact->body = il_value_map(app->arena, loc, entry, 1);
}

/* The Description of a template as an entry of its Stack fact: known to be absent where there is none. */
il_entry il_reader__description(il_reader *r)
{
    const il_member *member = r->root->kind == IL_NODE_MAP ? il_node_member(r->root, IL_STR("Description")) : NULL;
    if (!member)
        return (il_entry){IL_STR("Description"), r->stack->loc, il_value_missing_at(r->app->arena, r->stack->loc)};
    const il_value *value = il_value_string(r->app->arena, il_reader__loc(r, member->value), member->value->text);
    return (il_entry){member->key->text, il_reader__loc(r, member->key), il_reader__own(value, member->value)};
}

il_app *il_template_read(il_arena *arena, const il_template_input *input, il_sink *sink)
{
    il_app *app = il_app_new(arena, IL_APP_TEMPLATE, (il_str){NULL, 0});
    const il_document *document = input->document;
    uint32_t start = document->roots[input->root]->span.start;
    il_str path = il_source_path(document->source);
    app->lone = true;
    il_template__app_fact(app, (il_loc){document->source, {start, start}});
    il_stacks stacks = {.app = app, .loader = input->loader, .sink = sink, .givens = input->givens};
    il_stack_description d = {.document = document, .root = input->root, .template_path = path, .given = &il_missing};
    il_stacks__read(&stacks, &d, il_path_directory(path), NULL);
    il_template__resolve(arena, &stacks.pending, &stacks.read);
    il_app_index(app);
    return app;
}
