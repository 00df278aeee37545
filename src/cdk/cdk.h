/* CDK TypeScript → model: evaluates an app without running it. Never fails: what cannot be followed is unknown, with a reason. */
#ifndef IL_CDK_H
#define IL_CDK_H

#include "ev.h"

typedef struct {
    il_str
        root; /* the app's folder (that of cdk.json), relative to the working directory; "" = the working directory itself */
    il_str
        entry; /* the file to run; empty = what cdk.json's `app` runs, else every `new App()`, else each exported stack class */
    const il_str *files; /* all TypeScript files of the app, sorted */
    size_t n_files;
    const il_loader *loader;
} il_cdk_input;

/* The file that the `app` of ROOT's cdk.json runs (through npm scripts, `cd`, ts-node, tsx, node, and for a compiled file its source); empty
 * when that is not known. In ARENA. */
il_str il_cdk_entry(il_arena *arena, const il_loader *loader, il_str root);

/* Returns the app in ARENA: evaluates and lowers. Syntax findings stay with the documents. */
il_app *il_cdk_read(il_arena *arena, const il_cdk_input *input);

/* The two halves, for tests and for plan. */
il_program *il_cdk_evaluate(il_arena *arena, const il_cdk_input *input);
il_app *il_cdk_lower(il_arena *arena, const il_program *program, il_str root);

/* A resource of a library construct, for an aspect to visit. */
typedef struct {
    il_str class, path, id; /* its L1 class, its construct path and id */
    il_construct *scope;    /* the nearest construct of the program above it */
    il_loc loc;
    /* The value of its prop NAME: UNDEFINED when it surely has none, NULL when that is not known. */
    const il_ev *(*read)(void *context, il_name name);
    void *context;
} il_visited;

/* Runs ASPECT of PROGRAM on what VISITED describes. Returns the construct that stands for it, with what the aspect called and wrote; NULL when
 * that could not be followed. In the program's arena. */
il_construct *il_cdk_visit(il_program *program, const il_aspect *aspect, const il_visited *visited);

/* The construct that RESOURCE was made by; NULL when it is no CDK resource. */
il_construct *il_cdk_construct_of(const il_resource *resource);

#endif
