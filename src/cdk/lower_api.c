/* apigateway.RestApi: its stage, its tree of resources and their methods. */
#include "lower_api.h"

#include <ctype.h>
#include <string.h>

#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *value)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, value);
}

static il_low_node *literal(il_low_unit *unit, il_loc loc, const char *text)
{
    return il_low__text(unit->low, loc, il_str_of(text));
}

/* ---- The API and its stage ---- */

static il_low_api_node *node_new(il_low_unit *unit, il_low_unit *api, il_low_unit *parent, il_str path)
{
    il_low_api_node *n = IL_NEW(unit->low->arena, il_low_api_node);
    n->api = api;
    n->parent = parent;
    n->path = path;
    n->integration = n->options = n->cors = unit->low->undefined;
    unit->state = n;
    return n;
}

static void make_stage(il_low_unit *api, il_low_part *deployment)
{
    il_low *low = api->low;
    const il_ev *options = il_low__prop(api, "deployOptions"), *name = il_low__field(low, options, "stageName");
    il_str id = il_low__given(name) == IL_NO ? IL_STR("prod") : il_low__known_text(low, name);
    if (id.n == 0) {
        il_low__gap(api, name->loc, "name of a stage", (il_str){NULL, 0}, il_intern(IL_STR("AWS::ApiGateway::Stage")));
        return;
    }
    const il_ev *props = il_low__ev_with(low, options, "deployment", il_low__ev_unit(low, deployment->unit));
    il_low_unit *stage = il_low__child(api, il_arena_printf(low->arena, "DeploymentStage.%.*s", IL_FMT(id)),
                                       IL_STR("aws-cdk-lib.aws_apigateway.Stage"), props, api->construct->loc);
    if (options->kind == IL_EV_OBJECT)
        stage->construct->loc = api->construct->loc;
}

/* The tree's root. */
static void make_api(il_low_unit *unit)
{
    il_low_unit *root = il_low__bare_child(unit, IL_STR("Default"), IL_STR("aws-cdk-lib.aws_apigateway.ResourceBase"));
    il_low_api_node *n = node_new(root, unit, NULL, IL_STR("/"));
    n->integration = il_low__prop(unit, "defaultIntegration");
    n->options = il_low__prop(unit, "defaultMethodOptions");
    n->cors = il_low__prop(unit, "defaultCorsPreflightOptions");
}

/* Description of what the API deploys: the stage's, its own, or the library's. */
static il_low_node *deployment_description(il_low_unit *unit, il_loc loc)
{
    const il_ev *description = il_low__field(unit->low, il_low__prop(unit, "deployOptions"), "description");
    if (il_low__given(description) == IL_NO)
        description = il_low__prop(unit, "description");
    return il_low__given(description) == IL_NO ? literal(unit, loc, "Automatically created by the RestApi construct")
                                               : il_low__plain(unit->low, description);
}

