/* What the writers share: names, fields, colours, the rule listings. */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_common.h"
#include "utf8.h"

static const struct {
    const char *name;
    il_report_writer *writer;
} formats[] = {
    {"human", il_report_human},           {"concise", il_report_concise},   {"json", il_report_json},
    {"jsonl", il_report_jsonl},           {"sarif", il_report_sarif},       {"github", il_report_github},
    {"gitlab", il_report_gitlab},         {"rdjson", il_report_rdjson},     {"junit", il_report_junit},
    {"checkstyle", il_report_checkstyle}, {"markdown", il_report_markdown},
};

il_report_writer *il_report_find(il_str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (il_str_is(name, formats[i].name))
            return formats[i].writer;
    return NULL;
}

const char *il_report_names(void)
{
    return "human, concise, json, jsonl, sarif, github, gitlab, rdjson, junit, checkstyle, markdown";
}

void il_report__field(il_buf *out, const char *name, il_str value)
{
    il_buf_printf(out, "\"%s\":\"", name);
    il_buf_json(out, value);
    il_buf_putc(out, '"');
}

void il_report__text(il_buf *out, const char *name, il_str value)
{
    il_buf_printf(out, "\"%s\":{", name);
    il_report__field(out, "text", value);
    il_buf_putc(out, '}');
}

void il_report__region(il_buf *out, const char *name, il_loc loc)
{
    il_pos start = il_source_pos(loc.source, loc.span.start), end = il_source_pos(loc.source, loc.span.end);
    il_buf_printf(out, "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", name, start.line,
                  start.column, end.line, end.column);
}

void il_report__names(il_buf *out, const char *const *texts, size_t n)
{
    il_buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        il_buf_puts(out, i ? ",\"" : "\"");
        il_buf_json(out, il_str_of(texts[i]));
        il_buf_putc(out, '"');
    }
    il_buf_putc(out, ']');
}

const char *il_report__baseline_state(const il_finding *f)
{
    return f->suppressed && strcmp(f->suppressed->kind, "external") == 0 ? "unchanged" : "new";
}

void il_report__also(il_buf *out, const il_report_rule *rule)
{
    il_buf_putc(out, '{');
    for (size_t i = 0; rule && i < rule->n_also; i++) {
        il_buf_puts(out, i ? ",\"" : "\"");
        il_buf_json(out, il_str_of(rule->also[i].tool));
        il_buf_puts(out, "\":");
        il_report__names(out, rule->also[i].ids, rule->also[i].n_ids);
    }
    il_buf_putc(out, '}');
}

/* PREFIX, which ends with a slash, without its last folder. */
static il_str parent(il_str prefix)
{
    prefix.n--;
    while (prefix.n && prefix.p[prefix.n - 1] != '/')
        prefix.n--;
    return prefix;
}

il_str il_report__prefix(il_str *path, const il_report_options *options)
{
    il_str prefix = options->uri_prefix;
    while (prefix.n && il_str_starts(*path, IL_STR("../"))) {
        *path = il_str_slice(*path, 3, path->n);
        prefix = parent(prefix);
    }
    return il_str_starts(*path, IL_STR("/")) ? IL_STR("") : prefix;
}

/* XML 1.0 section 2.2, "Char", and 2.4: what must be written as a reference. */
void il_report__xml(il_buf *out, il_str text)
{
    size_t length;
    for (size_t i = 0; i < text.n; i += length) {
        uint32_t code = il_utf8_decode(il_str_slice(text, i, text.n), &length);
        if (code == '<' || code == '>' || code == '&' || code == '"' || code == '\t' || code == '\n' || code == '\r')
            il_buf_printf(out, "&#%u;", (unsigned)code);
        else if (code < 0x20 || code == 0xFFFD || code == 0xFFFE || code == 0xFFFF)
            il_buf_puts(out, "\xEF\xBF\xBD");
        else
            il_buf_add(out, il_str_slice(text, i, i + length));
    }
}

static const char *const ink_codes[] = {"", "1", "2", "1;31", "1;33", "1;34", "36", "32"};

void il_report__styled(il_buf *out, const il_report_options *options, il_ink ink, il_str text)
{
    bool on = options->color && ink != IL_INK_NONE;
    if (on)
        il_buf_printf(out, "\033[%sm", ink_codes[ink]);
    il_buf_add(out, text);
    if (on)
        il_buf_puts(out, "\033[0m");
}

