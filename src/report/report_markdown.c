/* A table for a job summary or a comment on a merge request. Text of the checked project is data there: nothing in it is Markdown or HTML. */
#include <string.h>

#include "report_common.h"

static void put_text(il_buf *out, il_str text)
{
    il_buf plain = {0};
    il_report__visible(&plain, text);
    for (size_t i = 0; i < plain.n; i++) {
        char c = plain.p[i];
        if (c == '<' || c == '>' || c == '&')
            il_buf_printf(out, "&#%d;", c);
        else if (strchr("\\`*_{}[]()#+!|~@", c))
            il_buf_printf(out, "\\%c", c);
        else
            il_buf_putc(out, c);
    }
    il_buf_free(&plain);
}

static void put_count(il_buf *out, size_t n, const char *what, const char *before)
{
    il_buf_printf(out, "%s%zu %s%s", before, n, what, n == 1 ? "" : "s");
}

static void put_row(il_buf *out, const il_report *report, const il_finding *f, const il_report_options *options)
{
    il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
    il_str path = il_source_path(f->loc.source), prefix = il_report__prefix(&path, options);
    const il_report_rule *rule = il_report_rule_of(report, f->rule);
    il_buf_printf(out, "| %s | ", il_severity_name(f->severity));
    put_text(out, prefix);
    put_text(out, path);
    il_buf_printf(out, ":%u | ", pos.line);
    if (rule && !rule->own) {
        il_buf_printf(out, "[%s](", f->rule);
        il_report_rule_url(out, rule);
        il_buf_puts(out, ") | ");
    } else {
        il_buf_printf(out, "%s | ", f->rule);
    }
    put_text(out, f->message);
    if (f->n_fixes)
        il_buf_puts(out, f->fixes[0].safety == IL_SAFE ? " *Fixable.*" : " *Fixable, unsafe.*");
    il_buf_puts(out, " |\n");
}

void il_report_markdown(il_buf *out, const il_report *report, const il_report_options *options)
{
    il_buf_puts(out, "### infralint: ");
    put_count(out, report->summary.errors, "error", "");
    put_count(out, report->summary.warnings, "warning", ", ");
    put_count(out, report->summary.notes, "note", ", ");
    il_buf_puts(out, "\n");
    if (report->n_findings)
        il_buf_puts(out, "\n| | Place | Rule | Finding |\n|---|---|---|---|\n");
    for (size_t i = 0; i < report->n_findings; i++)
        put_row(out, report, &report->findings[i], options);
}
