/* The engine: which rules, on what, in what order. It finds the apps that the given paths belong to, has them evaluated, judges them,
 * plans and proves fixes, and fixes in rounds. It touches no disk, terminal or clock: files come through il_files.
 *
 *     il_engine *engine = il_engine_new(&files, &options);
 *     il_engine_add(engine, IL_STR("lib"));
 *     const il_result *result = il_engine_check(engine);
 *     … report result->findings …
 *     il_engine_free(engine);
 */
#ifndef IL_ENGINE_H
#define IL_ENGINE_H

#include "buf.h"
#include "files.h"
#include "finding.h"
#include "model.h"
#include "rule.h"
#include "select.h"
#include "template.h"

typedef struct {
    const il_rule *const *rules; /* what to judge by, sorted by id: see il_select; or see il_engine_select */
    size_t n_rules;
    const il_str *rule_folders; /* of users' own pages, besides those that configuration names */
    size_t n_rule_folders;
    bool whole_pages;       /* users' own pages must have what `infralint test` runs */
    bool rules_by_config;   /* of these rules, the ones that configuration has on, file by file */
    bool use_config;        /* configuration files are looked for; else there are only defaults */
    il_str config_file;     /* the one for everything; p == NULL: each file has the nearest */
    bool source_only;       /* TypeScript alone */
    bool template_only;     /* templates and cdk.out alone */
    bool use_gitignore;     /* what is found below a named folder and ignored by git is passed over */
    bool in_turns;          /* il_engine_check lets many templates go one by one; il_engine_models then lacks them */
    bool explain_skips;     /* il_result.skips has everything that was passed over, not only what was named */
    bool plan_fixes;        /* findings get their proven fixes: costs an evaluation more */
    il_str src_root;        /* where the sources of a cdk.out lie; p == NULL: in its app's folder */
    bool import_cdk_report; /* the findings of CDK's own validation, from each cdk.out */
    const il_rule *const *fixable; /* the rules whose fixes are looked for, sorted by id; NULL for all */
    size_t n_fixable;
    bool unsafe_fixes;                   /* il_engine_fix applies unsafe fixes too */
    bool fix_suppressed;                 /* and findings that somebody accepted are fixed as well */
    bool no_waivers;                     /* what somebody suppressed counts all the same */
    bool list_suppressions;              /* il_result.accepted has what there is */
    il_str today;                        /* YYYY-MM-DD, for what expires; p == NULL: nothing does */
    il_severity fix_min;                 /* findings below it are not fixed */
    const struct il_baseline *baseline;  /* findings that are known; NULL for none */
    const il_rule_options *rule_options; /* NULL = defaults */
    il_givens *givens;                   /* parameters of templates; NULL for none */
} il_engine_options;

typedef struct il_engine il_engine;

/* FILES, OPTIONS and what they point to are borrowed until il_engine_free. Returns owned. */
il_engine *il_engine_new(const il_files *files, const il_engine_options *options);
void il_engine_free(il_engine *engine);

/* Adds what stands at PATH: a file, a folder, a cdk.out. The path decides what is reported; what is analysed is the app that it belongs to.
 * What cannot be read becomes a finding; so does a named file that looks like a template and does not parse. */
void il_engine_add(il_engine *engine, il_str path);

/* The same for a path that comes from a list, as of what changed, or from a hook: what a walk would pass over is passed over, and not spoken of. A project's own cdk.json or
 * package.json stands for its app. */
void il_engine_add_listed(il_engine *engine, il_str path);

/* Findings that are known do not count from now on. BASELINE is borrowed; NULL for none. */
void il_engine_set_baseline(il_engine *engine, const struct il_baseline *baseline);
bool il_engine_has_baseline(const il_engine *engine);

/* Adds TEXT (copied) as what stands at PATH, whatever the disk has there: an unsaved buffer, standard input. */
void il_engine_add_text(il_engine *engine, il_str path, il_str text);

