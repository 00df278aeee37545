/* For people: the place, what is wrong, the code with a caret, the fix as a diff, where to read more; a summary at the end. */
#include <stdio.h>
#include <string.h>

#include "frame.h"
#include "report_common.h"

/* A terminal's hyperlink to the rule's page; nothing without --color and a terminal. */
static void put_rule_name(il_buf *out, const il_finding *f, const il_report_rule *rule,
                          const il_report_options *options)
{
    bool link = options->links && rule && !rule->own;
    if (link) {
        il_buf_puts(out, "\033]8;;");
        il_report_rule_url(out, rule);
        il_buf_puts(out, "\033\\");
    }
    il_report__styled(out, options, IL_INK_CYAN, il_str_of(f->rule));
    if (link)
        il_buf_puts(out, "\033]8;;\033\\");
}

static void put_head(il_buf *out, const il_finding *f, const il_report_rule *rule, const il_report_options *options)
{
    il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
    il_buf place = {0};
    il_report__visible(&place, il_source_path(f->loc.source));
    il_buf_printf(&place, ":%u:%u", pos.line, pos.column);
    il_report__styled(out, options, IL_INK_BOLD, il_buf_str(&place));
    il_buf_free(&place);
    il_buf_puts(out, "  ");
    il_report__styled(out, options, il_report__severity_ink(f->severity), il_str_of(il_severity_name(f->severity)));
    il_buf_puts(out, "  ");
    put_rule_name(out, f, rule, options);
    if (f->n_fixes) {
        bool safe = f->fixes[0].safety == IL_SAFE;
        il_buf_puts(out, "  ");
        il_report__styled(out, options, IL_INK_DIM, safe ? IL_STR("[fixable]") : IL_STR("[fixable, unsafe]"));
    }
    il_buf_putc(out, '\n');
}

static void put_subject(il_buf *out, const il_finding *f, const il_report_options *options)
{
    if (!f->n_subjects)
        return;
    const il_subject *s = &f->subjects[0];
    bool in_cdk = s->construct_path.n > 0;
    il_buf text = {0};
    if (in_cdk)
        il_buf_printf(&text, "%.*s (", IL_FMT(s->construct_path));
    il_buf_add(&text, s->type);
    if (s->logical_id.n)
        il_buf_printf(&text, " %.*s", IL_FMT(s->logical_id));
    if (in_cdk)
        il_buf_putc(&text, ')');
    if (f->n_subjects > 1)
        il_buf_printf(&text, " and %zu more", f->n_subjects - 1);
    il_frame_key(out, in_cdk ? "construct" : "resource", il_buf_str(&text), options);
    il_buf_free(&text);
}

static void put_related(il_buf *out, const il_finding *f, const il_report_options *options)
{
    for (size_t i = 0; i < f->n_related; i++) {
        const il_related *r = &f->related[i];
        il_pos pos = il_source_pos(r->loc.source, r->loc.span.start);
        il_buf text = {0};
        il_buf_printf(&text, "%.*s:%u:%u %.*s", IL_FMT(il_source_path(r->loc.source)), pos.line, pos.column,
                      IL_FMT(r->message));
        il_frame_key(out, "see", il_buf_str(&text), options);
        il_buf_free(&text);
    }
}

/* KICS names its rules by UUIDs: nobody reads them. */
static bool is_uuid(const char *id)
{
    return strlen(id) == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-';
}

/* The tool and its names of the rule; nothing when there is none to read. */
static void put_tool(il_buf *out, const il_report_also *also)
{
    const char *lead = strcmp(also->tool, "other") == 0 ? "" : also->tool;
    for (size_t i = 0; i < also->n_ids; i++) {
        if (is_uuid(also->ids[i]))
            continue;
        if (!out->n)
            il_buf_puts(out, lead);
        il_buf_printf(out, "%s%s", out->n ? " " : "", also->ids[i]);
    }
}

/* As many of the rule's other names as one line holds, one tool's at least: `infralint explain` has them all. */
static void put_also(il_buf *out, const il_report_rule *rule, const il_report_options *options)
{
    enum { INDENT = 20 };
    size_t room = options->width > 2 * INDENT ? options->width - INDENT : INDENT;
    il_buf text = {0}, part = {0};
    for (size_t i = 0; rule && i < rule->n_also; i++) {
        il_buf_clear(&part);
        put_tool(&part, &rule->also[i]);
        size_t columns = il_report__columns(il_buf_str(&text)) + 3 + il_report__columns(il_buf_str(&part));
        if (options->width && text.n && part.n && columns > room) {
            il_buf_puts(&text, " …");
            break;
        }
        if (part.n)
            il_buf_printf(&text, "%s%s", text.n ? " · " : "", part.p);
    }
    if (text.n)
        il_frame_key(out, "also", il_buf_str(&text), options);
    il_buf_free(&text);
    il_buf_free(&part);
}

