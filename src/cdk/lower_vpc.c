/* ec2.Vpc: subnets for each configuration and zone with their addresses, route tables, gateways. What is not plain IPv4 with managed NAT
 * gateways is opened. */
#include "lower_vpc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    size_t n_zones;
    bool zones_unsure;
    group groups[GROUPS_MAX];
    size_t n_groups;
    uint32_t first; /* network address; with size 0 it is not known */
    int size;       /* prefix length */
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

/* A block for each subnet: first those with a size of their own, in order, then the others in equal parts of what is left. */
static void allocate(const builder *b, il_str *blocks)
{
    size_t open = 0;
    uint64_t next = b->first, end = (uint64_t)b->first + (1ull << (32 - b->size));
    if (b->size == 0 || b->zones_unsure)
        return;
    for (size_t g = 0; g < b->n_groups; g++)
        for (size_t z = 0; z < b->n_zones; z++) {
            int mask = b->groups[g].mask;
            if (mask)
                blocks[g * b->n_zones + z] = cidr_text(b->unit->low->arena, take_block(&next, mask), mask);
            else
                open++;
        }
    if (open == 0 || next >= end)
        return;
    int mask = 32 - (int)floor(log2(floor((double)(end - next) / (double)open)));
    for (size_t i = 0; i < b->n_groups * b->n_zones; i++)
        if (b->groups[i / b->n_zones].mask == 0)
            blocks[i] = cidr_text(b->unit->low->arena, take_block(&next, mask), mask);
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
    if (account->leaf->kind != IL_STRING || region->leaf->kind != IL_STRING)
        return NULL;
    il_str key = il_arena_printf(low->arena, "availability-zones:account=%.*s:region=%.*s",
                                 IL_FMT(account->leaf->string), IL_FMT(region->leaf->string));
    const il_field *field = il_low__field_entry(low->program->context, key);
    return field && field->value->kind == IL_EV_ARRAY ? field->value : NULL;
}

