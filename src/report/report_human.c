/* For people: the place, what is wrong, the code with a caret, the fix as a diff, where to read more; a summary at the end. */
#include <stdio.h>
#include <string.h>

#include "frame.h"
#include "report_common.h"
#include "utf8.h"

static size_t columns_of(il_str s)
{
    size_t columns = 0, length;
    for (size_t i = 0; i < s.n; i += length)
        columns += (size_t)il_utf8_columns(il_utf8_decode(il_str_slice(s, i, s.n), &length));
    return columns;
}

/* TEXT in lines of at most the width, each indented by two. */
static void put_wrapped(il_buf *out, il_str text, const il_report_options *options)
{
    size_t limit = options->width > 24 ? options->width - 2 : 0, used = 0;
    while (text.p && text.n) {
        il_str word = il_str_cut(&text, ' ');
        size_t columns = columns_of(word);
        if (!word.n)
            continue;
        if (used == 0 || (limit && used + 1 + columns > limit)) {
            il_buf_puts(out, used ? "\n  " : "  ");
            used = 0;
        } else {
            il_buf_putc(out, ' ');
            used++;
        }
        il_buf_add(out, word);
        used += columns;
    }
    il_buf_putc(out, '\n');
}

static void put_head(il_buf *out, const il_finding *f, const il_report_options *options)
{
    il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
    char place[32];
    snprintf(place, sizeof place, ":%u:%u", pos.line, pos.column);
    il_report__styled(out, options, IL_INK_BOLD, il_source_path(f->loc.source));
    il_buf_printf(out, "%s  ", place);
    il_report__styled(out, options, il_report__severity_ink(f->severity), il_str_of(il_severity_name(f->severity)));
    il_buf_puts(out, "  ");
    il_report__styled(out, options, IL_INK_CYAN, il_str_of(f->rule));
    if (f->n_fixes)
        il_buf_puts(out, f->fixes[0].safety == IL_SAFE ? "  [fixable]" : "  [fixable, unsafe]");
    il_buf_putc(out, '\n');
}

static void put_key(il_buf *out, const char *key, const il_report_options *options)
{
    char text[32];
    snprintf(text, sizeof text, "   = %-11s", key);
    il_report__styled(out, options, IL_INK_DIM, il_str_of(text));
}

static void put_subject(il_buf *out, const il_finding *f, const il_report_options *options)
{
    if (!f->n_subjects)
        return;
    const il_subject *s = &f->subjects[0];
    put_key(out, s->construct_path.n ? "construct" : "resource", options);
    if (s->construct_path.n)
        il_buf_printf(out, "%.*s  (", IL_FMT(s->construct_path));
    il_buf_add(out, s->type);
    if (s->logical_id.n)
        il_buf_printf(out, " %.*s", IL_FMT(s->logical_id));
    if (s->construct_path.n)
        il_buf_putc(out, ')');
    if (f->n_subjects > 1)
        il_buf_printf(out, " and %zu more", f->n_subjects - 1);
    il_buf_putc(out, '\n');
}

static void put_related(il_buf *out, const il_finding *f, const il_report_options *options)
{
    for (size_t i = 0; i < f->n_related; i++) {
        const il_related *r = &f->related[i];
        il_pos pos = il_source_pos(r->loc.source, r->loc.span.start);
        put_key(out, i ? "" : "see", options);
        il_buf_printf(out, "%.*s:%u:%u  %.*s\n", IL_FMT(il_source_path(r->loc.source)), pos.line, pos.column,
                      IL_FMT(r->message));
    }
}

static void put_also(il_buf *out, const il_report_rule *rule, const il_report_options *options)
{
    if (!rule || !rule->n_also)
        return;
    put_key(out, "also", options);
    for (size_t i = 0; i < rule->n_also; i++) {
        il_buf_printf(out, "%s%s", i ? " · " : "", rule->also[i].tool);
        for (size_t j = 0; j < rule->also[i].n_ids; j++)
            il_buf_printf(out, " %s", rule->also[i].ids[j]);
    }
    il_buf_putc(out, '\n');
}

