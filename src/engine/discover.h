/* From paths to units: which apps there are, which files belong to them. */
#ifndef IL_DISCOVER_H
#define IL_DISCOVER_H

#include "workspace.h"

/* Adds the units that PATH leads to, and PATH to the scope. */
void il_discover(il_engine *engine, il_str path);

/* The entry file that cdk.json's `app` command names ("npx ts-node --prefer-ts-exts bin/app.ts" → "bin/app.ts"), joined to ROOT, in the engine's
 * arena; the empty view when there is none that exists. */
il_str il_discover_entry(il_engine *engine, il_str root);

#endif
