/* Growable arrays in an arena: `IL_VEC(il_edit) edits = {0}; IL_PUSH(arena, &edits, edit);`. Old storage stays in the arena. */
#ifndef IL_VEC_H
#define IL_VEC_H

#include "arena.h"

#define IL_VEC(type)                                                                                                   \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t n, capacity;                                                                                            \
    }

#define IL_PUSH(arena, vec, item)                                                                                      \
    do {                                                                                                               \
        if ((vec)->n == (vec)->capacity)                                                                               \
            (vec)->items = il_vec__grow((arena), (vec)->items, &(vec)->capacity, sizeof *(vec)->items);                \
        (vec)->items[(vec)->n++] = (item);                                                                             \
    } while (0)

/* For IL_PUSH only: doubles the capacity. */
void *il_vec__grow(il_arena *arena, void *items, size_t *capacity, size_t size);

#endif
