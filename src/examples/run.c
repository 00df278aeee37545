#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "diff.h"
#include "engine.h"
#include "examples.h"
#include "files.h"

enum { CUTS = 12, FILES_MAX = 16 };

typedef struct {
    il_arena *arena;
    const il_rule *rule;
    const il_page *page;
    const il_example_report *report;
    bool plain; /* look for no fixes */
    bool failed;
} runner;

static void fail(runner *r, uint32_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fail(runner *r, uint32_t line, const char *format, ...)
{
    il_buf buf = {0};
    char chunk[8192];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(chunk, sizeof chunk, format, arguments);
    va_end(arguments);
    il_buf_puts(&buf, chunk);
    il_buf_putc(&buf, '\0');
    r->report->fail(r->report->context, line, buf.p);
    r->failed = true;
    il_buf_free(&buf);
}

/* One engine over one set of texts. */
typedef struct {
    il_memory memory;
    il_memory_file files[FILES_MAX];
    il_files view;
    il_engine *engine;
} session;

static void open_session(session *s, const runner *r, const il_example *example, const il_str *texts)
{
    static const char settings[] = "{\n  \"app\": \"npx ts-node example.ts\"\n}\n";
    bool has_settings = false;
    *s = (session){.memory = {.files = s->files}};
    for (size_t i = 0; i < example->n_files && i + 1 < FILES_MAX; i++) {
        s->files[s->memory.n++] = (il_memory_file){example->files[i].path, texts[i]};
        has_settings = has_settings || il_str_is(example->files[i].path, "cdk.json");
    }
    if (!has_settings && il_str_ends(example->files[0].path, IL_STR(".ts")))
        s->files[s->memory.n++] = (il_memory_file){IL_STR("cdk.json"), il_str_of(settings)};
    s->view = il_memory_files(&s->memory);
    const il_engine_options options = {.rules = &r->rule,
                                       .n_rules = 1,
                                       .use_config = true,
                                       .today = IL_STR_INIT("2026-11-22"),
                                       .plan_fixes = !r->plain,
                                       .unsafe_fixes = true,
                                       .fix_min = IL_NOTE};
    s->engine = il_engine_new(&s->view, &options);
    il_engine_add(s->engine, IL_STR(""));
}

static void close_session(session *s)
{
    il_engine_free(s->engine);
}

static void describe(il_buf *buf, const il_finding *finding)
{
    il_pos pos = il_source_pos(finding->loc.source, finding->loc.span.start);
    il_buf_printf(buf, "%.*s:%u:%u: %s %s `", IL_FMT(il_source_path(finding->loc.source)), pos.line, pos.column,
                  il_severity_name(finding->severity), finding->rule);
    il_str text = il_loc_text(finding->loc);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r')
            il_buf_putc(buf, text.p[i]);
    il_buf_printf(buf, "` %.*s\n", IL_FMT(finding->message));
}

/* What a run says, as text; in the runner's arena. */
static il_str findings_of(runner *r, const il_example *example, const il_str *texts)
{
    session s;
    il_buf buf = {0};
    open_session(&s, r, example, texts);
    const il_result *result = il_engine_check(s.engine);
    for (size_t i = 0; i < result->findings.findings.n; i++)
        describe(&buf, &result->findings.findings.items[i]);
    close_session(&s);
    il_str text = il_arena_str(r->arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

static uint32_t file_line(const il_example_file *file, uint32_t line)
{
    return line <= file->head ? file->head_at + line - 1 : file->body_at + line - file->head - 1;
}

static uint32_t page_line(const il_example_file *file, uint32_t line)
{
    if (line >= file->body_at)
        return file->page_line + file->head + line - file->body_at;
    return line >= file->head_at && line < file->head_at + file->head ? file->page_line + line - file->head_at
                                                                      : file->page_line;
}

static bool meets(const runner *r, const il_example *example, const il_expectation *expected, const il_finding *finding)
{
    il_pos pos = il_source_pos(finding->loc.source, finding->loc.span.start);
    return strcmp(finding->rule, r->rule->id) == 0 && pos.line == expected->line &&
           il_str_eq(il_source_path(finding->loc.source), example->files[expected->file].path) &&
           (!expected->has_severity || expected->severity == finding->severity) &&
           (!expected->place.n || il_str_eq(il_loc_text(finding->loc), expected->place)) &&
           il_str_contains(finding->message, expected->words);
}

static void missing(runner *r, const il_example *example, const il_expectation *expected)
{
    fail(r, page_line(&example->files[expected->file], expected->line), "there is no finding `%.*s` %.*s",
         IL_FMT(expected->place), IL_FMT(expected->words));
}

/* Exactly the expected findings, each once. */
static void check_findings(runner *r, const il_example *example, const il_str *texts)
{
    session s;
    open_session(&s, r, example, texts);
    const il_result *result = il_engine_check(s.engine);
    bool *met = IL_NEW_ARRAY(r->arena, example->expected.n + 1, bool);
    for (size_t i = 0; i < result->findings.findings.n; i++) {
        const il_finding *finding = &result->findings.findings.items[i];
        bool due = false;
        for (size_t j = 0; j < example->expected.n && !due; j++)
            if (!met[j] && meets(r, example, &example->expected.items[j], finding))
                due = met[j] = true;
        if (due)
            continue;
        il_buf buf = {0};
        describe(&buf, finding);
        uint32_t line = il_source_pos(finding->loc.source, finding->loc.span.start).line;
        bool main_file = il_str_eq(il_source_path(finding->loc.source), example->files[0].path);
        fail(r, main_file ? page_line(&example->files[0], line) : example->files[0].page_line, "not expected: %.*s",
             IL_FMT(il_str_trim(il_buf_str(&buf))));
        il_buf_free(&buf);
    }
    for (size_t j = 0; j < example->expected.n; j++)
        if (!met[j])
            missing(r, example, &example->expected.items[j]);
    close_session(&s);
}

static il_str with_crlf(il_arena *arena, il_str text)
{
    il_buf buf = {0};
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            il_buf_putc(&buf, '\r');
        il_buf_putc(&buf, text.p[i]);
    }
    il_str copy = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return copy;
}

static void check_repeats(runner *r, const il_example *example, const il_str *texts)
{
    il_str crlf[FILES_MAX], first = findings_of(r, example, texts), second = findings_of(r, example, texts);
    uint32_t line = example->files[0].page_line;
    for (size_t i = 0; i < example->n_files; i++)
        crlf[i] = with_crlf(r->arena, texts[i]);
    if (!il_str_eq(first, second))
        fail(r, line, "two runs differ:\n%.*s---\n%.*s", IL_FMT(first), IL_FMT(second));
    il_str third = findings_of(r, example, crlf);
    if (!il_str_eq(first, third))
        fail(r, line, "with CRLF it says something else:\n%.*s---\n%.*s", IL_FMT(first), IL_FMT(third));
}

/* Cut anywhere, the main file crashes nothing. Fixes are looked for in one of the cuts: their trials are what takes time. */
static void check_cuts(runner *r, const il_example *example, const il_str *texts)
{
    il_str cut[FILES_MAX];
    memcpy(cut, texts, example->n_files * sizeof *texts);
    for (size_t i = 1; i < CUTS; i++) {
        cut[0] = il_str_slice(texts[0], 0, texts[0].n * i / CUTS);
        r->plain = i != CUTS / 2;
        findings_of(r, example, cut);
    }
    r->plain = false;
}

/* Fixes TEXTS in place. Returns how many files changed. */
static size_t fix(runner *r, const il_example *example, il_str *texts, il_buf *refused)
{
    session s;
    size_t changed = 0;
    open_session(&s, r, example, texts);
    const il_fix_result *fixed = il_engine_fix(s.engine);
    for (size_t i = 0; i < fixed->n_files; i++) {
        changed++;
        for (size_t j = 0; j < example->n_files; j++)
            if (il_str_eq(fixed->files[i].path, example->files[j].path))
                texts[j] = il_arena_str(r->arena, fixed->files[i].after);
    }
    for (size_t i = 0; i < fixed->n_fixes; i++)
        if (!fixed->fixes[i].applied)
            il_buf_printf(refused, " (%s)", fixed->fixes[i].why);
    const il_result *left = il_engine_check(s.engine);
    for (size_t i = 0; i < left->findings.findings.n; i++)
        if (left->findings.findings.items[i].no_fix)
            il_buf_printf(refused, " (%s)", left->findings.findings.items[i].no_fix);
    close_session(&s);
    return changed;
}

/* How AFTER differs from what was DUE. */
static il_str difference(runner *r, il_str due, il_str after)
{
    il_buf buf = {0};
    il_diff_hunks(&buf, due, after, IL_DIFF_CONTEXT);
    il_str text = il_arena_str(r->arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

static void check_fix(runner *r, const il_example *example, const il_str *texts, const il_example *fixed)
{
    il_str now[FILES_MAX];
    il_buf refused = {0};
    uint32_t line = fixed ? fixed->files[0].page_line : example->files[0].page_line;
    memcpy(now, texts, example->n_files * sizeof *texts);
    fix(r, example, now, &refused);
    for (size_t i = 0; fixed && i < fixed->n_files; i++)
        for (size_t j = 0; j < example->n_files; j++)
            if (il_str_eq(fixed->files[i].path, example->files[j].path) && !il_str_eq(now[j], fixed->files[i].text))
                fail(r, fixed->files[i].page_line, "the fixed text is another%.*s:\n%.*s", IL_FMT(il_buf_str(&refused)),
                     IL_FMT(difference(r, fixed->files[i].text, now[j])));
    il_buf_clear(&refused);
    il_str once = now[0];
    if (fix(r, example, now, &refused))
        fail(r, line, "fixing a second time changes the text again:\n%.*s", IL_FMT(difference(r, once, now[0])));
    il_buf_free(&refused);
}

static void run_example(runner *r, const il_example *example, const il_example *fixed)
{
    il_str texts[FILES_MAX];
    r->failed = false;
    for (size_t i = 0; i < example->n_files; i++)
        texts[i] = example->files[i].text;
    check_findings(r, example, texts);
    check_repeats(r, example, texts);
    check_fix(r, example, texts, fixed);
    check_cuts(r, example, texts);
    if (!r->failed)
        r->report->pass(r->report->context);
}

static bool is_template(il_str language)
{
    return il_str_is(language, "yaml") || il_str_is(language, "json");
}

static bool read_block(runner *r, const il_block *block, il_example *example)
{
    il_example_file *file = &example->files[example->n_files];
    il_expectations expected = {0};
    uint32_t line;
    *file = (il_example_file){.path = block->file, .page_line = block->line, .head_at = 1, .body_at = 1};
    if (!il_example_expectations(r->arena, block, &file->text, &expected, &line)) {
        fail(r, block->line + line - 1, "this is no expectation: //! severity `text` words of the message");
        return false;
    }
    if (!block->file.n) {
        file->path = il_arena_printf(r->arena, is_template(block->language) ? "template.%.*s" : "example.%.*s",
                                     IL_FMT(block->language));
        if (!is_template(block->language))
            il_example_wrap(r->arena, file->text, file);
    }
    for (size_t i = 0; i < expected.n; i++) {
        expected.items[i].line = file_line(file, expected.items[i].line);
        expected.items[i].file = example->n_files;
        IL_PUSH(r->arena, &example->expected, expected.items[i]);
    }
    example->n_files++;
    return true;
}

/* The example that the block at FIRST begins. */
static bool read_example(runner *r, size_t first, il_example *example)
{
    const il_block *blocks = r->page->blocks.items;
    *example = (il_example){.arena = r->arena, .section = blocks[first].section};
    example->files = IL_NEW_ARRAY(r->arena, FILES_MAX, il_example_file);
    for (size_t i = first; i < r->page->blocks.n && blocks[i].example == blocks[first].example; i++)
        if (example->n_files == FILES_MAX - 1 || !read_block(r, &blocks[i], example))
            return false;
    bool fails = example->section == IL_PAGE_FAILS;
    if (fails && !example->expected.n)
        fail(r, blocks[first].line, "an example that fails says where: //! words of the message");
    if (!fails && example->expected.n)
        fail(r, blocks[first].line, "only examples that fail expect something");
    return !r->failed;
}

/* The block below Fixed that belongs to the failing example at FIRST: the nth of its language; SIZE_MAX when there is none. */
static size_t fixed_block(const il_page *page, size_t first)
{
    const il_block *blocks = page->blocks.items, *failing = &blocks[first];
    size_t nth = 0, seen = 0;
    for (size_t i = 0; i < first; i++)
        nth +=
            blocks[i].section == IL_PAGE_FAILS && !blocks[i].file.n && il_str_eq(blocks[i].language, failing->language);
    for (size_t i = 0; i < page->blocks.n; i++)
        if (blocks[i].section == IL_PAGE_FIXED && !blocks[i].file.n &&
            il_str_eq(blocks[i].language, failing->language) && seen++ == nth)
            return i;
    return SIZE_MAX;
}

/* A fixed text without an example that it is the fixed text of. */
static bool is_orphan(const il_page *page, size_t fixed)
{
    for (size_t i = 0; i < page->blocks.n; i++)
        if (page->blocks.items[i].section == IL_PAGE_FAILS && !page->blocks.items[i].file.n &&
            fixed_block(page, i) == fixed)
            return false;
    return !page->blocks.items[fixed].file.n;
}

void il_examples_run(const il_rule *rule, const il_page *page, const il_example_report *report)
{
    for (size_t i = 0; i < page->blocks.n; i++) {
        const il_block *block = &page->blocks.items[i];
        bool first = i == 0 || page->blocks.items[i - 1].example != block->example;
        if (block->section == IL_PAGE_FIXED && is_orphan(page, i))
            report->fail(report->context, block->line, "this fixed text belongs to no failing example of its language");
        if (!first || block->section == IL_PAGE_FIXED)
            continue;
        runner r = {.arena = il_arena_new(), .rule = rule, .page = page, .report = report};
        il_example example, fixed;
        size_t at = block->section == IL_PAGE_FAILS ? fixed_block(page, i) : SIZE_MAX;
        bool good = read_example(&r, i, &example);
        if (good && at != SIZE_MAX)
            good = read_example(&r, at, &fixed);
        if (good)
            run_example(&r, &example, at != SIZE_MAX ? &fixed : NULL);
        il_arena_free(r.arena);
    }
}
