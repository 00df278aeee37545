/* Shapes: how the value of a prop becomes what CloudFormation holds. Each shape maps over the arms of a choice; what a shape cannot read
 * becomes unknown. */
#include <string.h>

#include "lower.h"

static il_low_node *opaque(il_low *low, const il_ev *value, const char *reason)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind == IL_EV_UNKNOWN)
        return il_low__plain(low, ev);
    return il_low__unknown(low, value->loc, reason, (il_str){NULL, 0});
}

/* The key under which a table holds VALUE; empty when it is no scalar. */
static il_str table_key(il_low *low, const il_ev *ev)
{
    switch (ev->kind) {
    case IL_EV_BOOL:
        return ev->boolean ? IL_STR("true") : IL_STR("false");
    case IL_EV_STRING:
        return ev->string;
    case IL_EV_NUMBER:
        return il_low__as_text(low, il_value_number(low->arena, ev->loc, ev->number))->string;
    default:
        return (il_str){NULL, 0};
    }
}

static void settle(il_low_node *node, const il_ev *value)
{
    if (node && node->kind == IL_LOW_LEAF && !node->handle)
        node->handle = value;
}

static il_low_node *by_table(il_low_unit *unit, il_cat shape, const il_ev *ev)
{
    il_low *low = unit->low;
    il_str key = table_key(low, ev);
    if (!key.p)
        return opaque(low, ev, "value that the catalogue does not know");
    il_cat found = il_cat_find(il_cat_get(shape, IL_W_TABLE), key);
    il_cat otherwise = il_cat_get(shape, IL_W_ELSE);
    if (!found)
        return otherwise ? il_low__shape(unit, otherwise, ev)
                         : opaque(low, ev, "value that the catalogue does not know");
    il_low_scope scope = {low, unit, NULL, &ev, 1, ev->loc, ev->origin};
    if (il_cat_kind_of(found) == IL_CAT_NULL)
        return NULL;
    il_low_node *node = il_low__template(&scope, found);
    settle(node, ev);
    return node;
}

