/* The tree of a JSON or YAML text: what was written, with the bytes where it was written. One shape for both languages. */
#ifndef IL_NODE_H
#define IL_NODE_H

#include "intern.h"
#include "source.h"

typedef enum { IL_NODE_NULL, IL_NODE_BOOL, IL_NODE_NUMBER, IL_NODE_STRING, IL_NODE_LIST, IL_NODE_MAP } il_node_kind;

/* How it was written, for editors that keep the style. JSON scalars are PLAIN or DOUBLE, JSON containers FLOW. */
typedef enum {
    IL_STYLE_PLAIN,
    IL_STYLE_SINGLE,
    IL_STYLE_DOUBLE,
    IL_STYLE_LITERAL,
    IL_STYLE_FOLDED,
    IL_STYLE_FLOW,
    IL_STYLE_BLOCK
} il_node_style;

typedef struct il_node il_node;

typedef struct {
    il_node *key; /* a scalar; its span is the key as written, quotes included */
    il_node *value;
    bool merged; /* came in through YAML's `<<`: the value's span lies elsewhere */
} il_member;

/* The small fields are packed: a template of 1 MB has a hundred thousand nodes. */
struct il_node {
    il_node_kind kind : 8;
    il_node_style style : 8;
    bool boolean : 1;
    bool alias : 1; /* reached through a YAML alias: `span` is the place of the alias, contents are the anchor's */
    il_span
        span; /* the whole node: quotes, brackets and a YAML tag included; a block collection ends with its last item */
    il_str text; /* scalars: decoded text; numbers and booleans as written */
    il_name tag; /* YAML short tag without the "!": "Ref", "GetAtt"; NULL for none */
    union {
        struct {
            il_node **items;
            size_t n;
        } list;
        struct {
            il_member *members;
            size_t n;
        } map;
    };
};

/* The value of KEY in MAP, or NULL (also when MAP is NULL or no map). The last one wins among duplicates. */
il_node *il_node_get(const il_node *map, il_str key);
il_member *il_node_member(const il_node *map, il_str key);
/* The scalar text of NODE if it is a string, else the empty view. NULL is allowed. */
il_str il_node_string(const il_node *node);
/* The value of a number node, YAML 1.1's forms (0x1F, 0644, 1_000, 1:30) included. False, *OUT untouched, when NODE is no number or no
 * finite one. NULL is allowed. */
bool il_node_number(const il_node *node, double *out);
/* The deepest node (or key) whose span holds SPAN; NULL if none. */
const il_node *il_node_at(const il_node *root, il_span span);

#endif
