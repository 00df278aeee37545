/* s3.Bucket: access logs, which need the leave of the bucket that they go to. */
#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low *low, il_low_node *map, const char *key, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), (il_loc){0}, node);
}

/* The logging service may write below PREFIX of the target, for this bucket of this account. */
static void allow_logs(il_low_unit *unit, il_low_unit *target, il_loc loc)
{
    il_low *low = unit->low;
    il_low_document *document = il_low__resource_document(target, loc);
    const il_ev *prefix = il_low__prop(unit, "serverAccessLogsPrefix");
    if (!document)
        return;
    il_low_node *map = il_low__map(low, loc), *principal = il_low__map(low, loc), *condition = il_low__map(low, loc);
    il_low_node *like = il_low__map(low, loc), *equals = il_low__map(low, loc);
    put(low, like, "aws:SourceArn", il_low__ref(low, loc, il_low__primary(unit), IL_STR("Arn")));
    put(low, equals, "aws:SourceAccount", il_low__environment(unit, IL_STR("account"), loc));
    put(low, condition, "ArnLike", like);
    put(low, condition, "StringEquals", equals);
    put(low, principal, "Service", il_low__text(low, loc, IL_STR("logging.s3.amazonaws.com")));
    const il_value *parts[4];
    size_t n = 0;
    parts[n++] = il_low__ref(low, loc, il_low__primary(target), IL_STR("Arn"))->leaf;
    parts[n++] = il_value_string(low->arena, loc, IL_STR("/"));
    if (il_low__given(prefix) != IL_NO)
        parts[n++] = il_low__freeze(low, unit, il_low__plain(low, prefix));
    parts[n++] = il_value_string(low->arena, loc, IL_STR("*"));
    put(low, map, "Action", il_low__text(low, loc, IL_STR("s3:PutObject")));
    put(low, map, "Condition", condition);
    put(low, map, "Effect", il_low__text(low, loc, IL_STR("Allow")));
    put(low, map, "Principal", principal);
    put(low, map, "Resource", il_low__leaf(low, il_value_join(low->arena, loc, parts, n)));
    il_low__add_statement(document, il_low__statement_of_node(low, map));
}

/* grantPublicAccess(prefix = '*', …actions): anybody may. */
bool il_low__grant_public_access(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_loc loc = call ? call->loc : unit->construct->loc;
    const il_ev *prefix = call ? il_low__arg(low, call, 0) : low->undefined;
    il_low_document *document = il_low__resource_document(unit, loc);
    if (!document)
        return false;
    il_low_node *map = il_low__map(low, loc), *principal = il_low__map(low, loc), *actions = il_low__list(low, loc);
    for (size_t i = 1; call && i < call->n_args; i++)
        il_low__push(low, actions, il_low__plain(low, call->args[i]));
    if (!actions->items.n)
        il_low__push(low, actions, il_low__text(low, loc, IL_STR("s3:GetObject")));
    const il_value *parts[3] = {il_low__ref(low, loc, il_low__primary(unit), IL_STR("Arn"))->leaf,
                                il_value_string(low->arena, loc, IL_STR("/")),
                                il_low__given(prefix) == IL_NO ? il_value_string(low->arena, loc, IL_STR("*"))
                                                               : il_low__freeze(low, unit, il_low__plain(low, prefix))};
    put(low, principal, "AWS", il_low__text(low, loc, IL_STR("*")));
    put(low, map, "Action", actions);
    put(low, map, "Effect", il_low__text(low, loc, IL_STR("Allow")));
    put(low, map, "Principal", principal);
    put(low, map, "Resource", il_low__leaf(low, il_value_join(low->arena, loc, parts, 3)));
    il_low_statement *s = il_low__statement_of_node(low, map);
    if (call)
        s->under = call->condition;
    il_low__add_statement(document, s);
    return true;
}

