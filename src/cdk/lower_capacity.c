/* The capacity of ECS clusters: Auto Scaling groups that join one, with the hook that drains an instance before it ends, and capacity
 * providers. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_instance.h"
#include "lower_models.h"
#include "lower_policy.h"

/* What a cluster has been given. */
typedef struct {
    IL_VEC(il_low_node *) providers;
    il_low_node *strategy;
    bool unsure;
} cluster_state;

static cluster_state *state_of(il_low_unit *cluster)
{
    if (!cluster->state)
        cluster->state = IL_NEW(cluster->low->arena, cluster_state);
    return cluster->state;
}

/* ---- Draining ---- */

static void allow_draining(il_low *low, const il_ev *function, const il_ev *cluster, il_low_unit *group, il_loc loc)
{
    il_low_node *arn = il_low__read(low, cluster, "clusterArn", loc);
    il_low_node *test = il_low__map_of(low, loc, "ArnEquals", il_low__map_of(low, loc, "ecs:cluster", arn, NULL), NULL);
    il_low_node *all = il_low__words(low, loc, "*");
    il_low__permit(low, function,
                   "ec2:DescribeInstances ec2:DescribeInstanceAttribute ec2:DescribeInstanceStatus ec2:DescribeHosts",
                   all, NULL);
    il_low__permit(low, function, "autoscaling:CompleteLifecycleAction",
                   il_low__read(low, il_low__ev_unit(low, group), "autoScalingGroupArn", loc), NULL);
    il_low__permit(low, function, "ecs:DescribeContainerInstances ecs:DescribeTasks", all, test);
    il_low__permit(low, function, "ecs:ListContainerInstances ecs:SubmitContainerStateChange ecs:SubmitTaskStateChange",
                   arn, NULL);
    il_low__permit(low, function, "ecs:UpdateContainerInstancesState ecs:ListTasks", all, test);
}

/* What UNIT makes is the framework's; unlike its custom resources, it has the tags of its stack. */
static void not_written(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        unit->parts.items[i]->out->generated = true;
    for (size_t i = 0; i < unit->children.n; i++)
        not_written(unit->children.items[i]);
}

/* The function that drains, and the lifecycle hook that calls it by way of a topic. */
static void make_drain_hook(il_low_unit *group, const il_ev *cluster, double seconds, const il_method_call *call)
{
    il_low *low = group->low;
    il_loc loc = call->loc;
    il_low_unit *hook = il_low__bare_child(group, IL_STR("DrainECSHook"), IL_STR("constructs.Construct"));
    const il_ev *unknown = il_low__ev_unknown(low, loc, "code of the library", (il_str){NULL, 0});
    const il_ev *timeout =
        il_low__ev_call(low, loc, "aws-cdk-lib.Duration.seconds", il_low__ev_number(low, loc, seconds + 10));
    const il_ev *environment =
        il_low__ev_object(low, loc, "CLUSTER", il_low__ev_member(low, cluster, IL_STR("clusterName"), loc), NULL);
    il_low_unit *function = il_low__child_by(
        hook, IL_STR("Function"), IL_STR("aws-cdk-lib.aws_lambda.Function"),
        il_low__ev_object(low, loc, "handler", il_low__ev_words(low, loc, "index.lambda_handler"), "runtime", unknown,
                          "code", unknown, "timeout", timeout, "environment", environment, NULL),
        call);
    il_low_unit *lifecycle = il_low__child_by(
        group, IL_STR("LifecycleHookDrainHook"), IL_STR("aws-cdk-lib.aws_autoscaling.LifecycleHook"),
        il_low__ev_object(
            low, loc, "autoScalingGroup", il_low__ev_unit(low, group), "defaultResult",
            il_low__ev_words(low, loc, "CONTINUE"), "heartbeatTimeout",
            il_low__ev_call(low, loc, "aws-cdk-lib.Duration.seconds", il_low__ev_number(low, loc, seconds)),
            "lifecycleTransition", il_low__ev_words(low, loc, "autoscaling:EC2_INSTANCE_TERMINATING"), NULL),
        call);
    il_low_unit *topic = il_low__child_by(lifecycle, IL_STR("Topic"), IL_STR("aws-cdk-lib.aws_sns.Topic"), NULL, call);
    il_low_unit *role = il_low__service_role(lifecycle, "Role", "autoscaling.amazonaws.com", loc);
    il_low_part *part = il_low__primary(lifecycle);
    il_low__give_ref(part, "NotificationTargetARN", il_low__primary(topic), NULL);
    il_low__give_ref(part, "RoleARN", il_low__primary(role), "Arn");
    const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    args[0] = il_low__ev_new(low, loc, "aws-cdk-lib.aws_sns_subscriptions.LambdaSubscription",
                             il_low__ev_unit(low, function));
    il_method_call subscribe = {.method = il_intern(IL_STR("addSubscription")), .args = args, .n_args = 1, .loc = loc};
    il_low__add_subscription(topic, &subscribe);
    il_low__permit(low, il_low__ev_unit(low, role), "sns:Publish",
                   il_low__ref(low, loc, il_low__primary(topic), (il_str){NULL, 0}), NULL);
    allow_draining(low, il_low__ev_unit(low, function), cluster, group, loc);
    il_low_node *name = group->path.n ? il_low__text(low, loc, group->path) : NULL;
    if (name) {
        il_low__name_all(hook, name);
        il_low__name_all(lifecycle, name);
    }
    not_written(hook);
    not_written(lifecycle);
}

