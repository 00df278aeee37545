/* bytes → model → rules → reports → fixes. The first byte chooses what the rest is (a program, a JSON or a YAML template, or a stack of an
 * assembly), whether all rules judge it and whether unsafe fixes are applied. Every format is written. A fixed file must parse no worse than
 * before, and fixing it again must change nothing. */
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "engine.h"
#include "panic.h"
#include "report.h"
#include "select.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    il_arena *arena;
    il_memory_file files[3];
    il_memory memory;
    il_files view;
    il_engine_options options;
} lab;

static const char manifest[] =
    "{\"version\":\"36.0.0\",\"artifacts\":{\"S\":{\"type\":\"aws:cloudformation:stack\",\"environment\":\"aws://unknown-account/"
    "unknown-region\",\"properties\":{\"templateFile\":\"S.template.json\"},\"displayName\":\"S\"}}}";

static void put_files(lab *l, uint8_t choice, il_str text)
{
    static const char *const names[] = {"lib/app.ts", "template.json", "template.yaml", "cdk.out/S.template.json"};
    bool assembly = choice % 4 == 3;
    l->files[0] = (il_memory_file){il_str_of(names[choice % 4]), text};
    l->files[1] = (il_memory_file){IL_STR("cdk.json"), IL_STR("{\"app\":\"npx ts-node lib/app.ts\"}\n")};
    l->files[2] = (il_memory_file){IL_STR("cdk.out/manifest.json"), il_str_of(manifest)};
    l->memory = (il_memory){l->files, assembly ? 3 : 2};
    l->view = il_memory_files(&l->memory);
}

static void choose_rules(lab *l, bool all)
{
    static const il_str everything[] = {IL_STR_INIT("all")};
    il_selection selection = {everything, all ? 1 : 0, NULL, 0};
    il_selected selected = il_select(l->arena, NULL, &selection);
    l->options.rules = selected.rules;
    l->options.n_rules = selected.n;
}

static il_engine *engine_of(lab *l)
{
    il_engine *engine = il_engine_new(&l->view, &l->options);
    il_engine_add(engine, IL_STR(""));
    return engine;
}

static void report_all(const il_result *result)
{
    static const char *const formats[] = {"human", "concise", "json", "sarif"};
    il_report report = {.findings = result->findings.findings.items, .n_findings = result->findings.findings.n};
    il_report_options options = {.width = 100, .context = 2, .code_frame = true};
    report.summary.milliseconds = -1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        il_report_writer *writer = il_report_find(il_str_of(formats[i]));
        il_buf out = {0};
        IL_ASSERT(writer);
        writer(&out, &report, &options);
        il_buf_free(&out);
    }
}

static size_t errors_of(il_str path, il_str text)
{
    il_document *document = il_document_parse(il_document_kind_of(path, text), path, text);
    size_t n = document->n_errors;
    il_document_free(document);
    return n;
}

/* Puts the fixed bytes in the place of the file's. */
static void put_back(lab *l, const il_changed_file *changed)
{
    for (size_t i = 0; i < l->memory.n; i++)
        if (il_str_eq(l->files[i].path, changed->path))
            l->files[i].text = il_arena_str(l->arena, changed->after);
}

static void fix_twice(lab *l)
{
    il_engine *engine = engine_of(l);
    const il_fix_result *fixed = il_engine_fix(engine);
    for (size_t i = 0; i < fixed->n_files; i++) {
        const il_changed_file *changed = &fixed->files[i];
        IL_ASSERT(errors_of(changed->path, changed->after) <= errors_of(changed->path, changed->before));
        put_back(l, changed);
    }
    bool changed = fixed->n_files > 0;
    il_engine_free(engine);
    if (!changed)
        return;
    engine = engine_of(l);
    IL_ASSERT(il_engine_fix(engine)->n_files == 0);
    il_engine_free(engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    lab l = {.arena = il_arena_new()};
    put_files(&l, data[0], (il_str){(const char *)data + 1, size - 1});
    choose_rules(&l, data[0] & 4);
    l.options.plan_fixes = true;
    l.options.unsafe_fixes = data[0] & 8;
    l.options.fix_min = IL_NOTE;
    il_engine *engine = engine_of(&l);
    report_all(il_engine_check(engine));
    il_engine_free(engine);
    fix_twice(&l);
    il_arena_free(l.arena);
    return 0;
}
