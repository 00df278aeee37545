/* The way back: from a resource of a cdk.out to the `new` of the program that made it. By the creation stack that CDK noted where there is
 * one, else by construct path, among the constructs that the evaluation of the program knows. Promises no wrong place: where two could
 * be, it is the stack's. */
#ifndef IL_TRACE_H
#define IL_TRACE_H

#include "cdk.h"

typedef enum {
    IL_TRACED_NOWHERE, /* no place in the program is known */
    IL_TRACED_STACK,   /* the `new` of its stack: more is not certain */
    IL_TRACED_OWNER,   /* a method made it: the `new` of the construct that it belongs to */
    IL_TRACED_NEW      /* the `new` that made it */
} il_traced_how;

typedef struct {
    il_traced_how how;
    const char *by; /* static: "creation stack", "construct path"; NULL for nowhere */
    il_loc loc;     /* `new X` up to the class name */
    il_loc whole;   /* the whole expression */
    const il_document *document;
} il_traced;

typedef struct {
    const il_app *assembly;
    const il_app *source;      /* the program as it was lowered; NULL: it is evaluated when it must be */
    const il_cdk_input *input; /* the program's files, with their loader */
    il_str src_root;           /* where the frames' files lie instead of input->root; p == NULL for there */
} il_trace_input;

typedef struct il_tracer il_tracer;

/* INPUT is copied, what it points to borrowed until il_tracer_free. Nothing is read before it is asked for. */
il_tracer *il_tracer_new(il_arena *arena, const il_trace_input *input);
void il_tracer_free(il_tracer *tracer);

/* Where RESOURCE of the assembly was made. */
il_traced il_trace(il_tracer *tracer, const il_resource *resource);

/* Where the construct at PATH, one of STACK or STACK itself, was made. */
il_traced il_trace_path(il_tracer *tracer, const il_stack *stack, il_str path);

/* The place of one frame of a stack that CDK wrote, if a `new` of the program stands there. */
bool il_trace_frame(il_tracer *tracer, const il_stack *stack, il_str frame, il_traced *out);

/* The value at the `new` of TRACED that the leaf VALUE at KEYS (N names below Properties) comes from, where the literal there shows it; else no
 * place. */
il_loc il_trace_property(const il_traced *traced, const il_str *keys, size_t n, const il_value *value);

/* "new", "owner", "stack", "nowhere". */
const char *il_traced_name(il_traced_how how);

#endif
