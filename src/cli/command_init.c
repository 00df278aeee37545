/* `infralint init`: configuration, hook and CI in one step. It asks nothing that it can see, changes nothing that it did not write but for adding to
 * the end of a file that is made for it, and says of each part what it did or what is left to do. Run again, it changes nothing. */
#include <stdio.h>

#include "commands.h"
#include "config.h"
#include "disk.h"
#include "surroundings.h"

typedef struct {
    const il_options *options;
    il_files files;
    il_surroundings around;
    il_str program; /* how a hook calls infralint, from the repository's root */
    bool failed;
} run;

#define CHECK_STAGED "check --staged --quiet --no-fixes --fail-on warning"

static const char github_workflow[] =
    "# Findings of a pull request become annotations and code scanning alerts; new ones at or above fail-on stop it.\n"
    "name: infralint\n"
    "on:\n"
    "  pull_request:\n"
    "  push:\n"
    "    branches: [main]\n"
    "permissions:\n"
    "  contents: read\n"
    "  security-events: write\n"
    "jobs:\n"
    "  infralint:\n"
    "    runs-on: ubuntu-latest\n"
    "    steps:\n"
    "      - uses: actions/checkout@v4\n"
    "        with:\n"
    "          fetch-depth: 0\n"
    "      - uses: infralint/infralint@v" IL_VERSION "\n"
    "        with:\n"
    "          fail-on: error\n";

static const char gitlab_job[] =
    "infralint:\n"
    "%s"
    "  image: node:lts-slim\n"
    "  script:\n"
    "    - npx --yes infralint@" IL_VERSION " --fail-on error -f gitlab -o gl-code-quality-report.json -f human\n"
    "  artifacts:\n"
    "    when: always\n"
    "    reports:\n"
    "      codequality: gl-code-quality-report.json\n";

/* Writes TEXT and says so; WHAT goes on in the line. */
static void write_file(run *r, il_str file, il_str text, const char *what)
{
    const char *why = il_disk_make_folders(r->options->arena, il_path_directory(file));
    if (!why)
        why = il_disk_write(r->options->arena, file, text);
    r->failed = r->failed || why;
    if (why)
        il_commands__fail("%.*s cannot be written: %s", IL_FMT(file), why);
    else
        printf("wrote %.*s: %s\n", IL_FMT(file), what);
}

/* The file with TEXT at its end, on a line of its own. */
static void append(run *r, il_str file, il_str text, const char *what)
{
    il_str old = il_surroundings_text(r->options->arena, &r->files, file);
    const char *between = old.n && old.p[old.n - 1] != '\n' ? "\n" : "";
    write_file(r, file, il_arena_printf(r->options->arena, "%.*s%s%.*s", IL_FMT(old), between, IL_FMT(text)), what);
}

/* A file of somebody's own: what is to be added is said instead. */
static void leave(const char *where, il_str text)
{
    printf("left to you: add to %s\n", where);
    while (text.p && text.n) {
        il_str line = il_str_cut(&text, '\n');
        printf("    %.*s\n", IL_FMT(line));
    }
}

static void there(il_str file)
{
    printf("kept %.*s: it names infralint already\n", IL_FMT(file));
}

static void write_config(run *r)
{
    il_engine_options engine_options = {0};
    il_commands__discovery(r->options, &engine_options);
    il_engine *engine = il_engine_new(&r->files, &engine_options);
    const il_config *config = il_engine_config(engine, IL_STR(""));
    if (config->path.n)
        printf("kept %.*s: it is the configuration here\n", IL_FMT(config->path));
    else
        write_file(r, IL_STR("infralint.jsonc"), il_commands__first_config(r->options->arena, &r->files),
                   "the configuration");
    il_engine_free(engine);
}

/* Whether the last key at the beginning of a line of TEXT is KEY: what is appended then belongs to it. */
static bool ends_with_key(il_str text, const char *key)
{
    il_str last = {0};
    while (text.p && text.n) {
        il_str line = il_str_cut(&text, '\n');
        if (line.n && line.p[0] != ' ' && line.p[0] != '-' && line.p[0] != '#' && line.p[0] != '\r')
            last = line;
    }
    return il_str_is(il_str_trim(last), key);
}

/* How far the entries of the list that TEXT ends with are indented; -1 when it has none. */
static int list_indent(il_str text, const char *entry)
{
    int found = -1;
    while (text.p && text.n) {
        il_str line = il_str_cut(&text, '\n');
        size_t blanks = 0;
        while (blanks < line.n && line.p[blanks] == ' ')
            blanks++;
        if (il_str_starts(il_str_slice(line, blanks, line.n), il_str_of(entry)))
            found = (int)blanks;
    }
    return found;
}

