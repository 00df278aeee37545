/* cloudfront.Distribution: behaviors, their origins, and what lets the distribution read a bucket. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

typedef struct {
    IL_VEC(const il_ev *) origins; /* as the program has them, in the order of binding */
    IL_VEC(il_low_node *) ids;     /* of each */
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

static const struct {
    const char *level, *action;
} levels[] = {{"READ", "s3:GetObject"},
              {"READ_VERSIONED", "s3:GetObjectVersion"},
              {"LIST", "s3:ListBucket"},
              {"WRITE", "s3:PutObject"},
              {"DELETE", "s3:DeleteObject"}};

/* The actions that `originAccessLevels` allow; *WHOLE when one is about the bucket itself. */
static il_low_node *actions_of(const binding *b, bool *whole)
{
    il_low *low = b->unit->low;
    const il_ev *given = il_low__field(low, il_low__field(low, b->origin, "options"), "originAccessLevels");
    il_low_node *list = il_low__list(low, b->loc);
    *whole = false;
    if (il_low__given(given) == IL_NO)
        return text(low, b->loc, "s3:GetObject");
    for (size_t i = 0; given->kind == IL_EV_ARRAY && i < given->list.n; i++) {
        const il_ev *level = il_low__reduce(low, given->list.items[i]);
        const char *action = NULL;
        for (size_t k = 0; k < sizeof levels / sizeof *levels; k++)
            if (il_str_is(il_low__string(level), levels[k].level))
                action = levels[k].action;
        *whole = *whole || il_str_is(il_low__string(level), "LIST");
        il_low__push(low, list,
                     action ? text(low, b->loc, action)
                            : il_low__unknown(low, b->loc, "access to an origin", (il_str){NULL, 0}));
    }
    list->open = given->kind != IL_EV_ARRAY || given->open;
    return list;
}

/* A key that encrypts the bucket is told of the distribution as well, by statements that are not modelled. */
static void open_key(const binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    il_low_unit *key = il_low__unit_behind(low, il_low__ev_member(low, bucket, IL_STR("encryptionKey"), b->loc));
    il_low_document *document = key && il_low__primary(key) ? il_low__resource_document(key, b->loc) : NULL;
    if (document)
        document->open = true;
}

/* A statement on the bucket's policy that lets PRINCIPAL read its objects. */
static void allow_read(const binding *b, const il_ev *bucket, il_low_node *principal, il_low_node *condition)
{
    il_low *low = b->unit->low;
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    il_low_document *document = behind && il_low__primary(behind) ? il_low__resource_document(behind, b->loc) : NULL;
    bool whole;
    if (!document)
        return;
    il_low_node *map = il_low__map(low, b->loc), *resources = il_low__list(low, b->loc),
                *arn = member(low, bucket, "bucketArn", b->loc);
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    parts[0] = il_low__freeze(low, NULL, arn);
    parts[1] = il_value_string(low->arena, b->loc, IL_STR("/*"));
    put(low, map, "Action", (il_loc){0}, actions_of(b, &whole));
    il_low__push(low, resources, il_low__leaf(low, il_value_join(low->arena, b->loc, parts, 2)));
    if (whole)
        il_low__push(low, resources, arn);
    put(low, map, "Condition", (il_loc){0}, condition);
    put(low, map, "Effect", (il_loc){0}, text(low, b->loc, "Allow"));
    put(low, map, "Principal", (il_loc){0}, principal);
    put(low, map, "Resource", (il_loc){0}, resources);
    il_low__add_statement(document, il_low__statement_of_node(low, map));
}

/* The origin access identity of the options, or one that is made below the origin. */
static const il_ev *identity_of(const binding *b)
{
    il_low *low = b->unit->low;
    const il_ev *given = il_low__field(low, il_low__field(low, b->origin, "options"), "originAccessIdentity");
    if (il_low__given(given) != IL_NO)
        return given;
    il_str comment =
        il_arena_printf(low->arena, "Identity for %.*s", IL_FMT(il_low__unique_id(low->arena, path_below(b, ""))));
    const il_ev *props = il_low__ev_with(low, low->undefined, "comment", il_low__ev_text(low, b->loc, comment));
    return il_low__ev_unit(low,
                           il_low__child(b->unit, il_arena_printf(low->arena, "%.*s/S3Origin", IL_FMT(b->id)),
                                         IL_STR("aws-cdk-lib.aws_cloudfront.OriginAccessIdentity"), props, b->loc));
}

