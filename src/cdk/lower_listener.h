/* Target groups, as services and Auto Scaling groups see them. */
#ifndef IL_LOWER_LISTENER_H
#define IL_LOWER_LISTENER_H

#include "lower.h"

/* What a target says about its group. */
typedef struct {
    il_low_unit *group;
    const il_ev *group_ev;
    il_loc loc;
    bool network; /* the group is a NetworkTargetGroup */
} il_low_attach;

/* Lets the load balancers of a group reach CONNECTABLE at PORT (undefined: the group's), now and when listeners are added. */
void il_low__register_connectable(const il_low_attach *attach, const il_ev *connectable, const il_ev *port);
/* Attaches an ECS service (`service` or `service.loadBalancerTarget(OPTIONS)`); the kind of its targets, "ip" or "instance", or NULL when it
 * cannot be known (lower_service.c). */
const char *il_low__attach_service(const il_low_attach *attach, il_low_unit *service, const il_ev *options);
/* Whether UNIT is an ECS service. */
bool il_low__is_service(const il_low_unit *unit);

#endif
