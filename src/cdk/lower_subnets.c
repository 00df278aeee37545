/* Which subnets of a VPC a selection selects: by type, by the configuration's name, by zone, or as listed. */
#include "lower_vpc.h"

#include <string.h>

bool il_low__subnet_kind(il_str type, il_low_subnet_kind *kind)
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

const il_low_vpc *il_low__vpc(il_low *low, const il_ev *value)
{
    il_low_unit *unit = il_low__unit_behind(low, value);
    const il_low_model *model = unit ? il_low__model(unit) : NULL;
    return model && strcmp(model->name, "vpc") == 0 ? unit->state : NULL;
}

const il_ev *il_low__subnets(il_low *low, const il_low_vpc *vpc, il_low_subnet_kind kind, il_loc loc)
{
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = IL_EV_ARRAY;
    ev->loc = loc;
    ev->open = vpc->unsure;
    ev->list.items = IL_NEW_ARRAY(low->arena, vpc->subnets.n, const il_ev *);
    for (size_t i = 0; i < vpc->subnets.n; i++)
        if (vpc->subnets.items[i].kind == kind && vpc->subnets.items[i].sure)
            ev->list.items[ev->list.n++] = il_low__ev_unit(low, vpc->subnets.items[i].unit);
        else if (vpc->subnets.items[i].kind == kind)
            ev->open = true;
    return ev;
}

/* What a selection selects: a kind or a group's name; of each zone perhaps only the first. False when it cannot be known. */
typedef struct {
    bool by_kind, one_per_zone;
    il_low_subnet_kind kind;
    il_str group;
} criteria;

static bool default_kind(const il_low_vpc *vpc, il_low_subnet_kind *kind)
{
    static const il_low_subnet_kind order[] = {IL_LOW_PRIVATE, IL_LOW_ISOLATED, IL_LOW_PUBLIC};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < vpc->subnets.n; i++)
            if (vpc->subnets.items[i].kind == order[k]) {
                *kind = order[k];
                return true;
            }
    return false;
}

static bool read_criteria(il_low *low, const il_low_vpc *vpc, const il_ev *ev, criteria *out)
{
    const il_ev *type = il_low__field(low, ev, "subnetType"), *group = il_low__field(low, ev, "subnetGroupName");
    const il_ev *one = il_low__field(low, ev, "onePerAz");
    static const char *const others[] = {"subnets", "availabilityZones", "subnetFilters"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (il_low__given(il_low__field(low, ev, others[i])) != IL_NO)
            return false;
    if (group->kind == IL_EV_UNDEFINED)
        group = il_low__field(low, ev, "subnetName");
    *out = (criteria){.by_kind = true, .one_per_zone = one->kind == IL_EV_BOOL && one->boolean};
    if (one->kind != IL_EV_BOOL && one->kind != IL_EV_UNDEFINED)
        return false;
    if (type->kind == IL_EV_STRING)
        return il_low__subnet_kind(type->string, &out->kind);
    if (group->kind == IL_EV_STRING) {
        out->by_kind = false;
        out->group = group->string;
        return true;
    }
    return type->kind == IL_EV_UNDEFINED && group->kind == IL_EV_UNDEFINED && default_kind(vpc, &out->kind);
}

static bool meets(const criteria *c, const il_low_subnet *s)
{
    return c->by_kind ? s->kind == c->kind : il_str_eq(s->group, c->group);
}

bool il_low__selects(il_low *low, const il_low_vpc *vpc, const il_ev *selection, const il_low_subnet *subnet)
{
    criteria c;
    return il_low__given(selection) == IL_NO || (read_criteria(low, vpc, selection, &c) && meets(&c, subnet));
}

static bool has_zone(const il_low_selection *selection, size_t zone)
{
    for (size_t i = 0; i < selection->list.n; i++)
        if (selection->list.items[i]->zone == zone)
            return true;
    return false;
}

il_low_selection il_low__select(il_low *low, const il_ev *vpc, const il_ev *selection)
{
    const il_low_vpc *known = il_low__vpc(low, vpc);
    criteria c;
    il_low_selection out = {.known = known && read_criteria(low, known, selection, &c)};
    for (size_t i = 0; out.known && i < known->subnets.n; i++) {
        const il_low_subnet *s = &known->subnets.items[i];
        if (meets(&c, s) && !(c.one_per_zone && has_zone(&out, s->zone)))
            IL_PUSH(low->arena, &out.list, s);
    }
    out.open = out.known && known->unsure;
    return out;
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

il_low_node *il_low__subnet_refs(il_low *low, const il_low_selection *selection, const char *relative, il_loc loc)
{
    il_low_node *list = il_low__list(low, loc);
    bool gap = false;
    for (size_t i = 0; i < selection->list.n; i++) {
        const il_low_subnet *s = selection->list.items[i];
        const il_low_part *part = il_low__part_at(s->unit, il_str_of(relative));
        il_low_node *node = il_low__ref(low, loc, part, (il_str){NULL, 0});
        gap = gap || (s->sure && i && !selection->list.items[i - 1]->sure);
        il_low__push(low, list, s->sure ? node : il_low__either(s->unit, part->out->condition, node, NULL));
    }
    list->open = selection->open || gap;
    return list;
}

il_low_node *il_low__subnet_ids(il_low *low, const il_ev *vpc, const il_ev *ev, il_loc loc)
{
    const il_ev *listed = il_low__field(low, ev, "subnets");
    if (listed->kind == IL_EV_ARRAY)
        return listed_subnets(low, listed, loc);
    il_low_selection chosen = il_low__select(low, vpc, ev);
    if (!chosen.known)
        return il_low__unknown(low, loc, "subnets of a network that is not known", (il_str){NULL, 0});
    return il_low__subnet_refs(low, &chosen, "Subnet", loc);
}
