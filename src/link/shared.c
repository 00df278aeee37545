/* CDK writes the resources of a template in the order of the construct tree, and a construct's children in the order in which they were made.
 * What is made while another construct is being made so stands right behind it. If that one refers to it, it asked. If it does not,
 * nobody is known to have. */
#include "shared.h"

/* The resources below one child of a stack: they stand together. */
typedef struct {
    il_str id;
    size_t first, end; /* of the app's resources */
    bool generated;
} top;

typedef struct {
    const il_stack *stack;
    IL_VEC(top) tops;
} part;

struct il_shared {
    il_arena *arena;
    const il_app *app;
    IL_VEC(part) parts;
};

static il_str top_of(const il_resource *resource)
{
    const il_stack *stack = resource->stack;
    il_str path = resource->construct_path;
    if (!stack || !stack->construct_path.n || path.n <= stack->construct_path.n)
        return (il_str){NULL, 0};
    il_str rest = il_str_slice(path, stack->construct_path.n + 1, path.n);
    return il_str_cut(&rest, '/');
}

il_shared *il_shared_new(il_arena *arena, const il_app *assembly)
{
    il_shared *s = IL_NEW(arena, il_shared);
    s->arena = arena;
    s->app = assembly;
    for (size_t i = 0; i < assembly->resources.n; i++) {
        const il_resource *resource = assembly->resources.items[i];
        if (il_resource_is_fact(resource) || !resource->stack)
            continue;
        part *p = s->parts.n ? &s->parts.items[s->parts.n - 1] : NULL;
        if (!p || p->stack != resource->stack) {
            IL_PUSH(arena, &s->parts, ((part){.stack = resource->stack}));
            p = &s->parts.items[s->parts.n - 1];
        }
        il_str id = top_of(resource);
        top *last = p->tops.n ? &p->tops.items[p->tops.n - 1] : NULL;
        if (!last || !il_str_eq(last->id, id)) {
            IL_PUSH(arena, &p->tops, ((top){.id = id, .first = i, .generated = true}));
            last = &p->tops.items[p->tops.n - 1];
        }
        last->end = i + 1;
        last->generated = last->generated && resource->generated;
    }
    return s;
}

/* Whether VALUE refers to one of the resources of TARGET. */
static bool refers(const il_shared *s, const il_value *value, const top *target, int depth)
{
    size_t n = 0;
    if (depth > 64)
        return false;
    switch (value->kind) {
    case IL_REF:
        for (size_t i = target->first; i < target->end; i++)
            if (value->ref.target == s->app->resources.items[i])
                return true;
        return false;
    case IL_LIST:
        n = value->list.n;
        break;
    case IL_MAP:
        n = value->map.n;
        break;
    case IL_CALL:
        n = value->call.n;
        break;
    case IL_CHOICE:
        n = value->choice.n;
        break;
    default:
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const il_value *next = value->kind == IL_MAP    ? value->map.entries[i].value
                               : value->kind == IL_LIST ? value->list.items[i]
                               : value->kind == IL_CALL ? value->call.items[i]
                                                        : value->choice.arms[i].value;
        if (refers(s, next, target, depth + 1))
            return true;
    }
    return false;
}

il_askers il_shared_askers(il_shared *s, const il_resource *resource)
{
    il_askers askers = {0};
    il_str id = top_of(resource);
    const part *p = NULL;
    for (size_t i = 0; i < s->parts.n && !p; i++)
        if (s->parts.items[i].stack == resource->stack)
            p = &s->parts.items[i];
    size_t at = 0;
    while (p && at < p->tops.n && !il_str_eq(p->tops.items[at].id, id))
        at++;
    if (!id.n || !p || at == p->tops.n || !p->tops.items[at].generated)
        return askers;
    for (size_t i = at; i-- > 0 && !askers.n;) {
        const top *before = &p->tops.items[i];
        for (size_t k = before->first; k < before->end; k++)
            if (refers(s, s->app->resources.items[k]->body, &p->tops.items[at], 0))
                IL_PUSH(s->arena, &askers, s->app->resources.items[k]);
        if (!before->generated)
            break;
    }
    return askers;
}
