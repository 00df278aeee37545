/* Elastic load balancing v2: listeners with their actions and rules, target groups with their targets, and the security group rules between
 * load balancers and targets. Targets are attached when all is made: what they are may be said later in the program. */
#include "lower_listener.h"

#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_models.h"
#include "lower_policy.h"
#include "lower_vpc.h"

typedef struct {
    const il_ev *connectable, *port;
} member;

typedef struct {
    IL_VEC(il_low_unit *) listeners;
    IL_VEC(member) members;
} group_state;

static bool is_network(const il_low_unit *unit)
{
    return il_str_contains(unit->class, IL_STR(".Network"));
}

static const il_ev *prop(const il_low_unit *unit, const char *name)
{
    return il_low__prop(unit, name);
}

/* ---- Target groups and their members ---- */

static group_state *state_of(il_low_unit *group)
{
    if (!group->state)
        group->state = IL_NEW(group->low->arena, group_state);
    return group->state;
}

static void join(il_low_unit *listener, const member *m)
{
    il_low *low = listener->low;
    const il_ev *balancer = prop(listener, "loadBalancer");
    if (!is_network(listener))
        il_low__allow_from(low, m->connectable, balancer, m->port, "Load balancer to target");
}

static void register_listener(il_low_unit *group, il_low_unit *listener)
{
    group_state *state = state_of(group);
    for (size_t i = 0; i < state->listeners.n; i++)
        if (state->listeners.items[i] == listener)
            return;
    IL_PUSH(group->low->arena, &state->listeners, listener);
    for (size_t i = 0; i < state->members.n; i++)
        join(listener, &state->members.items[i]);
}

/* The port of the group: its own, or the one that its protocol has. */
static const il_ev *port_of(il_low_unit *group)
{
    il_low *low = group->low;
    const il_ev *port = prop(group, "port");
    if (il_low__given(port) != IL_NO)
        return port;
    bool https = il_str_is(il_low__string(prop(group, "protocol")), "HTTPS");
    return il_low__ev_number(low, group->construct->loc, https ? 443 : 80);
}

void il_low__register_connectable(const il_low_attach *attach, const il_ev *connectable, const il_ev *port)
{
    il_low *low = attach->group->low;
    group_state *state = state_of(attach->group);
    if (port->kind == IL_EV_UNDEFINED)
        port = il_low__tcp(low, attach->loc, port_of(attach->group));
    member m = {connectable, port};
    IL_PUSH(low->arena, &state->members, m);
    for (size_t i = 0; i < state->listeners.n; i++)
        join(state->listeners.items[i], &m);
}

static void put_type(const il_low_attach *attach, const char *type)
{
    il_low_part *part = il_low__primary(attach->group);
    if (type && !il_low__member(part->properties, IL_STR("TargetType")))
        il_low__give_text(part, "TargetType", type);
    else if (!type)
        il_low__give_unknown(part, "TargetType", attach->loc, "target of a load balancer");
}

static void add_target_json(const il_low_attach *attach, const il_ev *id, const il_ev *port, const il_ev *zone)
{
    il_low *low = attach->group->low;
    il_low_node *map = il_low__map_of(low, attach->loc, "AvailabilityZone", il_low__plain(low, zone), "Id",
                                      il_low__plain(low, id), "Port", il_low__plain(low, port), NULL);
    il_low__append(low, il_low__primary(attach->group)->properties, IL_STR("Targets"), attach->loc, map);
}

/* An Auto Scaling group names the target groups, not the other way round. */
static void attach_scaling_group(const il_low_attach *attach, il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    if (part)
        il_low__append(low, part->properties, IL_STR("TargetGroupARNs"), attach->loc,
                       il_low__ref(low, attach->loc, il_low__primary(attach->group), (il_str){NULL, 0}));
    if (!attach->network)
        il_low__register_connectable(attach, il_low__ev_unit(low, unit), low->undefined);
    put_type(attach, "instance");
}

