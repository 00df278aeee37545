/* route53 records: their full names, what they say, how long it holds. */
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"

static const il_ev *prop(const il_low_unit *unit, const char *name)
{
    return il_low__prop(unit, name);
}

/* The name of a record in its zone, with the dot at its end; unknown when it or the zone's name cannot be known. */
static il_low_node *full_name(il_low_unit *unit, const il_ev *name, const il_ev *zone, il_loc loc)
{
    il_low *low = unit->low;
    il_str below = il_low__known_text(low, il_low__ev_member(low, zone, IL_STR("zoneName"), loc));
    il_str own = il_low__known_text(low, name);
    if (il_str_ends(own, IL_STR(".")))
        return il_low__text(low, name->loc, own);
    if (!below.n || (il_low__given(name) != IL_NO && !own.n))
        return il_low__unknown(low, loc, "name of a record", (il_str){NULL, 0});
    if (!own.n)
        own = below;
    il_loc at = name->loc.source ? name->loc : loc;
    if (il_str_ends(own, below))
        return il_low__text(low, at, il_arena_printf(low->arena, "%.*s.", IL_FMT(own)));
    return il_low__text(low, at, il_arena_printf(low->arena, "%.*s.%.*s.", IL_FMT(own), IL_FMT(below)));
}

/* One text of fields of VALUE with a blank between them; those after a quote in FIELDS are quoted. */
static il_low_node *fields_of(il_low *low, const il_ev *value, const char *const *fields, size_t n)
{
    il_str out = {NULL, 0};
    for (size_t i = 0; i < n; i++) {
        bool quoted = fields[i][0] == '"';
        il_str text = il_low__known_text(low, il_low__field(low, value, fields[i] + quoted));
        if (!text.p)
            return il_low__unknown(low, value->loc, "value of a record", (il_str){NULL, 0});
        const char *quote = quoted ? "\"" : "";
        out = out.p ? il_arena_printf(low->arena, "%.*s %s%.*s%s", IL_FMT(out), quote, IL_FMT(text), quote)
                    : il_arena_printf(low->arena, "%s%.*s%s", quote, IL_FMT(text), quote);
    }
    return il_low__text(low, value->loc, out);
}

enum { TEXT_MAX = 255 };

static il_low_node *quoted_text(il_low *low, const il_ev *value)
{
    il_str text = il_low__known_text(low, value);
    if (!text.p || text.n >= TEXT_MAX || il_str_contains(text, IL_STR("\"")))
        return il_low__unknown(low, value->loc, "value of a record", (il_str){NULL, 0});
    return il_low__text(low, value->loc, il_arena_printf(low->arena, "\"%.*s\"", IL_FMT(text)));
}

typedef struct {
    const char *class, *prop;
    const char *fields[4];
    size_t n;
} record;

static const record records[] = {{"MxRecord", "values", {"priority", "hostName"}, 2},
                                 {"SrvRecord", "values", {"priority", "weight", "port", "hostName"}, 4},
                                 {"CaaRecord", "values", {"flag", "tag", "\"value"}, 3},
                                 {"TxtRecord", "values", {NULL}, 0},
                                 {"NsRecord", "values", {NULL}, 0},
                                 {"DsRecord", "values", {NULL}, 0}};

static il_low_node *values_of(il_low_unit *unit, const record *r)
{
    il_low *low = unit->low;
    const il_ev *list = prop(unit, r->prop);
    if (list->kind != IL_EV_ARRAY)
        return il_low__unknown(low, list->loc, "value of a record", (il_str){NULL, 0});
    il_low_node *out = il_low__list(low, list->loc);
    for (size_t i = 0; i < list->list.n; i++) {
        const il_ev *value = il_low__reduce(low, list->list.items[i]);
        il_low__push(low, out,
                     r->n                                 ? fields_of(low, value, r->fields, r->n)
                     : strcmp(r->class, "TxtRecord") == 0 ? quoted_text(low, value)
                                                          : il_low__plain(low, value));
    }
    out->open = list->open;
    return out;
}

/* The catalogue describes a target as {values} or {alias}. */
static bool put_target(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *target = prop(unit, "target"), *values = il_low__field(low, target, "values");
    const il_ev *alias = il_low__field(low, target, "alias");
    if (target->kind != IL_EV_OBJECT || (il_low__given(values) == IL_NO && il_low__given(alias) == IL_NO)) {
        static const char *const keys[] = {"ResourceRecords", "AliasTarget", "TTL"};
        for (size_t i = 0; i < 3; i++)
            il_low__give(part, keys[i], il_low__unknown(low, target->loc, "target of a record", (il_str){NULL, 0}));
        return false;
    }
    il_low__give(part, "ResourceRecords", il_low__given(values) == IL_NO ? NULL : il_low__plain(low, values));
    il_low__give(part, "AliasTarget",
                 il_low__given(alias) == IL_NO ? NULL
                 : alias->kind == IL_EV_OBJECT
                     ? il_low__plain(low, alias)
                     : il_low__unknown(low, alias->loc, "alias of a record", (il_str){NULL, 0}));
    if (il_low__given(alias) != IL_NO)
        il_low__give(part, "TTL", NULL);
    return il_low__given(alias) == IL_NO;
}

static void put_ttl(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *ttl = prop(unit, "ttl");
    double seconds = 1800;
    bool known = il_low__given(ttl) == IL_NO || il_low__amount(low, ttl, &seconds);
    il_loc loc = ttl->loc.source ? ttl->loc : part->out->loc;
    il_low__give(part, "TTL",
                 known ? il_low__leaf(low, il_low__as_text(low, il_value_number(low->arena, loc, seconds)))
                       : il_low__unknown(low, loc, "amount that cannot be known", (il_str){NULL, 0}));
}

static void lower_record(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *zone = prop(unit, "zone");
    bool plain = true, listed = false;
    if (!part)
        return;
    il_low__give_member(part, "HostedZoneId", zone, "hostedZoneId");
    il_low__give(part, "Name", full_name(unit, prop(unit, "recordName"), zone, part->out->loc));
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (il_str_ends(unit->class, il_str_of(records[i].class))) {
            il_low__give(part, "ResourceRecords", values_of(unit, &records[i]));
            listed = true;
        }
    if (il_str_ends(unit->class, IL_STR(".CnameRecord")))
        il_low__give(part, "ResourceRecords", il_low__list_of(low, il_low__plain(low, prop(unit, "domainName"))));
    else if (!listed)
        plain = put_target(unit, part);
    if (plain)
        put_ttl(unit, part);
}

const il_low_model il_low__record_model = {.name = "record-set", .lower = lower_record};
