/* Units: a construct of the program (or one that the library makes below another) with its base tree of resources and its props'
 * effects, as the catalogue has them. */
#include <string.h>

#include "lower.h"

il_low_unit *il_low__unit_of(const il_construct *construct)
{
    return construct->lowered;
}

il_cat il_low__parent(il_cat data)
{
    return il_cat_construct(il_cat_text(il_cat_get(data, IL_W_EXTENDS)));
}

il_low_part *il_low__part_at(const il_low_unit *unit, il_str relative)
{
    if (il_str_starts(relative, IL_STR("@")))
        relative = il_str_slice(relative, 1, relative.n);
    for (size_t i = 0; i < unit->parts.n; i++)
        if (il_str_eq(unit->parts.items[i]->relative, relative))
            return unit->parts.items[i];
    size_t slash = il_str_find(relative, IL_STR("/"), 0);
    while (slash != SIZE_MAX) {
        const il_low_unit *child = il_low__child_of(unit, il_str_slice(relative, 0, slash));
        if (child)
            return il_low__part_at(child, il_str_slice(relative, slash + 1, relative.n));
        slash = il_str_find(relative, IL_STR("/"), slash + 1);
    }
    return NULL;
}

il_low_part *il_low__primary(const il_low_unit *unit)
{
    if (unit->l1 && unit->parts.n)
        return unit->parts.items[0];
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_get(data, IL_W_PRIMARY))
            return il_low__part_at(unit, il_cat_text(il_cat_get(data, IL_W_PRIMARY)));
    il_low_part *part = il_low__part_at(unit, IL_STR("Resource"));
    return part ? part : il_low__part_at(unit, IL_STR("Default"));
}

il_low_unit *il_low__child_of(const il_low_unit *parent, il_str relative)
{
    if (parent->path.n == 0)
        return NULL;
    return il_map_get(&parent->low->by_path,
                      il_arena_printf(parent->low->arena, "%.*s/%.*s", IL_FMT(parent->path), IL_FMT(relative)));
}

il_low_part *il_low__part(il_low_unit *unit, il_str relative, il_str type)
{
    il_low *low = unit->low;
    il_low_part *part = IL_NEW(low->arena, il_low_part);
    part->unit = unit;
    part->relative = relative;
    part->properties = il_low__map(low, unit->construct->loc);
    part->attributes = il_low__map(low, unit->construct->loc);
    il_resource *out = il_app_add(low->app, unit->stack, il_intern(type));
    if (unit->path.n)
        out->construct_path =
            relative.n ? il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(unit->path), IL_FMT(relative)) : unit->path;
    out->loc = unit->construct->loc;
    out->whole = unit->construct->whole;
    out->many = unit->construct->many;
    out->condition = unit->construct->condition;
    out->handle = unit->construct;
    part->out = out;
    IL_PUSH(low->arena, &unit->parts, part);
    return part;
}

il_low_node *il_low__ref(il_low *low, il_loc loc, const il_low_part *part, il_str attribute)
{
    return il_low__leaf(low, il_value_ref(low->arena, loc, part->out, (il_str){NULL, 0}, attribute));
}

void il_low__gap(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_name type)
{
    il_app_add_gap(unit->low->app, (il_gap){.loc = loc, .reason = reason, .detail = detail, .type = type});
}

void il_low__gaps(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_cat types)
{
    if (!types)
        il_low__gap(unit, loc, reason, detail, NULL);
    for (size_t i = 0; i < il_cat_count(types); i++)
        il_low__gap(unit, loc, reason, detail, il_intern(il_cat_text(il_cat_at(types, i))));
}

void il_low__open_unit(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++) {
        il_low_part *part = unit->parts.items[i];
        il_low__open(part->properties);
        il_low__open(part->attributes);
        part->out->escaped = true;
    }
    for (size_t i = 0; i < unit->children.n; i++)
        il_low__open_unit(unit->children.items[i]);
}

/* ---- Guards ---- */