/* A target that the catalogue describes: {target: kind, …}. */
static bool attach_described(const il_low_attach *attach, const il_ev *target)
{
    il_low *low = attach->group->low;
    il_str kind = il_low__string(il_low__field(low, target, "target"));
    const il_ev *id = il_low__field(low, target, "id"), *port = il_low__field(low, target, "port");
    const il_ev *to = il_low__field(low, target, "to");
    if (kind.n == 0)
        return false;
    if (il_str_is(kind, "service")) {
        il_low_unit *service = il_low__unit_behind(low, to);
        if (!service)
            return false;
        put_type(attach, il_low__attach_service(attach, service, il_low__field(low, target, "options")));
        return true;
    }
    put_type(attach, il_arena_str(low->arena, kind).p);
    if (il_str_is(kind, "lambda")) {
        il_low_unit *function = il_low__unit_behind(low, to);
        if (function)
            il_low__permission(function, IL_STR("Invoke2UTWxhlfyqbT5FTn--5jvgbLgj+FfJwzswGk55DU1H--Y="), to,
                               IL_STR("elasticloadbalancing.amazonaws.com"), attach->loc);
    }
    add_target_json(attach, id, port, il_low__field(low, target, "zone"));
    return true;
}

static void attach_target(il_low_unit *group, const il_ev *value, il_loc loc)
{
    il_low *low = group->low;
    const il_ev *target = il_low__reduce(low, value);
    il_low_unit *unit = il_low__unit_behind(low, target);
    il_low_attach attach = {group, il_low__ev_unit(low, group), loc, is_network(group)};
    const il_low_part *part = unit ? il_low__primary(unit) : NULL;
    if (unit && il_low__is_service(unit))
        put_type(&attach, il_low__attach_service(&attach, unit, low->undefined));
    else if (part && strcmp(part->out->type, "AWS::AutoScaling::AutoScalingGroup") == 0)
        attach_scaling_group(&attach, unit);
    else if (target->kind != IL_EV_OBJECT || !attach_described(&attach, target)) {
        static const char *const types[] = {"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
                                            "AWS::Lambda::Permission"};
        il_low__announce(group, loc, "target of a load balancer", types, 3);
        il_low__open_unit(group);
    }
}

static void attach_targets(il_low_unit *group, const il_ev *targets)
{
    if (il_low__given(targets) == IL_NO)
        return;
    if (targets->kind != IL_EV_ARRAY || targets->open)
        il_low__open_unit(group);
    for (size_t i = 0; targets->kind == IL_EV_ARRAY && i < targets->list.n; i++)
        attach_target(group, targets->list.items[i], targets->list.items[i]->loc);
}

/* ---- Attributes ---- */

/* Values are texts; the list is in the order in which the library sets them. */
static void tidy_attributes(il_low_part *part, const char *list, const char *const *order, size_t n)
{
    il_low *low = part->unit->low;
    il_low_node *node = il_low__member(part->properties, il_str_of(list));
    if (!node || node->kind != IL_LOW_LIST || node->open)
        return;
    il_low_node *out = il_low__list(low, node->loc);
    for (size_t pass = 0; pass <= n; pass++)
        for (size_t i = 0; i < node->items.n; i++) {
            il_low_node *key = il_low__member(node->items.items[i], IL_STR("Key"));
            il_str name = key && key->leaf && key->leaf->kind == IL_STRING ? key->leaf->string : (il_str){NULL, 0};
            size_t at = 0;
            while (at < n && !il_str_is(name, order[at]))
                at++;
            if (at == pass)
                il_low__push(low, out, node->items.items[i]);
        }
    for (size_t i = 0; i < out->items.n; i++) {
        il_low_node *value = il_low__member(out->items.items[i], IL_STR("Value"));
        if (value && value->kind == IL_LOW_LEAF)
            value->leaf = il_low__as_text(low, value->leaf);
    }
    node->items = out->items;
}

static void drop_attribute(il_low_part *part, const char *list, const char *key)
{
    il_low_node *node = il_low__member(part->properties, il_str_of(list));
    size_t n = 0;
    for (size_t i = 0; node && node->kind == IL_LOW_LIST && i < node->items.n; i++) {
        il_low_node *name = il_low__member(node->items.items[i], IL_STR("Key"));
        if (!name || !name->leaf || name->leaf->kind != IL_STRING || !il_str_is(name->leaf->string, key))
            node->items.items[n++] = node->items.items[i];
    }
    if (node && node->kind == IL_LOW_LIST)
        node->items.n = n;
    if (node && n == 0)
        il_low__give(part, list, NULL);
}

