/* Two ways and their join. While a fork is open, what is written to anything older than it is put down in the journal with its value before;
 * so a branch can be taken back, and what both branches wrote is joined to choices. Constructs made and methods called are never taken
 * back: they carry the condition they happened under. */
#include "eval.h"

il_fork il_ev__fork(il_eval *e)
{
    il_fork fork = {e->journal.n, ++e->serial, e->fork};
    e->fork = fork.id;
    return fork;
}

void il_ev__journal(il_eval *e, il_write write)
{
    if (e->fork && write.born < e->fork)
        IL_PUSH(e->arena, &e->journal, write);
}

static bool same_place(const il_write *a, const il_write *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case IL_WRITE_VARIABLE:
        return a->scope == b->scope && a->index == b->index;
    case IL_WRITE_FIELD:
        return a->object == b->object && a->name == b->name;
    case IL_WRITE_OPEN:
        return a->object == b->object;
    default:
        return a->array == b->array;
    }
}

static const il_write *find(const il_writes *writes, const il_write *place)
{
    for (size_t i = 0; i < writes->n; i++) {
        if (same_place(&writes->items[i], place))
            return &writes->items[i];
    }
    return NULL;
}

/* What stands at WRITE's place now. */
static il_write current(const il_write *write)
{
    il_write now = *write;
    switch (write->kind) {
    case IL_WRITE_VARIABLE:
        now.value = write->scope->variables.items[write->index].value;
        break;
    case IL_WRITE_FIELD: {
        const il_field *field = il_ev__field(write->object, write->name);
        now.value = field ? field->value : NULL;
        break;
    }
    case IL_WRITE_OPEN:
        now.open = write->object->open;
        break;
    case IL_WRITE_ARRAY:
        now.items = write->array->ev.list.items;
        now.n = write->array->ev.list.n;
        now.open = write->array->ev.open;
        now.ragged = write->array->ragged;
        break;
    }
    return now;
}

/* Puts WRITE's content at its place without a word in the journal. */
static void put(il_eval *e, const il_write *write)
{
    switch (write->kind) {
    case IL_WRITE_VARIABLE:
        write->scope->variables.items[write->index].value = write->value;
        break;
    case IL_WRITE_FIELD: {
        uint32_t outer = e->fork;
        e->fork = 0;
        if (write->value)
            il_ev__set(e, write->object, write->name, (il_loc){0}, write->value);
        else
            il_ev__remove(e, write->object, write->name);
        e->fork = outer;
        break;
    }
    case IL_WRITE_OPEN:
        write->object->open = write->open;
        break;
    case IL_WRITE_ARRAY:
        write->array->ev.list.items = write->items;
        write->array->ev.list.n = write->n;
        write->array->ev.open = write->open;
        write->array->ragged = write->ragged;
        write->array->capacity = write->n; /* the next push copies: another branch may hold these items */
        break;
    }
}

static il_writes take_since(il_eval *e, il_fork *fork)
{
    il_writes taken = {0};
    if (fork->mark > e->journal.n)
        fork->mark = e->journal.n;
    taken.capacity = e->journal.n - fork->mark;
    taken.items = taken.capacity ? IL_NEW_ARRAY(e->arena, taken.capacity, il_write) : NULL;
    for (size_t i = fork->mark; i < e->journal.n; i++) {
        il_ev__charge(e, taken.n);
        if (!find(&taken, &e->journal.items[i])) {
            il_write now = current(&e->journal.items[i]);
            IL_PUSH(e->arena, &taken, now);
        }
    }
    for (size_t i = e->journal.n; i-- > fork->mark;)
        put(e, &e->journal.items[i]);
    e->journal.n = fork->mark;
    return taken;
}

/* BELOW with what ABOVE wrote after it. */
static il_writes overlay(il_eval *e, const il_writes *below, const il_writes *above)
{
    if (below->n == 0)
        return *above;
    il_writes both = {.capacity = above->n + below->n};
    both.items = IL_NEW_ARRAY(e->arena, both.capacity, il_write);
    il_ev__charge(e, above->n * below->n);
    for (size_t i = 0; i < above->n; i++)
        IL_PUSH(e->arena, &both, above->items[i]);
    for (size_t i = 0; i < below->n; i++) {
        if (!find(above, &below->items[i]))
            IL_PUSH(e->arena, &both, below->items[i]);
    }
    return both;
}

/* The waiting way whose fork is the innermost one inside of FORK; NULL when there is none. */
static il_waiting *innermost(const il_waitings *pendings, const il_fork *fork)
{
    il_waiting *found = NULL;
    for (size_t i = 0; pendings && i < pendings->list.n; i++) {
        il_waiting *p = &pendings->list.items[i];
        if (p->open && p->fork.id > fork->id && (!found || p->fork.id > found->fork.id))
            found = p;
    }
    return found;
}

