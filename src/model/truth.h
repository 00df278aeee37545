/* Three-valued logic: and = least, or = greatest, not swaps yes and no. The order of the enumerators is the order of truth. */
#ifndef IL_TRUTH_H
#define IL_TRUTH_H

#include <stdbool.h>

typedef enum { IL_NO, IL_MAYBE, IL_YES } il_truth;

static inline il_truth il_and(il_truth a, il_truth b)
{
    return a < b ? a : b;
}

static inline il_truth il_or(il_truth a, il_truth b)
{
    return a > b ? a : b;
}

static inline il_truth il_not(il_truth a)
{
    return a == IL_MAYBE ? IL_MAYBE : a == IL_YES ? IL_NO : IL_YES;
}

static inline il_truth il_truth_of(bool b)
{
    return b ? IL_YES : IL_NO;
}

#endif
