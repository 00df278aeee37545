/* Waivers: what somebody wrote to accept findings, in this tool's words or in another's. A comment, Metadata of a template, a call of the
 * program. What a finding then carries is an il_suppression. */
#ifndef IL_WAIVER_H
#define IL_WAIVER_H

#include "acceptance.h"
#include "config.h"
#include "round.h"

typedef struct {
    const char *tool; /* whose words: "infralint", or one of il_honored_tools; static */
    const char *how;  /* "disable-next-line", "Metadata", "call" …; static */
    il_loc loc;       /* the id as written, else the words around it */
    il_str id, reason, expires;
    const char *wrong;           /* why it cannot be taken; NULL for nothing. Lives as long as the round */
    const char *meant;           /* what the id may have meant, when it names nothing */
    const il_rule *const *rules; /* those that the id names */
    size_t n_rules;
    bool own;       /* this tool's words: said to be unused, expired and so on */
    bool generated; /* stands in what CDK wrote: nobody edits it there */

    /* Where it holds: the first of these that is set. */
    il_loc place;                /* findings that begin here … */
    bool resources_there;        /* … and all of the resources that are made here */
    const il_resource *resource; /* of this one */
    const il_stack *stack;       /* of all in this one */
    const il_acceptance *acceptance;

    il_str property;          /* only findings at or below this path; empty for any */
    il_applies_to applies_to; /* only findings of these (cdk-nag); empty for any */
    bool narrowed;            /* by something that could not be read */

    bool expired, reasonless, too_long, refused;
    size_t used;             /* findings that it holds for */
    const il_verdict *asked; /* the one that it was asked for last */
} il_waiver;

typedef IL_VEC(il_waiver *) il_waiver_list;

/* Those of one unit, and how they are found. */
typedef struct il_waivers {
    il_waiver_list all;
    il_map by_resource; /* resource → il_waiver_list * */
    il_map by_rule;     /* id of a rule → il_waiver_list *, of what is for stacks and constructs */
    il_map by_place;    /* id of a rule and a path → list of those that hold at places in that file */
    il_map undecided;   /* id of a rule → whether some answer of it was maybe */
} il_waivers;

/* Reads what the files and models of CHECKED say; before its rules are judged. */
void il_waivers_collect(il_round *round, il_checked *checked);

/* What makes VERDICT, shown at LOC, a finding that was accepted; NULL: it counts. In the round's arena. */
const il_suppression *il_waivers_find(il_round *round, il_checked *checked, const il_verdict *verdict, il_loc loc);

/* Judges what became of the waivers of all units, by the rules that speak of suppressions; after everything else was judged. */
void il_waivers_judge(il_round *round);

/* Puts what was accepted in ROUND, and in the turns before, into RESULT: in scope and sorted. */
void il_waivers_list(il_engine *engine, const il_round *round, il_result *result);

/* Whether RULE judges waivers. */
bool il_waivers_judged_by(const il_rule *rule);

/* Adds WAIVER, whose id is resolved here; *OF_RULES aside the waiver is copied. */
void il_waivers__add(il_round *round, il_checked *checked, il_waiver waiver);

/* Whether VERDICT is one of the findings that WAIVER is limited to (applies_to). */
bool il_waivers__applies(const il_waiver *waiver, const il_verdict *verdict);

/* Reads the comments of DOCUMENT. APP is the model that its text became. */
void il_waivers__comments(il_round *round, il_checked *checked, il_document *document, const il_app *app);

/* Reads the Metadata of the resources and stacks of APP. */
void il_waivers__metadata(il_round *round, il_checked *checked, const il_app *app);

/* What a round says of a verdict of a rule about waivers (round.c). */
void il_round__report(il_round *round, il_checked *checked, const il_rule *rule, const il_verdict *verdict);

/* Whether RULE was judged for CHECKED. */
bool il_round__judges(il_round *round, const il_checked *checked, const il_rule *rule);

#endif
