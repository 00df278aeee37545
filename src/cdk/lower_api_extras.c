/* What stands around a REST API: authorizers with their permissions, custom domains, usage plans. */
#include <string.h>

#include "lower_api.h"
#include "lower_models.h"

static void put(il_low_part *part, const char *key, il_loc loc, il_low_node *value)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), loc, value);
}

/* ---- Authorizers ---- */

/* The permission of the function behind a lambda authorizer names the authorizer, and through it the API. */
static void permit(il_low_unit *authorizer, il_low_part *api, il_loc loc)
{
    il_low *low = authorizer->low;
    const il_ev *handler = il_low__prop(authorizer, "handler");
    il_low_unit *function = il_low__unit_behind(low, handler);
    if (!function || !il_low__primary(function) || il_low__given(il_low__prop(authorizer, "assumeRole")) != IL_NO)
        return;
    il_str id =
        il_arena_printf(low->arena, "%.*s:Permissions", IL_FMT(il_low__unique_id(low->arena, authorizer->path)));
    il_low_part *part = il_low__permission(function, id, handler, IL_STR("apigateway.amazonaws.com"), loc);
    const il_value *parts[12];
    size_t n = il_low__api_arn(authorizer, loc, ":execute-api:", true, parts);
    parts[n++] = il_low__ref(low, loc, api, (il_str){NULL, 0})->leaf;
    parts[n++] = il_value_string(low->arena, loc, IL_STR("/authorizers/"));
    parts[n++] = il_low__ref(low, loc, il_low__primary(authorizer), (il_str){NULL, 0})->leaf;
    put(part, "SourceArn", loc, il_low__leaf(low, il_value_join(low->arena, loc, parts, n)));
}

void il_low__attach_authorizer(il_low_unit *api, const il_ev *authorizer, il_loc loc)
{
    il_low *low = api->low;
    il_low_unit *unit = il_low__unit_behind(low, authorizer);
    il_low_part *part = unit ? il_low__primary(unit) : NULL, *primary = il_low__primary(api);
    if (!part || unit->l1 || !primary || il_low__member(part->properties, IL_STR("RestApiId")))
        return;
    put(part, "RestApiId", (il_loc){0}, il_low__ref(low, loc, primary, (il_str){NULL, 0}));
    if (il_low__model(unit) == &il_low__lambda_authorizer_model)
        permit(unit, primary, unit->construct->loc);
}

/* A RequestAuthorizer's sources, joined. */
static void lower_lambda_authorizer(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *sources = il_low__prop(unit, "identitySources");
    if (il_low__given(sources) == IL_NO)
        return;
    if (sources->kind != IL_EV_ARRAY || sources->open) {
        put(il_low__primary(unit), "IdentitySource", sources->loc,
            il_low__unknown(low, sources->loc, "sources of an identity", (il_str){NULL, 0}));
        return;
    }
    const il_value **parts = IL_NEW_ARRAY(low->arena, sources->list.n * 2 + 1, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < sources->list.n; i++) {
        il_low_node *node = il_low__plain(low, sources->list.items[i]);
        if (i)
            parts[n++] = il_value_string(low->arena, sources->loc, IL_STR(","));
        if (node)
            parts[n++] = il_low__freeze(low, unit, node);
    }
    if (n)
        put(il_low__primary(unit), "IdentitySource", sources->loc,
            il_low__leaf(low, il_value_join(low->arena, sources->loc, parts, n)));
}

/* ---- Domains ---- */

