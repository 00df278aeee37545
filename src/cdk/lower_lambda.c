/* lambda.Function: versions on demand, permissions, event sources, environment. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, node);
}

static il_low_node *member(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

/* `fn.currentVersion`: made when it is first asked for. */
static const il_ev *function_member(il_low_unit *unit, il_str name, il_loc loc)
{
    il_low *low = unit->low;
    if (!il_str_is(name, "currentVersion"))
        return NULL;
    il_low_unit *version = il_low__child_of(unit, IL_STR("CurrentVersion"));
    if (!version) {
        version = il_low__bare_child(unit, IL_STR("CurrentVersion"), IL_STR("aws-cdk-lib.aws_lambda.Version"));
        il_low_part *part = il_low__part(version, IL_STR("Resource"), IL_STR("AWS::Lambda::Version"));
        put(part, "FunctionName", (il_loc){0}, il_low__ref(low, loc, il_low__primary(unit), (il_str){NULL, 0}));
    }
    return il_low__ev_unit(low, version);
}

bool il_low__add_environment(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_str key = il_low__string(il_low__arg(low, call, 0));
    if (!part || call->n_args < 2)
        return true;
    il_low_node *variables = il_low__at(part->properties, IL_STR("Environment.Variables"));
    if (!variables) {
        variables = il_low__map(low, call->loc);
        il_low__set(low, part->properties, IL_STR("Environment.Variables"), (il_loc){0}, variables);
    }
    if (variables->kind != IL_LOW_MAP)
        return true;
    if (key.n == 0) {
        variables->open = true;
        return true;
    }
    il_low_node *node = il_low__plain(low, call->args[1]);
    if (call->condition.text.n)
        node = il_low__either(unit, call->condition, node, il_low__member(variables, key));
    il_low__put(low, variables, key, call->args[0]->loc, node);
    return true;
}

/* ---- Permissions ---- */

il_low_part *il_low__permission(il_low_unit *below, il_str id, const il_ev *function, il_str service, il_loc loc)
{
    il_low *low = below->low;
    il_low_part *part = il_low__part_at(below, id);
    if (part)
        return part;
    part = il_low__part(below, id, IL_STR("AWS::Lambda::Permission"));
    part->out->loc = part->out->whole = loc;
    put(part, "Action", (il_loc){0}, il_low__text(low, loc, IL_STR("lambda:InvokeFunction")));
    put(part, "FunctionName", (il_loc){0}, member(low, function, "functionArn", loc));
    put(part, "Principal", (il_loc){0}, il_low__text(low, loc, service));
    return part;
}

/* Who may invoke: a service, an account by its number, a role by its ARN. */
static il_low_node *permitted(il_low *low, const il_ev *given, il_loc loc)
{
    const il_ev *principal = il_low__field(low, given, "principal"), *account = il_low__field(low, given, "account");
    const il_ev *service = il_low__field(low, principal, "Service"), *aws = il_low__field(low, principal, "AWS");
    bool conditions = il_low__given(il_low__field(low, given, "conditions")) != IL_NO;
    if (il_low__given(account) == IL_YES)
        return il_low__plain(low, account);
    if (principal->kind != IL_EV_OBJECT || conditions)
        return il_low__unknown(low, loc, "principal", (il_str){NULL, 0});
    if (il_low__given(service) != IL_NO)
        return il_low__plain(low, service);
    return il_low__given(aws) != IL_NO ? il_low__plain(low, aws)
                                       : il_low__unknown(low, loc, "principal", (il_str){NULL, 0});
}

/* addPermission(id, {principal, action, sourceArn, sourceAccount, eventSourceToken, functionUrlAuthType}). */
bool il_low__add_permission(il_low_unit *unit, const il_method_call *call)
{
    static const struct {
        const char *prop, *key;
    } plain[] = {
        {"sourceArn", "SourceArn"}, {"sourceAccount", "SourceAccount"}, {"eventSourceToken", "EventSourceToken"}};
    il_low *low = unit->low;
    il_str id = il_low__string(il_low__arg(low, call, 0));
    const il_ev *options = il_low__arg(low, call, 1);
    if (id.n == 0) {
        il_low__gap(unit, call->loc, "permission of a function", id, il_intern(IL_STR("AWS::Lambda::Permission")));
        return true;
    }
    const il_ev *principal = il_low__field(low, options, "principal"), *action = il_low__field(low, options, "action");
    il_low_part *part = il_low__permission(unit, id, il_low__ev_unit(low, unit), (il_str){"", 0}, call->loc);
    if (call->condition.text.n)
        part->out->condition = call->condition;
    part->out->many = part->out->many || call->many;
    if (il_low__given(action) != IL_NO)
        put(part, "Action", call->loc, il_low__plain(low, action));
    put(part, "Principal", call->loc, permitted(low, principal, call->loc));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        put(part, plain[i].key, call->loc, il_low__plain(low, il_low__field(low, options, plain[i].prop)));
    part->properties->open = options->kind != IL_EV_OBJECT || options->open || options->object->open;
    return true;
}

/* ---- Event sources ---- */

