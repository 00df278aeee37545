/* Connections: `x.connections.allowFrom(y, port)` and its like, and what other models connect. The class's member `connections` says
 * which security groups a construct has and which port is its default; without one, they are looked for where constructs keep them. */
#include "lower_connections.h"

#include <string.h>

#include "lower_build.h"

static bool is_group(const il_low_unit *unit)
{
    const il_low_part *part = il_low__primary(unit);
    return part && strcmp(part->out->type, "AWS::EC2::SecurityGroup") == 0;
}

static void add_group(il_low *low, il_low_side *side, il_low_unit *unit)
{
    for (size_t i = 0; i < side->groups.n; i++)
        if (side->groups.items[i] == unit)
            return;
    IL_PUSH(low->arena, &side->groups, unit);
}

/* The groups of a list; it is not all known when one is none of ours. */
static void add_groups(il_low *low, il_low_side *side, const il_ev *list)
{
    side->known = list->kind == IL_EV_ARRAY && !list->open;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++) {
        il_low_unit *unit = il_low__unit_behind(low, list->list.items[i]);
        if (unit && is_group(unit))
            add_group(low, side, unit);
        else
            side->known = false;
    }
}

/* Groups where most constructs keep them: in the props, or made below. */
static void usual_groups(il_low *low, il_low_side *side, il_low_unit *unit)
{
    const il_ev *list = il_low__prop(unit, "securityGroups"), *one = il_low__prop(unit, "securityGroup");
    il_low_unit *own = il_low__child_of(unit, IL_STR("SecurityGroup"));
    if (il_low__given(list) != IL_NO)
        add_groups(low, side, list);
    else if (il_low__given(one) != IL_NO)
        add_groups(low, side, il_low__ev_list(low, one->loc, one));
    else if (own)
        add_groups(low, side, il_low__ev_list(low, unit->construct->loc, il_low__ev_unit(low, own)));
}

enum { DEPTH_MAX = 4 };

static il_low_side side_of(il_low *low, const il_ev *value, int depth)
{
    const il_ev *ev = il_low__reduce(low, value);
    il_low_unit *unit = il_low__unit_behind(low, ev);
    il_low_side side = {.port = low->undefined};
    if (!unit) {
        side.peer = ev->kind == IL_EV_OBJECT ? ev : NULL;
        side.known = side.peer != NULL;
        return side;
    }
    if (is_group(unit)) {
        side.known = true;
        add_group(low, &side, unit);
        return side;
    }
    const il_ev *connections = il_low__reduce(low, il_low__ev_member(low, ev, IL_STR("connections"), ev->loc));
    if (connections->kind == IL_EV_OBJECT) {
        const il_ev *of = il_low__field(low, connections, "of");
        if (il_low__given(of) != IL_NO && depth < DEPTH_MAX)
            side = side_of(low, of, depth + 1);
        else
            add_groups(low, &side, il_low__field(low, connections, "securityGroups"));
        side.port = il_low__field(low, connections, "defaultPort");
    } else {
        usual_groups(low, &side, unit);
    }
    for (size_t i = 0; i < unit->groups.n; i++) {
        if (is_group(unit->groups.items[i]))
            add_group(low, &side, unit->groups.items[i]);
        else
            side.known = false;
    }
    return side;
}

il_low_side il_low__side(il_low *low, const il_ev *value)
{
    return side_of(low, value, 0);
}

const il_ev *il_low__tcp(il_low *low, il_loc loc, const il_ev *number)
{
    return il_low__ev_call(low, loc, "aws-cdk-lib.aws_ec2.Port.tcp", number);
}

static void announce(il_low *low, il_loc loc, il_low_unit *unit)
{
    static const char *const types[] = {"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"};
    if (unit || low->units.n)
        il_low__announce(unit ? unit : low->units.items[0], loc, "connections", types, 2);
}

/* One rule for each group of SELF and each of OTHER, or for its address range. */
static void one_way(const il_low_link *l, const il_low_side *self, const il_low_side *other, bool egress, bool remote)
{
    for (size_t i = 0; i < self->groups.n; i++) {
        il_low *low = self->groups.items[i]->low;
        il_low_rule r = {.group = self->groups.items[i], .port = l->port, .description = l->description};
        r.egress = egress;
        r.remote = remote;
        r.under = l->under;
        r.many = l->many;
        r.loc = l->loc;
        for (size_t k = 0; k < other->groups.n; k++) {
            r.peer = il_low__ev_unit(low, other->groups.items[k]);
            il_low__add_rule(&r);
        }
        r.peer = other->peer ? other->peer : il_low__ev_unknown(low, l->loc, "connections", (il_str){NULL, 0});
        if (other->peer || !other->known)
            il_low__add_rule(&r);
    }
}