static double unit_of(il_str scale)
{
    static const struct {
        const char *name;
        double amount;
    } units[] = {{"milliseconds", 0.001},   {"seconds", 1},
                 {"minutes", 60},           {"hours", 3600},
                 {"days", 86400},           {"bytes", 1},
                 {"kibibytes", 1024},       {"mebibytes", 1048576},
                 {"gibibytes", 1073741824}, {"tebibytes", 1099511627776}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (il_str_is(scale, units[i].name))
            return units[i].amount;
    return 0;
}

static il_low_node *scaled(il_low *low, il_str scale, const il_ev *ev)
{
    double amount;
    if (!il_low__amount(low, ev, &amount) || unit_of(scale) == 0)
        return opaque(low, ev, "amount that cannot be known");
    const il_value *value = il_value_number(low->arena, ev->loc, amount / unit_of(scale));
    return il_low__leaf(low, il_value_with_handle(low->arena, value, ev));
}

static il_low_node *list_of(il_low_unit *unit, il_cat each, const il_ev *ev)
{
    il_low *low = unit->low;
    if (ev->kind != IL_EV_ARRAY)
        return opaque(low, ev, "list that cannot be known");
    il_low_node *list = il_low__list(low, ev->loc);
    for (size_t i = 0; i < ev->list.n; i++)
        il_low__push(low, list, il_low__shape(unit, each, ev->list.items[i]));
    list->open = ev->open;
    list->handle = ev;
    list->origin = ev->origin;
    return list;
}

static il_low_node *map_of(il_low_unit *unit, il_cat each, const il_ev *ev)
{
    il_low *low = unit->low;
    if (ev->kind != IL_EV_OBJECT)
        return opaque(low, ev, "map that cannot be known");
    il_low_node *map = il_low__map(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_low__put(low, map, il_str_of(field->name), field->name_loc, il_low__shape(unit, each, field->value));
    }
    map->open = ev->open || ev->object->open;
    map->handle = ev;
    map->origin = ev->origin;
    return map;
}

/* The fields of an object that is open which the author may have set elsewhere. */
static void unseen_fields(il_low_unit *unit, il_low_node *map, il_cat members, const il_ev *ev)
{
    if (!ev->open && !ev->object->open)
        return;
    il_low *low = unit->low;
    map->open = true;
    for (size_t i = 0, n = il_cat_count(members); i < n; i++) {
        if (il_low__field_entry(ev, il_cat_key(members, i)))
            continue;
        il_cat effects = il_low__effects_of(il_cat_at(members, i));
        for (size_t k = 0; k < il_cat_count(effects); k++)
            il_low__set(low, map, il_cat_text(il_cat_get(il_cat_at(effects, k), IL_W_PATH)), (il_loc){0},
                        il_low__unknown(low, ev->loc, "may have been added elsewhere", il_cat_key(members, i)));
    }
}

il_cat il_low__effects_of(il_cat entry)
{
    return il_cat_kind_of(entry) == IL_CAT_LIST ? entry : il_cat_get(entry, IL_W_EFFECTS);
}

static void struct_field(il_low_unit *unit, il_low_node *map, il_cat effects, const il_field *field)
{
    il_low *low = unit->low;
    /* No effect was seen, which does not say that there is none: the experiment's values may have been refused. */
    if (!il_cat_count(effects) && il_low__given(il_low__reduce(low, field->value)) != IL_NO)
        map->open = true;
    for (size_t k = 0; k < il_cat_count(effects); k++) {
        il_cat effect = il_cat_at(effects, k);
        il_low_node *node = il_low__shape(unit, il_cat_get(effect, IL_W_SHAPE), field->value);
        il_str path = il_cat_text(il_cat_get(effect, IL_W_PATH));
        if (il_str_is(il_cat_text(il_cat_get(effect, IL_W_OP)), "append"))
            il_low__append(low, map, path, field->name_loc, node);
        else if (path.n == 0 && node && node->kind == IL_LOW_MAP) {
            for (size_t i = 0; i < node->fields.n; i++)
                il_low__put(low, map, node->fields.items[i].key, node->fields.items[i].key_loc,
                            node->fields.items[i].node);
            map->open = map->open || node->open;
        } else if (path.n == 0 && node)
            map->open = true;
        else if (node)
            il_low__set(low, map, path, field->name_loc, node);
    }
}

static il_low_node *struct_of(il_low_unit *unit, il_cat shape, const il_ev *ev)
{
    il_low *low = unit->low;
    if (ev->kind != IL_EV_OBJECT)
        return opaque(low, ev, "object that cannot be known");
    il_cat members = il_cat_get(shape, IL_W_STRUCT), base = il_cat_get(shape, IL_W_BASE);
    il_low_scope scope = {low, unit, NULL, &ev, 1, ev->loc, IL_FROM_DEFAULT};
    il_low_node *map = base ? il_low__template(&scope, base) : il_low__map(low, ev->loc);
    map->loc = ev->loc;
    map->handle = ev;
    map->origin = ev->origin;
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_cat entry = il_cat_find(members, il_str_of(field->name));
        if (entry)
            struct_field(unit, map, il_low__effects_of(entry), field);
        else if (il_low__given(il_low__reduce(low, field->value)) != IL_NO)
            map->open = true;
    }
    unseen_fields(unit, map, members, ev);
    return map->fields.n || map->open || base || ev->object->fields.n == 0 ? map : NULL;
}

static il_low_node *joined(il_low_unit *unit, il_cat parts, const il_ev *ev)
{
    il_low *low = unit->low;
    size_t n = il_cat_count(parts);
    const il_value **values = IL_NEW_ARRAY(low->arena, n, const il_value *);
    il_low_scope scope = {low, unit, NULL, &ev, 1, ev->loc, ev->origin};
    for (size_t i = 0; i < n; i++)
        values[i] = il_low__as_text(low, il_low__freeze(low, unit, il_low__template(&scope, il_cat_at(parts, i))));
    return il_low__leaf(low, il_value_join(low->arena, ev->loc, values, n));
}

static il_low_node *text_of(il_low *low, const il_ev *ev)
{
    il_low_node *node = il_low__plain(low, ev);
    if (node && node->kind == IL_LOW_LEAF)
        node->leaf = il_low__as_text(low, node->leaf);
    return node;
}

/* The shape of one element of a prop that is a list, for the method that adds one. */
static il_cat element_shape(il_low_unit *unit, il_str prop)
{
    il_cat effects = il_low__effects_of(il_low__prop_entry(unit, prop));
    for (size_t i = 0; i < il_cat_count(effects); i++) {
        il_cat each = il_cat_get(il_cat_get(il_cat_at(effects, i), IL_W_SHAPE), IL_W_LIST);
        if (each)
            return each;
    }
    return IL_CAT_NONE;
}

