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
    IL_CHANGE_LOST     /* what was known at `path` (or whether something is absent there) is unknown now */
} il_change_kind;

typedef struct {
    il_change_kind kind;
    const il_resource *before, *after;
    il_str path; /* of the body, dotted: "Properties.VersioningConfiguration.Status", "DeletionPolicy"; empty for a whole resource */
    const il_value *old_value, *new_value; /* never NULL for a leaf; &il_missing where there is none */
} il_change;

typedef struct {
    il_change *items;
    size_t n;
    il_map twins; /* key of il_model_key → the resource of the later model; for il_model_twin */
} il_model_diff;

/* Returns the changes in ARENA, in the order of BEFORE's resources, then what was added. */
il_model_diff *il_model_diff_of(il_arena *arena, const il_app *before, const il_app *after);

/* What BEFORE's RESOURCE has become in the later model; NULL when it is gone. */
const il_resource *il_model_twin(const il_model_diff *diff, const il_resource *resource);

#endif
