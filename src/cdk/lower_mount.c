/* efs.FileSystem: a mount target in a subnet of each zone. A function that mounts an access point of one: where it stands in the function's file
 * system, and that the function may talk to it; what its role may do says the catalogue. */
#include "lower_build.h"
#include "lower_connections.h"
#include "lower_models.h"
#include "lower_vpc.h"

/* The construct's own id: the last name of its path. */
static il_str id_of(const il_low_unit *unit)
{
    size_t at = unit->path.n;
    while (at && unit->path.p[at - 1] != '/')
        at--;
    return (il_str){unit->path.p + at, unit->path.n - at};
}

static void mount_target(il_low_unit *unit, const il_low_subnet *subnet, il_str id)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__part(unit, id, IL_STR("AWS::EFS::MountTarget"));
    const il_low_part *where = il_low__part_at(subnet->unit, IL_STR("Subnet"));
    const il_ev *group = il_low__prop(unit, "securityGroup");
    il_loc loc = part->out->loc;
    if (il_low__given(group) == IL_NO)
        group = il_low__ev_unit(low, il_low__child_of(unit, IL_STR("EfsSecurityGroup")));
    if (!subnet->sure)
        part->out->condition = where->out->condition;
    il_low__give_ref(part, "FileSystemId", il_low__primary(unit), NULL);
    il_low__give(part, "SecurityGroups", il_low__list_of(low, il_low__read(low, group, "securityGroupId", loc)));
    il_low__give_ref(part, "SubnetId", where, NULL);
}

/* Whether the number of each subnet's mount target is known: subnets that may not be there come last. */
static bool countable(const il_low_selection *chosen)
{
    for (size_t i = 1; i < chosen->list.n; i++)
        if (chosen->list.items[i]->sure && !chosen->list.items[i - 1]->sure)
            return false;
    return true;
}

static void lower_file_system(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    const il_ev *given = il_low__prop(unit, "vpcSubnets"), *one = il_low__prop(unit, "oneZone");
    const il_ev *each = il_low__ev_object(low, loc, "onePerAz", il_low__ev_bool(low, loc, true), NULL);
    bool by_id = il_low__flag(low, "@aws-cdk/aws-efs:mountTargetOrderInsensitiveLogicalId");
    bool all = one->kind == IL_EV_UNDEFINED || (one->kind == IL_EV_BOOL && !one->boolean);
    il_low_selection chosen = {0};
    if (il_low__is_import(unit) || !il_low__primary(unit))
        return;
    if (all && il_low__given(given) != IL_MAYBE)
        chosen = il_low__select(low, il_low__prop(unit, "vpc"), il_low__given(given) == IL_YES ? given : each);
    bool known = chosen.known && (by_id || countable(&chosen));
    for (size_t i = 0; known && i < chosen.list.n; i++) {
        const il_low_subnet *subnet = chosen.list.items[i];
        mount_target(unit, subnet,
                     by_id ? il_arena_printf(low->arena, "EfsMountTarget-%.*s", IL_FMT(id_of(subnet->unit)))
                           : il_arena_printf(low->arena, "EfsMountTarget%zu", i + 1));
    }
    if (!known || chosen.open)
        il_low__gap(unit, loc, "subnets of a file system", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::EFS::MountTarget")));
}

const il_low_model il_low__file_system_model = {.name = "file-system", .lower = lower_file_system};

/* provider.addFunction(function, options): the function says where it runs. */
bool il_low__add_managed_function(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_unit *function = il_low__unit_behind(low, il_low__arg(low, call, 0));
    il_low_part *part = function ? il_low__primary(function) : NULL;
    if (!part)
        return true;
    il_low_node *arn = il_low__read(low, il_low__ev_unit(low, unit), "capacityProviderArn", call->loc);
    il_low_node *config = il_low__map_of(low, call->loc, "CapacityProviderArn", arn, NULL);
    if (call->n_args > 1 || call->many || call->condition.text.n) {
        config->open = true;
        part->properties->open = true;
    }
    il_low__give(part, "CapacityProviderConfig",
                 il_low__map_of(low, call->loc, "LambdaManagedInstancesCapacityProviderConfig", config, NULL));
    return true;
}

void il_low__mount(il_low_unit *function)
{
    static const char *const types[] = {"AWS::IAM::Policy", "AWS::EC2::SecurityGroupIngress",
                                        "AWS::EC2::SecurityGroupEgress"};
    il_low *low = function->low;
    il_low_part *part = il_low__primary(function);
    const il_ev *given = il_low__prop(function, "filesystem"), *point = il_low__field(low, given, "accessPoint");
    if (il_low__given(given) == IL_NO || !part)
        return;
    il_low_unit *behind = il_low__unit_behind(low, point);
    const il_ev *system = behind ? il_low__prop(behind, "fileSystem") : low->undefined;
    /* Access points of other kinds of file systems are L1 resources. */
    if (!il_low__unit_behind(low, system) || behind->l1) {
        il_low__give(part, "FileSystemConfigs",
                     il_low__unknown(low, given->loc, "file system of a function", (il_str){NULL, 0}));
        il_low__open_others(low, il_low__ev_unit(low, function));
        il_low__announce(function, given->loc, "file system of a function", types, sizeof types / sizeof *types);
        return;
    }
    il_low__give(
        part, "FileSystemConfigs",
        il_low__list_of(low,
                        il_low__map_of(low, given->loc, "Arn", il_low__read(low, point, "accessPointArn", given->loc),
                                       "LocalMountPath", il_low__plain(low, il_low__field(low, given, "path")), NULL)));
    il_low_link link = {.self = il_low__ev_unit(low, function), .other = system, .outbound = true, .loc = given->loc};
    link.port = il_low__tcp(low, given->loc, il_low__ev_number(low, given->loc, 2049));
    link.description = low->undefined;
    il_low__connect(low, &link);
}
