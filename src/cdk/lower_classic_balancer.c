/* elasticloadbalancing.LoadBalancer: its listeners and targets, and who may reach whom. A target that is no Auto Scaling group opens the balancer. */
#include <string.h>

#include "lower_build.h"
#include "lower_connections.h"
#include "lower_models.h"
#include "lower_vpc.h"

typedef struct {
    IL_VEC(const il_ev *) ports; /* the instances' ports, numbers */
    IL_VEC(const il_ev *) targets;
    size_t listeners;
} balancer;

static void announce(il_low_unit *unit, il_loc loc)
{
    static const char *const types[] = {"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"};
    il_low__announce(unit, loc, "target of a load balancer", types, 2);
}

static il_low_node *number_text(il_low *low, const il_ev *number)
{
    if (number->kind != IL_EV_NUMBER)
        return il_low__unknown(low, number->loc, "port of a listener", (il_str){NULL, 0});
    return il_low__text(low, number->loc, il_arena_printf(low->arena, "%.0f", number->number));
}

/* The protocol that a port stands for; NULL for none. */
static const char *well_known(const il_ev *port)
{
    if (port->kind != IL_EV_NUMBER)
        return NULL;
    return port->number == 80 ? "http" : port->number == 443 ? "https" : NULL;
}

/* KEY of the listener: what is GIVEN, else the USUAL, which is NULL when it is not known. */
static void put_protocol(il_low *low, il_low_node *map, const char *key, const il_ev *given, const char *usual)
{
    il_low_node *node = il_low__given(given) != IL_NO ? il_low__plain(low, given)
                        : usual                       ? il_low__words(low, map->loc, usual)
                                : il_low__unknown(low, map->loc, "protocol of a listener", (il_str){NULL, 0});
    il_low__put(low, map, il_str_of(key), given->loc, node);
}

static void reach(il_low_unit *unit, const il_ev *port, const il_ev *target, il_loc loc)
{
    il_low *low = unit->low;
    il_low_link l = {.self = il_low__ev_unit(low, unit), .other = target, .outbound = true, .loc = loc};
    l.port = il_low__tcp(low, loc, port);
    l.description = il_low__ev_text(low, loc, il_arena_printf(low->arena, "Port %.0f LB to fleet", port->number));
    il_low__connect(low, &l);
}

static void let_in(il_low_unit *unit, const il_ev *options, const il_ev *port, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *peers = il_low__field(low, options, "allowConnectionsFrom");
    if (il_low__given(peers) == IL_NO)
        peers = il_low__ev_list(low, loc, il_low__ev_call(low, loc, "aws-cdk-lib.aws_ec2.Peer.anyIpv4", NULL));
    if (peers->kind != IL_EV_ARRAY || peers->open)
        il_low__open_unit(unit);
    for (size_t i = 0; peers->kind == IL_EV_ARRAY && i < peers->list.n; i++) {
        il_low_link l = {.self = il_low__ev_unit(low, unit), .other = peers->list.items[i], .loc = loc};
        l.port = il_low__tcp(low, loc, port);
        l.description =
            il_low__ev_text(low, loc, il_arena_printf(low->arena, "Default rule allow on %.0f", port->number));
        il_low__connect(low, &l);
    }
}

static il_low_node *listener_of(il_low *low, const il_ev *options, const il_ev *outer, const il_ev *inner, il_loc loc)
{
    const il_ev *protocol = il_low__field(low, options, "externalProtocol"),
                *certificate = il_low__field(low, options, "sslCertificateArn"),
                *policies = il_low__field(low, options, "policyNames");
    il_str known = il_low__known_text(low, protocol);
    bool http = il_low__given(protocol) == IL_NO ? well_known(outer) != NULL
                                                 : il_str_is(known, "http") || il_str_is(known, "https");
    bool sure = il_low__given(protocol) == IL_NO ? well_known(outer) != NULL : known.n > 0;
    il_low_node *map = il_low__map(low, loc);
    il_low__put(low, map, IL_STR("LoadBalancerPort"), outer->loc, number_text(low, outer));
    il_low__put(low, map, IL_STR("InstancePort"), inner->loc, number_text(low, inner));
    const char *inside = well_known(inner) ? well_known(inner) : !sure ? NULL : http ? "http" : "tcp";
    put_protocol(low, map, "Protocol", protocol, well_known(outer));
    put_protocol(low, map, "InstanceProtocol", il_low__field(low, options, "internalProtocol"), inside);
    if (il_low__given(certificate) == IL_NO)
        certificate = il_low__field(low, options, "sslCertificateId");
    if (il_low__given(certificate) != IL_NO)
        il_low__put(low, map, IL_STR("SSLCertificateId"), certificate->loc, il_low__plain(low, certificate));
    if (il_low__given(policies) != IL_NO)
        il_low__put(low, map, IL_STR("PolicyNames"), policies->loc, il_low__plain(low, policies));
    return map;
}

