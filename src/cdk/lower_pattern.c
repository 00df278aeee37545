/* aws-ecs-patterns: a load balancer, a task definition with one container, and a service, made as the program itself could have made them. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"

typedef struct {
    il_low_unit *unit;
    il_low *low;
    bool network, fargate;
    il_loc loc;
    const il_ev *cluster, *task, *balancer;
    il_low_unit *service, *listener, *group;
} pattern;

static const il_ev *prop(const pattern *p, const char *name)
{
    return il_low__prop(p->unit, name);
}

static const il_ev *option(const pattern *p, const char *name)
{
    return il_low__field(p->low, prop(p, "taskImageOptions"), name);
}

static il_low_unit *child(const pattern *p, il_low_unit *parent, const char *id, const char *class, const il_ev *props)
{
    return il_low__child(parent, il_arena_str(p->low->arena, il_str_of(id)), il_str_of(class), props, p->loc);
}

static const il_ev *otherwise(const pattern *p, const char *name, const il_ev *value)
{
    const il_ev *given = prop(p, name);
    return il_low__given(given) == IL_NO ? value : given;
}

static const il_ev *words(const pattern *p, const char *text)
{
    return il_low__ev_words(p->low, p->loc, text);
}

/* The cluster that is given, or one for the whole stack. */
static const il_ev *cluster_of(const pattern *p)
{
    const il_ev *given = prop(p, "cluster"), *vpc = prop(p, "vpc");
    il_low_unit *network = il_low__unit_behind(p->low, vpc), *stack = p->unit->stack_unit;
    if (il_low__given(given) != IL_NO || !stack)
        return given;
    il_str id = network ? il_low__string(network->construct->id) : (il_str){"", 0};
    id = il_arena_printf(p->low->arena, "EcsDefaultClusterMnL3mNNYN%.*s", IL_FMT(id));
    il_low_unit *known = il_low__child_of(stack, id);
    if (!known)
        known = il_low__child(stack, id, IL_STR("aws-cdk-lib.aws_ecs.Cluster"),
                              il_low__ev_object(p->low, p->loc, "vpc", vpc, NULL), p->loc);
    return il_low__ev_unit(p->low, known);
}

/* ---- The task ---- */

static const il_ev *log_driver(const pattern *p)
{
    const il_ev *given = option(p, "logDriver"), *enabled = option(p, "enableLogging");
    if (il_low__given(given) != IL_NO || (enabled->kind == IL_EV_BOOL && !enabled->boolean))
        return given;
    if (il_low__given(enabled) != IL_NO && enabled->kind != IL_EV_BOOL)
        return enabled;
    const il_ev *options = il_low__ev_object(
        p->low, p->loc, "streamPrefix", il_low__ev_text(p->low, p->loc, il_low__string(p->unit->construct->id)), NULL);
    return il_low__ev_new(p->low, p->loc, "aws-cdk-lib.aws_ecs.AwsLogDriver", options);
}

static void make_container(const pattern *p)
{
    il_low *low = p->low;
    const il_ev *name = option(p, "containerName"), *port = option(p, "containerPort");
    il_str id = il_low__given(name) == IL_NO ? IL_STR("web") : il_low__known_text(low, name);
    const il_ev *mapping = il_low__ev_object(
        low, p->loc, "containerPort", il_low__given(port) == IL_NO ? il_low__ev_number(low, p->loc, 80) : port, NULL);
    bool detailed = !p->network || !p->fargate;
    const il_ev *props =
        il_low__ev_object(low, p->loc, "taskDefinition", p->task, "image", option(p, "image"), "logging", log_driver(p),
                          "environment", option(p, "environment"), "secrets", option(p, "secrets"), "dockerLabels",
                          option(p, "dockerLabels"), "command", detailed ? option(p, "command") : low->undefined,
                          "entryPoint", detailed ? option(p, "entryPoint") : low->undefined, "healthCheck",
                          p->fargate && !p->network ? prop(p, "healthCheck") : low->undefined, "cpu",
                          p->fargate ? prop(p, "containerCpu") : prop(p, "cpu"), "memoryLimitMiB",
                          p->fargate ? prop(p, "containerMemoryLimitMiB") : prop(p, "memoryLimitMiB"),
                          "memoryReservationMiB", p->fargate ? low->undefined : prop(p, "memoryReservationMiB"),
                          "portMappings", il_low__ev_list(low, p->loc, mapping), NULL);
    il_low_unit *task = il_low__unit_behind(low, p->task);
    if (task && id.n)
        il_low__child(task, id, IL_STR("aws-cdk-lib.aws_ecs.ContainerDefinition"), props, p->loc);
}

