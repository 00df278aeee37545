/* The registry of models for networks, compute, containers and databases. */
#include "lower_compute.h"

#include "lower_connections.h"
#include "lower_instance.h"
#include "lower_rds.h"

static const il_low_model *const models[] = {
    &il_low__balancer_model,      &il_low__listener_model,          &il_low__listener_rule_model,
    &il_low__target_group_model,  &il_low__container_model,         &il_low__service_model,
    &il_low__scaling_group_model, &il_low__capacity_provider_model, &il_low__cluster_model,
    &il_low__instance_model,      &il_low__lifecycle_hook_model,    &il_low__interface_endpoint_model,
    &il_low__record_model,        &il_low__pattern_model,           &il_low__launch_template_model,
};

static const struct {
    const char *name;
    bool (*call)(il_low_unit *unit, const il_method_call *call);
} methods[] = {
    {"listener-call", il_low__listener_call},
    {"target-call", il_low__target_call},
    {"task-role-policy", il_low__task_role_policy},
    {"execution-role-policy", il_low__execution_role_policy},
    {"obtain-execution-role", il_low__obtain_execution_role},
    {"add-user-data", il_low__add_user_data},
    {"add-instance-group", il_low__add_instance_group},
    {"ssh-access", il_low__ssh_access},
    {"rotate-secret", il_low__rotate_secret},
    {"ecs-capacity", il_low__cluster_capacity},
};

const il_low_model *il_low__compute_model(il_str name)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (il_str_is(name, models[i]->name))
            return models[i];
    return NULL;
}

bool il_low__compute_method(il_low_unit *unit, il_str name, const il_method_call *call)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (il_str_is(name, methods[i].name))
            return methods[i].call(unit, call);
    return false;
}

bool il_low__compute_shape(il_low_unit *unit, il_str name, const il_ev *value, il_low_node **out)
{
    if (il_str_is(name, "name-values"))
        *out = il_low__name_values(unit->low, value, "Name", "Value");
    else if (il_str_is(name, "host-addresses"))
        *out = il_low__name_values(unit->low, value, "Hostname", "IpAddress");
    else if (il_str_is(name, "health-command"))
        *out = il_low__health_command(unit->low, value);
    else if (il_str_is(name, "placement-strategies"))
        *out = il_low__placement(unit->low, value);
    else if (il_str_is(name, "seconds-text"))
        *out = il_low__seconds_text(unit->low, value);
    else if (il_str_is(name, "group-metrics"))
        *out = il_low__group_metrics(unit->low, value);
    else if (il_str_is(name, "image-id"))
        *out = il_low__image_id(unit, value);
    else
        return false;
    return true;
}
