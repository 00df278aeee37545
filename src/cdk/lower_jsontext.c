/* Data as the JSON text that the library writes of it, with references left in place as it leaves them: one text, or a join of texts and
 * references. What cannot be known makes the whole text unknown. */
#include "buf.h"
#include "lower.h"

typedef struct {
    il_low *low;
    const il_low_unit *unit;
    il_buf text; /* since the last reference */
    IL_VEC(const il_value *) parts;
    il_loc loc;
    bool unknown;
} writer;

static void write_node(writer *w, const il_low_node *node);

static void flush(writer *w)
{
    if (!w->text.n)
        return;
    il_str text = il_arena_str(w->low->arena, il_buf_str(&w->text));
    const il_value *part = il_value_string(w->low->arena, w->loc, text);
    IL_PUSH(w->low->arena, &w->parts, part);
    w->text.n = 0;
}

static void reference(writer *w, const il_value *value)
{
    flush(w);
    IL_PUSH(w->low->arena, &w->parts, value);
}

static void write_value(writer *w, const il_value *value)
{
    switch (value->kind) {
    case IL_STRING:
        il_buf_putc(&w->text, '"');
        il_buf_json(&w->text, value->string);
        il_buf_putc(&w->text, '"');
        return;
    case IL_NUMBER:
    case IL_BOOL:
        il_buf_add(&w->text, il_low__as_text(w->low, value)->string);
        return;
    case IL_NULL:
        il_buf_puts(&w->text, "null");
        return;
    case IL_REF:
        il_buf_putc(&w->text, '"');
        reference(w, value);
        il_buf_putc(&w->text, '"');
        return;
    case IL_CALL:
        il_buf_putc(&w->text, '"');
        for (size_t i = 0; il_str_is(il_str_of(value->call.name), "Fn::Join") && i < value->call.n; i++)
            if (value->call.items[i]->kind == IL_STRING)
                il_buf_json(&w->text, value->call.items[i]->string);
            else if (value->call.items[i]->kind == IL_REF || value->call.items[i]->kind == IL_CALL)
                reference(w, value->call.items[i]);
            else
                w->unknown = true;
        if (!il_str_is(il_str_of(value->call.name), "Fn::Join"))
            reference(w, value);
        il_buf_putc(&w->text, '"');
        return;
    default:
        w->unknown = true;
    }
}

static void write_map(writer *w, const il_low_node *map)
{
    il_buf_putc(&w->text, '{');
    for (size_t i = 0; i < map->fields.n; i++) {
        if (i)
            il_buf_putc(&w->text, ',');
        il_buf_putc(&w->text, '"');
        il_buf_json(&w->text, map->fields.items[i].key);
        il_buf_puts(&w->text, "\":");
        write_node(w, map->fields.items[i].node);
    }
    il_buf_putc(&w->text, '}');
}

static void write_node(writer *w, const il_low_node *node)
{
    w->unknown = w->unknown || node->open;
    if (node->kind == IL_LOW_LEAF || il_low__is_function(node)) {
        write_value(w, il_low__freeze(w->low, w->unit, node));
        return;
    }
    if (node->kind == IL_LOW_MAP) {
        write_map(w, node);
        return;
    }
    il_buf_putc(&w->text, '[');
    for (size_t i = 0; i < node->items.n; i++) {
        if (i)
            il_buf_putc(&w->text, ',');
        write_node(w, node->items.items[i]);
    }
    il_buf_putc(&w->text, ']');
}

il_low_node *il_low__json_text(il_low_unit *unit, const il_low_node *node, il_loc loc)
{
    il_low *low = unit->low;
    writer w = {.low = low, .unit = unit, .loc = loc};
    write_node(&w, node);
    flush(&w);
    il_buf_free(&w.text);
    if (w.unknown)
        return il_low__unknown(low, loc, "JSON text with parts that are not known", (il_str){NULL, 0});
    return il_low__leaf(low, il_value_join(low->arena, loc, w.parts.items, w.parts.n));
}
