/* Backwards is search, forwards is proof: candidates are applied to overlays, all that do not overlap at once, the apps are evaluated again, and
 * the proof tells which of them hold. A batch with refusals is tried again in halves, so that the work grows with what fails and not
 * with what is found. */
#include "mend.h"

#include <stdlib.h>
#include <string.h>

#include "brought.h"
#include "config.h"
#include "edit_text.h"
#include "edit_ts.h"
#include "fix.h"
#include "gather.h"
#include "plan.h"

/* One finding on its way to a fix. */
typedef struct {
    il_judged *judged;
    il_plan *plans; /* candidates, best first */
    size_t n_plans, next;
    const char *why; /* why the last candidate was refused */
    bool own;        /* the refusal is about this finding alone: company has no part in it */
    bool proven;
    bool forgone; /* all candidates were refused for good in earlier rounds */
    il_plan last; /* the best of them */
} patient;

typedef IL_VEC(patient *) ward;

/* Trials that one planning may take: each costs an evaluation, and fixes that meet at one place take one each. */
enum { MOST_TRIALS = 32 };

/* Attempts of one round to apply together what was proven: apart from the trials, so that what is proven is always tried. */
enum { MOST_ATTEMPTS = 8 };

/* Findings of a unit that fixes are planned for at once; the others come later: an edit looks at all of a template. */
enum { MOST_PATIENTS = 2000 };
typedef IL_VEC(il_judged *) queue;

/* The findings of one unit at a time: units do not touch each other, so that one with refusals costs no other an evaluation. */
typedef struct {
    il_round *round;
    il_arena *arena;
    const il_mending *known; /* what was refused before need not be tried again; may be NULL */
    il_mending *memory;      /* in rounds: candidates that were refused for good */
    ward all;
    size_t trials;
    bool in_rounds; /* what is applied stays, and is planned for again */
} hospital;

static const char refused_instances[] = "its resources would need different edits";
static const char refused_accepted[] = "it is suppressed for another resource that is made here";
static const char refused_crowded[] = "too many fixes meet: apply those that are shown, then check again";
static const char refused_generated[] = "the template is generated: the program that makes it must change";

static const il_document *document_of(void *context, const il_source *source)
{
    il_engine *engine = context;
    return il_workspace_document(engine, il_source_path(source));
}

static il_planner *planner_of(hospital *h, const il_judged *judged)
{
    il_engine *engine = h->round->engine;
    il_planner_input input = {.arena = h->arena, .app = judged->app, .document_of = document_of, .context = engine};
    input.loader = &engine->loader;
    input.options = &judged->checked->rule_options;
    input.in_rounds = h->in_rounds;
    return il_planner_new(&input);
}

static bool same_edits(const il_fix *a, const il_fix *b)
{
    if (a->n_edits != b->n_edits)
        return false;
    for (size_t i = 0; i < a->n_edits; i++) {
        const il_edit *x = &a->edits[i], *y = &b->edits[i];
        if (il_edit_cmp(x, y) != 0 || !il_str_eq(x->text, y->text))
            return false;
    }
    return true;
}

/* The first candidates of two resources as one: each is changed where it says so, and together the finding goes. False when they clash. */
static bool unite(il_arena *arena, il_plan *plan, const il_fix *other)
{
    il_edits edits = {0};
    const il_fix *fixes[] = {&plan->fix, other};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < fixes[i]->n_edits; k++)
            il_edits_add(arena, &edits, fixes[i]->edits[k].source, fixes[i]->edits[k].span, fixes[i]->edits[k].text);
    il_edits_sort(&edits);
    if (il_edits_clash(&edits))
        return false;
    plan->fix.edits = edits.items;
    plan->fix.n_edits = edits.n;
    return true;
}

/* Keeps the candidates of P that PLANS (of another resource at the same place) have too: one literal, one edit. Where there are none, both are
 * changed. */
static void agree(il_arena *arena, patient *p, const il_plan *plans, size_t n)
{
    size_t kept = 0;
    il_plan first = p->plans[0];
    for (size_t i = 0; i < p->n_plans; i++)
        for (size_t j = 0; j < n; j++)
            if (same_edits(&p->plans[i].fix, &plans[j].fix)) {
                p->plans[kept++] = p->plans[i];
                break;
            }
    if (!kept && n > 0 && unite(arena, &first, &plans[0].fix)) {
        p->plans[0] = first;
        kept = 1;
    }
    if (kept < p->n_plans && !kept)
        p->why = refused_instances;
    p->n_plans = kept;
}

