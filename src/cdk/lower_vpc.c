/* ec2.Vpc: subnets for each configuration and zone with their addresses, route tables, gateways. What is not plain IPv4 with managed NAT
 * gateways is opened. */
#include "lower_vpc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_models.h"

enum { ZONES_MAX = 16, GROUPS_MAX = 32 };

typedef struct {
    il_str name;
    il_low_subnet_kind kind;
    int mask; /* 0 = shares what is left */
    bool reserved;
    const il_ev *map_public;
    il_loc loc;
} group;

typedef struct {
    il_low_unit *unit;
    il_low_vpc *vpc;
    const il_value *zones[ZONES_MAX];
    size_t n_zones;    /* those that there may be */
    size_t sure_zones; /* those that there are */
    il_condition more; /* whether there are more than that */
    bool zones_unsure; /* how many there are cannot be told at all */
    group groups[GROUPS_MAX];
    size_t n_groups;
    size_t reserved; /* zones that are kept free */
    uint32_t first;  /* network address; with size 0 it is not known */
    int size;        /* prefix length */
    il_low_part *main, *gateway;
    size_t n_nats;
} builder;

/* ---- Addresses ---- */

static bool parse_cidr(il_str text, uint32_t *first, int *size)
{
    uint32_t address = 0;
    il_str slash = text, host = il_str_cut(&slash, '/');
    for (int i = 0; i < 4; i++) {
        double byte;
        il_str part = il_str_cut(&host, '.');
        if (!il_str_number(part, &byte) || byte < 0 || byte > 255)
            return false;
        address = address << 8 | (uint32_t)byte;
    }
    double bits;
    if (!il_str_number(slash, &bits) || bits < 1 || bits > 32 || host.p)
        return false;
    *size = (int)bits;
    *first = address & ~(uint32_t)((1ull << (32 - *size)) - 1);
    return true;
}

static il_str cidr_text(il_arena *arena, uint64_t address, int size)
{
    return il_arena_printf(arena, "%u.%u.%u.%u/%d", (unsigned)(address >> 24 & 255), (unsigned)(address >> 16 & 255),
                           (unsigned)(address >> 8 & 255), (unsigned)(address & 255), size);
}

/* The next block of SIZE at or after *NEXT, which then follows it. */
static uint64_t take_block(uint64_t *next, int size)
{
    uint64_t length = 1ull << (32 - size), start = (*next + length - 1) / length * length;
    *next = start + length;
    return start;
}

/* A block for each subnet of ZONES zones: first those with a size of their own, in order, then the others in equal parts of what is left.
 * The block of group G in zone Z goes to blocks[G * ZONES_MAX + Z]. */
static void allocate(const builder *b, size_t zones, il_str *blocks)
{
    size_t open = 0;
    uint64_t next = b->first, end = (uint64_t)b->first + (1ull << (32 - b->size));
    if (b->size == 0 || b->zones_unsure || zones == 0)
        return;
    zones += b->reserved;
    for (size_t g = 0; g < b->n_groups; g++)
        for (size_t z = 0; z < zones; z++) {
            int mask = b->groups[g].mask;
            if (mask)
                blocks[g * ZONES_MAX + z] = cidr_text(b->unit->low->arena, take_block(&next, mask), mask);
            else
                open++;
        }
    if (open == 0 || next >= end)
        return;
    int mask = 32 - (int)floor(log2(floor((double)(end - next) / (double)open)));
    for (size_t i = 0; i < b->n_groups * zones; i++)
        if (b->groups[i / zones].mask == 0)
            blocks[i / zones * ZONES_MAX + i % zones] = cidr_text(b->unit->low->arena, take_block(&next, mask), mask);
}

static void read_addresses(builder *b)
{
    il_low *low = b->unit->low;
    const il_ev *addresses = il_low__prop(b->unit, "ipAddresses"), *cidr = il_low__prop(b->unit, "cidr");
    if (addresses->kind == IL_EV_OBJECT)
        cidr = il_low__field(low, addresses, "cidr");
    else if (il_low__given(addresses) != IL_NO)
        cidr = addresses;
    il_low_node *node = il_low__given(cidr) == IL_NO ? il_low__text(low, b->unit->construct->loc, IL_STR("10.0.0.0/16"))
                                                     : il_low__plain(low, cidr);
    const il_field *field = il_low__field_entry(b->unit->props, IL_STR("ipAddresses"));
    if (!field)
        field = il_low__field_entry(b->unit->props, IL_STR("cidr"));
    il_low__put(low, b->main->properties, IL_STR("CidrBlock"), field ? field->name_loc : (il_loc){0}, node);
    if (node->leaf->kind != IL_STRING || !parse_cidr(node->leaf->string, &b->first, &b->size))
        b->size = 0;
}

