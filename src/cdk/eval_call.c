/* Calls: arguments, activations of the program's functions, and methods of every kind of value. */
#include <string.h>

#include "eval.h"

static void add_spread(il_eval *e, il_args *args, size_t *capacity, const il_ev *value)
{
    const il_ev **items;
    size_t n;
    args->open |= !il_ev__items(e, value, &items, &n);
    args->why = "unknown spread";
    const il_ev **grown = IL_NEW_ARRAY(e->arena, *capacity + n, const il_ev *);
    for (size_t i = 0; i < args->n; i++)
        grown[i] = args->items[i];
    for (size_t i = 0; i < n; i++)
        grown[args->n++] = items[i];
    *capacity += n;
    args->items = grown;
}

il_args il_ev__arguments(il_eval *e, const il_ast *node)
{
    il_args args = {.open = node->flags & IL_AST_BROKEN, .why = "syntax error"};
    size_t capacity = node->n;
    args.items = node->n ? IL_NEW_ARRAY(e->arena, node->n, const il_ev *) : NULL;
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i];
        if (kid && kid->kind == IL_AST_SPREAD)
            add_spread(e, &args, &capacity, il_ev__eval(e, kid->a));
        else
            args.items[args.n++] = il_ev__eval(e, kid);
    }
    return args;
}

const il_ev *il_ev__argument(il_eval *e, const il_args *args, size_t i)
{
    if (i < args->n)
        return args->items[i];
    return args->open ? il_ev__unknown(e, (il_loc){0}, "argument that is not known", (il_str){NULL, 0}) : e->undefined;
}

/* The library type that a parameter's annotation names; program's own types say nothing here. */
static il_name type_name(il_eval *e, il_ast *type)
{
    const il_ast *root = type;
    while (root && root->kind == IL_AST_MEMBER)
        root = root->a;
    if (!root || root->kind != IL_AST_IDENT)
        return NULL;
    const il_variable *variable = il_ev__lookup(e->frame->scope, root->name, NULL);
    if (!variable || !variable->import || variable->module[0] == '.')
        return NULL;
    const il_ev *symbol = il_ev__eval(e, type);
    return symbol->kind == IL_EV_SYMBOL ? symbol->lib.symbol : NULL;
}

/* The library type behind TYPE: itself, or what an interface of the same file extends. */
static il_name library_type(il_eval *e, il_ast *type, int depth)
{
    il_name name = type_name(e, type);
    const il_ast_file *file = e->frame->module->file;
    for (size_t i = 0; !name && type && type->kind == IL_AST_IDENT && depth && i < file->interfaces.n; i++)
        if (file->interfaces.items[i].name == type->name)
            return library_type(e, file->interfaces.items[i].base, depth - 1);
    return name;
}

il_name il_ev__parameter_type(il_eval *e, const il_class *class, size_t i)
{
    enum { LONGEST_CHAIN = 8 };
    if (!class->constructor && class->base)
        return class->base->kind == IL_EV_CLASS    ? il_ev__parameter_type(e, class->base->class, i)
               : class->base->kind == IL_EV_SYMBOL ? class->base->lib.symbol
                                                   : NULL;
    if (!class->constructor || class->constructor->n <= i || !class->module->file)
        return NULL;
    il_frame frame = {.up = e->frame, .module = class->module, .scope = class->scope};
    e->frame = &frame;
    il_name name = library_type(e, class->constructor->kids[i]->c, LONGEST_CHAIN);
    e->frame = frame.up;
    return il_ev__is_library_name(name) ? name : NULL;
}

static const il_ev *unknown_parameter(il_eval *e, const il_ast *param, const char *why)
{
    il_loc loc = il_ev__loc(e, param->span);
    il_str name = param->a && param->a->kind == IL_AST_IDENT ? il_str_of(param->a->name)
                                                             : il_ev__excerpt(e, loc, IL_EVAL_EXCERPT);
    const il_ev *value = il_ev__unknown(e, loc, why ? why : "parameter without caller", il_str_slice(name, 0, 60));
    ((il_ev *)value)->unknown.type = type_name(e, param->c);
    return value;
}

