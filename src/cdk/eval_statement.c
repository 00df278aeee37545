/* Statements. Where the way depends on something unknown both ways are walked; a way that leaves (return, break, continue) while the other
 * goes on waits in the region that it leaves, with what it wrote, and is joined at that region's end. A way that ends in a throw is no way:
 * a program that throws makes no template. */
#include "eval.h"

/* ---- two ways ---- */

typedef il_completion way(il_eval *e, void *context);

typedef struct {
    way *run;
    void *context;
    il_completion completion;
    const il_ev *result;
    il_name label;
    il_writes writes;
    const il_ev *thrown; /* of IL_THROW */
    bool holds;          /* the way that is taken when the test is true */
} walk;

static void walk_one(il_eval *e, walk *w, const il_test *test, bool holds, il_fork *fork)
{
    il_conditions *before = e->conditions;
    w->holds = holds;
    il_ev__assume(e, test, holds);
    w->completion = w->run(e, w->context);
    w->thrown = e->throwing;
    e->throwing = NULL;
    w->result = e->frame->result;
    w->label = e->frame->label;
    e->conditions = before;
    w->writes = il_ev__take(e, fork);
}

/* Both ways end alike: what they wrote and return is joined. */
static il_completion both(il_eval *e, const il_test *test, il_fork *fork, const walk *a, const walk *b)
{
    uint32_t inner = e->serial;
    il_ev__close(e, fork);
    il_ev__join(e, test->condition, &a->writes, &b->writes);
    il_ev__assume_pending(e, fork->id, inner);
    if (a->completion == IL_RETURN)
        e->frame->result = il_ev__choice(e, a->result->loc, test->condition, a->result, b->result);
    e->frame->label = a->label;
    if (a->completion == IL_THROW)
        e->throwing = a->thrown == e->exit ? b->thrown : a->thrown;
    return a->completion;
}

/* STAYS goes on (or ends otherwise) while LEAVES waits at the end of what it leaves. */
static il_completion part(il_eval *e, const il_test *test, il_fork *fork, const walk *leaves, const walk *stays)
{
    bool dropped = leaves->completion == IL_THROW;
    if (dropped)
        il_ev__close(e, fork);
    else
        il_ev__reopen(e, fork);
    il_ev__redo(e, &stays->writes);
    uint32_t inner = e->serial;
    if (!dropped) {
        il_waiting pending = {.fork = *fork, .writes = leaves->writes, .condition = test->condition};
        if (!leaves->holds)
            pending.condition = il_ev__negated(pending.condition);
        if (leaves->completion == IL_RETURN)
            pending.value = leaves->result;
        il_ev__suspend(e, leaves->completion, pending, leaves->label);
    }
    il_ev__assume_pending(e, fork->id, inner);
    if (!dropped)
        il_ev__assume(e, test, !leaves->holds);
    e->frame->result = stays->result;
    e->frame->label = stays->label;
    return stays->completion;
}

static il_completion two_ways(il_eval *e, const il_test *test, walk *a, walk *b)
{
    const il_ev *result = e->frame->result;
    il_fork fork = il_ev__fork(e);
    walk_one(e, a, test, true, &fork);
    e->frame->result = result;
    walk_one(e, b, test, false, &fork);
    if (a->completion == b->completion && (a->completion < IL_BREAK || a->label == b->label))
        return both(e, test, &fork, a, b);
    if (a->completion == IL_DONE || b->completion == IL_THROW)
        return part(e, test, &fork, b, a);
    return part(e, test, &fork, a, b);
}

static il_completion run_statement(il_eval *e, void *context)
{
    return il_ev__statement(e, context);
}

static il_completion run_nothing(il_eval *e, void *context)
{
    (void)e;
    (void)context;
    return IL_DONE;
}

static bool exits(const il_ast *node)
{
    const il_ast *call = node->a;
    return call && call->kind == IL_AST_CALL && call->a && call->a->kind == IL_AST_MEMBER && call->a->a &&
           call->a->a->kind == IL_AST_IDENT && il_str_is(il_str_of(call->a->a->name), "process") &&
           il_str_is(il_str_of(call->a->name), "exit");
}

const il_ev *il_ev__throw(il_eval *e, const il_ev *value)
{
    if (!e->throwing)
        e->throwing = value;
    return e->thrown;
}

bool il_ev__drop_thrown(il_eval *e)
{
    bool thrown = e->throwing != NULL;
    e->throwing = NULL;
    return thrown;
}

