/* apigateway.RestApi: its stage, its tree of resources, their methods with integrations, and the permissions of the functions behind. */
#include <string.h>

#include "buf.h"
#include "lower_models.h"

/* A resource of the tree; the root is the unit `Default` below the API. */
typedef struct {
    il_low_unit *api;
    il_str path;                        /* "/events/{id}" */
    const il_ev *integration, *options; /* what methods have that do not say; undefined for none */
} node;

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *value)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, value);
}

static il_low_node *literal(il_low_unit *unit, il_loc loc, const char *text)
{
    return il_low__text(unit->low, loc, il_str_of(text));
}

static il_low_node *member(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

/* ---- The API and its stage ---- */

static node *node_new(il_low_unit *unit, il_low_unit *api, il_str path)
{
    node *n = IL_NEW(unit->low->arena, node);
    n->api = api;
    n->path = path;
    n->integration = n->options = unit->low->undefined;
    unit->state = n;
    return n;
}

static void make_stage(il_low_unit *api, il_low_part *deployment)
{
    il_low *low = api->low;
    const il_ev *options = il_low__prop(api, "deployOptions"), *name = il_low__field(low, options, "stageName");
    if (name->kind != IL_EV_STRING && name->kind != IL_EV_UNDEFINED) {
        il_low__gap(api, name->loc, "name of a stage", (il_str){NULL, 0}, il_intern(IL_STR("AWS::ApiGateway::Stage")));
        return;
    }
    il_str id = name->kind == IL_EV_STRING ? name->string : IL_STR("prod");
    const il_ev *props = il_low__ev_with(low, options, "deployment", il_low__ev_unit(low, deployment->unit));
    il_low_unit *stage = il_low__child(api, il_arena_printf(low->arena, "DeploymentStage.%.*s", IL_FMT(id)),
                                       IL_STR("aws-cdk-lib.aws_apigateway.Stage"), props, api->construct->loc);
    if (options->kind == IL_EV_OBJECT)
        stage->construct->loc = api->construct->loc;
}

/* Deployment and stage, unless `deploy` is false; the tree's root. */
static void make_api(il_low_unit *unit)
{
    il_low_unit *root = il_low__bare_child(unit, IL_STR("Default"), IL_STR("aws-cdk-lib.aws_apigateway.ResourceBase"));
    node *n = node_new(root, unit, IL_STR("/"));
    n->integration = il_low__prop(unit, "defaultIntegration");
    n->options = il_low__prop(unit, "defaultMethodOptions");
}

static void lower_api(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *deploy = il_low__prop(unit, "deploy"), *handler = il_low__prop(unit, "handler"),
                *proxy = il_low__prop(unit, "proxy");
    if (il_low__given(il_low__prop(unit, "restApiName")) == IL_NO)
        put(part, "Name", (il_loc){0}, il_low__text(low, part->out->loc, il_low__string(unit->construct->id)));
    if (deploy->kind != IL_EV_BOOL || deploy->boolean) {
        il_low_unit *deployment =
            il_low__bare_child(unit, IL_STR("Deployment"), IL_STR("aws-cdk-lib.aws_apigateway.Deployment"));
        il_low_part *made = il_low__part(deployment, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Deployment"));
        const il_ev *description = il_low__prop(unit, "description");
        put(made, "Description", (il_loc){0},
            il_low__given(description) == IL_NO
                ? literal(unit, part->out->loc, "Automatically created by the RestApi construct")
                : il_low__plain(unit->low, description));
        put(made, "RestApiId", (il_loc){0}, il_low__ref(low, part->out->loc, part, (il_str){NULL, 0}));
        make_stage(unit, made);
    }
    if (il_low__given(il_low__prop(unit, "defaultCorsPreflightOptions")) != IL_NO)
        il_low__gap(unit, part->out->loc, "answers to preflight requests", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::Method")));
    if (il_low__given(handler) == IL_NO)
        return;
    il_low_unit *root = il_low__child_of(unit, IL_STR("Default"));
    node *n = root ? root->state : NULL;
    if (!n)
        return;
    il_ev *integration = IL_NEW(low->arena, il_ev);
    const il_ev **args = IL_NEW_ARRAY(low->arena, 2, const il_ev *);
    args[0] = handler;
    args[1] = il_low__prop(unit, "integrationOptions");
    *integration = (il_ev){.kind = IL_EV_NEW, .loc = handler->loc};
    integration->lib.symbol = il_intern(IL_STR("aws-cdk-lib.aws_apigateway.LambdaIntegration"));
    integration->lib.args = args;
    integration->lib.n_args = 2;
    n->integration = integration;
    if (proxy->kind != IL_EV_BOOL || proxy->boolean) {
        il_method_call call = {.method = il_intern(IL_STR("addProxy")), .loc = unit->construct->loc};
        il_low__api_call(root, &call);
    }
}

/* ---- Stages ---- */

typedef struct {
    const char *option, *key;
} renamed;

/* Options that apply to all methods: one entry of MethodSettings if any is given. */
static void lower_stage(il_low_unit *unit)
{
    static const renamed options[] = {{"cacheDataEncrypted", "CacheDataEncrypted"},
                                      {"cacheTtl", "CacheTtlInSeconds"},
                                      {"cachingEnabled", "CachingEnabled"},
                                      {"dataTraceEnabled", "DataTraceEnabled"},
                                      {"loggingLevel", "LoggingLevel"},
                                      {"metricsEnabled", "MetricsEnabled"},
                                      {"throttlingBurstLimit", "ThrottlingBurstLimit"},
                                      {"throttlingRateLimit", "ThrottlingRateLimit"}};
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_low_node *item = il_low__map(low, part->out->loc);
    bool any = false;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const il_ev *value = il_low__prop(unit, options[i].option);
        const il_field *field = il_low__field_entry(unit->props, il_str_of(options[i].option));
        double seconds;
        if (il_low__given(value) == IL_NO)
            continue;
        any = true;
        il_low_node *written = il_low__plain(low, value);
        if (i == 1)
            written = il_low__amount(low, value, &seconds)
                          ? il_low__leaf(low, il_value_number(low->arena, value->loc, seconds))
                          : il_low__unknown(low, value->loc, "amount that cannot be known", (il_str){NULL, 0});
        il_low__put(low, item, il_str_of(options[i].key), field ? field->name_loc : (il_loc){0}, written);
    }
    if (any) {
        if (!il_low__member(item, IL_STR("DataTraceEnabled")))
            il_low__put(
                low, item, IL_STR("DataTraceEnabled"), (il_loc){0},
                il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, part->out->loc, false),
                                                       IL_FROM_DEFAULT)));
        il_low__put(low, item, IL_STR("HttpMethod"), (il_loc){0}, literal(unit, part->out->loc, "*"));
        il_low__put(low, item, IL_STR("ResourcePath"), (il_loc){0}, literal(unit, part->out->loc, "/*"));
        il_low__append(low, part->properties, IL_STR("MethodSettings"), (il_loc){0}, item);
    }
    if (il_low__given(il_low__prop(unit, "methodOptions")) != IL_NO) {
        if (!any)
            il_low__put(low, part->properties, IL_STR("MethodSettings"), (il_loc){0},
                        il_low__list(low, part->out->loc));
        il_low__at(part->properties, IL_STR("MethodSettings"))->open = true;
    }
}

