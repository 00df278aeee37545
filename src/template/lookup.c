/* Fn::Select and Fn::FindInMap: folded where everything that decides is known, else they stay calls. */
#include "reader.h"

/* The plain text of a known scalar, for keys and indexes; empty for anything else. */
static il_str key_of(il_reader *r, const il_value *value)
{
    const il_value *text = il_reader__text_of(r, value);
    return text->kind == IL_STRING ? text->string : (il_str){NULL, 0};
}

const il_value *il_reader__select(il_reader *r, const il_site *site)
{
    if (il_reader__n_args(site) != 2)
        return il_reader__malformed(r, site);
    const il_value *args[] = {il_reader__value(r, il_reader__nth(site, 0)),
                              il_reader__value(r, il_reader__nth(site, 1))};
    const il_value *list = args[1];
    double index = -1;
    bool known = list->kind == IL_LIST && !list->open && il_str_number(key_of(r, args[0]), &index);
    known = known && index >= 0 && index < (double)list->list.n && index == (double)(size_t)index;
    for (size_t i = 0; known && i <= (size_t)index; i++) /* items under a condition may go, and the others move up */
        known = list->list.items[i]->kind != IL_CHOICE && list->list.items[i]->kind != IL_UNKNOWN;
    return known ? list->list.items[(size_t)index] : il_reader__kept(r, site, args, 2);
}

/* A mapping's value: AWS allows a scalar or a list of scalars, and no functions. */
static bool plain(const il_node *node)
{
    bool scalar = node && node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP;
    if (!node || node->tag || node->kind == IL_NODE_MAP)
        return false;
    for (size_t i = 0; !scalar && i < node->list.n; i++) {
        const il_node *item = node->list.items[i];
        if (item->tag || item->kind == IL_NODE_LIST || item->kind == IL_NODE_MAP)
            return false;
    }
    return true;
}

const il_value *il_reader__find_in_map(il_reader *r, const il_site *site)
{
    size_t n = il_reader__n_args(site);
    const il_value *args[4];
    il_str keys[3];
    if (n != 3 && n != 4)
        return il_reader__malformed(r, site);
    for (size_t i = 0; i < 3; i++) {
        args[i] = il_reader__value(r, il_reader__nth(site, i));
        keys[i] = key_of(r, args[i]);
    }
    const il_node *otherwise = il_node_get(il_reader__nth(site, 3), IL_STR("DefaultValue"));
    if (keys[0].n && keys[1].n && keys[2].n) {
        const il_node *found = il_node_get(il_node_get(il_node_get(r->mappings, keys[0]), keys[1]), keys[2]);
        if (!found && otherwise && r->mappings)
            return il_reader__value(r, otherwise);
        if (plain(found)) {
            const il_value *value = il_reader__contents(r, found);
            for (size_t i = 0; i < 3; i++)
                il_reader__derived(value, args[i]);
            return value;
        }
    }
    if (n == 4)
        args[3] = il_reader__value(r, il_reader__nth(site, 3));
    return il_reader__kept(r, site, args, n);
}