/* A topic that the function subscribes to, a bucket that tells it. */
static bool other_source(il_low_unit *unit, const il_ev *source, il_loc loc)
{
    il_low *low = unit->low;
    il_str kind = il_low__string(il_low__field(low, source, "source"));
    const il_ev *self = il_low__ev_unit(low, unit), *options = il_low__field(low, source, "options");
    il_low_unit *from = il_low__unit_behind(low, il_low__field(low, source, "from"));
    const il_ev *events = il_low__field(low, options, "events"), *filters = il_low__field(low, options, "filters");
    if (il_str_is(kind, "SnsEventSource") && from) {
        const il_ev *subscription = il_low__ev_with(low, low->undefined, "to", self);
        subscription = il_low__ev_with(low, subscription, "protocol", il_low__ev_text(low, loc, IL_STR("lambda")));
        subscription =
            il_low__ev_with(low, subscription, "endpoint", il_low__ev_member(low, self, IL_STR("functionArn"), loc));
        il_low__subscribe(from, il_low__ev_with(low, subscription, "options", options), loc);
        return true;
    }
    if (!il_str_is(kind, "S3EventSource") || !from || events->kind != IL_EV_ARRAY || events->open)
        return false;
    for (size_t i = 0; i < events->list.n; i++) {
        il_low_notice notice = {.event = events->list.items[i], .to = self, .kind = IL_STR("lambda"), .loc = loc};
        notice.filters = filters->kind == IL_EV_ARRAY ? filters->list.items : NULL;
        notice.n = filters->kind == IL_EV_ARRAY ? filters->list.n : 0;
        il_low__notify(from, &notice);
    }
    return true;
}

