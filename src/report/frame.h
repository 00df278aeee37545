/* Code frames: a few lines of a source with carets under a place, as a terminal shows them. Tabs are expanded, wide characters counted,
 * control characters made visible, long lines cut to the width with `…` so that the place stays in sight. */
#ifndef IL_FRAME_H
#define IL_FRAME_H

#include "report.h"

/* Adds the lines around FINDING's place with carets under its first line, in the colour of its severity, and its label behind them.
 * Nothing for a file without bytes. */
void il_frame_code(il_buf *out, const il_finding *finding, const il_report_options *options);

/* Adds what FIX changes, file by file, as removed and added lines with one line of context. HOME is the finding's file: a fix of it alone
 * says no file names. */
void il_frame_fix(il_buf *out, const il_fix *fix, const il_source *home, const il_report_options *options);

/* Adds `= key   text` under a frame's bar. TEXT is wrapped. */
void il_frame_key(il_buf *out, const char *key, il_str text, const il_report_options *options);

#endif
