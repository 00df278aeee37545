/* ECS task definitions, as services see them. */
#ifndef IL_LOWER_TASK_H
#define IL_LOWER_TASK_H

#include "lower.h"

/* The role that starts the containers of a task definition, made when first needed; NULL when that cannot be told. */
const il_ev *il_low__execution_role(il_low_unit *task, il_loc loc);
/* The container NAME (undefined: the first that is essential) of a task definition; NULL when there is none that is known. */
il_low_unit *il_low__container(il_low *low, const il_ev *task, const il_ev *name);
/* What a container is called. */
il_low_node *il_low__container_name(il_low_unit *container);
/* The mapping (an object) of a container for PORT (undefined: its first); NULL when there is none that is known. */
const il_ev *il_low__port_mapping(il_low_unit *container, const il_ev *port);
/* "awsvpc", "bridge" …; empty when it cannot be known. */
il_str il_low__network_mode(il_low *low, const il_ev *task);

#endif
