/* cloudfront.Distribution: behaviors, their origins, and what lets the distribution read a bucket. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

typedef struct {
    IL_VEC(const il_ev *) origins; /* as the program has them, in the order of binding */
} state;

static void put(il_low *low, il_low_node *map, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), loc, node);
}

static il_low_node *text(il_low *low, il_loc loc, const char *words)
{
    return il_low__text(low, loc, il_str_of(words));
}

static il_low_node *member(il_low *low, const il_ev *value, const char *name, il_loc loc)
{
    return il_low__plain(low, il_low__ev_member(low, value, il_str_of(name), loc));
}

/* ---- Origins ---- */

typedef struct {
    il_low_unit *unit;
    il_low_part *part;
    const il_ev *origin; /* as the catalogue describes it */
    il_low_node *map;
    il_str id; /* "Origin1" */
    il_loc loc;
} binding;

static il_str path_below(const binding *b, const char *rest)
{
    return il_arena_printf(b->unit->low->arena, "%.*s/%.*s%s", IL_FMT(b->unit->path), IL_FMT(b->id), rest);
}

/* A statement on the bucket's policy that lets PRINCIPAL read its objects. */
static void allow_read(const binding *b, const il_ev *bucket, il_low_node *principal, il_low_node *condition)
{
    il_low *low = b->unit->low;
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    il_low_document *document = behind ? il_low__resource_document(behind, b->loc) : NULL;
    if (!document)
        return;
    il_low_node *map = il_low__map(low, b->loc);
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    parts[0] = il_low__freeze(low, NULL, member(low, bucket, "bucketArn", b->loc));
    parts[1] = il_value_string(low->arena, b->loc, IL_STR("/*"));
    bool usual =
        il_low__given(il_low__field(low, il_low__field(low, b->origin, "options"), "originAccessLevels")) == IL_NO;
    put(low, map, "Action", (il_loc){0},
        usual ? text(low, b->loc, "s3:GetObject")
              : il_low__unknown(low, b->loc, "access to an origin", (il_str){NULL, 0}));
    put(low, map, "Condition", (il_loc){0}, condition);
    put(low, map, "Effect", (il_loc){0}, text(low, b->loc, "Allow"));
    put(low, map, "Principal", (il_loc){0}, principal);
    put(low, map, "Resource", (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, b->loc, parts, 2)));
    il_low__add_statement(document, il_low__statement_of_node(low, map));
}

static void bind_identity(const binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    il_low_part *made = il_low__part(b->unit, il_arena_printf(low->arena, "%.*s/S3Origin/Resource", IL_FMT(b->id)),
                                     IL_STR("AWS::CloudFront::CloudFrontOriginAccessIdentity"));
    il_low_node *config = il_low__map(low, b->loc), *principal = il_low__map(low, b->loc);
    il_str name = il_low__unique_id(low->arena, path_below(b, ""));
    put(low, config, "Comment", (il_loc){0},
        il_low__text(low, b->loc, il_arena_printf(low->arena, "Identity for %.*s", IL_FMT(name))));
    put(low, made->properties, "CloudFrontOriginAccessIdentityConfig", (il_loc){0}, config);
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    parts[0] = il_value_string(low->arena, b->loc, IL_STR("origin-access-identity/cloudfront/"));
    parts[1] = il_low__ref(low, b->loc, made, (il_str){NULL, 0})->leaf;
    il_low__set(low, b->map, IL_STR("S3OriginConfig.OriginAccessIdentity"), (il_loc){0},
                il_low__leaf(low, il_value_join(low->arena, b->loc, parts, 2)));
    put(low, principal, "CanonicalUser", (il_loc){0}, il_low__ref(low, b->loc, made, IL_STR("S3CanonicalUserId")));
    allow_read(b, bucket, principal, NULL);
}

