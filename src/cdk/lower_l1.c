/* L1 classes: mechanical. A prop's name is capitalized unless the library's own table says otherwise, property types alike; everything
 * else passes as it is. */
#include <string.h>

#include "lower.h"

static il_str capitalized(il_low *low, il_str name)
{
    il_str out = il_arena_str(low->arena, name);
    if (out.n && out.p[0] >= 'a' && out.p[0] <= 'z')
        ((char *)out.p)[0] = (char)(out.p[0] - 'a' + 'A');
    return out;
}

il_str il_low__l1_name(il_low *low, il_str struct_name, il_str prop, il_cat *type)
{
    il_cat entry = il_cat_find(il_cat_l1_struct(struct_name), prop);
    il_cat key = il_cat_get(entry, IL_W_KEY);
    *type = il_cat_get(entry, IL_W_L1);
    return key ? il_cat_text(key) : capitalized(low, prop);
}

static il_low_node *struct_value(il_low_unit *unit, il_str name, const il_ev *ev)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__map(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_cat type;
        il_str key = il_low__l1_name(low, name, il_str_of(field->name), &type);
        il_low__put(low, map, key, field->name_loc,
                    type ? il_low__l1_value(unit, type, field->value) : il_low__plain(low, field->value));
    }
    map->open = ev->open || ev->object->open;
    map->handle = ev;
    map->origin = ev->origin;
    return map;
}

/* Whether an object is one of CloudFormation's functions rather than a property type. */
static bool is_intrinsic(const il_ev *ev)
{
    if (ev->object->fields.n != 1 || ev->object->open)
        return false;
    il_str name = il_str_of(ev->object->fields.items[0].name);
    return il_str_is(name, "Ref") || il_str_starts(name, IL_STR("Fn::"));
}

static il_low_node *list_value(il_low_unit *unit, il_cat each, const il_ev *ev)
{
    il_low *low = unit->low;
    il_low_node *list = il_low__list(low, ev->loc);
    for (size_t i = 0; i < ev->list.n; i++)
        il_low__push(low, list, il_low__l1_value(unit, each, ev->list.items[i]));
    list->open = ev->open;
    list->handle = ev;
    list->origin = ev->origin;
    return list;
}

static il_low_node *map_value(il_low_unit *unit, il_cat each, const il_ev *ev)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__map(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_low__put(low, map, il_str_of(field->name), field->name_loc, il_low__l1_value(unit, each, field->value));
    }
    map->open = ev->open || ev->object->open;
    map->handle = ev;
    map->origin = ev->origin;
    return map;
}

il_low_node *il_low__l1_value(il_low_unit *unit, il_cat type, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind == IL_EV_CHOICE) {
        il_low_node **nodes = IL_NEW_ARRAY(low->arena, ev->choice.n, il_low_node *);
        for (size_t i = 0; i < ev->choice.n; i++)
            nodes[i] = il_low__l1_value(unit, type, ev->choice.arms[i]);
        return il_low__choose(low, ev, nodes);
    }
    il_cat list = il_cat_get(type, IL_W_LIST), map = il_cat_get(type, IL_W_MAP);
    if (list)
        return ev->kind == IL_EV_ARRAY ? list_value(unit, list, ev) : il_low__l1_value(unit, list, ev);
    if (ev->kind != IL_EV_OBJECT || is_intrinsic(ev))
        return il_low__plain(low, value);
    if (map)
        return map_value(unit, map, ev);
    if (il_str_is(il_cat_text(type), "opaque"))
        return il_low__unknown(low, ev->loc, "one of several property types", (il_str){NULL, 0});
    return struct_value(unit, il_cat_text(type), ev);
}

il_str il_low__l1_props_type(il_low *low, il_str class)
{
    static const il_str library = IL_STR_INIT("aws-cdk-lib.");
    if (il_str_starts(class, library))
        class = il_str_slice(class, library.n, class.n);
    return il_arena_printf(low->arena, "%.*sProps", IL_FMT(class));
}

/* A prop that takes a construct and means one of its attributes. */
static const il_ev *dereferenced(il_low_unit *unit, il_str prop, const il_ev *value)
{
    il_cat member = il_cat_find(il_cat_get(unit->l1, IL_W_PROPS), prop);
    if (!member || !il_low__unit_behind(unit->low, value))
        return value;
    return il_low__ev_member(unit->low, value, il_cat_text(member), value->loc);
}

void il_low__l1_prop(il_low_unit *unit, il_str prop, il_loc key_loc, const il_ev *value)
{
    il_cat type;
    il_low *low = unit->low;
    il_str key = il_low__l1_name(low, il_low__l1_props_type(low, unit->class), prop, &type);
    value = dereferenced(unit, prop, value);
    il_low_node *node = type ? il_low__l1_value(unit, type, value) : il_low__plain(low, value);
    if (il_low__is_tags(unit->parts.items[0], key))
        il_low__own_tags(unit->parts.items[0], node, key_loc);
    else
        il_low__put(low, unit->parts.items[0]->properties, key, key_loc, node);
}

void il_low__lower_l1(il_low_unit *unit)
{
    const il_ev *props = unit->props;
    if (props->kind == IL_EV_OBJECT) {
        for (size_t i = 0; i < props->object->fields.n; i++) {
            const il_field *field = &props->object->fields.items[i];
            if (il_low__given(il_low__reduce(unit->low, field->value)) != IL_NO)
                il_low__l1_prop(unit, il_str_of(field->name), field->name_loc, field->value);
        }
        if (props->open || props->object->open)
            unit->parts.items[0]->properties->open = true;
    } else if (il_low__given(props) != IL_NO) {
        unit->parts.items[0]->properties->open = true;
    }
}

/* `ref`, `attrX`, and the members of its reference (`bucketArn` of `bucketRef`). */
il_low_node *il_low__l1_member(il_low_unit *unit, il_str name, il_loc loc)
{
    il_low *low = unit->low;
    const il_low_part *part = unit->parts.items[0];
    il_cat own = il_cat_find(il_cat_get(unit->l1, IL_W_MEMBERS), name);
    if (own)
        name = il_cat_text(own);
    if (il_str_is(name, "ref"))
        return il_low__ref(low, loc, part, (il_str){NULL, 0});
    if (il_str_starts(name, IL_STR("attr")) && name.n > 4) {
        il_cat attribute = il_cat_find(il_cat_get(unit->l1, IL_W_ATTRIBUTES), name);
        return il_low__ref(low, loc, part, attribute ? il_cat_text(attribute) : il_str_slice(name, 4, name.n));
    }
    if (il_str_is(name, "logicalId"))
        return il_low__unknown(low, loc, "logical id as a value", (il_str){NULL, 0});
    const il_field *prop = il_low__field_entry(unit->props, name);
    if (prop)
        return il_low__plain(low, prop->value);
    return il_low__unknown(low, loc, "member of a library object", name);
}
