/* codedeploy.LambdaDeploymentGroup and EcsDeploymentGroup: when it rolls back, and the alias that it shifts traffic of. The rest is data. */
#include "lower_build.h"
#include "lower_models.h"

static il_low_node *boolean(il_low *low, il_loc loc, bool truth)
{
    return il_low__leaf(low, il_value_bool(low->arena, loc, truth));
}

/* Whether the group has alarms; they may have come by addAlarm. */
static il_truth has_alarms(const il_low_unit *unit, const il_low_part *part)
{
    const il_ev *given = il_low__reduce(unit->low, il_low__prop(unit, "alarms"));
    const il_low_node *alarms = il_low__at(part->properties, IL_STR("AlarmConfiguration.Alarms"));
    if (!alarms)
        return given->kind == IL_EV_UNDEFINED || given->kind == IL_EV_ARRAY ? IL_NO : IL_MAYBE;
    if (alarms->kind != IL_LOW_LIST)
        return IL_MAYBE;
    return alarms->items.n ? IL_YES : alarms->open ? IL_MAYBE : IL_NO;
}

static il_truth is_true(const il_ev *value, il_truth otherwise)
{
    if (value->kind == IL_EV_BOOL)
        return value->boolean ? IL_YES : IL_NO;
    return il_low__given(value) == IL_NO ? otherwise : IL_MAYBE;
}

/* Failed deployments roll back unless told otherwise, stopped ones if asked for, those with an alarm when there are alarms. */
static il_low_node *rollback_events(il_low_unit *unit, const il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *asked = il_low__prop(unit, "autoRollback");
    il_truth on_alarm = has_alarms(unit, part);
    const struct {
        const char *event;
        il_truth wanted;
    } events[] = {
        {"DEPLOYMENT_FAILURE", is_true(il_low__field(low, asked, "failedDeployment"), IL_YES)},
        {"DEPLOYMENT_STOP_ON_REQUEST", is_true(il_low__field(low, asked, "stoppedDeployment"), IL_NO)},
        {"DEPLOYMENT_STOP_ON_ALARM", il_and(on_alarm, is_true(il_low__field(low, asked, "deploymentInAlarm"), IL_YES))},
    };
    il_loc loc = il_low__given(asked) == IL_NO ? part->out->loc : asked->loc;
    il_low_node *list = il_low__list(low, loc);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        if (events[i].wanted == IL_MAYBE)
            return il_low__unknown(low, loc, "when deployments roll back", (il_str){NULL, 0});
        if (events[i].wanted == IL_YES)
            il_low__push(low, list, il_low__text(low, loc, il_str_of(events[i].event)));
    }
    return list;
}

/* The alias is updated by CodeDeploy. */
static void shift_alias(il_low_unit *unit, const il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *given = il_low__prop(unit, "alias");
    il_low_unit *alias = il_low__unit_behind(low, given);
    il_low_part *of_alias = alias ? il_low__primary(alias) : NULL;
    if (!of_alias) { /* one that is not known, or that this app does not make */
        if (il_low__given(given) != IL_NO)
            il_low__gap(unit, given->loc, "alias of a deployment group", (il_str){NULL, 0},
                        il_intern(IL_STR("AWS::Lambda::Alias")));
        return;
    }
    il_low_node *update =
        il_low__map_of(low, given->loc, "ApplicationName", il_low__at(part->properties, IL_STR("ApplicationName")),
                       "DeploymentGroupName", il_low__ref(low, given->loc, part, (il_str){NULL, 0}), NULL);
    update->open = true; /* hooks have names there too */
    il_low__set(low, of_alias->attributes, IL_STR("UpdatePolicy.CodeDeployLambdaAliasUpdate"), given->loc, update);
}

static void put_alarms(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *given = il_low__prop(unit, "alarms"), *ignored = il_low__prop(unit, "ignoreAlarmConfiguration");
    il_low_node *none = NULL, *poll = il_low__plain(low, il_low__prop(unit, "ignorePollAlarmsFailure"));
    switch (has_alarms(unit, part)) {
    case IL_NO:
        if (il_low__flag(low, "@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup"))
            none = il_low__map_of(low, given->loc, "Enabled", boolean(low, given->loc, false), NULL);
        il_low__put(low, part->properties, IL_STR("AlarmConfiguration"), given->loc, none);
        break;
    case IL_MAYBE:
        il_low__give_unknown(part, "AlarmConfiguration", given->loc, "alarms of a deployment group");
        break;
    case IL_YES:
        il_low__set(low, part->properties, IL_STR("AlarmConfiguration.Enabled"), ignored->loc,
                    is_true(ignored, IL_NO) == IL_MAYBE
                        ? il_low__unknown(low, ignored->loc, "whether alarms count", (il_str){NULL, 0})
                        : boolean(low, ignored->loc, is_true(ignored, IL_NO) == IL_NO));
        il_low__set(low, part->properties, IL_STR("AlarmConfiguration.IgnorePollAlarmFailure"), given->loc, poll);
        break;
    }
}

static void finish_group(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    il_low_node *events = rollback_events(unit, part);
    bool none = events->kind == IL_LOW_LIST && events->items.n == 0;
    il_low_node *rollback = NULL;
    if (!none)
        rollback = il_low__map_of(unit->low, events->loc, "Enabled", boolean(unit->low, events->loc, true), "Events",
                                  events, NULL);
    il_low__put(unit->low, part->properties, IL_STR("AutoRollbackConfiguration"),
                il_low__prop(unit, "autoRollback")->loc, rollback);
    put_alarms(unit, part);
    shift_alias(unit, part);
}

const il_low_model il_low__deployment_group_model = {.name = "deployment-group", .finish = finish_group};
