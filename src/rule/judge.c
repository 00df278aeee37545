/* The judge: tries a rule on the resources that it speaks of and tells what came of it. */
#include <string.h>

#include "trial.h"

il_judge *il_judge_new(il_arena *arena, const il_app *app, const il_rule_options *options)
{
    il_judge *judge = IL_NEW(arena, il_judge);
    judge->arena = arena;
    judge->app = app;
    if (options)
        judge->options = *options;
    judge->places = il_map_in(arena);
    judge->relations = il_map_in(arena);
    judge->unseen = il_map_in(arena);
    judge->likes = il_map_in(arena);
    judge->exempt = il_map_in(arena);
    for (size_t i = 0; i < sizeof judge->views / sizeof *judge->views; i++)
        judge->views[i] = il_map_in(arena);
    return judge;
}

static const il_value *make_view(il_judge *judge, const il_resource *resource, il_view view)
{
    il_arena *arena = judge->arena;
    switch (view) {
    case IL_VIEW_STATEMENTS:
        return il_view__statements(judge, resource);
    case IL_VIEW_ADDRESSES:
        return il_view__addresses(judge, resource);
    case IL_VIEW_GENERATED:
        return il_value_bool(arena, resource->loc, resource->generated);
    case IL_VIEW_ESCAPED:
        return il_value_bool(arena, resource->loc, resource->escaped);
    case IL_VIEW_PRODUCTION:
        return il_value_bool(arena, resource->loc, !il_judge__exempt(judge, resource));
    case IL_VIEW_MANY:
        return il_value_bool(arena, resource->loc, resource->many);
    case IL_VIEW_TYPE:
        return il_value_string(arena, resource->loc, il_str_of(resource->type));
    case IL_VIEW_LOGICAL_ID:
        return resource->logical_id.n ? il_value_string(arena, resource->loc, resource->logical_id)
                                      : il_value_unknown(arena, resource->loc, "logical id", resource->logical_id);
    case IL_VIEW_CONSTRUCT_PATH:
        return resource->construct_path.n
                   ? il_value_string(arena, resource->loc, resource->construct_path)
                   : il_value_unknown(arena, resource->loc, "construct path", resource->construct_path);
    case IL_VIEW_NONE:
        break;
    }
    return &il_missing;
}

const il_value *il_judge__view(il_judge *judge, const il_resource *resource, il_view view)
{
    const il_value *known = il_map_get(&judge->views[view], IL_POINTER_KEY(resource));
    if (known)
        return known;
    const il_resource **key = IL_NEW(judge->arena, const il_resource *);
    *key = resource;
    known = make_view(judge, resource, view);
    il_map_put(&judge->views[view], IL_POINTER_KEY(*key), (void *)known);
    return known;
}

static const il_resource *follow_arms(il_trial *trial, const il_value *value, const il_let *let, bool *outside)
{
    if (value->kind == IL_LIST && value->list.n == 1 && !value->open)
        return follow_arms(trial, value->list.items[0], let, outside);
    if (value->kind != IL_CHOICE)
        return il_judge__follow(trial, value, let, outside);
    const il_resource *found = NULL;
    *outside = false;
    for (size_t i = 0; i < value->choice.n; i++) {
        bool one_outside;
        const il_resource *one = follow_arms(trial, value->choice.arms[i].value, let, &one_outside);
        if (!one || (found && found != one)) {
            *outside = true;
            return NULL;
        }
        found = one;
    }
    return found;
}

static il_binding bind(il_trial *trial, const il_let *let, const il_spot *subject)
{
    il_binding bound = {0};
    if (!il_spot__resolve(trial, let->path, subject, &bound.spot)) {
        bound.kind = trial->slots[let->path->slot].kind == IL_BOUND_ABSENT ? IL_BOUND_ABSENT : IL_BOUND_OUTSIDE;
        return bound;
    }
    if (let->n_types == 0) {
        bound.kind = IL_BOUND_VALUE;
        return bound;
    }
    bool outside = true;
    bound.kind = IL_BOUND_ABSENT;
    if (il_value_absent(bound.spot.value))
        return bound;
    bound.resource = follow_arms(trial, bound.spot.value, let, &outside);
    bound.kind = bound.resource ? IL_BOUND_RESOURCE : IL_BOUND_OUTSIDE;
    return bound;
}