static void make_task(pattern *p)
{
    il_low *low = p->low;
    p->task = prop(p, "taskDefinition");
    if (il_low__given(p->task) != IL_NO)
        return;
    const il_ev *none = low->undefined;
    const il_ev *props = il_low__ev_object(
        low, p->loc, "executionRole", option(p, "executionRole"), "taskRole", option(p, "taskRole"), "family",
        option(p, "family"), "memoryLimitMiB", p->fargate ? prop(p, "memoryLimitMiB") : none, "cpu",
        p->fargate ? prop(p, "cpu") : none, "ephemeralStorageGiB", p->fargate ? prop(p, "ephemeralStorageGiB") : none,
        "runtimePlatform", p->fargate ? prop(p, "runtimePlatform") : none, NULL);
    p->task = il_low__ev_unit(
        low, child(p, p->unit, "TaskDef",
                   p->fargate ? "aws-cdk-lib.aws_ecs.FargateTaskDefinition" : "aws-cdk-lib.aws_ecs.Ec2TaskDefinition",
                   props));
    make_container(p);
}

/* ---- The service ---- */

static void make_service(pattern *p)
{
    il_low *low = p->low;
    const il_ev *none = low->undefined, *count = prop(p, "desiredCount");
    const il_ev *props = il_low__ev_object(
        low, p->loc, "cluster", p->cluster, "desiredCount", count, "taskDefinition", p->task, "assignPublicIp",
        p->fargate ? prop(p, "assignPublicIp") : none, "serviceName", prop(p, "serviceName"), "healthCheckGracePeriod",
        prop(p, "healthCheckGracePeriod"), "minHealthyPercent", prop(p, "minHealthyPercent"), "maxHealthyPercent",
        prop(p, "maxHealthyPercent"), "propagateTags", prop(p, "propagateTags"), "enableECSManagedTags",
        prop(p, "enableECSManagedTags"), "cloudMapOptions", prop(p, "cloudMapOptions"), "platformVersion",
        p->fargate ? prop(p, "platformVersion") : none, "deploymentController", prop(p, "deploymentController"),
        "circuitBreaker", prop(p, "circuitBreaker"), "securityGroups", p->fargate ? prop(p, "securityGroups") : none,
        "vpcSubnets", p->fargate ? prop(p, "taskSubnets") : none, "enableExecuteCommand",
        prop(p, "enableExecuteCommand"), "placementConstraints", p->fargate ? none : prop(p, "placementConstraints"),
        "placementStrategies", p->fargate ? none : prop(p, "placementStrategies"), "capacityProviderStrategies",
        prop(p, "capacityProviderStrategies"), NULL);
    p->service = child(p, p->unit, "Service",
                       p->fargate ? "aws-cdk-lib.aws_ecs.FargateService" : "aws-cdk-lib.aws_ecs.Ec2Service", props);
}

/* ---- The load balancer ---- */

static void make_balancer(pattern *p)
{
    il_low *low = p->low;
    p->balancer = prop(p, "loadBalancer");
    if (il_low__given(p->balancer) != IL_NO)
        return;
    const il_ev *none = low->undefined, *yes = il_low__ev_bool(low, p->loc, true);
    const il_ev *props =
        il_low__ev_object(low, p->loc, "vpc", il_low__ev_member(low, p->cluster, IL_STR("vpc"), p->loc),
                          "internetFacing", otherwise(p, "publicLoadBalancer", yes), "ipAddressType",
                          prop(p, "ipAddressType"), "loadBalancerName", p->network ? none : prop(p, "loadBalancerName"),
                          "idleTimeout", p->network ? none : prop(p, "idleTimeout"), NULL);
    p->balancer =
        il_low__ev_unit(low, child(p, p->unit, "LB",
                                   p->network ? "aws-cdk-lib.aws_elasticloadbalancingv2.NetworkLoadBalancer"
                                              : "aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationLoadBalancer",
                                   props));
}

