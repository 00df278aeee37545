/* apigatewayv2: routes of HTTP and WebSocket APIs. An integration stands below the first route that has it, an authorizer below the API;
 * both are made once. */
#include <string.h>

#include "buf.h"
#include "lower_api.h"
#include "lower_models.h"

/* What an integration or authorizer of the program became. */
typedef struct {
    const il_ev *value;
    il_low_part *part;
} bound;

typedef struct {
    IL_VEC(bound) bound;
} state;

/* One route in the making. */
typedef struct {
    il_low_unit *api, *unit; /* the route's own */
    il_low_part *part;
    il_str key, path; /* "GET /items", "/items"; of a WebSocket API both are the route's key */
    bool socket;
    const il_ev *options; /* integration, authorizer, authorizationScopes */
    il_loc loc;
} route;

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *value)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, value);
}

static il_low_part *known(const route *r, const il_ev *value)
{
    state *s = r->api->state;
    for (size_t i = 0; s && i < s->bound.n; i++)
        if (s->bound.items[i].value == value)
            return s->bound.items[i].part;
    return NULL;
}

static void remember(const route *r, const il_ev *value, il_low_part *part)
{
    il_low *low = r->api->low;
    if (!r->api->state)
        r->api->state = IL_NEW(low->arena, state);
    state *s = r->api->state;
    IL_PUSH(low->arena, &s->bound, ((bound){value, part}));
}

