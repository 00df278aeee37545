/* The model as JSON. Promises one text per model, in the order of the input; the form is written down in model_dump.h. */
#include "model_dump.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    il_buf *out;
    unsigned depth;
    bool empty;            /* nothing stands in the innermost map or list yet */
    const il_stack *stack; /* of the resource that is being written */
} writer;

static void line(writer *w)
{
    il_buf_putc(w->out, '\n');
    il_buf_repeat(w->out, ' ', (size_t)w->depth * 2);
}

/* Begins an entry or item of the innermost map or list. */
static void next(writer *w)
{
    if (!w->empty)
        il_buf_putc(w->out, ',');
    w->empty = false;
    line(w);
}

static void begin(writer *w, char bracket)
{
    il_buf_putc(w->out, bracket);
    w->depth++;
    w->empty = true;
}

static void end(writer *w, char bracket)
{
    w->depth--;
    if (!w->empty)
        line(w);
    il_buf_putc(w->out, bracket);
    w->empty = false;
}

static void put_string(writer *w, il_str text)
{
    il_buf_putc(w->out, '"');
    il_buf_json(w->out, text);
    il_buf_putc(w->out, '"');
}

static void put_key(writer *w, const char *key)
{
    next(w);
    il_buf_printf(w->out, "\"%s\": ", key);
}

static void put_field(writer *w, const char *key, il_str text)
{
    if (text.n == 0)
        return;
    put_key(w, key);
    put_string(w, text);
}

static void put_flag(writer *w, const char *key, bool flag)
{
    if (!flag)
        return;
    put_key(w, key);
    il_buf_puts(w->out, "true");
}

static void put_place(writer *w, il_loc loc)
{
    if (!loc.source)
        return;
    il_pos at = il_source_pos(loc.source, loc.span.start);
    put_field(w, "file", il_source_path(loc.source));
    put_key(w, "line");
    il_buf_printf(w->out, "%u", at.line);
    put_key(w, "column");
    il_buf_printf(w->out, "%u", at.column);
}

/* The shortest of the texts that give the number back. */
static void put_number(writer *w, double number)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    il_buf_puts(w->out, isfinite(number) ? text : "null");
}

static void put_value(writer *w, const il_value *value);

static void put_list(writer *w, const il_value *const *items, size_t n, bool open)
{
    begin(w, '[');
    for (size_t i = 0; i < n; i++) {
        next(w);
        put_value(w, items[i]);
    }
    if (open) {
        next(w);
        il_buf_puts(w->out, "{\"$open\": true}");
    }
    end(w, ']');
}

static void put_map(writer *w, const il_value *value)
{
    begin(w, '{');
    for (size_t i = 0; i < value->map.n; i++) {
        const il_entry *entry = &value->map.entries[i];
        next(w);
        il_buf_puts(w->out, il_str_starts(entry->key, IL_STR("$")) ? "\"$" : "\"");
        il_buf_json(w->out, entry->key);
        il_buf_puts(w->out, "\": ");
        put_value(w, entry->value);
    }
    put_flag(w, "$open", value->open);
    end(w, '}');
}

static void put_ref(writer *w, const il_value *value)
{
    const il_resource *target = value->ref.target;
    il_str name = target && target->logical_id.n ? target->logical_id : value->ref.name;
    begin(w, '{');
    if (target && target->logical_id.n == 0) {
        put_key(w, "$ref");
        put_string(w, target->construct_path.n ? target->construct_path : name);
        put_field(w, "$attribute", value->ref.attribute);
    } else if (value->ref.attribute.n == 0) {
        put_key(w, "Ref");
        put_string(w, name);
    } else {
        put_key(w, "Fn::GetAtt");
        begin(w, '[');
        next(w);
        put_string(w, name);
        next(w);
        put_string(w, value->ref.attribute);
        end(w, ']');
    }
    if (target && target->stack && target->stack != w->stack)
        put_field(w, "$stack", target->stack->name);
    end(w, '}');
}

static void put_call(writer *w, const il_value *value)
{
    bool join = strcmp(value->call.name, "Fn::Join") == 0;
    begin(w, '{');
    put_key(w, value->call.name);
    if (join) {
        begin(w, '[');
        next(w);
        il_buf_puts(w->out, "\"\"");
        next(w);
    }
    put_list(w, value->call.items, value->call.n, false);
    if (join)
        end(w, ']');
    end(w, '}');
}

static void put_choice(writer *w, const il_value *value)
{
    begin(w, '{');
    put_key(w, "$choice");
    begin(w, '[');
    for (size_t i = 0; i < value->choice.n; i++) {
        const il_arm *arm = &value->choice.arms[i];
        next(w);
        begin(w, '{');
        put_key(w, "when");
        put_string(w, arm->condition.text);
        put_key(w, "holds");
        il_buf_puts(w->out, arm->condition.holds ? "true" : "false");
        put_key(w, "value");
        put_value(w, arm->value);
        end(w, '}');
    }
    end(w, ']');
    end(w, '}');
}

static void put_unknown(writer *w, const il_value *value)
{
    begin(w, '{');
    put_key(w, "$unknown");
    begin(w, '{');
    put_field(w, "reason", il_str_of(value->unknown.reason));
    put_field(w, "detail", value->unknown.detail);
    put_place(w, value->loc);
    end(w, '}');
    end(w, '}');
}