/* Gives back the listener's port, which has connections of its own; NULL when it is not known. */
static il_low_unit *add_listener(il_low_unit *unit, const il_ev *value, il_loc loc)
{
    il_low *low = unit->low;
    balancer *b = unit->state;
    il_low_part *part = il_low__primary(unit);
    const il_ev *options = il_low__reduce(low, value), *outer = il_low__field(low, options, "externalPort"),
                *inner = il_low__field(low, options, "internalPort");
    if (il_low__given(inner) == IL_NO)
        inner = outer;
    if (!part || !b || options->kind != IL_EV_OBJECT || options->open || options->object->open ||
        outer->kind != IL_EV_NUMBER || inner->kind != IL_EV_NUMBER) {
        announce(unit, loc);
        il_low__open_unit(unit);
        return NULL;
    }
    il_low__append(low, part->properties, IL_STR("Listeners"), loc, listener_of(low, options, outer, inner, loc));
    let_in(unit, options, outer, loc);
    for (size_t i = 0; i < b->targets.n; i++)
        reach(unit, inner, b->targets.items[i], loc);
    IL_PUSH(low->arena, &b->ports, inner);
    return il_low__child(unit, il_arena_printf(low->arena, "Port%zu", ++b->listeners),
                         IL_STR("aws-cdk-lib.aws_elasticloadbalancing.ListenerPort"),
                         il_low__ev_object(low, loc, "port", outer, NULL), loc);
}

static void add_target(il_low_unit *unit, const il_ev *value, il_loc loc)
{
    il_low *low = unit->low;
    balancer *b = unit->state;
    il_low_unit *group = il_low__unit_behind(low, value);
    il_low_part *part = group ? il_low__primary(group) : NULL;
    if (!b || !part || !il_low__primary(unit) || strcmp(part->out->type, "AWS::AutoScaling::AutoScalingGroup") != 0) {
        announce(unit, loc);
        il_low__open_unit(unit);
        il_low__open_others(low, value);
        return;
    }
    il_low__append(low, part->properties, IL_STR("LoadBalancerNames"), loc,
                   il_low__ref(low, loc, il_low__primary(unit), (il_str){NULL, 0}));
    for (size_t i = 0; i < b->ports.n; i++)
        reach(unit, b->ports.items[i], value, loc);
    IL_PUSH(low->arena, &b->targets, value);
}

/* Calls that may not happen, or happen more than once, open what they touch. */
static bool is_certain(il_low_unit *unit, const il_method_call *call)
{
    if (!call->many && call->condition.text.n == 0 && call->n_args)
        return true;
    announce(unit, call->loc);
    il_low__open_unit(unit);
    for (size_t i = 0; i < call->n_args; i++)
        il_low__open_others(unit->low, call->args[i]);
    return false;
}

bool il_low__classic_listener(il_low_unit *unit, const il_method_call *call)
{
    il_low_unit *port = is_certain(unit, call) ? add_listener(unit, call->args[0], call->loc) : NULL;
    if (port)
        il_low__result(unit->low, call->result, il_low__ev_unit(unit->low, port));
    return true;
}

bool il_low__classic_target(il_low_unit *unit, const il_method_call *call)
{
    if (is_certain(unit, call))
        add_target(unit, call->args[0], call->loc);
    return true;
}

static void place(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *facing = il_low__prop(unit, "internetFacing"), *chosen = il_low__prop(unit, "subnetSelection");
    bool known = il_low__given(chosen) != IL_NO || il_low__given(facing) == IL_NO || facing->kind == IL_EV_BOOL;
    if (!part)
        return;
    if (il_low__given(chosen) == IL_NO && facing->kind == IL_EV_BOOL && facing->boolean)
        chosen = il_low__ev_object(low, facing->loc, "subnetType", il_low__ev_words(low, facing->loc, "Public"), NULL);
    il_low__give(part, "Subnets",
                 known ? il_low__subnet_ids(low, il_low__prop(unit, "vpc"), chosen, part->out->loc)
                       : il_low__unknown(low, facing->loc, "whether it faces the internet", (il_str){NULL, 0}));
}

static void lower_balancer(il_low_unit *unit)
{
    static const char *const lists[] = {"listeners", "targets"};
    unit->state = IL_NEW(unit->low->arena, balancer);
    place(unit);
    for (size_t i = 0; i < 2; i++) {
        const il_ev *list = il_low__prop(unit, lists[i]);
        for (size_t k = 0; list->kind == IL_EV_ARRAY && k < list->list.n; k++)
            if (i == 0)
                add_listener(unit, list->list.items[k], list->list.items[k]->loc);
            else
                add_target(unit, list->list.items[k], list->list.items[k]->loc);
        if (il_low__given(list) != IL_NO && (list->kind != IL_EV_ARRAY || list->open)) {
            announce(unit, list->loc);
            il_low__open_unit(unit);
        }
    }
}

const il_low_model il_low__classic_balancer_model = {.name = "classic-load-balancer", .lower = lower_balancer};
