/* Which waivers there are and which of them hold for a finding. A waiver never reaches further than it was written: of a finding that lists several
 * resources, those that it is not for stay; a limit that cannot be read (cdk-nag's appliesTo) is kept to as far as it can be. */
#include "waiver.h"

#include <stdlib.h>
#include <string.h>

#include "cdk.h"
#include "config_keys.h"
#include "date.h"
#include "notes.h"

#define POINTER_KEY(variable) ((il_str){(const char *)&(variable), sizeof(variable)})

/* ---- Which rules an id names ---- */

typedef IL_VEC(const il_rule *) rule_list;

static bool also_named(const il_rule *rule, il_str id, const char *tool, bool prefix)
{
    for (size_t i = 0; i < rule->n_also; i++)
        for (size_t j = 0; j < rule->also[i].n_ids; j++) {
            il_str name = il_str_of(rule->also[i].ids[j]);
            if (prefix ? strcmp(rule->also[i].tool, tool) == 0 && il_str_starts(name, id) : il_str_eq_nocase(name, id))
                return true;
        }
    return false;
}

/* "AwsSolutions::S1" → "AwsSolutions-S1"; "Annotation::AwsSolutions-S1" → "AwsSolutions-S1". */
static bool acknowledged(const il_rule *rule, il_str id)
{
    size_t cut = il_str_find(id, IL_STR("::"), 0);
    if (cut == SIZE_MAX)
        return also_named(rule, id, "", false);
    char joined[128];
    il_str plugin = il_str_slice(id, 0, cut), name = il_str_slice(id, cut + 2, id.n);
    if (also_named(rule, name, "", false))
        return true;
    if (plugin.n + name.n + 1 > sizeof joined)
        return false;
    memcpy(joined, plugin.p, plugin.n);
    joined[plugin.n] = '-';
    memcpy(joined + plugin.n + 1, name.p, name.n);
    return also_named(rule, (il_str){joined, plugin.n + name.n + 1}, "", false);
}

static bool names(const il_waiver *w, const il_rule *rule)
{
    if (w->own)
        return il_select__matches(rule, w->id);
    if (strcmp(w->tool, "cfn-lint") == 0)
        return also_named(rule, w->id, w->tool, true);
    if (strcmp(w->tool, "cdk-acknowledge") == 0)
        return acknowledged(rule, w->id);
    return also_named(rule, w->id, "", false) || il_str_is(w->id, rule->id);
}

/* Ids come again and again: each is looked up once. */
static void resolve(il_round *round, il_waiver *w)
{
    il_str key = il_arena_printf(round->arena, "%s%s %.*s", w->own ? "own " : "", w->tool, IL_FMT(w->id));
    rule_list *known = il_map_get(&round->waived_ids, key);
    if (!known) {
        known = IL_NEW(round->arena, rule_list);
        const il_rules *rules = &round->engine->rules;
        for (size_t i = 0; w->id.n && i < il_rules_count(rules); i++)
            if (names(w, il_rules_at(rules, i)))
                IL_PUSH(round->arena, known, il_rules_at(rules, i));
        il_map_put(&round->waived_ids, key, known);
    }
    w->rules = known->items;
    w->n_rules = known->n;
    if (w->own && !w->n_rules && !w->wrong)
        il_select__names(round->arena, &round->engine->rules, w->id, &w->meant);
}

/* ---- What stands against it ---- */

static const il_config *config_of(const il_round *round, const il_waiver *w)
{
    return il_engine_config(round->engine, il_path_directory(il_source_path(w->loc.source)));
}

static bool is_honored(const il_config *config, const char *tool)
{
    for (size_t i = 0; i < IL_HONORED_TOOLS; i++)
        if (strcmp(il_honored_tools[i], tool) == 0)
            return config->honored >> i & 1;
    return true;
}

