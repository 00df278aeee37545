/* What a trial of fixes brings that was not there: errors, by rule and resource. */
#ifndef IL_BROUGHT_H
#define IL_BROUGHT_H

#include "round.h"

/* Plans that were applied together between two rounds. */
typedef struct {
    const il_round *before, *after;
    const il_judged *like; /* a finding of the app that they are all for */
    const il_plan *const *plans;
    size_t n;
} il_brought;

/* Why each plan is refused for an error that was not there; NULL for those that no new error is charged to. In ARENA. */
const char **il_brought_errors(il_arena *arena, const il_brought *brought);

#endif
