/* `infralint test`: the examples of users' own rule pages, run through the whole engine. */
#include <stdio.h>

#include "commands.h"
#include "config.h"
#include "disk.h"
#include "examples.h"
#include "own.h"

typedef struct {
    const char *path; /* of the page at hand */
    size_t passed, failed;
} tally;

static void failed(void *context, uint32_t line, const char *what)
{
    tally *t = context;
    printf("%s:%u: %s\n", t->path, line, what);
    t->failed++;
}

static void passed(void *context)
{
    ((tally *)context)->passed++;
}

static bool is_selected(const il_selected *selected, const il_rule *rule)
{
    for (size_t i = 0; i < selected->n; i++)
        if (selected->rules[i] == rule)
            return true;
    return false;
}

/* A page that is wrong is a failure like any other: the rest is run. */
static void say_problems(const il_sink *problems, tally *t)
{
    for (size_t i = 0; i < problems->findings.n; i++) {
        const il_finding *f = &problems->findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        printf("%.*s:%u:%u: error: %.*s\n", IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column,
               IL_FMT(f->message));
        t->failed++;
    }
}

static int run(const il_options *options, il_engine *engine)
{
    static const il_str all[] = {IL_STR_INIT("all")};
    bool selects = options->select.n > 0;
    il_selection selection = {selects ? options->select.items : all, selects ? options->select.n : 1,
                              options->ignore.items, options->ignore.n};
    tally t = {0};
    const il_example_report report = {&t, failed, passed};
    size_t n;
    il_engine_config(engine, IL_STR(""));
    say_problems(il_engine_config_problems(engine), &t);
    const il_own_page *pages = il_engine_own_pages(engine, &n);
    il_selected selected = il_select(options->arena, il_engine_rules(engine), &selection);
    for (size_t i = 0; i < n; i++) {
        t.path = pages[i].rule->path;
        if (is_selected(&selected, pages[i].rule))
            il_examples_run(pages[i].rule, &pages[i].page, &report);
    }
    if (!n && !t.failed)
        return il_commands__fail("there are no rule pages here: name a folder, or set rulesDirs in the configuration");
    printf("%zu passed, %zu failed\n", t.passed, t.failed);
    return t.failed ? 1 : 0;
}

int il_command_test(const il_options *options)
{
    il_files files = il_disk_files(options->arena);
    il_engine_options engine_options = {.whole_pages = true};
    il_commands__discovery(options, &engine_options);
    size_t n = options->paths.n;
    if (n) {
        il_str *folders = IL_NEW_ARRAY(options->arena, n, il_str);
        for (size_t i = 0; i < n; i++)
            folders[i] = il_disk_path(options->arena, options->paths.items[i]);
        engine_options.rule_folders = folders;
        engine_options.n_rule_folders = n;
        engine_options.use_config = false; /* these folders alone */
    }
    il_engine *engine = il_engine_new(&files, &engine_options);
    int status = run(options, engine);
    il_engine_free(engine);
    return status;
}
