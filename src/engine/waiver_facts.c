/* What became of waivers, as facts that rules judge (rules/suppressions), and as a list for people. That one is idle is a claim: it is made only where all
 * rules that it names were judged, none of them left anything undecided, and what stands at its place was followed. */
#include <stdlib.h>
#include <string.h>

#include "waiver.h"

static bool meet(il_loc a, il_loc b)
{
    return a.source == b.source && a.span.start < b.span.end && b.span.start < a.span.end;
}

/* Whether the model has what the program makes at PLACE. */
static bool followed(const il_app *app, il_loc place)
{
    for (size_t i = 0; i < app->gaps.n; i++)
        if (meet(app->gaps.items[i].loc, place))
            return false;
    for (size_t i = 0; i < app->resources.n; i++)
        if (meet(app->resources.items[i]->whole, place))
            return true;
    return !il_str_contains(il_loc_text(place), IL_STR("("));
}

static bool some_maybe(const il_app *app, il_judge *judge, const il_rule *rule)
{
    for (size_t i = 0; app && i < app->resources.n; i++)
        if (il_judge_resource(judge, rule, app->resources.items[i]) == IL_MAYBE)
            return true;
    return false;
}

/* Whether some answer of RULE was maybe; asked once for each rule. */
static bool undecided(const il_checked *checked, const il_rule *rule)
{
    static const bool answers[] = {false, true};
    il_map *known = &checked->waivers->undecided;
    const bool *answer = il_map_get(known, il_str_of(rule->id));
    if (!answer) {
        answer = &answers[some_maybe(checked->source, checked->source_judge, rule) ||
                          some_maybe(checked->assembly, checked->assembly_judge, rule)];
        il_map_put(known, il_str_of(rule->id), (void *)(uintptr_t)answer);
    }
    return *answer;
}

/* Whether W, which holds for nothing, is surely idle. */
static il_truth is_idle(il_round *round, const il_checked *checked, const il_waiver *w)
{
    const il_document *document = il_workspace_document(round->engine, il_source_path(w->loc.source));
    bool judged = false;
    if (w->used)
        return IL_NO;
    if (w->wrong || !w->n_rules || w->refused || w->narrowed || !document || document->n_errors)
        return IL_MAYBE;
    if (checked->source && w->place.source && !followed(checked->source, w->place))
        return IL_MAYBE;
    for (size_t i = 0; i < w->n_rules; i++) {
        if (!il_round__judges(round, checked, w->rules[i]))
            continue;
        judged = true;
        if (undecided(checked, w->rules[i]))
            return IL_MAYBE;
    }
    return judged ? IL_YES : IL_MAYBE;
}

/* ---- Facts ---- */

typedef struct {
    il_arena *arena;
    il_loc loc;
    il_entry entries[12];
    size_t n;
} fact;

static void put(fact *f, const char *key, const il_value *value)
{
    f->entries[f->n++] = (il_entry){.key = il_str_of(key), .value = value};
}

static void put_text(fact *f, const char *key, il_str text)
{
    if (text.n)
        put(f, key, il_value_string(f->arena, f->loc, text));
}

static void put_bool(fact *f, const char *key, bool holds)
{
    put(f, key, il_value_bool(f->arena, f->loc, holds));
}

static void add_fact(il_app *app, const il_waiver *w, il_truth idle)
{
    fact *f = IL_NEW(app->arena, fact);
    *f = (fact){.arena = app->arena, .loc = w->loc};
    il_resource *resource = il_app_add(app, NULL, il_intern(IL_STR("Suppression")));
    resource->loc = resource->whole = w->loc;
    resource->logical_id = w->id.n ? w->id : il_str_of(w->how);
    put_text(f, "Id", w->id);
    put_text(f, "How", il_str_of(w->how));
    put_text(f, "Reason", w->reason);
    put_text(f, "Expires", w->expires);
    put_text(f, "Wrong", il_str_of(w->wrong));
    put_text(f, "Meant", il_str_of(w->meant));
    put_bool(f, "Known", w->n_rules > 0);
    put_bool(f, "Expired", w->expired);
    put_bool(f, "Reasonless", w->reasonless && !w->wrong);
    put_bool(f, "TooLong", w->too_long && !w->wrong);
    put_bool(f, "Refused", w->refused);
    put(f, "Idle",
        idle == IL_MAYBE ? il_value_unknown(f->arena, f->loc, "rule that was not decided", w->id)
                         : il_value_bool(f->arena, f->loc, idle == IL_YES));
    il_entry *body = IL_NEW(app->arena, il_entry);
    *body = (il_entry){.key = IL_STR("Properties"), .value = il_value_map(app->arena, w->loc, f->entries, f->n)};
    resource->body = il_value_map(app->arena, w->loc, body, 1);
}

/* ---- Both models, and templates that stand in several stacks, see one waiver several times ---- */

