#include "fidelity_compare.h"

#include <string.h>

typedef struct {
    const il_fidelity_input *input;
    const il_fidelity_template *template; /* where the nodes stand */
    il_fidelity result;
    il_str path;
    bool quiet; /* counting only, for the arms of a choice */
} comparison;

typedef struct {
    il_str path, attribute; /* of what a reference means; the path is a name for a pseudo parameter */
} target;

static il_str resource_path(const il_node *resource, il_str id)
{
    il_str path = il_node_string(il_node_get(il_node_get(resource, IL_STR("Metadata")), IL_STR("aws:cdk:path")));
    return path.n ? path : id;
}

/* The construct path of a logical id of a template; the id itself when it is no resource. */
static il_str path_of(const il_fidelity_template *template, il_str id)
{
    const il_node *resource = il_node_get(il_node_get(template->root, IL_STR("Resources")), id);
    return resource ? resource_path(resource, id) : id;
}

static bool target_of(comparison *c, const il_fidelity_template *template, const il_node *node, target *out);

/* What another stack exports under NAME. */
static bool imported(comparison *c, il_str name, target *out)
{
    for (size_t t = 0; t < c->input->n_templates; t++) {
        const il_node *outputs = il_node_get(c->input->templates[t].root, IL_STR("Outputs"));
        for (size_t i = 0; outputs && i < outputs->map.n; i++) {
            const il_node *output = outputs->map.members[i].value;
            il_str exported = il_node_string(il_node_get(il_node_get(output, IL_STR("Export")), IL_STR("Name")));
            if (il_str_eq(exported, name))
                return target_of(c, &c->input->templates[t], il_node_get(output, IL_STR("Value")), out);
        }
    }
    return false;
}

/* What another stack has as an output. */
static bool published(comparison *c, const il_node *arg, target *out)
{
    il_str stack = il_node_string(il_node_get(arg, IL_STR("StackName")));
    il_str file = il_arena_printf(c->input->arena, "/%.*s.template.json", IL_FMT(stack));
    for (size_t t = 0; t < c->input->n_templates; t++) {
        const il_fidelity_template *other = &c->input->templates[t];
        const il_node *output = il_node_get(il_node_get(other->root, IL_STR("Outputs")),
                                            il_node_string(il_node_get(arg, IL_STR("OutputName"))));
        if (il_str_ends(other->name, file))
            return target_of(c, other, il_node_get(output, IL_STR("Value")), out);
    }
    return false;
}

static bool target_of(comparison *c, const il_fidelity_template *template, const il_node *node, target *out)
{
    if (!node || node->kind != IL_NODE_MAP || node->map.n != 1)
        return false;
    il_str key = node->map.members[0].key->text;
    const il_node *arg = node->map.members[0].value;
    if (il_str_is(key, "Fn::ImportValue"))
        return imported(c, il_node_string(arg), out);
    if (il_str_is(key, "Fn::GetStackOutput"))
        return published(c, arg, out);
    if (il_str_is(key, "Ref")) {
        *out = (target){path_of(template, il_node_string(arg)), {NULL, 0}};
        return true;
    }
    if (!il_str_is(key, "Fn::GetAtt") || arg->kind != IL_NODE_LIST || arg->list.n != 2)
        return false;
    *out = (target){path_of(template, il_node_string(arg->list.items[0])), il_node_string(arg->list.items[1])};
    return true;
}

static bool is_function(const il_node *node)
{
    if (node->kind != IL_NODE_MAP || node->map.n != 1)
        return false;
    il_str key = node->map.members[0].key->text;
    return il_str_is(key, "Ref") || il_str_starts(key, IL_STR("Fn::"));
}

static size_t leaves_of(const il_node *node)
{
    size_t n = 0;
    if (node->kind == IL_NODE_MAP && !is_function(node)) {
        for (size_t i = 0; i < node->map.n; i++)
            n += leaves_of(node->map.members[i].value);
        return n ? n : 1;
    }
    if (node->kind == IL_NODE_LIST) {
        for (size_t i = 0; i < node->list.n; i++)
            n += leaves_of(node->list.items[i]);
        return n ? n : 1;
    }
    return 1;
}

static void report(comparison *c, const char *what, il_str at, const il_node *node, const il_value *value)
{
    if (c->quiet || !c->input->log)
        return;
    il_str text = node ? il_node_string(node) : (il_str){NULL, 0};
    fprintf(c->input->log, "%s %.*s %.*s", what, IL_FMT(c->path), IL_FMT(at));
    if (text.n)
        fprintf(c->input->log, " = %.*s", (int)(text.n < 60 ? text.n : 60), text.p);
    if (value && value->kind == IL_UNKNOWN)
        fprintf(c->input->log, " (%s %.*s)", value->unknown.reason, IL_FMT(value->unknown.detail));
    else if (value && value->kind == IL_STRING)
        fprintf(c->input->log, " model: %.*s", IL_FMT(value->string));
    else if (value)
        fprintf(c->input->log, " model: %s", il_kind_name(value->kind));
    fputc('\n', c->input->log);
}

