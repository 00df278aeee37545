/* `infralint baseline`: the findings that are known already, and the file that has them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "baseline.h"
#include "commands.h"
#include "config.h"
#include "disk.h"

static const char default_name[] = ".infralint-baseline.json";

enum { MOST_PARENTS = 40 };

static bool is_file(const il_files *files, il_str path)
{
    return files->kind(files->context, path) == IL_FILE_REGULAR;
}

/* The nearest file of the default name, upward to the root of the repository or a configuration that says `root`; the one in the working directory when there
 * is none. */
static il_str nearest(const il_options *options, const il_files *files, il_engine *engine)
{
    il_str folder = IL_STR("");
    for (int i = 0; i < MOST_PARENTS; i++) {
        il_str path = il_path_join(options->arena, folder, il_str_of(default_name));
        if (is_file(files, path))
            return path;
        const il_config *config = il_engine_config(engine, folder);
        bool top = files->kind(files->context, il_path_join(options->arena, folder, IL_STR(".git"))) != IL_FILE_NONE ||
                   (config->root && il_str_eq(config->folder, folder));
        if (top || il_str_is(il_path_join(options->arena, files->here, folder), "/"))
            break;
        folder = il_path_join(options->arena, folder, IL_STR(".."));
    }
    return il_str_of(default_name);
}

/* The file that the options or the configuration name, else the nearest. *NAMED: somebody named it. */
static il_str path_of(const il_options *options, const il_files *files, il_engine *engine, bool *named)
{
    const il_config *config = il_engine_config(engine, IL_STR(""));
    *named = options->baseline.p || config->baseline.p;
    if (options->baseline.p)
        return il_disk_path(options->arena, options->baseline);
    if (config->baseline.p)
        return il_path_join(options->arena, config->folder, config->baseline);
    return nearest(options, files, engine);
}

static il_baseline *empty_at(const il_options *options, const il_files *files, il_str path)
{
    il_str folder = il_path_join(options->arena, files->here, il_path_directory(path));
    return il_baseline_new(options->arena, folder, files->here);
}

/* The baseline at PATH; NULL after a complaint. */
static il_baseline *read_at(const il_options *options, const il_files *files, il_str path)
{
    il_str text;
    il_loc at;
    il_baseline *baseline = empty_at(options, files, path);
    const char *why = files->read(files->context, options->arena, path, &text);
    if (why && !is_file(files, path)) {
        il_commands__fail("there is no baseline at %.*s: `infralint baseline create` makes one", IL_FMT(path));
        return NULL;
    }
    if (why) {
        il_commands__fail("the baseline %.*s cannot be read: %s", IL_FMT(path), why);
        return NULL;
    }
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, path, text);
    if (!il_baseline_read(baseline, document, &why, &at)) {
        il_pos pos = il_source_pos(at.source, at.span.start);
        il_commands__fail("%.*s:%u:%u: %s", IL_FMT(path), pos.line, pos.column, why);
        baseline = NULL;
    }
    il_document_free(document);
    return baseline;
}

int il_commands__baseline(const il_options *options, const il_files *files, il_engine *engine)
{
    bool named;
    if (options->no_baseline)
        return 0;
    il_str path = path_of(options, files, engine, &named);
    if (!named && !is_file(files, path))
        return 0;
    const il_baseline *baseline = read_at(options, files, path);
    il_engine_set_baseline(engine, baseline);
    return baseline ? 0 : 2;
}

/* ---- The verbs ---- */

typedef struct {
    il_options options; /* without the verb and the file */
    il_files files;
    il_engine *engine;
    il_str path;
    bool there;
} run;

/* What counts now. */
static il_baseline *present(run *r, bool *unreadable)
{
    const il_result *result = il_engine_check(r->engine);
    il_baseline *out = empty_at(&r->options, &r->files, r->path);
    for (size_t i = 0; i < result->findings.findings.n; i++)
        if (!result->findings.findings.items[i].suppressed)
            il_baseline_add(out, &result->findings.findings.items[i]);
    *unreadable = result->unreadable;
    il_commands__say_skips(&r->options, result);
    return out;
}

/* Whether the file of ENTRY was looked at, or would have been. */
static bool in_scope(const run *r, const il_baseline *of, const il_baseline_entry *entry)
{
    il_str path = il_baseline_path(of, entry);
    if (!r->options.paths.n)
        return !il_str_starts(path, IL_STR("../"));
    for (size_t i = 0; i < r->options.paths.n; i++) {
        il_str named = il_disk_path(r->options.arena, r->options.paths.items[i]);
        if (!named.n ? !il_str_starts(path, IL_STR("../"))
                     : il_str_starts(path, named) && (path.n == named.n || path.p[named.n] == '/'))
            return true;
    }
    return false;
}

static size_t total(il_baseline *baseline)
{
    size_t n, sum = 0;
    const il_baseline_entry *entries = il_baseline_entries(baseline, &n);
    for (size_t i = 0; i < n; i++)
        sum += entries[i].count;
    return sum;
}