/* LEAD is the first line's beginning; what does not fit goes on two columns deeper. */
static void put_line(il_buf *out, const char *lead, il_str text, const il_report_options *options)
{
    il_buf line = {0};
    il_buf_printf(&line, "%s%.*s", lead, IL_FMT(text));
    il_buf_puts(out, "  ");
    il_report__wrapped(out, il_buf_str(&line), 4, options);
    il_buf_free(&line);
}

static void put_fix_title(il_buf *out, const char *lead, const il_fix *fix, const il_report_options *options)
{
    il_buf text = {0};
    il_buf_printf(&text, "%s (%s): ", lead, il_safety_name(fix->safety));
    put_line(out, il_buf_str(&text).p, fix->title, options);
    il_buf_free(&text);
}

/* The best fix whole, the others by name. */
static void put_fixes(il_buf *out, const il_finding *f, const il_report_options *options)
{
    if (!f->n_fixes && f->no_fix)
        put_line(out, "no automatic fix: ", il_str_of(f->no_fix), options);
    if (!f->n_fixes)
        return;
    put_fix_title(out, "fix", &f->fixes[0], options);
    if (options->code_frame)
        il_frame_fix(out, &f->fixes[0], f->loc.source, options);
    for (size_t i = 1; i < f->n_fixes; i++)
        put_fix_title(out, "or", &f->fixes[i], options);
}

static void put_help(il_buf *out, const il_report_rule *rule)
{
    if (!rule)
        return;
    il_buf_puts(out, "  help: ");
    il_report_rule_url(out, rule);
    il_buf_putc(out, '\n');
}

static void count(il_buf *out, size_t n, const char *noun, const char *nouns)
{
    il_buf_printf(out, "%zu %s", n, n == 1 ? noun : nouns);
}

static void put_checked(il_buf *out, const il_report *report)
{
    il_buf_puts(out, "  checked ");
    count(out, report->summary.files, "file", "files");
    if (report->summary.assemblies) {
        il_buf_puts(out, ", ");
        count(out, report->summary.assemblies, "assembly", "assemblies");
    }
    il_buf_puts(out, ", ");
    count(out, report->summary.stacks, "stack", "stacks");
    il_buf_puts(out, ", ");
    count(out, report->summary.resources, "resource", "resources");
    if (report->summary.milliseconds >= 0)
        il_buf_printf(out, " in %.0f ms", report->summary.milliseconds);
    il_buf_putc(out, '\n');
}

/* What does not count: `  3 suppressed (1 expires after 2027-01-31) · 12 in the baseline`. */
static void put_suppressed(il_buf *out, const il_report *report)
{
    size_t suppressed = report->summary.suppressed, known = report->summary.baselined, dated = 0;
    il_str first = {NULL, 0};
    for (size_t i = 0; i < report->n_suppressed; i++) {
        il_str until = report->suppressed[i].suppressed->expires;
        dated += until.n > 0;
        if (until.n && (!first.n || il_str_cmp(until, first) < 0))
            first = until;
    }
    if (suppressed)
        il_buf_printf(out, "  %zu suppressed", suppressed);
    if (suppressed && dated == 1)
        il_buf_printf(out, " (1 expires after %.*s)", IL_FMT(first));
    else if (suppressed && dated)
        il_buf_printf(out, " (%zu expire, the first after %.*s)", dated, IL_FMT(first));
    if (known)
        il_buf_printf(out, "%s%zu in the baseline", suppressed ? " · " : "  ", known);
    if (suppressed || known)
        il_buf_putc(out, '\n');
}

static void put_fixable(il_buf *out, const il_report *report)
{
    size_t safe = report->summary.fixable_safe, unsafe = report->summary.fixable_unsafe;
    if (safe)
        il_buf_printf(out, "  %zu fixable with --fix", safe);
    if (unsafe)
        il_buf_printf(out, "%s%zu %swith --fix --unsafe-fixes", safe ? ", " : "  ", unsafe,
                      safe ? "more " : "fixable ");
    if (safe || unsafe)
        il_buf_putc(out, '\n');
}