/* ---- Integrations ---- */

static const il_value *text_part(il_low *low, il_loc loc, const char *text)
{
    return il_value_string(low->arena, loc, il_str_of(text));
}

/* arn:…:SERVICE:REGION: and, with ACCOUNT, the account and a colon. Gives the number of parts written to OUT. */
static size_t arn_parts(il_low_unit *unit, il_loc loc, const char *service, bool account, const il_value **out)
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

static il_low_node *lambda_integration(il_low_unit *unit, const il_ev *integration, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *function = il_low__field(low, integration, "function"),
                *options = il_low__field(low, integration, "options");
    const il_ev *proxy = il_low__field(low, options, "proxy");
    const il_value *parts[12];
    size_t n = arn_parts(unit, loc, ":apigateway:", false, parts);
    parts[n++] = text_part(low, loc, "lambda:path/2015-03-31/functions/");
    parts[n++] = il_low__freeze(low, unit, member(low, function, "functionArn", loc));
    parts[n++] = text_part(low, loc, "/invocations");
    il_low_node *map = il_low__map(low, loc);
    bool plain = proxy->kind == IL_EV_BOOL && !proxy->boolean;
    il_low__put(low, map, IL_STR("IntegrationHttpMethod"), (il_loc){0}, literal(unit, loc, "POST"));
    il_low__put(low, map, IL_STR("Type"), (il_loc){0}, literal(unit, loc, plain ? "AWS" : "AWS_PROXY"));
    il_low__put(low, map, IL_STR("Uri"), (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, loc, parts, n)));
    const il_ev *timeout = il_low__field(low, options, "timeout");
    double seconds;
    if (il_low__amount(low, timeout, &seconds))
        il_low__put(low, map, IL_STR("TimeoutInMillis"), timeout->loc,
                    il_low__leaf(low, il_value_number(low->arena, timeout->loc, seconds * 1000)));
    map->open =
        il_low__given(options) == IL_MAYBE ||
        (options->kind == IL_EV_OBJECT &&
         options->object->fields.n > (proxy->kind != IL_EV_UNDEFINED) + (size_t)(timeout->kind != IL_EV_UNDEFINED));
    return map;
}

