/* `.addresses`: every Internet address that a resource has written down, or that stands as a literal in the program.
 *
 *     { Value, Class (ip.h), Range: host or range, Family: 4 or 6, Whole: a whole private block, Position, Key, Path }
 *
 * What is written counts, whatever condition it stands under; the places are exact. Position says what the address is for:
 *     network      who may talk to whom, or where to: security groups, ACLs, IP sets, aws:SourceIp, DNS records, targets
 *     addressing   the plan of one's own network: CIDR blocks of VPCs and subnets, routes, VPN pools, Fn::Cidr
 *     value        settings of code: Lambda, ECS, SSM, CodeBuild        user-data    scripts of instances
 *     version      shaped like an address, but named a version, image or object identifier
 *     neutral      anything else */
#include <string.h>

#include "flat.h"
#include "ip_text.h"
#include "trial.h"

enum { DEPTH = 24 };

typedef enum { NEUTRAL, NETWORK, ADDRESSING, VALUE, USER_DATA, VERSION } position;

static const char *const position_names[] = {"neutral", "network", "addressing", "value", "user-data", "version"};

enum { ROWS_MAX = 64 };

typedef struct {
    il_judge *judge;
    IL_VEC(const il_value *) found;
    bool open; /* there may be addresses that were not seen */
    /* The rows that speak of the resource's type, and with what letters (lower case) the keys of those begin. */
    unsigned char rows[ROWS_MAX];
    size_t n_rows;
    uint32_t letters;
} walker;

typedef struct {
    il_trail trail;
    il_str key;          /* the last one that is no index */
    const il_value *map; /* the innermost, in which a Name or Key may stand beside a Value */
    position position;
    unsigned depth;
} place;

/* TYPE is a prefix; NULL for any. The first row that fits decides. */
static const struct {
    const char *type, *key;
    position position;
} rows[] = {
    {NULL, "UserData", USER_DATA},
    {NULL, "CidrIp", NETWORK},
    {NULL, "CidrIpv6", NETWORK},
    {NULL, "CIDRIP", NETWORK},
    {NULL, "aws:SourceIp", NETWORK},
    {NULL, "aws:VpcSourceIp", NETWORK},
    {NULL, "PublicAccessCidrs", NETWORK},
    {NULL, "ResourceRecords", NETWORK},
    {NULL, "PrivateIpAddress", NETWORK},
    {NULL, "PrivateIpAddresses", NETWORK},
    {NULL, "SourceIpConfig", NETWORK},
    {NULL, "DestinationCidrBlock", ADDRESSING},
    {NULL, "DestinationIpv6CidrBlock", ADDRESSING},
    {NULL, "ClientCidrBlock", ADDRESSING},
    {NULL, "Fn::Cidr", ADDRESSING},
    {"AWS::EC2::NetworkAclEntry", "CidrBlock", NETWORK},
    {"AWS::EC2::NetworkAclEntry", "Ipv6CidrBlock", NETWORK},
    {"AWS::EC2::PrefixList", "Cidr", NETWORK},
    {"AWS::EC2::ClientVpnAuthorizationRule", "TargetNetworkCidr", NETWORK},
    {"AWS::EC2::CustomerGateway", "IpAddress", NETWORK},
    {"AWS::EC2::DHCPOptions", "", NETWORK},
    {"AWS::WAFv2::IPSet", "Addresses", NETWORK},
    {"AWS::WAF", "IPSetDescriptors", NETWORK},
    {"AWS::NetworkFirewall::", "", NETWORK},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", "Targets", NETWORK},
    {"AWS::Route53Resolver::", "Ip", NETWORK},
    {"AWS::EC2::VPC", "CidrBlock", ADDRESSING},
    {"AWS::EC2::VPC", "Ipv6CidrBlock", ADDRESSING},
    {"AWS::EC2::Subnet", "CidrBlock", ADDRESSING},
    {"AWS::EC2::Subnet", "Ipv6CidrBlock", ADDRESSING},
    {"AWS::EC2::IPAM", "", ADDRESSING},
    {"AWS::EC2::VPN", "", ADDRESSING},
    {"AWS::EC2::TransitGateway", "", ADDRESSING},
    {"AWS::EKS::Cluster", "KubernetesNetworkConfig", ADDRESSING},
    {"AWS::Lambda::Function", "", VALUE},
    {"AWS::Serverless::Function", "", VALUE},
    {"AWS::ECS::TaskDefinition", "", VALUE},
    {"AWS::SSM::Parameter", "", VALUE},
    {"AWS::CodeBuild::Project", "", VALUE},
};

