/* CloudFormation's own functions where a program writes them as data: { Ref: 'X' }, { 'Fn::Join': ['', […]] }, and what `Fn.*` gives. */
#include <string.h>

#include "lower.h"

/* The resource with a logical id in the stack of UNIT; NULL when none has it (a parameter, a pseudo parameter). */
static const il_resource *resource_with(il_low *low, const il_low_unit *unit, il_str id)
{
    const il_str stack = unit && unit->stack ? unit->stack->construct_path : (il_str){NULL, 0};
    return il_map_get(&low->by_logical_id, il_arena_printf(low->arena, "%.*s\n%.*s", IL_FMT(stack), IL_FMT(id)));
}

static const il_value *reference(il_low *low, const il_low_unit *unit, const il_low_node *node, il_str name,
                                 il_str attribute)
{
    if (il_str_is(name, "AWS::NoValue"))
        return &il_missing;
    return il_value_ref(low->arena, node->loc, resource_with(low, unit, name), name, attribute);
}

static const il_value *get_att(il_low *low, const il_low_unit *unit, const il_low_node *node, const il_value *arg)
{
    if (arg->kind == IL_STRING) {
        il_str rest = arg->string, name = il_str_cut(&rest, '.');
        return reference(low, unit, node, name, rest);
    }
    if (arg->kind != IL_LIST || arg->list.n != 2 || arg->list.items[0]->kind != IL_STRING ||
        arg->list.items[1]->kind != IL_STRING)
        return il_value_unknown(low->arena, node->loc, "attribute that cannot be known", (il_str){NULL, 0});
    return reference(low, unit, node, arg->list.items[0]->string, arg->list.items[1]->string);
}

static const il_value *join(il_low *low, const il_low_node *node, const il_value *arg)
{
    if (arg->kind != IL_LIST || arg->list.n != 2 || arg->list.items[0]->kind != IL_STRING ||
        arg->list.items[1]->kind != IL_LIST || arg->list.items[1]->open)
        return il_value_unknown(low->arena, node->loc, "text that cannot be known", (il_str){NULL, 0});
    const il_value *list = arg->list.items[1];
    const il_value **parts = IL_NEW_ARRAY(low->arena, list->list.n * 2 + 1, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < list->list.n; i++) {
        if (i && arg->list.items[0]->string.n)
            parts[n++] = arg->list.items[0];
        parts[n++] = list->list.items[i];
    }
    return il_value_join(low->arena, node->loc, parts, n);
}

/* The value of one ${…} of Fn::Sub. */
static const il_value *substituted(il_low *low, const il_low_unit *unit, const il_low_node *node, il_str name,
                                   const il_value *variables)
{
    const il_entry *entry = il_value_entry(variables, name);
    if (entry)
        return entry->value;
    il_str rest = name, head = il_str_cut(&rest, '.');
    return reference(low, unit, node, head, rest);
}

static const il_value *sub(il_low *low, const il_low_unit *unit, const il_low_node *node, const il_value *arg)
{
    const il_value *variables = arg->kind == IL_LIST && arg->list.n == 2 ? arg->list.items[1] : &il_missing;
    const il_value *text = arg->kind == IL_LIST && arg->list.n ? arg->list.items[0] : arg;
    if (text->kind != IL_STRING)
        return il_value_unknown(low->arena, node->loc, "text that cannot be known", (il_str){NULL, 0});
    il_str s = text->string;
    const il_value **parts = IL_NEW_ARRAY(low->arena, s.n + 1, const il_value *);
    size_t n = 0, from = 0;
    while (from < s.n) {
        size_t at = il_str_find(s, IL_STR("${"), from),
               end = at == SIZE_MAX ? SIZE_MAX : il_str_find(s, IL_STR("}"), at);
        bool literal = end != SIZE_MAX && s.p[at + 2] == '!';
        il_str before = il_str_slice(s, from, end == SIZE_MAX ? s.n : literal ? at + 2 : at);
        if (before.n)
            parts[n++] = il_value_at(low->arena, il_value_string(low->arena, text->loc, before), text->loc);
        if (end == SIZE_MAX)
            break;
        if (literal)
            parts[n++] = il_value_string(low->arena, text->loc, il_str_slice(s, at + 3, end + 1));
        else
            parts[n++] = substituted(low, unit, node, il_str_trim(il_str_slice(s, at + 2, end)), variables);
        from = end + 1;
    }
    return il_value_join(low->arena, node->loc, parts, n);
}

static const il_value *kept(il_low *low, const il_low_node *node, il_str name, const il_value *arg)
{
    const il_value **items;
    size_t n = 1;
    if (arg->kind == IL_LIST) {
        items = arg->list.items;
        n = arg->list.n;
    } else {
        items = IL_NEW_ARRAY(low->arena, 1, const il_value *);
        items[0] = arg;
    }
    return il_value_call(low->arena, node->loc, il_intern(name), items, n);
}

/* Fn::If of a condition that a template would decide: a choice. */
static const il_value *if_of(il_low *low, const il_low_unit *unit, const il_low_node *node)
{
    const il_low_node *parts = node->fields.items[0].node;
    bool known = parts->kind == IL_LOW_LIST && parts->items.n > 1 && !parts->open;
    const il_value *name = known ? il_low__freeze(low, unit, parts->items.items[0]) : &il_missing;
    if (name->kind != IL_STRING)
        return il_value_unknown(low->arena, node->loc, "condition that cannot be known", (il_str){NULL, 0});
    il_arm *arms = IL_NEW_ARRAY(low->arena, 2, il_arm);
    for (size_t i = 0; i < 2; i++)
        arms[i] = (il_arm){{name->string, i == 0, name->loc},
                           i + 1 < parts->items.n ? il_low__freeze(low, unit, parts->items.items[i + 1]) : &il_missing};
    return il_value_choice(low->arena, node->loc, arms, 2);
}

bool il_low__is_function(const il_low_node *node)
{
    return node->kind == IL_LOW_MAP && node->fields.n == 1 && !node->open &&
           (il_str_is(node->fields.items[0].key, "Ref") || il_str_starts(node->fields.items[0].key, IL_STR("Fn::")));
}

const il_value *il_low__intrinsic(il_low *low, const il_low_unit *unit, const il_low_node *node)
{
    if (!il_low__is_function(node))
        return NULL;
    const il_low_field *field = &node->fields.items[0];
    bool ref = il_str_is(field->key, "Ref");
    const il_value *arg = il_low__freeze(low, unit, field->node);
    if (ref)
        return arg->kind == IL_STRING ? reference(low, unit, node, arg->string, (il_str){NULL, 0}) : NULL;
    if (il_str_is(field->key, "Fn::GetAtt"))
        return get_att(low, unit, node, arg);
    if (il_str_is(field->key, "Fn::Join"))
        return join(low, node, arg);
    if (il_str_is(field->key, "Fn::Sub"))
        return sub(low, unit, node, arg);
    if (il_str_is(field->key, "Fn::If"))
        return if_of(low, unit, node);
    return kept(low, node, field->key, arg);
}
