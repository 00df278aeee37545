/* sns.Topic's subscriptions: where each stands, its filter, and the leave that queues, functions and keys give. */
#include <string.h>

#include "buf.h"
#include "lower_models.h"
#include "lower_policy.h"

static const char *const made[] = {"AWS::SNS::Subscription", "AWS::Lambda::Permission", "AWS::SQS::QueuePolicy"};

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, node);
}

static il_low_node *topic_arn(il_low_unit *topic, il_loc loc)
{
    return il_low__plain(topic->low,
                         il_low__ev_member(topic->low, il_low__ev_unit(topic->low, topic), IL_STR("topicArn"), loc));
}

/* ---- Filters ---- */

static void add_each(il_low *low, il_low_node *list, const il_ev *values, const char *key)
{
    for (size_t i = 0; values->kind == IL_EV_ARRAY && i < values->list.n; i++) {
        il_low_node *value = il_low__plain(low, values->list.items[i]), *item = value;
        if (key) {
            item = il_low__map(low, values->loc);
            il_low__put(low, item, il_str_of(key), (il_loc){0}, value);
        }
        il_low__push(low, list, item);
    }
    list->open = list->open || (il_low__given(values) != IL_NO && (values->kind != IL_EV_ARRAY || values->open));
}

/* The conditions of SubscriptionFilter.stringFilter and existsFilter; open for what is not read. */
static il_low_node *conditions_of(il_low *low, const il_ev *filter)
{
    static const char *const read[] = {"allowlist", "whitelist", "matchPrefixes", "matchSuffixes"};
    const il_ev *strings = il_low__field(low, filter, "strings"), *exists = il_low__field(low, filter, "exists");
    il_low_node *list = il_low__list(low, filter->loc);
    if (exists->kind == IL_EV_BOOL) {
        il_low_node *item = il_low__map(low, filter->loc);
        il_low__put(low, item, IL_STR("exists"), (il_loc){0}, il_low__plain(low, exists));
        il_low__push(low, list, item);
        return list;
    }
    list->open = strings->kind != IL_EV_OBJECT || strings->open || strings->object->open;
    for (size_t i = 0; strings->kind == IL_EV_OBJECT && i < strings->object->fields.n; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof read / sizeof *read; k++)
            known = known || strcmp(read[k], strings->object->fields.items[i].name) == 0;
        list->open = list->open || !known;
    }
    add_each(low, list, il_low__field(low, strings, "allowlist"), NULL);
    add_each(low, list, il_low__field(low, strings, "whitelist"), NULL);
    add_each(low, list, il_low__field(low, strings, "matchPrefixes"), "prefix");
    add_each(low, list, il_low__field(low, strings, "matchSuffixes"), "suffix");
    return list;
}

static void put_filter(il_low_part *part, const il_ev *policy)
{
    il_low *low = part->unit->low;
    if (il_low__given(policy) == IL_NO)
        return;
    if (policy->kind != IL_EV_OBJECT) {
        put(part, "FilterPolicy", policy->loc, il_low__unknown(low, policy->loc, "filter", (il_str){NULL, 0}));
        return;
    }
    il_low_node *map = il_low__map(low, policy->loc);
    for (size_t i = 0; i < policy->object->fields.n; i++) {
        const il_field *field = &policy->object->fields.items[i];
        const il_ev *filter = il_low__reduce(low, field->value);
        il_low__put(low, map, il_str_of(field->name), field->name_loc,
                    filter->kind == IL_EV_OBJECT ? conditions_of(low, filter)
                                                 : il_low__unknown(low, filter->loc, "filter", (il_str){NULL, 0}));
    }
    map->open = policy->open || policy->object->open;
    put(part, "FilterPolicy", policy->loc, map);
}

/* ---- The resource ---- */

static void dead_letters(il_low_unit *topic, il_low_part *part, const il_ev *queue, il_loc loc)
{
    il_low *low = topic->low;
    if (il_low__given(queue) == IL_NO)
        return;
    il_low_node *arn = il_low__plain(low, il_low__ev_member(low, queue, IL_STR("queueArn"), queue->loc));
    il_low__set(low, part->properties, IL_STR("RedrivePolicy.deadLetterTargetArn"), queue->loc, arn);
    il_low_unit *behind = il_low__unit_behind(low, queue);
    il_low_allowance send = {.actions = {"sqs:SendMessage"},
                             .service = "sns.amazonaws.com",
                             .resource = arn,
                             .condition =
                                 il_low__condition(low, "ArnEquals", "aws:SourceArn", topic_arn(topic, loc), loc),
                             .loc = loc};
    if (behind)
        il_low__allow(il_low__resource_document(behind, loc), &send);
}

