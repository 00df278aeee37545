/* Private to plan: what its parts for programs share. plan_cdk.c decides what to change where, plan_snippet.c writes what pages add,
 * plan_inverse.c asks the catalogue. */
#ifndef IL_PLAN_PROGRAM_H
#define IL_PLAN_PROGRAM_H

#include "cdk.h"
#include "edit_ts.h"
#include "planner.h"

/* A prop that makes a leaf come true. */
typedef struct {
    il_str prop;          /* dotted, below the construct's props: "backup.retention" */
    il_edit_value *value; /* for it; library names in code as holes: "{{symbol:aws-cdk-lib.Duration}}.days(14)" */
    bool deprecated;      /* another prop says the same today */
} il_plan_prop;

/* The props of CLASS that set the leaf at body PATH of its resource at RELATIVE to WANTED, best first; none when there is no way. */
size_t il_plan__inverse(const il_planning *p, const il_construct *construct, il_str path, const il_value *wanted,
                        il_plan_prop **props);

/* Statements of a page for a program. A snippet that begins with `props:` and an object literal is merged into the construct's props;
 * any other stands behind the construct's statement. */
typedef struct {
    il_planning *p;
    const il_construct *construct;
    const il_document *document;
    TSNode expression;    /* that makes the construct */
    il_ts_editor *editor; /* of DOCUMENT */
    il_str variable;      /* what the construct is bound to, once asked for */
} il_snippet_site;

/* The construct of the program itself that RESOURCE comes from, over those that the library makes below it; NULL when there is none. */
const il_construct *il_plan__construct_of(const il_resource *resource);
/* Whether CONSTRUCT is one that a construct of the library makes below itself: the program has only the outer one. */
bool il_plan__is_own(const il_construct *construct);
/* Whether CONSTRUCT is of a class that stands for one CloudFormation resource (`CfnBucket`). */
bool il_plan__is_l1(const il_construct *construct);

/* Where the line `props:` begins in SNIPPET: what follows is merged into the construct's props, what stands before goes in front of the construct's
 * statement. SIZE_MAX without one. */
size_t il_plan__props_at(il_str snippet);
/* Adds the page's snippet to the site's editor, or its props to PATCH. Returns NULL or why not. */
const char *il_plan__add_snippet(il_snippet_site *site, il_edit_value *patch);
/* Which argument of the construct's expression is its id: 1 of `new`, 0 of a method that makes one. */
unsigned il_plan__first_argument(const il_snippet_site *site);
/* Why the fix at SITE (PATCH of its props, EDITS in all) cannot be made in a program of version 1 of the CDK; NULL if it can, or for version 2. */
const char *il_plan__former_refusal(const il_snippet_site *site, const il_edit_value *patch, const il_edits *edits);
/* VALUE with its holes filled at SITE, in place; the same refusals. */
const char *il_plan__fill_value(il_snippet_site *site, il_edit_value *value);

#endif
