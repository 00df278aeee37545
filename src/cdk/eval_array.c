/* Methods of arrays. Over a list that is not fully known a callback runs for the known items and once more for all others. */
#include <math.h>
#include <string.h>

#include "eval.h"

enum { FLAT_MAX = 32 };

typedef struct {
    il_eval *e;
    const il_ev *array;
    const il_args *args;
    il_loc loc;
    const il_ev *result;
    bool stopped; /* find and some have found */
} walking;

/* callback(item, index, array) */
static const il_ev *call_back(walking *w, const il_ev *item, size_t index)
{
    il_eval *e = w->e;
    const il_ev **three = IL_NEW_ARRAY(e->arena, 3, const il_ev *);
    three[0] = item;
    three[1] = ((const il_array *)w->array)->ragged
                   ? il_ev__unknown(e, w->loc, "index in a list of unknown length", (il_str){NULL, 0})
                   : il_ev__number(e, w->loc, (double)index);
    three[2] = w->array;
    il_args args = {three, 3, false, NULL};
    return il_ev__apply(e, il_ev__argument(e, w->args, 0), NULL, &args, w->loc);
}

typedef struct {
    walking *w;
    size_t index;
    void (*take)(walking *w, const il_ev *item, const il_ev *result);
} item_context;

static const il_ev *item_arm(il_eval *e, const il_ev *arm, void *context)
{
    item_context *c = context;
    return arm->kind == IL_EV_UNDEFINED ? e->undefined : call_back(c->w, arm, c->index);
}

static bool is_ragged(const il_ev *array)
{
    return ((const il_array *)array)->ragged;
}

/* Runs the callback for each item, TAKE with what it gave. */
static void each(walking *w, void (*take)(walking *w, const il_ev *item, const il_ev *result))
{
    il_eval *e = w->e;
    const il_ev **items = w->array->list.items;
    size_t n = w->array->list.n;
    for (size_t i = 0; i < n && !w->stopped && !e->exhausted; i++) {
        item_context context = {w, i, take};
        bool apart = is_ragged(w->array) && items[i]->kind == IL_EV_CHOICE;
        const il_ev *result =
            apart ? il_ev__each_arm_apart(e, items[i], item_arm, &context) : call_back(w, items[i], i);
        take(w, items[i], result);
    }
    if (w->array->open && !w->stopped)
        il_ev__run_many(e, il_ev__argument(e, w->args, 0), w->loc);
}

static void take_nothing(walking *w, const il_ev *item, const il_ev *result)
{
    (void)w;
    (void)item;
    (void)result;
}

static void take_result(walking *w, const il_ev *item, const il_ev *result)
{
    (void)item;
    il_ev__push(w->e, w->result, result);
}

static void take_flat(walking *w, const il_ev *item, const il_ev *result)
{
    (void)item;
    const il_ev **items;
    size_t n;
    if (result->kind != IL_EV_ARRAY) {
        il_ev__push(w->e, w->result, result);
        if (result->kind == IL_EV_UNKNOWN || result->kind == IL_EV_CHOICE)
            ((il_ev *)w->result)->open = true;
        return;
    }
    if (!il_ev__items(w->e, result, &items, &n))
        ((il_ev *)w->result)->open = true;
    for (size_t i = 0; i < n; i++)
        il_ev__push(w->e, w->result, items[i]);
    ((il_array *)w->result)->ragged |= is_ragged(result);
}

/* The condition that a callback's answer for an item stands for. */
static il_condition answer(const walking *w, const il_ev *result)
{
    const il_ev *function = il_ev__argument(w->e, w->args, 0);
    il_loc loc = function->loc.source ? function->loc : result->loc;
    il_condition condition = il_ev__condition(w->e, loc, true, result);
    if (condition.text.n > IL_EVAL_EXCERPT)
        condition.text = il_arena_str(w->e->arena, il_ev__excerpt(w->e, loc, IL_EVAL_EXCERPT));
    return condition;
}

static void take_if(walking *w, const il_ev *item, const il_ev *result)
{
    il_eval *e = w->e;
    il_truth truth = il_ev__truthy(e, result);
    if (truth == IL_NO)
        return;
    if (truth == IL_YES) {
        il_ev__push(e, w->result, item);
        return;
    }
    il_ev__push(e, w->result, il_ev__choice(e, item->loc, answer(w, result), item, e->undefined));
    ((il_array *)w->result)->ragged = true;
}

