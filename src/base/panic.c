#include "panic.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void il_panic(const char *file, int line, const char *what)
{
    fprintf(stderr, "infralint: internal error at %s:%d: %s\n", file, line, what);
    abort();
}