/* Whether one of the slots in LETS leads nowhere: what uses them does not apply. */
static bool leads_nowhere(const il_trial *trial, unsigned lets)
{
    for (int slot = 0; lets >> slot; slot++)
        if ((lets >> slot & 1) && trial->slots[slot].kind == IL_BOUND_ABSENT)
            return true;
    return false;
}

static il_answer try_case(il_trial *trial, const il_case *one, const il_spot *subject)
{
    const il_answer kept = {.truth = IL_YES};
    if (leads_nowhere(trial, one->lets))
        return kept;
    il_truth applies = one->when ? il_trial__eval(trial, one->when, subject).truth : IL_YES;
    if (applies == IL_NO)
        return kept;
    il_answer answer = il_trial__eval(trial, one->test, subject);
    if (one->deny)
        answer.truth = il_not(answer.truth);
    if (answer.truth == IL_NO && applies == IL_MAYBE)
        answer.truth = IL_MAYBE;
    return answer;
}

/* The first definite failure; else the first maybe. *WHICH is the case, NULL when all is kept. */
static il_answer try_cases(il_trial *trial, const il_spot *subject, const il_case **which)
{
    const il_rule_code *code = trial->rule->code;
    il_answer result = {.truth = IL_YES};
    *which = NULL;
    for (size_t i = 0; i < code->n_lets; i++)
        trial->slots[code->lets[i].slot] = bind(trial, &code->lets[i], subject);
    if (leads_nowhere(trial, code->when_lets))
        return result;
    il_truth applies = code->when ? il_trial__eval(trial, code->when, subject).truth : IL_YES;
    for (size_t i = 0; i < code->n_cases && applies != IL_NO; i++) {
        il_answer answer = try_case(trial, &code->cases[i], subject);
        if (answer.truth == IL_NO && applies == IL_MAYBE)
            answer.truth = IL_MAYBE;
        if (answer.truth < result.truth && (answer.truth == IL_NO || result.truth == IL_YES)) {
            result = answer;
            *which = &code->cases[i];
        }
        if (answer.truth == IL_NO)
            break;
    }
    return result;
}

typedef IL_VEC(il_verdict) verdicts;

static void add_related(il_trial *trial, const il_case *which, il_verdict *verdict)
{
    IL_VEC(il_related) related = {0};
    for (int slot = 0; slot < IL_SLOTS_MAX; slot++) {
        const il_binding *bound = &trial->slots[slot];
        if (!(which->lets >> slot & 1) || bound->kind != IL_BOUND_RESOURCE || !bound->resource->loc.source)
            continue;
        il_arena *arena = trial->judge->arena;
        il_related one = {bound->resource->loc, il_arena_printf(arena, "the %.*s %.*s",
                                                                IL_FMT(il_resource__noun(arena, bound->resource->type)),
                                                                IL_FMT(il_resource__name(arena, bound->resource)))};
        IL_PUSH(arena, &related, one);
    }
    verdict->related = related.items;
    verdict->n_related = related.n;
}

/* What kept an answer from being given. */
static il_str doubt(il_arena *arena, const il_witness *why)
{
    if (why->arm.n)
        return il_arena_printf(arena, "it depends: %.*s", IL_FMT(why->arm));
    if (!why->value)
        return IL_STR("what it depends on may be made where we could not look");
    if (why->value->kind == IL_REF || why->value->kind == IL_CALL)
        return IL_STR("the value is there only once it is deployed");
    if (why->value->kind != IL_UNKNOWN)
        return IL_STR("what it depends on cannot be known");
    if (!why->value->unknown.detail.n)
        return il_str_of(why->value->unknown.reason);
    return il_arena_printf(arena, "%s, %.*s", why->value->unknown.reason, IL_FMT(why->value->unknown.detail));
}