static void take_first(walking *w, const il_ev *item, const il_ev *result)
{
    il_truth truth = il_ev__truthy(w->e, result);
    if (truth == IL_NO)
        return;
    w->stopped = true;
    w->result = truth == IL_YES ? item : il_ev__unknown_here(w->e, w->loc, "found by something unknown");
}

/* some: yes at the first yes. every: no at the first no. The result is as a BOOL, or unknown when one answer was. */
static void take_some(walking *w, const il_ev *item, const il_ev *result)
{
    (void)item;
    il_truth truth = il_ev__truthy(w->e, result);
    if (truth == IL_NO)
        return;
    w->result = il_ev__truth_value(w->e, w->loc, truth);
    w->stopped = truth == IL_YES;
}

static void take_every(walking *w, const il_ev *item, const il_ev *result)
{
    (void)item;
    il_truth truth = il_ev__truthy(w->e, result);
    if (truth == IL_YES)
        return;
    w->result = il_ev__truth_value(w->e, w->loc, truth);
    w->stopped = truth == IL_NO;
}

static const il_ev *walk_into_list(walking *w, void (*take)(walking *, const il_ev *, const il_ev *))
{
    w->result = il_ev__array(w->e, w->loc);
    ((il_ev *)w->result)->open = w->array->open;
    ((il_array *)w->result)->ragged = is_ragged(w->array);
    each(w, take);
    return w->result;
}

static const il_ev *walk_to_answer(walking *w, const il_ev *otherwise,
                                   void (*take)(walking *, const il_ev *, const il_ev *))
{
    w->result = otherwise;
    each(w, take);
    if (w->array->open && !w->stopped)
        return il_ev__unknown_here(w->e, w->loc, "result over a list that is not known");
    return w->result;
}

static const il_ev *find_index(walking *w)
{
    for (size_t i = 0; i < w->array->list.n && !is_ragged(w->array); i++) {
        il_truth truth = il_ev__truthy(w->e, call_back(w, w->array->list.items[i], i));
        if (truth == IL_YES)
            return il_ev__number(w->e, w->loc, (double)i);
        if (truth == IL_MAYBE)
            return il_ev__unknown(w->e, w->loc, "found by something unknown", (il_str){NULL, 0});
    }
    if (w->array->open || is_ragged(w->array))
        return il_ev__unknown(w->e, w->loc, "found by something unknown", (il_str){NULL, 0});
    return il_ev__number(w->e, w->loc, -1);
}

static const il_ev *reduce(walking *w)
{
    il_eval *e = w->e;
    const il_ev *array = w->array;
    size_t i = 0;
    const il_ev *sum = il_ev__argument(e, w->args, 1);
    if (w->args->n < 2) {
        if (array->list.n == 0)
            return il_ev__unknown(e, w->loc, "result over a list that is not known", (il_str){NULL, 0});
        sum = array->list.items[i++];
    }
    for (; i < array->list.n && !e->exhausted; i++) {
        const il_ev **four = IL_NEW_ARRAY(e->arena, 4, const il_ev *);
        four[0] = sum;
        four[1] = array->list.items[i];
        four[2] = il_ev__number(e, w->loc, (double)i);
        four[3] = array;
        il_args args = {four, 4, false, NULL};
        sum = il_ev__apply(e, il_ev__argument(e, w->args, 0), NULL, &args, w->loc);
    }
    if (!array->open && !is_ragged(array))
        return sum;
    il_ev__run_many(e, il_ev__argument(e, w->args, 0), w->loc);
    return il_ev__unknown(e, w->loc, "result over a list that is not known", (il_str){NULL, 0});
}

/* ---- methods without a callback ---- */

static const il_ev *copy(il_eval *e, const il_ev *array, size_t from, size_t to, il_loc loc)
{
    const il_ev *made = il_ev__array(e, loc);
    for (size_t i = from; i < to && i < array->list.n; i++)
        il_ev__push(e, made, array->list.items[i]);
    ((il_ev *)made)->open = array->open;
    ((il_array *)made)->ragged = is_ragged(array);
    return made;
}

static size_t bound(const il_ev *value, size_t n, size_t otherwise)
{
    if (value->kind != IL_EV_NUMBER)
        return otherwise;
    double at = value->number < 0 ? (double)n + value->number : value->number;
    return at < 0 ? 0 : at > (double)n ? n : (size_t)at;
}

static const il_ev *concat(walking *w)
{
    il_eval *e = w->e;
    const il_ev *made = copy(e, w->array, 0, w->array->list.n, w->loc);
    walking into = *w;
    into.result = made;
    for (size_t i = 0; i < w->args->n; i++)
        take_flat(&into, NULL, w->args->items[i]);
    if (w->args->open)
        ((il_ev *)made)->open = true;
    return made;
}

