/* What could not be known, for people: the reasons that hide most values first, the places of each, and below each place every value that it
 * hides. Counts occurrences in the model, so one unknown constant that reaches twenty properties counts twenty times. Then what may hold more
 * than is seen (open maps and lists, where absence is not claimed), and the gaps. */
#include <stdlib.h>
#include <string.h>

#include "model_dump.h"

/* One line: a reason as a whole, or one place of it. */
typedef struct {
    il_str text;
    il_loc loc;
    size_t count, order;
    il_map *places;      /* of a reason: key → tally */
    IL_VEC(il_str) uses; /* of a place: the construct and property that it hides */
} tally;

typedef struct {
    il_arena *arena;
    il_map reasons; /* text → tally */
    il_buf path;    /* of the value that is looked at */
    const il_resource *resource;
    IL_VEC(il_str) opened;
} explaining;

static tally *tally_of(il_map *map, il_arena *arena, il_str key)
{
    tally *t = il_map_get(map, key);
    if (!t) {
        t = IL_NEW(arena, tally);
        t->order = map->n;
        il_map_put(map, key, t);
    }
    t->count++;
    return t;
}

/* "Data/Bucket/Resource Properties.BucketName"; what has no known path has its logical id, else its type. */
static il_str use_of(explaining *x)
{
    const il_resource *r = x->resource;
    il_str name = r->construct_path.n ? r->construct_path : r->logical_id.n ? r->logical_id : il_str_of(r->type);
    il_str path = il_buf_str(&x->path);
    return il_arena_printf(x->arena, path.n ? "%.*s %.*s" : "%.*s%.*s", IL_FMT(name), IL_FMT(path));
}

static void count_unknown(explaining *x, const il_value *value)
{
    tally *reason = tally_of(&x->reasons, x->arena, il_str_of(value->unknown.reason));
    if (!reason->places) {
        reason->text = il_str_of(value->unknown.reason);
        reason->places = IL_NEW(x->arena, il_map);
        *reason->places = il_map_in(x->arena);
    }
    il_str key = il_arena_printf(x->arena, "%p %u %.*s", (const void *)value->loc.source, value->loc.span.start,
                                 IL_FMT(value->unknown.detail));
    tally *place = tally_of(reason->places, x->arena, key);
    place->text = value->unknown.detail;
    place->loc = value->loc;
    il_str use = use_of(x);
    bool again = place->uses.n &&
                 il_str_eq(place->uses.items[place->uses.n - 1], use); /* parts of one text, arms of one choice */
    if (!again)
        IL_PUSH(x->arena, &place->uses, use);
}

static void look_at(explaining *x, const il_value *value);

/* What stands below the current path as KEY. */
static void look_below(explaining *x, il_str key, const il_value *value)
{
    size_t n = x->path.n;
    if (n)
        il_buf_putc(&x->path, '.');
    il_buf_add(&x->path, key);
    look_at(x, value);
    x->path.n = n;
}

static void look_at(explaining *x, const il_value *value)
{
    if (value->open && (value->kind == IL_LIST || value->kind == IL_MAP) && !il_resource_is_fact(x->resource))
        IL_PUSH(x->arena, &x->opened, use_of(x));
    switch (value->kind) {
    case IL_UNKNOWN:
        count_unknown(x, value);
        return;
    case IL_LIST:
        for (size_t i = 0; i < value->list.n; i++)
            look_below(x, il_arena_printf(x->arena, "%zu", i), value->list.items[i]);
        return;
    case IL_MAP:
        for (size_t i = 0; i < value->map.n; i++)
            look_below(x, value->map.entries[i].key, value->map.entries[i].value);
        return;
    case IL_CALL:
        for (size_t i = 0; i < value->call.n; i++)
            look_at(x, value->call.items[i]);
        return;
    case IL_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++)
            look_at(x, value->choice.arms[i].value);
        return;
    default:
        return;
    }
}

static int by_place(const tally *a, const tally *b)
{
    if (!a->loc.source || !b->loc.source)
        return (b->loc.source != NULL) - (a->loc.source != NULL);
    int paths = il_str_cmp(il_source_path(a->loc.source), il_source_path(b->loc.source));
    if (paths)
        return paths;
    if (a->loc.span.start != b->loc.span.start)
        return a->loc.span.start < b->loc.span.start ? -1 : 1;
    return il_str_cmp(a->text, b->text);
}

