#include <string.h>

#include "trial.h"
#include "utf8.h"

/* What stands as a list: a list, or one value as a list of one. Calls other than text may give lists. */
typedef struct {
    const il_spot *spot;
    size_t n;
    bool one;  /* the subject itself is the only element */
    bool open; /* there may be more */
} il_elements;

static bool elements_of(const il_spot *spot, il_elements *out)
{
    const il_value *value = spot->value;
    bool text = value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0;
    bool reference = value->kind == IL_REF && value->ref.target && !value->parameter;
    *out = (il_elements){.spot = spot};
    if (value->kind == IL_LIST) {
        out->n = value->list.n;
        out->open = value->open;
        return true;
    }
    if (value->kind == IL_UNKNOWN || ((value->kind == IL_CALL || value->kind == IL_REF) && !text && !reference))
        return false;
    out->one = !il_value_absent(value);
    out->n = out->one;
    return true;
}

static il_answer judge_element(il_trial *trial, const il_cond *cond, const il_spot *element)
{
    if (cond->slot != IL_SLOT_NONE)
        trial->slots[cond->slot] = (il_binding){.kind = IL_BOUND_VALUE, .spot = *element};
    return il_trial__eval(trial, &cond->kids[0], element);
}

/* An element of a list that may be absent (AWS::NoValue in one arm) says nothing where it is: NEUTRAL. */
static il_answer element_answer(il_trial *trial, const il_cond *cond, const il_spot *element, il_truth neutral)
{
    const il_value *value = element->value;
    if (value->kind == IL_MISSING)
        return (il_answer){.truth = neutral};
    if (value->kind != IL_CHOICE)
        return judge_element(trial, cond, element);
    il_answer answers[IL_ARMS_MAX];
    for (size_t i = 0; i < value->choice.n; i++) {
        il_spot arm = *element;
        arm.value = value->choice.arms[i].value;
        answers[i] = element_answer(trial, cond, &arm, neutral);
    }
    return il_trial__agree(trial, value, answers);
}

/* any (ALL false) and all. Without an element that decides, the list itself is the place. */
static il_answer over_elements(il_trial *trial, const il_cond *cond, const il_spot *spot, bool all)
{
    il_elements list;
    il_truth neutral = all ? IL_YES : IL_NO;
    if (!elements_of(spot, &list))
        return il_trial__leaf(trial, IL_MAYBE, spot);
    il_answer so_far = il_trial__leaf(trial, list.open ? IL_MAYBE : neutral, spot);
    for (size_t i = 0; i < list.n; i++) {
        il_spot element = list.one ? *spot : il_spot__element(spot, i);
        il_answer pair[2] = {so_far, element_answer(trial, cond, &element, neutral)};
        so_far = il_trial__fold(pair, 2, all);
    }
    bool decided = all ? so_far.truth == IL_NO : so_far.truth == IL_YES;
    if (trial->explain && !decided)
        so_far.why = il_spot__witness(trial, spot);
    return so_far;
}

static il_answer quantify(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_answer answer = over_elements(trial, cond, spot, cond->op == IL_OP_ALL);
    if (cond->op == IL_OP_NONE)
        answer.truth = il_not(answer.truth);
    return answer;
}

/* The keys of a map as a list of strings, each where it is written. */
static il_answer keys(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_value *map = spot->value;
    if (map->kind != IL_MAP) {
        bool known = il_value_absent(map) || map->kind == IL_LIST || map->kind == IL_STRING || map->kind == IL_NUMBER ||
                     map->kind == IL_BOOL;
        return il_trial__leaf(trial, known ? IL_NO : IL_MAYBE, spot);
    }
    il_arena *arena = trial->judge->arena;
    const il_value **names = IL_NEW_ARRAY(arena, map->map.n, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < map->map.n; i++)
        if (map->map.entries[i].value->kind != IL_MISSING)
            names[n++] = il_value_string(arena, map->map.entries[i].key_loc, map->map.entries[i].key);
    const il_value *list = il_value_list(arena, map->loc, names, n);
    il_spot spot_of_keys = *spot;
    spot_of_keys.value = map->open ? il_value_opened(arena, list) : list;
    return il_trial__eval(trial, &cond->kids[0], &spot_of_keys);
}