/* Whether EV, no choice, is what WANTED says: a scalar, a list of them, {present} or {not}. */
static il_truth matches(il_low *low, const il_ev *ev, il_cat wanted)
{
    if (ev->kind == IL_EV_UNKNOWN)
        return IL_MAYBE;
    if (il_cat_kind_of(wanted) == IL_CAT_LIST) {
        il_truth any = IL_NO;
        for (size_t i = 0; i < il_cat_count(wanted); i++)
            any = il_or(any, matches(low, ev, il_cat_at(wanted, i)));
        return any;
    }
    il_cat present = il_cat_get(wanted, IL_W_PRESENT), not_ = il_cat_get(wanted, IL_W_NOT);
    if (present)
        return il_truth_of((il_low__given(ev) == IL_YES) == il_cat_true(present));
    if (not_)
        return il_not(matches(low, ev, not_));
    switch (il_cat_kind_of(wanted)) {
    case IL_CAT_NULL:
        return il_truth_of(il_low__given(ev) == IL_NO);
    case IL_CAT_TRUE:
    case IL_CAT_FALSE:
        if (ev->kind == IL_EV_UNDEFINED)
            return IL_NO;
        return ev->kind == IL_EV_BOOL ? il_truth_of(ev->boolean == il_cat_true(wanted)) : IL_MAYBE;
    case IL_CAT_NUMBER:
        return ev->kind == IL_EV_NUMBER ? il_truth_of(ev->number == il_cat_number(wanted)) : IL_NO;
    case IL_CAT_STRING:
        if (ev->kind == IL_EV_STRING)
            return il_truth_of(il_str_eq(ev->string, il_cat_text(wanted)));
        return ev->kind == IL_EV_UNDEFINED || ev->kind == IL_EV_NULL ? IL_NO : IL_MAYBE;
    default:
        return IL_MAYBE;
    }
}

static const il_ev *prop_at(il_low_unit *unit, il_str path)
{
    const il_ev *ev = unit->props;
    while (path.p)
        ev = il_low__field(unit->low, ev, il_arena_str(unit->low->arena, il_str_cut(&path, '.')).p);
    return ev;
}

bool il_low__flag(const il_low *low, const char *name)
{
    const il_field *field = il_low__field_entry(low->program->context, il_str_of(name));
    return field && field->value->kind == IL_EV_BOOL && field->value->boolean;
}

/* A flag is written "@aws-cdk/…"; everything else is a prop, dotted. */
static il_truth flag_matches(il_low *low, il_str name, il_cat wanted)
{
    return il_truth_of(il_low__flag(low, name.p) == il_cat_true(wanted));
}

/* Adds one condition of a guard to VERDICT. A second choice beside a first one makes it maybe. */
static void add_condition(il_low_unit *unit, il_low_verdict *verdict, const il_ev *ev, il_cat wanted)
{
    il_truth truths[IL_ARMS_MAX], one = IL_MAYBE;
    bool choice = ev->kind == IL_EV_CHOICE && ev->choice.n <= IL_ARMS_MAX, same = true;
    for (size_t i = 0; choice && i < ev->choice.n; i++) {
        truths[i] = matches(unit->low, il_low__reduce(unit->low, ev->choice.arms[i]), wanted);
        same = same && truths[i] == truths[0];
    }
    if (choice && same)
        one = truths[0];
    else if (!choice)
        one = matches(unit->low, ev, wanted);
    if (choice && !same && !verdict->choice && verdict->truth != IL_NO) {
        verdict->choice = ev;
        for (size_t i = 0; i < ev->choice.n; i++)
            verdict->truths[i] = il_and(truths[i], verdict->truth);
        verdict->truth = IL_MAYBE;
        return;
    }
    verdict->truth = il_and(verdict->truth, one);
    for (size_t i = 0; verdict->choice && i < verdict->choice->choice.n; i++)
        verdict->truths[i] = il_and(verdict->truths[i], one);
}

il_low_verdict il_low__guard(il_low_unit *unit, il_cat guard)
{
    il_low_verdict verdict = {.truth = IL_YES};
    for (size_t i = 0, n = il_cat_count(guard); i < n && verdict.truth != IL_NO; i++) {
        il_str name = il_cat_key(guard, i);
        if (il_str_starts(name, IL_STR("@")))
            verdict.truth = il_and(verdict.truth, flag_matches(unit->low, name, il_cat_at(guard, i)));
        else
            add_condition(unit, &verdict, prop_at(unit, name), il_cat_at(guard, i));
    }
    if (verdict.truth == IL_NO)
        verdict.choice = NULL;
    return verdict;
}

/* ---- Base trees ---- */

