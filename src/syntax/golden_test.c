/* The corpus of testdata/syntax: one case a section of `=== title`, source, `---`, the dump of its tree and findings. The language is the
 * folder's. Words in brackets at the end of a title change the source: [crlf], [bom], [no newline]. A `---` within the source is no
 * problem: the last one counts, and no dump has such a line. IL_UPDATE=1 writes the dumps anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document.h"
#include "dump.h"
#include "golden.h"
#include "panic.h"

typedef struct {
    il_document_kind kind;
    const char *path;
    il_str title, source, expected;
} golden_case;

typedef IL_VEC(golden_case) golden_cases;

static il_arena *arena;

/* Cuts the section that *REST begins with. */
static golden_case take_case(il_str *rest, const char *path)
{
    golden_case c = {.path = path};
    size_t next = il_str_find(*rest, IL_STR("\n=== "), 0);
    il_str section = il_str_slice(*rest, 0, next == SIZE_MAX ? rest->n : next + 1);
    *rest = il_str_slice(*rest, section.n, rest->n);
    IL_ASSERT(il_str_starts(section, IL_STR("=== ")));
    c.title = il_str_slice(il_str_cut(&section, '\n'), 4, SIZE_MAX);
    size_t line = il_str_starts(section, IL_STR("---\n")) ? 0 : SIZE_MAX;
    for (size_t at = 0; (at = il_str_find(section, IL_STR("\n---\n"), at)) != SIZE_MAX; at++)
        line = at + 1;
    c.source = il_str_slice(section, 0, line);
    c.expected = line == SIZE_MAX ? (il_str){NULL, 0} : il_str_trim(il_str_slice(section, line + 4, section.n));
    return c;
}

static void read_folder(golden_cases *cases, const char *folder, il_document_kind kind)
{
    size_t n, before = cases->n;
    const char **paths = il_golden_files(arena, folder, ".txt", &n);
    for (size_t i = 0; i < n; i++) {
        for (il_str rest = il_golden_read(arena, paths[i]); rest.n;) {
            golden_case c = take_case(&rest, paths[i]);
            c.kind = kind;
            IL_PUSH(arena, cases, c);
        }
    }
    if (cases->n == before)
        IL_PANIC("a folder of the corpus is empty");
}

/* The source as the title wants it. */
static il_str styled(const golden_case *c)
{
    il_buf buf = {0};
    bool crlf = il_str_contains(c->title, IL_STR("[crlf]"));
    il_str source = c->source;
    if (il_str_contains(c->title, IL_STR("[no newline]")) && source.n)
        source.n--;
    if (il_str_contains(c->title, IL_STR("[bom]")))
        il_buf_puts(&buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < source.n; i++) {
        if (crlf && source.p[i] == '\n')
            il_buf_putc(&buf, '\r');
        il_buf_putc(&buf, source.p[i]);
    }
    il_str text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

static il_str dump_of(const golden_case *c)
{
    il_document *document = il_document_parse(c->kind, IL_STR("case"), styled(c));
    il_buf buf = {0};
    il_dump(&buf, document);
    il_str text = il_str_trim(il_arena_str(arena, il_buf_str(&buf)));
    il_buf_free(&buf);
    il_document_free(document);
    return text;
}

static void run_case(void **state)
{
    const golden_case *c = *state;
    il_str got = dump_of(c);
    if (!il_str_eq(got, c->expected) && !il_golden_updating())
        fail_msg("%s: %.*s: got\n%.*s\n", c->path, IL_FMT(c->title), IL_FMT(got));
}

static void update(const golden_cases *cases)
{
    for (size_t i = 0; i < cases->n;) {
        const char *path = cases->items[i].path;
        il_buf buf = {0};
        for (; i < cases->n && cases->items[i].path == path; i++) {
            const golden_case *c = &cases->items[i];
            il_str got = dump_of(c);
            il_buf_printf(&buf, "=== %.*s\n%.*s---\n%.*s%s\n", IL_FMT(c->title), IL_FMT(c->source), IL_FMT(got),
                          got.n ? "\n" : "");
        }
        buf.n--; /* the blank line behind the last case */
        il_golden_write(path, il_buf_str(&buf));
        il_buf_free(&buf);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *folder;
        il_document_kind kind;
    } languages[] = {
        {"json", IL_DOCUMENT_JSON}, {"yaml", IL_DOCUMENT_YAML}, {"ts", IL_DOCUMENT_TS}, {"tsx", IL_DOCUMENT_TSX}};
    golden_cases cases = {0};
    IL_ASSERT(argc == 2);
    arena = il_arena_new();
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        read_folder(&cases, il_arena_printf(arena, "%s/%s", argv[1], languages[i].folder).p, languages[i].kind);
    if (il_golden_updating())
        update(&cases);
    struct CMUnitTest *tests = IL_NEW_ARRAY(arena, cases.n, struct CMUnitTest);
    for (size_t i = 0; i < cases.n; i++)
        tests[i] = (struct CMUnitTest){cases.items[i].title.n ? il_arena_str(arena, cases.items[i].title).p : "",
                                       run_case, NULL, NULL, &cases.items[i]};
    int failed = _cmocka_run_group_tests("syntax corpus", tests, cases.n, NULL, NULL);
    il_arena_free(arena);
    il_intern_free();
    return failed;
}
