/* SARIF 2.1.0 as GitHub code scanning takes it (docs.github.com, "SARIF support for code scanning"): complete regions, URIs relative to the
 * repository's root, help for every rule, primaryLocationLineHash, no empty text. What GitHub would refuse is left out and said so. */
#include <stdio.h>
#include <string.h>

#include "fingerprint.h"
#include "map.h"
#include "report_common.h"

/* GitHub takes no more of a run. */
enum { MOST_RESULTS = 25000 };

typedef struct {
    il_buf *out;
    const il_report *report;
    const il_report_options *options;
    il_arena *arena;
    il_map hashes; /* path → line_hashes * */
    il_report_ids foreign;
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

static void put_escaped(sarif *s, il_str path)
{
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (plain_in_uri(c))
            il_buf_putc(s->out, (char)c);
        else
            il_buf_printf(s->out, "%%%02X", c);
    }
}

/* A file outside the repository has no place relative to its root. */
static void put_artifact(sarif *s, il_str path)
{
    il_str prefix = il_report__prefix(&path, s->options);
    bool absolute = il_str_starts(path, IL_STR("/"));
    il_buf_puts(s->out, "\"artifactLocation\":{\"uri\":\"");
    if (absolute)
        il_buf_puts(s->out, "file://");
    else
        put_escaped(s, prefix);
    put_escaped(s, path);
    il_buf_puts(s->out, absolute ? "\"}" : "\",\"uriBaseId\":\"%SRCROOT%\"}");
}

static void put_physical(sarif *s, il_loc loc)
{
    il_buf_puts(s->out, "\"physicalLocation\":{");
    put_artifact(s, il_source_path(loc.source));
    il_buf_putc(s->out, ',');
    il_report__region(s->out, "region", loc);
    il_buf_putc(s->out, '}');
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
    il_buf_puts(s->out, ",\"partialFingerprints\":{");
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
        if (f->related[i].message.n) {
            il_buf_putc(s->out, ',');
            il_report__text(s->out, "message", f->related[i].message);
        }
        il_buf_putc(s->out, '}');
    }
    il_buf_putc(s->out, ']');
}

/* One artifactChange a file: edits of a fix are sorted by file. */
static void put_fix(sarif *s, const il_fix *fix)
{
    il_buf_putc(s->out, '{');
    il_report__text(s->out, "description", fix->title);
    il_buf_puts(s->out, ",\"artifactChanges\":[");
    for (size_t i = 0; i < fix->n_edits; i++) {
        const il_edit *e = &fix->edits[i];
        bool same = i && fix->edits[i - 1].source == e->source;
        if (!same) {
            il_buf_puts(s->out, i ? "]},{" : "{");
            put_artifact(s, il_source_path(e->source));
            il_buf_puts(s->out, ",\"replacements\":[");
        }
        il_buf_puts(s->out, same ? ",{" : "{");
        il_report__region(s->out, "deletedRegion", (il_loc){e->source, e->span});
        if (e->text.n) {
            il_buf_putc(s->out, ',');
            il_report__text(s->out, "insertedContent", e->text);
        }
        il_buf_putc(s->out, '}');
    }
    il_buf_printf(s->out, "]}],\"properties\":{\"applicability\":\"%s\"}}", il_safety_name(fix->safety));
}

static void put_fixes(sarif *s, const il_finding *f)
{
    if (!f->n_fixes)
        return;
    il_buf_puts(s->out, ",\"fixes\":[");
    for (size_t i = 0; i < f->n_fixes; i++) {
        if (i)
            il_buf_putc(s->out, ',');
        put_fix(s, &f->fixes[i]);
    }
    il_buf_putc(s->out, ']');
}

static void put_logical(sarif *s, const il_finding *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_subjects; i++) {
        const il_subject *subject = &f->subjects[i];
        il_str name = subject->construct_path.n ? subject->construct_path : subject->logical_id;
        if (!name.n)
            name = subject->type;
        if (!name.n)
            continue;
        il_buf_puts(s->out, n++ ? ",{" : ",\"logicalLocations\":[{");
        il_report__field(s->out, "fullyQualifiedName", name);
        il_buf_puts(s->out, ",\"kind\":\"resource\"}");
    }
    if (n)
        il_buf_putc(s->out, ']');
}

/* TEXT where SARIF reads `[text](1)` as a link (section 3.11.6): brackets escaped. */
static void put_unlinked(il_buf *out, il_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '[' || text.p[i] == ']' || text.p[i] == '\\')
            il_buf_putc(out, '\\');
        il_buf_putc(out, text.p[i]);
    }
}

