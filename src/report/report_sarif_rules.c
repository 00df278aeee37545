/* What a SARIF run says of its rules: GitHub wants help for each, at most 20 tags, a number for security and none for the rest. */
#include <string.h>

#include "report_common.h"

enum { MOST_TAGS = 20, MOST_TEXT = 1000 };

/* The rules that are not pages; they stand behind the others. */
static const struct {
    const char *id, *text;
} builtin[] = {
    {IL_RULE_SYNTAX, "A file cannot be parsed, or is not what it seems to be."},
    {IL_RULE_IO, "A file or folder cannot be read."},
    {IL_RULE_EMPTY, "A cdk.out holds no stack."},
    {IL_RULE_STALE, "A cdk.out is older than the program that it was made from."},
};

static const size_t n_builtin = sizeof builtin / sizeof *builtin;

/* GitHub sorts security alerts by this number; other categories must not have one. */
static const char *security_severity(const il_report_rule *rule)
{
    if (strcmp(rule->category, "security") != 0)
        return NULL;
    return rule->severity == IL_ERROR ? "8.0" : rule->severity == IL_WARNING ? "5.5" : "3.0";
}

static bool has_tag(const char *const *tags, size_t n, const char *tag)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(tags[i], tag) == 0)
            return true;
    return false;
}

/* The category and the rule's other names, each once. */
static void put_tags(il_buf *out, const il_report_rule *rule)
{
    const char *tags[MOST_TAGS] = {rule->category};
    size_t n = 1;
    for (size_t i = 0; i < rule->n_also; i++)
        for (size_t j = 0; j < rule->also[i].n_ids && n < MOST_TAGS; j++)
            if (!has_tag(tags, n, rule->also[i].ids[j]))
                tags[n++] = rule->also[i].ids[j];
    il_buf_puts(out, "\"tags\":");
    il_report__names(out, tags, n);
}

/* The first paragraph of RULE's page on one line, or its title. */
static void put_description(il_buf *out, const il_report_rule *rule)
{
    il_buf text = {0};
    il_str page = il_str_trim(il_str_of(rule->page));
    while (page.p && page.n) {
        il_str line = il_str_trim(il_str_cut(&page, '\n'));
        if (!line.n || line.p[0] == '#' || il_str_starts(line, IL_STR("```")) || text.n + line.n > MOST_TEXT)
            break;
        if (text.n)
            il_buf_putc(&text, ' ');
        il_buf_add(&text, line);
    }
    il_report__text(out, "fullDescription", text.n ? il_buf_str(&text) : il_str_of(rule->title));
    il_buf_free(&text);
}

static void put_help(il_buf *out, const il_report_rule *rule)
{
    il_buf url = {0}, text = {0};
    il_report_rule_url(&url, rule);
    il_buf_printf(&text, "%s. %s", rule->title, url.p);
    il_str page = il_str_trim(il_str_of(rule->page));
    il_buf_puts(out, ",\"help\":{");
    il_report__field(out, "text", il_buf_str(&text));
    if (page.n) {
        il_buf_putc(out, ',');
        il_report__field(out, "markdown", page);
    }
    il_buf_putc(out, '}');
    if (!rule->own) { /* a helpUri must be absolute */
        il_buf_putc(out, ',');
        il_report__field(out, "helpUri", il_buf_str(&url));
    }
    il_buf_free(&url);
    il_buf_free(&text);
}

static void put_rule(il_buf *out, const il_report_rule *rule)
{
    const char *severity = il_severity_name(rule->severity);
    il_buf_putc(out, '{');
    il_report__field(out, "id", il_str_of(rule->id));
    il_buf_putc(out, ',');
    il_report__text(out, "shortDescription", il_str_of(rule->title));
    il_buf_putc(out, ',');
    put_description(out, rule);
    put_help(out, rule);
    il_buf_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"},\"properties\":{\"precision\":\"high\",",
                  severity);
    il_buf_printf(out, "\"problem.severity\":\"%s\",", rule->severity == IL_NOTE ? "recommendation" : severity);
    if (security_severity(rule))
        il_buf_printf(out, "\"security-severity\":\"%s\",", security_severity(rule));
    put_tags(out, rule);
    il_buf_puts(out, "}}");
}

static void put_builtin_rule(il_buf *out, const char *id, il_str text, const char *tag)
{
    il_buf_putc(out, '{');
    il_report__field(out, "id", il_str_of(id));
    il_buf_putc(out, ',');
    il_report__text(out, "shortDescription", text);
    il_buf_putc(out, ',');
    il_report__text(out, "fullDescription", text);
    il_buf_putc(out, ',');
    il_report__text(out, "help", text);
    il_buf_printf(out, ",\"defaultConfiguration\":{\"level\":\"error\"},\"properties\":{\"tags\":[\"%s\"]}}", tag);
}

/* The place of ID among the built-in rules, n_builtin when it is none. */
static size_t builtin_index(const char *id)
{
    size_t i = 0;
    while (i < n_builtin && strcmp(builtin[i].id, id) != 0)
        i++;
    return i;
}

static size_t foreign_index(const il_report_ids *foreign, const char *id)
{
    size_t i = 0;
    while (i < foreign->n && strcmp(foreign->items[i], id) != 0)
        i++;
    return i;
}

static void note_foreign(il_arena *arena, il_report_ids *ids, const il_report *report, const char *id)
{
    if (!il_report_rule_of(report, id) && builtin_index(id) == n_builtin && foreign_index(ids, id) == ids->n)
        IL_PUSH(arena, ids, id);
}

il_report_ids il_report__foreign(il_arena *arena, const il_report *report)
{
    il_report_ids ids = {0};
    for (size_t i = 0; i < report->n_findings; i++)
        note_foreign(arena, &ids, report, report->findings[i].rule);
    for (size_t i = 0; i < report->n_suppressed; i++)
        note_foreign(arena, &ids, report, report->suppressed[i].rule);
    return ids;
}

void il_report__sarif_rules(il_buf *out, const il_report *report, const il_report_ids *foreign)
{
    for (size_t i = 0; i < report->n_rules; i++) {
        il_buf_puts(out, i ? ",\n" : "\n");
        put_rule(out, &report->rules[i]);
    }
    for (size_t i = 0; i < n_builtin; i++) {
        il_buf_puts(out, i || report->n_rules ? ",\n" : "\n");
        put_builtin_rule(out, builtin[i].id, il_str_of(builtin[i].text), "syntax");
    }
    for (size_t i = 0; i < foreign->n; i++) {
        il_buf text = {0};
        il_buf_printf(&text, "%s, a rule that CDK's own validation reports.", foreign->items[i]);
        il_buf_puts(out, ",\n");
        put_builtin_rule(out, foreign->items[i], il_buf_str(&text), "cdk-report");
        il_buf_free(&text);
    }
}

size_t il_report__sarif_index(const il_report *report, const il_report_ids *foreign, const char *id)
{
    const il_report_rule *rule = il_report_rule_of(report, id);
    if (rule)
        return (size_t)(rule - report->rules);
    size_t i = builtin_index(id);
    return report->n_rules + (i < n_builtin ? i : n_builtin + foreign_index(foreign, id));
}
