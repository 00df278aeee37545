/* Writing resources from C: the small things that every structural model needs. */
#include "lower_build.h"

#include <stdarg.h>

#include "lower_policy.h"

void il_low__give(il_low_part *part, const char *key, il_low_node *node)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), (il_loc){0}, node);
}

void il_low__give_text(il_low_part *part, const char *key, const char *text)
{
    il_low__give(part, key, il_low__words(part->unit->low, part->out->loc, text));
}

void il_low__give_ref(il_low_part *part, const char *key, const il_low_part *target, const char *attribute)
{
    if (target)
        il_low__give(part, key, il_low__ref(part->unit->low, part->out->loc, target, il_str_of(attribute)));
}

void il_low__give_member(il_low_part *part, const char *key, const il_ev *value, const char *name)
{
    il_low__give(part, key, il_low__read(part->unit->low, value, name, part->out->loc));
}

void il_low__give_unknown(il_low_part *part, const char *key, il_loc loc, const char *reason)
{
    if (!il_low__member(part->properties, il_str_of(key)))
        il_low__give(part, key, il_low__unknown(part->unit->low, loc, reason, (il_str){NULL, 0}));
}

il_low_node *il_low__number(il_low *low, il_loc loc, double number)
{
    const il_value *value = il_value_number(low->arena, loc, number);
    return il_low__leaf(low, il_value_with_origin(low->arena, value, IL_FROM_DEFAULT));
}

il_low_node *il_low__bool(il_low *low, il_loc loc, bool boolean)
{
    const il_value *value = il_value_bool(low->arena, loc, boolean);
    return il_low__leaf(low, il_value_with_origin(low->arena, value, IL_FROM_DEFAULT));
}

il_low_node *il_low__words(il_low *low, il_loc loc, const char *text)
{
    return il_low__text(low, loc, il_arena_str(low->arena, il_str_of(text)));
}

il_low_node *il_low__map_of(il_low *low, il_loc loc, ...)
{
    il_low_node *map = il_low__map(low, loc);
    va_list fields;
    va_start(fields, loc);
    for (const char *name; (name = va_arg(fields, const char *));)
        il_low__put(low, map, il_str_of(name), (il_loc){0}, va_arg(fields, il_low_node *));
    va_end(fields);
    return map;
}

il_low_node *il_low__list_of(il_low *low, il_low_node *item)
{
    il_low_node *list = il_low__list(low, item->loc);
    il_low__push(low, list, item);
    return list;
}