static il_str default_label(il_arena *arena, const il_witness *why)
{
    if (why->arm.n)
        return il_arena_printf(arena, "when %.*s", IL_FMT(why->arm));
    if (!why->absent || !why->path.n)
        return (il_str){NULL, 0};
    return il_arena_printf(arena, "%.*s is not set", IL_FMT(why->path));
}

/* Alternatives of the fix that are not for this resource, or may not be. */
static uint32_t unfit_fixes(il_trial *trial, const il_spot *subject)
{
    const il_rule *rule = trial->rule;
    uint32_t unfit = 0;
    for (size_t i = 0; i < rule->n_fixes && i < 32; i++)
        if (rule->fixes[i].when && il_trial__eval(trial, rule->fixes[i].when, subject).truth != IL_YES)
            unfit |= UINT32_C(1) << i;
    return unfit;
}

static const il_value *const *wanted_by(il_trial *trial, const il_rule_fix *fix, const il_spot *subject)
{
    const il_value **wanted = IL_NEW_ARRAY(trial->judge->arena, fix->n_set ? fix->n_set : 1, const il_value *);
    for (size_t i = 0; i < fix->n_set; i++)
        if (fix->set[i].operand)
            wanted[i] = il_operand__value(trial, fix->set[i].operand, subject);
    return wanted;
}

/* What the alternatives of the fix have from the case. */
static const il_verdict_fix *case_of_fixes(il_trial *trial, const il_spot *subject)
{
    const il_rule *rule = trial->rule;
    bool asked = false;
    for (size_t i = 0; i < rule->n_fixes; i++) {
        asked = asked || rule->fixes[i].on;
        for (size_t k = 0; k < rule->fixes[i].n_set; k++)
            asked = asked || rule->fixes[i].set[k].operand;
    }
    if (!asked)
        return NULL;
    il_verdict_fix *fixes = IL_NEW_ARRAY(trial->judge->arena, rule->n_fixes, il_verdict_fix);
    for (size_t i = 0; i < rule->n_fixes; i++) {
        const il_binding *bound = rule->fixes[i].on ? &trial->slots[rule->fixes[i].on] : NULL;
        fixes[i].site = bound && bound->kind == IL_BOUND_RESOURCE ? bound->resource : NULL;
        fixes[i].wanted = wanted_by(trial, &rule->fixes[i], subject);
    }
    return fixes;
}

static void describe(il_trial *trial, const il_case *which, const il_answer *answer, const il_spot *subject,
                     il_verdict *verdict)
{
    static const il_witness nowhere;
    il_arena *arena = trial->judge->arena;
    const il_witness *why = answer->why ? answer->why : &nowhere;
    il_spot spot;
    verdict->severity = which->severity;
    if (answer->lone && trial->judge->app->lone && verdict->severity > IL_NOTE)
        verdict->severity--;
    verdict->loc = why->loc;
    if (which->at && il_spot__resolve(trial, which->at, subject, &spot))
        verdict->loc = il_spot__witness(trial, &spot)->loc;
    if (!verdict->loc.source)
        verdict->loc = trial->self->loc;
    verdict->message = il_trial__text(trial, &which->message, subject);
    verdict->label = which->label.n ? il_trial__text(trial, &which->label, subject) : default_label(arena, why);
    if (answer->truth == IL_MAYBE) {
        verdict->severity = IL_NOTE;
        verdict->message =
            il_arena_printf(arena, "Not decided (%.*s): %.*s", IL_FMT(doubt(arena, why)), IL_FMT(verdict->message));
    }
    verdict->failing = why->path;
    add_related(trial, which, verdict);
    verdict->unfit = unfit_fixes(trial, subject);
    verdict->fixes = case_of_fixes(trial, subject);
}

