/* A configuration's text → il_config. Every key that is not known, every value of a wrong kind and every name that names nothing is a problem
 * at its place; what is right beside it is read all the same. */
#include "config_keys.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "nearest.h"

typedef const il_config_reading reader;

void il_config__problem(il_sink *problems, il_loc loc, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    il_finding finding = {
        .rule = IL_RULE_CONFIG, .severity = IL_ERROR, .category = IL_STR("syntax"), .origin = "syntax"};
    finding.loc = loc;
    finding.message = il_arena_str(problems->arena, il_str_of(text));
    il_sink_report(problems, finding);
}

static il_loc place(const reader *r, const il_node *node)
{
    return (il_loc){r->document->source, node->span};
}

static void wrong_kind(reader *r, const il_node *node, const char *name, const char *wanted)
{
    il_config__problem(r->problems, place(r, node), "'%s' must be %s", name, wanted);
}

static void read_words(reader *r, const il_node *node, const char *name, il_config_words *out)
{
    *out = (il_config_words){0};
    if (node->kind == IL_NODE_STRING) {
        IL_PUSH(r->arena, out, node->text);
        return;
    }
    if (node->kind != IL_NODE_LIST) {
        wrong_kind(r, node, name, "a list of texts");
        return;
    }
    for (size_t i = 0; i < node->list.n; i++) {
        const il_node *item = node->list.items[i];
        if (item->kind == IL_NODE_STRING)
            IL_PUSH(r->arena, out, item->text);
        else
            wrong_kind(r, item, name, "a list of texts");
    }
}

static bool param_fits(const il_rule_param *param, const il_node *node)
{
    double number;
    bool list = strcmp(param->type, "list") == 0, text = strcmp(param->type, "string") == 0;
    if (list || text)
        return node->kind == (list ? IL_NODE_LIST : IL_NODE_STRING);
    if (strcmp(param->type, "boolean") == 0)
        return node->kind == IL_NODE_BOOL;
    bool whole = strcmp(param->type, "integer") == 0;
    return node->kind == IL_NODE_NUMBER && il_node_number(node, &number) &&
           (!whole || number == (double)(long long)number);
}

/* Checks the parameters NODE of the rule that WORD names. */
static void check_params(reader *r, il_str word, const il_node *node)
{
    const il_rule *rule = il_rules_find(r->rules, word);
    if (!rule) {
        il_config__problem(r->problems, place(r, node), "parameters are set on one rule, by its id");
        return;
    }
    const char **names = IL_NEW_ARRAY(r->arena, rule->n_params + 1, const char *);
    for (size_t i = 0; i < rule->n_params; i++)
        names[i] = rule->params[i].name;
    for (size_t i = 0; i < node->map.n; i++) {
        const il_member *member = &node->map.members[i];
        const il_rule_param *param = NULL;
        for (size_t j = 0; j < rule->n_params && !param; j++)
            param = il_str_is(member->key->text, names[j]) ? &rule->params[j] : NULL;
        if (param && !param_fits(param, member->value))
            il_config__problem(r->problems, place(r, member->value), "'%s' of %s must be %s %s", param->name, rule->id,
                               strchr("aeiou", param->type[0]) ? "an" : "a", param->type);
        if (param)
            continue;
        const char *meant = il_nearest(member->key->text, names, rule->n_params);
        il_config__problem(r->problems, place(r, member->key), "%s has no parameter '%.*s'%s%s%s", rule->id,
                           IL_FMT(member->key->text), meant ? "; did you mean '" : "", meant ? meant : "",
                           meant ? "'?" : "");
    }
}

static bool read_level(reader *r, const il_node *node, il_config_rule *out)
{
    if (node->kind == IL_NODE_BOOL) { /* YAML reads on and off as booleans */
        out->off = !node->boolean;
        return true;
    }
    out->off = il_str_is(il_node_string(node), "off");
    out->severe = il_severity_parse(il_node_string(node), &out->severity);
    if (out->off || out->severe || il_str_is(il_node_string(node), "on"))
        return true;
    il_config__problem(r->problems, place(r, node),
                       "a rule is \"off\", \"on\", \"note\", \"warning\" or \"error\", or a list of that and "
                       "its parameters");
    return false;
}

