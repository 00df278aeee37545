/* JavaScript's and node's own: globals, their functions and classes. What they do with something unknown is unknown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"

static const il_ev *builtin_new(il_eval *e, il_str name, uint8_t level)
{
    il_symbol *symbol = IL_NEW(e->arena, il_symbol);
    symbol->ev.kind = IL_EV_SYMBOL;
    symbol->ev.lib.symbol = il_intern(name);
    symbol->level = level;
    symbol->builtin = true;
    return &symbol->ev;
}

const il_ev *il_ev__path(il_eval *e, il_loc loc, il_str path)
{
    return il_ev__unknown(e, loc, il_why_path, path);
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
                                          "TypeError",
                                          "WeakMap"};
    il_loc none = {0};
    if (!strcmp(name, "__dirname"))
        return il_ev__path(e, none, e->frame->module->directory);
    if (!strcmp(name, "__filename"))
        return il_ev__path(e, none, e->frame->module->path);
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
    if (symbol->level >= 2)
        return il_ev__unknown(e, loc, "member of a JavaScript object", member);
    return builtin_new(e, il_arena_printf(e->arena, "%.*s.%s", IL_FMT(own), name), 2);
}

/* ---- functions ---- */

typedef struct {
    il_eval *e;
    const il_args *args;
    il_loc loc;
    il_name name;
} builtin_call;

static const il_ev *first(const builtin_call *c)
{
    return il_ev__argument(c->e, c->args, 0);
}

static const il_ev *give_up(const builtin_call *c)
{
    for (size_t i = 0; i < c->args->n; i++)
        il_ev__run_many(c->e, c->args->items[i], c->loc);
    return il_ev__unknown(c->e, c->loc, "result of a JavaScript function", il_str_of(c->name));
}

static const il_ev *open_list(const builtin_call *c)
{
    const il_ev *list = il_ev__array(c->e, c->loc);
    ((il_ev *)list)->open = true;
    return list;
}

