/* What rules and topics deliver to: events.Rule's targets, sns.Topic's subscriptions, with the permissions and policies that go with them. */
#include <string.h>

#include "buf.h"
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

static void announce(il_low_unit *unit, il_loc loc, const char *reason, const char *const *types, size_t n)
{
    for (size_t i = 0; i < n; i++)
        il_low__gap(unit, loc, reason, (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
}

/* ---- Statements on a queue or topic for a service ---- */

typedef struct {
    il_low_unit *resource;
    const char *arn_member, *action, *service, *condition; /* "ArnEquals" */
    il_low_node *source;
    il_str sid;
    il_loc loc;
} delivery;

static void allow(const delivery *d)
{
    il_low *low = d->resource->low;
    il_low_document *document = il_low__resource_document(d->resource, d->loc);
    if (!document)
        return;
    il_low_node *map = il_low__map(low, d->loc), *principal = il_low__map(low, d->loc),
                *condition = il_low__map(low, d->loc);
    il_low_node *test = il_low__map(low, d->loc);
    put(low, test, "aws:SourceArn", (il_loc){0}, d->source);
    put(low, condition, d->condition, (il_loc){0}, test);
    put(low, principal, "Service", (il_loc){0}, il_low__text(low, d->loc, il_str_of(d->service)));
    put(low, map, "Action", (il_loc){0}, il_low__text(low, d->loc, il_str_of(d->action)));
    put(low, map, "Condition", (il_loc){0}, condition);
    put(low, map, "Effect", (il_loc){0}, il_low__text(low, d->loc, IL_STR("Allow")));
    put(low, map, "Principal", (il_loc){0}, principal);
    put(low, map, "Resource", (il_loc){0},
        il_low__plain(low,
                      il_low__ev_member(low, il_low__ev_unit(low, d->resource), il_str_of(d->arn_member), d->loc)));
    if (d->sid.n)
        put(low, map, "Sid", (il_loc){0}, il_low__text(low, d->loc, d->sid));
    il_low__add_statement(document, il_low__statement_of_node(low, map));
}

/* ---- events.Rule ---- */

static void dead_letters(il_low_unit *rule, il_low_node *target, const il_ev *options, il_loc loc)
{
    il_low *low = rule->low;
    const il_ev *queue = il_low__field(low, options, "deadLetterQueue");
    if (il_low__given(queue) == IL_NO)
        return;
    il_low_node *map = il_low__map(low, queue->loc);
    put(low, map, "Arn", queue->loc, il_low__plain(low, il_low__ev_member(low, queue, IL_STR("queueArn"), queue->loc)));
    put(low, target, "DeadLetterConfig", queue->loc, map);
    il_low_unit *behind = il_low__unit_behind(low, queue);
    if (!behind)
        return;
    delivery d = {behind, "queueArn", "sqs:SendMessage", "events.amazonaws.com", "ArnEquals", NULL, {NULL, 0}, loc};
    d.source = il_low__ref(low, loc, il_low__primary(rule), IL_STR("Arn"));
    d.sid = il_arena_printf(low->arena, "AllowEventRule%.*s", IL_FMT(il_low__unique_id(low->arena, rule->path)));
    allow(&d);
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

/* What the rule must be allowed to do to reach its target. */
static void allow_target(il_low_unit *rule, il_str kind, const il_ev *to, il_loc loc)
{
    il_low *low = rule->low;
    il_low_unit *behind = il_low__unit_behind(low, to);
    if (!behind)
        return;
    if (il_str_is(kind, "lambda")) {
        il_str id =
            il_arena_printf(low->arena, "AllowEventRule%.*s", IL_FMT(il_low__unique_id(low->arena, behind->path)));
        il_low_part *part = il_low__permission(rule, id, to, IL_STR("events.amazonaws.com"), loc);
        il_low__put(low, part->properties, IL_STR("SourceArn"), (il_loc){0},
                    il_low__ref(low, loc, il_low__primary(rule), IL_STR("Arn")));
        return;
    }
    il_low__open_unit(behind);
    if (il_str_is(kind, "queue"))
        announce(rule, loc, "target of a rule", (const char *const[]){"AWS::SQS::QueuePolicy"}, 1);
    else if (il_str_is(kind, "topic"))
        announce(rule, loc, "target of a rule", (const char *const[]){"AWS::SNS::TopicPolicy"}, 1);
}

static void add_target(il_low_unit *rule, const il_ev *value, il_loc key_loc, const il_method_call *call)
{
    static const char *const made[] = {"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::Lambda::Permission",
                                       "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"};
    il_low *low = rule->low;
    il_low_part *part = il_low__primary(rule);
    const il_ev *target = il_low__reduce(low, value), *arn = il_low__field(low, target, "arn");
    const il_ev *options = il_low__field(low, target, "options");
    il_low_node *list = il_low__at(part->properties, IL_STR("Targets"));
    size_t n = list && list->kind == IL_LOW_LIST ? list->items.n : 0;
    il_low_node *map = il_low__map(low, value->loc);
    map->handle = value;
    if (target->kind == IL_EV_OBJECT && arn->kind != IL_EV_UNDEFINED) {
        static const char *const others[] = {"event", "message", "messageGroupId", "ruleTargetInput", "input"};
        put(low, map, "Arn", value->loc, il_low__plain(low, arn));
        dead_letters(rule, map, options, value->loc);
        put(low, map, "Id", value->loc, il_low__text(low, value->loc, il_arena_printf(low->arena, "Target%zu", n)));
        retry_policy(low, map, options);
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            map->open = map->open || il_low__given(il_low__field(low, options, others[i])) != IL_NO;
        allow_target(rule, text_of(target, low, "target"), il_low__field(low, target, "to"), value->loc);
    } else {
        map->open = true;
        announce(rule, value->loc, "target of a rule", made, sizeof made / sizeof *made);
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

/* ---- sns.Topic ---- */

static void put_subscription(il_low_part *part, il_low_unit *topic, const il_ev *subscription, il_loc loc)
{
    static const struct {
        const char *option, *key;
    } plain[] = {{"rawMessageDelivery", "RawMessageDelivery"}, {"filterPolicyScope", "FilterPolicyScope"}};
    il_low *low = topic->low;
    const il_ev *options = il_low__field(low, subscription, "options");
    put(low, part->properties, "Endpoint", loc, il_low__plain(low, il_low__field(low, subscription, "endpoint")));
    put(low, part->properties, "Protocol", loc, il_low__plain(low, il_low__field(low, subscription, "protocol")));
    put(low, part->properties, "TopicArn", loc, il_low__ref(low, loc, il_low__primary(topic), (il_str){NULL, 0}));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        put(low, part->properties, plain[i].key, loc, il_low__plain(low, il_low__field(low, options, plain[i].option)));
    part->properties->open = il_low__given(options) == IL_MAYBE ||
                             il_low__given(il_low__field(low, options, "filterPolicy")) != IL_NO ||
                             il_low__given(il_low__field(low, options, "filterPolicyWithMessageBody")) != IL_NO ||
                             il_low__given(il_low__field(low, options, "deadLetterQueue")) != IL_NO;
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

/* A subscription to a queue or function stands below that, and needs its permission. */
static void subscribe_construct(il_low_unit *topic, il_low_unit *to, const il_ev *subscription,
                                const il_method_call *call)
{
    il_low *low = topic->low;
    il_str protocol = text_of(subscription, low, "protocol");
    bool lambda = il_str_is(protocol, "lambda");
    il_str id = il_low__unique_id(low->arena, topic->path);
    if (lambda) {
        il_str permission = il_arena_printf(low->arena, "AllowInvoke:%.*s", IL_FMT(id));
        il_low_part *p =
            il_low__permission(to, permission, il_low__ev_unit(low, to), IL_STR("sns.amazonaws.com"), call->loc);
        put(low, p->properties, "SourceArn", call->loc,
            il_low__ref(low, call->loc, il_low__primary(topic), (il_str){NULL, 0}));
    }
    il_str below = lambda ? il_low__string(topic->construct->id) : id;
    il_str relative = il_arena_printf(low->arena, "%.*s/Resource", IL_FMT(below));
    il_low_part *part = il_low__part(to, relative, IL_STR("AWS::SNS::Subscription"));
    part->out->loc = part->out->whole = call->loc;
    put_subscription(part, topic, subscription, call->loc);
    if (!lambda) {
        delivery d = {to, "queueArn", "sqs:SendMessage", "sns.amazonaws.com", "ArnEquals", NULL, {NULL, 0}, call->loc};
        d.source = il_low__ref(low, call->loc, il_low__primary(topic), (il_str){NULL, 0});
        allow(&d);
    }
}

bool il_low__add_subscription(il_low_unit *unit, const il_method_call *call)
{
    static const char *const made[] = {"AWS::SNS::Subscription", "AWS::Lambda::Permission", "AWS::SQS::QueuePolicy"};
    il_low *low = unit->low;
    const il_ev *subscription = il_low__arg(low, call, 0);
    const il_ev *to = il_low__field(low, subscription, "to"), *endpoint = il_low__field(low, subscription, "endpoint");
    il_low_unit *behind = il_low__unit_behind(low, to);
    bool known = subscription->kind == IL_EV_OBJECT &&
                 il_low__given(il_low__field(low, subscription, "protocol")) == IL_YES && unit->path.n;
    if (known && behind && behind->path.n) {
        subscribe_construct(unit, behind, subscription, call);
    } else if (known && to->kind == IL_EV_UNDEFINED && endpoint->kind == IL_EV_STRING) {
        il_str id = as_id(low, endpoint->string);
        il_low_part *part = il_low__part(unit, il_arena_printf(low->arena, "%.*s/Resource", IL_FMT(id)),
                                         IL_STR("AWS::SNS::Subscription"));
        part->out->loc = part->out->whole = call->loc;
        part->out->many = part->out->many || call->many;
        if (call->condition.text.n)
            part->out->condition = call->condition;
        put_subscription(part, unit, subscription, call->loc);
    } else {
        announce(unit, call->loc, "subscription", made, sizeof made / sizeof *made);
    }
    return true;
}

const il_low_model il_low__rule_model = {.name = "rule", .lower = lower_rule};
