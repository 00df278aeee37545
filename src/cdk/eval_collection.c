/* Map and Set: lists with other methods; a Map's items are pairs. A key that is not known makes the whole open. */
#include <string.h>

#include "eval.h"

const il_ev *il_ev__collection(il_eval *e, const il_ev *from, bool is_map, il_loc loc)
{
    const il_ev **items, *made = il_ev__array(e, loc);
    size_t n;
    ((il_array *)made)->shape = is_map ? IL_SHAPE_MAP : IL_SHAPE_SET;
    bool all = il_ev__items(e, from, &items, &n) || from->kind <= IL_EV_NULL;
    ((il_ev *)made)->open = !all;
    if (from->kind == IL_EV_ARRAY)
        ((il_array *)made)->ragged = ((const il_array *)from)->ragged;
    for (size_t i = 0; i < n; i++) {
        bool pair = items[i]->kind == IL_EV_ARRAY && items[i]->list.n == 2;
        il_args args = {is_map && pair ? items[i]->list.items : &items[i], is_map ? 2 : 1, false, NULL};
        if (is_map && !pair)
            ((il_ev *)made)->open = true;
        else
            il_ev__collection_method(e, made, il_intern(is_map ? IL_STR("set") : IL_STR("add")), &args, loc);
    }
    return made;
}

typedef struct {
    il_eval *e;
    il_array *array;
    const il_args *args;
    il_loc loc;
} collection_call;

/* The key of an item: the item itself in a Set. NULL when the item is only there under a condition. */
static const il_ev *key_of(const collection_call *c, const il_ev *item)
{
    if (c->array->shape == IL_SHAPE_SET)
        return item;
    return item->kind == IL_EV_ARRAY && item->list.n == 2 ? item->list.items[0] : NULL;
}

/* Whether KEY is in; *AT is then where. MAYBE when that is not known. */
static il_truth find(const collection_call *c, const il_ev *key, size_t *at)
{
    il_truth any = c->array->ev.open || c->array->ragged ? IL_MAYBE : IL_NO;
    for (size_t i = 0; i < c->array->ev.list.n; i++) {
        const il_ev *own = key_of(c, c->array->ev.list.items[i]);
        il_truth equal = own ? il_ev__equal(own, key, true) : IL_MAYBE;
        if (equal == IL_YES) {
            *at = i;
            return IL_YES;
        }
        any = il_or(any, equal);
    }
    return any;
}

/* A key that may be any of those that are in: their values are not known any more. */
static void blur(const collection_call *c, const il_ev *key)
{
    il_eval *e = c->e;
    il_ev__touch(e, c->array);
    c->array->ev.open = true;
    for (size_t i = 0; i < c->array->ev.list.n; i++) {
        const il_ev *own = key_of(c, c->array->ev.list.items[i]);
        if (c->array->shape == IL_SHAPE_SET || !own || il_ev__equal(own, key, true) != IL_MAYBE)
            continue;
        const il_ev *pair = il_ev__array(e, c->loc);
        il_ev__push(e, pair, own);
        il_ev__push(e, pair, il_ev__unknown_here(e, c->loc, "value of a Map by an unknown key"));
        c->array->ev.list.items[i] = pair;
    }
}

static const il_ev *put(const collection_call *c)
{
    il_eval *e = c->e;
    const il_ev *key = il_ev__argument(e, c->args, 0), *item = key;
    size_t at = 0;
    il_truth in = find(c, key, &at);
    if (c->array->shape == IL_SHAPE_MAP) {
        item = il_ev__array(e, c->loc);
        il_ev__push(e, item, key);
        il_ev__push(e, item, il_ev__argument(e, c->args, 1));
    }
    if (in == IL_YES) {
        il_ev__touch(e, c->array);
        c->array->ev.list.items[at] = item;
    } else {
        if (in == IL_MAYBE)
            blur(c, key);
        il_ev__push(e, &c->array->ev, item);
    }
    return &c->array->ev;
}

static const il_ev *get(const collection_call *c)
{
    size_t at = 0;
    il_truth in = find(c, il_ev__argument(c->e, c->args, 0), &at);
    if (in == IL_YES)
        return c->array->ev.list.items[at]->list.items[1];
    return in == IL_NO ? c->e->undefined : il_ev__unknown_here(c->e, c->loc, "value of a Map by an unknown key");
}

static const il_ev *take_out(const collection_call *c)
{
    size_t at = 0;
    il_truth in = find(c, il_ev__argument(c->e, c->args, 0), &at);
    if (in == IL_NO)
        return il_ev__bool(c->e, c->loc, false);
    il_ev__touch(c->e, c->array);
    if (in == IL_MAYBE) {
        c->array->ev.open = true;
        return il_ev__truth_value(c->e, c->loc, IL_MAYBE);
    }
    for (size_t i = at + 1; i < c->array->ev.list.n; i++)
        c->array->ev.list.items[i - 1] = c->array->ev.list.items[i];
    c->array->ev.list.n--;
    return il_ev__bool(c->e, c->loc, true);
}

/* keys() and values() of a Map (PART 0, 1), and all of a Set, as a plain list. */
static const il_ev *parts(const collection_call *c, int part)
{
    il_eval *e = c->e;
    const il_ev *list = il_ev__array(e, c->loc);
    ((il_ev *)list)->open = c->array->ev.open;
    ((il_array *)list)->ragged = c->array->ragged;
    for (size_t i = 0; i < c->array->ev.list.n; i++) {
        const il_ev *item = c->array->ev.list.items[i];
        if (part < 0 || c->array->shape == IL_SHAPE_SET)
            il_ev__push(e, list, item);
        else if (key_of(c, item))
            il_ev__push(e, list, item->list.items[part]);
        else
            ((il_ev *)list)->open = true;
    }
    return list;
}

/* callback(value, key) */
static const il_ev *for_each(const collection_call *c)
{
    il_eval *e = c->e;
    const il_ev *callback = il_ev__argument(e, c->args, 0);
    for (size_t i = 0; i < c->array->ev.list.n && !e->exhausted; i++) {
        const il_ev *item = c->array->ev.list.items[i], **two = IL_NEW_ARRAY(e->arena, 2, const il_ev *);
        if (!key_of(c, item)) {
            il_ev__run_many(e, callback, c->loc);
            continue;
        }
        two[0] = c->array->shape == IL_SHAPE_SET ? item : item->list.items[1];
        two[1] = key_of(c, item);
        il_args args = {two, 2, false, NULL};
        il_ev__apply(e, callback, NULL, &args, c->loc);
    }
    if (c->array->ev.open)
        il_ev__run_many(e, callback, c->loc);
    return e->undefined;
}

const il_ev *il_ev__collection_method(il_eval *e, const il_ev *collection, il_name method, const il_args *args,
                                      il_loc loc)
{
    collection_call c = {e, (il_array *)collection, args, loc};
    bool map = c.array->shape == IL_SHAPE_MAP;
    size_t at;
    if (!strcmp(method, map ? "set" : "add"))
        return put(&c);
    if (!strcmp(method, "get") && map)
        return get(&c);
    if (!strcmp(method, "has"))
        return il_ev__truth_value(e, loc, find(&c, il_ev__argument(e, args, 0), &at));
    if (!strcmp(method, "delete"))
        return take_out(&c);
    if (!strcmp(method, "keys") || !strcmp(method, "values"))
        return parts(&c, method[0] == 'v');
    if (!strcmp(method, "entries"))
        return parts(&c, -1);
    if (!strcmp(method, "forEach"))
        return for_each(&c);
    return NULL;
}
