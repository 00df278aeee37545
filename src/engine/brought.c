/* Counting errors would let one go while another comes; so they are told apart by their rule and resource. A new one is charged to the plans that
 * it may come from, the nearest first: those of the same resource or of one whose name it bears, else those of its stack, else all. */
#include "brought.h"

#include <string.h>

static const char refused_error[] = "it would bring an error of another rule";

/* What is told apart: the rule and the resource, or what is said where there is none. */
static il_str key_of(il_arena *arena, const il_judged *judged, const il_resource *r)
{
    const char *rule = judged->finding.rule;
    if (il_resource_is_fact(r))
        return il_arena_printf(arena, "%s\n%.*s", rule, IL_FMT(judged->finding.message));
    il_str stack = r->stack ? r->stack->name : (il_str){0};
    il_str id = r->construct_path.n ? r->construct_path : r->logical_id;
    return il_arena_printf(arena, "%s\n%s\n%.*s\n%.*s", rule, r->type, IL_FMT(stack), IL_FMT(id));
}

static bool counts(const il_judged *judged, const il_judged *like)
{
    return judged->app && judged->checked->unit == like->checked->unit && judged->app->kind == like->app->kind &&
           judged->finding.severity == IL_ERROR && !judged->finding.suppressed;
}

static il_map errors_of(il_arena *arena, const il_round *round, const il_judged *like)
{
    il_map errors = il_map_in(arena);
    for (size_t i = 0; i < round->judged.n; i++) {
        const il_judged *judged = round->judged.items[i];
        for (size_t k = 0; counts(judged, like) && k < judged->verdicts.n; k++)
            il_map_put(&errors, key_of(arena, judged, judged->verdicts.items[k]->resource), (void *)judged);
    }
    return errors;
}

/* What a person calls the resource below its scope: the part of its path that the construct's own id is. */
static il_str own_name(const il_resource *r)
{
    if (!r->construct_path.n)
        return r->logical_id;
    bool primary =
        il_str_ends(r->construct_path, IL_STR("/Resource")) || il_str_ends(r->construct_path, IL_STR("/Default"));
    return primary ? il_path_directory(r->construct_path) : r->construct_path;
}

static bool same_stack(const il_resource *a, const il_resource *b)
{
    return a->stack && b->stack ? il_str_eq(a->stack->name, b->stack->name) : a->stack == b->stack;
}

typedef enum { BY_NAME, BY_STACK, BY_ALL } nearness;

static bool charge(const char **why, const il_brought *b, const il_resource *culprit, nearness how)
{
    bool any = false;
    for (size_t i = 0; i < b->n; i++) {
        const il_resource *subject = b->plans[i]->verdict->resource;
        bool near = how == BY_ALL || (same_stack(subject, culprit) &&
                                      (how == BY_STACK || il_str_starts(own_name(culprit), own_name(subject))));
        if (near)
            why[i] = refused_error;
        any |= near;
    }
    return any;
}

const char **il_brought_errors(il_arena *arena, const il_brought *b)
{
    const char **why = IL_NEW_ARRAY(arena, b->n, const char *);
    il_map known = errors_of(arena, b->before, b->like);
    for (size_t i = 0; i < b->after->judged.n; i++) {
        const il_judged *judged = b->after->judged.items[i];
        for (size_t k = 0; counts(judged, b->like) && k < judged->verdicts.n; k++) {
            const il_resource *resource = judged->verdicts.items[k]->resource;
            if (il_map_get(&known, key_of(arena, judged, resource)))
                continue;
            bool charged = charge(why, b, resource, BY_NAME) || charge(why, b, resource, BY_STACK);
            if (!charged)
                charge(why, b, resource, BY_ALL);
        }
    }
    return why;
}