il_writes il_ev__take(il_eval *e, il_fork *fork)
{
    const il_waitings *pendings = e->frame ? e->frame->pending : NULL;
    il_writes taken = {0};
    for (;;) {
        il_waiting *inner = innermost(pendings, fork);
        il_writes part = take_since(e, inner ? &inner->fork : fork);
        taken = overlay(e, &part, &taken);
        for (size_t i = 0; pendings && i < pendings->list.n; i++) {
            il_waiting *out = &pendings->list.items[i];
            if (!out->open && out->holder == fork->id && out->fork.mark != SIZE_MAX)
                out->writes = overlay(e, &part, &out->writes);
        }
        if (!inner)
            break;
        inner->open = false;
        inner->holder = fork->id;
    }
    for (size_t i = 0; pendings && i < pendings->list.n; i++) {
        if (!pendings->list.items[i].open && pendings->list.items[i].holder == fork->id)
            pendings->list.items[i].fork.mark = SIZE_MAX; /* a second take of this fork must leave it as it is */
    }
    e->fork = fork->id;
    return taken;
}

/* Writes WRITE's content as the program would, journal included. */
static void replay(il_eval *e, const il_write *write)
{
    il_write before = current(write);
    il_ev__journal(e, before);
    put(e, write);
}

void il_ev__redo(il_eval *e, const il_writes *branch)
{
    for (size_t i = 0; i < branch->n; i++)
        replay(e, &branch->items[i]);
}

void il_ev__reopen(il_eval *e, const il_fork *fork)
{
    const il_waitings *pendings = e->frame ? e->frame->pending : NULL;
    for (size_t i = 0; pendings && i < pendings->list.n; i++) {
        il_waiting *p = &pendings->list.items[i];
        if (p->open || p->fork.id == 0 || p->holder != fork->id)
            continue;
        p->fork = il_ev__fork(e);
        p->open = true;
    }
}

void il_ev__close(il_eval *e, il_fork *fork)
{
    e->fork = fork->outer;
    il_ev__reopen(e, fork);
}

static const il_ev *or_undefined(il_eval *e, const il_ev *value)
{
    return value ? value : e->undefined;
}

static const il_ev *item_of(il_eval *e, const il_write *array, size_t i)
{
    return i < array->n ? array->items[i] : e->undefined;
}

/* Item by item; what only one branch has is there under its condition. */
static void join_arrays(il_eval *e, il_condition condition, const il_write *a, const il_write *b, il_write *joined)
{
    size_t longest = a->n > b->n ? a->n : b->n;
    joined->n = 0;
    joined->items = IL_NEW_ARRAY(e->arena, longest + 1, const il_ev *);
    joined->open = a->open || b->open;
    joined->ragged = a->ragged || b->ragged || a->n != b->n;
    for (size_t i = 0; i < longest; i++) {
        const il_ev *x = item_of(e, a, i), *y = item_of(e, b, i);
        const il_ev *item = il_ev__choice(e, (x == e->undefined ? y : x)->loc, condition, x, y);
        if (item != e->undefined)
            joined->items[joined->n++] = item;
    }
}

static void join_one(il_eval *e, il_condition condition, const il_write *a, const il_write *b)
{
    il_write joined = *a;
    switch (a->kind) {
    case IL_WRITE_VARIABLE:
    case IL_WRITE_FIELD: {
        const il_ev *x = or_undefined(e, a->value), *y = or_undefined(e, b->value);
        joined.value = il_ev__choice(e, (x->loc.source ? x : y)->loc, condition, x, y);
        break;
    }
    case IL_WRITE_OPEN:
        joined.open = a->open || b->open;
        break;
    case IL_WRITE_ARRAY:
        join_arrays(e, condition, a, b, &joined);
        break;
    }
    replay(e, &joined);
}

void il_ev__join(il_eval *e, il_condition condition, const il_writes *a, const il_writes *b)
{
    il_ev__charge(e, a->n * b->n);
    for (size_t i = 0; i < a->n; i++) {
        const il_write *other = find(b, &a->items[i]);
        il_write now = current(&a->items[i]);
        join_one(e, condition, &a->items[i], other ? other : &now);
    }
    for (size_t i = 0; i < b->n; i++) {
        if (find(a, &b->items[i]))
            continue;
        il_write now = current(&b->items[i]);
        join_one(e, condition, &now, &b->items[i]);
    }
}

void il_ev__blur(il_eval *e, const il_writes *branch)
{
    for (size_t i = 0; i < branch->n; i++) {
        il_write blurred = current(&branch->items[i]);
        const il_ev *written = branch->items[i].value;
        switch (blurred.kind) {
        case IL_WRITE_VARIABLE:
        case IL_WRITE_FIELD:
            if (written && blurred.value && il_ev__same(written, blurred.value))
                continue;
            blurred.value = il_ev__unknown(e, written ? written->loc : (il_loc){0},
                                           "changed in a loop of unknown length", (il_str){NULL, 0});
            break;
        default:
            blurred.open = true;
            break;
        }
        replay(e, &blurred);
    }
}
