/* Fn::ForEach of the language extensions: the template with its loops written out, before anything but parameters and mappings is read.
 * Promises that what a loop writes keeps the place where the author wrote it, that trees without loops are not copied, and that a loop
 * over something unknown stays as it is: what reads it then says that it is not expanded. Refuses loops that write too much. */
#include "reader.h"

#include <string.h>

enum { WRITTEN_MAX = 1 << 18, BINDINGS_MAX = 16 };

typedef struct {
    il_str identifier, value, bare; /* bare: without what is neither letter nor digit */
} binding;

typedef struct {
    il_reader *r;
    binding bindings[BINDINGS_MAX];
    size_t n_bindings, written;
} loops;

typedef IL_VEC(il_member) members;
typedef IL_VEC(il_str) words;

static const il_node *expand(loops *l, const il_node *node);

static il_str bare(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], letter = (char)(c | 32);
        if ((c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'z'))
            out[n++] = c;
    }
    return (il_str){out, n};
}

/* TEXT with OPEN `{Identifier}` replaced by VALUE everywhere. */
static il_str replaced(il_arena *arena, il_str text, char open, il_str identifier, il_str value)
{
    il_str mark = il_arena_printf(arena, "%c{%.*s}", open, IL_FMT(identifier));
    for (size_t at = 0; (at = il_str_find(text, mark, at)) != SIZE_MAX; at += value.n)
        text = il_arena_printf(arena, "%.*s%.*s%.*s", IL_FMT(il_str_slice(text, 0, at)), IL_FMT(value),
                               IL_FMT(il_str_slice(text, at + mark.n, text.n)));
    return text;
}

static il_str substituted(loops *l, il_str text)
{
    for (size_t i = l->n_bindings; i-- > 0;) {
        const binding *b = &l->bindings[i];
        if (il_str_contains(text, IL_STR("${")))
            text = replaced(l->r->arena, text, '$', b->identifier, b->value);
        if (il_str_contains(text, IL_STR("&{")))
            text = replaced(l->r->arena, text, '&', b->identifier, b->bare);
    }
    return text;
}

static il_node *copy(loops *l, const il_node *node)
{
    il_node *made = IL_NEW(l->r->arena, il_node);
    *made = *node;
    l->written++;
    return made;
}

/* NODE with another text; NODE itself when that is the same. */
static const il_node *with_text(loops *l, const il_node *node, il_str text)
{
    if (il_str_eq(text, node->text))
        return node;
    il_node *made = copy(l, node);
    made->text = text;
    return made;
}

/* The value of the identifier that NODE is a Ref to, or NULL. */
static const binding *referred(const loops *l, const il_node *node)
{
    il_site site;
    if (!il_reader__site_of(node, &site) || strcmp(site.name, "Ref") != 0)
        return NULL;
    il_str name = site.args->kind == IL_NODE_STRING ? site.args->text : (il_str){NULL, 0};
    for (size_t i = l->n_bindings; name.n && i-- > 0;)
        if (il_str_eq(l->bindings[i].identifier, name))
            return &l->bindings[i];
    return NULL;
}

static const il_node *expand_list(loops *l, const il_node *node)
{
    il_node *made = NULL;
    for (size_t i = 0; i < node->list.n; i++) {
        const il_node *item = expand(l, node->list.items[i]);
        if (item == node->list.items[i])
            continue;
        if (!made) {
            made = copy(l, node);
            made->list.items = IL_NEW_ARRAY(l->r->arena, node->list.n, il_node *);
            memcpy(made->list.items, node->list.items, node->list.n * sizeof(il_node *));
        }
        made->list.items[i] = (il_node *)item;
    }
    return made ? made : node;
}

/* The texts of COLLECTION, lists in it opened; false when not all are known. */
static bool add_texts(loops *l, const il_value *collection, words *out)
{
    if (collection->kind == IL_LIST && !collection->open) {
        for (size_t i = 0; i < collection->list.n; i++)
            if (!add_texts(l, collection->list.items[i], out))
                return false;
        return true;
    }
    const il_value *text = il_reader__text_of(l->r, collection);
    if (text->kind != IL_STRING)
        return false;
    IL_PUSH(l->r->arena, out, text->string);
    return true;
}

