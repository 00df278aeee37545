/* Values as rules see them. An intrinsic is a value, *unknown* is a value, absence is a value; there is no null pointer.
 *
 *     missing   nothing is there (or AWS::NoValue)         ref      a resource or one of its attributes
 *     null bool number string                             call     an intrinsic that stays
 *     list map  open or closed: absence may be claimed     choice   at most IL_ARMS_MAX arms under conditions
 *               only on a closed one                       unknown  cannot be known without running the program
 *
 * Values are immutable once the model is built and live in the app's arena. */
#ifndef IL_VALUE_H
#define IL_VALUE_H

#include "intern.h"
#include "source.h"

typedef enum {
    IL_MISSING,
    IL_NULL,
    IL_BOOL,
    IL_NUMBER,
    IL_STRING,
    IL_LIST,
    IL_MAP,
    IL_REF,
    IL_CALL,
    IL_CHOICE,
    IL_UNKNOWN
} il_kind;

/* Where a constant was written: in the program or template, in cdk.json's context, as a parameter's default, in the environment,
 * or nowhere (a default of the construct library). */
typedef enum { IL_FROM_SOURCE, IL_FROM_CONTEXT, IL_FROM_PARAMETER, IL_FROM_ENVIRONMENT, IL_FROM_DEFAULT } il_origin;

enum { IL_ARMS_MAX = 8 };

typedef struct il_value il_value;
typedef struct il_resource il_resource;

typedef struct {
    il_str key;
    il_loc key_loc; /* the key as written; for a lowered CDK prop the prop's name; no place for a default */
    const il_value *value;
} il_entry;

/* The condition under which an arm of a choice holds. */
typedef struct {
    il_str text; /* a template condition's name, or the source text of the TypeScript condition */
    bool holds;  /* the arm is taken when the condition has this truth */
    il_loc loc;
} il_condition;

typedef struct {
    il_condition condition;
    const il_value *value;
} il_arm;

struct il_value {
    il_kind kind;
    il_origin origin;
    bool open; /* lists and maps: something may have been added that we did not see */
    il_loc
        loc; /* what produced it: the literal the author wrote, even when it travelled; for a default, the construct */
    const void *handle;           /* the front end's own (il_node, cdk syntax); opaque here; NULL = nothing to edit */
    const il_resource *parameter; /* the Parameter fact whose value this is, or that this ref names; else NULL */
    union {
        bool boolean;
        double number;
        il_str string;
        struct {
            const il_value **items;
            size_t n;
        } list;
        struct {
            il_entry *entries;
            size_t n;
        } map;
        struct {
            const il_resource *target; /* NULL when it leads outside of the app or is not known */
            il_str name;               /* logical id (or parameter, pseudo parameter) as written; may be empty in CDK */
            il_str attribute;          /* empty = Ref, else Fn::GetAtt's attribute */
        } ref;
        struct {
            il_name
                name; /* "Fn::Join" etc.; Fn::Sub, template strings and tokens in text are all "Fn::Join" of parts with no */
            const il_value **items; /* delimiter: items are the parts, strings and others, in order */
            size_t n;
        } call;
        struct {
            il_arm *arms;
            size_t n;
        } choice;
        struct {
            const char
                *reason; /* static text, a kind: "environment variable", "function result", "unsupported syntax" … */
            il_str detail; /* the particular: a name, an expression; may be empty */
        } unknown;
    };
};

/* The one absent value: kind IL_MISSING, no place. */
extern const il_value il_missing;

/* All constructors return a value in ARENA; strings are borrowed (they must live as long as ARENA), arrays too. */
const il_value *il_value_missing_at(il_arena *arena, il_loc loc);
const il_value *il_value_null(il_arena *arena, il_loc loc);
const il_value *il_value_bool(il_arena *arena, il_loc loc, bool boolean);
const il_value *il_value_number(il_arena *arena, il_loc loc, double number);
const il_value *il_value_string(il_arena *arena, il_loc loc, il_str string);
const il_value *il_value_list(il_arena *arena, il_loc loc, const il_value **items, size_t n);
const il_value *il_value_map(il_arena *arena, il_loc loc, il_entry *entries, size_t n);
const il_value *il_value_ref(il_arena *arena, il_loc loc, const il_resource *target, il_str name, il_str attribute);
const il_value *il_value_call(il_arena *arena, il_loc loc, il_name name, const il_value **items, size_t n);
/* Text of PARTS in order. Adjacent strings are joined; all strings give a string; one part alone that is no string gives itself; an
 * unknown part stays a part. Text of several origins has the one that is least the author's own (see il_origin_mixed). */
const il_value *il_value_join(il_arena *arena, il_loc loc, const il_value **parts, size_t n);
/* A choice of ARMS; equal arms (same kind and content) fold into one value; more than IL_ARMS_MAX arms are unknown. */
const il_value *il_value_choice(il_arena *arena, il_loc loc, il_arm *arms, size_t n);
const il_value *il_value_unknown(il_arena *arena, il_loc loc, const char *reason, il_str detail);

/* A copy with another field; the value itself is never changed. */
const il_value *il_value_opened(il_arena *arena, const il_value *value);
const il_value *il_value_with_origin(il_arena *arena, const il_value *value, il_origin origin);
const il_value *il_value_with_handle(il_arena *arena, const il_value *value, const void *handle);
const il_value *il_value_at(il_arena *arena, const il_value *value, il_loc loc);

/* The value of KEY in MAP. Absent from a closed map: &il_missing. Absent from an open one: an unknown. Of anything that is not a
 * map: unknown for an unknown, &il_missing else. A choice is not entered: ask its arms. Never NULL. */
const il_value *il_value_get(const il_value *map, il_str key);
/* What il_value_get gives for a key that MAP, a map, does not have. */
const il_value *il_value_not_in(const il_value *map);
/* The entry of KEY, or NULL. */
const il_entry *il_value_entry(const il_value *map, il_str key);

/* The origin of what was computed from values of A and of B: that of the one which is not a constant in the source. */
il_origin il_origin_mixed(il_origin a, il_origin b);
/* "source", "context", "parameter", "environment", "default". */
const char *il_origin_name(il_origin origin);

/* The same known content (places and origins aside). Unknown equals nothing; refs equal by target (or name) and attribute. */
bool il_value_eq(const il_value *a, const il_value *b);

/* "missing", "null", … */
const char *il_kind_name(il_kind kind);

#endif