bool il_ev__always_throws(const il_ast *node)
{
    if (!node)
        return false;
    if (node->kind == IL_AST_THROW)
        return true;
    if (node->kind == IL_AST_EXPRESSION)
        return exits(node);
    return node->kind == IL_AST_BLOCK && node->n && il_ev__always_throws(node->kids[node->n - 1]);
}

static il_completion if_statement(il_eval *e, il_ast *node)
{
    il_test test = il_ev__test(e, node->a);
    if (test.truth == IL_MAYBE && il_ev__always_throws(node->b))
        test.truth = IL_NO;
    else if (test.truth == IL_MAYBE && il_ev__always_throws(node->c))
        test.truth = IL_YES;
    if (test.truth != IL_MAYBE) {
        il_ast *taken = test.truth == IL_YES ? node->b : node->c;
        return taken ? il_ev__statement(e, taken) : IL_DONE;
    }
    walk yes = {.run = node->b ? run_statement : run_nothing, .context = node->b};
    walk no = {.run = node->c ? run_statement : run_nothing, .context = node->c};
    return two_ways(e, &test, &yes, &no);
}

/* ---- switch ---- */

typedef struct {
    il_ast *node;
    const il_ev *value;
    uint32_t at;
} switching;

/* From the case at AT on, through the ones below, to a break. */
static il_completion run_case(il_eval *e, void *context)
{
    const switching *s = context;
    il_completion completion = IL_DONE;
    for (uint32_t i = s->at; i < s->node->n && completion == IL_DONE; i++)
        completion = il_ev__statements(e, s->node->kids[i]);
    if (completion == IL_BREAK && !e->frame->label)
        return IL_DONE;
    return completion;
}

static il_completion run_default(il_eval *e, void *context)
{
    switching s = *(const switching *)context;
    for (s.at = 0; s.at < s.node->n; s.at++) {
        if (!s.node->kids[s.at]->a)
            return run_case(e, &s);
    }
    return IL_DONE;
}

/* `value === case` in the words of the program. */
static il_test case_test(il_eval *e, const switching *s, il_ast *label)
{
    il_loc loc = il_ev__loc(e, label->span);
    const il_ev *equal = il_ev__operator(e, IL_OPERATOR_EQ_STRICT, s->value, il_ev__eval(e, label), loc);
    il_test test = {il_ev__truthy(e, equal), {.holds = true, .loc = loc}, equal};
    if (test.truth != IL_MAYBE)
        return test;
    il_str value = il_ev__excerpt(e, il_ev__loc(e, s->node->a->span), SIZE_MAX),
           text = il_ev__excerpt(e, loc, SIZE_MAX);
    il_str words = il_arena_printf(e->arena, "%.*s === %.*s", IL_FMT(value), IL_FMT(text));
    test.condition = il_ev__condition_in(e, words, test.condition, equal);
    test.truth = il_ev__given(e, test.condition);
    return test;
}

/* Finds the case that is taken from AT on; where that is not known, both "this one" and "a later one" are walked. Cases without
 * statements share those of the next. */
static il_completion choose_case(il_eval *e, void *context)
{
    switching s = *(const switching *)context;
    il_test shared = {0};
    for (; s.at < s.node->n; s.at++) {
        il_ast *kid = s.node->kids[s.at];
        if (!kid->a)
            continue;
        il_test test = case_test(e, &s, kid->a);
        if (test.truth == IL_YES)
            return run_case(e, &s);
        if (test.truth == IL_NO && shared.condition.text.n == 0)
            continue;
        if (test.truth == IL_MAYBE) {
            if (shared.condition.text.n) {
                test.value = NULL;
                if (!il_ev__either(e, shared.condition, test.condition, &test.condition))
                    test.condition = il_ev__condition_in(e, IL_STR("one of several cases"), test.condition, NULL);
            }
            shared = test;
        }
        if (kid->n == 0 && s.at + 1 < s.node->n && s.node->kids[s.at + 1]->a)
            continue;
        switching later = {s.node, s.value, s.at + 1};
        walk yes = {.run = run_case, .context = &s}, no = {.run = choose_case, .context = &later};
        return two_ways(e, &shared, &yes, &no);
    }
    return run_default(e, &s);
}

static il_completion switch_statement(il_eval *e, il_ast *node)
{
    switching s = {node, il_ev__eval(e, node->a), 0};
    if (!node->a || e->nesting + node->n >= IL_EVAL_NESTING)
        return IL_DONE;
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_LOOP, NULL);
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    e->nesting += node->n;
    il_completion completion = choose_case(e, &s);
    e->nesting -= node->n;
    e->frame->scope = outer;
    il_ev__leave_region(e, &region, e->undefined);
    return completion;
}