static void hook_of_pre_commit(run *r)
{
    il_str file = r->around.hook_file, text = il_surroundings_text(r->options->arena, &r->files, file);
    int indent = list_indent(text, "- repo:");
    bool fits = ends_with_key(text, "repos:") && indent >= 0;
    int in = fits ? indent : 2;
    il_str entry =
        il_arena_printf(r->options->arena,
                        "%*s- repo: local\n"
                        "%*s  hooks:\n"
                        "%*s    - id: infralint\n"
                        "%*s      name: infralint\n"
                        "%*s      entry: %.*s check --quiet --no-fixes --force-exclude --fail-on warning\n"
                        "%*s      language: system\n"
                        "%*s      files: \\.(tsx?|[mc]ts|jsx?|[mc]js|json|ya?ml|template)$\n"
                        "%*s      types: [text]\n"
                        "%*s      require_serial: true\n",
                        in, "", in, "", in, "", in, "", in, "", IL_FMT(r->program), in, "", in, "", in, "", in, "");
    if (fits)
        append(r, file, entry, "pre-commit runs infralint on what is committed");
    else
        leave(".pre-commit-config.yaml, below repos:", entry);
}

static void hook_of_lefthook(run *r)
{
    il_str file = r->around.hook_file, text = il_surroundings_text(r->options->arena, &r->files, file);
    il_str entry = il_arena_printf(r->options->arena,
                                   "pre-commit:\n  commands:\n    infralint:\n      run: %.*s " CHECK_STAGED "\n",
                                   IL_FMT(r->program));
    if (list_indent(text, "pre-commit:") < 0)
        append(r, file, entry, "lefthook runs infralint on what is committed");
    else
        leave("the pre-commit commands of lefthook", il_str_slice(entry, sizeof "pre-commit:", entry.n));
}

static void hook_of_git(run *r)
{
    il_str file = r->around.hook_file;
    il_str line = il_arena_printf(r->options->arena, "%.*s " CHECK_STAGED "\n", IL_FMT(r->program));
    if (r->files.kind(r->files.context, file) != IL_FILE_NONE) {
        leave("your hook .git/hooks/pre-commit", line);
        return;
    }
    il_str script = il_arena_printf(r->options->arena,
                                    "#!/bin/sh\n"
                                    "# Written by `infralint init`: looks at what is about to be committed.\n"
                                    "# `git commit --no-verify` goes around it.\n"
                                    "exec %.*s",
                                    IL_FMT(line));
    write_file(r, file, script, "git runs infralint on what is committed, in this clone");
    const char *why = r->failed ? NULL : il_disk_make_executable(r->options->arena, file);
    if (why)
        r->failed = il_commands__fail("%.*s cannot be made executable: %s", IL_FMT(file), why);
}

static void write_hook(run *r)
{
    const il_surroundings *s = &r->around;
    if (!s->installed && !s->on_path)
        printf("left to you: `npm install --save-dev infralint`, or put it on the PATH, where the hook looks for it\n");
    il_str line = il_arena_printf(r->options->arena, "%.*s " CHECK_STAGED "\n", IL_FMT(r->program));
    if (s->hook_there)
        there(s->hook_file);
    else if (s->hooks == IL_HOOKS_PRE_COMMIT)
        hook_of_pre_commit(r);
    else if (s->hooks == IL_HOOKS_LEFTHOOK)
        hook_of_lefthook(r);
    else if (s->hooks == IL_HOOKS_HUSKY)
        append(r, s->hook_file, line, "husky runs infralint on what is committed");
    else if (s->hooks == IL_HOOKS_GIT)
        hook_of_git(r);
    else
        leave("your pre-commit hook", line);
}

static void write_ci(run *r)
{
    const il_surroundings *s = &r->around;
    if (s->ci_there) {
        there(s->ci_file);
    } else if (s->ci == IL_CI_GITHUB) {
        write_file(r, s->ci_file, il_str_of(github_workflow), "GitHub runs infralint on pull requests");
    } else if (s->ci == IL_CI_GITLAB) {
        il_str text = il_surroundings_text(r->options->arena, &r->files, s->ci_file);
        /* Stages of one's own need not have the one that a job is in by itself; .pre is always there. */
        bool own_stages = list_indent(text, "stages:") >= 0;
        il_str job = il_arena_printf(r->options->arena, gitlab_job, own_stages ? "  stage: .pre\n" : "");
        append(r, s->ci_file, job, "GitLab runs infralint in each pipeline");
    } else {
        printf("no CI: neither GitHub's nor GitLab's files are here, and no remote of theirs\n");
    }
}

int il_command_init(const il_options *options)
{
    run r = {.options = options, .files = il_disk_files(options->arena)};
    if (options->paths.n)
        return il_commands__fail("init sets up the working directory and takes no path, not '%.*s'",
                                 IL_FMT(options->paths.items[0]));
    r.around = il_surroundings_see(options->arena, &r.files);
    r.program = r.around.installed
                    ? il_arena_printf(options->arena, "%.*snode_modules/.bin/infralint", IL_FMT(r.around.prefix))
                    : IL_STR("infralint");
    write_config(&r);
    if (r.around.repository) {
        write_hook(&r);
        write_ci(&r);
    } else {
        printf("no hook and no CI: this is no git repository\n");
    }
    if (r.failed)
        return 2;
    printf("next: `infralint` checks everything; `infralint baseline create` lets only new findings count\n");
    return 0;
}
