/* Statements that the library itself writes: what a service, or the role of a function, may do with a resource. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low *low, il_low_node *map, const char *key, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), (il_loc){0}, node);
}

il_low_node *il_low__condition(il_low *low, const char *test, const char *key, il_low_node *value, il_loc loc)
{
    il_low_node *condition = il_low__map(low, loc), *inner = il_low__map(low, loc);
    put(low, inner, key, value);
    put(low, condition, test, inner);
    return condition;
}

void il_low__allow(il_low_document *document, const il_low_allowance *a)
{
    if (!document)
        return;
    il_low *low = document->part->unit->low;
    il_low_node *map = il_low__map(low, a->loc), *actions = il_low__list(low, a->loc);
    for (size_t i = 0; i < sizeof a->actions / sizeof *a->actions && a->actions[i]; i++)
        il_low__push(low, actions, il_low__text(low, a->loc, il_str_of(a->actions[i])));
    put(low, map, "Action", actions);
    put(low, map, "Effect", il_low__text(low, a->loc, IL_STR("Allow")));
    put(low, map, "Resource", a->resource);
    put(low, map, "Condition", a->condition);
    if (a->service) {
        il_low_node *principal = il_low__map(low, a->loc);
        put(low, principal, "Service", il_low__text(low, a->loc, il_str_of(a->service)));
        put(low, map, "Principal", principal);
    }
    if (a->sid.n)
        put(low, map, "Sid", il_low__text(low, a->loc, a->sid));
    il_low_statement *s = il_low__statement_of_node(low, map);
    s->under = a->under;
    il_low__add_statement(document, s);
}

/* ---- Policies that stand beside their resource ---- */

/* policy.document.addStatements(…) */
static bool policy_call(il_low_unit *unit, const il_method_call *call)
{
    bool adds = call->path.n == 1 && strcmp(call->path.items[0], "document") == 0 && call->method &&
                strcmp(call->method, "addStatements") == 0;
    return adds && il_low__resource_policy(unit, call);
}

const il_low_model il_low__policy_of_resource_model = {.name = "policy-of-resource", .call = policy_call};

/* ---- Keys ---- */

static void lower_key(il_low_unit *unit)
{
    const il_ev *admins = il_low__prop(unit, "admins");
    if (admins->kind != IL_EV_ARRAY) {
        if (il_low__given(admins) != IL_NO)
            il_low__resource_document(unit, admins->loc)->open = true;
        return;
    }
    for (size_t i = 0; i < admins->list.n; i++) {
        il_method_call call = {.method = "grantAdmin", .args = admins->list.items + i, .n_args = 1, .loc = admins->loc};
        il_low__grant(unit, &call);
    }
}

/* The prefix is put before a name that lacks it. */
il_low_node *il_low__alias_name(il_low_unit *unit, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(unit->low, value);
    if (ev->kind != IL_EV_STRING || il_str_starts(ev->string, IL_STR("alias/")))
        return il_low__plain(unit->low, ev);
    il_str text = il_arena_printf(unit->low->arena, "alias/%.*s", IL_FMT(ev->string));
    return il_low__leaf(unit->low, il_value_string(unit->low->arena, ev->loc, text));
}

const il_low_model il_low__key_model = {.name = "key", .lower = lower_key};