static const il_ev *certificate_of(const pattern *p, bool https)
{
    il_low *low = p->low;
    const il_ev *given = prop(p, p->network ? "listenerCertificate" : "certificate"), *zone = prop(p, "domainZone");
    if (il_low__given(given) != IL_NO || !https)
        return il_low__given(given) == IL_NO ? low->undefined : given;
    const il_ev *props = il_low__ev_object(
        low, p->loc, "domainName", prop(p, "domainName"), "validation",
        il_low__ev_call(low, p->loc, "aws-cdk-lib.aws_certificatemanager.CertificateValidation.fromDns", zone), NULL);
    return il_low__ev_unit(low,
                           child(p, p->unit, "Certificate", "aws-cdk-lib.aws_certificatemanager.Certificate", props));
}

static il_str group_id(const pattern *p)
{
    const il_ev *public = prop(p, "publicLoadBalancer");
    bool internal = public->kind == IL_EV_BOOL && !public->boolean;
    if (p->network || !il_low__flag(p->low, "@aws-cdk/aws-ecs-patterns:uniqueTargetGroupId"))
        return IL_STR("ECSGroup");
    il_str name = il_low__known_text(p->low, prop(p, "loadBalancerName"));
    return il_arena_printf(p->low->arena, "ECS%.*s%sGroup", IL_FMT(name), internal ? "Private" : "");
}

static void make_group(pattern *p)
{
    il_low *low = p->low;
    const il_ev *http = words(p, "HTTP"), *none = low->undefined, *port = option(p, "containerPort");
    const il_ev *vpc = il_low__ev_member(low, p->balancer, IL_STR("vpc"), p->loc);
    bool secure = il_low__given(prop(p, "listenerCertificate")) != IL_NO;
    if (il_low__given(port) == IL_NO)
        port = il_low__ev_number(low, p->loc, secure ? 443 : 80);
    const il_ev *props = il_low__ev_object(
        low, p->loc, "vpc", vpc, "protocol",
        p->network ? (secure ? words(p, "TLS") : words(p, "TCP")) : otherwise(p, "targetProtocol", http),
        "protocolVersion", p->network ? none : prop(p, "protocolVersion"), "port", p->network ? port : none, "targets",
        il_low__ev_list(low, p->loc, il_low__ev_unit(low, p->service)), NULL);
    p->group = il_low__child(p->listener, group_id(p),
                             p->network ? IL_STR("aws-cdk-lib.aws_elasticloadbalancingv2.NetworkTargetGroup")
                                        : IL_STR("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationTargetGroup"),
                             props, p->loc);
}

/* HTTP leads to HTTPS. */
static void make_redirect(const pattern *p, il_low_unit *balancer, const il_ev *open)
{
    il_low *low = p->low;
    const il_ev *wanted = prop(p, "redirectHTTP"), *port = prop(p, "listenerPort");
    il_str text = port->kind == IL_EV_NUMBER
                      ? il_low__as_text(low, il_value_number(low->arena, p->loc, port->number))->string
                      : IL_STR("443");
    if (wanted->kind != IL_EV_BOOL || !wanted->boolean)
        return;
    const il_ev *options = il_low__ev_object(low, p->loc, "port", il_low__ev_text(low, p->loc, text), "protocol",
                                             words(p, "HTTPS"), "permanent", il_low__ev_bool(low, p->loc, true), NULL);
    child(p, balancer, "PublicRedirectListener", "aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListener",
          il_low__ev_object(low, p->loc, "loadBalancer", p->balancer, "protocol", words(p, "HTTP"), "port",
                            il_low__ev_number(low, p->loc, 80), "open", open, "defaultAction",
                            il_low__ev_object(low, p->loc, "action", words(p, "redirect"), "options", options, NULL),
                            NULL));
}

