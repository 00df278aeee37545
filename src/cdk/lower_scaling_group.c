/* autoscaling.AutoScalingGroup: sizes, subnets, launch configuration or template, lifecycle hooks. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_instance.h"
#include "lower_vpc.h"

static const il_ev *prop(const il_low_unit *unit, const char *name)
{
    return il_low__prop(unit, name);
}

static il_low_node *as_text(il_low *low, const il_ev *value)
{
    il_low_node *node = il_low__plain(low, value);
    if (node && node->kind == IL_LOW_LEAF)
        node->leaf = il_low__as_text(low, node->leaf);
    return node;
}

/* The greatest size: as given, else the desired one, else the least. */
static void put_sizes(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *least = prop(unit, "minCapacity"), *most = prop(unit, "maxCapacity");
    const il_ev *wanted = prop(unit, "desiredCapacity");
    il_loc loc = part->out->loc;
    const il_ev *one = il_low__ev_number(low, loc, 1);
    if (il_low__given(most) == IL_NO)
        most = il_low__given(wanted) != IL_NO                     ? wanted
               : least->kind == IL_EV_NUMBER && least->number < 1 ? one
               : il_low__given(least) != IL_NO                    ? least
                                                                  : one;
    il_low__put(low, part->properties, IL_STR("MinSize"), least->loc,
                as_text(low, il_low__given(least) == IL_NO ? one : least));
    il_low__put(low, part->properties, IL_STR("MaxSize"), most->loc, as_text(low, most));
    il_low__put(low, part->properties, IL_STR("DesiredCapacity"), wanted->loc, as_text(low, wanted));
}

static void put_configuration(il_low_unit *unit, il_low_part *config)
{
    il_low *low = unit->low;
    const il_ev *image = prop(unit, "machineImage");
    il_low_node *groups = il_low__list(low, config->out->loc);
    il_low_side side = il_low__side(low, il_low__ev_unit(low, unit));
    for (size_t i = 0; i < side.groups.n; i++)
        il_low__push(low, groups,
                     il_low__ref(low, config->out->loc, il_low__primary(side.groups.items[i]), IL_STR("GroupId")));
    groups->open = !side.known;
    il_low__give(config, "SecurityGroups", groups);
    il_low__give(config, "ImageId", il_low__image_id(unit, image));
    il_low__give(config, "InstanceType", il_low__plain(low, prop(unit, "instanceType")));
    il_low__give(config, "UserData", il_low__user_data(unit, prop(unit, "userData"), il_low__is_linux(unit, image)));
    if (il_low__given(prop(unit, "blockDevices")) != IL_NO)
        il_low__give_unknown(config, "BlockDeviceMappings", config->out->loc, "block devices");
}

static void lower_group(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit), *config = il_low__part_at(unit, IL_STR("LaunchConfig"));
    il_low_unit *template = il_low__child_of(unit, IL_STR("LaunchTemplate"));
    il_low_part *made = template ? il_low__primary(template) : NULL;
    put_sizes(unit, part);
    il_low__give(part, "VPCZoneIdentifier",
                 il_low__subnet_ids(low, prop(unit, "vpc"), prop(unit, "vpcSubnets"), part->out->loc));
    if (config)
        il_low__give_ref(part, "LaunchConfigurationName", config, NULL);
    else if (made)
        il_low__give(part, "LaunchTemplate",
                     il_low__map_of(low, part->out->loc, "LaunchTemplateId",
                                    il_low__ref(low, part->out->loc, made, (il_str){NULL, 0}), "Version",
                                    il_low__ref(low, part->out->loc, made, IL_STR("LatestVersionNumber")), NULL));
    part->attributes->open = true;
}

static void finish_group(il_low_unit *unit)
{
    il_low_part *config = il_low__part_at(unit, IL_STR("LaunchConfig"));
    il_low_unit *template = il_low__child_of(unit, IL_STR("LaunchTemplate"));
    if (config)
        put_configuration(unit, config);
    if (template && unit->lines) {
        for (size_t i = 0; i < unit->lines->list.n; i++)
            il_low__add_line(template, unit->lines->list.items[i], unit->lines->unsure);
    }
    for (size_t i = 0; template && i < unit->groups.n; i++)
        IL_PUSH(unit->low->arena, &template->groups, unit->groups.items[i]);
    if (il_low__given(prop(unit, "launchTemplate")) == IL_NO &&
        il_low__given(prop(unit, "mixedInstancesPolicy")) == IL_NO)
        il_low__name_all(unit, il_low__text(unit->low, unit->construct->loc, unit->path));
}

/* A group that an instance gets besides its own. */
bool il_low__add_instance_group(il_low_unit *unit, const il_method_call *call)
{
    il_low_unit *group = il_low__unit_behind(unit->low, il_low__arg(unit->low, call, 0));
    if (group && (il_low__primary(group) || il_low__is_import(group)) && !call->condition.text.n && !call->many)
        IL_PUSH(unit->low->arena, &unit->groups, group);
    else
        il_low__open_unit(unit);
    return true;
}

/* ---- Shapes ---- */

/* A Duration as a text of seconds. */
il_low_node *il_low__seconds_text(il_low *low, const il_ev *value)
{
    double seconds;
    if (!il_low__amount(low, value, &seconds))
        return il_low__unknown(low, value->loc, "amount that cannot be known", (il_str){NULL, 0});
    return il_low__leaf(low, il_low__as_text(low, il_value_number(low->arena, value->loc, seconds)));
}

/* Groups of metrics: all of them, or those that are named. */
il_low_node *il_low__group_metrics(il_low *low, const il_ev *value)
{
    const il_ev *list = il_low__reduce(low, value);
    il_low_node *out = il_low__list(low, value->loc);
    out->open = list->kind != IL_EV_ARRAY || list->open;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++) {
        const il_ev *all = il_low__field(low, list->list.items[i], "all");
        il_low_node *metrics = il_low__plain(low, il_low__field(low, list->list.items[i], "metrics"));
        if (il_low__given(all) != IL_YES && !metrics)
            out->open = true;
        else
            il_low__push(low, out,
                         il_low__map_of(low, value->loc, "Granularity", il_low__words(low, value->loc, "1Minute"),
                                        "Metrics", metrics, NULL));
    }
    return out;
}

/* ---- Lifecycle hooks ---- */

static void lower_hook(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *target = prop(unit, "notificationTarget"), *role = prop(unit, "role");
    if (il_low__given(target) == IL_NO && il_low__given(role) == IL_NO)
        return;
    if (il_low__given(role) != IL_NO)
        il_low__give_member(part, "RoleARN", role, "roleArn");
    const il_ev *arn = il_low__field(low, target, "arn");
    il_low__give(part, "NotificationTargetARN",
                 target->kind == IL_EV_OBJECT
                     ? il_low__plain(low, arn)
                     : il_low__unknown(low, target->loc, "target of a hook", (il_str){NULL, 0}));
    if (il_low__given(role) == IL_NO)
        il_low__give_unknown(part, "RoleARN", target->loc, "role of a hook");
    static const char *const types[] = {"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::SNS::Topic",
                                        "AWS::SNS::Subscription", "AWS::Lambda::Permission"};
    il_low__announce(unit, target->loc, "target of a hook", types, 5);
}

const il_low_model il_low__scaling_group_model = {
    .name = "scaling-group", .call = il_low__user_data_call, .lower = lower_group, .finish = finish_group};
const il_low_model il_low__lifecycle_hook_model = {.name = "lifecycle-hook", .lower = lower_hook};
