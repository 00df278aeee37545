/* What a configuration makes of a rule and of a finding. */
#include "config_keys.h"

#include "own.h"
#include "wildcard.h"

/* How exactly WORD speaks of one rule: an id before a prefix, and both before packs and categories. */
static int exactness(const il_rule *rule, il_str word)
{
    if (il_str_is(word, rule->id))
        return 3;
    return word.n && word.p[word.n - 1] == '*' ? 2 : 1;
}

/* What RULES say of RULE: the most exact word, of equal ones the last. NULL when nothing. */
static const il_config_rule *said(const il_config_rules *rules, const il_rule *rule)
{
    const il_config_rule *best = NULL;
    int best_exactness = 0;
    for (size_t i = 0; i < rules->n; i++) {
        const il_config_rule *one = &rules->items[i];
        if (!il_select__matches(rule, one->word) || exactness(rule, one->word) < best_exactness)
            continue;
        best = one;
        best_exactness = exactness(rule, one->word);
    }
    return best;
}

static bool in_packs(const il_config *config, const il_rule *rule)
{
    if (rule->folder)
        return il_own_is_from(rule, config->rule_folders.items, config->rule_folders.n);
    if (!config->packs.n)
        return il_select__matches(rule, IL_STR("recommended"));
    for (size_t i = 0; i < config->packs.n; i++)
        if (il_select__matches(rule, config->packs.items[i]))
            return true;
    return false;
}

static bool on_by_itself(const il_config *config, const il_rule *rule)
{
    const il_config_rule *word = said(&config->rules, rule);
    return word ? !word->off : in_packs(config, rule);
}

bool il_config_uses(const il_config *config, const il_rule *rule)
{
    if (on_by_itself(config, rule))
        return true;
    for (size_t i = 0; i < config->overrides.n; i++) {
        const il_config_rule *word = said(&config->overrides.items[i].rules, rule);
        if (word && !word->off)
            return true;
    }
    return false;
}

/* PATH below FOLDER, or as it is when it lies elsewhere. */
static il_str below(il_str folder, il_str path)
{
    if (!folder.n || !il_str_starts(path, folder) || path.n <= folder.n || path.p[folder.n] != '/')
        return path;
    return il_str_slice(path, folder.n + 1, path.n);
}

/* A pattern without a slash is of a name at any depth, as in .gitignore. */
static bool path_matches(il_str pattern, il_str path)
{
    if (pattern.n && pattern.p[pattern.n - 1] == '/')
        pattern.n--;
    if (il_str_contains(pattern, IL_STR("/"))) {
        if (pattern.p[0] == '/')
            pattern = il_str_slice(pattern, 1, pattern.n);
        else if (il_str_starts(pattern, IL_STR("./")))
            pattern = il_str_slice(pattern, 2, pattern.n);
        return il_wildcard_match(pattern, path);
    }
    while (path.p) {
        il_str part = il_str_cut(&path, '/');
        if (il_wildcard_match(pattern, part))
            return true;
    }
    return false;
}

static bool any_path(const il_config_words *patterns, il_str path)
{
    for (size_t i = 0; i < patterns->n; i++)
        if (path_matches(patterns->items[i], path))
            return true;
    return false;
}

static bool any_text(const il_config_words *patterns, il_str text)
{
    for (size_t i = 0; i < patterns->n; i++)
        if (il_wildcard_match(patterns->items[i], text))
            return true;
    return false;
}

static bool applies(const il_config *config, const il_config_override *override, const il_config_subject *subject)
{
    if (override->files.n && !any_path(&override->files, below(config->folder, subject->path)))
        return false;
    if (override->stacks.n && !any_text(&override->stacks, subject->stack))
        return false;
    if (override->environments.n && !any_text(&override->environments, subject->environment))
        return false;
    return !override->constructs.n || any_text(&override->constructs, subject->construct_path);
}

bool il_config_admits(const il_config *config, const il_rule *rule, const il_config_subject *subject,
                      il_severity *severity)
{
    bool on = on_by_itself(config, rule);
    const il_config_rule *word = said(&config->rules, rule);
    for (size_t i = 0; i < config->overrides.n; i++) {
        const il_config_rule *here = said(&config->overrides.items[i].rules, rule);
        if (!here || !applies(config, &config->overrides.items[i], subject))
            continue;
        word = here;
        on = !here->off;
    }
    if (on && word && word->severe)
        *severity = word->severity;
    return on;
}

bool il_config_excludes(const il_config *config, il_str path, bool is_folder)
{
    il_str relative = below(config->folder, path);
    if (any_path(&config->exclude, relative))
        return true;
    return !is_folder && config->include.n && !any_path(&config->include, relative);
}

static void put_words(il_buf *out, const char *name, const il_config_words *words)
{
    il_buf_printf(out, ",\n  \"%s\": [", name);
    for (size_t i = 0; i < words->n; i++) {
        il_buf_puts(out, i ? ", \"" : "\"");
        il_buf_json(out, words->items[i]);
        il_buf_putc(out, '"');
    }
    il_buf_putc(out, ']');
}

void il_config_show(il_buf *out, const il_config *config, const il_rules *rules)
{
    il_buf_puts(out, "{\n  \"path\": \"");
    il_buf_json(out, config->path);
    il_buf_printf(out, "\",\n  \"failOn\": \"%s\",\n  \"fix\": {\"unsafe\": %s}",
                  config->fails_never ? "never" : il_severity_name(config->fail_on),
                  config->unsafe_fixes ? "true" : "false");
    put_words(out, "include", &config->include);
    put_words(out, "exclude", &config->exclude);
    put_words(out, "rulesDirs", &config->rule_folders);
    put_words(out, "nonSuppressible", &config->non_suppressible);
    il_buf_printf(out,
                  ",\n  \"suppressions\": {\"requireReason\": %s, \"minReason\": %u, \"maxDays\": %u, \"honor\": [",
                  config->require_reason ? "true" : "false", config->min_reason, config->max_days);
    for (size_t i = 0, n = 0; i < IL_HONORED_TOOLS; i++)
        if (config->honored >> i & 1)
            il_buf_printf(out, "%s\"%s\"", n++ ? ", " : "", il_honored_tools[i]);
    il_buf_puts(out, "]}");
    if (config->baseline.p) {
        il_buf_puts(out, ",\n  \"baseline\": \"");
        il_buf_json(out, config->baseline);
        il_buf_putc(out, '"');
    }
    il_buf_puts(out, ",\n  \"rules\": {");
    bool first = true;
    for (size_t i = 0; i < il_rules_count(rules); i++) {
        const il_rule *rule = il_rules_at(rules, i);
        const il_config_rule *word = said(&config->rules, rule);
        if (!on_by_itself(config, rule))
            continue;
        il_severity severity = word && word->severe ? word->severity : rule->severity;
        il_buf_printf(out, "%s\n    \"%s\": \"%s\"", first ? "" : ",", rule->id, il_severity_name(severity));
        first = false;
    }
    il_buf_puts(out, "\n  }\n}\n");
}