static il_low_node *integration_of(il_low_unit *unit, const il_ev *value, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *integration = il_low__reduce(low, value);
    il_low_node *map = il_low__map(low, loc);
    if (integration->kind == IL_EV_UNDEFINED) {
        il_low__put(low, map, IL_STR("Type"), (il_loc){0}, literal(unit, loc, "MOCK"));
        return map;
    }
    const il_ev *kind =
        integration->kind == IL_EV_OBJECT ? il_low__field(low, integration, "integration") : low->undefined;
    if (kind->kind == IL_EV_STRING && il_str_is(kind->string, "lambda"))
        return lambda_integration(unit, integration, loc);
    if (kind->kind == IL_EV_STRING && il_str_is(kind->string, "mock"))
        il_low__put(low, map, IL_STR("Type"), (il_loc){0}, literal(unit, loc, "MOCK"));
    else
        il_low__put(low, map, IL_STR("Type"), (il_loc){0}, il_low__unknown(low, loc, "integration", (il_str){NULL, 0}));
    map->open = true;
    return map;
}

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

/* What a method's permission is made for. */
typedef struct {
    const il_ev *integration;
    il_str http; /* "GET" … "ANY" */
    bool test;   /* of the console's test, not of the stage */
    il_loc loc;
} permission;

/* May the API's stage (or the console's test) invoke the function for this method. */
static void permit(il_low_unit *method, const node *n, const permission *p)
{
    il_low *low = method->low;
    const il_ev *integration = p->integration;
    il_str http = p->http;
    bool test = p->test;
    il_loc loc = p->loc;
    const il_ev *function = il_low__field(low, integration, "function");
    il_low_part *api = il_low__primary(n->api);
    il_low_unit *stage =
        il_low__unit_behind(low, il_low__ev_member(low, il_low__ev_unit(low, n->api), IL_STR("deploymentStage"), loc));
    if (!il_low__unit_behind(low, function) || !api)
        return;
    il_str name = il_arena_printf(low->arena, "ApiPermission.%s%.*s.%.*s.%.*s", test ? "Test." : "",
                                  IL_FMT(il_low__unique_id(low->arena, n->api->path)), IL_FMT(http),
                                  IL_FMT(dotted(low, n->path)));
    il_low_part *part = il_low__permission(method, name, function, IL_STR("apigateway.amazonaws.com"), loc);
    const il_value *parts[16];
    size_t count = arn_parts(method, loc, ":execute-api:", true, parts);
    parts[count++] = il_low__ref(low, loc, api, (il_str){NULL, 0})->leaf;
    parts[count++] = text_part(low, loc, "/");
    if (test)
        parts[count++] = text_part(low, loc, "test-invoke-stage");
    else if (stage && il_low__primary(stage))
        parts[count++] = il_low__ref(low, loc, il_low__primary(stage), (il_str){NULL, 0})->leaf;
    else
        parts[count++] = text_part(low, loc, "*");
    il_str verb = il_str_is(http, "ANY") ? IL_STR("*") : http;
    parts[count++] = il_value_string(
        low->arena, loc, il_arena_printf(low->arena, "/%.*s%.*s", IL_FMT(verb), IL_FMT(starred(low, n->path))));
    put(part, "SourceArn", loc, il_low__leaf(low, il_value_join(low->arena, loc, parts, count)));
}

/* ---- The tree ---- */

static const il_ev *option(il_low *low, const il_ev *own, const il_ev *defaults, const char *name)
{
    const il_ev *value = il_low__field(low, own, name);
    return value->kind == IL_EV_UNDEFINED ? il_low__field(low, defaults, name) : value;
}

