/* What a project's own files say about where its programs lie: cdk.json, package.json (scripts, workspaces) and tsconfig.json (paths, outDir).
 * Reads through the loader, runs nothing, and never leaves the project for node_modules. */
#ifndef IL_PROJECT_H
#define IL_PROJECT_H

#include "document.h"
#include "map.h"

typedef struct {
    il_arena *arena;
    const il_loader *loader;
    il_map configs;  /* path → what was read of it */
    il_map packages; /* folder and specifier → path */
} il_project;

/* All borrowed; what it answers lies in ARENA. */
il_project il_project_in(il_arena *arena, const il_loader *loader);

/* The program file that PATH means to node and TypeScript: as it is, with an ending, or its index; for a compiled file its source beside it.
 * Empty when there is none. */
il_str il_project_file(il_project *project, il_str path);

/* The same for a file that a compiler wrote (tsconfig's outDir, or a folder called dist, build, out, lib or .build). */
il_str il_project_source(il_project *project, il_str path);

/* The file that SPECIFIER, which begins with no dot, names in FOLDER by tsconfig's `paths` and `baseUrl`, the package's own `imports` or a
 * package of the same repository. Empty for packages that others wrote. */
il_str il_project_import(il_project *project, il_str folder, il_str specifier);

/* The file that the `app` of ROOT's cdk.json runs: through npm scripts, `cd`, ts-node, tsx and node. Empty when that is not known. */
il_str il_project_entry(il_project *project, il_str root);

/* ---- shared by project*.c ---- */

typedef struct {
    il_str pattern; /* with at most one `*` */
    IL_VEC(il_str) targets;
} il_project_path;

/* Of a tsconfig.json, `extends` followed; folders are joined to the configuration's own. */
typedef struct {
    bool found;
    il_str folder, base, out, root; /* base, out, root: p is NULL for none */
    IL_VEC(il_project_path) paths;
} il_tsconfig;

typedef struct {
    il_str key, text;
} il_project_word;

typedef IL_VEC(il_project_word) il_project_words;

typedef struct {
    bool found;
    il_str folder, name;
    IL_VEC(il_str) entries; /* source, types, main, module: in this order, those that it has */
    il_project_words scripts, dependencies, imports;
    IL_VEC(il_str) workspaces;
    bool is_workspace;
} il_package;

/* NULL when FOLDER has no such file. */
const il_tsconfig *il_project__tsconfig(il_project *project, il_str folder);
const il_package *il_project__package(il_project *project, il_str folder);
/* Sets *ABOVE to the folder above FOLDER ("" for "a"; ".." for ""). False when there is none, or it is too far up. */
bool il_project__above(il_project *project, il_str folder, il_str *above);

#endif