static void put_fix(il_buf *out, const il_finding *f, const il_report_options *options)
{
    if (f->n_fixes) {
        const il_fix *fix = &f->fixes[0];
        il_buf_printf(out, "   fix (%s): %.*s\n", il_safety_name(fix->safety), IL_FMT(fix->title));
        il_frame_fix(out, fix, f->loc.source, options);
    } else if (f->no_fix) {
        il_buf_printf(out, "   no automatic fix: %s\n", f->no_fix);
    }
}

static void put_help(il_buf *out, const il_report_rule *rule)
{
    if (!rule)
        return;
    il_buf_puts(out, "   help: ");
    il_report_rule_url(out, rule);
    il_buf_printf(out, "\n         infralint explain %s\n", rule->id);
}

static void count(il_buf *out, size_t n, const char *noun)
{
    il_buf_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

static void put_checked(il_buf *out, const il_report *report)
{
    count(out, report->summary.files, "file");
    if (report->summary.assemblies) {
        il_buf_puts(out, " · ");
        il_buf_printf(out, "%zu %s", report->summary.assemblies,
                      report->summary.assemblies == 1 ? "assembly" : "assemblies");
    }
    il_buf_puts(out, " · ");
    count(out, report->summary.stacks, "stack");
    il_buf_puts(out, " · ");
    count(out, report->summary.resources, "resource");
    if (report->summary.milliseconds >= 0)
        il_buf_printf(out, " · %.0f ms", report->summary.milliseconds);
    il_buf_putc(out, '\n');
}

static void put_fixed(il_buf *out, const il_report *report)
{
    if (report->summary.fixed) {
        il_buf_puts(out, "  ");
        count(out, report->summary.fixed, "fix");
        il_buf_puts(out, report->summary.fixed == 1 ? " applied\n" : "es applied\n");
    }
    for (size_t i = 0; i < report->n_fixes; i++) {
        const il_report_fixed *f = &report->fixes[i];
        if (!f->applied)
            il_buf_printf(out, "  not fixed: %.*s  %s: %s\n", IL_FMT(f->file), f->rule, f->why);
    }
}

static void put_summary(il_buf *out, const il_report *report, const il_report_options *options)
{
    size_t problems = report->summary.errors + report->summary.warnings;
    if (problems || !report->notes_hidden)
        problems += report->notes_hidden ? 0 : report->summary.notes;
    if (problems) {
        il_report__styled(out, options, IL_INK_RED, IL_STR("✖ "));
        count(out, problems, "problem");
        il_buf_puts(out, " (");
        count(out, report->summary.errors, "error");
        il_buf_puts(out, ", ");
        count(out, report->summary.warnings, "warning");
        if (!report->notes_hidden) {
            il_buf_puts(out, ", ");
            count(out, report->summary.notes, "note");
        }
        il_buf_puts(out, ") in ");
    } else {
        il_report__styled(out, options, IL_INK_GREEN, IL_STR("✔ "));
        il_buf_puts(out, "no problems in ");
    }
    put_checked(out, report);
    if (report->summary.fixable_safe || report->summary.fixable_unsafe)
        il_buf_printf(out, "  %zu fixable with --fix, %zu more with --fix --unsafe-fixes\n",
                      report->summary.fixable_safe, report->summary.fixable_unsafe);
    put_fixed(out, report);
    if (report->notes_hidden && report->summary.notes) {
        il_buf_puts(out, "  ");
        count(out, report->summary.notes, "note");
        il_buf_puts(out, " not shown (--severity-min note)\n");
    }
}

void il_report_human(il_buf *out, const il_report *report, const il_report_options *options)
{
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        const il_report_rule *rule = il_report_rule_of(report, f->rule);
        put_head(out, f, options);
        put_wrapped(out, f->message, options);
        if (options->code_frame)
            il_frame_code(out, f->loc, f->label, options);
        put_subject(out, f, options);
        put_related(out, f, options);
        put_also(out, rule, options);
        put_fix(out, f, options);
        put_help(out, rule);
        il_buf_putc(out, '\n');
    }
    put_summary(out, report, options);
}