static int keep(run *r, il_baseline *baseline, size_t before)
{
    il_buf out = {0};
    il_baseline_write(&out, baseline);
    const char *why = il_disk_write(r->options.arena, r->path, il_buf_str(&out));
    il_buf_free(&out);
    if (why)
        return il_commands__fail("%.*s cannot be written: %s", IL_FMT(r->path), why);
    size_t now = total(baseline);
    printf("%.*s: %zu known %s", IL_FMT(r->path), now, now == 1 ? "finding" : "findings");
    if (r->there && now != before)
        printf(", %zu %s than before", now > before ? now - before : before - now, now > before ? "more" : "fewer");
    printf("\n");
    return 0;
}

static int create(run *r)
{
    bool unreadable;
    if (r->there)
        return il_commands__fail("%.*s is there already: `infralint baseline update` takes over what is found now",
                                 IL_FMT(r->path));
    il_baseline *now = present(r, &unreadable);
    return unreadable ? il_commands__fail("something cannot be read: no baseline is written") : keep(r, now, 0);
}

/* Takes what is there now (prune: of that what was known), and keeps what was not looked at. */
static int renew(run *r, bool prune)
{
    bool unreadable;
    size_t n;
    if (!r->there)
        return il_commands__fail("there is no baseline at %.*s: `infralint baseline create` makes one",
                                 IL_FMT(r->path));
    il_baseline *old = read_at(&r->options, &r->files, r->path), *now = old ? present(r, &unreadable) : NULL;
    if (!old)
        return 2;
    if (unreadable)
        return il_commands__fail("something cannot be read: the baseline stays as it is");
    il_baseline *out = empty_at(&r->options, &r->files, r->path);
    const il_baseline_entry *entries = il_baseline_entries(now, &n);
    for (size_t i = 0; i < n; i++) {
        il_baseline_entry entry = entries[i];
        size_t known = il_baseline_count(old, &entry);
        if (prune && known < entry.count)
            entry.count = known;
        if (entry.count)
            il_baseline_add_entry(out, &entry);
    }
    entries = il_baseline_entries(old, &n);
    for (size_t i = 0; i < n; i++)
        if (!in_scope(r, old, &entries[i]))
            il_baseline_add_entry(out, &entries[i]);
    return keep(r, out, total(old));
}

static int update(run *r)
{
    return renew(r, false);
}

static int prune(run *r)
{
    return renew(r, true);
}

static int show(run *r)
{
    size_t n;
    if (!r->there)
        return il_commands__fail("there is no baseline at %.*s", IL_FMT(r->path));
    il_baseline *baseline = read_at(&r->options, &r->files, r->path);
    if (!baseline)
        return 2;
    il_buf out = {0};
    const il_baseline_entry *entries = il_baseline_entries(baseline, &n);
    for (size_t i = 0; i < n; i++) {
        const il_baseline_entry *e = &entries[i];
        il_buf_printf(&out, "%.*s  %.*s", IL_FMT(e->file), IL_FMT(e->rule));
        const il_str more[] = {e->resource, e->property, e->text};
        for (size_t k = 0; k < sizeof more / sizeof *more; k++)
            if (more[k].n)
                il_buf_printf(&out, "  %.*s", IL_FMT(more[k]));
        if (e->count > 1)
            il_buf_printf(&out, "  (%zu times)", e->count);
        il_buf_putc(&out, '\n');
    }
    il_buf_printf(&out, "%zu known %s\n", total(baseline), total(baseline) == 1 ? "finding" : "findings");
    int status = il_commands__print(STDOUT_FILENO, il_buf_str(&out));
    il_buf_free(&out);
    return status;
}

static const struct {
    const char *verb;
    int (*run)(run *r);
} verbs[] = {{"create", create}, {"update", update}, {"prune", prune}, {"show", show}};

/* Takes the verb and a FILE.json behind it from the front of the paths. */
static void take_words(run *r)
{
    il_words *paths = &r->options.paths;
    size_t n = 1;
    if (paths->n > 1 && !r->options.baseline.p && il_str_ends(paths->items[1], IL_STR(".json"))) {
        r->options.baseline = paths->items[1];
        n = 2;
    }
    paths->items += n;
    paths->n -= n;
}

static int perform(run *r, int (*verb)(run *r))
{
    bool named;
    int status = il_commands__add_paths(&r->options, r->engine);
    if (!status)
        status = il_commands__select(&r->options, r->engine);
    if (status)
        return status;
    r->path = path_of(&r->options, &r->files, r->engine, &named);
    r->there = is_file(&r->files, r->path);
    return verb(r);
}

int il_command_baseline(const il_options *options)
{
    run r = {.options = *options, .files = il_disk_files(options->arena)};
    il_str verb = options->paths.n ? options->paths.items[0] : IL_STR("show");
    if (options->staged || options->changed || options->since.p)
        return il_commands__fail("a baseline is of whole files: name PATHs instead of --staged, --changed or --since");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!il_str_is(verb, verbs[i].verb))
            continue;
        if (options->paths.n)
            take_words(&r);
        il_engine_options engine_options = {0};
        il_commands__discovery(&r.options, &engine_options);
        engine_options.rules_by_config = options->select.n == 0;
        engine_options.in_turns = true;
        r.engine = il_engine_new(&r.files, &engine_options);
        int status = perform(&r, verbs[i].run);
        il_engine_free(r.engine);
        return status;
    }
    return il_commands__fail("baseline does create, update, prune or show, not '%.*s'", IL_FMT(verb));
}
