/* Choices: one of several values, each under the condition that the program's text gives. */
#include "eval.h"

typedef struct {
    il_eval *e;
    il_condition conditions[IL_ARMS_MAX];
    const il_ev *arms[IL_ARMS_MAX];
    size_t n;
    bool overflow;
} builder;

il_condition il_ev__negated(il_condition condition)
{
    condition.holds = !condition.holds;
    return condition;
}

/* CONDITION as an operand of `&&`. */
static il_str operand(il_eval *e, il_condition condition)
{
    bool loose = il_str_contains(condition.text, IL_STR("||")) || il_str_contains(condition.text, IL_STR("?"));
    if (!condition.holds)
        return il_arena_printf(e->arena, "!(%.*s)", IL_FMT(condition.text));
    return loose ? il_arena_printf(e->arena, "(%.*s)", IL_FMT(condition.text)) : condition.text;
}

il_condition il_ev__both(il_eval *e, il_condition a, il_condition b)
{
    if (a.text.n == 0)
        return b;
    if (b.text.n == 0 || (il_loc_eq(a.loc, b.loc) && il_str_eq(a.text, b.text)))
        return a;
    if (a.text.n + b.text.n > 400)
        return a;
    il_str x = operand(e, a), y = operand(e, b);
    return (il_condition){il_arena_printf(e->arena, "%.*s && %.*s", IL_FMT(x), IL_FMT(y)), true, a.loc};
}

/* Whether A and B cannot both hold: the very same place of the program, once true and once false. */
static bool excludes(il_condition a, il_condition b)
{
    return a.text.n && a.holds != b.holds && il_loc_eq(a.loc, b.loc) && il_str_eq(a.text, b.text);
}

/* All arms are taken: one with the same value takes this one in, or there are too many. */
static void merge(builder *b, il_condition condition, const il_ev *value)
{
    for (size_t i = 0; i < b->n; i++) {
        if (!il_ev__same(b->arms[i], value))
            continue;
        il_condition *own = &b->conditions[i];
        if (own->text.n + condition.text.n < 400)
            own->text = il_arena_printf(b->e->arena, "%.*s || %.*s", IL_FMT(operand(b->e, *own)),
                                        IL_FMT(operand(b->e, condition)));
        own->holds = true;
        return;
    }
    b->overflow = true;
}

static void add(builder *b, il_condition condition, const il_ev *value)
{
    if (value->kind == IL_EV_CHOICE) {
        for (size_t i = 0; i < value->choice.n; i++) {
            if (!excludes(condition, value->choice.conditions[i]))
                add(b, il_ev__both(b->e, condition, value->choice.conditions[i]), value->choice.arms[i]);
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
    for (size_t i = 0; i < choice->choice.n; i++) {
        il_test test = {IL_MAYBE, choice->choice.conditions[i], NULL};
        il_fork fork = il_ev__fork(e);
        il_ev__assume(e, &test, true);
        const il_ev *value = map(e, choice->choice.arms[i], context);
        il_ev__forget(e);
        il_writes writes = il_ev__take(e, &fork);
        il_ev__close(e, &fork);
        il_ev__join(e, test.condition, &writes, &none);
        if (value)
            add(&made, test.condition, value);
    }
    return finish(&made, choice->loc);
}

il_condition il_ev__active(il_eval *e, const il_conditions *base)
{
    il_condition all = {0};
    for (const il_conditions *c = e->conditions; c; c = c->up) {
        const il_conditions *b = base;
        while (b && b != c)
            b = b->up;
        if (b)
            break;
        all = il_ev__both(e, c->condition, all);
    }
    return all;
}

void il_ev__assume(il_eval *e, const il_test *test, bool holds)
{
    il_conditions *c = IL_NEW(e->arena, il_conditions);
    /* The tested value is true when the test is, but for a `!` that the test took off. */
    bool value_holds = test->condition.holds == holds;
    *c = (il_conditions){e->conditions, holds ? test->condition : il_ev__negated(test->condition), test->value,
                         value_holds};
    e->conditions = c;
}

void il_ev__forget(il_eval *e)
{
    e->conditions = e->conditions->up;
}