static void bind_identity(const binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    const il_ev *identity = identity_of(b);
    il_low_node *principal = il_low__map(low, b->loc);
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    parts[0] = il_value_string(low->arena, b->loc, IL_STR("origin-access-identity/cloudfront/"));
    parts[1] = il_low__freeze(low, NULL, member(low, identity, "originAccessIdentityId", b->loc));
    il_low__set(low, b->map, IL_STR("S3OriginConfig.OriginAccessIdentity"), (il_loc){0},
                il_low__leaf(low, il_value_join(low->arena, b->loc, parts, 2)));
    put(low, principal, "CanonicalUser", (il_loc){0},
        member(low, identity, "cloudFrontOriginAccessIdentityS3CanonicalUserId", b->loc));
    allow_read(b, bucket, principal, NULL);
}

/* The origin access control of the options, or one that is made below the origin. */
static const il_ev *control_of(const binding *b)
{
    il_low *low = b->unit->low;
    const il_ev *given = il_low__field(low, il_low__field(low, b->origin, "options"), "originAccessControl");
    if (il_low__given(given) != IL_NO)
        return given;
    return il_low__ev_unit(
        low, il_low__child(b->unit, il_arena_printf(low->arena, "%.*s/S3OriginAccessControl", IL_FMT(b->id)),
                           IL_STR("aws-cdk-lib.aws_cloudfront.S3OriginAccessControl"), NULL, b->loc));
}

static void bind_control(const binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    il_low_node *principal = il_low__map(low, b->loc), *condition = il_low__map(low, b->loc),
                *equals = il_low__map(low, b->loc);
    put(low, b->map, "OriginAccessControlId", (il_loc){0}, member(low, control_of(b), "originAccessControlId", b->loc));
    il_low__set(low, b->map, IL_STR("S3OriginConfig.OriginAccessIdentity"), (il_loc){0}, text(low, b->loc, ""));
    const il_value **parts = IL_NEW_ARRAY(low->arena, 6, const il_value *);
    size_t n = 0;
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR("arn:"));
    parts[n++] = il_value_ref(low->arena, b->loc, NULL, IL_STR("AWS::Partition"), (il_str){NULL, 0});
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR(":cloudfront::"));
    parts[n++] = il_value_ref(low->arena, b->loc, NULL, IL_STR("AWS::AccountId"), (il_str){NULL, 0});
    parts[n++] = il_value_string(low->arena, b->loc, IL_STR(":distribution/"));
    parts[n++] = il_low__ref(low, b->loc, b->part, (il_str){NULL, 0})->leaf;
    put(low, equals, "AWS:SourceArn", (il_loc){0}, il_low__leaf(low, il_value_join(low->arena, b->loc, parts, n)));
    put(low, condition, "StringEquals", (il_loc){0}, equals);
    put(low, principal, "Service", (il_loc){0}, text(low, b->loc, "cloudfront.amazonaws.com"));
    allow_read(b, bucket, principal, condition);
    open_key(b, bucket);
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
    il_low *low = b->unit->low;
    const il_ev *options = il_low__field(low, b->origin, "options"),
                *protocol = il_low__field(low, options, "protocolPolicy"),
                *fixed = il_low__field(low, b->origin, "protocol"),
                *ssl = il_low__field(low, options, "originSslProtocols");
    il_low_node *config = il_low__at(b->map, IL_STR("CustomOriginConfig")), *protocols = il_low__list(low, b->loc);
    if (!config)
        put(low, b->map, "CustomOriginConfig", (il_loc){0}, config = il_low__map(low, b->loc));
    if (config->kind != IL_LOW_MAP)
        return;
    il_low__push(low, protocols, text(low, b->loc, "TLSv1.2"));
    if (il_low__given(fixed) == IL_YES)
        protocol = fixed;
    put(low, config, "OriginProtocolPolicy", protocol->loc,
        il_low__given(protocol) == IL_NO ? text(low, b->loc, "https-only") : il_low__plain(low, protocol));
    if (il_low__given(ssl) == IL_NO)
        put(low, config, "OriginSSLProtocols", (il_loc){0}, protocols);
}

/* "/p" of what the author wrote as p, /p or /p/. */
il_low_node *il_low__origin_path(il_low_unit *unit, const il_ev *value)
{
    const il_ev *path = il_low__reduce(unit->low, value);
    il_str s = il_low__string(path);
    if (path->kind != IL_EV_STRING || s.n == 0)
        return il_low__plain(unit->low, path);
    if (il_str_ends(s, IL_STR("/")))
        s = il_str_slice(s, 0, s.n - 1);
    bool begun = il_str_starts(s, IL_STR("/"));
    return begun && s.n == path->string.n
               ? il_low__plain(unit->low, path)
               : il_low__text(unit->low, path->loc,
                              il_arena_printf(unit->low->arena, "%s%.*s", begun ? "" : "/", IL_FMT(s)));
}

