/* Constructs that the program hands to classes and methods that the catalogue does not know. Promises: what such code does to a construct as a
 * rule (grants to it or on it, connections, tags of a network) is not claimed to be absent. Does not expect the library to change other
 * properties: its own constructs do not. Other packages may change all of what they are given, and what is below; what they make is taken
 * to name nothing else, since a construct does not look around in the tree that it stands in. */
#include <string.h>

#include "lower_policy.h"

enum { MOST_DEPTH = 12 };

static bool is_network(const il_low_unit *unit)
{
    return il_str_is(unit->class, "aws-cdk-lib.aws_ec2.Vpc");
}

/* A list of which nothing certain is left may be gone as well. */
static void open_list(il_low_part *part, const char *key)
{
    il_low_node *list = il_low__member(part->properties, il_str_of(key));
    if (!list)
        return;
    il_low__open(list);
    if (list->kind == IL_LOW_LIST && list->items.n == 0)
        il_low__set(part->unit->low, part->properties, il_str_of(key), (il_loc){0}, NULL);
}

/* Managed policies of a role: more may be attached. */
static void open_policies(il_low_part *part)
{
    static const il_str key = IL_STR_INIT("ManagedPolicyArns");
    il_low *low = part->unit->low;
    open_list(part, key.p);
    if (!il_low__member(part->properties, key) && !part->properties->open)
        il_low__put(low, part->properties, key, (il_loc){0},
                    il_low__unknown(low, part->out->loc, "may have been added elsewhere", (il_str){NULL, 0}));
}

/* Resources that others attach things to by properties of their own: balancers to what runs behind them, policies to whose they are. */
static bool takes_attachments(const il_low_part *part)
{
    static const char *const types[] = {"AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::Service", "AWS::IAM::Policy",
                                        "AWS::IAM::ManagedPolicy"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(part->out->type, types[i]) == 0)
            return true;
    return false;
}

static void open_part(il_low *low, il_low_part *part, bool network)
{
    part->properties->open = part->properties->open || takes_attachments(part);
    if (strcmp(part->out->type, "AWS::IAM::Role") == 0)
        open_policies(part);
    part->out->handed = true;
    if (strcmp(part->out->type, "AWS::EC2::SecurityGroup") == 0) {
        part->properties->open = true;
        open_list(part, "SecurityGroupIngress");
        open_list(part, "SecurityGroupEgress");
    }
    if (network) {
        part->tags = part->tags ? part->tags : il_low__map(low, part->out->loc);
        part->tags->open = true;
    }
    /* Who may act in a role is said where the role is made: what is given one does not change that. */
    for (size_t i = 0; i < low->documents.n; i++)
        if (low->documents.items[i]->part == part &&
            !il_str_is(low->documents.items[i]->path, "AssumeRolePolicyDocument"))
            low->documents.items[i]->open = true;
}

/* All of UNIT is in the hands of another package. */
static void stray(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        unit->parts.items[i]->out->strayed = true;
    for (size_t i = 0; i < unit->children.n; i++)
        stray(unit->children.items[i]);
}

static void open_unit(il_low_unit *unit, bool network)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        open_part(unit->low, unit->parts.items[i], network);
    for (size_t i = 0; i < unit->children.n; i++)
        if (unit->children.items[i]->own)
            open_unit(unit->children.items[i], network);
}

static bool hand_over(il_low *low, const il_ev *value, bool library, int depth);

/* The values that EV is made of. */
static bool hand_over_parts(il_low *low, const il_ev *ev, bool library, int depth)
{
    bool known = !library || !ev->open; /* what another package is given counts as open because of that alone */
    switch (ev->kind) {
    case IL_EV_ARRAY:
    case IL_EV_CONCAT:
        for (size_t i = 0; i < ev->list.n; i++)
            known = hand_over(low, ev->list.items[i], library, depth) && known;
        return known;
    case IL_EV_CHOICE:
        for (size_t i = 0; i < ev->choice.n; i++)
            known = hand_over(low, ev->choice.arms[i], library, depth) && known;
        return known;
    case IL_EV_OBJECT:
        for (size_t i = 0; i < ev->object->fields.n; i++)
            known = hand_over(low, ev->object->fields.items[i].value, library, depth) && known;
        return known && (!library || !ev->object->open);
    case IL_EV_MEMBER:
        /* Of the environment (`stack.region`): a text, by which nothing of the stack can be reached. */
        if (strncmp(ev->lib.member, "@@", 2) == 0)
            return true;
        /* fall through */
    case IL_EV_NEW:
    case IL_EV_CALL:
        known = !ev->lib.receiver || hand_over(low, ev->lib.receiver, library, depth);
        for (size_t i = 0; ev->kind != IL_EV_MEMBER && i < ev->lib.n_args; i++)
            known = hand_over(low, ev->lib.args[i], library, depth) && known;
        return known && !(ev->lib.calls && ev->lib.calls->list.n);
    default:
        /* What comes from outside of the program is text and names nothing of it. */
        return ev->kind <= IL_EV_STRING || ev->kind == IL_EV_SYMBOL ||
               (ev->kind == IL_EV_UNKNOWN && ev->origin != IL_FROM_SOURCE);
    }
}

