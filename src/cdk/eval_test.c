/* The evaluator on small programs: testdata/cdk/eval/NAME.ts, one or several files behind lines `//// path` (the first TypeScript file is
 * the entry, unless the text begins with `// no entry`), against NAME.txt, the dump of what was understood. IL_UPDATE=1 writes the dumps
 * anew. And the same programs cut anywhere and bent: nothing may crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "golden.h"
#include "memory_loader.h"
#include "panic.h"
#include "program_dump.h"

static il_arena *arena;

static il_str dump_of(il_arena *a, il_str source)
{
    il_memory *memory = il_memory_new(a);
    bool entry = !il_str_starts(source, IL_STR("// no entry"));
    il_memory_split(memory, entry ? IL_STR("app.ts") : IL_STR("lib.ts"), source);
    il_cdk_input input = {.files = memory->sources.items, .n_files = memory->sources.n, .loader = &memory->loader};
    if (entry && memory->sources.n)
        input.entry = memory->sources.items[0];
    il_buf buf = {0};
    il_program_dump(&buf, il_cdk_evaluate(a, &input));
    il_str text = il_arena_str(a, il_buf_str(&buf));
    il_buf_free(&buf);
    il_memory_free(memory);
    return text;
}

static const char *expectation_path(const char *path)
{
    il_str stem = il_str_of(path);
    return il_arena_printf(arena, "%.*stxt", IL_FMT(il_str_slice(stem, 0, stem.n - 2))).p;
}

static void golden(void **state)
{
    const char *path = *state;
    il_str got = dump_of(arena, il_golden_read(arena, path));
    if (il_golden_updating()) {
        il_golden_write(expectation_path(path), got);
        return;
    }
    il_str expected = il_golden_read(arena, expectation_path(path));
    if (!il_str_eq(got, expected))
        fail_msg("%s: got\n%.*s\nexpected\n%.*s", path, IL_FMT(got), IL_FMT(expected));
}

/* Twice the same: nothing of one run may reach into the next. */
static void repeats(void **state)
{
    il_str source = il_golden_read(arena, *state);
    assert_true(il_str_eq(dump_of(arena, source), dump_of(arena, source)));
}

static void survives_cuts(void **state)
{
    il_str source = il_golden_read(arena, *state);
    size_t step = source.n / 60 + 1;
    for (size_t at = 0; at < source.n; at += step) {
        il_arena *a = il_arena_new();
        dump_of(a, il_str_slice(source, 0, at));
        dump_of(a, il_str_slice(source, at, source.n));
        il_arena_free(a);
    }
}

/* Brackets and operators, about a hundred of them in turn, become something else. */
static void survives_bending(void **state)
{
    static const char from[] = "(){}[];=.,:?", to[] = ")({}][.=;,?:";
    il_str source = il_golden_read(arena, *state);
    char *bent = (char *)il_arena_str(arena, source).p;
    size_t count = 0, step = 7;
    for (size_t i = 0; i < source.n; i++)
        count += memchr(from, bent[i], sizeof from - 1) != NULL;
    step += count / 100;
    count = 0;
    for (size_t i = 0; i < source.n; i++) {
        const char *at = memchr(from, bent[i], sizeof from - 1);
        if (!at || count++ % step)
            continue;
        char was = bent[i];
        bent[i] = to[at - from];
        il_arena *a = il_arena_new();
        dump_of(a, (il_str){bent, source.n});
        il_arena_free(a);
        bent[i] = was;
    }
}

int main(int argc, char **argv)
{
    size_t n;
    IL_ASSERT(argc == 2);
    arena = il_arena_new();
    const char **paths = il_golden_files(arena, argv[1], ".ts", &n);
    IL_ASSERT(n > 0);
    static const struct {
        const char *name;
        void (*run)(void **state);
    } kinds[] = {{"", golden}, {" twice", repeats}, {" cut", survives_cuts}, {" bent", survives_bending}};
    size_t n_kinds = il_golden_updating() ? 1 : sizeof kinds / sizeof *kinds, n_tests = 0;
    struct CMUnitTest *tests = IL_NEW_ARRAY(arena, n * n_kinds, struct CMUnitTest);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n_kinds; k++) {
            const char *name = il_arena_printf(arena, "%s%s", strrchr(paths[i], '/') + 1, kinds[k].name).p;
            tests[n_tests++] = (struct CMUnitTest){name, kinds[k].run, NULL, NULL, (void *)paths[i]};
        }
    }
    int failed = _cmocka_run_group_tests("evaluator", tests, n_tests, NULL, NULL);
    il_arena_free(arena);
    il_intern_free();
    return failed;
}
