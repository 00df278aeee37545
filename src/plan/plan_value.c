/* Paths and static data of pages: where they lie in a resource's body and what they are as patches. */
#include <math.h>
#include <string.h>

#include "planner.h"

il_str il_plan__body_path(il_arena *arena, const il_verdict *verdict, const char *path)
{
    il_str text = il_str_of(path);
    if (il_str_starts(text, IL_STR("$each"))) {
        il_str rest = il_str_slice(text, 5, text.n);
        bool whole = verdict->element.n == 0;
        return whole ? (il_str){0}
                     : il_arena_printf(arena, "Properties.%.*s%.*s", IL_FMT(verdict->element), IL_FMT(rest));
    }
    if (il_str_starts(text, IL_STR("$self.")))
        text = il_str_slice(text, 6, text.n);
    if (il_str_starts(text, IL_STR("$")))
        return (il_str){0};
    if (il_str_starts(text, IL_STR(".")))
        return il_str_slice(text, 1, text.n);
    return il_arena_printf(arena, "Properties.%.*s", IL_FMT(text));
}

const il_value *il_plan__value_at(const il_value *body, il_str path)
{
    il_str rest = path;
    while (rest.p && body->kind != IL_MISSING) {
        il_str key = il_str_cut(&rest, '.');
        long index = il_edit_index(key);
        if (body->kind == IL_LIST)
            body = index >= 0 && (size_t)index < body->list.n ? body->list.items[index] : &il_missing;
        else
            body = il_value_get(body, key);
    }
    return body;
}

il_str il_plan__number(il_arena *arena, double number)
{
    if (number == floor(number) && fabs(number) < 1e15)
        return il_arena_printf(arena, "%.0f", number);
    for (int precision = 1; precision < 17; precision++) {
        il_str text = il_arena_printf(arena, "%.*g", precision, number);
        double back;
        if (il_str_number(text, &back) && back == number)
            return text;
    }
    return il_arena_printf(arena, "%.17g", number);
}

/* The value of the rule's parameter NAME: the user's, else the page's. */
static const il_value *parameter(const il_planning *p, il_str name)
{
    const il_rule *rule = p->verdict->rule;
    const il_rule_options *options = p->planner->input.options;
    if (options && options->params) {
        const il_value *set = il_value_get(il_value_get(options->params, il_str_of(rule->id)), name);
        if (set->kind != IL_MISSING && set->kind != IL_UNKNOWN)
            return set;
    }
    for (size_t i = 0; i < rule->n_params; i++) {
        if (il_str_is(name, rule->params[i].name))
            return rule->params[i].fallback;
    }
    return NULL;
}

const il_value *il_plan__wanted(const il_planning *p, const il_value *value)
{
    if (value->kind != IL_STRING || value->string.n < 2 || value->string.p[0] != '$')
        return value;
    const il_value *found = parameter(p, il_str_slice(value->string, 1, value->string.n));
    return found ? found : value;
}

const il_value *il_plan__leaf(const il_planning *p, const il_rule_set_leaf *leaf)
{
    if (!leaf->operand)
        return il_plan__wanted(p, leaf->value);
    const il_value *found = p->facts ? p->facts->wanted[leaf - p->page->set] : NULL;
    return found ? found : &il_missing;
}

bool il_plan__adds(const il_value *present, const il_value *wanted)
{
    return wanted->kind == IL_LIST && present->kind == IL_LIST && present->list.n > 0;
}

static il_edit_value *reference(const il_planning *p, const il_value *value)
{
    il_edit_value *map = il_edit_map(p->arena), *list = il_edit_list(p->arena);
    if (value->ref.attribute.n == 0) {
        il_edit_put(p->arena, map, IL_STR("Ref"), il_edit_string(p->arena, value->ref.name));
        return map;
    }
    il_edit_add(p->arena, list, il_edit_string(p->arena, value->ref.name));
    il_edit_add(p->arena, list, il_edit_string(p->arena, value->ref.attribute));
    il_edit_put(p->arena, map, IL_STR("Fn::GetAtt"), list);
    return map;
}

il_edit_value *il_plan__patch_of(const il_planning *p, const il_value *value)
{
    il_arena *arena = p->arena;
    value = il_plan__wanted(p, value);
    il_edit_value *patch;
    switch (value->kind) {
    case IL_BOOL:
        return il_edit_literal(arena, value->boolean ? IL_STR("true") : IL_STR("false"));
    case IL_NUMBER:
        return il_edit_literal(arena, il_plan__number(arena, value->number));
    case IL_STRING:
        return il_edit_string(arena, value->string);
    case IL_LIST:
        patch = il_edit_list(arena);
        for (size_t i = 0; i < value->list.n; i++)
            il_edit_add(arena, patch, il_plan__patch_of(p, value->list.items[i]));
        return patch;
    case IL_MAP:
        patch = il_edit_map(arena);
        for (size_t i = 0; i < value->map.n; i++)
            il_edit_put(arena, patch, value->map.entries[i].key, il_plan__patch_of(p, value->map.entries[i].value));
        return patch;
    case IL_REF:
        return reference(p, value);
    default:
        return il_edit_literal(arena, IL_STR("null"));
    }
}

bool il_plan__has_hole(const il_value *value)
{
    if (value->kind == IL_STRING)
        return il_str_contains(value->string, IL_STR("{{"));
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++) {
        if (il_plan__has_hole(value->list.items[i]))
            return true;
    }
    for (size_t i = 0; value->kind == IL_MAP && i < value->map.n; i++) {
        if (il_plan__has_hole(value->map.entries[i].value))
            return true;
    }
    return false;
}