static void bind_parameters(il_eval *e, const il_ast *function, const il_args *args)
{
    for (uint32_t i = 0; i < function->n; i++) {
        il_ast *param = function->kids[i];
        if (param->flags & IL_AST_REST) {
            const il_ev *rest = il_ev__array(e, il_ev__loc(e, param->span));
            for (size_t j = i; j < args->n; j++)
                il_ev__push(e, rest, args->items[j]);
            ((il_ev *)rest)->open = args->open;
            il_ev__bind(e, param->a, rest, IL_BIND_DECLARE);
            continue;
        }
        const il_ev *value = i < args->n  ? args->items[i]
                             : args->open ? unknown_parameter(e, param, args->why)
                                          : e->undefined;
        il_ev__bind(e, param->a, il_ev__defaulted(e, value, param->b), IL_BIND_DECLARE);
    }
}

static const il_ev *body_result(il_eval *e, il_ast *body)
{
    il_completion completion = il_ev__statements(e, body);
    if (completion == IL_THROW)
        return e->thrown;
    return completion == IL_RETURN && e->frame->result ? e->frame->result : e->undefined;
}

const il_ev *il_ev__run(il_eval *e, const il_closure *closure, const il_ev *this_value, const il_args *args, il_loc loc)
{
    if (e->calls >= IL_EVAL_CALLS || e->exhausted || e->nesting >= IL_EVAL_NESTING) {
        il_ev__gap(e, loc, il_why_limit, IL_STR("calls nested too deeply"));
        return il_ev__unknown(e, loc, il_why_limit, (il_str){NULL, 0});
    }
    il_frame frame = {
        .up = e->frame,
        .module = closure->module,
        .scope = il_ev__scope(e, closure->scope),
        .this_value = closure->this_value ? closure->this_value : this_value,
        .home = closure->home,
        .is_static = closure->is_static,
    };
    frame.scope->function = true;
    if (closure->node->flags & IL_AST_GENERATOR)
        frame.yields = il_ev__array(e, loc); /* run at once, to its end: what it gives is a list */
    e->frame = &frame;
    e->calls++;
    e->nesting++;
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_FUNCTION, NULL);
    bind_parameters(e, closure->node, args);
    il_ev__begin_constructor(e, closure);
    const il_ev *result = e->undefined;
    il_ast *body = closure->node->a;
    if (body && body->kind != IL_AST_BLOCK)
        result = il_ev__eval(e, body);
    else if (body)
        result = body_result(e, body);
    result = il_ev__leave_region(e, &region, result);
    if (frame.yields && !e->throwing)
        result = frame.yields;
    e->nesting--;
    e->calls--;
    e->frame = frame.up;
    return result;
}

const il_ev *il_ev__run_many(il_eval *e, const il_ev *value, il_loc loc)
{
    if (value->kind != IL_EV_FUNCTION)
        return NULL;
    const il_closure *closure = value->closure;
    il_frame outer = {.up = e->frame, .module = closure->module, .scope = closure->scope};
    il_fork fork = il_ev__fork(e);
    e->frame = &outer;
    il_ev__widen(e, closure->node->a);
    e->frame = outer.up;
    e->many++;
    il_args unknown = {.open = true, .why = "argument of a callback"};
    const il_ev *result = il_ev__run(e, closure, NULL, &unknown, loc);
    il_ev__drop_thrown(e); /* for some items, perhaps */
    e->many--;
    il_writes writes = il_ev__take(e, &fork);
    il_ev__close(e, &fork);
    il_ev__blur(e, &writes);
    return result;
}

typedef struct {
    il_name name;
    const il_args *args;
    const il_ev *this_value;
    il_loc loc;
    bool optional;
} call_context;

static const il_ev *apply_arm(il_eval *e, const il_ev *arm, void *context)
{
    const call_context *c = context;
    return arm->kind <= IL_EV_NULL ? NULL : il_ev__apply(e, arm, c->this_value, c->args, c->loc);
}

const il_ev *il_ev__apply(il_eval *e, const il_ev *function, const il_ev *this_value, const il_args *args, il_loc loc)
{
    switch (function->kind) {
    case IL_EV_FUNCTION:
        return il_ev__run(e, function->closure, this_value, args, loc);
    case IL_EV_SYMBOL: {
        const il_symbol *symbol = (const il_symbol *)function;
        return symbol->builtin ? il_ev__builtin_call(e, symbol, args, loc) : il_ev__static_call(e, symbol, args, loc);
    }
    case IL_EV_CHOICE: {
        call_context c = {NULL, args, this_value, loc, false};
        return il_ev__each_arm_apart(e, function, apply_arm, &c);
    }
    default:
        il_ev__escape_args(e, args, "function that is not known", loc);
        return il_ev__unknown_here(e, loc, "function that is not known");
    }
}

