/* Fixes: which ones hold, and applying them. */
#ifndef IL_MEND_H
#define IL_MEND_H

#include "fix.h"
#include "round.h"

/* What fixing did so far. */
typedef struct {
    il_arena *arena;
    IL_VEC(il_fixed) fixes;
    il_map before;  /* path → il_str *: the text before the first change */
    bool shared;    /* a file was changed that lies outside of the unit that was fixed */
    il_map graves;  /* candidates that were refused, of the unit that is being fixed; private to mend.c */
    il_map refused; /* rule and place → why it was refused last (const char *) */
} il_mending;

/* Applies what holds, unit by unit, in rounds (at most IL_FIX_ROUNDS) until nothing changes, as overlays. ROUND is the evaluation to begin with and
 * describes what was. Appends to FIXES; returns how many were applied. */
size_t il_mend(il_round *round, il_mending *mending);

/* Gives every finding of ROUND that is in scope the fixes that were proven (at most one: the best that holds), or says why there is none. What KNOWN
 * (NULL for none) says was refused is not tried again. */
void il_mend_plan(il_round *round, const il_mending *known);

#endif
