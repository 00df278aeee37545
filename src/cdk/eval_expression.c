/* Expressions: the dispatch, names, and what is too small for a file of its own. */
#include "eval.h"

il_loc il_ev__loc(const il_eval *e, il_span span)
{
    return (il_loc){e->frame->module->document->source, span};
}

bool il_ev__step(il_eval *e)
{
    if (e->steps < e->limit && (e->steps % 256 || il_arena_size(e->arena) < e->memory)) {
        e->steps++;
        return true;
    }
    if (!e->exhausted) {
        e->exhausted = true;
        il_loc loc = {e->frame ? e->frame->module->document->source : NULL, {0, 0}};
        il_ev__gap(e, loc, il_why_limit, IL_STR("the program does more than can be followed"));
    }
    return false;
}

void il_ev__charge(il_eval *e, size_t work)
{
    e->steps += work / 32;
}

static void mark_used(const il_ev *value)
{
    for (size_t i = 0; value->kind == IL_EV_CHOICE && i < value->choice.n; i++)
        mark_used(value->choice.arms[i]);
    il_construct *construct = il_ev_construct(value);
    if (construct)
        construct->used = true;
}

static const il_ev *identifier(il_eval *e, il_ast *node)
{
    il_scope *scope = NULL;
    il_variable *variable = il_ev__lookup(e->frame->scope, node->name, &scope);
    if (variable) {
        const il_ev *value =
            variable->value || !variable->import ? variable->value : il_module__binding(e, scope, variable);
        if (!value)
            return e->undefined;
        mark_used(value);
        return value;
    }
    const il_ev *builtin = il_ev__builtin(e, node->name);
    return builtin ? builtin : il_ev__unknown(e, il_ev__loc(e, node->span), "undeclared name", il_str_of(node->name));
}

static const il_ev *template_text(il_eval *e, il_ast *node)
{
    const il_ev **parts = IL_NEW_ARRAY(e->arena, node->n, const il_ev *);
    for (uint32_t i = 0; i < node->n; i++)
        parts[i] = il_ev__eval(e, node->kids[i]);
    return il_ev__concat(e, il_ev__loc(e, node->span), parts, node->n);
}

static const il_ev *function(il_eval *e, il_ast *node)
{
    bool arrow = node->flags & IL_AST_ARROW;
    il_closure closure = {node,
                          e->frame->module,
                          e->frame->scope,
                          arrow ? e->frame->this_value : NULL,
                          arrow ? e->frame->home : NULL,
                          e->frame->is_static,
                          false};
    il_loc loc = il_ev__loc(e, node->span);
    if (!node->name || arrow)
        return il_ev__function(e, loc, closure);
    closure.scope = il_ev__scope(e, e->frame->scope);
    const il_ev *value = il_ev__function(e, loc, closure);
    il_ev__declare(e, closure.scope, node->name, value);
    return value;
}

static const il_ev *sequence(il_eval *e, il_ast *node)
{
    const il_ev *last = e->undefined;
    for (uint32_t i = 0; i < node->n; i++)
        last = il_ev__eval(e, node->kids[i]);
    return last;
}

static const il_ev *import_call(il_eval *e, il_ast *node)
{
    const il_ev *name = il_ev__eval(e, node->a);
    il_loc loc = il_ev__loc(e, node->span);
    const il_ev *module = NULL;
    if (name->kind == IL_EV_STRING)
        module = il_module__import(e, e->frame->module, il_intern(name->string), il_intern(IL_STR("*")));
    return module ? module : il_ev__unknown_here(e, loc, "dynamic import");
}

typedef struct {
    il_name name;
    il_loc loc;
} optional;

static const il_ev *optional_arm(il_eval *e, const il_ev *arm, void *context)
{
    const optional *o = context;
    return arm->kind <= IL_EV_NULL ? e->undefined : il_ev__member(e, arm, o->name, o->loc);
}

static const il_ev *member(il_eval *e, il_ast *node)
{
    il_loc loc = il_ev__loc(e, node->span);
    if (node->a && node->a->kind == IL_AST_SUPER) {
        const il_ev *self = e->frame->this_value;
        return self ? il_ev__member(e, self, node->name, loc) : il_ev__unknown(e, loc, "super", (il_str){NULL, 0});
    }
    const il_ev *object = il_ev__eval(e, node->a);
    if (object->kind <= IL_EV_NULL && node->flags & (IL_AST_OPTIONAL | IL_AST_CHAIN))
        return e->undefined;
    if (node->flags & IL_AST_OPTIONAL && object->kind == IL_EV_CHOICE) {
        optional context = {node->name, loc};
        return il_ev__each_arm(e, object, optional_arm, &context);
    }
    const il_ev *value = il_ev__member(e, object, node->name, loc);
    mark_used(value);
    return value;
}

