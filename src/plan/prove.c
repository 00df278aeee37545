/* The proof: two models side by side. A plan holds when its rule says yes of its resource and every change is accounted for by what some
 * applied plan's page sets, removes, adds or allows. Nothing that was known may have become unknown. */
#include <string.h>

#include "plan_program.h"

static const char refused_kept[] = "the finding would stay";
static const char refused_maybe[] = "it could not be shown that the finding goes away";
static const char refused_gone[] = "the resource would be another one";

typedef struct {
    il_arena *arena;
    const il_proof_input *input;
    il_proof *proof;
    il_model_diff *diff;
    il_judge *judge_before, *judge_after;
    IL_VEC(struct tally *) tallies;
} prover;

static bool covers(il_str pattern, il_str path)
{
    return pattern.n > 0 && il_str_starts(path, pattern) && (path.n == pattern.n || path.p[pattern.n] == '.');
}

static bool any_covers(const prover *pr, const il_plan *plan, const char *const *patterns, size_t n, il_str path)
{
    for (size_t i = 0; i < n; i++) {
        if (!strstr(patterns[i], "::") && covers(il_plan__body_path(pr->arena, plan->verdict, patterns[i]), path))
            return true;
    }
    return false;
}

/* Whether PLAN may change the leaf at PATH of the resource that it is for. */
static bool leaf_allowed(const prover *pr, const il_plan *plan, il_str path)
{
    const il_rule_fix *page = plan->page;
    for (size_t i = 0; i < page->n_set; i++) {
        if (covers(il_plan__body_path(pr->arena, plan->verdict, page->set[i].path), path))
            return true;
    }
    return any_covers(pr, plan, page->remove, page->n_remove, path) ||
           any_covers(pr, plan, page->allow, page->n_allow, path) ||
           any_covers(pr, plan, plan->allow, plan->n_allow, path);
}

static bool lists(const char *const *names, size_t n, const char *type)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(names[i], type))
            return true;
    }
    return false;
}

/* Whether PLAN may touch any resource of TYPE: `allow` names it. */
static bool type_allowed(const il_plan *plan, const char *type)
{
    return lists(plan->page->allow, plan->page->n_allow, type) || lists(plan->allow, plan->n_allow, type);
}

/* A prop sets on all that its construct makes what it sets on the resource: `removalPolicy` on a cluster and on its instances. */
static bool same_construct(const il_plan *plan, const il_change *change)
{
    const il_construct *construct = il_plan__construct_of(plan->site);
    return construct && il_plan__construct_of(change->before) == construct;
}

/* Whether the page adds resources of TYPE. */
static bool type_added(const il_plan *plan, const char *type)
{
    const il_value *add = plan->page->add_cfn;
    for (size_t i = 0; add && add->kind == IL_MAP && i < add->map.n; i++) {
        const il_value *named = il_value_get(add->map.entries[i].value, IL_STR("Type"));
        if (named->kind == IL_STRING && il_str_is(named->string, type))
            return true;
    }
    return false;
}

static il_truth answer(prover *pr, bool before, const il_rule *rule, const il_resource *resource)
{
    il_judge **judge = before ? &pr->judge_before : &pr->judge_after;
    if (!*judge)
        *judge = il_judge_new(pr->arena, before ? pr->input->before : pr->input->after, pr->input->options);
    return il_judge_resource(*judge, rule, resource);
}

/* A value that travelled reaches other resources too: they agree when the same rule failed there and is kept now. */
static bool agrees(prover *pr, const il_plan *plan, const il_change *change)
{
    const il_rule *rule = plan->verdict->rule;
    return change->before && change->after && change->before->type == plan->verdict->resource->type &&
           leaf_allowed(pr, plan, change->path) && answer(pr, true, rule, change->before) == IL_NO &&
           answer(pr, false, rule, change->after) == IL_YES;
}

static bool same_stack(const il_change *change, const il_plan *plan)
{
    const il_resource *resource = change->before ? change->before : change->after;
    const il_stack *a = resource->stack, *b = plan->site->stack;
    return a == b || (a && b && il_str_eq(a->name, b->name) && il_str_eq(a->construct_path, b->construct_path));
}