/* One item of Object.keys, values or entries. */
static void push_part(const builtin_call *c, const il_ev *list, il_field field)
{
    il_eval *e = c->e;
    const il_ev *key = il_ev__string(e, field.name_loc, il_str_of(field.name));
    char which = il_ev__last_name(c->name).p[0];
    if (which == 'k') {
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

static const il_ev *object_parts(const builtin_call *c)
{
    il_eval *e = c->e;
    const il_ev *value = first(c), *list = il_ev__array(e, c->loc);
    if (value->kind == IL_EV_ARRAY && il_ev__last_name(c->name).p[0] == 'v')
        return value;
    if (value->kind != IL_EV_OBJECT && value->kind != IL_EV_INSTANCE)
        return value->kind == IL_EV_UNKNOWN || value->kind == IL_EV_ARRAY ? open_list(c) : give_up(c);
    const struct il_object *object = value->kind == IL_EV_OBJECT ? value->object : value->instance.fields;
    ((il_ev *)list)->open = object->open;
    for (size_t i = 0; i < object->fields.n; i++)
        push_part(c, list, object->fields.items[i]);
    il_module *module = object->module;
    for (size_t i = 0; module && i < module->exports.n; i++) {
        const il_ev *exported = il_module__export(e, module, module->exports.items[i].name);
        if (exported)
            push_part(c, list, (il_field){module->exports.items[i].name, c->loc, exported});
    }
    return list;
}

static const il_ev *from_entries(const builtin_call *c)
{
    il_eval *e = c->e;
    const il_ev **items, *object = il_ev__object(e, c->loc);
    size_t n;
    if (!il_ev__items(e, first(c), &items, &n))
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

static const il_ev *assign(const builtin_call *c)
{
    const il_ev *target = first(c);
    if (target->kind != IL_EV_OBJECT && target->kind != IL_EV_INSTANCE)
        return give_up(c);
    for (size_t i = 1; i < c->args->n; i++)
        il_ev__spread(c->e, target->kind == IL_EV_OBJECT ? target->object : target->instance.fields, c->args->items[i],
                      c->loc);
    return target;
}

static const il_ev *clone(const builtin_call *c)
{
    const il_ev *value = first(c);
    if (value->kind != IL_EV_OBJECT)
        return value;
    const il_ev *copy = il_ev__object(c->e, value->loc);
    il_ev__spread(c->e, copy->object, value, c->loc);
    return copy;
}

static const il_ev *same(const builtin_call *c)
{
    return first(c);
}

static const il_ev *nothing(const builtin_call *c)
{
    return c->e->undefined;
}

static const il_ev *is_array(const builtin_call *c)
{
    il_ev_kind kind = first(c)->kind;
    bool unsure = kind == IL_EV_UNKNOWN || kind == IL_EV_MEMBER || kind == IL_EV_CALL;
    return il_ev__truth_value(c->e, c->loc, unsure ? IL_MAYBE : il_truth_of(kind == IL_EV_ARRAY));
}

static const il_ev *blank_list(const builtin_call *c, const il_ev *length)
{
    if (length->kind != IL_EV_NUMBER || !(length->number >= 0) || length->number > IL_EVAL_ROUNDS)
        return open_list(c);
    const il_ev *list = il_ev__array(c->e, c->loc);
    for (size_t i = 0; i < (size_t)length->number; i++)
        il_ev__push(c->e, list, c->e->undefined);
    return list;
}

static const il_ev *array_from(const builtin_call *c)
{
    il_eval *e = c->e;
    const il_ev *from = first(c), *list = from;
    if (from->kind == IL_EV_OBJECT)
        list = blank_list(c, il_ev__member(e, from, il_intern(IL_STR("length")), c->loc));
    else if (from->kind != IL_EV_ARRAY)
        list = open_list(c);
    if (c->args->n < 2)
        return il_ev__array_method(e, list, il_intern(IL_STR("slice")), &(il_args){0}, c->loc);
    il_args rest = {c->args->items + 1, c->args->n - 1, false, NULL};
    return il_ev__array_method(e, list, il_intern(IL_STR("map")), &rest, c->loc);
}

static const il_ev *array_call(const builtin_call *c)
{
    return blank_list(c, first(c));
}

static const il_ev *to_text(const builtin_call *c)
{
    const il_ev *value = first(c);
    if (value->kind > IL_EV_CONCAT && !il_ev__is_text(value))
        return give_up(c);
    return il_ev__concat(c->e, c->loc, &value, 1);
}

static const il_ev *to_bool(const builtin_call *c)
{
    return il_ev__truth_value(c->e, c->loc, il_ev__truthy(c->e, first(c)));
}

/* Number(x), parseInt(x), parseFloat(x). */
static const il_ev *to_number(const builtin_call *c)
{
    const il_ev *value = first(c);
    double number = value->kind == IL_EV_NUMBER ? value->number : 0;
    bool whole = il_str_ends(il_str_of(c->name), IL_STR("parseInt")),
         strict = il_str_is(il_str_of(c->name), "globalThis.Number");
    if (value->kind == IL_EV_STRING) {
        il_str text = il_str_trim(value->string);
        char *end;
        const char *copy = il_arena_str(c->e->arena, text).p;
        number = strtod(copy, &end);
        if (strict && *end)
            return il_ev__number(c->e, c->loc, NAN);
        if ((end == copy && !strict) ||
            (c->args->n > 1 && !il_ev__same(c->args->items[1], il_ev__number(c->e, c->loc, 10))))
            return give_up(c);
    } else if (value->kind != IL_EV_NUMBER) {
        return give_up(c);
    }
    return il_ev__number(c->e, c->loc, whole ? trunc(number) : number);
}

static const il_ev *math(const builtin_call *c)
{
    il_str name = il_ev__last_name(c->name);
    double result = 0;
    for (size_t i = 0; i < c->args->n || i == 0; i++) {
        const il_ev *value = il_ev__argument(c->e, c->args, i);
        if (value->kind != IL_EV_NUMBER || c->args->open)
            return give_up(c);
        double x = value->number;
        if (il_str_is(name, "max"))
            result = i == 0 || x > result ? x : result;
        else if (il_str_is(name, "min"))
            result = i == 0 || x < result ? x : result;
        else if (il_str_is(name, "pow"))
            result = i == 0 ? x : pow(result, x);
        else if (i == 0)
            result = il_str_is(name, "floor")   ? floor(x)
                     : il_str_is(name, "ceil")  ? ceil(x)
                     : il_str_is(name, "round") ? floor(x + 0.5)
                     : il_str_is(name, "trunc") ? trunc(x)
                     : il_str_is(name, "sqrt")  ? sqrt(x)
                                                : fabs(x);
    }
    return il_ev__number(c->e, c->loc, result);
}

static const il_ev *json_text(const builtin_call *c)
{
    return il_ev__stringify(c->e, c->args, c->loc);
}

static const il_ev *require_module(const builtin_call *c)
{
    const il_ev *name = first(c);
    const il_ev *module =
        name->kind == IL_EV_STRING
            ? il_module__import(c->e, c->e->frame->module, il_intern(name->string), il_intern(IL_STR("=")))
            : NULL;
    return module ? module : give_up(c);
}

static const il_ev *call_first(const builtin_call *c)
{
    il_args none = {0};
    return first(c)->kind == IL_EV_FUNCTION ? il_ev__apply(c->e, first(c), NULL, &none, c->loc) : c->e->undefined;
}

/* path.join, resolve, normalize: paths in the project stay paths in the project. */
static const il_ev *join_path(const builtin_call *c)
{
    il_eval *e = c->e;
    bool project = il_ev__last_name(c->name).p[0] == 'r';
    il_str path = project ? e->input->root : (il_str){NULL, 0};
    for (size_t i = 0; i < c->args->n; i++) {
        const il_ev *part = c->args->items[i];
        bool anchored = part->kind == IL_EV_UNKNOWN && part->unknown.reason == il_why_path;
        if (!anchored && part->kind != IL_EV_STRING)
            return give_up(c);
        if (!anchored && project && part->string.n && part->string.p[0] == '/')
            return give_up(c);
        path = anchored ? part->unknown.detail : il_path_join(e->arena, path, part->string);
        project |= anchored;
    }
    return project ? il_ev__path(e, c->loc, path) : il_ev__string(e, c->loc, path);
}

static const il_ev *path_part(const builtin_call *c)
{
    il_eval *e = c->e;
    const il_ev *value = first(c);
    bool anchored = value->kind == IL_EV_UNKNOWN && value->unknown.reason == il_why_path;
    if ((!anchored && value->kind != IL_EV_STRING) || c->args->n != 1)
        return give_up(c);
    il_str path = anchored ? value->unknown.detail : value->string, directory = il_path_directory(path);
    if (il_ev__last_name(c->name).p[0] == 'd')
        return anchored ? il_ev__path(e, c->loc, directory) : il_ev__string(e, c->loc, directory);
    return il_ev__string(e, c->loc, il_str_slice(path, directory.n ? directory.n + 1 : 0, path.n));
}

static const il_ev *working_directory(const builtin_call *c)
{
    return il_ev__path(c->e, c->loc, c->e->input->root);
}

static const struct {
    const char *name;
    const il_ev *(*call)(const builtin_call *c);
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
    {"globalThis.Number", to_number, true},
    {"globalThis.Number.parseInt", to_number, true},
    {"globalThis.Number.parseFloat", to_number, true},
    {"globalThis.parseInt", to_number, true},
    {"globalThis.parseFloat", to_number, true},
    {"globalThis.Math.max", math, true},
    {"globalThis.Math.min", math, true},
    {"globalThis.Math.floor", math, true},
    {"globalThis.Math.ceil", math, true},
    {"globalThis.Math.round", math, true},
    {"globalThis.Math.trunc", math, true},
    {"globalThis.Math.abs", math, true},
    {"globalThis.Math.sqrt", math, true},
    {"globalThis.Math.pow", math, true},
    {"globalThis.JSON.stringify", json_text, true},
    {"globalThis.Promise.all", same, false},
    {"globalThis.Promise.resolve", same, false},
    {"globalThis.require", require_module, false},
    {"globalThis.setTimeout", call_first, false},
    {"globalThis.process.cwd", working_directory, false},
    {"node.process.cwd", working_directory, false},
    {"node.path.join", join_path, false},
    {"node.path.resolve", join_path, false},
    {"node.path.normalize", join_path, false},
    {"node.path.dirname", path_part, false},
    {"node.path.basename", path_part, false},
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
    builtin_call c = {e, args, loc, function->ev.lib.symbol};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(c.name, functions[i].name))
            continue;
        if (functions[i].apart && args->n && args->items[0]->kind == IL_EV_CHOICE) {
            arm_call arm = {function, args, loc};
            return il_ev__each_arm_apart(e, args->items[0], call_arm, &arm);
        }
        return functions[i].call(&c);
    }
    if (!strncmp(c.name, "node.fs", 7)) {
        give_up(&c);
        return il_ev__unknown_here(e, loc, "file read by the program");
    }
    if (!strncmp(c.name, "globalThis.Object", 17) || !strncmp(c.name, "globalThis.Reflect", 18))
        il_ev__escape_args(e, args, "result of a JavaScript function", loc);
    return give_up(&c);
}

const il_ev *il_ev__builtin_new(il_eval *e, const il_symbol *class, const il_args *args, il_loc loc)
{
    builtin_call c = {e, args, loc, class->ev.lib.symbol};
    if (il_str_is(il_str_of(c.name), "globalThis.Array"))
        return array_call(&c);
    if (il_str_is(il_str_of(c.name), "globalThis.Map") || il_str_is(il_str_of(c.name), "globalThis.Set"))
        return il_ev__collection(e, first(&c), il_str_is(il_str_of(c.name), "globalThis.Map"), loc);
    if (il_str_is(il_str_of(c.name), "globalThis.Promise")) {
        give_up(&c);
        return il_ev__unknown(e, loc, "promise", (il_str){NULL, 0});
    }
    return give_up(&c);
}
