/* Security groups: rules for address ranges stand in the group, rules for other groups beside it; what a construct's connections allow. */
#include <string.h>

#include "lower_connections.h"
#include "lower_models.h"

typedef il_low_rule rule;

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

/* What stands for a token in ids: one that is written out would not be the same in every program run. */
static bool is_token(const il_low_node *node)
{
    const il_value *value = node && node->kind == IL_LOW_LEAF ? node->leaf : &il_missing;
    if (value->kind == IL_REF)
        return true;
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        if (value->call.items[i]->kind == IL_UNKNOWN || value->call.items[i]->kind == IL_CHOICE)
            return false;
    return value->kind == IL_CALL;
}

/* What a peer is called; NULL when it has no name, a node that is no text when it cannot be known. */
static il_low_node *peer_name(const rule *r)
{
    il_low *low = r->group->low;
    il_low_unit *group = group_behind(low, r->peer);
    if (group && group->path.n)
        return il_low__text(low, r->loc, il_low__unique_id(low->arena, group->path));
    const il_ev *id = il_low__field(low, r->peer, "uniqueId");
    return il_low__given(id) == IL_NO ? NULL : il_low__plain(low, id);
}

/* "443", "UDP 53", "ALL TRAFFIC"; a node that is no text when it cannot be known. */
static il_low_node *port_name(const rule *r)
{
    il_low *low = r->group->low;
    const il_ev *props = il_low__field(low, r->port, "props"), *text = il_low__field(low, props, "text");
    const il_ev *written = il_low__field(low, props, "stringRepresentation");
    if (written->kind == IL_EV_STRING)
        return il_low__plain(low, written);
    if (text->kind != IL_EV_ARRAY)
        return NULL;
    for (size_t i = 0; i < text->list.n; i++)
        if (is_token(il_low__plain(low, text->list.items[i])))
            return il_low__text(low, r->loc, IL_STR("{IndirectPort}"));
    il_ev *joined = IL_NEW(low->arena, il_ev);
    *joined = (il_ev){.kind = IL_EV_CONCAT, .loc = r->loc, .list = text->list};
    return il_low__plain(low, joined);
}

static bool is_text(const il_low_node *node)
{
    return node && node->kind == IL_LOW_LEAF && node->leaf->kind == IL_STRING;
}

/* The id of a rule that stands beside its group: "from PEER:PORT"; empty when it cannot be known. */
static il_str rule_id(const rule *r)
{
    il_low *low = r->group->low;
    il_low_node *peer = peer_name(r), *port = port_name(r);
    if (is_token(peer))
        peer = il_low__text(low, r->loc, IL_STR("{IndirectPeer}"));
    if (!is_text(peer) || !is_text(port))
        return (il_str){NULL, 0};
    il_str id = il_arena_printf(low->arena, "%s %.*s:%.*s", r->egress ? "to" : "from", IL_FMT(peer->leaf->string),
                                IL_FMT(port->leaf->string));
    char *slash = memchr((char *)id.p, '/', id.n);
    if (slash)
        *slash = '_';
    return id;
}