/* ---- Groups that join a cluster ---- */

static void allow_agent(il_low *low, const il_ev *group, const il_ev *cluster, il_loc loc)
{
    il_low_node *arn = il_low__read(low, cluster, "clusterArn", loc), *all = il_low__words(low, loc, "*");
    il_low_node *test = il_low__map_of(low, loc, "ArnEquals", il_low__map_of(low, loc, "ecs:cluster", arn, NULL), NULL);
    il_low__permit(low, group, "ecs:DeregisterContainerInstance ecs:RegisterContainerInstance ecs:Submit*", arn, NULL);
    il_low__permit(low, group, "ecs:Poll ecs:StartTelemetrySession", all, test);
    il_low__permit(low, group,
                   "ecs:DiscoverPollEndpoint ecr:GetAuthorizationToken logs:CreateLogStream logs:PutLogEvents", all,
                   NULL);
}

/* `echo ECS_CLUSTER=… >> /etc/ecs/ecs.config`, for an image that is no Bottlerocket. */
static void configure_agent(il_low *low, il_low_unit *group, const il_ev *cluster, const il_ev *options, il_loc loc)
{
    const il_ev *kind = il_low__field(low, options, "machineImageType");
    il_ev *line = IL_NEW(low->arena, il_ev);
    *line = (il_ev){.kind = IL_EV_CONCAT, .loc = loc};
    line->list.n = 3;
    line->list.items = IL_NEW_ARRAY(low->arena, 3, const il_ev *);
    line->list.items[0] = il_low__ev_words(low, loc, "echo ECS_CLUSTER=");
    line->list.items[1] = il_low__ev_member(low, cluster, IL_STR("clusterName"), loc);
    line->list.items[2] = il_low__ev_words(low, loc, " >> /etc/ecs/ecs.config");
    bool other = il_low__given(kind) != IL_NO && !(kind->kind == IL_EV_NUMBER && kind->number == 0);
    il_low__add_line(group, line, other || il_low__given(il_low__field(low, options, "spotInstanceDraining")) != IL_NO);
    il_low_unit *role =
        il_low__unit_behind(low, il_low__ev_member(low, il_low__ev_unit(low, group), IL_STR("role"), loc));
    if (other && role)
        il_low__open_unit(role);
}

static void join_cluster(il_low_unit *cluster, il_low_unit *group, const il_ev *options, const il_method_call *call)
{
    il_low *low = cluster->low;
    const il_ev *self = il_low__ev_unit(low, cluster), *drain = il_low__field(low, options, "taskDrainTime");
    const il_ev *behind = il_low__ev_unit(low, group);
    double seconds = 300;
    bool known = il_low__given(drain) == IL_NO || il_low__amount(low, drain, &seconds);
    configure_agent(low, group, self, options, call->loc);
    allow_agent(low, behind, self, call->loc);
    if (known && seconds > 0) {
        make_drain_hook(group, self, seconds, call);
    } else if (!known) {
        static const char *const types[] = {"AWS::Lambda::Function",
                                            "AWS::Lambda::Permission",
                                            "AWS::IAM::Role",
                                            "AWS::IAM::Policy",
                                            "AWS::SNS::Topic",
                                            "AWS::SNS::Subscription",
                                            "AWS::AutoScaling::LifecycleHook"};
        il_low__announce(cluster, call->loc, "time to drain an instance", types, 7);
    }
}

