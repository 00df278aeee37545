/* Rule pages → compiled rules. A page is Markdown with front matter; what is wrong with one is a finding with its line and column, and the
 * page is then no rule. Works at build time (rulec prints the result as C) and, linked later, on users' own pages. */
#ifndef IL_COMPILE_H
#define IL_COMPILE_H

#include "finding.h"
#include "page.h"
#include "rule.h"

/* The tables of rules/data: what pages name with `data:`. */
typedef struct {
    il_arena *arena;
    il_map by_name; /* name → il_value of its entries */
} il_tables;

il_tables il_tables_in(il_arena *arena);
/* Adds the table in the YAML file TEXT; its name is the file's. False when it is wrong, which is reported. Copies TEXT. */
bool il_tables_add(il_tables *tables, il_str path, il_str text, il_sink *sink);

typedef struct {
    il_arena *arena; /* the rule lives in it */
    il_str path;     /* as shown, and as il_rule.path: "rules/s3/s3-bucket-versioning.md" */
    il_str text;     /* copied */
    const il_tables *tables;
    il_sink *sink;
    bool lenient; /* prose and examples may be missing: not what is judged by */
    bool own;     /* a user's page: packs may be missing; an example that fails and one that passes are enough */
} il_compile_input;

/* The rule that the page describes, or NULL when the page is wrong: findings say why. *PAGE, if not NULL, gets the page's parts. */
il_rule *il_rule_compile(const il_compile_input *input, il_page *page);

/* Whether a fix of RULE applies to TypeScript or to templates: its page then shows the fixed text. */
bool il_rule_fixes_source(const il_rule *rule);
bool il_rule_fixes_template(const il_rule *rule);

/* The words of the language and the keys of the front matter, by index; NULL behind the last. */
const char *il_rule_word(size_t index);
const char *il_rule_key(size_t index);

#endif