static void announce(il_low_unit *unit, il_loc loc, const char *reason)
{
    static const char *const types[] = {"AWS::ApiGatewayV2::Route",
                                        "AWS::ApiGatewayV2::Integration",
                                        "AWS::ApiGatewayV2::Authorizer",
                                        "AWS::ApiGatewayV2::VpcLink",
                                        "AWS::ApiGatewayV2::ApiMapping",
                                        "AWS::Lambda::Permission",
                                        "AWS::ApiGatewayV2::RouteResponse",
                                        "AWS::IAM::Role",
                                        "AWS::IAM::Policy"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_low__gap(unit, loc, reason, (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
}

/* A field of the route's options as the program has it, so that what is shared is one. */
static const il_ev *raw(il_low *low, const il_ev *options, const char *name)
{
    const il_field *field = il_low__field_entry(options, il_str_of(name));
    return field ? field->value : il_low__field(low, options, name);
}

/* arn:…:execute-api:…:API and what follows. */
static il_low_node *api_arn(const route *r, const char *rest, il_low_part *last)
{
    il_low *low = r->api->low;
    const il_value *parts[12];
    size_t n = il_low__api_arn(r->api, r->loc, ":execute-api:", true, parts);
    parts[n++] = il_low__ref(low, r->loc, il_low__primary(r->api), (il_str){NULL, 0})->leaf;
    parts[n++] = il_value_string(low->arena, r->loc, il_arena_str(low->arena, il_str_of(rest)));
    if (last)
        parts[n++] = il_low__ref(low, r->loc, last, (il_str){NULL, 0})->leaf;
    return il_low__leaf(low, il_value_join(low->arena, r->loc, parts, n));
}

/* ---- Integrations ---- */

static void permit_route(const route *r, const il_ev *integration)
{
    il_low *low = r->api->low;
    const il_ev *handler = il_low__field(low, integration, "handler"),
                *scoped = il_low__field(low, il_low__field(low, integration, "props"), "scopePermissionToRoute");
    il_low_unit *behind = il_low__unit_behind(low, handler);
    il_str id = il_low__string(il_low__field(low, integration, "id"));
    if (!behind || !il_low__primary(behind) || (scoped->kind != IL_EV_UNDEFINED && scoped->kind != IL_EV_BOOL) ||
        (scoped->kind == IL_EV_BOOL && !scoped->boolean)) {
        il_low__gap(r->unit, r->loc, "permission of a function", id, il_intern(IL_STR("AWS::Lambda::Permission")));
        return;
    }
    il_low_part *part = il_low__permission(r->unit, il_arena_printf(low->arena, "%.*s-Permission", IL_FMT(id)), handler,
                                           IL_STR("apigateway.amazonaws.com"), r->loc);
    il_str rest = il_arena_printf(low->arena, "%s%.*s", r->socket ? "/*" : "/*/*", IL_FMT(r->path));
    put(part, "SourceArn", (il_loc){0}, api_arn(r, rest.p, NULL));
}

static il_low_part *make_integration(const route *r, const il_ev *integration, il_loc loc)
{
    il_low *low = r->api->low;
    il_str id = il_low__string(il_low__field(low, integration, "id"));
    bool private = il_str_is(il_low__string(il_low__field(low, integration, "integration")), "private");
    il_low_unit *unit = il_low__bare_child(r->unit, id, IL_STR("aws-cdk-lib.aws_apigatewayv2.HttpIntegration"));
    unit->construct->loc = unit->construct->whole = loc;
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGatewayV2::Integration"));
    low->here = r->unit;
    il_low_node *map = il_low__shape(r->unit, il_cat_shape(IL_STR("http-integration")), integration);
    if (map && map->kind == IL_LOW_MAP)
        part->properties = map;
    else
        part->properties->open = true;
    put(part, "ApiId", (il_loc){0}, il_low__ref(low, loc, il_low__primary(r->api), (il_str){NULL, 0}));
    if (private && !il_low__member(part->properties, IL_STR("ConnectionId"))) {
        put(part, "ConnectionId", (il_loc){0}, il_low__unknown(low, loc, "link of an API", (il_str){NULL, 0}));
        il_low__gap(r->api, loc, "link of an API", (il_str){NULL, 0}, il_intern(IL_STR("AWS::ApiGatewayV2::VpcLink")));
    }
    return part;
}

static void integrate(const route *r)
{
    il_low *low = r->api->low;
    const il_ev *value = raw(low, r->options, "integration"), *integration = il_low__reduce(low, value);
    il_str kind = integration->kind == IL_EV_OBJECT ? il_low__string(il_low__field(low, integration, "integration"))
                                                    : (il_str){NULL, 0};
    if (kind.n == 0 || il_low__string(il_low__field(low, integration, "id")).n == 0 || r->unit->path.n == 0) {
        announce(r->unit, r->loc, "integration");
        put(r->part, "Target", r->loc, il_low__unknown(low, r->loc, "integration", (il_str){NULL, 0}));
        return;
    }
    il_low_part *part = known(r, value);
    bool first = !part;
    if (first)
        remember(r, value, part = make_integration(r, integration, value->loc));
    if (il_str_is(kind, "lambda") && (first || !r->socket))
        permit_route(r, integration);
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    parts[0] = il_value_string(low->arena, r->loc, IL_STR("integrations/"));
    parts[1] = il_low__ref(low, r->loc, part, (il_str){NULL, 0})->leaf;
    put(r->part, "Target", (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, r->loc, parts, 2)));
}

/* ---- Authorizers ---- */

static il_low_node *one_item(il_low *low, il_low_node *item)
{
    il_low_node *list = il_low__list(low, item->loc);
    il_low__push(low, list, item);
    return list;
}

static il_low_node *text(il_low *low, il_loc loc, il_str words)
{
    return il_low__text(low, loc, words);
}

static il_low_node *plain_or(il_low *low, const il_ev *value, il_low_node *otherwise)
{
    return il_low__given(value) == IL_NO ? otherwise : il_low__plain(low, value);
}

static void jwt(const route *r, il_low_part *part, const il_ev *authorizer)
{
    il_low *low = r->api->low;
    const il_ev *props = il_low__field(low, authorizer, "props");
    il_low_node *config = il_low__map(low, r->loc);
    il_low__put(low, config, IL_STR("Audience"), (il_loc){0},
                il_low__plain(low, il_low__field(low, props, "jwtAudience")));
    il_low__put(low, config, IL_STR("Issuer"), (il_loc){0},
                il_low__plain(low, il_low__field(low, authorizer, "issuer")));
    put(part, "JwtConfiguration", (il_loc){0}, config);
}

/* A user pool's clients as audience. */
static void pool(const route *r, il_low_part *part, const il_ev *authorizer)
{
    il_low *low = r->api->low;
    const il_ev *props = il_low__field(low, authorizer, "props"),
                *clients = il_low__field(low, props, "userPoolClients"),
                *region = il_low__field(low, props, "userPoolRegion");
    il_low_node *config = il_low__map(low, r->loc), *audience = il_low__list(low, r->loc);
    for (size_t i = 0; clients->kind == IL_EV_ARRAY && i < clients->list.n; i++)
        il_low__push(
            low, audience,
            il_low__plain(low, il_low__ev_member(low, clients->list.items[i], IL_STR("userPoolClientId"), r->loc)));
    audience->open = clients->kind != IL_EV_ARRAY || clients->open;
    if (il_low__given(clients) == IL_NO)
        il_low__gap(r->unit, r->loc, "client of a user pool", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Cognito::UserPoolClient")));
    const il_value **parts = IL_NEW_ARRAY(low->arena, 4, const il_value *);
    parts[0] = il_value_string(low->arena, r->loc, IL_STR("https://cognito-idp."));
    parts[1] =
        il_low__freeze(low, r->api, plain_or(low, region, il_low__environment(r->api, IL_STR("region"), r->loc)));
    parts[2] = il_value_string(low->arena, r->loc, IL_STR(".amazonaws.com/"));
    parts[3] = il_low__freeze(low, r->api,
                              il_low__plain(low, il_low__ev_member(low, il_low__field(low, authorizer, "pool"),
                                                                   IL_STR("userPoolId"), r->loc)));
    il_low__put(low, config, IL_STR("Audience"), (il_loc){0}, audience);
    il_low__put(low, config, IL_STR("Issuer"), (il_loc){0},
                il_low__leaf(low, il_value_join(low->arena, r->loc, parts, 4)));
    put(part, "JwtConfiguration", (il_loc){0}, config);
}

/* Whether the function answers with a plain yes or no. */
static bool is_simple(il_low *low, const il_ev *props)
{
    const il_ev *types = il_low__field(low, props, "responseTypes");
    for (size_t i = 0; types->kind == IL_EV_ARRAY && i < types->list.n; i++) {
        const il_ev *type = il_low__reduce(low, types->list.items[i]);
        if (type->kind == IL_EV_NUMBER ? type->number == 0 : il_str_is(il_low__string(type), "SIMPLE"))
            return true;
    }
    return false;
}

static void lambda(const route *r, il_low_part *part, const il_ev *authorizer, bool socket)
{
    il_low *low = r->api->low;
    const il_ev *handler = il_low__field(low, authorizer, "handler"), *props = il_low__field(low, authorizer, "props"),
                *ttl = il_low__field(low, props, "resultsCacheTtl"), *role = il_low__field(low, props, "role");
    il_low_unit *behind = il_low__unit_behind(low, handler);
    const il_value *parts[12];
    size_t n = il_low__api_arn(r->api, r->loc, ":apigateway:", false, parts);
    parts[n++] = il_value_string(low->arena, r->loc, IL_STR("lambda:path/2015-03-31/functions/"));
    parts[n++] =
        il_low__freeze(low, r->api, il_low__plain(low, il_low__ev_member(low, handler, IL_STR("functionArn"), r->loc)));
    parts[n++] = il_value_string(low->arena, r->loc, IL_STR("/invocations"));
    put(part, "AuthorizerUri", (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, r->loc, parts, n)));
    if (!socket) {
        double seconds = 300;
        bool simple = is_simple(low, props), amount = il_low__given(ttl) == IL_NO || il_low__amount(low, ttl, &seconds);
        put(part, "AuthorizerPayloadFormatVersion", (il_loc){0},
            text(low, r->loc, simple ? IL_STR("2.0") : IL_STR("1.0")));
        put(part, "AuthorizerResultTtlInSeconds", (il_loc){0},
            amount ? il_low__leaf(low, il_value_number(low->arena, ttl->loc, seconds))
                   : il_low__unknown(low, r->loc, "amount that cannot be known", (il_str){NULL, 0}));
        if (simple)
            put(part, "EnableSimpleResponses", (il_loc){0}, il_low__leaf(low, il_value_bool(low->arena, r->loc, true)));
    }
    if (il_low__given(role) != IL_NO)
        put(part, "AuthorizerCredentialsArn", (il_loc){0},
            il_low__plain(low, il_low__ev_member(low, role, IL_STR("roleArn"), r->loc)));
    else if (behind && il_low__primary(behind)) {
        il_str id =
            il_arena_printf(low->arena, "%.*s-Permission", IL_FMT(il_low__unique_id(low->arena, part->unit->path)));
        il_low_part *permission = il_low__permission(r->api, id, handler, IL_STR("apigateway.amazonaws.com"), r->loc);
        put(permission, "SourceArn", (il_loc){0}, api_arn(r, "/authorizers/", part));
    }
}

static il_low_part *make_authorizer(const route *r, const il_ev *authorizer, il_str kind)
{
    il_low *low = r->api->low;
    bool socket = il_str_is(kind, "socket");
    il_str id = il_low__string(il_low__field(low, authorizer, "id"));
    const il_ev *props = il_low__field(low, authorizer, "props"), *source = il_low__field(low, authorizer, "source");
    il_low_unit *unit = il_low__bare_child(r->api, id, IL_STR("aws-cdk-lib.aws_apigatewayv2.HttpAuthorizer"));
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGatewayV2::Authorizer"));
    bool function = socket || il_str_is(kind, "lambda");
    put(part, "ApiId", (il_loc){0}, il_low__ref(low, r->loc, il_low__primary(r->api), (il_str){NULL, 0}));
    put(part, "AuthorizerType", (il_loc){0}, text(low, r->loc, function ? IL_STR("REQUEST") : IL_STR("JWT")));
    il_str usual = source->kind == IL_EV_STRING ? source->string : IL_STR("$request.header.Authorization");
    put(part, "IdentitySource", (il_loc){0},
        plain_or(low, il_low__field(low, props, "identitySource"), one_item(low, text(low, r->loc, usual))));
    put(part, "Name", (il_loc){0}, plain_or(low, il_low__field(low, props, "authorizerName"), text(low, r->loc, id)));
    if (function)
        lambda(r, part, authorizer, socket);
    else if (il_str_is(kind, "pool"))
        pool(r, part, authorizer);
    else
        jwt(r, part, authorizer);
    return part;
}

static void authorize(const route *r, const il_ev *value)
{
    il_low *low = r->api->low;
    const il_ev *authorizer = il_low__reduce(low, value);
    il_str kind = authorizer->kind == IL_EV_OBJECT ? il_low__string(il_low__field(low, authorizer, "authorizer"))
                                                   : (il_str){NULL, 0};
    bool none = il_low__given(authorizer) == IL_NO || il_str_is(kind, "none"), iam = il_str_is(kind, "iam");
    if (none || iam) {
        put(r->part, "AuthorizationType", (il_loc){0}, text(low, r->loc, none ? IL_STR("NONE") : IL_STR("AWS_IAM")));
        return;
    }
    if (kind.n == 0 || il_low__string(il_low__field(low, authorizer, "id")).n == 0) {
        static const char *const unknown[] = {"AuthorizationType", "AuthorizerId", "AuthorizationScopes"};
        announce(r->unit, r->loc, "authorizer");
        for (size_t i = 0; i < 3; i++)
            put(r->part, unknown[i], r->loc, il_low__unknown(low, r->loc, "authorizer", (il_str){NULL, 0}));
        return;
    }
    il_low_part *part = known(r, value);
    if (!part)
        remember(r, value, part = make_authorizer(r, authorizer, kind));
    bool function = il_str_is(kind, "lambda") || il_str_is(kind, "socket");
    put(r->part, "AuthorizationType", (il_loc){0}, text(low, r->loc, function ? IL_STR("CUSTOM") : IL_STR("JWT")));
    put(r->part, "AuthorizerId", (il_loc){0}, il_low__ref(low, r->loc, part, (il_str){NULL, 0}));
}

/* ---- Routes ---- */

static const il_ev *or_default(const route *r, const char *own, const char *of_api)
{
    const il_ev *value = raw(r->api->low, r->options, own);
    return il_low__given(il_low__reduce(r->api->low, value)) == IL_NO ? raw(r->api->low, r->api->props, of_api) : value;
}

static void fill_route(route *r)
{
    il_low *low = r->api->low;
    r->part = il_low__part(r->unit, IL_STR("Resource"), IL_STR("AWS::ApiGatewayV2::Route"));
    put(r->part, "ApiId", (il_loc){0}, il_low__ref(low, r->loc, il_low__primary(r->api), (il_str){NULL, 0}));
    put(r->part, "RouteKey", r->loc, text(low, r->loc, r->key));
    integrate(r);
    authorize(r, r->socket ? raw(low, r->options, "authorizer") : or_default(r, "authorizer", "defaultAuthorizer"));
    if (r->socket) {
        put(r->part, "ApiKeyRequired", r->loc, il_low__plain(low, il_low__field(low, r->options, "apiKeyRequired")));
        return;
    }
    const il_ev *scopes = il_low__reduce(low, or_default(r, "authorizationScopes", "defaultAuthorizationScopes"));
    const il_low_node *type = il_low__member(r->part->properties, IL_STR("AuthorizationType"));
    bool authorized =
        type && type->kind == IL_LOW_LEAF && type->leaf->kind == IL_STRING && !il_str_is(type->leaf->string, "NONE");
    if (authorized && il_low__given(scopes) != IL_NO)
        put(r->part, "AuthorizationScopes", r->loc, il_low__plain(low, scopes));
}

static il_low_unit *route_unit(il_low_unit *api, il_str id, bool socket, const il_method_call *call)
{
    il_low_unit *unit = il_low__bare_child(api, id,
                                           socket ? IL_STR("aws-cdk-lib.aws_apigatewayv2.WebSocketRoute")
                                                  : IL_STR("aws-cdk-lib.aws_apigatewayv2.HttpRoute"));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->construct->many = unit->construct->many || call->many;
    if (call->condition.text.n)
        unit->construct->condition = call->condition;
    return unit;
}

static const il_ev *add_route(il_low_unit *api, il_str method, il_str path, const il_ev *options,
                              const il_method_call *call)
{
    il_low *low = api->low;
    il_str id = il_low__as_id(low->arena, il_arena_printf(low->arena, "%.*s%.*s", IL_FMT(method), IL_FMT(path)));
    route r = {.api = api, .unit = route_unit(api, id, false, call), .options = options, .loc = call->loc};
    r.key = il_arena_printf(low->arena, "%.*s %.*s", IL_FMT(method), IL_FMT(path));
    r.path = path;
    fill_route(&r);
    return il_low__ev_unit(low, r.unit);
}

/* addRoutes({path, methods, integration}): a route for each method; gives them as a list. */
bool il_low__http_routes(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    const il_ev *options = il_low__arg(low, call, 0), *path = il_low__field(low, options, "path"),
                *methods = il_low__field(low, options, "methods");
    il_ev *routes = IL_NEW(low->arena, il_ev);
    bool all = il_low__given(methods) == IL_NO;
    if (path->kind != IL_EV_STRING || (!all && (methods->kind != IL_EV_ARRAY || methods->open)) || call->many) {
        announce(unit, call->loc, "routes of an API");
        return true;
    }
    *routes = (il_ev){.kind = IL_EV_ARRAY, .loc = call->loc};
    routes->list.n = all ? 1 : methods->list.n;
    routes->list.items = IL_NEW_ARRAY(low->arena, routes->list.n, const il_ev *);
    for (size_t i = 0; i < routes->list.n; i++) {
        il_str method = all ? IL_STR("ANY") : il_low__string(il_low__reduce(low, methods->list.items[i]));
        routes->list.items[i] = low->undefined;
        if (method.n)
            routes->list.items[i] = add_route(unit, method, path->string, options, call);
        else
            announce(unit, call->loc, "routes of an API");
    }
    il_low__result(low, call->result, routes);
    return true;
}

/* The mapping of a domain to the API's default stage. */
static void map_domain(il_low_unit *unit, const il_ev *mapping)
{
    il_low *low = unit->low;
    il_low_unit *domain = il_low__unit_behind(low, il_low__field(low, mapping, "domainName")),
                *stage = il_low__child_of(unit, IL_STR("DefaultStage"));
    const il_ev *key = il_low__field(low, mapping, "mappingKey");
    if (!domain || domain->path.n == 0 || !stage || (key->kind != IL_EV_STRING && key->kind != IL_EV_UNDEFINED)) {
        il_low__gap(unit, mapping->loc, "mapping of a domain", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGatewayV2::ApiMapping")));
        return;
    }
    il_str id = il_arena_printf(low->arena, "%.*s%.*s", IL_FMT(domain->path), IL_FMT(il_low__string(key)));
    const il_ev *props = il_low__ev_with(low, low->undefined, "api", il_low__ev_unit(low, unit));
    props = il_low__ev_with(low, props, "domainName", il_low__ev_unit(low, domain));
    props = il_low__ev_with(low, props, "stage", il_low__ev_unit(low, stage));
    if (key->kind == IL_EV_STRING)
        props = il_low__ev_with(low, props, "apiMappingKey", key);
    il_low__child(stage, il_low__as_id(low->arena, id), IL_STR("aws-cdk-lib.aws_apigatewayv2.ApiMapping"), props,
                  unit->construct->loc);
}

static void lower_http_api(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *integration = raw(low, unit->props, "defaultIntegration"),
                *mapping = il_low__prop(unit, "defaultDomainMapping");
    if (il_low__given(mapping) != IL_NO)
        map_domain(unit, mapping);
    if (il_low__given(il_low__reduce(low, integration)) == IL_NO)
        return;
    il_method_call call = {.loc = unit->construct->loc};
    route r = {.api = unit, .unit = route_unit(unit, IL_STR("DefaultRoute"), false, &call), .loc = call.loc};
    r.options = il_low__ev_with(low, low->undefined, "integration", integration);
    r.key = IL_STR("$default");
    r.path = (il_str){"", 0};
    fill_route(&r);
}

/* new HttpRoute(this, id, {httpApi, routeKey, integration}). */
static void lower_http_route(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *key = il_low__prop(unit, "routeKey"), *path = il_low__field(low, key, "path");
    il_str method = il_low__string(il_low__field(low, key, "method"));
    il_low_unit *api = il_low__unit_behind(low, il_low__prop(unit, "httpApi"));
    if (!api || !il_low__primary(api) || path->kind != IL_EV_STRING || method.n == 0) {
        announce(unit, unit->construct->loc, "route of an API");
        return;
    }
    route r = {.api = api, .unit = unit, .options = unit->props, .loc = unit->construct->loc};
    r.key = il_arena_printf(low->arena, "%.*s %.*s", IL_FMT(method), IL_FMT(path->string));
    r.path = path->string;
    fill_route(&r);
}

/* ---- WebSocket APIs ---- */

static il_low_unit *add_socket_route(il_low_unit *api, il_str key, const il_ev *options, const il_method_call *call)
{
    il_low *low = api->low;
    il_str id = il_low__as_id(low->arena, il_arena_printf(low->arena, "%.*s-Route", IL_FMT(key)));
    route r = {.api = api,
               .unit = route_unit(api, id, true, call),
               .key = key,
               .path = key,
               .socket = true,
               .options = options,
               .loc = call->loc};
    fill_route(&r);
    const il_ev *answers = il_low__field(low, options, "returnResponse");
    if (answers->kind == IL_EV_BOOL && answers->boolean) {
        il_low_part *response = il_low__part(r.unit, IL_STR("Response"), IL_STR("AWS::ApiGatewayV2::RouteResponse"));
        put(response, "ApiId", (il_loc){0}, il_low__ref(low, r.loc, il_low__primary(api), (il_str){NULL, 0}));
        put(response, "RouteId", (il_loc){0}, il_low__ref(low, r.loc, r.part, (il_str){NULL, 0}));
        put(response, "RouteResponseKey", (il_loc){0}, text(low, r.loc, IL_STR("$default")));
        put(r.part, "RouteResponseSelectionExpression", answers->loc, text(low, answers->loc, IL_STR("$default")));
    } else if (answers->kind != IL_EV_BOOL && il_low__given(answers) != IL_NO) {
        announce(api, r.loc, "answers of a route");
        put(r.part, "RouteResponseSelectionExpression", answers->loc, il_low__plain(low, answers));
    }
    return r.unit;
}

bool il_low__web_socket_route(il_low_unit *unit, const il_method_call *call)
{
    il_str key = il_low__string(il_low__arg(unit->low, call, 0));
    if (key.n == 0 || call->many)
        announce(unit, call->loc, "routes of an API");
    else
        il_low__result(unit->low, call->result,
                       il_low__ev_unit(unit->low, add_socket_route(unit, key, il_low__arg(unit->low, call, 1), call)));
    return true;
}

static void lower_web_socket_api(il_low_unit *unit)
{
    static const char *const routes[][2] = {{"connectRouteOptions", "$connect"},
                                            {"disconnectRouteOptions", "$disconnect"},
                                            {"defaultRouteOptions", "$default"}};
    il_method_call call = {.loc = unit->construct->loc};
    for (size_t i = 0; i < 3; i++) {
        const il_ev *options = il_low__prop(unit, routes[i][0]);
        if (il_low__given(options) == IL_YES)
            add_socket_route(unit, il_str_of(routes[i][1]), options, &call);
        else if (il_low__given(options) == IL_MAYBE)
            announce(unit, options->loc, "routes of an API");
    }
}

const il_low_model il_low__http_api_model = {.name = "http-api", .lower = lower_http_api};
const il_low_model il_low__http_route_model = {.name = "http-route", .lower = lower_http_route};
const il_low_model il_low__web_socket_api_model = {.name = "web-socket-api", .lower = lower_web_socket_api};