/* The condition under which a resource exists whose guard depends on a choice of two arms. */
static bool existence(const il_low_verdict *verdict, il_condition *condition)
{
    if (!verdict->choice || verdict->choice->choice.n != 2)
        return false;
    int yes = verdict->truths[0] == IL_YES ? 0 : verdict->truths[1] == IL_YES ? 1 : -1;
    if (yes < 0 || verdict->truths[1 - yes] != IL_NO)
        return false;
    *condition = verdict->choice->choice.conditions[yes];
    return true;
}

static void fill(il_low_part *part, il_cat entry)
{
    il_low_unit *unit = part->unit;
    il_low_scope scope = {unit->low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    il_cat properties = il_cat_get(entry, IL_W_PROPERTIES), attributes = il_cat_get(entry, IL_W_ATTRIBUTES);
    for (size_t i = 0; i < il_cat_count(properties); i++)
        il_low__put(unit->low, part->properties, il_cat_key(properties, i), (il_loc){0},
                    il_low__template(&scope, il_cat_at(properties, i)));
    for (size_t i = 0; i < il_cat_count(attributes); i++)
        il_low__put(unit->low, part->attributes, il_cat_key(attributes, i), (il_loc){0},
                    il_low__template(&scope, il_cat_at(attributes, i)));
}

/* A resource, or a construct that the library makes below this one. */
static void make_entry(il_low_unit *unit, il_str relative, il_cat entry, const il_condition *condition)
{
    il_cat creates = il_cat_get(entry, IL_W_CREATES);
    if (creates) {
        il_low_scope scope = {unit->low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
        il_cat props = il_cat_get(entry, IL_W_PROPS);
        il_low__child(unit, relative, il_cat_text(creates), props ? il_low__instantiate(&scope, props) : NULL,
                      unit->construct->loc);
        return;
    }
    il_low_part *part = il_low__part(unit, relative, il_cat_text(il_cat_get(entry, IL_W_TYPE)));
    part->out->generated = il_cat_true(il_cat_get(entry, IL_W_GENERATED));
    if (condition)
        part->out->condition = *condition;
}

static void make_base(il_low_unit *unit, il_cat base)
{
    for (size_t i = 0, n = il_cat_count(base); i < n; i++) {
        il_cat entry = il_cat_at(base, i);
        il_low_verdict verdict = il_low__guard(unit, il_cat_get(entry, IL_W_WHEN));
        il_condition condition;
        if (verdict.truth == IL_YES)
            make_entry(unit, il_cat_key(base, i), entry, NULL);
        else if (existence(&verdict, &condition))
            make_entry(unit, il_cat_key(base, i), entry, &condition);
        else if (verdict.truth == IL_MAYBE)
            il_low__gap(unit, unit->construct->loc, "depends on a value that is not known", il_cat_key(base, i),
                        il_cat_get(entry, IL_W_TYPE) ? il_intern(il_cat_text(il_cat_get(entry, IL_W_TYPE))) : NULL);
    }
}

/* Default properties, once all resources of the unit exist that they may refer to. */
static void fill_base(il_low_unit *unit, il_cat base)
{
    for (size_t i = 0, n = il_cat_count(base); i < n; i++)
        for (size_t k = 0; k < unit->parts.n; k++)
            if (il_str_eq(unit->parts.items[k]->relative, il_cat_key(base, i)))
                fill(unit->parts.items[k], il_cat_at(base, i));
}

static il_cat base_of(const il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_get(data, IL_W_BASE))
            return il_cat_get(data, IL_W_BASE);
    return IL_CAT_NONE;
}

static il_low_unit *unit_new(il_low *low, il_construct *construct, il_low_unit *parent)
{
    il_low_unit *unit = IL_NEW(low->arena, il_low_unit);
    unit->low = low;
    unit->construct = construct;
    unit->class = il_str_of(construct->class);
    unit->data = il_cat_construct(unit->class);
    unit->l1 = unit->data ? IL_CAT_NONE : il_cat_l1(unit->class);
    unit->path = construct->path;
    unit->parent = parent;
    unit->props = il_low__reduce(low, construct->props);
    if (parent) {
        unit->stack = parent->stack;
        unit->stack_unit = parent->stack_unit;
        IL_PUSH(low->arena, &parent->children, unit);
    }
    construct->lowered = unit;
    IL_PUSH(low->arena, &low->units, unit);
    if (unit->path.n)
        il_map_put(&low->by_path, unit->path, unit);
    return unit;
}

il_low_unit *il_low__make(il_low *low, il_construct *construct)
{
    il_low_unit *unit = unit_new(low, construct, construct->scope ? il_low__unit_of(construct->scope) : NULL);
    const il_low_model *model = il_low__model(unit);
    if (model && model->make)
        model->make(unit);
    if (unit->l1)
        il_low__part(unit, (il_str){NULL, 0}, il_cat_text(il_cat_get(unit->l1, IL_W_TYPE)));
    make_base(unit, base_of(unit));
    return unit;
}

static il_construct *construct_below(il_low_unit *parent, il_str id, il_str class, const il_ev *props)
{
    il_low *low = parent->low;
    il_construct *construct = IL_NEW(low->arena, il_construct);
    *construct =
        (il_construct){.class = il_intern(class), .scope = parent->construct, .document = parent->construct->document};
    construct->many = parent->construct->many;
    construct->condition = parent->construct->condition;
    construct->id = il_low__ev_text(low, parent->construct->loc, id);
    construct->props = props ? props : low->undefined;
    if (parent->path.n && id.n)
        construct->path = il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(parent->path), IL_FMT(id));
    return construct;
}