/* `  fixed: lib/a.ts:12  rule: what was done`. */
static void put_fate(il_buf *out, const il_report_fixed *f)
{
    il_buf_puts(out, f->applied ? "  fixed: " : "  not fixed: ");
    il_report__visible(out, f->file);
    il_buf_printf(out, ":%u  %s: ", f->line, f->rule);
    il_report__visible(out, f->applied ? f->title : il_str_of(f->why));
    il_buf_putc(out, '\n');
}

void il_report_fixes_text(il_buf *out, const il_report *report)
{
    for (int applied = 1; applied >= 0; applied--)
        for (size_t i = 0; i < report->n_fixes; i++)
            if (report->fixes[i].applied == applied)
                put_fate(out, &report->fixes[i]);
}

static void put_fixed(il_buf *out, const il_report *report, const il_report_options *options)
{
    if (report->summary.fixed || options->only_fixes) {
        il_buf_puts(out, "  ");
        count(out, report->summary.fixed, "fix applied", "fixes applied");
        il_buf_putc(out, '\n');
    }
    if (options->show_fixes)
        il_report_fixes_text(out, report);
    for (size_t i = 0; i < report->n_fixes && !options->show_fixes; i++)
        if (!report->fixes[i].applied)
            put_fate(out, &report->fixes[i]);
}

/* What --severity-min keeps back is counted all the same. */
static void put_hidden(il_buf *out, const il_report *report)
{
    size_t shown[] = {0, 0, 0};
    for (size_t i = 0; i < report->n_findings; i++)
        shown[report->findings[i].severity]++;
    size_t warnings = report->summary.warnings - shown[IL_WARNING], notes = report->summary.notes - shown[IL_NOTE];
    if (!warnings && !notes)
        return;
    il_buf_puts(out, "  ");
    if (warnings)
        count(out, warnings, "warning", "warnings");
    if (warnings && notes)
        il_buf_puts(out, " and ");
    if (notes)
        count(out, notes, "note", "notes");
    il_buf_printf(out, " not shown (--severity-min %s)\n", notes ? "note" : "warning");
}

static void put_summary(il_buf *out, const il_report *report, const il_report_options *options)
{
    if (options->only_fixes) {
        put_checked(out, report);
        put_fixed(out, report, options);
        return;
    }
    size_t errors = report->summary.errors, warnings = report->summary.warnings, notes = report->summary.notes;
    size_t problems = errors + warnings;
    if (problems) {
        il_report__styled(out, options, errors ? IL_INK_RED : IL_INK_YELLOW, IL_STR("✖ "));
        count(out, problems, "problem", "problems");
        il_buf_puts(out, " (");
        count(out, errors, "error", "errors");
        il_buf_puts(out, ", ");
        count(out, warnings, "warning", "warnings");
        il_buf_putc(out, ')');
    } else if (report->summary.files || report->summary.assemblies || notes) {
        il_report__styled(out, options, IL_INK_GREEN, IL_STR("✔ "));
        il_buf_puts(out, "no problems");
    } else {
        il_report__styled(out, options, IL_INK_YELLOW, IL_STR("– "));
        il_buf_puts(out, "nothing was checked\n");
        return;
    }
    if (notes) {
        il_buf_puts(out, ", ");
        count(out, notes, "note", "notes");
    }
    il_buf_putc(out, '\n');
    put_checked(out, report);
    put_fixable(out, report);
    put_fixed(out, report, options);
    put_hidden(out, report);
    put_suppressed(out, report);
    if (report->n_findings)
        il_buf_puts(out, "  infralint explain RULE says why a rule is there and when it does not apply\n");
}

void il_report_human(il_buf *out, const il_report *report, const il_report_options *options)
{
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        const il_report_rule *rule = il_report_rule_of(report, f->rule);
        put_head(out, f, rule, options);
        il_buf_puts(out, "  ");
        il_report__wrapped(out, f->message, 2, options);
        if (options->code_frame)
            il_frame_code(out, f, options);
        put_subject(out, f, options);
        put_related(out, f, options);
        put_also(out, rule, options);
        put_fixes(out, f, options);
        put_help(out, rule);
        il_buf_putc(out, '\n');
    }
    put_summary(out, report, options);
}