bool il_report__hidden(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    return control || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

size_t il_report__plain(il_str text, size_t from)
{
    size_t at = from;
    while (at < text.n && text.p[at] >= ' ' && text.p[at] < 0x7f)
        at++;
    return at - from;
}

void il_report__visible(il_buf *out, il_str text)
{
    size_t length;
    for (size_t i = 0; i < text.n; i += length) {
        length = il_report__plain(text, i);
        if (length) {
            il_buf_add(out, il_str_slice(text, i, i + length));
            continue;
        }
        uint32_t code = il_utf8_decode(il_str_slice(text, i, text.n), &length);
        if (il_report__hidden(code) || code == 0xFFFD)
            il_buf_puts(out, "\xEF\xBF\xBD");
        else
            il_buf_add(out, il_str_slice(text, i, i + length));
    }
}

size_t il_report__columns(il_str text)
{
    size_t columns = 0, length;
    for (size_t i = 0; i < text.n; i += length) {
        length = il_report__plain(text, i);
        columns += length;
        if (length)
            continue;
        uint32_t code = il_utf8_decode(il_str_slice(text, i, text.n), &length);
        columns += il_report__hidden(code) ? 1 : (size_t)il_utf8_columns(code);
    }
    return columns;
}

void il_report__wrapped(il_buf *out, il_str text, size_t indent, const il_report_options *options)
{
    size_t limit = options->width > indent + 20 ? options->width - indent : 20, used = 0;
    while (text.p && text.n) {
        il_str word = il_str_cut(&text, ' ');
        size_t columns = il_report__columns(word);
        if (!word.n)
            continue;
        if (used && options->width && used + 1 + columns > limit) {
            il_buf_putc(out, '\n');
            il_buf_repeat(out, ' ', indent);
            used = 0;
        } else if (used) {
            il_buf_putc(out, ' ');
            used++;
        }
        il_report__visible(out, word);
        used += columns;
    }
    il_buf_putc(out, '\n');
}

il_ink il_report__severity_ink(il_severity severity)
{
    return severity == IL_ERROR ? IL_INK_RED : severity == IL_WARNING ? IL_INK_YELLOW : IL_INK_BLUE;
}

static int by_id(const void *key, const void *element)
{
    return strcmp(key, ((const il_report_rule *)element)->id);
}

const il_report_rule *il_report_rule_of(const il_report *report, const char *id)
{
    if (!report->n_rules)
        return NULL;
    return bsearch(id, report->rules, report->n_rules, sizeof *report->rules, by_id);
}

void il_report_rule_url(il_buf *out, const il_report_rule *rule)
{
    if (rule->own)
        il_buf_puts(out, rule->path);
    else
        il_buf_printf(out, "https://github.com/infralint/infralint/blob/v" IL_VERSION "/%s", rule->path);
}

void il_report_rules_text(il_buf *out, const il_report_rule *rules, size_t n, const il_report_options *options)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        if (strlen(rules[i].id) > width)
            width = strlen(rules[i].id);
    for (size_t i = 0; i < n; i++) {
        const il_report_rule *r = &rules[i];
        il_report__styled(out, options, IL_INK_BOLD, il_str_of(r->id));
        il_buf_repeat(out, ' ', width + 2 - strlen(r->id));
        const char *severity = il_severity_name(r->severity);
        il_report__styled(out, options, il_report__severity_ink(r->severity), il_str_of(severity));
        il_buf_repeat(out, ' ', 9 - strlen(severity));
        const char *fix = strcmp(r->fix, "none") == 0 ? "no" : r->fix;
        il_buf_printf(out, "%s fix", fix);
        il_buf_repeat(out, ' ', strlen("unsafe  ") - strlen(fix));
        il_buf_printf(out, "%s\n", r->title);
    }
}

/* The fields of RULE, for one JSON object. */
static void rule_fields(il_buf *out, const il_report_rule *r)
{
    il_report__field(out, "id", il_str_of(r->id));
    il_buf_putc(out, ',');
    il_report__field(out, "title", il_str_of(r->title));
    il_buf_printf(out, ",\"severity\":\"%s\",", il_severity_name(r->severity));
    il_report__field(out, "category", il_str_of(r->category));
    il_buf_puts(out, ",\"packs\":");
    il_report__names(out, r->packs, r->n_packs);
    il_buf_puts(out, ",\"resources\":");
    il_report__names(out, r->types, r->n_types);
    il_buf_printf(out, ",\"fix\":\"%s\",\"also\":", r->fix);
    il_report__also(out, r);
    il_buf_puts(out, ",\"params\":{");
    for (size_t i = 0; i < r->n_params; i++) {
        const il_report_param *p = &r->params[i];
        il_buf_printf(out, "%s\"%s\":{\"type\":\"%s\",\"default\":%s,", i ? "," : "", p->name, p->type, p->fallback);
        il_report__field(out, "description", il_str_of(p->description));
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, "},");
    il_report__field(out, "page", il_str_of(r->path));
}

