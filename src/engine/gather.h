/* How findings come together: what has the same rule and place is one finding, which lists its resources. */
#ifndef IL_GATHER_H
#define IL_GATHER_H

#include "round.h"

/* What ROUND has at LOC under KEY (a rule's id; copied); made when new. */
il_judged *il_gather_at(il_round *round, const char *key, il_loc loc);

/* What ROUND has there already; NULL for nothing. */
il_judged *il_gather_there(const il_round *round, il_arena *arena, const char *key, il_loc loc);

/* The key of what RULE found and somebody accepted: it stands apart from what counts at the same place. */
const char *il_gather_suppressed(il_round *round, const char *rule);

void il_gather_related(il_round *round, il_finding *finding, il_related related);

/* Adds RESOURCE to FINDING's subjects, unless it is a fact. */
void il_gather_subject(il_round *round, il_finding *finding, const il_resource *resource);

/* The folder of UNIT as findings name it. */
il_str il_gather_app(const il_unit *unit);

#endif
