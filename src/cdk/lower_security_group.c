/* Security groups: rules for address ranges stand in the group, rules for other groups beside it; what a construct's connections allow. */
#include <string.h>

#include "lower_models.h"

typedef struct {
    il_low_unit *group;
    const il_ev *peer, *port, *description;
    bool egress;
    il_condition under;
    bool many;
    il_loc loc;
} rule;

static void put(il_low_unit *unit, il_low_node *map, const char *key, il_low_node *node)
{
    il_low__put(unit->low, map, il_str_of(key), (il_loc){0}, node);
}

static il_low_unit *group_behind(il_low *low, const il_ev *peer)
{
    il_low_unit *unit = il_low__unit_behind(low, peer);
    return unit && il_low__part_at(unit, IL_STR("Resource")) &&
                   strcmp(il_low__part_at(unit, IL_STR("Resource"))->out->type, "AWS::EC2::SecurityGroup") == 0
               ? unit
               : NULL;
}

/* What a peer is called in ids and descriptions; a node that is no text when it cannot be known. */
static il_low_node *peer_name(const rule *r)
{
    il_low *low = r->group->low;
    il_low_unit *group = group_behind(low, r->peer);
    if (group && group->path.n)
        return il_low__text(low, r->loc, il_low__unique_id(low->arena, group->path));
    const il_ev *id = il_low__field(low, r->peer, "uniqueId");
    return il_low__given(id) == IL_NO ? NULL : il_low__plain(low, id);
}

/* "443", "UDP 53", "ALL TRAFFIC". */
static il_low_node *port_name(const rule *r)
{
    il_low *low = r->group->low;
    const il_ev *props = il_low__field(low, r->port, "props"), *text = il_low__field(low, props, "text");
    const il_ev *written = il_low__field(low, props, "stringRepresentation");
    if (written->kind == IL_EV_STRING)
        return il_low__plain(low, written);
    if (text->kind != IL_EV_ARRAY)
        return NULL;
    il_ev *joined = IL_NEW(low->arena, il_ev);
    *joined = (il_ev){.kind = IL_EV_CONCAT, .loc = r->loc, .list = text->list};
    return il_low__plain(low, joined);
}

static bool is_text(const il_low_node *node)
{
    return node && node->kind == IL_LOW_LEAF && node->leaf->kind == IL_STRING;
}

/* "from PEER:PORT"; empty when it cannot be known. */
static il_str rule_name(const rule *r)
{
    il_low_node *peer = peer_name(r), *port = port_name(r);
    if (!is_text(peer) || !is_text(port))
        return (il_str){NULL, 0};
    return il_arena_printf(r->group->low->arena, "%s %.*s:%.*s", r->egress ? "to" : "from", IL_FMT(peer->leaf->string),
                           IL_FMT(port->leaf->string));
}

static void put_port(const rule *r, il_low_node *map)
{
    il_low *low = r->group->low;
    const il_ev *props = il_low__field(low, r->port, "props");
    static const struct {
        const char *field, *key;
    } parts[] = {{"protocol", "IpProtocol"}, {"fromPort", "FromPort"}, {"toPort", "ToPort"}};
    for (size_t i = 0; i < 3; i++) {
        const il_ev *value = props->kind == IL_EV_OBJECT ? il_low__field(low, props, parts[i].field)
                                                         : il_low__ev_unknown(low, r->loc, "port", (il_str){NULL, 0});
        put(r->group, map, parts[i].key, il_low__plain(low, value));
    }
}

static void put_description(const rule *r, il_low_node *map)
{
    il_low *low = r->group->low;
    il_str name = rule_name(r);
    il_low_node *node = il_low__given(r->description) != IL_NO ? il_low__plain(low, r->description)
                        : name.n                               ? il_low__text(low, r->loc, name)
                                 : il_low__unknown(low, r->loc, "description of a rule", name);
    put(r->group, map, "Description", node);
}

