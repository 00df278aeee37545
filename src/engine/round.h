/* One evaluation of everything: models, verdicts and the findings they make. Dropped and made anew after an edit. */
#ifndef IL_ROUND_H
#define IL_ROUND_H

#include "plan.h"
#include "trace.h"
#include "workspace.h"

/* A unit's two models and their judges. */
typedef struct {
    const il_unit *unit;
    size_t place;              /* among the round's units */
    il_app *source, *assembly; /* NULL when there is none */
    il_judge *source_judge, *assembly_judge;
    il_rule_options rule_options; /* the engine's, with what the configuration of the app's folder sets */
    il_tracer *tracer;            /* made when first needed: see back.h */
    il_map literals;              /* rule and text of each literal that was found wrong in the source → non-NULL */
    il_map made; /* rule, type and `new` of each resource that was found wrong in the source → il_judged * */
    struct il_waivers *waivers; /* what somebody wrote to accept findings: see waiver.h */
    bool stale;                 /* the assembly is older than the program: it decides nothing that the program can */
} il_checked;

/* A finding and the verdicts that it came from (one place, many resources). */
typedef struct {
    il_finding finding;
    IL_VEC(const il_verdict *) verdicts;
    il_checked *checked;
    const il_app *app; /* the model that the verdicts are of; NULL for syntax findings */
    bool named;        /* found in a template that was named: shown although it stands in a program that was not */
} il_judged;

typedef struct il_round {
    il_arena *arena;
    il_engine *engine;
    IL_VEC(il_checked *) units;
    IL_VEC(il_judged *) judged; /* in scope or not; not sorted */
    il_map by_place;            /* rule and place → il_judged * */
    il_map waived_ids;          /* see waiver.c */
    IL_VEC(il_accepted) accepted;
    size_t files, stacks, assemblies, resources;
    il_sink template_findings; /* what the template readers reported */
} il_round;

/* Evaluates and judges all units of ENGINE. Returns owned: il_round_free. */
il_round *il_round_new(il_engine *engine);
/* The same for some units. */
il_round *il_round_of(il_engine *engine, const il_unit *const *units, size_t n);
void il_round_free(il_round *round);

/* Adds the findings in scope to SINK, as they come. */
void il_round_collect(il_round *round, il_sink *sink);
/* Adds them, and what the engine itself has to say, to SINK; sorts all that is there and gives it fingerprints. */
void il_round_findings(il_round *round, il_sink *sink);

#endif