static int compare_rules(const void *left, const void *right)
{
    return strcmp((*(const il_rule *const *)left)->id, (*(const il_rule *const *)right)->id);
}

/* Whether fixes of RULE were asked for. */
static bool wanted(const il_engine_options *options, const il_rule *rule)
{
    return !options->fixable ||
           bsearch(&rule, options->fixable, options->n_fixable, sizeof(il_rule *), compare_rules) != NULL;
}

static bool fixable(const hospital *h, const il_judged *judged)
{
    const il_engine *engine = h->round->engine;
    if (!judged->verdicts.n || judged->finding.severity < engine->options.fix_min)
        return false;
    if (judged->finding.suppressed && !engine->options.fix_suppressed)
        return false;
    const il_rule *rule = judged->verdicts.items[0]->rule;
    if (!rule->n_fixes || !wanted(&engine->options, rule))
        return false;
    /* What could not be decided needs no fix yet. */
    for (size_t i = 0; i < judged->verdicts.n; i++)
        if (judged->verdicts.items[i]->answer != IL_NO)
            return false;
    return il_in_scope(engine, il_source_path(judged->finding.loc.source));
}

/* The edits of a fix may only touch files that were named. */
static bool edits_in_scope(const il_engine *engine, const il_fix *fix)
{
    for (size_t i = 0; i < fix->n_edits; i++)
        if (!il_in_scope(engine, il_source_path(fix->edits[i].source)))
            return false;
    return true;
}

static void drop_out_of_scope(hospital *h, patient *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->n_plans; i++)
        if (edits_in_scope(h->round->engine, &p->plans[i].fix))
            p->plans[kept++] = p->plans[i];
    if (p->n_plans && !kept)
        p->why = "the fix would change a file that was not named";
    p->n_plans = kept;
}

/* Whether somebody accepted the same of another resource that is made at the same place: it would be changed as well. */
static bool shared_with_accepted(const hospital *h, const il_judged *judged)
{
    const il_finding *f = &judged->finding;
    if (h->round->engine->options.fix_suppressed || f->suppressed)
        return false;
    return il_gather_there(h->round, h->arena, il_gather_suppressed(h->round, f->rule), f->loc) != NULL;
}

/* A candidate that was refused, and how surely. */
typedef struct {
    const char *why;
    int times;
} grave;

enum { FOR_GOOD = 2 };

/* The same candidate in a later round: by its rule, its resource and what it writes, since places move. */
static il_str candidate_key(il_arena *arena, const il_plan *plan)
{
    const il_resource *r = plan->verdict->resource;
    il_str id = r->construct_path.n ? r->construct_path : r->logical_id;
    il_buf key = {0};
    il_buf_printf(&key, "%s %s %.*s %.*s", plan->verdict->rule->id, r->type, IL_FMT(id),
                  IL_FMT(plan->verdict->element));
    for (size_t i = 0; i < plan->fix.n_edits; i++) {
        il_buf_putc(&key, '\n');
        il_buf_add(&key, plan->fix.edits[i].text);
    }
    return il_buf_take(arena, &key);
}

/* Notes that P's current candidate was refused; TIMES says how surely. */
static void bury(hospital *h, const patient *p, int times)
{
    if (!h->memory)
        return;
    il_str key = candidate_key(h->memory->arena, &p->plans[p->next]);
    grave *there = il_map_get(&h->memory->graves, key);
    if (!there) {
        there = IL_NEW(h->memory->arena, grave);
        il_map_put(&h->memory->graves, key, there);
    }
    there->why = p->why;
    there->times += times;
}

static void drop_buried(hospital *h, patient *p)
{
    size_t kept = 0;
    if (p->n_plans)
        p->last = p->plans[0];
    for (size_t i = 0; h->memory && i < p->n_plans; i++) {
        const grave *there = il_map_get(&h->memory->graves, candidate_key(h->arena, &p->plans[i]));
        if (there && there->times >= FOR_GOOD)
            p->why = there->why;
        else
            p->plans[kept++] = p->plans[i];
    }
    if (h->memory && p->n_plans && !kept)
        p->forgone = true;
    p->n_plans = h->memory ? kept : p->n_plans;
}

