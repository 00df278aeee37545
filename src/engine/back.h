/* The way back: where a finding of a synthesized template stands in the program that it was made from. */
#ifndef IL_BACK_H
#define IL_BACK_H

#include "round.h"

typedef struct {
    il_loc loc;  /* no place when nothing is known in the program */
    il_loc made; /* the `new` that made the resource; no place when that is not known */
} il_back;

/* Where VERDICT, of CHECKED's template, stands in the program. */
il_back il_back_of(il_round *round, il_checked *checked, const il_verdict *verdict);

/* The tracer of CHECKED, made when first asked for. */
il_tracer *il_back_tracer(il_round *round, il_checked *checked);

/* Writes a line of JSON for each resource of all templates of cdk.outs: what it is and where the program makes it. */
void il_back_dump(il_round *round, il_buf *out);

#endif
