/* Values in the making: maps and lists that effects, methods and overrides still change. Freezing makes the model's values of them and
 * recognizes CloudFormation's intrinsics where the author (or the catalogue) wrote them as maps. */
#include <string.h>

#include "lower.h"

static il_low_node *node_new(il_low *low, il_low_kind kind, il_loc loc)
{
    il_low_node *node = IL_NEW(low->arena, il_low_node);
    node->kind = kind;
    node->loc = loc;
    return node;
}

il_low_node *il_low__leaf(il_low *low, const il_value *value)
{
    if (value->kind == IL_MISSING)
        return NULL;
    il_low_node *node = node_new(low, IL_LOW_LEAF, value->loc);
    node->leaf = value;
    return node;
}

il_low_node *il_low__map(il_low *low, il_loc loc)
{
    return node_new(low, IL_LOW_MAP, loc);
}

il_low_node *il_low__list(il_low *low, il_loc loc)
{
    return node_new(low, IL_LOW_LIST, loc);
}

il_low_node *il_low__text(il_low *low, il_loc loc, il_str text)
{
    return il_low__leaf(low, il_value_with_origin(low->arena, il_value_string(low->arena, loc, text), IL_FROM_DEFAULT));
}

il_low_node *il_low__unknown(il_low *low, il_loc loc, const char *reason, il_str detail)
{
    return il_low__leaf(low, il_value_unknown(low->arena, loc, reason, detail));
}

bool il_low__is_unknown(const il_low_node *node)
{
    return node && node->kind == IL_LOW_LEAF && node->leaf->kind == IL_UNKNOWN;
}

void il_low__push(il_low *low, il_low_node *list, il_low_node *item)
{
    if (item)
        IL_PUSH(low->arena, &list->items, item);
}

/* The item of a list that a path's component names. */
static il_low_node *item_of(const il_low_node *list, il_str index)
{
    double i;
    return il_str_number(index, &i) && i >= 0 && i < (double)list->items.n ? list->items.items[(size_t)i] : NULL;
}

static il_low_field *field_of(const il_low_node *map, il_str key)
{
    if (!map || map->kind != IL_LOW_MAP)
        return NULL;
    for (size_t i = 0; i < map->fields.n; i++)
        if (il_str_eq(map->fields.items[i].key, key))
            return &map->fields.items[i];
    return NULL;
}

il_low_node *il_low__member(const il_low_node *map, il_str key)
{
    if (map && map->kind == IL_LOW_LIST)
        return item_of(map, key);
    const il_low_field *field = field_of(map, key);
    return field ? field->node : NULL;
}

void il_low__put(il_low *low, il_low_node *map, il_str key, il_loc key_loc, il_low_node *node)
{
    il_low_field *field = field_of(map, key);
    if (!node) {
        if (field) {
            size_t at = (size_t)(field - map->fields.items);
            memmove(field, field + 1, (map->fields.n - at - 1) * sizeof *field);
            map->fields.n--;
        }
        return;
    }
    if (!field) {
        IL_PUSH(low->arena, &map->fields, ((il_low_field){.key = key, .key_loc = key_loc}));
        field = &map->fields.items[map->fields.n - 1];
    }
    field->node = node;
    if (key_loc.source)
        field->key_loc = key_loc;
}

il_low_node *il_low__at(const il_low_node *map, il_str path)
{
    const il_low_node *node = map;
    while (node && path.p && path.n)
        node = il_low__member(node, il_str_cut(&path, '.'));
    return (il_low_node *)node;
}

/* The map at KEY of MAP, made if there is none; NULL when what stands there cannot be entered. */
static il_low_node *enter(il_low *low, il_low_node *map, il_str key, il_loc key_loc)
{
    il_low_node *next = il_low__member(map, key);
    if (!next && map->kind == IL_LOW_LIST)
        return NULL;
    if (!next) {
        next = il_low__map(low, key_loc.source ? key_loc : map->loc);
        il_low__put(low, map, key, key_loc, next);
    }
    if (next->kind == IL_LOW_MAP || next->kind == IL_LOW_LIST)
        return next;
    if (!il_low__is_unknown(next))
        il_low__put(low, map, key, key_loc, il_low__unknown(low, next->loc, "changed in part", (il_str){NULL, 0}));
    return NULL;
}

/* The map that holds the last component of *PATH, which *PATH then is; NULL when the way there cannot be entered. */
static il_low_node *enter_all(il_low *low, il_low_node *map, il_str *path, il_loc key_loc)
{
    il_str rest = *path, key = il_str_cut(&rest, '.');
    while (map && rest.p) {
        map = enter(low, map, key, key_loc);
        key = il_str_cut(&rest, '.');
    }
    *path = key;
    return map;
}

