/* Fidelity: what the model of a program says against the templates that the real library synthesized of it, leaf by leaf.
 *
 * A *leaf* is a scalar, an empty map or list, or a whole function (Ref, Fn::…) below a resource's Properties, and its DeletionPolicy and
 * UpdateReplacePolicy. Counted as
 *     equal      the model has the same value: same type and text; a reference leads to the same construct path and attribute (through
 *                exports, outputs and the parameters of nested stacks); text with references agrees part by part
 *     unknown    the model says that it does not know: unknown, a choice one of whose arms fits, absent where the map or list is open
 *     different  everything else: another value, presence or absence where the template has it otherwise, an element of an open list that is
 *                nowhere in the template's
 *     missing    leaves of resources that the model does not have
 * A resource is found by construct path and type; one whose path the template does not have, by a logical id that only one of its type has.
 * Elements and entries that are AWS::NoValue are not there. Set aside: a leaf that holds the hash of an asset and that the model does not claim to know; AWS::CDK::Metadata. */
#ifndef IL_FIDELITY_COMPARE_H
#define IL_FIDELITY_COMPARE_H

#include "document.h"
#include "model.h"

/* One template of the assembly. */
typedef struct {
    il_str name;  /* its file's path */
    il_str stack; /* the name that the manifest gives the stack; empty for a nested one */
    const il_document *document;
    const il_node *root;
} il_fidelity_template;

typedef enum {
    IL_FIDELITY_DIFFERENT,
    IL_FIDELITY_EXTRA, /* a resource that no template has */
    IL_FIDELITY_GONE,  /* a resource that the model does not have */
    IL_FIDELITY_UNKNOWN
} il_fidelity_kind;

/* One thing that is not equal. */
typedef struct {
    il_fidelity_kind kind;
    il_str type, path, at; /* `path` is the construct's, or the logical id; `at` the leaf's, below Properties */
    const il_fidelity_template *template;
    const il_node *node;   /* what the template has; NULL for nothing */
    const il_value *value; /* what the model has; NULL for nothing */
    il_loc source;         /* of the value or its resource */
    size_t leaves;
    bool announced; /* of GONE: the model says that such a resource may be missing */
} il_fidelity_entry;

typedef struct {
    size_t resources, found, gone, announced, extra;
    size_t equal, unknown, different, missing, aside; /* leaves; `different` counts wrong logical ids too */
    IL_VEC(il_fidelity_entry) entries;                /* in the order of the templates */
} il_fidelity;

/* Compares the model of a program with the TEMPLATES of its assembly. Everything is borrowed, the result's entries live in ARENA. */
il_fidelity il_fidelity_compare(il_arena *arena, const il_app *app, const il_fidelity_template *templates, size_t n);

/* "different", "extra", "missing", "unknown". */
const char *il_fidelity_kind_name(il_fidelity_kind kind);

#endif