static void make_deployment(il_low_unit *unit, il_low_part *api)
{
    const il_ev *retain = il_low__prop(unit, "retainDeployments");
    il_low_unit *deployment =
        il_low__bare_child(unit, IL_STR("Deployment"), IL_STR("aws-cdk-lib.aws_apigateway.Deployment"));
    il_low_part *made = il_low__part(deployment, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Deployment"));
    put(made, "Description", (il_loc){0}, deployment_description(unit, api->out->loc));
    put(made, "RestApiId", (il_loc){0}, il_low__ref(unit->low, api->out->loc, api, (il_str){NULL, 0}));
    if (retain->kind == IL_EV_BOOL && retain->boolean) {
        il_low__put(unit->low, made->attributes, IL_STR("DeletionPolicy"), retain->loc,
                    literal(unit, retain->loc, "Retain"));
        il_low__put(unit->low, made->attributes, IL_STR("UpdateReplacePolicy"), retain->loc,
                    literal(unit, retain->loc, "Retain"));
    } else if (il_low__given(retain) != IL_NO && retain->kind != IL_EV_BOOL) {
        made->attributes->open = true;
    }
    make_stage(unit, made);
}

static const il_ev *integration_ev(il_low *low, const char *symbol, const il_ev *first, const il_ev *second)
{
    il_ev *integration = IL_NEW(low->arena, il_ev);
    const il_ev **args = IL_NEW_ARRAY(low->arena, 2, const il_ev *);
    args[0] = first;
    args[1] = second;
    *integration = (il_ev){.kind = strchr(strrchr(symbol, '_'), '.') != strrchr(symbol, '.') ? IL_EV_CALL : IL_EV_NEW,
                           .loc = first->loc};
    integration->lib.symbol = il_intern(il_str_of(symbol));
    integration->lib.args = args;
    integration->lib.n_args = 2;
    return integration;
}

/* LambdaRestApi: everything goes to one function. */
static void serve_function(il_low_unit *root, const il_ev *handler)
{
    il_low_unit *unit = root->parent;
    il_low *low = unit->low;
    const il_ev *proxy = il_low__prop(unit, "proxy");
    il_low_api_node *n = root->state;
    n->integration = integration_ev(low, "aws-cdk-lib.aws_apigateway.LambdaIntegration", handler,
                                    il_low__prop(unit, "integrationOptions"));
    if (proxy->kind == IL_EV_BOOL && !proxy->boolean)
        return;
    il_method_call call = {.method = il_intern(IL_STR("addProxy")), .loc = unit->construct->loc};
    il_low__api_call(root, &call);
}

/* StepFunctionsRestApi: everything starts a state machine. */
static void serve_machine(il_low_unit *root, const il_ev *machine)
{
    il_low_unit *unit = root->parent;
    il_low *low = unit->low;
    const il_ev *options = il_low__ev_with(low, unit->props, "credentialsRole", il_low__prop(unit, "role"));
    const il_ev **args = IL_NEW_ARRAY(low->arena, 2, const il_ev *);
    args[0] = il_low__ev_text(low, unit->construct->loc, IL_STR("ANY"));
    args[1] =
        integration_ev(low, "aws-cdk-lib.aws_apigateway.StepFunctionsIntegration.startExecution", machine, options);
    il_method_call call = {
        .method = il_intern(IL_STR("addMethod")), .args = args, .n_args = 2, .loc = unit->construct->loc};
    il_low__api_call(root, &call);
}

static void preflight(il_low_unit *resource, const il_method_call *call)
{
    const il_low_api_node *n = resource->state;
    if (il_low__given(n->cors) == IL_YES)
        il_low__api_preflight(resource, n->cors, call);
    else if (il_low__given(n->cors) == IL_MAYBE)
        il_low__gap(resource, call->loc, "answers to preflight requests", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::Method")));
}

static void map_domain(il_low_unit *unit, const il_ev *domain)
{
    const il_ev *props = il_low__ev_with(unit->low, domain, "mapping", il_low__ev_unit(unit->low, unit));
    il_low__child(unit, IL_STR("CustomDomain"), IL_STR("aws-cdk-lib.aws_apigateway.DomainName"), props,
                  unit->construct->loc);
}

static void lower_api(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *deploy = il_low__prop(unit, "deploy"), *handler = il_low__prop(unit, "handler"),
                *machine = il_low__prop(unit, "stateMachine"), *domain = il_low__prop(unit, "domainName");
    il_low_unit *root = il_low__child_of(unit, IL_STR("Default"));
    if (il_low__given(il_low__prop(unit, "restApiName")) == IL_NO)
        put(part, "Name", (il_loc){0}, il_low__text(low, part->out->loc, il_low__string(unit->construct->id)));
    if (deploy->kind != IL_EV_BOOL || deploy->boolean)
        make_deployment(unit, part);
    if (il_low__given(domain) != IL_NO)
        map_domain(unit, domain);
    if (!root || !root->state)
        return;
    preflight(root, &(il_method_call){.loc = unit->construct->loc});
    if (il_low__given(handler) != IL_NO)
        serve_function(root, handler);
    if (il_low__given(machine) != IL_NO)
        serve_machine(root, machine);
}

/* ---- Methods ---- */

static const il_ev *option(il_low *low, const il_ev *own, const il_ev *defaults, const char *name)
{
    const il_ev *value = il_low__field(low, own, name);
    return value->kind == IL_EV_UNDEFINED ? il_low__field(low, defaults, name) : value;
}

static void authorize(il_low_part *part, il_low_unit *api, const il_ev *own, const il_ev *defaults, il_loc loc)
{
    il_low_unit *unit = part->unit;
    il_low *low = unit->low;
    const il_ev *type = option(low, own, defaults, "authorizationType"),
                *authorizer = option(low, own, defaults, "authorizer"),
                *scopes = option(low, own, defaults, "authorizationScopes");
    bool none = il_str_is(il_low__string(il_low__field(low, own, "authorizationType")), "NONE") &&
                il_low__given(il_low__field(low, own, "authorizer")) == IL_NO;
    if (none)
        authorizer = low->undefined;
    if (il_low__given(authorizer) != IL_NO) {
        const il_ev *kind = il_low__field(low, authorizer, "authorizationType");
        if (il_low__given(kind) == IL_YES && kind->kind == IL_EV_STRING)
            type = kind;
        else if (type->kind == IL_EV_UNDEFINED)
            type = il_low__ev_unknown(low, loc, "type of an authorizer", (il_str){NULL, 0});
        put(part, "AuthorizerId", loc,
            il_low__plain(low, il_low__ev_member(low, authorizer, IL_STR("authorizerId"), loc)));
        il_low__attach_authorizer(api, authorizer, loc);
    }
    put(part, "AuthorizationType", type->kind == IL_EV_UNDEFINED ? (il_loc){0} : loc,
        type->kind == IL_EV_UNDEFINED ? literal(unit, loc, "NONE") : il_low__plain(low, type));
    if (il_low__given(scopes) != IL_NO && (type->kind != IL_EV_STRING || il_str_is(type->string, "COGNITO_USER_POOLS")))
        put(part, "AuthorizationScopes", loc, il_low__plain(low, scopes));
}

/* The validator of the request: the one that is given, or one that the options describe, made below the API. */
static void validate(il_low_part *part, il_low_unit *api, const il_ev *own, il_loc loc)
{
    il_low *low = part->unit->low;
    const il_ev *validator = il_low__field(low, own, "requestValidator"),
                *options = il_low__field(low, own, "requestValidatorOptions");
    if (il_low__given(options) == IL_YES && part->unit->path.n) {
        const il_ev *props = il_low__ev_with(low, options, "restApi", il_low__ev_unit(low, api));
        il_str own_path = il_arena_printf(low->arena, "%.*s/Validator", IL_FMT(part->unit->path));
        bool unique = il_low__flag(low, "@aws-cdk/aws-apigateway:requestValidatorUniqueId");
        il_str id = unique ? il_low__unique_id(low->arena, own_path) : IL_STR("validator");
        validator = il_low__ev_unit(
            low, il_low__child(api, id, IL_STR("aws-cdk-lib.aws_apigateway.RequestValidator"), props, loc));
    } else if (il_low__given(options) != IL_NO) {
        put(part, "RequestValidatorId", loc, il_low__unknown(low, loc, "option of a method", (il_str){NULL, 0}));
        il_low__gap(api, loc, "validator", (il_str){NULL, 0}, il_intern(IL_STR("AWS::ApiGateway::RequestValidator")));
        return;
    }
    if (il_low__given(validator) != IL_NO)
        put(part, "RequestValidatorId", loc,
            il_low__plain(low, il_low__ev_member(low, validator, IL_STR("requestValidatorId"), loc)));
}

static void method_options(il_low_part *part, const il_low_api_node *n, const il_ev *own, il_loc loc)
{
    static const struct {
        const char *option, *key, *shape;
        bool inherited;
    } plain[] = {{"apiKeyRequired", "ApiKeyRequired", "", true},
                 {"operationName", "OperationName", "", true},
                 {"requestParameters", "RequestParameters", "", true},
                 {"requestModels", "RequestModels", "request-models", false},
                 {"methodResponses", "MethodResponses", "method-responses", true}};
    il_low_unit *unit = part->unit;
    il_low *low = unit->low;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        const il_ev *value = option(low, own, plain[i].inherited ? n->options : low->undefined, plain[i].option);
        if (il_low__given(value) != IL_NO)
            put(part, plain[i].key, value->loc,
                *plain[i].shape ? il_low__shape(unit, il_cat_shape(il_str_of(plain[i].shape)), value)
                                : il_low__plain(low, value));
    }
    authorize(part, n->api, own, n->options, loc);
    validate(part, n->api, own, loc);
    if (il_low__given(own) == IL_MAYBE || il_low__given(n->options) == IL_MAYBE)
        part->properties->open = true;
}

il_low_part *il_low__api_method(il_low_unit *resource, il_str http, const il_method_call *call)
{
    il_low *low = resource->low;
    const il_low_api_node *n = resource->state;
    if (!n || http.n == 0 || il_low__child_of(resource, http)) {
        il_low__gap(resource, call->loc, "method of an API", http, il_intern(IL_STR("AWS::ApiGateway::Method")));
        return NULL;
    }
    il_low_unit *unit = il_low__bare_child(resource, http, IL_STR("aws-cdk-lib.aws_apigateway.Method"));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->construct->many = unit->construct->many || call->many;
    if (call->condition.text.n)
        unit->construct->condition = call->condition;
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Method")),
                *own = il_low__primary(resource), *api = il_low__primary(n->api);
    put(part, "HttpMethod", call->loc, il_low__text(low, call->loc, http));
    put(part, "ResourceId", (il_loc){0},
        own ? il_low__ref(low, call->loc, own, (il_str){NULL, 0})
            : il_low__ref(low, call->loc, api, IL_STR("RootResourceId")));
    put(part, "RestApiId", (il_loc){0}, il_low__ref(low, call->loc, api, (il_str){NULL, 0}));
    return part;
}

static il_str upper(il_low *low, il_str text)
{
    il_str out = il_arena_str(low->arena, text);
    for (size_t i = 0; i < out.n; i++)
        ((char *)out.p)[i] = (char)toupper((unsigned char)out.p[i]);
    return out;
}

static il_low_unit *add_method(il_low_unit *resource, const il_method_call *call)
{
    il_low *low = resource->low;
    const il_low_api_node *n = resource->state;
    const il_ev *integration = il_low__arg(low, call, 1);
    il_str id = il_low__string(il_low__arg(low, call, 0)), http = upper(low, id);
    if (n && n->proxy && n->parent && il_str_is(((il_low_api_node *)n->parent->state)->path, "/") &&
        !il_low__child_of(n->parent, id))
        add_method(n->parent, call);
    if (integration->kind == IL_EV_UNDEFINED)
        integration = n ? il_low__reduce(low, n->integration) : low->undefined;
    il_low_part *part = il_low__api_method(resource, id, call);
    if (!part)
        return NULL;
    il_low_api_method method = {part->unit, part, n, http, call->loc};
    put(part, "HttpMethod", call->loc,
        il_str_eq(id, http) ? il_low__plain(low, il_low__arg(low, call, 0)) : il_low__text(low, call->loc, http));
    method_options(part, n, il_low__arg(low, call, 2), call->loc);
    put(part, "Integration", call->loc,
        il_low__api_integration(&method, integration, call->n_args > 1 ? call->args[1]->loc : call->loc));
    return part->unit;
}

/* ---- The tree ---- */

static const il_ev *inherited(const il_ev *own, const il_ev *above)
{
    return own->kind == IL_EV_UNDEFINED ? above : own;
}

/* Fills the unit of a resource named NAME below PARENT. */
static void begin_resource(il_low_unit *unit, il_low_unit *parent, il_low_node *name, const il_ev *options)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    il_low_api_node *above = parent->state;
    il_str text = name->kind == IL_LOW_LEAF && name->leaf->kind == IL_STRING ? name->leaf->string : (il_str){NULL, 0};
    il_str prefix = il_str_is(above->path, "/") ? (il_str){"", 0} : above->path;
    il_low_api_node *n =
        node_new(unit, above->api, parent, il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(prefix), IL_FMT(text)));
    n->integration = inherited(il_low__field(low, options, "defaultIntegration"), above->integration);
    n->cors = inherited(il_low__field(low, options, "defaultCorsPreflightOptions"), above->cors);
    const il_ev *methods = il_low__field(low, options, "defaultMethodOptions");
    n->options = above->options;
    for (size_t i = 0; methods->kind == IL_EV_OBJECT && i < methods->object->fields.n; i++)
        n->options = il_low__ev_with(low, n->options, methods->object->fields.items[i].name,
                                     methods->object->fields.items[i].value);
    if (il_low__given(methods) == IL_MAYBE)
        n->options = methods;
    il_low_part *part = il_low__part(unit, IL_STR("Resource"), IL_STR("AWS::ApiGateway::Resource"));
    il_low_part *own = il_low__primary(parent), *api = il_low__primary(above->api);
    put(part, "ParentId", (il_loc){0},
        own ? il_low__ref(low, loc, own, (il_str){NULL, 0}) : il_low__ref(low, loc, api, IL_STR("RootResourceId")));
    put(part, "PathPart", loc, name);
    put(part, "RestApiId", (il_loc){0}, il_low__ref(low, loc, api, (il_str){NULL, 0}));
}

