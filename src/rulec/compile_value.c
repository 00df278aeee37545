#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "nearest.h"

void il_compile__error(il_compiler *c, const il_node *node, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    il_sink_syntax(c->sink, (il_loc){c->source, node ? node->span : (il_span){0, 0}}, "%s", message);
    c->errors++;
}

void il_compile__unknown(il_compiler *c, const il_node *node, const char *what, const char *const *words, size_t n)
{
    const char *meant = il_nearest(node->text, words, n);
    if (meant)
        il_compile__error(c, node, "unknown %s `%.*s`: did you mean `%s`?", what, IL_FMT(node->text), meant);
    else
        il_compile__error(c, node, "unknown %s `%.*s`", what, IL_FMT(node->text));
}

void *il_compile__copy(il_arena *arena, const void *items, size_t size)
{
    void *copy = il_arena_alloc(arena, size ? size : 1);
    if (size)
        memcpy(copy, items, size);
    return copy;
}

const char *il_compile__string(il_compiler *c, const il_node *node, const char *what)
{
    if (!node || node->kind == IL_NODE_LIST || node->kind == IL_NODE_MAP || node->kind == IL_NODE_NULL) {
        il_compile__error(c, node, "%s must be a text", what);
        return NULL;
    }
    return il_arena_str(c->arena, node->text).p;
}

const char *const *il_compile__strings(il_compiler *c, const il_node *node, const char *what, size_t *n)
{
    const il_node *one[1] = {node};
    const il_node *const *items = node->kind == IL_NODE_LIST ? (const il_node *const *)node->list.items : one;
    *n = node->kind == IL_NODE_LIST ? node->list.n : 1;
    const char **strings = IL_NEW_ARRAY(c->arena, *n, const char *);
    for (size_t i = 0; i < *n; i++)
        if (!(strings[i] = il_compile__string(c, items[i], what)))
            strings[i] = "";
    return strings;
}

bool il_compile__bool(il_compiler *c, const il_node *node, const char *what)
{
    if (node->kind != IL_NODE_BOOL)
        il_compile__error(c, node, "%s is true or false", what);
    return node->kind == IL_NODE_BOOL && node->boolean;
}

bool il_compile__severity(il_compiler *c, const il_node *node, il_severity *out)
{
    if (il_severity_parse(node->text, out))
        return true;
    il_compile__error(c, node, "a severity is error, warning or note");
    return false;
}

static il_value *constant(il_compiler *c, il_kind kind)
{
    il_value *value = IL_NEW(c->arena, il_value);
    value->kind = kind;
    return value;
}

static const il_value *map_value(il_compiler *c, const il_node *node)
{
    il_value *value = constant(c, IL_MAP);
    value->map.entries = IL_NEW_ARRAY(c->arena, node->map.n, il_entry);
    value->map.n = node->map.n;
    for (size_t i = 0; i < node->map.n; i++) {
        value->map.entries[i].key = il_arena_str(c->arena, node->map.members[i].key->text);
        value->map.entries[i].value = il_compile__value(c, node->map.members[i].value);
    }
    return value;
}

static const il_value *list_value(il_compiler *c, const il_node *node)
{
    il_value *value = constant(c, IL_LIST);
    value->list.items = IL_NEW_ARRAY(c->arena, node->list.n, const il_value *);
    value->list.n = node->list.n;
    for (size_t i = 0; i < node->list.n; i++)
        value->list.items[i] = il_compile__value(c, node->list.items[i]);
    return value;
}

static const il_value *scalar_value(il_compiler *c, const il_node *node)
{
    il_value *value = constant(c, IL_STRING);
    switch (node->kind) {
    case IL_NODE_NULL:
        value->kind = IL_NULL;
        return value;
    case IL_NODE_BOOL:
        value->kind = IL_BOOL;
        value->boolean = node->boolean;
        return value;
    case IL_NODE_NUMBER:
        value->kind = IL_NUMBER;
        if (!il_node_number(node, &value->number))
            il_compile__error(c, node, "the number is too large");
        return value;
    default:
        value->string = il_arena_str(c->arena, node->text);
        return value;
    }
}

/* `!GetAtt A.B` → { "Fn::GetAtt": [A, B] }, `!Ref A` → { Ref: A }. */
static const il_value *tagged(il_compiler *c, const il_node *node, const il_value *inside)
{
    il_value *map = constant(c, IL_MAP);
    il_str tag = il_str_of(node->tag);
    bool plain = il_str_is(tag, "Ref") || il_str_is(tag, "Condition");
    map->map.entries = IL_NEW_ARRAY(c->arena, 1, il_entry);
    map->map.n = 1;
    map->map.entries[0].key = plain ? il_arena_str(c->arena, tag) : il_arena_printf(c->arena, "Fn::%s", node->tag);
    map->map.entries[0].value = inside;
    size_t dot = inside->kind == IL_STRING ? il_str_find(inside->string, IL_STR("."), 0) : SIZE_MAX;
    if (il_str_is(tag, "GetAtt") && dot != SIZE_MAX) {
        il_value *list = constant(c, IL_LIST), *name = constant(c, IL_STRING), *attribute = constant(c, IL_STRING);
        name->string = il_str_slice(inside->string, 0, dot);
        attribute->string = il_str_slice(inside->string, dot + 1, inside->string.n);
        list->list.items = IL_NEW_ARRAY(c->arena, 2, const il_value *);
        list->list.items[0] = name;
        list->list.items[1] = attribute;
        list->list.n = 2;
        map->map.entries[0].value = list;
    }
    return map;
}

const il_value *il_compile__value(il_compiler *c, const il_node *node)
{
    const il_value *value;
    if (node->kind == IL_NODE_MAP)
        value = map_value(c, node);
    else if (node->kind == IL_NODE_LIST)
        value = list_value(c, node);
    else
        value = scalar_value(c, node);
    return node->tag ? tagged(c, node, value) : value;
}

static bool word_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* "AWS::S3::Bucket", "Custom::Thing", "Source::Literal", "AWS::WAF::*", "*". */
bool il_compile__is_type(il_str text)
{
    static const char *const others[] = {"*", "App", "Parameter", "Project", "Stack"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (il_str_is(text, others[i]))
            return true;
    size_t parts = 0;
    while (text.p) {
        il_str part = il_str_cut(&text, ':');
        bool last = !text.p;
        for (size_t i = 0; i < part.n; i++)
            if (!word_character(part.p[i]) && !(last && part.p[i] == '*' && i + 1 == part.n))
                return false;
        if (!part.n)
            return false;
        parts++;
        if (!last && il_str_cut(&text, ':').n)
            return false; /* one colon */
    }
    return parts == 2 || parts == 3;
}