static const il_ev *join(walking *w)
{
    il_eval *e = w->e;
    const il_ev *array = w->array, *separator = il_ev__argument(e, w->args, 0);
    if (array->open || is_ragged(array))
        return il_ev__unknown(e, w->loc, "text of a list that is not known", (il_str){NULL, 0});
    if (separator->kind == IL_EV_UNDEFINED)
        separator = il_ev__string(e, w->loc, IL_STR(","));
    const il_ev **parts = IL_NEW_ARRAY(e->arena, 2 * array->list.n + 1, const il_ev *);
    size_t n = 0;
    for (size_t i = 0; i < array->list.n; i++) {
        if (i)
            parts[n++] = separator;
        if (array->list.items[i]->kind > IL_EV_NULL)
            parts[n++] = array->list.items[i];
    }
    return il_ev__concat(e, w->loc, parts, n);
}

static const il_ev *includes(walking *w, bool index)
{
    il_eval *e = w->e;
    const il_ev *wanted = il_ev__argument(e, w->args, 0);
    il_truth any = w->array->open || is_ragged(w->array) ? IL_MAYBE : IL_NO;
    for (size_t i = 0; i < w->array->list.n; i++) {
        il_truth equal = il_ev__equal(w->array->list.items[i], wanted, true);
        if (equal == IL_YES && index)
            return any == IL_MAYBE ? il_ev__truth_value(e, w->loc, IL_MAYBE) : il_ev__number(e, w->loc, (double)i);
        any = il_or(any, equal);
    }
    if (index && any == IL_NO)
        return il_ev__number(e, w->loc, -1);
    return il_ev__truth_value(e, w->loc, any);
}

static const il_ev *push(walking *w, bool front)
{
    il_eval *e = w->e;
    il_array *array = (il_array *)w->array;
    if (!front) {
        for (size_t i = 0; i < w->args->n; i++)
            il_ev__push(e, w->array, w->args->items[i]);
    } else {
        const il_ev *all = il_ev__array(e, w->loc);
        for (size_t i = 0; i < w->args->n; i++)
            il_ev__push(e, all, w->args->items[i]);
        for (size_t i = 0; i < array->ev.list.n; i++)
            il_ev__push(e, all, array->ev.list.items[i]);
        il_ev__touch(e, array);
        array->ev.list = all->list;
        array->capacity = all->list.n;
    }
    if (w->args->open) {
        il_ev__touch(e, array);
        array->ev.open = true;
    }
    return il_ev__member(e, w->array, il_intern(IL_STR("length")), w->loc);
}

static const il_ev *pop(walking *w, bool front)
{
    il_eval *e = w->e;
    il_array *array = (il_array *)w->array;
    size_t n = array->ev.list.n;
    if (array->ev.open || array->ragged)
        return il_ev__unknown(e, w->loc, "item of a list that is not fully known", (il_str){NULL, 0});
    if (n == 0)
        return e->undefined;
    il_ev__touch(e, array);
    const il_ev *taken = array->ev.list.items[front ? 0 : n - 1];
    if (front)
        array->ev.list.items++;
    array->ev.list.n--;
    array->capacity = 0;
    return taken;
}

static const il_ev *splice(walking *w)
{
    il_eval *e = w->e;
    il_array *array = (il_array *)w->array;
    size_t n = array->ev.list.n, from = bound(il_ev__argument(e, w->args, 0), n, n);
    const il_ev *count = il_ev__argument(e, w->args, 1);
    size_t gone = w->args->n < 2 ? n - from : bound(count, n - from, 0);
    const il_ev *taken = copy(e, w->array, from, from + gone, w->loc), *left = copy(e, w->array, 0, from, w->loc);
    for (size_t i = 2; i < w->args->n; i++)
        il_ev__push(e, left, w->args->items[i]);
    for (size_t i = from + gone; i < n; i++)
        il_ev__push(e, left, array->ev.list.items[i]);
    il_ev__touch(e, array);
    array->ev.list = left->list;
    array->capacity = 0;
    return taken;
}

static const il_ev *sort(walking *w)
{
    il_ev__sort(w->e, (il_array *)w->array, il_ev__argument(w->e, w->args, 0), w->loc);
    return w->array;
}

