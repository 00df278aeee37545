/* Array.prototype.sort: stable, by the program's comparison function or by text. An answer that is not a known number leaves the order
 * unknown; the items are not. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"

typedef struct {
    il_eval *e;
    const il_ev *compare; /* NULL: by text */
    il_loc loc;
    bool lost; /* some order was not known */
} sorting;

/* Whether B stands before A. */
static bool before(sorting *s, const il_ev *b, const il_ev *a)
{
    il_str x, y;
    if (s->lost || a->kind == IL_EV_UNDEFINED || b->kind == IL_EV_UNDEFINED)
        return a->kind == IL_EV_UNDEFINED && b->kind != IL_EV_UNDEFINED;
    if (!s->compare) {
        s->lost |= !il_ev__text(s->e, a, &x) || !il_ev__text(s->e, b, &y);
        return !s->lost && il_str_cmp(y, x) < 0;
    }
    const il_ev **two = IL_NEW_ARRAY(s->e->arena, 2, const il_ev *);
    two[0] = a;
    two[1] = b;
    il_args args = {two, 2, false, NULL};
    const il_ev *order = il_ev__apply(s->e, s->compare, NULL, &args, s->loc);
    double number;
    if (!il_ev__to_number(s->e, order, &number))
        s->lost = true;
    return !s->lost && number > 0;
}

/* Merges the sorted halves of ITEMS[0, N). */
static void merge(sorting *s, const il_ev **items, size_t n, const il_ev **scratch)
{
    size_t half = n / 2, left = 0, right = half;
    for (size_t i = 0; i < n; i++) {
        bool second = left == half || (right < n && before(s, items[right], items[left]));
        scratch[i] = second ? items[right++] : items[left++];
    }
    memcpy(items, scratch, n * sizeof *items);
}

static void sort(sorting *s, const il_ev **items, size_t n, const il_ev **scratch)
{
    if (n < 2 || s->lost || s->e->exhausted)
        return;
    sort(s, items, n / 2, scratch);
    sort(s, items + n / 2, n - n / 2, scratch);
    merge(s, items, n, scratch);
}

void il_ev__sort(il_eval *e, il_array *array, const il_ev *compare, il_loc loc)
{
    size_t n = array->ev.list.n;
    if (n < 2)
        return;
    sorting s = {e, compare->kind == IL_EV_UNDEFINED ? NULL : compare, loc, array->ragged || array->ev.open};
    const il_ev **items = IL_NEW_ARRAY(e->arena, 2 * n, const il_ev *);
    memcpy(items, array->ev.list.items, n * sizeof *items);
    sort(&s, items, n, items + n);
    il_ev__touch(e, array);
    if (s.lost)
        array->ragged = true; /* which item stands where is not known */
    else
        memcpy(array->ev.list.items, items, n * sizeof *items);
}
