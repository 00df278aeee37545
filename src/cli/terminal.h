/* What the terminal can show. */
#ifndef IL_TERMINAL_H
#define IL_TERMINAL_H

#include "options.h"

/* Colours, hyperlinks and width for a report on stdout: --color, then NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb, then whether stdout is
 * a terminal. */
il_report_options il_terminal_options(const il_options *options);

/* Today's date in UTC, YYYY-MM-DD, in ARENA; that of SOURCE_DATE_EPOCH where it is set, so that reports can be made again. */
il_str il_terminal_today(il_arena *arena);

bool il_terminal_is_interactive(void);

#endif