static const il_ev *reverse(walking *w)
{
    il_array *array = (il_array *)w->array;
    il_ev__touch(w->e, array);
    for (size_t i = 0, j = array->ev.list.n; i + 1 < j; i++) {
        const il_ev *item = array->ev.list.items[i];
        array->ev.list.items[i] = array->ev.list.items[--j];
        array->ev.list.items[j] = item;
    }
    return w->array;
}

static const il_ev *flat(walking *w)
{
    const il_ev *depth = il_ev__argument(w->e, w->args, 0);
    double times = depth->kind == IL_EV_NUMBER ? depth->number : 1;
    if (depth->kind != IL_EV_NUMBER && depth->kind != IL_EV_UNDEFINED)
        return NULL;
    walking into = *w;
    into.result = w->array;
    for (int i = 0; i < times && i < FLAT_MAX; i++) {
        const il_ev *from = into.result;
        bool nested = false;
        into.result = il_ev__array(w->e, w->loc);
        ((il_ev *)into.result)->open = from->open;
        ((il_array *)into.result)->ragged = is_ragged(from);
        for (size_t k = 0; k < from->list.n; k++) {
            nested |= from->list.items[k]->kind == IL_EV_ARRAY;
            take_flat(&into, NULL, from->list.items[k]);
        }
        if (!nested)
            break;
    }
    return into.result == w->array ? copy(w->e, w->array, 0, w->array->list.n, w->loc) : into.result;
}

static const il_ev *fill(walking *w)
{
    il_array *array = (il_array *)w->array;
    il_ev__touch(w->e, array);
    for (size_t i = 0; i < array->ev.list.n; i++)
        array->ev.list.items[i] = il_ev__argument(w->e, w->args, 0);
    return w->array;
}

/* keys() and entries(). */
static const il_ev *keys(walking *w, bool entries)
{
    il_eval *e = w->e;
    const il_ev *made = copy(e, w->array, 0, 0, w->loc);
    for (size_t i = 0; i < w->array->list.n; i++) {
        const il_ev *index = il_ev__number(e, w->loc, (double)i), *item = index;
        if (entries) {
            item = il_ev__array(e, w->loc);
            il_ev__push(e, item, index);
            il_ev__push(e, item, w->array->list.items[i]);
        }
        il_ev__push(e, made, item);
    }
    return made;
}

typedef enum {
    FOR_EACH,
    MAP,
    FILTER,
    FLAT_MAP,
    FIND,
    FIND_LAST,
    SOME,
    EVERY,
    FIND_INDEX,
    REDUCE,
    REDUCE_RIGHT,
    WITH_CALLBACK = REDUCE_RIGHT,
    CONCAT,
    SLICE,
    JOIN,
    INCLUDES,
    INDEX_OF,
    PUSH,
    UNSHIFT,
    POP,
    SHIFT,
    SPLICE,
    SORT,
    TO_SORTED,
    REVERSE,
    TO_REVERSED,
    LAST_INDEX_OF,
    WITH,
    FLAT,
    FILL,
    KEYS,
    VALUES,
    ENTRIES,
    AT,
    TO_STRING,
    N_METHODS
} method;

static const char *const method_names[N_METHODS] = {
    [FOR_EACH] = "forEach",
    [MAP] = "map",
    [FILTER] = "filter",
    [FLAT_MAP] = "flatMap",
    [FIND] = "find",
    [FIND_LAST] = "findLast",
    [SOME] = "some",
    [EVERY] = "every",
    [FIND_INDEX] = "findIndex",
    [REDUCE] = "reduce",
    [REDUCE_RIGHT] = "reduceRight",
    [CONCAT] = "concat",
    [SLICE] = "slice",
    [JOIN] = "join",
    [INCLUDES] = "includes",
    [INDEX_OF] = "indexOf",
    [PUSH] = "push",
    [UNSHIFT] = "unshift",
    [POP] = "pop",
    [SHIFT] = "shift",
    [SPLICE] = "splice",
    [SORT] = "sort",
    [TO_SORTED] = "toSorted",
    [REVERSE] = "reverse",
    [TO_REVERSED] = "toReversed",
    [LAST_INDEX_OF] = "lastIndexOf",
    [WITH] = "with",
    [FLAT] = "flat",
    [FILL] = "fill",
    [KEYS] = "keys",
    [VALUES] = "values",
    [ENTRIES] = "entries",
    [AT] = "at",
    [TO_STRING] = "toString",
};

static method method_of(il_name name)
{
    for (int i = 0; i < N_METHODS; i++) {
        if (!strcmp(name, method_names[i]))
            return (method)i;
    }
    return N_METHODS;
}

bool il_ev__walks(il_name name)
{
    return method_of(name) <= WITH_CALLBACK;
}

