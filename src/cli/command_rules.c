/* `infralint rules`, `infralint explain`, and what reports say of rules. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "config.h"
#include "disk.h"
#include "terminal.h"
#include "wildcard.h"

static const char *best_fix(const il_rule *rule)
{
    if (!rule->n_fixes)
        return "none";
    for (size_t i = 0; i < rule->n_fixes; i++)
        if (rule->fixes[i].safety == IL_SAFE)
            return "safe";
    return "unsafe";
}

static void put_json(il_buf *out, const il_value *value)
{
    switch (value->kind) {
    case IL_BOOL:
        il_buf_puts(out, value->boolean ? "true" : "false");
        break;
    case IL_NUMBER:
        il_buf_printf(out, "%.15g", value->number);
        break;
    case IL_LIST:
        for (size_t i = 0; i < value->list.n; i++) {
            il_buf_puts(out, i ? ", " : "[");
            put_json(out, value->list.items[i]);
        }
        il_buf_puts(out, value->list.n ? "]" : "[]");
        break;
    default:
        il_buf_putc(out, '"');
        il_buf_json(out, value->string);
        il_buf_putc(out, '"');
    }
}

static const char *json_of(il_arena *arena, const il_value *value)
{
    il_buf out = {0};
    put_json(&out, value);
    const char *text = il_arena_str(arena, il_buf_str(&out)).p;
    il_buf_free(&out);
    return text;
}

static void describe(il_arena *arena, const il_rule *rule, il_report_rule *out)
{
    *out = (il_report_rule){.id = rule->id, .title = rule->title, .category = rule->category, .path = rule->path};
    out->page = rule->page;
    out->own = rule->folder != NULL;
    out->severity = rule->severity;
    out->packs = rule->packs;
    out->n_packs = rule->n_packs;
    out->fix = best_fix(rule);
    out->n_also = rule->n_also;
    il_report_param *params = IL_NEW_ARRAY(arena, rule->n_params, il_report_param);
    for (size_t i = 0; i < rule->n_params; i++) {
        const il_rule_param *param = &rule->params[i];
        params[i] = (il_report_param){param->name, param->type, param->description, json_of(arena, param->fallback)};
    }
    out->params = params;
    out->n_params = rule->n_params;
    out->types = il_rule_types(rule, &out->n_types);
    il_report_also *also = IL_NEW_ARRAY(arena, rule->n_also, il_report_also);
    for (size_t i = 0; i < rule->n_also; i++)
        also[i] = (il_report_also){rule->also[i].tool, rule->also[i].ids, rule->also[i].n_ids};
    out->also = also;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const il_report_rule *)a)->id, ((const il_report_rule *)b)->id);
}

const il_report_rule *il_commands__report_rules(il_arena *arena, const il_rules *rules, size_t *n)
{
    il_report_rule *out = IL_NEW_ARRAY(arena, il_rules_count(rules), il_report_rule);
    *n = il_rules_count(rules);
    for (size_t i = 0; i < *n; i++)
        describe(arena, il_rules_at(rules, i), &out[i]);
    if (rules->n_own)
        qsort(out, *n, sizeof *out, by_id);
    return out;
}

static int unknown_rule(const il_selected *selected)
{
    if (selected->meant)
        return il_commands__fail("unknown rule '%.*s'; did you mean '%s'?", IL_FMT(selected->unknown), selected->meant);
    return il_commands__fail("unknown rule '%.*s'; `infralint rules` lists them", IL_FMT(selected->unknown));
}

/* What two lists of words say: all, when the first is empty. */
static il_selection selection_of(const il_words *select, const il_words *ignore)
{
    static const il_str all[] = {IL_STR_INIT("all")};
    return (il_selection){select->n ? select->items : all, select->n ? select->n : 1, ignore->items, ignore->n};
}

int il_commands__select(const il_options *options, il_engine *engine)
{
    il_words select = {0};
    for (size_t i = 0; i < options->select.n; i++)
        IL_PUSH(options->arena, &select, options->select.items[i]);
    if (select.n && options->report_unused)
        IL_PUSH(options->arena, &select, IL_STR("suppression-unused"));
    il_selection selection = selection_of(&select, &options->ignore);
    il_selected selected = il_engine_select(engine, &selection);
    if (!selected.unknown.p && (options->fixable.n || options->unfixable.n)) {
        selection = selection_of(&options->fixable, &options->unfixable);
        selected = il_engine_select_fixable(engine, &selection);
    }
    return selected.unknown.p ? unknown_rule(&selected) : 0;
}

/* An engine that knows the rules of the working directory. What is wrong with its configuration or pages is said; the rest holds. */
static il_engine *engine_here(const il_options *options, const il_files *files)
{
    il_engine_options engine_options = {0};
    il_commands__discovery(options, &engine_options);
    il_engine *engine = il_engine_new(files, &engine_options);
    il_engine_config(engine, IL_STR(""));
    il_commands__say_config(il_engine_config_problems(engine));
    return engine;
}

/* Whether RULE judges resources of a type that PATTERN (AWS::S3::*) names. */
static bool judges_type(const il_rule *rule, il_str pattern)
{
    size_t n;
    const char *const *types = il_rule_types(rule, &n);
    for (size_t i = 0; i < n; i++)
        if (il_wildcard_match(pattern, il_str_of(types[i])))
            return true;
    return false;
}