/* ---- Zones ---- */

/* The zones that cdk.context.json knows for an account and region; NULL when it does not. */
static const il_ev *known_zones(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_node *account = il_low__environment(unit, IL_STR("account"), unit->construct->loc);
    il_low_node *region = il_low__environment(unit, IL_STR("region"), unit->construct->loc);
    bool known = account->leaf && account->leaf->kind == IL_STRING && region->leaf && region->leaf->kind == IL_STRING;
    if (!known)
        return NULL;
    il_str key = il_arena_printf(low->arena, "availability-zones:account=%.*s:region=%.*s",
                                 IL_FMT(account->leaf->string), IL_FMT(region->leaf->string));
    const il_field *field = il_low__field_entry(low->program->context, key);
    return field && field->value->kind == IL_EV_ARRAY ? field->value : NULL;
}

static bool is_agnostic(il_low_unit *unit)
{
    const il_low_node *account = il_low__environment(unit, IL_STR("account"), unit->construct->loc);
    const il_low_node *region = il_low__environment(unit, IL_STR("region"), unit->construct->loc);
    return (account->leaf && account->leaf->kind == IL_REF) || (region->leaf && region->leaf->kind == IL_REF);
}

/* Fn::Select of the Nth of Fn::GetAZs. */
static const il_value *zone_of_region(il_low *low, size_t n, il_loc loc)
{
    const il_value **none = IL_NEW_ARRAY(low->arena, 1, const il_value *),
                   **args = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    none[0] = il_value_string(low->arena, loc, IL_STR(""));
    args[0] = il_value_number(low->arena, loc, (double)n);
    args[1] = il_value_call(low->arena, loc, il_intern(IL_STR("Fn::GetAZs")), none, 1);
    return il_value_call(low->arena, loc, il_intern(IL_STR("Fn::Select")), args, 2);
}

/* The zones that the author, cdk.context.json or a fallback in the context lists; NULL when nobody does. */
static const il_ev *listed_zones(il_low_unit *unit, bool agnostic)
{
    const il_ev *listed = il_low__prop(unit, "availabilityZones"), *known = known_zones(unit);
    if (il_low__given(listed) != IL_NO || known)
        return il_low__given(listed) != IL_NO ? listed : known;
    const il_field *field =
        il_low__field_entry(unit->low->program->context, IL_STR("aws:cdk:availability-zones:fallback"));
    return agnostic && field && field->value->kind == IL_EV_ARRAY ? field->value : NULL;
}

/* Every region has two zones, and a stack without environment is made for two. With one, CDK asks the account: there are three as a rule. */
static void count_zones(builder *b, size_t limit, bool agnostic)
{
    enum { CERTAIN = 2, USUAL = 3 };
    size_t most = agnostic ? CERTAIN : USUAL;
    b->zones_unsure = b->zones_unsure || (!agnostic && limit > USUAL);
    b->n_zones = limit < most ? limit : most;
    b->sure_zones = b->n_zones < CERTAIN ? b->n_zones : CERTAIN;
    if (b->zones_unsure && b->n_zones > CERTAIN)
        b->n_zones = CERTAIN;
    b->more = (il_condition){.text = IL_STR("the account has three availability zones"), .holds = true};
    b->more.loc = b->unit->construct->loc;
}

