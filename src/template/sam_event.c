/* Events of functions and state machines: subscriptions, event source mappings, rules, and the permissions that go with them. */
#include <string.h>

#include "sam.h"

typedef struct {
    const char *type, *made; /* NULL: nothing but the permission */
    const char *source;      /* the property that names where events come from */
    const char *service;     /* that may invoke the function; NULL: it polls */
    const char *policy;      /* that the role gets to poll */
    il_sam_filler *fill;
} event_kind;

static const event_kind *kind_of(const il_member *event);

/* The event's own properties, read as if they were a resource's. */
static il_sam of_event(il_sam *s, const il_member *event)
{
    il_sam inner = *s;
    const il_value *events = il_sam__get(s, "Events");
    const il_value *value = events->kind == IL_MAP ? il_value_get(events, event->key->text) : events;
    inner.own = il_value_get(value, IL_STR("Properties"));
    inner.loc = il_reader__loc(s->r, event->key);
    inner.body = il_value_map(s->r->arena, inner.loc, NULL, 0);
    return inner;
}

/* Copies all properties but SKIPPED. */
static void copy_all(il_sam *e, il_entries *out, const char *const *skipped)
{
    for (size_t i = 0; e->own->kind == IL_MAP && i < e->own->map.n; i++) {
        bool skip = false;
        for (size_t j = 0; skipped[j]; j++)
            skip = skip || il_str_is(e->own->map.entries[i].key, skipped[j]);
        if (!skip && e->own->map.entries[i].value->kind != IL_MISSING)
            IL_PUSH(e->r->arena, out, e->own->map.entries[i]);
    }
}

static bool known(const il_sam *e)
{
    return e->own->kind == IL_MAP || e->own->kind == IL_MISSING;
}

/* What events call: the alias where there is one. */
static const il_value *callee(il_sam *e, const char *attribute)
{
    const il_resource *alias = il_map_get(&e->r->resources, il_sam__id(e->r, e->main, ".Alias"));
    return alias ? il_sam__ref(e, alias, "") : il_sam__ref(e, e->main, attribute);
}

static const il_value *fill_mapping(il_sam *s, il_resource *resource, const il_member *event)
{
    static const char *const skipped[] = {"Stream", "Queue", "Broker", "Cluster", NULL};
    (void)resource;
    il_sam e = of_event(s, event);
    il_entries out = {0};
    il_sam__move(&e, &out, "EventSourceArn", il_sam__entry(&e, kind_of(event)->source));
    il_sam__put(&e, &out, "FunctionName", callee(&e, ""));
    copy_all(&e, &out, skipped);
    return il_sam__body(&e, &out, known(&e), false);
}

static const il_value *target_of(il_sam *e)
{
    static const il_writing moved[] = {{"Input", "Input"},
                                       {"InputPath", "InputPath"},
                                       {"InputTransformer", "InputTransformer"},
                                       {"RetryPolicy", "RetryPolicy"},
                                       {"DeadLetterConfig.Arn", "DeadLetterConfig.Arn"}};
    il_entries out = {0};
    il_sam__put(e, &out, "Arn", callee(e, "Arn"));
    il_sam__put(e, &out, "Id", il_sam__unknown(e, "Id"));
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(e, &out, moved[i].made, il_sam__entry(e, moved[i].written));
    const il_value *map = il_sam__map(e, &out);
    return known(e) ? map : il_value_opened(e->r->arena, map);
}

/* Of a schedule or a pattern. */
static const il_value *fill_rule(il_sam *s, il_resource *resource, const il_member *event)
{
    static const il_writing moved[] = {{"Description", "Description"},
                                       {"EventBusName", "EventBusName"},
                                       {"EventPattern", "Pattern"},
                                       {"Name", "Name"},
                                       {"Name", "RuleName"},
                                       {"ScheduleExpression", "Schedule"},
                                       {"State", "State"}};
    (void)resource;
    il_sam e = of_event(s, event);
    il_entries out = {0};
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(&e, &out, moved[i].made, il_sam__entry(&e, moved[i].written));
    if (il_sam__entry(&e, "Enabled"))
        il_sam__put(&e, &out, "State", il_sam__unknown(&e, "State"));
    const il_value *target = target_of(&e);
    il_sam__put(&e, &out, "Targets", il_sam__list(&e, &target, 1));
    return il_sam__body(&e, &out, known(&e), false);
}

static const il_value *fill_schedule(il_sam *s, il_resource *resource, const il_member *event)
{
    static const char *const skipped[] = {"Input",    "DeadLetterConfig",    "RetryPolicy", "RoleArn",
                                          "OmitName", "PermissionsBoundary", NULL};
    (void)resource;
    il_sam e = of_event(s, event);
    il_entries out = {0};
    copy_all(&e, &out, skipped);
    il_sam__put(&e, &out, "Target", il_value_opened(s->r->arena, target_of(&e)));
    return il_sam__body(&e, &out, known(&e), false);
}