/* Whether WORD, at NODE, names a rule; reported when it does not. */
static bool names_rule(reader *r, const il_node *node, il_str word)
{
    const char *meant = NULL;
    if (il_select__names(r->arena, r->rules, word, &meant))
        return true;
    if (!r->partial)
        il_config__problem(r->problems, place(r, node), "'%.*s' names no rule%s%s%s", IL_FMT(word),
                           meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    return false;
}

static void read_rule(reader *r, const il_member *member, il_config_rules *out)
{
    const il_node *value = member->value, *params = NULL;
    il_config_rule rule = {.word = member->key->text, .loc = place(r, member->key)};
    if (!names_rule(r, member->key, rule.word))
        return;
    if (value->kind == IL_NODE_LIST && value->list.n > 0 && value->list.n <= 2) {
        params = value->list.n == 2 ? value->list.items[1] : NULL;
        value = value->list.items[0];
    }
    if (!read_level(r, value, &rule))
        return;
    if (params && params->kind != IL_NODE_MAP) {
        il_config__problem(r->problems, place(r, params), "the parameters of a rule are a map");
    } else if (params) {
        check_params(r, rule.word, params);
        rule.params = params;
    }
    IL_PUSH(r->arena, out, rule);
}

static void read_rules(reader *r, const il_node *node, const char *name, il_config_rules *out)
{
    if (node->kind != IL_NODE_MAP) {
        wrong_kind(r, node, name, "a map of rules");
        return;
    }
    for (size_t i = 0; i < node->map.n; i++)
        read_rule(r, &node->map.members[i], out);
}

static void read_object(reader *r, const il_node *node, const il_config_table *table, void *out);

static void read_overrides(reader *r, const il_node *node, const char *name, il_config *out)
{
    if (node->kind != IL_NODE_LIST) {
        wrong_kind(r, node, name, "a list");
        return;
    }
    for (size_t i = 0; i < node->list.n; i++) {
        const il_node *item = node->list.items[i];
        il_config_override override = {.reason = {NULL, 0}};
        read_object(r, item, &il_override_keys, &override);
        for (size_t j = 0; j < override.rules.n; j++)
            if (override.rules.items[j].params)
                il_config__problem(r->problems, override.rules.items[j].loc,
                                   "parameters hold everywhere: set them in 'rules', outside of 'overrides'");
        bool narrow = override.files.n || override.stacks.n || override.environments.n || override.constructs.n;
        if (item->kind == IL_NODE_MAP && !narrow)
            il_config__problem(r->problems, place(r, item),
                               "an override says where: files, stacks, environments or constructs");
        IL_PUSH(r->arena, &out->overrides, override);
    }
}

static void read_fail_on(reader *r, const il_node *node, const char *name, il_config *out)
{
    il_str word = il_node_string(node);
    out->fails_never = il_str_is(word, "never");
    if (!out->fails_never && !il_severity_parse(word, &out->fail_on))
        wrong_kind(r, node, name, "\"note\", \"warning\", \"error\" or \"never\"");
}

static void read_count(reader *r, const il_node *node, const char *name, unsigned *out)
{
    double number;
    bool fits = node->kind == IL_NODE_NUMBER && il_node_number(node, &number) && number >= 0 && number <= 100000;
    if (fits && number == (double)(unsigned)number)
        *out = (unsigned)number;
    else
        wrong_kind(r, node, name, "a whole number from 0 to 100000");
}

static void read_honored(reader *r, const il_node *node, const char *name, unsigned *out)
{
    if (node->kind != IL_NODE_LIST) {
        wrong_kind(r, node, name, "a list of tools");
        return;
    }
    *out = 0;
    for (size_t i = 0; i < node->list.n; i++) {
        il_str word = il_node_string(node->list.items[i]);
        size_t at = 0;
        while (at < IL_HONORED_TOOLS && !il_str_is(word, il_honored_tools[at]))
            at++;
        if (at < IL_HONORED_TOOLS) {
            *out |= 1u << at;
            continue;
        }
        const char *meant = il_nearest(word, il_honored_tools, IL_HONORED_TOOLS);
        il_config__problem(r->problems, place(r, node->list.items[i]),
                           "'%.*s' is no tool whose suppressions are known%s%s%s", IL_FMT(word),
                           meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    }
}

static void read_key(reader *r, const il_node *node, const il_config_key *key, void *out)
{
    char *field = (char *)out + key->offset;
    switch (key->kind) {
    case IL_KEY_IGNORED:
        break;
    case IL_KEY_BOOL:
        if (node->kind == IL_NODE_BOOL)
            *(bool *)field = node->boolean;
        else
            wrong_kind(r, node, key->name, "true or false");
        break;
    case IL_KEY_TEXT:
        if (node->kind == IL_NODE_STRING)
            *(il_str *)(void *)field = node->text;
        else
            wrong_kind(r, node, key->name, "a text");
        break;
    case IL_KEY_WORDS:
        read_words(r, node, key->name, (il_config_words *)(void *)field);
        break;
    case IL_KEY_COUNT:
        read_count(r, node, key->name, (unsigned *)(void *)field);
        break;
    case IL_KEY_HONOR:
        read_honored(r, node, key->name, (unsigned *)(void *)field);
        break;
    case IL_KEY_FAIL_ON:
        read_fail_on(r, node, key->name, out);
        break;
    case IL_KEY_RULES:
    case IL_KEY_LEVELS:
        read_rules(r, node, key->name, (il_config_rules *)(void *)field);
        break;
    case IL_KEY_OVERRIDES:
        read_overrides(r, node, key->name, out);
        break;
    case IL_KEY_OBJECT:
        read_object(r, node, key->inner, out);
        break;
    }
}

static void unknown_key(reader *r, const il_node *key, const il_config_table *table)
{
    const char **names = IL_NEW_ARRAY(r->arena, table->n, const char *);
    for (size_t i = 0; i < table->n; i++)
        names[i] = table->keys[i].name;
    const char *meant = il_nearest(key->text, names, table->n);
    il_config__problem(r->problems, place(r, key), "unknown key '%.*s'%s%s%s", IL_FMT(key->text),
                       meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

static void read_object(reader *r, const il_node *node, const il_config_table *table, void *out)
{
    if (node->kind != IL_NODE_MAP) {
        wrong_kind(r, node, table->name, "a map");
        return;
    }
    for (size_t i = 0; i < node->map.n; i++) {
        const il_member *member = &node->map.members[i];
        const il_config_key *key = NULL;
        for (size_t j = 0; j < table->n && !key; j++)
            key = il_str_is(member->key->text, table->keys[j].name) ? &table->keys[j] : NULL;
        if (key)
            read_key(r, member->value, key, out);
        else
            unknown_key(r, member->key, table);
    }
}

/* Whether the words of KEY, one or a list, name rules. */
static void check_words(reader *r, const il_node *node, const char *key)
{
    const il_node *words = il_node_get(node, il_str_of(key));
    bool list = words && words->kind == IL_NODE_LIST;
    for (size_t i = 0; words && i < (list ? words->list.n : 1); i++) {
        const il_node *item = list ? words->list.items[i] : words;
        if (item->kind == IL_NODE_STRING)
            names_rule(r, item, item->text);
    }
}

void il_config__read(const il_config_reading *reading, const il_node *node, il_config *out)
{
    read_object(reading, node, &il_config_keys, out);
    check_words(reading, node, "packs");
    check_words(reading, node, "nonSuppressible");
}
