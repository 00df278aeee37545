#include "program_dump.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH = 12 };

static void value(il_buf *out, const il_ev *v, int depth);

static void text(il_buf *out, il_str s)
{
    il_buf_putc(out, '\'');
    il_buf_json(out, s);
    il_buf_putc(out, '\'');
}

static void values(il_buf *out, const il_ev **items, size_t n, const char *separator, int depth)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            il_buf_puts(out, separator);
        value(out, items[i], depth);
    }
}

static void object(il_buf *out, const struct il_object *o, int depth)
{
    if (o->module) {
        il_buf_puts(out, "{module}");
        return;
    }
    il_buf_putc(out, '{');
    for (size_t i = 0; i < o->fields.n; i++) {
        il_buf_printf(out, "%s%s: ", i ? ", " : "", o->fields.items[i].name);
        value(out, o->fields.items[i].value, depth);
    }
    il_buf_puts(out, o->open ? (o->fields.n ? ", …}" : "…}") : "}");
}

static void construct(il_buf *out, const il_construct *c)
{
    if (c->path.n)
        il_buf_printf(out, "<%.*s>", IL_FMT(c->path));
    else
        il_buf_printf(out, "<? %s>", c->user_class ? c->user_class : c->class);
}

static void choice(il_buf *out, const il_ev *v, int depth)
{
    il_buf_putc(out, '(');
    for (size_t i = 0; i < v->choice.n; i++) {
        const il_condition *c = &v->choice.conditions[i];
        il_buf_printf(out, "%s%s[%.*s] ", i ? " | " : "", c->holds ? "" : "!", IL_FMT(c->text));
        value(out, v->choice.arms[i], depth);
    }
    il_buf_putc(out, ')');
}

static void calls(il_buf *out, const struct il_calls *list, const char *indent, int depth);

static void library(il_buf *out, const il_ev *v, int depth)
{
    if (v->kind == IL_EV_NEW)
        il_buf_puts(out, "new ");
    if (v->lib.receiver) {
        value(out, v->lib.receiver, depth);
        il_buf_printf(out, ".%s", v->lib.member);
    } else {
        il_buf_puts(out, v->lib.symbol);
    }
    if (v->kind == IL_EV_MEMBER)
        return;
    il_buf_putc(out, '(');
    values(out, v->lib.args, v->lib.n_args, ", ", depth);
    il_buf_putc(out, ')');
}

static void value(il_buf *out, const il_ev *v, int depth) /* table */
{
    char number[40];
    if (depth >= DEPTH) {
        il_buf_puts(out, "⋯");
        return;
    }
    depth++;
    switch (v->kind) {
    case IL_EV_UNDEFINED:
        il_buf_puts(out, "undefined");
        break;
    case IL_EV_NULL:
        il_buf_puts(out, "null");
        break;
    case IL_EV_BOOL:
        il_buf_puts(out, v->boolean ? "true" : "false");
        break;
    case IL_EV_NUMBER:
        snprintf(number, sizeof number, "%.15g", v->number);
        il_buf_puts(out, number);
        break;
    case IL_EV_STRING:
        text(out, v->string);
        break;
    case IL_EV_CONCAT:
        values(out, v->list.items, v->list.n, " + ", depth);
        break;
    case IL_EV_ARRAY:
        il_buf_putc(out, '[');
        values(out, v->list.items, v->list.n, ", ", depth);
        il_buf_puts(out, v->open ? (v->list.n ? ", …]" : "…]") : "]");
        break;
    case IL_EV_OBJECT:
        object(out, v->object, depth);
        break;
    case IL_EV_FUNCTION:
        il_buf_puts(out, "function");
        break;
    case IL_EV_CLASS:
        il_buf_puts(out, "class");
        break;
    case IL_EV_INSTANCE:
        if (v->instance.construct)
            construct(out, v->instance.construct);
        else
            object(out, v->instance.fields, depth);
        break;
    case IL_EV_CONSTRUCT:
        construct(out, v->construct);
        break;
    case IL_EV_SYMBOL:
        il_buf_puts(out, v->lib.symbol);
        break;
    case IL_EV_CALL:
    case IL_EV_NEW:
    case IL_EV_MEMBER:
        library(out, v, depth);
        break;
    case IL_EV_CHOICE:
        choice(out, v, depth);
        break;
    case IL_EV_UNKNOWN:
        il_buf_printf(out, "?%s", v->unknown.reason);
        if (v->unknown.detail.n)
            il_buf_printf(out, "(%.*s)", IL_FMT(v->unknown.detail));
        if (v->unknown.type)
            il_buf_printf(out, ":%s", v->unknown.type);
        break;
    }
}

