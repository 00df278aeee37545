/* JavaScript's and node's own: globals, their functions and classes. What they do with something unknown is unknown. */
#include <math.h>
#include <string.h>

#include "eval_builtin.h"

static const il_ev *builtin_new(il_eval *e, il_str name, uint8_t level)
{
    il_symbol *symbol = IL_NEW(e->arena, il_symbol);
    symbol->ev.kind = IL_EV_SYMBOL;
    symbol->ev.lib.symbol = il_intern(name);
    symbol->level = level;
    symbol->builtin = true;
    return &symbol->ev;
}

const il_ev *il_ev__builtin(il_eval *e, il_name name)
{
    static const char *const globals[] = {"Array",
                                          "Boolean",
                                          "Buffer",
                                          "Date",
                                          "Error",
                                          "JSON",
                                          "Map",
                                          "Math",
                                          "Number",
                                          "Object",
                                          "Promise",
                                          "RegExp",
                                          "Reflect",
                                          "Set",
                                          "String",
                                          "Symbol",
                                          "URL",
                                          "console",
                                          "fetch",
                                          "globalThis",
                                          "isNaN",
                                          "parseFloat",
                                          "parseInt",
                                          "process",
                                          "require",
                                          "setTimeout",
                                          "structuredClone",
                                          "encodeURIComponent",
                                          "encodeURI",
                                          "isFinite",
                                          "TypeError",
                                          "RangeError",
                                          "SyntaxError",
                                          "ReferenceError",
                                          "EvalError",
                                          "Function",
                                          "BigInt",
                                          "Intl",
                                          "btoa",
                                          "atob",
                                          "decodeURIComponent",
                                          "WeakMap"};
    il_loc none = {0};
    if (!strcmp(name, "__dirname"))
        return il_ev__path(e, none, e->frame->module->directory);
    if (!strcmp(name, "__filename"))
        return il_ev__path(e, none, e->frame->module->path);
    if (!strcmp(name, "import.meta")) {
        const il_ev *meta = il_ev__object(e, none);
        const il_module *module = e->frame->module;
        il_ev__set(e, meta->object, il_intern(IL_STR("url")), none, il_ev__path(e, none, module->path));
        il_ev__set(e, meta->object, il_intern(IL_STR("filename")), none, il_ev__path(e, none, module->path));
        il_ev__set(e, meta->object, il_intern(IL_STR("dirname")), none, il_ev__path(e, none, module->directory));
        return meta;
    }
    if (!strcmp(name, "NaN") || !strcmp(name, "Infinity"))
        return il_ev__number(e, none, name[0] == 'N' ? NAN : INFINITY);
    for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
        if (!strcmp(name, globals[i])) {
            const il_ev *known = il_map_get(&e->symbols, il_str_of(globals[i]));
            if (!known) {
                known = builtin_new(e, il_arena_printf(e->arena, "globalThis.%s", name), 1);
                il_map_put(&e->symbols, il_str_of(globals[i]), (void *)known);
            }
            return known;
        }
    }
    return NULL;
}

const il_ev *il_ev__builtin_member(il_eval *e, const il_symbol *symbol, il_name name, il_loc loc)
{
    il_str own = il_str_of(symbol->ev.lib.symbol), member = il_str_of(name);
    bool process = il_str_is(own, "globalThis.process") || il_str_is(own, "node.process");
    if (process && il_str_is(member, "env"))
        return e->environment;
    if (symbol->level == 0 && (il_str_is(member, "default") || il_str_is(member, "posix")))
        return &symbol->ev;
    if (il_str_is(own, "globalThis.globalThis")) {
        const il_ev *global = il_ev__builtin(e, name);
        return global ? global : il_ev__unknown(e, loc, "undeclared name", member);
    }
    if (il_str_is(own, "node.path") && il_str_is(member, "sep"))
        return il_ev__string(e, loc, IL_STR("/"));
    if (il_str_is(own, "node.fs") && il_str_is(member, "promises"))
        return il_ev__module_symbol(e, IL_STR("fs/promises"));
    il_str full = il_arena_printf(e->arena, "%.*s.%s", IL_FMT(own), name);
    const il_ev *number = il_ev__number_member(e, full, loc);
    if (number)
        return number;
    if (symbol->level >= 2)
        return il_ev__unknown(e, loc, "member of a JavaScript object", member);
    return builtin_new(e, full, 2);
}

/* ---- functions ---- */