static size_t letters(il_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

/* Expiry and reason, as the configuration of its file wants them. */
static void examine(const il_round *round, const il_config *config, il_waiver *w)
{
    long today, last;
    bool dated = il_date_days(w->expires, &last);
    if (w->expires.n && !dated && !w->wrong)
        w->wrong = "its expiry is no date such as 2027-03-31";
    w->reasonless =
        w->own && config->require_reason && letters(w->reason) < (config->min_reason ? config->min_reason : 1);
    if (!il_date_days(round->engine->options.today, &today))
        return;
    w->expired = dated && last < today;
    w->too_long = w->own && config->max_days && !w->expired && (!dated || last - today > (long)config->max_days);
}

static bool never_suppressed(const il_config *config, const il_rule *rule)
{
    for (size_t i = 0; i < config->non_suppressible.n; i++)
        if (il_select__matches(rule, config->non_suppressible.items[i]))
            return true;
    return false;
}

/* ---- Adding ---- */

static void add_to(il_arena *arena, il_map *map, il_str key, il_waiver *w)
{
    il_waiver_list *list = il_map_get(map, key);
    if (!list) {
        list = IL_NEW(arena, il_waiver_list);
        il_map_put(map, il_arena_str(arena, key), list);
    }
    IL_PUSH(arena, list, w);
}

/* Those of one rule in one file. Sorted by where they begin, with how far any of them up to there reaches, when first asked. */
typedef struct {
    il_waiver_list list;
    uint32_t *reach;
    size_t n_sorted;
} places;

static il_str place_key(il_arena *arena, const il_rule *rule, const il_source *source)
{
    return il_arena_printf(arena, "%s %.*s", rule->id, IL_FMT(il_source_path(source)));
}

static void add_place(il_arena *arena, il_waivers *waivers, const il_rule *rule, il_waiver *w)
{
    il_str key = place_key(arena, rule, w->place.source);
    places *there = il_map_get(&waivers->by_place, key);
    if (!there) {
        there = IL_NEW(arena, places);
        il_map_put(&waivers->by_place, key, there);
    }
    IL_PUSH(arena, &there->list, w);
}

void il_waivers__add(il_round *round, il_checked *checked, il_waiver waiver)
{
    il_waivers *waivers = checked->waivers;
    const il_config *config = config_of(round, &waiver);
    if (!waiver.own && !is_honored(config, waiver.tool))
        return;
    il_waiver *w = IL_NEW(round->arena, il_waiver);
    *w = waiver;
    examine(round, config, w);
    resolve(round, w);
    IL_PUSH(round->arena, &waivers->all, w);
    if (w->resource && !w->place.source)
        add_to(round->arena, &waivers->by_resource, POINTER_KEY(w->resource), w);
    for (size_t i = 0; (w->place.source || !w->resource) && i < w->n_rules; i++) {
        if (w->place.source)
            add_place(round->arena, waivers, w->rules[i], w);
        else
            add_to(round->arena, &waivers->by_rule, il_str_of(w->rules[i]->id), w);
    }
}

/* "AwsSolutions-IAM5[Resource::*]" speaks of one finding of its rule. */
static void cut_finding(il_arena *arena, il_waiver *w)
{
    size_t cut = il_str_find(w->id, IL_STR("["), 0);
    if (cut == SIZE_MAX || !cut || w->id.p[w->id.n - 1] != ']')
        return;
    il_applies one = {il_str_slice(w->id, cut + 1, w->id.n - 1), false};
    IL_PUSH(arena, &w->applies_to, one);
    w->id = il_str_slice(w->id, 0, cut);
}

static void add_acceptance(il_round *round, il_checked *checked, const il_acceptance *a, bool generated)
{
    static const char mine[] = "infralint::";
    il_waiver w = {.tool = a->tool, .how = "call", .loc = a->loc, .id = a->id, .reason = a->reason, .acceptance = a};
    w.own = il_str_starts(a->id, il_str_of(mine));
    if (w.own) {
        w.tool = "infralint";
        w.id = il_str_slice(a->id, strlen(mine), a->id.n);
    }
    w.applies_to = a->applies_to;
    w.narrowed = a->narrowed;
    w.generated = generated;
    cut_finding(round->arena, &w);
    il_waivers__add(round, checked, w);
}

static void add_acceptances(il_round *round, il_checked *checked)
{
    il_acceptances list = il_cdk_acceptances(round->arena, checked->source);
    for (size_t i = 0; i < list.n; i++)
        add_acceptance(round, checked, &list.items[i], false);
}

/* What CDK noted of `acknowledge` at the construct PATH: a map of id → reason for each call. */
static void add_noted(il_round *round, il_checked *checked, const il_stack *stack, il_str path, const il_node *notes)
{
    for (size_t i = 0; i < notes->list.n; i++) {
        const il_node *note = notes->list.items[i], *data = il_node_get(note, IL_STR("data"));
        bool meant = il_str_is(il_node_string(il_node_get(note, IL_STR("type"))), "aws:cdk:acknowledged-rules");
        for (size_t k = 0; meant && data && data->kind == IL_NODE_MAP && k < data->map.n; k++) {
            il_acceptance *a = IL_NEW(round->arena, il_acceptance);
            *a = (il_acceptance){.tool = "cdk-acknowledge", .loc = stack->loc, .path = path, .reach = IL_REACH_BELOW};
            a->id = data->map.members[k].key->text;
            a->reason = il_node_string(data->map.members[k].value);
            add_acceptance(round, checked, a, true);
        }
    }
}

/* Only of an assembly without its program: the program says the same, at a place that somebody can edit. */
static void read_notes(il_round *round, il_checked *checked)
{
    const il_app *app = checked->assembly;
    const il_map *last = NULL;
    for (size_t i = 0; checked->unit->assembly.p && i < app->stacks.n; i++) {
        const il_map *notes = il_notes_of(app, app->stacks.items[i]);
        for (size_t k = 0; notes && notes != last && k < notes->n; k++)
            add_noted(round, checked, app->stacks.items[i], notes->entries[k].key, notes->entries[k].value);
        last = notes;
    }
}

/* ---- Reading a unit ---- */

/* Whether TEXT may hold a comment for us: most files hold none, and their trees are not needed again. */
static bool may_speak(il_str text)
{
    static const char *const words[] = {"infralint-", "checkov:skip", "bridgecrew:skip", "cortex:skip"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (il_str_contains(text, il_str_of(words[i])))
            return true;
    return false;
}

static void read_comments(il_round *round, il_checked *checked, il_str path, const il_app *app)
{
    il_str text;
    if (!il_workspace_text(round->engine, path, &text) || il_document_kind_of(path, text) == IL_DOCUMENT_JSON ||
        !may_speak(text))
        return;
    il_document *document = il_workspace_document(round->engine, path);
    if (!document)
        return;
    il_waivers__comments(round, checked, document, app);
    il_workspace_release(round->engine, document);
}

/* The templates of APP, each once. */
static void read_templates(il_round *round, il_checked *checked, const il_app *app)
{
    il_map seen = il_map_in(round->arena);
    for (size_t i = 0; i < app->stacks.n; i++) {
        const il_source *source = app->stacks.items[i]->loc.source;
        if (source && !il_map_put(&seen, il_source_path(source), checked))
            read_comments(round, checked, il_source_path(source), app);
    }
}

void il_waivers_collect(il_round *round, il_checked *checked)
{
    checked->waivers = IL_NEW(round->arena, il_waivers);
    checked->waivers->by_resource = il_map_in(round->arena);
    checked->waivers->by_rule = il_map_in(round->arena);
    checked->waivers->by_place = il_map_in(round->arena);
    checked->waivers->undecided = il_map_in(round->arena);
    if (round->engine->options.no_waivers)
        return;
    if (checked->source) {
        for (size_t i = 0; i < checked->unit->n_sources; i++)
            read_comments(round, checked, checked->unit->sources[i], checked->source);
        il_waivers__metadata(round, checked, checked->source);
        add_acceptances(round, checked);
    }
    if (checked->assembly) {
        read_templates(round, checked, checked->assembly);
        il_waivers__metadata(round, checked, checked->assembly);
        if (!checked->source)
            read_notes(round, checked);
    }
}

/* ---- Finding ---- */

static bool holds_for(const il_waiver *w, const il_verdict *verdict)
{
    const il_resource *resource = verdict->resource, *twin = resource->twin;
    if (w->resource)
        return w->resource == resource || w->resource == twin;
    if (w->stack)
        return resource->stack == w->stack || (twin && twin->stack == w->stack);
    return w->acceptance && (il_cdk_accepts(w->acceptance, resource) || (twin && il_cdk_accepts(w->acceptance, twin)));
}

/* Whether W's property, if it has one, is the verdict's or around it. */
static bool of_property(const il_waiver *w, const il_verdict *verdict)
{
    il_str failing = verdict->failing.n ? verdict->failing : verdict->element;
    if (!w->property.n)
        return true;
    return il_str_starts(failing, w->property) &&
           (failing.n == w->property.n || failing.p[w->property.n] == '.' || failing.p[w->property.n] == '[');
}

static bool speaks_of(const il_waiver *w, const il_rule *rule)
{
    for (size_t i = 0; i < w->n_rules; i++)
        if (w->rules[i] == rule)
            return true;
    return false;
}

/* One search: what holds for a verdict. */
typedef struct {
    il_round *round;
    il_waivers *waivers;
    const il_verdict *verdict;
    const il_waiver *best;
} search;

/* W stands where the verdict is. Each that holds is counted as used, since none is idle because there is another. */
static void meet(search *s, il_waiver *w)
{
    if (w->asked == s->verdict || w->wrong || !il_waivers__applies(w, s->verdict) || !of_property(w, s->verdict))
        return;
    w->asked = s->verdict;
    if (never_suppressed(config_of(s->round, w), s->verdict->rule)) {
        w->refused = true;
        return;
    }
    w->used++;
    if (!w->expired && (!s->best || (w->own && !s->best->own)))
        s->best = w;
}

static int place_order(const void *left, const void *right)
{
    const il_waiver *a = *(il_waiver *const *)left, *b = *(il_waiver *const *)right;
    if (a->place.span.start != b->place.span.start)
        return a->place.span.start < b->place.span.start ? -1 : 1;
    return a->place.span.end < b->place.span.end ? -1 : a->place.span.end > b->place.span.end;
}

static void sort(il_arena *arena, places *there)
{
    uint32_t furthest = 0;
    if (there->n_sorted == there->list.n)
        return;
    qsort(there->list.items, there->list.n, sizeof *there->list.items, place_order);
    there->reach = IL_NEW_ARRAY(arena, there->list.n, uint32_t);
    for (size_t i = 0; i < there->list.n; i++) {
        uint32_t end = there->list.items[i]->place.span.end;
        furthest = end > furthest ? end : furthest;
        there->reach[i] = furthest;
    }
    there->n_sorted = there->list.n;
}

/* Meets what holds at LOC; RESOURCES: only what holds for all resources that are made there. */
static void meet_at(search *s, il_loc loc, bool resources)
{
    uint32_t at = loc.span.start;
    if (!loc.source || !s->waivers->by_place.n)
        return;
    places *there = il_map_get(&s->waivers->by_place, place_key(s->round->arena, s->verdict->rule, loc.source));
    if (!there)
        return;
    sort(s->round->arena, there);
    size_t low = 0, high = there->list.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (there->list.items[middle]->place.span.start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i-- > 0 && there->reach[i] > at;) {
        il_waiver *w = there->list.items[i];
        if (w->place.source == loc.source && at < w->place.span.end && (!resources || w->resources_there))
            meet(s, w);
    }
}

/* Meets what holds for RESOURCE where it is made, or where one of the constructs around it is. */
static void meet_above(search *s, const il_resource *resource)
{
    meet_at(s, resource->loc, true);
    for (const il_construct *c = il_cdk_construct_of(resource); c && s->waivers->by_place.n; c = c->scope)
        meet_at(s, c->loc, true);
}

static void meet_list(search *s, const il_waiver_list *list)
{
    for (size_t i = 0; list && i < list->n; i++)
        if (speaks_of(list->items[i], s->verdict->rule) && holds_for(list->items[i], s->verdict))
            meet(s, list->items[i]);
}

const il_suppression *il_waivers_find(il_round *round, il_checked *checked, const il_verdict *verdict, il_loc loc)
{
    search s = {.round = round, .waivers = checked->waivers, .verdict = verdict};
    const il_resource *resource = verdict->resource, *twin = resource->twin;
    if (!s.waivers || !s.waivers->all.n)
        return NULL;
    meet_at(&s, loc, false);
    meet_above(&s, resource);
    if (twin)
        meet_above(&s, twin);
    meet_list(&s, il_map_get(&s.waivers->by_rule, il_str_of(verdict->rule->id)));
    meet_list(&s, il_map_get(&s.waivers->by_resource, POINTER_KEY(resource)));
    if (twin)
        meet_list(&s, il_map_get(&s.waivers->by_resource, POINTER_KEY(twin)));
    if (!s.best)
        return NULL;
    il_suppression *out = IL_NEW(round->arena, il_suppression);
    *out = (il_suppression){.kind = "inSource", .by = s.best->id, .reason = s.best->reason, .expires = s.best->expires};
    out->tool = s.best->tool;
    out->loc = s.best->loc;
    return out;
}
