/* Parameters. One with a Default stands for it, with the origin `parameter`; what a caller gives comes first: the stack that this one is
 * nested in, or whoever runs infralint. One with neither is a choice of its AllowedValues, when these are few. Any other, a secret one
 * (NoEcho) and one that names an SSM parameter (its value is only the name) stay refs. Each is a Parameter fact. */
#include "reader.h"

/* The items of TEXT, a list parameter's value, each at its own bytes where TEXT stands in the file as it reads. */
static const il_value *list_value(il_reader *r, const il_value *text)
{
    IL_VEC(const il_value *) items = {0};
    il_loc whole = text->loc;
    size_t base = whole.source ? il_str_find(il_loc_text(whole), text->string, 0) : SIZE_MAX;
    size_t first = text->string.n && base != SIZE_MAX ? whole.span.start + base : SIZE_MAX;
    il_str rest = text->string;
    while (rest.p) {
        il_str item = il_str_trim(il_str_cut(&rest, ','));
        il_loc loc = whole;
        if (first != SIZE_MAX && item.n) {
            loc.span.start = (uint32_t)(first + (size_t)(item.p - text->string.p));
            loc.span.end = loc.span.start + (uint32_t)item.n;
        }
        const il_value *value = il_value_string(r->arena, loc, item);
        IL_PUSH(r->arena, &items, il_reader__derived(il_reader__own(value, text->handle), text));
    }
    const il_value *list = il_value_list(r->arena, whole, items.items, items.n);
    return il_reader__derived(il_reader__own(list, text->handle), text);
}

static bool is_list(il_str type)
{
    return il_str_is(type, "CommaDelimitedList") || il_str_starts(type, IL_STR("List<"));
}

/* VALUE, a known scalar, as a parameter of this type has it. */
static const il_value *typed(il_reader *r, il_str type, const il_value *value)
{
    const il_value *text = is_list(type) ? il_reader__text_of(r, value) : value;
    return is_list(type) && text->kind == IL_STRING ? list_value(r, text) : value;
}

static bool scalar(const il_node *node)
{
    return node && node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP && node->kind != IL_NODE_NULL && !node->tag;
}

/* NODE, a scalar, as a value with the origin `parameter`. */
static const il_value *own_value(il_reader *r, const il_node *node)
{
    return il_value_with_origin(r->arena, il_reader__contents(r, node), IL_FROM_PARAMETER);
}

/* One of ALLOWED, each under its own condition; NULL where they are none, too many or no scalars. */
static const il_value *choice_of(il_reader *r, il_str name, const il_node *allowed)
{
    size_t n = allowed && allowed->kind == IL_NODE_LIST ? allowed->list.n : 0;
    if (n == 0 || n > IL_ARMS_MAX)
        return NULL;
    il_arm *arms = IL_NEW_ARRAY(r->arena, n, il_arm);
    for (size_t i = 0; i < n; i++) {
        const il_node *node = allowed->list.items[i];
        if (!scalar(node))
            return NULL;
        il_str text = il_arena_printf(r->arena, "%.*s = %.*s", IL_FMT(name), IL_FMT(node->text));
        arms[i] = (il_arm){{text, true, il_reader__loc(r, node)}, own_value(r, node)};
    }
    const il_value *value = il_value_choice(r->arena, il_reader__loc(r, allowed), arms, n);
    if (value->kind != IL_CHOICE)
        return value;
    return il_value_with_origin(r->arena, il_reader__own(value, allowed), IL_FROM_PARAMETER);
}

/* The value that the definition itself gives, or NULL. */
static const il_value *own_values(il_reader *r, il_str name, const il_node *definition)
{
    const il_node *value = il_node_get(definition, IL_STR("Default"));
    const il_node *secret = il_node_get(definition, IL_STR("NoEcho"));
    il_str type = il_node_string(il_node_get(definition, IL_STR("Type")));
    bool hidden =
        secret && (secret->kind == IL_NODE_BOOL ? secret->boolean : il_str_eq_nocase(secret->text, IL_STR("true")));
    if (hidden || il_str_starts(type, IL_STR("AWS::SSM::Parameter::Value")))
        return NULL;
    if (value)
        return scalar(value) ? typed(r, type, own_value(r, value)) : NULL;
    return is_list(type) ? NULL : choice_of(r, name, il_node_get(definition, IL_STR("AllowedValues")));
}

const il_value *il_reader__given(il_reader *r, il_str name)
{
    const il_value *found = NULL;
    bool own = false; /* said of this very stack: counts before what is said of all */
    for (size_t i = 0; r->givens && i < r->givens->n; i++) {
        il_given *given = &r->givens->items[i];
        bool meant = given->stack.n ? il_str_eq(given->stack, r->stack->name) : !r->nested;
        if (!meant || !il_str_eq(given->name, name))
            continue;
        given->used = true;
        if (own && !given->stack.n)
            continue;
        own = given->stack.n > 0;
        found = given->value;
    }
    return found;
}

/* What a caller gives for the parameter NAME, or NULL. What may be there or not is no value. */
static const il_value *given_value(il_reader *r, il_str name, il_str type)
{
    const il_value *given = il_reader__given(r, name);
    given = given ? given : il_value_get(r->given, name);
    if (given->kind == IL_MISSING)
        return NULL;
    return il_str_starts(type, IL_STR("AWS::SSM::Parameter::Value"))
               ? il_value_unknown(r->arena, given->loc, "value of an SSM parameter", name)
               : typed(r, type, given);
}

/* The items of a list and the arms of a choice say that they came through FACT too. */
static void mark(const il_value *value, const il_resource *fact)
{
    ((il_value *)value)->parameter = fact; /* made just now, by own_values */
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        mark(value->list.items[i], fact);
    for (size_t i = 0; value->kind == IL_CHOICE && i < value->choice.n; i++)
        mark(value->choice.arms[i].value, fact);
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
    const il_value *given = given_value(r, name, il_node_string(il_node_get(member->value, IL_STR("Type"))));
    parameter->fact = fact;
    parameter->value = given ? given : own_values(r, name, member->value);
    parameter->settled = !given && r->nested; /* the parent leaves the default as it is */
    if (parameter->value && !given)
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
