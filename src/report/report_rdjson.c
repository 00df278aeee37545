/* Reviewdog's diagnostic format, for review comments with suggestions (github.com/reviewdog/reviewdog, proto/rdf/reviewdog.proto: positions
 * from 1, columns in bytes of UTF-8, ends exclusive). A suggestion is applied alone: fixes of several edits are not offered. */
#include "report_common.h"

static void put_range(il_buf *out, const il_source *source, il_span span)
{
    il_pos start = il_source_pos(source, span.start), end = il_source_pos(source, span.end);
    il_buf_printf(out, "\"range\":{\"start\":{\"line\":%u,\"column\":%u},\"end\":{\"line\":%u,\"column\":%u}}",
                  start.line, start.byte_column, end.line, end.byte_column);
}

static void put_location(il_buf *out, il_loc loc, const il_report_options *options)
{
    il_str path = il_source_path(loc.source), prefix = il_report__prefix(&path, options);
    il_buf_puts(out, "\"location\":{\"path\":\"");
    il_buf_json(out, prefix);
    il_buf_json(out, path);
    il_buf_puts(out, "\",");
    put_range(out, loc.source, loc.span);
    il_buf_putc(out, '}');
}

static void put_code(il_buf *out, const il_report *report, const il_finding *f)
{
    const il_report_rule *rule = il_report_rule_of(report, f->rule);
    il_buf_puts(out, "\"code\":{");
    il_report__field(out, "value", il_str_of(f->rule));
    if (rule && !rule->own) {
        il_buf_puts(out, ",\"url\":\"");
        il_report_rule_url(out, rule);
        il_buf_putc(out, '"');
    }
    il_buf_putc(out, '}');
}

static void put_suggestion(il_buf *out, const il_finding *f)
{
    if (!f->n_fixes || f->fixes[0].n_edits != 1 || f->fixes[0].edits[0].source != f->loc.source)
        return;
    const il_edit *edit = &f->fixes[0].edits[0];
    il_buf_puts(out, ",\"suggestions\":[{");
    put_range(out, edit->source, edit->span);
    il_buf_putc(out, ',');
    il_report__field(out, "text", edit->text);
    il_buf_puts(out, "}]");
}

static void put_related(il_buf *out, const il_finding *f, const il_report_options *options)
{
    if (!f->n_related)
        return;
    il_buf_puts(out, ",\"related_locations\":[");
    for (size_t i = 0; i < f->n_related; i++) {
        il_buf_puts(out, i ? ",{" : "{");
        il_report__field(out, "message", f->related[i].message);
        il_buf_putc(out, ',');
        put_location(out, f->related[i].loc, options);
        il_buf_putc(out, '}');
    }
    il_buf_putc(out, ']');
}

void il_report_rdjson(il_buf *out, const il_report *report, const il_report_options *options)
{
    static const char *const severities[] = {"INFO", "WARNING", "ERROR"};
    il_buf_puts(
        out,
        "{\"source\":{\"name\":\"infralint\",\"url\":\"https://github.com/infralint/infralint\"},\"diagnostics\":[");
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        il_buf_puts(out, i ? ",\n{" : "\n{");
        il_report__field(out, "message", f->message);
        il_buf_printf(out, ",\"severity\":\"%s\",", severities[f->severity]);
        put_location(out, f->loc, options);
        il_buf_putc(out, ',');
        put_code(out, report, f);
        put_suggestion(out, f);
        put_related(out, f, options);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, report->n_findings ? "\n]}\n" : "]}\n");
}
