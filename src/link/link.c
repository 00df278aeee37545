/* Pairs the resources of two models by construct path and type; where one side does not know the path, by stack, logical id and type.
 * What would pair in more than one way is left alone: a wrong pair would move a finding to a wrong place. */
#include "join.h"

#include <string.h>

/* The resources of one model that share a key. */
typedef struct {
    il_resource *first;
    size_t n;
} bucket;

typedef il_str key_of(il_arena *arena, const il_resource *resource);

static il_str path_key(il_arena *arena, const il_resource *resource)
{
    bool app = strcmp(resource->type, "App") == 0; /* there is one */
    if (resource->construct_path.n == 0 && !app)
        return (il_str){NULL, 0};
    return il_arena_printf(arena, "%s\n%.*s", resource->type, IL_FMT(resource->construct_path));
}

static il_str id_key(il_arena *arena, const il_resource *resource)
{
    if (resource->logical_id.n == 0 || !resource->stack || resource->stack->name.n == 0)
        return (il_str){NULL, 0};
    return il_arena_printf(arena, "%s\n%.*s\n%.*s", resource->type, IL_FMT(resource->stack->name),
                           IL_FMT(resource->logical_id));
}

static il_map index_of(il_arena *arena, const il_app *app, key_of *key)
{
    il_map map = il_map_in(arena);
    for (size_t i = 0; i < app->resources.n; i++) {
        il_resource *resource = app->resources.items[i];
        il_str text = key(arena, resource);
        if (text.n == 0)
            continue;
        bucket *b = il_map_get(&map, text);
        if (!b) {
            b = IL_NEW(arena, bucket);
            b->first = resource;
            il_map_put(&map, text, b);
        }
        b->n++;
    }
    return map;
}

/* Pairs what has one resource on each side under a key; with WHERE_UNKNOWN only if a side does not know its construct path. */
static size_t pair(il_arena *arena, il_app *source, il_app *template_app, key_of *key, bool where_unknown)
{
    il_map left = index_of(arena, source, key), right = index_of(arena, template_app, key);
    size_t pairs = 0;
    for (size_t i = 0; i < left.n; i++) {
        const bucket *a = left.entries[i].value, *b = il_map_get(&right, left.entries[i].key);
        if (!b || a->n != 1 || b->n != 1 || a->first->twin || b->first->twin)
            continue;
        if (where_unknown && a->first->construct_path.n && b->first->construct_path.n)
            continue;
        a->first->twin = b->first;
        b->first->twin = a->first;
        pairs++;
    }
    return pairs;
}

/* Models are joined again when one of them was made anew. */
static void part(il_app *app)
{
    for (size_t i = 0; i < app->resources.n; i++)
        app->resources.items[i]->twin = NULL;
}

size_t il_link_join(il_app *source, il_app *template_app)
{
    part(source);
    part(template_app);
    il_arena *arena = il_arena_new();
    size_t pairs = pair(arena, source, template_app, path_key, false);
    pairs += pair(arena, source, template_app, id_key, true);
    il_arena_free(arena);
    return pairs;
}