/* ---- Capacity providers ---- */

static bool is_on(il_low *low, const il_ev *options, const char *name, bool otherwise, bool *known)
{
    const il_ev *value = il_low__field(low, options, name);
    if (value->kind != IL_EV_BOOL && value->kind != IL_EV_UNDEFINED)
        *known = false;
    return value->kind == IL_EV_BOOL ? value->boolean : otherwise;
}

static void lower_provider(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    il_str id = il_low__string(unit->construct->id);
    const il_ev *group = il_low__prop(unit, "autoScalingGroup");
    il_low_part *part = il_low__part(unit, id, IL_STR("AWS::ECS::CapacityProvider"));
    bool known = id.n > 0;
    bool scaling = is_on(low, unit->props, "enableManagedScaling", true, &known);
    bool protection = is_on(low, unit->props, "enableManagedTerminationProtection", true, &known);
    const il_ev *percent = il_low__prop(unit, "targetCapacityPercent");
    il_low_node *managed = il_low__map_of(
        low, loc, "InstanceWarmupPeriod", il_low__plain(low, il_low__prop(unit, "instanceWarmupPeriod")),
        "MaximumScalingStepSize", il_low__plain(low, il_low__prop(unit, "maximumScalingStepSize")),
        "MinimumScalingStepSize", il_low__plain(low, il_low__prop(unit, "minimumScalingStepSize")), "Status",
        il_low__words(low, loc, scaling ? "ENABLED" : "DISABLED"), "TargetCapacity",
        il_low__given(percent) == IL_NO ? il_low__number(low, loc, 100) : il_low__plain(low, percent), NULL);
    const il_ev *draining = il_low__prop(unit, "enableManagedDraining");
    il_low_node *drain = draining->kind == IL_EV_BOOL
                             ? il_low__words(low, draining->loc, draining->boolean ? "ENABLED" : "DISABLED")
                             : il_low__plain(low, draining);
    il_low_node *provider =
        il_low__map_of(low, loc, "AutoScalingGroupArn", il_low__read(low, group, "autoScalingGroupName", loc),
                       "ManagedDraining", drain, "ManagedScaling", managed, "ManagedTerminationProtection",
                       il_low__words(low, loc, protection ? "ENABLED" : "DISABLED"), NULL);
    provider->open = !known;
    il_low__give(part, "AutoScalingGroupProvider", provider);
    il_low__give(part, "Name", il_low__plain(low, il_low__prop(unit, "capacityProviderName")));
    il_low_unit *behind = il_low__unit_behind(low, group);
    if (behind && il_low__primary(behind) && protection && known)
        il_low__give(il_low__primary(behind), "NewInstancesProtectedFromScaleIn", il_low__bool(low, loc, true));
}

static const il_ev *provider_member(il_low_unit *unit, il_str name, il_loc loc)
{
    if (!il_str_is(name, "capacityProviderName") || !unit->parts.n)
        return NULL;
    return il_low__ev_member(unit->low, il_low__ev_unit(unit->low, unit),
                             il_arena_printf(unit->low->arena, "@%.*s", IL_FMT(unit->parts.items[0]->relative)), loc);
}