static void method_options(il_low_part *part, const il_ev *own, const il_ev *defaults, il_loc loc)
{
    static const renamed plain[] = {{"apiKeyRequired", "ApiKeyRequired"},
                                    {"operationName", "OperationName"},
                                    {"requestParameters", "RequestParameters"},
                                    {"authorizationScopes", "AuthorizationScopes"}};
    static const char *const opaque[][2] = {{"requestModels", "RequestModels"},
                                            {"requestValidator", "RequestValidatorId"},
                                            {"requestValidatorOptions", "RequestValidatorId"},
                                            {"authorizer", "AuthorizerId"}};
    il_low_unit *unit = part->unit;
    il_low *low = unit->low;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        put(part, plain[i].key, loc, il_low__plain(low, option(low, own, defaults, plain[i].option)));
    for (size_t i = 0; i < sizeof opaque / sizeof *opaque; i++)
        if (il_low__given(option(low, own, defaults, opaque[i][0])) != IL_NO)
            put(part, opaque[i][1], loc, il_low__unknown(low, loc, "option of a method", il_str_of(opaque[i][0])));
    const il_ev *type = option(low, own, defaults, "authorizationType"),
                *authorizer = option(low, own, defaults, "authorizer");
    if (type->kind != IL_EV_UNDEFINED)
        put(part, "AuthorizationType", loc, il_low__plain(low, type));
    else if (authorizer->kind != IL_EV_UNDEFINED)
        put(part, "AuthorizationType", loc, il_low__unknown(low, loc, "type of an authorizer", (il_str){NULL, 0}));
    else
        put(part, "AuthorizationType", (il_loc){0}, literal(unit, loc, "NONE"));
    const il_ev *responses = option(low, own, defaults, "methodResponses");
    if (il_low__given(responses) != IL_NO)
        put(part, "MethodResponses", responses->loc,
            il_low__shape(unit, il_cat_shape(IL_STR("method-responses")), responses));
    if (il_low__given(own) == IL_MAYBE || il_low__given(defaults) == IL_MAYBE)
        part->properties->open = true;
}

static il_low_unit *add_method(il_low_unit *resource, const il_method_call *call)
{
    il_low *low = resource->low;
    node *n = resource->state;
    il_str http = il_low__string(il_low__arg(low, call, 0));
    const il_ev *integration = il_low__arg(low, call, 1);
    if (integration->kind == IL_EV_UNDEFINED)
        integration = n ? il_low__reduce(low, n->integration) : low->undefined;
    if (!n || http.n == 0 || il_low__child_of(resource, http)) {
        il_low__gap(resource, call->loc, "method of an API", http, il_intern(IL_STR("AWS::ApiGateway::Method")));
        return NULL;
    }
    il_low_unit *unit = il_low__bare_child(resource, http, IL_STR("aws-cdk-lib.aws_apigateway.Method"));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->construct->many = unit->construct->many || call->many;
    if (call->condition.text.n)
        unit->construct->condition = call->condition;
    bool lambda = integration->kind == IL_EV_OBJECT &&
                  il_str_is(il_low__string(il_low__field(low, integration, "integration")), "lambda");
    const il_ev *test =
        lambda ? il_low__field(low, il_low__field(low, integration, "options"), "allowTestInvoke") : low->undefined;
    if (lambda)
        permit(unit, n, &(permission){integration, http, false, call->loc});
    if (lambda && (test->kind != IL_EV_BOOL || test->boolean))
        permit(unit, n, &(permission){integration, http, true, call->loc});
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Method")),
                *own = il_low__primary(resource);
    il_low_part *api = il_low__primary(n->api);
    method_options(part, il_low__arg(low, call, 2), n->options, call->loc);
    put(part, "HttpMethod", call->loc, il_low__plain(low, il_low__arg(low, call, 0)));
    put(part, "Integration", call->loc,
        integration_of(unit, integration, call->n_args > 1 ? call->args[1]->loc : call->loc));
    put(part, "ResourceId", (il_loc){0},
        own ? il_low__ref(low, call->loc, own, (il_str){NULL, 0})
            : il_low__ref(low, call->loc, api, IL_STR("RootResourceId")));
    put(part, "RestApiId", (il_loc){0}, il_low__ref(low, call->loc, api, (il_str){NULL, 0}));
    return unit;
}