/* ---- try, enum, namespace, declarations ---- */

typedef struct {
    il_ast *node;
    const il_ev *error; /* NULL: not known */
} handling;

static il_completion run_handler(il_eval *e, void *context)
{
    const handling *h = context;
    il_ast *node = h->node;
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    if (node->n && node->kids[0])
        il_ev__bind(e, node->kids[0],
                    h->error ? h->error
                             : il_ev__unknown(e, il_ev__loc(e, node->kids[0]->span), "caught error", (il_str){NULL, 0}),
                    IL_BIND_DECLARE);
    il_completion completion = il_ev__statements(e, node->b);
    e->frame->scope = outer;
    return completion;
}

static il_completion try_statement(il_eval *e, il_ast *node)
{
    size_t doubts = e->doubts;
    il_completion completion = node->a ? il_ev__block(e, node->a) : IL_DONE;
    handling handler = {node, e->throwing};
    if (completion == IL_THROW && node->b && handler.error && handler.error != e->exit) {
        e->throwing = NULL;
        completion = run_handler(e, &handler);
    } else if (completion == IL_DONE && doubts != e->doubts && node->b && node->b->n &&
               !il_ev__always_throws(node->b)) {
        il_test test = {IL_MAYBE, {IL_STR("an error is caught"), true, il_ev__loc(e, node->b->span)}, NULL};
        walk caught = {.run = run_handler, .context = &handler}, fine = {.run = run_nothing};
        completion = two_ways(e, &test, &caught, &fine);
    }
    if (node->c) {
        const il_ev *thrown = e->throwing;
        e->throwing = NULL;
        il_completion last = il_ev__block(e, node->c);
        if (last != IL_DONE)
            return last;
        e->throwing = thrown;
    }
    return completion;
}

static void enumeration(il_eval *e, il_ast *node)
{
    const il_ev *value = il_ev__object(e, il_ev__loc(e, node->span));
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    double next = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i];
        il_loc loc = il_ev__loc(e, kid->key);
        const il_ev *member = kid->b ? il_ev__eval(e, kid->b) : il_ev__number(e, loc, next);
        next = member->kind == IL_EV_NUMBER ? member->number + 1 : next + 1;
        if (!kid->name)
            continue;
        il_ev__set(e, value->object, kid->name, loc, member);
        il_ev__declare(e, e->frame->scope, kid->name, member);
        if (member->kind == IL_EV_NUMBER)
            il_ev__set(e, value->object, il_intern(il_ev__number_text(e, member->number)), loc,
                       il_ev__string(e, loc, il_str_of(kid->name)));
    }
    e->frame->scope = outer;
    il_ev__declare(e, outer, node->name, value);
}

/* Adds what STATEMENT exports to NAMESPACE. */
static void export_from_namespace(il_eval *e, const il_ev *namespace, const il_ast *statement)
{
    const il_ast *declared = statement->kind == IL_AST_EXPORT ? statement->a : NULL;
    if (!declared)
        return;
    if (declared->kind == IL_AST_VAR) {
        for (uint32_t i = 0; i < declared->n; i++) {
            const il_ast *name = declared->kids[i]->a;
            const il_variable *variable = name && name->name ? il_ev__lookup(e->frame->scope, name->name, NULL) : NULL;
            if (variable && variable->value)
                il_ev__set(e, namespace->object, name->name, il_ev__loc(e, name->span), variable->value);
        }
        return;
    }
    const il_variable *variable = declared->name ? il_ev__lookup(e->frame->scope, declared->name, NULL) : NULL;
    if (variable && variable->value)
        il_ev__set(e, namespace->object, declared->name, il_ev__loc(e, declared->span), variable->value);
}

static void namespace_statement(il_eval *e, il_ast *node)
{
    if (!node->name || !node->a)
        return;
    const il_ev *value = il_ev__object(e, il_ev__loc(e, node->span));
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    il_ev__statements(e, node->a);
    for (uint32_t i = 0; i < node->a->n; i++)
        export_from_namespace(e, value, node->a->kids[i]);
    e->frame->scope = outer;
    il_ev__declare(e, outer, node->name, value);
}

static void declarations(il_eval *e, il_ast *node)
{
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i];
        bool var = node->flags & IL_AST_VARIABLE;
        if (!kid->b && var && kid->a && kid->a->kind == IL_AST_IDENT &&
            il_ev__lookup(e->frame->scope, kid->a->name, NULL))
            continue;
        const il_ev *value = il_ev__bound(e, kid->b, kid->a);
        if (!e->throwing)
            il_ev__bind(e, kid->a, value, var ? IL_BIND_VAR : IL_BIND_DECLARE);
    }
}

