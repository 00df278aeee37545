/* Is a cdk.out of the program as it lies here? */
#ifndef IL_FRESH_H
#define IL_FRESH_H

#include "round.h"

/* Sets CHECKED->stale, and notes in the engine's `notices` that it is, or that the assembly has no stack. Decided once for each unit: the files
 * as they were read count, not what a fix makes of them. */
void il_fresh_judge(il_checked *checked, il_engine *engine);

#endif
