#include <string.h>

#include "compiler.h"
#include "nearest.h"

static il_operand constant(const il_value *value)
{
    return (il_operand){.kind = IL_OPERAND_VALUE, .value = value, .index = IL_SLOT_NONE};
}

static il_operand param(il_compiler *c, const il_node *node)
{
    il_str name = il_str_slice(node->text, 1, node->text.n);
    const char *known[64];
    size_t n = 0;
    for (size_t i = 0; i < c->n_params; i++) {
        if (il_str_is(name, c->params[i].name))
            return (il_operand){.kind = IL_OPERAND_PARAM, .index = (int)i};
        if (n < sizeof known / sizeof *known)
            known[n++] = c->params[i].name;
    }
    const char *meant = il_nearest(name, known, n);
    if (meant)
        il_compile__error(c, node, "unknown parameter `%.*s`: did you mean `$%s`?", IL_FMT(node->text), meant);
    else
        il_compile__error(c, node,
                          "unknown parameter `%.*s`: declare it under params, write { value: PATH } for the value at a "
                          "path, or $$ for a dollar sign",
                          IL_FMT(node->text));
    return constant(&il_missing);
}

const il_value *il_compile__table(il_compiler *c, const il_node *node)
{
    const il_node *name = il_node_get(node, IL_STR("data"));
    if (!name || name->kind != IL_NODE_STRING) {
        il_compile__error(c, node, "here stands { data: NAME }, a table of rules/data");
        return NULL;
    }
    il_str rest = name->text, table = il_str_cut(&rest, '.');
    const il_value *value = il_map_get(&c->tables->by_name, table);
    if (!value) {
        const char *known[256];
        size_t n = 0;
        for (size_t i = 0; i < c->tables->by_name.n && n < sizeof known / sizeof *known; i++)
            known[n++] = c->tables->by_name.entries[i].key.p;
        il_node named = *name;
        named.text = table;
        il_compile__unknown(c, &named, "table", known, n);
        return NULL;
    }
    if (rest.p)
        value = il_value_get(value, rest);
    if (value->kind == IL_MISSING) {
        il_compile__error(c, name, "the table `%.*s` has no entry `%.*s`", IL_FMT(table), IL_FMT(rest));
        return NULL;
    }
    return value;
}

static il_operand table(il_compiler *c, const il_node *node)
{
    const il_node *key = il_node_get(node, IL_STR("key"));
    il_operand operand = {.kind = IL_OPERAND_TABLE, .value = il_compile__table(c, node), .index = IL_SLOT_NONE};
    if (key)
        operand.path = il_compile__path(c, key);
    return operand;
}

static il_operand computed(il_compiler *c, const il_node *list, il_operand_kind kind)
{
    il_operand operand = {.kind = kind, .index = IL_SLOT_NONE};
    if (list->kind != IL_NODE_LIST || list->list.n < 2) {
        il_compile__error(c, list, "a sum, product or quotient is of a list of two numbers or more");
        return operand;
    }
    il_operand *items = IL_NEW_ARRAY(c->arena, list->list.n, il_operand);
    for (size_t i = 0; i < list->list.n; i++)
        items[i] = il_compile__number(c, list->list.items[i]);
    operand.items = items;
    operand.n_items = list->list.n;
    return operand;
}

static void check_keys(il_compiler *c, const il_node *map)
{
    static const char *const known[] = {"value", "default", "sum", "product", "quotient", "data", "key"};
    for (size_t i = 0; i < map->map.n; i++) {
        bool good = false;
        for (size_t j = 0; j < sizeof known / sizeof *known; j++)
            good = good || il_str_is(map->map.members[i].key->text, known[j]);
        if (!good)
            il_compile__unknown(c, map->map.members[i].key, "key of an operand", known, sizeof known / sizeof *known);
    }
}

