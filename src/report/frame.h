/* Code frames: a few lines of a source with a caret under a place, as a terminal shows them. */
#ifndef IL_FRAME_H
#define IL_FRAME_H

#include "report.h"

/* Adds the lines around LOC with carets under it and LABEL behind them. Tabs are expanded, wide characters counted, control characters made
 * visible, long lines clipped to the width with `…`. */
void il_frame_code(il_buf *out, il_loc loc, il_str label, const il_report_options *options);

/* Adds what FIX changes, file by file, as added and removed lines with one line of context. HOME is the finding's file: its name is not said. */
void il_frame_fix(il_buf *out, const il_fix *fix, const il_source *home, const il_report_options *options);

#endif