/* Opens what VALUE speaks of. False when it may speak of more than can be seen. */
static bool hand_over(il_low *low, const il_ev *value, bool library, int depth)
{
    if (!value || depth > MOST_DEPTH)
        return false;
    const il_ev *ev = il_low__reduce(low, value);
    il_low_unit *unit = il_low__unit_behind(low, ev);
    /* A value of the library speaks of what it was made with, whatever the catalogue takes it for. */
    bool made = value->kind == IL_EV_NEW || value->kind == IL_EV_CALL || value->kind == IL_EV_SYMBOL;
    if (!unit)
        return hand_over_parts(low, made ? value : ev, library, depth + 1);
    il_low_unit *identity = il_low__identity(low, ev);
    if (!library) {
        il_low__open_unit(unit);
        stray(unit);
    }
    open_unit(unit, is_network(unit));
    if (identity && identity != unit)
        open_unit(identity, false);
    return true;
}

void il_low__unfollowed(il_low_unit *unit, const il_gap *gap, const il_ev *const *given, size_t n)
{
    il_low *low = unit->low;
    size_t at = low->app->gaps.n;
    il_low__gap(unit, gap->loc, gap->reason, gap->detail, NULL);
    bool foreign = !il_low__of_library(unit->class);
    low->app->gaps.items[at].handed = !il_str_starts(unit->class, IL_STR("unknown."));
    for (size_t i = 0; i < n; i++)
        IL_PUSH(low->arena, &low->handed, ((il_low_handed){given[i], at, foreign}));
}

/* What is made may name UNIT's own resources. */
static void mark(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        unit->parts.items[i]->out->handed = true;
    for (size_t i = 0; i < unit->children.n; i++)
        if (unit->children.items[i]->own)
            mark(unit->children.items[i]);
}

void il_low__made_of(il_low_unit *unit, const il_gap *gap, il_cat types, const il_ev *const *given, size_t n)
{
    il_low *low = unit->low;
    size_t at = low->app->gaps.n;
    il_low__gaps(unit, gap->loc, gap->reason, gap->detail, types);
    for (; at < low->app->gaps.n; at++) {
        low->app->gaps.items[at].handed = low->app->gaps.items[at].library;
        for (size_t i = 0; i < n; i++)
            IL_PUSH(low->arena, &low->handed, ((il_low_handed){given[i], at, false}));
    }
    mark(unit);
}

/* Whether CALL is `X.make(scope, 'Id', …)` of a function of the library that the catalogue does not know, and that may so make constructs. */
static bool may_make_constructs(il_low *low, const il_ev *call)
{
    if (call->kind != IL_EV_CALL || call->lib.receiver || !call->lib.symbol || call->lib.n_args < 2)
        return false;
    il_str name = il_str_of(call->lib.symbol);
    if (!il_str_starts(name, IL_STR("aws-cdk-lib.")) || il_cat_call(name))
        return false;
    while (name.p && name.n) {
        il_str rest = name, last = il_str_cut(&rest, '.');
        if (!rest.p) {
            name = last;
            break;
        }
        name = rest;
    }
    if (il_str_starts(name, IL_STR("from")) || il_str_starts(name, IL_STR("value")))
        return false;
    const il_ev *id = il_low__reduce(low, call->lib.args[1]);
    return id->kind == IL_EV_STRING && il_low__unit_behind(low, call->lib.args[0]) && !il_low__unit_behind(low, call);
}

static void find_unknown_makers(il_low *low)
{
    for (size_t i = 0; i < low->program->values.n; i++) {
        const il_ev *call = low->program->values.items[i];
        if (!may_make_constructs(low, call))
            continue;
        il_gap gap = {.loc = call->loc, .reason = "function of the library that the catalogue does not know"};
        gap.detail = il_str_of(call->lib.symbol);
        il_low_unit *scope = il_low__unit_behind(low, call->lib.args[0]);
        il_low__unfollowed(scope, &gap, call->lib.args + 1, call->lib.n_args - 1);
        for (size_t k = 0; call->lib.calls && k < call->lib.calls->list.n; k++) {
            const il_method_call *later = &call->lib.calls->list.items[k];
            gap.detail = il_str_of(later->method ? later->method : later->property);
            il_low__unfollowed(scope, &gap, later->args, later->n_args);
        }
    }
}

void il_low__handed_over(il_low *low)
{
    find_unknown_makers(low);
    for (size_t i = 0; i < low->handed.n; i++) {
        const il_low_handed *handed = &low->handed.items[i];
        bool known = hand_over(low, handed->value, !handed->foreign, 0);
        il_gap *gap = handed->gap < low->app->gaps.n ? &low->app->gaps.items[handed->gap] : NULL;
        if (gap)
            gap->handed = gap->handed && known;
    }
}
