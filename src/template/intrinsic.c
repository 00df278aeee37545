/* Which function a node calls, and what becomes of the call. Promises: a function that the table does not know is unknown, one that it
 * knows but cannot fold stays a call, and nothing is evaluated twice. Says nothing about wrong arguments: that is cfn-lint's trade. */
#include "reader.h"

#include <string.h>

typedef const il_value *handler(il_reader *r, const il_site *site);

const il_value *il_reader__malformed(il_reader *r, const il_site *site)
{
    il_loc loc = il_reader__loc(r, site->node);
    return il_reader__own(il_value_unknown(r->arena, loc, "malformed function", il_str_of(site->name)), site->node);
}

/* The list in which the arguments stand, or NULL when there is one argument that is no list, or a function instead of the list. */
static const il_node *arguments(const il_site *site)
{
    bool list = site->args->kind == IL_NODE_LIST && (site->args == site->node || !site->args->tag);
    return list ? site->args : NULL;
}

size_t il_reader__n_args(const il_site *site)
{
    const il_node *list = arguments(site);
    return list ? list->list.n : 0;
}

const il_node *il_reader__nth(const il_site *site, size_t n)
{
    return n < il_reader__n_args(site) ? arguments(site)->list.items[n] : NULL;
}

/* The function that the one key of the map NODE names. */
static bool named_by_key(const il_node *node, il_site *out)
{
    if (node->kind != IL_NODE_MAP || node->map.n != 1)
        return false;
    il_str key = node->map.members[0].key->text;
    bool function = il_str_starts(key, IL_STR("Fn::")) && !il_str_starts(key, IL_STR("Fn::ForEach::"));
    if (!function && !il_str_is(key, "Ref"))
        return false;
    *out = (il_site){il_intern(key), node, node->map.members[0].value};
    return true;
}

const il_value *il_reader__argument(il_reader *r, const il_site *site)
{
    il_site inner;
    if (site->args != site->node)
        return il_reader__value(r, site->args);
    if (named_by_key(site->node, &inner)) /* !Base64 with {"Fn::Sub": …} */
        return il_reader__call(r, &inner);
    return il_reader__contents(r, site->node);
}

const il_value *il_reader__kept(il_reader *r, const il_site *site, const il_value *const *items, size_t n)
{
    const il_value **copy = IL_NEW_ARRAY(r->arena, n, const il_value *);
    for (size_t i = 0; i < n; i++)
        copy[i] = items[i];
    return il_reader__own(il_value_call(r->arena, il_reader__loc(r, site->node), site->name, copy, n), site->node);
}

/* A function that is not folded. */
static const il_value *keep(il_reader *r, const il_site *site)
{
    const il_node *list = arguments(site);
    if (!list) {
        const il_value *only = il_reader__argument(r, site);
        return il_reader__kept(r, site, &only, 1);
    }
    const il_value **items = IL_NEW_ARRAY(r->arena, list->list.n, const il_value *);
    for (size_t i = 0; i < list->list.n; i++)
        items[i] = il_reader__value(r, list->list.items[i]);
    return il_reader__kept(r, site, items, list->list.n);
}

/* Has VALUE resolved when all templates are read. */
static const il_value *postpone(il_reader *r, const il_value *value, il_pending pending)
{
    pending.value = (il_value *)value;
    pending.stack = r->stack;
    IL_PUSH(r->arena, r->pending, pending);
    return value;
}

const il_value *il_reader__reference(il_reader *r, il_loc loc, const il_node *node, il_str name, il_str attribute)
{
    if (attribute.n == 0 && il_str_is(name, "AWS::NoValue"))
        return il_reader__own(il_value_missing_at(r->arena, loc), node);
    if (r->naming && !r->nested && r->stack->name.n && il_str_is(name, "AWS::StackName"))
        return il_reader__own(il_value_string(r->arena, loc, r->stack->name), node);
    const il_parameter *parameter = il_map_get(&r->parameters, name);
    const il_value *value = NULL;
    if (attribute.n == 0 && parameter)
        value = il_reader__parameter_value(r, parameter);
    else if (attribute.n == 0 && il_str_starts(name, IL_STR("AWS::")))
        value = il_reader__given(r, name);
    if (value && value->origin == IL_FROM_ENVIRONMENT && !value->loc.source)
        return il_reader__own(il_value_at(r->arena, value, loc), node); /* given from outside: written nowhere else */
    if (value)
        return value;
    const il_resource *target = il_map_get(&r->resources, name);
    const il_value *ref = il_reader__own(il_value_ref(r->arena, loc, target, name, attribute), node);
    if (parameter)
        ((il_value *)ref)->parameter = parameter->fact; /* made just now */
    if (target && strcmp(target->type, "AWS::CloudFormation::Stack") == 0 &&
        il_str_starts(attribute, IL_STR("Outputs.")))
        return postpone(
            r, ref, (il_pending){.name = il_str_slice(attribute, strlen("Outputs."), attribute.n), .nested = target});
    return ref;
}

