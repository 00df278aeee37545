#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document.h"

static void join(void **state)
{
    (void)state;
    static const struct {
        const char *directory, *relative, *joined;
    } cases[] = {
        {"lib", "./x", "lib/x"},
        {"lib", "x", "lib/x"},
        {"lib", "../x", "x"},
        {"lib/a", "../../x", "x"},
        {"lib/a", "../b/./c", "lib/b/c"},
        {"", "x", "x"},
        {"", "./x", "x"},
        {"", "../x", "../x"},
        {"lib", "../../x", "../x"},
        {"../a", "../../x", "../../x"},
        {"..", "..", "../.."},
        {"lib", "..", ""},
        {"lib", ".", "lib"},
        {"lib", "", "lib"},
        {"lib/", "x//y/", "lib/x/y"},
        {"./lib", "x", "lib/x"},
        {"lib", "/abs/x", "/abs/x"},
        {"lib", "/abs/../x", "/x"},
        {"/abs", "../../x", "/x"},
        {"/", "x", "/x"},
        {"", "", ""},
        {"a", "...", "a/..."},
        {"a", "..b", "a/..b"},
    };
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_str got = il_path_join(arena, il_str_of(cases[i].directory), il_str_of(cases[i].relative));
        if (!il_str_is(got, cases[i].joined))
            fail_msg("%s + %s gives %.*s", cases[i].directory, cases[i].relative, IL_FMT(got));
    }
    il_arena_free(arena);
}

static void directory(void **state)
{
    (void)state;
    static const struct {
        const char *path, *directory;
    } cases[] = {{"lib/x.ts", "lib"}, {"a/b/c", "a/b"}, {"x.ts", ""},   {"", ""},
                 {"/x", "/"},         {"a//b", "a"},    {"lib/", "lib"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_str got = il_path_directory(il_str_of(cases[i].path));
        if (!il_str_is(got, cases[i].directory))
            fail_msg("%s gives %.*s", cases[i].path, IL_FMT(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(join), cmocka_unit_test(directory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