static void finish_group(il_low_unit *group)
{
    static const char *const order[] = {
        "deregistration_delay.timeout_seconds",
        "load_balancing.cross_zone.enabled",
        "target_group_health.dns_failover.minimum_healthy_targets.count",
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "slow_start.duration_seconds",
        "stickiness.enabled",
        "stickiness.type",
        "stickiness.app_cookie.cookie_name",
        "stickiness.app_cookie.duration_seconds",
        "stickiness.lb_cookie.duration_seconds"};
    il_low_part *part = il_low__primary(group);
    attach_targets(group, prop(group, "targets"));
    il_low_node *type = il_low__member(part->properties, IL_STR("TargetType"));
    if (type && type->leaf && type->leaf->kind == IL_STRING && il_str_is(type->leaf->string, "lambda")) {
        il_low__give(part, "VpcId", NULL);
        drop_attribute(part, "TargetGroupAttributes", "stickiness.enabled");
    }
    tidy_attributes(part, "TargetGroupAttributes", order, sizeof order / sizeof *order);
}

bool il_low__target_call(il_low_unit *unit, const il_method_call *call)
{
    for (size_t i = 0; i < call->n_args; i++)
        attach_target(unit, call->args[i], call->loc);
    return true;
}

/* ---- Protocols ---- */

static const char *protocol_of_port(double port)
{
    static const double http[] = {80, 8000, 8008, 8080};
    for (size_t i = 0; i < sizeof http / sizeof *http; i++)
        if (port == http[i])
            return "HTTP";
    return port == 443 || port == 8443 ? "HTTPS" : NULL;
}

/* Protocol and port of a listener or group of an application load balancer: each follows from the other. */
static void put_protocol(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *protocol = prop(unit, "protocol"), *port = prop(unit, "port");
    il_loc loc = port->loc.source ? port->loc : unit->construct->loc;
    if (il_low__given(protocol) == IL_NO && port->kind == IL_EV_NUMBER) {
        const char *name = protocol_of_port(port->number);
        if (name)
            il_low__give(part, "Protocol", il_low__words(low, loc, name));
        else
            il_low__give_unknown(part, "Protocol", loc, "protocol of a port");
    } else if (il_low__given(protocol) == IL_NO && il_low__given(port) != IL_NO) {
        il_low__give_unknown(part, "Protocol", loc, "protocol of a port");
    }
    if (il_low__given(port) == IL_NO && protocol->kind == IL_EV_STRING)
        il_low__give(part, "Port", il_low__number(low, protocol->loc, il_str_is(protocol->string, "HTTPS") ? 443 : 80));
    else if (il_low__given(port) == IL_NO && il_low__given(protocol) != IL_NO)
        il_low__give_unknown(part, "Port", loc, "port of a protocol");
}

static void lower_group(il_low_unit *unit)
{
    if (!is_network(unit))
        put_protocol(unit);
}

/* ---- Actions ---- */

static il_low_node *weighted(il_low_unit *unit, const il_ev *group, il_low_node *weight, il_loc loc)
{
    il_low *low = unit->low;
    return il_low__map_of(low, loc, "TargetGroupArn", il_low__read(low, group, "targetGroupArn", loc), "Weight", weight,
                          NULL);
}

static il_low_node *stickiness(il_low *low, const il_ev *duration)
{
    double seconds;
    if (il_low__given(duration) == IL_NO)
        return NULL;
    il_low_node *amount = il_low__amount(low, duration, &seconds)
                              ? il_low__number(low, duration->loc, seconds)
                              : il_low__unknown(low, duration->loc, "amount that cannot be known", (il_str){NULL, 0});
    return il_low__map_of(low, duration->loc, "DurationSeconds", amount, "Enabled",
                          il_low__bool(low, duration->loc, true), NULL);
}