static void announce(const rule *r)
{
    il_name type =
        il_intern(r->egress ? IL_STR("AWS::EC2::SecurityGroupEgress") : IL_STR("AWS::EC2::SecurityGroupIngress"));
    il_low_part *part = il_low__primary(r->group);
    il_str list = r->egress ? IL_STR("SecurityGroupEgress") : IL_STR("SecurityGroupIngress");
    il_low__gap(r->group, r->loc, "rule of a security group", (il_str){NULL, 0}, type);
    il_low_node *old = part ? il_low__at(part->properties, list) : NULL;
    if (old)
        il_low__open(old);
    else if (part)
        il_low__put(r->group->low, part->properties, list, r->loc,
                    il_low__unknown(r->group->low, r->loc, "rule of a security group", (il_str){NULL, 0}));
}

/* A rule in the group itself, unless the same is there already. */
static void add_inline(const rule *r)
{
    il_low *low = r->group->low;
    il_low_part *part = il_low__primary(r->group);
    const il_ev *written = il_low__field(low, r->peer, "rule");
    il_low_node *map = il_low__plain(low, written);
    map->loc = r->loc;
    put_description(r, map);
    put_port(r, map);
    il_str list = r->egress ? IL_STR("SecurityGroupEgress") : IL_STR("SecurityGroupIngress");
    il_low_node *old = il_low__at(part->properties, list);
    const il_value *value = il_low__freeze(low, r->group, map);
    for (size_t i = 0; old && i < old->items.n; i++)
        if (il_value_eq(il_low__freeze(low, r->group, old->items.items[i]), value))
            return;
    il_low__append(low, part->properties, list, (il_loc){0},
                   r->under.text.n ? il_low__either(r->group, r->under, map, NULL) : map);
    if (r->many)
        il_low__at(part->properties, list)->open = true;
}

/* A rule of its own beside the group. */
static void add_apart(const rule *r, const char *key, il_low_node *peer)
{
    il_low_unit *unit = r->group;
    il_low *low = unit->low;
    il_str name = rule_name(r), id = il_arena_str(low->arena, name);
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] == '/')
            ((char *)id.p)[i] = '_';
    if (!name.n || il_low__part_at(unit, id)) {
        if (!name.n)
            announce(r);
        return;
    }
    il_low_part *part = il_low__part(
        unit, id, r->egress ? IL_STR("AWS::EC2::SecurityGroupEgress") : IL_STR("AWS::EC2::SecurityGroupIngress"));
    part->out->loc = part->out->whole = r->loc;
    part->out->many = part->out->many || r->many;
    if (r->under.text.n)
        part->out->condition = r->under;
    put_description(r, part->properties);
    put_port(r, part->properties);
    put(unit, part->properties, "GroupId", il_low__ref(low, r->loc, il_low__primary(unit), IL_STR("GroupId")));
    put(unit, part->properties, key, peer);
}

static const char *const group_keys[] = {"SourceSecurityGroupId", "DestinationSecurityGroupId"};
static const char *const list_keys[] = {"SourcePrefixListId", "DestinationPrefixListId"};

static void add_rule(const rule *r)
{
    il_low *low = r->group->low;
    const il_ev *peer = il_low__reduce(low, r->peer);
    il_low_unit *group = group_behind(low, peer);
    const il_ev *list = peer->kind == IL_EV_OBJECT ? il_low__field(low, peer, "prefixList") : low->undefined;
    const il_ev *id = peer->kind == IL_EV_OBJECT ? il_low__field(low, peer, "group") : low->undefined;
    const il_ev *written = peer->kind == IL_EV_OBJECT ? il_low__field(low, peer, "rule") : low->undefined;
    if (!il_low__primary(r->group))
        return;
    if (group)
        add_apart(r, group_keys[r->egress], il_low__ref(low, r->loc, il_low__primary(group), IL_STR("GroupId")));
    else if (list->kind != IL_EV_UNDEFINED)
        add_apart(r, list_keys[r->egress], il_low__plain(low, list));
    else if (id->kind != IL_EV_UNDEFINED)
        add_apart(r, group_keys[r->egress], il_low__plain(low, id));
    else if (written->kind == IL_EV_OBJECT)
        add_inline(r);
    else
        announce(r);
}