const il_ev *il_ev__give_up(const il_builtin *c)
{
    c->e->doubts++;
    for (size_t i = 0; i < c->args->n; i++)
        il_ev__run_many(c->e, c->args->items[i], c->loc);
    return il_ev__unknown(c->e, c->loc, "result of a JavaScript function", il_str_of(c->name));
}

static const il_ev *open_list(const il_builtin *c)
{
    const il_ev *list = il_ev__array(c->e, c->loc);
    ((il_ev *)list)->open = true;
    return list;
}

/* One item of Object.keys, values or entries. */
static void push_part(const il_builtin *c, const il_ev *list, il_field field)
{
    il_eval *e = c->e;
    const il_ev *key = il_ev__string(e, field.name_loc, il_str_of(field.name));
    char which = il_ev__last_name(c->name).p[0];
    if (which == 'k' || which == 'g') {
        il_ev__push(e, list, key);
    } else if (which == 'v') {
        il_ev__push(e, list, field.value);
    } else {
        const il_ev *pair = il_ev__array(e, c->loc);
        il_ev__push(e, pair, key);
        il_ev__push(e, pair, field.value);
        il_ev__push(e, list, pair);
    }
}

static const il_ev *object_parts(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *value = il_builtin_first(c), *list = il_ev__array(e, c->loc);
    if (value->kind == IL_EV_ARRAY && ((const il_array *)value)->shape == IL_SHAPE_LIST) {
        ((il_ev *)list)->open = value->open;
        ((il_array *)list)->ragged = ((const il_array *)value)->ragged;
        for (size_t i = 0; i < value->list.n; i++)
            push_part(c, list,
                      (il_field){il_intern(il_arena_printf(e->arena, "%zu", i)), c->loc, value->list.items[i]});
        return list;
    }
    if (value->kind != IL_EV_OBJECT && value->kind != IL_EV_INSTANCE)
        return value->kind == IL_EV_UNKNOWN || value->kind == IL_EV_ARRAY ? open_list(c) : il_ev__give_up(c);
    const struct il_object *object = value->kind == IL_EV_OBJECT ? value->object : value->instance.fields;
    ((il_ev *)list)->open = object->open;
    size_t *order = il_ev__key_order(e, object);
    for (size_t i = 0; i < object->fields.n; i++) {
        il_field field = object->fields.items[order[i]];
        field.value = il_ev__read(e, field.value, value, c->loc);
        push_part(c, list, field);
    }
    il_module *module = object->module;
    for (size_t i = 0; module && i < module->exports.n; i++) {
        const il_ev *exported = il_module__export(e, module, module->exports.items[i].name);
        if (exported)
            push_part(c, list, (il_field){module->exports.items[i].name, c->loc, exported});
    }
    return list;
}

static const il_ev *from_entries(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev **items, *object = il_ev__object(e, c->loc);
    size_t n;
    if (!il_ev__items(e, il_builtin_first(c), &items, &n))
        object->object->open = true;
    for (size_t i = 0; i < n; i++) {
        const il_ev *pair = items[i];
        il_name key = pair->kind == IL_EV_ARRAY && pair->list.n == 2 ? il_ev__key(e, pair->list.items[0]) : NULL;
        if (key)
            il_ev__set(e, object->object, key, pair->list.items[0]->loc, pair->list.items[1]);
        else
            object->object->open = true;
    }
    return object;
}

static const il_ev *assign(const il_builtin *c)
{
    const il_ev *target = il_builtin_first(c);
    if (target->kind != IL_EV_OBJECT && target->kind != IL_EV_INSTANCE)
        return il_ev__give_up(c);
    for (size_t i = 1; i < c->args->n; i++)
        il_ev__spread(c->e, target->kind == IL_EV_OBJECT ? target->object : target->instance.fields, c->args->items[i],
                      c->loc);
    return target;
}

static const il_ev *clone(const il_builtin *c)
{
    const il_ev *value = il_builtin_first(c);
    if (value->kind != IL_EV_OBJECT)
        return value;
    const il_ev *copy = il_ev__object(c->e, value->loc);
    il_ev__spread(c->e, copy->object, value, c->loc);
    return copy;
}

static const il_ev *same(const il_builtin *c)
{
    return il_builtin_first(c);
}

static const il_ev *nothing(const il_builtin *c)
{
    return c->e->undefined;
}

static const il_ev *is_array(const il_builtin *c)
{
    il_ev_kind kind = il_builtin_first(c)->kind;
    bool unsure = kind == IL_EV_UNKNOWN || kind == IL_EV_MEMBER || kind == IL_EV_CALL;
    return il_ev__truth_value(c->e, c->loc, unsure ? IL_MAYBE : il_truth_of(kind == IL_EV_ARRAY));
}

