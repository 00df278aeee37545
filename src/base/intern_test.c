#include "intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static int forget(void **state)
{
    (void)state;
    il_intern_free();
    return 0;
}

static void equal_text_is_one_name(void **state)
{
    (void)state;
    char text[] = "Bucket!";
    il_name name = il_intern((il_str){text, 6});
    text[0] = 'b';
    assert_string_equal(name, "Bucket");
    assert_ptr_equal(il_intern(IL_STR("Bucket")), name);
    assert_ptr_not_equal(il_intern(IL_STR("bucket")), name);
    assert_ptr_equal(il_intern((il_str){NULL, 0}), il_intern(IL_STR("")));
    assert_string_equal(il_intern(IL_STR("")), "");
}

static void a_nul_cuts(void **state)
{
    (void)state;
    assert_ptr_equal(il_intern(IL_STR("a\0b")), il_intern(IL_STR("a")));
    assert_ptr_equal(il_intern(IL_STR("\0")), il_intern(IL_STR("")));
}

static void names_stay_while_others_come(void **state)
{
    (void)state;
    il_name first = il_intern(IL_STR("name0"));
    for (int i = 0; i < 5000; i++) {
        char text[20];
        int n = snprintf(text, sizeof text, "name%d", i);
        assert_string_equal(il_intern((il_str){text, (size_t)n}), text);
    }
    assert_ptr_equal(il_intern(IL_STR("name0")), first);
}

static void after_free_it_starts_anew(void **state)
{
    (void)state;
    il_intern(IL_STR("x"));
    il_intern_free();
    assert_string_equal(il_intern(IL_STR("x")), "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equal_text_is_one_name), cmocka_unit_test(a_nul_cuts),
                                       cmocka_unit_test(names_stay_while_others_come),
                                       cmocka_unit_test(after_free_it_starts_anew)};
    return cmocka_run_group_tests(tests, NULL, forget);
}