static il_str place_key(il_arena *arena, const il_waiver *w)
{
    return il_arena_printf(arena, "%u %u %.*s %.*s", w->loc.span.start, w->loc.span.end, IL_FMT(w->id),
                           IL_FMT(il_source_path(w->loc.source)));
}

/* Sums up, for each place, how often what stands there holds; keys of OUT are places. */
static void sum_up(il_round *round, il_map *out)
{
    for (size_t i = 0; i < round->units.n; i++) {
        const il_waiver_list *all = &round->units.items[i]->waivers->all;
        for (size_t k = 0; k < all->n; k++) {
            il_str key = place_key(round->arena, all->items[k]);
            il_waiver *first = il_map_get(out, key);
            if (!first) {
                il_map_put(out, key, all->items[k]);
                continue;
            }
            first->used += all->items[k]->used;
            first->refused = first->refused || all->items[k]->refused;
        }
    }
}

static const char *state_of(const il_waiver *w, il_truth idle)
{
    if (w->wrong)
        return "wrong";
    if (w->own && !w->n_rules)
        return "unknown";
    if (w->expired)
        return "expired";
    if (w->refused && !w->used)
        return "refused";
    if (w->used)
        return "used";
    return !w->n_rules ? "foreign" : idle == IL_YES ? "unused" : "undecided";
}

static void list(il_round *round, const il_waiver *w, il_truth idle)
{
    il_accepted line = {.loc = w->loc, .tool = w->tool, .how = w->how, .id = w->id, .reason = w->reason};
    line.expires = w->expires;
    line.state = state_of(w, idle);
    line.findings = w->used;
    IL_PUSH(round->arena, &round->accepted, line);
}

static int accepted_order(const void *left, const void *right)
{
    const il_accepted *a = left, *b = right;
    il_edit place_a = {a->loc.source, a->loc.span, {0}}, place_b = {b->loc.source, b->loc.span, {0}};
    int order = il_edit_cmp(&place_a, &place_b);
    return order ? order : il_str_cmp(a->id, b->id);
}

void il_waivers_list(il_engine *engine, const il_round *round, il_result *result)
{
    for (size_t i = 0; i < round->accepted.n; i++)
        IL_PUSH(engine->result_arena, &engine->accepted, round->accepted.items[i]);
    size_t kept = 0;
    for (size_t i = 0; i < engine->accepted.n; i++)
        if (il_in_scope(engine, il_source_path(engine->accepted.items[i].loc.source)))
            engine->accepted.items[kept++] = engine->accepted.items[i];
    if (kept)
        qsort(engine->accepted.items, kept, sizeof *engine->accepted.items, accepted_order);
    result->accepted = engine->accepted.items;
    result->n_accepted = kept;
}

bool il_waivers_judged_by(const il_rule *rule)
{
    size_t n;
    const char *const *types = il_rule_types(rule, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(types[i], "Suppression") == 0)
            return true;
    return false;
}

static bool any_rule(const il_engine *engine)
{
    for (size_t i = 0; i < engine->options.n_rules; i++)
        if (il_waivers_judged_by(engine->options.rules[i]))
            return true;
    return false;
}

typedef struct {
    il_round *round;
    il_checked *checked;
    const il_rule *rule;
} telling;

static void tell(void *context, const il_verdict *verdict)
{
    telling *t = context;
    il_round__report(t->round, t->checked, t->rule, verdict);
}

static void judge_facts(il_round *round, il_checked *checked, const il_app *app)
{
    il_judge *judge = il_judge_new(round->arena, app, &checked->rule_options);
    for (size_t i = 0; i < round->engine->options.n_rules; i++) {
        telling t = {round, checked, round->engine->options.rules[i]};
        if (il_waivers_judged_by(t.rule))
            il_judge_rule(judge, t.rule, tell, &t);
    }
}

void il_waivers_judge(il_round *round)
{
    il_map first = il_map_in(round->arena);
    bool listing = round->engine->options.list_suppressions, judging = any_rule(round->engine);
    if (!listing && !judging)
        return;
    sum_up(round, &first);
    for (size_t i = 0; i < round->units.n; i++) {
        il_checked *checked = round->units.items[i];
        il_app *app = il_app_new(round->arena, IL_APP_CDK, checked->unit->root);
        for (size_t k = 0; k < checked->waivers->all.n; k++) {
            const il_waiver *w = checked->waivers->all.items[k];
            bool ours = il_map_get(&first, place_key(round->arena, w)) == w && !(w->generated && checked->source);
            if (!ours)
                continue;
            il_truth idle = w->own || listing ? is_idle(round, checked, w) : IL_NO;
            if (listing)
                list(round, w, idle);
            if (w->own && !w->generated)
                add_fact(app, w, idle);
        }
        if (judging && app->resources.n)
            judge_facts(round, checked, app);
    }
}
