/* include/infralint/infralint.h over the engine and its files in memory. */
#include <infralint/infralint.h>

#include "engine.h"
#include "panic.h"
#include "select.h"

struct il_lint {
    il_arena *arena;
    il_memory memory;
    il_files files;
    il_engine *engine;
    const il_result *result;
    const char *error;
};

typedef IL_VEC(il_str) word_list;

static word_list words_of(il_arena *arena, const char *text)
{
    word_list words = {0};
    il_str rest = il_str_of(text);
    while (rest.p) {
        il_str word = il_str_trim(il_str_cut(&rest, ','));
        if (word.n)
            IL_PUSH(arena, &words, word);
    }
    return words;
}

static void keep_files(il_lint *lint, const il_lint_file *files, size_t n)
{
    il_memory_file *kept = IL_NEW_ARRAY(lint->arena, n, il_memory_file);
    for (size_t i = 0; i < n; i++)
        kept[i] = (il_memory_file){il_str_of(files[i].path), {files[i].bytes, files[i].length}};
    lint->memory = (il_memory){kept, n};
    lint->files = il_memory_files(&lint->memory);
}

il_lint *il_lint_run(const il_lint_file *files, size_t n_files, const il_lint_options *options)
{
    static const il_lint_options defaults;
    if (!options)
        options = &defaults;
    il_arena *arena = il_arena_new();
    il_lint *lint = IL_NEW(arena, il_lint);
    lint->arena = arena;
    keep_files(lint, files, n_files);
    word_list select = words_of(arena, options->select), ignore = words_of(arena, options->ignore);
    il_selection selection = {select.items, select.n, ignore.items, ignore.n};
    il_selected selected = il_select(arena, NULL, &selection);
    if (selected.unknown.p) {
        lint->error = il_arena_printf(arena, "unknown rule '%.*s'", IL_FMT(selected.unknown)).p;
        return lint;
    }
    il_engine_options engine_options = {
        .rules = selected.rules, .n_rules = selected.n, .plan_fixes = !options->without_fixes};
    lint->engine = il_engine_new(&lint->files, &engine_options);
    il_engine_add(lint->engine, IL_STR(""));
    lint->result = il_engine_check(lint->engine);
    return lint;
}

void il_lint_free(il_lint *lint)
{
    if (!lint)
        return;
    il_engine_free(lint->engine);
    il_arena_free(lint->arena);
}

const char *il_lint_error(const il_lint *lint)
{
    return lint->error;
}

size_t il_lint_count(const il_lint *lint)
{
    return lint->result ? lint->result->findings.findings.n : 0;
}

static const il_finding *finding_of(const il_lint *lint, size_t i)
{
    IL_ASSERT(i < il_lint_count(lint));
    return &lint->result->findings.findings.items[i];
}

/* A NUL-terminated copy: views need not end with one. */
static const char *text_of(const il_lint *lint, il_str s)
{
    return il_arena_str(lint->arena, s).p;
}

il_lint_finding il_lint_finding_at(const il_lint *lint, size_t finding)
{
    const il_finding *f = finding_of(lint, finding);
    il_pos start = il_source_pos(f->loc.source, f->loc.span.start), end = il_source_pos(f->loc.source, f->loc.span.end);
    return (il_lint_finding){
        .rule = f->rule,
        .severity = il_severity_name(f->severity),
        .message = text_of(lint, f->message),
        .path = text_of(lint, il_source_path(f->loc.source)),
        .start_byte = f->loc.span.start,
        .end_byte = f->loc.span.end,
        .start_line = start.line,
        .start_column = start.column,
        .end_line = end.line,
        .end_column = end.column,
        .n_fixes = f->n_fixes,
    };
}

static const il_fix *fix_of(const il_lint *lint, size_t finding, size_t fix)
{
    const il_finding *f = finding_of(lint, finding);
    IL_ASSERT(fix < f->n_fixes);
    return &f->fixes[fix];
}

il_lint_fix il_lint_fix_at(const il_lint *lint, size_t finding, size_t fix)
{
    const il_fix *f = fix_of(lint, finding, fix);
    return (il_lint_fix){text_of(lint, f->title), f->safety == IL_SAFE, f->n_edits};
}

il_lint_edit il_lint_edit_at(const il_lint *lint, size_t finding, size_t fix, size_t edit)
{
    const il_fix *f = fix_of(lint, finding, fix);
    IL_ASSERT(edit < f->n_edits);
    const il_edit *e = &f->edits[edit];
    const char *path = text_of(lint, il_source_path(e->source));
    return (il_lint_edit){path, e->span.start, e->span.end, text_of(lint, e->text), e->text.n};
}
