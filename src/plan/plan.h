/* Backwards: from what a rule's page says must become true to edits that may make it so. Forwards: the proof that they do.
 *
 * `il_plan_fixes` searches: it gives candidates, best first, that nobody has tried yet. The caller applies one or many of them to copies of
 * the files, evaluates the app again and asks `il_plan_prove`, which holds the two models side by side: the required leaves must have
 * come true, and nothing else may have changed but what the page allows. A fix that was not proven must not be shown or written.
 *
 *     il_planner *planner = il_planner_new(&(il_planner_input){.arena = arena, .app = app, .document_of = find, .context = disk});
 *     size_t n = il_plan_fixes(planner, verdict, &plans, &no_fix);
 *     … apply plans[0].fix, evaluate → after …
 *     il_plan_prove(arena, &(il_proof_input){.before = app, .after = after, .plans = &plan, .n_plans = 1}, &proof);
 */
#ifndef IL_PLAN_H
#define IL_PLAN_H

#include "document.h"
#include "model_diff.h"
#include "rule.h"

/* A candidate: edits for one alternative of the rule's fix. `fix.safety` is already lowered where a leaf may require replacement. */
typedef struct {
    il_fix fix;
    const il_verdict *verdict; /* borrowed */
    const il_rule_fix *page;   /* the alternative it comes from; static */
    const il_resource
        *site; /* what it changes or stands beside: the verdict's resource, unless the page says `beside` */
    /* Of plans with one key (not empty) only one may be applied: it makes what the others can use then, and they bear its names. */
    il_str apart;
    const il_resource *uses; /* another resource that its code speaks of (a hole `one`); NULL for none */
    const char *const
        *allow; /* what may change beside what the page says: leaves and types that go with it in the library; static */
    size_t n_allow;
} il_plan;

/* The resource that PLAN brings something of its own for; NULL when it only changes what is there. */
const il_resource *il_plan_brings_for(const il_plan *plan);

typedef struct il_planner il_planner;

typedef struct {
    il_arena *arena;
    const il_app *app;
    /* Borrows: the document of SOURCE, as it was when APP was made. Never NULL for a source that a loc of APP names. */
    const il_document *(*document_of)(void *context, const il_source *source);
    void *context;
    const il_loader *loader;        /* for cdk.json; NULL: nothing that needs it is proposed */
    const il_rule_options *options; /* as the verdicts were made with; NULL = defaults */
    bool
        in_rounds; /* what is applied is planned for again: see il_plan.apart. Else every plan stands alone, and none has a key */
} il_planner_input;

/* Lives in the input's arena. INPUT is copied. */
il_planner *il_planner_new(const il_planner_input *input);

/* The candidates for VERDICT's finding (its answer is IL_NO), best first; at most a dozen. Without any, *NO_FIX is why (static text; NULL when
 * the rule has no fix at all); with some it is NULL. */
size_t il_plan_fixes(il_planner *planner, const il_verdict *verdict, il_plan **plans, const char **no_fix);

typedef struct {
    const il_app *before, *after;
    const il_rule_options *options; /* as the verdicts were made with */
    const il_plan *const *plans;    /* all that were applied together */
    size_t n_plans;
} il_proof_input;

typedef struct {
    const char **refusals; /* for each plan: NULL = proven, else why not (static text) */
    bool *own;             /* the refusal is about the plan's own finding: what else was applied has no part in it */
    size_t n_proven;
    /* Changes that no plan accounts for. Each is charged to the plans that it may come from (the same resource, else the same stack, else all
     * of them): those are refused. A batch with refusals is tried again in halves; a plan that is alone with a refusal is no fix. */
    const il_change **stray;
    size_t n_stray;
} il_proof;

/* Fills *PROOF, in ARENA. True when all plans are proven. */
bool il_plan_prove(il_arena *arena, const il_proof_input *input, il_proof *proof);

#endif
