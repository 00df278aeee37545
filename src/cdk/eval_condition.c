/* Conditions: what the program's way depends on where that is not known. Outside they are texts of the program; in here a test is the same
 * as another when it looked at the very same value, whatever its words: it then has the words of the first, and the address of that text
 * is what tests are told apart by. A conjunction remembers what it is made of, so that what cannot hold together is found and nothing is
 * said twice. */
#include <string.h>

#include "eval.h"

enum { PARTS = 16, TEXT = 600 };

typedef struct {
    il_condition items[PARTS];
    size_t n;
    bool never, overflow;
} conjunction;

/* What is remembered of a conjunction that became a text. */
typedef struct {
    const il_condition *items;
    size_t n;
} parts;

static const char never_text[] = "never";

bool il_ev__is_never(il_condition condition)
{
    return condition.text.p == never_text;
}

il_condition il_ev__negated(il_condition condition)
{
    condition.holds = !condition.holds;
    return condition;
}

static bool same_text(il_condition a, il_condition b)
{
    return a.text.p == b.text.p && a.text.n == b.text.n;
}

/* What CONDITION's text is a conjunction of; NULL when it is a test of its own. */
static const parts *parts_of(const il_eval *e, const il_condition *condition)
{
    return il_map_get(&e->conjunctions, (il_str){(const char *)&condition->text.p, sizeof condition->text.p});
}

static void add(const il_eval *e, conjunction *c, il_condition condition)
{
    const parts *known = condition.holds ? parts_of(e, &condition) : NULL;
    for (size_t i = 0; known && i < known->n; i++)
        add(e, c, known->items[i]);
    if (known || condition.text.n == 0)
        return;
    if (il_ev__is_never(condition))
        c->never |= condition.holds;
    for (size_t i = 0; i < c->n; i++) {
        if (same_text(c->items[i], condition)) {
            c->never |= c->items[i].holds != condition.holds;
            return;
        }
    }
    if (c->n == PARTS)
        c->overflow = true;
    else
        c->items[c->n++] = condition;
}

/* Whether C says CONDITION (YES), its opposite (NO), or neither. */
static il_truth says(const conjunction *c, il_condition condition)
{
    for (size_t i = 0; i < c->n; i++) {
        if (same_text(c->items[i], condition))
            return il_truth_of(c->items[i].holds == condition.holds);
    }
    return IL_MAYBE;
}

/* `!(a && b)` beside `a` is `!b`; beside `!a` it says nothing. */
static void simplify(const il_eval *e, conjunction *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const parts *inner = c->items[i].holds ? NULL : parts_of(e, &c->items[i]);
        size_t open = 0, last = 0;
        bool useless = false;
        for (size_t k = 0; inner && k < inner->n; k++) {
            il_truth said = says(c, inner->items[k]);
            useless |= said == IL_NO;
            if (said == IL_MAYBE) {
                open++;
                last = k;
            }
        }
        if (!inner || (!useless && open > 1))
            continue;
        il_condition left = il_ev__negated(inner->items[last]);
        c->never |= !useless && open == 0;
        memmove(&c->items[i], &c->items[i + 1], (c->n - i - 1) * sizeof c->items[0]);
        c->n--;
        if (!useless && open == 1)
            add(e, c, left);
        i = (size_t)-1; /* again from the beginning: there is one such part less */
    }
}

/* CONDITION as an operand of `&&` or `||`. */
static il_str operand(il_eval *e, il_condition condition)
{
    bool loose = il_str_contains(condition.text, IL_STR("||")) || il_str_contains(condition.text, IL_STR("?"));
    if (!condition.holds)
        return il_arena_printf(e->arena, "!(%.*s)", IL_FMT(condition.text));
    return loose ? il_arena_printf(e->arena, "(%.*s)", IL_FMT(condition.text)) : condition.text;
}

static il_condition joined(il_eval *e, const conjunction *c)
{
    if (c->n == 0)
        return (il_condition){0};
    if (c->n == 1)
        return c->items[0];
    /* A text of its own, whatever it says: its address is what it is known by. */
    il_str text = il_arena_str(e->arena, operand(e, c->items[0]));
    for (size_t i = 1; i < c->n && text.n < TEXT; i++)
        text = il_arena_printf(e->arena, "%.*s && %.*s", IL_FMT(text), IL_FMT(operand(e, c->items[i])));
    il_condition *items = IL_NEW_ARRAY(e->arena, c->n, il_condition);
    memcpy(items, c->items, c->n * sizeof *items);
    parts *kept = IL_NEW(e->arena, parts);
    *kept = (parts){items, c->n};
    const char **key = IL_NEW(e->arena, const char *);
    *key = text.p;
    il_map_put(&e->conjunctions, (il_str){(const char *)key, sizeof *key}, kept);
    return (il_condition){text, true, c->items[0].loc};
}

il_condition il_ev__both(il_eval *e, il_condition a, il_condition b)
{
    conjunction c = {.n = 0};
    if (a.text.n == 0 || b.text.n == 0 || (same_text(a, b) && a.holds == b.holds))
        return a.text.n ? a : b;
    add(e, &c, a);
    add(e, &c, b);
    simplify(e, &c);
    if (c.never)
        return (il_condition){{never_text, sizeof never_text - 1}, true, a.loc};
    return c.overflow ? a : joined(e, &c);
}

bool il_ev__either(il_eval *e, il_condition a, il_condition b, il_condition *out)
{
    if (a.text.n + b.text.n > TEXT)
        return false;
    il_str text = il_arena_printf(e->arena, "%.*s || %.*s", IL_FMT(operand(e, a)), IL_FMT(operand(e, b)));
    *out = (il_condition){text, true, a.loc};
    return true;
}

il_condition il_ev__condition(il_eval *e, il_loc loc, bool holds, const il_ev *value)
{
    return il_ev__condition_in(e, il_ev__excerpt(e, loc, SIZE_MAX), (il_condition){.holds = holds, .loc = loc}, value);
}

il_condition il_ev__condition_in(il_eval *e, il_str words, il_condition like, const il_ev *value)
{
    il_str *text = value ? il_map_get(&e->tests, (il_str){(const char *)&value, sizeof value}) : NULL;
    bool known = text != NULL;
    if (!known) {
        text = IL_NEW(e->arena, il_str);
        *text = il_arena_str(e->arena, words);
    }
    if (value && !known) {
        const il_ev **key = IL_NEW(e->arena, const il_ev *);
        *key = value;
        il_map_put(&e->tests, (il_str){(const char *)key, sizeof *key}, text);
    }
    like.text = *text;
    return like;
}

/* ---- the conditions that the program is under ---- */

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

il_truth il_ev__given(const il_eval *e, il_condition condition)
{
    for (const il_conditions *c = e->conditions; c; c = c->up) {
        conjunction all = {.n = 0};
        add(e, &all, c->condition);
        il_truth said = says(&all, condition);
        if (said != IL_MAYBE)
            return said;
    }
    return IL_MAYBE;
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
