/* Guards: under which props and feature flags an effect or resource of the catalogue counts. */
#include <string.h>

#include "lower.h"

/* Whether EV, no choice, is what WANTED says: a scalar, a list of them, {present} or {not}. */
static il_truth matches(il_low *low, const il_ev *ev, il_cat wanted)
{
    if (ev->kind == IL_EV_UNKNOWN)
        return IL_MAYBE;
    if (il_cat_kind_of(wanted) == IL_CAT_LIST) {
        il_truth any = IL_NO;
        for (size_t i = 0; i < il_cat_count(wanted); i++)
            any = il_or(any, matches(low, ev, il_cat_at(wanted, i)));
        return any;
    }
    il_cat present = il_cat_get(wanted, IL_W_PRESENT), not_ = il_cat_get(wanted, IL_W_NOT);
    if (present)
        return il_truth_of((il_low__given(ev) == IL_YES) == il_cat_true(present));
    if (not_)
        return il_not(matches(low, ev, not_));
    switch (il_cat_kind_of(wanted)) {
    case IL_CAT_NULL:
        return il_truth_of(il_low__given(ev) == IL_NO);
    case IL_CAT_TRUE:
    case IL_CAT_FALSE:
        if (ev->kind == IL_EV_UNDEFINED)
            return IL_NO;
        return ev->kind == IL_EV_BOOL ? il_truth_of(ev->boolean == il_cat_true(wanted)) : IL_MAYBE;
    case IL_CAT_NUMBER:
        return ev->kind == IL_EV_NUMBER ? il_truth_of(ev->number == il_cat_number(wanted)) : IL_NO;
    case IL_CAT_STRING:
        if (ev->kind == IL_EV_STRING)
            return il_truth_of(il_str_eq(ev->string, il_cat_text(wanted)));
        return ev->kind == IL_EV_UNDEFINED || ev->kind == IL_EV_NULL ? IL_NO : IL_MAYBE;
    default:
        return IL_MAYBE;
    }
}

/* The field of an object, or the element of a list. */
static const il_ev *step(il_low *low, const il_ev *ev, il_str name)
{
    double index;
    ev = il_low__reduce(low, ev);
    if (ev->kind != IL_EV_ARRAY || !il_str_number(name, &index))
        return il_low__field(low, ev, name.p);
    if (index < (double)ev->list.n)
        return il_low__reduce(low, ev->list.items[(size_t)index]);
    return ev->open ? il_low__ev_unknown(low, ev->loc, "may have been added elsewhere", name) : low->undefined;
}

static const il_ev *prop_at(il_low_unit *unit, il_str path)
{
    il_low *low = unit->low;
    const il_ev *ev = unit->props;
    while (path.p) {
        /* What a function of the library gave of which the catalogue says nothing may have the field or not. */
        if (ev->kind == IL_EV_CALL && !il_low__unit_behind(low, ev))
            return il_low__ev_unknown(low, ev->loc, "result of a library function", (il_str){NULL, 0});
        ev = step(low, ev, il_arena_str(low->arena, il_str_cut(&path, '.')));
    }
    return ev;
}

/* Flags that the library takes as set when the context does not name them. */
static bool is_on_by_default(const char *name)
{
    static const char *const names[] = {"@aws-cdk/aws-apigateway:usagePlanKeyOrderInsensitiveId",
                                        "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021",
                                        "@aws-cdk/aws-ecr-assets:dockerIgnoreSupport",
                                        "@aws-cdk/aws-ecs-patterns:removeDefaultDesiredCount",
                                        "@aws-cdk/aws-efs:defaultEncryptionAtRest",
                                        "@aws-cdk/aws-kms:defaultKeyPolicies",
                                        "@aws-cdk/aws-lambda:recognizeVersionProps",
                                        "@aws-cdk/aws-rds:lowercaseDbIdentifier",
                                        "@aws-cdk/aws-s3:grantWriteWithoutAcl",
                                        "@aws-cdk/aws-secretsmanager:parseOwnedSecretName",
                                        "@aws-cdk/aws-stepfunctions-tasks:httpInvokeDynamicJsonPathEndpoint",
                                        "@aws-cdk/core:aspectStabilization",
                                        "@aws-cdk/core:automaticL1Traits",
                                        "@aws-cdk/core:newStyleStackSynthesis",
                                        "@aws-cdk/core:stackRelativeExports",
                                        "@aws-cdk/pipelines:reduceAssetRoleTrustScope",
                                        "@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope",
                                        "@aws-cdk/pipelines:reduceStageRoleTrustScope"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool il_low__flag(const il_low *low, const char *name)
{
    const il_field *field = il_low__field_entry(low->program->context, il_str_of(name));
    if (!field)
        return is_on_by_default(name);
    return field->value->kind == IL_EV_BOOL && field->value->boolean;
}

/* A flag is written "@aws-cdk/…"; everything else is a prop, dotted. */
static il_truth flag_matches(il_low *low, il_str name, il_cat wanted)
{
    return il_truth_of(il_low__flag(low, name.p) == il_cat_true(wanted));
}

/* Adds one condition of a guard to VERDICT. A second choice beside a first one makes it maybe. */
static void add_condition(il_low_unit *unit, il_low_verdict *verdict, const il_ev *ev, il_cat wanted)
{
    il_truth truths[IL_ARMS_MAX], one = IL_MAYBE;
    bool choice = ev->kind == IL_EV_CHOICE && ev->choice.n <= IL_ARMS_MAX, same = true;
    for (size_t i = 0; choice && i < ev->choice.n; i++) {
        truths[i] = matches(unit->low, il_low__reduce(unit->low, ev->choice.arms[i]), wanted);
        same = same && truths[i] == truths[0];
    }
    if (choice && same)
        one = truths[0];
    else if (!choice)
        one = matches(unit->low, ev, wanted);
    if (choice && !same && !verdict->choice && verdict->truth != IL_NO) {
        verdict->choice = ev;
        for (size_t i = 0; i < ev->choice.n; i++)
            verdict->truths[i] = il_and(truths[i], verdict->truth);
        verdict->truth = IL_MAYBE;
        return;
    }
    verdict->truth = il_and(verdict->truth, one);
    for (size_t i = 0; verdict->choice && i < verdict->choice->choice.n; i++)
        verdict->truths[i] = il_and(verdict->truths[i], one);
}

/* Whether one of several guards holds. */
static il_truth any_of(il_low_unit *unit, il_cat guards)
{
    il_truth any = IL_NO;
    for (size_t i = 0; i < il_cat_count(guards); i++)
        any = il_or(any, il_low__guard(unit, il_cat_at(guards, i)).truth);
    return any;
}

il_low_verdict il_low__guard(il_low_unit *unit, il_cat guard)
{
    il_low_verdict verdict = {.truth = IL_YES};
    for (size_t i = 0, n = il_cat_count(guard); i < n && verdict.truth != IL_NO; i++) {
        il_str name = il_cat_key(guard, i);
        if (il_str_is(name, "any"))
            verdict.truth = il_and(verdict.truth, any_of(unit, il_cat_at(guard, i)));
        else if (il_str_starts(name, IL_STR("@")))
            verdict.truth = il_and(verdict.truth, flag_matches(unit->low, name, il_cat_at(guard, i)));
        else
            add_condition(unit, &verdict, prop_at(unit, name), il_cat_at(guard, i));
    }
    if (verdict.truth == IL_NO)
        verdict.choice = NULL;
    return verdict;
}
