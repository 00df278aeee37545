/* For tests of plan: a template in memory, its model, and fixes of a hand-made page applied to it. */
#ifndef IL_PLAN_PROBE_H
#define IL_PLAN_PROBE_H

#include "plan.h"

typedef struct {
    il_arena *arena;
    il_document *document;
    il_app *app;
    il_sink sink;
} il_plan_probe;

/* Reads TEXT as the template at PATH. Returns owned: il_plan_probe_free. */
il_plan_probe *il_plan_probe_new(const char *path, const char *text);
void il_plan_probe_free(il_plan_probe *probe);
/* The resource with LOGICAL_ID. Fails the test when there is none. */
const il_resource *il_plan_probe_resource(const il_plan_probe *probe, const char *logical_id);
/* The plans for VERDICT. */
size_t il_plan_probe_fixes(il_plan_probe *probe, const il_verdict *verdict, il_plan **plans, const char **no_fix);
/* The template's text with FIX applied, NUL-terminated, in the probe's arena. */
const char *il_plan_probe_apply(il_plan_probe *probe, const il_fix *fix);

#endif
