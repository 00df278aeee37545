/* Checkstyle's XML, which many CI servers and review tools read: a `file` for each file, an `error` for each finding. */
#include "report_common.h"

void il_report_checkstyle(il_buf *out, const il_report *report, const il_report_options *options)
{
    (void)options;
    static const char *const severities[] = {"info", "warning", "error"};
    il_str open = {NULL, 0};
    il_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        il_str path = il_source_path(f->loc.source);
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        if (!open.p || !il_str_eq(open, path)) {
            il_buf_puts(out, open.p ? "  </file>\n  <file name=\"" : "  <file name=\"");
            il_report__xml(out, path);
            il_buf_puts(out, "\">\n");
            open = path;
        }
        il_buf_printf(out, "    <error line=\"%u\" column=\"%u\" severity=\"%s\" message=\"", pos.line, pos.column,
                      severities[f->severity]);
        il_report__xml(out, f->message);
        il_buf_printf(out, "\" source=\"infralint.%s\"/>\n", f->rule);
    }
    il_buf_puts(out, open.p ? "  </file>\n</checkstyle>\n" : "</checkstyle>\n");
}
