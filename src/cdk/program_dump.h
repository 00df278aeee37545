/* A program after evaluation as text, for tests and for people who ask what was understood. */
#ifndef IL_PROGRAM_DUMP_H
#define IL_PROGRAM_DUMP_H

#include "buf.h"
#include "ev.h"

/* One block a construct, in the order of creation: path, class, marks; props; calls. Then gaps and literals. Stable text. */
void il_program_dump(il_buf *out, const il_program *program);

/* VALUE in the manner of JavaScript; what is unknown as `?reason(detail)`. */
void il_ev_dump(il_buf *out, const il_ev *value);

#endif
