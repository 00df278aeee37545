/* PCRE2, compiled at first use. */
#ifndef IL_PATTERN_H
#define IL_PATTERN_H

#include "str.h"
#include "truth.h"

/* Whether PATTERN occurs in TEXT; IL_MAYBE when it does not compile or a limit was hit. */
il_truth il_pattern_matches(il_str pattern, il_str text);

/* Whether PATTERN compiles; else writes why to MESSAGE (SIZE bytes) and where to *OFFSET. */
bool il_pattern_check(il_str pattern, char *message, size_t size, size_t *offset);

/* Frees every pattern: for tests and leak checkers at the very end of the process. */
void il_pattern_free(void);

#endif
