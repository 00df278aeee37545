/* From paths to units: which apps there are, which files belong to them. */
#ifndef IL_DISCOVER_H
#define IL_DISCOVER_H

#include "workspace.h"

/* Adds the units that PATH leads to, and PATH to the scope. */
void il_discover(il_engine *engine, il_str path);

/* The same for a file that a list has: see il_engine_add_listed. */
void il_discover_listed(il_engine *engine, il_str path);

#endif
