/* JUnit's XML as CI servers read it: a suite for each file, a failed case for each finding, and one case that passed where nothing was found. */
#include "report_common.h"

static size_t end_of_file(const il_report *report, size_t start)
{
    const il_source *source = report->findings[start].loc.source;
    size_t end = start + 1;
    while (end < report->n_findings &&
           il_str_eq(il_source_path(report->findings[end].loc.source), il_source_path(source)))
        end++;
    return end;
}

static void put_case(il_buf *out, const il_finding *f)
{
    il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
    il_str path = il_source_path(f->loc.source);
    il_buf_printf(out, "    <testcase name=\"%s\" classname=\"", f->rule);
    il_report__xml(out, path);
    il_buf_puts(out, "\" file=\"");
    il_report__xml(out, path);
    il_buf_printf(out, "\" line=\"%u\">\n      <failure type=\"%s\" message=\"", pos.line,
                  il_severity_name(f->severity));
    il_report__xml(out, f->message);
    il_buf_puts(out, "\">");
    il_report__xml(out, path);
    il_buf_printf(out, ":%u:%u: ", pos.line, pos.column);
    il_report__xml(out, f->message);
    il_buf_puts(out, "</failure>\n    </testcase>\n");
}

void il_report_junit(il_buf *out, const il_report *report, const il_report_options *options)
{
    (void)options;
    size_t n = report->n_findings;
    il_buf_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"infralint\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
                  n ? n : 1, n);
    for (size_t i = 0; i < n;) {
        size_t end = end_of_file(report, i);
        il_buf_puts(out, "  <testsuite name=\"");
        il_report__xml(out, il_source_path(report->findings[i].loc.source));
        il_buf_printf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", end - i, end - i);
        for (; i < end; i++)
            put_case(out, &report->findings[i]);
        il_buf_puts(out, "  </testsuite>\n");
    }
    if (!n)
        il_buf_puts(out, "  <testsuite name=\"infralint\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
                         "    <testcase name=\"no problems\" classname=\"infralint\"/>\n  </testsuite>\n");
    il_buf_puts(out, "</testsuites>\n");
}