static const il_ev *method_arm(il_eval *e, const il_ev *arm, void *context)
{
    const call_context *c = context;
    if (arm->kind <= IL_EV_NULL)
        return c->optional ? e->undefined : NULL;
    return il_ev__method(e, arm, c->name, c->args, c->loc);
}

/* Methods that only libraries have and that change what they are given in ways that lowering would judge. */
static bool is_library_verb(il_name method)
{
    static const char *const verbs[] = {"grant", "add",     "allow",  "metric", "attach",
                                        "bind",  "connect", "arnFor", "urlFor"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (il_str_starts(il_str_of(method), il_str_of(verbs[i])))
            return true;
    }
    return false;
}

static bool asks_context(il_name method)
{
    return il_str_is(il_str_of(method), "tryGetContext") || il_str_is(il_str_of(method), "getContext");
}

/* list.METHOD(CALLBACK) over a list that nobody knows. */
static const il_ev *walk(il_eval *e, il_name method, const il_ev *callback, il_loc loc)
{
    il_str name = il_str_of(method);
    il_ev__run_many(e, callback, loc);
    if (il_str_is(name, "forEach"))
        return e->undefined;
    if (il_str_is(name, "map") || il_str_is(name, "filter") || il_str_is(name, "flatMap")) {
        const il_ev *list = il_ev__array(e, loc);
        ((il_ev *)list)->open = true;
        return list;
    }
    return il_ev__unknown(e, loc, "result over a list that is not known", name);
}

static const il_ev *method_of_unknown(il_eval *e, const il_ev *receiver, il_name method, const il_args *args,
                                      il_loc loc)
{
    if (asks_context(method) && args->n)
        return il_ev__context(e, args->items[0], loc);
    const il_ev *found =
        receiver->unknown.reason == il_why_regex ? il_ev__regex_method(e, receiver, method, args, loc) : NULL;
    if (found)
        return found;
    if (receiver->unknown.reason == il_why_path &&
        (il_str_is(il_str_of(method), "toString") || il_str_is(il_str_of(method), "valueOf")))
        return receiver;
    if (il_ev__walks(method) && args->n && args->items[0]->kind == IL_EV_FUNCTION)
        return walk(e, method, args->items[0], loc);
    if (!is_library_verb(method) && !il_ev__is_library_name(receiver->unknown.type))
        il_ev__escape_args(e, args, "method of something unknown", loc);
    if (args->n == 0)
        return il_ev__derived(e, receiver, il_intern(il_arena_printf(e->arena, "%s()", method)), loc);
    const il_ev *result = il_ev__unknown(e, loc,
                                         receiver->unknown.reason == il_why_path ? "calculation with something unknown"
                                                                                 : receiver->unknown.reason,
                                         receiver->unknown.detail);
    ((il_ev *)result)->origin = receiver->origin;
    return result;
}

static const il_ev *method_of_instance(il_eval *e, const il_ev *receiver, il_name method, const il_args *args,
                                       il_loc loc)
{
    const il_field *field = il_ev__field(receiver->instance.fields, method);
    if (field)
        return il_ev__apply(e, field->value, receiver, args, loc);
    const il_class *home = NULL;
    const il_ast *member = il_ev__find_member(receiver->instance.class, method, false, 0, &home);
    if (member && !(member->flags & (IL_AST_GETTER | IL_AST_SETTER))) {
        il_closure closure = {member->b, home->module, home->scope, receiver, (il_class *)home, false, false};
        return il_ev__run(e, &closure, receiver, args, loc);
    }
    if (member)
        return il_ev__apply(e, il_ev__member(e, receiver, method, loc), receiver, args, loc);
    if (receiver->instance.construct)
        return il_ev__library_call(e, receiver->instance.construct->value, method, args, loc);
    il_ev__escape_args(e, args, "method of a class that is not fully known", loc);
    return il_ev__unknown(e, loc, "method of a class that is not fully known", il_str_of(method));
}

static const il_ev *method_of_symbol(il_eval *e, const il_symbol *symbol, il_name method, const il_args *args,
                                     il_loc loc)
{
    const il_ev *member = il_ev__symbol_member(e, symbol, method, loc);
    if (member->kind == IL_EV_SYMBOL)
        return il_ev__apply(e, member, NULL, args, loc);
    if (member->kind == IL_EV_MEMBER)
        return il_ev__library_call(e, &symbol->ev, method, args, loc);
    return il_ev__apply(e, member, NULL, args, loc);
}

