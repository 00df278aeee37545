/* rulec: the rule pages of a folder → one C file, at build time. It lists the folder each time it runs and tells the build (a depfile) which
 * files and folders it looked at, so that a new page is noticed. What is wrong with a page is printed as FILE:LINE:COLUMN and fails. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "compile.h"
#include "emit.h"
#include "pattern.h"

typedef struct {
    const char *root, *folder, *out, *depfile;
    il_arena *arena;
    il_sink sink;
    il_tables tables;
    IL_VEC(il_str) pages, data, seen; /* paths below root; seen: all, folders too */
    IL_VEC(const il_rule *) rules;
    bool failed;
} run;

static void fail(run *run, const char *path, const char *why)
{
    fprintf(stderr, "%s: error: %s\n", path, why);
    run->failed = true;
}

static int by_text(const void *a, const void *b)
{
    return il_str_cmp(*(const il_str *)a, *(const il_str *)b);
}

static il_str full_path(run *run, il_str path)
{
    return il_arena_printf(run->arena, "%s/%.*s", run->root, IL_FMT(path));
}

/* Collects the pages and tables below FOLDER. */
static void list(run *run, il_str folder)
{
    DIR *directory = opendir(full_path(run, folder).p);
    if (!directory) {
        fail(run, folder.p, strerror(errno));
        return;
    }
    IL_PUSH(run->arena, &run->seen, folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        struct stat status;
        il_str name = il_str_of(entry->d_name), path = il_arena_printf(run->arena, "%s/%s", folder.p, entry->d_name);
        if (name.p[0] == '.' || stat(full_path(run, path).p, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            list(run, path);
        else if (il_str_ends(name, IL_STR(".md")))
            IL_PUSH(run->arena, &run->pages, path);
        else if (il_str_ends(name, IL_STR(".yaml")))
            IL_PUSH(run->arena, &run->data, path);
    }
    closedir(directory);
}

static bool read_file(run *run, il_str path, il_str *text)
{
    FILE *file = fopen(full_path(run, path).p, "rb");
    il_buf buf = {0};
    char chunk[4096];
    if (!file) {
        fail(run, path.p, strerror(errno));
        return false;
    }
    IL_PUSH(run->arena, &run->seen, path);
    for (size_t n = fread(chunk, 1, sizeof chunk, file); n; n = fread(chunk, 1, sizeof chunk, file))
        il_buf_add(&buf, (il_str){chunk, n});
    bool good = !ferror(file);
    fclose(file);
    if (!good)
        fail(run, path.p, "cannot be read");
    *text = il_arena_str(run->arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return good;
}

static void compile_all(run *run)
{
    il_str text;
    if (run->data.n)
        qsort(run->data.items, run->data.n, sizeof *run->data.items, by_text);
    if (run->pages.n)
        qsort(run->pages.items, run->pages.n, sizeof *run->pages.items, by_text);
    for (size_t i = 0; i < run->data.n; i++)
        if (read_file(run, run->data.items[i], &text))
            il_tables_add(&run->tables, run->data.items[i], text, &run->sink);
    for (size_t i = 0; i < run->pages.n; i++) {
        if (!read_file(run, run->pages.items[i], &text))
            continue;
        il_compile_input input = {
            .arena = run->arena, .path = run->pages.items[i], .text = text, .tables = &run->tables, .sink = &run->sink};
        const il_rule *rule = il_rule_compile(&input, NULL);
        if (rule)
            IL_PUSH(run->arena, &run->rules, rule);
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const il_rule *const *)a)->id, (*(const il_rule *const *)b)->id);
}

static void check_ids(run *run)
{
    if (run->rules.n)
        qsort(run->rules.items, run->rules.n, sizeof *run->rules.items, by_id);
    for (size_t i = 1; i < run->rules.n; i++)
        if (strcmp(run->rules.items[i]->id, run->rules.items[i - 1]->id) == 0)
            fail(run, run->rules.items[i]->path, "another page has the same id");
}

static void print_findings(run *run)
{
    for (size_t i = 0; i < run->sink.findings.n; i++) {
        const il_finding *finding = &run->sink.findings.items[i];
        il_pos pos = il_source_pos(finding->loc.source, finding->loc.span.start);
        fprintf(stderr, "%.*s:%u:%u: error: %.*s\n", IL_FMT(il_source_path(finding->loc.source)), pos.line,
                pos.byte_column, IL_FMT(finding->message));
        run->failed = true;
    }
}

static void write_file(run *run, const char *path, il_str text)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(text.p, 1, text.n, file) == text.n;
    if (file)
        good = fclose(file) == 0 && good;
    if (!good)
        fail(run, path, strerror(errno));
}

static void write_depfile(run *run)
{
    il_buf buf = {0};
    il_buf_printf(&buf, "%s:", run->out);
    for (size_t i = 0; i < run->seen.n; i++) {
        il_str path = full_path(run, run->seen.items[i]);
        il_buf_puts(&buf, " \\\n ");
        for (size_t j = 0; j < path.n; j++) {
            if (path.p[j] == ' ' || path.p[j] == '#')
                il_buf_putc(&buf, '\\');
            il_buf_putc(&buf, path.p[j]);
        }
    }
    il_buf_putc(&buf, '\n');
    write_file(run, run->depfile, il_buf_str(&buf));
    il_buf_free(&buf);
}

static void build(run *run)
{
    il_buf out = {0};
    list(run, il_arena_str(run->arena, il_str_of(run->folder)));
    compile_all(run);
    check_ids(run);
    print_findings(run);
    if (run->failed)
        return;
    il_emit_rules(&out, run->arena, run->rules.items, run->rules.n);
    write_file(run, run->out, il_buf_str(&out));
    il_buf_free(&out);
    if (run->depfile)
        write_depfile(run);
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5) {
        fputs("usage: rulec ROOT FOLDER OUT.c [DEPFILE]\n", stderr);
        return 2;
    }
    il_arena *arena = il_arena_new();
    run run = {.root = argv[1],
               .folder = argv[2],
               .out = argv[3],
               .depfile = argc == 5 ? argv[4] : NULL,
               .arena = arena,
               .sink = {.arena = arena},
               .tables = il_tables_in(arena)};
    build(&run);
    il_arena_free(arena);
    il_intern_free();
    il_pattern_free();
    return run.failed ? 1 : 0;
}
