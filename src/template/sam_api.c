/* AWS::Serverless::Api and HttpApi: the API, its stage and deployment, those of the implicit APIs too. The routes come from events of functions
 * and from OpenAPI documents: the Body is unknown where it is not written. From "CloudFormation resources generated when
 * AWS::Serverless::Api is specified" (and HttpApi) in the SAM developer guide. */
#include <string.h>

#include "sam.h"

static const il_writing rest[] = {
    {"ApiKeySourceType", "ApiKeySourceType"},
    {"BinaryMediaTypes", "BinaryMediaTypes"},
    {"Body", "DefinitionBody"},
    {"Description", "Description"},
    {"DisableExecuteApiEndpoint", "DisableExecuteApiEndpoint"},
    {"FailOnWarnings", "FailOnWarnings"},
    {"MinimumCompressionSize", "MinimumCompressionSize"},
    {"Mode", "Mode"},
    {"Name", "Name"},
};

static const il_writing rest_stage[] = {
    {"AccessLogSetting", "AccessLogSetting"}, {"CacheClusterEnabled", "CacheClusterEnabled"},
    {"CacheClusterSize", "CacheClusterSize"}, {"CanarySetting", "CanarySetting"},
    {"MethodSettings", "MethodSettings"},     {"StageName", "StageName"},
    {"TracingEnabled", "TracingEnabled"},     {"Variables", "Variables"},
};

static const char *const rest_known[] = {"AccessLogSetting",
                                         "AlwaysDeploy",
                                         "Auth",
                                         "CacheClusterEnabled",
                                         "CacheClusterSize",
                                         "CanarySetting",
                                         "Cors",
                                         "DefinitionUri",
                                         "Domain",
                                         "EndpointConfiguration",
                                         "GatewayResponses",
                                         "MergeDefinitions",
                                         "MethodSettings",
                                         "Models",
                                         "OpenApiVersion",
                                         "PropagateTags",
                                         "StageName",
                                         "Tags",
                                         "TracingEnabled",
                                         "Variables",
                                         NULL};

static const il_writing http[] = {
    {"Body", "DefinitionBody"},
    {"Description", "Description"},
    {"DisableExecuteApiEndpoint", "DisableExecuteApiEndpoint"},
    {"FailOnWarnings", "FailOnWarnings"},
    {"Name", "Name"},
};

static const il_writing http_stage[] = {
    {"AccessLogSettings", "AccessLogSettings"},
    {"DefaultRouteSettings", "DefaultRouteSettings"},
    {"RouteSettings", "RouteSettings"},
    {"StageVariables", "StageVariables"},
};

static const char *const http_known[] = {
    "AccessLogSettings", "Auth",          "CorsConfiguration", "DefaultRouteSettings", "DefinitionUri", "Domain",
    "PropagateTags",     "RouteSettings", "StageName",         "StageVariables",       "Tags",          NULL};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* "EDGE" or a map with Type and VPCEndpointIds. */
static void put_endpoints(il_sam *s, il_entries *out)
{
    const il_entry *given = il_sam__entry(s, "EndpointConfiguration");
    const il_value *type = given && given->value->kind == IL_STRING ? given->value : NULL;
    if (!given || given->value->kind == IL_MISSING)
        return;
    if (!type && given->value->kind == IL_MAP)
        type = il_value_get(given->value, IL_STR("Type"));
    il_entry entry = {IL_STR("EndpointConfiguration"), given->key_loc, il_sam__unknown(s, "EndpointConfiguration")};
    if (type && type->kind != IL_MISSING) {
        il_entries map = {0};
        il_sam__put(s, &map, "Types", il_sam__list(s, &type, 1));
        if (given->value->kind == IL_MAP)
            il_sam__move(s, &map, "VpcEndpointIds", il_value_entry(given->value, IL_STR("VPCEndpointIds")));
        entry.value = il_sam__map(s, &map);
    }
    IL_PUSH(s->r->arena, out, entry);
}

static bool wants_body(const il_entries *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (il_str_is(out->items[i].key, "Body"))
            return false;
    return true;
}

static const il_value *fill_rest(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, rest, COUNT(rest), rest_known);
    put_endpoints(s, &out);
    if (wants_body(&out))
        il_sam__put(s, &out, "Body", il_sam__unknown(s, "Body"));
    if (il_sam__entry(s, "Tags"))
        il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), NULL));
    return il_sam__body(s, &out, all, true);
}