/* {name: value} → [{HeaderName, HeaderValue}] */
il_low_node *il_low__origin_headers(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *headers = il_low__reduce(low, value);
    if (headers->kind != IL_EV_OBJECT)
        return il_low__unknown(low, value->loc, "headers of an origin", (il_str){NULL, 0});
    il_low_node *list = il_low__list(low, headers->loc);
    for (size_t i = 0; i < headers->object->fields.n; i++) {
        const il_field *field = &headers->object->fields.items[i];
        il_low_node *item = il_low__map(low, field->name_loc);
        put(low, item, "HeaderName", field->name_loc, il_low__text(low, field->name_loc, il_str_of(field->name)));
        put(low, item, "HeaderValue", field->name_loc, il_low__plain(low, field->value));
        il_low__push(low, list, item);
    }
    list->open = headers->open || headers->object->open;
    return list->items.n || list->open ? list : NULL;
}

/* Whether the bucket serves a website, so that its legacy origin is an address like others. */
static il_truth is_website(il_low *low, const il_ev *bucket)
{
    il_low_unit *unit = il_low__unit_behind(low, bucket);
    if (!unit || !il_low__primary(unit))
        return IL_NO;
    return il_or(il_low__given(il_low__prop(unit, "websiteIndexDocument")),
                 il_low__given(il_low__prop(unit, "websiteRedirect")));
}

static void domain_of(binding *b, const il_ev *bucket, bool website)
{
    il_low *low = b->unit->low;
    const il_ev *domain = il_low__field(low, b->origin, "domain"), *path = il_low__field(low, b->origin, "path");
    il_cat address = il_cat_get(il_cat_shape(IL_STR("website-domain")), IL_W_CONSTANT);
    il_low_scope scope = {low, NULL, NULL, &bucket, 1, b->loc, IL_FROM_DEFAULT};
    if (website)
        put(low, b->map, "DomainName", (il_loc){0}, il_low__template(&scope, address));
    else if (bucket->kind != IL_EV_UNDEFINED)
        put(low, b->map, "DomainName", (il_loc){0}, member(low, bucket, "bucketRegionalDomainName", b->loc));
    else
        put(low, b->map, "DomainName", (il_loc){0}, il_low__plain(low, domain));
    if (path->kind != IL_EV_UNDEFINED && !il_low__member(b->map, IL_STR("OriginPath")))
        put(low, b->map, "OriginPath", (il_loc){0}, il_low__plain(low, path));
}

/* Fills the map of an origin that the catalogue describes; false when its kind is not known. */
static bool bind(binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    il_str kind = il_low__string(il_low__field(low, b->origin, "origin"));
    bool legacy = il_str_is(kind, "s3-legacy");
    il_truth website = legacy ? is_website(low, bucket) : IL_NO;
    if (website == IL_MAYBE || b->origin->kind != IL_EV_OBJECT)
        return false;
    domain_of(b, bucket, website == IL_YES || il_str_is(kind, "s3-website"));
    if (il_str_is(kind, "custom")) {
        custom_origin(b);
    } else if (website == IL_YES || il_str_is(kind, "s3-website")) {
        b->origin = il_low__ev_with(low, b->origin, "protocol", il_low__ev_text(low, b->loc, IL_STR("http-only")));
        custom_origin(b);
    } else if (legacy || il_str_is(kind, "s3-identity")) {
        bind_identity(b, bucket);
    } else if (il_str_is(kind, "s3-control")) {
        bind_control(b, bucket);
    } else if (il_str_is(kind, "s3-plain")) {
        il_low__set(low, b->map, IL_STR("S3OriginConfig.OriginAccessIdentity"), (il_loc){0}, text(low, b->loc, ""));
    } else {
        return false;
    }
    return true;
}

static void unknown_origin(const binding *b, const il_ev *bucket)
{
    il_low *low = b->unit->low;
    b->map->open = true;
    put(low, b->map, "DomainName", (il_loc){0},
        il_low__unknown(low, b->loc, "origin of a distribution", (il_str){NULL, 0}));
    announce(b->unit, b->loc);
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    il_low_document *document = behind && il_low__primary(behind) ? il_low__resource_document(behind, b->loc) : NULL;
    if (document)
        document->open = true;
}

