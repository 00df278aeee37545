/* `infralint check`: discover, judge, fix, report. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "config.h"
#include "diff.h"
#include "disk.h"
#include "engine.h"
#include "terminal.h"

/* What one run needs from end to end. */
typedef struct {
    const il_options *options;
    il_files disk, files; /* as they are; as they are checked */
    il_engine *engine;
    il_report report;
    il_report_options terminal;
    il_str git_prefix;
    size_t n_written;
    il_map unwritten; /* path → why (const char *): files that --fix could not replace */
    bool failed;      /* something could not be done: exit 2 */
} run;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Whether FINDING is neither accepted nor below --severity. */
static bool is_shown(const run *r, const il_finding *finding)
{
    return !finding->suppressed && finding->severity >= r->options->severity_min;
}

/* Lists what is shown and what is accepted: a finding takes some 300 bytes, and where all are shown the engine's own list does. */
static void list_findings(run *r, const il_findings *all)
{
    size_t n_shown = 0, n_suppressed = 0;
    for (size_t i = 0; i < all->n; i++) {
        n_shown += is_shown(r, &all->items[i]);
        n_suppressed += all->items[i].suppressed != NULL;
    }
    r->report.findings = all->items;
    r->report.n_findings = all->n;
    if (n_shown == all->n)
        return;
    il_finding *shown = IL_NEW_ARRAY(r->options->arena, n_shown, il_finding);
    il_finding *suppressed = IL_NEW_ARRAY(r->options->arena, n_suppressed, il_finding);
    r->report.n_findings = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (is_shown(r, &all->items[i]))
            shown[r->report.n_findings++] = all->items[i];
        else if (all->items[i].suppressed)
            suppressed[r->report.n_suppressed++] = all->items[i];
    }
    r->report.findings = shown;
    r->report.suppressed = suppressed;
}

static void count(run *r, const il_result *result)
{
    r->report.summary.files = result->files;
    r->report.summary.stacks = result->stacks;
    r->report.summary.assemblies = result->assemblies;
    r->report.summary.resources = result->resources;
    const il_finding *all = result->findings.findings.items;
    for (size_t i = 0; i < result->findings.findings.n; i++) {
        if (all[i].suppressed) {
            bool external = strcmp(all[i].suppressed->kind, "external") == 0;
            ++*(external ? &r->report.summary.baselined : &r->report.summary.suppressed);
            continue;
        }
        size_t *by_severity[] = {&r->report.summary.notes, &r->report.summary.warnings, &r->report.summary.errors};
        ++*by_severity[all[i].severity];
        if (is_shown(r, &all[i]) && all[i].n_fixes)
            ++*(all[i].fixes[0].safety == IL_SAFE ? &r->report.summary.fixable_safe
                                                  : &r->report.summary.fixable_unsafe);
    }
    list_findings(r, &result->findings.findings);
    r->report.has_baseline = il_engine_has_baseline(r->engine);
}

/* cdk.json first: a new context key is harmless alone, a program that reads it before it is there is not. */
static bool is_context_file(il_str path)
{
    return il_str_is(path, "cdk.json") || il_str_ends(path, IL_STR("/cdk.json"));
}

/* Whether a cdk.json above PATH could not be written: what the file would read from it is not there. */
static bool lacks_context(const run *r, il_str path)
{
    for (size_t i = 0; i < r->unwritten.n; i++) {
        il_str other = r->unwritten.entries[i].key, folder = il_path_directory(other);
        if (is_context_file(other) && (!folder.n || il_str_starts(path, folder)))
            return true;
    }
    return false;
}

static const char *write_file(run *r, const il_changed_file *file)
{
    if (!is_context_file(file->path) && lacks_context(r, file->path))
        return "the cdk.json that it would read from could not be written";
    const char *why = il_disk_replace(r->options->arena, file->path, file->after, &file->before);
    return why && r->options->staged ? "what is staged is not what is on disk: stage all of it, or none" : why;
}