/* The writings of a stage count for it: its properties are the API's. */
static void writable(il_sam *s, il_resource *stage, const il_writing *writings, size_t n)
{
    stage->handle = s->node;
    stage->writings = writings;
    stage->n_writings = n;
}

static const il_value *fill_rest_stage(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)event;
    il_entries out = {0};
    writable(s, resource, rest_stage, COUNT(rest_stage));
    il_sam__put(s, &out, "RestApiId", il_sam__ref(s, s->main, ""));
    il_sam__put(s, &out, "DeploymentId", il_sam__unknown(s, "DeploymentId"));
    for (size_t i = 0; i < COUNT(rest_stage); i++)
        il_sam__move(s, &out, rest_stage[i].made, il_sam__entry(s, rest_stage[i].written));
    if (il_sam__entry(s, "Tags"))
        il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), NULL));
    return il_sam__body(s, &out, s->own->kind == IL_MAP || s->own->kind == IL_MISSING, false);
}

static const il_value *fill_deployment(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "RestApiId", il_sam__ref(s, s->main, ""));
    return il_sam__body(s, &out, false, false);
}

static const il_value *fill_http(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, http, COUNT(http), http_known);
    if (wants_body(&out))
        il_sam__put(s, &out, "Body", il_sam__unknown(s, "Body"));
    if (il_sam__entry(s, "CorsConfiguration"))
        il_sam__put(s, &out, "CorsConfiguration", il_sam__unknown(s, "CorsConfiguration"));
    return il_sam__body(s, &out, all, true);
}

static const il_value *fill_http_stage(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)event;
    il_entries out = {0};
    writable(s, resource, http_stage, COUNT(http_stage));
    const il_entry *name = il_sam__entry(s, "StageName");
    il_sam__put(s, &out, "ApiId", il_sam__ref(s, s->main, ""));
    il_sam__put(s, &out, "AutoDeploy", il_sam__bool(s, true));
    if (name && name->value->kind != IL_MISSING)
        il_sam__move(s, &out, "StageName", name);
    else
        il_sam__put(s, &out, "StageName", il_sam__text(s, "$default"));
    for (size_t i = 0; i < COUNT(http_stage); i++)
        il_sam__move(s, &out, http_stage[i].made, il_sam__entry(s, http_stage[i].written));
    return il_sam__body(s, &out, s->own->kind == IL_MAP || s->own->kind == IL_MISSING, false);
}

/* The text of the property StageName, empty when it is not known. */
static il_str stage_name(il_reader *r, const il_resource *main, const il_node *definition)
{
    const il_node *name = il_sam__node(r, main, definition, "StageName");
    const il_value *text = name ? il_reader__text_of(r, il_reader__value(r, name)) : &il_missing;
    return text->kind == IL_STRING ? text->string : (il_str){NULL, 0};
}

/* What a domain and authorization bring is not looked into. */
static void add_gaps(il_reader *r, const il_resource *main, const il_node *definition, bool is_http)
{
    if (il_sam__node(r, main, definition, "Domain")) {
        il_sam__gap(r, main, is_http ? "AWS::ApiGatewayV2::DomainName" : "AWS::ApiGateway::DomainName");
        il_sam__gap(r, main, is_http ? "AWS::ApiGatewayV2::ApiMapping" : "AWS::ApiGateway::BasePathMapping");
        il_sam__gap(r, main, "AWS::Route53::RecordSetGroup");
    }
    if (!il_sam__node(r, main, definition, "Auth"))
        return;
    il_sam__gap(r, main, "AWS::Lambda::Permission");
    il_sam__gap(r, main, "AWS::ApiGateway::UsagePlan");
    il_sam__gap(r, main, "AWS::ApiGateway::UsagePlanKey");
    il_sam__gap(r, main, "AWS::ApiGateway::ApiKey");
}

static void declare_rest(il_reader *r, il_resource *main, const il_node *definition)
{
    il_str name = stage_name(r, main, definition), id = {NULL, 0};
    if (name.n)
        id = il_arena_printf(r->arena, "%.*s%.*sStage", IL_FMT(main->logical_id), IL_FMT(name));
    il_resource *deployment =
        il_sam__declare(r, main, (il_sam_new){(il_str){NULL, 0}, "AWS::ApiGateway::Deployment", NULL, fill_deployment});
    il_resource *stage = il_sam__declare(r, main, (il_sam_new){id, "AWS::ApiGateway::Stage", NULL, fill_rest_stage});
    il_map_put(&r->resources, il_sam__id(r, main, ".Stage"), stage);
    il_map_put(&r->resources, il_sam__id(r, main, ".Deployment"), deployment);
    add_gaps(r, main, definition, false);
}