/* The catalogue describes an event source as {source: kind, from: construct, arn: member, grant: method, options}. */
static void bind_source(il_low_unit *unit, const il_ev *value, const il_method_call *call)
{
    il_low *low = unit->low;
    const il_ev *source = il_low__reduce(low, value), *kind = il_low__field(low, source, "source");
    const il_ev *from = il_low__field(low, source, "from"), *options = il_low__field(low, source, "options");
    il_low_unit *behind = il_low__unit_behind(low, from);
    il_str arn = il_low__string(il_low__field(low, source, "arn")),
           grant = il_low__string(il_low__field(low, source, "grant"));
    if (other_source(unit, source, value->loc))
        return;
    if (source->kind != IL_EV_OBJECT || kind->kind != IL_EV_STRING || !behind || behind->path.n == 0) {
        static const char *const types[] = {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission",
                                            "AWS::SNS::Subscription",          "AWS::S3::BucketPolicy",
                                            "Custom::S3BucketNotifications",   "AWS::IAM::Policy"};
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            il_low__gap(unit, value->loc, "event source", (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
        return;
    }
    il_str id = il_arena_printf(low->arena, "%.*s:%.*s", IL_FMT(kind->string),
                                IL_FMT(il_low__unique_id(low->arena, behind->path)));
    const il_ev *props = il_low__ev_with(low, options, "eventSourceArn", il_low__ev_member(low, from, arn, value->loc));
    props = il_low__ev_with(low, props, "target", il_low__ev_unit(low, unit));
    il_low_unit *made = il_low__child(unit, id, IL_STR("aws-cdk-lib.aws_lambda.EventSourceMapping"), props, value->loc);
    if (call && call->condition.text.n && made->parts.n)
        made->parts.items[0]->out->condition = call->condition;
    const il_ev *args[] = {il_low__ev_unit(low, unit)};
    il_method_call granted = {.method = il_intern(grant), .args = args, .n_args = 1, .loc = value->loc};
    if (grant.n)
        il_low__grant(behind, &granted);
}

bool il_low__add_event_source(il_low_unit *unit, const il_method_call *call)
{
    if (call->n_args)
        bind_source(unit, call->args[0], call);
    return true;
}

static void finish_function(il_low_unit *unit)
{
    const il_ev *events = il_low__prop(unit, "events");
    il_low__mount(unit);
    if (il_low__given(events) == IL_NO)
        return;
    if (events->kind != IL_EV_ARRAY) {
        il_low__gap(unit, events->loc, "event source", (il_str){NULL, 0}, NULL);
        return;
    }
    for (size_t i = 0; i < events->list.n; i++)
        bind_source(unit, events->list.items[i], NULL);
}

/* ---- Destinations ---- */

static void grant_to(il_low_unit *of, const char *method, const il_ev *grantee, il_loc loc)
{
    const il_ev *args[] = {grantee};
    il_method_call call = {.method = method, .args = args, .n_args = 1, .loc = loc};
    il_low__grant(of, &call);
}

/* Where a result goes, by the catalogue's description: {to: construct, arn: member, grant: method, andGrant: another}. */
static void bind_destination(il_low_unit *config, il_low_part *part, const char *prop, const char *key,
                             const il_ev *function)
{
    il_low *low = config->low;
    const il_ev *given = il_low__prop(config, prop);
    const il_ev *to = il_low__field(low, given, "to"), *arn = il_low__field(low, given, "arn"),
                *grant = il_low__field(low, given, "grant");
    il_str path = il_arena_printf(low->arena, "DestinationConfig.%s.Destination", key);
    il_low_unit *behind = il_low__unit_behind(low, to);
    if (il_low__given(given) == IL_NO)
        return;
    bool known = behind && arn->kind == IL_EV_STRING && grant->kind == IL_EV_STRING &&
                 il_low__given(il_low__field(low, given, "options")) == IL_NO;
    if (!known) {
        il_low__set(low, part->properties, path, given->loc,
                    il_low__unknown(low, given->loc, "destination", (il_str){NULL, 0}));
        il_low__gap(config, given->loc, "destination", (il_str){NULL, 0}, il_intern(IL_STR("AWS::IAM::Policy")));
        return;
    }
    il_low__set(low, part->properties, path, given->loc, member(low, to, arn->string.p, given->loc));
    grant_to(behind, il_intern(grant->string), function, given->loc);
    const il_ev *further = il_low__field(low, given, "andGrant");
    if (further->kind == IL_EV_STRING)
        grant_to(behind, il_intern(further->string), function, given->loc);
}

static void lower_event_invoke_config(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return;
    const il_ev *function = il_low__prop(unit, "function");
    bind_destination(unit, part, "onFailure", "OnFailure", function);
    bind_destination(unit, part, "onSuccess", "OnSuccess", function);
}

/* FilterCriteria.filter(pattern): the pattern as JSON. */
static void put_filters(il_low_unit *mapping, il_low_part *part)
{
    il_low *low = mapping->low;
    const il_ev *filters = il_low__prop(mapping, "filters");
    if (il_low__given(filters) == IL_NO)
        return;
    il_low_node *list = il_low__list(low, filters->loc);
    list->open = filters->kind != IL_EV_ARRAY || filters->open;
    for (size_t i = 0; filters->kind == IL_EV_ARRAY && i < filters->list.n; i++) {
        const il_ev *pattern = il_low__field(low, filters->list.items[i], "filter");
        il_low_node *data = il_low__plain(low, pattern), *item = il_low__map(low, filters->loc);
        if (!data)
            continue;
        il_low__put(low, item, IL_STR("Pattern"), (il_loc){0}, il_low__json_text(mapping, data, pattern->loc));
        il_low__push(low, list, item);
    }
    il_low__set(low, part->properties, IL_STR("FilterCriteria.Filters"), filters->loc, list);
}

static void lower_event_source_mapping(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return;
    put_filters(unit, part);
    bind_destination(unit, part, "onFailure", "OnFailure", il_low__prop(unit, "target"));
}

/* ---- Function URLs ---- */

/* A URL without authentication lets everybody invoke the function. */
static void lower_function_url(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *auth = il_low__prop(unit, "authType"), *function = il_low__prop(unit, "function");
    il_low_unit *behind = il_low__unit_behind(low, function);
    if (il_low__given(auth) == IL_NO || (auth->kind == IL_EV_STRING && !il_str_is(auth->string, "NONE")))
        return;
    il_loc loc = unit->construct->loc;
    if (auth->kind != IL_EV_STRING || !behind) {
        il_low__gap(unit, loc, "permission of a function", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Lambda::Permission")));
        return;
    }
    il_low_part *url = il_low__permission(behind, IL_STR("invoke-function-url"), function, IL_STR("*"), loc);
    put(url, "Action", (il_loc){0}, il_low__text(low, loc, IL_STR("lambda:InvokeFunctionUrl")));
    put(url, "FunctionUrlAuthType", (il_loc){0}, il_low__text(low, loc, IL_STR("NONE")));
    il_low_part *invoke = il_low__permission(behind, IL_STR("invoke-function"), function, IL_STR("*"), loc);
    put(invoke, "InvokedViaFunctionUrl", (il_loc){0}, il_low__leaf(low, il_value_bool(low->arena, loc, true)));
}

const il_low_model il_low__event_invoke_config_model = {.name = "event-invoke-config",
                                                        .lower = lower_event_invoke_config};
const il_low_model il_low__event_source_mapping_model = {.name = "event-source-mapping",
                                                         .lower = lower_event_source_mapping};
const il_low_model il_low__function_url_model = {.name = "function-url", .lower = lower_function_url};
/* The name of an exported function, which stands in the bundle's index. */
il_low_node *il_low__index_handler(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_STRING)
        return il_low__unknown(low, value->loc, "handler of a bundle", (il_str){NULL, 0});
    if (il_str_contains(ev->string, IL_STR(".")))
        return il_low__plain(low, ev);
    il_str text = il_arena_printf(low->arena, "index.%.*s", IL_FMT(ev->string));
    return il_low__leaf(low, il_value_string(low->arena, ev->loc, text));
}

/* No variables are no environment. */
static void drop_empty_environment(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    const il_low_node *variables = part ? il_low__at(part->properties, IL_STR("Environment.Variables")) : NULL;
    if (variables && variables->kind == IL_LOW_MAP && !variables->open && !variables->fields.n)
        il_low__put(unit->low, part->properties, IL_STR("Environment"), (il_loc){0}, NULL);
}

const il_low_model il_low__function_model = {
    .name = "function", .lower = finish_function, .finish = drop_empty_environment, .member = function_member};