static void write_files(run *r, const il_fix_result *fixed)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < fixed->n_files; i++) {
            const il_changed_file *file = &fixed->files[i];
            if (is_context_file(file->path) != (pass == 0))
                continue;
            const char *why = write_file(r, file);
            if (why) {
                il_map_put(&r->unwritten, file->path, (void *)why);
                fprintf(stderr, "infralint: %.*s is not fixed: %s\n", IL_FMT(file->path), why);
                r->failed = true;
            } else {
                r->n_written++;
            }
        }
    }
}

static void put_patch(const run *r, const il_fix_result *fixed, il_buf *out)
{
    for (size_t i = 0; i < fixed->n_files; i++) {
        const il_changed_file *file = &fixed->files[i];
        il_str path = il_arena_printf(r->options->arena, "%.*s%.*s", IL_FMT(r->git_prefix), IL_FMT(file->path));
        il_diff_file(out, path, file->before, file->after);
    }
}

static void note_fixes(run *r, const il_fix_result *fixed)
{
    il_report_fixed *fixes = IL_NEW_ARRAY(r->options->arena, fixed->n_fixes, il_report_fixed);
    for (size_t i = 0; i < fixed->n_fixes; i++) {
        const il_fixed *f = &fixed->fixes[i];
        fixes[i] = (il_report_fixed){f->rule,       f->title,   f->safety,    f->file,    f->line, f->subjects,
                                     f->n_subjects, f->changes, f->n_changes, f->applied, f->why};
        const char *unwritten = f->applied ? il_map_get(&r->unwritten, f->file) : NULL;
        if (unwritten) {
            fixes[i].applied = false;
            fixes[i].why = unwritten;
        }
        ++*(fixes[i].applied ? &r->report.summary.fixed : &r->report.summary.not_fixed);
    }
    r->report.fixes = fixes;
    r->report.n_fixes = fixed->n_fixes;
}

static int report(run *r, const il_result *result, double started)
{
    int status = 0;
    count(r, result);
    if (r->options->fix_only)
        r->report.n_findings = r->report.n_suppressed = 0;
    r->terminal.show_fixes = r->options->show_fixes;
    r->terminal.only_fixes = r->options->fix_only;
    r->report.summary.milliseconds = il_terminal_is_interactive() ? now_ms() - started : -1;
    for (size_t i = 0; i < r->options->reports.n && !status; i++) {
        const il_output *to = &r->options->reports.items[i];
        il_report_writer *write = il_report_find(to->format.p ? to->format : IL_STR("human"));
        il_report_options look = r->terminal;
        if (to->file.p) {
            look.color = r->options->color == IL_COLOR_ALWAYS;
            look.links = false;
        }
        il_buf out = {0};
        write(&out, &r->report, &look);
        status = il_commands__emit(r->options, to, &out);
        il_buf_free(&out);
    }
    return status;
}

/* 1 when a finding stands at or above --fail-on. */
static int verdict(const run *r, const il_result *result)
{
    if (r->failed || result->unreadable)
        return 2;
    const il_config *config = il_engine_config(r->engine, IL_STR(""));
    bool given = r->options->fail_given, never = given ? r->options->fail_never : config->fails_never;
    il_severity fail_on = given ? r->options->fail_on : config->fail_on;
    if (r->options->exit_zero)
        return 0;
    for (size_t i = 0; !never && !r->options->fix_only && i < result->findings.findings.n; i++)
        if (!result->findings.findings.items[i].suppressed && result->findings.findings.items[i].severity >= fail_on)
            return 1;
    return r->options->exit_non_zero_on_fix && r->n_written ? 1 : 0;
}

/* --show-fixes with a patch: on stderr, since the patch may be on standard output. */
static void list_fixes(run *r, const il_fix_result *fixed)
{
    il_buf out = {0};
    if (!r->options->show_fixes)
        return;
    note_fixes(r, fixed);
    il_report_fixes_text(&out, &r->report);
    fwrite(out.p, 1, out.n, stderr);
    il_buf_free(&out);
}