static void bind_control(const binding *b, const il_ev *bucket)
{
    static const char *const fixed[][2] = {
        {"OriginAccessControlOriginType", "s3"}, {"SigningBehavior", "always"}, {"SigningProtocol", "sigv4"}};
    il_low *low = b->unit->low;
    il_low_part *made =
        il_low__part(b->unit, il_arena_printf(low->arena, "%.*s/S3OriginAccessControl/Resource", IL_FMT(b->id)),
                     IL_STR("AWS::CloudFront::OriginAccessControl"));
    il_low_node *config = il_low__map(low, b->loc), *principal = il_low__map(low, b->loc),
                *condition = il_low__map(low, b->loc);
    put(low, config, "Name", (il_loc){0},
        il_low__text(low, b->loc, il_low__unique_id(low->arena, path_below(b, "/S3OriginAccessControl"))));
    for (size_t i = 0; i < 3; i++)
        put(low, config, fixed[i][0], (il_loc){0}, text(low, b->loc, fixed[i][1]));
    put(low, made->properties, "OriginAccessControlConfig", (il_loc){0}, config);
    put(low, b->map, "OriginAccessControlId", (il_loc){0}, il_low__ref(low, b->loc, made, IL_STR("Id")));
    il_low__set(low, b->map, IL_STR("S3OriginConfig.OriginAccessIdentity"), (il_loc){0}, text(low, b->loc, ""));
    const il_value **parts = IL_NEW_ARRAY(low->arena, 6, const il_value *);
    size_t n = 0;
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR("arn:"));
    parts[n++] = il_value_ref(low->arena, b->loc, NULL, IL_STR("AWS::Partition"), (il_str){NULL, 0});
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR(":cloudfront::"));
    parts[n++] = il_value_ref(low->arena, b->loc, NULL, IL_STR("AWS::AccountId"), (il_str){NULL, 0});
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR(":distribution/"));
    parts[n++] = il_low__ref(low, b->loc, b->part, (il_str){NULL, 0})->leaf;
    il_low_node *equals = il_low__map(low, b->loc);
    put(low, equals, "AWS:SourceArn", (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, b->loc, parts, n)));
    put(low, condition, "StringEquals", (il_loc){0}, equals);
    put(low, principal, "Service", (il_loc){0}, text(low, b->loc, "cloudfront.amazonaws.com"));
    allow_read(b, bucket, principal, condition);
}

static void announce(il_low_unit *unit, il_loc loc)
{
    static const char *const types[] = {"AWS::CloudFront::CloudFrontOriginAccessIdentity",
                                        "AWS::CloudFront::OriginAccessControl", "AWS::S3::BucketPolicy",
                                        "AWS::Lambda::Permission"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_low__gap(unit, loc, "origin of a distribution", (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
}

static void custom_origin(const binding *b)
{
    static const char *const known[] = {"protocolPolicy"};
    il_low *low = b->unit->low;
    const il_ev *options = il_low__field(low, b->origin, "options"),
                *protocol = il_low__field(low, options, "protocolPolicy");
    il_low_node *config = il_low__map(low, b->loc), *protocols = il_low__list(low, b->loc);
    il_low__push(low, protocols, text(low, b->loc, "TLSv1.2"));
    put(low, config, "OriginProtocolPolicy", protocol->loc,
        il_low__given(protocol) == IL_NO ? text(low, b->loc, "https-only") : il_low__plain(low, protocol));
    put(low, config, "OriginSSLProtocols", (il_loc){0}, protocols);
    put(low, b->map, "CustomOriginConfig", (il_loc){0}, config);
    for (size_t i = 0; options->kind == IL_EV_OBJECT && i < options->object->fields.n; i++)
        b->map->open = b->map->open || strcmp(options->object->fields.items[i].name, known[0]) != 0;
    b->map->open = b->map->open || il_low__given(options) == IL_MAYBE;
    if (b->map->open)
        il_low__open(b->map);
}

/* The origin's part of the distribution, and its id. */
static il_str add_origin(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    state *s = unit->state;
    for (size_t i = 0; i < s->origins.n; i++)
        if (s->origins.items[i] == value)
            return il_low__unique_id(low->arena,
                                     il_arena_printf(low->arena, "%.*s/Origin%zu", IL_FMT(unit->path), i + 1));
    IL_PUSH(low->arena, &s->origins, value);
    binding b = {.unit = unit, .part = il_low__primary(unit), .origin = il_low__reduce(low, value), .loc = value->loc};
    b.id = il_arena_printf(low->arena, "Origin%zu", s->origins.n);
    b.map = il_low__map(low, value->loc);
    const il_ev *kind = il_low__field(low, b.origin, "origin"), *bucket = il_low__field(low, b.origin, "bucket");
    const il_ev *options = il_low__field(low, b.origin, "options"), *domain = il_low__field(low, b.origin, "domain");
    il_str origin_id = il_low__unique_id(low->arena, path_below(&b, ""));
    bool known = b.origin->kind == IL_EV_OBJECT && kind->kind == IL_EV_STRING && unit->path.n;
    if (known && bucket->kind != IL_EV_UNDEFINED)
        put(low, b.map, "DomainName", (il_loc){0}, member(low, bucket, "bucketRegionalDomainName", value->loc));
    else
        put(low, b.map, "DomainName", (il_loc){0},
            known ? il_low__plain(low, domain)
                  : il_low__unknown(low, value->loc, "origin of a distribution", (il_str){NULL, 0}));
    put(low, b.map, "Id", (il_loc){0}, il_low__text(low, value->loc, origin_id));
    bool own_control = il_low__given(il_low__field(low, options, "originAccessControl")) != IL_NO ||
                       il_low__given(il_low__field(low, options, "originAccessIdentity")) != IL_NO;
    if (known && il_str_is(kind->string, "s3-identity") && !own_control)
        bind_identity(&b, bucket);
    else if (known && il_str_is(kind->string, "s3-control") && !own_control)
        bind_control(&b, bucket);
    else if (known && il_str_is(kind->string, "custom"))
        custom_origin(&b);
    else {
        b.map->open = true;
        announce(unit, value->loc);
        il_low_unit *behind = il_low__unit_behind(low, bucket);
        il_low_document *document = behind ? il_low__resource_document(behind, value->loc) : NULL;
        if (document)
            document->open = true;
    }
    il_low__append(low, b.part->properties, IL_STR("DistributionConfig.Origins"), (il_loc){0}, b.map);
    return origin_id;
}

/* ---- Behaviors ---- */

static il_low_node *behavior(il_low_unit *unit, const il_ev *origin, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__shape(unit, il_cat_shape(IL_STR("cloudfront-behavior")), options);
    bool https = il_low__flag(low, "@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps");
    if (!map || map->kind != IL_LOW_MAP) {
        map = il_low__map(low, loc);
        map->open = options->kind != IL_EV_UNDEFINED;
    }
    if (!il_low__member(map, IL_STR("CachePolicyId")) && !map->open)
        put(low, map, "CachePolicyId", (il_loc){0}, text(low, loc, "658327ea-f89d-4fab-a63d-7e88639e58f6"));
    if (!il_low__member(map, IL_STR("Compress")) && !map->open)
        put(low, map, "Compress", (il_loc){0},
            il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, loc, true), IL_FROM_DEFAULT)));
    if (!il_low__member(map, IL_STR("ViewerProtocolPolicy")) && !map->open)
        put(low, map, "ViewerProtocolPolicy", (il_loc){0}, text(low, loc, https ? "redirect-to-https" : "allow-all"));
    put(low, map, "TargetOriginId", (il_loc){0}, il_low__text(low, loc, add_origin(unit, origin)));
    return map;
}