static const il_value *fill_subscription(il_sam *s, il_resource *resource, const il_member *event)
{
    static const il_writing moved[] = {{"FilterPolicy", "FilterPolicy"},
                                       {"FilterPolicyScope", "FilterPolicyScope"},
                                       {"RedrivePolicy", "RedrivePolicy"},
                                       {"Region", "Region"},
                                       {"TopicArn", "Topic"}};
    (void)resource;
    il_sam e = of_event(s, event);
    il_entries out = {0};
    bool queued = il_sam__get(&e, "SqsSubscription")->kind != IL_MISSING;
    il_sam__put(&e, &out, "Protocol", queued ? il_sam__unknown(&e, "Protocol") : il_sam__text(&e, "lambda"));
    il_sam__put(&e, &out, "Endpoint", queued ? il_sam__unknown(&e, "Endpoint") : callee(&e, "Arn"));
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(&e, &out, moved[i].made, il_sam__entry(&e, moved[i].written));
    return il_sam__body(&e, &out, known(&e), false);
}

/* Something that is made, and is not looked into. */
static const il_value *fill_open(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    il_sam e = of_event(s, event);
    il_entries out = {0};
    return il_sam__body(&e, &out, false, false);
}

static const il_value *fill_permission(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    const event_kind *kind = kind_of(event);
    il_sam e = of_event(s, event);
    il_entries out = {0};
    bool bucket = strcmp(kind->type, "S3") == 0, skill = strcmp(kind->type, "AlexaSkill") == 0;
    il_sam__put(&e, &out, "Action", il_sam__text(&e, "lambda:InvokeFunction"));
    il_sam__put(&e, &out, "FunctionName", callee(&e, ""));
    il_sam__put(&e, &out, "Principal", il_sam__text(&e, kind->service));
    if (bucket)
        il_sam__put(&e, &out, "SourceAccount",
                    il_value_ref(s->r->arena, e.loc, NULL, IL_STR("AWS::AccountId"), (il_str){NULL, 0}));
    else if (skill)
        il_sam__move(&e, &out, "EventSourceToken", il_sam__entry(&e, "SkillId"));
    else if (kind->source && il_sam__entry(&e, kind->source))
        il_sam__move(&e, &out, "SourceArn", il_sam__entry(&e, kind->source));
    else
        il_sam__put(&e, &out, "SourceArn", il_sam__unknown(&e, "SourceArn"));
    return il_sam__body(&e, &out, known(&e), false);
}

static const event_kind kinds[] = {
    {"AlexaSkill", NULL, NULL, "alexa-appkit.amazon.com", NULL, NULL},
    {"Api", NULL, NULL, "apigateway.amazonaws.com", NULL, NULL},
    {"CloudWatchEvent", "AWS::Events::Rule", NULL, "events.amazonaws.com", NULL, fill_rule},
    {"CloudWatchLogs", "AWS::Logs::SubscriptionFilter", NULL, "logs.amazonaws.com", NULL, fill_open},
    {"Cognito", NULL, NULL, "cognito-idp.amazonaws.com", NULL, NULL},
    {"DocumentDB", "AWS::Lambda::EventSourceMapping", "Cluster", NULL, NULL, fill_mapping},
    {"DynamoDB", "AWS::Lambda::EventSourceMapping", "Stream", NULL, "service-role/AWSLambdaDynamoDBExecutionRole",
     fill_mapping},
    {"EventBridgeRule", "AWS::Events::Rule", NULL, "events.amazonaws.com", NULL, fill_rule},
    {"HttpApi", NULL, NULL, "apigateway.amazonaws.com", NULL, NULL},
    {"IoTRule", "AWS::IoT::TopicRule", NULL, "iot.amazonaws.com", NULL, fill_open},
    {"Kinesis", "AWS::Lambda::EventSourceMapping", "Stream", NULL, "service-role/AWSLambdaKinesisExecutionRole",
     fill_mapping},
    {"MQ", "AWS::Lambda::EventSourceMapping", "Broker", NULL, NULL, fill_mapping},
    {"MSK", "AWS::Lambda::EventSourceMapping", "Stream", NULL, "service-role/AWSLambdaMSKExecutionRole", fill_mapping},
    {"S3", NULL, NULL, "s3.amazonaws.com", NULL, NULL},
    {"SNS", "AWS::SNS::Subscription", "Topic", "sns.amazonaws.com", NULL, fill_subscription},
    {"SQS", "AWS::Lambda::EventSourceMapping", "Queue", NULL, "service-role/AWSLambdaSQSQueueExecutionRole",
     fill_mapping},
    {"Schedule", "AWS::Events::Rule", NULL, "events.amazonaws.com", NULL, fill_rule},
    {"ScheduleV2", "AWS::Scheduler::Schedule", NULL, NULL, NULL, fill_schedule},
    {"SelfManagedKafka", "AWS::Lambda::EventSourceMapping", NULL, NULL, NULL, fill_mapping},
};

