/* Templates of the catalogue: data with holes ($arg, $prop, $self …), instantiated as program values, so that one reader serves what the
 * author wrote and what the library would have written. */
#include <string.h>

#include "lower.h"

static il_ev *ev_new(const il_low_scope *scope, il_ev_kind kind)
{
    il_ev *ev = IL_NEW(scope->low->arena, il_ev);
    ev->kind = kind;
    ev->loc = scope->loc;
    ev->origin = scope->origin;
    return ev;
}

static const il_ev *self_of(const il_low_scope *scope)
{
    if (scope->unit)
        return il_low__ev_unit(scope->low, scope->unit);
    return scope->self ? scope->self : scope->low->undefined;
}

static const il_ev *list_of(const il_low_scope *scope, il_cat template)
{
    il_ev *ev = ev_new(scope, IL_EV_ARRAY);
    ev->list.n = il_cat_count(template);
    ev->list.items = IL_NEW_ARRAY(scope->low->arena, ev->list.n, const il_ev *);
    for (size_t i = 0; i < ev->list.n; i++)
        ev->list.items[i] = il_low__instantiate(scope, il_cat_at(template, i));
    return ev;
}

static const il_ev *object_of(const il_low_scope *scope, il_cat template)
{
    il_ev *ev = ev_new(scope, IL_EV_OBJECT);
    ev->object = IL_NEW(scope->low->arena, struct il_object);
    for (size_t i = 0, n = il_cat_count(template); i < n; i++) {
        const il_ev *value = il_low__instantiate(scope, il_cat_at(template, i));
        if (value->kind != IL_EV_UNDEFINED)
            IL_PUSH(scope->low->arena, &ev->object->fields,
                    ((il_field){il_intern(il_cat_key(template, i)), (il_loc){0}, value}));
    }
    return ev;
}

static void set_field(il_low *low, struct il_object *object, const il_field *field)
{
    for (size_t i = 0; i < object->fields.n; i++)
        if (object->fields.items[i].name == field->name) {
            if (field->value->kind != IL_EV_UNDEFINED)
                object->fields.items[i] = *field;
            return;
        }
    IL_PUSH(low->arena, &object->fields, *field);
}

/* The fields of several objects, a later one over the earlier; open when one is no object that can be read. */
static const il_ev *merged(const il_low_scope *scope, il_cat parts)
{
    il_ev *ev = ev_new(scope, IL_EV_OBJECT);
    ev->object = IL_NEW(scope->low->arena, struct il_object);
    for (size_t i = 0, n = il_cat_count(parts); i < n; i++) {
        const il_ev *part = il_low__reduce(scope->low, il_low__instantiate(scope, il_cat_at(parts, i)));
        if (part->kind == IL_EV_UNDEFINED)
            continue;
        if (part->kind != IL_EV_OBJECT) {
            ev->object->open = true;
            continue;
        }
        ev->object->open = ev->object->open || part->object->open || part->open;
        ev->object->literal = part->object->literal;
        for (size_t k = 0; k < part->object->fields.n; k++)
            set_field(scope->low, ev->object, &part->object->fields.items[k]);
    }
    return ev;
}

static const il_ev *argument(const il_low_scope *scope, il_cat hole, il_cat index)
{
    size_t i = (size_t)il_cat_number(index);
    const il_ev *arg = i < scope->n_args ? scope->args[i] : scope->low->undefined;
    il_cat field = il_cat_get(hole, IL_W_T_FIELD), otherwise = il_cat_get(hole, IL_W_T_DEFAULT);
    for (il_str path = il_cat_text(field); path.p;)
        arg = il_low__field(scope->low, arg, il_arena_str(scope->low->arena, il_str_cut(&path, '.')).p);
    if (otherwise && il_low__reduce(scope->low, arg)->kind == IL_EV_UNDEFINED)
        return il_low__instantiate(scope, otherwise);
    return arg;
}

static const il_ev *rest(const il_low_scope *scope, il_cat from)
{
    size_t i = (size_t)il_cat_number(from);
    il_ev *ev = ev_new(scope, IL_EV_ARRAY);
    ev->list.n = i < scope->n_args ? scope->n_args - i : 0;
    ev->list.items = scope->args + (ev->list.n ? i : 0);
    return ev;
}

static const il_ev *first(const il_low_scope *scope, il_cat alternatives)
{
    for (size_t i = 0, n = il_cat_count(alternatives); i < n; i++) {
        const il_ev *ev = il_low__reduce(scope->low, il_low__instantiate(scope, il_cat_at(alternatives, i)));
        if (ev->kind != IL_EV_UNDEFINED)
            return ev;
    }
    return scope->low->undefined;
}

static const il_ev *child(const il_low_scope *scope, il_str relative)
{
    il_low_unit *from = scope->unit;
    if (from && il_str_starts(relative, IL_STR("^"))) {
        from = from->stack_unit;
        relative = il_str_slice(relative, 1, relative.n);
    }
    il_low_unit *unit = from ? il_low__child_of(from, relative) : NULL;
    return unit ? il_low__ev_unit(scope->low, unit) : scope->low->undefined;
}

static const il_ev *prop(const il_low_scope *scope, il_cat hole, il_cat name)
{
    const il_ev *ev = scope->unit ? scope->unit->props : scope->low->undefined;
    il_str path = il_cat_text(name);
    while (path.p)
        ev = il_low__field(scope->low, ev, il_arena_str(scope->low->arena, il_str_cut(&path, '.')).p);
    il_cat otherwise = il_cat_get(hole, IL_W_T_DEFAULT);
    return otherwise && ev->kind == IL_EV_UNDEFINED ? il_low__instantiate(scope, otherwise) : ev;
}

