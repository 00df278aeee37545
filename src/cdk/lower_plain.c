/* Program values as they are: data becomes data, a construct's member a reference, what cannot be known an unknown with its reason. */
#include <math.h>
#include <string.h>

#include "lower.h"

static il_low_node *own(il_low_node *node, const il_ev *ev)
{
    if (!node)
        return NULL;
    node->origin = ev->origin;
    node->handle = ev;
    return node;
}

static il_low_node *scalar(il_low *low, const il_ev *ev, const il_value *value)
{
    value = il_value_with_handle(low->arena, value, ev);
    return il_low__leaf(low, ev->origin ? il_value_with_origin(low->arena, value, ev->origin) : value);
}

static il_low_node *list_of(il_low *low, const il_ev *ev)
{
    il_low_node *list = il_low__list(low, ev->loc);
    for (size_t i = 0; i < ev->list.n; i++)
        il_low__push(low, list, il_low__plain(low, ev->list.items[i]));
    list->open = ev->open;
    return own(list, ev);
}

static il_low_node *map_of(il_low *low, const il_ev *ev, const struct il_object *object)
{
    il_low_node *map = il_low__map(low, ev->loc);
    for (size_t i = 0; i < object->fields.n; i++) {
        const il_field *field = &object->fields.items[i];
        il_low__put(low, map, il_str_of(field->name), field->name_loc, il_low__plain(low, field->value));
    }
    map->open = ev->open || object->open;
    return own(map, ev);
}

static il_low_node *text_of(il_low *low, const il_ev *ev)
{
    const il_value **parts = IL_NEW_ARRAY(low->arena, ev->list.n, const il_value *);
    for (size_t i = 0; i < ev->list.n; i++) {
        il_low_node *part = il_low__plain(low, ev->list.items[i]);
        parts[i] = part ? il_low__freeze(low, NULL, part) : il_value_string(low->arena, ev->loc, IL_STR("undefined"));
        if (parts[i]->kind == IL_NUMBER || parts[i]->kind == IL_BOOL)
            parts[i] = il_low__as_text(low, parts[i]);
    }
    const il_value *text = il_value_join(low->arena, ev->loc, parts, ev->list.n);
    return il_low__leaf(low, il_value_with_handle(low->arena, text, ev));
}

il_low_node *il_low__choose(il_low *low, const il_ev *choice, il_low_node **nodes)
{
    il_arm *arms = IL_NEW_ARRAY(low->arena, choice->choice.n, il_arm);
    for (size_t i = 0; i < choice->choice.n; i++)
        arms[i] = (il_arm){choice->choice.conditions[i], il_low__freeze(low, NULL, nodes[i])};
    return il_low__leaf(low, il_value_choice(low->arena, choice->loc, arms, choice->choice.n));
}

static il_low_node *choice_of(il_low *low, const il_ev *ev)
{
    il_low_node **nodes = IL_NEW_ARRAY(low->arena, ev->choice.n, il_low_node *);
    for (size_t i = 0; i < ev->choice.n; i++)
        nodes[i] = il_low__plain(low, ev->choice.arms[i]);
    return il_low__choose(low, ev, nodes);
}

il_low_node *il_low__either(il_low_unit *unit, il_condition condition, il_low_node *when, il_low_node *otherwise)
{
    il_low *low = unit->low;
    il_arm *arms = IL_NEW_ARRAY(low->arena, 2, il_arm);
    il_condition other = condition;
    other.holds = !other.holds;
    arms[0] = (il_arm){condition, il_low__freeze(low, unit, when)};
    arms[1] = (il_arm){other, il_low__freeze(low, unit, otherwise)};
    return il_low__leaf(low, il_value_choice(low->arena, condition.loc, arms, 2));
}

static il_low_node *unknown_of(il_low *low, const il_ev *ev)
{
    il_str detail = ev->unknown.detail;
    const il_value *value = il_value_unknown(low->arena, ev->loc, ev->unknown.reason, detail);
    return scalar(low, ev, value);
}

static il_low_node *symbolic(il_low *low, const il_ev *ev)
{
    const char *reason = ev->kind == IL_EV_NEW    ? "library object"
                         : ev->kind == IL_EV_CALL ? "result of a library function"
                                                  : "library name";
    il_str detail = il_str_of(ev->lib.symbol ? ev->lib.symbol : ev->lib.member);
    return scalar(low, ev, il_value_unknown(low->arena, ev->loc, reason, detail));
}