il_low_node *il_low__read(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

/* ---- Program values ---- */

/* The parts of a join whose members may be numbers; NULL for any other value. */
static const il_ev *parts_of(il_low *low, const il_ev *value)
{
    const il_field *join = il_low__field_entry(value, IL_STR("Fn::Join"));
    const il_ev *pair = join ? il_low__reduce(low, join->value) : NULL;
    const il_ev *list = pair && pair->kind == IL_EV_ARRAY && pair->list.n == 2 ? pair->list.items[1] : NULL;
    return list && list->kind == IL_EV_ARRAY && il_low__string(il_low__reduce(low, pair->list.items[0])).n == 0 ? list
                                                                                                                : NULL;
}

il_str il_low__known_text(il_low *low, const il_ev *value)
{
    const il_ev *ev = value ? il_low__reduce(low, value) : low->undefined, *parts = parts_of(low, ev);
    il_low_node *node = parts ? NULL : il_low__plain(low, ev);
    const il_value *text = node ? il_low__as_text(low, il_low__freeze(low, NULL, node)) : &il_missing;
    il_str out = {"", 0};
    for (size_t i = 0; parts && i < parts->list.n; i++) {
        il_str part = il_low__known_text(low, parts->list.items[i]);
        if (!part.p)
            return (il_str){NULL, 0};
        out = il_arena_printf(low->arena, "%.*s%.*s", IL_FMT(out), IL_FMT(part));
    }
    return parts ? out : text->kind == IL_STRING ? text->string : (il_str){NULL, 0};
}

static il_ev *ev_new(il_low *low, il_ev_kind kind, il_loc loc)
{
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = kind;
    ev->loc = loc;
    ev->origin = IL_FROM_DEFAULT;
    return ev;
}

const il_ev *il_low__ev_number(il_low *low, il_loc loc, double number)
{
    il_ev *ev = ev_new(low, IL_EV_NUMBER, loc);
    ev->number = number;
    return ev;
}

const il_ev *il_low__ev_bool(il_low *low, il_loc loc, bool boolean)
{
    il_ev *ev = ev_new(low, IL_EV_BOOL, loc);
    ev->boolean = boolean;
    return ev;
}

const il_ev *il_low__ev_words(il_low *low, il_loc loc, const char *text)
{
    return il_low__ev_text(low, loc, il_arena_str(low->arena, il_str_of(text)));
}

const il_ev *il_low__ev_list(il_low *low, il_loc loc, const il_ev *only)
{
    il_ev *ev = ev_new(low, IL_EV_ARRAY, loc);
    ev->list.items = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    ev->list.items[0] = only;
    ev->list.n = only ? 1 : 0;
    return ev;
}

const il_ev *il_low__ev_object(il_low *low, il_loc loc, ...)
{
    il_ev *ev = ev_new(low, IL_EV_OBJECT, loc);
    ev->object = IL_NEW(low->arena, struct il_object);
    va_list fields;
    va_start(fields, loc);
    for (const char *name; (name = va_arg(fields, const char *));) {
        const il_ev *value = va_arg(fields, const il_ev *);
        if (value && value->kind != IL_EV_UNDEFINED)
            IL_PUSH(low->arena, &ev->object->fields, ((il_field){il_intern(il_str_of(name)), (il_loc){0}, value}));
    }
    va_end(fields);
    return ev;
}

static const il_ev *library_value(il_low *low, il_ev_kind kind, il_loc loc, const char *name, const il_ev *arg)
{
    il_ev *ev = ev_new(low, kind, loc);
    ev->lib.symbol = il_intern(il_str_of(name));
    ev->lib.args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    ev->lib.args[0] = arg;
    ev->lib.n_args = arg ? 1 : 0;
    return ev;
}

const il_ev *il_low__ev_new(il_low *low, il_loc loc, const char *class, const il_ev *arg)
{
    return library_value(low, IL_EV_NEW, loc, class, arg);
}

const il_ev *il_low__ev_call(il_low *low, il_loc loc, const char *name, const il_ev *arg)
{
    return library_value(low, IL_EV_CALL, loc, name, arg);
}

/* ---- Roles ---- */

il_low_unit *il_low__service_role(il_low_unit *unit, const char *id, const char *service, il_loc loc)
{
    il_low *low = unit->low;
    il_low_unit *role = il_low__child_of(unit, il_str_of(id));
    if (role)
        return role;
    const il_ev *principal =
        il_low__ev_new(low, loc, "aws-cdk-lib.aws_iam.ServicePrincipal", il_low__ev_words(low, loc, service));
    return il_low__child(unit, il_str_of(id), IL_STR("aws-cdk-lib.aws_iam.Role"),
                         il_low__ev_object(low, loc, "assumedBy", principal, NULL), loc);
}

void il_low__permit(il_low *low, const il_ev *role, const char *actions, il_low_node *resource, il_low_node *condition)
{
    il_loc loc = resource ? resource->loc : role->loc;
    il_low_document *document = il_low__identity_document(low, role, loc);
    if (!document)
        return;
    il_low_node *list = il_low__list(low, loc);
    for (il_str rest = il_str_of(actions); rest.p;)
        il_low__push(low, list, il_low__text(low, loc, il_arena_str(low->arena, il_str_cut(&rest, ' '))));
    il_low_node *statement =
        il_low__map_of(low, loc, "Action", list->items.n == 1 ? list->items.items[0] : list, "Condition", condition,
                       "Effect", il_low__words(low, loc, "Allow"), "Resource", resource, NULL);
    il_low__add_statement(document, il_low__statement_of_node(low, statement));
}

void il_low__announce(il_low_unit *unit, il_loc loc, const char *reason, const char *const *types, size_t n)
{
    for (size_t i = 0; i < n; i++)
        il_low__gap(unit, loc, reason, (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
}