static const il_ev *index_expression(il_eval *e, il_ast *node)
{
    const il_ev *object = il_ev__eval(e, node->a);
    if (object->kind <= IL_EV_NULL && node->flags & (IL_AST_OPTIONAL | IL_AST_CHAIN))
        return e->undefined;
    const il_ev *value = il_ev__index(e, object, il_ev__eval(e, node->b), node);
    mark_used(value);
    return value;
}

static const il_ev *this_expression(il_eval *e, il_ast *node)
{
    if (e->frame->this_value)
        return e->frame->this_value;
    return il_ev__unknown(e, il_ev__loc(e, node->span), "this outside of a class", (il_str){NULL, 0});
}

const il_ev *il_ev__bound(il_eval *e, il_ast *node, const il_ast *target)
{
    if (node && node->kind == IL_AST_NEW) {
        e->bound = node;
        e->variable = NULL;
        if (target && (target->kind == IL_AST_IDENT || target->kind == IL_AST_MEMBER || target->kind == IL_AST_INDEX))
            e->variable = il_intern(il_ev__excerpt(e, il_ev__loc(e, target->span), SIZE_MAX));
        else if (target && target->kind == IL_AST_FIELD && target->name)
            e->variable = il_intern(il_arena_printf(e->arena, "this.%s", target->name));
    }
    return il_ev__eval(e, node);
}

static void yield(il_eval *e, il_ast *node)
{
    const il_ev *value = il_ev__eval(e, node->a), *list = e->frame->yields, **items = &value;
    il_str text = il_loc_text(il_ev__loc(e, node->span));
    bool all = il_str_starts(il_str_trim(il_str_slice(text, sizeof "yield" - 1, text.n)), IL_STR("*"));
    size_t n = 1;
    if (!list || e->throwing)
        return;
    if (all && !il_ev__items(e, value, &items, &n))
        ((il_ev *)list)->open = true;
    for (size_t i = 0; i < n; i++)
        il_ev__push(e, list, items[i]);
}

static const il_ev *dispatch(il_eval *e, il_ast *node) /* table */
{
    switch ((il_ast_kind)node->kind) {
    case IL_AST_IDENT:
        return identifier(e, node);
    case IL_AST_THIS:
        return this_expression(e, node);
    case IL_AST_LITERAL:
        return node->value;
    case IL_AST_TEMPLATE:
        return template_text(e, node);
    case IL_AST_ARRAY:
        return il_ev__array_literal(e, node);
    case IL_AST_OBJECT:
        return il_ev__object_literal(e, node);
    case IL_AST_MEMBER:
        return member(e, node);
    case IL_AST_INDEX:
        return index_expression(e, node);
    case IL_AST_CALL:
        return il_ev__call(e, node);
    case IL_AST_NEW:
        return il_ev__new_expression(e, node);
    case IL_AST_UNARY:
        return il_ev__unary(e, node);
    case IL_AST_UPDATE:
        return il_ev__update(e, node);
    case IL_AST_BINARY:
        return il_ev__binary(e, node);
    case IL_AST_TERNARY:
        return il_ev__ternary(e, node);
    case IL_AST_ASSIGN:
        return il_ev__assignment(e, node);
    case IL_AST_FUNCTION:
        return function(e, node);
    case IL_AST_CLASS:
        return il_ev__class_value(e, node);
    case IL_AST_SEQUENCE:
        return sequence(e, node);
    case IL_AST_IMPORT:
        return import_call(e, node);
    case IL_AST_YIELD:
        yield(e, node);
        break;
    case IL_AST_REGEX: {
        il_loc loc = il_ev__loc(e, node->span);
        return il_ev__unknown(e, loc, il_why_regex, il_loc_text(loc));
    }
    default:
        break;
    }
    il_loc loc = il_ev__loc(e, node->span);
    return il_ev__unknown_here(e, loc, "syntax that is not followed");
}

const il_ev *il_ev__eval(il_eval *e, il_ast *node)
{
    if (!node)
        return e->undefined;
    if (node->kind == IL_AST_LITERAL)
        return node->value;
    if (e->throwing)
        return e->thrown;
    if (e->nesting >= IL_EVAL_NESTING || !il_ev__step(e))
        return il_ev__unknown(e, il_ev__loc(e, node->span), il_why_limit, (il_str){NULL, 0});
    e->nesting++;
    const il_ev *value = dispatch(e, node);
    e->nesting--;
    return value;
}