const il_value *il_reader__dotted(il_reader *r, il_loc loc, const il_node *node, il_str dotted)
{
    size_t dot = il_str_find(dotted, IL_STR("."), 0);
    il_str name = il_str_slice(dotted, 0, dot),
           attribute = il_str_slice(dotted, dot == SIZE_MAX ? dot : dot + 1, dotted.n);
    return il_reader__reference(r, loc, node, name, attribute);
}

static const il_value *ref(il_reader *r, const il_site *site)
{
    if (site->args->kind != IL_NODE_STRING || (site->args != site->node && site->args->tag))
        return il_reader__malformed(r, site);
    return il_reader__reference(r, il_reader__loc(r, site->node), site->node, site->args->text, (il_str){NULL, 0});
}

/* "A.B", [A, B], and [A, B, C] for the attribute "B.C". */
static const il_value *get_att(il_reader *r, const il_site *site)
{
    il_loc loc = il_reader__loc(r, site->node);
    const il_node *list = arguments(site);
    if (!list && site->args->kind == IL_NODE_STRING)
        return il_reader__dotted(r, loc, site->node, site->args->text);
    if (!list || list->list.n < 2)
        return il_reader__malformed(r, site);
    il_str attribute = {NULL, 0};
    for (size_t i = 0; i < list->list.n; i++) {
        const il_node *part = list->list.items[i];
        if (part->kind != IL_NODE_STRING || part->tag)
            return keep(r, site); /* an attribute that is worked out */
        if (i == 1)
            attribute = part->text;
        else if (i > 1)
            attribute = il_arena_printf(r->arena, "%.*s.%.*s", IL_FMT(attribute), IL_FMT(part->text));
    }
    return il_reader__reference(r, loc, site->node, list->list.items[0]->text, attribute);
}

static const il_value *import_value(il_reader *r, const il_site *site)
{
    const il_value *name = il_reader__argument(r, site);
    const il_value *call = il_reader__kept(r, site, &name, 1);
    return name->kind == IL_STRING ? postpone(r, call, (il_pending){.name = name->string}) : call;
}

/* An output of a stack by its name, as CDK writes weak references from stack to stack. In another region it stays a call: stacks
 * of one name may stand in several. */
static const il_value *stack_output(il_reader *r, const il_site *site)
{
    const il_value *call = keep(r, site);
    il_str stack = il_node_string(il_node_get(site->args, IL_STR("StackName")));
    il_str output = il_node_string(il_node_get(site->args, IL_STR("OutputName")));
    il_str region = il_node_string(il_node_get(site->args, IL_STR("Region")));
    bool here = !region.n || il_str_ends(r->stack->environment, region);
    if (!stack.n || !output.n || !here)
        return call;
    return postpone(r, call, (il_pending){.name = output, .from = stack});
}

/* A macro: its result may be anything. */
static const il_value *transform(il_reader *r, const il_site *site)
{
    il_str name = il_node_string(il_node_get(site->args, IL_STR("Name")));
    return il_reader__own(il_value_unknown(r->arena, il_reader__loc(r, site->node), "macro", name), site->node);
}

static const struct {
    const char *name;
    handler *handle;
} functions[] = {
    {"Ref", ref},
    {"Fn::GetAtt", get_att},
    {"Fn::Sub", il_reader__sub},
    {"Fn::Join", il_reader__join},
    {"Fn::If", il_reader__if},
    {"Fn::ImportValue", import_value},
    {"Fn::Select", il_reader__select},
    {"Fn::Split", il_reader__split},
    {"Fn::FindInMap", il_reader__find_in_map},
    {"Fn::Transform", transform},
    {"Fn::GetAZs", keep},
    {"Fn::Base64", keep},
    {"Fn::Cidr", il_reader__cidr},
    {"Fn::ToJsonString", il_reader__to_json_string},
    {"Fn::Length", il_reader__length},
    {"Fn::And", keep},
    {"Fn::Or", keep},
    {"Fn::Not", keep},
    {"Fn::Equals", keep},
    {"Fn::Contains", keep},
    {"Fn::EachMemberEquals", keep},
    {"Fn::EachMemberIn", keep},
    {"Fn::RefAll", keep},
    {"Fn::ValueOf", keep},
    {"Fn::ValueOfAll", keep},
    {"Fn::GetStackOutput", stack_output},
    {"Condition", keep},
};

bool il_reader__site_of(const il_node *node, il_site *out)
{
    if (node->tag) {
        bool bare = strcmp(node->tag, "Ref") == 0 || strcmp(node->tag, "Condition") == 0;
        char name[64] = "Fn::";
        size_t room = sizeof name - 1 - strlen(name);
        strncat(name, node->tag, room);
        *out = (il_site){bare ? node->tag : il_intern(il_str_of(name)), node, node};
        return true;
    }
    return named_by_key(node, out);
}

const il_value *il_reader__call(il_reader *r, const il_site *site)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, site->name) == 0)
            return functions[i].handle(r, site);
    il_loc loc = il_reader__loc(r, site->node);
    return il_reader__own(il_value_unknown(r->arena, loc, "unknown function", il_str_of(site->name)), site->node);
}
