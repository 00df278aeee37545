/* Which rules a run judges by. */
#ifndef IL_SELECT_H
#define IL_SELECT_H

#include "nearest.h"
#include "rule.h"

typedef struct {
    const il_str
        *select; /* ids, `also` names, packs, categories, "all"; empty = the pack `recommended` and users' own */
    size_t n_select;
    const il_str *ignore; /* the same words */
    size_t n_ignore;
} il_selection;

/* What came of it. */
typedef struct {
    const il_rule *const *rules;
    size_t n;
    il_str unknown;    /* the first word that names nothing; p == NULL when all do */
    const char *meant; /* the nearest that exists, or NULL */
} il_selected;

/* The ones of RULES (NULL: those compiled in) that SELECTION admits, sorted by id, in ARENA. */
il_selected il_select(il_arena *arena, const il_rules *rules, const il_selection *selection);

#endif