static bool fits(const char *row_key, il_str key)
{
    if (!*row_key)
        return true;
    if ((row_key[0] | 0x20) != (key.p[0] | 0x20))
        return false;
    bool condition_key = strchr(row_key, ':') != NULL; /* keys of conditions ignore case */
    return (condition_key ? il_str_eq_nocase(key, il_str_of(row_key)) : il_str_is(key, row_key));
}

_Static_assert(sizeof rows / sizeof *rows <= ROWS_MAX, "the walker has room for every row");

static uint32_t letter_of(char c)
{
    return (uint32_t)1 << (c & 31);
}

/* Every property of every resource comes by here: what can be said of a type is said once. */
static void choose_rows(walker *w, il_name type)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].type && strncmp(rows[i].type, type, strlen(rows[i].type)) != 0)
            continue;
        w->rows[w->n_rows++] = (unsigned char)i;
        w->letters |= *rows[i].key ? letter_of(*rows[i].key) : UINT32_MAX;
    }
}

/* What stands below KEY is for; OUTER where no row speaks of it. A position stays for all that is inside. */
static position position_of(const walker *w, il_str key, position outer)
{
    if (outer != NEUTRAL || !key.n || !(w->letters & letter_of(key.p[0])))
        return outer;
    for (size_t i = 0; i < w->n_rows; i++)
        if (fits(rows[w->rows[i]].key, key))
            return rows[w->rows[i]].position;
    return outer;
}

static bool is_description(il_str key)
{
    enum { LENGTH = sizeof "description" - 1 };
    return key.n >= LENGTH && (key.p[key.n - 1] | 0x20) == 'n' &&
           il_str_eq_nocase(il_str_slice(key, key.n - LENGTH, key.n), IL_STR("description"));
}

/* Prose, whatever is in it. */
static bool is_prose(il_str key)
{
    static const char *const keys[] = {"Comment", "Comments", "Documentation", "Title", "Message"};
    if (!key.n || !strchr("cdtm", key.p[0] | 0x20))
        return key.n && is_description(key);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (il_str_eq_nocase(key, il_str_of(keys[i])))
            return true;
    return is_description(key);
}

/* The name beside a value: { Name: ENGINE_VERSION, Value: 1.2.3.4 }. */
static il_str name_in(const il_value *map)
{
    static const char *const keys[] = {"Name", "Key", "ParameterKey", "ParameterName", "OptionName", "Field"};
    enum { COUNT = sizeof keys / sizeof *keys };
    size_t best = COUNT;
    il_str name = {NULL, 0};
    for (size_t i = 0; i < map->map.n; i++) {
        const il_entry *entry = &map->map.entries[i];
        if (entry->value->kind != IL_STRING || !entry->key.n || !strchr("NKPOF", entry->key.p[0]))
            continue;
        for (size_t k = 0; k < best; k++) {
            if (!il_str_is(entry->key, keys[k]))
                continue;
            best = k;
            name = entry->value->string;
        }
    }
    return name;
}

