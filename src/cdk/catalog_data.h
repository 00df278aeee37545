/* The compiled catalogue: how catalogc writes it and catalog.c reads it. Node 0 is "none". */
#ifndef IL_CATALOG_DATA_H
#define IL_CATALOG_DATA_H

#include <stdint.h>

/* `kind_n` is the kind in the low 4 bits and the count or length above. `at` is an index: into texts, numbers, items or members. */
typedef struct {
    uint32_t kind_n, at;
} il_cat_node;

/* `key` is a word's number if below IL_W_COUNT, else IL_W_COUNT plus the offset of its text. */
typedef struct {
    uint32_t key, node;
} il_cat_member;

typedef struct {
    uint32_t constructs, l1, l1_structs, values, calls, shapes, taggable, replacing, since, version;
} il_cat_roots;

extern const char il_cat__texts[];
extern const il_cat_node il_cat__nodes[];
extern const il_cat_member il_cat__members[];
extern const uint32_t il_cat__items[];
extern const double il_cat__numbers[];
extern const il_cat_roots il_cat__roots;

#endif
