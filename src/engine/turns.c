/* Findings point into the texts and models of their round, so they are copied before it goes. Of the text only what has a finding is kept, since reports
 * show the code. */
#include "turns.h"

#include <string.h>

#include "mend.h"

/* What copies of one turn share. */
typedef struct {
    il_arena *arena;
    il_map sources; /* path → the copy of the source */
} copying;

static il_str copy_text(const copying *c, il_str text)
{
    return text.p ? il_arena_str(c->arena, text) : text;
}

static const char *copy_words(const copying *c, const char *words)
{
    return words ? il_arena_str(c->arena, il_str_of(words)).p : NULL;
}

static const il_source *copy_source(copying *c, const il_source *source)
{
    if (!source)
        return NULL;
    const il_source *known = il_map_get(&c->sources, il_source_path(source));
    if (known)
        return known;
    known = il_source_new(c->arena, il_source_path(source), copy_text(c, il_source_text(source)));
    il_map_put(&c->sources, il_source_path(known), (void *)(uintptr_t)known);
    return known;
}

static il_loc copy_loc(copying *c, il_loc loc)
{
    return (il_loc){copy_source(c, loc.source), loc.span};
}

static il_fix copy_fix(copying *c, const il_fix *fix)
{
    il_fix out = *fix;
    out.title = copy_text(c, fix->title);
    out.edits = IL_NEW_ARRAY(c->arena, fix->n_edits, il_edit);
    for (size_t i = 0; i < fix->n_edits; i++) {
        const il_edit *edit = &fix->edits[i];
        out.edits[i] = (il_edit){copy_source(c, edit->source), edit->span, copy_text(c, edit->text)};
    }
    return out;
}

static const il_suppression *copy_suppression(copying *c, const il_suppression *old)
{
    if (!old)
        return NULL;
    il_suppression *out = IL_NEW(c->arena, il_suppression);
    *out = (il_suppression){old->kind, copy_text(c, old->by), copy_text(c, old->reason)};
    return out;
}

static il_finding copy_finding(copying *c, const il_finding *f)
{
    il_finding out = *f;
    out.category = copy_text(c, f->category);
    out.message = copy_text(c, f->message);
    out.app = copy_text(c, f->app);
    out.label = copy_text(c, f->label);
    out.no_fix = copy_words(c, f->no_fix);
    out.loc = copy_loc(c, f->loc);
    out.subjects = IL_NEW_ARRAY(c->arena, f->n_subjects, il_subject);
    for (size_t i = 0; i < f->n_subjects; i++) {
        const il_subject *s = &f->subjects[i];
        out.subjects[i] = (il_subject){copy_text(c, s->type), copy_text(c, s->logical_id),
                                       copy_text(c, s->construct_path), copy_text(c, s->stack)};
    }
    out.related = IL_NEW_ARRAY(c->arena, f->n_related, il_related);
    for (size_t i = 0; i < f->n_related; i++)
        out.related[i] = (il_related){copy_loc(c, f->related[i].loc), copy_text(c, f->related[i].message)};
    out.fixes = IL_NEW_ARRAY(c->arena, f->n_fixes, il_fix);
    for (size_t i = 0; i < f->n_fixes; i++)
        out.fixes[i] = copy_fix(c, &f->fixes[i]);
    out.suppressed = copy_suppression(c, f->suppressed);
    return out;
}

bool il_turns_takes(const il_engine *engine, const il_unit *unit)
{
    return engine->options.in_turns && unit->late && !unit->nested && !unit->may_nest;
}

/* The units from AT on that are taken together: those of one file. */
static size_t end_of_turn(const il_engine *engine, size_t at)
{
    size_t end = at + 1;
    while (end < engine->units.n && il_turns_takes(engine, engine->units.items[end]) &&
           il_str_eq(engine->units.items[end]->template_path, engine->units.items[at]->template_path))
        end++;
    return end;
}

static void check_turn(il_engine *engine, size_t from, size_t to, il_sink *sink, il_result *total)
{
    il_round *round = il_round_of(engine, (const il_unit *const *)&engine->units.items[from], to - from);
    if (engine->options.plan_fixes)
        il_mend_plan(round);
    il_sink found = {.arena = round->arena};
    il_round_collect(round, &found);
    copying c = {sink->arena, il_map_in(round->arena)};
    for (size_t i = 0; i < found.findings.n; i++)
        il_sink_report(sink, copy_finding(&c, &found.findings.items[i]));
    total->files += round->files;
    total->stacks += round->stacks;
    total->resources += round->resources;
    il_round_free(round);
    il_workspace_forget(engine, engine->units.items[from]->template_path);
}

void il_turns_check(il_engine *engine, il_sink *sink, il_result *total)
{
    for (size_t i = 0; i < engine->units.n;) {
        size_t end = i + 1;
        if (il_turns_takes(engine, engine->units.items[i])) {
            end = end_of_turn(engine, i);
            check_turn(engine, i, end, sink, total);
        }
        i = end;
    }
}
