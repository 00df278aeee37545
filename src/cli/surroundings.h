/* What a project has around it already: its repository, a manager of hooks, a CI service. `init` adds to it, `doctor` tells of it. Only
 * looks; what it cannot be sure of it says is not there. */
#ifndef IL_SURROUNDINGS_H
#define IL_SURROUNDINGS_H

#include "files.h"

typedef enum { IL_HOOKS_GIT, IL_HOOKS_PRE_COMMIT, IL_HOOKS_HUSKY, IL_HOOKS_LEFTHOOK, IL_HOOKS_ELSEWHERE } il_hooks;
typedef enum { IL_CI_NONE, IL_CI_GITHUB, IL_CI_GITLAB } il_ci;

typedef struct {
    bool repository;
    il_str root;   /* from the working directory to the repository's root: "" or "../../" */
    il_str prefix; /* and back: "" or "infra/" */
    il_hooks hooks;
    il_str
        hook_file; /* where the hook stands or is to stand, from the working directory; empty for IL_HOOKS_ELSEWHERE */
    bool hook_there; /* the file names infralint */
    bool installed;  /* node_modules has infralint */
    bool on_path;    /* the PATH has it, other than in a folder of npm's */
    il_ci ci;
    il_str ci_file; /* as hook_file */
    bool ci_there;  /* a file of the service names infralint */
} il_surroundings;

/* Everything in the result is in ARENA. */
il_surroundings il_surroundings_see(il_arena *arena, const il_files *files);

/* The text of PATH; empty when it cannot be read. */
il_str il_surroundings_text(il_arena *arena, const il_files *files, il_str path);

#endif
