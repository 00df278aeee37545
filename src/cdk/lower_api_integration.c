/* Integrations of REST API methods, and the permissions of the functions behind them. The catalogue describes an integration as
 * {integration: kind, function | url | machine, props, options}. */
#include <string.h>

#include "buf.h"
#include "lower_api.h"
#include "lower_models.h"

static void put(il_low *low, il_low_node *map, const char *key, il_low_node *value)
{
    il_low__put(low, map, il_str_of(key), (il_loc){0}, value);
}

static il_low_node *member(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

static const il_value *text_part(il_low *low, il_loc loc, const char *text)
{
    return il_value_string(low->arena, loc, il_str_of(text));
}

size_t il_low__api_arn(il_low_unit *unit, il_loc loc, const char *service, bool account, const il_value **out)
{
    il_low *low = unit->low;
    size_t n = 0;
    out[n++] = text_part(low, loc, "arn:");
    out[n++] = il_low__environment(unit, IL_STR("partition"), loc)->leaf;
    out[n++] = text_part(low, loc, service);
    out[n++] = il_low__environment(unit, IL_STR("region"), loc)->leaf;
    out[n++] = text_part(low, loc, ":");
    if (account) {
        out[n++] = il_low__environment(unit, IL_STR("account"), loc)->leaf;
        out[n++] = text_part(low, loc, ":");
    }
    return n;
}

static bool is_false(const il_ev *ev)
{
    return ev->kind == IL_EV_BOOL && !ev->boolean;
}

/* ---- Permissions ---- */

/* "/events/{id}" → "/events/" and a star for each parameter. */
static il_str starred(il_low *low, il_str path)
{
    il_buf out = {0};
    bool inside = false;
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '{')
            il_buf_putc(&out, '*');
        inside = path.p[i] == '{' || (inside && path.p[i] != '}');
        if (!inside && path.p[i] != '}')
            il_buf_putc(&out, path.p[i]);
    }
    il_str text = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    return text;
}

static il_str dotted(il_low *low, il_str path)
{
    il_str out = il_arena_str(low->arena, path);
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] == '/')
            ((char *)out.p)[i] = '.';
    return out;
}

/* The API's stage (or the console's test) may invoke FUNCTION for this method. */
static void permit(const il_low_api_method *m, const il_ev *function, bool test)
{
    il_low_unit *unit = m->unit;
    il_low *low = unit->low;
    il_loc loc = m->loc;
    const il_low_api_node *n = m->node;
    il_low_part *api = il_low__primary(n->api);
    const il_ev *stage = il_low__ev_member(low, il_low__ev_unit(low, n->api), IL_STR("deploymentStage"), loc);
    il_low_unit *behind = il_low__unit_behind(low, stage);
    il_str name = il_arena_printf(low->arena, "ApiPermission.%s%.*s.%.*s.%.*s", test ? "Test." : "",
                                  IL_FMT(il_low__unique_id(low->arena, n->api->path)), IL_FMT(m->http),
                                  IL_FMT(dotted(low, n->path)));
    il_low_part *part = il_low__permission(unit, name, function, IL_STR("apigateway.amazonaws.com"), loc);
    const il_value *parts[16];
    size_t count = il_low__api_arn(n->api, loc, ":execute-api:", true, parts);
    parts[count++] = il_low__ref(low, loc, api, (il_str){NULL, 0})->leaf;
    parts[count++] = text_part(low, loc, "/");
    if (test)
        parts[count++] = text_part(low, loc, "test-invoke-stage");
    else if (behind && il_low__primary(behind))
        parts[count++] = il_low__ref(low, loc, il_low__primary(behind), (il_str){NULL, 0})->leaf;
    else if (is_false(il_low__prop(n->api, "deploy")))
        parts[count++] = text_part(low, loc, "*");
    else
        parts[count++] = il_value_unknown(low->arena, loc, "stage of an API", (il_str){NULL, 0});
    il_str verb = il_str_is(m->http, "ANY") ? IL_STR("*") : m->http;
    parts[count++] = il_value_string(
        low->arena, loc, il_arena_printf(low->arena, "/%.*s%.*s", IL_FMT(verb), IL_FMT(starred(low, n->path))));
    put(low, part->properties, "SourceArn", il_low__leaf(low, il_value_join(low->arena, loc, parts, count)));
}

