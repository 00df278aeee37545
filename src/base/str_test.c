#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const il_str none = {NULL, 0};

static void assert_text(il_str s, const char *text)
{
    if (!il_str_is(s, text))
        fail_msg("\"%.*s\" is not \"%s\"", IL_FMT(s), text);
}

static void equality(void **state)
{
    (void)state;
    assert_true(il_str_eq(IL_STR("a\0b"), IL_STR("a\0b")));
    assert_false(il_str_eq(IL_STR("a\0b"), IL_STR("a\0c")));
    assert_false(il_str_eq(IL_STR("a"), IL_STR("ab")));
    assert_true(il_str_eq(none, IL_STR("")));
    assert_true(il_str_is(none, ""));
    assert_true(il_str_is(IL_STR("x"), "x"));
    assert_false(il_str_is(IL_STR("x\0"), "x"));
    assert_int_equal(il_str_of(NULL).n, 0);
    assert_true(il_str_eq_nocase(IL_STR("aBz[@"), IL_STR("AbZ[@")));
    assert_false(il_str_eq_nocase(IL_STR("[@"), IL_STR("{`")));
    assert_false(il_str_eq_nocase(IL_STR("É"), IL_STR("é")));
    assert_false(il_str_eq_nocase(IL_STR("a"), none));
}

static void ends(void **state)
{
    (void)state;
    assert_true(il_str_starts(IL_STR("abc"), IL_STR("ab")));
    assert_true(il_str_starts(IL_STR("abc"), none));
    assert_false(il_str_starts(IL_STR("ab"), IL_STR("abc")));
    assert_false(il_str_starts(IL_STR("abc"), IL_STR("bc")));
    assert_true(il_str_ends(IL_STR("abc"), IL_STR("bc")));
    assert_true(il_str_ends(none, none));
    assert_false(il_str_ends(IL_STR("bc"), IL_STR("abc")));
    assert_false(il_str_ends(IL_STR("abc"), IL_STR("ab")));
}

static void order(void **state)
{
    (void)state;
    static const char *const sorted[] = {"", "A", "AB", "B", "a", "a\x01", "aa", "ab", "b", "\xC3\xA9"};
    for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++) {
        for (size_t k = 0; k < sizeof sorted / sizeof *sorted; k++) {
            int got = il_str_cmp(il_str_of(sorted[i]), il_str_of(sorted[k]));
            assert_int_equal((got > 0) - (got < 0), (i > k) - (i < k));
        }
    }
    assert_int_equal(il_str_cmp(none, IL_STR("")), 0);
}

static void find(void **state)
{
    (void)state;
    il_str s = IL_STR("abcabc");
    assert_int_equal(il_str_find(s, IL_STR("bc"), 0), 1);
    assert_int_equal(il_str_find(s, IL_STR("bc"), 2), 4);
    assert_int_equal(il_str_find(s, IL_STR("bc"), 5), SIZE_MAX);
    assert_int_equal(il_str_find(s, IL_STR("abcabcd"), 0), SIZE_MAX);
    assert_int_equal(il_str_find(s, none, 3), 3);
    assert_int_equal(il_str_find(s, none, 6), 6);
    assert_int_equal(il_str_find(s, none, 7), SIZE_MAX);
    assert_int_equal(il_str_find(none, none, 0), 0);
    assert_int_equal(il_str_find(none, IL_STR("a"), 0), SIZE_MAX);
    assert_true(il_str_contains(IL_STR("a\0b"), IL_STR("\0b")));
    assert_false(il_str_contains(s, IL_STR("x")));
}

static void slice_and_trim(void **state)
{
    (void)state;
    il_str s = IL_STR("abc");
    assert_text(il_str_slice(s, 1, 2), "b");
    assert_text(il_str_slice(s, 1, 99), "bc");
    assert_text(il_str_slice(s, 99, 99), "");
    assert_text(il_str_slice(s, 2, 1), "");
    assert_text(il_str_slice(none, 0, 5), "");
    assert_text(il_str_trim(IL_STR(" \t\r\n\v\f a b \n")), "a b");
    assert_text(il_str_trim(IL_STR(" \n")), "");
    assert_text(il_str_trim(none), "");
    assert_text(il_str_trim(IL_STR("\xC2\xA0x")), "\xC2\xA0x");
}

static void cut(void **state)
{
    (void)state;
    il_str rest = IL_STR("a,,b");
    assert_text(il_str_cut(&rest, ','), "a");
    assert_text(il_str_cut(&rest, ','), "");
    assert_non_null(rest.p);
    assert_text(il_str_cut(&rest, ','), "b");
    assert_null(rest.p);
    assert_text(il_str_cut(&rest, ','), "");
    rest = IL_STR("a,");
    assert_text(il_str_cut(&rest, ','), "a");
    assert_non_null(rest.p);
    assert_text(il_str_cut(&rest, ','), "");
    assert_null(rest.p);
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},         {"-0", 0},     {"7", 7},
                {"-12.5", -12.5}, {"1e3", 1000}, {"1E+2", 100},
                {"25e-2", .25},   {"0.5", .5},   {"123456789012", 123456789012.0},
                {"1e-400", 0}};
    static const char *const bad[] = {"",     "-",  "+1", "01",  "-01",      "1.",  ".5",   "1e",  "1e+",  "1.e3",
                                      "0x10", " 1", "1 ", "1,0", "Infinity", "nan", "1e5x", "--1", "1e1.5"};
    double value;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(il_str_is_number(il_str_of(good[i].text)));
        assert_true(il_str_number(il_str_of(good[i].text), &value) && value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (il_str_is_number(il_str_of(bad[i])) || il_str_number(il_str_of(bad[i]), &value))
            fail_msg("%s", bad[i]);
}

static void numbers_beyond_bounds(void **state)
{
    (void)state;
    char digits[100];
    double value;
    memset(digits, '9', sizeof digits);
    assert_true(il_str_is_number((il_str){digits, sizeof digits}));
    assert_false(il_str_number((il_str){digits, sizeof digits}, &value));
    assert_true(il_str_is_number(IL_STR("1e999")));
    assert_false(il_str_number(IL_STR("1e999"), &value));
    /* Not NUL-terminated: the byte behind the view is no part of it. */
    assert_true(il_str_number((il_str){"123", 2}, &value) && value == 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality),       cmocka_unit_test(ends),
        cmocka_unit_test(order),          cmocka_unit_test(find),
        cmocka_unit_test(slice_and_trim), cmocka_unit_test(cut),
        cmocka_unit_test(numbers),        cmocka_unit_test(numbers_beyond_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
