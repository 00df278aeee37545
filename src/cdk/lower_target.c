/* events.Rule's targets, with the permissions, policies and roles that go with them. What each kind needs is in the catalogue:
 * {target: kind, to, arn, options, input, at, actions}. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low *low, il_low_node *map, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), loc, node);
}

static il_str text_of(const il_ev *object, il_low *low, const char *field)
{
    return il_low__string(il_low__field(low, object, field));
}

static il_low_node *rule_arn(il_low_unit *rule, il_loc loc)
{
    return il_low__ref(rule->low, loc, il_low__primary(rule), IL_STR("Arn"));
}

static void dead_letters(il_low_unit *rule, il_low_node *target, const il_ev *options, il_loc loc)
{
    il_low *low = rule->low;
    const il_ev *queue = il_low__field(low, options, "deadLetterQueue");
    if (il_low__given(queue) == IL_NO)
        return;
    il_low_node *map = il_low__map(low, queue->loc),
                *arn = il_low__plain(low, il_low__ev_member(low, queue, IL_STR("queueArn"), queue->loc));
    put(low, map, "Arn", queue->loc, arn);
    put(low, target, "DeadLetterConfig", queue->loc, map);
    il_low_unit *behind = il_low__unit_behind(low, queue);
    if (!behind)
        return;
    il_low_allowance send = {
        .actions = {"sqs:SendMessage"},
        .service = "events.amazonaws.com",
        .resource = arn,
        .condition = il_low__condition(low, "ArnEquals", "aws:SourceArn", rule_arn(rule, loc), loc),
        .sid = il_arena_printf(low->arena, "AllowEventRule%.*s", IL_FMT(il_low__unique_id(low->arena, rule->path))),
        .loc = loc};
    il_low__allow(il_low__resource_document(behind, loc), &send);
}

static void retry_policy(il_low *low, il_low_node *target, const il_ev *options)
{
    const il_ev *attempts = il_low__field(low, options, "retryAttempts"),
                *age = il_low__field(low, options, "maxEventAge");
    double seconds;
    if (il_low__given(attempts) == IL_NO && il_low__given(age) == IL_NO)
        return;
    il_low_node *map = il_low__map(low, options->loc);
    if (il_low__given(age) != IL_NO)
        put(low, map, "MaximumEventAgeInSeconds", age->loc,
            il_low__amount(low, age, &seconds)
                ? il_low__leaf(low, il_value_number(low->arena, age->loc, seconds))
                : il_low__unknown(low, age->loc, "amount that cannot be known", (il_str){NULL, 0}));
    put(low, map, "MaximumRetryAttempts", attempts->loc, il_low__plain(low, attempts));
    put(low, target, "RetryPolicy", options->loc, map);
}

/* What the target is told. Parts of the event make a transformer, which is not read. */
static void input(il_low_unit *rule, il_low_node *target, const il_ev *given)
{
    il_low *low = rule->low;
    const il_ev *object = il_low__field(low, given, "object");
    if (il_low__given(given) == IL_NO)
        return;
    il_low_node *data =
        given->kind == IL_EV_OBJECT && il_low__given(object) == IL_YES ? il_low__plain(low, object) : NULL;
    il_low_node *text = data ? il_low__json_text(rule, data, given->loc) : NULL;
    if (!text || il_low__is_unknown(text))
        target->open = true;
    else
        put(low, target, "Input", given->loc, text);
}

/* ---- Leave ---- */

