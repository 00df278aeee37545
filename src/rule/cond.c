#include <string.h>

#include "trial.h"

il_answer il_trial__leaf(il_trial *trial, il_truth truth, const il_spot *spot)
{
    return (il_answer){.truth = truth, .why = trial->explain ? il_spot__witness(trial, spot) : NULL};
}

/* Of two places that decide alike: $self's own, then the deeper one. */
static const il_witness *better(const il_witness *a, const il_witness *b, bool later)
{
    if (!a || !b)
        return a ? a : b;
    if (a->own != b->own)
        return a->own ? a : b;
    if (a->depth != b->depth)
        return a->depth > b->depth ? a : b;
    return later ? b : a;
}

/* and = least, or = greatest. What decides is what has that truth; where every yes is needed (`and` is yes), the last one is shown, since
 * pages write what is wrong after what it is wrong about. */
il_answer il_trial__fold(const il_answer *answers, size_t n, bool least)
{
    il_answer all = {.truth = least ? IL_YES : IL_NO};
    for (size_t i = 0; i < n; i++)
        all.truth = least ? il_and(all.truth, answers[i].truth) : il_or(all.truth, answers[i].truth);
    bool strict = least == (all.truth == IL_NO); /* one deciding answer suffices */
    all.lone = strict && n > 0;
    for (size_t i = 0; i < n; i++) {
        if (answers[i].truth != all.truth)
            continue;
        all.why = better(all.why, answers[i].why, least && all.truth == IL_YES);
        all.lone = strict ? all.lone && answers[i].lone : all.lone || answers[i].lone;
    }
    return all;
}

static const il_witness *under(il_trial *trial, const il_witness *why, const il_condition *condition)
{
    if (!why)
        return NULL;
    il_witness *copy = IL_NEW(trial->judge->arena, il_witness);
    *copy = *why;
    copy->arm =
        il_arena_printf(trial->judge->arena, "%.*s = %s", IL_FMT(condition->text), condition->holds ? "true" : "false");
    return copy;
}

il_answer il_trial__agree(il_trial *trial, const il_value *choice, const il_answer *answers)
{
    size_t n = choice->choice.n, first = 0;
    bool all = true, rest = true, any_rest = false;
    for (size_t i = 1; i < n; i++)
        all = all && answers[i].truth == answers[0].truth;
    if (all)
        return answers[0];
    for (size_t i = 0; i < n; i++) {
        if (il_judge__arm_exempt(trial->judge, &choice->choice.arms[i].condition))
            continue;
        if (any_rest)
            rest = rest && answers[i].truth == answers[first].truth;
        else
            first = i;
        any_rest = true;
    }
    if (any_rest && rest)
        return answers[first];
    il_answer maybe = {.truth = IL_MAYBE};
    for (size_t i = 0; i < n && !maybe.why; i++)
        if (answers[i].truth != IL_YES)
            maybe.why = under(trial, answers[i].why, &choice->choice.arms[i].condition);
    return maybe;
}

static il_answer eval_known(il_trial *trial, const il_cond *cond, const il_spot *spot);

static il_answer walk(il_trial *trial, const il_path *path, size_t i, const il_cond *kid, const il_spot *spot);

/* Each arm of the choice at SPOT is judged by itself. */
static il_answer walk_arms(il_trial *trial, const il_path *path, size_t i, const il_cond *kid, const il_spot *spot)
{
    il_answer answers[IL_ARMS_MAX];
    const il_value *choice = spot->value;
    for (size_t arm = 0; arm < choice->choice.n; arm++) {
        il_spot one = *spot;
        one.value = choice->choice.arms[arm].value;
        answers[arm] = walk(trial, path, i, kid, &one);
    }
    return il_trial__agree(trial, choice, answers);
}

/* KID on what KEYS lead to from SPOT. */
static il_answer walk(il_trial *trial, const il_path *path, size_t i, const il_cond *kid, const il_spot *spot)
{
    if (spot->value->kind == IL_CHOICE)
        return walk_arms(trial, path, i, kid, spot);
    if (!path || i == path->n_keys)
        return eval_known(trial, kid, spot);
    il_spot next = il_spot__step(trial->judge->arena, spot, path->keys[i]);
    return walk(trial, path, i + 1, kid, &next);
}

static il_answer eval_path(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_spot root;
    if (!il_spot__start(trial, cond->path, spot, &root))
        return il_trial__leaf(trial, IL_MAYBE, spot);
    return walk(trial, cond->path, 0, &cond->kids[0], &root);
}

static il_answer eval_kids(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    bool least = cond->op == IL_OP_AND;
    il_answer so_far = {.truth = least ? IL_YES : IL_NO};
    for (size_t i = 0; i < cond->n_kids; i++) {
        il_answer pair[2] = {so_far, il_trial__eval(trial, &cond->kids[i], spot)};
        so_far = i ? il_trial__fold(pair, 2, least) : pair[1];
        if (!trial->explain && !so_far.lone && so_far.truth == (least ? IL_NO : IL_YES))
            break;
    }
    return so_far;
}

static il_answer eval_default(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    if (!il_value_absent(spot->value))
        return il_trial__eval(trial, &cond->kids[0], spot);
    il_spot stand_in = *spot;
    stand_in.value = il_operand__value(trial, &cond->operands[0], spot);
    il_answer answer = il_trial__eval(trial, &cond->kids[0], &stand_in);
    if (answer.why)
        answer.why = il_spot__witness(trial, spot);
    return answer;
}

static il_answer eval_known(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_answer answer;
    switch (cond->op) {
    case IL_OP_AND:
    case IL_OP_OR:
        return eval_kids(trial, cond, spot);
    case IL_OP_NOT:
        answer = il_trial__eval(trial, &cond->kids[0], spot);
        answer.truth = il_not(answer.truth);
        return answer;
    case IL_OP_PATH:
        return eval_path(trial, cond, spot);
    case IL_OP_DEFAULT:
        return eval_default(trial, cond, spot);
    case IL_OP_LENGTH:
    case IL_OP_ANY:
    case IL_OP_ALL:
    case IL_OP_NONE:
    case IL_OP_KEYS:
    case IL_OP_INCLUDES:
    case IL_OP_NONE_KEY:
        return il_trial__quantifier(trial, cond, spot);
    case IL_OP_NAMES:
    case IL_OP_MENTIONS:
    case IL_OP_TEXT:
    case IL_OP_SAME_AS:
        return il_trial__names(trial, cond, spot);
    case IL_OP_GRANTS:
    case IL_OP_GRANTS_ANY:
        return il_trial__grants(trial, cond, spot);
    case IL_OP_EXISTS:
    case IL_OP_COUNT:
    case IL_OP_EVERY:
        return il_trial__relation(trial, cond, spot);
    default:
        return il_trial__word(trial, cond, spot);
    }
}

il_answer il_trial__eval(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    return spot->value->kind == IL_CHOICE ? walk_arms(trial, NULL, 0, cond, spot) : eval_known(trial, cond, spot);
}
