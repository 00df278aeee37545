/* Private to plan: what its parts share. plan.c goes through the alternatives of a page, plan_template.c and plan_cdk.c make edits for
 * the two front ends, plan_hoist.c moves literals, snippet.c fills holes, safety.c knows what may replace a resource, prove.c proves. */
#ifndef IL_PLANNER_H
#define IL_PLANNER_H

#include "edit_text.h"
#include "edit_value.h"
#include "plan.h"

struct il_planner {
    il_planner_input input;
    il_map hoists; /* keys that were given out → how many before it */
    il_map names;  /* names that were given out → for what */
};

/* One alternative of one finding's fix, being made. */
typedef struct {
    il_planner *planner;
    il_arena *arena;
    const il_verdict *verdict;
    const il_rule_fix *page;
    const il_verdict_fix *facts; /* what the alternative has from the case; NULL for nothing */
    const il_resource *resource;
    IL_VEC(il_plan) plans;
    il_str missed,
        place; /* the type of which an earlier alternative found no one resource to use, and where; empty for none */
    il_str sharing;          /* il_plan.apart of this alternative: it brings what was missed */
    const il_resource *uses; /* il_plan.uses of this alternative */
    const char *refusal;     /* why the last candidate was given up; static */
    const char *const *allow;
    size_t n_allow;
} il_planning;

/* Candidates of a page that says `rewrite`. */
void il_plan__rewrite(il_planning *p);

/* Always NULL; notes why. */
const char *il_plan__refuse(il_planning *p, const char *reason);
/* Adds a candidate with EDITS, unless they are empty or clash. */
void il_plan__propose(il_planning *p, il_edits *edits);
const il_document *il_plan__document(const il_planning *p, const il_source *source);

/* Makes insertions of EDITS (sorted) overlap those of earlier candidates that bring the same key to the same place. */
void il_plan__keep_apart(il_planner *planner, il_edits *edits);

/* PATH of a page as a path of the resource's body: "Properties.X", "DeletionPolicy", with `$each` put in. Empty when it speaks of another
 * resource. */
il_str il_plan__body_path(il_arena *arena, const il_verdict *verdict, const char *path);
/* The value at a body PATH: of lists by index; &il_missing when something on the way is no map or list. Never NULL. */
const il_value *il_plan__value_at(const il_value *body, il_str path);
/* Static data of a page as a patch; `$param` put in. Holes stay. */
il_edit_value *il_plan__patch_of(const il_planning *p, const il_value *value);
/* What LEAF of the page's `set` is to become; missing or not known where that depends on something unknown. Never NULL. */
const il_value *il_plan__leaf(const il_planning *p, const il_rule_set_leaf *leaf);
/* VALUE with the rule's parameter put in, if it is "$name". */
const il_value *il_plan__wanted(const il_planning *p, const il_value *value);
/* Whether a page that sets a list to WANTED means to add to the PRESENT one: what the author listed stays. */
bool il_plan__adds(const il_value *present, const il_value *wanted);
/* The text of NUMBER as JSON has it, in ARENA. */
il_str il_plan__number(il_arena *arena, double number);
/* Whether TEXT or any string in VALUE has a hole. */
bool il_plan__has_hole(const il_value *value);

/* Notes that there is no one resource of TYPE to use at PLACE. */
void il_plan__want(il_planning *p, il_str type, il_str place);
/* The words behind the `/` of a hole `{{one:TYPE/word,word}}`, cut off *TYPE; empty for none. */
il_str il_plan__one_words(il_str *type);
/* Whether NAME has one of WORDS ("alarm,alert") in it, in any case. */
bool il_plan__has_word(il_str name, il_str words);

/* Whether NAME is free for OWNER: not given out yet (it is then), or given to an equal one. Fixes that are tried together must not meet. */
bool il_plan__claim(il_planner *planner, il_str name, il_str owner);

void il_plan__template(il_planning *p);
void il_plan__cdk(il_planning *p);
void il_plan__hoist_template(il_planning *p);
void il_plan__hoist_cdk(il_planning *p);

/* The page's safety, lowered where a leaf that it sets, removes or allows to change may require replacement of the resource. */
il_safety il_plan__safety(const il_planning *p);

/* A hole: `{{name}}` or `{{name:argument}}`. */
typedef struct {
    il_str name, arg; /* `arg` is empty without one */
    bool quoted;      /* it stands in quotes */
    il_str after;     /* the text behind it */
    bool bare;        /* out: the quotes around it go too */
    size_t consumed;  /* out: how much of `after` the filling stands for too */
} il_hole;

/* How the holes of one language are filled. */
typedef struct {
    /* The text for HOLE, in the arena; false with *REFUSAL set when it cannot be filled. */
    bool (*fill)(void *context, il_hole *hole, il_str *out, const char **refusal);
    void *context;
} il_filler;

/* TEXT with its holes filled, in ARENA; false with *REFUSAL set. */
bool il_plan__fill(il_arena *arena, il_str text, const il_filler *filler, il_str *out, const char **refusal);
/* The same for all keys and strings of a patch, in place. */
bool il_plan__fill_patch(il_arena *arena, il_edit_value *value, const il_filler *filler, const char **refusal);

#endif