/* A topic from elsewhere may stand in another region, which its ARN names. */
static void put_region(il_low_part *part, il_low_unit *topic, const il_ev *to)
{
    il_low *low = topic->low;
    const il_ev *arn = il_low__prop(topic, "topicArn");
    il_str rest = il_low__string(arn), region = {NULL, 0};
    if (!il_low__is_import(topic) || il_low__given(to) == IL_NO)
        return;
    for (size_t i = 0; i < 4 && rest.p; i++)
        region = il_str_cut(&rest, ':');
    put(part, "Region", arn->loc,
        region.n ? il_low__text(low, arn->loc, region)
                 : il_low__unknown(low, arn->loc, "region of an imported topic", (il_str){NULL, 0}));
}

static void put_subscription(il_low_part *part, il_low_unit *topic, const il_ev *subscription, il_loc loc)
{
    static const struct {
        const char *option, *key;
    } plain[] = {{"rawMessageDelivery", "RawMessageDelivery"}, {"filterPolicyScope", "FilterPolicyScope"}};
    il_low *low = topic->low;
    const il_ev *options = il_low__field(low, subscription, "options");
    put(part, "Endpoint", loc, il_low__plain(low, il_low__field(low, subscription, "endpoint")));
    put(part, "Protocol", loc, il_low__plain(low, il_low__field(low, subscription, "protocol")));
    put(part, "TopicArn", loc, topic_arn(topic, loc));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        put(part, plain[i].key, loc, il_low__plain(low, il_low__field(low, options, plain[i].option)));
    put_region(part, topic, il_low__field(low, subscription, "to"));
    put_filter(part, il_low__field(low, options, "filterPolicy"));
    dead_letters(topic, part, il_low__field(low, options, "deadLetterQueue"), loc);
    part->properties->open = il_low__given(options) == IL_MAYBE ||
                             il_low__given(il_low__field(low, options, "filterPolicyWithMessageBody")) != IL_NO;
}

/* Slashes do not stand in construct ids. */
static il_str as_id(il_low *low, il_str text)
{
    il_buf out = {0};
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '/')
            il_buf_puts(&out, "--");
        else
            il_buf_putc(&out, text.p[i]);
    il_str id = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    return id;
}

static void allow_queue(il_low_unit *topic, il_low_unit *queue, il_loc loc)
{
    il_low *low = topic->low;
    const il_ev *self = il_low__ev_unit(low, queue);
    il_low_allowance send = {.actions = {"sqs:SendMessage"},
                             .service = "sns.amazonaws.com",
                             .resource = il_low__plain(low, il_low__ev_member(low, self, IL_STR("queueArn"), loc)),
                             .condition =
                                 il_low__condition(low, "ArnEquals", "aws:SourceArn", topic_arn(topic, loc), loc),
                             .loc = loc};
    il_low__allow(il_low__resource_document(queue, loc), &send);
    il_low_unit *key = il_low__unit_behind(low, il_low__ev_member(low, self, IL_STR("encryptionMasterKey"), loc));
    il_low_allowance use = {.actions = {"kms:Decrypt", "kms:GenerateDataKey"},
                            .service = "sns.amazonaws.com",
                            .resource = il_low__text(low, loc, IL_STR("*")),
                            .loc = loc};
    if (il_low__flag(low, "@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption"))
        use.condition = il_low__condition(low, "ArnEquals", "aws:SourceArn", topic_arn(topic, loc), loc);
    if (key)
        il_low__allow(il_low__resource_document(key, loc), &use);
}

