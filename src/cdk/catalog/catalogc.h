/* What the parts of the catalogue's compiler share: the form of the data (schema.c) and the tables (tables.c). */
#ifndef IL_CATALOGC_H
#define IL_CATALOGC_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "catalog.h"
#include "catalog_data.h"
#include "map.h"
#include "vec.h"

/* One named datum of a root table. */
typedef struct {
    il_str name;
    uint32_t node;
    const char *file;
} catalogc_entry;

typedef IL_VEC(catalogc_entry) catalogc_table;

typedef struct {
    il_arena *arena;
    il_map text_of; /* text → its offset + 1 */
    il_map node_of; /* content of a node → the node */
    il_map word_of; /* text → the word's number + 1 */
    IL_VEC(char) texts;
    IL_VEC(il_cat_node) nodes;
    IL_VEC(il_cat_member) members;
    IL_VEC(uint32_t) items;
    IL_VEC(double) numbers;
    cJSON *classes; /* full name → entry, as merged so far */
    catalogc_table constructs, l1, l1_structs, values, calls, shapes, taggable, replacing, since;
    uint32_t version;
} catalogc;

/* Prints FILE, WHERE and WHAT and ends the process: a broken catalogue breaks the build. */
_Noreturn void catalogc_fail(const char *file, const char *where, const char *what);

/* Refuses what the form does not have. */
void catalogc_check(il_arena *arena, const char *file, const cJSON *root);

void catalogc_begin(catalogc *c);
/* Takes the tables of one file; PREFIX goes before its names. A class that an earlier file has too is merged: what the later says wins, name
 * by name for props, members, methods, metrics and grants; what the earlier doubted of it falls. One that extends another class, or says
 * that it replaces, stands alone. */
void catalogc_add(catalogc *c, const char *file, const char *prefix, cJSON *root);
/* Writes the tables and frees what was merged. */
void catalogc_write(catalogc *c, FILE *out);

#endif
