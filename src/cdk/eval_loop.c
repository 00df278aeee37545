/* Loops: over what is known turn by turn, over what is not once, with what the loop changes unknown. */
#include "eval.h"

typedef struct {
    il_ast *node;
    il_name label;
    il_completion completion; /* that leaves the loop, for loops over the arms of a choice */
} looping;

/* One turn of BODY in the current scope. True when the loop goes on; else *COMPLETION is the loop's. */
static bool turn(il_eval *e, const looping *loop, il_ast *body, il_completion *completion)
{
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_TURN, loop->label);
    il_completion c = body ? il_ev__statement(e, body) : IL_DONE;
    il_ev__leave_region(e, &region, e->undefined);
    if (c == IL_THROW && !e->throwing)
        c = IL_DONE; /* another way through the body went on */
    bool ours = !e->frame->label || e->frame->label == loop->label;
    if (c == IL_DONE || (c == IL_CONTINUE && ours))
        return !e->exhausted;
    *completion = c == IL_BREAK && ours ? IL_DONE : c;
    return false;
}

/* A return that a turn of unknown number came to may happen, or not. */
static void may_return(il_eval *e, const looping *loop, il_completion completion)
{
    if (completion != IL_RETURN)
        return;
    il_waiting pending = {.condition = il_ev__condition(e, il_ev__loc(e, loop->node->span), true, NULL),
                          .value = e->frame->result};
    pending.condition.text = il_arena_str(e->arena, il_ev__excerpt(e, pending.condition.loc, IL_EVAL_EXCERPT));
    il_ev__suspend(e, IL_RETURN, pending, NULL);
}

static void bind_item(il_eval *e, il_ast *node, const il_ev *item)
{
    il_bind how = !(node->flags & IL_AST_DECLARES) ? IL_BIND_ASSIGN
                  : node->flags & IL_AST_VARIABLE  ? IL_BIND_VAR
                                                   : IL_BIND_DECLARE;
    il_ev__bind(e, node->a, item, how);
}

/* The body once, an unknown number of times. ITEM is NULL for loops without one. */
static void many(il_eval *e, const looping *loop, il_ast *body, const il_ev *item)
{
    il_scope *outer = e->frame->scope;
    il_fork fork = il_ev__fork(e);
    il_ev__widen(e, body);
    if (loop->node->kind == IL_AST_FOR)
        il_ev__widen(e, loop->node->c);
    e->frame->scope = il_ev__scope(e, outer);
    e->many++;
    if (item)
        bind_item(e, loop->node, item);
    il_completion completion = IL_DONE;
    turn(e, loop, body, &completion);
    il_ev__drop_thrown(e);
    e->many--;
    e->frame->scope = outer;
    il_writes writes = il_ev__take(e, &fork);
    il_ev__close(e, &fork);
    il_ev__blur(e, &writes);
    may_return(e, loop, completion);
}

/* Turns share their variables only through what the body changes: each has a copy, as closures see it. */
static il_scope *copy_scope(il_eval *e, const il_scope *scope)
{
    il_scope *copy = il_ev__scope(e, scope->up);
    il_ev__charge(e, scope->variables.n);
    for (size_t i = 0; i < scope->variables.n; i++)
        IL_PUSH(e->arena, &copy->variables, scope->variables.items[i]);
    return copy;
}

static il_completion for_statement(il_eval *e, looping *loop)
{
    il_ast *node = loop->node, *body = node->n ? node->kids[0] : NULL;
    il_completion completion = IL_DONE;
    if (node->a && node->a->kind == IL_AST_VAR)
        il_ev__statement(e, node->a);
    else
        il_ev__eval(e, node->a);
    for (int i = 0;; i++) {
        il_truth goes = node->b ? il_ev__test(e, node->b).truth : IL_YES;
        if (goes == IL_NO)
            return IL_DONE;
        if (goes == IL_MAYBE || i >= IL_EVAL_ROUNDS) {
            many(e, loop, body, NULL);
            return IL_DONE;
        }
        if (!turn(e, loop, body, &completion))
            return completion;
        e->frame->scope = copy_scope(e, e->frame->scope);
        il_ev__eval(e, node->c);
    }
}

