#include <math.h>
#include <string.h>

#include "trial.h"

static const il_value unknown_operand = {.kind = IL_UNKNOWN, .unknown = {.reason = "an operand is not known"}};

static bool word_of_bool(il_str text, bool *out)
{
    bool yes = il_str_eq_nocase(text, IL_STR("true"));
    if (!yes && !il_str_eq_nocase(text, IL_STR("false")))
        return false;
    *out = yes;
    return true;
}

bool il_scalar__number(const il_value *value, double *out)
{
    if (value->kind == IL_STRING)
        return il_str_number(value->string, out);
    if (value->kind != IL_NUMBER)
        return false;
    *out = value->number;
    return true;
}

bool il_scalar__text(il_arena *arena, const il_value *value, il_str *out)
{
    switch (value->kind) {
    case IL_STRING:
        *out = value->string;
        return true;
    case IL_BOOL:
        *out = value->boolean ? IL_STR("true") : IL_STR("false");
        return true;
    case IL_NUMBER:
        if (value->number == floor(value->number) && fabs(value->number) < 1e15)
            *out = il_arena_printf(arena, "%.0f", value->number);
        else
            *out = il_arena_printf(arena, "%.15g", value->number);
        return true;
    default:
        return false;
    }
}

static bool is_scalar(const il_value *value)
{
    return value->kind == IL_STRING || value->kind == IL_NUMBER || value->kind == IL_BOOL;
}

static bool equal_known(const il_value *a, const il_value *b)
{
    bool truth;
    double x, y;
    if (a->kind == IL_STRING && b->kind == IL_STRING)
        return il_str_eq(a->string, b->string);
    if (a->kind == IL_BOOL && b->kind == IL_BOOL)
        return a->boolean == b->boolean;
    if (a->kind == IL_BOOL)
        return b->kind == IL_STRING && word_of_bool(b->string, &truth) && truth == a->boolean;
    if (b->kind == IL_BOOL)
        return a->kind == IL_STRING && word_of_bool(a->string, &truth) && truth == b->boolean;
    return il_scalar__number(a, &x) && il_scalar__number(b, &y) && x == y;
}

il_truth il_scalar__equal(const il_value *a, const il_value *b)
{
    if (is_scalar(a) && is_scalar(b))
        return il_truth_of(equal_known(a, b));
    bool wrong =
        il_value_absent(a) || a->kind == IL_LIST || a->kind == IL_MAP || b->kind == IL_LIST || b->kind == IL_MAP;
    return wrong ? IL_NO : IL_MAYBE;
}

static const il_value *param_value(il_trial *trial, int index)
{
    const il_rule_param *param = &trial->rule->params[index];
    const il_value *all = trial->judge->options.params;
    if (!all)
        return param->fallback;
    const il_value *own = il_value_get(all, il_str_of(trial->rule->id));
    const il_value *set = il_value_get(own, il_str_of(param->name));
    return il_value_absent(set) ? param->fallback : set;
}

/* Sums, products and quotients are of known numbers only: arms are never multiplied. */
static const il_value *computed(il_trial *trial, const il_operand *operand, const il_spot *subject)
{
    double result = 0;
    for (size_t i = 0; i < operand->n_items; i++) {
        double x;
        if (!il_scalar__number(il_operand__value(trial, &operand->items[i], subject), &x))
            return &unknown_operand;
        if (i == 0)
            result = x;
        else if (operand->kind == IL_OPERAND_SUM)
            result += x;
        else
            result = operand->kind == IL_OPERAND_PRODUCT ? result * x : result / x;
    }
    if (!isfinite(result))
        return &unknown_operand;
    return il_value_number(trial->judge->arena, (il_loc){0}, result);
}

static const il_value *at_path(il_trial *trial, const il_operand *operand, const il_spot *subject)
{
    il_spot spot, properties = il_spot__properties(trial, subject);
    if (!il_spot__resolve(trial, operand->path, &properties, &spot))
        return &unknown_operand;
    return il_value_absent(spot.value) && operand->value ? operand->value : spot.value;
}

/* A table without a key is itself; with one, the entry of that key: nothing when it has none. */
static const il_value *from_table(il_trial *trial, const il_operand *operand, const il_spot *subject)
{
    if (!operand->path)
        return operand->value;
    il_spot spot, properties = il_spot__properties(trial, subject);
    il_str key;
    if (!il_spot__resolve(trial, operand->path, &properties, &spot))
        return &unknown_operand;
    if (il_value_absent(spot.value))
        return &il_missing;
    if (!il_scalar__text(trial->judge->arena, spot.value, &key))
        return &unknown_operand;
    return il_value_get(operand->value, key);
}

const il_value *il_operand__value(il_trial *trial, const il_operand *operand, const il_spot *subject)
{
    switch (operand->kind) {
    case IL_OPERAND_VALUE:
        return operand->value;
    case IL_OPERAND_PARAM:
        return param_value(trial, operand->index);
    case IL_OPERAND_PATH:
        return at_path(trial, operand, subject);
    case IL_OPERAND_SUM:
    case IL_OPERAND_PRODUCT:
    case IL_OPERAND_QUOTIENT:
        return computed(trial, operand, subject);
    case IL_OPERAND_TABLE:
        return from_table(trial, operand, subject);
    case IL_OPERAND_SLOT:
    case IL_OPERAND_SELF:
    case IL_OPERAND_TYPE:
        break;
    }
    return &unknown_operand;
}