static const il_ev *with_callback(walking *w, method m)
{
    il_eval *e = w->e;
    switch (m) {
    case FOR_EACH:
        each(w, take_nothing);
        return e->undefined;
    case MAP:
        return walk_into_list(w, take_result);
    case FILTER:
        return walk_into_list(w, take_if);
    case FLAT_MAP:
        return walk_into_list(w, take_flat);
    case FIND:
        return walk_to_answer(w, e->undefined, take_first);
    case SOME:
        return walk_to_answer(w, il_ev__bool(e, w->loc, false), take_some);
    case EVERY:
        return walk_to_answer(w, il_ev__bool(e, w->loc, true), take_every);
    case FIND_INDEX:
        return find_index(w);
    case REDUCE:
        return reduce(w);
    case REDUCE_RIGHT:
    case FIND_LAST: {
        walking backwards = *w;
        backwards.array = copy(e, w->array, 0, w->array->list.n, w->loc);
        reverse(&backwards);
        if (m == REDUCE_RIGHT && w->args->n == 2)
            return reduce(&backwards);
        return m == FIND_LAST ? walk_to_answer(&backwards, e->undefined, take_first) : NULL;
    }
    default:
        il_ev__run_many(e, il_ev__argument(e, w->args, 0), w->loc);
        return NULL;
    }
}

const il_ev *il_ev__array_method(il_eval *e, const il_ev *array, il_name name, const il_args *args, il_loc loc)
{
    walking w = {.e = e, .array = array, .args = args, .loc = loc};
    if (((const il_array *)array)->shape != IL_SHAPE_LIST) {
        const il_ev *result = il_ev__collection_method(e, array, name, args, loc);
        if (result)
            return result;
    }
    method m = method_of(name);
    size_t n = array->list.n;
    switch (m) {
    case CONCAT:
        return concat(&w);
    case SLICE: {
        bool doubtful = (array->open || is_ragged(array)) && args->n;
        const il_ev *part =
            copy(e, array, bound(il_ev__argument(e, args, 0), n, 0), bound(il_ev__argument(e, args, 1), n, n), loc);
        ((il_ev *)part)->open |= doubtful;
        return part;
    }
    case JOIN:
    case TO_STRING:
        return join(&w);
    case INCLUDES:
    case INDEX_OF:
        return includes(&w, m == INDEX_OF);
    case PUSH:
    case UNSHIFT:
        return push(&w, m == UNSHIFT);
    case POP:
    case SHIFT:
        return pop(&w, m == SHIFT);
    case SPLICE:
        return splice(&w);
    case SORT:
        return sort(&w);
    case TO_SORTED:
        w.array = copy(e, array, 0, n, loc);
        return sort(&w);
    case TO_REVERSED:
        w.array = copy(e, array, 0, n, loc);
        return reverse(&w);
    case REVERSE:
        return reverse(&w);
    case LAST_INDEX_OF:
        for (size_t i = n; i-- > 0 && !array->open && !is_ragged(array) && args->n == 1;) {
            il_truth equal = il_ev__equal(array->list.items[i], args->items[0], true);
            if (equal != IL_NO)
                return equal == IL_YES ? il_ev__number(e, loc, (double)i) : NULL;
        }
        return array->open || is_ragged(array) ? NULL : il_ev__number(e, loc, -1);
    case WITH: {
        const il_ev *made = copy(e, array, 0, n, loc);
        il_ev__write_index(e, made, il_ev__argument(e, args, 0), il_ev__argument(e, args, 1), loc);
        return made;
    }
    case FLAT:
        return flat(&w);
    case FILL:
        return fill(&w);
    case KEYS:
    case ENTRIES:
        return keys(&w, m == ENTRIES);
    case VALUES:
        return array;
    case AT: {
        const il_ev *at = il_ev__argument(e, args, 0);
        if (at->kind == IL_EV_NUMBER && at->number < 0 && !array->open && !is_ragged(array))
            at = il_ev__number(e, loc, (double)n + at->number);
        if (at->kind != IL_EV_NUMBER || at->number < 0 || at->number >= (double)n || is_ragged(array))
            return array->open || is_ragged(array) || at->kind != IL_EV_NUMBER
                       ? il_ev__unknown(e, loc, "item of a list that is not fully known", (il_str){NULL, 0})
                       : e->undefined;
        return array->list.items[(size_t)at->number];
    }
    default:
        return m <= WITH_CALLBACK ? with_callback(&w, m) : NULL;
    }
}
