/* The construct catalogue: what the library's classes become, as constant tables compiled from catalog/<module>.json by catalogc. Loading
 * costs nothing: no parsing, no hashing and, since the tables hold offsets and no pointers, no relocation at start. A look-up is a
 * binary search over sorted names. The form of the data is described in catalog/README.md. */
#ifndef IL_CATALOG_H
#define IL_CATALOG_H

#include <stdint.h>

#include "str.h"

/* One datum of the catalogue: an index into the tables. IL_CAT_NONE is "there is none"; every function below accepts it. */
typedef uint32_t il_cat;

#define IL_CAT_NONE ((il_cat)0)

typedef enum {
    IL_CAT_NULL,
    IL_CAT_FALSE,
    IL_CAT_TRUE,
    IL_CAT_NUMBER,
    IL_CAT_STRING,
    IL_CAT_LIST,
    IL_CAT_MAP, /* in the order of writing */
    IL_CAT_DICT /* sorted by key: for look-ups by text */
} il_cat_kind;

/* The words of the data form: keys with a meaning, as opposed to names of props, members and properties. */
typedef enum {
#define IL_WORD(name, text) IL_W_##name,
#include "catalog_words.h"
#undef IL_WORD
    IL_W_COUNT
} il_word;

/* The text of WORD. */
const char *il_word_text(il_word word);

/* A class by its full name ("aws-cdk-lib.aws_s3.Bucket"); IL_CAT_NONE when nothing is known of it. */
il_cat il_cat_construct(il_str class);
/* An L1 class: {type, props, attributes}. */
il_cat il_cat_l1(il_str class);
/* A property type of L1 classes: {prop: …} with what is not "capitalized, as it is". */
il_cat il_cat_l1_struct(il_str name);
/* An enum member or static member by its full name: the value that it stands for. */
il_cat il_cat_value(il_str symbol);
/* A static function or a value class by its full name: the template of what it gives. */
il_cat il_cat_call(il_str symbol);
/* A shape with a name of its own. */
il_cat il_cat_shape(il_str name);
/* How resources of a CloudFormation type are tagged: "list:Tags", "map:Tags", "asg:Tags" (the property after the colon); empty if not. */
il_str il_cat_taggable(il_str type);
/* The paths of properties whose change makes CloudFormation replace a resource of TYPE, or may: "BucketName Rules.Id", without the places of lists.
 * p == NULL when the resource specification does not know the type. */
il_str il_cat_replacing(il_str type);
/* The classes that version 1 of the CDK has too, each with the names of the props that it got after that, blanks between them. */
il_cat il_cat_since(void);
/* The L1 class of a CloudFormation type; empty if there is none. */
il_str il_cat_l1_of_type(il_str type);
/* Every value (member of an enum or static) in the order of names, for the inverse. */
il_cat il_cat_values(void);

il_cat_kind il_cat_kind_of(il_cat node);
/* The text of a string; empty for anything else. */
il_str il_cat_text(il_cat node);
/* The number; 0 for anything else. */
double il_cat_number(il_cat node);
/* Members of a map or dict, items of a list, else 0. */
size_t il_cat_count(il_cat node);
/* The I-th item, or the I-th member's value. */
il_cat il_cat_at(il_cat node, size_t i);
/* The I-th member's key. */
il_str il_cat_key(il_cat node, size_t i);
/* A member by a word of the form; IL_CAT_NONE when there is none or NODE is no map. */
il_cat il_cat_get(il_cat node, il_word word);
/* A member by its name. */
il_cat il_cat_find(il_cat node, il_str key);
/* Whether NODE is true. */
bool il_cat_true(il_cat node);

/* The release of the library that the catalogue was made from: "2.276.0". */
il_str il_cat_version(void);

#endif