/* forward and weightedForward: to one group, or to several with weights. */
static il_low_node *forward(il_low_unit *unit, const il_ev *action, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *groups = il_low__field(low, action, "groups"), *shares = il_low__field(low, action, "weighted");
    const il_ev *duration = il_low__field(low, action, "stickiness");
    const il_ev *list = groups->kind == IL_EV_ARRAY ? groups : shares;
    il_low_node *out = il_low__list(low, loc), *sticky = stickiness(low, duration);
    if (list->kind != IL_EV_ARRAY)
        return il_low__unknown(low, loc, "groups that a listener forwards to", (il_str){NULL, 0});
    for (size_t i = 0; i < list->list.n; i++) {
        const il_ev *item = il_low__reduce(low, list->list.items[i]);
        const il_ev *group = list == groups ? item : il_low__field(low, item, "targetGroup");
        il_low_unit *behind = il_low__unit_behind(low, group);
        if (behind)
            register_listener(behind, unit);
        il_low__push(low, out,
                     weighted(unit, group,
                              list == groups ? il_low__number(low, loc, 1)
                                             : il_low__plain(low, il_low__field(low, item, "weight")),
                              loc));
    }
    out->open = list->open;
    il_low_node *type = il_low__words(low, loc, "forward");
    if (list == groups && out->items.n == 1 && !out->open && il_low__given(duration) == IL_NO)
        return il_low__map_of(low, loc, "TargetGroupArn", il_low__member(out->items.items[0], IL_STR("TargetGroupArn")),
                              "Type", type, NULL);
    il_low_node *config = il_low__map_of(low, loc, "TargetGroups", out, "TargetGroupStickinessConfig", sticky, NULL);
    return il_low__map_of(low, loc, "ForwardConfig", config, "Type", type, NULL);
}

static il_low_node *redirect(il_low *low, const il_ev *options, il_loc loc)
{
    static const struct {
        const char *option, *key;
    } parts[] = {{"host", "Host"}, {"path", "Path"}, {"port", "Port"}, {"protocol", "Protocol"}, {"query", "Query"}};
    const il_ev *permanent = il_low__field(low, options, "permanent");
    const il_ev *status = il_low__field(low, options, "statusCode");
    il_low_node *config = il_low__map(low, loc);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        il_low__put(low, config, il_str_of(parts[i].key), options->loc,
                    il_low__plain(low, il_low__field(low, options, parts[i].option)));
    bool known = permanent->kind == IL_EV_UNDEFINED || permanent->kind == IL_EV_BOOL;
    il_low_node *code =
        il_low__given(status) != IL_NO ? il_low__plain(low, status)
        : !known
            ? il_low__unknown(low, loc, "status of a redirect", (il_str){NULL, 0})
            : il_low__words(low, loc, permanent->kind == IL_EV_BOOL && permanent->boolean ? "HTTP_301" : "HTTP_302");
    il_low__put(low, config, IL_STR("StatusCode"), permanent->loc, code);
    il_str port = il_low__known_text(low, il_low__field(low, options, "port"));
    if (port.n)
        il_low__put(low, config, IL_STR("Port"), options->loc, il_low__text(low, options->loc, port));
    config->open = il_low__given(options) == IL_MAYBE;
    return il_low__map_of(low, loc, "RedirectConfig", config, "Type", il_low__words(low, loc, "redirect"), NULL);
}

static il_low_node *fixed(il_low *low, const il_ev *options, il_loc loc)
{
    const il_ev *status = il_low__field(low, options, "statusCode");
    il_low_node *code = il_low__plain(low, status);
    if (code && code->kind == IL_LOW_LEAF)
        code->leaf = il_low__as_text(low, code->leaf);
    il_low_node *config = il_low__map_of(
        low, loc, "ContentType", il_low__plain(low, il_low__field(low, options, "contentType")), "MessageBody",
        il_low__plain(low, il_low__field(low, options, "messageBody")), "StatusCode", code, NULL);
    return il_low__map_of(low, loc, "FixedResponseConfig", config, "Type", il_low__words(low, loc, "fixed-response"),
                          NULL);
}

