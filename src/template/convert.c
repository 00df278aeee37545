/* Nodes → values. Promises one value for each node, with the place where it was written and the node as its handle, in time and memory
 * linear in the text: what YAML aliases share is converted once for each set of assumptions (the parser limits how deep and how
 * often they repeat). Claims no absence in a file whose syntax is broken: its maps and lists are open. */
#include "reader.h"

#include <string.h>

/* What became of the contents of a list or map that an alias may reach again. */
typedef struct {
    struct {
        const void *contents;
        size_t epoch;
    } key;
    const il_value *value;
    il_span span; /* of the node that was converted */
} memo;

il_loc il_reader__loc(const il_reader *r, const il_node *node)
{
    return (il_loc){r->document->source, node->span};
}

const il_value *il_reader__own(const il_value *value, const il_node *node)
{
    ((il_value *)value)->handle = node; /* made just now, so nobody has seen it yet */
    return value;
}

const il_value *il_reader__derived(const il_value *value, const il_value *from)
{
    il_value *v = (il_value *)value; /* made just now, as above */
    v->origin = il_origin_mixed(v->origin, from->origin);
    return value;
}

const il_node *il_template_node(const void *handle)
{
    return handle;
}

static const il_value *list_of(il_reader *r, const il_node *node)
{
    const il_value **items = IL_NEW_ARRAY(r->arena, node->list.n, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < node->list.n; i++) {
        const il_value *item = il_reader__value(r, node->list.items[i]);
        if (item->kind != IL_MISSING) /* AWS::NoValue takes the item out */
            items[n++] = item;
    }
    il_value *list = (il_value *)il_value_list(r->arena, il_reader__loc(r, node), items, n);
    list->open = r->broken;
    return list;
}

il_map il_reader__last_members(il_reader *r, const il_node *node)
{
    il_map last = il_map_in(r->arena);
    for (size_t i = 0; r->duplicates && i < node->map.n; i++)
        (void)il_map_put(&last, node->map.members[i].key->text, &node->map.members[i]);
    return last;
}

static const il_value *map_of(il_reader *r, const il_node *node)
{
    il_entry *entries = IL_NEW_ARRAY(r->arena, node->map.n, il_entry);
    il_map last = il_reader__last_members(r, node);
    size_t n = 0;
    bool open = r->broken;
    for (size_t i = 0; i < node->map.n; i++) {
        il_member *member = &node->map.members[i];
        if (il_str_starts(member->key->text, IL_STR("Fn::"))) {
            open = true; /* Fn::Transform, Fn::ForEach: members that we do not see */
            continue;
        }
        if (last.n && il_map_get(&last, member->key->text) != member)
            continue;
        entries[n++] =
            (il_entry){member->key->text, il_reader__loc(r, member->key), il_reader__value(r, member->value)};
    }
    il_value *map = (il_value *)il_value_map(r->arena, il_reader__loc(r, node), entries, n);
    map->open = open;
    return map;
}

static const il_value *number_of(il_reader *r, const il_node *node)
{
    double number;
    if (il_node_number(node, &number))
        return il_value_number(r->arena, il_reader__loc(r, node), number);
    return il_value_string(r->arena, il_reader__loc(r, node), node->text);
}

/* An alias that the parser refused to follow is a null too. */
static const il_value *null_of(il_reader *r, const il_node *node)
{
    if (r->broken && node->alias)
        return il_value_unknown(r->arena, il_reader__loc(r, node), "syntax error", (il_str){NULL, 0});
    return il_value_null(r->arena, il_reader__loc(r, node));
}

const il_value *il_reader__contents(il_reader *r, const il_node *node)
{
    const il_value *value = NULL;
    switch (node->kind) {
    case IL_NODE_NULL:
        value = null_of(r, node);
        break;
    case IL_NODE_BOOL:
        value = il_value_bool(r->arena, il_reader__loc(r, node), node->boolean);
        break;
    case IL_NODE_NUMBER:
        value = number_of(r, node);
        break;
    case IL_NODE_STRING:
        value = il_value_string(r->arena, il_reader__loc(r, node), node->text);
        break;
    case IL_NODE_LIST:
        value = list_of(r, node);
        break;
    case IL_NODE_MAP:
        value = map_of(r, node);
        break;
    }
    return il_reader__own(value, node);
}

static const il_value *evaluate(il_reader *r, const il_node *node)
{
    il_site site;
    return il_reader__site_of(node, &site) ? il_reader__call(r, &site) : il_reader__contents(r, node);
}

/* What MEMO has, for another node with the same contents: the outermost list or map stands where NODE stands. */
static const il_value *recalled(il_reader *r, const memo *known, const il_node *node)
{
    const il_value *value = known->value;
    bool container = value->kind == IL_LIST || value->kind == IL_MAP;
    if (!container || value->loc.span.start != known->span.start || value->loc.span.end != known->span.end)
        return value;
    return il_reader__own(il_value_at(r->arena, value, il_reader__loc(r, node)), node);
}

static const il_value *remembered(il_reader *r, const il_node *node, const void *contents)
{
    memo fresh;
    memset(&fresh, 0, sizeof fresh); /* the key is compared byte by byte */
    fresh.key.contents = contents;
    fresh.key.epoch = r->epoch;
    const memo *known = il_map_get(&r->memo, (il_str){(const char *)&fresh.key, sizeof fresh.key});
    if (known)
        return recalled(r, known, node);
    memo *kept = IL_NEW(r->arena, memo);
    fresh.value = evaluate(r, node);
    fresh.span = node->span;
    *kept = fresh;
    il_map_put(&r->memo, (il_str){(const char *)&kept->key, sizeof kept->key}, kept);
    return fresh.value;
}

const il_value *il_reader__value(il_reader *r, const il_node *node)
{
    if (r->shares && node->kind == IL_NODE_LIST && node->list.n)
        return remembered(r, node, node->list.items);
    if (r->shares && node->kind == IL_NODE_MAP && node->map.n)
        return remembered(r, node, node->map.members);
    return evaluate(r, node);
}