static void differ(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    c->result.different++;
    report(c, "different", at, node, value);
}

static void unknown(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    c->result.unknown += leaves_of(node);
    if (c->input->verbose)
        report(c, "unknown", at, node, value);
}

static il_str below(comparison *c, il_str at, il_str key)
{
    return at.n ? il_arena_printf(c->input->arena, "%.*s.%.*s", IL_FMT(at), IL_FMT(key)) : key;
}

static void compare(comparison *c, il_str at, const il_node *node, const il_value *value);

static bool scalars_equal(const il_node *node, const il_value *value)
{
    double a;
    switch (value->kind) {
    case IL_STRING:
        return il_str_eq(node->text, value->string);
    case IL_BOOL:
        return il_str_is(node->text, value->boolean ? "true" : "false");
    case IL_NUMBER:
        return il_str_number(node->text, &a) && a == value->number;
    case IL_NULL:
        return node->kind == IL_NODE_NULL;
    default:
        return false;
    }
}

static bool reference_equal(comparison *c, const il_node *node, const il_value *value)
{
    target t;
    if (value->kind != IL_REF || !target_of(c, c->template, node, &t) || !il_str_eq(t.attribute, value->ref.attribute))
        return false;
    il_str path = value->ref.target ? value->ref.target->construct_path : value->ref.name;
    if (value->ref.target && path.n == 0)
        path = value->ref.target->logical_id;
    return il_str_eq(t.path, path) || (value->ref.target && il_str_eq(t.path, value->ref.target->logical_id));
}

static bool join_equal(comparison *c, const il_node *node, const il_value *value)
{
    const il_node *arg = node->map.members[0].value;
    if (value->kind != IL_CALL || arg->kind != IL_NODE_LIST || arg->list.n != 2 || il_node_string(arg->list.items[0]).n)
        return false;
    const il_node *parts = arg->list.items[1];
    if (parts->kind != IL_NODE_LIST || parts->list.n != value->call.n)
        return false;
    for (size_t i = 0; i < parts->list.n; i++) {
        const il_node *part = parts->list.items[i];
        const il_value *item = value->call.items[i];
        if (is_function(part) ? !reference_equal(c, part, item) : !scalars_equal(part, item))
            return false;
    }
    return true;
}

static bool has_unknown(const il_value *value)
{
    if (value->kind == IL_UNKNOWN || value->kind == IL_CHOICE)
        return true;
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        if (has_unknown(value->call.items[i]))
            return true;
    return false;
}

static void compare_function(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    bool join = il_str_is(node->map.members[0].key->text, "Fn::Join");
    target t;
    bool reference = target_of(c, c->template, node, &t);
    if (reference ? reference_equal(c, node, value) : join && join_equal(c, node, value)) {
        c->result.equal++;
    } else if (has_unknown(value) || value->kind == IL_CALL) {
        unknown(c, at, node, value);
    } else {
        differ(c, at, node, value);
    }
}

static void compare_map(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    for (size_t i = 0; i < node->map.n; i++) {
        il_str key = node->map.members[i].key->text;
        const il_entry *entry = il_value_entry(value, key);
        const il_node *child = node->map.members[i].value;
        if (entry)
            compare(c, below(c, at, key), child, entry->value);
        else if (value->open)
            unknown(c, below(c, at, key), child, NULL);
        else
            differ(c, below(c, at, key), child, &il_missing);
    }
    for (size_t i = 0; i < value->map.n; i++) {
        const il_entry *entry = &value->map.entries[i];
        if (!il_node_get(node, entry->key) && entry->value->kind != IL_UNKNOWN && entry->value->kind != IL_CHOICE)
            differ(c, below(c, at, entry->key), NULL, entry->value);
    }
    if (node->map.n == 0 && value->map.n == 0)
        c->result.equal++;
}

static void compare_list(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    for (size_t i = 0; i < node->list.n; i++) {
        il_str key = il_arena_printf(c->input->arena, "%zu", i);
        if (i < value->list.n && !value->open)
            compare(c, below(c, at, key), node->list.items[i], value->list.items[i]);
        else if (value->open)
            unknown(c, below(c, at, key), node->list.items[i], NULL);
        else
            differ(c, below(c, at, key), node->list.items[i], &il_missing);
    }
    for (size_t i = node->list.n; i < value->list.n && !value->open; i++)
        if (!has_unknown(value->list.items[i]))
            differ(c, below(c, at, il_arena_printf(c->input->arena, "%zu", i)), NULL, value->list.items[i]);
    if (node->list.n == 0 && value->list.n == 0)
        c->result.equal++;
}

