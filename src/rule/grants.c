/* Whether a policy statement's actions cover an action. Action names ignore case; `*` stands for any text and `?` for one character. An asked
 * action may itself hold a `*`: "s3:*" is covered by "s3:*" and "*", not by "s3:Get*". */
#include "trial.h"

/* Whether one of the patterns in LIST covers ACTION. */
static il_truth covered_by(const il_value *list, il_str action)
{
    if (list->kind == IL_UNKNOWN || list->kind == IL_CHOICE)
        return IL_MAYBE;
    if (list->kind != IL_LIST)
        return IL_NO;
    il_truth truth = list->open ? IL_MAYBE : IL_NO;
    for (size_t i = 0; i < list->list.n; i++) {
        const il_value *item = list->list.items[i];
        if (item->kind == IL_STRING)
            truth = il_or(truth, il_truth_of(il_like__covers(item->string, action)));
        else if (item->kind != IL_MISSING)
            truth = il_or(truth, IL_MAYBE);
    }
    return truth;
}

static il_truth covers(const il_value *statement, il_str action)
{
    const il_value *not_action = il_value_get(statement, IL_STR("NotAction"));
    if (il_value_absent(not_action))
        return covered_by(il_value_get(statement, IL_STR("Action")), action);
    return il_not(covered_by(not_action, action));
}

/* All of ACTIONS, a list of strings. */
static il_truth covers_all(const il_value *statement, const il_value *actions)
{
    il_truth truth = IL_YES;
    if (actions->kind != IL_LIST)
        return IL_MAYBE;
    for (size_t i = 0; i < actions->list.n; i++) {
        const il_value *action = actions->list.items[i];
        truth = il_and(truth, action->kind == IL_STRING ? covers(statement, action->string) : IL_MAYBE);
    }
    return truth;
}

il_answer il_trial__grants(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_value *sets = il_operand__value(trial, &cond->operands[0], spot);
    il_truth truth = IL_NO;
    if (il_value_absent(spot->value))
        return il_trial__leaf(trial, IL_NO, spot);
    if (spot->value->kind != IL_MAP)
        return il_trial__leaf(trial, spot->value->kind == IL_UNKNOWN ? IL_MAYBE : IL_NO, spot);
    if (cond->op == IL_OP_GRANTS)
        return il_trial__leaf(trial, covers_all(spot->value, sets), spot);
    if (sets->kind != IL_LIST)
        return il_trial__leaf(trial, IL_MAYBE, spot);
    for (size_t i = 0; i < sets->list.n; i++)
        truth = il_or(truth, covers_all(spot->value, sets->list.items[i]));
    return il_trial__leaf(trial, truth, spot);
}
