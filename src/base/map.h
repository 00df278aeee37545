/* A hash map from byte strings to pointers, in an arena. Iteration follows insertion, so that no hash order reaches a writer. */
#ifndef IL_MAP_H
#define IL_MAP_H

#include <stdint.h>

#include "arena.h"

typedef struct {
    il_str key;
    void *value;
    uint64_t hash;
} il_map_entry;

typedef struct {
    il_arena *arena;
    il_map_entry *entries; /* in the order of insertion */
    size_t n, capacity;
    uint32_t *slots; /* open addressing; 0 = free, else index + 1 */
    size_t n_slots;
} il_map;

/* An empty map whose storage lives in ARENA (borrowed). */
il_map il_map_in(il_arena *arena);

/* The value of KEY, or NULL. */
void *il_map_get(const il_map *map, il_str key);

/* Sets KEY to VALUE (not NULL); the key's bytes are borrowed. Returns the value that it had, or NULL. */
void *il_map_put(il_map *map, il_str key, void *value);

/* FNV-1a over the bytes. */
uint64_t il_hash(il_str s);

#endif
