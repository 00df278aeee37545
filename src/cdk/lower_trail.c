/* cloudtrail.Trail: the leave to write that the service needs, from its bucket, its topic and the role for its log group. */
#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

static const char service[] = "cloudtrail.amazonaws.com";

/* Where below the bucket the service writes: PREFIX/AWSLogs/ID/… */
static il_low_node *below(il_low_unit *unit, il_low_node *arn, const il_ev *prefix, il_low_node *id, il_loc loc)
{
    il_low *low = unit->low;
    const il_value *parts[6];
    size_t n = 0;
    parts[n++] = il_low__freeze(low, unit, arn);
    parts[n++] = il_value_string(low->arena, loc, IL_STR("/"));
    if (il_low__given(prefix) != IL_NO) {
        parts[n++] = il_low__freeze(low, unit, il_low__plain(low, prefix));
        parts[n++] = il_value_string(low->arena, loc, IL_STR("/AWSLogs/"));
    } else {
        parts[n++] = il_value_string(low->arena, loc, IL_STR("AWSLogs/"));
    }
    parts[n++] = il_low__freeze(low, unit, id);
    parts[n++] = il_value_string(low->arena, loc, IL_STR("/*"));
    return il_low__leaf(low, il_value_join(low->arena, loc, parts, n));
}

static void allow_bucket(il_low_unit *unit, const il_ev *bucket, il_loc loc)
{
    il_low *low = unit->low;
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    if (!behind || il_low__is_import(behind))
        return;
    il_low_document *document = il_low__resource_document(behind, loc);
    il_low_node *arn = il_low__read(low, bucket, "bucketArn", loc);
    il_low_node *owner = il_low__text(low, loc, IL_STR("bucket-owner-full-control"));
    il_low_allowance look = {.actions = {"s3:GetBucketAcl"}, .service = service, .resource = arn, .loc = loc};
    il_low_allowance write = {.actions = {"s3:PutObject"}, .service = service, .loc = loc};
    write.resource =
        below(unit, arn, il_low__prop(unit, "s3KeyPrefix"), il_low__environment(unit, IL_STR("account"), loc), loc);
    write.condition = il_low__condition(low, "StringEquals", "s3:x-amz-acl", owner, loc);
    il_low__allow(document, &look);
    il_low__allow(document, &write);
    if (document && il_low__given(il_low__prop(unit, "isOrganizationTrail")) != IL_NO)
        document->open = true;
}

static void lower_trail(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *given = il_low__prop(unit, "bucket"), *topic = il_low__prop(unit, "snsTopic");
    il_low_unit *own = il_low__child_of(unit, IL_STR("S3")), *role = il_low__child_of(unit, IL_STR("LogsRole"));
    il_low_part *part = il_low__primary(unit);
    il_loc loc = unit->construct->loc;
    allow_bucket(unit, own ? il_low__ev_unit(low, own) : given, loc);
    if (il_low__unit_behind(low, topic)) {
        const il_ev *args[] = {
            il_low__ev_object(low, loc, "principal",
                              il_low__ev_object(low, loc, "Service", il_low__ev_words(low, loc, service), NULL), NULL)};
        il_method_call call = {.method = "grantPublish", .args = args, .n_args = 1, .loc = topic->loc};
        il_low__grant(il_low__unit_behind(low, topic), &call);
    }
    il_low_node *group = part ? il_low__member(part->properties, IL_STR("CloudWatchLogsLogGroupArn")) : NULL;
    if (role && group)
        il_low__permit(low, il_low__ev_unit(low, role), "logs:PutLogEvents logs:CreateLogStream", group, NULL);
}

const il_low_model il_low__trail_model = {.name = "trail", .lower = lower_trail};
