/* s3.Bucket's notifications: the custom resource that sets them, its function and policy, and the leave of those that are told. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

static const char *const made[] = {"Custom::S3BucketNotifications",
                                   "AWS::Lambda::Function",
                                   "AWS::Lambda::Permission",
                                   "AWS::IAM::Role",
                                   "AWS::IAM::Policy",
                                   "AWS::SQS::QueuePolicy",
                                   "AWS::SNS::TopicPolicy"};

static void announce(il_low_unit *bucket, il_loc loc)
{
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        il_low__gap(bucket, loc, "notification of a bucket", (il_str){NULL, 0}, il_intern(il_str_of(made[i])));
}

static il_low_node *member(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

/* The custom resource, made when the first notification is asked for. */
static il_low_part *notifications(il_low_unit *bucket, il_loc loc)
{
    il_low *low = bucket->low;
    il_low_unit *unit = il_low__child_of(bucket, IL_STR("Notifications"));
    if (unit)
        return il_low__primary(unit);
    const il_ev *self = il_low__ev_unit(low, bucket), *props = il_low__ev_with(low, low->undefined, "bucket", self);
    props = il_low__ev_with(low, props, "handlerRole", il_low__prop(bucket, "notificationsHandlerRole"));
    props = il_low__ev_with(low, props, "skip", il_low__prop(bucket, "notificationsSkipDestinationValidation"));
    unit = il_low__child(bucket, IL_STR("Notifications"), IL_STR("aws-cdk-lib.aws_s3.BucketNotifications"), props, loc);
    il_low_part *part = il_low__primary(unit), *policy = il_low__part_at(unit, IL_STR("HandlerPolicy/Resource"));
    bool managed = !il_low__is_import(bucket) && !il_low__flag(low, "@aws-cdk/aws-s3:keepNotificationInImportedBucket");
    if (!part || !policy)
        return NULL;
    il_low__put(low, part->properties, IL_STR("Managed"), (il_loc){0},
                il_low__leaf(low, il_value_bool(low->arena, loc, managed)));
    il_low_allowance get = {.actions = {"s3:GetBucketNotification"}, .resource = member(low, self, "bucketArn", loc)};
    get.loc = loc;
    if (!managed)
        il_low__allow(il_low__document(policy, IL_STR("PolicyDocument")), &get);
    il_low__generated(unit);
    return part;
}

bool il_low__enable_event_bridge(il_low_unit *bucket, const il_method_call *call)
{
    il_loc loc = call ? call->loc : bucket->construct->loc;
    il_low_part *part = notifications(bucket, loc);
    if (part)
        il_low__set(bucket->low, part->properties, IL_STR("NotificationConfiguration.EventBridgeConfiguration"),
                    (il_loc){0}, il_low__map(bucket->low, loc));
    return true;
}

/* {Key: {FilterRules: [{Name, Value}]}}, the suffix first; NULL without filters. */
static il_low_node *filters_of(il_low *low, const il_ev *const *filters, size_t n, il_loc loc)
{
    static const char *const names[] = {"suffix", "prefix"};
    il_low_node *map = il_low__map(low, loc), *rules = il_low__list(low, loc);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++) {
            const il_ev *value = il_low__field(low, filters[i], names[k]);
            if (il_low__given(value) == IL_NO)
                continue;
            il_low_node *rule = il_low__map(low, value->loc);
            il_low__put(low, rule, IL_STR("Name"), (il_loc){0}, il_low__text(low, loc, il_str_of(names[k])));
            il_low__put(low, rule, IL_STR("Value"), value->loc, il_low__plain(low, value));
            il_low__push(low, rules, rule);
        }
    il_low__set(low, map, IL_STR("Key.FilterRules"), (il_loc){0}, rules);
    return n ? map : NULL;
}