static const event_kind *kind_of(const il_member *event)
{
    il_str type = il_node_string(il_node_get(event->value, IL_STR("Type")));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (il_str_is(type, kinds[i].type))
            return &kinds[i];
    return NULL;
}

/* What cannot be told from the event: all that one may make. */
static void add_gaps(il_reader *r, const il_resource *main)
{
    static const char *const types[] = {
        "AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping", "AWS::Events::Rule",
        "AWS::SNS::Subscription",  "AWS::Scheduler::Schedule",        "AWS::ApiGateway::RestApi",
        "AWS::ApiGateway::Stage",  "AWS::ApiGatewayV2::Api",          "AWS::ApiGatewayV2::Stage"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_sam__gap(r, main, types[i]);
}

/* A bucket's or user pool's events are written into it. */
static void note_altered(il_reader *r, const il_node *properties, const char *type)
{
    bool bucket = strcmp(type, "S3") == 0;
    if (!bucket && strcmp(type, "Cognito") != 0)
        return;
    const il_node *source = il_node_get(properties, bucket ? IL_STR("Bucket") : IL_STR("UserPool"));
    il_site site;
    if (!source || !il_reader__site_of(source, &site) || strcmp(site.name, "Ref") != 0)
        return;
    il_altered altered = {il_node_string(site.args), bucket ? "NotificationConfiguration" : "LambdaConfig"};
    IL_PUSH(r->arena, &r->altered, altered);
}

/* What an event makes besides its own resource and the permission. */
static void declare_more(il_reader *r, il_resource *main, const il_member *event, const event_kind *kind)
{
    const il_node *properties = il_node_get(event->value, IL_STR("Properties"));
    bool http = strcmp(kind->type, "HttpApi") == 0;
    bool named = il_node_get(properties, http ? IL_STR("ApiId") : IL_STR("RestApiId"));
    if ((http || strcmp(kind->type, "Api") == 0) && !named)
        il_sam__implicit_api(r, main, http);
    if (strcmp(kind->type, "ScheduleV2") == 0)
        il_sam__gap(r, main, "AWS::IAM::Role");
    if (strcmp(kind->type, "SNS") == 0 && il_node_get(properties, IL_STR("SqsSubscription"))) {
        il_sam__gap(r, main, "AWS::SQS::Queue");
        il_sam__gap(r, main, "AWS::SQS::QueuePolicy");
    }
    bool letters = il_node_get(properties, IL_STR("DeadLetterConfig")) != NULL;
    if (letters)
        il_sam__gap(r, main, "AWS::SQS::Queue");
    note_altered(r, properties, kind->type);
}

static void declare_event(il_reader *r, il_resource *main, const il_member *event, bool function)
{
    const event_kind *kind = kind_of(event);
    if (!kind) {
        add_gaps(r, main);
        return;
    }
    il_str base = il_arena_printf(r->arena, "%.*s%.*s", IL_FMT(main->logical_id), IL_FMT(event->key->text));
    if (kind->made)
        il_sam__declare(r, main, (il_sam_new){base, kind->made, event, kind->fill});
    if (kind->service && function)
        il_sam__declare(r, main,
                        (il_sam_new){il_arena_printf(r->arena, "%.*sPermission", IL_FMT(base)),
                                     "AWS::Lambda::Permission", event, fill_permission});
    else if (!function)
        il_sam__gap(r, main, "AWS::IAM::Role");
    declare_more(r, main, event, kind);
}

void il_sam__declare_events(il_reader *r, il_resource *main, const il_node *definition)
{
    const il_node *events = il_sam__node(r, main, definition, "Events");
    bool function = strcmp(main->type, "AWS::Lambda::Function") == 0;
    il_site site;
    if (events && (events->kind != IL_NODE_MAP || il_reader__site_of(events, &site)))
        add_gaps(r, main);
    else
        for (size_t i = 0; events && i < events->map.n; i++)
            declare_event(r, main, &events->map.members[i], function);
}

void il_sam__event_policies(il_sam *s, il_sam_role *role)
{
    const il_node *events = il_sam__node(s->r, s->main, s->node, "Events");
    for (size_t i = 0; events && events->kind == IL_NODE_MAP && i < events->map.n; i++) {
        const event_kind *kind = kind_of(&events->map.members[i]);
        bool there = false;
        for (size_t j = 0; kind && kind->policy && j < role->managed.n; j++)
            there = there || strcmp(role->managed.items[j], kind->policy) == 0;
        if (kind && kind->policy && !there)
            IL_PUSH(s->r->arena, &role->managed, kind->policy);
    }
}
