/* GitHub code scanning's `primaryLocationLineHash`: the rolling hash that codeql-action computes of a file's text
 * (github/codeql-action, "fingerprints"; the facts are in docs "SARIF support", fingerprints). A wrong value makes upload-sarif warn. */
#ifndef IL_FINGERPRINT_H
#define IL_FINGERPRINT_H

#include "source.h"

/* Returns one text a line of SOURCE ("271789c17abda88f:1"), index 0 = line 1, in ARENA; *N gets their number. */
il_str *il_line_hashes(il_arena *arena, const il_source *source, size_t *n);

#endif
