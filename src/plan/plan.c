/* Goes through the alternatives that a rule's page offers, best first, and has the edits made for the front end that the resource came
 * from. Candidates are kept in that order; when there is none, why the best alternative was refused is the answer. */
#include <string.h>

#include "plan_program.h"

/* Candidates for one finding: more are never worth their proof. BESIDE_MAX: places that are tried for what stands beside something. */
enum { PLANS_MAX = 12, BESIDE_MAX = 8 };

il_planner *il_planner_new(const il_planner_input *input)
{
    il_planner *planner = IL_NEW(input->arena, il_planner);
    planner->input = *input;
    planner->hoists = il_map_in(input->arena);
    planner->names = il_map_in(input->arena);
    return planner;
}

bool il_plan__claim(il_planner *planner, il_str name, il_str owner)
{
    const il_str *present = il_map_get(&planner->names, name);
    if (present)
        return il_str_eq(*present, owner);
    il_str *kept = IL_NEW(planner->input.arena, il_str);
    *kept = owner;
    il_map_put(&planner->names, name, kept);
    return true;
}

void il_plan__want(il_planning *p, il_str type, il_str place)
{
    p->missed = type;
    p->place = place;
}

/* "Topic" of "AWS::SNS::Topic" and "aws_sns.Topic", "WebACL" of "aws_wafv2.CfnWebACL". */
static il_str last_name(il_str type)
{
    size_t at = type.n;
    while (at > 0 && type.p[at - 1] != ':' && type.p[at - 1] != '.')
        at--;
    il_str name = il_str_slice(type, at, type.n);
    return il_str_starts(name, IL_STR("Cfn")) ? il_str_slice(name, 3, name.n) : name;
}

/* Whether PAGE adds a resource of TYPE, which may be the library's name for it. */
static bool brings(const il_rule_fix *page, il_str type)
{
    bool any = false;
    for (size_t i = 0; i < page->n_allow; i++)
        any |= il_str_eq(last_name(il_str_of(page->allow[i])), last_name(type));
    for (size_t i = 0; page->add_cfn && i < page->add_cfn->map.n; i++) {
        const il_value *added = il_value_get(page->add_cfn->map.entries[i].value, IL_STR("Type"));
        any |= added->kind == IL_STRING && il_str_eq(last_name(added->string), last_name(type));
    }
    return any;
}

il_str il_plan__one_words(il_str *type)
{
    il_str words = *type;
    *type = il_str_cut(&words, '/');
    return words.p ? words : (il_str){0};
}

static bool same_letters(il_str text, size_t at, il_str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = text.p[at + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word.p[i])
            return false;
    }
    return true;
}

bool il_plan__has_word(il_str name, il_str words)
{
    while (words.n) {
        il_str word = il_str_cut(&words, ',');
        for (size_t at = 0; word.n && at + word.n <= name.n; at++)
            if (same_letters(name, at, word))
                return true;
    }
    return false;
}

const char *il_plan__refuse(il_planning *p, const char *reason)
{
    p->refusal = reason;
    return NULL;
}

const il_document *il_plan__document(const il_planning *p, const il_source *source)
{
    const il_planner_input *in = &p->planner->input;
    return source ? in->document_of(in->context, source) : NULL;
}

const il_resource *il_plan_brings_for(const il_plan *plan)
{
    il_str snippet = il_str_of(plan->page->add_ts ? plan->page->add_ts : "");
    return snippet.n && !il_str_starts(snippet, IL_STR("props:")) ? plan->verdict->resource : NULL;
}

void il_plan__propose(il_planning *p, il_edits *edits)
{
    il_edits_sort(edits);
    if (edits->n == 0 || il_edits_clash(edits)) {
        il_plan__refuse(p, edits->n ? "two changes meet in one place" : "the text says so already");
        return;
    }
    il_plan__keep_apart(p->planner, edits);
    il_plan plan = {
        .verdict = p->verdict, .page = p->page, .site = p->resource, .allow = p->allow, .n_allow = p->n_allow};
    plan.apart = p->sharing;
    plan.uses = p->uses;
    plan.fix.title = il_str_of(p->page->title);
    plan.fix.safety = il_plan__safety(p);
    plan.fix.edits = edits->items;
    plan.fix.n_edits = edits->n;
    if (p->plans.n < PLANS_MAX)
        IL_PUSH(p->arena, &p->plans, plan);
}

/* Whether the program has a construct for RESOURCE alone, with the methods of its kind. */
static bool is_own_construct(const il_resource *resource)
{
    const il_construct *construct = il_cdk_construct_of(resource);
    return construct && !il_plan__is_own(construct) && !il_plan__is_l1(construct) && !construct->many;
}

static void plan_here(il_planning *p)
{
    bool cdk = p->planner->input.app->kind == IL_APP_CDK;
    p->allow = NULL;
    p->n_allow = 0;
    p->sharing = (il_str){0};
    p->uses = NULL;
    if (p->missed.n && p->planner->input.in_rounds && brings(p->page, p->missed))
        p->sharing = il_arena_printf(p->arena, "%.*s %.*s", IL_FMT(p->missed), IL_FMT(p->place));
    if (p->page->rewrite_to)
        il_plan__rewrite(p);
    else if (p->page->hoist && !strcmp(p->page->hoist, "context"))
        cdk ? il_plan__hoist_cdk(p) : il_plan__hoist_template(p);
    else if (cdk)
        il_plan__cdk(p);
    else
        il_plan__template(p);
}

/* At the first resource of the page's types where something can be added. */
static void plan_beside(il_planning *p)
{
    const il_app *app = p->planner->input.app;
    size_t before = p->plans.n, tried = 0;
    il_plan__refuse(p, "the app has nothing of its own that the fix could stand beside");
    for (size_t i = 0; i < p->page->n_beside; i++) {
        const il_type_list *list = il_app_of_type(app, il_str_of(p->page->beside[i]));
        for (size_t j = 0; j < list->n && p->plans.n == before && tried < BESIDE_MAX; j++) {
            p->resource = list->items[j];
            if (p->resource->generated || (app->kind == IL_APP_CDK && !is_own_construct(p->resource)))
                continue;
            plan_here(p);
            tried++;
        }
    }
}

/* On the resource that the case has named. */
static void plan_on(il_planning *p)
{
    const il_resource *site = p->facts ? p->facts->site : NULL;
    if (site && site->app != p->planner->input.app)
        site = site->twin;
    p->resource = site;
    if (site)
        plan_here(p);
    else
        il_plan__refuse(p, "the resource to change is not known");
}

static void plan_alternative(il_planning *p, size_t index)
{
    p->facts = p->verdict->fixes ? &p->verdict->fixes[index] : NULL;
    p->resource = p->verdict->resource;
    if (p->page->on)
        plan_on(p);
    else if (p->page->n_beside)
        plan_beside(p);
    else
        plan_here(p);
}

size_t il_plan_fixes(il_planner *planner, const il_verdict *verdict, il_plan **plans, const char **no_fix)
{
    il_planning p = {
        .planner = planner, .arena = planner->input.arena, .verdict = verdict, .resource = verdict->resource};
    const il_rule *rule = verdict->rule;
    const char *first = NULL;
    for (size_t i = 0; i < rule->n_fixes; i++) {
        if (i < 32 && (verdict->unfit >> i & 1))
            continue;
        p.page = &rule->fixes[i];
        plan_alternative(&p, i);
        first = first ? first : p.refusal;
    }
    *plans = p.plans.items;
    *no_fix = p.plans.n || !rule->n_fixes ? NULL : first ? first : "the rule's fix is not for this kind of resource";
    return p.plans.n;
}