void il_ev_dump(il_buf *out, const il_ev *v)
{
    value(out, v, 0);
}

static void condition(il_buf *out, const il_condition *c)
{
    if (c->text.n)
        il_buf_printf(out, " if %s[%.*s]", c->holds ? "" : "!", IL_FMT(c->text));
}

static void calls(il_buf *out, const struct il_calls *list, const char *indent, int depth)
{
    for (size_t i = 0; list && i < list->list.n && depth < DEPTH; i++) {
        const il_method_call *call = &list->list.items[i];
        il_buf_puts(out, indent);
        for (size_t j = 0; j < call->path.n; j++)
            il_buf_printf(out, ".%s", call->path.items[j]);
        if (call->method) {
            il_buf_printf(out, ".%s(", call->method);
            values(out, call->args, call->n_args, ", ", depth);
            il_buf_putc(out, ')');
        } else {
            il_buf_printf(out, ".%s = ", call->property);
            value(out, call->value, depth);
        }
        condition(out, &call->condition);
        il_buf_puts(out, call->many ? " many\n" : "\n");
        if (call->result && call->result->kind == IL_EV_CALL && call->result->lib.calls) {
            char deeper[64];
            snprintf(deeper, sizeof deeper, "%.50s    ", indent);
            calls(out, call->result->lib.calls, deeper, depth + 1);
        }
    }
}

static void one_construct(il_buf *out, const il_construct *c)
{
    construct(out, c);
    il_buf_printf(out, " %s", c->class);
    if (c->user_class)
        il_buf_printf(out, " (%s)", c->user_class);
    if (c->v1)
        il_buf_puts(out, " v1");
    if (c->variable)
        il_buf_printf(out, " %s %s", c->used ? "=" : "unused", c->variable);
    if (c->adrift)
        il_buf_puts(out, " adrift");
    if (c->names_logical_ids)
        il_buf_puts(out, " names logical ids");
    if (c->many)
        il_buf_puts(out, " many");
    if (c->escaped)
        il_buf_printf(out, " escaped: %s", c->escape_reason);
    condition(out, &c->condition);
    il_buf_putc(out, '\n');
    if (c->id->kind != IL_EV_STRING && c->id->kind != IL_EV_UNDEFINED) {
        il_buf_puts(out, "    id ");
        value(out, c->id, 0);
        il_buf_putc(out, '\n');
    }
    if (c->props->kind != IL_EV_UNDEFINED) {
        il_buf_puts(out, "    ");
        value(out, c->props, 0);
        il_buf_putc(out, '\n');
    }
    calls(out, &c->calls, "    ", 0);
}

static void place(il_buf *out, il_loc loc)
{
    if (!loc.source)
        return;
    il_str path = il_source_path(loc.source);
    il_buf_printf(out, "%.*s:%u ", IL_FMT(path), il_source_pos(loc.source, loc.span.start).line);
}

void il_program_dump(il_buf *out, const il_program *program)
{
    for (size_t i = 0; i < program->constructs.n; i++)
        one_construct(out, program->constructs.items[i]);
    for (size_t i = 0; i < program->values.n; i++) {
        const il_ev *v = program->values.items[i];
        if (!v->lib.calls)
            continue;
        il_buf_puts(out, "value ");
        value(out, v, 0);
        il_buf_putc(out, '\n');
        calls(out, v->lib.calls, "    ", 0);
    }
    for (size_t i = 0; i < program->gaps.n; i++) {
        const il_gap *gap = &program->gaps.items[i];
        il_buf_puts(out, "gap ");
        place(out, gap->loc);
        il_buf_printf(out, "%s: %.*s\n", gap->reason, IL_FMT(gap->detail));
    }
    for (size_t i = 0; i < program->literals.n; i++) {
        const il_literal *literal = &program->literals.items[i];
        il_buf_puts(out, "literal ");
        place(out, literal->loc);
        text(out, literal->value);
        il_buf_printf(out, " %s %.*s\n", literal->position, IL_FMT(literal->key));
    }
}
