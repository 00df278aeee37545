/* CDK TypeScript → model: evaluates an app without running it. Never fails: what cannot be followed is unknown, with a reason. */
#ifndef IL_CDK_H
#define IL_CDK_H

#include "ev.h"

typedef struct {
    il_str
        root; /* the app's folder (that of cdk.json), relative to the working directory; "" = the working directory itself */
    il_str entry; /* the entry file of cdk.json's `app`; empty = every `new App()`, else each exported stack class */
    const il_str *files; /* all TypeScript files of the app, sorted */
    size_t n_files;
    const il_loader *loader;
} il_cdk_input;

/* Returns the app in ARENA: evaluates and lowers. Syntax findings stay with the documents. */
il_app *il_cdk_read(il_arena *arena, const il_cdk_input *input);

/* The two halves, for tests and for plan. */
il_program *il_cdk_evaluate(il_arena *arena, const il_cdk_input *input);
il_app *il_cdk_lower(il_arena *arena, const il_program *program, il_str root);

/* The construct that RESOURCE was made by; NULL when it is no CDK resource. */
il_construct *il_cdk_construct_of(const il_resource *resource);

#endif
