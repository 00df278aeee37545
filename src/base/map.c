#include "map.h"

#include <string.h>

#include "panic.h"

uint64_t il_hash(il_str s)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return hash;
}

/* The table's own, over eight bytes at a time: never seen outside. */
static uint64_t hash_of(il_str key)
{
    const uint64_t prime = 0x9e3779b97f4a7c15u;
    uint64_t hash = key.n * prime, word;
    size_t i = 0;
    for (; i + sizeof word <= key.n; i += sizeof word) {
        memcpy(&word, key.p + i, sizeof word);
        hash = (hash ^ word) * prime;
        hash ^= hash >> 32;
    }
    word = 0;
    if (i < key.n)
        memcpy(&word, key.p + i, key.n - i);
    hash = (hash ^ word) * prime;
    return hash ^ hash >> 32;
}

il_map il_map_in(il_arena *arena)
{
    return (il_map){.arena = arena};
}

/* The slot that holds KEY, or the free one where it belongs. The table is never full. */
static size_t slot_of(const il_map *map, il_str key, uint64_t hash)
{
    size_t mask = map->n_slots - 1, slot = (size_t)hash & mask;
    while (map->slots[slot]) {
        const il_map_entry *e = &map->entries[map->slots[slot] - 1];
        if (e->hash == hash && il_str_eq(e->key, key))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(il_map *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : 8;
    il_map_entry *entries = IL_NEW_ARRAY(map->arena, capacity, il_map_entry);
    if (map->n)
        memcpy(entries, map->entries, map->n * sizeof *entries);
    map->entries = entries;
    map->capacity = capacity;
    map->n_slots = capacity * 2;
    map->slots = IL_NEW_ARRAY(map->arena, map->n_slots, uint32_t);
    for (size_t i = 0; i < map->n; i++)
        map->slots[slot_of(map, entries[i].key, entries[i].hash)] = (uint32_t)i + 1;
}

void *il_map_get(const il_map *map, il_str key)
{
    if (!map->n)
        return NULL;
    size_t slot = slot_of(map, key, hash_of(key));
    return map->slots[slot] ? map->entries[map->slots[slot] - 1].value : NULL;
}

void *il_map_put(il_map *map, il_str key, void *value)
{
    IL_ASSERT(value);
    if (map->n == map->capacity)
        grow(map);
    uint64_t hash = hash_of(key);
    size_t slot = slot_of(map, key, hash);
    if (map->slots[slot]) {
        il_map_entry *e = &map->entries[map->slots[slot] - 1];
        void *old = e->value;
        e->value = value;
        return old;
    }
    map->entries[map->n++] = (il_map_entry){key, value, hash};
    map->slots[slot] = (uint32_t)map->n;
    return NULL;
}