static void read_zones(builder *b)
{
    il_low *low = b->unit->low;
    il_loc loc = b->unit->construct->loc;
    bool agnostic = is_agnostic(b->unit);
    const il_ev *max = il_low__prop(b->unit, "maxAzs"), *reserved = il_low__prop(b->unit, "reservedAzs");
    const il_ev *known = listed_zones(b->unit, agnostic);
    bool own = known && il_low__given(il_low__prop(b->unit, "availabilityZones")) != IL_NO;
    size_t limit = own ? ZONES_MAX : max->kind == IL_EV_NUMBER && max->number >= 0 ? (size_t)max->number : 3;
    b->reserved = reserved->kind == IL_EV_NUMBER && reserved->number < ZONES_MAX ? (size_t)reserved->number : 0;
    b->zones_unsure = (max->kind != IL_EV_NUMBER && max->kind != IL_EV_UNDEFINED) ||
                      il_low__given(reserved) == IL_MAYBE || (known && (known->kind != IL_EV_ARRAY || known->open));
    if (known && known->kind == IL_EV_ARRAY) {
        b->n_zones = known->list.n < limit ? known->list.n : limit;
        b->n_zones = b->sure_zones = b->n_zones < ZONES_MAX ? b->n_zones : ZONES_MAX;
    } else {
        known = NULL;
        count_zones(b, limit, agnostic);
    }
    for (size_t i = 0; i < b->n_zones; i++)
        b->zones[i] = known ? il_low__freeze(low, b->unit, il_low__plain(low, known->list.items[i]))
                      : agnostic
                          ? zone_of_region(low, i, loc)
                          : il_value_unknown(low->arena, loc, "availability zones of the account", (il_str){NULL, 0});
}

/* ---- Configuration ---- */

static bool read_group(builder *b, const il_ev *ev)
{
    il_low *low = b->unit->low;
    group *g = &b->groups[b->n_groups];
    const il_ev *mask = il_low__field(low, ev, "cidrMask"), *reserved = il_low__field(low, ev, "reserved");
    g->name = il_low__string(il_low__field(low, ev, "name"));
    g->mask = mask->kind == IL_EV_NUMBER ? (int)mask->number : 0;
    g->reserved = reserved->kind == IL_EV_BOOL && reserved->boolean;
    g->map_public = il_low__field(low, ev, "mapPublicIpOnLaunch");
    g->loc = il_low__reduce(low, ev)->loc;
    b->n_groups++;
    return g->name.n && il_low__subnet_kind(il_low__string(il_low__field(low, ev, "subnetType")), &g->kind) &&
           g->mask >= 0 && g->mask <= 32 && il_low__given(mask) != IL_MAYBE && il_low__given(reserved) != IL_MAYBE;
}

/* The configuration: the author's, or public subnets and private or, without NAT gateways, isolated ones. */
static bool read_groups(builder *b)
{
    const il_ev *given = il_low__prop(b->unit, "subnetConfiguration"), *nats = il_low__prop(b->unit, "natGateways");
    if (given->kind == IL_EV_UNDEFINED) {
        bool none = nats->kind == IL_EV_NUMBER && nats->number == 0;
        b->groups[0] = (group){.name = IL_STR("Public"), .kind = IL_LOW_PUBLIC, .loc = b->unit->construct->loc};
        b->groups[1] = (group){.name = none ? IL_STR("Isolated") : IL_STR("Private"), .loc = b->unit->construct->loc};
        b->groups[1].kind = none ? IL_LOW_ISOLATED : IL_LOW_PRIVATE;
        b->groups[0].map_public = b->groups[1].map_public = b->unit->low->undefined;
        b->n_groups = 2;
        return il_low__given(nats) != IL_MAYBE;
    }
    if (given->kind != IL_EV_ARRAY || given->open || given->list.n > GROUPS_MAX)
        return false;
    for (size_t i = 0; i < given->list.n; i++)
        if (!read_group(b, given->list.items[i]))
            return false;
    return true;
}

static bool has_kind(const builder *b, il_low_subnet_kind kind)
{
    for (size_t i = 0; i < b->n_groups; i++)
        if (b->groups[i].kind == kind && !b->groups[i].reserved)
            return true;
    return false;
}

/* ---- Resources ---- */

static void put(il_low_part *part, const char *key, il_low_node *node)
{
    il_low__put(part->unit->low, part->properties, il_str_of(key), (il_loc){0}, node);
}

static void put_text(il_low_part *part, const char *key, il_str text)
{
    put(part, key, il_low__text(part->unit->low, part->out->loc, text));
}

static void put_ref(il_low_part *part, const char *key, const il_low_part *target, const char *attribute)
{
    put(part, key, il_low__ref(part->unit->low, part->out->loc, target, il_str_of(attribute)));
}

