#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void all_ways_to_add(void **state)
{
    (void)state;
    il_buf buf = {0};
    assert_int_equal(il_buf_str(&buf).n, 0);
    assert_non_null(il_buf_str(&buf).p);
    il_buf_puts(&buf, "ab");
    il_buf_putc(&buf, 'c');
    il_buf_add(&buf, IL_STR("\0d"));
    il_buf_repeat(&buf, '-', 3);
    il_buf_repeat(&buf, '-', 0);
    il_buf_printf(&buf, "%d%s", 7, "!");
    il_buf_add(&buf, (il_str){NULL, 0});
    il_buf_puts(&buf, NULL);
    assert_int_equal(buf.n, 10);
    assert_memory_equal(buf.p, "abc\0d---7!", 11);
    il_buf_clear(&buf);
    assert_int_equal(il_buf_str(&buf).n, 0);
    il_buf_puts(&buf, "again");
    assert_string_equal(buf.p, "again");
    il_buf_free(&buf);
    assert_null(buf.p);
    il_buf_free(&buf);
}

static void it_grows(void **state)
{
    (void)state;
    il_buf buf = {0};
    for (int i = 0; i < 10000; i++)
        il_buf_printf(&buf, "%04d", i);
    il_buf_repeat(&buf, 'x', 100000);
    assert_int_equal(buf.n, 140000);
    assert_memory_equal(buf.p + 39996, "9999xxxx", 8);
    assert_int_equal(buf.p[buf.n], '\0');
    il_buf_free(&buf);
}

static void json_escapes(void **state)
{
    (void)state;
    static const struct {
        il_str text;
        const char *json;
    } cases[] = {
        {IL_STR_INIT(""), ""},
        {IL_STR_INIT("plain"), "plain"},
        {IL_STR_INIT("a\"b\\c/d"), "a\\\"b\\\\c/d"},
        {IL_STR_INIT("\b\f\n\r\t"), "\\b\\f\\n\\r\\t"},
        {IL_STR_INIT("\0\x01\x1F\x7F"), "\\u0000\\u0001\\u001f\\u007f"},
        {IL_STR_INIT("é€😀"), "é€😀"},
        {IL_STR_INIT("\xE9x"), "\xEF\xBF\xBDx"},
        {IL_STR_INIT("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {IL_STR_INIT("x\xED\xA0\x80"), "x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_buf buf = {0};
        il_buf_json(&buf, cases[i].text);
        assert_string_equal(il_buf_str(&buf).p, cases[i].json);
        il_buf_free(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_ways_to_add), cmocka_unit_test(it_grows),
                                       cmocka_unit_test(json_escapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
