/* ECS services: network, deployment, load balancers, what `enableExecuteCommand` needs, and clusters with the capacity that they get. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_listener.h"
#include "lower_policy.h"
#include "lower_task.h"
#include "lower_vpc.h"

bool il_low__is_service(const il_low_unit *unit)
{
    const il_low_part *part = il_low__part_at(unit, IL_STR("Service"));
    return part && strcmp(part->out->type, "AWS::ECS::Service") == 0;
}

static const il_ev *task_of(il_low_unit *service)
{
    return il_low__prop(service, "taskDefinition");
}

static il_str mode_of(il_low_unit *service)
{
    return il_low__network_mode(service->low, task_of(service));
}

/* ---- Load balancers ---- */

/* Where the load balancer reaches the container. */
static const il_ev *port_range(il_low_unit *service, const il_ev *mapping)
{
    il_low *low = service->low;
    il_loc loc = mapping->loc;
    const il_ev *host = il_low__field(low, mapping, "hostPort");
    const il_ev *protocol = il_low__field(low, mapping, "protocol");
    const char *port =
        il_str_is(il_low__string(protocol), "udp") ? "aws-cdk-lib.aws_ec2.Port.udp" : "aws-cdk-lib.aws_ec2.Port.tcp";
    if (il_low__given(host) != IL_NO && !(host->kind == IL_EV_NUMBER && host->number == 0))
        return il_low__ev_call(low, loc, port, host);
    if (!il_str_is(mode_of(service), "bridge") && !il_str_is(mode_of(service), "nat"))
        return il_low__ev_call(low, loc, port, il_low__field(low, mapping, "containerPort"));
    il_ev *range = IL_NEW(low->arena, il_ev);
    *range = *il_low__ev_call(low, loc, "aws-cdk-lib.aws_ec2.Port.tcpRange", NULL);
    range->lib.args = IL_NEW_ARRAY(low->arena, 2, const il_ev *);
    range->lib.args[0] = il_low__ev_number(low, loc, 32768);
    range->lib.args[1] = il_low__ev_number(low, loc, 65535);
    range->lib.n_args = 2;
    return range;
}

const char *il_low__attach_service(const il_low_attach *attach, il_low_unit *service, const il_ev *options)
{
    il_low *low = service->low;
    il_low_part *part = il_low__part_at(service, IL_STR("Service"));
    il_low_unit *container = il_low__container(low, task_of(service), il_low__field(low, options, "containerName"));
    const il_ev *port = il_low__field(low, options, "containerPort");
    const il_ev *mapping = container ? il_low__port_mapping(container, port) : NULL;
    il_str mode = mode_of(service);
    il_low_node *map =
        il_low__map_of(low, attach->loc, "ContainerName",
                       container ? il_low__container_name(container)
                                 : il_low__unknown(low, attach->loc, "container of a service", (il_str){NULL, 0}),
                       "ContainerPort",
                       mapping ? il_low__plain(low, il_low__field(low, mapping, "containerPort"))
                               : il_low__unknown(low, attach->loc, "port of a container", (il_str){NULL, 0}),
                       "TargetGroupArn", il_low__read(low, attach->group_ev, "targetGroupArn", attach->loc), NULL);
    map->open = il_low__given(il_low__field(low, options, "alternateTarget")) != IL_NO;
    il_low__append(low, part->properties, IL_STR("LoadBalancers"), attach->loc, map);
    if (!il_low__member(part->properties, IL_STR("HealthCheckGracePeriodSeconds")))
        il_low__give(part, "HealthCheckGracePeriodSeconds", il_low__number(low, part->out->loc, 60));
    if (!attach->network)
        il_low__register_connectable(
            attach, il_low__ev_unit(low, service),
            mapping ? port_range(service, mapping)
                    : il_low__ev_unknown(low, attach->loc, "port of a container", (il_str){NULL, 0}));
    return mode.n == 0 ? NULL : il_str_is(mode, "awsvpc") ? "ip" : "instance";
}

/* ---- Network ---- */

