#include "select.h"

#include <stdlib.h>
#include <string.h>

#include "config_keys.h"
#include "vec.h"

static bool in_pack(const il_rule *rule, il_str name)
{
    for (size_t i = 0; i < rule->n_packs; i++)
        if (il_str_is(name, rule->packs[i]))
            return true;
    return false;
}

static bool also_named(const il_rule *rule, il_str name)
{
    for (size_t i = 0; i < rule->n_also; i++)
        for (size_t j = 0; j < rule->also[i].n_ids; j++)
            if (il_str_eq_nocase(name, il_str_of(rule->also[i].ids[j])))
                return true;
    return false;
}

/* "s3-*" names all rules that begin with "s3-". */
bool il_select__matches(const il_rule *rule, il_str word)
{
    il_str id = il_str_of(rule->id);
    if (il_str_is(word, "all") || il_str_eq(word, id) || il_str_is(word, rule->category))
        return true;
    if (word.n && word.p[word.n - 1] == '*')
        return il_str_starts(id, il_str_slice(word, 0, word.n - 1));
    return in_pack(rule, word) || also_named(rule, word);
}

static bool any_match(const il_rule *rule, const il_str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (il_select__matches(rule, words[i]))
            return true;
    return false;
}

static const char *nearest_name(il_arena *arena, const il_rules *rules, il_str word)
{
    IL_VEC(const char *) names = {0};
    for (size_t i = 0; i < il_rules_count(rules); i++) {
        const il_rule *rule = il_rules_at(rules, i);
        IL_PUSH(arena, &names, rule->id);
        IL_PUSH(arena, &names, rule->category);
        for (size_t j = 0; j < rule->n_packs; j++)
            IL_PUSH(arena, &names, rule->packs[j]);
        for (size_t j = 0; j < rule->n_also; j++)
            for (size_t k = 0; k < rule->also[j].n_ids; k++)
                IL_PUSH(arena, &names, rule->also[j].ids[k]);
    }
    return il_nearest(word, names.items, names.n);
}

static bool names_something(const il_rules *rules, il_str word)
{
    if (il_str_is(word, "all"))
        return true;
    for (size_t i = 0; i < il_rules_count(rules); i++)
        if (il_select__matches(il_rules_at(rules, i), word))
            return true;
    return false;
}

bool il_select__names(il_arena *arena, const il_rules *rules, il_str word, const char **meant)
{
    bool found = names_something(rules, word);
    *meant = found ? NULL : nearest_name(arena, rules, word);
    return found;
}

static bool check_words(il_arena *arena, const il_rules *rules, const il_str *words, size_t n, il_selected *out)
{
    for (size_t i = 0; i < n; i++) {
        if (il_select__names(arena, rules, words[i], &out->meant))
            continue;
        out->unknown = words[i];
        return false;
    }
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const il_rule *const *)a)->id, (*(const il_rule *const *)b)->id);
}

il_selected il_select(il_arena *arena, const il_rules *rules, const il_selection *selection)
{
    static const il_str recommended[] = {IL_STR_INIT("recommended")};
    il_selected out = {0};
    if (!check_words(arena, rules, selection->select, selection->n_select, &out) ||
        !check_words(arena, rules, selection->ignore, selection->n_ignore, &out))
        return out;
    const il_str *select = selection->n_select ? selection->select : recommended;
    size_t n_select = selection->n_select ? selection->n_select : 1;
    const il_rule **chosen = IL_NEW_ARRAY(arena, il_rules_count(rules), const il_rule *);
    for (size_t i = 0; i < il_rules_count(rules); i++) {
        const il_rule *rule = il_rules_at(rules, i);
        bool wanted = any_match(rule, select, n_select) || (rule->folder && !selection->n_select);
        if (wanted && !any_match(rule, selection->ignore, selection->n_ignore))
            chosen[out.n++] = rule;
    }
    if (rules && rules->n_own)
        qsort(chosen, out.n, sizeof *chosen, by_id);
    out.rules = chosen;
    return out;
}