static il_operand from_map(il_compiler *c, const il_node *node)
{
    const il_node *value = il_node_get(node, IL_STR("value")), *fallback = il_node_get(node, IL_STR("default"));
    const il_node *sum = il_node_get(node, IL_STR("sum"));
    const il_node *product = il_node_get(node, IL_STR("product")), *quotient = il_node_get(node, IL_STR("quotient"));
    check_keys(c, node);
    if (sum)
        return computed(c, sum, IL_OPERAND_SUM);
    if (product)
        return computed(c, product, IL_OPERAND_PRODUCT);
    if (quotient)
        return computed(c, quotient, IL_OPERAND_QUOTIENT);
    if (!value)
        return table(c, node);
    il_operand operand = {.kind = IL_OPERAND_PATH, .path = il_compile__path(c, value), .index = IL_SLOT_NONE};
    if (fallback)
        operand.value = il_compile__value(c, fallback);
    return operand;
}

il_operand il_compile__operand(il_compiler *c, const il_node *node)
{
    if (node->kind == IL_NODE_MAP)
        return from_map(c, node);
    if (node->kind == IL_NODE_STRING && il_str_starts(node->text, IL_STR("$$"))) {
        il_value *text = IL_NEW(c->arena, il_value);
        text->kind = IL_STRING;
        text->string = il_arena_str(c->arena, il_str_slice(node->text, 1, node->text.n));
        return constant(text);
    }
    if (node->kind == IL_NODE_STRING && node->text.n > 1 && node->text.p[0] == '$')
        return param(c, node);
    if (node->kind == IL_NODE_LIST) {
        il_compile__error(c, node, "here stands one value, no list");
        return constant(&il_missing);
    }
    if (node->kind == IL_NODE_NULL) {
        il_compile__error(c, node, "nothing equals null: write `present: false`");
        return constant(&il_missing);
    }
    return constant(il_compile__value(c, node));
}

il_operand il_compile__number(il_compiler *c, const il_node *node)
{
    il_operand operand = il_compile__operand(c, node);
    if (operand.kind == IL_OPERAND_VALUE && operand.value->kind != IL_NUMBER && operand.value->kind != IL_MISSING)
        il_compile__error(
            c, node, "here stands a number, a $parameter, { value: PATH }, { product: [..] } or { quotient: [..] }");
    return operand;
}

il_operand il_compile__list(il_compiler *c, const il_node *node)
{
    if (node->kind == IL_NODE_LIST)
        return constant(il_compile__value(c, node));
    return il_compile__operand(c, node);
}

il_operand il_compile__meant(il_compiler *c, const il_node *node, bool text)
{
    il_operand operand = {.kind = IL_OPERAND_SELF, .index = IL_SLOT_NONE};
    if (node->kind != IL_NODE_STRING || !node->text.n) {
        il_compile__error(c, node, "here stands a resource (`$name`, `$self`) or a type%s", text ? " or a text" : "");
        return operand;
    }
    if (node->text.p[0] == '$' && !il_str_starts(node->text, IL_STR("$$"))) {
        const il_path *path = il_compile__path(c, node);
        if (!path || path->start == IL_START_SELF)
            return operand;
        operand.kind = IL_OPERAND_SLOT;
        operand.index = path->slot;
        bool resource = false;
        for (size_t i = 0; i < c->n_names; i++)
            resource =
                resource || (path->start == IL_START_SLOT && c->names[i].slot == path->slot && c->names[i].resource);
        if (!resource || path->n_keys || path->body || path->view)
            il_compile__error(c, node, "`%.*s` is no resource: compare values with same-as", IL_FMT(node->text));
        return operand;
    }
    if (il_compile__is_type(node->text)) {
        operand.kind = IL_OPERAND_TYPE;
        operand.text = il_arena_str(c->arena, node->text).p;
        return operand;
    }
    if (!text) {
        il_compile__error(c, node, "`%.*s` is neither a resource ($name) nor a type", IL_FMT(node->text));
        return operand;
    }
    il_operand literal = il_compile__operand(c, node);
    return literal;
}