static void admit(hospital *h, il_planner *planner, il_judged *judged)
{
    patient *p = IL_NEW(h->arena, patient);
    p->judged = judged;
    IL_PUSH(h->arena, &h->all, p);
    if (judged->app->kind == IL_APP_TEMPLATE && !judged->app->lone) {
        p->why = judged->verdicts.items[0]->rule->n_fixes ? refused_generated : NULL;
        return;
    }
    if (shared_with_accepted(h, judged)) {
        p->why = refused_accepted;
        return;
    }
    if (h->all.n > MOST_PATIENTS) {
        p->why = refused_crowded;
        return;
    }
    p->n_plans = il_plan_fixes(planner, judged->verdicts.items[0], &p->plans, &p->why);
    for (size_t i = 1; i < judged->verdicts.n && p->n_plans; i++) {
        il_plan *plans;
        const char *why = NULL;
        size_t n = il_plan_fixes(planner, judged->verdicts.items[i], &plans, &why);
        agree(h->arena, p, plans, n);
        if (why)
            p->why = why;
    }
    drop_out_of_scope(h, p);
    drop_buried(h, p);
}

/* A key of the finding that JUDGED is: while its file stays as it is. */
static il_str key_of(il_arena *arena, const il_judged *judged)
{
    const il_finding *f = &judged->finding;
    return il_arena_printf(arena, "%s %u %u %.*s", f->rule, f->loc.span.start, f->loc.span.end,
                           IL_FMT(il_source_path(f->loc.source)));
}

static void admit_all(hospital *h, const queue *findings)
{
    struct {
        const il_app *app;
        il_planner *planner;
    } planners[2] = {{0}}; /* a unit has two models at most */
    for (size_t i = 0; i < findings->n; i++) {
        il_judged *judged = findings->items[i];
        if (!fixable(h, judged))
            continue;
        const char *refused = h->known ? il_map_get(&h->known->refused, key_of(h->arena, judged)) : NULL;
        if (refused) {
            judged->finding.no_fix = refused;
            continue;
        }
        size_t at = planners[0].app && planners[0].app != judged->app;
        if (planners[at].app != judged->app) {
            planners[at].app = judged->app;
            planners[at].planner = planner_of(h, judged);
        }
        admit(h, planners[at].planner, judged);
    }
}

static il_plan *current(const patient *p)
{
    return &p->plans[p->next];
}

/* A trial: overlays laid over the workspace and what stood there. */
typedef struct {
    IL_VEC(il_slot) saved;
    IL_VEC(const il_unit *) units; /* those that the fixes are of: only they are evaluated again */
    il_round *after;
    const char *worse; /* a file parses worse */
} trial;

static void begin_trial(hospital *h, trial *t, const il_fixed_file *files, size_t n)
{
    il_engine *engine = h->round->engine;
    for (size_t i = 0; i < n; i++) {
        il_str path = il_source_path(files[i].source);
        const il_document *old = il_workspace_document(engine, path);
        size_t errors = old ? old->n_errors : 0;
        il_slot before = il_workspace_overlay(engine, path, files[i].text);
        IL_PUSH(h->arena, &t->saved, before);
        const il_document *new = il_workspace_document(engine, path);
        if (new &&new->n_errors > errors)
            t->worse = "the file would parse worse";
        else if (new &&new->ts && il_ts_imports_twice(h->arena, new))
            t->worse = "the file would import a name twice";
    }
    t->after = t->worse ? NULL : il_round_of(engine, t->units.items, t->units.n);
}

static void undo_trial(hospital *h, trial *t)
{
    for (size_t i = t->saved.n; i-- > 0;)
        il_workspace_restore(h->round->engine, &t->saved.items[i]);
    il_round_free(t->after);
    t->after = NULL;
}

/* The model of the same unit and kind in AFTER. */
static const il_app *counterpart(const il_round *after, const il_judged *judged)
{
    for (size_t i = 0; i < after->units.n; i++) {
        const il_checked *c = after->units.items[i];
        if (c->unit == judged->checked->unit)
            return judged->app->kind == IL_APP_CDK ? c->source : c->assembly;
    }
    return NULL;
}

