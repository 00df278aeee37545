/* The structural models and methods that lower_model.c lists by the names that the catalogue calls them. */
#ifndef IL_LOWER_MODELS_H
#define IL_LOWER_MODELS_H

#include "lower.h"

extern const il_low_model il_low__app_model, il_low__stage_model, il_low__stack_model, il_low__nested_stack_model;
extern const il_low_model il_low__output_model, il_low__parameter_model, il_low__raw_model, il_low__product_stack_model;
extern const il_low_model il_low__policy_model, il_low__role_model;

extern const il_low_model il_low__vpc_model, il_low__flow_log_model, il_low__gateway_endpoint_model;

il_low_unit *il_low__flow_log(il_low_unit *vpc, il_str id, const il_ev *options, const il_method_call *call);
bool il_low__add_flow_log(il_low_unit *unit, const il_method_call *call);
il_low_node *il_low__schedule(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__policy_shape(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__inline_policies(il_low_unit *unit, const il_ev *value);
bool il_low__function_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__identity_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__resource_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__own_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__assume_role_policy(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__security_group_model;
bool il_low__attach_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__ingress_rule(il_low_unit *unit, const il_method_call *call);
bool il_low__egress_rule(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__alarm_model;
extern const il_low_model il_low__composite_alarm_model;
/* A permission to invoke FUNCTION at ID below a unit; SERVICE is its principal. */
il_low_part *il_low__permission(il_low_unit *below, il_str id, const il_ev *function, il_str service, il_loc loc);
extern const il_low_model il_low__function_model, il_low__file_system_model;
/* What a function's file system (`filesystem`) brings. */
void il_low__mount(il_low_unit *function);
extern const il_low_model il_low__rule_model;
bool il_low__add_environment(il_low_unit *unit, const il_method_call *call);
bool il_low__add_permission(il_low_unit *unit, const il_method_call *call);
bool il_low__add_event_source(il_low_unit *unit, const il_method_call *call);
bool il_low__add_target(il_low_unit *unit, const il_method_call *call);
/* Subscribes what GIVEN (a subscription) says to TOPIC; NULL when it cannot be known. */
il_low_part *il_low__subscribe(il_low_unit *topic, const il_ev *given, il_loc loc);
bool il_low__add_subscription(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__rest_api_model;
extern const il_low_model il_low__api_resource_model;
extern const il_low_model il_low__stage_of_api_model;
/* addResource, addMethod, addProxy … on a resource of an API's tree. */
bool il_low__api_call(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__lambda_authorizer_model, il_low__api_domain_model, il_low__usage_plan_model;
extern const il_low_model il_low__build_project_model, il_low__code_pipeline_model, il_low__cdk_pipeline_model;
extern const il_low_model il_low__graphql_source_model, il_low__classic_balancer_model;
bool il_low__classic_listener(il_low_unit *unit, const il_method_call *call);
bool il_low__classic_target(il_low_unit *unit, const il_method_call *call);
/* Makes what stages in other regions than PIPELINE's need, of the pipelines.CodePipeline UNIT: IL_YES when there are some, all known for certain;
 * IL_NO when there are none; IL_MAYBE, and nothing is made, when that cannot be said. */
il_truth il_low__cross_regions(il_low_unit *unit, il_low_unit *pipeline);
bool il_low__pipeline_stage(il_low_unit *unit, const il_method_call *call);
bool il_low__pipeline_action(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__http_api_model, il_low__http_route_model, il_low__web_socket_api_model;
bool il_low__http_routes(il_low_unit *unit, const il_method_call *call);
bool il_low__web_socket_route(il_low_unit *unit, const il_method_call *call);
bool il_low__api_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__base_path_mapping(il_low_unit *unit, const il_method_call *call);
bool il_low__usage_plan_key(il_low_unit *unit, const il_method_call *call);
il_low_node *il_low__gateway_headers(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__json_schema(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__access_log_format(il_low_unit *unit, const il_ev *value);
extern const il_low_model il_low__table_model;
bool il_low__global_index(il_low_unit *unit, const il_method_call *call);
bool il_low__local_index(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__bucket_model;
extern const il_low_model il_low__database_model;
extern const il_low_model il_low__distribution_model, il_low__access_control_model, il_low__edge_function_model;
il_low_node *il_low__origin_path(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__origin_headers(il_low_unit *unit, const il_ev *value);
bool il_low__add_behavior(il_low_unit *unit, const il_method_call *call);

extern const il_low_model il_low__custom_resource_model, il_low__singleton_model, il_low__provider_model;
extern const il_low_model il_low__aws_custom_resource_model;
extern const il_low_model il_low__imported_role_model, il_low__policy_of_resource_model, il_low__key_model;
extern const il_low_model il_low__user_pool_client_model, il_low__user_pool_model, il_low__subscription_filter_model,
    il_low__secret_model, il_low__stored_parameter_model, il_low__trail_model, il_low__rotation_model;
bool il_low__add_managed_function(il_low_unit *unit, const il_method_call *call);
bool il_low__add_trigger(il_low_unit *unit, const il_method_call *call);
bool il_low__deny_root_delete(il_low_unit *unit, const il_method_call *call);
/* Elements of a list in one text, with commas between. */
il_low_node *il_low__comma_list(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__filter_pattern(il_low_unit *unit, const il_ev *value);
extern const il_low_model il_low__state_machine_model;
extern const il_low_model il_low__backup_plan_model, il_low__backup_selection_model;
extern const il_low_model il_low__event_source_mapping_model, il_low__deployment_model;
il_low_node *il_low__index_handler(il_low_unit *unit, const il_ev *value);
il_low_node *il_low__alias_name(il_low_unit *unit, const il_ev *value);
/* What a bucket is to tell whom: KIND is lambda, queue or topic. */
typedef struct {
    const il_ev *event, *to;
    il_str kind;
    const il_ev *const *filters; /* {prefix, suffix} */
    size_t n;
    il_loc loc;
} il_low_notice;
void il_low__notify(il_low_unit *bucket, const il_low_notice *notice);
/* CALL is NULL for the prop of a bucket. */
bool il_low__grant_public_access(il_low_unit *bucket, const il_method_call *call);
bool il_low__add_notification(il_low_unit *bucket, const il_method_call *call);
/* CALL is NULL for the prop of a bucket. */
bool il_low__enable_event_bridge(il_low_unit *bucket, const il_method_call *call);
bool il_low__add_user_to_group(il_low_unit *unit, const il_method_call *call);
extern const il_low_model il_low__event_invoke_config_model, il_low__function_url_model;

extern const il_low_model il_low__deployment_group_model;

#endif