static void tag(il_low_part *part, const char *key, il_str value)
{
    il_low *low = part->unit->low;
    il_low_node *tags = il_low__map(low, part->out->loc);
    il_low__put(low, tags, il_str_of(key), (il_loc){0}, il_low__text(low, part->out->loc, value));
    il_low__own_tags(part, tags, (il_loc){0});
}

static void put_bool(il_low_part *part, const char *key, bool boolean)
{
    il_low *low = part->unit->low;
    const il_value *value = il_value_bool(low->arena, part->out->loc, boolean);
    put(part, key, il_low__leaf(low, il_value_with_origin(low->arena, value, IL_FROM_DEFAULT)));
}

/* A resource of a subnet; of one in a zone that the account may not have, only then. */
static il_low_part *part_of(const builder *b, const il_low_subnet *s, const char *relative, const char *type)
{
    il_low_part *part = il_low__part(s->unit, il_str_of(relative), il_str_of(type));
    il_condition *condition = &part->out->condition;
    if (s->sure)
        return part;
    if (condition->text.n)
        condition->text = il_arena_printf(b->unit->low->arena, "%.*s%.*s, and %.*s", condition->holds ? 0 : 4, "not ",
                                          IL_FMT(condition->text), IL_FMT(b->more.text));
    else
        *condition = b->more;
    condition->holds = true;
    return part;
}

/* The address range of the subnet of GROUP in ZONE, which may depend on how many zones there are. */
static il_low_node *block_of(const builder *b, const il_str *few, const il_str *all, size_t group, size_t zone)
{
    il_low *low = b->unit->low;
    il_loc loc = b->groups[group].loc;
    il_str x = few[group * ZONES_MAX + zone], y = all[group * ZONES_MAX + zone];
    if (!y.n)
        return il_low__unknown(low, loc, "address range", y);
    if (zone >= b->sure_zones || il_str_eq(x, y))
        return il_low__text(low, loc, y);
    return il_low__either(b->unit, b->more, il_low__text(low, loc, y), il_low__text(low, loc, x));
}

static void make_subnet(builder *b, const group *g, size_t zone, il_low_node *block)
{
    static const char *const classes[] = {"aws-cdk-lib.aws_ec2.PublicSubnet", "aws-cdk-lib.aws_ec2.PrivateSubnet",
                                          "aws-cdk-lib.aws_ec2.PrivateSubnet"};
    static const char *const types[] = {"Public", "Private", "Isolated"};
    il_low *low = b->unit->low;
    il_str id = il_arena_printf(low->arena, "%.*sSubnet%zu", IL_FMT(g->name), zone + 1);
    il_low_unit *unit = il_low__bare_child(b->unit, id, il_str_of(classes[g->kind]));
    il_low_subnet s = {unit, g->name, g->kind, zone, zone < b->sure_zones};
    IL_PUSH(low->arena, &b->vpc->subnets, s);
    il_low_part *subnet = part_of(b, &s, "Subnet", "AWS::EC2::Subnet");
    put(subnet, "AvailabilityZone", il_low__leaf(low, b->zones[zone]));
    put(subnet, "CidrBlock", block);
    if (g->kind == IL_LOW_PUBLIC && g->map_public->kind != IL_EV_UNDEFINED)
        put(subnet, "MapPublicIpOnLaunch", il_low__plain(low, g->map_public));
    else
        put_bool(subnet, "MapPublicIpOnLaunch", g->kind == IL_LOW_PUBLIC);
    put_ref(subnet, "VpcId", b->main, NULL);
    tag(subnet, "aws-cdk:subnet-name", g->name);
    tag(subnet, "aws-cdk:subnet-type", il_str_of(types[g->kind]));
    tag(subnet, "Name", unit->path);
    il_low_part *table = part_of(b, &s, "RouteTable", "AWS::EC2::RouteTable");
    put_ref(table, "VpcId", b->main, NULL);
    tag(table, "Name", unit->path);
    il_low_part *link = part_of(b, &s, "RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation");
    put_ref(link, "RouteTableId", table, NULL);
    put_ref(link, "SubnetId", subnet, NULL);
}