static il_completion labeled(il_eval *e, il_ast *node)
{
    if (!node->a)
        return IL_DONE;
    if (node->a->kind == IL_AST_FOR || node->a->kind == IL_AST_FOR_IN || node->a->kind == IL_AST_WHILE ||
        node->a->kind == IL_AST_DO)
        return il_ev__loop(e, node->a, node->name);
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_LOOP, node->name);
    il_completion completion = il_ev__statement(e, node->a);
    il_ev__leave_region(e, &region, e->undefined);
    return completion == IL_BREAK && e->frame->label == node->name ? IL_DONE : completion;
}

static void hoist(il_eval *e, il_ast *node)
{
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i]->kind == IL_AST_EXPORT ? node->kids[i]->a : node->kids[i];
        if (kid && kid->kind == IL_AST_FUNCTION && kid->name && !(kid->flags & IL_AST_ARROW)) {
            il_closure closure = {kid, e->frame->module, e->frame->scope, NULL, NULL, false, false};
            il_ev__declare(e, e->frame->scope, kid->name, il_ev__function(e, il_ev__loc(e, kid->span), closure));
        }
    }
}

il_completion il_ev__statements(il_eval *e, il_ast *node)
{
    hoist(e, node);
    il_completion completion = IL_DONE;
    for (uint32_t i = 0; i < node->n && completion == IL_DONE && !e->exhausted; i++)
        completion = il_ev__statement(e, node->kids[i]);
    return completion;
}

il_completion il_ev__block(il_eval *e, il_ast *node)
{
    il_scope *outer = e->frame->scope;
    e->frame->scope = il_ev__scope(e, outer);
    il_completion completion = il_ev__statements(e, node);
    e->frame->scope = outer;
    return completion;
}

static il_completion leaving(il_eval *e, il_ast *node)
{
    if (node->kind == IL_AST_RETURN) {
        e->frame->result = il_ev__eval(e, node->a);
        return IL_RETURN;
    }
    if (node->kind == IL_AST_THROW) {
        il_ev__throw(e, il_ev__eval(e, node->a));
        return IL_THROW;
    }
    e->frame->label = node->name;
    return node->kind == IL_AST_BREAK ? IL_BREAK : IL_CONTINUE;
}

static il_completion dispatch(il_eval *e, il_ast *node) /* table */
{
    switch ((il_ast_kind)node->kind) {
    case IL_AST_BLOCK:
        return il_ev__block(e, node);
    case IL_AST_EXPRESSION:
        il_ev__bound(e, node->a, NULL);
        if (exits(node))
            il_ev__throw(e, e->exit);
        return IL_DONE;
    case IL_AST_VAR:
        declarations(e, node);
        return IL_DONE;
    case IL_AST_IF:
        return if_statement(e, node);
    case IL_AST_FOR:
    case IL_AST_FOR_IN:
    case IL_AST_WHILE:
    case IL_AST_DO:
        return il_ev__loop(e, node, NULL);
    case IL_AST_SWITCH:
        return switch_statement(e, node);
    case IL_AST_RETURN:
    case IL_AST_THROW:
    case IL_AST_BREAK:
    case IL_AST_CONTINUE:
        return leaving(e, node);
    case IL_AST_LABELED:
        return labeled(e, node);
    case IL_AST_TRY:
        return try_statement(e, node);
    case IL_AST_ENUM:
        enumeration(e, node);
        return IL_DONE;
    case IL_AST_NAMESPACE:
        namespace_statement(e, node);
        return IL_DONE;
    case IL_AST_CLASS:
        if (node->name)
            il_ev__declare(e, e->frame->scope, node->name, il_ev__class_value(e, node));
        return IL_DONE;
    case IL_AST_IMPORTS:
        if (node->n == 0)
            il_module__import(e, e->frame->module, node->name, il_intern(IL_STR("*")));
        return IL_DONE;
    case IL_AST_EXPORT:
        il_module__export_statement(e, node);
        return IL_DONE;
    default:
        return IL_DONE;
    }
}

il_completion il_ev__statement(il_eval *e, il_ast *node)
{
    if (!node || e->nesting >= IL_EVAL_NESTING || !il_ev__step(e))
        return IL_DONE;
    e->nesting++;
    il_completion completion = e->throwing ? IL_THROW : dispatch(e, node);
    e->nesting--;
    return e->throwing ? IL_THROW : completion;
}
