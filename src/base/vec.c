#include "vec.h"

#include <string.h>

void *il_vec__grow(il_arena *arena, void *items, size_t *capacity, size_t size)
{
    size_t more = *capacity ? *capacity * 2 : 8;
    void *grown = il_arena_array(arena, more, size);
    if (*capacity)
        memcpy(grown, items, *capacity * size);
    *capacity = more;
    return grown;
}