/* ---- The group ---- */

static bool allows_all(il_low_unit *unit, il_truth *known)
{
    const il_ev *all = il_low__prop(unit, "allowAllOutbound");
    *known = all->kind == IL_EV_BOOL || all->kind == IL_EV_UNDEFINED ? IL_YES : IL_NO;
    return all->kind != IL_EV_BOOL || all->boolean;
}

static il_low_node *egress_item(il_low_unit *unit, bool all)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    il_low_node *map = il_low__map(low, loc);
    put(unit, map, "CidrIp", il_low__text(low, loc, all ? IL_STR("0.0.0.0/0") : IL_STR("255.255.255.255/32")));
    put(unit, map, "Description",
        il_low__text(low, loc, all ? IL_STR("Allow all outbound traffic by default") : IL_STR("Disallow all traffic")));
    put(unit, map, "IpProtocol", il_low__text(low, loc, all ? IL_STR("-1") : IL_STR("icmp")));
    if (!all) {
        put(unit, map, "FromPort", il_low__leaf(low, il_value_number(low->arena, loc, 252)));
        put(unit, map, "ToPort", il_low__leaf(low, il_value_number(low->arena, loc, 86)));
    }
    return map;
}

static void lower_group(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_truth known;
    bool all = allows_all(unit, &known);
    if (il_low__given(il_low__prop(unit, "description")) == IL_NO)
        put(unit, part->properties, "GroupDescription", il_low__text(low, part->out->loc, unit->path));
    const il_field *field = il_low__field_entry(unit->props, IL_STR("allowAllOutbound"));
    il_loc key_loc = field ? field->name_loc : (il_loc){0};
    if (known == IL_YES)
        il_low__append(low, part->properties, IL_STR("SecurityGroupEgress"), key_loc, egress_item(unit, all));
    else
        il_low__put(low, part->properties, IL_STR("SecurityGroupEgress"), key_loc,
                    il_low__unknown(low, key_loc, "whether all outbound traffic is allowed", (il_str){NULL, 0}));
    if (il_low__given(il_low__prop(unit, "allowAllIpv6Outbound")) != IL_NO ||
        il_low__given(il_low__prop(unit, "disableInlineRules")) != IL_NO)
        il_low__open_unit(unit);
}

/* A rule for outbound traffic replaces the one that stands for "none". */
static void add_egress(const rule *r)
{
    il_truth known;
    bool all = allows_all(r->group, &known);
    il_low_part *part = il_low__primary(r->group);
    il_low_node *list = part ? il_low__at(part->properties, IL_STR("SecurityGroupEgress")) : NULL;
    if (known != IL_YES) {
        announce(r);
        return;
    }
    if (all)
        return;
    if (list && list->items.n == 1 && il_low__member(list->items.items[0], IL_STR("FromPort")) &&
        il_value_eq(il_low__member(list->items.items[0], IL_STR("CidrIp"))->leaf,
                    il_value_string(r->group->low->arena, r->loc, IL_STR("255.255.255.255/32"))))
        il_low__put(r->group->low, part->properties, IL_STR("SecurityGroupEgress"), (il_loc){0}, NULL);
    add_rule(r);
}

static bool rule_call(il_low_unit *unit, const il_method_call *call, bool egress)
{
    il_low *low = unit->low;
    rule r = {unit,
              il_low__arg(low, call, 0),
              il_low__arg(low, call, 1),
              il_low__arg(low, call, 2),
              egress,
              call->condition,
              call->many,
              call->loc};
    if (egress)
        add_egress(&r);
    else
        add_rule(&r);
    return true;
}

bool il_low__ingress_rule(il_low_unit *unit, const il_method_call *call)
{
    return rule_call(unit, call, false);
}

bool il_low__egress_rule(il_low_unit *unit, const il_method_call *call)
{
    return rule_call(unit, call, true);
}

/* ---- Connections ---- */

typedef IL_VEC(il_low_unit *) units;

static void add_group(il_low *low, units *out, const il_ev *value)
{
    il_low_unit *unit = group_behind(low, value);
    if (unit)
        IL_PUSH(low->arena, out, unit);
}