static void declare_http(il_reader *r, il_resource *main, const il_node *definition)
{
    il_str name = stage_name(r, main, definition);
    il_str id = il_sam__id(r, main, "ApiGatewayDefaultStage");
    if (name.n && !il_str_is(name, "$default"))
        id = il_arena_printf(r->arena, "%.*s%.*sStage", IL_FMT(main->logical_id), IL_FMT(name));
    else if (!name.n && il_sam__node(r, main, definition, "StageName"))
        id = (il_str){NULL, 0};
    il_resource *stage = il_sam__declare(r, main, (il_sam_new){id, "AWS::ApiGatewayV2::Stage", NULL, fill_http_stage});
    il_map_put(&r->resources, il_sam__id(r, main, ".Stage"), stage);
    add_gaps(r, main, definition, true);
}

const il_sam_kind il_sam__api = {
    "AWS::Serverless::Api", "AWS::ApiGateway::RestApi", "Api", fill_rest, declare_rest, rest, COUNT(rest)};
const il_sam_kind il_sam__http_api = {
    "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api", "HttpApi", fill_http, declare_http, http, COUNT(http)};

/* An implicit API exists under the condition of those who ask for it, if all have the same. */
void il_sam__implicit_api(il_reader *r, il_resource *main, bool is_http)
{
    const char *name = is_http ? "ServerlessHttpApi" : "ServerlessRestApi";
    il_resource *known = il_map_get(&r->resources, il_str_of(name));
    if (known) {
        if (!il_str_eq(known->condition.text, main->condition.text))
            known->condition = (il_condition){0};
        return;
    }
    il_resource *api =
        il_app_add(r->app, r->stack, il_intern(il_str_of(is_http ? il_sam__http_api.main : il_sam__api.main)));
    api->logical_id = il_str_of(name);
    api->loc = api->whole = main->loc;
    api->condition = main->condition;
    il_map_put(&r->resources, api->logical_id, api);
    IL_PUSH(r->arena, &r->implicit, api);
}

/* The properties of an implicit API are the Globals; a REST API's stage is named Prod. */
static il_sam implicit_properties(il_reader *r, il_resource *api, bool is_http)
{
    const il_node *globals = il_node_get(r->globals, is_http ? IL_STR("HttpApi") : IL_STR("Api"));
    il_sam s = {.r = r, .main = api, .loc = api->loc};
    s.body = il_value_map(r->arena, api->loc, NULL, 0);
    s.own = globals ? il_reader__value(r, globals) : &il_missing;
    bool known = s.own->kind == IL_MAP || s.own->kind == IL_MISSING;
    if (is_http || !known || il_sam__entry(&s, "StageName"))
        return s;
    il_entries entries = {0};
    il_sam__put(&s, &entries, "StageName", il_sam__text(&s, "Prod"));
    s.own = il_sam__merged(r, il_sam__map(&s, &entries), globals ? s.own : il_sam__map(&s, &(il_entries){0}));
    return s;
}

void il_reader__implicit_apis(il_reader *r)
{
    for (size_t i = 0; i < r->implicit.n; i++) {
        il_resource *api = r->implicit.items[i];
        bool is_http = strcmp(api->type, il_sam__http_api.main) == 0;
        il_sam s = implicit_properties(r, api, is_http);
        const char *type = is_http ? "AWS::ApiGatewayV2::Stage" : "AWS::ApiGateway::Stage";
        il_resource *stage = il_app_add(r->app, r->stack, il_intern(il_str_of(type)));
        stage->logical_id = il_sam__id(r, api, is_http ? "ApiGatewayDefaultStage" : "ProdStage");
        stage->loc = stage->whole = api->loc;
        stage->condition = api->condition;
        api->body = is_http ? fill_http(&s, api, NULL) : fill_rest(&s, api, NULL);
        stage->body = is_http ? fill_http_stage(&s, stage, NULL) : fill_rest_stage(&s, stage, NULL);
        if (!is_http)
            il_sam__gap(r, api, "AWS::ApiGateway::Deployment");
        add_gaps(r, api, NULL, is_http);
    }
}