static void add_provider(il_low_unit *cluster, const il_method_call *call)
{
    il_low *low = cluster->low;
    const il_ev *value = il_low__arg(low, call, 0), *options = il_low__arg(low, call, 1);
    il_low_unit *provider = il_low__unit_behind(low, value);
    cluster_state *state = state_of(cluster);
    il_low_unit *group = provider ? il_low__unit_behind(low, il_low__prop(provider, "autoScalingGroup")) : NULL;
    if (!provider || !provider->parts.n || !group || call->condition.text.n || call->many) {
        state->unsure = true;
        return;
    }
    bool known = true;
    bool never = is_on(low, provider->props, "enableManagedTerminationProtection", true, &known) ||
                 is_on(low, provider->props, "enableManagedDraining", false, &known);
    options = il_low__ev_with(low, options, "machineImageType", il_low__prop(provider, "machineImageType"));
    if (never || !known)
        options =
            il_low__ev_with(low, options, "taskDrainTime",
                            il_low__ev_call(low, call->loc, "aws-cdk-lib.Duration.seconds",
                                            known ? il_low__ev_number(low, call->loc, 0)
                                                  : il_low__ev_unknown(low, call->loc, "time to drain an instance",
                                                                       (il_str){NULL, 0})));
    join_cluster(cluster, group, options, call);
    IL_PUSH(low->arena, &state->providers, il_low__ref(low, call->loc, provider->parts.items[0], (il_str){NULL, 0}));
}

static void add_fargate(il_low_unit *cluster, il_loc loc)
{
    static const char *const names[] = {"FARGATE", "FARGATE_SPOT"};
    for (size_t i = 0; i < 2; i++)
        IL_PUSH(cluster->low->arena, &state_of(cluster)->providers, il_low__words(cluster->low, loc, names[i]));
}

bool il_low__cluster_capacity(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_unit *group = NULL;
    const il_ev *options = il_low__arg(low, call, 1);
    if (strcmp(call->method, "addAsgCapacityProvider") == 0)
        add_provider(unit, call);
    else if (strcmp(call->method, "enableFargateCapacityProviders") == 0)
        add_fargate(unit, call->loc);
    else if (strcmp(call->method, "addDefaultCapacityProviderStrategy") == 0)
        state_of(unit)->strategy = il_low__shape(unit, il_cat_shape(IL_STR("ecs-strategy")), il_low__arg(low, call, 0));
    else if (strcmp(call->method, "addCapacity") == 0)
        group = call->result ? il_low__unit_behind(low, call->result) : NULL;
    else
        group = il_low__unit_behind(low, il_low__arg(low, call, 0));
    if (!group)
        return true;
    il_low_side side = il_low__side(low, il_low__ev_unit(low, group));
    for (size_t i = 0; i < side.groups.n; i++)
        IL_PUSH(low->arena, &unit->groups, side.groups.items[i]);
    join_cluster(unit, group, options, call);
    return true;
}

static void finish_cluster(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *fargate = il_low__prop(unit, "enableFargateCapacityProviders");
    il_str id = il_low__string(unit->construct->id);
    cluster_state *state = state_of(unit), later = *state;
    if (fargate->kind == IL_EV_BOOL && fargate->boolean) {
        state->providers.n = state->providers.capacity = 0;
        state->providers.items = NULL;
        add_fargate(unit, fargate->loc);
        for (size_t i = 0; i < later.providers.n; i++)
            IL_PUSH(low->arena, &state->providers, later.providers.items[i]);
    }
    if (il_low__given(il_low__prop(unit, "capacity")) != IL_NO || state->unsure)
        il_low__gap(unit, unit->construct->loc, "capacity of a cluster", id, NULL);
    if (!state->providers.n || !id.n)
        return;
    il_low_part *part = il_low__part(unit, id, IL_STR("AWS::ECS::ClusterCapacityProviderAssociations"));
    il_low_node *list = il_low__list(low, part->out->loc);
    for (size_t i = 0; i < state->providers.n; i++)
        il_low__push(low, list, state->providers.items[i]);
    list->open = state->unsure;
    il_low__give(part, "CapacityProviders", list);
    il_low__give_ref(part, "Cluster", il_low__part_at(unit, IL_STR("Resource")), NULL);
    il_low__give(part, "DefaultCapacityProviderStrategy",
                 state->strategy ? state->strategy : il_low__list(low, part->out->loc));
}

const il_low_model il_low__cluster_model = {.name = "ecs-cluster", .finish = finish_cluster};
const il_low_model il_low__capacity_provider_model = {
    .name = "asg-capacity-provider", .lower = lower_provider, .member = provider_member};