/* The function that empties the bucket may do so. */
static void allow_deletion(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    il_low_part *role = il_low__part_at(unit, IL_STR("^Custom::S3AutoDeleteObjectsCustomResourceProvider/Role"));
    il_low_document *document = role ? il_low__resource_document(unit, loc) : NULL;
    if (!document)
        return;
    il_low_node *arn = il_low__ref(low, loc, il_low__primary(unit), IL_STR("Arn")), *both = il_low__list(low, loc);
    const il_value *parts[2] = {arn->leaf, il_value_string(low->arena, loc, IL_STR("/*"))};
    il_low__push(low, both, arn);
    il_low__push(low, both, il_low__leaf(low, il_value_join(low->arena, loc, parts, 2)));
    il_low_allowance a = {.actions = {"s3:PutBucketPolicy", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*"},
                          .resource = both,
                          .loc = loc};
    il_low__allow(document, &a);
    il_low_statement *s = document->statements.items[document->statements.n - 1];
    s->principal = il_low__map(low, loc);
    put(low, s->principal, "AWS", il_low__ref(low, loc, role, IL_STR("Arn")));
}

static void lower_logs(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *bucket = il_low__prop(unit, "serverAccessLogsBucket"),
                *prefix = il_low__prop(unit, "serverAccessLogsPrefix");
    il_low_unit *target = il_low__unit_behind(low, bucket);
    if (il_low__given(bucket) == IL_NO && il_low__given(prefix) != IL_NO)
        target = unit;
    if (il_low__given(bucket) == IL_MAYBE)
        il_low__gap(unit, bucket->loc, "access logs", (il_str){NULL, 0}, il_intern(IL_STR("AWS::S3::BucketPolicy")));
    if (!target || !il_low__primary(target))
        return;
    if (il_low__flag(low, "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy")) {
        allow_logs(unit, target, bucket->loc.source ? bucket->loc : prefix->loc);
        return;
    }
    il_low_part *part = il_low__primary(target);
    il_low_node *rules = il_low__list(low, part->out->loc), *rule = il_low__map(low, part->out->loc);
    put(low, rule, "ObjectOwnership", il_low__text(low, part->out->loc, IL_STR("ObjectWriter")));
    il_low__push(low, rules, rule);
    put(low, part->properties, "AccessControl", il_low__text(low, part->out->loc, IL_STR("LogDeliveryWrite")));
    if (!il_low__member(part->properties, IL_STR("OwnershipControls")))
        il_low__set(low, part->properties, IL_STR("OwnershipControls.Rules"), (il_loc){0}, rules);
}

/* A list that holds nothing stands for no configuration. */
static void drop_empty(il_low_unit *unit)
{
    static const char *const paths[][2] = {{"LifecycleConfiguration", "LifecycleConfiguration.Rules"},
                                           {"CorsConfiguration", "CorsConfiguration.CorsRules"},
                                           {"MetricsConfigurations", "MetricsConfigurations"},
                                           {"InventoryConfigurations", "InventoryConfigurations"}};
    il_low_part *part = il_low__primary(unit);
    for (size_t i = 0; part && i < sizeof paths / sizeof *paths; i++) {
        const il_low_node *list = il_low__at(part->properties, il_str_of(paths[i][1]));
        if (list && list->kind == IL_LOW_LIST && !list->open && list->items.n == 0)
            il_low__put(unit->low, part->properties, il_str_of(paths[i][0]), (il_loc){0}, NULL);
    }
}

/* In the library's order: who logs, who reads, who deletes, who is told. */
static void lower_bucket(il_low_unit *unit)
{
    const il_ev *public = il_low__prop(unit, "publicReadAccess"), *deletes = il_low__prop(unit, "autoDeleteObjects"),
                *bridge = il_low__prop(unit, "eventBridgeEnabled");
    lower_logs(unit);
    if (public->kind == IL_EV_BOOL && public->boolean)
        il_low__grant_public_access(unit, NULL);
    else if (il_low__given(public) != IL_NO && public->kind != IL_EV_BOOL)
        il_low__gap(unit, public->loc, "depends on a value that is not known", IL_STR("publicReadAccess"),
                    il_intern(IL_STR("AWS::S3::BucketPolicy")));
    if (il_low__given(deletes) != IL_NO)
        allow_deletion(unit);
    if (bridge->kind == IL_EV_BOOL && bridge->boolean)
        il_low__enable_event_bridge(unit, NULL);
}

const il_low_model il_low__bucket_model = {.name = "bucket", .lower = lower_bucket, .finish = drop_empty};
