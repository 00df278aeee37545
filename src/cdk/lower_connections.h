/* Who may talk to whom: rules of security groups, and what a construct's connections allow. */
#ifndef IL_LOWER_CONNECTIONS_H
#define IL_LOWER_CONNECTIONS_H

#include "lower.h"

/* One rule of one group. */
typedef struct {
    il_low_unit *group;
    const il_ev *peer, *port, *description;
    bool egress;
    bool remote; /* the group is the other side's: a rule across stacks stands with the peer */
    il_condition under;
    bool many;
    il_loc loc;
} il_low_rule;

void il_low__add_rule(const il_low_rule *rule);

/* `from.connections.allowTo(to, port)`, or with INBOUND allowFrom: rules for the groups of both sides. */
typedef struct {
    const il_ev *self, *other; /* what has connections, or a peer */
    const il_ev *port;
    const il_ev *description; /* undefined for none */
    bool outbound;
    il_condition under;
    bool many;
    il_loc loc;
} il_low_link;

void il_low__connect(il_low *low, const il_low_link *link);
/* The same for a model: inbound, always, with a description of the library's. */
void il_low__allow_from(il_low *low, const il_ev *self, const il_ev *other, const il_ev *port, const char *description);

typedef struct {
    IL_VEC(il_low_unit *) groups;
    const il_ev *peer; /* an address range or the like; NULL for none */
    const il_ev *port; /* the default port; undefined for none */
    bool known;        /* whether there can be no other group */
} il_low_side;

il_low_side il_low__side(il_low *low, const il_ev *value);
bool il_low__ssh_access(il_low_unit *unit, const il_method_call *call);
/* Port.tcp(NUMBER). */
const il_ev *il_low__tcp(il_low *low, il_loc loc, const il_ev *number);

#endif