/* The current plans of BATCH, one for each resource that a finding is about: the finding must go for all of them. *OWNERS has whose each is. */
static const il_plan **plans_of(hospital *h, patient **batch, size_t n, size_t *n_plans, patient ***owners)
{
    *n_plans = 0;
    for (size_t i = 0; i < n; i++)
        *n_plans += batch[i]->judged->verdicts.n;
    const il_plan **plans = IL_NEW_ARRAY(h->arena, *n_plans, const il_plan *);
    *owners = IL_NEW_ARRAY(h->arena, *n_plans, patient *);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < batch[i]->judged->verdicts.n; k++) {
            il_plan *plan = current(batch[i]);
            if (k > 0) {
                il_plan *further = IL_NEW(h->arena, il_plan);
                *further = *plan;
                further->verdict = batch[i]->judged->verdicts.items[k];
                plan = further;
            }
            (*owners)[at] = batch[i];
            plans[at++] = plan;
        }
    }
    return plans;
}

/* Proves the plans of one app's patients; refused ones get their reason. Returns how many hold. */
static size_t prove_app(hospital *h, trial *t, patient **batch, size_t n)
{
    patient **owners;
    const il_app *app = batch[0]->judged->app, *after = counterpart(t->after, batch[0]->judged);
    il_proof_input input = {.before = app, .after = after, .options = &batch[0]->judged->checked->rule_options};
    input.plans = plans_of(h, batch, n, &input.n_plans, &owners);
    il_arena *scratch = il_arena_new(); /* what a proof compares is as large as the app */
    for (size_t i = 0; i < n; i++) {
        batch[i]->why = after ? NULL : "the app cannot be read any more";
        batch[i]->own = after != NULL;
    }
    if (after) {
        il_proof proof = {0};
        il_plan_prove(scratch, &input, &proof);
        il_brought brought = {h->round, t->after, batch[0]->judged, input.plans, input.n_plans};
        const char **errors = il_brought_errors(scratch, &brought);
        for (size_t i = 0; i < input.n_plans; i++) {
            const char *why = proof.refusals[i] ? proof.refusals[i] : errors[i];
            owners[i]->own = owners[i]->own && (!why || proof.own[i]);
            owners[i]->why = owners[i]->why ? owners[i]->why : why;
        }
    }
    size_t held = 0;
    for (size_t i = 0; i < n; i++)
        held += !batch[i]->why;
    il_arena_free(scratch);
    return held;
}

/* Proves a batch, app by app (patients of one app stand together). */
static size_t prove(hospital *h, trial *t, patient **batch, size_t n)
{
    size_t held = 0;
    if (t->worse) {
        for (size_t i = 0; i < n; i++) {
            batch[i]->why = t->worse;
            batch[i]->own = false;
        }
        return 0;
    }
    for (size_t from = 0; from < n;) {
        size_t to = from + 1;
        while (to < n && batch[to]->judged->app == batch[from]->judged->app)
            to++;
        held += prove_app(h, t, batch + from, to - from);
        from = to;
    }
    return held;
}

/* Patients stand in the order of their units, so that looking at the last one is enough; a stray repetition costs time alone. */
static void add_unit(hospital *h, trial *t, const il_unit *unit)
{
    if (!t->units.n || t->units.items[t->units.n - 1] != unit)
        IL_PUSH(h->arena, &t->units, unit);
}

/* Applies the current candidates of BATCH; those that overlap wait and stand behind the others afterwards. Returns how many are applied. */
static size_t apply(hospital *h, patient **batch, size_t n, trial *t)
{
    il_fix_job *jobs = IL_NEW_ARRAY(h->arena, n, il_fix_job);
    for (size_t i = 0; i < n; i++)
        jobs[i] = (il_fix_job){.rule = batch[i]->judged->finding.rule,
                               .fix = &current(batch[i])->fix,
                               .apart = current(batch[i])->apart,
                               .brings_for = il_plan_brings_for(current(batch[i])),
                               .speaks_of = current(batch[i])->uses,
                               .fate = IL_FIX_WAITS};
    il_fixed_file *files;
    size_t n_files = il_fix_apply(h->arena, jobs, n, &files), applied = 0;
    patient **order = IL_NEW_ARRAY(h->arena, n, patient *);
    for (size_t i = 0; i < n; i++)
        if (jobs[i].fate == IL_FIX_APPLIED)
            order[applied++] = batch[i];
    size_t waiting = applied;
    for (size_t i = 0; i < n; i++)
        if (jobs[i].fate != IL_FIX_APPLIED)
            order[waiting++] = batch[i];
    memcpy(batch, order, n * sizeof *batch);
    h->trials++;
    *t = (trial){0};
    for (size_t i = 0; i < applied; i++)
        add_unit(h, t, batch[i]->judged->checked->unit);
    begin_trial(h, t, files, n_files);
    return applied;
}

