/* Props: each by its effects; what the catalogue does not know, or what may be there unseen, opens what it may touch. */
#include <string.h>

#include "lower.h"

il_cat il_low__prop_entry(const il_low_unit *unit, il_str name)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat entry = il_cat_find(il_cat_get(data, IL_W_PROPS), name);
        if (entry)
            return entry;
    }
    return IL_CAT_NONE;
}

/* Props that any construct of the library accepts without effect on a template's resources. */
static bool is_harmless(il_str name)
{
    return il_str_is(name, "account") || il_str_is(name, "region") || il_str_is(name, "environmentFromArn");
}

/* Opens the constructs that a value speaks of. */
void il_low__open_others(il_low *low, const il_ev *value)
{
    IL_PUSH(low->arena, &low->handed, ((il_low_handed){value, SIZE_MAX, false}));
}

/* The members of an object that no effect of the prop looks at. */
static bool has_unread_fields(il_low *low, il_cat effects, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(low, value);
    /* A value of the library (a runtime, an engine) has fields that no property is made of. */
    if (value->kind != IL_EV_OBJECT || ev->kind != IL_EV_OBJECT ||
        !il_cat_get(il_cat_get(il_cat_at(effects, 0), IL_W_SHAPE), IL_W_FIELD))
        return false;
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        bool read = false;
        for (size_t k = 0; k < il_cat_count(effects); k++) {
            il_cat field = il_cat_get(il_cat_get(il_cat_at(effects, k), IL_W_SHAPE), IL_W_FIELD);
            read = read || il_str_is(il_cat_text(field), ev->object->fields.items[i].name);
        }
        if (!read)
            return true;
    }
    return false;
}

/* What a member does of which no effect was seen shows, if at all, in the properties that the others are written to. */
static void open_properties(il_low_unit *unit, il_cat effects)
{
    for (size_t i = 0; i < il_cat_count(effects); i++) {
        il_cat at = il_cat_get(il_cat_at(effects, i), IL_W_AT);
        il_str path = il_cat_text(il_cat_get(il_cat_at(effects, i), IL_W_PATH));
        il_low_part *part = at ? il_low__part_at(unit, il_cat_text(at)) : il_low__primary(unit);
        if (!part)
            continue;
        if (path.n == 0 || path.p[0] == '.') {
            il_low__open(part->properties);
            il_low__open(part->attributes);
            continue;
        }
        il_str top = il_str_cut(&path, '.');
        il_low_node *node = il_low__member(part->properties, top);
        if (node && node->kind != IL_LOW_LEAF)
            il_low__open(node);
        else
            il_low__put(unit->low, part->properties, top, (il_loc){0},
                        il_low__unknown(unit->low, part->out->loc, "not in the catalogue", top));
    }
}

static void open_prop(il_low_unit *unit, il_cat entry, const il_field *field)
{
    il_str name = il_str_of(field->name);
    il_loc loc = field->name_loc;
    il_cat opens = il_cat_get(entry, IL_W_OPENS), makes = il_cat_get(entry, IL_W_MAKES);
    if (il_cat_true(il_cat_get(entry, IL_W_ELSEWHERE)))
        il_low__open_others(unit->low, field->value);
    if (il_str_is(il_cat_text(il_cat_at(opens, 0)), "*")) {
        il_low__open_unit(unit);
        opens = IL_CAT_NONE;
    } else if (has_unread_fields(unit->low, il_low__effects_of(entry), field->value)) {
        open_properties(unit, il_low__effects_of(entry));
    }
    for (size_t i = 0; i < il_cat_count(opens); i++) {
        il_str path = il_cat_text(il_cat_at(opens, i)), at = il_str_cut(&path, ':');
        il_low_part *part = path.p ? il_low__part_at(unit, at) : il_low__primary(unit);
        if (part)
            il_low__set(unit->low, part->properties, path.p ? path : at, loc,
                        il_low__unknown(unit->low, loc, "not in the catalogue", name));
    }
    il_gap gap = {.loc = loc, .reason = "not in the catalogue", .detail = name};
    if (makes)
        il_low__made_of(unit, &gap, makes, &field->value, 1);
}