/* Lets the bucket tell the destination. */
static void allow(il_low_unit *bucket, il_low_unit *to, const il_ev *ev, il_str kind, il_loc loc)
{
    il_low *low = bucket->low;
    const il_ev *self = il_low__ev_unit(low, bucket);
    il_low_node *arn = member(low, self, "bucketArn", loc);
    if (il_str_is(kind, "lambda")) {
        if (il_low__is_import(to))
            return;
        il_str id = il_arena_printf(low->arena, "AllowBucketNotificationsTo%.*s",
                                    IL_FMT(il_low__unique_id(low->arena, to->path)));
        il_low_part *part = il_low__permission(bucket, id, ev, IL_STR("s3.amazonaws.com"), loc);
        il_low__put(low, part->properties, IL_STR("SourceAccount"), (il_loc){0},
                    il_low__environment(bucket, IL_STR("account"), loc));
        il_low__put(low, part->properties, IL_STR("SourceArn"), (il_loc){0}, arn);
        return;
    }
    bool queue = il_str_is(kind, "queue");
    il_low_allowance a = {.actions = {queue ? "sqs:SendMessage" : "sns:Publish",
                                      queue ? "sqs:GetQueueAttributes" : NULL, queue ? "sqs:GetQueueUrl" : NULL},
                          .service = "s3.amazonaws.com",
                          .resource = member(low, ev, queue ? "queueArn" : "topicArn", loc),
                          .condition = il_low__condition(low, "ArnLike", "aws:SourceArn", arn, loc),
                          .loc = loc};
    il_low__allow(il_low__resource_document(to, loc), &a);
    const il_ev *key = il_low__reduce(
        low, il_low__ev_member(low, ev, queue ? IL_STR("encryptionMasterKey") : IL_STR("masterKey"), loc));
    il_low_unit *owner = il_low__unit_behind(low, key);
    il_low_allowance use = {.actions = {queue ? "kms:GenerateDataKey*" : "kms:GenerateDataKey", "kms:Decrypt"},
                            .service = "s3.amazonaws.com",
                            .resource = il_low__text(low, loc, IL_STR("*")),
                            .loc = loc};
    if (owner && (queue || il_low__flag(low, "@aws-cdk/s3-notifications:addS3TrustKeyPolicyForSnsSubscriptions")))
        il_low__allow(il_low__resource_document(owner, loc), &use);
}

void il_low__notify(il_low_unit *bucket, const il_low_notice *notice)
{
    static const struct {
        const char *kind, *list, *key, *member;
    } kinds[] = {{"lambda", "LambdaFunctionConfigurations", "LambdaFunctionArn", "functionArn"},
                 {"queue", "QueueConfigurations", "QueueArn", "queueArn"},
                 {"topic", "TopicConfigurations", "TopicArn", "topicArn"}};
    il_low *low = bucket->low;
    il_low_unit *to = il_low__unit_behind(low, notice->to);
    size_t k = 0;
    while (k < 3 && !il_str_is(notice->kind, kinds[k].kind))
        k++;
    il_low_part *part = k < 3 && to && to->path.n && bucket->path.n ? notifications(bucket, notice->loc) : NULL;
    if (!part) {
        announce(bucket, notice->loc);
        return;
    }
    allow(bucket, to, notice->to, notice->kind, notice->loc);
    il_low_node *map = il_low__map(low, notice->loc), *events = il_low__list(low, notice->loc);
    il_low__push(low, events, il_low__plain(low, notice->event));
    il_low__put(low, map, IL_STR("Events"), (il_loc){0}, events);
    il_low__put(low, map, IL_STR("Filter"), (il_loc){0}, filters_of(low, notice->filters, notice->n, notice->loc));
    il_low__put(low, map, il_str_of(kinds[k].key), (il_loc){0}, member(low, notice->to, kinds[k].member, notice->loc));
    il_low__append(low, part->properties, il_arena_printf(low->arena, "NotificationConfiguration.%s", kinds[k].list),
                   (il_loc){0}, map);
}

/* addEventNotification(event, destination, …filters); addObjectCreatedNotification(destination, …filters). */
bool il_low__add_notification(il_low_unit *bucket, const il_method_call *call)
{
    il_low *low = bucket->low;
    bool any = strcmp(call->method, "addEventNotification") == 0;
    size_t at = any ? 1 : 0;
    if (call->n_args <= at || call->many || call->condition.text.n) {
        announce(bucket, call->loc);
        return true;
    }
    const il_ev *to = il_low__arg(low, call, at);
    il_low_notice notice = {.to = il_low__field(low, to, "to"),
                            .kind = il_low__string(il_low__field(low, to, "kind")),
                            .filters = call->args + at + 1,
                            .n = call->n_args - at - 1,
                            .loc = call->loc};
    bool created = strcmp(call->method, "addObjectCreatedNotification") == 0;
    notice.event =
        any ? il_low__arg(low, call, 0)
            : il_low__ev_text(low, call->loc, created ? IL_STR("s3:ObjectCreated:*") : IL_STR("s3:ObjectRemoved:*"));
    il_low__notify(bucket, &notice);
    return true;
}
