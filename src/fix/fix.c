/* A file's accepted edits are kept sorted, so that a fix is checked against its neighbours only. */
#include "fix.h"

#include <stdlib.h>
#include <string.h>

#include "map.h"

typedef IL_VEC(il_edit) edit_list;

typedef struct {
    const il_source *source;
    edit_list edits; /* sorted by place, apart */
} file_edits;

typedef struct {
    il_arena *arena;
    il_map by_path;
    il_map apart;                  /* keys of what was applied → non-NULL */
    il_map brought_for, spoken_of; /* the same for what they bring something for, and speak of */
    IL_VEC(file_edits *) files;
} edit_plan;

static file_edits *edits_of(edit_plan *plan, const il_source *source)
{
    il_str path = il_source_path(source);
    file_edits *file = il_map_get(&plan->by_path, path);
    if (!file) {
        file = IL_NEW(plan->arena, file_edits);
        file->source = source;
        il_map_put(&plan->by_path, path, file);
        IL_PUSH(plan->arena, &plan->files, file);
    }
    return file;
}

/* The index of the first accepted edit that does not come before EDIT. */
static size_t position(const file_edits *file, const il_edit *edit)
{
    size_t low = 0, high = file->edits.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (il_edit_cmp(&file->edits.items[middle], edit) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool same_edit(const il_edit *a, const il_edit *b)
{
    return a->span.start == b->span.start && a->span.end == b->span.end && il_str_eq(a->text, b->text);
}

/* Edits that touch are too close: what stands between them may depend on both. Two insertions at one point that bring their separators may
 * stand one behind the other. */
static bool clash(const il_edit *a, const il_edit *b)
{
    if (a->span.start > b->span.end || b->span.start > a->span.end)
        return false;
    return !il_edit_stacks(a, b);
}

/* The index behind the accepted edits at the very place of EDIT, of which the first is at AT; SAME is set when it is among them. */
static size_t behind(const file_edits *file, const il_edit *edit, size_t at, bool *same)
{
    *same = false;
    for (; at < file->edits.n && il_edit_cmp(&file->edits.items[at], edit) == 0; at++)
        *same = *same || same_edit(&file->edits.items[at], edit);
    return at;
}

static bool fits(const file_edits *file, const il_edit *edit)
{
    bool same;
    size_t first = position(file, edit), after = behind(file, edit, first, &same);
    if (same)
        return true;
    for (size_t i = first ? first - 1 : 0; i <= after && i < file->edits.n; i++)
        if (clash(&file->edits.items[i], edit))
            return false;
    return true;
}

static void accept(edit_plan *plan, const il_edit *edit)
{
    file_edits *file = edits_of(plan, edit->source);
    bool same;
    size_t at = behind(file, edit, position(file, edit), &same);
    if (same)
        return;
    IL_PUSH(plan->arena, &file->edits, *edit);
    il_edit *items = file->edits.items;
    memmove(items + at + 1, items + at, (file->edits.n - 1 - at) * sizeof *items);
    items[at] = *edit;
}

static void try_job(edit_plan *plan, il_fix_job *job)
{
    const il_fix *fix = job->fix;
    job->fate = IL_FIX_WAITS;
    if (job->apart.n && il_map_get(&plan->apart, job->apart))
        return;
    il_str brings_for = {(const char *)&job->brings_for, sizeof job->brings_for};
    il_str speaks_of = {(const char *)&job->speaks_of, sizeof job->speaks_of};
    if ((job->brings_for && il_map_get(&plan->spoken_of, brings_for)) ||
        (job->speaks_of && il_map_get(&plan->brought_for, speaks_of)))
        return;
    for (size_t i = 0; i < fix->n_edits; i++)
        if (!fits(edits_of(plan, fix->edits[i].source), &fix->edits[i]))
            return;
    for (size_t i = 0; i < fix->n_edits; i++)
        accept(plan, &fix->edits[i]);
    job->fate = IL_FIX_APPLIED;
    if (job->apart.n)
        il_map_put(&plan->apart, job->apart, job);
    if (job->brings_for)
        il_map_put(&plan->brought_for, brings_for, job);
    if (job->speaks_of)
        il_map_put(&plan->spoken_of, speaks_of, job);
}

static int job_order(const void *left, const void *right)
{
    const il_fix_job *a = *(il_fix_job *const *)left, *b = *(il_fix_job *const *)right;
    int order = il_edit_cmp(&a->fix->edits[0], &b->fix->edits[0]);
    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : (a < b ? -1 : a > b);
}

static int file_order(const void *left, const void *right)
{
    const il_fixed_file *a = left, *b = right;
    return il_str_cmp(il_source_path(a->source), il_source_path(b->source));
}

size_t il_fix_apply(il_arena *arena, il_fix_job *jobs, size_t n, il_fixed_file **files)
{
    edit_plan plan = {.arena = arena,
                      .by_path = il_map_in(arena),
                      .apart = il_map_in(arena),
                      .brought_for = il_map_in(arena),
                      .spoken_of = il_map_in(arena)};
    il_fix_job **order = IL_NEW_ARRAY(arena, n, il_fix_job *);
    for (size_t i = 0; i < n; i++)
        order[i] = &jobs[i];
    if (n)
        qsort(order, n, sizeof *order, job_order);
    for (size_t i = 0; i < n; i++)
        try_job(&plan, order[i]);
    size_t changed = 0;
    *files = IL_NEW_ARRAY(arena, plan.files.n, il_fixed_file);
    for (size_t i = 0; i < plan.files.n; i++) {
        const file_edits *file = plan.files.items[i];
        if (!file->edits.n)
            continue;
        il_str text = il_edits_apply(arena, file->source, file->edits.items, file->edits.n);
        (*files)[changed++] = (il_fixed_file){file->source, text};
    }
    if (changed)
        qsort(*files, changed, sizeof **files, file_order);
    return changed;
}