static void add(walker *w, const il_flat *flat, const il_ip_found *found, const place *at)
{
    il_arena *arena = w->judge->arena;
    il_str neighbour = at->map ? name_in(at->map) : (il_str){NULL, 0};
    bool versioned = at->position != NETWORK && (il_ip_version_name(at->key) || il_ip_version_name(neighbour));
    const il_value *whole = flat->parts.items[0].value;
    for (size_t i = 0; i < flat->parts.n && flat->parts.items[i].at <= found->from; i++)
        whole = flat->parts.items[i].value;
    il_loc loc = il_flat__loc(flat, found->from, found->to);
    const struct {
        const char *key;
        il_str text;
    } fields[] = {
        {"Value", il_str_slice(flat->text, found->from, found->to)},
        {"Class", il_str_of(il_ip_class_name(il_ip_classify(&found->ip)))},
        {"Range", il_ip_is_host(&found->ip) ? IL_STR("host") : IL_STR("range")},
        {"Family", found->ip.v6 ? IL_STR("6") : IL_STR("4")},
        {"Whole", il_ip_is_whole_private(&found->ip) ? IL_STR("true") : IL_STR("false")},
        {"Position", il_str_of(position_names[versioned ? VERSION : at->position])},
        {"Key", neighbour.n ? neighbour : at->key},
        {"Path", il_trail__text(arena, &at->trail)},
    };
    size_t n = sizeof fields / sizeof *fields;
    il_entry *entries = IL_NEW_ARRAY(arena, n, il_entry);
    for (size_t i = 0; i < n; i++) {
        entries[i].key = il_str_of(fields[i].key);
        entries[i].value = il_value_with_origin(arena, il_value_string(arena, loc, fields[i].text), whole->origin);
    }
    const il_value *map = il_value_map(arena, loc, entries, n);
    IL_PUSH(arena, &w->found, il_value_with_handle(arena, map, whole->handle));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* Whether an IPv6 address may have its first colon at AT of TEXT: a second one follows after at most four digits, and no word ends here. */
static bool colons_at(il_str text, size_t at)
{
    enum { GROUP = 4 };
    size_t next = at + 1;
    if (at && !is_hex(text.p[at - 1]) && (text.p[at - 1] | 32) >= 'a' && (text.p[at - 1] | 32) <= 'z')
        return false;
    while (next < text.n && next - at <= GROUP && is_hex(text.p[next]))
        next++;
    return next < text.n && text.p[next] == ':';
}

/* Most texts hold no address: what this says no to holds none. */
static bool may_hold_address(il_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '.' && i && i + 1 < text.n && is_digit(text.p[i - 1]) && is_digit(text.p[i + 1]))
            return true;
        if (text.p[i] == ':' && colons_at(text, i))
            return true;
    }
    return false;
}

static void look_at_text(walker *w, const il_value *value, const place *at)
{
    il_flat flat;
    il_ip_list found = {0};
    bool script = at->position == USER_DATA;
    if (!script && value->kind == IL_STRING && !may_hold_address(value->string))
        return;
    if (!il_flat__of(w->judge->arena, value, script, &flat))
        return;
    if (script)
        il_ip_inside(w->judge->arena, flat.text, &found);
    else if (may_hold_address(flat.text))
        il_ip_whole(w->judge->arena, flat.text, &found);
    for (size_t i = 0; i < found.n; i++)
        add(w, &flat, &found.items[i], at);
}

static void walk(walker *w, const il_value *value, const place *at);
static void walk_inner(walker *w, const il_value *value, const place *at);

static bool is_condition(il_str text)
{
    return il_str_contains(text, IL_STR("ourceIp")) || il_str_contains(text, IL_STR("ourceip"));
}

/* A policy written as JSON text. */
static bool walk_json(walker *w, const il_value *value, const place *at)
{
    il_flat flat;
    if (!il_flat__opens_brace(value) || !il_flat__of(w->judge->arena, value, false, &flat) || !is_condition(flat.text))
        return false;
    const il_value *json = il_flat__json(w->judge->arena, &flat);
    if (json)
        walk(w, json, at);
    return json != NULL;
}

static void step(walker *w, const il_value *value, const place *at, il_str key, bool index)
{
    place next = *at;
    next.trail = (il_trail){&at->trail, key};
    next.depth++;
    if (!index && is_prose(key))
        return;
    if (!index) {
        next.key = key;
        next.position = position_of(w, key, at->position);
    }
    walk(w, value, &next);
}

static bool is_text_call(const il_value *call)
{
    return strcmp(call->call.name, "Fn::Join") == 0 || strcmp(call->call.name, "Fn::Base64") == 0;
}

static void walk_call(walker *w, const il_value *call, const place *at)
{
    place inside = *at;
    if (strcmp(call->call.name, "Fn::Cidr") == 0)
        inside.position = ADDRESSING;
    inside.depth++;
    for (size_t i = 0; i < call->call.n; i++)
        walk(w, call->call.items[i], &inside);
}

