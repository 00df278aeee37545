/* Statements that the library itself writes: what a service, or the role of a function, may do with a resource. */
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