static const il_ev *blank_list(const il_builtin *c, const il_ev *length)
{
    if (length->kind != IL_EV_NUMBER || !(length->number >= 0) || length->number > IL_EVAL_ROUNDS)
        return open_list(c);
    const il_ev *list = il_ev__array(c->e, c->loc);
    for (size_t i = 0; i < (size_t)length->number; i++)
        il_ev__push(c->e, list, c->e->undefined);
    return list;
}

static const il_ev *array_from(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *from = il_builtin_first(c), *known = il_ev__known_list(e, from), *list = from;
    if (known)
        from = list = known;
    if (from->kind == IL_EV_OBJECT)
        list = blank_list(c, il_ev__member(e, from, il_intern(IL_STR("length")), c->loc));
    else if (from->kind == IL_EV_STRING) {
        const il_ev **items;
        size_t n;
        list = il_ev__array(e, c->loc);
        il_ev__items(e, from, &items, &n);
        for (size_t i = 0; i < n; i++)
            il_ev__push(e, list, items[i]);
    } else if (from->kind != IL_EV_ARRAY)
        list = open_list(c);
    if (c->args->n < 2)
        return il_ev__array_method(e, list, il_intern(IL_STR("slice")), &(il_args){0}, c->loc);
    il_args rest = {c->args->items + 1, c->args->n - 1, false, NULL};
    return il_ev__array_method(e, list, il_intern(IL_STR("map")), &rest, c->loc);
}

static const il_ev *array_call(const il_builtin *c)
{
    return blank_list(c, il_builtin_first(c));
}

static const il_ev *to_text(const il_builtin *c)
{
    const il_ev *value = il_builtin_first(c);
    bool plain = value->kind == IL_EV_ARRAY || value->kind == IL_EV_OBJECT || value->kind == IL_EV_INSTANCE;
    if (value->kind > IL_EV_CONCAT && !plain && !il_ev__is_text(value))
        return il_ev__give_up(c);
    return il_ev__concat(c->e, c->loc, &value, 1);
}

static const il_ev *to_bool(const il_builtin *c)
{
    return il_ev__truth_value(c->e, c->loc, il_ev__truthy(c->e, il_builtin_first(c)));
}

static const il_ev *json_text(const il_builtin *c)
{
    return il_ev__stringify(c->e, c->args, c->loc);
}

static const il_ev *json_value(const il_builtin *c)
{
    const il_ev *value = il_ev__parse_json(c->e, il_builtin_first(c), c->loc);
    return value ? value : il_ev__give_up(c);
}

static const il_ev *array_of(const il_builtin *c)
{
    const il_ev *list = il_ev__array(c->e, c->loc);
    for (size_t i = 0; i < c->args->n; i++)
        il_ev__push(c->e, list, c->args->items[i]);
    ((il_ev *)list)->open = c->args->open;
    return list;
}

/* String.raw`…`: the text as it stands, where nothing in it is escaped. */
static const il_ev *raw_text(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *texts = il_builtin_first(c);
    if (texts->kind != IL_EV_ARRAY || !c->loc.source || il_str_contains(il_loc_text(c->loc), IL_STR("\\")))
        return il_ev__give_up(c);
    const il_ev **parts = IL_NEW_ARRAY(e->arena, 2 * texts->list.n, const il_ev *);
    size_t n = 0;
    for (size_t i = 0; i < texts->list.n; i++) {
        parts[n++] = texts->list.items[i];
        if (i + 1 < texts->list.n)
            parts[n++] = il_ev__argument(e, c->args, i + 1);
    }
    return il_ev__concat(e, c->loc, parts, n);
}

static const il_ev *has_own(const il_builtin *c)
{
    return il_ev__operator(c->e, IL_OPERATOR_IN, il_ev__argument(c->e, c->args, 1), il_builtin_first(c), c->loc);
}

static const il_ev *require_module(const il_builtin *c)
{
    const il_ev *name = il_builtin_first(c);
    const il_ev *module =
        name->kind == IL_EV_STRING
            ? il_module__import(c->e, c->e->frame->module, il_intern(name->string), il_intern(IL_STR("=")))
            : NULL;
    return module ? module : il_ev__give_up(c);
}

static const il_ev *call_first(const il_builtin *c)
{
    il_args none = {0};
    return il_builtin_first(c)->kind == IL_EV_FUNCTION ? il_ev__apply(c->e, il_builtin_first(c), NULL, &none, c->loc)
                                                       : c->e->undefined;
}

