/* A text value laid flat: literal parts as they are, one marker byte for each part that is none. What is found in the flat text is brought back
 * to the place where it was written. */
#ifndef IL_FLAT_H
#define IL_FLAT_H

#include "value.h"
#include "vec.h"

#define IL_FLAT_MARK '\x01'

typedef struct {
    size_t at;
    const il_value *value;
} il_flat_part;

typedef struct {
    il_str text;
    IL_VEC(il_flat_part) parts;
} il_flat;

/* Lays VALUE flat: a string, a joined text, either of them in Fn::Base64; a literal that is base64 itself is decoded if DECODE. False for
 * other values. */
bool il_flat__of(il_arena *arena, const il_value *value, bool decode, il_flat *out);

/* The place of the bytes [FROM, TO) of the text: exact where the source has them as they are, else the part that they stand in. */
il_loc il_flat__loc(const il_flat *flat, size_t from, size_t to);

/* The part that the marker at AT stands for. */
const il_value *il_flat__marked(const il_flat *flat, size_t at);

/* Whether the text VALUE begins as JSON's maps do. */
bool il_flat__opens_brace(const il_value *value);
/* Parses the JSON in FLAT; markers stand for their parts, inside of strings as parts of a joined text. NULL when it is none. */
const il_value *il_flat__json(il_arena *arena, const il_flat *flat);

#endif
