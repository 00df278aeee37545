/* JSON.stringify: text where all is known, text with references in it where those stand for texts, else unknown. */
#include <math.h>

#include "buf.h"
#include "eval_builtin.h"

typedef struct {
    il_eval *e;
    il_loc loc;
    il_buf buf;
    IL_VEC(const il_ev *) parts;
    il_str gap; /* one step of indentation */
    int depth;
    bool failed;
} writer;

enum { DEPTH = 32, PARSED_MAX = 1 << 16 };

static void flush(writer *w)
{
    if (w->buf.n == 0)
        return;
    il_str text = il_arena_str(w->e->arena, il_buf_str(&w->buf));
    IL_PUSH(w->e->arena, &w->parts, il_ev__string(w->e, w->loc, text));
    il_buf_clear(&w->buf);
}

static void line(writer *w)
{
    if (w->gap.n == 0)
        return;
    il_buf_putc(&w->buf, '\n');
    for (int i = 0; i < w->depth; i++)
        il_buf_add(&w->buf, w->gap);
}

static void quoted(writer *w, il_str text)
{
    il_buf_putc(&w->buf, '"');
    il_buf_json(&w->buf, text);
    il_buf_putc(&w->buf, '"');
}

static void write(writer *w, const il_ev *value);

static bool is_left_out(const il_ev *value)
{
    return value->kind == IL_EV_UNDEFINED || value->kind == IL_EV_FUNCTION || value->kind == IL_EV_CLASS;
}

static void write_object(writer *w, const struct il_object *object)
{
    bool first = true;
    if (object->open || object->module)
        w->failed = true;
    il_buf_putc(&w->buf, '{');
    w->depth++;
    for (size_t i = 0; i < object->fields.n; i++) {
        const il_field *field = &object->fields.items[i];
        if (is_left_out(field->value))
            continue;
        if (!first)
            il_buf_putc(&w->buf, ',');
        first = false;
        line(w);
        quoted(w, il_str_of(field->name));
        il_buf_puts(&w->buf, w->gap.n ? ": " : ":");
        write(w, field->value);
    }
    w->depth--;
    if (!first)
        line(w);
    il_buf_putc(&w->buf, '}');
}

static void write_array(writer *w, const il_ev *array)
{
    if (array->open || ((const il_array *)array)->ragged)
        w->failed = true;
    il_buf_putc(&w->buf, '[');
    w->depth++;
    for (size_t i = 0; i < array->list.n; i++) {
        if (i)
            il_buf_putc(&w->buf, ',');
        line(w);
        if (is_left_out(array->list.items[i]))
            il_buf_puts(&w->buf, "null");
        else
            write(w, array->list.items[i]);
    }
    w->depth--;
    if (array->list.n)
        line(w);
    il_buf_putc(&w->buf, ']');
}

/* A text with references in it: its known parts are escaped, the references stay. */
static void write_token(writer *w, const il_ev *value)
{
    il_buf_putc(&w->buf, '"');
    size_t n = value->kind == IL_EV_CONCAT ? value->list.n : 1;
    for (size_t i = 0; i < n; i++) {
        const il_ev *part = value->kind == IL_EV_CONCAT ? value->list.items[i] : value;
        if (part->kind == IL_EV_STRING) {
            il_buf_json(&w->buf, part->string);
        } else {
            flush(w);
            IL_PUSH(w->e->arena, &w->parts, part);
        }
    }
    il_buf_putc(&w->buf, '"');
}

static void write(writer *w, const il_ev *value)
{
    il_str text;
    if (w->depth >= DEPTH || w->failed || !il_ev__step(w->e)) {
        w->failed = true;
        return;
    }
    switch (value->kind) {
    case IL_EV_STRING:
        quoted(w, value->string);
        return;
    case IL_EV_NUMBER:
        if (isnan(value->number) || isinf(value->number)) {
            il_buf_puts(&w->buf, "null");
            return;
        }
        /* fallthrough */
    case IL_EV_BOOL:
    case IL_EV_NULL:
        il_ev__text(w->e, value, &text);
        il_buf_add(&w->buf, text);
        return;
    case IL_EV_OBJECT:
        write_object(w, value->object);
        return;
    case IL_EV_ARRAY:
        write_array(w, value);
        return;
    case IL_EV_CONCAT:
    case IL_EV_MEMBER:
        w->failed |= il_ev__nullish(value) != IL_NO;
        write_token(w, value);
        return;
    default:
        w->failed = true;
        return;
    }
}

