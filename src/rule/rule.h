/* Rules and their verdicts. A rule is a Markdown page (rules/SERVICE/ID.md) compiled at build time into constant data: start-up parses
 * nothing and compiles no pattern. Rules see only the model. */
#ifndef IL_RULE_H
#define IL_RULE_H

#include "finding.h"
#include "model.h"

typedef struct il_rule_code il_rule_code; /* the compiled front matter; private to this layer */
typedef struct il_cond il_cond;           /* a compiled condition; private too */

typedef struct {
    const char *tool; /* "checkov", "cdk-nag", "fsbp" … */
    const char *const *ids;
    size_t n_ids;
} il_rule_also;

/* One property that a fix sets: `path` as on the page, relative to Properties unless it begins with a dot or `$`. */
typedef struct {
    const char *path;
    const il_value *value;            /* static data without places; may hold "{{hole}}" strings */
    const struct il_operand *operand; /* worked out from the case instead (il_verdict_fix.wanted); NULL for a value */
} il_rule_set_leaf;

/* One alternative of a rule's fix. */
typedef struct {
    const char *title;
    il_safety safety;
    const il_rule_set_leaf *set;
    size_t n_set;
    const char *const *remove;
    size_t n_remove;
    const char *const *allow; /* leaves or types that may change too */
    size_t n_allow;
    const char *add_ts;      /* snippet to add after the construct's statement; NULL for none */
    const il_value *add_cfn; /* resources to add to a template: logical id → resource; NULL for none */
    const char *const *prefer;
    size_t n_prefer;
    /* Types: what is added stands beside the first resource of the first of these types that the app has, instead of the judged one. */
    const char *const *beside;
    size_t n_beside;
    int on; /* the slot of a resource that `let` named: it is changed instead of the judged one; 0 for none */
    /* In a program, a call of `rewrite_to` in place of one of `rewrite_from` (names of the library), without the members `rewrite_drop` of its
     * arguments; NULL for none. */
    const char *rewrite_from, *rewrite_to;
    const char *const *rewrite_drop;
    size_t n_rewrite_drop;
    const il_cond *when; /* NULL: always; else see il_verdict.unfit */
    /* A named mechanism instead of `set`: "context" moves the literal into cdk.json's context, in a template into a parameter with that
     * default. NULL for none. */
    const char *hoist;
} il_rule_fix;

/* A parameter that users may set in their configuration. */
typedef struct {
    const char *name, *type; /* "integer", "number", "string", "boolean", "list" */
    const char *description; /* may be empty */
    const il_value *fallback;
} il_rule_param;

typedef struct il_rule {
    const char *id, *title, *category;
    il_severity severity;
    const char *const *packs;
    size_t n_packs;
    const il_rule_also *also;
    size_t n_also;
    const il_rule_fix *fixes;
    size_t n_fixes;
    const il_rule_param *params;
    size_t n_params;
    bool source_only;   /* speaks of facts of the program only: never judges a template */
    const char *page;   /* the Markdown below the front matter */
    unsigned page_line; /* where it begins in the file, from 1 */
    const char *path;   /* "rules/s3/s3-bucket-versioning.md" */
    const char *folder; /* of users' own pages: the folder that they were found below; NULL for those compiled in */
    const il_rule_code *code;
} il_rule;

/* The rules compiled in, sorted by id. */
extern const il_rule *const il_rules_builtin;
extern const size_t il_rules_builtin_count;

/* NULL when there is none among those compiled in. */
const il_rule *il_rule_find(il_str id);

/* The types of resources that RULE judges, N of them; "*" = all that are no facts. */
const char *const *il_rule_types(const il_rule *rule, size_t *n);

/* The rules of a run: those compiled in and users' own. A NULL of them means those compiled in alone. */
typedef struct {
    const il_rule *const *own;
    size_t n_own;
} il_rules;

size_t il_rules_count(const il_rules *rules);
/* Rule I: those compiled in, sorted by id, and behind them users' own. */
const il_rule *il_rules_at(const il_rules *rules, size_t i);
/* NULL when there is none. */
const il_rule *il_rules_find(const il_rules *rules, il_str id);

/* How a stack counts as production, and what users set. NULL fields mean the defaults. */
typedef struct {
    const il_value *params; /* rule id → parameter → value: a map; NULL for none */
    bool report_unknown;
    /* Words (a trailing `*` stands for any ending) that mark a stack, environment, path or condition as exempt from `where: production`, and
     * those that mark one as production. NULL for the defaults of production.c. */
    const char *const *exempt;
    size_t n_exempt;
    const char *const *production;
    size_t n_production;
    /* The other apps of the same project: what `in: project` looks at besides the judged one. */
    const il_app *const *others;
    size_t n_others;
} il_rule_options;

/* What an alternative of the fix has from the case. */
typedef struct {
    const il_resource *site;       /* the resource that `on` names; NULL without it, or where that is not known */
    const il_value *const *wanted; /* for each leaf of `set`: the value of its operand; NULL for those that have none */
} il_verdict_fix;

/* What a rule says of one resource (and one element, for `each`). Borrowed: lives as long as the app. */
typedef struct {
    const il_rule *rule;
    const il_resource *resource;
    il_str element;  /* where `each` stands, relative to Properties: "Replicas.0"; empty without `each` */
    il_truth answer; /* IL_NO: finding; IL_MAYBE: cannot be known; IL_YES: kept. `deny` is turned round */
    il_severity
        severity; /* of the case that failed; one lower for absence on a lone template; a note when the answer is IL_MAYBE */
    il_loc loc; /* deepest failing place; for absence the nearest present parent, else the resource */
    il_str message;
    il_str label;   /* for the caret: "versioned is not set"; may be empty */
    il_str failing; /* the path that failed, relative to Properties ("VersioningConfiguration.Status"); may be empty */
    const il_related *related;
    size_t n_related;
    const il_verdict_fix *fixes; /* one for each of the rule's; NULL when none of them asks for anything */
    uint32_t unfit;              /* bits of the rule's fixes (the first 32) that are not for this resource */
} il_verdict;

typedef struct il_judge il_judge;

/* A judge over APP, in ARENA. OPTIONS may be NULL; what they point to is borrowed. */
il_judge *il_judge_new(il_arena *arena, const il_app *app, const il_rule_options *options);

/* Judges every resource that RULE speaks of, in the order of the model, and calls REPORT for each answer that is not IL_YES (IL_MAYBE only
 * with options.report_unknown). */
void il_judge_rule(il_judge *judge, const il_rule *rule, void (*report)(void *context, const il_verdict *verdict),
                   void *context);

/* The answer for one RESOURCE: the worst of all its elements. IL_YES when the rule does not speak of it. */
il_truth il_judge_resource(il_judge *judge, const il_rule *rule, const il_resource *resource);

#endif