/* The origin's part of the distribution, and its id. */
static il_low_node *add_origin(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    state *s = unit->state;
    for (size_t i = 0; i < s->origins.n; i++)
        if (s->origins.items[i] == value)
            return s->ids.items[i];
    IL_PUSH(low->arena, &s->origins, value);
    binding b = {.unit = unit, .part = il_low__primary(unit), .origin = il_low__reduce(low, value), .loc = value->loc};
    b.id = il_arena_printf(low->arena, "Origin%zu", s->origins.n);
    const il_ev *options = il_low__field(low, b.origin, "options"), *bucket = il_low__field(low, b.origin, "bucket"),
                *id = il_low__field(low, options, "originId");
    b.map = il_low__given(options) == IL_NO ? NULL
                                            : il_low__shape(unit, il_cat_shape(IL_STR("cloudfront-origin")), options);
    if (!b.map || b.map->kind != IL_LOW_MAP) {
        bool open = b.map != NULL;
        b.map = il_low__map(low, value->loc);
        b.map->open = open;
    }
    il_low_node *name = il_low__given(id) == IL_NO
                            ? il_low__text(low, value->loc, il_low__unique_id(low->arena, path_below(&b, "")))
                            : il_low__plain(low, id);
    IL_PUSH(low->arena, &s->ids, name);
    put(low, b.map, "Id", (il_loc){0}, name);
    bool known = unit->path.n > 0 && bind(&b, bucket);
    if (!known)
        unknown_origin(&b, bucket);
    il_low__append(low, b.part->properties, IL_STR("DistributionConfig.Origins"), (il_loc){0}, b.map);
    if (known)
        return name;
    /* It may be a group of several, which has a name of its own. */
    il_low__at(b.part->properties, IL_STR("DistributionConfig.Origins"))->open = true;
    il_low__at(b.part->properties, IL_STR("DistributionConfig"))->open = true;
    s->ids.items[s->ids.n - 1] = il_low__unknown(low, value->loc, "origin of a distribution", (il_str){NULL, 0});
    return s->ids.items[s->ids.n - 1];
}

/* ---- Behaviors ---- */

/* The service at the edge may take on the roles of the functions that run there. */
static void trust_edge(il_low *low, const il_ev *options)
{
    const il_ev *lambdas = il_low__field(low, options, "edgeLambdas");
    for (size_t i = 0; lambdas->kind == IL_EV_ARRAY && i < lambdas->list.n; i++) {
        const il_ev *version = il_low__field(low, il_low__reduce(low, lambdas->list.items[i]), "functionVersion");
        il_low_unit *role = il_low__identity(low, il_low__ev_member(low, version, IL_STR("lambda"), version->loc));
        il_low_part *part = role ? il_low__part_at(role, IL_STR("Resource")) : NULL;
        if (!part || il_low__is_import(role))
            continue;
        il_low_allowance allowance = {.actions = {"sts:AssumeRole"}, .service = "edgelambda.amazonaws.com"};
        allowance.loc = version->loc;
        il_low__allow(il_low__document(part, IL_STR("AssumeRolePolicyDocument")), &allowance);
    }
}

static il_low_node *behavior(il_low_unit *unit, const il_ev *origin, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__shape(unit, il_cat_shape(IL_STR("cloudfront-behavior")), options);
    bool https = il_low__flag(low, "@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps");
    if (!map || map->kind != IL_LOW_MAP) {
        map = il_low__map(low, loc);
        map->open = options->kind != IL_EV_UNDEFINED && options->kind != IL_EV_OBJECT;
    }
    if (!il_low__member(map, IL_STR("CachePolicyId")) && !map->open)
        put(low, map, "CachePolicyId", (il_loc){0}, text(low, loc, "658327ea-f89d-4fab-a63d-7e88639e58f6"));
    if (!il_low__member(map, IL_STR("Compress")) && !map->open)
        put(low, map, "Compress", (il_loc){0},
            il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, loc, true), IL_FROM_DEFAULT)));
    if (!il_low__member(map, IL_STR("ViewerProtocolPolicy")) && !map->open)
        put(low, map, "ViewerProtocolPolicy", (il_loc){0}, text(low, loc, https ? "redirect-to-https" : "allow-all"));
    put(low, map, "TargetOriginId", (il_loc){0}, add_origin(unit, origin));
    trust_edge(low, options);
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
