/* What infralint has to say: findings, the fixes that go with them, and the sink that collects them. Plain values: what reports
 * them knows neither the model nor syntax. All text and arrays are borrowed from the arena that the producer names. */
#ifndef IL_FINDING_H
#define IL_FINDING_H

#include "source.h"
#include "vec.h"

typedef enum { IL_NOTE, IL_WARNING, IL_ERROR } il_severity;
typedef enum { IL_SAFE, IL_UNSAFE } il_safety;

/* "note", "warning", "error". */
const char *il_severity_name(il_severity severity);
/* False when NAME is none of the three. */
bool il_severity_parse(il_str name, il_severity *out);
/* "safe", "unsafe". */
const char *il_safety_name(il_safety safety);

/* Replace the bytes of `span` in `source` by `text`. An insertion has an empty span. */
typedef struct {
    const il_source *source;
    il_span span;
    il_str text;
} il_edit;

/* Edits (perhaps in several files) that apply together or not at all. Several fixes of a finding are alternatives, best first. */
typedef struct {
    il_str title;
    il_safety safety;
    il_edit *edits;
    size_t n_edits;
} il_fix;

/* A place that helps to understand the finding. */
typedef struct {
    il_loc loc;
    il_str message;
} il_related;

/* The resource a finding is about, as text; empty = unknown. */
typedef struct {
    il_str type, logical_id, construct_path, stack;
} il_subject;

/* A finding that somebody has accepted: it is shown where a format can say so, and never counts. */
typedef struct {
    const char *kind; /* SARIF's: "inSource" or "external"; static */
    il_str by;        /* the id that was accepted, as written */
    il_str reason;    /* may be empty */
    il_str expires;   /* YYYY-MM-DD; empty for never */
    const char *tool; /* whose words: "infralint", "cdk-nag" …; NULL = unknown */
    il_loc loc;       /* where it is written; no place for none */
} il_suppression;

typedef struct {
    const char *rule; /* the rule's id, or one of the built-in ids below */
    il_severity severity;
    il_str category;
    il_str message; /* one or more sentences, no line breaks */
    il_loc loc;     /* where a person edits; always has a source (an empty one for a path that cannot be read) */
    il_str app;     /* folder of the app, relative to the working directory; empty for none */
    il_str label;   /* what stands under the caret; may be empty */
    il_subject *subjects;
    size_t n_subjects;
    il_related *related;
    size_t n_related;
    il_fix *fixes;
    size_t n_fixes;
    /* What of its resource or file it is about, whatever the layout of the text: the path that failed ("VersioningConfiguration.Status"), and, where there
     * are no subjects, the name of what was judged. Both may be empty. */
    il_str property, about;
    il_loc element;                   /* of what stands in a list, all of it; no place for none */
    const char *no_fix;               /* why there is no fix although the rule has one; NULL otherwise */
    const char *origin;               /* "source", "template", "project", "syntax" */
    const il_suppression *suppressed; /* NULL: it counts */
    il_str fingerprint;               /* stable over moved lines; set by the engine */
} il_finding;

/* Built-in rule ids for what is wrong with the input itself. */
#define IL_RULE_SYNTAX "syntax-error"
#define IL_RULE_IO "io-error"
#define IL_RULE_EMPTY "cdk-out-empty"
#define IL_RULE_STALE "cdk-out-stale"
#define IL_RULE_CONFIG "config-error"

typedef IL_VEC(il_finding) il_findings;

/* Where every layer reports to. Findings are kept in the order of arrival; il_sink_sort brings them into the order of output. */
typedef struct {
    il_arena *arena;
    il_findings findings;
} il_sink;

/* Adds FINDING after checking it: place and edits inside their files, edits of one fix sorted, apart and at character
 * boundaries. A broken promise panics and names the rule. */
void il_sink_report(il_sink *sink, il_finding finding);

/* Reports IL_RULE_SYNTAX at LOC with a printf-style message. */
void il_sink_syntax(il_sink *sink, il_loc loc, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The order of edits: path, start, end. */
int il_edit_cmp(const il_edit *a, const il_edit *b);

/* Whether A and B are insertions at one place that may stand one behind the other, since each brings its own separator. */
bool il_edit_stacks(const il_edit *a, const il_edit *b);

/* The bytes of SOURCE after the edits among EDITS that are of SOURCE (in order, apart). In ARENA. */
il_str il_edits_apply(il_arena *arena, const il_source *source, const il_edit *edits, size_t n);

/* Sorts by (path, start, end, rule, message). Stable. */
void il_sink_sort(il_sink *sink);

#endif
