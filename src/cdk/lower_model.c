/* The structural models, methods and shapes that C knows, by the names that the catalogue calls them. */
#include <string.h>

#include "lower_compute.h"
#include "lower_models.h"
#include "lower_policy.h"
#include "lower_vpc.h"

static const il_low_model *const models[] = {
    &il_low__distribution_model,
    &il_low__access_control_model,
    &il_low__edge_function_model,
    &il_low__database_model,
    &il_low__bucket_model,
    &il_low__table_model,
    &il_low__stage_of_api_model,
    &il_low__api_resource_model,
    &il_low__build_project_model,
    &il_low__code_pipeline_model,
    &il_low__classic_balancer_model,
    &il_low__graphql_source_model,
    &il_low__cdk_pipeline_model,
    &il_low__http_api_model,
    &il_low__http_route_model,
    &il_low__web_socket_api_model,
    &il_low__rest_api_model,
    &il_low__lambda_authorizer_model,
    &il_low__api_domain_model,
    &il_low__usage_plan_model,
    &il_low__rule_model,
    &il_low__function_model,
    &il_low__file_system_model,
    &il_low__deployment_group_model,
    &il_low__composite_alarm_model,
    &il_low__alarm_model,
    &il_low__security_group_model,
    &il_low__vpc_model,
    &il_low__flow_log_model,
    &il_low__gateway_endpoint_model,
    &il_low__app_model,
    &il_low__stage_model,
    &il_low__stack_model,
    &il_low__nested_stack_model,
    &il_low__product_stack_model,
    &il_low__output_model,
    &il_low__parameter_model,
    &il_low__raw_model,
    &il_low__policy_model,
    &il_low__role_model,
    &il_low__custom_resource_model,
    &il_low__state_machine_model,
    &il_low__backup_plan_model,
    &il_low__backup_selection_model,
    &il_low__user_pool_client_model,
    &il_low__user_pool_model,
    &il_low__subscription_filter_model,
    &il_low__secret_model,
    &il_low__trail_model,
    &il_low__stored_parameter_model,
    &il_low__rotation_model,
    &il_low__deployment_model,
    &il_low__policy_of_resource_model,
    &il_low__key_model,
    &il_low__event_source_mapping_model,
    &il_low__imported_role_model,
    &il_low__event_invoke_config_model,
    &il_low__function_url_model,
    &il_low__singleton_model,
    &il_low__provider_model,
    &il_low__aws_custom_resource_model,
};

static const struct {
    const char *name;
    bool (*call)(il_low_unit *unit, const il_method_call *call);
} methods[] = {
    {"add-user-to-group", il_low__add_user_to_group},
    {"add-notification", il_low__add_notification},
    {"add-trigger", il_low__add_trigger},
    {"add-managed-function", il_low__add_managed_function},
    {"deny-root-delete", il_low__deny_root_delete},
    {"grant-public-access", il_low__grant_public_access},
    {"enable-event-bridge", il_low__enable_event_bridge},
    {"identity-policy", il_low__identity_policy},
    {"function-policy", il_low__function_policy},
    {"resource-policy", il_low__resource_policy},
    {"own-policy", il_low__own_policy},
    {"add-flow-log", il_low__add_flow_log},
    {"attach-policy", il_low__attach_policy},
    {"ingress-rule", il_low__ingress_rule},
    {"egress-rule", il_low__egress_rule},
    {"add-environment", il_low__add_environment},
    {"add-permission", il_low__add_permission},
    {"add-event-source", il_low__add_event_source},
    {"add-target", il_low__add_target},
    {"add-subscription", il_low__add_subscription},
    {"global-index", il_low__global_index},
    {"local-index", il_low__local_index},
    {"api-policy", il_low__api_policy},
    {"base-path-mapping", il_low__base_path_mapping},
    {"usage-plan-key", il_low__usage_plan_key},
    {"http-routes", il_low__http_routes},
    {"web-socket-route", il_low__web_socket_route},
    {"pipeline-stage", il_low__pipeline_stage},
    {"classic-listener", il_low__classic_listener},
    {"classic-target", il_low__classic_target},
    {"pipeline-action", il_low__pipeline_action},
    {"add-behavior", il_low__add_behavior},
    {"assume-role-policy", il_low__assume_role_policy},
};

const il_low_model *il_low__model(const il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_str name = il_cat_text(il_cat_get(data, IL_W_MODEL));
        for (size_t i = 0; name.n && i < sizeof models / sizeof *models; i++)
            if (il_str_is(name, models[i]->name))
                return models[i];
        const il_low_model *other = name.n ? il_low__compute_model(name) : NULL;
        if (other)
            return other;
    }
    return NULL;
}

bool il_low__model_method(il_low_unit *unit, il_str name, const il_method_call *call)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (il_str_is(name, methods[i].name))
            return methods[i].call(unit, call);
    return il_low__compute_method(unit, name, call);
}

il_low_node *il_low__model_shape(il_low_unit *unit, il_str name, const il_ev *value)
{
    if (il_str_is(name, "policy"))
        return il_low__policy_shape(unit, value);
    if (il_str_is(name, "filter-pattern"))
        return il_low__filter_pattern(unit, value);
    if (il_str_is(name, "json-text"))
        return il_low__json_text(unit, il_low__plain(unit->low, value), value->loc);
    if (il_str_is(name, "comma-list"))
        return il_low__comma_list(unit, value);
    if (il_str_is(name, "index-handler"))
        return il_low__index_handler(unit, value);
    if (il_str_is(name, "alias-name"))
        return il_low__alias_name(unit, value);
    if (il_str_is(name, "schedule"))
        return il_low__schedule(unit, value);
    if (il_str_is(name, "subnets-of-vpc"))
        return il_low__subnet_ids(unit->low, value, il_low__prop(unit, "vpcSubnets"), value->loc);
    if (il_str_is(name, "inline-policies"))
        return il_low__inline_policies(unit, value);
    if (il_str_is(name, "origin-path"))
        return il_low__origin_path(unit, value);
    if (il_str_is(name, "origin-headers"))
        return il_low__origin_headers(unit, value);
    if (il_str_is(name, "gateway-headers"))
        return il_low__gateway_headers(unit, value);
    if (il_str_is(name, "json-schema"))
        return il_low__json_schema(unit, value);
    if (il_str_is(name, "access-log-format"))
        return il_low__access_log_format(unit, value);
    il_low_node *node = NULL;
    if (il_low__compute_shape(unit, name, value, &node))
        return node;
    return il_low__unknown(unit->low, value->loc, "not in the catalogue", name);
}