/* The actions that ACTION, as the catalogue describes it, stands for; unknown when it is another. */
static il_low_node *actions_of(il_low_unit *listener, const il_ev *value)
{
    il_low *low = listener->low;
    const il_ev *action = il_low__reduce(low, value);
    il_str kind =
        action->kind == IL_EV_OBJECT ? il_low__string(il_low__field(low, action, "action")) : (il_str){NULL, 0};
    if (il_str_is(kind, "forward"))
        return il_low__list_of(low, forward(listener, action, value->loc));
    if (il_str_is(kind, "redirect"))
        return il_low__list_of(low, redirect(low, il_low__field(low, action, "options"), value->loc));
    if (il_str_is(kind, "fixed"))
        return il_low__list_of(low, fixed(low, il_low__field(low, action, "options"), value->loc));
    return il_low__unknown(low, value->loc, "action of a listener", (il_str){NULL, 0});
}

static const il_ev *action_with(il_low *low, const char *kind, const char *field, const il_ev *value)
{
    return il_low__ev_object(low, value->loc, "action", il_low__ev_words(low, value->loc, kind), field, value, NULL);
}

/* The action that props or options give in one of several ways; NULL for none. */
static const il_ev *action_in(il_low *low, const il_ev *props)
{
    static const struct {
        const char *prop, *kind, *field;
    } ways[] = {{"targetGroups", "forward", "groups"},
                {"defaultTargetGroups", "forward", "groups"},
                {"fixedResponse", "fixed", "options"},
                {"redirectResponse", "redirect", "options"}};
    static const char *const whole[] = {"defaultAction", "action"};
    for (size_t i = 0; i < 2; i++) {
        const il_ev *action = il_low__field(low, props, whole[i]);
        if (il_low__given(action) != IL_NO)
            return action;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const il_ev *value = il_low__field(low, props, ways[i].prop);
        if (il_low__given(value) != IL_NO)
            return action_with(low, ways[i].kind, ways[i].field, value);
    }
    return NULL;
}

static void set_default_action(il_low_unit *listener, const il_ev *action)
{
    il_low_part *part = il_low__primary(listener);
    if (part)
        il_low__put(listener->low, part->properties, IL_STR("DefaultActions"), action->loc,
                    actions_of(listener, action));
}

/* ---- Listeners ---- */

