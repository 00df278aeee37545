/* Code frames: a few lines of a source with carets under a place, as a terminal shows them. Tabs are expanded, wide characters counted,
 * control characters made visible, long lines cut to the width with `…` so that the place stays in sight. */
#ifndef IL_FRAME_H
#define IL_FRAME_H

#include "report.h"

/* Adds the lines around LOC with carets under its first line and LABEL (may be empty) behind them. Nothing for a file without bytes. */
void il_frame_code(il_buf *out, il_loc loc, il_str label, const il_report_options *options);

/* Adds what FIX changes, file by file, as removed and added lines with one line of context. HOME is the finding's file: a fix of it alone
 * says no file names. */
void il_frame_fix(il_buf *out, const il_fix *fix, const il_source *home, const il_report_options *options);

/* Adds KEY and the space behind it that puts `= key   text` under a frame's bar. */
void il_frame_key(il_buf *out, const char *key, const il_report_options *options);

#endif
