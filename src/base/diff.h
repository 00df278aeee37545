/* Line differences in the unified form that `git apply` and patch(1) take. */
#ifndef IL_DIFF_H
#define IL_DIFF_H

#include "buf.h"

/* How many lines of context stand around a change, as git does. */
enum { IL_DIFF_CONTEXT = 3 };

/* Adds to OUT the hunks (`@@ … @@` and lines) that turn BEFORE into AFTER; nothing when they are equal. CONTEXT lines stay around each
 * change. A missing final line break is marked as git does; a CR before the LF stays in the line. */
void il_diff_hunks(il_buf *out, il_str before, il_str after, unsigned context);

/* Adds a whole file's diff with git's header (`diff --git a/PATH b/PATH`); nothing when they are equal. PATH is relative to the
 * repository's root and is quoted as git quotes it where it must be. */
void il_diff_file(il_buf *out, il_str path, il_str before, il_str after);

#endif
