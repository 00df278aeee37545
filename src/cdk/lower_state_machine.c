/* stepfunctions.StateMachine: its definition where that is a text, and what its role may do. What the tasks of a chain need is not modelled: then
 * the role's policy may hold more. */
#include "lower_models.h"
#include "lower_policy.h"

static void allow(il_low_unit *unit, il_low_document *document)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    const il_ev *logs = il_low__prop(unit, "logs"), *tracing = il_low__prop(unit, "tracingEnabled");
    il_low_allowance deliver = {.actions = {"logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
                                            "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
                                            "logs:PutResourcePolicy", "logs:DescribeResourcePolicies",
                                            "logs:DescribeLogGroups"},
                                .resource = il_low__text(low, loc, IL_STR("*")),
                                .loc = loc};
    il_low_allowance trace = {.actions = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules",
                                          "xray:GetSamplingTargets"},
                              .resource = deliver.resource,
                              .loc = loc};
    if (il_low__given(logs) != IL_NO)
        il_low__allow(document, &deliver);
    if (tracing->kind == IL_EV_BOOL && tracing->boolean)
        il_low__allow(document, &trace);
    else if (document && il_low__given(tracing) != IL_NO && tracing->kind != IL_EV_BOOL)
        document->open = true;
}

static void lower_state_machine(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *body = il_low__prop(unit, "definitionBody"), *self = il_low__ev_unit(low, unit);
    const il_ev *text = il_low__field(low, body, "text"), *file = il_low__field(low, body, "file");
    bool plain = body->kind == IL_EV_OBJECT && (il_low__given(text) == IL_YES || il_low__given(file) == IL_YES);
    il_low_unit *role = il_low__identity(low, self);
    if (!part)
        return;
    if (plain && il_low__given(text) == IL_YES) {
        il_low__put(low, part->properties, IL_STR("DefinitionString"), body->loc, il_low__plain(low, text));
    } else if (plain) {
        il_low__set(low, part->properties, IL_STR("DefinitionS3Location.Bucket"), body->loc,
                    il_low__asset_bucket(unit, body->loc));
        il_low__set(low, part->properties, IL_STR("DefinitionS3Location.Key"), body->loc,
                    il_low__unknown(low, body->loc, "hash of an asset", (il_str){NULL, 0}));
    } else {
        il_low__put(low, part->properties, IL_STR("DefinitionString"), (il_loc){0},
                    il_low__unknown(low, part->out->loc, "definition of a state machine", (il_str){NULL, 0}));
        il_low__gap(unit, unit->construct->loc, "tasks of a state machine", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::IAM::Policy")));
        if (role)
            role->granted = true;
        return;
    }
    bool speaks = il_low__given(il_low__prop(unit, "logs")) != IL_NO ||
                  il_low__given(il_low__prop(unit, "tracingEnabled")) == IL_YES;
    const il_ev *tracing = il_low__prop(unit, "tracingEnabled");
    bool off = tracing->kind == IL_EV_BOOL && !tracing->boolean && il_low__given(il_low__prop(unit, "logs")) == IL_NO;
    if (role && speaks && !off && !il_low__is_immutable(low, role))
        allow(unit, il_low__identity_document(low, self, unit->construct->loc));
}

const il_low_model il_low__state_machine_model = {.name = "state-machine", .lower = lower_state_machine};