static const il_ev *method_of_library(il_eval *e, const il_ev *receiver, il_name method, const il_args *args,
                                      il_loc loc)
{
    if (asks_context(method) && args->n)
        return il_ev__context(e, args->items[0], loc);
    if (il_str_is(il_str_of(method), "setContext") && args->n > 1 && args->items[0]->kind == IL_EV_STRING) {
        const il_ev *values = il_ev__object(e, loc);
        il_ev__set(e, values->object, il_intern(args->items[0]->string), loc, args->items[1]);
        const il_construct *owner = receiver->kind == IL_EV_MEMBER ? il_ev_construct(receiver->lib.receiver) : NULL;
        il_ev__add_context(e, values, owner && !strcmp(owner->class, "aws-cdk-lib.App"));
    }
    const il_ev *list = receiver->kind == IL_EV_MEMBER ? il_ev__known_list(e, receiver) : NULL;
    const il_ev *result = list ? il_ev__array_method(e, list, method, args, loc) : NULL;
    if (result)
        return result;
    if (il_ev__walks(method) && args->n && args->items[0]->kind == IL_EV_FUNCTION)
        return walk(e, method, args->items[0], loc);
    return il_ev__library_call(e, receiver, method, args, loc);
}

/* f.call(this, …), f.apply(this, […]), f.bind(this). */
static const il_ev *method_of_function(il_eval *e, const il_ev *function, il_name method, const il_args *args,
                                       il_loc loc)
{
    il_str name = il_str_of(method);
    const il_ev *self = il_ev__argument(e, args, 0);
    il_args rest = {args->n ? args->items + 1 : NULL, args->n ? args->n - 1 : 0, args->open, NULL};
    if (il_str_is(name, "call"))
        return il_ev__apply(e, function, self, &rest, loc);
    if (il_str_is(name, "bind") && args->n == 1) {
        il_closure bound = *function->closure;
        if (!bound.this_value)
            bound.this_value = self;
        return il_ev__function(e, loc, bound);
    }
    if (il_str_is(name, "apply")) {
        il_args spread = {0};
        const il_ev *list = il_ev__argument(e, args, 1);
        spread.open = !il_ev__items(e, list, &spread.items, &spread.n) && list->kind > IL_EV_NULL;
        return il_ev__apply(e, function, self, &spread, loc);
    }
    return il_ev__unknown(e, loc, "method of a function", name);
}

/* Promises are the values that they resolve to: `then` calls at once. */
static const il_ev *then(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    il_str name = il_str_of(method);
    if (il_str_is(name, "catch"))
        return receiver;
    if (!il_str_is(name, "then") && !il_str_is(name, "finally"))
        return NULL;
    il_args one = {&receiver, il_str_is(name, "then"), false, NULL};
    const il_ev *result = args->n ? il_ev__apply(e, args->items[0], NULL, &one, loc) : receiver;
    return il_str_is(name, "then") ? result : receiver;
}

static const il_ev *method_of_object(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    const il_ev *member = il_ev__member(e, receiver, method, loc);
    if (member->kind != IL_EV_UNDEFINED)
        return il_ev__apply(e, member, receiver, args, loc);
    const il_ev *result = then(e, receiver, method, args, loc);
    if (result)
        return result;
    if (il_str_is(il_str_of(method), "hasOwnProperty") && args->n)
        return il_ev__operator(e, IL_OPERATOR_IN, args->items[0], receiver, loc);
    return il_ev__unknown(e, loc, "method of an object", il_str_of(method));
}

static const il_ev *method_of_plain(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    const il_ev *result = receiver->kind == IL_EV_ARRAY ? il_ev__array_method(e, receiver, method, args, loc)
                                                        : il_ev__string_method(e, receiver, method, args, loc);
    if (!result)
        result = then(e, receiver, method, args, loc);
    if (result)
        return result;
    il_ev__escape_args(e, args, "method of a plain value", loc);
    return il_ev__unknown(e, loc, "method of a plain value", il_str_of(method));
}

