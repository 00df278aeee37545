/* Policy documents in the making: statements from the program's PolicyStatements, from grants, from the catalogue; merged, deduplicated and
 * sorted as the library does, once logical ids are known. */
#ifndef IL_LOWER_POLICY_H
#define IL_LOWER_POLICY_H

#include "lower.h"

typedef IL_VEC(const il_value *) il_low_values;

/* One statement. Lists hold values in the order given, without repetition. */
typedef struct {
    const il_value *sid, *effect; /* &il_missing when not given */
    il_low_values actions, not_actions, resources, not_resources;
    il_low_node *principal, *not_principal; /* maps of kind → list, or a leaf; NULL for none */
    il_low_node *condition;                 /* NULL for none */
    il_low_node *rest;                      /* what could not be taken apart: the statement is this, as it is */
    il_loc loc;
    const void *handle;
    il_condition under;       /* the statement is there only then */
    size_t order;             /* when in the program it was added */
    bool open;                /* it may say more than is seen */
    const il_low_part *table; /* a table whose indexes it speaks of as well, if there are any; NULL for none */
} il_low_statement;

/* The document at a path of a part's properties. */
typedef struct il_low_document {
    il_low_part *part;
    il_str path;       /* "PolicyDocument" */
    il_low_node *into; /* the map to fill, for one that stands elsewhere than at the path; NULL otherwise */
    il_loc loc, key_loc;
    IL_VEC(il_low_statement *) statements;
    bool open;  /* it may hold statements that are not seen */
    bool plain; /* neither merged nor sorted */
    bool sids;  /* statements without one get their number */
} il_low_document;

/* The document at PATH of PART, begun with the statements that stand there already. */
il_low_document *il_low__document(il_low_part *part, il_str path);
/* A document that fills the map INTO, which stands somewhere in what PART holds. */
il_low_document *il_low__document_in(il_low_part *part, il_low_node *into);
/* A statement of the program (a PolicyStatement, or fromJson of one); never NULL. UNIT is where $env of principals is looked up. */
il_low_statement *il_low__statement(il_low_unit *unit, const il_ev *value);
/* A statement as CloudFormation has it. */
il_low_statement *il_low__statement_of_node(il_low *low, il_low_node *node);
void il_low__add_statement(il_low_document *document, il_low_statement *statement);
/* Adds what VALUE, a PolicyStatement, a PolicyDocument or a list of either, says. */
void il_low__add_statements(il_low_document *document, const il_ev *value);
/* Writes all documents into their parts. */
void il_low__write_documents(il_low *low);

/* A principal as the catalogue describes it: {principal: {kind: value}, conditions, action} or {principals, conditions}; what VALUE reduces
 * to when it is none. */
const il_ev *il_low__principal(il_low *low, const il_ev *value);
/* Adds what VALUE, an object of tests, says to the conditions of a statement. */
void il_low__add_conditions(il_low *low, il_low_statement *statement, const il_ev *value);
/* Adds the principal that VALUE is (a principal, role, user, function …) to the kinds of *PRINCIPAL, its conditions to *CONDITION. */
void il_low__add_principal(il_low_unit *unit, il_low_statement *statement, const il_ev *value, bool not_principal);
/* The document that policy statements of the role (user, group, or what has a role) behind GRANTEE go to; NULL when it is not known. */
il_low_document *il_low__identity_document(il_low *low, const il_ev *grantee, il_loc loc);
/* The role, user or group that GRANTEE is or acts with; NULL when it is not known. */
il_low_unit *il_low__identity(il_low *low, const il_ev *grantee);
/* Whether IDENTITY is an imported role whose policies this program does not change. */
bool il_low__is_immutable(il_low *low, const il_low_unit *identity);
/* What statements of the own policy of the unit's class call their resource; empty for its ARN. */
il_str il_low__policy_self(const il_low_unit *unit);
/* Something may have been added to the resource's own policy, or have made it. */
void il_low__doubt_resource_document(il_low_unit *unit, il_loc loc);
/* The document of a resource's own policy (of a bucket, queue, key …); NULL when its class has none. */
il_low_document *il_low__resource_document(il_low_unit *unit, il_loc loc);

/* A statement that the library itself writes. */
typedef struct {
    const char *actions[9]; /* in the library's order; NULL behind the last */
    const char *service;    /* the principal; NULL for a statement of an identity's policy */
    il_low_node *resource;
    il_low_node *condition; /* NULL for none */
    il_str sid;             /* may be empty */
    il_condition under;     /* the statement is there only then */
    il_loc loc;
} il_low_allowance;

/* Adds the statement; a NULL document takes none (lower_allow.c). */
void il_low__allow(il_low_document *document, const il_low_allowance *allowance);
/* {TEST: {KEY: VALUE}} */
il_low_node *il_low__condition(il_low *low, const char *test, const char *key, il_low_node *value, il_loc loc);

#endif
