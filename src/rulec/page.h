/* The parts of a rule page: front matter, prose, and the examples below its headings.
 *
 *     ---
 *     front matter (YAML)
 *     ---
 *     Why it matters.
 *     ## When it does not apply      prose
 *     ## Fails                       examples with findings: what the comments `//!` and `#!` expect
 *     ## Passes                      examples without
 *     ## Unknown                     examples where something cannot be known: without
 *     ## Fixed                       what the failing examples become, in their order
 *
 * An example is a fenced block (```ts, ```yaml, ```json); one whose info string goes on with a file name (```json cdk.json) belongs to the
 * example before it. */
#ifndef IL_PAGE_H
#define IL_PAGE_H

#include "finding.h"

typedef enum {
    IL_PAGE_PROSE,
    IL_PAGE_EXEMPT,
    IL_PAGE_FAILS,
    IL_PAGE_PASSES,
    IL_PAGE_UNKNOWN,
    IL_PAGE_FIXED
} il_section;

typedef struct {
    il_section section;
    il_str language; /* "ts", "yaml" … */
    il_str file;     /* empty: the example's main file */
    il_str text;     /* ends with a line break unless empty */
    uint32_t line;   /* of the page, from 1, where the text begins */
    size_t example;  /* counts the examples of the page from 0 */
} il_block;

typedef struct {
    const il_source *source;
    il_str front;      /* from the first `---` line up to the second */
    il_str body;       /* what follows */
    uint32_t sections; /* bits of il_section that have a heading (PROSE: some text before the first one) */
    IL_VEC(il_block) blocks;
} il_page;

/* Splits SOURCE, whose text the page borrows. False when it is no page: no front matter, a fence that is not closed, an unknown heading; all
 * of it is reported. */
bool il_page_split(il_arena *arena, const il_source *source, il_page *page, il_sink *sink);

/* "Fails" … */
const char *il_section_name(il_section section);

#endif
