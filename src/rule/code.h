/* The compiled form of a page's front matter: plain structs that point to each other. rulec makes them in an arena and prints them as
 * constant C data; the judge reads either. Private to this layer and to rulec.
 *
 * A COND and a TEST are one thing here: a tree that is judged on a subject (a value and how it was reached). At the top the subject is
 * the resource's Properties; a path steps to another subject, a word looks at the one it is given. */
#ifndef IL_CODE_H
#define IL_CODE_H

#include "rule.h"

typedef enum {
    IL_OP_AND, /* kids; also a TEST of several words */
    IL_OP_OR,
    IL_OP_NOT,     /* one kid */
    IL_OP_PATH,    /* one kid, judged on what stands at path */
    IL_OP_DEFAULT, /* one kid; operands[0] stands for an absent subject */
    IL_OP_IS,
    IL_OP_IN,
    IL_OP_MIN,
    IL_OP_MAX,
    IL_OP_ABOVE,
    IL_OP_BELOW,
    IL_OP_MATCHES, /* operands[0]: the pattern */
    IL_OP_LIKE,    /* operands[0]: a list of patterns, or a table of such lists */
    IL_OP_PRESENT, /* flag */
    IL_OP_LENGTH,  /* kids: IL_OP_MIN … on the number of elements */
    IL_OP_ANY,     /* one kid, slot names the element */
    IL_OP_ALL,
    IL_OP_NONE,
    IL_OP_KEYS, /* kids: IL_OP_ANY … over the keys */
    IL_OP_INCLUDES,
    IL_OP_NONE_KEY,
    IL_OP_LITERAL,    /* flag */
    IL_OP_ORIGIN,     /* flag: bits of il_origin */
    IL_OP_PARAMETER,  /* one kid, judged on the Parameter's definition */
    IL_OP_NAMES,      /* operands: resources and types, one of which is meant */
    IL_OP_MENTIONS,   /* operands: all of which occur */
    IL_OP_TEXT,       /* operands: the parts in order */
    IL_OP_SAME_AS,    /* path */
    IL_OP_GRANTS,     /* operands[0]: a list of actions, all covered */
    IL_OP_GRANTS_ANY, /* operands[0]: a list of lists, one of which is covered */
    IL_OP_EXISTS,     /* relation */
    IL_OP_COUNT,
    IL_OP_EVERY
} il_op;

/* Where a path starts. */
typedef enum {
    IL_START_SUBJECT,  /* "A.B": the subject at hand */
    IL_START_RESOURCE, /* ".A": the body of the resource that the condition speaks of */
    IL_START_SELF,     /* "$self.A" */
    IL_START_SLOT,     /* "$each.A", "$name.A": what a let, an `as` or `each` bound */
    IL_START_STACK,    /* "$stack.name" */
    IL_START_PROJECT   /* "$project.A": the Properties of the Project */
} il_start;

/* What a leading dot can reach besides the resource's own attributes: worked out, not written. */
typedef enum {
    IL_VIEW_NONE,
    IL_VIEW_STATEMENTS,
    IL_VIEW_ADDRESSES,
    IL_VIEW_GENERATED,
    IL_VIEW_ESCAPED,
    IL_VIEW_MANY,
    IL_VIEW_TYPE,
    IL_VIEW_LOGICAL_ID,
    IL_VIEW_PRODUCTION,
    IL_VIEW_CONSTRUCT_PATH
} il_view;

/* Slot 0 is what `each` stands on. */
enum { IL_SLOT_EACH = 0, IL_SLOT_KEY = 1, IL_SLOT_FIRST = 2, IL_SLOTS_MAX = 16, IL_SLOT_NONE = -1 };

typedef struct {
    il_start start;
    int slot;
    bool body; /* leaves Properties */
    il_view view;
    const il_str *keys; /* after the view, if there is one */
    size_t n_keys;
    il_str text; /* as written */
} il_path;

typedef enum {
    IL_OPERAND_VALUE, /* constant */
    IL_OPERAND_PARAM, /* a parameter of the rule: index */
    IL_OPERAND_PATH,  /* { value: PATH, default: V } */
    IL_OPERAND_SUM,   /* items */
    IL_OPERAND_PRODUCT,
    IL_OPERAND_QUOTIENT,
    IL_OPERAND_TABLE, /* { data: NAME, key: PATH }: value is the table's entries; path its key, or NULL for the whole */
    IL_OPERAND_SLOT,  /* $name: a resource that was bound */
    IL_OPERAND_SELF,
    IL_OPERAND_TYPE /* text: any resource of that type */
} il_operand_kind;

typedef struct il_operand il_operand;
struct il_operand {
    il_operand_kind kind;
    const il_value *value; /* VALUE, TABLE; PATH's default or NULL */
    const il_path *path;
    const il_operand *items;
    size_t n_items;
    int index; /* PARAM, SLOT */
    const char *text;
};

typedef enum { IL_IN_APP, IL_IN_STACK, IL_IN_PROJECT } il_scope;

typedef struct {
    const char *const *types;
    size_t n_types;
    il_scope scope;
    int slot;               /* `as`, or IL_SLOT_NONE */
    const il_cond *where;   /* NULL: all of the type */
    const il_cond *require; /* every */
    const il_operand *min, *max;
} il_relation;

struct il_cond {
    il_op op;
    int slot;
    unsigned flag;
    const il_path *path;
    const il_cond *kids;
    size_t n_kids;
    const il_operand *operands;
    size_t n_operands;
    const il_relation *relation;
};

/* let: a resource behind a reference (types set) or a shorthand for a path. */
typedef struct {
    int slot;
    const il_path *path;
    const char *const *types;
    size_t n_types;
} il_let;

/* One piece of a message: text, or a placeholder with what to say instead when there is nothing to show. */
typedef enum { IL_PIECE_TEXT, IL_PIECE_NAME, IL_PIECE_TYPE, IL_PIECE_PARAM, IL_PIECE_PATH } il_piece_kind;

typedef struct {
    il_piece_kind kind;
    il_str text; /* TEXT; PATH and PARAM: the fallback, empty for none */
    const il_path *path;
    int index; /* PARAM */
} il_piece;

typedef struct {
    const il_piece *pieces;
    size_t n;
} il_text;

typedef struct {
    il_severity severity;
    il_text message, label;
    const il_cond *when; /* NULL: always */
    const il_cond *test;
    bool deny;
    const il_path *at; /* NULL: the deepest failing place */
    unsigned
        lets; /* bits of the slots of `let` that the case uses: it does not apply where one of them leads nowhere */
} il_case;

struct il_rule_code {
    const char *const *types; /* "*" = every resource that is no fact */
    size_t n_types;
    bool production; /* where: production */
    const il_path *each;
    const il_value *each_table; /* type → list of paths; NULL for `each: PATH` */
    const il_let *lets;
    size_t n_lets;
    const il_cond *when;
    unsigned when_lets;
    const il_case *cases;
    size_t n_cases;
};

#endif
