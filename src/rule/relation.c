#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trial.h"

bool il_type__matches(const char *pattern, il_name type)
{
    size_t n = strlen(pattern);
    if (n && pattern[n - 1] == '*')
        return strncmp(pattern, type, n - 1) == 0;
    return strcmp(pattern, type) == 0;
}

/* Where the resources of one type stand in the model. */
typedef struct {
    il_name type;
    IL_VEC(uint32_t) places;
} il_places;

static void index_places(il_judge *judge)
{
    il_places *last = NULL; /* types are interned, and those of neighbours are often the same */
    for (size_t i = 0; i < judge->app->resources.n; i++) {
        il_name type = judge->app->resources.items[i]->type;
        il_places *of = last && last->type == type ? last : il_map_get(&judge->places, il_str_of(type));
        if (!of) {
            of = IL_NEW(judge->arena, il_places);
            of->type = type;
            il_map_put(&judge->places, il_str_of(type), of);
        }
        IL_PUSH(judge->arena, &of->places, (uint32_t)i);
        last = of;
    }
}

/* A set of places in the model, a bit for each. */
static void mark_places(uint64_t *marks, const il_places *of)
{
    for (size_t i = 0; of && i < of->places.n; i++)
        marks[of->places.items[i] / 64] |= UINT64_C(1) << of->places.items[i] % 64;
}

static void mark_type(const il_judge *judge, const char *type, uint64_t *marks)
{
    bool everything = strcmp(type, "*") == 0;
    if (!strchr(type, '*')) {
        mark_places(marks, il_map_get(&judge->places, il_str_of(type)));
        return;
    }
    for (size_t i = 0; i < judge->places.n; i++) {
        const il_places *of = judge->places.entries[i].value;
        bool fact = everything && il_resource_is_fact(judge->app->resources.items[of->places.items[0]]);
        if (il_type__matches(type, of->type) && !fact)
            mark_places(marks, of);
    }
}

static void add_list(il_arena *arena, const il_type_list *list, il_candidates *out)
{
    for (size_t i = 0; i < list->n; i++)
        IL_PUSH(arena, out, list->items[i]);
}

void il_judge__candidates(il_judge *judge, const char *const *types, size_t n, il_candidates *out)
{
    const il_app *app = judge->app;
    size_t words = app->resources.n / 64 + 1;
    if (n == 1 && !strchr(types[0], '*')) {
        add_list(judge->arena, il_app_of_type(app, il_str_of(types[0])), out);
        return;
    }
    if (!judge->places.n)
        index_places(judge);
    uint64_t *marks = IL_NEW_ARRAY(judge->arena, words, uint64_t);
    for (size_t i = 0; i < n; i++)
        mark_type(judge, types[i], marks);
    for (size_t i = 0; i < app->resources.n; i++)
        if (marks[i / 64] == 0)
            i |= 63;
        else if (marks[i / 64] >> i % 64 & 1)
            IL_PUSH(judge->arena, out, app->resources.items[i]);
}

/* Those of TYPE in another app. */
static void add_of_other(il_arena *arena, const il_app *app, const char *type, il_candidates *out)
{
    bool everything = strcmp(type, "*") == 0;
    if (!strchr(type, '*')) {
        add_list(arena, il_app_of_type(app, il_str_of(type)), out);
        return;
    }
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *resource = app->resources.items[i];
        if (il_type__matches(type, resource->type) && !(everything && il_resource_is_fact(resource)))
            IL_PUSH(arena, out, resource);
    }
}

static bool gap_makes(const il_gap *gap, const char *pattern)
{
    if (!gap->type)
        return il_gap_may_make(gap, il_str_of(pattern));
    return il_type__matches(pattern, gap->type) && il_gap_may_make(gap, il_str_of(gap->type));
}

static bool may_make_any(const il_app *app, const char *pattern)
{
    for (size_t i = 0; i < app->gaps.n; i++)
        if (gap_makes(&app->gaps.items[i], pattern))
            return true;
    return false;
}

static bool may_make(const il_app *app, const il_relation *relation)
{
    for (size_t i = 0; i < relation->n_types; i++)
        if (may_make_any(app, relation->types[i]))
            return true;
    return false;
}

/* Whether those whom the resource was handed to may have made what the relation looks for. */
static bool self_escaped(const il_trial *trial, const il_relation *relation)
{
    bool asked_for = true;
    for (size_t i = 0; i < relation->n_types; i++)
        asked_for = asked_for && il_type_is_asked_for(il_str_of(relation->types[i]));
    return asked_for ? trial->self->strayed : trial->self->escaped;
}

/* What there may be of the type besides what we see. */
static bool more_unseen(const il_trial *trial, const il_relation *relation)
{
    const il_rule_options *options = &trial->judge->options;
    if (self_escaped(trial, relation) || may_make(trial->judge->app, relation))
        return true;
    for (size_t i = 0; relation->scope == IL_IN_PROJECT && i < options->n_others; i++)
        if (may_make(options->others[i], relation))
            return true;
    return false;
}

