/* `infralint doctor`: what is seen here and what stands in the way, one line each. 1 when something is wrong (marked !!), 0 else: what is
 * only not set up (marked --) is no fault. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "config.h"
#include "disk.h"
#include "surroundings.h"

typedef struct {
    const il_options *options;
    il_files files;
    il_engine *engine;
    il_buf out;
    bool wrong;
} run;

typedef enum { GOOD, ABSENT, WRONG } mark;

__attribute__((format(printf, 4, 5))) static void say(run *r, mark mark, const char *about, const char *format, ...)
{
    static const char *const marks[] = {"ok", "--", "!!"};
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    il_buf_printf(&r->out, "%s  %-14s %s\n", marks[mark], about, text);
    r->wrong = r->wrong || mark == WRONG;
}

static void say_program(run *r)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    say(r, GOOD, "infralint", IL_VERSION ", %zu rules", il_rules_builtin_count);
    if (n > 0)
        say(r, GOOD, "program", "%.*s", (int)n, path);
}

/* False when the configuration is wrong: then nothing can be checked. */
static bool say_config(run *r)
{
    const il_config *config = il_engine_config(r->engine, IL_STR(""));
    const il_sink *problems = il_engine_config_problems(r->engine);
    for (size_t i = 0; i < problems->findings.n; i++) {
        const il_finding *f = &problems->findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        say(r, WRONG, "configuration", "%.*s:%u:%u: %.*s", IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column,
            IL_FMT(f->message));
    }
    if (problems->findings.n)
        return false;
    if (config->path.n)
        say(r, GOOD, "configuration", "%.*s", IL_FMT(config->path));
    else
        say(r, ABSENT, "configuration", "none: the defaults hold; `infralint init` writes one");
    return true;
}

/* One line an app: what was understood of it, and how much not. */
static void say_apps(run *r)
{
    const il_app *const *apps;
    size_t n = il_engine_models(r->engine, &apps);
    for (size_t i = 0; i < n; i++) {
        const il_app *app = apps[i];
        size_t resources = 0;
        for (size_t j = 0; j < app->resources.n; j++)
            resources += !il_resource_is_fact(app->resources.items[j]);
        const char *kind = app->kind == IL_APP_CDK ? "CDK program" : "templates";
        il_str root = app->root.n ? app->root : IL_STR(".");
        say(r, resources || app->stacks.n ? GOOD : WRONG, kind,
            "%.*s (stacks: %zu, resources: %zu, places that were not followed: %zu)%s", IL_FMT(root), app->stacks.n,
            resources, app->gaps.n, app->gaps.n ? "; `infralint model --explain` lists them" : "");
    }
    if (!n)
        say(r, WRONG, "apps",
            "no CDK TypeScript and no CloudFormation found: run it where cdk.json or the templates are");
}

/* What stands in the way of judging: broken files, a cdk.out that is old. No rule of the pages runs here. */
static void say_obstacles(run *r, const il_result *result)
{
    for (size_t i = 0; i < result->findings.findings.n; i++) {
        const il_finding *f = &result->findings.findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        say(r, f->severity >= IL_WARNING ? WRONG : ABSENT, f->rule, "%.*s:%u:%u: %.*s",
            IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column, IL_FMT(f->message));
    }
    if (result->unreadable)
        say(r, WRONG, "files", "something cannot be read: `infralint check` says what");
}

static void say_surroundings(run *r)
{
    il_surroundings s = il_surroundings_see(r->options->arena, &r->files);
    if (!s.repository) {
        say(r, ABSENT, "repository", "none: --since, --staged and hooks need git");
        return;
    }
    say(r, GOOD, "repository", "its root is %.*s", IL_FMT(s.root.n ? s.root : IL_STR(".")));
    if (s.hook_there)
        say(r, GOOD, "hook", "%.*s", IL_FMT(s.hook_file));
    else if (s.hooks == IL_HOOKS_ELSEWHERE)
        say(r, ABSENT, "hook", "git's hooks stand elsewhere (core.hooksPath or a work tree): not looked at");
    else
        say(r, ABSENT, "hook", "none in %.*s; `infralint init` writes one", IL_FMT(s.hook_file));
    if (s.ci_there)
        say(r, GOOD, "CI", "%.*s", IL_FMT(s.ci_file));
    else if (s.ci != IL_CI_NONE)
        say(r, ABSENT, "CI", "none in %.*s; `infralint init` writes it", IL_FMT(s.ci_file));
    else
        say(r, ABSENT, "CI", "no files of GitHub's or GitLab's, and no remote of theirs");
}

int il_command_doctor(const il_options *options)
{
    if (options->paths.n)
        return il_commands__fail("doctor looks at the working directory and takes no path, not '%.*s'",
                                 IL_FMT(options->paths.items[0]));
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    run r = {.options = options, .files = il_disk_files(options->arena)};
    il_engine_options engine_options = {0};
    il_commands__discovery(options, &engine_options);
    r.engine = il_engine_new(&r.files, &engine_options);
    say_program(&r);
    if (say_config(&r)) {
        il_engine_add(r.engine, IL_STR(""));
        const il_result *result = il_engine_check(r.engine);
        say_apps(&r);
        say_obstacles(&r, result);
    }
    say_surroundings(&r);
    int status = il_commands__emit(options, to, &r.out);
    il_buf_free(&r.out);
    il_engine_free(r.engine);
    return status ? status : r.wrong;
}
