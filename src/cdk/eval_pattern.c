/* Destructuring: parameters, declarations and assignments take values apart. */
#include "eval.h"

typedef struct {
    il_ast *fallback;
    const il_ev *value; /* of the fallback, once it is known */
} defaulting;

static const il_ev *default_arm(il_eval *e, const il_ev *arm, void *context)
{
    defaulting *d = context;
    if (arm->kind != IL_EV_UNDEFINED)
        return arm;
    if (!d->value)
        d->value = il_ev__eval(e, d->fallback);
    return d->value;
}

const il_ev *il_ev__defaulted(il_eval *e, const il_ev *value, il_ast *fallback)
{
    if (!fallback)
        return value;
    if (value->kind == IL_EV_UNDEFINED)
        return il_ev__eval(e, fallback);
    defaulting d = {fallback, NULL};
    if (value->kind == IL_EV_CHOICE)
        return il_ev__each_arm(e, value, default_arm, &d);
    if (value->kind != IL_EV_UNKNOWN || il_ev__nullish(value) == IL_NO)
        return value;
    il_str text = value->unknown.detail.n ? value->unknown.detail : il_ev__excerpt(e, value->loc, IL_EVAL_EXCERPT);
    il_condition given = {il_arena_printf(e->arena, "%.*s !== undefined", IL_FMT(text)), true, value->loc};
    return il_ev__choice(e, value->loc, given, value, il_ev__eval(e, fallback));
}

static bool is_taken(const il_ast *pattern, il_name name)
{
    for (uint32_t i = 0; i < pattern->n; i++) {
        if (pattern->kids[i]->kind == IL_AST_PATTERN_PROPERTY && pattern->kids[i]->name == name)
            return true;
    }
    return false;
}

/* What is left of VALUE when PATTERN's other properties are taken. */
static const il_ev *rest_of_object(il_eval *e, const il_ev *arm, void *context)
{
    const il_ast *pattern = context;
    const il_ev *whole = il_ev__object(e, arm->loc), *rest = il_ev__object(e, arm->loc);
    il_ev__spread(e, whole->object, arm, arm->loc);
    for (size_t i = 0; i < whole->object->fields.n; i++) {
        const il_field *field = &whole->object->fields.items[i];
        if (!is_taken(pattern, field->name))
            il_ev__set(e, rest->object, field->name, field->name_loc, field->value);
    }
    rest->object->open = whole->object->open;
    return rest;
}

static void bind_object(il_eval *e, il_ast *pattern, const il_ev *value, il_bind how)
{
    for (uint32_t i = 0; i < pattern->n; i++) {
        il_ast *kid = pattern->kids[i];
        if (kid->kind == IL_AST_SPREAD) {
            const il_ev *rest = value->kind == IL_EV_CHOICE ? il_ev__each_arm(e, value, rest_of_object, pattern)
                                                            : rest_of_object(e, value, pattern);
            il_ev__bind(e, kid->a, rest, how);
            continue;
        }
        il_loc loc = il_ev__loc(e, kid->span);
        const il_ev *part =
            kid->name ? il_ev__member(e, value, kid->name, loc) : il_ev__index(e, value, il_ev__eval(e, kid->c), kid);
        il_ev__bind(e, kid->a, il_ev__defaulted(e, part, kid->b), how);
    }
}

static const il_ev *rest_of_array(il_eval *e, const il_ev *value, size_t from, il_loc loc)
{
    const il_ev *rest = il_ev__array(e, loc);
    if (value->kind == IL_EV_ARRAY) {
        for (size_t i = from; i < value->list.n; i++)
            il_ev__push(e, rest, value->list.items[i]);
        ((il_ev *)rest)->open = value->open;
        ((il_array *)rest)->ragged = ((const il_array *)value)->ragged;
    } else {
        ((il_ev *)rest)->open = true;
    }
    return rest;
}

static void bind_array(il_eval *e, il_ast *pattern, const il_ev *value, il_bind how)
{
    for (uint32_t i = 0; i < pattern->n; i++) {
        il_ast *kid = pattern->kids[i];
        if (!kid)
            continue;
        il_loc loc = il_ev__loc(e, kid->span);
        if (kid->kind == IL_AST_SPREAD) {
            il_ev__bind(e, kid->a, rest_of_array(e, value, i, loc), how);
            continue;
        }
        const il_ev *item = il_ev__index(e, value, il_ev__number(e, loc, i), kid);
        il_ev__bind(e, kid, item, how);
    }
}

void il_ev__bind(il_eval *e, il_ast *pattern, const il_ev *value, il_bind how)
{
    if (!pattern || !il_ev__step(e))
        return;
    switch (pattern->kind) {
    case IL_AST_IDENT: {
        il_scope *scope = e->frame->scope;
        while (how == IL_BIND_VAR && !scope->function && scope->up)
            scope = scope->up;
        if (how == IL_BIND_ASSIGN)
            il_ev__assign(e, pattern->name, value, il_ev__loc(e, pattern->span));
        else
            il_ev__declare(e, scope, pattern->name, value);
        return;
    }
    case IL_AST_PATTERN_OBJECT:
        bind_object(e, pattern, value, how);
        return;
    case IL_AST_PATTERN_ARRAY:
        bind_array(e, pattern, value, how);
        return;
    case IL_AST_PATTERN_DEFAULT:
        il_ev__bind(e, pattern->a, il_ev__defaulted(e, value, pattern->b), how);
        return;
    case IL_AST_MEMBER:
        il_ev__write_member(e, il_ev__eval(e, pattern->a), pattern->name, value,
                            (il_written){il_ev__loc(e, pattern->key), il_ev__loc(e, pattern->span)});
        return;
    case IL_AST_INDEX: {
        const il_ev *object = il_ev__eval(e, pattern->a);
        il_ev__write_index(e, object, il_ev__eval(e, pattern->b), value, il_ev__loc(e, pattern->span));
        return;
    }
    default:
        return;
    }
}