/* An arm of a choice that the template has taken: nothing in it is different. */
static bool arm_fits(comparison *c, il_str at, const il_node *node, const il_value *arm)
{
    comparison trial = *c;
    trial.quiet = true;
    trial.result = (il_fidelity){0};
    compare(&trial, at, node, arm);
    return trial.result.different == 0;
}

static void compare(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    if (value->kind == IL_UNKNOWN) {
        unknown(c, at, node, value);
    } else if (value->kind == IL_CHOICE) {
        bool fits = false;
        for (size_t i = 0; i < value->choice.n; i++)
            fits = fits || arm_fits(c, at, node, value->choice.arms[i].value);
        if (fits)
            unknown(c, at, node, value);
        else
            differ(c, at, node, value);
    } else if (is_function(node)) {
        compare_function(c, at, node, value);
    } else if (node->kind == IL_NODE_MAP && value->kind == IL_MAP) {
        compare_map(c, at, node, value);
    } else if (node->kind == IL_NODE_LIST && value->kind == IL_LIST) {
        compare_list(c, at, node, value);
    } else if (node->kind != IL_NODE_MAP && node->kind != IL_NODE_LIST && scalars_equal(node, value)) {
        c->result.equal++;
    } else if (has_unknown(value)) {
        unknown(c, at, node, value);
    } else {
        differ(c, at, node, value);
    }
}

static const il_resource *model_resource(const il_app *app, il_str path, il_str type)
{
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *r = app->resources.items[i];
        if (il_str_eq(r->construct_path, path) && il_str_is(type, r->type))
            return r;
    }
    return NULL;
}

static void compare_resource(comparison *c, const il_resource *resource, const il_node *node, il_str id)
{
    static const char *const parts[] = {"Properties", "DeletionPolicy", "UpdateReplacePolicy"};
    static const il_node none = {.kind = IL_NODE_MAP};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const il_node *child = il_node_get(node, il_str_of(parts[i]));
        const il_value *value = il_value_get(resource->body, il_str_of(parts[i]));
        if (!child && value->kind == IL_MAP)
            child = &none;
        if (child)
            compare(c, i ? il_str_of(parts[i]) : (il_str){NULL, 0}, child, value);
        else if (value->kind != IL_MISSING && value->kind != IL_UNKNOWN && value->kind != IL_CHOICE)
            differ(c, il_str_of(parts[i]), NULL, value);
    }
    if (resource->logical_id.n && !il_str_eq(resource->logical_id, id)) {
        c->result.different++;
        report(c, "logical id", resource->logical_id, NULL, NULL);
    }
}

static void compare_template(comparison *c)
{
    const il_node *resources = il_node_get(c->template->root, IL_STR("Resources"));
    for (size_t i = 0; resources && i < resources->map.n; i++) {
        il_str id = resources->map.members[i].key->text;
        const il_node *node = resources->map.members[i].value;
        il_str type = il_node_string(il_node_get(node, IL_STR("Type")));
        if (il_str_is(type, "AWS::CDK::Metadata"))
            continue;
        c->path = resource_path(node, id);
        c->result.resources++;
        const il_resource *resource = model_resource(c->input->app, c->path, type);
        if (resource) {
            c->result.found++;
            compare_resource(c, resource, node, id);
        } else {
            c->result.missing++;
            c->result.unknown_types += il_app_may_make(c->input->app, type);
            report(c, il_app_may_make(c->input->app, type) ? "missing (gap)" : "missing", type, NULL, NULL);
        }
    }
}

/* Whether a resource of the model stands in some template. */
static bool in_templates(const il_fidelity_input *input, const il_resource *resource)
{
    for (size_t t = 0; t < input->n_templates; t++) {
        const il_node *resources = il_node_get(input->templates[t].root, IL_STR("Resources"));
        for (size_t i = 0; resources && i < resources->map.n; i++)
            if (il_str_eq(resource_path(resources->map.members[i].value, resources->map.members[i].key->text),
                          resource->construct_path))
                return true;
    }
    return false;
}

il_fidelity il_fidelity_compare(const il_fidelity_input *input)
{
    comparison c = {.input = input};
    for (size_t t = 0; t < input->n_templates; t++) {
        c.template = &input->templates[t];
        compare_template(&c);
    }
    for (size_t i = 0; i < input->app->resources.n; i++) {
        const il_resource *r = input->app->resources.items[i];
        if (il_resource_is_fact(r) || r->condition.text.n || r->many || in_templates(input, r))
            continue;
        c.path = r->construct_path;
        c.result.extra++;
        report(&c, "extra", il_str_of(r->type), NULL, NULL);
    }
    return c.result;
}
