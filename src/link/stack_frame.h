/* One line of a creation stack as Node and CDK write it: "new Data (/home/a/app/lib/data.ts:12:5)". */
#ifndef IL_STACK_FRAME_H
#define IL_STACK_FRAME_H

#include <stdint.h>

#include "arena.h"

typedef struct {
    il_str function;       /* "new Data", "<anonymous>"; may be empty */
    il_str file;           /* with `/` between folders, without "file://" and drive letter */
    uint32_t line, column; /* from 1; the column in UTF-16 units */
} il_stack_frame;

/* False for what is no frame of a file: CDK's "...new Bucket2 in aws-cdk-lib...", "native", `eval`. In ARENA. */
bool il_stack_frame_parse(il_arena *arena, il_str text, il_stack_frame *out);

/* Whether the frame's file belongs to a package or to Node itself, not to the program. */
bool il_stack_frame_foreign(const il_stack_frame *frame);

#endif