static void try_batch(hospital *h, patient **batch, size_t n);

/* P's candidate gives way to the next. True when there is one. */
static bool give_way(hospital *h, patient *p, int times)
{
    bury(h, p, times);
    p->proven = false; /* it may have held in company */
    return ++p->next < p->n_plans;
}

/* What a trial of BATCH said: those without a refusal are proven. A refusal that is about the finding itself is taken for what it is; the others are
 * tried without those that held, in halves when there was none, and alone in the end. */
static void settle(hospital *h, patient **batch, size_t n)
{
    size_t held = 0, left = 0;
    patient **again = IL_NEW_ARRAY(h->arena, n, patient *), **done = IL_NEW_ARRAY(h->arena, n, patient *);
    size_t n_done = 0;
    bool progress = false;
    for (size_t i = 0; i < n; i++) {
        patient *p = batch[i];
        bool final = p->why && (p->own || n == 1);
        progress |= !p->why || final;
        p->proven = !p->why;
        if (!p->why)
            batch[held++] = p;
        else if (!final || give_way(h, p, n == 1 ? FOR_GOOD : 1))
            again[left++] = p;
        else
            done[n_done++] = p;
    }
    for (size_t i = 0; i < left; i++)
        batch[held + i] = again[i];
    for (size_t i = 0; i < n_done; i++)
        batch[held + left + i] = done[i];
    patient **rest = batch + held;
    if (progress) {
        try_batch(h, rest, left);
    } else {
        try_batch(h, rest, left / 2);
        try_batch(h, rest + left / 2, left - left / 2);
    }
}

/* Tries BATCH; what overlaps is tried later by itself. */
static void try_batch(hospital *h, patient **batch, size_t n)
{
    while (n && h->trials < MOST_TRIALS) {
        trial t;
        size_t applied = apply(h, batch, n, &t);
        prove(h, &t, batch, applied);
        undo_trial(h, &t);
        settle(h, batch, applied);
        batch += applied;
        n -= applied;
    }
    for (size_t i = 0; i < n; i++)
        batch[i]->why = refused_crowded;
}

static size_t candidates(hospital *h, patient ***batch)
{
    size_t n = 0;
    *batch = IL_NEW_ARRAY(h->arena, h->all.n, patient *);
    for (size_t i = 0; i < h->all.n; i++)
        if (h->all.items[i]->n_plans)
            (*batch)[n++] = h->all.items[i];
    return n;
}

/* The findings of ROUND for each of its units. */
static queue *queues_of(const il_round *round)
{
    queue *queues = IL_NEW_ARRAY(round->arena, round->units.n, queue);
    for (size_t i = 0; i < round->judged.n; i++) {
        il_judged *judged = round->judged.items[i];
        if (judged->checked)
            IL_PUSH(round->arena, &queues[judged->checked->place], judged);
    }
    return queues;
}

static void plan_unit(hospital *h, const queue *findings)
{
    patient **batch;
    admit_all(h, findings);
    size_t n = candidates(h, &batch);
    try_batch(h, batch, n);
    for (size_t i = 0; i < h->all.n; i++) {
        patient *p = h->all.items[i];
        il_finding *f = &p->judged->finding;
        if (p->proven) {
            f->fixes = &current(p)->fix;
            f->n_fixes = 1;
        } else {
            f->no_fix = p->why;
        }
    }
}

void il_mend_plan(il_round *round, const il_mending *known)
{
    queue *queues = queues_of(round);
    for (size_t i = 0; i < round->units.n; i++) {
        hospital h = {.round = round, .arena = round->arena, .known = known};
        plan_unit(&h, &queues[i]);
    }
}

/* What PLAN may change: what its page names. */
static void list_changes(il_arena *arena, const il_plan *plan, il_fixed *out)
{
    const il_rule_fix *page = plan->page;
    IL_VEC(const char *) changes = {0};
    for (size_t i = 0; i < page->n_set; i++)
        IL_PUSH(arena, &changes, page->set[i].path);
    for (size_t i = 0; i < page->n_remove; i++)
        IL_PUSH(arena, &changes, page->remove[i]);
    for (size_t i = 0; i < page->n_allow; i++)
        IL_PUSH(arena, &changes, page->allow[i]);
    for (size_t i = 0; i < plan->n_allow; i++)
        IL_PUSH(arena, &changes, plan->allow[i]);
    for (size_t i = 0; page->add_cfn && i < page->add_cfn->map.n; i++) {
        const il_value *type = il_value_get(page->add_cfn->map.entries[i].value, IL_STR("Type"));
        if (type->kind == IL_STRING)
            IL_PUSH(arena, &changes, il_arena_str(arena, type->string).p);
    }
    if (page->on) /* what is set stands on a resource that no finding names */
        IL_PUSH(arena, &changes, plan->site->type);
    out->changes = changes.items;
    out->n_changes = changes.n;
}