static il_low_unit *make_own(il_low *low, il_construct *construct)
{
    il_low_unit *unit = il_low__make(low, construct);
    unit->own = true;
    if (low->stage >= IL_LOW_APPLYING)
        il_low__apply(unit);
    return unit;
}

il_low_unit *il_low__child(il_low_unit *parent, il_str id, il_str class, const il_ev *props, il_loc loc)
{
    il_construct *construct = construct_below(parent, id, class, props);
    construct->loc = loc;
    construct->whole = parent->construct->whole;
    return make_own(parent->low, construct);
}

il_low_unit *il_low__child_by(il_low_unit *parent, il_str id, il_str class, const il_ev *props,
                              const il_method_call *call)
{
    il_construct *construct = construct_below(parent, id, class, props);
    construct->loc = construct->whole = call->loc;
    construct->many = construct->many || call->many;
    if (call->condition.text.n)
        construct->condition = call->condition;
    return make_own(parent->low, construct);
}

/* ---- Props ---- */

static il_cat prop_entry(const il_low_unit *unit, il_str name)
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

static void open_prop(il_low_unit *unit, il_cat entry, il_str name, il_loc loc)
{
    il_cat opens = il_cat_get(entry, IL_W_OPENS), makes = il_cat_get(entry, IL_W_MAKES);
    for (size_t i = 0; i < il_cat_count(opens); i++) {
        il_str path = il_cat_text(il_cat_at(opens, i)), at = il_str_cut(&path, ':');
        il_low_part *part = path.p ? il_low__part_at(unit, at) : il_low__primary(unit);
        if (part)
            il_low__set(unit->low, part->properties, path.p ? path : at, loc,
                        il_low__unknown(unit->low, loc, "not in the catalogue", name));
    }
    if (makes)
        il_low__gaps(unit, loc, "not in the catalogue", name, makes);
}

static void apply_prop(il_low_unit *unit, const il_field *field)
{
    il_str name = il_str_of(field->name);
    const il_ev *value = il_low__reduce(unit->low, field->value);
    if (il_low__given(value) == IL_NO)
        return;
    il_cat entry = prop_entry(unit, name);
    if (entry) {
        il_low__effects(unit, il_low__effects_of(entry), field->value, field->name_loc);
        open_prop(unit, entry, name, field->name_loc);
    } else if (!is_harmless(name)) {
        il_low__open_unit(unit);
        il_low__gap(unit, field->name_loc, "prop that the catalogue does not know", name, NULL);
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

static void unknown_class(il_low_unit *unit)
{
    il_low__open_unit(unit);
    il_low__gap(unit, unit->construct->loc, "construct that the catalogue does not know", unit->class, NULL);
}

void il_low__apply(il_low_unit *unit)
{
    if (unit->applied)
        return;
    unit->applied = true;
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
    fill_base(unit, base_of(unit));
    apply_props(unit);
    il_cat makes = il_cat_get(unit->data, IL_W_MAKES);
    if (makes) {
        il_low__gaps(unit, unit->construct->loc, "construct that the catalogue knows in part", unit->class, makes);
        il_low__open_unit(unit);
    }
    const il_low_model *model = il_low__model(unit);
    if (model && model->lower)
        model->lower(unit);
}