/* Worked out once for a relation; those of other stacks are passed over later. */
static il_recall *candidates_of(il_trial *trial, const il_relation *relation)
{
    il_judge *judge = trial->judge;
    il_recall *out = il_map_get(&judge->relations, IL_POINTER_KEY(relation));
    if (out)
        return out;
    out = IL_NEW(judge->arena, il_recall);
    out->rule = trial->rule;
    il_judge__candidates(judge, relation->types, relation->n_types, &out->all);
    for (size_t i = 0; relation->scope == IL_IN_PROJECT && i < judge->options.n_others; i++)
        for (size_t j = 0; j < relation->n_types; j++)
            add_of_other(judge->arena, judge->options.others[i], relation->types[j], &out->all);
    il_recall__prepare(judge->arena, out, relation);
    const il_relation **key = IL_NEW(judge->arena, const il_relation *);
    *key = relation;
    il_map_put(&judge->relations, (il_str){(const char *)key, sizeof *key}, out);
    return out;
}

static bool same_condition(const il_condition *a, const il_condition *b)
{
    return a->holds == b->holds && il_str_eq(a->text, b->text);
}

/* Whether a resource that may be there only sometimes is there whenever $self is and it matters. */
static il_truth certain(const il_trial *trial, const il_resource *candidate)
{
    const il_condition *condition = &candidate->condition;
    if (candidate->many)
        return trial->self->many ? IL_YES : IL_MAYBE;
    if (condition->text.n == 0 || same_condition(condition, &trial->self->condition))
        return IL_YES;
    il_condition otherwise = *condition;
    otherwise.holds = !otherwise.holds;
    return il_truth_of(il_judge__arm_exempt(trial->judge, &otherwise)) == IL_YES ? IL_YES : IL_MAYBE;
}

static il_answer on_candidate(il_trial *trial, const il_relation *relation, const il_cond *cond,
                              const il_resource *candidate)
{
    if (relation->slot != IL_SLOT_NONE)
        trial->slots[relation->slot] = (il_binding){.kind = IL_BOUND_RESOURCE, .resource = candidate};
    if (!cond)
        return (il_answer){.truth = IL_YES};
    il_spot root = il_spot__root(candidate);
    return il_trial__eval(trial, cond, &root);
}

/* A resource of which nothing is known but that it may be one of those that RELATION looks for. */
static const il_resource *unseen_of(il_trial *trial, const il_relation *relation)
{
    il_judge *judge = trial->judge;
    il_resource *unseen = il_map_get(&judge->unseen, IL_POINTER_KEY(relation));
    if (unseen)
        return unseen;
    il_entry *entries = IL_NEW_ARRAY(judge->arena, 1, il_entry);
    const il_value *none = il_value_map(judge->arena, trial->self->loc, NULL, 0);
    entries[0] = (il_entry){.key = IL_STR("Properties"), .value = il_value_opened(judge->arena, none)};
    const il_value *body = il_value_map(judge->arena, trial->self->loc, entries, 1);
    unseen = IL_NEW(judge->arena, il_resource);
    unseen->app = judge->app;
    unseen->type = il_intern(il_str_of(relation->types[0]));
    unseen->body = il_value_opened(judge->arena, body);
    unseen->escaped = unseen->strayed = true;
    const il_relation **key = IL_NEW(judge->arena, const il_relation *);
    *key = relation;
    il_map_put(&judge->unseen, (il_str){(const char *)key, sizeof *key}, unseen);
    static const il_view views[] = {IL_VIEW_GENERATED, IL_VIEW_MANY, IL_VIEW_PRODUCTION, IL_VIEW_TYPE};
    const il_resource **self = IL_NEW(judge->arena, const il_resource *);
    *self = unseen;
    const il_value *unknown = il_value_unknown(judge->arena, trial->self->loc, "not seen", (il_str){NULL, 0});
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        il_map_put(&judge->views[views[i]], (il_str){(const char *)self, sizeof *self}, (void *)unknown);
    return unseen;
}

/* Whether all that may make what the relation looks for is code of the library that was not given $self: what it makes cannot name it. */
static bool made_by_strangers(const il_trial *trial, const il_relation *relation)
{
    const il_app *app = trial->judge->app;
    if (trial->self->handed || trial->self->escaped || trial->self->strayed || relation->scope == IL_IN_PROJECT)
        return false;
    for (size_t i = 0; i < app->gaps.n; i++)
        for (size_t k = 0; k < relation->n_types; k++)
            if (!app->gaps.items[i].handed && gap_makes(&app->gaps.items[i], relation->types[k]))
                return false;
    return true;
}

/* Whether what we do not see can be what the relation looks for: what $self names for certain is none of it. */
static bool unseen_fits(il_trial *trial, const il_relation *relation)
{
    if (!relation->where)
        return true;
    bool explain = trial->explain;
    trial->explain = false;
    trial->stranger = made_by_strangers(trial, relation);
    il_truth truth = on_candidate(trial, relation, relation->where, unseen_of(trial, relation)).truth;
    trial->explain = explain;
    trial->stranger = false;
    return truth != IL_NO;
}

/* The candidates of a relation while they are gone through. */
typedef struct {
    const il_relation *relation;
    il_recall *recall;
    const il_indices *some; /* those that are worth a look; NULL when all are, and nothing is remembered */
} search;

