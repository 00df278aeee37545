#include <string.h>

#include "trial.h"

/* What a word says of a value that it cannot look into: no of what is absent or of the wrong type, maybe of what is not known. */
static il_truth blind(const il_value *value)
{
    return value->kind == IL_UNKNOWN || value->kind == IL_REF || value->kind == IL_CALL ? IL_MAYBE : IL_NO;
}

static il_truth in_list(const il_value *value, const il_value *list)
{
    if (il_value_absent(value))
        return IL_NO;
    if (list->kind != IL_LIST)
        return il_value_absent(list) ? IL_NO : il_scalar__equal(value, list);
    il_truth truth = IL_NO;
    for (size_t i = 0; i < list->list.n; i++)
        truth = il_or(truth, il_scalar__equal(value, list->list.items[i]));
    return list->open ? il_or(truth, IL_MAYBE) : truth;
}

static il_truth compare(il_op op, const il_value *value, const il_value *limit)
{
    double x, y;
    if (!il_scalar__number(value, &x))
        return blind(value);
    if (!il_scalar__number(limit, &y))
        return IL_MAYBE;
    switch (op) {
    case IL_OP_MIN:
        return il_truth_of(x >= y);
    case IL_OP_MAX:
        return il_truth_of(x <= y);
    case IL_OP_ABOVE:
        return il_truth_of(x > y);
    default:
        return il_truth_of(x < y);
    }
}

static il_truth matches(il_trial *trial, const il_value *value, const il_value *pattern)
{
    il_str text;
    if (!il_scalar__text(trial->judge->arena, value, &text))
        return blind(value);
    return pattern->kind == IL_STRING ? il_pattern_matches(pattern->string, text) : IL_MAYBE;
}

static il_truth present(const il_spot *spot)
{
    if (il_value_absent(spot->value))
        return IL_NO;
    return spot->value->kind == IL_UNKNOWN && !spot->found ? IL_MAYBE : IL_YES;
}

/* Somebody wrote it down: not a default of the construct library, and no reference in disguise. */
static il_truth literal(const il_value *value)
{
    if (value->kind != IL_STRING && value->kind != IL_NUMBER && value->kind != IL_BOOL)
        return blind(value);
    if (value->kind == IL_STRING && il_str_contains(value->string, IL_STR("{{resolve:")))
        return IL_NO;
    return il_truth_of(value->origin != IL_FROM_DEFAULT);
}

static il_truth origin(const il_value *value, unsigned origins)
{
    if (il_value_absent(value))
        return IL_NO;
    bool unclear = value->kind == IL_UNKNOWN || value->kind == IL_REF || value->kind == IL_CALL;
    if (unclear && value->origin == IL_FROM_SOURCE)
        return IL_MAYBE; /* nothing is said of it */
    return il_truth_of(origins >> value->origin & 1);
}

static il_answer parameter(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_resource *definition = spot->value->parameter;
    if (!definition)
        return il_trial__leaf(trial, spot->value->kind == IL_UNKNOWN ? IL_MAYBE : IL_NO, spot);
    il_spot root = il_spot__root(definition);
    il_answer answer = il_trial__eval(trial, &cond->kids[0], &root);
    return il_trial__leaf(trial, answer.truth, spot);
}

/* One word against one known operand. */
static il_truth against(il_trial *trial, il_op op, const il_value *value, const il_value *operand)
{
    switch (op) {
    case IL_OP_IS:
        return il_value_absent(operand) ? blind(value) : il_scalar__equal(value, operand);
    case IL_OP_IN:
        return in_list(value, operand);
    case IL_OP_MATCHES:
        return matches(trial, value, operand);
    case IL_OP_LIKE:
        return il_like__judge(trial->judge, value, operand);
    default:
        return compare(op, value, operand);
    }
}

static il_answer with_operand(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_value *operand = il_operand__value(trial, &cond->operands[0], spot);
    if (operand->kind != IL_CHOICE)
        return il_trial__leaf(trial, against(trial, cond->op, spot->value, operand), spot);
    il_answer answers[IL_ARMS_MAX];
    for (size_t i = 0; i < operand->choice.n; i++) {
        const il_value *arm = operand->choice.arms[i].value;
        il_truth truth = arm->kind == IL_CHOICE ? IL_MAYBE : against(trial, cond->op, spot->value, arm);
        answers[i] = il_trial__leaf(trial, truth, spot);
    }
    return il_trial__agree(trial, operand, answers);
}

il_answer il_trial__word(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_truth truth;
    switch (cond->op) {
    case IL_OP_PRESENT:
        truth = present(spot);
        return il_trial__leaf(trial, cond->flag ? truth : il_not(truth), spot);
    case IL_OP_LITERAL:
        truth = literal(spot->value);
        return il_trial__leaf(trial, cond->flag || il_value_absent(spot->value) ? truth : il_not(truth), spot);
    case IL_OP_ORIGIN:
        return il_trial__leaf(trial, origin(spot->value, cond->flag), spot);
    case IL_OP_PARAMETER:
        return parameter(trial, cond, spot);
    default:
        return with_operand(trial, cond, spot);
    }
}