/* "@Resource" and, for an attribute, "@Resource|Arn": a member that only lowering reads. */
static const il_ev *own_reference(const il_low_scope *scope, il_str target, il_str attribute)
{
    il_str name =
        attribute.n ? il_arena_printf(scope->low->arena, "%.*s|%.*s", IL_FMT(target), IL_FMT(attribute)) : target;
    return il_low__ev_member(scope->low, self_of(scope), name, scope->loc);
}

/* The attribute of an own resource, whose name may be a hole. */
static const il_ev *attribute_of(const il_low_scope *scope, il_cat parts)
{
    il_cat name = il_cat_at(parts, 1);
    il_str text = il_cat_text(name);
    if (!text.p)
        text = il_low__string(il_low__reduce(scope->low, il_low__instantiate(scope, name)));
    if (!text.n)
        return il_low__ev_unknown(scope->low, scope->loc, "attribute that is not known", text);
    return own_reference(scope, il_cat_text(il_cat_at(parts, 0)), text);
}

static const il_ev *environment(const il_low_scope *scope, il_cat what)
{
    il_str name = il_cat_text(what);
    return own_reference(scope, il_arena_printf(scope->low->arena, "@@%.*s", IL_FMT(name)), (il_str){NULL, 0});
}

/* A call of a library function, left symbolic: Duration.days(14). */
static const il_ev *library_call(const il_low_scope *scope, il_cat symbol, il_cat args)
{
    il_ev *ev = ev_new(scope, IL_EV_CALL);
    const il_ev *list = list_of(scope, args);
    ev->lib.symbol = il_intern(il_cat_text(symbol));
    ev->lib.args = list->list.items;
    ev->lib.n_args = list->list.n;
    return ev;
}

/* A member of the construct itself, dotted. */
static const il_ev *member_of_self(const il_low_scope *scope, il_str path)
{
    const il_ev *ev = self_of(scope);
    while (path.p)
        ev = il_low__ev_member(scope->low, ev, il_str_cut(&path, '.'), scope->loc);
    return ev;
}

/* The value of a map that is a hole; NULL for any other map. */
static const il_ev *hole_of(const il_low_scope *scope, il_cat t)
{
    il_cat v;
    if ((v = il_cat_get(t, IL_W_T_ARG)))
        return argument(scope, t, v);
    if ((v = il_cat_get(t, IL_W_T_PROP)))
        return prop(scope, t, v);
    if ((v = il_cat_get(t, IL_W_T_SELF)))
        return il_cat_true(v) ? self_of(scope) : member_of_self(scope, il_cat_text(v));
    if ((v = il_cat_get(t, IL_W_T_REST)))
        return rest(scope, v);
    if ((v = il_cat_get(t, IL_W_T_WITH)))
        return merged(scope, v);
    if ((v = il_cat_get(t, IL_W_T_FIRST)))
        return first(scope, v);
    if ((v = il_cat_get(t, IL_W_T_CHILD)))
        return child(scope, il_cat_text(v));
    if ((v = il_cat_get(t, IL_W_T_CALL)))
        return library_call(scope, v, il_cat_get(t, IL_W_ARGS));
    if (il_cat_get(t, IL_W_T_PARENT))
        return scope->unit && scope->unit->parent ? il_low__ev_unit(scope->low, scope->unit->parent)
                                                  : scope->low->undefined;
    if ((v = il_cat_get(t, IL_W_T_ENV)))
        return environment(scope, v);
    if ((v = il_cat_get(t, IL_W_T_UNKNOWN)))
        return il_low__ev_unknown(scope->low, scope->loc, il_cat_text(v).p, (il_str){NULL, 0});
    if ((v = il_cat_get(t, IL_W_REF)) && il_str_starts(il_cat_text(v), IL_STR("@")))
        return own_reference(scope, il_cat_text(v), (il_str){NULL, 0});
    if ((v = il_cat_get(t, IL_W_GETATT)) && il_str_starts(il_cat_text(il_cat_at(v, 0)), IL_STR("@")))
        return attribute_of(scope, v);
    return NULL;
}

const il_ev *il_low__instantiate(const il_low_scope *scope, il_cat template)
{
    il_ev *ev;
    switch (il_cat_kind_of(template)) {
    case IL_CAT_NULL:
        return template == IL_CAT_NONE ? scope->low->undefined : ev_new(scope, IL_EV_NULL);
    case IL_CAT_TRUE:
    case IL_CAT_FALSE:
        ev = ev_new(scope, IL_EV_BOOL);
        ev->boolean = il_cat_true(template);
        return ev;
    case IL_CAT_NUMBER:
        ev = ev_new(scope, IL_EV_NUMBER);
        ev->number = il_cat_number(template);
        return ev;
    case IL_CAT_STRING:
        ev = ev_new(scope, IL_EV_STRING);
        ev->string = il_cat_text(template);
        return ev;
    case IL_CAT_LIST:
        return list_of(scope, template);
    default: {
        const il_ev *hole = hole_of(scope, template);
        return hole ? hole : object_of(scope, template);
    }
    }
}

il_low_node *il_low__template(const il_low_scope *scope, il_cat template)
{
    return template ? il_low__plain(scope->low, il_low__instantiate(scope, template)) : NULL;
}