static const struct {
    const char *name;
    const il_ev *(*call)(const il_builtin *c);
    bool apart; /* for each arm of a choice as first argument */
} functions[] = {
    {"globalThis.Object.keys", object_parts, true},
    {"globalThis.Object.values", object_parts, true},
    {"globalThis.Object.entries", object_parts, true},
    {"globalThis.Object.fromEntries", from_entries, true},
    {"globalThis.Object.assign", assign, false},
    {"globalThis.Object.freeze", same, false},
    {"globalThis.Object.seal", same, false},
    {"globalThis.structuredClone", clone, true},
    {"globalThis.Array", array_call, true},
    {"globalThis.Array.isArray", is_array, true},
    {"globalThis.Array.from", array_from, true},
    {"globalThis.String", to_text, false},
    {"globalThis.Boolean", to_bool, false},
    {"globalThis.JSON.stringify", json_text, true},
    {"globalThis.JSON.parse", json_value, true},
    {"globalThis.Array.of", array_of, false},
    {"globalThis.String.raw", raw_text, false},
    {"globalThis.Object.hasOwn", has_own, false},
    {"globalThis.Object.getOwnPropertyNames", object_parts, true},
    {"globalThis.Promise.all", same, false},
    {"globalThis.Promise.resolve", same, false},
    {"globalThis.require", require_module, false},
    {"globalThis.setTimeout", call_first, false},
    {"globalThis.console.log", nothing, false},
    {"globalThis.console.error", nothing, false},
    {"globalThis.console.warn", nothing, false},
    {"globalThis.console.info", nothing, false},
    {"globalThis.console.debug", nothing, false},
};

typedef struct {
    const il_symbol *function;
    const il_args *args;
    il_loc loc;
} arm_call;

static const il_ev *call_arm(il_eval *e, const il_ev *arm, void *context)
{
    const arm_call *a = context;
    const il_ev **items = IL_NEW_ARRAY(e->arena, a->args->n, const il_ev *);
    memcpy(items, a->args->items, a->args->n * sizeof *items);
    items[0] = arm;
    il_args args = {items, a->args->n, a->args->open, NULL};
    return il_ev__builtin_call(e, a->function, &args, a->loc);
}

const il_ev *il_ev__builtin_call(il_eval *e, const il_symbol *function, const il_args *args, il_loc loc)
{
    il_builtin c = {e, args, loc, function->ev.lib.symbol};
    if (il_ev__error_class(e, function->ev.lib.symbol))
        return il_ev__new_error(e, function, args, loc);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(c.name, functions[i].name))
            continue;
        if (functions[i].apart && args->n && args->items[0]->kind == IL_EV_CHOICE) {
            arm_call arm = {function, args, loc};
            return il_ev__each_arm_apart(e, args->items[0], call_arm, &arm);
        }
        return functions[i].call(&c);
    }
    static il_builtin_function *const others[] = {il_ev__number_function, il_ev__file_function};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const il_ev *result = others[i](&c);
        if (result)
            return result;
    }
    if (!strncmp(c.name, "node.fs", 7)) {
        il_ev__give_up(&c);
        return il_ev__unknown_here(e, loc, "file read by the program");
    }
    if (!strncmp(c.name, "globalThis.Object", 17) || !strncmp(c.name, "globalThis.Reflect", 18))
        il_ev__escape_args(e, args, "result of a JavaScript function", loc);
    return il_ev__give_up(&c);
}

const il_ev *il_ev__builtin_new(il_eval *e, const il_symbol *class, const il_args *args, il_loc loc)
{
    il_builtin c = {e, args, loc, class->ev.lib.symbol};
    if (il_ev__error_class(e, c.name))
        return il_ev__new_error(e, class, args, loc);
    if (il_str_is(il_str_of(c.name), "globalThis.Array"))
        return c.args->n == 1 ? array_call(&c) : array_of(&c);
    if (il_str_is(il_str_of(c.name), "globalThis.RegExp"))
        return il_ev__new_regex(&c);
    if (il_str_is(il_str_of(c.name), "globalThis.URL"))
        return il_ev__new_url(&c);
    if (il_str_is(il_str_of(c.name), "globalThis.Map") || il_str_is(il_str_of(c.name), "globalThis.Set"))
        return il_ev__collection(e, il_builtin_first(&c), il_str_is(il_str_of(c.name), "globalThis.Map"), loc);
    if (il_str_is(il_str_of(c.name), "globalThis.Promise")) {
        il_ev__give_up(&c);
        return il_ev__unknown(e, loc, "promise", (il_str){NULL, 0});
    }
    return il_ev__give_up(&c);
}