static void walk(walker *w, const il_value *value, const place *at)
{
    w->open = w->open || value->open || value->kind == IL_UNKNOWN || at->depth == DEPTH;
    if (at->depth == DEPTH)
        return;
    switch (value->kind) {
    case IL_STRING:
        if (!walk_json(w, value, at))
            look_at_text(w, value, at);
        break;
    case IL_CALL:
        if (!is_text_call(value))
            walk_call(w, value, at);
        else if (!walk_json(w, value, at))
            look_at_text(w, value, at);
        break;
    case IL_MAP:
    case IL_LIST:
    case IL_CHOICE:
        walk_inner(w, value, at);
        break;
    default:
        break;
    }
}

static void walk_inner(walker *w, const il_value *value, const place *at)
{
    char index[IL_TRAIL_INDEX];
    place named = *at;
    if (value->kind == IL_CHOICE) {
        named.depth++;
        for (size_t i = 0; i < value->choice.n; i++)
            walk(w, value->choice.arms[i].value, &named);
    } else if (value->kind == IL_LIST) {
        for (size_t i = 0; i < value->list.n; i++)
            step(w, value->list.items[i], at, il_trail__index(index, i), true);
    } else {
        named.map = value;
        for (size_t i = 0; i < value->map.n; i++)
            step(w, value->map.entries[i].value, &named, value->map.entries[i].key, false);
    }
}

/* Literals that stand in a resource are judged there, where it is known what they are for. */
static void cover(il_judge *judge, const il_value *value, unsigned depth)
{
    if (depth == DEPTH)
        return;
    if (value->kind == IL_STRING && value->loc.source && may_hold_address(value->string))
        il_map_put(judge->covered, (il_str){(const char *)&value->loc, sizeof value->loc}, judge);
    for (size_t i = 0; value->kind == IL_MAP && i < value->map.n; i++)
        cover(judge, value->map.entries[i].value, depth + 1);
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        cover(judge, value->list.items[i], depth + 1);
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        cover(judge, value->call.items[i], depth + 1);
    for (size_t i = 0; value->kind == IL_CHOICE && i < value->choice.n; i++)
        cover(judge, value->choice.arms[i].value, depth + 1);
}

static bool covered(il_judge *judge, il_loc loc)
{
    if (!judge->covered) {
        judge->covered = IL_NEW(judge->arena, il_map);
        *judge->covered = il_map_in(judge->arena);
        for (size_t i = 0; i < judge->app->resources.n; i++)
            if (!il_resource_is_fact(judge->app->resources.items[i]))
                cover(judge, il_resource_properties(judge->app->resources.items[i]), 0);
    }
    return il_map_get(judge->covered, (il_str){(const char *)&loc, sizeof loc}) != NULL;
}

/* What the name beside a literal of the program says that it is for. */
static position position_in_program(il_str key)
{
    static const char *const network[] = {"ipv4",      "ipv6",      "cidrIp",   "cidrIpv6",     "sourceIp",
                                          "addresses", "allowFrom", "onlyFrom", "aws:SourceIp", "privateIpAddress"};
    static const char *const addressing[] = {"cidr", "cidrBlock", "vpcCidr", "ipAddresses", "IpAddresses.cidr"};
    static const char *const scripts[] = {"addCommands", "addOnExitCommands", "UserData.custom", "addUserData"};
    size_t dot = key.n;
    while (dot && key.p[dot - 1] != '.')
        dot--;
    il_str last = il_str_slice(key, dot, key.n);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (il_str_is(last, scripts[i]) || il_str_ends(key, il_str_of(scripts[i])))
            return USER_DATA;
    for (size_t i = 0; i < sizeof addressing / sizeof *addressing; i++)
        if (il_str_is(last, addressing[i]))
            return ADDRESSING;
    for (size_t i = 0; i < sizeof network / sizeof *network; i++)
        if (il_str_is(last, network[i]))
            return NETWORK;
    return NEUTRAL;
}