/* The library writes "from" in the group's own rules for outbound traffic as well. */
static void put_description(const rule *r, il_low_node *map, bool egress)
{
    il_low *low = r->group->low;
    il_low_node *peer = peer_name(r), *port = port_name(r), *node = NULL;
    if (il_low__given(r->description) != IL_NO) {
        node = il_low__plain(low, r->description);
    } else if (is_text(port) && (is_text(peer) || is_token(peer))) {
        const il_value **parts = IL_NEW_ARRAY(low->arena, 4, const il_value *);
        parts[0] = il_value_string(low->arena, r->loc, egress ? IL_STR("to ") : IL_STR("from "));
        parts[1] = peer->leaf;
        parts[2] = il_value_string(low->arena, r->loc, IL_STR(":"));
        parts[3] = port->leaf;
        node = il_low__leaf(low, il_value_join(low->arena, r->loc, parts, 4));
    } else {
        node = il_low__unknown(low, r->loc, "description of a rule", (il_str){NULL, 0});
    }
    put(r->group, map, "Description", node);
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

/* Rules are the same whatever their descriptions say. */
static bool says_the_same(const il_low_unit *group, const il_low_node *a, const il_low_node *b)
{
    size_t n = 0;
    if (a->kind != IL_LOW_MAP)
        return false;
    for (size_t i = 0; i < b->fields.n; i++) {
        const il_low_field *field = &b->fields.items[i];
        const il_low_node *other = il_low__member(a, field->key);
        if (il_str_is(field->key, "Description"))
            continue;
        n++;
        if (!other ||
            !il_value_eq(il_low__freeze(group->low, group, other), il_low__freeze(group->low, group, field->node)))
            return false;
    }
    return n + (il_low__member(a, IL_STR("Description")) ? 1 : 0) == a->fields.n;
}

/* Of rules that are the same the one that came first in the program stays, with its description. */
static void keep_one(const rule *r, il_low_node *kept, const il_low_node *other)
{
    il_low *low = r->group->low;
    const il_low_node *a = il_low__member(kept, IL_STR("Description")),
                      *b = il_low__member(other, IL_STR("Description"));
    if (!il_value_eq(il_low__freeze(low, r->group, a), il_low__freeze(low, r->group, b)))
        put(r->group, kept, "Description", il_low__unknown(low, kept->loc, "description of a rule", (il_str){NULL, 0}));
}

/* A rule in the group itself, unless the same is there already. */
static void add_inline(const rule *r, il_low_node *map)
{
    il_low *low = r->group->low;
    il_low_part *part = il_low__primary(r->group);
    map->loc = r->loc;
    put_description(r, map, false);
    put_port(r, map);
    il_str list = r->egress ? IL_STR("SecurityGroupEgress") : IL_STR("SecurityGroupIngress");
    il_low_node *old = il_low__at(part->properties, list);
    for (size_t i = 0; old && i < old->items.n; i++)
        if (says_the_same(r->group, old->items.items[i], map)) {
            keep_one(r, old->items.items[i], map);
            return;
        }
    il_low__append(low, part->properties, list, (il_loc){0},
                   r->under.text.n ? il_low__either(r->group, r->under, map, NULL) : map);
    if (r->many)
        il_low__at(part->properties, list)->open = true;
}

/* Where a rule of its own stands: below its group; one for the other side of a connection across stacks below the peer. */
static il_low_unit *place_of(const rule *r, il_str *id)
{
    il_low *low = r->group->low;
    il_low_unit *peer = r->remote ? group_behind(low, il_low__reduce(low, r->peer)) : NULL;
    *id = rule_id(r);
    if (!peer || peer->stack_unit == r->group->stack_unit || !id->n)
        return r->group;
    il_low_node *port = port_name(r);
    *id = il_arena_printf(low->arena, "%.*s:%.*s %s", IL_FMT(il_low__unique_id(low->arena, r->group->path)),
                          IL_FMT(port->leaf->string), r->egress ? "from" : "to");
    return peer;
}

/* A rule of its own beside the group, unless it is there. PEER is a map with the property that says whom it is about. */
static void add_apart(const rule *r, const il_low_node *peer)
{
    il_str id;
    il_low_unit *unit = place_of(r, &id);
    il_low *low = unit->low;
    if (!id.n) {
        announce(r);
        return;
    }
    if (il_low__part_at(unit, id))
        return;
    il_low_part *part = il_low__part(
        unit, id, r->egress ? IL_STR("AWS::EC2::SecurityGroupEgress") : IL_STR("AWS::EC2::SecurityGroupIngress"));
    part->out->loc = part->out->whole = r->loc;
    part->out->many = part->out->many || r->many;
    if (r->under.text.n)
        part->out->condition = r->under;
    put_description(r, part->properties, r->egress);
    put_port(r, part->properties);
    il_low_part *group = il_low__primary(r->group);
    put(unit, part->properties, "GroupId",
        group ? il_low__ref(low, r->loc, group, IL_STR("GroupId"))
              : il_low__plain(low, il_low__prop(r->group, "securityGroupId")));
    for (size_t i = 0; i < peer->fields.n; i++)
        il_low__put(low, part->properties, peer->fields.items[i].key, (il_loc){0}, peer->fields.items[i].node);
}

/* Whether the group's rules all stand beside it; maybe when it cannot be known. */
static il_truth keeps_rules_apart(const il_low_unit *group)
{
    const il_ev *given = il_low__prop(group, "disableInlineRules");
    if (given->kind == IL_EV_BOOL)
        return il_truth_of(given->boolean);
    if (given->kind != IL_EV_UNDEFINED)
        return IL_MAYBE;
    return il_truth_of(il_low__flag(group->low, "@aws-cdk/aws-ec2.securityGroupDisableInlineRules"));
}

/* The property that says whom a rule is about: a map, or NULL when that cannot be known. */
static il_low_node *peer_of(const rule *r, const il_ev *peer)
{
    static const struct {
        const char *field, *keys[2];
    } kinds[] = {{"prefixList", {"SourcePrefixListId", "DestinationPrefixListId"}},
                 {"group", {"SourceSecurityGroupId", "DestinationSecurityGroupId"}}};
    il_low *low = r->group->low;
    il_low_unit *group = group_behind(low, peer);
    il_low_node *map = il_low__map(low, r->loc);
    if (group) {
        put(r->group, map, kinds[1].keys[r->egress],
            il_low__ref(low, r->loc, il_low__primary(group), IL_STR("GroupId")));
        return map;
    }
    if (peer->kind != IL_EV_OBJECT)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        put(r->group, map, kinds[i].keys[r->egress], il_low__plain(low, il_low__field(low, peer, kinds[i].field)));
    const il_ev *written = il_low__field(low, peer, "rule");
    return map->fields.n ? map : written->kind == IL_EV_OBJECT ? il_low__plain(low, written) : NULL;
}

static void add_rule(const rule *r)
{
    il_low *low = r->group->low;
    const il_ev *peer = il_low__reduce(low, r->peer);
    il_low_node *who = il_low__primary(r->group) ? peer_of(r, peer) : NULL, *port = port_name(r);
    il_truth apart = keeps_rules_apart(r->group);
    const il_ev *inlined = peer->kind == IL_EV_OBJECT ? il_low__field(low, peer, "inline") : low->undefined;
    bool fits = who && inlined->kind == IL_EV_BOOL && inlined->boolean;
    if (!who || apart == IL_MAYBE)
        announce(r);
    else if (fits && apart == IL_NO && !(is_text(port) && il_str_is(port->leaf->string, "{IndirectPort}")))
        add_inline(r, who);
    else
        add_apart(r, who);
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

/* The rule that says whether all outbound traffic is allowed, for a group that keeps its rules apart. */
static void add_outbound_apart(il_low_unit *unit, bool all)
{
    il_low *low = unit->low;
    il_low_part *part =
        il_low__part(unit, all ? IL_STR("to 0.0.0.0_0:ALL TRAFFIC") : IL_STR("to 255.255.255.255_32:ICMP Type 252-86"),
                     IL_STR("AWS::EC2::SecurityGroupEgress"));
    part->properties = egress_item(unit, all);
    put(unit, part->properties, "GroupId", il_low__ref(low, part->out->loc, il_low__primary(unit), IL_STR("GroupId")));
}

static void lower_group(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_truth known;
    bool all = allows_all(unit, &known);
    if (il_low__given(il_low__prop(unit, "description")) == IL_NO)
        put(unit, part->properties, "GroupDescription",
            unit->path.n ? il_low__text(low, part->out->loc, unit->path)
                         : il_low__unknown(low, part->out->loc, "construct path", (il_str){NULL, 0}));
    const il_field *field = il_low__field_entry(unit->props, IL_STR("allowAllOutbound"));
    il_loc key_loc = field ? field->name_loc : (il_loc){0};
    if (known == IL_YES && keeps_rules_apart(unit) == IL_YES)
        add_outbound_apart(unit, all);
    else if (known == IL_YES)
        il_low__append(low, part->properties, IL_STR("SecurityGroupEgress"), key_loc, egress_item(unit, all));
    else
        il_low__put(low, part->properties, IL_STR("SecurityGroupEgress"), key_loc,
                    il_low__unknown(low, key_loc, "whether all outbound traffic is allowed", (il_str){NULL, 0}));
    if (il_low__given(il_low__prop(unit, "allowAllIpv6Outbound")) != IL_NO || keeps_rules_apart(unit) == IL_MAYBE)
        il_low__open_unit(unit);
}

/* A rule for outbound traffic replaces the one that stands for "none"; where all is allowed it says nothing new. */
static void add_egress(const rule *r)
{
    il_truth known;
    il_low *low = r->group->low;
    bool all = allows_all(r->group, &known);
    const il_ev *peer = il_low__reduce(low, r->peer);
    const il_ev *written = peer->kind == IL_EV_OBJECT ? il_low__field(low, peer, "rule") : low->undefined;
    bool six = written->kind == IL_EV_OBJECT && il_low__given(il_low__field(low, written, "CidrIpv6")) == IL_YES;
    il_low_part *part = il_low__primary(r->group);
    il_low_node *list = part ? il_low__at(part->properties, IL_STR("SecurityGroupEgress")) : NULL;
    if (known != IL_YES) {
        announce(r);
        return;
    }
    if (all && !six)
        return;
    if (!six && list && list->kind == IL_LOW_LIST && list->items.n == 1 &&
        il_low__member(list->items.items[0], IL_STR("FromPort")) &&
        il_value_eq(il_low__member(list->items.items[0], IL_STR("CidrIp"))->leaf,
                    il_value_string(low->arena, r->loc, IL_STR("255.255.255.255/32"))))
        il_low__put(low, part->properties, IL_STR("SecurityGroupEgress"), (il_loc){0}, NULL);
    add_rule(r);
}

void il_low__add_rule(const il_low_rule *r)
{
    if (r->egress)
        add_egress(r);
    else
        add_rule(r);
}

/* A rule of a group that stands outside: beside it, unless it must not be changed. What goes out is allowed there already, if nothing else is said. */
static void add_imported(const rule *r)
{
    const il_ev *change = il_low__prop(r->group, "mutable"), *all = il_low__prop(r->group, "allowAllOutbound");
    bool fixed = change->kind == IL_EV_BOOL && !change->boolean;
    bool says_nothing = r->egress && (all->kind == IL_EV_UNDEFINED || (all->kind == IL_EV_BOOL && all->boolean));
    bool known = (change->kind == IL_EV_BOOL || change->kind == IL_EV_UNDEFINED) &&
                 (!r->egress || all->kind == IL_EV_BOOL || all->kind == IL_EV_UNDEFINED);
    il_low_node *who = peer_of(r, il_low__reduce(r->group->low, r->peer));
    if (fixed || says_nothing)
        return;
    if (known && who)
        add_apart(r, who);
    else
        announce(r);
}

static bool rule_call(il_low_unit *unit, const il_method_call *call, bool egress)
{
    il_low *low = unit->low;
    rule r = {.group = unit, .egress = egress, .under = call->condition, .many = call->many, .loc = call->loc};
    r.peer = il_low__arg(low, call, 0);
    r.port = il_low__arg(low, call, 1);
    r.description = il_low__arg(low, call, 2);
    if (il_low__is_import(unit))
        add_imported(&r);
    else
        il_low__add_rule(&r);
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

const il_low_model il_low__security_group_model = {.name = "security-group", .lower = lower_group};
