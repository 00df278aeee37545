/* What could not be known, for people: the reasons that hide most values first. Counts occurrences in the model, so one unknown
 * constant that reaches twenty properties counts twenty times. */
#include <stdlib.h>

#include "model_dump.h"

/* One line: a reason as a whole, or one place of it. */
typedef struct {
    il_str text;
    il_loc loc;
    size_t count, order;
    il_map *places; /* of a reason: key → tally */
} tally;

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

static void count_unknown(il_map *reasons, il_arena *arena, const il_value *value)
{
    tally *reason = tally_of(reasons, arena, il_str_of(value->unknown.reason));
    if (!reason->places) {
        reason->text = il_str_of(value->unknown.reason);
        reason->places = IL_NEW(arena, il_map);
        *reason->places = il_map_in(arena);
    }
    il_str key = il_arena_printf(arena, "%p %u %.*s", (const void *)value->loc.source, value->loc.span.start,
                                 IL_FMT(value->unknown.detail));
    tally *place = tally_of(reason->places, arena, key);
    place->text = value->unknown.detail;
    place->loc = value->loc;
}

static void count_values(il_map *reasons, il_arena *arena, const il_value *value)
{
    switch (value->kind) {
    case IL_UNKNOWN:
        count_unknown(reasons, arena, value);
        return;
    case IL_LIST:
        for (size_t i = 0; i < value->list.n; i++)
            count_values(reasons, arena, value->list.items[i]);
        return;
    case IL_MAP:
        for (size_t i = 0; i < value->map.n; i++)
            count_values(reasons, arena, value->map.entries[i].value);
        return;
    case IL_CALL:
        for (size_t i = 0; i < value->call.n; i++)
            count_values(reasons, arena, value->call.items[i]);
        return;
    case IL_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++)
            count_values(reasons, arena, value->choice.arms[i].value);
        return;
    default:
        return;
    }
}

/* The costliest first, else as they came. */
static int by_cost(const void *left, const void *right)
{
    const tally *a = *(const tally *const *)left, *b = *(const tally *const *)right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
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

static void put_gap_lines(il_buf *out, const il_app *app)
{
    if (app->gaps.n)
        il_buf_puts(out, "not followed:\n");
    for (size_t i = 0; i < app->gaps.n; i++) {
        const il_gap *gap = &app->gaps.items[i];
        il_buf_printf(out, "  %s, may make %s  ", gap->reason, gap->type ? gap->type : "any resource");
        put_line(out, gap->loc, gap->detail);
    }
}

void il_model_explain(il_buf *out, const il_app *app)
{
    il_arena *arena = il_arena_new();
    il_map reasons = il_map_in(arena);
    for (size_t i = 0; i < app->resources.n; i++)
        count_values(&reasons, arena, app->resources.items[i]->body);
    tally **ranked = sorted(&reasons, arena);
    for (size_t i = 0; i < reasons.n; i++) {
        il_buf_printf(out, "%zu unknown: %.*s\n", ranked[i]->count, IL_FMT(ranked[i]->text));
        tally **places = sorted(ranked[i]->places, arena);
        for (size_t j = 0; j < ranked[i]->places->n; j++) {
            il_buf_printf(out, "  %5zu  ", places[j]->count);
            put_line(out, places[j]->loc, places[j]->text);
        }
    }
    put_gap_lines(out, app);
    if (reasons.n == 0 && app->gaps.n == 0)
        il_buf_puts(out, "everything is known\n");
    il_arena_free(arena);
}
