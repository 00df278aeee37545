/* The structural models, methods and shapes of networks, compute, containers and databases, by the names that the catalogue calls them
 * (lower_compute.c). lower_model.c asks here for what it does not list itself. */
#ifndef IL_LOWER_COMPUTE_H
#define IL_LOWER_COMPUTE_H

#include "lower.h"

/* NULL when there is none of this name. */
const il_low_model *il_low__compute_model(il_str name);
/* False when there is none of this name. */
bool il_low__compute_method(il_low_unit *unit, il_str name, const il_method_call *call);
/* False when there is none of this name; *OUT may become NULL. */
bool il_low__compute_shape(il_low_unit *unit, il_str name, const il_ev *value, il_low_node **out);

extern const il_low_model il_low__balancer_model, il_low__listener_model, il_low__listener_rule_model;
extern const il_low_model il_low__target_group_model;
extern const il_low_model il_low__container_model, il_low__service_model;
extern const il_low_model il_low__scaling_group_model, il_low__capacity_provider_model, il_low__cluster_model;
extern const il_low_model il_low__interface_endpoint_model, il_low__record_model;
extern const il_low_model il_low__lifecycle_hook_model, il_low__pattern_model;
extern const il_low_model il_low__instance_model, il_low__launch_template_model;
/* Shapes of containers: {name: value} as a list, a health check's command. */
il_low_node *il_low__name_values(il_low *low, const il_ev *value, const char *name_key, const char *value_key);
il_low_node *il_low__health_command(il_low *low, const il_ev *value);
il_low_node *il_low__seconds_text(il_low *low, const il_ev *value);
il_low_node *il_low__group_metrics(il_low *low, const il_ev *value);
/* Placement strategies of a service. */
il_low_node *il_low__placement(il_low *low, const il_ev *value);
/* What a machine image and user data become. */
il_low_node *il_low__image_id(il_low_unit *unit, const il_ev *value);
/* addTargets, addAction … of a listener; addTarget of a target group. */
bool il_low__listener_call(il_low_unit *unit, const il_method_call *call);
bool il_low__target_call(il_low_unit *unit, const il_method_call *call);
/* Task definitions: addToTaskRolePolicy, addToExecutionRolePolicy, obtainExecutionRole. */
bool il_low__task_role_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__execution_role_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__obtain_execution_role(il_low_unit *unit, const il_method_call *call);
/* addSecurityGroup of an instance. */
bool il_low__add_instance_group(il_low_unit *unit, const il_method_call *call);
/* addCapacity and its like of a cluster. */
bool il_low__cluster_capacity(il_low_unit *unit, const il_method_call *call);
/* Adds the tag Name to everything below UNIT that has none. */
void il_low__name_all(il_low_unit *unit, il_low_node *name);

#endif