static void add_members(loops *l, const il_node *map, members *out);

/* Writes LOOP's fragment once for each item; false when it cannot be. */
static bool unroll(loops *l, const il_node *loop, members *out)
{
    bool formed = loop->kind == IL_NODE_LIST && loop->list.n == 3 && loop->list.items[2]->kind == IL_NODE_MAP;
    il_str identifier = formed ? il_node_string(loop->list.items[0]) : (il_str){NULL, 0};
    words texts = {0};
    if (!identifier.n || l->n_bindings == BINDINGS_MAX || l->written >= WRITTEN_MAX)
        return false;
    if (!add_texts(l, il_reader__value(l->r, expand(l, loop->list.items[1])), &texts))
        return false;
    for (size_t i = 0; i < texts.n; i++) {
        binding *b = &l->bindings[l->n_bindings++];
        *b = (binding){identifier, texts.items[i], bare(l->r->arena, texts.items[i])};
        add_members(l, loop->list.items[2], out);
        l->n_bindings--;
    }
    return true;
}

static bool is_loop(const il_member *member)
{
    return il_str_starts(member->key->text, IL_STR("Fn::ForEach::"));
}

static void add_members(loops *l, const il_node *map, members *out)
{
    for (size_t i = 0; i < map->map.n; i++) {
        il_member member = map->map.members[i];
        if (is_loop(&member) && unroll(l, member.value, out))
            continue;
        member.key = (il_node *)with_text(l, member.key, substituted(l, member.key->text));
        member.value = (il_node *)expand(l, member.value);
        l->written++;
        IL_PUSH(l->r->arena, out, member);
    }
}

static bool same_members(const il_node *map, const members *list)
{
    bool same = map->map.n == list->n;
    for (size_t i = 0; same && i < list->n; i++)
        same = map->map.members[i].key == list->items[i].key && map->map.members[i].value == list->items[i].value;
    return same;
}

static const il_node *expand_map(loops *l, const il_node *node)
{
    members list = {0};
    add_members(l, node, &list);
    if (same_members(node, &list))
        return node;
    il_node *made = copy(l, node);
    made->map.members = list.items;
    made->map.n = list.n;
    return made;
}

static const il_node *expand(loops *l, const il_node *node)
{
    if (l->written >= WRITTEN_MAX)
        return node;
    const binding *bound = l->n_bindings ? referred(l, node) : NULL;
    if (bound) {
        il_node *text = copy(l, node);
        text->kind = IL_NODE_STRING;
        text->text = bound->value;
        text->tag = NULL;
        return text;
    }
    switch (node->kind) {
    case IL_NODE_STRING:
        return l->n_bindings ? with_text(l, node, substituted(l, node->text)) : node;
    case IL_NODE_LIST:
        return expand_list(l, node);
    case IL_NODE_MAP:
        return expand_map(l, node);
    default:
        return node;
    }
}

const il_node *il_reader__expanded(il_reader *r)
{
    static const char *const sections[] = {"Conditions", "Resources", "Outputs"};
    loops l = {.r = r};
    if (r->root->kind != IL_NODE_MAP || !il_str_contains(il_source_text(r->document->source), IL_STR("Fn::ForEach")))
        return r->root;
    il_node *root = copy(&l, r->root);
    root->map.members = IL_NEW_ARRAY(r->arena, root->map.n, il_member);
    for (size_t i = 0; i < root->map.n; i++) {
        il_member *member = &root->map.members[i];
        *member = r->root->map.members[i];
        for (size_t j = 0; j < sizeof sections / sizeof *sections; j++)
            if (il_str_is(member->key->text, sections[j]))
                member->value = (il_node *)expand(&l, member->value);
    }
    if (l.written >= WRITTEN_MAX) {
        il_reader__complain(r, il_reader__loc(r, r->root), "the loops of this template write too much to be followed");
        return r->root;
    }
    return root;
}
