/* Users' own rule pages: read from the folders that configuration (`rulesDirs`) or the command line names, compiled when they are found.
 * Who names none pays nothing. */
#ifndef IL_OWN_H
#define IL_OWN_H

#include "page.h"
#include "rule.h"
#include "workspace.h"

/* A page that compiled. */
typedef struct il_own_page {
    const il_rule *rule;
    il_page page;
} il_own_page;

/* Compiles the pages below FOLDER (once), with the tables of its `data` folders, and puts them among the engine's rules. What is wrong with one
 * goes to PROBLEMS, and it is then no rule. False when there is no such folder. */
bool il_own_add(il_engine *engine, il_str folder, il_sink *problems);

/* Whether RULE comes from one of FOLDERS. */
bool il_own_is_from(const il_rule *rule, const il_str *folders, size_t n);

#endif