static il_low_unit *add_resource(il_low_unit *parent, il_str name, const il_ev *options, const il_method_call *call)
{
    il_low *low = parent->low;
    il_low_unit *known = il_low__child_of(parent, name);
    if (!parent->state || name.n == 0 || known) {
        if (!known)
            il_low__gap(parent, call->loc, "resource of an API", name, il_intern(IL_STR("AWS::ApiGateway::Resource")));
        return known;
    }
    il_low_unit *unit = il_low__bare_child(parent, name, IL_STR("aws-cdk-lib.aws_apigateway.Resource"));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->construct->many = unit->construct->many || call->many;
    if (call->condition.text.n)
        unit->construct->condition = call->condition;
    begin_resource(unit, parent, il_low__text(low, call->loc, name), options);
    preflight(unit, call);
    return unit;
}

/* ANY on a resource that proxies, unless anyMethod is false. */
static void serve_any(il_low_unit *proxy, const il_ev *options, const il_method_call *call)
{
    il_low *low = proxy->low;
    const il_ev *any = il_low__field(low, options, "anyMethod");
    if (any->kind == IL_EV_BOOL && !any->boolean)
        return;
    const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    args[0] = il_low__ev_text(low, call->loc, IL_STR("ANY"));
    il_method_call method = *call;
    method.method = il_intern(IL_STR("addMethod"));
    method.args = args;
    method.n_args = 1;
    add_method(proxy, &method);
}