static void make_listener(pattern *p)
{
    il_low *low = p->low;
    il_low_unit *balancer = il_low__unit_behind(low, p->balancer);
    const il_ev *protocol = prop(p, "protocol"), *given = prop(p, p->network ? "listenerCertificate" : "certificate");
    if (!balancer)
        return;
    if (il_low__given(protocol) == IL_NO && !p->network)
        protocol = words(p, il_low__given(given) == IL_NO ? "HTTP" : "HTTPS");
    bool https = !p->network && il_str_is(il_low__string(protocol), "HTTPS");
    const il_ev *certificate = certificate_of(p, https), *port = prop(p, "listenerPort");
    bool secure = il_low__given(certificate) != IL_NO;
    bool hidden = il_low__given(prop(p, "loadBalancer")) != IL_NO &&
                  il_low__flag(low, "@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener");
    const il_ev *open = otherwise(p, "openListener", il_low__ev_bool(low, p->loc, !hidden));
    if (p->network && il_low__given(port) == IL_NO)
        port = il_low__ev_number(low, p->loc, secure ? 443 : 80);
    const il_ev *props = il_low__ev_object(
        low, p->loc, "loadBalancer", p->balancer, "protocol", p->network ? low->undefined : protocol, "port", port,
        "open", p->network ? low->undefined : open, "sslPolicy", p->network ? low->undefined : prop(p, "sslPolicy"),
        "certificates", secure ? il_low__ev_list(low, p->loc, certificate) : low->undefined, NULL);
    p->listener = child(p, balancer, "PublicListener",
                        p->network ? "aws-cdk-lib.aws_elasticloadbalancingv2.NetworkListener"
                                   : "aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListener",
                        props);
    make_group(p);
    IL_PUSH(low->arena, &props->object->fields,
            ((il_field){il_intern(IL_STR("defaultTargetGroups")), (il_loc){0},
                        il_low__ev_list(low, p->loc, il_low__ev_unit(low, p->group))}));
    if (!p->network)
        make_redirect(p, balancer, open);
}

static void make_record(const pattern *p)
{
    il_low *low = p->low;
    const il_ev *name = prop(p, "domainName"), *kind = prop(p, "recordType");
    if (il_low__given(name) == IL_NO)
        return;
    if (il_low__given(kind) != IL_NO) {
        il_low__gap(p->unit, p->loc, "record of a service", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Route53::RecordSet")));
        return;
    }
    const il_ev *target =
        il_low__ev_call(low, p->loc, "aws-cdk-lib.aws_route53.RecordTarget.fromAlias",
                        il_low__ev_new(low, p->loc, "aws-cdk-lib.aws_route53_targets.LoadBalancerTarget", p->balancer));
    child(p, p->unit, "DNS", "aws-cdk-lib.aws_route53.ARecord",
          il_low__ev_object(low, p->loc, "zone", prop(p, "domainZone"), "recordName", name, "target", target, NULL));
}

static void make_pattern(il_low_unit *unit)
{
    pattern *p = IL_NEW(unit->low->arena, pattern);
    *p = (pattern){.unit = unit, .low = unit->low, .loc = unit->construct->loc};
    p->network = il_str_contains(unit->class, IL_STR(".NetworkLoadBalanced"));
    p->fargate = il_str_contains(unit->class, IL_STR("Fargate"));
    unit->state = p;
    p->cluster = cluster_of(p);
    make_balancer(p);
    make_task(p);
    make_service(p);
    make_listener(p);
    make_record(p);
}

static const il_ev *pattern_member(il_low_unit *unit, il_str name, il_loc loc)
{
    const pattern *p = unit->state;
    (void)loc;
    if (!p)
        return NULL;
    if (il_str_is(name, "cluster"))
        return p->cluster;
    if (il_str_is(name, "taskDefinition"))
        return p->task;
    if (il_str_is(name, "loadBalancer"))
        return p->balancer;
    const il_low_unit *made = il_str_is(name, "service")       ? p->service
                              : il_str_is(name, "listener")    ? p->listener
                              : il_str_is(name, "targetGroup") ? p->group
                                                               : NULL;
    return made ? il_low__ev_unit(unit->low, (il_low_unit *)made) : NULL;
}

const il_low_model il_low__pattern_model = {.name = "ecs-pattern", .make = make_pattern, .member = pattern_member};
