/* Fn::ToJsonString: the JSON text of a map or list. Refs and other functions become parts of the text in quotes, as CloudFormation puts
 * their value there; where something decides what is there at all, or its kind is not known, that part is unknown. */
#include "buf.h"
#include "reader.h"

typedef struct {
    il_reader *r;
    il_loc loc;
    il_buf text; /* what has been written since the last part */
    IL_VEC(const il_value *) parts;
} writer;

static void write_value(writer *w, const il_value *value);

static void flush(writer *w)
{
    if (!w->text.n)
        return;
    il_str text = il_arena_str(w->r->arena, il_buf_str(&w->text));
    IL_PUSH(w->r->arena, &w->parts, il_value_string(w->r->arena, w->loc, text));
    il_buf_clear(&w->text);
}

static void write_part(writer *w, const il_value *value)
{
    flush(w);
    IL_PUSH(w->r->arena, &w->parts, value);
}

static void write_string(writer *w, const il_value *value)
{
    il_buf_putc(&w->text, '"');
    if (value->kind == IL_STRING)
        il_buf_json(&w->text, value->string);
    else
        write_part(w, value);
    il_buf_putc(&w->text, '"');
}

static void write_map(writer *w, const il_value *map)
{
    bool first = true;
    il_buf_putc(&w->text, '{');
    for (size_t i = 0; i < map->map.n; i++) {
        const il_entry *entry = &map->map.entries[i];
        if (entry->value->kind == IL_MISSING)
            continue;
        il_buf_puts(&w->text, first ? "\"" : ",\"");
        il_buf_json(&w->text, entry->key);
        il_buf_puts(&w->text, "\":");
        write_value(w, entry->value);
        first = false;
    }
    il_buf_putc(&w->text, '}');
}

static void write_list(writer *w, const il_value *list)
{
    il_buf_putc(&w->text, '[');
    for (size_t i = 0; i < list->list.n; i++) {
        if (i)
            il_buf_putc(&w->text, ',');
        write_value(w, list->list.items[i]);
    }
    il_buf_putc(&w->text, ']');
}

static void write_value(writer *w, const il_value *value)
{
    switch (value->kind) {
    case IL_MISSING:
    case IL_NULL:
        il_buf_puts(&w->text, "null");
        break;
    case IL_BOOL:
    case IL_NUMBER:
        il_buf_add(&w->text, il_reader__text_of(w->r, value)->string);
        break;
    case IL_STRING:
    case IL_REF:
    case IL_CALL:
        write_string(w, value);
        break;
    case IL_LIST:
    case IL_MAP:
        if (value->open)
            write_part(w, il_value_unknown(w->r->arena, value->loc, "text of something open", (il_str){NULL, 0}));
        else if (value->kind == IL_LIST)
            write_list(w, value);
        else
            write_map(w, value);
        break;
    case IL_CHOICE:
    case IL_UNKNOWN:
        write_part(w, il_value_unknown(w->r->arena, value->loc, "text under a condition", (il_str){NULL, 0}));
        break;
    }
}

const il_value *il_reader__to_json_string(il_reader *r, const il_site *site)
{
    const il_value *value = il_reader__argument(r, site);
    if (value->kind != IL_MAP && value->kind != IL_LIST)
        return il_reader__kept(r, site, &value, 1);
    writer w = {.r = r, .loc = il_reader__loc(r, site->args)};
    write_value(&w, value);
    flush(&w);
    il_buf_free(&w.text);
    const il_value *text = il_value_join(r->arena, il_reader__loc(r, site->node), w.parts.items, w.parts.n);
    bool ours = text->kind == IL_STRING || (text->kind == IL_CALL && !text->handle);
    return ours ? il_reader__own(text, site->node) : text;
}
