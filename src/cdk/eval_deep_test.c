/* Programs that are deep, long or endless: the evaluator comes back, with what was known before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "memory_loader.h"

static const char head[] = "import { App, Stack } from 'aws-cdk-lib';\nconst stack = new Stack(new App(), 'S');\n";

/* Evaluates head and SOURCE; the stack that the head makes must be there. */
static void evaluate(il_str source)
{
    il_arena *arena = il_arena_new();
    il_memory *memory = il_memory_new(arena);
    il_memory_add(memory, IL_STR("app.ts"), il_arena_printf(arena, "%s%.*s", head, IL_FMT(source)));
    il_cdk_input input = {.entry = IL_STR("app.ts"),
                          .files = memory->sources.items,
                          .n_files = memory->sources.n,
                          .loader = &memory->loader};
    il_program *program = il_cdk_evaluate(arena, &input);
    assert_true(program->constructs.n >= 2);
    assert_true(il_str_is(program->constructs.items[1]->path, "S"));
    il_memory_free(memory);
    il_arena_free(arena);
}

typedef struct {
    const char *name, *before, *open, *middle, *close, *after;
    int times;
} shape;

static const shape shapes[] = {
    {"parentheses", "const x = ", "(", "1", ")", ";", 10000},
    {"arrays", "const x = ", "[", "1", "]", ";", 10000},
    {"objects", "const x = ", "{a:", "1", "}", ";", 10000},
    {"calls", "const f = (x: any) => x; const y = ", "f(", "1", ")", ";", 10000},
    {"members", "const x: any = {}; x", ".a", "", "", ";", 10000},
    {"method calls", "const x: any = stack; x", ".a()", "", "", ";", 10000},
    {"not", "const x = ", "!", "1", "", ";", 10000},
    {"sums", "const x = 1", "+1", "", "", ";", 10000},
    {"ternaries", "const x = ", "stack.a ? 1 : ", "2", "", ";", 5000},
    {"tests", "", "if (stack.a) ", "f();", "", "", 5000},
    {"else", "", "if (stack.a) { } else ", "{}", "", "", 5000},
    {"blocks", "", "{", "", "}", "", 10000},
    {"functions", "", "(() => {", "", "})();", "", 5000},
    {"classes", "const x = ", "class extends ", "Object", "{}", ";", 5000},
    {"templates", "const x = ", "`${", "1", "}`", ";", 5000},
    {"patterns", "const ", "{a:", "x", "}", " = stack as any;", 10000},
    {"array patterns", "const ", "[", "x", "]", " = stack as any;", 10000},
    {"switches", "", "switch (stack.a) { case 1: ", "", "}", "", 2000},
    {"loops", "", "for (const x of stack.list) ", "f();", "", "", 5000},
    {"tries", "", "try {", "", "} catch {}", "", 5000},
    {"conditions", "", "if (process.env.A) return; ", "", "", "", 3000},
    {"cases", "switch (process.env.A) {", "case 'a': break;", "", "", "}", 3000},
    {"early returns", "function f(x: any) {", "if (x.a) return 1;", "", "", "} f(process.env.A);", 2000},
    {"pushes", "const l: any[] = []; if (process.env.A) {", "l.push(1);", "", "", "}", 5000},
    {"fields", "const o = {", "a: 1,", "", "", "};", 20000},
};

static void comes_back(void **state)
{
    const shape *s = *state;
    il_buf buf = {0};
    il_buf_puts(&buf, s->before);
    for (int i = 0; i < s->times; i++)
        il_buf_puts(&buf, s->open);
    il_buf_puts(&buf, s->middle);
    for (int i = 0; i < s->times; i++)
        il_buf_puts(&buf, s->close);
    il_buf_puts(&buf, s->after);
    evaluate(il_buf_str(&buf));
    buf.n /= 2;
    evaluate(il_buf_str(&buf));
    il_buf_free(&buf);
}

/* What is known before the work runs out stays known, and that it did is said. */
static void says_where_it_stopped(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    il_memory *memory = il_memory_new(arena);
    il_memory_split(
        memory, IL_STR("app.ts"),
        il_arena_printf(arena, "%sconst f = (n: number): number => n < 2 ? n : f(n - 1) + f(n - 2); f(50);", head));
    il_cdk_input input = {.entry = IL_STR("app.ts"),
                          .files = memory->sources.items,
                          .n_files = memory->sources.n,
                          .loader = &memory->loader};
    il_program *program = il_cdk_evaluate(arena, &input);
    bool said = false;
    for (size_t i = 0; i < program->gaps.n; i++)
        said |= !strcmp(program->gaps.items[i].reason, "too much work");
    assert_true(said);
    assert_int_equal(program->constructs.n, 2);
    il_memory_free(memory);
    il_arena_free(arena);
}

int main(void)
{
    enum { N = sizeof shapes / sizeof *shapes };
    struct CMUnitTest tests[N + 1];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){shapes[i].name, comes_back, NULL, NULL, (void *)&shapes[i]};
    tests[N] = (struct CMUnitTest){"says where it stopped", says_where_it_stopped, NULL, NULL, NULL};
    int failed = _cmocka_run_group_tests("evaluator in depth", tests, N + 1, NULL, NULL);
    il_intern_free();
    return failed;
}
