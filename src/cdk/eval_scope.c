/* Scopes: small arrays of interned names. A write to a variable goes through the journal. */
#include "eval.h"

il_scope *il_ev__scope(il_eval *e, il_scope *up)
{
    il_scope *scope = IL_NEW(e->arena, il_scope);
    scope->up = up;
    scope->born = e->serial;
    return scope;
}

static il_variable *in_scope(il_scope *scope, il_name name)
{
    for (size_t i = 0; i < scope->variables.n; i++) {
        if (scope->variables.items[i].name == name)
            return &scope->variables.items[i];
    }
    return NULL;
}

il_variable *il_ev__lookup(il_scope *scope, il_name name, il_scope **where)
{
    for (; scope; scope = scope->up) {
        il_variable *variable = in_scope(scope, name);
        if (variable) {
            if (where)
                *where = scope;
            return variable;
        }
    }
    return NULL;
}

static void set(il_eval *e, il_scope *scope, il_variable *variable, const il_ev *value)
{
    size_t index = (size_t)(variable - scope->variables.items);
    il_ev__journal(
        e,
        (il_write){
            .kind = IL_WRITE_VARIABLE, .born = scope->born, .scope = scope, .index = index, .value = variable->value});
    variable->value = value;
    variable->import = NULL;
}

void il_ev__declare(il_eval *e, il_scope *scope, il_name name, const il_ev *value)
{
    il_variable *variable = in_scope(scope, name);
    if (variable) {
        if (value)
            set(e, scope, variable, value);
        return;
    }
    il_variable fresh = {.name = name};
    IL_PUSH(e->arena, &scope->variables, fresh);
    if (value)
        set(e, scope, &scope->variables.items[scope->variables.n - 1], value);
}

void il_ev__assign(il_eval *e, il_name name, const il_ev *value, il_loc loc)
{
    il_scope *scope = NULL;
    il_variable *variable = il_ev__lookup(e->frame->scope, name, &scope);
    if (variable)
        set(e, scope, variable, value);
    else
        il_ev__gap(e, loc, "assignment to an undeclared name", il_str_of(name));
}

static void widen_name(il_eval *e, il_name name, il_loc loc)
{
    il_scope *scope = NULL;
    il_variable *variable = il_ev__lookup(e->frame->scope, name, &scope);
    if (variable && variable->value && variable->value->kind != IL_EV_FUNCTION && variable->value->kind != IL_EV_CLASS)
        set(e, scope, variable, il_ev__unknown(e, loc, "changed in a loop of unknown length", il_str_of(name)));
}

static void widen_pattern(il_eval *e, const il_ast *pattern)
{
    if (!pattern)
        return;
    if (pattern->kind == IL_AST_IDENT)
        widen_name(e, pattern->name, il_ev__loc(e, pattern->span));
    else if (pattern->kind == IL_AST_PATTERN_OBJECT || pattern->kind == IL_AST_PATTERN_ARRAY)
        for (uint32_t i = 0; i < pattern->n; i++)
            widen_pattern(e, pattern->kids[i] ? pattern->kids[i]->a : NULL);
}

void il_ev__widen(il_eval *e, il_ast *node)
{
    if (!node || !il_ev__step(e))
        return;
    if (node->kind == IL_AST_ASSIGN || node->kind == IL_AST_UPDATE)
        widen_pattern(e, node->a);
    e->nesting++;
    if (e->nesting < IL_EVAL_NESTING) {
        il_ev__widen(e, node->a);
        il_ev__widen(e, node->b);
        il_ev__widen(e, node->c);
        for (uint32_t i = 0; i < node->n; i++)
            il_ev__widen(e, node->kids[i]);
    }
    e->nesting--;
}