/* One permission for the whole API, made once. */
static void permit_api(const il_low_api_method *m, const il_ev *function)
{
    il_low *low = m->unit->low;
    il_low_unit *api = m->node->api, *behind = il_low__unit_behind(low, function);
    il_str name = il_arena_printf(low->arena, "ApiPermission.ApiScoped.%.*s.%.*s",
                                  IL_FMT(il_low__unique_id(low->arena, behind->path)),
                                  IL_FMT(il_low__unique_id(low->arena, api->path)));
    il_low_part *part = il_low__permission(api, name, function, IL_STR("apigateway.amazonaws.com"), m->loc);
    const il_value *parts[16];
    size_t count = il_low__api_arn(api, m->loc, ":execute-api:", true, parts);
    parts[count++] = il_low__ref(low, m->loc, il_low__primary(api), (il_str){NULL, 0})->leaf;
    parts[count++] = text_part(low, m->loc, "/*/*/*");
    put(low, part->properties, "SourceArn", il_low__leaf(low, il_value_join(low->arena, m->loc, parts, count)));
}

static void permit_function(const il_low_api_method *m, const il_ev *function, const il_ev *options)
{
    il_low *low = m->unit->low;
    il_low_unit *behind = il_low__unit_behind(low, function);
    if (!behind || !il_low__primary(m->node->api))
        return;
    if (!il_low__primary(behind)) { /* an imported function has no permissions here */
        il_low__gap(m->unit, m->loc, "function that is not made here", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Lambda::Permission")));
        return;
    }
    if (is_false(il_low__field(low, options, "scopePermissionToMethod"))) {
        permit_api(m, function);
        return;
    }
    permit(m, function, false);
    if (!is_false(il_low__field(low, options, "allowTestInvoke")))
        permit(m, function, true);
}

/* ---- Integrations ---- */

static il_low_node *text(il_low *low, il_loc loc, const char *words)
{
    return il_low__text(low, loc, il_str_of(words));
}

static void lambda_integration(const il_low_api_method *m, il_low_node *map, const il_ev *integration, il_loc loc)
{
    il_low_unit *unit = m->unit;
    il_low *low = unit->low;
    const il_ev *function = il_low__field(low, integration, "function"),
                *options = il_low__field(low, integration, "options");
    bool streams = il_str_is(il_low__string(il_low__field(low, options, "responseTransferMode")), "STREAM");
    const il_value *parts[12];
    size_t n = il_low__api_arn(unit, loc, ":apigateway:", false, parts);
    parts[n++] =
        text_part(low, loc, streams ? "lambda:path/2021-11-15/functions/" : "lambda:path/2015-03-31/functions/");
    parts[n++] = il_low__freeze(low, unit, member(low, function, "functionArn", loc));
    parts[n++] = text_part(low, loc, streams ? "/response-streaming-invocations" : "/invocations");
    put(low, map, "IntegrationHttpMethod", text(low, loc, "POST"));
    put(low, map, "Type", text(low, loc, is_false(il_low__field(low, options, "proxy")) ? "AWS" : "AWS_PROXY"));
    put(low, map, "Uri", il_low__leaf(low, il_value_join(low->arena, loc, parts, n)));
    permit_function(m, function, options);
}

static void http_integration(il_low *low, il_low_node *map, const il_ev *integration, il_loc loc)
{
    const il_ev *props = il_low__field(low, integration, "props"), *method = il_low__field(low, props, "httpMethod");
    bool plain = is_false(il_low__field(low, props, "proxy"));
    put(low, map, "IntegrationHttpMethod",
        il_low__given(method) == IL_NO ? text(low, loc, "GET") : il_low__plain(low, method));
    put(low, map, "Type", text(low, loc, plain ? "HTTP" : "HTTP_PROXY"));
    put(low, map, "Uri", il_low__plain(low, il_low__field(low, integration, "url")));
}

/* arn:…:apigateway:REGION:[SUBDOMAIN.]SERVICE:path/PATH or action/ACTION&PARAMETERS */
static il_low_node *aws_uri(il_low_unit *unit, const il_ev *props, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *region = il_low__field(low, props, "region"), *path = il_low__field(low, props, "path"),
                *action = il_low__field(low, props, "action"),
                *parameters = il_low__field(low, props, "actionParameters");
    il_str service = il_low__string(il_low__field(low, props, "service")),
           subdomain = il_low__string(il_low__field(low, props, "subdomain"));
    if (service.n == 0 || il_low__given(parameters) != IL_NO)
        return il_low__unknown(low, loc, "address of an integration", (il_str){NULL, 0});
    const il_value *parts[12];
    size_t n = il_low__api_arn(unit, loc, ":apigateway:", false, parts);
    if (il_low__given(region) != IL_NO)
        parts[3] = il_low__freeze(low, unit, il_low__plain(low, region));
    bool by_path = il_low__given(path) != IL_NO;
    parts[n++] = il_value_string(low->arena, loc,
                                 il_arena_printf(low->arena, "%.*s%s%.*s:%s/", IL_FMT(subdomain),
                                                 subdomain.n ? "." : "", IL_FMT(service), by_path ? "path" : "action"));
    il_low_node *rest = il_low__plain(low, by_path ? path : action);
    parts[n++] = rest ? il_low__freeze(low, unit, rest) : il_value_string(low->arena, loc, (il_str){"", 0});
    return il_low__leaf(low, il_value_join(low->arena, loc, parts, n));
}

static void aws_integration(il_low_unit *unit, il_low_node *map, const il_ev *integration, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *props = il_low__field(low, integration, "props"),
                *method = il_low__field(low, props, "integrationHttpMethod"),
                *proxy = il_low__field(low, props, "proxy");
    put(low, map, "IntegrationHttpMethod",
        il_low__given(method) == IL_NO ? text(low, loc, "POST") : il_low__plain(low, method));
    put(low, map, "Type", text(low, loc, proxy->kind == IL_EV_BOOL && proxy->boolean ? "AWS_PROXY" : "AWS"));
    put(low, map, "Uri", aws_uri(unit, props, loc));
}

/* What the author wrote out: new Integration({type, uri, integrationHttpMethod, options}). */
static void any_integration(il_low *low, il_low_node *map, const il_ev *props)
{
    static const char *const plain[][2] = {
        {"type", "Type"}, {"uri", "Uri"}, {"integrationHttpMethod", "IntegrationHttpMethod"}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        put(low, map, plain[i][1], il_low__plain(low, il_low__field(low, props, plain[i][0])));
}

static il_cat constant(const char *shape)
{
    return il_cat_get(il_cat_shape(il_str_of(shape)), IL_W_CONSTANT);
}

/* StepFunctionsIntegration.startExecution: a role for the method, unless there is one, that may start the machine. */
static void states_integration(const il_low_api_method *m, il_low_node *map, const il_ev *integration, il_loc loc)
{
    il_low_unit *unit = m->unit;
    il_low *low = unit->low;
    const il_ev *machine = il_low__field(low, integration, "machine"),
                *role = il_low__field(low, il_low__field(low, integration, "options"), "credentialsRole");
    const il_value *parts[8];
    size_t n = il_low__api_arn(unit, loc, ":apigateway:", false, parts);
    parts[n++] = text_part(low, loc, "states:action/StartSyncExecution");
    put(low, map, "IntegrationHttpMethod", text(low, loc, "POST"));
    put(low, map, "Type", text(low, loc, "AWS"));
    put(low, map, "Uri", il_low__leaf(low, il_value_join(low->arena, loc, parts, n)));
    bool defaults =
        !is_false(il_low__field(low, il_low__field(low, integration, "options"), "useDefaultMethodResponses"));
    il_low_scope scope = {low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
    if (defaults && !il_low__member(m->part->properties, IL_STR("MethodResponses")))
        put(low, m->part->properties, "MethodResponses", il_low__template(&scope, constant("states-method-responses")));
    if (!il_low__member(map, IL_STR("IntegrationResponses")))
        put(low, map, "IntegrationResponses", il_low__template(&scope, constant("states-integration-responses")));
    if (!il_low__member(map, IL_STR("PassthroughBehavior")))
        put(low, map, "PassthroughBehavior", text(low, loc, "NEVER"));
    if (!il_low__member(map, IL_STR("RequestTemplates")))
        put(low, map, "RequestTemplates", il_low__unknown(low, loc, "template of the library", (il_str){NULL, 0}));
    if (il_low__given(role) == IL_NO) {
        il_low_scope scope = {low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
        const il_ev *props = il_low__instantiate(&scope, constant("integration-role"));
        il_low_unit *made =
            il_low__child(unit, IL_STR("StartSyncExecutionRole"), IL_STR("aws-cdk-lib.aws_iam.Role"), props, loc);
        role = il_low__ev_unit(low, made);
    }
    put(low, map, "Credentials", member(low, role, "roleArn", loc));
    il_low_unit *behind = il_low__unit_behind(low, machine);
    const il_ev *args[] = {role};
    il_method_call granted = {
        .method = il_intern(IL_STR("grantStartSyncExecution")), .args = args, .n_args = 1, .loc = loc};
    if (!behind || !il_low__grant(behind, &granted))
        il_low__gap(unit, loc, "grant on a state machine", (il_str){NULL, 0}, il_intern(IL_STR("AWS::IAM::Policy")));
}

/* The options that all kinds have. */
static il_low_node *options_of(il_low_unit *unit, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__given(options) == IL_NO
                           ? NULL
                           : il_low__shape(unit, il_cat_shape(IL_STR("integration-options")), options);
    if (!map || map->kind != IL_LOW_MAP) {
        bool open = map != NULL;
        map = il_low__map(low, loc);
        map->open = open;
    }
    bool linked = il_low__given(il_low__field(low, options, "vpcLink")) == IL_YES;
    if (linked && !il_low__member(map, IL_STR("ConnectionType")))
        put(low, map, "ConnectionType", text(low, loc, "VPC_LINK"));
    return map;
}

il_low_node *il_low__api_integration(const il_low_api_method *method, const il_ev *value, il_loc loc)
{
    il_low *low = method->unit->low;
    const il_ev *integration = il_low__reduce(low, value);
    bool described = integration->kind == IL_EV_OBJECT;
    const il_ev *options = described ? il_low__field(low, integration, "options") : low->undefined;
    il_str kind = described ? il_low__string(il_low__field(low, integration, "integration")) : (il_str){NULL, 0};
    il_low_node *map = options_of(method->unit, options, loc);
    if (integration->kind == IL_EV_UNDEFINED || il_str_is(kind, "mock")) {
        put(low, map, "Type", text(low, loc, "MOCK"));
    } else if (il_str_is(kind, "lambda")) {
        lambda_integration(method, map, integration, loc);
    } else if (il_str_is(kind, "http")) {
        http_integration(low, map, integration, loc);
    } else if (il_str_is(kind, "aws")) {
        aws_integration(method->unit, map, integration, loc);
    } else if (il_str_is(kind, "any")) {
        any_integration(low, map, il_low__field(low, integration, "props"));
    } else if (il_str_is(kind, "states")) {
        states_integration(method, map, integration, loc);
    } else {
        put(low, map, "Type", il_low__unknown(low, loc, "integration", (il_str){NULL, 0}));
        map->open = true;
        il_low__gap(method->unit, loc, "integration", (il_str){NULL, 0}, il_intern(IL_STR("AWS::Lambda::Permission")));
    }
    return map;
}
