/* Workflow commands, which GitHub Actions shows as annotations on the changed lines (docs.github.com, "Workflow commands for GitHub
 * Actions", setting a notice, warning or error message). */
#include "report_common.h"

/* The toolkit's escapes: `%` and line breaks, in properties also `:` and `,`. */
static void put_escaped(il_buf *out, il_str text, bool property)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            il_buf_printf(out, "%%%02X", (unsigned char)c);
        else
            il_buf_putc(out, c);
    }
}

void il_report_github(il_buf *out, const il_report *report, const il_report_options *options)
{
    static const char *const commands[] = {"notice", "warning", "error"};
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        il_pos start = il_source_pos(f->loc.source, f->loc.span.start),
               end = il_source_pos(f->loc.source, f->loc.span.end);
        il_str path = il_source_path(f->loc.source), prefix = il_report__prefix(&path, options);
        il_buf_printf(out, "::%s file=", commands[f->severity]);
        put_escaped(out, prefix, true);
        put_escaped(out, path, true);
        il_buf_printf(out, ",line=%u,endLine=%u", start.line, end.line);
        if (start.line == end.line) /* columns are for one line */
            il_buf_printf(out, ",col=%u,endColumn=%u", start.column, end.column);
        il_buf_puts(out, ",title=");
        put_escaped(out, il_str_of(f->rule), true);
        il_buf_puts(out, "::");
        il_buf message = {0}; /* the log is shown by a terminal */
        il_report__visible(&message, f->message);
        put_escaped(out, il_buf_str(&message), false);
        il_buf_free(&message);
        il_buf_putc(out, '\n');
    }
}