/* A construct where a value is expected: what CDK makes of it is not known. */
static il_low_node *object_of_program(il_low *low, const il_ev *ev)
{
    if (ev->kind == IL_EV_INSTANCE && !ev->instance.construct) {
        il_low_node *map = map_of(low, ev, ev->instance.fields);
        map->open = true;
        return map;
    }
    return scalar(low, ev, il_value_unknown(low->arena, ev->loc, "object of the program", (il_str){NULL, 0}));
}

il_low_node *il_low__plain(il_low *low, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(low, value);
    switch (ev->kind) {
    case IL_EV_UNDEFINED:
        return NULL;
    case IL_EV_NULL:
        return scalar(low, ev, il_value_null(low->arena, ev->loc));
    case IL_EV_BOOL:
        return scalar(low, ev, il_value_bool(low->arena, ev->loc, ev->boolean));
    case IL_EV_NUMBER:
        return scalar(low, ev, il_value_number(low->arena, ev->loc, ev->number));
    case IL_EV_STRING:
        return scalar(low, ev, il_value_string(low->arena, ev->loc, ev->string));
    case IL_EV_CONCAT:
        return text_of(low, ev);
    case IL_EV_ARRAY:
        return list_of(low, ev);
    case IL_EV_OBJECT:
        return map_of(low, ev, ev->object);
    case IL_EV_MEMBER:
        return il_low__member_of(low, ev->lib.receiver, il_str_of(ev->lib.member), ev->loc);
    case IL_EV_CHOICE:
        return choice_of(low, ev);
    case IL_EV_UNKNOWN:
        return unknown_of(low, ev);
    case IL_EV_SYMBOL:
    case IL_EV_CALL:
    case IL_EV_NEW:
        return symbolic(low, ev);
    case IL_EV_FUNCTION:
    case IL_EV_CLASS:
    case IL_EV_INSTANCE:
    case IL_EV_CONSTRUCT:
        return object_of_program(low, ev);
    }
    return NULL;
}

const il_value *il_low__as_text(il_low *low, const il_value *value)
{
    il_str text;
    if (value->kind == IL_NUMBER && value->number == floor(value->number) && fabs(value->number) < 1e15)
        text = il_arena_printf(low->arena, "%.0f", value->number);
    else if (value->kind == IL_NUMBER)
        text = il_arena_printf(low->arena, "%.17g", value->number);
    else if (value->kind == IL_BOOL)
        text = value->boolean ? IL_STR("true") : IL_STR("false");
    else
        return value;
    double again;
    for (int digits = 1; value->kind == IL_NUMBER && text.n > 16 && digits < 17; digits++) {
        il_str shorter = il_arena_printf(low->arena, "%.*g", digits, value->number);
        if (il_str_number(shorter, &again) && again == value->number) {
            text = shorter;
            break;
        }
    }
    const il_value *out = il_value_string(low->arena, value->loc, text);
    return il_value_with_handle(low->arena, il_value_with_origin(low->arena, out, value->origin), value->handle);
}

/* "@Resource|Arn": one of the unit's own resources; "@@region": of its stack's environment. */
static il_low_node *own_reference(il_low *low, il_low_unit *unit, il_str name, il_loc loc)
{
    name = il_str_slice(name, 1, name.n);
    if (il_str_is(name, "@assetBucket"))
        return il_low__asset_bucket(unit, loc);
    if (il_str_starts(name, IL_STR("@")))
        return il_low__environment(unit, il_str_slice(name, 1, name.n), loc);
    il_str relative = il_str_cut(&name, '|');
    const il_low_part *part = il_low__part_at(unit, relative);
    if (!part && il_cat_get(unit->data, IL_W_MAKES)) /* it is there, and not seen */
        return il_low__unknown(low, loc, "member of a library object", unit->class);
    return part ? il_low__ref(low, loc, part, name) : NULL;
}

il_low_node *il_low__member_of(il_low *low, const il_ev *receiver, il_str name, il_loc loc)
{
    receiver = il_low__reduce(low, receiver);
    il_construct *construct = il_ev_construct(receiver);
    il_low_unit *unit = construct ? il_low__unit_of(construct) : NULL;
    if (il_str_starts(name, IL_STR("@@")) && !unit)
        unit = low->here;
    if (!unit) {
        bool unknown = receiver->kind == IL_EV_UNKNOWN;
        return il_low__unknown(low, loc, unknown ? receiver->unknown.reason : "member of a library object", name);
    }
    if (name.p[0] == '@')
        return own_reference(low, unit, name, loc);
    if (unit->l1)
        return il_low__l1_member(unit, name, loc);
    il_str detail = il_arena_printf(low->arena, "%.*s.%.*s", IL_FMT(unit->class), IL_FMT(name));
    return il_low__unknown(low, loc, "member of a library object", detail);
}