/* Addresses in tests are the tests' own. */
static bool in_test(const il_app *app, il_loc loc)
{
    if (!loc.source)
        return false;
    il_str path = il_source_path(loc.source), rest = il_str_slice(path, app->root.n, path.n);
    while (rest.p) {
        il_str part = il_str_cut(&rest, '/');
        if (rest.p && (il_str_is(part, "test") || il_str_is(part, "tests") || il_str_is(part, "__tests__")))
            return true;
        if (!rest.p)
            return il_str_contains(part, IL_STR(".test.")) || il_str_contains(part, IL_STR(".spec."));
    }
    return false;
}

static void walk_literal(walker *w, const il_resource *resource)
{
    const il_value *properties = il_resource_properties(resource);
    const il_value *value = il_value_get(properties, IL_STR("Value")), *key = il_value_get(properties, IL_STR("Key"));
    place at = {.trail.key = IL_STR("Value")};
    if (key->kind == IL_STRING)
        at.key = key->string;
    at.position = position_in_program(at.key);
    if (value->kind != IL_STRING || is_prose(at.key) || in_test(w->judge->app, value->loc))
        return;
    look_at_text(w, value, &at);
    if (w->found.n && covered(w->judge, value->loc))
        w->found.n = 0;
}

/* User data is written in base64, where an address gives letters of both cases and digits. */
static bool may_be_base64(il_str text)
{
    enum { SHORTEST = 12, GROUP = 4 };
    bool small = false, capital = false, digit = false;
    if (text.n < SHORTEST || text.n % GROUP)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool is_small = c >= 'a' && c <= 'z', is_capital = c >= 'A' && c <= 'Z';
        small |= is_small;
        capital |= is_capital;
        digit |= is_digit(c);
        if (!is_small && !is_capital && !is_digit(c) && c != '+' && c != '/' && c != '=')
            return false;
    }
    return small && capital && digit;
}

/* What a walk would find, without asking what anything is for: most resources hold no address. */
typedef struct {
    bool open, may;
} glance;

static glance glance_at(const il_value *value, unsigned depth);

static void glance_into(glance *g, const il_value *value, unsigned depth, il_str key)
{
    glance inner = glance_at(value, depth);
    if ((inner.open || inner.may) && !(key.p && is_prose(key)))
        *g = (glance){g->open || inner.open, g->may || inner.may};
}

static glance glance_at(const il_value *value, unsigned depth)
{
    static const il_str no_key = {NULL, 0};
    glance g = {.open = value->open || value->kind == IL_UNKNOWN || depth == DEPTH};
    if (depth == DEPTH)
        return g;
    switch (value->kind) {
    case IL_STRING:
        g.may = may_hold_address(value->string) || il_flat__opens_brace(value) || may_be_base64(value->string);
        break;
    case IL_CALL:
        g.may = il_flat__opens_brace(value);
        for (size_t i = 0; i < value->call.n; i++)
            glance_into(&g, value->call.items[i], depth + 1, no_key);
        if (is_text_call(value)) /* looked at as one text */
            g.open = value->open;
        break;
    case IL_MAP:
        for (size_t i = 0; i < value->map.n; i++)
            glance_into(&g, value->map.entries[i].value, depth + 1, value->map.entries[i].key);
        break;
    case IL_LIST:
        for (size_t i = 0; i < value->list.n; i++)
            glance_into(&g, value->list.items[i], depth + 1, no_key);
        break;
    case IL_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++)
            glance_into(&g, value->choice.arms[i].value, depth + 1, no_key);
        break;
    default:
        break;
    }
    return g;
}

/* Walks RESOURCE where a glance at it says that it is worth it. */
static void walk_resource(walker *w, const il_resource *resource)
{
    const il_value *properties = il_resource_properties(resource);
    const place root = {0};
    glance g = glance_at(properties, 0);
    w->open = w->open || g.open;
    if (!g.may)
        return;
    choose_rows(w, resource->type);
    walk(w, properties, &root);
}

const il_value *il_view__addresses(il_judge *judge, const il_resource *resource)
{
    walker w = {.judge = judge, .open = resource->escaped};
    if (strcmp(resource->type, "Source::Literal") == 0)
        walk_literal(&w, resource);
    else if (!il_resource_is_fact(resource))
        walk_resource(&w, resource);
    const il_value *list = il_value_list(judge->arena, resource->loc, w.found.items, w.found.n);
    return w.open ? il_value_opened(judge->arena, list) : list;
}
