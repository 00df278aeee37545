/* The tree of a REST API, shared between lower_api*.c: its resources, their methods, and what stands behind these. */
#ifndef IL_LOWER_API_H
#define IL_LOWER_API_H

#include "lower.h"

/* A resource of the tree: the state of its unit. The root is the unit `Default` below the API. */
typedef struct {
    il_low_unit *api;
    il_low_unit *parent;                       /* the resource above; NULL for the root */
    il_str path;                               /* "/events/{id}" */
    const il_ev *integration, *options, *cors; /* what methods have that do not say; undefined for none */
    bool proxy;                                /* a ProxyResource: what it gets, the root above gets as well */
} il_low_api_node;

/* A method in the making. */
typedef struct {
    il_low_unit *unit; /* the method's own */
    il_low_part *part; /* its resource */
    const il_low_api_node *node;
    il_str http; /* "GET" … "ANY" */
    il_loc loc;
} il_low_api_method;

/* The part `Resource` of a method of RESOURCE, with what every method has; NULL, with a gap, when there is one already or it cannot be known. */
il_low_part *il_low__api_method(il_low_unit *resource, il_str http, const il_method_call *call);
/* The Integration of a method, with the permission of a function behind it. */
il_low_node *il_low__api_integration(const il_low_api_method *method, const il_ev *value, il_loc loc);
/* The OPTIONS method that answers preflight requests as OPTIONS say. */
void il_low__api_preflight(il_low_unit *resource, const il_ev *options, const il_method_call *call);
/* arn:PARTITION:SERVICE:REGION: and, with ACCOUNT, the account and a colon, of UNIT's stack; SERVICE has its colons (":execute-api:").
 * Gives the number of parts written to OUT, at most seven. */
size_t il_low__api_arn(il_low_unit *unit, il_loc loc, const char *service, bool account, const il_value **out);
/* Attaches an authorizer to the API that uses it. */
void il_low__attach_authorizer(il_low_unit *api, const il_ev *authorizer, il_loc loc);

#endif
