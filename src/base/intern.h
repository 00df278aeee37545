/* Interned names: equal text has one address, so names compare by pointer. Global, for the life of the process; one thread only. */
#ifndef IL_INTERN_H
#define IL_INTERN_H

#include "str.h"

/* A NUL-terminated text with one address per content. NULL is "no name". */
typedef const char *il_name;

/* The name of TEXT (copied at its first sight). Never NULL. TEXT must not hold NUL; what follows one is cut. */
il_name il_intern(il_str text);

/* Frees every name: for tests and leak checkers at the very end of the process. */
void il_intern_free(void);

#endif