static il_low_part *default_route(const builder *b, const il_low_subnet *subnet, const char *key, il_low_node *target)
{
    il_low_part *route = part_of(b, subnet, "DefaultRoute", "AWS::EC2::Route");
    put_text(route, "DestinationCidrBlock", IL_STR("0.0.0.0/0"));
    put(route, key, target);
    put_ref(route, "RouteTableId", il_low__part_at(subnet->unit, IL_STR("RouteTable")), NULL);
    return route;
}

static void make_internet_gateway(builder *b)
{
    const il_ev *wanted = il_low__prop(b->unit, "createInternetGateway");
    if ((!has_kind(b, IL_LOW_PUBLIC) && !has_kind(b, IL_LOW_PRIVATE)) ||
        (wanted->kind == IL_EV_BOOL && !wanted->boolean))
        return;
    b->gateway = il_low__part(b->unit, IL_STR("IGW"), IL_STR("AWS::EC2::InternetGateway"));
    tag(b->gateway, "Name", b->unit->path);
    il_low__put(b->unit->low, b->gateway->tags, IL_STR("Name"), (il_loc){0},
                il_low__member(b->main->tags, IL_STR("Name")));
    il_low_part *link = il_low__part(b->unit, IL_STR("VPCGW"), IL_STR("AWS::EC2::VPCGatewayAttachment"));
    put_ref(link, "InternetGatewayId", b->gateway, NULL);
    put_ref(link, "VpcId", b->main, NULL);
    for (size_t i = 0; i < b->vpc->subnets.n; i++)
        if (b->vpc->subnets.items[i].kind == IL_LOW_PUBLIC)
            default_route(b, &b->vpc->subnets.items[i], "GatewayId",
                          il_low__ref(b->unit->low, b->unit->construct->loc, b->gateway, (il_str){NULL, 0}));
}

/* ---- Ways out of private subnets ---- */

static il_low_part *nat_gateway(const builder *b, const il_low_subnet *s, size_t n, const il_ev *allocations)
{
    il_low *low = b->unit->low;
    il_low_node *id;
    if (allocations->kind == IL_EV_ARRAY && allocations->list.n) {
        id = il_low__plain(low, allocations->list.items[n % allocations->list.n]);
    } else if (il_low__given(allocations) != IL_NO) {
        id = il_low__unknown(low, allocations->loc, "addresses of NAT gateways", (il_str){NULL, 0});
    } else {
        il_low_part *address = part_of(b, s, "EIP", "AWS::EC2::EIP");
        put_text(address, "Domain", IL_STR("vpc"));
        tag(address, "Name", s->unit->path);
        id = il_low__ref(low, address->out->loc, address, IL_STR("AllocationId"));
    }
    il_low_part *gateway = part_of(b, s, "NATGateway", "AWS::EC2::NatGateway");
    put(gateway, "AllocationId", id);
    put_ref(gateway, "SubnetId", il_low__part_at(s->unit, IL_STR("Subnet")), NULL);
    tag(gateway, "Name", s->unit->path);
    return gateway;
}

/* NAT gateways in the first public subnets that are chosen; each private subnet uses that of its zone or, in turn, another. */
static void make_nat_gateways(builder *b)
{
    il_low_part *nats[ZONES_MAX];
    size_t zones[ZONES_MAX], n = 0, next = 0;
    const il_ev *provider = il_low__prop(b->unit, "natGatewayProvider");
    const il_ev *allocations =
        il_low__field(b->unit->low, il_low__field(b->unit->low, provider, "options"), "eipAllocationIds");
    const il_ev *chosen = il_low__prop(b->unit, "natGatewaySubnets");
    for (size_t i = 0; i < b->vpc->subnets.n && n < b->n_nats; i++) {
        const il_low_subnet *s = &b->vpc->subnets.items[i];
        if (s->kind != IL_LOW_PUBLIC || !il_low__selects(b->unit->low, b->vpc, chosen, s))
            continue;
        nats[n] = nat_gateway(b, s, n, allocations);
        zones[n++] = s->zone;
    }
    for (size_t i = 0; n && i < b->vpc->subnets.n; i++) {
        const il_low_subnet *s = &b->vpc->subnets.items[i];
        if (s->kind != IL_LOW_PRIVATE)
            continue;
        size_t own = 0;
        while (own < n && zones[own] != s->zone)
            own++;
        default_route(
            b, s, "NatGatewayId",
            il_low__ref(b->unit->low, b->unit->construct->loc, nats[own < n ? own : next++ % n], (il_str){NULL, 0}));
    }
}

