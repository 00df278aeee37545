#include "catalog.h"

#include <string.h>

#include "catalog_data.h"

il_cat_kind il_cat_kind_of(il_cat node)
{
    return (il_cat_kind)(il_cat__nodes[node].kind_n & 15);
}

static size_t count_of(il_cat node)
{
    return il_cat__nodes[node].kind_n >> 4;
}

static bool is_map(il_cat node)
{
    il_cat_kind kind = il_cat_kind_of(node);
    return kind == IL_CAT_MAP || kind == IL_CAT_DICT;
}

il_str il_cat_text(il_cat node)
{
    if (il_cat_kind_of(node) != IL_CAT_STRING)
        return (il_str){NULL, 0};
    return (il_str){il_cat__texts + il_cat__nodes[node].at, count_of(node)};
}

double il_cat_number(il_cat node)
{
    return il_cat_kind_of(node) == IL_CAT_NUMBER ? il_cat__numbers[il_cat__nodes[node].at] : 0;
}

size_t il_cat_count(il_cat node)
{
    return is_map(node) || il_cat_kind_of(node) == IL_CAT_LIST ? count_of(node) : 0;
}

il_cat il_cat_at(il_cat node, size_t i)
{
    if (i >= il_cat_count(node))
        return IL_CAT_NONE;
    uint32_t at = il_cat__nodes[node].at + (uint32_t)i;
    return is_map(node) ? il_cat__members[at].node : il_cat__items[at];
}

static const char *key_text(uint32_t key)
{
    return key < IL_W_COUNT ? il_word_text((il_word)key) : il_cat__texts + (key - IL_W_COUNT);
}

il_str il_cat_key(il_cat node, size_t i)
{
    if (!is_map(node) || i >= count_of(node))
        return (il_str){NULL, 0};
    return il_str_of(key_text(il_cat__members[il_cat__nodes[node].at + i].key));
}

il_cat il_cat_get(il_cat node, il_word word)
{
    if (!is_map(node))
        return IL_CAT_NONE;
    const il_cat_member *members = il_cat__members + il_cat__nodes[node].at;
    for (size_t i = 0, n = count_of(node); i < n; i++)
        if (members[i].key == (uint32_t)word)
            return members[i].node;
    return IL_CAT_NONE;
}

/* As il_str_cmp against a NUL-terminated text. */
static int compare(il_str a, const char *b)
{
    return il_str_cmp(a, il_str_of(b));
}

static il_cat search(const il_cat_member *members, size_t n, il_str key)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(key, key_text(members[middle].key));
        if (order == 0)
            return members[middle].node;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return IL_CAT_NONE;
}

il_cat il_cat_find(il_cat node, il_str key)
{
    if (!is_map(node))
        return IL_CAT_NONE;
    const il_cat_member *members = il_cat__members + il_cat__nodes[node].at;
    size_t n = count_of(node);
    if (il_cat_kind_of(node) == IL_CAT_DICT)
        return search(members, n, key);
    for (size_t i = 0; i < n; i++)
        if (il_str_is(key, key_text(members[i].key)))
            return members[i].node;
    return IL_CAT_NONE;
}

bool il_cat_true(il_cat node)
{
    return il_cat_kind_of(node) == IL_CAT_TRUE;
}

il_cat il_cat_construct(il_str class)
{
    return il_cat_find(il_cat__roots.constructs, class);
}

il_cat il_cat_l1(il_str class)
{
    return il_cat_find(il_cat__roots.l1, class);
}

il_cat il_cat_l1_struct(il_str name)
{
    return il_cat_find(il_cat__roots.l1_structs, name);
}

il_cat il_cat_value(il_str symbol)
{
    return il_cat_find(il_cat__roots.values, symbol);
}

il_cat il_cat_call(il_str symbol)
{
    return il_cat_find(il_cat__roots.calls, symbol);
}

il_cat il_cat_shape(il_str name)
{
    return il_cat_find(il_cat__roots.shapes, name);
}

il_str il_cat_taggable(il_str type)
{
    return il_cat_text(il_cat_find(il_cat__roots.taggable, type));
}

il_str il_cat_replacing(il_str type)
{
    il_cat node = il_cat_find(il_cat__roots.replacing, type);
    return node ? il_cat_text(node) : (il_str){NULL, 0};
}

il_cat il_cat_since(void)
{
    return il_cat__roots.since;
}

il_str il_cat_l1_of_type(il_str type)
{
    il_cat classes = il_cat__roots.l1;
    for (size_t i = 0, n = il_cat_count(classes); i < n; i++)
        if (il_str_eq(il_cat_text(il_cat_get(il_cat_at(classes, i), IL_W_TYPE)), type))
            return il_cat_key(classes, i);
    return (il_str){NULL, 0};
}

il_cat il_cat_values(void)
{
    return il_cat__roots.values;
}

il_str il_cat_version(void)
{
    return il_cat_text(il_cat__roots.version);
}
