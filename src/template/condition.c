/* Conditions, three-valued: yes or no only where the template itself decides. A parameter's default decides nothing, since it can be
 * overridden when the stack is deployed. Combinations are never enumerated: each condition is judged once for each set of assumptions,
 * which are the condition of the resource and of the Fn::If that we are in. */
#include "reader.h"

#include <string.h>

enum {
    ASSUMED_MAX = 64,    /* what follows from one condition beyond this is not used */
    JUDGED_MAX = 1 << 20 /* expressions judged in one template */
};

static il_truth judge(il_reader *r, const il_node *node);

/* Whether VALUE, a scalar, can be no other: the text gives it, or whoever deploys the stack. */
static bool settled(il_reader *r, const il_value *value)
{
    if (value->kind == IL_REF)
        return il_reader__key(r, value).n > 0;
    if (il_reader__text_of(r, value)->kind != IL_STRING)
        return false;
    const il_parameter *parameter = value->parameter ? il_map_get(&r->parameters, value->parameter->logical_id) : NULL;
    return value->origin != IL_FROM_PARAMETER || (parameter && parameter->settled && parameter->value == value);
}

/* Whether PARAMETER may be given TEXT. */
static il_truth may_be(il_reader *r, const il_resource *parameter, il_str text)
{
    const il_value *allowed = il_value_get(il_resource_properties(parameter), IL_STR("AllowedValues"));
    if (allowed->kind != IL_LIST || allowed->list.n == 0)
        return IL_MAYBE;
    bool found = false;
    for (size_t i = 0; i < allowed->list.n; i++) {
        const il_value *one = il_reader__text_of(r, allowed->list.items[i]);
        if (one->kind != IL_STRING)
            return IL_MAYBE;
        found = found || il_str_eq(one->string, text);
    }
    return !found ? IL_NO : allowed->list.n == 1 ? IL_YES : IL_MAYBE;
}

/* The parameter that VALUE is, whole and unchanged; NULL when it is none. */
static const il_resource *parameter_of(const il_reader *r, const il_value *value)
{
    if (!value->parameter)
        return NULL;
    const il_parameter *parameter = il_map_get(&r->parameters, value->parameter->logical_id);
    bool whole = parameter && parameter->fact == value->parameter;
    return whole && (value->kind == IL_REF || value == parameter->value) ? value->parameter : NULL;
}

static il_truth compare_values(il_reader *r, const il_value *a, const il_value *b);

/* Whether every arm of CHOICE gives the same answer. */
static il_truth compare_arms(il_reader *r, const il_value *choice, const il_value *other)
{
    il_truth truth = compare_values(r, choice->choice.arms[0].value, other);
    for (size_t i = 1; truth != IL_MAYBE && i < choice->choice.n; i++)
        if (compare_values(r, choice->choice.arms[i].value, other) != truth)
            return IL_MAYBE;
    return truth;
}

static il_truth compare_values(il_reader *r, const il_value *a, const il_value *b)
{
    if (settled(r, a) && settled(r, b))
        return il_truth_of(il_str_eq(il_reader__key(r, a), il_reader__key(r, b)));
    const il_resource *p = parameter_of(r, a), *q = parameter_of(r, b);
    if (p && settled(r, b))
        return may_be(r, p, il_reader__key(r, b));
    if (q && settled(r, a))
        return may_be(r, q, il_reader__key(r, a));
    if (p ? p == q : a->kind == IL_REF && il_value_eq(a, b))
        return IL_YES;
    if (!p && a->kind == IL_CHOICE && settled(r, b))
        return compare_arms(r, a, b);
    return !q && b->kind == IL_CHOICE && settled(r, a) ? compare_arms(r, b, a) : IL_MAYBE;
}

static il_truth compare(il_reader *r, const il_site *site)
{
    return compare_values(r, il_reader__value(r, il_reader__nth(site, 0)),
                          il_reader__value(r, il_reader__nth(site, 1)));
}

/* A comparison does not depend on what is assumed: it is made once. */
static il_truth equals(il_reader *r, const il_site *site)
{
    typedef struct {
        const il_node *node;
        il_truth truth;
    } comparison;
    const il_truth *known = il_map_get(&r->compared, (il_str){(const char *)&site->node, sizeof site->node});
    if (known)
        return *known;
    comparison *made = IL_NEW(r->arena, comparison);
    il_assumptions here = {r->assumed, r->epoch};
    il_reader__restore(r, (il_assumptions){NULL, 0});
    made->node = site->node;
    made->truth = il_reader__n_args(site) == 2 ? compare(r, site) : IL_MAYBE;
    il_reader__restore(r, here);
    il_map_put(&r->compared, (il_str){(const char *)&made->node, sizeof made->node}, &made->truth);
    return made->truth;
}

