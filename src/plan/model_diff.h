/* What differs between two models of one app, places aside: each resource that came or went and each leaf that changed. Resources are matched
 * by construct path and type, those without a path by stack, logical id and type; among equals by their order. Linear in the size
 * of the two models. Facts (Source::…, Project, App, Stack) are not compared: they follow the text. */
#ifndef IL_MODEL_DIFF_H
#define IL_MODEL_DIFF_H

#include "model.h"

typedef enum {
    IL_CHANGE_ADDED,   /* a resource that was not there; `before` is NULL */
    IL_CHANGE_REMOVED, /* a resource that is gone; `after` is NULL */
    IL_CHANGE_LEAF,    /* another value at `path` */
    IL_CHANGE_LOST     /* what was known at `path` (or that something is absent there) is unknown now */
} il_change_kind;

typedef struct {
    il_change_kind kind;
    const il_resource *before, *after;
    il_str path; /* of the body, dotted: "Properties.VersioningConfiguration.Status"; empty for a whole resource */
    const il_value *old_value, *new_value; /* never NULL for a leaf; &il_missing where there is none */
    bool twofold; /* ADDED: another resource of this type has its construct path (or stack and logical id) already */
} il_change;

typedef struct {
    il_arena *arena;
    IL_VEC(il_change) changes; /* in the order of the earlier model's resources, then what was added */
    il_map twins;              /* for il_model_twin */
} il_model_diff;

/* Returns the differences in ARENA; borrows both models. */
il_model_diff *il_model_diff_of(il_arena *arena, const il_app *before, const il_app *after);

/* What the earlier model's RESOURCE (no fact) has become; NULL when it is gone. */
const il_resource *il_model_twin(const il_model_diff *diff, const il_resource *resource);

#endif