const il_ev *il_ev__method(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    switch (receiver->kind) {
    case IL_EV_CHOICE: {
        const il_ev *overlay = il_ev__walks(method) ? il_ev__overlay(e, receiver) : NULL;
        if (overlay)
            return il_ev__method(e, overlay, method, args, loc);
        call_context c = {method, args, NULL, loc, false};
        return il_ev__each_arm_apart(e, receiver, method_arm, &c);
    }
    case IL_EV_INSTANCE:
        return method_of_instance(e, receiver, method, args, loc);
    case IL_EV_CLASS:
        return il_ev__apply(e, il_ev__member(e, receiver, method, loc), receiver, args, loc);
    case IL_EV_OBJECT:
        return method_of_object(e, receiver, method, args, loc);
    case IL_EV_FUNCTION:
        return method_of_function(e, receiver, method, args, loc);
    case IL_EV_SYMBOL:
        return method_of_symbol(e, (const il_symbol *)receiver, method, args, loc);
    case IL_EV_CONSTRUCT:
    case IL_EV_CALL:
    case IL_EV_NEW:
    case IL_EV_MEMBER:
        return method_of_library(e, receiver, method, args, loc);
    case IL_EV_UNKNOWN:
        return method_of_unknown(e, receiver, method, args, loc);
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
        il_ev__run_many(e, il_ev__argument(e, args, 0), loc);
        return il_ev__unknown(e, loc, "member of undefined", il_str_of(method));
    default:
        return method_of_plain(e, receiver, method, args, loc);
    }
}

/* super.method(…): the base class's method on the same instance. */
static const il_ev *super_method(il_eval *e, il_ast *node)
{
    il_loc loc = il_ev__loc(e, node->span);
    il_args args = il_ev__arguments(e, node);
    const il_ev *self = e->frame->this_value, *base = e->frame->home ? e->frame->home->base : NULL;
    if (!self || !base)
        return il_ev__unknown(e, loc, "super", (il_str){NULL, 0});
    if (base->kind == IL_EV_CLASS) {
        const il_class *home = NULL;
        const il_ast *member = il_ev__find_member(base->class, node->a->name, e->frame->is_static, 0, &home);
        if (member) {
            il_closure closure = {member->b,        home->module,        home->scope, self,
                                  (il_class *)home, e->frame->is_static, false};
            return il_ev__run(e, &closure, self, &args, loc);
        }
    }
    il_construct *construct = il_ev_construct(self);
    if (construct)
        return il_ev__library_call(e, construct->value, node->a->name, &args, loc);
    il_ev__escape_args(e, &args, "method of a class that is not fully known", loc);
    return il_ev__unknown(e, loc, "method of a class that is not fully known", il_str_of(node->a->name));
}

static const il_ev *method_call(il_eval *e, il_ast *node)
{
    const il_ev *receiver = il_ev__eval(e, node->a->a);
    uint16_t flags = node->a->flags;
    if (receiver->kind <= IL_EV_NULL && flags & (IL_AST_OPTIONAL | IL_AST_CHAIN))
        return e->undefined;
    il_loc loc = il_ev__loc(e, node->span);
    il_args args = il_ev__arguments(e, node);
    if (e->throwing)
        return e->thrown;
    if (receiver->kind == IL_EV_CHOICE && flags & (IL_AST_OPTIONAL | IL_AST_CHAIN)) {
        call_context c = {node->a->name, &args, NULL, loc, true};
        return il_ev__each_arm_apart(e, receiver, method_arm, &c);
    }
    if (node->flags & IL_AST_OPTIONAL && il_ev__member(e, receiver, node->a->name, loc)->kind == IL_EV_UNDEFINED)
        return e->undefined;
    return il_ev__method(e, receiver, node->a->name, &args, loc);
}

const il_ev *il_ev__call(il_eval *e, il_ast *node)
{
    if (node->a && node->a->kind == IL_AST_SUPER)
        return il_ev__super_call(e, node);
    if (node->a && node->a->kind == IL_AST_MEMBER)
        return node->a->a && node->a->a->kind == IL_AST_SUPER ? super_method(e, node) : method_call(e, node);
    const il_ev *function = il_ev__eval(e, node->a);
    if (function->kind <= IL_EV_NULL && node->flags & (IL_AST_OPTIONAL | IL_AST_CHAIN))
        return e->undefined;
    il_args args = il_ev__arguments(e, node);
    if (e->throwing)
        return e->thrown;
    return il_ev__apply(e, function, NULL, &args, il_ev__loc(e, node->span));
}