/* PATH up to and with the first component that is not there yet. */
static il_str first_absent(const il_low_node *map, il_str path)
{
    for (size_t i = 0; i <= path.n; i++)
        if ((i == path.n || path.p[i] == '.') && !il_low__at(map, il_str_slice(path, 0, i)))
            return il_str_slice(path, 0, i);
    return path;
}

/* Ref AWS::NoValue, as the catalogue writes that a default goes. */
static bool is_nothing(const il_low_node *node)
{
    if (!il_low__is_function(node))
        return false;
    const il_low_node *name = node->fields.items[0].node;
    return name->kind == IL_LOW_LEAF && name->leaf->kind == IL_STRING && il_str_is(name->leaf->string, "AWS::NoValue");
}

/* Whether PATH leads through an element of a list that is not there: what changes such an element has nothing to change. */
static bool misses_element(const il_low_node *map, il_str path)
{
    const il_low_node *node = map;
    while (path.p) {
        il_str key = il_str_cut(&path, '.');
        double index;
        if (!node && il_str_number(key, &index))
            return true;
        node = node ? il_low__member(node, key) : NULL;
    }
    return false;
}

void il_low__set(il_low *low, il_low_node *map, il_str path, il_loc key_loc, il_low_node *node)
{
    if (node && is_nothing(node))
        node = NULL;
    if (!node && !il_low__at(map, path))
        return;
    if (node && !il_low__is_unknown(node) && misses_element(map, path))
        return;
    if (il_low__is_unknown(node))
        path = first_absent(map, path);
    map = enter_all(low, map, &path, key_loc);
    if (map && map->kind == IL_LOW_MAP)
        il_low__put(low, map, path, key_loc, node);
}

void il_low__append(il_low *low, il_low_node *map, il_str path, il_loc key_loc, il_low_node *item)
{
    map = enter_all(low, map, &path, key_loc);
    if (!map || !item)
        return;
    il_low_node *list = il_low__member(map, path);
    if (!list) {
        list = il_low__list(low, key_loc.source ? key_loc : item->loc);
        il_low__put(low, map, path, key_loc, list);
    }
    if (list->kind == IL_LOW_LIST)
        il_low__push(low, list, item);
    else if (!il_low__is_unknown(list))
        il_low__put(low, map, path, key_loc, il_low__unknown(low, list->loc, "changed in part", (il_str){NULL, 0}));
}

void il_low__open(il_low_node *node)
{
    if (!node || il_low__is_function(node))
        return;
    node->open = true;
    for (size_t i = 0; i < node->fields.n; i++)
        il_low__open(node->fields.items[i].node);
    /* What changes a list may put it in the place of the library's own elements; what the author wrote is kept. */
    size_t n = 0;
    for (size_t i = 0; i < node->items.n; i++) {
        il_low__open(node->items.items[i]);
        if (node->items.items[i]->origin != IL_FROM_DEFAULT)
            node->items.items[n++] = node->items.items[i];
    }
    node->items.n = n;
}

static const il_value *finished(il_low *low, const il_low_node *node, const il_value *value)
{
    if (node->open)
        value = il_value_opened(low->arena, value);
    if (node->origin != IL_FROM_SOURCE)
        value = il_value_with_origin(low->arena, value, node->origin);
    return node->handle ? il_value_with_handle(low->arena, value, node->handle) : value;
}

static const il_value *freeze_list(il_low *low, const il_low_unit *unit, const il_low_node *node)
{
    const il_value **items = IL_NEW_ARRAY(low->arena, node->items.n, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < node->items.n; i++) {
        items[n] = il_low__freeze(low, unit, node->items.items[i]);
        if (items[n]->kind != IL_MISSING)
            n++;
    }
    return finished(low, node, il_value_list(low->arena, node->loc, items, n));
}

static const il_value *freeze_map(il_low *low, const il_low_unit *unit, const il_low_node *node)
{
    il_entry *entries = IL_NEW_ARRAY(low->arena, node->fields.n, il_entry);
    size_t n = 0;
    for (size_t i = 0; i < node->fields.n; i++) {
        const il_low_field *field = &node->fields.items[i];
        entries[n] = (il_entry){field->key, field->key_loc, il_low__freeze(low, unit, field->node)};
        if (entries[n].value->kind != IL_MISSING)
            n++;
    }
    return finished(low, node, il_value_map(low->arena, node->loc, entries, n));
}

const il_value *il_low__freeze(il_low *low, const il_low_unit *unit, const il_low_node *node)
{
    if (!node)
        return &il_missing;
    if (node->kind == IL_LOW_LEAF)
        return il_low__is_elsewhere(unit, node->leaf)
                   ? il_value_unknown(low->arena, node->leaf->loc, "resource of another environment", (il_str){NULL, 0})
                   : node->leaf;
    if (node->kind == IL_LOW_LIST)
        return freeze_list(low, unit, node);
    const il_value *intrinsic = il_low__intrinsic(low, unit, node);
    return intrinsic ? intrinsic : freeze_map(low, unit, node);
}
