/* What a program says of findings: that somebody accepts them. By cdk-nag's `NagSuppressions.…` and by CDK's own
 * `Validations.of(construct).acknowledge(…)`. */
#ifndef IL_ACCEPTANCE_H
#define IL_ACCEPTANCE_H

#include "ev.h"

typedef enum {
    IL_REACH_OWN,   /* the resource that the construct is, or is made for */
    IL_REACH_BELOW, /* the construct and everything below it */
    IL_REACH_STACK  /* everything of the stack, but what nested stacks in it hold */
} il_reach;

/* One of the findings that an acceptance is limited to, as cdk-nag writes it: "Resource::*", or a pattern of such. */
typedef struct {
    il_str text;
    bool pattern;
} il_applies;

typedef IL_VEC(il_applies) il_applies_to;

typedef struct {
    const char *tool; /* "cdk_nag" or "cdk-acknowledge"; static */
    il_loc loc;       /* the id as written */
    il_str id, reason;
    il_applies_to applies_to;      /* empty = all findings of ID */
    bool narrowed;                 /* by something that could not be read: it applies to nothing that we know */
    const il_construct *construct; /* NULL: only the path is known */
    il_str path;                   /* the construct's; empty = unknown */
    il_reach reach;
} il_acceptance;

typedef IL_VEC(il_acceptance) il_acceptances;

/* What the program of APP (one that il_cdk_read made) accepts, in the order of the program, in ARENA. What could not be evaluated (an id
 * or a construct that is not known) is left out. */
il_acceptances il_cdk_acceptances(il_arena *arena, const il_app *app);

/* Whether RESOURCE, of the same program, lies within what ACCEPTANCE speaks of. */
bool il_cdk_accepts(const il_acceptance *acceptance, const il_resource *resource);

#endif