static size_t characters(il_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

/* How many there are: at least *LOW, at most *HIGH. False when the value has no length that could be known. */
static bool length_of(const il_value *value, double *low, double *high)
{
    bool open = false;
    size_t certain = 0, possible = 0;
    if (value->kind == IL_STRING) {
        certain = possible = characters(value->string);
    } else if (value->kind == IL_LIST) {
        open = value->open;
        for (size_t i = 0; i < value->list.n; i++) {
            certain += value->list.items[i]->kind != IL_MISSING && value->list.items[i]->kind != IL_CHOICE;
            possible += value->list.items[i]->kind != IL_MISSING;
        }
    } else if (value->kind == IL_MAP) {
        open = value->open;
        for (size_t i = 0; i < value->map.n; i++) {
            certain +=
                value->map.entries[i].value->kind != IL_MISSING && value->map.entries[i].value->kind != IL_CHOICE;
            possible += value->map.entries[i].value->kind != IL_MISSING;
        }
    } else {
        return false;
    }
    *low = (double)certain;
    *high = open ? 1e300 : (double)possible;
    return true;
}

static il_answer length(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    double low, high;
    if (!length_of(spot->value, &low, &high)) {
        il_kind kind = spot->value->kind;
        bool unclear = kind == IL_UNKNOWN || kind == IL_REF || kind == IL_CALL;
        return il_trial__leaf(trial, unclear ? IL_MAYBE : IL_NO, spot);
    }
    const il_value ends[2] = {{.kind = IL_NUMBER, .number = low}, {.kind = IL_NUMBER, .number = high}};
    il_truth truth = IL_YES;
    for (size_t i = 0; i < cond->n_kids; i++) {
        il_spot at_low = {.value = &ends[0]}, at_high = {.value = &ends[1]};
        il_trial quiet = *trial;
        quiet.explain = false;
        il_truth a = il_trial__eval(&quiet, &cond->kids[i], &at_low).truth;
        il_truth b = il_trial__eval(&quiet, &cond->kids[i], &at_high).truth;
        truth = il_and(truth, a == b ? a : IL_MAYBE);
    }
    return il_trial__leaf(trial, truth, spot);
}

static il_truth holds_one(const il_value *list, const il_value *wanted, bool open)
{
    il_truth truth = open ? IL_MAYBE : IL_NO;
    for (size_t i = 0; i < list->list.n; i++) {
        const il_value *item = list->list.items[i];
        il_truth one = item->kind == IL_CHOICE ? IL_MAYBE : il_scalar__equal(item, wanted);
        truth = il_or(truth, one);
    }
    return truth;
}

static il_answer includes(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_value *wanted = il_operand__value(trial, &cond->operands[0], spot);
    il_elements list;
    if (il_value_absent(spot->value))
        return il_trial__leaf(trial, IL_NO, spot);
    if (!elements_of(spot, &list) || wanted->kind == IL_UNKNOWN || wanted->kind == IL_CHOICE)
        return il_trial__leaf(trial, IL_MAYBE, spot);
    const il_value *items[1] = {spot->value}, *needs[1] = {wanted};
    const il_value alone = {.kind = IL_LIST, .list = {items, 1}}, one = {.kind = IL_LIST, .list = {needs, 1}};
    const il_value *have = list.one ? &alone : spot->value, *need = wanted->kind == IL_LIST ? wanted : &one;
    il_truth truth = IL_YES;
    for (size_t i = 0; i < need->list.n; i++)
        truth = il_and(truth, holds_one(have, need->list.items[i], list.open));
    return il_trial__leaf(trial, truth, spot);
}

static il_answer none_key(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    const il_value *map = spot->value, *key = il_operand__value(trial, &cond->operands[0], spot);
    if (map->kind != IL_MAP) {
        bool unclear = map->kind == IL_UNKNOWN || map->kind == IL_REF || map->kind == IL_CALL;
        return il_trial__leaf(trial, unclear ? IL_MAYBE : IL_NO, spot);
    }
    il_str name;
    if (!il_scalar__text(trial->judge->arena, key, &name))
        return il_trial__leaf(trial, IL_MAYBE, spot);
    il_spot entry = il_spot__step(trial->judge->arena, spot, name);
    if (entry.found && !il_value_absent(entry.value))
        return il_trial__leaf(trial, entry.value->kind == IL_CHOICE ? IL_MAYBE : IL_NO, &entry);
    return il_trial__leaf(trial, map->open && !entry.found ? IL_MAYBE : IL_YES, spot);
}

il_answer il_trial__quantifier(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    switch (cond->op) {
    case IL_OP_KEYS:
        return keys(trial, cond, spot);
    case IL_OP_LENGTH:
        return length(trial, cond, spot);
    case IL_OP_INCLUDES:
        return includes(trial, cond, spot);
    case IL_OP_NONE_KEY:
        return none_key(trial, cond, spot);
    default:
        return quantify(trial, cond, spot);
    }
}