/* What is wrong with the configuration of what was added, sorted: with anything there, do not go on. Borrowed until il_engine_free. */
const il_sink *il_engine_config_problems(il_engine *engine);

/* All rules that there are: those compiled in and users' own, as far as configuration was read. Changes when more is read. */
const il_rules *il_engine_rules(const il_engine *engine);

/* Users' own pages: what il_own_page has. */
const struct il_own_page *il_engine_own_pages(il_engine *engine, size_t *n);

/* Judges from now on by what SELECTION admits of all rules, unless one of its words names nothing. Call when everything is added. */
il_selected il_engine_select(il_engine *engine, const il_selection *selection);

/* Looks from now on for fixes of these rules only; else the same. */
il_selected il_engine_select_fixable(il_engine *engine, const il_selection *selection);

/* The options' givens, NULL without; they may be changed until something is checked. */
il_givens *il_engine_givens(il_engine *engine);

/* Paths where nothing was checked: those that were named and are neither program nor template, or all (explain_skips). */
typedef struct {
    il_str path;
    const char *why; /* lives as long as the engine */
} il_skip;

/* The text of PATH as the engine has it now: fixed, after il_engine_fix. False when it cannot be read. Borrowed until il_engine_free. */
bool il_engine_text(il_engine *engine, il_str path, il_str *text);

/* A parameter that was given and that no template has. */
typedef struct {
    il_str name;
    il_str meant; /* one that some template has; empty for none */
} il_stray;

/* Something that somebody wrote to accept findings. */
typedef struct {
    il_loc loc;
    const char *tool, *how; /* static */
    il_str id, reason, expires;
    /* "used", "unused", "undecided" (its rules are off, or something is not known), "expired", "unknown" (no rule), "refused" (by nonSuppressible), "wrong",
     * "foreign" (of another tool's rule that is none of ours) */
    const char *state;
    size_t findings; /* that it holds for */
} il_accepted;

typedef struct {
    il_sink findings; /* sorted; all severities */
    size_t files, stacks, assemblies, resources;
    bool unreadable; /* something could not be read: the job is not done */
    const il_skip *skips;
    size_t n_skips;
    const il_stray *strays;
    size_t n_strays;
    const il_accepted *accepted; /* with list_suppressions: in scope, sorted by place */
    size_t n_accepted;
} il_result;

/* Evaluates and judges everything that was added. Lives until the next call or il_engine_free. */
const il_result *il_engine_check(il_engine *engine);

/* What became of a fix. */
typedef struct {
    const char *rule;
    il_str title;
    il_safety safety;
    il_str file; /* where the finding stood, and from which line (from 1): as it was when the fix was applied */
    unsigned line;
    il_subject *subjects; /* the resources that the finding was about */
    size_t n_subjects;
    const char *const
        *changes; /* the paths and types that the fix may change: those of the rule's page; static texts */
    size_t n_changes;
    bool applied;
    const char *why; /* static; NULL when applied */
} il_fixed;

typedef struct {
    il_str path;
    il_str before, after;
} il_changed_file;

typedef struct {
    const il_changed_file *files; /* sorted by path */
    size_t n_files;
    const il_fixed *fixes;
    size_t n_fixes, n_applied;
    const il_result *left; /* the findings of the fixed files */
} il_fix_result;

/* Fixes in rounds (at most IL_FIX_ROUNDS) until nothing changes: choose, apply to a copy, parse and evaluate again, prove; what parses worse,
 * keeps its finding or brings a new error is thrown away. Nothing is written: the caller has the new bytes. */
const il_fix_result *il_engine_fix(il_engine *engine);

enum { IL_FIX_ROUNDS = 10 };

/* Writes a line of JSON for each resource of the cdk.outs that were added: what it is, and the `new` of the program that made it. */
void il_engine_trace(il_engine *engine, il_buf *out);

/* The models of all apps that were added, evaluated on demand: for `infralint model`. Source models before templates. */
size_t il_engine_models(il_engine *engine, const il_app *const **apps);

#endif