static bool judges_any(const il_rule *rule, const il_words *patterns)
{
    for (size_t i = 0; i < patterns->n; i++)
        if (judges_type(rule, patterns->items[i]))
            return true;
    return !patterns->n;
}

/* Takes the words apart: types of resources have colons, everything else names rules. 2 when a type is nobody's. */
static int sort_words(const il_options *options, const il_rules *known, il_words *types, il_words *names)
{
    const il_words *both[] = {&options->paths, &options->select};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < both[i]->n; j++) {
            il_str word = both[i]->items[j];
            IL_PUSH(options->arena, il_str_contains(word, IL_STR("::")) ? types : names, word);
        }
    for (size_t i = 0; i < types->n; i++) {
        bool judged = false;
        for (size_t j = 0; j < il_rules_count(known) && !judged; j++)
            judged = judges_type(il_rules_at(known, j), types->items[i]);
        if (!judged)
            return il_commands__fail("no rule is about resources of type '%.*s'", IL_FMT(types->items[i]));
    }
    return 0;
}

static bool is_among(const il_rule *rule, const il_selected *selected)
{
    for (size_t i = 0; i < selected->n; i++)
        if (selected->rules[i] == rule)
            return true;
    return false;
}

/* The rules that the words and options ask for: all without any. */
static int filtered(const il_options *options, const il_rules *known, il_report_rule **rules, size_t *n)
{
    static const il_str all[] = {IL_STR_INIT("all")};
    il_words types = {0}, names = {0};
    if (sort_words(options, known, &types, &names))
        return 2;
    il_selection selection = {names.n ? names.items : all, names.n ? names.n : 1, options->ignore.items,
                              options->ignore.n};
    il_selected selected = il_select(options->arena, known, &selection);
    if (selected.unknown.p)
        return unknown_rule(&selected);
    il_selection with_fix = {.select = options->fixable.items, .n_select = options->fixable.n};
    il_selected fixable = il_select(options->arena, known, &with_fix);
    if (fixable.unknown.p)
        return unknown_rule(&fixable);
    *rules = IL_NEW_ARRAY(options->arena, selected.n, il_report_rule);
    *n = 0;
    for (size_t i = 0; i < selected.n; i++) {
        const il_rule *rule = selected.rules[i];
        bool severe = !options->severity_given || rule->severity >= options->severity_min;
        if (severe && (!options->fixable.n || (rule->n_fixes && is_among(rule, &fixable))) && judges_any(rule, &types))
            describe(options->arena, rule, &(*rules)[(*n)++]);
    }
    return 0;
}

static int list(const il_options *options, const il_output *to, const il_rules *known)
{
    il_report_rule *rules = NULL;
    size_t n = 0;
    if (filtered(options, known, &rules, &n))
        return 2;
    il_buf out = {0};
    il_report_options terminal = il_terminal_options(options);
    if (!to->format.p || il_str_is(to->format, "text"))
        il_report_rules_text(&out, rules, n, &terminal);
    else if (il_str_is(to->format, "json"))
        il_report_rules_json(&out, rules, n);
    else
        return il_commands__fail("unknown format '%.*s'; rules has text and json", IL_FMT(to->format));
    int status = il_commands__emit(options, to, &out);
    il_buf_free(&out);
    return status;
}

/* Adds RULE's page to OUT. False when there is no such format. */
static bool explain_as(il_buf *out, il_str format, const il_report_rule *rule, const il_report_options *terminal)
{
    if (!format.p || il_str_is(format, "text"))
        il_report_explain(out, rule, terminal);
    else if (il_str_is(format, "markdown"))
        il_report_explain_markdown(out, rule);
    else if (il_str_is(format, "json"))
        il_report_explain_json(out, rule);
    else
        return false;
    return true;
}

static int explain(const il_options *options, const il_output *to, const il_rules *known)
{
    il_selection selection = {.select = options->paths.items, .n_select = 1};
    il_selected selected = il_select(options->arena, known, &selection);
    if (selected.unknown.p)
        return unknown_rule(&selected);
    il_report_options terminal = il_terminal_options(options);
    il_buf out = {0};
    int status = 0;
    for (size_t i = 0; i < selected.n && !status; i++) {
        il_report_rule rule;
        describe(options->arena, selected.rules[i], &rule);
        if (i && !il_str_is(to->format, "json"))
            il_buf_putc(&out, '\n');
        if (!explain_as(&out, to->format, &rule, &terminal))
            status =
                il_commands__fail("unknown format '%.*s'; explain has text, markdown and json", IL_FMT(to->format));
    }
    if (!status)
        status = il_commands__emit(options, to, &out);
    il_buf_free(&out);
    return status;
}

/* Runs WHAT over the rules that are known here. */
static int with_rules(const il_options *options, int what(const il_options *, const il_output *, const il_rules *))
{
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    il_files files = il_disk_files(options->arena);
    il_engine *engine = engine_here(options, &files);
    int status = what(options, to, il_engine_rules(engine));
    il_engine_free(engine);
    return status;
}

int il_command_rules(const il_options *options)
{
    return with_rules(options, list);
}

int il_command_explain(const il_options *options)
{
    if (options->paths.n != 1)
        return il_commands__fail("explain takes one rule");
    return with_rules(options, explain);
}
