/* Findings point into the texts and models of their round, so they are copied before it goes. Of the text only what has a finding is kept, since reports
 * show the code. Which files an app reads is only known when it was evaluated: apps that turn out to share one that matters are checked once more,
 * together. */
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
    *out = *old;
    out->by = copy_text(c, old->by);
    out->reason = copy_text(c, old->reason);
    out->expires = copy_text(c, old->expires);
    out->loc = copy_loc(c, old->loc);
    return out;
}

static il_finding copy_finding(copying *c, const il_finding *f)
{
    il_finding out = *f;
    out.rule = copy_words(c, f->rule);
    out.category = copy_text(c, f->category);
    out.message = copy_text(c, f->message);
    out.app = copy_text(c, f->app);
    out.label = copy_text(c, f->label);
    out.property = copy_text(c, f->property);
    out.about = copy_text(c, f->about);
    out.element = copy_loc(c, f->element);
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

static il_accepted copy_accepted(copying *c, const il_accepted *old)
{
    il_accepted out = *old;
    out.loc = copy_loc(c, old->loc);
    out.id = copy_text(c, old->id);
    out.reason = copy_text(c, old->reason);
    out.expires = copy_text(c, old->expires);
    return out;
}

static bool is_app(const il_unit *unit)
{
    return !unit->template_path.p;
}

void il_turns_choose(il_engine *engine)
{
    size_t n = 0;
    for (size_t i = 0; i < engine->units.n; i++)
        n += is_app(engine->units.items[i]);
    /* Which given parameters are nobody's, and what they were meant to be, is asked of all templates together. */
    bool many = n > IL_TURN_APPS && !(engine->options.givens && engine->options.givens->n);
    for (size_t i = 0; i < engine->units.n; i++)
        if (is_app(engine->units.items[i]))
            engine->units.items[i]->late = many;
    for (size_t i = 0; many && engine->options.in_turns && i < engine->opened.n; i++)
        if (!il_map_get(&engine->templates, engine->opened.items[i]->path))
            il_workspace_forget(engine, engine->opened.items[i]->path);
}

bool il_turns_takes(const il_engine *engine, const il_unit *unit)
{
    return engine->options.in_turns && unit->late && !unit->nested && !unit->may_nest;
}

/* What was checked together, and the files that it read. */
typedef struct turn {
    const il_unit *const *units;
    size_t n_units;
    il_sink found;
    il_accepted *accepted;
    size_t n_accepted;
    il_str *files;
    size_t n_files;
    struct turn *with; /* the turn that this one is checked with; itself when it stands alone */
} turn;

/* All turns of a check. */
typedef struct {
    il_engine *engine;
    il_arena *scratch; /* of the turns themselves; what is copied for good lies in that of the result */
    copying copies;
    il_result *total;
    IL_VEC(turn *) turns;
    il_map readers; /* file → the first turn that read it */
} turns;

/* The units from AT on that are taken together: those of one file. */
static size_t end_of_turn(const il_engine *engine, size_t at)
{
    const il_unit *first = engine->units.items[at];
    size_t end = at + 1;
    while (!is_app(first) && end < engine->units.n && il_turns_takes(engine, engine->units.items[end]) &&
           il_str_eq(engine->units.items[end]->template_path, first->template_path))
        end++;
    return end;
}

/* What is said of whole assemblies points into them, too. */
static void keep_notices(il_engine *engine, size_t from)
{
    copying c = {engine->arena, il_map_in(engine->arena)};
    for (size_t i = from; i < engine->notices.findings.n; i++)
        engine->notices.findings.items[i] = copy_finding(&c, &engine->notices.findings.items[i]);
}

/* Gives back what was read, and remembers its names. */
static void close_files(turns *all, turn *t)
{
    il_engine *engine = all->engine;
    t->files = IL_NEW_ARRAY(all->scratch, engine->opened.n, il_str);
    t->n_files = engine->opened.n;
    for (size_t i = 0; i < engine->opened.n; i++) {
        t->files[i] = engine->opened.items[i]->path;
        il_workspace_forget(engine, t->files[i]);
    }
    engine->opened.n = 0;
}

/* Room for N findings at once: what a growing list leaves behind stays in the arena. */
static void reserve(il_sink *sink, size_t n)
{
    il_finding *items = IL_NEW_ARRAY(sink->arena, sink->findings.n + n, il_finding);
    if (sink->findings.n)
        memcpy(items, sink->findings.items, sink->findings.n * sizeof *items);
    sink->findings.items = items;
    sink->findings.capacity = sink->findings.n + n;
}

static void check_turn(turns *all, turn *t, bool counts)
{
    il_engine *engine = all->engine;
    size_t notices = engine->notices.findings.n;
    engine->opened.n = 0;
    il_round *round = il_round_of(engine, t->units, t->n_units);
    if (engine->options.plan_fixes)
        il_mend_plan(round, NULL);
    il_sink found = {.arena = round->arena};
    il_round_collect(round, &found);
    t->found = (il_sink){.arena = all->scratch};
    reserve(&t->found, found.findings.n);
    for (size_t i = 0; i < found.findings.n; i++)
        il_sink_report(&t->found, copy_finding(&all->copies, &found.findings.items[i]));
    t->n_accepted = round->accepted.n;
    t->accepted = IL_NEW_ARRAY(all->scratch, t->n_accepted, il_accepted);
    for (size_t i = 0; i < t->n_accepted; i++)
        t->accepted[i] = copy_accepted(&all->copies, &round->accepted.items[i]);
    keep_notices(engine, notices);
    if (counts) {
        all->total->files += round->files;
        all->total->stacks += round->stacks;
        all->total->assemblies += round->assemblies;
        all->total->resources += round->resources;
    }
    il_round_free(round);
    close_files(all, t);
}

static turn *leader(turn *t)
{
    while (t->with != t)
        t = t->with;
    return t;
}

/* Brings T together with those before it that read a file in which somebody found or would change something. */
static void join(turns *all, turn *t)
{
    for (size_t i = 0; i < t->n_files; i++) {
        if (!il_map_get(&all->copies.sources, t->files[i]))
            continue;
        turn *reader = il_map_get(&all->readers, t->files[i]);
        if (!reader)
            il_map_put(&all->readers, t->files[i], t);
        else
            leader(t)->with = leader(reader);
    }
}

/* Checks all that belong to LEADER once more, in one round. */
static void check_together(turns *all, turn *together)
{
    IL_VEC(const il_unit *) units = {0};
    for (size_t i = 0; i < all->turns.n; i++) {
        turn *t = all->turns.items[i];
        for (size_t k = 0; leader(t) == together && k < t->n_units; k++)
            IL_PUSH(all->scratch, &units, t->units[k]);
    }
    if (units.n == together->n_units)
        return;
    together->units = units.items;
    together->n_units = units.n;
    check_turn(all, together, false);
}

void il_turns_check(il_engine *engine, il_sink *sink, il_result *total)
{
    turns all = {.engine = engine, .scratch = il_arena_new(), .total = total};
    all.copies = (copying){sink->arena, il_map_in(all.scratch)};
    all.readers = il_map_in(all.scratch);
    for (size_t i = 0, end; i < engine->units.n; i = end) {
        end = i + 1;
        if (!il_turns_takes(engine, engine->units.items[i]))
            continue;
        end = end_of_turn(engine, i);
        turn *t = IL_NEW(all.scratch, turn);
        *t = (turn){.units = (const il_unit *const *)&engine->units.items[i], .n_units = end - i, .with = t};
        check_turn(&all, t, true);
        IL_PUSH(all.scratch, &all.turns, t);
    }
    for (size_t i = 0; i < all.turns.n; i++)
        join(&all, all.turns.items[i]);
    for (size_t i = 0; i < all.turns.n; i++) {
        turn *t = all.turns.items[i];
        if (leader(t) == t)
            check_together(&all, t);
    }
    size_t n = 0;
    for (size_t i = 0; i < all.turns.n; i++)
        n += all.turns.items[i]->found.findings.n;
    reserve(sink, n);
    for (size_t i = 0; i < all.turns.n; i++) {
        const turn *t = all.turns.items[i];
        bool counts = leader(all.turns.items[i]) == t;
        for (size_t k = 0; counts && k < t->found.findings.n; k++)
            il_sink_report(sink, t->found.findings.items[k]);
        for (size_t k = 0; counts && k < t->n_accepted; k++)
            IL_PUSH(sink->arena, &engine->accepted, t->accepted[k]);
    }
    il_arena_free(all.scratch);
}
