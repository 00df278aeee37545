#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool is_character(uint32_t code)
{
    return code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
}

/* All characters there are, out and in again. */
static void every_character(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110010; code++) {
        char bytes[4];
        size_t n = il_utf8_encode(code, bytes), length;
        uint32_t expected = is_character(code) ? code : 0xFFFD;
        size_t size = expected < 0x80 ? 1 : expected < 0x800 ? 2 : expected < 0x10000 ? 3 : 4;
        il_str s = {bytes, n};
        if (n != size || il_utf8_decode(s, &length) != expected || length != n || il_utf8_length(s) != n ||
            il_utf8_invalid(s) != SIZE_MAX)
            fail_msg("U+%04X", code);
        if (n > 1 && (il_utf8_length((il_str){bytes, n - 1}) != 0 || il_utf8_length((il_str){bytes + 1, n - 1}) != 0))
            fail_msg("a part of U+%04X counts as a whole", code);
    }
}

/* Every sequence of two bytes, and of three that begin like one: well-formed exactly if it is what a character encodes to. */
static void every_short_sequence(void **state)
{
    (void)state;
    for (uint32_t pair = 0; pair < 0x10000; pair++) {
        char bytes[] = {(char)(pair >> 8), (char)(pair & 0xFF), (char)0x80};
        for (size_t size = 2; size <= 3; size++) {
            size_t length = il_utf8_length((il_str){bytes, size}), decoded;
            uint32_t code = il_utf8_decode((il_str){bytes, size}, &decoded);
            char again[4];
            if (length && (il_utf8_encode(code, again) != length || decoded != length))
                fail_msg("%04X", pair);
            for (size_t i = 0; i < length; i++)
                assert_int_equal(again[i], bytes[i]);
            if (!length && (code != 0xFFFD || decoded != 1))
                fail_msg("%04X decodes", pair);
        }
    }
}

static void malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFE",
                                      "\xFF",
                                      "\xE2\x82",
                                      "\xF0\x9F\x98",
                                      "\xE2(\xA1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(il_utf8_length(il_str_of(bad[i])), 0);
        assert_int_equal(il_utf8_invalid(il_str_of(bad[i])), 0);
    }
    size_t length;
    assert_int_equal(il_utf8_decode((il_str){NULL, 0}, &length), 0xFFFD);
    assert_int_equal(length, 0);
    assert_int_equal(il_utf8_length((il_str){NULL, 0}), 0);
    assert_int_equal(il_utf8_invalid((il_str){NULL, 0}), SIZE_MAX);
    assert_int_equal(il_utf8_invalid(IL_STR("aé\xE2\x82")), 3);
}

static void utf16_units(void **state)
{
    (void)state;
    assert_int_equal(il_utf8_utf16_units((il_str){NULL, 0}), 0);
    assert_int_equal(il_utf8_utf16_units(IL_STR("aé€")), 3);
    assert_int_equal(il_utf8_utf16_units(IL_STR("😀")), 2);
    assert_int_equal(il_utf8_utf16_units(IL_STR("\xE9\xFFx")), 3);
}

static void columns(void **state)
{
    (void)state;
    assert_int_equal(il_utf8_columns('a'), 1);
    assert_int_equal(il_utf8_columns(0xE9), 1);
    assert_int_equal(il_utf8_columns(0x301), 0);
    assert_int_equal(il_utf8_columns('\t'), 0);
    assert_int_equal(il_utf8_columns(0x200D), 0);
    assert_int_equal(il_utf8_columns(0x4E2D), 2);
    assert_int_equal(il_utf8_columns(0xAC00), 2);
    assert_int_equal(il_utf8_columns(0x1F600), 2);
    assert_int_equal(il_utf8_columns(0x10FFFF), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_character), cmocka_unit_test(every_short_sequence),
                                       cmocka_unit_test(malformed), cmocka_unit_test(utf16_units),
                                       cmocka_unit_test(columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
