/* A baseline: the findings of a project that are known already. Only what is not among them counts. An entry names the rule, the file, the resource and
 * the property, never a line: it survives moved and reformatted code, and stands for nothing in another file or on another resource. */
#ifndef IL_BASELINE_H
#define IL_BASELINE_H

#include "buf.h"
#include "document.h"

typedef struct il_baseline il_baseline;

/* An entry. All texts in the baseline's arena. */
typedef struct {
    il_str file; /* relative to the baseline's folder */
    il_str rule, resource, property;
    il_str text;  /* of an element, what stands there: its place in the list may change */
    size_t count; /* how many there are alike */
} il_baseline_entry;

/* An empty baseline that lies in FOLDER. HERE is the working directory; both absolute. In ARENA; texts are copied. */
il_baseline *il_baseline_new(il_arena *arena, il_str folder, il_str here);

/* Adds what DOCUMENT says. False when it is no baseline: *WHY says so, *AT where. */
bool il_baseline_read(il_baseline *baseline, const il_document *document, const char **why, il_loc *at);

/* Adds FINDING, as one entry for each of its resources; what must never be taken for known (files that cannot be read) is left out. */
void il_baseline_add(il_baseline *baseline, const il_finding *finding);
/* Adds ENTRY of another baseline in the same folder. */
void il_baseline_add_entry(il_baseline *baseline, const il_baseline_entry *entry);

/* The entries, sorted, N of them. Borrowed until something is added. */
const il_baseline_entry *il_baseline_entries(il_baseline *baseline, size_t *n);
/* How many of ENTRY there are in BASELINE. */
size_t il_baseline_count(const il_baseline *baseline, const il_baseline_entry *entry);
/* The path of ENTRY's file, relative to the working directory, in the baseline's arena. */
il_str il_baseline_path(const il_baseline *baseline, const il_baseline_entry *entry);

/* The file's text: one entry a line. */
void il_baseline_write(il_buf *out, il_baseline *baseline);

/* A run over findings, each of which takes what it stands for. */
typedef struct il_baseline_run il_baseline_run;
il_baseline_run *il_baseline_begin(il_arena *arena, const il_baseline *baseline);
/* Whether FINDING is known: all of its resources are, and not taken by findings before. */
bool il_baseline_knows(il_baseline_run *run, const il_finding *finding);

#endif
