/* What is handed to code that is not followed: constructs in it escape, objects in it may grow. */
#include "eval.h"

enum { DEPTH = 8, GAPS_MAX = 500 };

static bool escape(il_eval *e, const il_ev *value, const char *reason, unsigned depth);

static bool escape_list(il_eval *e, const il_ev **items, size_t n, const char *reason, unsigned depth)
{
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= escape(e, items[i], reason, depth + 1);
    return found;
}

static bool escape_fields(il_eval *e, struct il_object *object, const char *reason, unsigned depth)
{
    bool found = false;
    for (size_t i = 0; i < object->fields.n; i++)
        found |= escape(e, object->fields.items[i].value, reason, depth + 1);
    return found;
}

static bool escape_construct(il_construct *construct, const char *reason)
{
    construct->escaped = true;
    if (!construct->escape_reason)
        construct->escape_reason = reason;
    return true;
}

/* Handing on `bucket.bucketArn` hands on a text; `bucket.node` or `bucket.node.defaultChild` the construct itself. */
static bool escape_member(il_eval *e, const il_ev *value, const char *reason, unsigned depth)
{
    il_str name = il_str_of(value->lib.member);
    bool opens = il_str_is(name, "node") || il_str_is(name, "defaultChild") || il_str_is(name, "root") ||
                 il_str_is(name, "stack");
    return opens && escape(e, value->lib.receiver, reason, depth + 1);
}

static bool escape(il_eval *e, const il_ev *value, const char *reason, unsigned depth)
{
    if (depth > DEPTH || !il_ev__step(e))
        return false;
    switch (value->kind) {
    case IL_EV_CONSTRUCT:
        return escape_construct(value->construct, reason);
    case IL_EV_INSTANCE:
        if (value->instance.construct)
            return escape_construct(value->instance.construct, reason);
        return escape_fields(e, value->instance.fields, reason, depth);
    case IL_EV_OBJECT:
        if (value->object->module)
            return false;
        il_ev__open(e, value->object);
        return escape_fields(e, value->object, reason, depth);
    case IL_EV_ARRAY:
        il_ev__touch(e, (il_array *)value);
        ((il_ev *)value)->open = true;
        return escape_list(e, value->list.items, value->list.n, reason, depth);
    case IL_EV_CHOICE:
        return escape_list(e, value->choice.arms, value->choice.n, reason, depth);
    case IL_EV_CALL:
    case IL_EV_NEW:
        return escape_list(e, value->lib.args, value->lib.n_args, reason, depth);
    case IL_EV_MEMBER:
        return escape_member(e, value, reason, depth);
    default:
        return false;
    }
}

bool il_ev__escape(il_eval *e, const il_ev *value, const char *reason)
{
    return escape(e, value, reason, 0);
}

void il_ev__gap(il_eval *e, il_loc loc, const char *reason, il_str detail)
{
    if (e->program->gaps.n >= GAPS_MAX)
        return; /* so much is not followed that one more says nothing */
    for (size_t i = 0; i < e->program->gaps.n; i++) {
        const il_gap *known = &e->program->gaps.items[i];
        if (known->reason == reason && il_loc_eq(known->loc, loc))
            return;
    }
    il_gap gap = {.loc = loc, .reason = reason, .detail = detail};
    IL_PUSH(e->arena, &e->program->gaps, gap);
}

void il_ev__escape_args(il_eval *e, const il_args *args, const char *reason, il_loc loc)
{
    bool found = false;
    e->doubts++;
    for (size_t i = 0; i < args->n; i++) {
        found |= il_ev__escape(e, args->items[i], reason);
        const il_ev *result = il_ev__run_many(e, args->items[i], loc);
        found |= result && il_ev__escape(e, result, reason);
    }
    if (found)
        il_ev__gap(e, loc, reason, il_ev__excerpt(e, loc, IL_EVAL_EXCERPT));
}
