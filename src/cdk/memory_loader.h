/* For tests: files in memory, documents made of them. */
#ifndef IL_MEMORY_LOADER_H
#define IL_MEMORY_LOADER_H

#include "cdk.h"

typedef struct {
    il_arena *arena;
    il_map texts;           /* path → il_str * */
    il_map documents;       /* path → il_document * */
    IL_VEC(il_str) sources; /* paths of the TypeScript and JavaScript files, in the order of adding */
    il_loader loader;
} il_memory;

/* An empty set of files in ARENA. */
il_memory *il_memory_new(il_arena *arena);
/* Frees the documents. */
void il_memory_free(il_memory *memory);
void il_memory_add(il_memory *memory, il_str path, il_str text);
/* Adds what TEXT holds: files that each begin with a line `//// path`; before the first such line, a file NAME. */
void il_memory_split(il_memory *memory, il_str name, il_str text);

#endif
