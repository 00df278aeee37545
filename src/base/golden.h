/* For tests only (golden_dep): files in and out, and expectations that IL_UPDATE=1 writes anew. What cannot be read or written panics. */
#ifndef IL_GOLDEN_H
#define IL_GOLDEN_H

#include "arena.h"

/* Whether expectations are to be rewritten (`./dev test --update`). */
bool il_golden_updating(void);

/* Returns the bytes of the file at PATH, in ARENA. */
il_str il_golden_read(il_arena *arena, const char *path);

void il_golden_write(const char *path, il_str text);

/* The paths of the files in FOLDER whose names end with ENDING, in byte order, in ARENA; *N gets how many. */
const char **il_golden_files(il_arena *arena, const char *folder, const char *ending, size_t *n);

#endif