static void put_value(writer *w, const il_value *value) /* table */
{
    switch (value->kind) {
    case IL_MISSING:
        il_buf_puts(w->out, "{\"$missing\": true}");
        return;
    case IL_NULL:
        il_buf_puts(w->out, "null");
        return;
    case IL_BOOL:
        il_buf_puts(w->out, value->boolean ? "true" : "false");
        return;
    case IL_NUMBER:
        put_number(w, value->number);
        return;
    case IL_STRING:
        put_string(w, value->string);
        return;
    case IL_LIST:
        put_list(w, value->list.items, value->list.n, value->open);
        return;
    case IL_MAP:
        put_map(w, value);
        return;
    case IL_REF:
        put_ref(w, value);
        return;
    case IL_CALL:
        put_call(w, value);
        return;
    case IL_CHOICE:
        put_choice(w, value);
        return;
    case IL_UNKNOWN:
        put_unknown(w, value);
        return;
    }
}

/* Writes an "origins" entry for each value below VALUE whose origin is not AROUND. PATH is where VALUE stands. */
static void put_origins(writer *w, const il_value *value, il_origin around, il_buf *path)
{
    size_t length = path->n;
    if (value->origin != around && length) {
        if (w->empty) {
            w->empty = false;
            put_key(w, "origins");
            begin(w, '{');
        }
        next(w);
        put_string(w, il_str_slice(il_buf_str(path), 1, length));
        il_buf_printf(w->out, ": \"%s\"", il_origin_name(value->origin));
    }
    size_t n = value->kind == IL_MAP ? value->map.n : value->kind == IL_LIST ? value->list.n : 0;
    for (size_t i = 0; i < n; i++) {
        il_buf_putc(path, '.');
        if (value->kind == IL_MAP)
            il_buf_add(path, value->map.entries[i].key);
        else
            il_buf_printf(path, "%zu", i);
        put_origins(w, value->kind == IL_MAP ? value->map.entries[i].value : value->list.items[i], value->origin, path);
        path->n = length;
    }
}

static void put_body(writer *w, const il_value *body)
{
    il_buf path = {0};
    w->empty = true; /* for put_origins: nothing written yet */
    put_origins(w, body, IL_FROM_SOURCE, &path);
    if (w->empty)
        w->empty = false;
    else
        end(w, '}');
    il_buf_free(&path);
    put_key(w, "body");
    put_value(w, body);
}

static void put_resource(writer *w, const il_resource *resource)
{
    w->stack = resource->stack;
    next(w);
    begin(w, '{');
    put_field(w, "type", il_str_of(resource->type));
    put_field(w, "logicalId", resource->logical_id);
    put_field(w, "constructPath", resource->construct_path);
    put_field(w, "writtenAs", resource->written_as);
    put_field(w, "stack", resource->stack ? resource->stack->name : (il_str){NULL, 0});
    put_place(w, resource->loc);
    put_flag(w, "generated", resource->generated);
    put_flag(w, "escaped", resource->escaped);
    put_flag(w, "many", resource->many);
    if (resource->condition.text.n) {
        put_key(w, "condition");
        begin(w, '{');
        put_field(w, "when", resource->condition.text);
        put_key(w, "holds");
        il_buf_puts(w->out, resource->condition.holds ? "true" : "false");
        end(w, '}');
    }
    put_body(w, resource->body);
    end(w, '}');
    w->stack = NULL;
}

static void put_resources(writer *w, const il_app *app, const char *key, bool facts)
{
    put_key(w, key);
    begin(w, '[');
    for (size_t i = 0; i < app->resources.n; i++)
        if (il_resource_is_fact(app->resources.items[i]) == facts)
            put_resource(w, app->resources.items[i]);
    end(w, ']');
}

static void put_stacks(writer *w, const il_app *app)
{
    put_key(w, "stacks");
    begin(w, '[');
    for (size_t i = 0; i < app->stacks.n; i++) {
        const il_stack *stack = app->stacks.items[i];
        next(w);
        begin(w, '{');
        put_field(w, "name", stack->name);
        put_field(w, "constructPath", stack->construct_path);
        put_field(w, "environment", stack->environment);
        put_field(w, "description", stack->description);
        put_flag(w, "dependent", stack->dependent);
        put_place(w, stack->loc);
        if (stack->outputs->kind != IL_MISSING) {
            w->stack = stack;
            put_key(w, "outputs");
            put_value(w, stack->outputs);
            w->stack = NULL;
        }
        end(w, '}');
    }
    end(w, ']');
}

static void put_gaps(writer *w, const il_app *app)
{
    put_key(w, "gaps");
    begin(w, '[');
    for (size_t i = 0; i < app->gaps.n; i++) {
        const il_gap *gap = &app->gaps.items[i];
        next(w);
        begin(w, '{');
        put_field(w, "reason", il_str_of(gap->reason));
        put_field(w, "detail", gap->detail);
        put_field(w, "type", il_str_of(gap->type));
        put_place(w, gap->loc);
        end(w, '}');
    }
    end(w, ']');
}

void il_model_dump(il_buf *out, const il_app *app)
{
    writer w = {.out = out};
    begin(&w, '{');
    put_key(&w, "version");
    il_buf_puts(out, "1");
    put_field(&w, "kind", app->kind == IL_APP_CDK ? IL_STR("cdk") : IL_STR("template"));
    put_key(&w, "root");
    put_string(&w, app->root);
    put_flag(&w, "lone", app->lone);
    put_stacks(&w, app);
    put_resources(&w, app, "resources", false);
    put_resources(&w, app, "facts", true);
    put_gaps(&w, app);
    end(&w, '}');
    il_buf_putc(out, '\n');
}

void il_model_dump_value(il_buf *out, const il_value *value, const il_stack *stack)
{
    writer w = {.out = out, .stack = stack};
    put_value(&w, value);
}
