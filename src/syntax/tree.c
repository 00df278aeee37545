/* The builder that the JSON and the YAML parser share: nodes out of slabs, children on one stack until their container closes. */
#include <string.h>

#include "map.h"
#include "parse.h"

enum { SLAB = 64 };

il_tree il_tree__begin(il_document *document)
{
    return (il_tree){.document = document, .scratch = il_arena_new()};
}

void il_tree__end(il_tree *tree)
{
    il_arena_free(tree->scratch);
    *tree = (il_tree){0};
}

il_node *il_tree__node(il_tree *tree, il_node_kind kind, il_span span)
{
    if (tree->slab_left == 0) {
        tree->slab = IL_NEW_ARRAY(tree->document->arena, SLAB, il_node);
        tree->slab_left = SLAB;
    }
    il_node *node = tree->slab++;
    tree->slab_left--;
    node->kind = kind;
    node->span = span;
    return node;
}

void il_tree__close_list(il_tree *tree, il_node *list, size_t first)
{
    size_t n = tree->waiting.n - first;
    list->list.n = n;
    list->list.items = n ? IL_NEW_ARRAY(tree->document->arena, n, il_node *) : NULL;
    for (size_t i = 0; i < n; i++)
        list->list.items[i] = tree->waiting.items[first + i].value;
    tree->waiting.n = first;
}

static void report_duplicate(il_tree *tree, const il_node *before, const il_node *again)
{
    il_document *document = tree->document;
    il_syntax__warning(document, again->span, "the key %s is written twice in this map; the last one counts",
                       il_syntax__quoted(document, again->text));
    il_syntax__related(document, before->span, "written here before");
}

/* Compares each with each: quicker than a table for the maps that templates are full of. */
static void find_duplicates_small(il_tree *tree, const il_node *map)
{
    const il_member *members = map->map.members;
    for (size_t i = 1; i < map->map.n; i++) {
        for (size_t j = i; j-- > 0;) {
            if (il_str_eq(members[i].key->text, members[j].key->text)) {
                report_duplicate(tree, members[j].key, members[i].key);
                break;
            }
        }
    }
}

void il_tree__check_keys(il_tree *tree, const il_node *map)
{
    enum { SMALL = 16 };
    if (map->map.n <= SMALL) {
        find_duplicates_small(tree, map);
        return;
    }
    il_map seen = il_map_in(tree->scratch);
    for (size_t i = 0; i < map->map.n; i++) {
        il_node *key = map->map.members[i].key;
        const il_node *before = il_map_put(&seen, key->text, key);
        if (before)
            report_duplicate(tree, before, key);
    }
}

void il_tree__close_map(il_tree *tree, il_node *map, size_t first)
{
    size_t n = tree->waiting.n - first;
    map->map.n = n;
    map->map.members = n ? IL_NEW_ARRAY(tree->document->arena, n, il_member) : NULL;
    if (n)
        memcpy(map->map.members, tree->waiting.items + first, n * sizeof *map->map.members);
    tree->waiting.n = first;
}
