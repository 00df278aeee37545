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
