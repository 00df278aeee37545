/* What hangs on a VPC: flow logs and gateway endpoints. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"
#include "lower_vpc.h"

/* FlowLog from `vpc.addFlowLog(id, options)` or the prop flowLogs: CALL is the method's, or NULL. */
il_low_unit *il_low__flow_log(il_low_unit *vpc, il_str id, const il_ev *options, const il_method_call *call)
{
    il_low *low = vpc->low;
    il_ev *type = IL_NEW(low->arena, il_ev);
    const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    args[0] = il_low__ev_unit(low, vpc);
    type->kind = IL_EV_CALL;
    type->loc = call ? call->loc : options->loc;
    type->lib.symbol = il_intern(IL_STR("aws-cdk-lib.aws_ec2.FlowLogResourceType.fromVpc"));
    type->lib.args = args;
    type->lib.n_args = 1;
    const il_ev *props = il_low__ev_with(low, options, "resourceType", type);
    il_str class = IL_STR("aws-cdk-lib.aws_ec2.FlowLog");
    return call ? il_low__child_by(vpc, id, class, props, call) : il_low__child(vpc, id, class, props, options->loc);
}

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, node);
}

/* Delivery to CloudWatch Logs: a log group and a role, both made unless they are given. */
static void to_logs(il_low_unit *unit, il_low_part *part, const il_ev *destination, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *group = il_low__field(low, destination, "logGroup"),
                *role = il_low__field(low, destination, "iamRole");
    if (role->kind == IL_EV_UNDEFINED) {
        il_ev *service = IL_NEW(low->arena, il_ev);
        const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
        args[0] = il_low__ev_text(low, loc, IL_STR("vpc-flow-logs.amazonaws.com"));
        *service = (il_ev){.kind = IL_EV_NEW, .loc = loc};
        service->lib.symbol = il_intern(IL_STR("aws-cdk-lib.aws_iam.ServicePrincipal"));
        service->lib.args = args;
        service->lib.n_args = 1;
        il_low_unit *made = il_low__child(unit, IL_STR("IAMRole"), IL_STR("aws-cdk-lib.aws_iam.Role"),
                                          il_low__ev_with(low, low->undefined, "assumedBy", service), loc);
        role = il_low__ev_unit(low, made);
        il_low__name_tag(il_low__primary(made), unit->path);
    }
    if (group->kind == IL_EV_UNDEFINED) {
        il_low_unit *made = il_low__child(unit, IL_STR("LogGroup"), IL_STR("aws-cdk-lib.aws_logs.LogGroup"), NULL, loc);
        group = il_low__ev_unit(low, made);
        il_low__name_tag(il_low__primary(made), unit->path);
    }
    put(part, "DeliverLogsPermissionArn", (il_loc){0},
        il_low__plain(low, il_low__ev_member(low, role, IL_STR("roleArn"), loc)));
    put(part, "LogGroupName", (il_loc){0},
        il_low__plain(low, il_low__ev_member(low, group, IL_STR("logGroupName"), loc)));
    il_low_document *document = il_low__identity_document(low, role, loc);
    if (!document)
        return;
    static const char *const actions[] = {"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"};
    il_low_node *statement = il_low__map(low, loc), *list = il_low__list(low, loc);
    for (size_t i = 0; i < 3; i++)
        il_low__push(low, list, il_low__text(low, loc, il_str_of(actions[i])));
    il_low__put(low, statement, IL_STR("Action"), (il_loc){0}, list);
    il_low__put(low, statement, IL_STR("Effect"), (il_loc){0}, il_low__text(low, loc, IL_STR("Allow")));
    il_low__put(low, statement, IL_STR("Resource"), (il_loc){0},
                il_low__plain(low, il_low__ev_member(low, group, IL_STR("logGroupArn"), loc)));
    il_low__add_statement(document, il_low__statement_of_node(low, statement));
}

static void lower_flow_log(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("destination"));
    const il_ev *destination = il_low__prop(unit, "destination");
    il_loc loc = field ? field->value->loc : unit->construct->loc;
    const il_ev *type = il_low__field(low, destination, "type");
    il_low__name_tag(part, unit->path);
    if (destination->kind == IL_EV_UNDEFINED ||
        (type->kind == IL_EV_STRING && il_str_is(type->string, "cloud-watch-logs"))) {
        put(part, "LogDestinationType", field ? field->name_loc : (il_loc){0},
            il_low__text(low, loc, IL_STR("cloud-watch-logs")));
        to_logs(unit, part, destination, loc);
        return;
    }
    static const char *const keys[] = {"LogDestinationType", "LogDestination", "DeliverLogsPermissionArn",
                                       "LogGroupName"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        put(part, keys[i], loc, il_low__unknown(low, loc, "destination of a flow log", (il_str){NULL, 0}));
    il_low__gap(unit, loc, "destination of a flow log", (il_str){NULL, 0}, il_intern(IL_STR("AWS::S3::Bucket")));
    il_low__gap(unit, loc, "destination of a flow log", (il_str){NULL, 0}, il_intern(IL_STR("AWS::S3::BucketPolicy")));
    il_low_unit *bucket = il_low__unit_behind(low, il_low__field(low, destination, "s3Bucket"));
    if (bucket)
        il_low__open_unit(bucket);
}

bool il_low__add_flow_log(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_str id = il_low__string(il_low__arg(low, call, 0));
    il_low_unit *made = il_low__flow_log(unit, id, call->n_args > 1 ? call->args[1] : low->undefined, call);
    il_low__result(low, call->result, il_low__ev_unit(low, made));
    return true;
}

/* The route tables of all subnets, or of those that are selected. */
static void lower_gateway_endpoint(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *network = il_low__prop(unit, "vpc"), *subnets = il_low__prop(unit, "subnets");
    const il_low_vpc *vpc = il_low__vpc(low, network);
    static const il_low_subnet_kind order[] = {IL_LOW_PRIVATE, IL_LOW_PUBLIC, IL_LOW_ISOLATED};
    il_low_selection all = {.known = vpc != NULL, .open = !vpc || vpc->unsure};
    if (il_low__given(subnets) == IL_NO)
        for (size_t k = 0; vpc && k < 3; k++)
            for (size_t i = 0; i < vpc->subnets.n; i++)
                if (vpc->subnets.items[i].kind == order[k])
                    IL_PUSH(low->arena, &all.list, &vpc->subnets.items[i]);
    for (size_t i = 0; subnets->kind == IL_EV_ARRAY && i < subnets->list.n; i++) {
        il_low_selection some = il_low__select(low, network, il_low__reduce(low, subnets->list.items[i]));
        all.open = all.open || !some.known || some.open;
        for (size_t k = 0; k < some.list.n; k++)
            IL_PUSH(low->arena, &all.list, some.list.items[k]);
    }
    all.open = all.open || (il_low__given(subnets) != IL_NO && (subnets->kind != IL_EV_ARRAY || subnets->open));
    put(part, "RouteTableIds", (il_loc){0}, il_low__subnet_refs(low, &all, "RouteTable", part->out->loc));
}

const il_low_model il_low__flow_log_model = {.name = "flow-log", .lower = lower_flow_log};
const il_low_model il_low__gateway_endpoint_model = {.name = "gateway-endpoint", .lower = lower_gateway_endpoint};