void il_low__connect(il_low *low, const il_low_link *l)
{
    il_low_side self = il_low__side(low, l->self), other = il_low__side(low, l->other);
    one_way(l, &self, &other, l->outbound, false);
    one_way(l, &other, &self, !l->outbound, true);
    if (!self.known || !other.known)
        announce(low, l->loc, il_low__unit_behind(low, l->self));
}

void il_low__allow_from(il_low *low, const il_ev *self, const il_ev *other, const il_ev *port, const char *description)
{
    il_low_link l = {.self = self, .other = other, .port = port, .loc = other->loc};
    l.description = description ? il_low__ev_words(low, other->loc, description) : low->undefined;
    il_low__connect(low, &l);
}

/* allowInternally: rules between the construct's own groups, both ways. */
static void allow_internally(il_low *low, const il_low_link *l)
{
    il_low_side self = il_low__side(low, l->self);
    one_way(l, &self, &self, false, false);
    one_way(l, &self, &self, true, false);
    if (!self.known)
        announce(low, l->loc, il_low__unit_behind(low, l->self));
}

/* Groups that are added are those of what is connected from now on; the library connects what was as well. */
static void add_security_groups(il_low_unit *unit, const il_method_call *call)
{
    for (size_t i = 0; i < call->n_args; i++) {
        il_low_unit *group = il_low__unit_behind(unit->low, call->args[i]);
        if (group && is_group(group) && !call->condition.text.n)
            IL_PUSH(unit->low->arena, &unit->groups, group);
        else
            announce(unit->low, call->loc, unit);
    }
}

static const il_ev *any_ipv4(il_low *low, il_loc loc)
{
    return il_low__ev_call(low, loc, "aws-cdk-lib.aws_ec2.Peer.anyIpv4", NULL);
}

typedef struct {
    const char *name;
    bool outbound, any, own_port, other_port, internal;
} method;

static const method methods[] = {{.name = "allowFrom"},
                                 {.name = "allowTo", .outbound = true},
                                 {.name = "allowFromAnyIpv4", .any = true},
                                 {.name = "allowToAnyIpv4", .outbound = true, .any = true},
                                 {.name = "allowInternally", .internal = true},
                                 {.name = "allowDefaultPortFrom", .own_port = true},
                                 {.name = "allowDefaultPortTo", .outbound = true, .own_port = true},
                                 {.name = "allowDefaultPortFromAnyIpv4", .any = true, .own_port = true},
                                 {.name = "allowDefaultPortInternally", .internal = true, .own_port = true},
                                 {.name = "allowToDefaultPort", .outbound = true, .other_port = true}};

static void allow(il_low_unit *unit, const il_method_call *call, const method *m)
{
    il_low *low = unit->low;
    size_t next = 0;
    il_low_link l = {.self = il_low__ev_unit(low, unit), .outbound = m->outbound, .loc = call->loc};
    l.under = call->condition;
    l.many = call->many;
    l.other = m->any         ? any_ipv4(low, call->loc)
              : m->internal  ? l.self
              : call->n_args ? call->args[next++]
                             : low->undefined;
    if (m->own_port)
        l.port = il_low__side(low, l.self).port;
    else if (m->other_port)
        l.port = il_low__side(low, l.other).port;
    else
        l.port = il_low__arg(low, call, next++);
    l.description = il_low__arg(low, call, next);
    if (m->internal)
        allow_internally(low, &l);
    else
        il_low__connect(low, &l);
}

/* allowSshAccessFrom(…peers) of a bastion host. */
bool il_low__ssh_access(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    for (size_t i = 0; i < call->n_args; i++) {
        il_low_link l = {
            .self = il_low__ev_unit(low, unit), .other = call->args[i], .loc = call->loc, .many = call->many};
        l.under = call->condition;
        l.port = il_low__tcp(low, call->loc, il_low__ev_number(low, call->loc, 22));
        l.description = il_low__ev_words(low, call->loc, "SSH access");
        il_low__connect(low, &l);
    }
    return true;
}

/* The construct whose connections the call is about; NULL when it is about none. */
static il_low_unit *connected(il_low_unit *unit, const il_method_call *call)
{
    if (call->path.n == 0)
        return is_group(unit) ? unit : NULL;
    return call->path.n == 1 && strcmp(call->path.items[0], "connections") == 0 ? unit : NULL;
}

/* `x.connections.allowFrom(…)` and its like, for any construct; false for other calls. */
bool il_low__connections(il_low_unit *unit, const il_method_call *call)
{
    il_low_unit *on = call->method ? connected(unit, call) : NULL;
    if (!on)
        return false;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(call->method, methods[i].name) == 0) {
            allow(on, call, &methods[i]);
            return true;
        }
    if (call->path.n == 0)
        return false;
    if (strcmp(call->method, "addSecurityGroup") == 0)
        add_security_groups(on, call);
    else
        announce(unit->low, call->loc, on);
    return true;
}