/* The first certificate is the listener's own, each other a resource. */
static void put_certificates(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *list = prop(unit, "certificates");
    il_low_part *part = il_low__primary(unit);
    if (il_low__given(list) == IL_NO)
        return;
    if (list->kind != IL_EV_ARRAY || list->open) {
        il_low__give_unknown(part, "Certificates", list->loc, "certificates of a listener");
        il_low__gap(unit, list->loc, "certificates of a listener", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ElasticLoadBalancingV2::ListenerCertificate")));
        return;
    }
    for (size_t i = 0; i < list->list.n; i++) {
        const il_ev *certificate = list->list.items[i];
        il_low_node *arn = il_low__read(low, certificate, "certificateArn", certificate->loc);
        il_low_part *target = part;
        if (i) {
            il_str relative = il_arena_printf(low->arena, "DefaultCertificates%zu/Resource", i);
            target = il_low__part(unit, relative, IL_STR("AWS::ElasticLoadBalancingV2::ListenerCertificate"));
            il_low__give_ref(target, "ListenerArn", part, NULL);
        }
        il_low__give(target, "Certificates",
                     il_low__list_of(low, il_low__map_of(low, certificate->loc, "CertificateArn", arn, NULL)));
    }
}

static void open_to_all(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_node *port = il_low__member(il_low__primary(unit)->properties, IL_STR("Port"));
    const il_ev *open = prop(unit, "open"), *balancer = prop(unit, "loadBalancer"), *number = prop(unit, "port");
    if (open->kind == IL_EV_BOOL && !open->boolean)
        return;
    if (number->kind == IL_EV_UNDEFINED && port && port->leaf && port->leaf->kind == IL_NUMBER)
        number = il_low__ev_number(low, unit->construct->loc, port->leaf->number);
    il_low_link l = {.self = balancer, .loc = unit->construct->loc, .port = il_low__tcp(low, number->loc, number)};
    l.other = il_low__ev_call(low, l.loc, "aws-cdk-lib.aws_ec2.Peer.anyIpv4", NULL);
    bool sure = number->kind == IL_EV_NUMBER && open->kind != IL_EV_UNKNOWN && open->kind != IL_EV_CHOICE;
    l.description =
        sure
            ? il_low__ev_text(low, l.loc, il_arena_printf(low->arena, "Allow from anyone on port %.0f", number->number))
            : il_low__ev_unknown(low, l.loc, "port of a listener", (il_str){NULL, 0});
    if (sure)
        il_low__connect(low, &l);
    il_low_side side = il_low__side(low, balancer);
    for (size_t i = 0; !sure && i < side.groups.n; i++)
        il_low__open_unit(side.groups.items[i]);
    il_low_unit *behind = il_low__unit_behind(low, balancer);
    const il_ev *kind = behind ? prop(behind, "ipAddressType") : low->undefined;
    for (size_t i = 0; il_low__given(kind) != IL_NO && !il_str_is(il_low__string(kind), "ipv4") && i < side.groups.n;
         i++)
        il_low__open_unit(side.groups.items[i]);
}

static void lower_listener(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *action = action_in(low, unit->props), *protocol = prop(unit, "protocol");
    if (!is_network(unit)) {
        put_protocol(unit);
        open_to_all(unit);
    } else if (il_low__given(protocol) == IL_NO) {
        il_low__give_text(part, "Protocol", il_low__given(prop(unit, "certificates")) == IL_NO ? "TCP" : "TLS");
    }
    put_certificates(unit);
    if (action)
        set_default_action(unit, action);
}

/* addTargets, addTargetGroups, addAction …: a rule when there is a priority, else the default action. MADE: the group of addTargets. */
static void add_to_listener(il_low_unit *unit, const il_method_call *call, const il_ev *options, const il_ev *made)
{
    il_low *low = unit->low;
    const il_ev *priority = il_low__field(low, options, "priority");
    const il_ev *action =
        made ? action_with(low, "forward", "groups", il_low__ev_list(low, call->loc, made)) : action_in(low, options);
    bool network = is_network(unit);
    if (!action)
        return;
    if (il_low__given(priority) != IL_NO && !network) {
        il_str id = il_low__known_text(low, call->args[0]);
        const il_ev *props = il_low__ev_with(low, options, "listener", il_low__ev_unit(low, unit));
        if (made)
            props = il_low__ev_with(low, props, "targetGroups", il_low__ev_list(low, call->loc, made));
        if (id.n)
            id = il_arena_printf(low->arena, "%.*sRule", IL_FMT(id));
        il_low__child_by(unit, id, IL_STR("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListenerRule"), props,
                         call);
        return;
    }
    if (call->condition.text.n || call->many)
        il_low__put(low, il_low__primary(unit)->properties, IL_STR("DefaultActions"), call->loc,
                    il_low__unknown(low, call->loc, "action of a listener", (il_str){NULL, 0}));
    else
        set_default_action(unit, action);
}

bool il_low__listener_call(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    const il_ev *options = il_low__arg(low, call, 1);
    if (strcmp(call->method, "addTargets") == 0) {
        const il_ev *made = call->result ? il_low__reduce(low, call->result) : NULL;
        if (made && il_low__unit_behind(low, made))
            add_to_listener(unit, call, options, made);
        else
            il_low__open_unit(unit);
        return true;
    }
    if (is_network(unit) && strcmp(call->method, "addTargetGroups") == 0) {
        il_ev *list = IL_NEW(low->arena, il_ev);
        *list = (il_ev){.kind = IL_EV_ARRAY, .loc = call->loc};
        list->list.items = call->args + 1;
        list->list.n = call->n_args ? call->n_args - 1 : 0;
        options = il_low__ev_object(low, call->loc, "targetGroups", list, NULL);
    }
    static const struct {
        const char *method, *field;
    } wrapped[] = {{"addFixedResponse", "fixedResponse"}, {"addRedirectResponse", "redirectResponse"}};
    for (size_t i = 0; i < 2; i++)
        if (strcmp(call->method, wrapped[i].method) == 0)
            options = il_low__ev_with(low, options, wrapped[i].field, options);
    add_to_listener(unit, call, options, NULL);
    return true;
}

/* ---- Rules ---- */

static void add_condition(il_low_unit *unit, const char *field, const il_ev *value)
{
    il_low *low = unit->low;
    il_low_node *values =
        value->kind == IL_EV_ARRAY ? il_low__plain(low, value) : il_low__list_of(low, il_low__plain(low, value));
    il_low_node *map =
        il_low__map_of(low, value->loc, "Field", il_low__words(low, value->loc, field), "Values", values, NULL);
    il_low__append(low, il_low__primary(unit)->properties, IL_STR("Conditions"), value->loc, map);
}

static void lower_rule(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    static const char *const old[][2] = {
        {"hostHeader", "host-header"}, {"pathPattern", "path-pattern"}, {"pathPatterns", "path-pattern"}};
    for (size_t i = 0; i < 3; i++)
        if (il_low__given(prop(unit, old[i][0])) != IL_NO)
            add_condition(unit, old[i][1], prop(unit, old[i][0]));
    const il_ev *conditions = prop(unit, "conditions");
    for (size_t i = 0; conditions->kind == IL_EV_ARRAY && i < conditions->list.n; i++)
        il_low__append(low, part->properties, IL_STR("Conditions"), conditions->loc,
                       il_low__plain(low, conditions->list.items[i]));
    if (il_low__given(conditions) != IL_NO && (conditions->kind != IL_EV_ARRAY || conditions->open))
        il_low__put(low, part->properties, IL_STR("Conditions"), conditions->loc,
                    il_low__unknown(low, conditions->loc, "conditions of a rule", (il_str){NULL, 0}));
    const il_ev *action = action_in(low, unit->props);
    il_low_unit *listener = il_low__unit_behind(low, prop(unit, "listener"));
    if (!listener)
        il_low__give_unknown(part, "Actions", unit->construct->loc, "action of a listener");
    else if (action)
        il_low__put(low, part->properties, IL_STR("Actions"), action->loc, actions_of(listener, action));
}

/* ---- Load balancers ---- */

static void finish_balancer(il_low_unit *unit)
{
    static const char *const order[] = {"deletion_protection.enabled",
                                        "load_balancing.cross_zone.enabled",
                                        "ipv6.deny_all_igw_traffic",
                                        "routing.http2.enabled",
                                        "idle_timeout.timeout_seconds",
                                        "routing.http.drop_invalid_header_fields.enabled",
                                        "routing.http.desync_mitigation_mode",
                                        "routing.http.preserve_host_header.enabled",
                                        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
                                        "routing.http.xff_client_port.enabled",
                                        "routing.http.xff_header_processing.mode",
                                        "waf.fail_open.enabled",
                                        "client_keep_alive.seconds",
                                        "dns_record.client_routing_policy",
                                        "zonal_shift.config.enabled"};
    tidy_attributes(il_low__primary(unit), "LoadBalancerAttributes", order, sizeof order / sizeof *order);
}

static void lower_balancer(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *facing = prop(unit, "internetFacing"), *chosen = prop(unit, "vpcSubnets");
    if (il_low__given(prop(unit, "subnetMappings")) != IL_NO)
        return;
    if (il_low__given(chosen) == IL_NO && facing->kind == IL_EV_BOOL && facing->boolean)
        chosen = il_low__ev_object(low, facing->loc, "subnetType", il_low__ev_words(low, facing->loc, "Public"), NULL);
    bool known = il_low__given(chosen) != IL_NO || facing->kind == IL_EV_BOOL || facing->kind == IL_EV_UNDEFINED;
    il_low__give(part, "Subnets",
                 known ? il_low__subnet_ids(low, prop(unit, "vpc"), chosen, part->out->loc)
                       : il_low__unknown(low, facing->loc, "whether it faces the internet", (il_str){NULL, 0}));
}

const il_low_model il_low__balancer_model = {
    .name = "load-balancer", .lower = lower_balancer, .finish = finish_balancer};
const il_low_model il_low__listener_model = {.name = "listener", .lower = lower_listener};
const il_low_model il_low__listener_rule_model = {.name = "listener-rule", .lower = lower_rule};
const il_low_model il_low__target_group_model = {.name = "target-group", .lower = lower_group, .finish = finish_group};