/* Whether ADDED lies in the scope of the construct that made OWNER. What has no known place is not held against the fix. */
static bool beside(const il_resource *owner, const il_resource *added)
{
    const il_construct *construct = il_plan__construct_of(owner);
    il_str scope = construct ? il_path_directory(construct->path) : (il_str){NULL, 0};
    if (!scope.n || !added->construct_path.n)
        return true;
    return il_str_starts(added->construct_path, scope) && added->construct_path.p[scope.n] == '/';
}

/* A class that is instantiated several times adds to each instance: to those too where nothing was missing, unless all of them failed. */
static bool wanted_there(prover *pr, const il_plan *plan, const il_resource *added)
{
    const il_verdict *v = plan->verdict;
    if (beside(v->resource, added))
        return true;
    const il_type_list *alike = il_app_of_type(pr->input->before, il_str_of(v->resource->type));
    for (size_t i = 0; i < alike->n; i++) {
        if (beside(alike->items[i], added) && answer(pr, true, v->rule, alike->items[i]) == IL_NO)
            return true;
    }
    return false;
}

/* What the library made for a prop that the plan takes away (a custom resource's provider) goes, or serves what is left. */
static bool framework_goes_along(const il_plan *plan, const il_change *change)
{
    return plan->n_allow > 0 && change->before->generated && same_stack(change, plan);
}

static bool accounts_for(prover *pr, const il_plan *plan, const il_change *change)
{
    switch (change->kind) {
    case IL_CHANGE_ADDED:
        return !change->twofold && (type_added(plan, change->after->type) || type_allowed(plan, change->after->type)) &&
               (plan->page->n_beside || plan->page->rewrite_to ||
                (same_stack(change, plan) && wanted_there(pr, plan, change->after)));
    case IL_CHANGE_REMOVED:
        return type_allowed(plan, change->before->type) || framework_goes_along(plan, change);
    default:
        break;
    }
    if (framework_goes_along(plan, change))
        return true;
    if (change->before == plan->site)
        return leaf_allowed(pr, plan, change->path);
    if (change->kind == IL_CHANGE_LOST)
        return false;
    bool sibling = same_construct(plan, change) && leaf_allowed(pr, plan, change->path);
    return sibling || type_allowed(plan, change->before->type) || agrees(pr, plan, change);
}

static const char *stray_reason(const il_change *change)
{
    switch (change->kind) {
    case IL_CHANGE_ADDED:
        return change->twofold ? "a construct of that name is there already" : "another resource would be added";
    case IL_CHANGE_REMOVED:
        return "another resource would be removed";
    case IL_CHANGE_LOST:
        return "what is known now would be unknown";
    default:
        return "another property would change";
    }
}

typedef enum { BY_RESOURCE, BY_STACK, BY_ALL } charge;

static bool charge_to(prover *pr, const il_change *change, charge how)
{
    bool any = false;
    for (size_t i = 0; i < pr->input->n_plans; i++) {
        const il_plan *plan = pr->input->plans[i];
        bool hit = how == BY_ALL || (how == BY_RESOURCE ? change->before == plan->site : same_stack(change, plan));
        if (hit && !pr->proof->refusals[i])
            pr->proof->refusals[i] = stray_reason(change);
        any |= hit;
    }
    return any;
}

static void check_changes(prover *pr)
{
    IL_VEC(const il_change *) stray = {0};
    for (size_t i = 0; i < pr->diff->changes.n; i++) {
        const il_change *change = &pr->diff->changes.items[i];
        bool claimed = false;
        for (size_t at = 0; at < pr->input->n_plans && !claimed; at++)
            claimed = accounts_for(pr, pr->input->plans[at], change);
        if (claimed)
            continue;
        IL_PUSH(pr->arena, &stray, change);
        if (!charge_to(pr, change, BY_RESOURCE) && !charge_to(pr, change, BY_STACK))
            charge_to(pr, change, BY_ALL);
    }
    pr->proof->stray = stray.items;
    pr->proof->n_stray = stray.n;
}

/* Facts have no identity but what they say. */
static bool same_fact(const il_resource *a, const il_resource *b)
{
    return a->type == b->type && il_str_eq(a->construct_path, b->construct_path) &&
           il_str_eq(a->logical_id, b->logical_id) && il_value_eq(il_resource_properties(a), il_resource_properties(b));
}

