/* What the command line says is to be looked at, and what is said of what was passed over. */
#include <stdio.h>

#include "commands.h"
#include "disk.h"
#include "git.h"
#include "parameters.h"
#include "terminal.h"

/* With --force-exclude, an assembly is not looked at when named either, as a hook that checks the program does not want it twice. */
static bool excluded(il_str path)
{
    while (path.p && path.n)
        if (il_str_is(il_str_cut(&path, '/'), "cdk.out"))
            return true;
    return false;
}

void il_commands__discovery(const il_options *options, il_engine_options *out)
{
    out->source_only = options->source_only;
    out->template_only = options->template_only;
    out->use_gitignore = !options->no_respect_gitignore;
    out->explain_skips = options->explain_skips;
    out->use_config = !options->no_config;
    out->today = il_terminal_today(options->arena);
    out->no_waivers = options->no_inline_config;
    out->fix_suppressed = options->fix_suppressed;
    out->givens = IL_NEW(options->arena, il_givens); /* filled in with the paths: a file may be wrong */
    out->import_cdk_report = options->import_cdk_report;
    if (options->src_root.p)
        out->src_root = il_disk_path(options->arena, options->src_root);
    il_str *folders = IL_NEW_ARRAY(options->arena, options->rules_dirs.n, il_str);
    for (size_t i = 0; i < options->rules_dirs.n; i++)
        folders[i] = il_disk_path(options->arena, options->rules_dirs.items[i]);
    out->rule_folders = folders;
    out->n_rule_folders = options->rules_dirs.n;
    if (options->config.p)
        out->config_file = il_disk_path(options->arena, options->config);
}

int il_commands__say_config(const il_sink *problems)
{
    for (size_t i = 0; i < problems->findings.n; i++) {
        const il_finding *f = &problems->findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        fprintf(stderr, "infralint: %.*s:%u:%u: %.*s\n", IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column,
                IL_FMT(f->message));
    }
    return problems->findings.n ? 2 : 0;
}

static int add_stdin(const il_options *options, il_engine *engine)
{
    il_str text;
    const char *why = il_disk_read_stdin(options->arena, &text);
    if (why)
        return il_commands__fail("standard input cannot be read: %s", why);
    il_engine_add_text(engine, il_disk_path(options->arena, options->stdin_filename), text);
    return il_commands__say_config(il_engine_config_problems(engine));
}

int il_commands__files(const il_options *options, const il_files *disk, il_files *out)
{
    *out = *disk;
    const char *why = options->staged ? il_git_index(options->arena, disk, out) : NULL;
    return why ? il_commands__fail("%s", why) : 0;
}

/* Whether PATH is one of those that were named, or lies below one; all do when none was. */
static bool is_named(const il_options *options, il_str path)
{
    for (size_t i = 0; i < options->paths.n; i++) {
        il_str named = il_disk_path(options->arena, options->paths.items[i]);
        bool below = il_str_starts(path, named) && (path.n == named.n || path.p[named.n] == '/');
        if (below || (!named.n && !il_str_starts(path, IL_STR("../"))))
            return true;
    }
    return options->paths.n == 0;
}

/* Adds what changed, of what was named. */
static int add_changes(const il_options *options, il_engine *engine)
{
    il_words changed = {0};
    il_git_change change = options->staged ? IL_GIT_STAGED : options->changed ? IL_GIT_CHANGED : IL_GIT_SINCE;
    const char *why = il_git_changes(options->arena, change, options->since, &changed);
    if (why)
        return il_commands__fail("%s", why);
    for (size_t i = 0; i < changed.n; i++)
        if (is_named(options, changed.items[i]))
            il_engine_add_listed(engine, changed.items[i]);
    return il_commands__say_config(il_engine_config_problems(engine));
}

int il_commands__add_paths(const il_options *options, il_engine *engine)
{
    if (!il_parameters_read(options, il_engine_givens(engine)))
        return 2;
    if (options->stdin_filename.p)
        return add_stdin(options, engine);
    if (options->staged || options->changed || options->since.p)
        return add_changes(options, engine);
    for (size_t i = 0; i < options->paths.n; i++) {
        il_str path = il_disk_path(options->arena, options->paths.items[i]);
        if (!options->force_exclude)
            il_engine_add(engine, path);
        else if (!excluded(path))
            il_engine_add_listed(engine, path);
    }
    if (!options->paths.n)
        il_engine_add(engine, IL_STR(""));
    return il_commands__say_config(il_engine_config_problems(engine));
}

const il_output *il_commands__only_report(const il_options *options)
{
    if (options->reports.n == 1)
        return &options->reports.items[0];
    il_commands__fail("this command makes one report");
    return NULL;
}

void il_commands__say_strays(const il_options *options, const il_result *result)
{
    for (size_t i = 0; !options->quiet && i < result->n_strays; i++) {
        const il_stray *stray = &result->strays[i];
        fprintf(stderr, "infralint: no template has the parameter '%.*s'", IL_FMT(stray->name));
        if (stray->meant.n)
            fprintf(stderr, "; did you mean '%.*s'?", IL_FMT(stray->meant));
        fprintf(stderr, "\n");
    }
}

void il_commands__say_skips(const il_options *options, const il_result *result)
{
    il_commands__say_strays(options, result);
    if (options->quiet)
        return;
    for (size_t i = 0; i < result->n_skips; i++)
        fprintf(stderr, "infralint: passed over %.*s: %s\n", IL_FMT(result->skips[i].path), result->skips[i].why);
    bool nothing = !result->files && !result->assemblies && !result->n_skips && !result->findings.findings.n;
    if (nothing && (options->staged || options->changed || options->since.p))
        fprintf(stderr, "infralint: nothing to check: no CDK TypeScript and no CloudFormation changed\n");
    else if (nothing)
        fprintf(stderr, "infralint: nothing to check: no CDK TypeScript and no CloudFormation found\n");
}