/* A subscription to a queue or function stands below that, and needs its permission. */
static il_low_part *subscribe_construct(il_low_unit *topic, il_low_unit *to, bool lambda, il_loc loc)
{
    il_low *low = topic->low;
    il_str id = il_low__unique_id(low->arena, topic->path);
    if (lambda && !il_low__is_import(to)) {
        il_str permission = il_arena_printf(low->arena, "AllowInvoke:%.*s", IL_FMT(id));
        il_low_part *p = il_low__permission(to, permission, il_low__ev_unit(low, to), IL_STR("sns.amazonaws.com"), loc);
        put(p, "SourceArn", loc, topic_arn(topic, loc));
    } else if (!lambda) {
        allow_queue(topic, to, loc);
    }
    il_str below = lambda ? il_low__string(topic->construct->id) : id;
    return il_low__part(to, il_arena_printf(low->arena, "%.*s/Resource", IL_FMT(below)),
                        IL_STR("AWS::SNS::Subscription"));
}

/* Whether EV is text that synthesis leaves a token in. */
static bool is_token(il_low *low, const il_ev *ev)
{
    if (ev->kind != IL_EV_MEMBER && ev->kind != IL_EV_CONCAT && ev->kind != IL_EV_OBJECT)
        return false;
    const il_value *value = il_low__freeze(low, NULL, il_low__plain(low, ev));
    return value->kind == IL_REF || value->kind == IL_CALL;
}

/* The id of a subscription to an address: the address, or a number when it is known only at deployment. Empty when it is not known. */
static il_str address_id(il_low_unit *topic, const il_ev *endpoint)
{
    il_low *low = topic->low;
    size_t n = 1;
    if (endpoint->kind == IL_EV_STRING)
        return as_id(low, endpoint->string);
    if (!is_token(low, endpoint))
        return (il_str){NULL, 0};
    for (size_t i = 0; i < topic->parts.n; i++)
        n += il_str_starts(topic->parts.items[i]->relative, IL_STR("TokenSubscription:"));
    return il_arena_printf(low->arena, "TokenSubscription:%zu", n);
}

static const il_ev *with_protocol(il_low *low, const il_ev *subscription)
{
    const il_ev *url = il_low__field(low, subscription, "url"), *json = il_low__field(low, subscription, "json");
    const il_ev *given = il_low__field(low, subscription, "protocol");
    il_str text = il_low__string(url);
    if (json->kind == IL_EV_BOOL && json->boolean)
        return il_low__ev_with(low, subscription, "protocol",
                               il_low__ev_text(low, subscription->loc, IL_STR("email-json")));
    if (il_low__given(given) != IL_NO || !text.n)
        return subscription;
    return il_low__ev_with(low, subscription, "protocol",
                           il_low__ev_text(low, subscription->loc, il_str_cut(&text, ':')));
}

il_low_part *il_low__subscribe(il_low_unit *topic, const il_ev *given, il_loc loc)
{
    il_low *low = topic->low;
    const il_ev *subscription = with_protocol(low, il_low__reduce(low, given));
    const il_ev *to = il_low__field(low, subscription, "to"), *protocol = il_low__field(low, subscription, "protocol");
    il_low_unit *behind = il_low__unit_behind(low, to);
    bool known = subscription->kind == IL_EV_OBJECT && protocol->kind == IL_EV_STRING && topic->path.n;
    bool lambda = known && il_str_is(protocol->string, "lambda");
    il_low_part *part = NULL;
    if (known && behind && behind->path.n) {
        part = subscribe_construct(topic, behind, lambda, loc);
    } else if (known && to->kind == IL_EV_UNDEFINED) {
        il_str id = address_id(topic, il_low__field(low, subscription, "endpoint"));
        if (id.n)
            part = il_low__part(topic, il_arena_printf(low->arena, "%.*s/Resource", IL_FMT(id)),
                                IL_STR("AWS::SNS::Subscription"));
    }
    if (!part) {
        for (size_t i = 0; i < sizeof made / sizeof *made; i++)
            il_low__gap(topic, loc, "subscription", (il_str){NULL, 0}, il_intern(il_str_of(made[i])));
        return NULL;
    }
    part->out->loc = part->out->whole = loc;
    put_subscription(part, topic, subscription, loc);
    return part;
}

bool il_low__add_subscription(il_low_unit *unit, const il_method_call *call)
{
    il_low_part *part = call->n_args ? il_low__subscribe(unit, call->args[0], call->loc) : NULL;
    if (part) {
        part->out->many = part->out->many || call->many;
        if (call->condition.text.n)
            part->out->condition = call->condition;
    }
    return true;
}
