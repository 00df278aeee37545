/* From paths to units: which apps there are, which files belong to them. */
#ifndef IL_DISCOVER_H
#define IL_DISCOVER_H

#include "workspace.h"

/* Adds the units that PATH leads to, and PATH to the scope. */
void il_discover(il_engine *engine, il_str path);

#endif
