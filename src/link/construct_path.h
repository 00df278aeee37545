/* The constructs of an evaluated program by construct path, where ids and scopes may be known in part only. */
#ifndef IL_CONSTRUCT_PATH_H
#define IL_CONSTRUCT_PATH_H

#include "cdk.h"

typedef struct il_paths il_paths;

/* PROGRAM (borrowed) may be NULL: nothing is found then. ASSEMBLY's notes tell classes. */
il_paths *il_paths_new(il_arena *arena, const il_program *program, const il_app *assembly);

/* The construct whose `new` made what stands at PATH, or NULL when that is not certain. *SURE: its constructor did; else it is the construct
 * that PATH belongs to, and a method, another construct or its constructor may have. */
const il_construct *il_paths_maker(il_paths *paths, il_str path, bool *sure);

/* The stack or the like in which PATH begins to be none of the program's: the evaluation has followed everything down to there, and no construct
 * of unknown place may be meant. NULL when that is not certain. */
const il_construct *il_paths_gap(il_paths *paths, il_str path);

/* Whether CONSTRUCT is of a class that makes nothing of its own (a stack, a plain construct): what stands below it, the program made, or
 * the framework behind its back. */
bool il_construct_contains(const il_construct *construct);

/* "a/b" of "a/b/c"; empty for a path of one component. */
il_str il_construct_parent(il_str path);

#endif
