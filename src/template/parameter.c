/* Parameters. One with a Default stands for it, with the origin `parameter`; what a caller gives comes first. A parameter without a value,
 * a secret one (NoEcho) and one that names an SSM parameter (its Default is only the name) stay refs. Each is a Parameter fact. */
#include "reader.h"

/* The items of a list parameter's default, each at its own bytes where the text stands in the file as it reads. */
static const il_value *list_value(il_reader *r, const il_node *node)
{
    IL_VEC(const il_value *) items = {0};
    il_loc whole = il_reader__loc(r, node);
    il_str written = il_loc_text(whole);
    size_t base = il_str_find(written, node->text, 0);
    size_t first = node->text.n && base != SIZE_MAX ? whole.span.start + base : SIZE_MAX;
    il_str rest = node->text;
    while (rest.p) {
        il_str item = il_str_trim(il_str_cut(&rest, ','));
        il_loc loc = whole;
        if (first != SIZE_MAX && item.n) {
            loc.span.start = (uint32_t)(first + (size_t)(item.p - node->text.p));
            loc.span.end = loc.span.start + (uint32_t)item.n;
        }
        const il_value *value = il_reader__own(il_value_string(r->arena, loc, item), node);
        IL_PUSH(r->arena, &items, il_value_with_origin(r->arena, value, IL_FROM_PARAMETER));
    }
    return il_reader__own(il_value_list(r->arena, whole, items.items, items.n), node);
}

static bool is_list(il_str type)
{
    return il_str_is(type, "CommaDelimitedList") || il_str_starts(type, IL_STR("List<"));
}

/* The value that the definition itself gives, or NULL. */
static const il_value *default_value(il_reader *r, const il_node *definition)
{
    const il_node *value = il_node_get(definition, IL_STR("Default"));
    const il_node *secret = il_node_get(definition, IL_STR("NoEcho"));
    il_str type = il_node_string(il_node_get(definition, IL_STR("Type")));
    bool hidden =
        secret && (secret->kind == IL_NODE_BOOL ? secret->boolean : il_str_eq_nocase(secret->text, IL_STR("true")));
    bool scalar = value && value->kind != IL_NODE_LIST && value->kind != IL_NODE_MAP && value->kind != IL_NODE_NULL;
    if (!scalar || value->tag || hidden || il_str_starts(type, IL_STR("AWS::SSM::Parameter::Value")))
        return NULL;
    const il_value *converted = is_list(type) ? list_value(r, value) : il_reader__contents(r, value);
    return il_value_with_origin(r->arena, converted, IL_FROM_PARAMETER);
}

/* The items of a list say that they came through FACT too. */
static void mark(const il_value *value, const il_resource *fact)
{
    ((il_value *)value)->parameter = fact; /* made just now, by default_value */
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        mark(value->list.items[i], fact);
}

static void read_parameter(il_reader *r, const il_member *member)
{
    il_str name = member->key->text;
    if (member->value->kind != IL_NODE_MAP) {
        il_reader__complain(r, il_reader__loc(r, member->value), "the parameter %.*s is not a map", IL_FMT(name));
        return;
    }
    il_resource *fact = il_app_add(r->app, r->stack, il_intern(IL_STR("Parameter")));
    fact->logical_id = name;
    fact->loc = il_reader__loc(r, member->key);
    fact->whole = fact->loc;
    if (!member->merged)
        fact->whole.span.end = member->value->span.end;
    fact->handle = member->value;
    il_entry *entry = IL_NEW(r->arena, il_entry);
    *entry = (il_entry){IL_STR("Properties"), fact->loc, il_reader__contents(r, member->value)};
    fact->body = il_value_map(r->arena, fact->whole, entry, 1);

    il_parameter *parameter = IL_NEW(r->arena, il_parameter);
    const il_value *given = il_value_get(r->given, name);
    parameter->fact = fact;
    parameter->value = given->kind == IL_MISSING ? default_value(r, member->value) : given;
    if (parameter->value && parameter->value != given)
        mark(parameter->value, fact);
    il_map_put(&r->parameters, name, parameter);
}

void il_reader__parameters(il_reader *r)
{
    const il_node *section = il_node_get(r->root, IL_STR("Parameters"));
    if (!section || section->kind == IL_NODE_NULL)
        return;
    if (section->kind != IL_NODE_MAP) {
        il_reader__complain(r, il_reader__loc(r, section), "Parameters is not a map");
        return;
    }
    for (size_t i = 0; i < section->map.n; i++)
        if (!il_str_starts(section->map.members[i].key->text, IL_STR("Fn::")))
            read_parameter(r, &section->map.members[i]);
}
