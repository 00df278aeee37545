/* "Did you mean": the known word that a mistyped one resembles. */
#ifndef IL_NEAREST_H
#define IL_NEAREST_H

#include "str.h"

/* The nearest of NAMES to WORD by edit distance, at most a third of its length away; NULL when none is near. */
const char *il_nearest(il_str word, const char *const *names, size_t n);

#endif