static void copy_subjects(il_arena *arena, const il_finding *finding, il_fixed *out)
{
    out->subjects = IL_NEW_ARRAY(arena, finding->n_subjects, il_subject);
    out->n_subjects = finding->n_subjects;
    for (size_t i = 0; i < finding->n_subjects; i++) {
        const il_subject *from = &finding->subjects[i];
        il_subject *to = &out->subjects[i];
        to->type = il_arena_str(arena, from->type);
        to->logical_id = il_arena_str(arena, from->logical_id);
        to->construct_path = il_arena_str(arena, from->construct_path);
        to->stack = il_arena_str(arena, from->stack);
    }
}

/* The round that P belongs to ends: everything is copied. */
static void note_fate(il_mending *mending, patient *p, bool applied)
{
    il_arena *arena = mending->arena;
    const il_finding *finding = &p->judged->finding;
    const il_plan *plan = p->forgone ? &p->last : &p->plans[p->next < p->n_plans ? p->next : p->n_plans - 1];
    il_fixed fixed = {.rule = finding->rule, .title = plan->fix.title, .safety = plan->fix.safety, .applied = applied};
    fixed.file = il_arena_str(arena, il_source_path(finding->loc.source));
    fixed.line = il_source_pos(finding->loc.source, finding->loc.span.start).line;
    fixed.why = applied ? NULL : p->why;
    copy_subjects(arena, finding, &fixed);
    list_changes(arena, plan, &fixed);
    if (!applied && p->why)
        il_map_put(&mending->refused, key_of(arena, p->judged), (void *)p->why);
    IL_PUSH(arena, &mending->fixes, fixed);
}

/* Leaves out the candidates that are not safe enough to be applied: by the command line, or by the configuration of the finding's file. */
static void drop_unsafe(hospital *h)
{
    for (size_t i = 0; i < h->all.n && !h->round->engine->options.unsafe_fixes; i++) {
        patient *p = h->all.items[i];
        il_str folder = il_path_directory(il_source_path(p->judged->finding.loc.source));
        bool unsafe = il_engine_config(h->round->engine, folder)->unsafe_fixes;
        size_t kept = 0;
        for (size_t j = 0; j < p->n_plans && !unsafe; j++)
            if (p->plans[j].fix.safety == IL_SAFE)
                p->plans[kept++] = p->plans[j];
        p->n_plans = unsafe ? p->n_plans : kept;
    }
}

static void keep_before(il_mending *mending, const trial *t)
{
    for (size_t i = 0; i < t->saved.n; i++) {
        const il_slot *slot = &t->saved.items[i];
        if (il_map_get(&mending->before, slot->path))
            continue;
        il_str *text = IL_NEW(mending->arena, il_str);
        *text = slot->overlaid ? slot->overlay : slot->disk;
        il_map_put(&mending->before, slot->path, text);
    }
}

/* What was laid over for good may be pointed to: by what stood before, and by findings that were reported. */
static void keep_texts(il_engine *engine, const trial *t)
{
    for (size_t i = 0; i < t->saved.n; i++)
        if (t->saved.items[i].laid)
            IL_PUSH(engine->arena, &engine->kept, t->saved.items[i].laid);
}

/* Those of BATCH that were proven, at its front; what was refused for good is noted. */
static size_t keep_proven(il_mending *mending, patient **batch, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (batch[i]->proven)
            batch[kept++] = batch[i];
        else if (batch[i]->next >= batch[i]->n_plans)
            note_fate(mending, batch[i], false);
    }
    return kept;
}

/* Those of BATCH that the last trial did not refuse, at its front. */
static size_t keep_held(patient **batch, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!batch[i]->why)
            batch[kept++] = batch[i];
    return kept;
}

