/* Parameter values of the command line: `--param [STACK:]KEY=VALUE` and `--parameters FILE`. */
#ifndef IL_PARAMETERS_H
#define IL_PARAMETERS_H

#include "options.h"
#include "template.h"

/* Fills OUT (in the options' arena) with what the options give; files first, so that --param counts over them. False when something cannot
 * be taken: said on stderr. */
bool il_parameters_read(const il_options *options, il_givens *out);

#endif