static void allow_queue(il_low_unit *rule, il_low_unit *queue, const il_ev *to, il_loc loc)
{
    il_low *low = rule->low;
    il_low_allowance send = {.actions = {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"},
                             .service = "events.amazonaws.com",
                             .resource = il_low__plain(low, il_low__ev_member(low, to, IL_STR("queueArn"), loc)),
                             .loc = loc};
    const il_ev *key = il_low__reduce(low, il_low__ev_member(low, to, IL_STR("encryptionMasterKey"), loc));
    il_low_unit *owner = il_low__unit_behind(low, key);
    if (!owner)
        send.condition = il_low__condition(low, "ArnEquals", "aws:SourceArn", rule_arn(rule, loc), loc);
    il_low__allow(il_low__resource_document(queue, loc), &send);
    il_low_allowance use = {.actions = {"kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"},
                            .service = "events.amazonaws.com",
                            .resource = il_low__text(low, loc, IL_STR("*")),
                            .loc = loc};
    if (owner)
        il_low__allow(il_low__resource_document(owner, loc), &use);
}

/* The role that events assume for what stands at AT: given, or one for all targets there. */
static const il_ev *events_role(il_low_unit *rule, il_low_unit *at, const il_ev *options, il_loc loc)
{
    il_low *low = rule->low;
    const il_ev *given = il_low__field(low, options, "role"), *none = low->undefined;
    if (il_low__given(given) != IL_NO)
        return given;
    il_low_unit *role = il_low__child_of(at, IL_STR("EventsRole"));
    if (!role) {
        il_low_scope scope = {low, at, NULL, &none, 0, loc, IL_FROM_DEFAULT};
        il_cat props = il_cat_call(IL_STR("aws-cdk-lib.aws_events_targets.EventsRole"));
        role = il_low__child(at, IL_STR("EventsRole"), IL_STR("aws-cdk-lib.aws_iam.Role"),
                             il_low__instantiate(&scope, props), loc);
    }
    return il_low__ev_unit(low, role);
}

static bool allow_role(il_low_unit *rule, il_low_node *map, const il_ev *target, il_loc loc)
{
    il_low *low = rule->low;
    const il_ev *at = il_low__field(low, target, "at"), *actions = il_low__field(low, target, "actions");
    il_low_unit *scope = at->kind == IL_EV_STRING ? rule : il_low__unit_behind(low, at);
    if (!scope || scope->path.n == 0)
        return false;
    const il_ev *role = events_role(rule, scope, il_low__field(low, target, "options"), loc);
    put(low, map, "RoleArn", loc, il_low__plain(low, il_low__ev_member(low, role, IL_STR("roleArn"), loc)));
    il_low_allowance a = {.resource = il_low__plain(low, il_low__field(low, target, "arn")), .loc = loc};
    for (size_t i = 0; actions->kind == IL_EV_ARRAY && i < actions->list.n && i < 7; i++)
        a.actions[i] = il_intern(il_low__string(il_low__reduce(low, actions->list.items[i])));
    il_low_unit *identity = il_low__identity(low, role);
    if (!identity || !il_low__is_immutable(low, identity))
        il_low__allow(il_low__identity_document(low, role, loc), &a);
    return identity != NULL;
}

/* A policy of the logs service, which a custom resource sets. */
static void allow_log_group(il_low_unit *rule, il_low_unit *group, const il_ev *to, il_loc loc)
{
    il_low *low = rule->low;
    if (!group->stack_unit || group->stack_unit->path.n == 0)
        return;
    il_str id =
        il_arena_printf(low->arena, "EventsLogGroupPolicy%.*s", IL_FMT(il_low__unique_id(low->arena, rule->path)));
    if (il_low__child_of(group->stack_unit, id))
        return;
    il_str path = il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(group->stack_unit->path), IL_FMT(id));
    const il_ev *args[] = {il_low__ev_member(low, to, IL_STR("logGroupArn"), loc), il_low__ev_text(low, loc, id),
                           il_low__ev_text(low, loc, il_low__unique_id(low->arena, path))};
    il_low_scope scope = {low, group->stack_unit, NULL, args, 3, loc, IL_FROM_DEFAULT};
    il_cat props = il_cat_call(IL_STR("aws-cdk-lib.aws_events_targets.LogGroupResourcePolicy"));
    il_low__generated(il_low__child(group->stack_unit, id, IL_STR("aws-cdk-lib.custom_resources.AwsCustomResource"),
                                    il_low__instantiate(&scope, props), loc));
}