static il_low_node *named(il_low_unit *unit, il_str name, const il_ev *ev)
{
    il_low *low = unit->low;
    if (il_str_is(name, "identity"))
        return il_low__plain(low, ev);
    if (il_str_is(name, "text"))
        return text_of(low, ev);
    if (il_str_is(name, "opaque"))
        return opaque(low, ev, "not in the catalogue");
    if (il_str_is(name, "none"))
        return NULL;
    il_cat shape =
        il_str_starts(name, IL_STR("prop:")) ? element_shape(unit, il_str_slice(name, 5, name.n)) : il_cat_shape(name);
    if (shape)
        return il_low__shape(unit, shape, ev);
    return il_low__model_shape(unit, name, ev);
}

static il_low_node *member(il_low_unit *unit, il_cat name, const il_ev *ev)
{
    if (il_low__is(ev, IL_EV_STRING) || il_low__is(ev, IL_EV_CONCAT))
        return il_low__plain(unit->low, ev);
    return il_low__plain(unit->low, il_low__ev_member(unit->low, ev, il_cat_text(name), ev->loc));
}

/* {Key, Value} */
static il_low_node *keyed(il_low_unit *unit, il_str key, il_low_node *value)
{
    if (!value)
        return NULL;
    il_low_node *map = il_low__map(unit->low, value->loc);
    il_low__put(unit->low, map, IL_STR("Key"), (il_loc){0}, il_low__text(unit->low, value->loc, key));
    il_low__put(unit->low, map, IL_STR("Value"), (il_loc){0}, value);
    return map;
}

static il_low_node *of_map(il_low_unit *unit, il_cat shape, const il_ev *ev)
{
    il_low *low = unit->low;
    il_cat v;
    if (il_cat_get(shape, IL_W_TABLE))
        return by_table(unit, shape, ev);
    if (il_cat_get(shape, IL_W_STRUCT))
        return struct_of(unit, shape, ev);
    if ((v = il_cat_get(shape, IL_W_SCALE)))
        return scaled(low, il_cat_text(v), ev);
    if ((v = il_cat_get(shape, IL_W_MEMBER)))
        return member(unit, v, ev);
    if ((v = il_cat_get(shape, IL_W_KEYED)))
        return keyed(unit, il_cat_text(v), il_low__shape(unit, il_cat_get(shape, IL_W_SHAPE), ev));
    if ((v = il_cat_get(shape, IL_W_FIELD)))
        return il_low__shape(unit, il_cat_get(shape, IL_W_SHAPE), il_low__field(low, ev, il_cat_text(v).p));
    if ((v = il_cat_get(shape, IL_W_LIST)))
        return list_of(unit, v, ev);
    if ((v = il_cat_get(shape, IL_W_MAP)))
        return map_of(unit, v, ev);
    if ((v = il_cat_get(shape, IL_W_JOIN)))
        return joined(unit, v, ev);
    if ((v = il_cat_get(shape, IL_W_L1)))
        return il_low__l1_value(unit, v, ev);
    if ((v = il_cat_get(shape, IL_W_CONSTANT))) {
        il_low_scope scope = {low, unit, NULL, &ev, 1, ev->loc, ev->origin};
        return il_low__template(&scope, v);
    }
    return il_low__plain(low, ev);
}

static il_low_node *over_arms(il_low_unit *unit, il_cat shape, const il_ev *choice)
{
    il_low_node **nodes = IL_NEW_ARRAY(unit->low->arena, choice->choice.n, il_low_node *);
    for (size_t i = 0; i < choice->choice.n; i++)
        nodes[i] = il_low__shape(unit, shape, choice->choice.arms[i]);
    return il_low__choose(unit->low, choice, nodes);
}

il_low_node *il_low__shape(il_low_unit *unit, il_cat shape, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(unit->low, value);
    if (ev->kind == IL_EV_UNDEFINED)
        return NULL;
    if (ev->kind == IL_EV_UNKNOWN)
        return il_low__plain(unit->low, ev);
    if (ev->kind == IL_EV_CHOICE)
        return over_arms(unit, shape, ev);
    if (shape == IL_CAT_NONE)
        return il_low__plain(unit->low, ev);
    if (il_cat_kind_of(shape) == IL_CAT_STRING)
        return named(unit, il_cat_text(shape), ev->kind == IL_EV_OBJECT ? value : ev);
    return of_map(unit, shape, ev);
}