/* How many facts like RESOURCE fail RULE. */
static size_t failing_facts(prover *pr, bool before, const il_rule *rule, const il_resource *resource)
{
    const il_app *app = before ? pr->input->before : pr->input->after;
    const il_type_list *list = il_app_of_type(app, il_str_of(resource->type));
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += same_fact(list->items[i], resource) && answer(pr, before, rule, list->items[i]) == IL_NO;
    return n;
}

/* Of N facts that say the same as PLAN's, as many must be gone as plans were applied for them. */
static bool fact_is_gone(prover *pr, const il_plan *plan)
{
    const il_verdict *v = plan->verdict;
    size_t plans = 0;
    for (size_t i = 0; i < pr->input->n_plans; i++) {
        const il_verdict *other = pr->input->plans[i]->verdict;
        plans +=
            other->rule == v->rule && il_resource_is_fact(other->resource) && same_fact(other->resource, v->resource);
    }
    return failing_facts(pr, false, v->rule, v->resource) + plans <= failing_facts(pr, true, v->rule, v->resource);
}

/* What RULE reports of one app, unknown answers too. */
typedef struct tally {
    const il_rule *rule;
    bool before;
    il_type_list failing; /* the resource of each answer that is not yes */
    il_arena *arena;
} tally;

static void take_verdict(void *context, const il_verdict *verdict)
{
    tally *t = context;
    IL_PUSH(t->arena, &t->failing, (il_resource *)verdict->resource);
}

static const tally *tally_of(prover *pr, const il_rule *rule, bool before)
{
    for (size_t i = 0; i < pr->tallies.n; i++) {
        if (pr->tallies.items[i]->rule == rule && pr->tallies.items[i]->before == before)
            return pr->tallies.items[i];
    }
    il_rule_options options = pr->input->options ? *pr->input->options : (il_rule_options){0};
    options.report_unknown = true;
    tally *t = IL_NEW(pr->arena, tally);
    *t = (tally){.rule = rule, .before = before, .arena = pr->arena};
    il_judge *judge = il_judge_new(pr->arena, before ? pr->input->before : pr->input->after, &options);
    il_judge_rule(judge, rule, take_verdict, t);
    IL_PUSH(pr->arena, &pr->tallies, t);
    return t;
}

static size_t failing_elements(prover *pr, const il_rule *rule, bool before, const il_resource *resource)
{
    const tally *t = tally_of(pr, rule, before);
    size_t n = 0;
    for (size_t i = 0; i < t->failing.n; i++)
        n += t->failing.items[i] == resource;
    return n;
}

/* Of a resource's elements, as many fewer must fail as plans were applied for them. */
static bool element_is_kept(prover *pr, const il_verdict *v, const il_resource *twin)
{
    size_t plans = 0;
    for (size_t i = 0; i < pr->input->n_plans; i++) {
        const il_verdict *other = pr->input->plans[i]->verdict;
        plans += other->rule == v->rule && other->resource == v->resource;
    }
    return failing_elements(pr, v->rule, false, twin) + plans <= failing_elements(pr, v->rule, true, v->resource);
}

static const char *check_subject(prover *pr, const il_plan *plan)
{
    const il_verdict *v = plan->verdict;
    if (il_resource_is_fact(v->resource))
        return fact_is_gone(pr, plan) ? NULL : refused_kept;
    const il_resource *twin = il_model_twin(pr->diff, v->resource);
    if (!twin)
        return refused_gone;
    il_truth truth = answer(pr, false, v->rule, twin);
    if (truth == IL_YES || (v->element.n > 0 && element_is_kept(pr, v, twin)))
        return NULL;
    return truth == IL_NO ? refused_kept : refused_maybe;
}

bool il_plan_prove(il_arena *arena, const il_proof_input *input, il_proof *proof)
{
    prover pr = {.arena = arena, .input = input, .proof = proof};
    *proof = (il_proof){.refusals = IL_NEW_ARRAY(arena, input->n_plans, const char *)};
    proof->own = IL_NEW_ARRAY(arena, input->n_plans, bool);
    pr.diff = il_model_diff_of(arena, input->before, input->after);
    for (size_t i = 0; i < input->n_plans; i++)
        proof->refusals[i] = check_subject(&pr, input->plans[i]);
    for (size_t i = 0; i < input->n_plans; i++)
        proof->own[i] = proof->refusals[i] != NULL;
    check_changes(&pr);
    for (size_t i = 0; i < input->n_plans; i++)
        proof->n_proven += !proof->refusals[i];
    return proof->n_proven == input->n_plans;
}