static bool read_nats(builder *b)
{
    const il_ev *wanted = il_low__prop(b->unit, "natGateways");
    if (wanted->kind != IL_EV_NUMBER && wanted->kind != IL_EV_UNDEFINED)
        return false;
    size_t zones = b->n_zones + b->reserved;
    b->n_nats = has_kind(b, IL_LOW_PRIVATE) ? zones : 0;
    if (wanted->kind == IL_EV_NUMBER)
        b->n_nats = wanted->number < (double)zones ? (size_t)wanted->number : zones;
    return true;
}

/* ---- The whole ---- */

static void announce(il_low_unit *unit, const char *reason)
{
    static const char *const types[] = {"AWS::EC2::Subnet",
                                        "AWS::EC2::RouteTable",
                                        "AWS::EC2::SubnetRouteTableAssociation",
                                        "AWS::EC2::Route",
                                        "AWS::EC2::EIP",
                                        "AWS::EC2::NatGateway",
                                        "AWS::EC2::InternetGateway",
                                        "AWS::EC2::VPCGatewayAttachment"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_low__gap(unit, unit->construct->loc, reason, unit->class, il_intern(il_str_of(types[i])));
}

static void make_endpoints(il_low_unit *unit)
{
    const il_ev *endpoints = il_low__prop(unit, "gatewayEndpoints"), *logs = il_low__prop(unit, "flowLogs");
    if (il_low__given(endpoints) == IL_MAYBE || (il_low__given(endpoints) == IL_YES && endpoints->kind != IL_EV_OBJECT))
        il_low__gap(unit, endpoints->loc, "gateway endpoints", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::EC2::VPCEndpoint")));
    for (size_t i = 0; endpoints->kind == IL_EV_OBJECT && i < endpoints->object->fields.n; i++) {
        const il_field *field = &endpoints->object->fields.items[i];
        il_low__child(unit, il_str_of(field->name), IL_STR("aws-cdk-lib.aws_ec2.GatewayVpcEndpoint"),
                      il_low__ev_with(unit->low, field->value, "vpc", il_low__ev_unit(unit->low, unit)),
                      field->value->loc);
    }
    if (il_low__given(logs) == IL_MAYBE || (il_low__given(logs) == IL_YES && logs->kind != IL_EV_OBJECT))
        il_low__gap(unit, logs->loc, "flow logs", (il_str){NULL, 0}, il_intern(IL_STR("AWS::EC2::FlowLog")));
    for (size_t i = 0; logs->kind == IL_EV_OBJECT && i < logs->object->fields.n; i++) {
        const il_field *field = &logs->object->fields.items[i];
        il_low__flow_log(unit, il_str_of(field->name), field->value, NULL);
    }
}

/* IPv4 and managed NAT gateways. */
static bool is_plain(il_low_unit *unit)
{
    const il_ev *protocol = il_low__prop(unit, "ipProtocol"), *provider = il_low__prop(unit, "natGatewayProvider");
    if (il_low__given(protocol) != IL_NO && !il_str_is(il_low__string(protocol), "Ipv4_Only"))
        return false;
    return il_low__given(provider) == IL_NO ||
           il_str_is(il_low__string(il_low__field(unit->low, provider, "nat")), "gateway");
}

static void lower_vpc(il_low_unit *unit)
{
    builder *b = IL_NEW(unit->low->arena, builder);
    b->unit = unit;
    b->main = il_low__primary(unit);
    b->vpc = IL_NEW(unit->low->arena, il_low_vpc);
    const il_ev *name = il_low__prop(unit, "vpcName");
    tag(b->main, "Name", unit->path);
    if (il_low__given(name) != IL_NO)
        il_low__put(unit->low, b->main->tags, IL_STR("Name"), (il_loc){0}, il_low__plain(unit->low, name));
    read_addresses(b);
    read_zones(b);
    bool known = is_plain(unit) && unit->path.n && read_groups(b) && read_nats(b);
    if (!known) {
        announce(unit, "network that the catalogue knows in part");
        make_endpoints(unit);
        return;
    }
    if (b->zones_unsure)
        announce(unit, "availability zones of the account");
    b->vpc->unsure = b->zones_unsure;
    unit->state = b->vpc;
    il_str *few = IL_NEW_ARRAY(unit->low->arena, GROUPS_MAX * ZONES_MAX, il_str),
           *all = IL_NEW_ARRAY(unit->low->arena, GROUPS_MAX * ZONES_MAX, il_str);
    allocate(b, b->sure_zones, few);
    allocate(b, b->n_zones, all);
    for (size_t g = 0; g < b->n_groups; g++)
        for (size_t z = 0; z < b->n_zones && !b->groups[g].reserved; z++)
            make_subnet(b, &b->groups[g], z, block_of(b, few, all, g, z));
    make_internet_gateway(b);
    if (b->gateway)
        make_nat_gateways(b);
    make_endpoints(unit);
}

static const il_ev *member(il_low_unit *unit, il_str name, il_loc loc)
{
    if (!unit->state)
        return NULL;
    if (il_str_is(name, "publicSubnets"))
        return il_low__subnets(unit->low, unit->state, IL_LOW_PUBLIC, loc);
    if (il_str_is(name, "privateSubnets"))
        return il_low__subnets(unit->low, unit->state, IL_LOW_PRIVATE, loc);
    return il_str_is(name, "isolatedSubnets") ? il_low__subnets(unit->low, unit->state, IL_LOW_ISOLATED, loc) : NULL;
}

/* What the provider may do that takes all rules from the default security group: once for each network of the stack. */
static void allow_restriction(il_low_unit *unit)
{
    static const char *const actions[] = {"ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress",
                                          "ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"};
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    il_low_unit *stack = unit->stack_unit;
    il_low_unit *provider =
        stack ? il_low__child_of(stack, IL_STR("Custom::VpcRestrictDefaultSGCustomResourceProvider")) : NULL;
    il_low_part *role = provider ? il_low__part_at(provider, IL_STR("Role")) : NULL;
    if (!role || !il_low__part_at(unit, IL_STR("RestrictDefaultSecurityGroupCustomResource/Default")))
        return;
    static const char *const names[] = {"arn:", ":ec2:", ":", ":security-group/"};
    static const char *const places[] = {"partition", "region", "account"};
    const il_value **parts = IL_NEW_ARRAY(low->arena, 8, const il_value *);
    for (size_t i = 0; i < 4; i++) {
        parts[2 * i] = il_value_string(low->arena, loc, il_str_of(names[i]));
        parts[2 * i + 1] = i < 3 ? il_low__freeze(low, unit, il_low__environment(unit, il_str_of(places[i]), loc))
                                 : il_low__ref(low, loc, il_low__primary(unit), IL_STR("DefaultSecurityGroup"))->leaf;
    }
    il_low_node *list = il_low__list(low, loc), *old = il_low__member(role->properties, IL_STR("Policies"));
    for (size_t i = 0; i < 4; i++)
        il_low__push(low, list, il_low__words(low, loc, actions[i]));
    il_low_node *statement =
        il_low__map_of(low, loc, "Effect", il_low__words(low, loc, "Allow"), "Action", list, "Resource",
                       il_low__list_of(low, il_low__leaf(low, il_value_join(low->arena, loc, parts, 8))), NULL);
    il_low_node *statements =
        old && old->items.n ? il_low__at(old->items.items[0], IL_STR("PolicyDocument.Statement")) : NULL;
    if (statements) {
        il_low__push(low, statements, statement);
        return;
    }
    il_low_node *document = il_low__map_of(low, loc, "Version", il_low__words(low, loc, "2012-10-17"), "Statement",
                                           il_low__list_of(low, statement), NULL);
    il_low__give(role, "Policies",
                 il_low__list_of(low, il_low__map_of(low, loc, "PolicyName", il_low__words(low, loc, "Inline"),
                                                     "PolicyDocument", document, NULL)));
}

/* All that stands below the network and has no name of its own has that of the network. */
static void finish_vpc(il_low_unit *unit)
{
    il_low_part *main = il_low__primary(unit);
    if (main && main->tags)
        il_low__name_all(unit, il_low__member(main->tags, IL_STR("Name")));
    allow_restriction(unit);
}

const il_low_model il_low__vpc_model = {.name = "vpc", .lower = lower_vpc, .finish = finish_vpc, .member = member};
