/* Fidelity: what lowering says of an app against the templates that the real library synthesized of it, leaf by leaf. */
#ifndef IL_FIDELITY_COMPARE_H
#define IL_FIDELITY_COMPARE_H

#include <stdio.h>

#include "cdk.h"

typedef struct {
    size_t resources, found, missing,
        extra; /* of the templates; `missing` ones are in no model, `extra` in no template */
    size_t equal, unknown,
        different;        /* leaves of resources that were found; `different` counts wrong absence and presence too */
    size_t unknown_types; /* resources whose type a gap announces */
} il_fidelity;

/* One template of the assembly. */
typedef struct {
    il_str name;
    const il_node *root;
} il_fidelity_template;

typedef struct {
    il_arena *arena;
    const il_app *app;
    const il_fidelity_template *templates;
    size_t n_templates;
    FILE *log;    /* where differences are listed; NULL for nowhere */
    bool verbose; /* unknown leaves too */
} il_fidelity_input;

il_fidelity il_fidelity_compare(const il_fidelity_input *input);

#endif