/* What all candidates were refused for in earlier rounds stays refused. */
static void note_forgone(hospital *h, il_mending *mending)
{
    for (size_t i = 0; i < h->all.n; i++)
        if (h->all.items[i]->forgone)
            note_fate(mending, h->all.items[i], false);
}

/* One round of fixing of one unit: applies what holds as overlays. Returns how many fixes were applied. *NEXT is the evaluation of the unit that came
 * out (owned by the caller), NULL when nothing was applied. */
static size_t mend_once(hospital *h, const queue *findings, il_mending *mending, il_round **next)
{
    patient **batch;
    *next = NULL;
    h->memory = mending;
    admit_all(h, findings);
    drop_unsafe(h);
    note_forgone(h, mending);
    size_t n = candidates(h, &batch);
    for (int attempt = 0; n && attempt < MOST_ATTEMPTS; attempt++) {
        trial t;
        size_t applied = apply(h, batch, n, &t), held = prove(h, &t, batch, applied);
        if (held == applied) {
            keep_before(mending, &t);
            keep_texts(h->round->engine, &t);
            for (size_t i = 0; i < applied; i++)
                note_fate(mending, batch[i], true);
            *next = t.after;
            return applied;
        }
        undo_trial(h, &t);
        if (attempt > 0 && held > 0) {
            /* All of them hold in smaller company: those that do not in this one wait for the next round. */
            n = keep_held(batch, applied);
            continue;
        }
        if (applied == 1 && batch[0]->proven) {
            /* It held in company and does not alone: what it needs is not its own. */
            note_fate(mending, batch[0], false);
            batch++;
            n--;
            continue;
        }
        settle(h, batch, applied);
        size_t kept = keep_proven(mending, batch, applied);
        /* Each holds alone and none in company: fewer, and the others in the next round. */
        n = kept == applied && kept > 1 ? kept / 2 : kept;
    }
    return 0;
}

/* A finding whose fix failed in one round may be fixed in a later one: of those noted since FROM, only what failed in the last round failed. */
static void forget_failures(il_mending *mending, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < mending->fixes.n; i++)
        if (mending->fixes.items[i].applied)
            mending->fixes.items[kept++] = mending->fixes.items[i];
    mending->fixes.n = kept;
}

/* Whether PATH may be a file of UNIT. */
static bool holds(const il_unit *unit, il_str path)
{
    if (unit->template_path.p && !unit->n_sources)
        return il_str_eq(path, unit->template_path);
    bool below =
        !unit->root.n || (il_str_starts(path, unit->root) && path.n > unit->root.n && path.p[unit->root.n] == '/');
    for (size_t i = 0; i < unit->n_sources && !below; i++)
        below = il_str_eq(path, unit->sources[i]);
    return below;
}

/* Whether fixes of other units changed a file that UNIT may read: one of its own, or one that lies outside of the unit that was fixed. */
static bool touched(const il_mending *mending, const il_unit *unit)
{
    bool any = mending->shared;
    for (size_t i = 0; i < mending->before.n && !any; i++)
        any = holds(unit, mending->before.entries[i].key);
    return any;
}

/* All rounds of one unit, which QUEUED are the findings of in ROUND. */
static size_t mend_unit(il_round *round, const il_unit *unit, const queue *queued, il_mending *mending)
{
    il_round *now = round, *next;
    queue findings = *queued;
    size_t applied = 0, from = mending->fixes.n, known = mending->before.n;
    if (!findings.n)
        return 0;
    if (touched(mending, unit)) {
        now = il_round_of(round->engine, &unit, 1);
        findings = queues_of(now)[0];
    }
    for (int i = 0; i < IL_FIX_ROUNDS; i++) {
        hospital h = {.round = now, .arena = now->arena, .in_rounds = true};
        forget_failures(mending, from);
        applied += mend_once(&h, &findings, mending, &next);
        if (!next)
            break;
        if (now != round)
            il_round_free(now);
        now = next;
        findings = queues_of(now)[0];
    }
    if (now != round)
        il_round_free(now);
    for (size_t i = known; i < mending->before.n; i++)
        mending->shared |= !holds(unit, mending->before.entries[i].key);
    return applied;
}

size_t il_mend(il_round *round, il_mending *mending)
{
    queue *queues = queues_of(round);
    size_t applied = 0;
    for (size_t i = 0; i < round->units.n; i++)
        applied += mend_unit(round, round->units.items[i]->unit, &queues[i], mending);
    return applied;
}