/* A stack class of the program hands its own props on to super(…) as a rule; a stack reads those of StackProps, which the catalogue has
 * whole, and makes nothing of others. */
static bool is_own_prop(const il_low_unit *unit)
{
    static const char *const containers[] = {"aws-cdk-lib.App", "aws-cdk-lib.Stage", "aws-cdk-lib.Stack",
                                             "aws-cdk-lib.NestedStack", "constructs.Construct"};
    const il_construct *construct = unit->construct;
    for (size_t i = 0; construct->user_class && i < sizeof containers / sizeof *containers; i++)
        if (strcmp(construct->class, containers[i]) == 0)
            return true;
    return false;
}

static void apply_prop(il_low_unit *unit, const il_field *field)
{
    il_str name = il_str_of(field->name);
    const il_ev *value = il_low__reduce(unit->low, field->value);
    if (il_low__given(value) == IL_NO)
        return;
    il_cat entry = il_low__prop_entry(unit, name);
    if (entry) {
        il_low__effects(unit, il_low__effects_of(entry), field->value, field->name_loc);
        open_prop(unit, entry, field);
    } else if (!is_harmless(name) && !is_own_prop(unit)) {
        il_low__open_unit(unit);
        il_gap gap = {.loc = field->name_loc, .reason = "prop that the catalogue does not know", .detail = name};
        il_low__unfollowed(unit, &gap, &field->value, 1);
    }
}

/* The props that an open object may hold besides those that are seen. */
static void apply_unseen(il_low_unit *unit, const il_ev *props)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat entries = il_cat_get(data, IL_W_PROPS);
        for (size_t i = 0; i < il_cat_count(entries); i++) {
            il_str name = il_cat_key(entries, i);
            if (il_low__field_entry(props, name))
                continue;
            const il_ev *unknown = il_low__ev_unknown(unit->low, props->loc, "may have been added elsewhere", name);
            il_low__effects(unit, il_low__effects_of(il_cat_at(entries, i)), unknown, (il_loc){0});
            il_cat makes = il_cat_get(il_cat_at(entries, i), IL_W_MAKES);
            if (makes)
                il_low__gaps(unit, props->loc, "may have been added elsewhere", name, makes);
        }
    }
    il_low__open_unit(unit);
}

/* Props whose object is one of several: as one object whose fields are choices. */
static const il_ev *merged_choice(il_low_unit *unit, const il_ev *choice)
{
    il_low *low = unit->low;
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = IL_EV_OBJECT;
    ev->loc = choice->loc;
    ev->object = IL_NEW(low->arena, struct il_object);
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_ev *arm = il_low__reduce(low, choice->choice.arms[i]);
        if (arm->kind != IL_EV_OBJECT) {
            ev->object->open = ev->object->open || il_low__given(arm) != IL_NO;
            continue;
        }
        ev->object->open = ev->object->open || arm->open || arm->object->open;
        for (size_t k = 0; k < arm->object->fields.n; k++) {
            const il_field *field = &arm->object->fields.items[k];
            if (!il_low__field_entry(ev, il_str_of(field->name)))
                IL_PUSH(low->arena, &ev->object->fields,
                        ((il_field){field->name, field->name_loc, il_low__field(low, choice, field->name)}));
        }
    }
    return ev;
}

static void apply_props(il_low_unit *unit)
{
    const il_ev *props = unit->props;
    if (props->kind == IL_EV_OBJECT) {
        for (size_t i = 0; i < props->object->fields.n; i++)
            apply_prop(unit, &props->object->fields.items[i]);
        if (props->open || props->object->open)
            apply_unseen(unit, props);
    } else if (il_low__given(props) != IL_NO) {
        il_ev *empty = IL_NEW(unit->low->arena, il_ev);
        empty->kind = IL_EV_OBJECT;
        empty->loc = props->loc;
        empty->object = IL_NEW(unit->low->arena, struct il_object);
        apply_unseen(unit, empty);
    }
}

