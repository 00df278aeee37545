/* `infralint rules`, `infralint explain`, and what reports say of rules. */
#include "commands.h"
#include "rule.h"
#include "select.h"
#include "terminal.h"

static const char *best_fix(const il_rule *rule)
{
    if (!rule->n_fixes)
        return "none";
    for (size_t i = 0; i < rule->n_fixes; i++)
        if (rule->fixes[i].safety == IL_SAFE)
            return "safe";
    return "unsafe";
}

static void describe(il_arena *arena, const il_rule *rule, il_report_rule *out)
{
    *out = (il_report_rule){rule->id,    rule->title,   rule->category, rule->path, rule->page,  rule->severity,
                            rule->packs, rule->n_packs, best_fix(rule), NULL,       rule->n_also};
    il_report_also *also = IL_NEW_ARRAY(arena, rule->n_also, il_report_also);
    for (size_t i = 0; i < rule->n_also; i++)
        also[i] = (il_report_also){rule->also[i].tool, rule->also[i].ids, rule->also[i].n_ids};
    out->also = also;
}

const il_report_rule *il_commands__report_rules(il_arena *arena, size_t *n)
{
    il_report_rule *rules = IL_NEW_ARRAY(arena, il_rules_builtin_count, il_report_rule);
    for (size_t i = 0; i < il_rules_builtin_count; i++)
        describe(arena, &il_rules_builtin[i], &rules[i]);
    *n = il_rules_builtin_count;
    return rules;
}

int il_command_rules(const il_options *options)
{
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    il_buf out = {0};
    il_report_options terminal = il_terminal_options(options);
    size_t n;
    const il_report_rule *rules = il_commands__report_rules(options->arena, &n);
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

int il_command_explain(const il_options *options)
{
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    if (options->paths.n != 1)
        return il_commands__fail("explain takes one rule");
    il_selection selection = {.select = options->paths.items, .n_select = 1};
    il_selected selected = il_select(options->arena, &selection);
    if (selected.unknown.p && selected.meant)
        return il_commands__fail("unknown rule '%.*s'; did you mean '%s'?", IL_FMT(selected.unknown), selected.meant);
    if (selected.unknown.p)
        return il_commands__fail("unknown rule '%.*s'; `infralint rules` lists them", IL_FMT(selected.unknown));
    il_report_options terminal = il_terminal_options(options);
    il_buf out = {0};
    for (size_t i = 0; i < selected.n; i++) {
        il_report_rule rule;
        describe(options->arena, selected.rules[i], &rule);
        if (i)
            il_buf_putc(&out, '\n');
        il_report_explain(&out, &rule, &terminal);
    }
    int status = il_commands__emit(options, to, &out);
    il_buf_free(&out);
    return status;
}
