#include "wildcard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *pattern, *path;
    bool matches;
} cases[] = {
    {"a", "a", true},
    {"a", "b", false},
    {"a", "a/b", false},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"*.js", "x.js", true},
    {"*.js", ".js", true},
    {"*.js", "x.jsx", false},
    {"a*b*c", "aXbYbZc", true},
    {"a*b*c", "aXbYbZ", false},
    {"a?c", "abc", true},
    {"a?c", "a/c", false},
    {"?", "", false},
    {"", "", true},
    {"", "a", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[!a-c]x", "dx", true},
    {"[^a-c]x", "ax", false},
    {"[]]", "]", true},
    {"[]-]", "-", true},
    {"[\\]a]", "]", true},
    {"[a", "[a", false},
    {"x[", "x[", false},
    {"x\\[", "x[", true},
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"a\\", "a\\", true},
    {"**", "a", true},
    {"**", "a/b/c", true},
    {"**/b", "b", true},
    {"**/b", "a/a/b", true},
    {"**/b", "a/b/a", false},
    {"a/**", "a", false},
    {"a/**", "a/b", true},
    {"a/**", "a/b/c", true},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/x/y/c", false},
    {"a/**/b/**/c", "a/1/b/2/b/3/c", true},
    {"a/**/b/**/c", "a/1/c/2/b", false},
    {"**/*.ts", "a/b.ts", true},
    {"a**b", "axyb", true},
    {"a**b", "ax/yb", false},
    {"a/b", "a", false},
    {"a", "", false},
};

static void table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (il_wildcard_match(il_str_of(cases[i].pattern), il_str_of(cases[i].path)) != cases[i].matches)
            fail_msg("'%s' against '%s' must be %s", cases[i].pattern, cases[i].path,
                     cases[i].matches ? "a match" : "no match");
}

/* With a matcher that tries everything this takes longer than the universe has. */
static void many_stars(void **state)
{
    (void)state;
    enum { STARS = 200, LENGTH = 4000 };
    char pattern[2 * STARS + 2], *path = malloc(LENGTH);
    assert_non_null(path);
    for (int i = 0; i < STARS; i++)
        memcpy(pattern + 2 * i, "*a", 2);
    memcpy(pattern + 2 * STARS, "b", 2);
    memset(path, 'a', LENGTH);
    assert_false(il_wildcard_match(il_str_of(pattern), (il_str){path, LENGTH}));
    for (int i = 1; i < LENGTH; i += 2)
        path[i] = '/';
    assert_false(il_wildcard_match(IL_STR("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b"), (il_str){path, LENGTH - 1}));
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(many_stars)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