static il_completion while_statement(il_eval *e, looping *loop)
{
    il_completion completion = IL_DONE;
    for (int i = 0;; i++) {
        bool first = i == 0 && loop->node->kind == IL_AST_DO;
        il_truth goes = first ? IL_YES : il_ev__test(e, loop->node->a).truth;
        if (goes == IL_NO)
            return IL_DONE;
        if (goes == IL_MAYBE || i >= IL_EVAL_ROUNDS) {
            many(e, loop, loop->node->b, NULL);
            return IL_DONE;
        }
        if (!turn(e, loop, loop->node->b, &completion))
            return completion;
    }
}

static const il_ev *element(il_eval *e, const looping *loop)
{
    il_loc loc = il_ev__loc(e, loop->node->b ? loop->node->b->span : loop->node->span);
    return il_ev__unknown_here(e, loc, "element of a list that is not known");
}

static bool item_turn(il_eval *e, looping *loop, const il_ev *item)
{
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    bind_item(e, loop->node, item);
    bool more = turn(e, loop, loop->node->c, &loop->completion);
    e->frame->scope = outer;
    return more;
}

static const il_ev *item_arm(il_eval *e, const il_ev *arm, void *context)
{
    if (arm->kind != IL_EV_UNDEFINED)
        item_turn(e, context, arm);
    return NULL;
}

/* The keys of `for (k in object)`. */
static const il_ev *keys_of(il_eval *e, const il_ev *value, il_loc loc)
{
    const il_ev *keys = il_ev__array(e, loc);
    if (value->kind == IL_EV_OBJECT && !value->object->module) {
        for (size_t i = 0; i < value->object->fields.n; i++)
            il_ev__push(e, keys,
                        il_ev__string(e, value->object->fields.items[i].name_loc,
                                      il_str_of(value->object->fields.items[i].name)));
        ((il_ev *)keys)->open = value->object->open;
        return keys;
    }
    if (value->kind == IL_EV_ARRAY) {
        for (size_t i = 0; i < value->list.n; i++)
            il_ev__push(e, keys, il_ev__string(e, loc, il_arena_printf(e->arena, "%zu", i)));
        ((il_ev *)keys)->open = value->open;
        return keys;
    }
    return value->kind <= IL_EV_NULL ? keys : il_ev__unknown_here(e, loc, "keys of something unknown");
}

static const il_ev *over_arm(il_eval *e, const il_ev *list, void *context);

static il_completion over(il_eval *e, looping *loop, const il_ev *list)
{
    const il_ev *overlay = list->kind == IL_EV_CHOICE ? il_ev__overlay(e, list) : NULL;
    if (overlay) {
        list = overlay;
    } else if (list->kind == IL_EV_CHOICE) {
        il_ev__each_arm_apart(e, list, over_arm, loop);
        return IL_DONE;
    }
    const il_ev **items;
    size_t n;
    bool all = il_ev__items(e, list, &items, &n);
    bool ragged = list->kind == IL_EV_ARRAY && ((const il_array *)list)->ragged;
    loop->completion = IL_DONE;
    for (size_t i = 0; i < n; i++) {
        if (i >= IL_EVAL_ROUNDS) {
            all = false;
            break;
        }
        if (ragged && items[i]->kind == IL_EV_CHOICE)
            il_ev__each_arm_apart(e, items[i], item_arm, loop);
        else if (!item_turn(e, loop, items[i]))
            return loop->completion;
    }
    if (!all && list->kind > IL_EV_NULL)
        many(e, loop, loop->node->c, element(e, loop));
    return IL_DONE;
}

static const il_ev *over_arm(il_eval *e, const il_ev *list, void *context)
{
    looping loop = *(const looping *)context;
    if (list->kind > IL_EV_NULL)
        may_return(e, &loop, over(e, &loop, list));
    return NULL;
}

il_completion il_ev__loop(il_eval *e, il_ast *node, il_name label)
{
    looping loop = {.node = node, .label = label};
    il_scope *outer = e->frame->scope;
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_LOOP, label);
    e->frame->scope = il_ev__scope(e, outer);
    e->frame->label = NULL;
    il_completion completion;
    if (node->kind == IL_AST_FOR) {
        completion = for_statement(e, &loop);
    } else if (node->kind == IL_AST_FOR_IN) {
        const il_ev *list = il_ev__eval(e, node->b);
        if (!(node->flags & IL_AST_OF))
            list = keys_of(e, list, il_ev__loc(e, node->span));
        completion = over(e, &loop, list);
    } else {
        completion = while_statement(e, &loop);
    }
    e->frame->scope = outer;
    il_ev__leave_region(e, &region, e->undefined);
    return completion;
}
