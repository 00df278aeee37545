#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stack_frame.h"

/* "function|file|line|column", or "" for what is no frame. */
static void check(const char *text, const char *expected)
{
    il_arena *arena = il_arena_new();
    il_stack_frame f;
    const char *got = "";
    if (il_stack_frame_parse(arena, il_str_of(text), &f))
        got = il_arena_printf(arena, "%.*s|%.*s|%u|%u", IL_FMT(f.function), IL_FMT(f.file), f.line, f.column).p;
    assert_string_equal(got, expected);
    il_arena_free(arena);
}

static void frames_are_read_in_all_forms(void **state)
{
    (void)state;
    check("new Data (/app/lib/data.ts:12:5)", "new Data|/app/lib/data.ts|12|5");
    check("    at new Data (/app/lib/data.ts:12:5)", "new Data|/app/lib/data.ts|12|5");
    check("at async main (file:///app/bin/app.mts:3:1)", "main|/app/bin/app.mts|3|1");
    check("/app/bin/app.ts:3:1", "|/app/bin/app.ts|3|1");
    check("Object.<anonymous> [as x] (C:\\app (old)\\bin\\app.ts:3:1)",
          "Object.<anonymous> [as x]|/app (old)/bin/app.ts|3|1");
    check("/a/app.ts:3:9 (/a/app.ts:3:96)", "/a/app.ts:3:9|/a/app.ts|3|96");
}

static void other_lines_are_none(void **state)
{
    (void)state;
    static const char *const lines[] = {"",
                                        "   ",
                                        "...new Bucket2 in aws-cdk-lib...",
                                        ".../x/y.js:1:2 in aws-cdk-lib...",
                                        "(no user code in 10 frames, use --stack-trace-limit to capture more)",
                                        "Array.map (<anonymous>)",
                                        "x (/a.ts:0:1)",
                                        "x (/a.ts:1:0)",
                                        "x (/a.ts:1.5:2)",
                                        "x (/a.ts:99999999999:1)",
                                        "x (:1:1)",
                                        "native",
                                        ")",
                                        "x ()",
                                        "x (a:1)"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check(lines[i], "");
}

static void packages_and_node_are_foreign(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        bool foreign;
    } cases[] = {{"/app/node_modules/aws-cdk-lib/x.js", true},
                 {"node:internal/modules/cjs/loader", true},
                 {"internal/main.js", true},
                 {"/app/lib/internal/x.ts", false},
                 {"/app/lib/x.ts", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_stack_frame frame = {.file = il_str_of(cases[i].file)};
        assert_int_equal(il_stack_frame_foreign(&frame), cases[i].foreign);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_read_in_all_forms),
        cmocka_unit_test(other_lines_are_none),
        cmocka_unit_test(packages_and_node_are_foreign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