/* The security groups of a construct; false when there may be others. */
static bool groups_of(il_low *low, il_low_unit *unit, units *out)
{
    if (strcmp(il_low__primary(unit) ? il_low__primary(unit)->out->type : "", "AWS::EC2::SecurityGroup") == 0) {
        IL_PUSH(low->arena, out, unit);
        return true;
    }
    const il_ev *list = il_low__prop(unit, "securityGroups"), *one = il_low__prop(unit, "securityGroup");
    size_t before = out->n;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++)
        add_group(low, out, list->list.items[i]);
    if (one->kind != IL_EV_UNDEFINED)
        add_group(low, out, one);
    if (list->kind == IL_EV_UNDEFINED && one->kind == IL_EV_UNDEFINED) {
        il_low_unit *own = il_low__child_of(unit, IL_STR("SecurityGroup"));
        if (own)
            IL_PUSH(low->arena, out, own);
    }
    return out->n > before;
}

static void connect(il_low_unit *unit, const il_method_call *call, const il_ev *other, const il_ev *port, bool outbound)
{
    il_low *low = unit->low;
    units own = {0}, others = {0};
    il_low_unit *peer = il_low__unit_behind(low, other);
    bool known = groups_of(low, unit, &own) && (!peer || groups_of(low, peer, &others));
    const il_ev *description = il_low__arg(low, call, 2);
    for (size_t i = 0; i < own.n; i++) {
        rule r = {own.items[i], other, port, description, outbound, call->condition, call->many, call->loc};
        for (size_t k = 0; k < others.n; k++) {
            r.peer = il_low__ev_unit(low, others.items[k]);
            (outbound ? add_egress : add_rule)(&r);
            rule back = r;
            back.group = others.items[k];
            back.peer = il_low__ev_unit(low, own.items[i]);
            back.egress = !outbound;
            (back.egress ? add_egress : add_rule)(&back);
        }
        if (others.n == 0 && il_low__reduce(low, other)->kind == IL_EV_OBJECT)
            (outbound ? add_egress : add_rule)(&r);
        else if (others.n == 0)
            announce(&r);
    }
    if (!known)
        il_low__gap(unit, call->loc, "connections", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::EC2::SecurityGroupIngress")));
}

/* `x.connections.allowFrom(…)` and its like, for any construct; false for other calls. */
bool il_low__connections(il_low_unit *unit, const il_method_call *call)
{
    static const struct {
        const char *method;
        bool outbound, any;
        const char *peer; /* "v4": the first argument is the port */
    } methods[] = {{"allowFrom", false, false, NULL},
                   {"allowTo", true, false, NULL},
                   {"allowFromAnyIpv4", false, true, "0.0.0.0/0"},
                   {"allowToAnyIpv4", true, true, "0.0.0.0/0"}};
    il_low *low = unit->low;
    if (call->path.n != 1 || strcmp(call->path.items[0], "connections") != 0 || !call->method)
        return false;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(call->method, methods[i].method) != 0)
            continue;
        il_low_scope scope = {.low = low, .loc = call->loc};
        const il_ev *any = il_low__instantiate(&scope, il_cat_call(IL_STR("aws-cdk-lib.aws_ec2.Peer.anyIpv4")));
        const il_ev *first = il_low__arg(low, call, 0), *second = il_low__arg(low, call, 1);
        connect(unit, call, methods[i].any ? any : first, methods[i].any ? first : second, methods[i].outbound);
        return true;
    }
    units own = {0};
    groups_of(low, unit, &own);
    for (size_t i = 0; i < own.n; i++)
        il_low__open_unit(own.items[i]);
    il_low__gap(unit, call->loc, "connections", il_str_of(call->method),
                il_intern(IL_STR("AWS::EC2::SecurityGroupIngress")));
    il_low__gap(unit, call->loc, "connections", il_str_of(call->method),
                il_intern(IL_STR("AWS::EC2::SecurityGroupEgress")));
    return true;
}

const il_low_model il_low__security_group_model = {.name = "security-group", .lower = lower_group};