static void put_network(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    il_loc loc = part->out->loc;
    const il_ev *public = il_low__prop(unit, "assignPublicIp"), *chosen = il_low__prop(unit, "vpcSubnets");
    const il_ev *vpc = il_low__reduce(low, il_low__ev_member(low, il_low__prop(unit, "cluster"), IL_STR("vpc"), loc));
    bool yes = public->kind == IL_EV_BOOL && public->boolean,
         known = public->kind == IL_EV_BOOL || il_low__given(public) == IL_NO;
    if (il_low__given(chosen) == IL_NO && yes)
        chosen = il_low__ev_object(low, public->loc, "subnetType", il_low__ev_words(low, public->loc, "Public"), NULL);
    il_low_node *groups = il_low__list(low, loc);
    il_low_side side = il_low__side(low, il_low__ev_unit(low, unit));
    const il_ev *given = il_low__prop(unit, "securityGroups"), *one = il_low__prop(unit, "securityGroup");
    for (size_t i = 0; given->kind == IL_EV_ARRAY && i < given->list.n; i++)
        il_low__push(low, groups, il_low__read(low, given->list.items[i], "securityGroupId", given->loc));
    if (given->kind == IL_EV_UNDEFINED && one->kind != IL_EV_UNDEFINED)
        il_low__push(low, groups, il_low__read(low, one, "securityGroupId", one->loc));
    for (size_t i = 0; groups->items.n == 0 && i < side.groups.n; i++)
        il_low__push(low, groups, il_low__ref(low, loc, il_low__primary(side.groups.items[i]), IL_STR("GroupId")));
    groups->open = groups->items.n == 0 || (given->kind == IL_EV_ARRAY && given->open);
    const char *reason = "whether tasks have public addresses";
    il_low_node *map = il_low__map_of(
        low, loc, "AssignPublicIp",
        known ? il_low__words(low, public->loc.source ? public->loc : loc, yes ? "ENABLED" : "DISABLED")
              : il_low__unknown(low, public->loc, reason, (il_str){NULL, 0}),
        "SecurityGroups", groups, "Subnets",
        known || il_low__given(chosen) != IL_NO ? il_low__subnet_ids(low, vpc, chosen, loc)
                                                : il_low__unknown(low, public->loc, reason, (il_str){NULL, 0}),
        NULL);
    il_low__give(part, "NetworkConfiguration", il_low__map_of(low, loc, "AwsvpcConfiguration", map, NULL));
}

/* ---- Deployment ---- */

static void put_deployment(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    il_loc loc = part->out->loc;
    const il_ev *controller = il_low__field(low, il_low__prop(unit, "deploymentController"), "type");
    const il_ev *breaker = il_low__prop(unit, "circuitBreaker"), *alarms = il_low__prop(unit, "deploymentAlarms");
    il_str kind = il_low__string(controller);
    bool ecs = il_low__given(controller) == IL_NO || il_str_is(kind, "ECS");
    if (il_low__given(controller) != IL_NO && kind.n == 0) {
        part->properties->open = true;
        return;
    }
    if (il_low__given(controller) != IL_NO)
        il_low__give(part, "DeploymentController",
                     il_low__map_of(low, loc, "Type", il_low__plain(low, controller), NULL));
    else if (il_low__given(breaker) != IL_NO &&
             !il_low__flag(low, "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker"))
        il_low__give(part, "DeploymentController",
                     il_low__map_of(low, loc, "Type", il_low__words(low, loc, "ECS"), NULL));
    if (il_low__given(alarms) != IL_NO)
        il_low__set(low, part->properties, IL_STR("DeploymentConfiguration.Alarms"), alarms->loc,
                    il_low__unknown(low, alarms->loc, "alarms of a deployment", (il_str){NULL, 0}));
    else if (ecs && !il_low__flag(low, "@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm"))
        il_low__set(low, part->properties, IL_STR("DeploymentConfiguration.Alarms"), (il_loc){0},
                    il_low__map_of(low, loc, "AlarmNames", il_low__list(low, loc), "Enable",
                                   il_low__bool(low, loc, false), "Rollback", il_low__bool(low, loc, false), NULL));
    if (il_low__given(il_low__prop(unit, "capacityProviderStrategies")) != IL_NO)
        il_low__give(part, "LaunchType", NULL);
    if (il_str_is(kind, "EXTERNAL")) {
        il_low__give(part, "TaskDefinition", NULL);
        il_low__give(part, "LaunchType", NULL);
    } else if (il_str_is(kind, "CODE_DEPLOY")) {
        il_low__give(part, "TaskDefinition", il_low__read(low, task_of(unit), "family", loc));
    }
}

