/* Fixes: which ones hold, and applying them. */
#ifndef IL_MEND_H
#define IL_MEND_H

#include "fix.h"
#include "round.h"

/* Gives every finding of ROUND that is in scope the fixes that were proven (at most one: the best that holds), or says why there is none. */
void il_mend_plan(il_round *round);

/* One round of fixing: applies what holds as overlays. Appends to FIXES. Returns how many fixes were applied. *NEXT is the evaluation of what
 * came out (owned by the caller), NULL when nothing was applied. */
typedef struct {
    il_arena *arena;
    IL_VEC(il_fixed) fixes;
    il_map before; /* path → il_str *: the text before the first change */
} il_mending;

size_t il_mend_round(il_round *round, il_mending *mending, il_round **next);

#endif
