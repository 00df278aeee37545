/* Findings → bytes, one file a format. A writer sees only findings, the rules' descriptions and the summary; its output depends on
 * nothing else (no clock, no locale, no hash order). */
#ifndef IL_REPORT_H
#define IL_REPORT_H

#include "buf.h"
#include "finding.h"

/* What a report says of a rule. All borrowed. */
typedef struct {
    const char *id, *title, *category, *path; /* path: of the rule's page in the repository */
    const char *page;                         /* its Markdown */
    il_severity severity;
    const char *const *packs;
    size_t n_packs;
    const char *fix; /* "safe", "unsafe" or "none": the best that the rule offers */
    const struct il_report_also *also;
    size_t n_also;
    const char *const *types; /* of resources that it judges; "*" = all */
    size_t n_types;
    const struct il_report_param *params;
    size_t n_params;
    bool own; /* a user's page: `path` is one of theirs, and no address */
} il_report_rule;

/* What users may set of a rule. */
typedef struct il_report_param {
    const char *name, *type, *description;
    const char *fallback; /* as JSON */
} il_report_param;

/* The rule's names in another tool. */
typedef struct il_report_also {
    const char *tool;
    const char *const *ids;
    size_t n_ids;
} il_report_also;

/* What became of a fix that was applied or refused while fixing. */
typedef struct {
    const char *rule;
    il_str title;
    il_safety safety;
    il_str file;
    unsigned line; /* from 1 */
    const il_subject *subjects;
    size_t n_subjects;
    const char *const *changes; /* paths and types of CloudFormation that it may change */
    size_t n_changes;
    bool applied;
    const char *why; /* when not applied */
} il_report_fixed;

typedef struct {
    const il_finding *findings; /* those to show, sorted */
    size_t n_findings;
    const il_finding *suppressed; /* those that do not count, sorted; only some formats have a place for them */
    size_t n_suppressed;
    bool has_baseline; /* findings that are not suppressed are new */
    const il_report_rule
        *rules; /* sorted by id; every finding's rule but the built-in ones and those of other tools stands here */
    size_t n_rules;
    struct {
        size_t errors, warnings, notes; /* all that was found; notes may not be among `findings` */
        size_t files, stacks, assemblies, resources;
        size_t fixable_safe, fixable_unsafe;
        size_t fixed, not_fixed;
        size_t suppressed, baselined;
        double milliseconds; /* < 0: not to be said */
    } summary;
    const il_report_fixed *fixes; /* what --fix did */
    size_t n_fixes;
} il_report;

typedef struct {
    bool color;
    bool links;       /* OSC 8 hyperlinks */
    unsigned width;   /* columns; 0 = do not clip */
    unsigned context; /* lines of code around a finding */
    bool code_frame;
    bool show_fixes;   /* list what was fixed */
    bool only_fixes;   /* say nothing of what is left */
    il_str uri_prefix; /* from the repository's root to the working directory, "" or "sub/": SARIF paths begin there */
} il_report_options;

typedef void il_report_writer(il_buf *out, const il_report *report, const il_report_options *options);

il_report_writer il_report_human;
il_report_writer il_report_concise;
il_report_writer il_report_json;
il_report_writer il_report_jsonl;
il_report_writer il_report_sarif;
il_report_writer il_report_github;
il_report_writer il_report_gitlab;
il_report_writer il_report_rdjson;
il_report_writer il_report_junit;
il_report_writer il_report_checkstyle;
il_report_writer il_report_markdown;

/* The writer called NAME; NULL when there is none. */
il_report_writer *il_report_find(il_str name);
/* All names with ", " between them, for messages. */
const char *il_report_names(void);

/* The list of --show-fixes: a line for each fix of REPORT that was applied, and for each that was refused. */
void il_report_fixes_text(il_buf *out, const il_report *report);

/* `infralint rules`: one line a rule, or the JSON list of UX and DESIGN section 7. */
void il_report_rules_text(il_buf *out, const il_report_rule *rules, size_t n, const il_report_options *options);
void il_report_rules_json(il_buf *out, const il_report_rule *rules, size_t n);
/* `infralint explain`: for a terminal, as a Markdown page, or as one JSON object. */
void il_report_explain(il_buf *out, const il_report_rule *rule, const il_report_options *options);
void il_report_explain_markdown(il_buf *out, const il_report_rule *rule);
void il_report_explain_json(il_buf *out, const il_report_rule *rule);

/* The page of RULE in the project's repository; of a user's own its path. */
void il_report_rule_url(il_buf *out, const il_report_rule *rule);

/* NULL when there is none (the built-in rules have no page). */
const il_report_rule *il_report_rule_of(const il_report *report, const char *id);

#endif