static il_low_unit *add_resource(il_low_unit *parent, il_str name, const il_ev *options, const il_method_call *call)
{
    il_low *low = parent->low;
    node *above = parent->state;
    il_low_unit *known = il_low__child_of(parent, name);
    if (!above || name.n == 0 || known) {
        if (!known)
            il_low__gap(parent, call->loc, "resource of an API", name, il_intern(IL_STR("AWS::ApiGateway::Resource")));
        return known;
    }
    il_low_unit *unit = il_low__bare_child(parent, name, IL_STR("aws-cdk-lib.aws_apigateway.Resource"));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->construct->many = unit->construct->many || call->many;
    if (call->condition.text.n)
        unit->construct->condition = call->condition;
    il_str prefix = il_str_is(above->path, "/") ? (il_str){"", 0} : above->path;
    node *n = node_new(unit, above->api, il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(prefix), IL_FMT(name)));
    const il_ev *integration = il_low__field(low, options, "defaultIntegration"),
                *methods = il_low__field(low, options, "defaultMethodOptions");
    n->integration = integration->kind == IL_EV_UNDEFINED ? above->integration : integration;
    n->options = methods->kind == IL_EV_UNDEFINED ? above->options : methods;
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Resource"));
    il_low_part *own = il_low__primary(parent), *api = il_low__primary(above->api);
    put(part, "ParentId", (il_loc){0},
        own ? il_low__ref(low, call->loc, own, (il_str){NULL, 0})
            : il_low__ref(low, call->loc, api, IL_STR("RootResourceId")));
    put(part, "PathPart", call->loc, il_low__text(low, call->loc, name));
    put(part, "RestApiId", (il_loc){0}, il_low__ref(low, call->loc, api, (il_str){NULL, 0}));
    return unit;
}

/* addProxy: {proxy+}, with ANY unless anyMethod is false; below the root the root gets the same. */
static il_low_unit *add_proxy(il_low_unit *resource, const il_method_call *call)
{
    il_low *low = resource->low;
    const il_ev *options = il_low__arg(low, call, 0), *any = il_low__field(low, options, "anyMethod");
    il_low_unit *proxy = add_resource(resource, IL_STR("{proxy+}"), options, call);
    if (!proxy || (any->kind == IL_EV_BOOL && !any->boolean))
        return proxy;
    const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    args[0] = il_low__ev_text(low, call->loc, IL_STR("ANY"));
    il_method_call method = {.method = il_intern(IL_STR("addMethod")),
                             .args = args,
                             .n_args = 1,
                             .loc = call->loc,
                             .condition = call->condition};
    add_method(proxy, &method);
    if (resource->state && il_str_is(((node *)resource->state)->path, "/"))
        add_method(resource, &method);
    return proxy;
}

/* "a/b" below RESOURCE, each part made unless it is there. */
static il_low_unit *resource_for_path(il_low_unit *resource, il_str path, const il_method_call *call)
{
    while (resource && path.p) {
        il_str name = il_str_cut(&path, '/');
        if (name.n)
            resource = add_resource(resource, name, resource->low->undefined, call);
    }
    return resource;
}

bool il_low__api_call(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_unit *made = NULL;
    if (!call->method)
        return false;
    if (strcmp(call->method, "addResource") == 0)
        made = add_resource(unit, il_low__string(il_low__arg(low, call, 0)), il_low__arg(low, call, 1), call);
    else if (strcmp(call->method, "addMethod") == 0)
        made = add_method(unit, call);
    else if (strcmp(call->method, "addProxy") == 0)
        made = add_proxy(unit, call);
    else if (strcmp(call->method, "resourceForPath") == 0)
        made = resource_for_path(unit, il_low__string(il_low__arg(low, call, 0)), call);
    else if (strcmp(call->method, "addCorsPreflight") == 0)
        il_low__gap(unit, call->loc, "answers to preflight requests", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::Method")));
    else
        return false;
    if (made)
        il_low__result(low, call->result, il_low__ev_unit(low, made));
    return true;
}

/* `api.deploymentStage`: the stage that the API made, or the one assigned later. */
static const il_ev *api_member(il_low_unit *unit, il_str name, il_loc loc)
{
    (void)loc;
    if (!il_str_is(name, "deploymentStage"))
        return NULL;
    for (size_t i = 0; i < unit->children.n; i++)
        if (il_str_starts(il_low__string(unit->children.items[i]->construct->id), IL_STR("DeploymentStage.")))
            return il_low__ev_unit(unit->low, unit->children.items[i]);
    return NULL;
}

const il_low_model il_low__rest_api_model = {
    .name = "rest-api", .make = make_api, .lower = lower_api, .member = api_member};
const il_low_model il_low__api_resource_model = {.name = "api-resource", .call = il_low__api_call};
const il_low_model il_low__stage_of_api_model = {.name = "api-stage", .lower = lower_stage};
