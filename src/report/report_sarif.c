/* SARIF 2.1.0 as GitHub code scanning takes it (docs.github.com, "SARIF support for code scanning"): complete regions, URIs relative to the
 * repository's root, help for every rule, primaryLocationLineHash. */
#include <stdio.h>
#include <string.h>

#include "fingerprint.h"
#include "map.h"
#include "report_common.h"

enum { MOST_TAGS = 20 };

typedef struct {
    il_buf *out;
    const il_report *report;
    const il_report_options *options;
    il_arena *arena;
    il_map hashes; /* path → line_hashes * */
} sarif;

typedef struct {
    il_str *lines;
    size_t n;
} line_hashes;

/* Characters that may stand in a URI's path unescaped: RFC 3986 section 3.3, "pchar" and "/". */
static bool plain_in_uri(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~!$&'()*+,;=@/", c));
}

static void put_uri(sarif *s, il_str path)
{
    il_str both[] = {s->options->uri_prefix, path};
    il_buf_puts(s->out, "\"artifactLocation\":{\"uri\":\"");
    for (size_t part = 0; part < 2; part++) {
        for (size_t i = 0; i < both[part].n; i++) {
            unsigned char c = (unsigned char)both[part].p[i];
            if (plain_in_uri(c))
                il_buf_putc(s->out, (char)c);
            else
                il_buf_printf(s->out, "%%%02X", c);
        }
    }
    il_buf_puts(s->out, "\",\"uriBaseId\":\"%SRCROOT%\"}");
}

static void put_region(sarif *s, il_loc loc)
{
    il_pos a = il_source_pos(loc.source, loc.span.start), b = il_source_pos(loc.source, loc.span.end);
    il_buf_printf(s->out, "\"region\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", a.line,
                  a.column, b.line, b.column);
}

static void put_physical(sarif *s, il_loc loc)
{
    il_buf_puts(s->out, "\"physicalLocation\":{");
    put_uri(s, il_source_path(loc.source));
    il_buf_putc(s->out, ',');
    put_region(s, loc);
    il_buf_putc(s->out, '}');
}

static void put_text(sarif *s, const char *key, il_str text)
{
    il_buf_printf(s->out, "\"%s\":{", key);
    il_report__field(s->out, "text", text);
    il_buf_putc(s->out, '}');
}

/* GitHub sorts security alerts by this number; other categories must not have one. */
static const char *security_severity(const il_report_rule *rule)
{
    if (strcmp(rule->category, "security") != 0)
        return NULL;
    return rule->severity == IL_ERROR ? "8.0" : rule->severity == IL_WARNING ? "5.5" : "3.0";
}

static void put_tags(sarif *s, const il_report_rule *rule)
{
    size_t n = 0;
    il_buf_puts(s->out, "\"tags\":[");
    il_buf_printf(s->out, "\"%s\"", rule->category);
    n++;
    for (size_t i = 0; i < rule->n_also; i++)
        for (size_t j = 0; j < rule->also[i].n_ids && n < MOST_TAGS; j++, n++)
            il_buf_printf(s->out, ",\"%s\"", rule->also[i].ids[j]);
    il_buf_putc(s->out, ']');
}

static void put_rule(sarif *s, const il_report_rule *rule)
{
    il_buf *out = s->out;
    il_buf_putc(out, '{');
    il_report__field(out, "id", il_str_of(rule->id));
    il_buf_putc(out, ',');
    put_text(s, "shortDescription", il_str_of(rule->title));
    il_buf_putc(out, ',');
    put_text(s, "fullDescription", il_str_of(rule->title));
    il_buf url = {0};
    il_report_rule_url(&url, rule);
    il_buf_puts(out, ",\"help\":{");
    il_report__field(out, "text", il_arena_printf(s->arena, "%s. %.*s", rule->title, IL_FMT(il_buf_str(&url))));
    il_buf_putc(out, ',');
    il_report__field(out, "markdown", il_str_trim(il_str_of(rule->page)));
    il_buf_puts(out, "},");
    il_report__field(out, "helpUri", il_buf_str(&url));
    il_buf_free(&url);
    il_buf_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"},\"properties\":{\"precision\":\"high\",",
                  il_severity_name(rule->severity));
    il_buf_printf(out, "\"problem.severity\":\"%s\",",
                  rule->severity == IL_NOTE ? "recommendation" : il_severity_name(rule->severity));
    if (security_severity(rule))
        il_buf_printf(out, "\"security-severity\":\"%s\",", security_severity(rule));
    put_tags(s, rule);
    il_buf_puts(out, "}}");
}

/* The built-in rules have no page; they are described where they were used, as GitHub wants help for every rule. */
static void put_builtin_rule(sarif *s, const char *id, const char *text)
{
    il_buf_putc(s->out, '{');
    il_report__field(s->out, "id", il_str_of(id));
    il_buf_putc(s->out, ',');
    put_text(s, "shortDescription", il_str_of(text));
    il_buf_putc(s->out, ',');
    put_text(s, "fullDescription", il_str_of(text));
    il_buf_putc(s->out, ',');
    put_text(s, "help", il_str_of(text));
    il_buf_puts(s->out, ",\"defaultConfiguration\":{\"level\":\"error\"},\"properties\":{\"tags\":[\"syntax\"]}}");
}