/* What `enableExecuteCommand` lets the tasks do. */
static void allow_commands(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *wanted = il_low__prop(unit, "enableExecuteCommand"), *cluster = il_low__prop(unit, "cluster");
    const il_ev *role = il_low__ev_member(low, task_of(unit), IL_STR("taskRole"), wanted->loc);
    il_low_unit *behind = il_low__unit_behind(low, cluster), *identity = il_low__unit_behind(low, role);
    if (wanted->kind == IL_EV_BOOL && !wanted->boolean)
        return;
    bool special = !behind || il_low__given(il_low__prop(behind, "executeCommandConfiguration")) != IL_NO;
    if (il_low__given(wanted) == IL_NO)
        return;
    if (wanted->kind != IL_EV_BOOL || special) {
        il_low__gap(unit, wanted->loc, "commands in containers", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::IAM::Policy")));
        if (identity)
            il_low__open_unit(identity);
    }
    if (wanted->kind != IL_EV_BOOL)
        return;
    il_loc loc = wanted->loc;
    il_low__permit(low, role,
                   "ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel "
                   "ssmmessages:OpenDataChannel",
                   il_low__words(low, loc, "*"), NULL);
    if (special || il_low__flag(low, "@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions"))
        return;
    il_low__permit(low, role, "logs:DescribeLogGroups", il_low__words(low, loc, "*"), NULL);
    il_low__permit(low, role, "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents",
                   il_low__words(low, loc, "*"), NULL);
}

static void lower_service(il_low_unit *unit)
{
    il_low_part *part = il_low__part_at(unit, IL_STR("Service"));
    il_str mode = mode_of(unit);
    if (il_str_is(mode, "awsvpc"))
        put_network(unit, part);
    else if (!mode.n)
        il_low__give_unknown(part, "NetworkConfiguration", part->out->loc, "network mode of a task");
    put_deployment(unit, part);
    allow_commands(unit);
}

/* Tasks that share the network of their instances have the groups of these, as far as they are of the same stack. */
static const il_ev *groups_of_cluster(il_low_unit *unit, il_loc loc)
{
    il_low *low = unit->low;
    il_low_unit *cluster = il_low__unit_behind(low, il_low__prop(unit, "cluster"));
    size_t n = cluster ? cluster->groups.n : 0;
    il_ev *list = IL_NEW(low->arena, il_ev);
    *list = (il_ev){.kind = IL_EV_ARRAY, .loc = loc, .open = !cluster};
    list->list.items = IL_NEW_ARRAY(low->arena, n + 1, const il_ev *);
    for (size_t i = 0; i < n; i++)
        if (cluster->groups.items[i]->stack_unit == unit->stack_unit)
            list->list.items[list->list.n++] = il_low__ev_unit(low, cluster->groups.items[i]);
    return list;
}

static const il_ev *service_member(il_low_unit *unit, il_str name, il_loc loc)
{
    if (!il_str_is(name, "connections"))
        return NULL;
    il_low *low = unit->low;
    il_str mode = mode_of(unit);
    const il_ev *given = il_low__prop(unit, "securityGroups"), *one = il_low__prop(unit, "securityGroup");
    il_low_unit *own = il_low__child_of(unit, IL_STR("SecurityGroup"));
    if (il_low__given(given) == IL_NO && il_low__given(one) != IL_NO)
        given = il_low__ev_list(low, loc, one);
    else if (il_low__given(given) == IL_NO && own)
        given = il_low__ev_list(low, loc, il_low__ev_unit(low, own));
    else if (il_low__given(given) == IL_NO && mode.n && !il_str_is(mode, "awsvpc"))
        given = groups_of_cluster(unit, loc);
    return il_low__ev_object(low, loc, "securityGroups", given, NULL);
}

/* PlacementStrategy.spreadAcross(…) and its like, as the catalogue describes them. */
il_low_node *il_low__placement(il_low *low, const il_ev *value)
{
    const il_ev *list = il_low__reduce(low, value);
    il_low_node *out = il_low__list(low, value->loc);
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++) {
        const il_ev *item = il_low__reduce(low, list->list.items[i]);
        const il_ev *spread = il_low__field(low, item, "spread"), *pack = il_low__field(low, item, "pack");
        il_loc loc = item->loc;
        for (size_t k = 0; spread->kind == IL_EV_ARRAY && k < spread->list.n; k++)
            il_low__push(low, out,
                         il_low__map_of(low, loc, "Field", il_low__plain(low, spread->list.items[k]), "Type",
                                        il_low__words(low, loc, "spread"), NULL));
        if (spread->kind == IL_EV_STRING)
            il_low__push(low, out,
                         il_low__map_of(low, loc, "Field", il_low__plain(low, spread), "Type",
                                        il_low__words(low, loc, "spread"), NULL));
        else if (pack->kind == IL_EV_STRING)
            il_low__push(low, out,
                         il_low__map_of(low, loc, "Field", il_low__plain(low, pack), "Type",
                                        il_low__words(low, loc, "binpack"), NULL));
        else if (il_low__given(il_low__field(low, item, "random")) == IL_YES)
            il_low__push(low, out, il_low__map_of(low, loc, "Type", il_low__words(low, loc, "random"), NULL));
        else if (spread->kind != IL_EV_ARRAY)
            out->open = true;
    }
    out->open = out->open || list->kind != IL_EV_ARRAY || list->open;
    return out;
}

const il_low_model il_low__service_model = {.name = "service", .lower = lower_service, .member = service_member};