/* What the rule must be allowed to do to reach its target. False when nobody knows. */
static bool allow_target(il_low_unit *rule, il_low_node *map, const il_ev *target, il_loc loc)
{
    il_low *low = rule->low;
    const il_ev *to = il_low__field(low, target, "to");
    il_str kind = text_of(target, low, "target");
    il_low_unit *behind = il_low__unit_behind(low, to);
    if (il_str_is(kind, "role"))
        return allow_role(rule, map, target, loc);
    if (!behind || behind->path.n == 0)
        return false;
    if (il_str_is(kind, "lambda") && !il_low__is_import(behind)) {
        il_str id =
            il_arena_printf(low->arena, "AllowEventRule%.*s", IL_FMT(il_low__unique_id(low->arena, behind->path)));
        il_low_part *part = il_low__permission(rule, id, to, IL_STR("events.amazonaws.com"), loc);
        put(low, part->properties, "SourceArn", (il_loc){0}, rule_arn(rule, loc));
    } else if (il_str_is(kind, "queue")) {
        allow_queue(rule, behind, to, loc);
    } else if (il_str_is(kind, "log-group")) {
        allow_log_group(rule, behind, to, loc);
    } else if (il_str_is(kind, "topic")) {
        il_low_allowance publish = {.actions = {"sns:Publish"},
                                    .service = "events.amazonaws.com",
                                    .resource = il_low__plain(low, il_low__ev_member(low, to, IL_STR("topicArn"), loc)),
                                    .loc = loc};
        il_low__allow(il_low__resource_document(behind, loc), &publish);
    }
    return true;
}

static void announce(il_low_unit *rule, il_low_node *map, il_loc loc)
{
    static const char *const made[] = {"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::Lambda::Permission",
                                       "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"};
    map->open = true;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        il_low__gap(rule, loc, "target of a rule", (il_str){NULL, 0}, il_intern(il_str_of(made[i])));
}

static void add_target(il_low_unit *rule, const il_ev *value, il_loc key_loc, const il_method_call *call)
{
    il_low *low = rule->low;
    il_low_part *part = il_low__primary(rule);
    const il_ev *target = il_low__reduce(low, value), *arn = il_low__field(low, target, "arn");
    const il_ev *options = il_low__field(low, target, "options");
    il_low_node *list = il_low__at(part->properties, IL_STR("Targets"));
    size_t n = list && list->kind == IL_LOW_LIST ? list->items.n : 0;
    il_low_node *map = il_low__map(low, value->loc);
    map->handle = value;
    if (target->kind == IL_EV_OBJECT && arn->kind != IL_EV_UNDEFINED) {
        put(low, map, "Arn", value->loc, il_low__plain(low, arn));
        dead_letters(rule, map, options, value->loc);
        put(low, map, "Id", value->loc, il_low__text(low, value->loc, il_arena_printf(low->arena, "Target%zu", n)));
        retry_policy(low, map, options);
        input(rule, map, il_low__field(low, target, "input"));
        map->open = map->open || il_low__given(il_low__field(low, target, "more")) != IL_NO;
        if (!allow_target(rule, map, target, value->loc))
            announce(rule, map, value->loc);
    } else {
        announce(rule, map, value->loc);
    }
    bool under = call && call->condition.text.n;
    il_low__append(low, part->properties, IL_STR("Targets"), key_loc,
                   under ? il_low__either(rule, call->condition, map, NULL) : map);
    if (call && call->many)
        il_low__at(part->properties, IL_STR("Targets"))->open = true;
}

static void lower_rule(il_low_unit *unit)
{
    const il_field *field = il_low__field_entry(unit->props, IL_STR("targets"));
    const il_ev *targets = il_low__prop(unit, "targets");
    for (size_t i = 0; targets->kind == IL_EV_ARRAY && i < targets->list.n; i++)
        add_target(unit, targets->list.items[i], field->name_loc, NULL);
    if (targets->kind != IL_EV_ARRAY && il_low__given(targets) != IL_NO)
        il_low__put(unit->low, il_low__primary(unit)->properties, IL_STR("Targets"), targets->loc,
                    il_low__unknown(unit->low, targets->loc, "target of a rule", (il_str){NULL, 0}));
}

bool il_low__add_target(il_low_unit *unit, const il_method_call *call)
{
    if (call->n_args)
        add_target(unit, call->args[0], call->loc, call);
    return true;
}

const il_low_model il_low__rule_model = {.name = "rule", .lower = lower_rule};