/* The costliest first, then by place or name, else as they came. */
static int by_cost(const void *left, const void *right)
{
    const tally *a = *(const tally *const *)left, *b = *(const tally *const *)right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    int order = by_place(a, b);
    return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

static tally **sorted(const il_map *map, il_arena *arena)
{
    tally **tallies = IL_NEW_ARRAY(arena, map->n, tally *);
    for (size_t i = 0; i < map->n; i++)
        tallies[i] = map->entries[i].value;
    if (map->n)
        qsort(tallies, map->n, sizeof *tallies, by_cost);
    return tallies;
}

static void put_line(il_buf *out, il_loc loc, il_str text)
{
    if (loc.source) {
        il_pos at = il_source_pos(loc.source, loc.span.start);
        il_buf_printf(out, "%.*s:%u:%u", IL_FMT(il_source_path(loc.source)), at.line, at.column);
    } else {
        il_buf_puts(out, "(no place)");
    }
    if (text.n)
        il_buf_printf(out, "  %.*s", IL_FMT(text));
    il_buf_putc(out, '\n');
}

static void put_reason(il_buf *out, const tally *reason, il_arena *arena)
{
    il_buf_printf(out, "%zu unknown: %.*s\n", reason->count, IL_FMT(reason->text));
    tally **places = sorted(reason->places, arena);
    for (size_t i = 0; i < reason->places->n; i++) {
        il_buf_printf(out, "  %5zu  ", places[i]->count);
        put_line(out, places[i]->loc, places[i]->text);
        for (size_t k = 0; k < places[i]->uses.n; k++)
            il_buf_printf(out, "           %.*s\n", IL_FMT(places[i]->uses.items[k]));
    }
}

static int by_text(const void *left, const void *right)
{
    return il_str_cmp(*(const il_str *)left, *(const il_str *)right);
}

static void put_opened(il_buf *out, explaining *x)
{
    if (x->opened.n == 0)
        return;
    il_buf_puts(out, "may hold more than is seen:\n");
    qsort(x->opened.items, x->opened.n, sizeof *x->opened.items, by_text);
    for (size_t i = 0; i < x->opened.n; i++)
        il_buf_printf(out, "  %.*s\n", IL_FMT(x->opened.items[i]));
}

static int gap_order(const void *left, const void *right)
{
    const il_gap *a = *(const il_gap *const *)left, *b = *(const il_gap *const *)right;
    tally x = {.text = a->detail, .loc = a->loc}, y = {.text = b->detail, .loc = b->loc};
    int order = by_place(&x, &y);
    if (!order)
        order = strcmp(a->reason, b->reason);
    return order ? order : strcmp(a->type ? a->type : "", b->type ? b->type : "");
}

static void put_gaps(il_buf *out, const il_app *app, il_arena *arena)
{
    size_t n = app->gaps.n;
    const il_gap **gaps = IL_NEW_ARRAY(arena, n, const il_gap *);
    for (size_t i = 0; i < n; i++)
        gaps[i] = &app->gaps.items[i];
    if (n) {
        il_buf_puts(out, "not followed:\n");
        qsort(gaps, n, sizeof *gaps, gap_order);
    }
    for (size_t i = 0; i < n; i++) {
        il_buf_printf(out, "  %s, may make %s  ", gaps[i]->reason, gaps[i]->type ? gaps[i]->type : "any resource");
        put_line(out, gaps[i]->loc, gaps[i]->detail);
    }
}

void il_model_explain(il_buf *out, const il_app *app)
{
    explaining x = {.arena = il_arena_new()};
    x.reasons = il_map_in(x.arena);
    for (size_t i = 0; i < app->resources.n; i++) {
        x.resource = app->resources.items[i];
        look_at(&x, x.resource->body);
    }
    tally **ranked = sorted(&x.reasons, x.arena);
    for (size_t i = 0; i < x.reasons.n; i++)
        put_reason(out, ranked[i], x.arena);
    put_opened(out, &x);
    put_gaps(out, app, x.arena);
    if (x.reasons.n == 0 && x.opened.n == 0 && app->gaps.n == 0)
        il_buf_puts(out, "everything is known\n");
    il_buf_free(&x.path);
    il_arena_free(x.arena);
}
