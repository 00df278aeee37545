#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pattern.h"

static void test_matches(void **state)
{
    (void)state;
    for (int i = 0; i < 500; i++) { /* across the point where it is compiled to machine code */
        assert_int_equal(il_pattern_matches(IL_STR("^a+b?$"), IL_STR("aaab")), IL_YES);
        assert_int_equal(il_pattern_matches(IL_STR("^a+b?$"), IL_STR("aaac")), IL_NO);
    }
    assert_int_equal(il_pattern_matches(IL_STR(""), IL_STR("")), IL_YES);
    assert_int_equal(il_pattern_matches(IL_STR("a"), (il_str){NULL, 0}), IL_NO);
    assert_int_equal(il_pattern_matches(IL_STR("^.$"), IL_STR("\xC3\xA9")), IL_YES);
    assert_int_equal(il_pattern_matches(IL_STR("a"), IL_STR("\xFF"
                                                            "a")),
                     IL_YES);
    assert_int_equal(il_pattern_matches(IL_STR("("), IL_STR("a")), IL_MAYBE);
}

static void test_limits(void **state)
{
    (void)state;
    char text[64];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = 'b';
    for (int i = 0; i < 300; i++)
        assert_int_equal(il_pattern_matches(IL_STR("^(a|aa|a*)+$"), (il_str){text, sizeof text}), IL_MAYBE);
}

static void test_check(void **state)
{
    (void)state;
    char message[64];
    size_t offset;
    assert_true(il_pattern_check(IL_STR("^a$"), message, sizeof message, &offset));
    assert_false(il_pattern_check(IL_STR("ab["), message, sizeof message, &offset));
    assert_int_equal(offset, 3);
    assert_non_null(strstr(message, "character class"));
}

static int forget(void **state)
{
    (void)state;
    il_pattern_free();
    il_pattern_free();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matches), cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_check)};
    return cmocka_run_group_tests(tests, NULL, forget);
}