/* What experiments showed to be otherwise with these props together is not known; types that may be made then. */
static void apply_doubt(il_low_unit *unit, il_cat doubt)
{
    const il_ev *nothing = il_low__ev_text(unit->low, unit->construct->loc, (il_str){"", 0});
    if (il_low__guard(unit, il_cat_get(doubt, IL_W_WHEN)).truth == IL_NO)
        return;
    il_low__effects(unit, il_cat_get(doubt, IL_W_EFFECTS), nothing, (il_loc){0});
    if (il_cat_count(il_cat_get(doubt, IL_W_MAKES)))
        il_low__gaps(unit, unit->construct->loc, "props that the catalogue does not know together", unit->class,
                     il_cat_get(doubt, IL_W_MAKES));
}

static void apply_doubts(il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat doubts = il_cat_get(data, IL_W_DOUBTS);
        for (size_t i = 0; i < il_cat_count(doubts); i++)
            apply_doubt(unit, il_cat_at(doubts, i));
        if (il_cat_get(data, IL_W_OPENS))
            il_low__open_unit(unit);
    }
}

static void unknown_class(il_low_unit *unit)
{
    il_low__open_unit(unit);
    il_gap gap = {.loc = unit->construct->loc, .reason = "construct that the catalogue does not know"};
    gap.detail = unit->class;
    il_low__unfollowed(unit, &gap, &unit->props, 1);
}

/* A class of which only the types are known that it MAKES: what it does to the constructs that it is given is not. */
static void known_by_types(il_low_unit *unit, il_cat makes)
{
    il_low *low = unit->low;
    size_t at = low->app->gaps.n;
    il_low__gaps(unit, unit->construct->loc, "construct that the catalogue knows in part", unit->class, makes);
    for (; at < low->app->gaps.n; at++) {
        low->app->gaps.items[at].handed = low->app->gaps.items[at].library;
        IL_PUSH(low->arena, &low->handed, ((il_low_handed){unit->props, at, false}));
    }
    il_low__open_unit(unit);
}

/* What the data sets whatever the props are, under its guards: before the props (`defaults`) or after (`finally`). */
static void apply_always(il_low_unit *unit, il_word word)
{
    const il_ev *nothing = il_low__ev_text(unit->low, unit->construct->loc, (il_str){"", 0});
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        il_low__effects(unit, il_cat_get(data, word), nothing, (il_loc){0});
}

static void apply_unit(il_low_unit *unit)
{
    if (unit->props->kind == IL_EV_CHOICE)
        unit->props = merged_choice(unit, unit->props);
    if (unit->l1) {
        il_low__lower_l1(unit);
        return;
    }
    if (!unit->data) {
        unknown_class(unit);
        return;
    }
    il_low__fill_base(unit);
    for (size_t i = 0; i < unit->children.n; i++)
        if (unit->children.items[i]->own && !unit->children.items[i]->called)
            il_low__apply(unit->children.items[i]);
    apply_always(unit, IL_W_DEFAULTS);
    apply_props(unit);
    apply_always(unit, IL_W_FINALLY);
    apply_doubts(unit);
    il_cat makes = il_cat_get(unit->data, IL_W_MAKES);
    if (makes)
        known_by_types(unit, makes);
    const il_low_model *model = il_low__model(unit);
    if (model && model->lower)
        model->lower(unit);
}

void il_low__apply(il_low_unit *unit)
{
    if (unit->applied)
        return;
    size_t before = unit->low->order;
    unit->applied = true;
    unit->low->here = unit;
    unit->low->order = unit->construct->order;
    apply_unit(unit);
    unit->low->order = before;
}
