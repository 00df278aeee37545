/* ec2.InterfaceVpcEndpoint: the name of its service in the stack's region, one subnet of each zone, its security group. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_vpc.h"

/* The service's name with the stack's region where the library's value has the pseudo parameter. */
static il_low_node *service_name(il_low_unit *unit, const il_ev *service)
{
    il_low *low = unit->low;
    il_low_node *node = il_low__plain(low, il_low__field(low, service, "name"));
    il_low_node *region = il_low__environment(unit, IL_STR("region"), unit->construct->loc);
    const il_value *name = node ? il_low__freeze(low, unit, node) : &il_missing;
    if (name->kind == IL_STRING)
        return node;
    bool known = name->kind == IL_CALL && region && region->leaf && region->leaf->kind != IL_UNKNOWN &&
                 region->leaf->kind != IL_CHOICE;
    if (region && region->leaf && region->leaf->kind == IL_STRING &&
        (il_str_starts(region->leaf->string, IL_STR("cn-")) || il_str_starts(region->leaf->string, IL_STR("us-iso"))))
        known = false;
    if (!known)
        return il_low__unknown(low, service->loc, "service of an endpoint", (il_str){NULL, 0});
    const il_value **parts = IL_NEW_ARRAY(low->arena, name->call.n, const il_value *);
    for (size_t i = 0; i < name->call.n; i++)
        parts[i] = name->call.items[i]->kind == IL_REF ? region->leaf : name->call.items[i];
    return il_low__leaf(low, il_value_join(low->arena, service->loc, parts, name->call.n));
}

static void lower_endpoint(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_loc loc = part->out->loc;
    const il_ev *service = il_low__prop(unit, "service"), *vpc = il_low__prop(unit, "vpc");
    const il_ev *subnets = il_low__prop(unit, "subnets"), *open = il_low__prop(unit, "open");
    const il_ev *private = il_low__prop(unit, "privateDnsEnabled");
    const il_ev *usual = il_low__field(low, service, "privateDnsDefault");
    const il_ev *port = il_low__field(low, service, "port");
    il_low__give(part, "ServiceName", service_name(unit, service));
    if (il_low__given(private) == IL_NO)
        il_low__give(part, "PrivateDnsEnabled",
                     usual->kind == IL_EV_BOOL ? il_low__bool(low, loc, usual->boolean)
                     : service->kind == IL_EV_OBJECT
                         ? il_low__bool(low, loc, true)
                         : il_low__unknown(low, loc, "service of an endpoint", (il_str){NULL, 0}));
    il_low__give(part, "SubnetIds",
                 il_low__given(il_low__prop(unit, "lookupSupportedAzs")) != IL_NO
                     ? il_low__unknown(low, loc, "zones of a service", (il_str){NULL, 0})
                     : il_low__subnet_ids(
                           low, vpc, il_low__ev_with(low, subnets, "onePerAz", il_low__ev_bool(low, loc, true)), loc));
    bool closed = open->kind == IL_EV_BOOL && !open->boolean;
    il_ev *peer = IL_NEW(low->arena, il_ev);
    *peer = *il_low__ev_call(low, loc, "aws-cdk-lib.aws_ec2.Peer.ipv4",
                             il_low__ev_member(low, vpc, IL_STR("vpcCidrBlock"), loc));
    if (!closed && port->kind != IL_EV_UNKNOWN)
        il_low__allow_from(
            low, il_low__ev_unit(low, unit), peer,
            il_low__tcp(low, loc, il_low__given(port) == IL_NO ? il_low__ev_number(low, loc, 443) : port), NULL);
}

const il_low_model il_low__interface_endpoint_model = {.name = "interface-endpoint", .lower = lower_endpoint};