/* Tries the cases on SUBJECT and, when they do not all hold, adds a verdict to OUT (which may be NULL). */
static il_truth try_subject(il_trial *trial, const il_spot *subject, const il_spot *element, verdicts *out)
{
    const il_case *which;
    il_answer answer = try_cases(trial, subject, &which);
    bool shown = answer.truth == IL_NO || (answer.truth == IL_MAYBE && trial->judge->options.report_unknown);
    if (!out || !shown)
        return answer.truth;
    il_arena *arena = trial->judge->arena;
    il_verdict verdict = {.rule = trial->rule, .resource = trial->self, .answer = answer.truth};
    if (element)
        verdict.element = il_spot__text(arena, element);
    trial->explain = true;
    answer = try_cases(trial, subject, &which);
    trial->explain = false;
    describe(trial, which, &answer, subject, &verdict);
    IL_PUSH(arena, out, verdict);
    return answer.truth;
}

static il_truth try_elements(il_trial *trial, const il_spot *subject, const il_spot *spot, verdicts *out);

/* Each arm's elements. What fails in some arms only cannot be known, unless the others are exempt. */
static il_truth try_arms(il_trial *trial, const il_spot *subject, const il_spot *spot, verdicts *out)
{
    const il_value *choice = spot->value;
    size_t from = out ? out->n : 0, live = 0, failed = 0;
    il_truth worst = IL_YES;
    for (size_t i = 0; i < choice->choice.n; i++) {
        if (il_judge__arm_exempt(trial->judge, &choice->choice.arms[i].condition))
            continue;
        il_spot arm = *spot;
        arm.value = choice->choice.arms[i].value;
        il_truth truth = try_elements(trial, subject, &arm, out);
        worst = il_and(worst, truth);
        live++;
        failed += truth == IL_NO;
    }
    if (failed == live || worst != IL_NO)
        return worst;
    size_t kept = from;
    for (size_t i = from; out && i < out->n; i++) {
        out->items[i].answer = IL_MAYBE;
        if (trial->judge->options.report_unknown)
            out->items[kept++] = out->items[i];
    }
    if (out)
        out->n = kept;
    return IL_MAYBE;
}

static il_truth try_elements(il_trial *trial, const il_spot *subject, const il_spot *spot, verdicts *out)
{
    il_truth worst = IL_YES;
    switch (spot->value->kind) {
    case IL_MISSING:
    case IL_NULL:
        return IL_YES;
    case IL_CHOICE:
        return try_arms(trial, subject, spot, out);
    case IL_LIST:
        for (size_t i = 0; i < spot->value->list.n; i++) {
            il_spot element = il_spot__element(spot, i);
            worst = il_and(worst, try_elements(trial, subject, &element, out));
        }
        return spot->value->open ? il_and(worst, IL_MAYBE) : worst;
    case IL_UNKNOWN:
    case IL_CALL:
        if (!spot->element)
            return IL_MAYBE;
        break;
    default:
        break;
    }
    trial->slots[IL_SLOT_EACH] = (il_binding){.kind = IL_BOUND_VALUE, .spot = *spot};
    return try_subject(trial, subject, spot, out);
}

static il_truth try_listed(il_trial *trial, const il_spot *subject, const il_spot *spot, il_str path, verdicts *out);

/* The step `*`: every entry of a map by itself, with its key as $key. */
static il_truth try_entries(il_trial *trial, const il_spot *subject, const il_spot *spot, il_str rest, verdicts *out)
{
    const il_value *map = spot->value;
    if (map->kind != IL_MAP)
        return il_value_absent(map) ? IL_YES : IL_MAYBE;
    il_arena *arena = trial->judge->arena;
    il_truth worst = map->open ? IL_MAYBE : IL_YES;
    for (size_t i = 0; i < map->map.n; i++) {
        const il_entry *entry = &map->map.entries[i];
        il_spot key = *spot, next = il_spot__step(arena, spot, entry->key);
        key.value = il_value_string(arena, entry->key_loc, entry->key);
        trial->slots[IL_SLOT_KEY] = (il_binding){.kind = IL_BOUND_VALUE, .spot = key};
        worst = il_and(worst, try_listed(trial, subject, &next, rest, out));
    }
    return worst;
}

