/* Source maps (ECMA-426, version 3): from a place in compiled JavaScript to the TypeScript that it was made from. */
#ifndef IL_SOURCE_MAP_H
#define IL_SOURCE_MAP_H

#include "node.h"
#include "vec.h"

typedef struct il_source_map il_source_map;

typedef struct {
    il_str source;         /* as the map names it, its `sourceRoot` before it */
    uint32_t line, column; /* from 1; the column in UTF-16 units */
} il_mapped;

/* Decodes the map whose JSON is ROOT (borrowed). NULL when it is no map that we read: another version, one of sections, malformed. */
il_source_map *il_source_map_new(il_arena *arena, const il_node *root);

/* Where LINE and COLUMN (from 1) of the compiled file come from. False when the map does not say. */
bool il_source_map_find(const il_source_map *map, uint32_t line, uint32_t column, il_mapped *out);

/* The address that the last `//# sourceMappingURL=` of TEXT names; empty when there is none. */
il_str il_source_map_url(il_str text);

/* The bytes of a base64 `data:` URI, in ARENA; p == NULL when URL is none. */
il_str il_source_map_inline(il_arena *arena, il_str url);

#endif
