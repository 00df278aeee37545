/* The JSON format of DESIGN section 7, stable: fields are added, never renamed or removed. */
#include "report_common.h"

static void put_subjects(il_buf *out, const il_subject *subjects, size_t n)
{
    il_buf_puts(out, "\"resources\":[");
    for (size_t i = 0; i < n; i++) {
        const il_subject *s = &subjects[i];
        il_buf_puts(out, i ? ",{" : "{");
        il_report__field(out, "type", s->type);
        il_buf_putc(out, ',');
        il_report__field(out, "logicalId", s->logical_id);
        il_buf_putc(out, ',');
        il_report__field(out, "constructPath", s->construct_path);
        il_buf_putc(out, ',');
        il_report__field(out, "stack", s->stack);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, "],");
}

static void put_related(il_buf *out, const il_finding *f)
{
    il_buf_puts(out, "\"related\":[");
    for (size_t i = 0; i < f->n_related; i++) {
        il_buf_puts(out, i ? ",{" : "{");
        il_report__field(out, "file", il_source_path(f->related[i].loc.source));
        il_buf_putc(out, ',');
        il_report__region(out, "region", f->related[i].loc);
        il_buf_putc(out, ',');
        il_report__field(out, "message", f->related[i].message);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, "],");
}

static void put_fixes(il_buf *out, const il_finding *f)
{
    il_buf_puts(out, "\"fixes\":[");
    for (size_t i = 0; i < f->n_fixes; i++) {
        const il_fix *fix = &f->fixes[i];
        il_buf_puts(out, i ? ",{" : "{");
        il_report__field(out, "title", fix->title);
        il_buf_printf(out, ",\"safety\":\"%s\",\"edits\":[", il_safety_name(fix->safety));
        for (size_t j = 0; j < fix->n_edits; j++) {
            const il_edit *e = &fix->edits[j];
            il_buf_puts(out, j ? ",{" : "{");
            il_report__field(out, "file", il_source_path(e->source));
            il_buf_printf(out, ",\"startByte\":%u,\"endByte\":%u,", e->span.start, e->span.end);
            il_report__field(out, "newText", e->text);
            il_buf_putc(out, '}');
        }
        il_buf_puts(out, "]}");
    }
    il_buf_puts(out, "],");
    if (f->no_fix) {
        il_report__field(out, "noFix", il_str_of(f->no_fix));
        il_buf_putc(out, ',');
    }
}

static void put_finding(il_buf *out, const il_report *report, const il_finding *f)
{
    il_buf_puts(out, "{");
    il_report__field(out, "rule", il_str_of(f->rule));
    il_buf_printf(out, ",\"severity\":\"%s\",", il_severity_name(f->severity));
    il_report__field(out, "category", f->category);
    il_buf_putc(out, ',');
    il_report__field(out, "message", f->message);
    il_buf_putc(out, ',');
    il_report__field(out, "file", il_source_path(f->loc.source));
    il_buf_putc(out, ',');
    il_report__region(out, "region", f->loc);
    il_buf_putc(out, ',');
    il_report__field(out, "app", f->app);
    il_buf_putc(out, ',');
    put_subjects(out, f->subjects, f->n_subjects);
    put_related(out, f);
    put_fixes(out, f);
    il_report__field(out, "origin", il_str_of(f->origin));
    il_buf_putc(out, ',');
    il_report__field(out, "fingerprint", f->fingerprint);
    il_buf_puts(out, ",\"suppressed\":");
    if (f->suppressed) {
        il_buf_printf(out, "{\"kind\":\"%s\",", f->suppressed->kind);
        il_report__field(out, "by", f->suppressed->by);
        il_buf_putc(out, ',');
        il_report__field(out, "reason", f->suppressed->reason);
        if (f->suppressed->expires.n) {
            il_buf_putc(out, ',');
            il_report__field(out, "expires", f->suppressed->expires);
        }
        il_buf_putc(out, '}');
    } else {
        il_buf_puts(out, "null");
    }
    if (report->has_baseline)
        il_buf_printf(out, ",\"baselineState\":\"%s\"", il_report__baseline_state(f));
    il_buf_puts(out, ",\"also\":");
    il_report__also(out, il_report_rule_of(report, f->rule));
    il_buf_putc(out, '}');
}

/* What --fix did: what was applied, and what was tried and refused. */
static void put_fixed(il_buf *out, const il_report *report)
{
    for (size_t i = 0; i < report->n_fixes; i++) {
        const il_report_fixed *f = &report->fixes[i];
        il_buf_puts(out, i ? ",\n{" : "\n{");
        il_report__field(out, "rule", il_str_of(f->rule));
        il_buf_putc(out, ',');
        il_report__field(out, "title", f->title);
        il_buf_printf(out, ",\"safety\":\"%s\",", il_safety_name(f->safety));
        il_report__field(out, "file", f->file);
        il_buf_printf(out, ",\"line\":%u,\"applied\":%s,", f->line, f->applied ? "true" : "false");
        if (!f->applied) {
            il_report__field(out, "why", il_str_of(f->why));
            il_buf_putc(out, ',');
        }
        put_subjects(out, f->subjects, f->n_subjects);
        il_buf_puts(out, "\"changes\":");
        il_report__names(out, f->changes, f->n_changes);
        il_buf_putc(out, '}');
    }
}

void il_report_json(il_buf *out, const il_report *report, const il_report_options *options)
{
    (void)options;
    il_buf_puts(out, "{\"version\":1,\"findings\":[");
    for (size_t i = 0; i < report->n_findings; i++) {
        il_buf_puts(out, i ? ",\n" : "\n");
        put_finding(out, report, &report->findings[i]);
    }
    for (size_t i = 0; i < report->n_suppressed; i++) {
        il_buf_puts(out, i || report->n_findings ? ",\n" : "\n");
        put_finding(out, report, &report->suppressed[i]);
    }
    il_buf_puts(out, report->n_findings || report->n_suppressed ? "\n]," : "],");
    if (report->n_fixes) {
        il_buf_puts(out, "\n\"fixes\":[");
        put_fixed(out, report);
        il_buf_puts(out, "\n],");
    }
    il_buf_printf(
        out,
        "\n\"summary\":{\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu,\"files\":%zu,\"assemblies\":%zu,"
        "\"stacks\":%zu,\"resources\":%zu,\"fixable\":%zu,\"fixableUnsafe\":%zu,\"fixed\":%zu,\"suppressed\":%zu,"
        "\"baselined\":%zu}}\n",
        report->summary.errors, report->summary.warnings, report->summary.notes, report->summary.files,
        report->summary.assemblies, report->summary.stacks, report->summary.resources, report->summary.fixable_safe,
        report->summary.fixable_unsafe, report->summary.fixed, report->summary.suppressed, report->summary.baselined);
}

/* One finding a line, for tools that read as they go; the same objects as in json, and nothing else. */
void il_report_jsonl(il_buf *out, const il_report *report, const il_report_options *options)
{
    (void)options;
    for (size_t i = 0; i < report->n_findings; i++) {
        put_finding(out, report, &report->findings[i]);
        il_buf_putc(out, '\n');
    }
}
