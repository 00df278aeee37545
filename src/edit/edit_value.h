/* What a text editor is asked to write: a patch. A map is merged into the map that is there, key by key; everything else replaces what is
 * there. One patch for a whole document keeps edits apart: members that go to the same place become one edit.
 *
 *     il_edit_value *patch = il_edit_map(arena);
 *     il_edit_set(arena, patch, IL_STR("Resources.Data.Properties.VersioningConfiguration.Status"), il_edit_string(arena, IL_STR("Enabled")));
 */
#ifndef IL_EDIT_VALUE_H
#define IL_EDIT_VALUE_H

#include "source.h"
#include "vec.h"

typedef enum {
    IL_EDIT_LITERAL, /* null, true, 7: `text` as JSON writes it */
    IL_EDIT_STRING,
    IL_EDIT_LIST,
    IL_EDIT_MAP,    /* merged; created where there is no map. `{"Ref": …}` and `{"Fn::…": …}` replace */
    IL_EDIT_APPEND, /* `items` that are missing are added to the list; a new list where there is none */
    IL_EDIT_REMOVE, /* the member goes, if it is there */
    IL_EDIT_CODE    /* a TypeScript expression; its lines after the first are indented from column 0 */
} il_edit_kind;

typedef struct il_edit_value il_edit_value;

typedef struct {
    il_str key; /* a number enters a list */
    il_edit_value *value;
    il_str after;  /* a new member goes behind this sibling … */
    il_str before; /* … or before this one, if it is there; else it becomes the last. Data only */
    /* JSON on lines: not 0 takes another byte of the white space behind the sibling as the place. The text comes out the same, and patches
     * with different numbers can be applied together. */
    size_t slot;
} il_edit_member;

struct il_edit_value {
    il_edit_kind kind;
    il_str text;
    IL_VEC(il_edit_member) members; /* MAP */
    IL_VEC(il_edit_value *) items;  /* LIST, APPEND */
};

/* All return a value in ARENA; TEXT is borrowed. */
il_edit_value *il_edit_literal(il_arena *arena, il_str text);
il_edit_value *il_edit_string(il_arena *arena, il_str text);
il_edit_value *il_edit_code(il_arena *arena, il_str text);
il_edit_value *il_edit_list(il_arena *arena);
il_edit_value *il_edit_append(il_arena *arena);
il_edit_value *il_edit_map(il_arena *arena);
il_edit_value *il_edit_remove(il_arena *arena);

/* The member of KEY in MAP, or NULL. */
il_edit_member *il_edit_member_of(const il_edit_value *map, il_str key);
/* Sets KEY in MAP and returns its member, for `after` and `before`. */
il_edit_member *il_edit_put(il_arena *arena, il_edit_value *map, il_str key, il_edit_value *value);
/* Adds ITEM to a LIST or APPEND. */
void il_edit_add(il_arena *arena, il_edit_value *list, il_edit_value *item);
/* Sets the dotted PATH below MAP, making maps on the way. False when the path runs into something that is no map. */
bool il_edit_set(il_arena *arena, il_edit_value *map, il_str path, il_edit_value *value);

/* What VALUE puts where there is nothing yet: without removals; NULL when nothing is left. */
il_edit_value *il_edit_created(il_arena *arena, il_edit_value *value);

/* The one member of a map that is an intrinsic function (`{"Ref": …}`, `{"Fn::Sub": …}`); NULL for every other value, and for a path into
 * a function's arguments (`{"Fn::If": {"1": …}}`). */
const il_edit_member *il_edit_intrinsic(const il_edit_value *value);
/* KEY as the index of a list, or -1. */
long il_edit_index(il_str key);

#endif
