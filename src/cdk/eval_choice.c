/* Choices: one of several values, each under the condition that the program's text gives. */
#include "eval.h"

typedef struct {
    il_eval *e;
    il_condition conditions[IL_ARMS_MAX];
    const il_ev *arms[IL_ARMS_MAX];
    size_t n;
    bool overflow;
} builder;

/* All arms are taken: one with the same value takes this one in, or there are too many. */
static void merge(builder *b, il_condition condition, const il_ev *value)
{
    for (size_t i = 0; i < b->n; i++) {
        if (!il_ev__same(b->arms[i], value))
            continue;
        b->overflow |= !il_ev__either(b->e, b->conditions[i], condition, &b->conditions[i]);
        return;
    }
    b->overflow = true;
}

static void add(builder *b, il_condition condition, const il_ev *value)
{
    if (value->kind == IL_EV_CHOICE) {
        for (size_t i = 0; i < value->choice.n; i++) {
            il_condition inner = il_ev__both(b->e, condition, value->choice.conditions[i]);
            if (!il_ev__is_never(inner))
                add(b, inner, value->choice.arms[i]);
        }
        return;
    }
    if (value->kind == IL_EV_UNKNOWN && value->unknown.reason == il_why_thrown)
        return;
    if (b->n == IL_ARMS_MAX) {
        merge(b, condition, value);
        return;
    }
    b->conditions[b->n] = condition;
    b->arms[b->n++] = value;
}

static const il_ev *finish(builder *b, il_loc loc)
{
    il_eval *e = b->e;
    if (b->overflow)
        return il_ev__unknown_here(e, loc, "too many possible values");
    if (b->n == 0)
        return e->undefined;
    bool equal = true;
    for (size_t i = 1; i < b->n && equal; i++)
        equal = il_ev__same(b->arms[0], b->arms[i]);
    if (equal)
        return b->arms[0];
    il_ev *value = il_ev__new(e, IL_EV_CHOICE, loc);
    value->choice.n = b->n;
    value->choice.arms = IL_NEW_ARRAY(e->arena, b->n, const il_ev *);
    value->choice.conditions = IL_NEW_ARRAY(e->arena, b->n, il_condition);
    for (size_t i = 0; i < b->n; i++) {
        value->choice.arms[i] = b->arms[i];
        value->choice.conditions[i] = b->conditions[i];
    }
    return value;
}

const il_ev *il_ev__choice(il_eval *e, il_loc loc, il_condition condition, const il_ev *a, const il_ev *b)
{
    if (il_ev__same(a, b))
        return a;
    builder made = {.e = e};
    add(&made, condition, a);
    add(&made, il_ev__negated(condition), b);
    return finish(&made, loc);
}

const il_ev *il_ev__choice_of(il_eval *e, il_loc loc, const il_condition *conditions, const il_ev **arms, size_t n)
{
    builder made = {.e = e};
    size_t equal = 1;
    while (equal < n && arms[equal] == arms[0])
        equal++;
    if (n && equal == n)
        return arms[0];
    for (size_t i = 0; i < n; i++)
        add(&made, conditions[i], arms[i]);
    return finish(&made, loc);
}

const il_ev *il_ev__each_arm(il_eval *e, const il_ev *choice, il_ev_map *map, void *context)
{
    builder made = {.e = e};
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_ev *value = map(e, choice->choice.arms[i], context);
        if (value)
            add(&made, choice->choice.conditions[i], value);
    }
    return finish(&made, choice->loc);
}

const il_ev *il_ev__each_arm_apart(il_eval *e, const il_ev *choice, il_ev_map *map, void *context)
{
    builder made = {.e = e};
    const il_writes none = {0};
    il_conditions *before = e->conditions;
    uint32_t serial = e->serial;
    const il_ev *thrown = NULL;
    bool returned = false;
    for (size_t i = 0; i < choice->choice.n; i++) {
        il_test test = {IL_MAYBE, choice->choice.conditions[i], NULL};
        il_fork fork = il_ev__fork(e);
        il_ev__assume(e, &test, true);
        const il_ev *value = map(e, choice->choice.arms[i], context);
        e->conditions = before;
        il_writes writes = il_ev__take(e, &fork);
        il_ev__close(e, &fork);
        if (e->throwing) {
            thrown = e->throwing;
            e->throwing = NULL;
            continue;
        }
        returned = true;
        il_ev__join(e, test.condition, &writes, &none);
        if (value)
            add(&made, test.condition, value);
    }
    if (!returned && thrown)
        return il_ev__throw(e, thrown);
    il_ev__assume_pending(e, serial, e->serial);
    return finish(&made, choice->loc);
}