/* Map:/=>API, or with the path. */
static void map_api(il_low_unit *domain, const il_ev *api, const il_ev *options, il_loc loc)
{
    il_low *low = domain->low;
    il_low_unit *behind = il_low__unit_behind(low, api);
    const il_ev *path = il_low__field(low, options, "basePath");
    il_str base = il_low__string(path);
    bool known = behind && behind->path.n && (path->kind == IL_EV_STRING || path->kind == IL_EV_UNDEFINED) &&
                 !il_str_contains(base, IL_STR("/"));
    if (!known) {
        il_low__gap(domain, loc, "mapping of a domain", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::BasePathMapping")));
        il_low__gap(domain, loc, "mapping of a domain", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGatewayV2::ApiMapping")));
        return;
    }
    /* A slash cannot stand in a construct's id. */
    il_str id = il_arena_printf(low->arena, "Map:%.*s=>%.*s", IL_FMT(base.n ? base : IL_STR("--")),
                                IL_FMT(il_low__unique_id(low->arena, behind->path)));
    const il_ev *props = il_low__ev_with(low, options, "domainName", il_low__ev_unit(low, domain));
    props = il_low__ev_with(low, props, "restApi", api);
    il_low__child(domain, id, IL_STR("aws-cdk-lib.aws_apigateway.BasePathMapping"), props, loc);
}

static void lower_domain(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *mapping = il_low__prop(unit, "mapping");
    if (il_low__given(mapping) == IL_NO)
        return;
    il_ev *options = IL_NEW(low->arena, il_ev);
    *options = (il_ev){.kind = IL_EV_UNDEFINED, .loc = unit->construct->loc};
    const il_ev *path = il_low__prop(unit, "basePath");
    const il_ev *given = path->kind == IL_EV_UNDEFINED ? options : il_low__ev_with(low, options, "basePath", path);
    map_api(unit, mapping, given, unit->construct->loc);
}

/* What an alias record points to: another attribute for a domain at the edge. */
static const il_ev *domain_member(il_low_unit *unit, il_str name, il_loc loc)
{
    il_low *low = unit->low;
    bool zone = il_str_is(name, "domainNameAliasHostedZoneId");
    const il_ev *type = il_low__prop(unit, "endpointType");
    if (!zone && !il_str_is(name, "domainNameAliasDomainName"))
        return NULL;
    if (type->kind != IL_EV_UNDEFINED && type->kind != IL_EV_STRING)
        return il_low__ev_unknown(low, loc, "type of an endpoint", (il_str){NULL, 0});
    bool edge = il_str_is(il_low__string(type), "EDGE");
    il_str attribute = il_arena_printf(low->arena, "@Resource|%s%s", edge ? "Distribution" : "Regional",
                                       zone ? "HostedZoneId" : "DomainName");
    return il_low__ev_member(low, il_low__ev_unit(low, unit), attribute, loc);
}

bool il_low__base_path_mapping(il_low_unit *unit, const il_method_call *call)
{
    if (call->condition.text.n || call->many)
        return false;
    map_api(unit, il_low__arg(unit->low, call, 0), il_low__arg(unit->low, call, 1), call->loc);
    return true;
}

/* ---- Usage plans ---- */

static void add_key(il_low_unit *plan, const il_ev *key, il_loc loc)
{
    static const char prefix[] = "UsagePlanKeyResource";
    il_low *low = plan->low;
    il_low_unit *behind = il_low__unit_behind(low, key);
    bool long_id = il_low__flag(low, "@aws-cdk/aws-apigateway:usagePlanKeyOrderInsensitiveId") ||
                   il_low__part_at(plan, il_str_of(prefix));
    if (long_id && (!behind || behind->path.n == 0)) {
        il_low__gap(plan, loc, "key of a usage plan", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::ApiGateway::UsagePlanKey")));
        return;
    }
    il_str id =
        long_id ? il_arena_printf(low->arena, "%s:%.*s", prefix, IL_FMT(il_low__unique_id(low->arena, behind->path)))
                : il_str_of(prefix);
    il_low_part *part = il_low__part(plan, id, IL_STR("AWS::ApiGateway::UsagePlanKey"));
    part->out->loc = part->out->whole = loc;
    put(part, "KeyId", loc, il_low__plain(low, il_low__ev_member(low, key, IL_STR("keyId"), loc)));
    put(part, "KeyType", (il_loc){0}, il_low__text(low, loc, IL_STR("API_KEY")));
    put(part, "UsagePlanId", (il_loc){0}, il_low__ref(low, loc, il_low__primary(plan), (il_str){NULL, 0}));
}

static void lower_plan(il_low_unit *unit)
{
    const il_ev *key = il_low__prop(unit, "apiKey");
    if (il_low__given(key) != IL_NO)
        add_key(unit, key, unit->construct->loc);
}

bool il_low__usage_plan_key(il_low_unit *unit, const il_method_call *call)
{
    const il_ev *options = il_low__arg(unit->low, call, 1);
    if (call->condition.text.n || call->many || il_low__given(options) != IL_NO)
        return false;
    add_key(unit, il_low__arg(unit->low, call, 0), call->loc);
    return true;
}

/* ---- Shapes ---- */

/* Names of headers with what the API calls them. */
il_low_node *il_low__gateway_headers(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *headers = il_low__reduce(low, value);
    if (headers->kind != IL_EV_OBJECT)
        return il_low__unknown(low, value->loc, "headers of a response", (il_str){NULL, 0});
    il_low_node *map = il_low__map(low, headers->loc);
    for (size_t i = 0; i < headers->object->fields.n; i++) {
        const il_field *field = &headers->object->fields.items[i];
        il_low__put(low, map, il_arena_printf(low->arena, "gatewayresponse.header.%s", field->name), field->name_loc,
                    il_low__plain(low, field->value));
    }
    map->open = headers->open || headers->object->open;
    return map;
}

static il_low_node *schema(il_low *low, const il_ev *value, bool names)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind == IL_EV_ARRAY) {
        il_low_node *list = il_low__list(low, ev->loc);
        for (size_t i = 0; i < ev->list.n; i++)
            il_low__push(low, list, schema(low, ev->list.items[i], false));
        list->open = ev->open;
        return list;
    }
    if (ev->kind != IL_EV_OBJECT)
        return il_low__plain(low, ev);
    static const char *const nested[] = {"definitions", "properties", "patternProperties", "dependencies"};
    il_low_node *map = il_low__map(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        const char *key = field->name;
        bool inside = false;
        for (size_t k = 0; k < sizeof nested / sizeof *nested && !names; k++)
            inside = inside || strcmp(key, nested[k]) == 0;
        if (!names && (strcmp(key, "schema") == 0 || strcmp(key, "ref") == 0))
            key = il_arena_printf(low->arena, "$%s", key).p;
        il_low__put(low, map, il_str_of(key), field->name_loc, schema(low, field->value, inside));
    }
    map->open = ev->open || ev->object->open;
    return map;
}

/* A JsonSchema as JSON Schema has it. */
il_low_node *il_low__json_schema(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    il_low_node *node = schema(low, value, false);
    if (node && node->kind == IL_LOW_MAP && !node->open && !il_low__member(node, IL_STR("$schema")))
        il_low__put(low, node, IL_STR("$schema"), (il_loc){0},
                    il_low__text(low, value->loc, IL_STR("http://json-schema.org/draft-04/schema#")));
    return node;
}

const il_low_model il_low__lambda_authorizer_model = {.name = "lambda-authorizer", .lower = lower_lambda_authorizer};
const il_low_model il_low__api_domain_model = {.name = "api-domain", .lower = lower_domain, .member = domain_member};
const il_low_model il_low__usage_plan_model = {.name = "usage-plan", .lower = lower_plan};