static il_str indentation(il_eval *e, const il_ev *value)
{
    if (value->kind == IL_EV_STRING)
        return il_str_slice(value->string, 0, 10);
    if (value->kind != IL_EV_NUMBER || !(value->number >= 1))
        return (il_str){NULL, 0};
    return il_str_slice(il_arena_str(e->arena, IL_STR("          ")), 0,
                        value->number > 10 ? 10 : (size_t)value->number);
}

/* What JSON.parse gives of what JSON.stringify made of VALUE: a copy without what JSON has not. */
static const il_ev *clone(il_eval *e, const il_ev *value, il_loc loc, int depth)
{
    if (depth == 0 || !il_ev__step(e))
        return il_ev__unknown(e, loc, il_why_limit, (il_str){NULL, 0});
    if (value->kind == IL_EV_ARRAY) {
        const il_ev *copy = il_ev__array(e, value->loc);
        for (size_t i = 0; i < value->list.n; i++)
            il_ev__push(e, copy, clone(e, value->list.items[i], loc, depth - 1));
        ((il_ev *)copy)->open = value->open;
        ((il_array *)copy)->ragged = ((const il_array *)value)->ragged;
        return copy;
    }
    if (value->kind != IL_EV_OBJECT || value->object->module)
        return value->kind == IL_EV_INSTANCE || il_ev_construct(value)
                   ? il_ev__unknown_here(e, loc, "JSON text of something unknown")
                   : value;
    const il_ev *copy = il_ev__object(e, value->loc);
    for (size_t i = 0; i < value->object->fields.n; i++) {
        il_field field = value->object->fields.items[i];
        if (!is_left_out(field.value))
            il_ev__set(e, copy->object, field.name, field.name_loc, clone(e, field.value, loc, depth - 1));
    }
    copy->object->open = value->object->open;
    return copy;
}

static const il_ev *from_text(il_eval *e, il_str text, il_loc loc)
{
    for (size_t i = 0; i < e->texts.n; i++) {
        const il_document *known = e->texts.items[i];
        if (il_source_text(known->source).p == text.p && known->n_roots && !known->n_errors)
            return il_ev__from_json(e, known, known->roots[0], IL_FROM_CONTEXT);
    }
    if (text.n > PARSED_MAX)
        return NULL;
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, IL_STR("JSON.parse"), text);
    const il_ev *value = NULL;
    if (document->n_roots && !document->n_errors)
        value = il_ev__from_json_at(e, document->roots[0], loc);
    il_document_free(document);
    if (value)
        return value;
    const il_ev *message = il_ev__unknown_here(e, loc, "text that is not JSON");
    il_args args = {&message, 1, false, NULL};
    const il_symbol *class = (const il_symbol *)il_ev__builtin(e, il_intern(IL_STR("SyntaxError")));
    return il_ev__throw(e, il_ev__new_error(e, class, &args, loc));
}

const il_ev *il_ev__parse_json(il_eval *e, const il_ev *text, il_loc loc)
{
    if (e->stringified.text == text && e->stringified.steps == e->steps)
        return clone(e, e->stringified.value, loc, DEPTH);
    return text->kind == IL_EV_STRING ? from_text(e, text->string, loc) : NULL;
}

static const il_ev *text_of(il_eval *e, const il_args *args, il_loc loc);

const il_ev *il_ev__stringify(il_eval *e, const il_args *args, il_loc loc)
{
    const il_ev *text = text_of(e, args, loc);
    e->stringified.text = args->n == 1 ? text : NULL;
    e->stringified.value = il_ev__argument(e, args, 0);
    e->stringified.steps = e->steps;
    return text;
}

static const il_ev *text_of(il_eval *e, const il_args *args, il_loc loc)
{
    writer w = {.e = e, .loc = loc, .gap = indentation(e, il_ev__argument(e, args, 2))};
    if (is_left_out(il_ev__argument(e, args, 0)))
        return e->undefined;
    if (args->n > 1 && args->items[1]->kind > IL_EV_NULL)
        w.failed = true;
    write(&w, il_ev__argument(e, args, 0));
    flush(&w);
    il_buf_free(&w.buf);
    if (w.failed)
        return il_ev__unknown_here(e, loc, "JSON text of something unknown");
    return il_ev__concat(e, loc, w.parts.items, w.parts.n);
}