static size_t how_many(const search *s)
{
    return s->some ? s->some->n : s->recall->all.n;
}

static size_t nth(const search *s, size_t n)
{
    return s->some ? s->some->items[n] : n;
}

static il_truth matching(il_trial *trial, const search *s, size_t i)
{
    const il_relation *relation = s->relation;
    const il_resource *candidate = s->recall->all.items[i];
    il_truth truth;
    if (relation->scope == IL_IN_STACK && candidate->stack != trial->self->stack)
        return IL_NO;
    if (relation->slot != IL_SLOT_NONE)
        trial->slots[relation->slot] = (il_binding){.kind = IL_BOUND_RESOURCE, .resource = candidate};
    if (!s->some || !il_recall__truth(trial, relation, s->recall, i, &truth)) {
        bool explain = trial->explain;
        trial->explain = false;
        truth = on_candidate(trial, relation, relation->where, candidate).truth;
        trial->explain = explain;
    }
    return truth == IL_YES ? certain(trial, candidate) : truth;
}

static const il_witness *at_resource(il_trial *trial, const il_resource *resource, bool absent)
{
    if (!trial->explain)
        return NULL;
    il_witness *why = IL_NEW(trial->judge->arena, il_witness);
    why->loc = resource->loc;
    why->absent = absent;
    why->own = resource == trial->self;
    return why;
}

static il_answer exists(il_trial *trial, const search *s)
{
    const il_relation *relation = s->relation;
    il_truth truth = IL_NO;
    for (size_t n = 0; n < how_many(s); n++) {
        size_t i = nth(s, n);
        truth = il_or(truth, matching(trial, s, i));
        if (truth == IL_YES)
            return (il_answer){.truth = IL_YES, .why = at_resource(trial, s->recall->all.items[i], false)};
    }
    if (more_unseen(trial, relation) && unseen_fits(trial, relation))
        truth = il_or(truth, IL_MAYBE);
    return (il_answer){.truth = truth, .lone = truth == IL_NO, .why = at_resource(trial, trial->self, true)};
}

static il_truth count_against(il_trial *trial, const il_operand *limit, const il_spot *spot, double ends[2], bool least)
{
    double x;
    if (!limit)
        return IL_YES;
    if (!il_scalar__number(il_operand__value(trial, limit, spot), &x))
        return IL_MAYBE;
    bool at_low = least ? ends[0] >= x : ends[0] <= x, at_high = least ? ends[1] >= x : ends[1] <= x;
    return at_low == at_high ? il_truth_of(at_low) : IL_MAYBE;
}

static il_answer count(il_trial *trial, const search *s, const il_spot *spot)
{
    const il_relation *relation = s->relation;
    double ends[2] = {0, 0};
    for (size_t n = 0; n < how_many(s); n++) {
        size_t i = nth(s, n);
        il_truth truth = matching(trial, s, i);
        bool many = s->recall->all.items[i]->many && truth != IL_NO;
        ends[0] += truth == IL_YES;
        ends[1] += many ? INFINITY : truth != IL_NO;
    }
    if (more_unseen(trial, relation) && unseen_fits(trial, relation))
        ends[1] = INFINITY;
    il_truth low = count_against(trial, relation->min, spot, ends, true);
    il_truth high = count_against(trial, relation->max, spot, ends, false);
    return (il_answer){
        .truth = il_and(low, high), .lone = low == IL_NO, .why = at_resource(trial, trial->self, low == IL_NO)};
}

static il_answer every(il_trial *trial, const search *s)
{
    const il_relation *relation = s->relation;
    il_answer so_far = {.truth = IL_YES, .why = at_resource(trial, trial->self, false)};
    for (size_t n = 0; n < how_many(s); n++) {
        size_t i = nth(s, n);
        const il_resource *candidate = s->recall->all.items[i];
        il_truth where = matching(trial, s, i);
        if (where == IL_NO)
            continue;
        il_answer answer = on_candidate(trial, relation, relation->require, candidate);
        answer.truth = il_or(answer.truth, where == IL_YES ? IL_NO : IL_MAYBE);
        il_answer pair[2] = {so_far, answer};
        so_far = il_trial__fold(pair, 2, true);
    }
    if (so_far.truth == IL_YES && more_unseen(trial, relation))
        so_far.truth = IL_MAYBE;
    return so_far;
}

il_answer il_trial__relation(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    search s = {cond->relation, candidates_of(trial, cond->relation), NULL};
    bool stranger = trial->stranger;
    il_answer answer = {.truth = IL_MAYBE};
    if (il_recall__is_nobody(trial->self))
        return answer; /* a relation inside of one that is worked out for everybody */
    trial->stranger = false;
    if (s.recall->all.n && il_recall__begin(trial, s.recall))
        s.some = il_recall__some(trial, cond->relation, s.recall);
    if (cond->op == IL_OP_EXISTS)
        answer = exists(trial, &s);
    else if (cond->op == IL_OP_COUNT)
        answer = count(trial, &s, spot);
    else
        answer = every(trial, &s);
    trial->stranger = stranger;
    return answer;
}