static int run_diff(run *r)
{
    const il_fix_result *fixed = il_engine_fix(r->engine);
    il_buf out = {0};
    put_patch(r, fixed, &out);
    int status = il_commands__emit(r->options, &r->options->reports.items[0], &out);
    bool changes = out.n > 0;
    il_buf_free(&out);
    list_fixes(r, fixed);
    il_commands__say_skips(r->options, fixed->left);
    if (fixed->left->unreadable)
        return 2;
    return status ? status : changes && !r->options->exit_zero;
}

/* What came through standard input goes to standard output, fixed or not. */
static int print_fixed(const run *r)
{
    il_str text = IL_STR("");
    il_engine_text(r->engine, il_disk_path(r->options->arena, r->options->stdin_filename), &text);
    return il_commands__print(STDOUT_FILENO, text);
}

static int run_fix(run *r, double started)
{
    const il_fix_result *fixed = il_engine_fix(r->engine);
    int status = 0;
    if (r->options->stdin_filename.p)
        status = print_fixed(r);
    else
        write_files(r, fixed);
    note_fixes(r, fixed);
    il_commands__say_skips(r->options, fixed->left);
    if (!status)
        status = report(r, fixed->left, started);
    return status ? status : verdict(r, fixed->left);
}

/* The report is of the files as they are; the patch says what --fix would make of them. */
static int run_check(run *r, double started)
{
    const il_result *result = il_engine_check(r->engine);
    il_commands__say_skips(r->options, result);
    int status = report(r, result, started), answer = verdict(r, result);
    if (!r->options->patch.p || status)
        return status ? status : answer;
    const il_fix_result *fixed = il_engine_fix(r->engine);
    il_buf out = {0};
    put_patch(r, fixed, &out);
    const char *why = il_disk_write(r->options->arena, r->options->patch, il_buf_str(&out));
    il_buf_free(&out);
    if (why)
        return il_commands__fail("%.*s cannot be written: %s", IL_FMT(r->options->patch), why);
    if (!r->options->quiet)
        fprintf(stderr, "infralint: %zu %s in %.*s: apply it with `git apply` from the repository's root\n",
                fixed->n_applied, fixed->n_applied == 1 ? "fix" : "fixes", IL_FMT(r->options->patch));
    list_fixes(r, fixed);
    return answer;
}

int il_command_check(const il_options *options)
{
    double started = now_ms();
    for (size_t i = 0; i < options->reports.n; i++) {
        il_str format = options->reports.items[i].format;
        if (format.p && !il_report_find(format))
            return il_commands__fail("unknown format '%.*s'; there are %s", IL_FMT(format), il_report_names());
    }
    il_rule_options rule_options = {.report_unknown = options->report_unknown};
    run r = {.options = options, .disk = il_disk_files(options->arena), .terminal = il_terminal_options(options)};
    int status = il_commands__files(options, &r.disk, &r.files);
    if (status)
        return status;
    r.unwritten = il_map_in(options->arena);
    r.git_prefix = il_disk_git_prefix(options->arena);
    r.terminal.uri_prefix = r.git_prefix;
    il_engine_options engine_options = {.rule_options = &rule_options};
    il_commands__discovery(options, &engine_options);
    engine_options.rules_by_config = options->select.n == 0;
    engine_options.in_turns = !options->fix && !options->diff && !options->patch.p;
    engine_options.unsafe_fixes = options->unsafe_fixes;
    engine_options.fix_min = options->severity_min;
    engine_options.plan_fixes = !options->diff && !options->no_fixes;
    r.engine = il_engine_new(&r.files, &engine_options);
    status = il_commands__add_paths(options, r.engine);
    if (!status)
        status = il_commands__select(options, r.engine);
    if (!status)
        status = il_commands__baseline(options, &r.files, r.engine);
    r.report.rules = il_commands__report_rules(options->arena, il_engine_rules(r.engine), &r.report.n_rules);
    if (!status)
        status = options->diff ? run_diff(&r) : options->fix ? run_fix(&r, started) : run_check(&r, started);
    il_engine_free(r.engine);
    return status;
}
