/* One finding a line: `path:line:col: severity rule message [*]`; `*` marks a safe fix, `+` an unsafe one. For editors and eyes. */
#include "report_common.h"

void il_report_concise(il_buf *out, const il_report *report, const il_report_options *options)
{
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        il_buf path = {0};
        il_report__visible(&path, il_source_path(f->loc.source));
        il_report__styled(out, options, IL_INK_BOLD, il_buf_str(&path));
        il_buf_free(&path);
        il_buf_printf(out, ":%u:%u: ", pos.line, pos.column);
        il_report__styled(out, options, il_report__severity_ink(f->severity), il_str_of(il_severity_name(f->severity)));
        il_buf_putc(out, ' ');
        il_report__styled(out, options, IL_INK_CYAN, il_str_of(f->rule));
        il_buf_putc(out, ' ');
        il_report__visible(out, f->message);
        if (f->n_fixes)
            il_buf_puts(out, f->fixes[0].safety == IL_SAFE ? " [*]" : " [+]");
        il_buf_putc(out, '\n');
    }
}