/* GitHub shows a related place only where the message links to it. */
static void put_message(sarif *s, const il_finding *f)
{
    il_buf text = {0};
    if (il_str_contains(f->message, IL_STR("](")))
        put_unlinked(&text, f->message);
    else
        il_buf_add(&text, f->message);
    for (size_t i = 0; i < f->n_related; i++) {
        il_loc loc = f->related[i].loc;
        il_buf_puts(&text, i ? ", [" : " (see [");
        put_unlinked(&text, il_source_path(loc.source));
        il_buf_printf(&text, ":%u](%zu)", il_source_pos(loc.source, loc.span.start).line, i + 1);
    }
    if (f->n_related)
        il_buf_putc(&text, ')');
    il_report__text(s->out, "message", il_buf_str(&text));
    il_buf_free(&text);
}

static void put_suppressions(sarif *s, const il_finding *f)
{
    if (!f->suppressed)
        return;
    il_buf_printf(s->out, ",\"suppressions\":[{\"kind\":\"%s\",\"status\":\"accepted\"", f->suppressed->kind);
    if (f->suppressed->reason.n) {
        il_buf_putc(s->out, ',');
        il_report__field(s->out, "justification", f->suppressed->reason);
    }
    if (f->suppressed->loc.source) {
        il_buf_puts(s->out, ",\"location\":{");
        put_physical(s, f->suppressed->loc);
        il_buf_putc(s->out, '}');
    }
    il_buf_puts(s->out, "}]");
}

static void put_result(sarif *s, const il_finding *f)
{
    il_buf_putc(s->out, '{');
    il_report__field(s->out, "ruleId", il_str_of(f->rule));
    il_buf_printf(s->out, ",\"ruleIndex\":%zu,\"level\":\"%s\",",
                  il_report__sarif_index(s->report, &s->foreign, f->rule), il_severity_name(f->severity));
    put_message(s, f);
    il_buf_puts(s->out, ",\"locations\":[{");
    put_physical(s, f->loc);
    put_logical(s, f);
    il_buf_puts(s->out, "}]");
    put_fingerprints(s, f);
    put_suppressions(s, f);
    if (s->report->has_baseline)
        il_buf_printf(s->out, ",\"baselineState\":\"%s\"", il_report__baseline_state(f));
    put_related(s, f);
    put_fixes(s, f);
    il_buf_putc(s->out, '}');
}

/* Errors first when there are more results than a run may have. Returns how many were left out. */
static size_t put_results(sarif *s)
{
    const il_report *report = s->report;
    size_t room[] = {0, 0, 0}, all = MOST_RESULTS, written = 0;
    for (size_t i = 0; i < report->n_findings; i++)
        room[report->findings[i].severity]++;
    for (int severity = IL_ERROR; severity >= IL_NOTE; severity--) {
        if (room[severity] > all)
            room[severity] = all;
        all -= room[severity];
    }
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        if (!room[f->severity])
            continue;
        room[f->severity]--;
        il_buf_puts(s->out, written++ ? ",\n" : "\n");
        put_result(s, f);
    }
    for (size_t i = 0; i < report->n_suppressed && written < MOST_RESULTS; i++) {
        il_buf_puts(s->out, written++ ? ",\n" : "\n");
        put_result(s, &report->suppressed[i]);
    }
    return report->n_findings + report->n_suppressed - written;
}

static bool read_everything(const il_report *report)
{
    for (size_t i = 0; i < report->n_findings; i++)
        if (strcmp(report->findings[i].rule, IL_RULE_IO) == 0)
            return false;
    return true;
}

static void put_invocation(sarif *s, size_t left_out)
{
    il_buf_printf(s->out, ",\"invocations\":[{\"executionSuccessful\":%s",
                  read_everything(s->report) ? "true" : "false");
    if (left_out) {
        il_buf_puts(s->out, ",\"toolExecutionNotifications\":[{\"level\":\"warning\",");
        il_report__text(s->out, "message",
                        il_arena_printf(s->arena, "%zu results of lower severity are left out: a run may have %d.",
                                        left_out, MOST_RESULTS));
        il_buf_puts(s->out, "}]");
    }
    il_buf_puts(s->out, "}]");
}

void il_report_sarif(il_buf *out, const il_report *report, const il_report_options *options)
{
    sarif s = {.out = out, .report = report, .options = options, .arena = il_arena_new()};
    s.hashes = il_map_in(s.arena);
    il_buf_puts(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
                     "\"tool\":{\"driver\":{\"name\":\"infralint\",\"semanticVersion\":\"" IL_VERSION
                     "\",\"informationUri\":\"https://github.com/infralint/infralint\",\"rules\":[");
    s.foreign = il_report__foreign(s.arena, report);
    il_report__sarif_rules(out, report, &s.foreign);
    il_buf_puts(out, "\n]}},\"columnKind\":\"utf16CodeUnits\",\"originalUriBaseIds\":{\"%SRCROOT%\":{\"description\":{"
                     "\"text\":\"The root of the repository.\"}}},\"automationDetails\":{\"id\":\"infralint/\"},"
                     "\"results\":[");
    size_t left_out = put_results(&s);
    il_buf_puts(out, "\n]");
    put_invocation(&s, left_out);
    il_buf_puts(out, "}]}\n");
    il_arena_free(s.arena);
}
