/* Lists of the library whose length follows from what the program gave: the subnets and zones of a Vpc. Their items stay symbolic. Which zones
 * there are the account says; how many, the Vpc, where it wants no more than every region has. */
#include <string.h>

#include "eval.h"

enum { CERTAIN_ZONES = 2, USUAL_ZONES = 3, ITEMS_MAX = 64 };

static const il_ev *prop(il_eval *e, const il_construct *construct, const char *name)
{
    const il_ev *props = construct->props;
    if (props->kind == IL_EV_UNDEFINED)
        return e->undefined;
    if (props->kind != IL_EV_OBJECT)
        return props;
    const il_field *field = il_ev__field(props->object, il_intern(il_str_of(name)));
    return field ? field->value : props->object->open ? e->environment : e->undefined;
}

/* Whether the stack of CONSTRUCT surely has no environment: neither it nor a stage above it was given one. */
static bool is_agnostic(il_eval *e, il_construct *construct)
{
    il_construct *stack = il_ev__stack_of(construct, "Stack");
    for (il_construct *c = stack; c; c = c->scope) {
        bool has = il_ev__derives(c->class, il_intern(IL_STR("aws-cdk-lib.Stack"))) == IL_YES ||
                   il_ev__derives(c->class, il_intern(IL_STR("aws-cdk-lib.Stage"))) == IL_YES;
        if (c->adrift || (has && strcmp(c->class, "aws-cdk-lib.App") && prop(e, c, "env")->kind != IL_EV_UNDEFINED))
            return false;
    }
    return stack != NULL;
}

/* The number of zones that VPC is made for; 0 when it is not known. */
static size_t zones_of(il_eval *e, il_construct *vpc)
{
    const il_ev *listed = prop(e, vpc, "availabilityZones"), *most = prop(e, vpc, "maxAzs");
    if (listed->kind == IL_EV_ARRAY)
        return listed->open || ((const il_array *)listed)->ragged ? 0 : listed->list.n;
    if (listed->kind != IL_EV_UNDEFINED || (most->kind != IL_EV_UNDEFINED && most->kind != IL_EV_NUMBER))
        return 0;
    double max = most->kind == IL_EV_NUMBER ? most->number : USUAL_ZONES;
    if (!(max >= 1) || (max > CERTAIN_ZONES && !is_agnostic(e, vpc)))
        return 0;
    return max < CERTAIN_ZONES ? 1 : CERTAIN_ZONES;
}

/* The list of a Vpc that subnets of the type named TYPE are in. */
static const char *list_of(il_str type)
{
    if (il_str_is(type, "PUBLIC"))
        return "publicSubnets";
    if (il_str_is(type, "PRIVATE_ISOLATED") || il_str_is(type, "ISOLATED"))
        return "isolatedSubnets";
    return il_str_starts(type, IL_STR("PRIVATE")) ? "privateSubnets" : NULL;
}

/* How many groups of subnets of VPC are in its list NAME; false when that is not known. */
static bool groups_of(il_eval *e, const il_construct *vpc, il_name name, size_t *n)
{
    const il_ev *groups = prop(e, vpc, "subnetConfiguration"), *gateways = prop(e, vpc, "natGateways");
    *n = 0;
    if (prop(e, vpc, "createInternetGateway")->kind != IL_EV_UNDEFINED)
        return false;
    if (groups->kind == IL_EV_UNDEFINED) {
        bool nat = gateways->kind == IL_EV_UNDEFINED || (gateways->kind == IL_EV_NUMBER && gateways->number > 0);
        if (!nat && gateways->kind != IL_EV_NUMBER)
            return false;
        *n = !strcmp(name, "publicSubnets") || !strcmp(name, nat ? "privateSubnets" : "isolatedSubnets");
        return true;
    }
    bool known = groups->kind == IL_EV_ARRAY && !groups->open && !((const il_array *)groups)->ragged;
    for (size_t i = 0; known && i < groups->list.n; i++) {
        const il_ev *group = groups->list.items[i];
        const struct il_object *object = group->kind == IL_EV_OBJECT ? group->object : NULL;
        const il_field *type = object ? il_ev__field(object, il_intern(IL_STR("subnetType"))) : NULL;
        const il_field *reserved = object ? il_ev__field(object, il_intern(IL_STR("reserved"))) : NULL;
        const char *list =
            type && type->value->kind == IL_EV_SYMBOL ? list_of(il_ev__last_name(type->value->lib.symbol)) : NULL;
        known = list && !object->open && !reserved;
        *n += known && !strcmp(list, name);
    }
    return known;
}

