/* Arenas: memory that lives and dies together. There are two lifetimes in infralint: a document's (bytes, tree, syntax findings)
 * and an app's (values, model, findings). Nobody frees anything else, but for the output buffers (il_buf). */
#ifndef IL_ARENA_H
#define IL_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "str.h"

typedef struct il_arena il_arena;

/* Returns owned: an empty arena. Free with il_arena_free. */
il_arena *il_arena_new(void);

/* Frees the arena and all that was allocated in it. NULL is allowed. */
void il_arena_free(il_arena *arena);

/* Returns SIZE zeroed bytes, aligned for any type, that live as long as ARENA. Never NULL; panics when memory is exhausted. */
void *il_arena_alloc(il_arena *arena, size_t size);

/* Like il_arena_alloc for COUNT elements of SIZE bytes; panics on overflow. */
void *il_arena_array(il_arena *arena, size_t count, size_t size);

/* Copies TEXT into ARENA with a NUL after it. */
il_str il_arena_str(il_arena *arena, il_str text);

/* Formats into ARENA as printf does. */
il_str il_arena_printf(il_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

il_str il_arena_vprintf(il_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Bytes asked of the system so far. */
size_t il_arena_size(const il_arena *arena);

#define IL_NEW(arena, type) ((type *)il_arena_alloc((arena), sizeof(type)))
#define IL_NEW_ARRAY(arena, count, type) ((type *)il_arena_array((arena), (count), sizeof(type)))

#endif