static void put_fingerprints(sarif *s, const il_finding *f)
{
    il_str path = il_source_path(f->loc.source);
    line_hashes *hashes = il_map_get(&s->hashes, path);
    if (!hashes) {
        hashes = IL_NEW(s->arena, line_hashes);
        hashes->lines = il_line_hashes(s->arena, f->loc.source, &hashes->n);
        il_map_put(&s->hashes, path, hashes);
    }
    uint32_t line = il_source_pos(f->loc.source, f->loc.span.start).line;
    il_buf_puts(s->out, "\"partialFingerprints\":{");
    if (line <= hashes->n)
        il_report__field(s->out, "primaryLocationLineHash", hashes->lines[line - 1]);
    if (f->fingerprint.n) {
        il_buf_putc(s->out, ',');
        il_report__field(s->out, "infralint/v1", f->fingerprint);
    }
    il_buf_putc(s->out, '}');
}

static void put_related(sarif *s, const il_finding *f)
{
    if (!f->n_related)
        return;
    il_buf_puts(s->out, ",\"relatedLocations\":[");
    for (size_t i = 0; i < f->n_related; i++) {
        il_buf_printf(s->out, "%s{\"id\":%zu,", i ? "," : "", i + 1);
        put_physical(s, f->related[i].loc);
        il_buf_putc(s->out, ',');
        put_text(s, "message", f->related[i].message);
        il_buf_putc(s->out, '}');
    }
    il_buf_putc(s->out, ']');
}

/* One artifactChange a file: edits of a fix are sorted by file. */
static void put_fix(sarif *s, const il_fix *fix)
{
    il_buf_putc(s->out, '{');
    put_text(s, "description", fix->title);
    il_buf_puts(s->out, ",\"artifactChanges\":[");
    for (size_t i = 0; i < fix->n_edits; i++) {
        const il_edit *e = &fix->edits[i];
        bool same = i && fix->edits[i - 1].source == e->source;
        if (!same) {
            il_buf_puts(s->out, i ? "]},{" : "{");
            put_uri(s, il_source_path(e->source));
            il_buf_puts(s->out, ",\"replacements\":[");
        }
        il_pos a = il_source_pos(e->source, e->span.start), b = il_source_pos(e->source, e->span.end);
        il_buf_printf(s->out,
                      "%s{\"deletedRegion\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u},",
                      same ? "," : "", a.line, a.column, b.line, b.column);
        put_text(s, "insertedContent", e->text);
        il_buf_putc(s->out, '}');
    }
    il_buf_printf(s->out, "]}],\"properties\":{\"applicability\":\"%s\"}}", il_safety_name(fix->safety));
}

static void put_logical(sarif *s, const il_finding *f)
{
    if (!f->n_subjects)
        return;
    il_buf_puts(s->out, ",\"logicalLocations\":[");
    for (size_t i = 0; i < f->n_subjects; i++) {
        const il_subject *subject = &f->subjects[i];
        bool path = subject->construct_path.n > 0;
        il_str name = path ? subject->construct_path : subject->logical_id;
        if (!name.n)
            name = subject->type;
        il_buf_puts(s->out, i ? ",{" : "{");
        il_report__field(s->out, "fullyQualifiedName", name);
        il_buf_puts(s->out, ",\"kind\":\"resource\"}");
    }
    il_buf_putc(s->out, ']');
}

static void put_result(sarif *s, const il_finding *f)
{
    il_buf_putc(s->out, '{');
    il_report__field(s->out, "ruleId", il_str_of(f->rule));
    const il_report_rule *rule = il_report_rule_of(s->report, f->rule);
    if (rule)
        il_buf_printf(s->out, ",\"ruleIndex\":%zu", (size_t)(rule - s->report->rules));
    il_buf_printf(s->out, ",\"level\":\"%s\",", il_severity_name(f->severity));
    put_text(s, "message", f->message);
    il_buf_puts(s->out, ",\"locations\":[{");
    put_physical(s, f->loc);
    put_logical(s, f);
    il_buf_puts(s->out, "}],");
    put_fingerprints(s, f);
    put_related(s, f);
    if (f->n_fixes) {
        il_buf_puts(s->out, ",\"fixes\":[");
        for (size_t i = 0; i < f->n_fixes; i++) {
            if (i)
                il_buf_putc(s->out, ',');
            put_fix(s, &f->fixes[i]);
        }
        il_buf_putc(s->out, ']');
    }
    il_buf_putc(s->out, '}');
}

void il_report_sarif(il_buf *out, const il_report *report, const il_report_options *options)
{
    sarif s = {out, report, options, il_arena_new(), {0}};
    s.hashes = il_map_in(s.arena);
    il_buf_puts(
        out,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{"
        "\"name\":\"infralint\",\"semanticVersion\":\"" IL_VERSION
        "\",\"informationUri\":\"https://github.com/infralint/infralint\",\"rules\":[");
    for (size_t i = 0; i < report->n_rules; i++) {
        il_buf_puts(out, i ? ",\n" : "\n");
        put_rule(&s, &report->rules[i]);
    }
    il_buf_puts(out, report->n_rules ? ",\n" : "\n");
    put_builtin_rule(&s, IL_RULE_SYNTAX, "A file cannot be parsed, or is not what it seems to be.");
    il_buf_puts(out, ",\n");
    put_builtin_rule(&s, IL_RULE_IO, "A file or folder cannot be read.");
    il_buf_puts(
        out, "\n]}},\"columnKind\":\"utf16CodeUnits\",\"originalUriBaseIds\":{\"%SRCROOT%\":{\"description\":{\"text\":"
             "\"The root of the repository.\"}}},\"automationDetails\":{\"id\":\"infralint/\"},\"results\":[");
    for (size_t i = 0; i < report->n_findings; i++) {
        il_buf_puts(out, i ? ",\n" : "\n");
        put_result(&s, &report->findings[i]);
    }
    il_buf_puts(out, "\n]}]}\n");
    il_arena_free(s.arena);
}