static bool is_agnostic(il_low_unit *unit)
{
    const il_value *account = il_low__environment(unit, IL_STR("account"), unit->construct->loc)->leaf;
    const il_value *region = il_low__environment(unit, IL_STR("region"), unit->construct->loc)->leaf;
    return account->kind == IL_REF || region->kind == IL_REF;
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

static void read_zones(builder *b)
{
    il_low *low = b->unit->low;
    il_loc loc = b->unit->construct->loc;
    const il_ev *max = il_low__prop(b->unit, "maxAzs"), *listed = il_low__prop(b->unit, "availabilityZones");
    size_t limit = max->kind == IL_EV_NUMBER ? (size_t)max->number : 3;
    const il_ev *known = listed->kind == IL_EV_ARRAY ? listed : known_zones(b->unit);
    if (listed->kind == IL_EV_ARRAY)
        limit = listed->list.n;
    b->zones_unsure = (max->kind != IL_EV_NUMBER && max->kind != IL_EV_UNDEFINED) ||
                      (il_low__given(listed) != IL_NO && listed->kind != IL_EV_ARRAY);
    bool agnostic = !known && is_agnostic(b->unit);
    size_t available = known ? known->list.n : 2;
    b->zones_unsure = b->zones_unsure || (!known && !agnostic && limit > 2);
    b->n_zones = limit < available ? limit : available;
    b->n_zones = b->n_zones < ZONES_MAX ? b->n_zones : ZONES_MAX;
    for (size_t i = 0; i < b->n_zones; i++)
        b->zones[i] = known ? il_low__freeze(low, b->unit, il_low__plain(low, known->list.items[i]))
                      : agnostic
                          ? zone_of_region(low, i, loc)
                          : il_value_unknown(low->arena, loc, "availability zones of the account", (il_str){NULL, 0});
}

/* ---- Configuration ---- */

static bool kind_of(il_str type, il_low_subnet_kind *kind)
{
    if (il_str_is(type, "Public"))
        *kind = IL_LOW_PUBLIC;
    else if (il_str_is(type, "Private") || il_str_is(type, "Deprecated_Private_NAT") ||
             il_str_is(type, "Deprecated_Private"))
        *kind = IL_LOW_PRIVATE;
    else if (il_str_is(type, "Isolated") || il_str_is(type, "Deprecated_Isolated"))
        *kind = IL_LOW_ISOLATED;
    else
        return false;
    return true;
}

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
    return g->name.n && kind_of(il_low__string(il_low__field(low, ev, "subnetType")), &g->kind) && g->mask >= 0 &&
           g->mask <= 32 && il_low__given(mask) != IL_MAYBE && il_low__given(reserved) != IL_MAYBE;
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

static void make_subnet(builder *b, const group *g, size_t zone, il_str block)
{
    static const char *const classes[] = {"aws-cdk-lib.aws_ec2.PublicSubnet", "aws-cdk-lib.aws_ec2.PrivateSubnet",
                                          "aws-cdk-lib.aws_ec2.PrivateSubnet"};
    static const char *const types[] = {"Public", "Private", "Isolated"};
    il_low *low = b->unit->low;
    il_str id = il_arena_printf(low->arena, "%.*sSubnet%zu", IL_FMT(g->name), zone + 1);
    il_low_unit *unit = il_low__bare_child(b->unit, id, il_str_of(classes[g->kind]));
    IL_PUSH(low->arena, &b->vpc->subnets, ((il_low_subnet){unit, g->name, g->kind, zone}));
    il_low_part *subnet = il_low__part(unit, IL_STR("Subnet"), IL_STR("AWS::EC2::Subnet"));
    put(subnet, "AvailabilityZone", il_low__leaf(low, b->zones[zone]));
    put(subnet, "CidrBlock",
        block.n ? il_low__text(low, g->loc, block) : il_low__unknown(low, g->loc, "address range", block));
    if (g->kind == IL_LOW_PUBLIC && g->map_public->kind != IL_EV_UNDEFINED)
        put(subnet, "MapPublicIpOnLaunch", il_low__plain(low, g->map_public));
    else
        put_bool(subnet, "MapPublicIpOnLaunch", g->kind == IL_LOW_PUBLIC);
    put_ref(subnet, "VpcId", b->main, NULL);
    tag(subnet, "aws-cdk:subnet-name", g->name);
    tag(subnet, "aws-cdk:subnet-type", il_str_of(types[g->kind]));
    tag(subnet, "Name", unit->path);
    il_low_part *table = il_low__part(unit, IL_STR("RouteTable"), IL_STR("AWS::EC2::RouteTable"));
    put_ref(table, "VpcId", b->main, NULL);
    tag(table, "Name", unit->path);
    il_low_part *link =
        il_low__part(unit, IL_STR("RouteTableAssociation"), IL_STR("AWS::EC2::SubnetRouteTableAssociation"));
    put_ref(link, "RouteTableId", table, NULL);
    put_ref(link, "SubnetId", subnet, NULL);
}

static il_low_part *default_route(il_low_unit *subnet, const char *key, const il_low_part *target)
{
    il_low_part *route = il_low__part(subnet, IL_STR("DefaultRoute"), IL_STR("AWS::EC2::Route"));
    put_text(route, "DestinationCidrBlock", IL_STR("0.0.0.0/0"));
    put_ref(route, key, target, NULL);
    put_ref(route, "RouteTableId", il_low__part_at(subnet, IL_STR("RouteTable")), NULL);
    return route;
}

static void make_internet_gateway(builder *b)
{
    const il_ev *wanted = il_low__prop(b->unit, "createInternetGateway");
    if (!has_kind(b, IL_LOW_PUBLIC) || (wanted->kind == IL_EV_BOOL && !wanted->boolean))
        return;
    b->gateway = il_low__part(b->unit, IL_STR("IGW"), IL_STR("AWS::EC2::InternetGateway"));
    tag(b->gateway, "Name", b->unit->path);
    il_low_part *link = il_low__part(b->unit, IL_STR("VPCGW"), IL_STR("AWS::EC2::VPCGatewayAttachment"));
    put_ref(link, "InternetGatewayId", b->gateway, NULL);
    put_ref(link, "VpcId", b->main, NULL);
    for (size_t i = 0; i < b->vpc->subnets.n; i++)
        if (b->vpc->subnets.items[i].kind == IL_LOW_PUBLIC)
            default_route(b->vpc->subnets.items[i].unit, "GatewayId", b->gateway);
}

/* NAT gateways in the first public subnets; each private subnet uses that of its zone or, in turn, another. */
static void make_nat_gateways(builder *b)
{
    il_low_part *nats[ZONES_MAX];
    size_t zones[ZONES_MAX], n = 0, next = 0;
    for (size_t i = 0; i < b->vpc->subnets.n && n < b->n_nats; i++) {
        const il_low_subnet *s = &b->vpc->subnets.items[i];
        if (s->kind != IL_LOW_PUBLIC)
            continue;
        il_low_part *address = il_low__part(s->unit, IL_STR("EIP"), IL_STR("AWS::EC2::EIP"));
        put_text(address, "Domain", IL_STR("vpc"));
        tag(address, "Name", s->unit->path);
        nats[n] = il_low__part(s->unit, IL_STR("NATGateway"), IL_STR("AWS::EC2::NatGateway"));
        put_ref(nats[n], "AllocationId", address, "AllocationId");
        put_ref(nats[n], "SubnetId", il_low__part_at(s->unit, IL_STR("Subnet")), NULL);
        tag(nats[n], "Name", s->unit->path);
        zones[n++] = s->zone;
    }
    for (size_t i = 0; n && i < b->vpc->subnets.n; i++) {
        const il_low_subnet *s = &b->vpc->subnets.items[i];
        if (s->kind != IL_LOW_PRIVATE)
            continue;
        size_t own = 0;
        while (own < n && zones[own] != s->zone)
            own++;
        default_route(s->unit, "NatGatewayId", nats[own < n ? own : next++ % n]);
    }
}

static bool read_nats(builder *b)
{
    const il_ev *wanted = il_low__prop(b->unit, "natGateways");
    if (wanted->kind != IL_EV_NUMBER && wanted->kind != IL_EV_UNDEFINED)
        return false;
    b->n_nats = has_kind(b, IL_LOW_PRIVATE) ? b->n_zones : 0;
    if (wanted->kind == IL_EV_NUMBER)
        b->n_nats = wanted->number < (double)b->n_zones ? (size_t)wanted->number : b->n_zones;
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

static bool is_plain(il_low_unit *unit)
{
    static const char *const props[] = {"ipProtocol",        "ipv6Addresses",       "vpnGateway",
                                        "vpnConnections",    "vpnRoutePropagation", "natGatewayProvider",
                                        "natGatewaySubnets", "reservedAzs"};
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (il_low__given(il_low__prop(unit, props[i])) != IL_NO)
            return false;
    return true;
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
    il_str *blocks = IL_NEW_ARRAY(unit->low->arena, b->n_groups * b->n_zones, il_str);
    allocate(b, blocks);
    for (size_t g = 0; g < b->n_groups; g++)
        for (size_t z = 0; z < b->n_zones && !b->groups[g].reserved; z++)
            make_subnet(b, &b->groups[g], z, blocks[g * b->n_zones + z]);
    make_internet_gateway(b);
    make_nat_gateways(b);
    make_endpoints(unit);
}

/* ---- What others ask ---- */

const il_low_vpc *il_low__vpc(il_low *low, const il_ev *value)
{
    il_low_unit *unit = il_low__unit_behind(low, value);
    const il_low_model *model = unit ? il_low__model(unit) : NULL;
    return model && model->lower == lower_vpc ? unit->state : NULL;
}

static const il_ev *subnets_of_kind(il_low *low, const il_low_vpc *vpc, il_low_subnet_kind kind, il_loc loc)
{
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = IL_EV_ARRAY;
    ev->loc = loc;
    ev->open = vpc->unsure;
    ev->list.items = IL_NEW_ARRAY(low->arena, vpc->subnets.n, const il_ev *);
    for (size_t i = 0; i < vpc->subnets.n; i++)
        if (vpc->subnets.items[i].kind == kind)
            ev->list.items[ev->list.n++] = il_low__ev_unit(low, vpc->subnets.items[i].unit);
    return ev;
}

static const il_ev *member(il_low_unit *unit, il_str name, il_loc loc)
{
    if (!unit->state)
        return NULL;
    if (il_str_is(name, "publicSubnets"))
        return subnets_of_kind(unit->low, unit->state, IL_LOW_PUBLIC, loc);
    if (il_str_is(name, "privateSubnets"))
        return subnets_of_kind(unit->low, unit->state, IL_LOW_PRIVATE, loc);
    return il_str_is(name, "isolatedSubnets") ? subnets_of_kind(unit->low, unit->state, IL_LOW_ISOLATED, loc) : NULL;
}

/* What a selection selects: a kind, a group's name, or a list of subnets. False when it cannot be known. */
typedef struct {
    bool by_kind;
    il_low_subnet_kind kind;
    il_str group;
} selection;

static bool read_selection(il_low *low, const il_low_vpc *vpc, const il_ev *ev, selection *out)
{
    const il_ev *type = il_low__field(low, ev, "subnetType"), *group = il_low__field(low, ev, "subnetGroupName");
    static const char *const others[] = {"subnets", "availabilityZones", "onePerAz", "subnetFilters", "subnetName"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (il_low__given(il_low__field(low, ev, others[i])) != IL_NO)
            return false;
    *out = (selection){.by_kind = true};
    if (type->kind == IL_EV_STRING)
        return kind_of(type->string, &out->kind);
    if (group->kind == IL_EV_STRING) {
        *out = (selection){.group = group->string};
        return true;
    }
    if (type->kind != IL_EV_UNDEFINED || group->kind != IL_EV_UNDEFINED)
        return false;
    static const il_low_subnet_kind order[] = {IL_LOW_PRIVATE, IL_LOW_ISOLATED, IL_LOW_PUBLIC};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < vpc->subnets.n; i++)
            if (vpc->subnets.items[i].kind == order[k]) {
                out->kind = order[k];
                return true;
            }
    return false;
}

static il_low_node *listed_subnets(il_low *low, const il_ev *list, il_loc loc)
{
    il_low_node *out = il_low__list(low, loc);
    for (size_t i = 0; i < list->list.n; i++)
        il_low__push(low, out,
                     il_low__plain(low, il_low__ev_member(low, list->list.items[i], IL_STR("subnetId"), loc)));
    out->open = list->open;
    return out;
}

il_low_node *il_low__subnet_ids(il_low *low, const il_ev *vpc, const il_ev *ev, il_loc loc)
{
    const il_low_vpc *known = il_low__vpc(low, vpc);
    const il_ev *listed = il_low__field(low, ev, "subnets");
    selection wanted;
    if (listed->kind == IL_EV_ARRAY)
        return listed_subnets(low, listed, loc);
    if (!known || !read_selection(low, known, ev, &wanted))
        return il_low__unknown(low, loc, "subnets of a network that is not known", (il_str){NULL, 0});
    il_low_node *list = il_low__list(low, loc);
    for (size_t i = 0; i < known->subnets.n; i++) {
        const il_low_subnet *s = &known->subnets.items[i];
        if (wanted.by_kind ? s->kind == wanted.kind : il_str_eq(s->group, wanted.group))
            il_low__push(low, list,
                         il_low__ref(low, loc, il_low__part_at(s->unit, IL_STR("Subnet")), (il_str){NULL, 0}));
    }
    list->open = known->unsure;
    return list;
}

const il_low_model il_low__vpc_model = {.name = "vpc", .lower = lower_vpc, .member = member};