/* `each: { properties: { data: NAME } }`: the listed properties of the type; a list on the way is entered. An empty path is Properties
 * itself: what is an element of one type's list may be a resource of another type. */
static il_truth try_listed(il_trial *trial, const il_spot *subject, const il_spot *spot, il_str path, verdicts *out)
{
    il_truth worst = IL_YES;
    if (spot->value->kind == IL_LIST) {
        for (size_t i = 0; i < spot->value->list.n; i++) {
            il_spot element = il_spot__element(spot, i);
            worst = il_and(worst, try_listed(trial, subject, &element, path, out));
        }
        return worst;
    }
    if (!path.n)
        return try_elements(trial, subject, spot, out);
    il_str rest = path, key = il_str_cut(&rest, '.');
    if (il_str_is(key, "*"))
        return try_entries(trial, subject, spot, rest, out);
    il_spot next = il_spot__step(trial->judge->arena, spot, key);
    return try_listed(trial, subject, &next, rest, out);
}

static il_truth try_table(il_trial *trial, const il_spot *subject, verdicts *out)
{
    const il_value *paths = il_value_get(trial->rule->code->each_table, il_str_of(trial->self->type));
    il_truth worst = IL_YES;
    il_spot none = *subject;
    none.value = &il_missing;
    size_t n = paths->kind == IL_LIST ? paths->list.n : paths->kind == IL_STRING;
    for (size_t i = 0; i < n; i++) {
        const il_value *path = paths->kind == IL_LIST ? paths->list.items[i] : paths;
        trial->slots[IL_SLOT_KEY] = (il_binding){.kind = IL_BOUND_VALUE, .spot = none};
        worst = il_and(worst, try_listed(trial, subject, subject, path->string, out));
    }
    return worst;
}

static il_truth try_resource(il_judge *judge, const il_rule *rule, const il_resource *resource, verdicts *out)
{
    const il_rule_code *code = rule->code;
    il_trial trial = {.judge = judge, .rule = rule, .self = resource};
    if (code->production && il_judge__exempt(judge, resource))
        return IL_YES;
    il_spot subject = il_spot__root(resource), list;
    if (code->each_table)
        return try_table(&trial, &subject, out);
    if (!code->each)
        return try_subject(&trial, &subject, NULL, out);
    if (!il_spot__resolve(&trial, code->each, &subject, &list))
        return IL_MAYBE;
    return try_elements(&trial, &subject, &list, out);
}

void il_judge_rule(il_judge *judge, const il_rule *rule, void (*report)(void *context, const il_verdict *verdict),
                   void *context)
{
    il_candidates all = {0};
    verdicts out = {0};
    il_judge__candidates(judge, rule->code->types, rule->code->n_types, &all);
    for (size_t i = 0; i < all.n; i++) {
        out.n = 0;
        try_resource(judge, rule, all.items[i], &out);
        for (size_t j = 0; j < out.n; j++) {
            il_verdict *verdict = IL_NEW(judge->arena, il_verdict);
            *verdict = out.items[j];
            report(context, verdict);
        }
    }
}

static bool speaks_of(const il_rule_code *code, const il_resource *resource)
{
    for (size_t i = 0; i < code->n_types; i++) {
        bool everything = strcmp(code->types[i], "*") == 0;
        if (il_type__matches(code->types[i], resource->type) && !(everything && il_resource_is_fact(resource)))
            return true;
    }
    return false;
}

il_truth il_judge_resource(il_judge *judge, const il_rule *rule, const il_resource *resource)
{
    return speaks_of(rule->code, resource) ? try_resource(judge, rule, resource, NULL) : IL_YES;
}
