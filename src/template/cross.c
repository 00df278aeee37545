/* Values that cross stacks: Fn::ImportValue of what another stack exports, Fn::GetStackOutput, Outputs of nested stacks. An export is
 * unique in one account and region, so one of the same environment is meant; where two could be, the import stays as it is. */
#include "reader.h"

enum { CHAIN_MAX = 64 };

typedef struct {
    const il_stack *stack;
    const il_value *value;
} export;

typedef IL_VEC(export) export_list;

typedef enum { WAITING, BUSY, DONE } progress;

typedef struct {
    const il_pending *pending;
    progress progress;
} step;

typedef struct {
    il_arena *arena;
    il_map exports; /* name → export_list * */
    il_map nested;  /* address of a resource → il_read_stack * */
    const il_read_stacks *stacks;
    il_map steps; /* address of a pending value → step * */
    size_t depth;
} resolver;

/* The address itself as a key; KEPT must live as long as the map. */
static il_str address_key(const void *const *kept)
{
    return (il_str){(const char *)kept, sizeof *kept};
}

static void *get(const il_map *map, const void *address)
{
    return il_map_get(map, address_key(&address));
}

static void put(resolver *v, il_map *map, const void *address, void *value)
{
    const void **kept = IL_NEW(v->arena, const void *);
    *kept = address;
    il_map_put(map, address_key(kept), value);
}

static void add_exports(resolver *v, const il_stack *stack)
{
    for (size_t i = 0; stack->outputs->kind == IL_MAP && i < stack->outputs->map.n; i++) {
        const il_entry *entry = &stack->outputs->map.entries[i];
        export_list *list = il_map_get(&v->exports, entry->key);
        if (!list) {
            list = IL_NEW(v->arena, export_list);
            il_map_put(&v->exports, entry->key, list);
        }
        IL_PUSH(v->arena, list, ((export){stack, entry->value}));
    }
}

static const il_value *exported(const resolver *v, const il_pending *pending)
{
    const export_list *list = il_map_get(&v->exports, pending->name);
    const il_value *same = NULL;
    size_t n = 0;
    for (size_t i = 0; list && i < list->n; i++) {
        if (il_str_eq(list->items[i].stack->environment, pending->stack->environment)) {
            same = list->items[i].value;
            n++;
        }
    }
    if (n == 0 && list && list->n == 1)
        return list->items[0].value;
    return n == 1 ? same : NULL;
}

/* The output of the one stack of that name in the environment that asks. */
static const il_value *output_of(const resolver *v, const il_pending *pending)
{
    const il_read_stack *found = NULL;
    for (size_t i = 0; i < v->stacks->n; i++) {
        const il_read_stack *stack = &v->stacks->items[i];
        if (stack->nested || !il_str_eq(stack->stack->name, pending->from) ||
            !il_str_eq(stack->stack->environment, pending->stack->environment))
            continue;
        if (found)
            return NULL;
        found = stack;
    }
    return found ? il_map_get(&found->outputs, pending->name) : NULL;
}

static const il_value *wanted(const resolver *v, const il_pending *pending)
{
    if (pending->from.n)
        return output_of(v, pending);
    if (!pending->nested)
        return exported(v, pending);
    const il_read_stack *stack = get(&v->nested, pending->nested);
    return stack ? il_map_get(&stack->outputs, pending->name) : NULL;
}

static void resolve(resolver *v, step *s)
{
    if (s->progress != WAITING || v->depth >= CHAIN_MAX)
        return;
    const il_value *found = wanted(v, s->pending);
    if (!found)
        return;
    s->progress = BUSY;
    v->depth++;
    step *behind = get(&v->steps, found);
    if (behind)
        resolve(v, behind); /* what is exported was imported itself */
    v->depth--;
    s->progress = DONE;
    if (behind && behind->progress == BUSY)
        return; /* a circle */
    il_value *value = s->pending->value;
    bool stays = found->kind == IL_REF || found->kind == IL_CALL; /* a reference is where it is written */
    il_loc loc = value->loc;
    const void *handle = value->handle;
    *value = *found;
    if (stays) {
        value->loc = loc;
        value->handle = handle;
    }
}

void il_template__resolve(il_arena *arena, const il_pendings *pending, const il_read_stacks *stacks)
{
    resolver v = {.arena = arena, .stacks = stacks};
    v.exports = il_map_in(arena);
    v.nested = il_map_in(arena);
    v.steps = il_map_in(arena);
    for (size_t i = 0; i < stacks->n; i++) {
        add_exports(&v, stacks->items[i].stack);
        if (stacks->items[i].nested)
            put(&v, &v.nested, stacks->items[i].nested, &stacks->items[i]);
    }
    step *steps = IL_NEW_ARRAY(arena, pending->n, step);
    for (size_t i = 0; i < pending->n; i++) {
        steps[i].pending = &pending->items[i];
        put(&v, &v.steps, pending->items[i].value, &steps[i]);
    }
    for (size_t i = 0; i < pending->n; i++)
        resolve(&v, &steps[i]);
}