/* addProxy: {proxy+}; what it gets the root gets as well. */
static il_low_unit *add_proxy(il_low_unit *resource, const il_method_call *call)
{
    il_low *low = resource->low;
    const il_ev *options = il_low__arg(low, call, 0);
    il_low_unit *proxy = add_resource(resource, IL_STR("{proxy+}"), options, call);
    if (!proxy || !proxy->state)
        return proxy;
    ((il_low_api_node *)proxy->state)->proxy = true;
    serve_any(proxy, options, call);
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
    else if (strcmp(call->method, "getResource") == 0)
        made = il_low__child_of(unit, il_low__string(il_low__arg(low, call, 0)));
    else if (strcmp(call->method, "addCorsPreflight") == 0)
        il_low__api_preflight(unit, il_low__arg(low, call, 0), call);
    else
        return false;
    if (made)
        il_low__result(low, call->result, il_low__ev_unit(low, made));
    return true;
}

/* new Resource(…), new ProxyResource(…) of the program: somewhere below a resource that is known already. */
static void lower_resource(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_unit *parent = il_low__unit_behind(low, il_low__prop(unit, "parent"));
    bool proxy = il_str_ends(unit->class, IL_STR(".ProxyResource"));
    il_low_node *name =
        proxy ? literal(unit, unit->construct->loc, "{proxy+}") : il_low__plain(low, il_low__prop(unit, "pathPart"));
    if (!parent || !parent->state || !name) {
        il_low__gap(unit, unit->construct->loc, "resource of an API", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::Resource")));
        return;
    }
    il_method_call call = {.loc = unit->construct->loc};
    begin_resource(unit, parent, name, unit->props);
    preflight(unit, &call);
    ((il_low_api_node *)unit->state)->proxy = proxy;
    if (proxy)
        serve_any(unit, unit->props, &call);
}

/* `api.deploymentStage`: the stage that the API made. */
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

/* addToResourcePolicy. */
bool il_low__api_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low_part *part = il_low__primary(unit);
    if (!part || call->condition.text.n || call->many)
        return false;
    il_low_document *document = il_low__document(part, IL_STR("Policy"));
    for (size_t i = 0; i < call->n_args; i++)
        il_low__add_statements(document, call->args[i]);
    return true;
}

const il_low_model il_low__rest_api_model = {
    .name = "rest-api", .make = make_api, .lower = lower_api, .member = api_member};
const il_low_model il_low__api_resource_model = {
    .name = "api-resource", .lower = lower_resource, .call = il_low__api_call};