/* The list of VPC that `selectSubnets(WANTED)` takes; NULL when that is not known. */
static const char *selected(il_eval *e, const il_construct *vpc, const il_ev *wanted)
{
    static const char *const by_default[] = {"privateSubnets", "isolatedSubnets", "publicSubnets"};
    const struct il_object *object = wanted->kind == IL_EV_OBJECT ? wanted->object : NULL;
    size_t n = object ? object->fields.n : 0, found;
    if ((!object && wanted->kind != IL_EV_UNDEFINED) || (object && object->open) || n > 1)
        return NULL;
    if (n == 1) {
        const il_field *field = &object->fields.items[0];
        bool type = !strcmp(field->name, "subnetType") && field->value->kind == IL_EV_SYMBOL;
        return type ? list_of(il_ev__last_name(field->value->lib.symbol)) : NULL;
    }
    for (size_t i = 0; i < sizeof by_default / sizeof *by_default; i++) {
        if (!groups_of(e, vpc, il_intern(il_str_of(by_default[i])), &found))
            return NULL;
        if (found)
            return by_default[i];
    }
    return NULL;
}

/* The items of the list NAME of VPC, a value; of each its MEMBER when that is not NULL. NULL when they are not known. */
static const il_ev *items_of(il_eval *e, const il_ev *value, il_name name, const char *member, il_loc loc)
{
    il_construct *vpc = il_ev_construct(value);
    size_t n = zones_of(e, vpc), groups = 1;
    if (n == 0 || (strcmp(name, "availabilityZones") && !groups_of(e, vpc, name, &groups)) || n * groups > ITEMS_MAX)
        return NULL;
    const il_ev *list = il_ev__array(e, loc), *all = il_ev__library_member(e, value, name, loc);
    for (size_t i = 0; i < n * groups; i++) {
        const il_ev *item = il_ev__library_member(e, all, il_intern(il_arena_printf(e->arena, "%zu", i)), loc);
        il_ev__push(e, list, member ? il_ev__library_member(e, item, il_intern(il_str_of(member)), loc) : item);
    }
    return list;
}

static bool is_vpc(const il_ev *value)
{
    const il_construct *construct = il_ev_construct(value);
    return construct && !strcmp(construct->class, "aws-cdk-lib.aws_ec2.Vpc");
}

const il_ev *il_ev__known_list(il_eval *e, const il_ev *value)
{
    static const char *const names[] = {"publicSubnets", "privateSubnets", "isolatedSubnets", "availabilityZones"};
    const il_ev *from = value->kind == IL_EV_MEMBER ? value->lib.receiver : value;
    for (size_t i = 0; from != value && is_vpc(from) && i < sizeof names / sizeof *names; i++) {
        if (!strcmp(value->lib.member, names[i]))
            return items_of(e, from, value->lib.member, NULL, value->loc);
    }
    bool selection = from->kind == IL_EV_CALL && from->lib.receiver && is_vpc(from->lib.receiver) &&
                     !strcmp(from->lib.member, "selectSubnets") && from != value;
    bool ids = selection && !strcmp(value->lib.member, "subnetIds");
    if (!selection || (!ids && strcmp(value->lib.member, "subnets")))
        return NULL;
    const il_ev *vpc = from->lib.receiver, *wanted = from->lib.n_args ? from->lib.args[0] : e->undefined;
    const char *list = selected(e, il_ev_construct(vpc), wanted);
    return list ? items_of(e, vpc, il_intern(il_str_of(list)), ids ? "subnetId" : NULL, value->loc) : NULL;
}
