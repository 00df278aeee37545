#include "rule.h"

#include "code.h"

const il_rule *il_rule_find(il_str id)
{
    size_t low = 0, high = il_rules_builtin_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = il_str_cmp(id, il_str_of(il_rules_builtin[middle].id));
        if (order == 0)
            return &il_rules_builtin[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *const *il_rule_types(const il_rule *rule, size_t *n)
{
    *n = rule->code->n_types;
    return rule->code->types;
}

size_t il_rules_count(const il_rules *rules)
{
    return il_rules_builtin_count + (rules ? rules->n_own : 0);
}

const il_rule *il_rules_at(const il_rules *rules, size_t i)
{
    return i < il_rules_builtin_count ? &il_rules_builtin[i] : rules->own[i - il_rules_builtin_count];
}

const il_rule *il_rules_find(const il_rules *rules, il_str id)
{
    for (size_t i = 0; rules && i < rules->n_own; i++)
        if (il_str_is(id, rules->own[i]->id))
            return rules->own[i];
    return il_rule_find(id);
}