static const il_ev *origin_of(il_low *low, const il_ev *behavior_props)
{
    const il_ev *ev = il_low__reduce(low, behavior_props);
    const il_field *field = il_low__field_entry(ev, IL_STR("origin"));
    return field ? field->value : il_low__ev_unknown(low, ev->loc, "origin of a distribution", (il_str){NULL, 0});
}

static void add_behavior(il_low_unit *unit, const il_ev *pattern, const il_ev *origin, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *map = behavior(unit, origin, options, loc);
    put(low, map, "PathPattern", loc, il_low__plain(low, pattern));
    il_low__append(low, il_low__primary(unit)->properties, IL_STR("DistributionConfig.CacheBehaviors"), loc, map);
}

static void lower_distribution(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("defaultBehavior"));
    const il_ev *given = il_low__prop(unit, "defaultBehavior"), *others = il_low__prop(unit, "additionalBehaviors");
    il_loc loc = field ? field->value->loc : unit->construct->loc;
    unit->state = IL_NEW(low->arena, state);
    il_low_node *map = behavior(unit, origin_of(low, given), given, loc);
    il_low__set(low, part->properties, IL_STR("DistributionConfig.DefaultCacheBehavior"),
                field ? field->name_loc : (il_loc){0}, map);
    for (size_t i = 0; others->kind == IL_EV_OBJECT && i < others->object->fields.n; i++) {
        const il_field *other = &others->object->fields.items[i];
        add_behavior(unit, il_low__ev_text(low, other->name_loc, il_str_of(other->name)), origin_of(low, other->value),
                     other->value, other->name_loc);
    }
    if (others->kind != IL_EV_OBJECT && il_low__given(others) != IL_NO) {
        announce(unit, others->loc);
        il_low__set(low, part->properties, IL_STR("DistributionConfig.CacheBehaviors"), others->loc,
                    il_low__plain(low, others));
    }
}

bool il_low__add_behavior(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    if (!unit->state || call->n_args < 2)
        return false;
    if (call->condition.text.n || call->many) {
        announce(unit, call->loc);
        il_low__set(low, il_low__primary(unit)->properties, IL_STR("DistributionConfig.CacheBehaviors"), call->loc,
                    il_low__unknown(low, call->loc, "behavior under a condition", (il_str){NULL, 0}));
        il_low__set(low, il_low__primary(unit)->properties, IL_STR("DistributionConfig.Origins"), call->loc,
                    il_low__unknown(low, call->loc, "behavior under a condition", (il_str){NULL, 0}));
        return true;
    }
    add_behavior(unit, call->args[0], call->args[1], il_low__arg(low, call, 2), call->loc);
    return true;
}

const il_low_model il_low__distribution_model = {.name = "distribution", .lower = lower_distribution};
