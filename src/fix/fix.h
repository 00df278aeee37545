/* Applying fixes: pure. Sources and fixes in, new bytes and the fate of each fix out. Nothing is read or written here. */
#ifndef IL_FIX_H
#define IL_FIX_H

#include "finding.h"

typedef enum {
    IL_FIX_APPLIED,
    IL_FIX_WAITS, /* overlaps one that was applied, or is to be kept apart from it: its turn is the next round */
} il_fix_fate;

typedef struct {
    const char *rule; /* decides among fixes that begin at one place */
    const il_fix *fix;
    il_str apart; /* fixes with one key are never applied together, even where they do not overlap; empty for none */
    /* What a fix that brings something of its own brings it for, and what such a fix speaks of besides; any identity, NULL for none. Of two
     * where one is for what the other speaks of, the first may settle both: the second waits. */
    const void *brings_for, *speaks_of;
    il_fix_fate fate; /* out */
} il_fix_job;

typedef struct {
    const il_source *source;
    il_str text; /* the file with the applied fixes */
} il_fixed_file;

/* Applies what does not overlap, in the total order (path, start, rule) of each fix's first edit; a fix applies whole or not at all. Two
 * insertions at one point overlap, unless each brings its separator in front (a further member, item or statement) or they are the same
 * edit, which is then made once. Sets each job's fate, keeps the order of JOBS.
 * Returns how many files changed; *FILES gets them in ARENA, sorted by path. */
size_t il_fix_apply(il_arena *arena, il_fix_job *jobs, size_t n, il_fixed_file **files);

#endif