/* A name as it is written: `On` and `1` are names too, whatever else YAML takes them for. */
static il_str written_name(const il_node *node)
{
    bool scalar = node && (node->kind == IL_NODE_STRING || node->kind == IL_NODE_BOOL || node->kind == IL_NODE_NUMBER);
    return scalar ? node->text : (il_str){NULL, 0};
}

/* "X" of {"Condition": "X"} and !Condition X; empty for anything else. */
static il_str named(const il_node *node)
{
    if (node->tag)
        return strcmp(node->tag, "Condition") == 0 ? written_name(node) : (il_str){NULL, 0};
    if (node->kind == IL_NODE_MAP && node->map.n == 1)
        return written_name(il_node_get(node, IL_STR("Condition")));
    return (il_str){NULL, 0};
}

static il_truth several(il_reader *r, const il_site *site, bool all)
{
    il_truth truth = all ? IL_YES : IL_NO;
    size_t n = il_reader__n_args(site);
    for (size_t i = 0; i < n && truth != (all ? IL_NO : IL_YES); i++) {
        il_truth one = judge(r, il_reader__nth(site, i));
        truth = all ? il_and(truth, one) : il_or(truth, one);
    }
    return n ? truth : IL_MAYBE;
}

/* True when NODE may not be judged any more: too deep, or too much judged. */
static bool exhausted(il_reader *r, const il_node *node)
{
    if (++r->judged == JUDGED_MAX) {
        il_sink_syntax(r->sink, il_reader__loc(r, node), "the conditions are too entangled to be followed further");
        r->sink->findings.items[r->sink->findings.n - 1].severity = IL_NOTE;
    }
    return r->judged >= JUDGED_MAX || r->depth >= IL_DEPTH_MAX;
}

static il_truth judge(il_reader *r, const il_node *node)
{
    il_str name = named(node);
    il_site site = {0};
    if (exhausted(r, node) || (!name.n && !il_reader__site_of(node, &site)))
        return IL_MAYBE;
    il_truth truth = IL_MAYBE;
    r->depth++;
    if (name.n)
        truth = il_reader__condition(r, name);
    else if (strcmp(site.name, "Fn::Equals") == 0)
        truth = equals(r, &site);
    else if (strcmp(site.name, "Fn::Not") == 0 && il_reader__n_args(&site) == 1)
        truth = il_not(judge(r, il_reader__nth(&site, 0)));
    else if (strcmp(site.name, "Fn::And") == 0 || strcmp(site.name, "Fn::Or") == 0)
        truth = several(r, &site, site.name[4] == 'A');
    r->depth--;
    return truth;
}

static bool assumed(const il_reader *r, il_str name, il_truth *truth)
{
    for (const il_assumption *a = r->assumed; a; a = a->before) {
        if (il_str_eq(a->name, name)) {
            *truth = il_truth_of(a->holds);
            return true;
        }
    }
    return false;
}

il_truth il_reader__condition(il_reader *r, il_str name)
{
    il_truth truth = IL_MAYBE;
    if (assumed(r, name, &truth))
        return truth;
    il_template_condition *condition = il_map_get(&r->conditions, name);
    if (condition && condition->busy && !condition->circular) {
        condition->circular = true;
        il_reader__complain(r, condition->loc, "the condition %.*s depends on itself", IL_FMT(name));
    }
    if (!condition || condition->busy)
        return IL_MAYBE;
    if (condition->epoch == r->epoch)
        return condition->truth;
    condition->busy = true;
    truth = judge(r, condition->node);
    condition->busy = false;
    condition->truth = truth;
    condition->epoch = r->epoch;
    return truth;
}

static bool full(const il_reader *r)
{
    return r->assumed && r->assumed->n >= ASSUMED_MAX;
}

/* Adds one assumption; false when there are too many. */
static bool push(il_reader *r, il_assumption assumption)
{
    assumption.n = r->assumed ? r->assumed->n + 1 : 1;
    assumption.before = r->assumed;
    if (full(r))
        return false;
    il_assumption *kept = IL_NEW(r->arena, il_assumption);
    *kept = assumption;
    r->assumed = kept;
    return true;
}

/* The Parameter fact that NODE is a Ref to, or NULL. */
static const il_resource *referred(const il_reader *r, const il_node *node)
{
    il_site site;
    if (!node || !il_reader__site_of(node, &site) || strcmp(site.name, "Ref") != 0)
        return NULL;
    const il_parameter *parameter = il_map_get(&r->parameters, il_node_string(site.args));
    return parameter ? parameter->fact : NULL;
}

static bool constant(const il_node *node)
{
    return node && !node->tag && node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP && node->kind != IL_NODE_NULL;
}

/* Notes what a comparison of a parameter with a constant says of the parameter. */
static void add_comparison(il_reader *r, const il_site *site, bool holds)
{
    const il_node *a = il_reader__nth(site, 0), *b = il_reader__nth(site, 1);
    const il_resource *parameter = referred(r, a) ? referred(r, a) : referred(r, b);
    const il_node *other = referred(r, a) ? b : a;
    if (parameter && constant(other))
        push(r, (il_assumption){.parameter = parameter, .constant = other, .holds = holds});
}

