#include "node.h"

#include "parse.h"

il_member *il_node_member(const il_node *map, il_str key)
{
    if (!map || map->kind != IL_NODE_MAP)
        return NULL;
    for (size_t i = map->map.n; i-- > 0;)
        if (il_str_eq(map->map.members[i].key->text, key))
            return &map->map.members[i];
    return NULL;
}

il_node *il_node_get(const il_node *map, il_str key)
{
    il_member *member = il_node_member(map, key);
    return member ? member->value : NULL;
}

il_str il_node_string(const il_node *node)
{
    return node && node->kind == IL_NODE_STRING ? node->text : (il_str){NULL, 0};
}

bool il_node_number(const il_node *node, double *out)
{
    if (!node || node->kind != IL_NODE_NUMBER)
        return false;
    double value = 0;
    bool finite = il_str_number(node->text, &value) || (il_yaml__number(node->text, &value) && value - value == 0);
    if (finite)
        *out = value;
    return finite;
}

static bool holds(const il_node *node, il_span span)
{
    return node->span.start <= span.start && span.end <= node->span.end;
}

static const il_node *child_at(const il_node *node, il_span span)
{
    if (node->alias)
        return NULL;
    if (node->kind == IL_NODE_LIST) {
        for (size_t i = 0; i < node->list.n; i++)
            if (holds(node->list.items[i], span))
                return node->list.items[i];
    } else if (node->kind == IL_NODE_MAP) {
        for (size_t i = 0; i < node->map.n; i++) {
            const il_member *member = &node->map.members[i];
            if (member->merged)
                continue;
            if (holds(member->key, span))
                return member->key;
            if (holds(member->value, span))
                return member->value;
        }
    }
    return NULL;
}

const il_node *il_node_at(const il_node *root, il_span span)
{
    if (!root || !holds(root, span))
        return NULL;
    for (const il_node *child = root; child; child = child_at(root, span))
        root = child;
    return root;
}