void il_report_rules_json(il_buf *out, const il_report_rule *rules, size_t n)
{
    il_buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        il_buf_puts(out, i ? ",\n{" : "\n{");
        rule_fields(out, &rules[i]);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, "\n]\n");
}

void il_report_explain_json(il_buf *out, const il_report_rule *rule)
{
    il_buf url = {0};
    il_report_rule_url(&url, rule);
    il_buf_putc(out, '{');
    rule_fields(out, rule);
    il_buf_putc(out, ',');
    il_report__field(out, "url", il_buf_str(&url));
    il_buf_putc(out, ',');
    il_report__field(out, "text", il_str_trim(il_str_of(rule->page)));
    il_buf_puts(out, "}\n");
    il_buf_free(&url);
}

void il_report_explain_markdown(il_buf *out, const il_report_rule *rule)
{
    il_buf_printf(out, "# %s\n\n%s. Severity **%s**, category %s, fix: %s.\n\n", rule->id, rule->title,
                  il_severity_name(rule->severity), rule->category, rule->fix);
    il_buf_add(out, il_str_trim(il_str_of(rule->page)));
    for (size_t i = 0; i < rule->n_params; i++) {
        const il_report_param *p = &rule->params[i];
        il_buf_printf(out, "%s- `%s` (%s, default `%s`)%s%s\n", i ? "" : "\n\n## Settings\n\n", p->name, p->type,
                      p->fallback, *p->description ? ": " : "", p->description);
    }
    il_buf_puts(out, "\n\n---\n\nPage: <");
    il_report_rule_url(out, rule);
    il_buf_puts(out, ">\n");
    for (size_t i = 0; i < rule->n_also; i++) {
        il_buf_printf(out, "%s%s", i ? "; " : "\nElsewhere: ", rule->also[i].tool);
        for (size_t j = 0; j < rule->also[i].n_ids; j++)
            il_buf_printf(out, " `%s`", rule->also[i].ids[j]);
    }
    if (rule->n_also)
        il_buf_puts(out, ".\n");
}

/* What can be set, and one line of configuration that sets it. */
static void put_params(il_buf *out, const il_report_rule *rule)
{
    for (size_t i = 0; i < rule->n_params; i++) {
        const il_report_param *p = &rule->params[i];
        il_buf_printf(out, "\n%s%s (%s, default %s)%s%s", i ? "          " : "settings  ", p->name, p->type,
                      p->fallback, *p->description ? ": " : "", p->description);
    }
    if (!rule->n_params)
        return;
    il_buf_printf(out, "\n          in infralint.jsonc: \"rules\": { \"%s\": [\"%s\", { \"%s\": %s }] }", rule->id,
                  il_severity_name(rule->severity), rule->params[0].name, rule->params[0].fallback);
}

void il_report_explain(il_buf *out, const il_report_rule *rule, const il_report_options *options)
{
    il_report__styled(out, options, IL_INK_BOLD, il_str_of(rule->id));
    il_buf_printf(out, "  %s\n\n", rule->title);
    il_buf_printf(out, "severity  %s\ncategory  %s\nfix       %s\npacks    ", il_severity_name(rule->severity),
                  rule->category, rule->fix);
    for (size_t i = 0; i < rule->n_packs; i++)
        il_buf_printf(out, " %s", rule->packs[i]);
    for (size_t i = 0; i < rule->n_also; i++) {
        il_buf_printf(out, "%s%s", i ? ";  " : "\nalso      ", rule->also[i].tool);
        for (size_t j = 0; j < rule->also[i].n_ids; j++)
            il_buf_printf(out, " %s", rule->also[i].ids[j]);
    }
    put_params(out, rule);
    il_buf_puts(out, "\npage      ");
    il_report_rule_url(out, rule);
    il_buf_puts(out, "\n\n");
    il_buf_add(out, il_str_trim(il_str_of(rule->page)));
    il_buf_putc(out, '\n');
}