/* VALUE, a parameter's, where it is known not to be TEXT: without that arm of a choice; NULL when nothing else is known. */
static const il_value *without(il_reader *r, const il_value *value, il_str text)
{
    if (value->kind != IL_CHOICE) {
        const il_value *own = il_reader__text_of(r, value);
        return own->kind == IL_STRING && il_str_eq(own->string, text) ? NULL : value;
    }
    il_arm *arms = IL_NEW_ARRAY(r->arena, value->choice.n, il_arm);
    size_t n = 0;
    for (size_t i = 0; i < value->choice.n; i++) {
        const il_value *own = il_reader__text_of(r, value->choice.arms[i].value);
        if (own->kind != IL_STRING || !il_str_eq(own->string, text))
            arms[n++] = value->choice.arms[i];
    }
    if (n == 0 || n == value->choice.n)
        return n ? value : NULL;
    const il_value *rest = il_value_choice(r->arena, value->loc, arms, n);
    if (rest->kind != IL_CHOICE)
        return rest;
    il_value *copy = (il_value *)il_value_with_origin(r->arena, rest, value->origin);
    copy->handle = value->handle;
    copy->parameter = value->parameter;
    return copy;
}

const il_value *il_reader__parameter_value(il_reader *r, const il_parameter *parameter)
{
    const il_value *value = parameter->value;
    for (const il_assumption *a = r->assumed; a; a = a->before) {
        if (a->parameter != parameter->fact)
            continue;
        if (a->holds) {
            const il_value *same = il_reader__contents(r, a->constant);
            il_value *copy = (il_value *)il_value_with_origin(r->arena, same, IL_FROM_PARAMETER);
            copy->parameter = parameter->fact;
            return copy;
        }
        value = value ? without(r, value, a->constant->text) : NULL;
    }
    return value;
}

static void add(il_reader *r, il_str name, bool holds);

/* What follows from NODE, a condition's expression, being HOLDS: all parts of a true And hold, no part of a false Or does. */
static void add_consequences(il_reader *r, const il_node *node, bool holds)
{
    il_str name = named(node);
    il_site site;
    if (name.n) {
        add(r, name, holds);
    } else if (il_reader__site_of(node, &site)) {
        if (strcmp(site.name, "Fn::Equals") == 0)
            add_comparison(r, &site, holds);
        bool negates = strcmp(site.name, "Fn::Not") == 0;
        bool follows = strcmp(site.name, holds ? "Fn::And" : "Fn::Or") == 0;
        for (size_t i = 0; (negates || follows) && !full(r) && i < il_reader__n_args(&site); i++)
            add_consequences(r, il_reader__nth(&site, i), holds != negates);
    }
}

static void add(il_reader *r, il_str name, bool holds)
{
    il_truth known;
    if (assumed(r, name, &known) || !push(r, (il_assumption){.name = name, .holds = holds}))
        return;
    const il_template_condition *condition = il_map_get(&r->conditions, name);
    if (condition)
        add_consequences(r, condition->node, holds);
}

il_assumptions il_reader__assume(il_reader *r, il_str name, bool holds)
{
    il_assumptions before = {r->assumed, r->epoch};
    add(r, name, holds);
    r->epoch = ++r->last_epoch;
    return before;
}

void il_reader__restore(il_reader *r, il_assumptions before)
{
    r->assumed = before.assumed;
    r->epoch = before.epoch;
}

static const il_value *arm(il_reader *r, const il_node *node, il_str name, bool holds)
{
    il_assumptions before = il_reader__assume(r, name, holds);
    const il_value *value = il_reader__value(r, node);
    il_reader__restore(r, before);
    return value;
}

const il_value *il_reader__if(il_reader *r, const il_site *site)
{
    const il_node *condition = il_reader__nth(site, 0);
    il_str name = !condition ? (il_str){NULL, 0} : condition->tag ? named(condition) : written_name(condition);
    if (condition && !name.n)
        name = named(condition);
    if (il_reader__n_args(site) != 3 || name.n == 0)
        return il_reader__malformed(r, site);
    il_truth truth = il_reader__condition(r, name);
    if (truth != IL_MAYBE)
        return il_reader__value(r, il_reader__nth(site, truth == IL_YES ? 1 : 2));
    il_loc loc = il_reader__loc(r, condition);
    il_arm *arms = IL_NEW_ARRAY(r->arena, 2, il_arm);
    arms[0] = (il_arm){{name, true, loc}, arm(r, il_reader__nth(site, 1), name, true)};
    arms[1] = (il_arm){{name, false, loc}, arm(r, il_reader__nth(site, 2), name, false)};
    const il_value *value = il_value_choice(r->arena, il_reader__loc(r, site->node), arms, 2);
    bool ours = value->kind == IL_CHOICE && value->choice.arms == arms;
    return ours ? il_reader__own(value, site->node) : value;
}
