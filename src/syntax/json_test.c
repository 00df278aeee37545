/* What RFC 8259 takes and refuses, each text as a whole; the corpus shows the trees and findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "sound.h"
#include "utf8.h"

static size_t errors_of(il_str text)
{
    il_document *d = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x.json"), text);
    size_t n = d->n_errors;
    const char *broken = il_sound(d);
    if (broken)
        fail_msg("%s: %.*s", broken, IL_FMT(text));
    il_document_free(d);
    return n;
}

static void takes(void **state)
{
    (void)state;
    static const il_str good[] = {
        IL_STR_INIT("[]"),
        IL_STR_INIT("{}"),
        IL_STR_INIT("[ ]"),
        IL_STR_INIT(" [] "),
        IL_STR_INIT("\t\n\r [1]\r\n"),
        IL_STR_INIT("null"),
        IL_STR_INIT("true"),
        IL_STR_INIT("false"),
        IL_STR_INIT("0"),
        IL_STR_INIT("-0"),
        IL_STR_INIT("42"),
        IL_STR_INIT("-1.5e+10"),
        IL_STR_INIT("1E22"),
        IL_STR_INIT("0e0"),
        IL_STR_INIT("0.0"),
        IL_STR_INIT("1e400"),
        IL_STR_INIT("123456789012345678901234567890"),
        IL_STR_INIT("\"\""),
        IL_STR_INIT("\"a\""),
        IL_STR_INIT("[[[[]]]]"),
        IL_STR_INIT("{\"\":{\"\":[]}}"),
        IL_STR_INIT("[1,2,3]"),
        IL_STR_INIT("{\"a\":1,\"b\":2}"),
        IL_STR_INIT("[\"\\u0000\"]"),
        IL_STR_INIT("[\"\\uD801\\udc37\"]"),
        IL_STR_INIT("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
        IL_STR_INIT("[\"\x7F\"]"),
        IL_STR_INIT("[\"\xC2\x80\xE2\x82\xAC\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF\"]"),
        IL_STR_INIT("[\"\\uFFFF\xEF\xBF\xBF\"]"),
        IL_STR_INIT("\xEF\xBB\xBF[]"),
        IL_STR_INIT("[\"// no comment\", \"/* nor here */\"]"),
        IL_STR_INIT("{\"a\":1,\"a\":2}"),
        IL_STR_INIT("[\"\\\\u0041\"]"),
        IL_STR_INIT("[null,true,false]"),
        IL_STR_INIT("{\"\\u0000\":0}"),
        IL_STR_INIT("[\"\xEF\xBB\xBF\"]"),
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (errors_of(good[i]))
            fail_msg("refuses %.*s", IL_FMT(good[i]));
}

static void refuses(void **state)
{
    (void)state;
    static const il_str bad[] = {
        IL_STR_INIT(""),
        IL_STR_INIT(" "),
        IL_STR_INIT("["),
        IL_STR_INIT("]"),
        IL_STR_INIT("{"),
        IL_STR_INIT("}"),
        IL_STR_INIT("[]]"),
        IL_STR_INIT("[1,]"),
        IL_STR_INIT("[,1]"),
        IL_STR_INIT("[1,,2]"),
        IL_STR_INIT("[1 2]"),
        IL_STR_INIT("[1"),
        IL_STR_INIT("[1,"),
        IL_STR_INIT("[,"),
        IL_STR_INIT("{\"a\"}"),
        IL_STR_INIT("{\"a\":}"),
        IL_STR_INIT("{\"a\" 1}"),
        IL_STR_INIT("{\"a\":1,}"),
        IL_STR_INIT("{,}"),
        IL_STR_INIT("{\"a\":1 \"b\":2}"),
        IL_STR_INIT("{a:1}"),
        IL_STR_INIT("{'a':1}"),
        IL_STR_INIT("{1:1}"),
        IL_STR_INIT("{\"a\":1"),
        IL_STR_INIT("{\"a\"::1}"),
        IL_STR_INIT("{[]:1}"),
        IL_STR_INIT("01"),
        IL_STR_INIT("-01"),
        IL_STR_INIT("1."),
        IL_STR_INIT(".1"),
        IL_STR_INIT("+1"),
        IL_STR_INIT("-"),
        IL_STR_INIT("1e"),
        IL_STR_INIT("1e+"),
        IL_STR_INIT("1.e1"),
        IL_STR_INIT("0x1"),
        IL_STR_INIT("1_0"),
        IL_STR_INIT("--1"),
        IL_STR_INIT("1-"),
        IL_STR_INIT("Infinity"),
        IL_STR_INIT("-Infinity"),
        IL_STR_INIT("NaN"),
        IL_STR_INIT("tru"),
        IL_STR_INIT("truE"),
        IL_STR_INIT("nul"),
        IL_STR_INIT("True"),
        IL_STR_INIT("undefined"),
        IL_STR_INIT("true1"),
        IL_STR_INIT("1true"),
        IL_STR_INIT("\""),
        IL_STR_INIT("\"a"),
        IL_STR_INIT("\"\\"),
        IL_STR_INIT("\"\\\""),
        IL_STR_INIT("\"\\x\""),
        IL_STR_INIT("\"\\u\""),
        IL_STR_INIT("\"\\u12\""),
        IL_STR_INIT("\"\\u123"),
        IL_STR_INIT("\"\\u12x4\""),
        IL_STR_INIT("\"\\uD800\""),
        IL_STR_INIT("\"\\uDC00\""),
        IL_STR_INIT("\"\\uD800\\n\""),
        IL_STR_INIT("\"\\uD800\\u\""),
        IL_STR_INIT("\"\\uD800\\uD800\""),
        IL_STR_INIT("\"\\u{41}\""),
        IL_STR_INIT("\"\\'\""),
        IL_STR_INIT("\"\\a\""),
        IL_STR_INIT("\"\\0\""),
        IL_STR_INIT("\"\\U0041\""),
        IL_STR_INIT("\"\t\""),
        IL_STR_INIT("\"\n\""),
        IL_STR_INIT("\"\r\""),
        IL_STR_INIT("\"\x1F\""),
        IL_STR_INIT("\"\0\""),
        IL_STR_INIT("\"\\\0\""),
        IL_STR_INIT("\"\\\n\""),
        IL_STR_INIT("\"\x80\""),
        IL_STR_INIT("\"\xC0\x80\""),
        IL_STR_INIT("\"\xE0\x80\x80\""),
        IL_STR_INIT("\"\xED\xA0\x80\""),
        IL_STR_INIT("\"\xF4\x90\x80\x80\""),
        IL_STR_INIT("\"\xF8\x88\x80\x80\x80\""),
        IL_STR_INIT("\"\xE2\x82"),
        IL_STR_INIT("\"\xE2\x82\""),
        IL_STR_INIT("\"\\\xC3\xA9\""),
        IL_STR_INIT("\xE9"),
        IL_STR_INIT("[\xFF]"),
        IL_STR_INIT("[1]x"),
        IL_STR_INIT("[1]\0"),
        IL_STR_INIT("[1][2]"),
        IL_STR_INIT("1 2"),
        IL_STR_INIT("{} {}"),
        IL_STR_INIT("[1],"),
        IL_STR_INIT("\0"),
        IL_STR_INIT("[\0]"),
        IL_STR_INIT("[1]//"),
        IL_STR_INIT("/**/[]"),
        IL_STR_INIT("/*"),
        IL_STR_INIT("/"),
        IL_STR_INIT("[1]/"),
        IL_STR_INIT("# x\n[]"),
        IL_STR_INIT("[]\f"),
        IL_STR_INIT("\v[]"),
        IL_STR_INIT("\xC2\xA0[]"),
        IL_STR_INIT("[]\xE2\x80\xA8"),
        IL_STR_INIT("\xEF\xBB\xBF"),
        IL_STR_INIT("\xEF\xBB"),
        IL_STR_INIT("\xEF\xBB\xBF\xEF\xBB\xBF[]"),
        IL_STR_INIT("['a']"),
        IL_STR_INIT("`a`"),
        IL_STR_INIT("(1)"),
        IL_STR_INIT("<a/>"),
        IL_STR_INIT("a"),
        IL_STR_INIT("*"),
        IL_STR_INIT("{\"a\":\"b\"]"),
        IL_STR_INIT("[1}"),
        IL_STR_INIT("\xFF\xFE[\0]\0"),
        IL_STR_INIT("[\0]\0"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (errors_of(bad[i]) == 0)
            fail_msg("takes %.*s", IL_FMT(bad[i]));
}

/* Every escape there is against what it stands for. */
static void escapes_of_every_unit(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 0xFFFF; code += code < 0x900 || code > 0xD700 ? 1 : 97) {
        char text[16], expected[4];
        snprintf(text, sizeof text, "\"\\u%04X\"", code);
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        il_document *d = il_document_parse(IL_DOCUMENT_JSON, IL_STR("x.json"), il_str_of(text));
        il_str want = {expected, il_utf8_encode(code, expected)};
        if ((d->n_errors > 0) != surrogate || (!surrogate && !il_str_eq(d->roots[0]->text, want)))
            fail_msg("%s", text);
        il_document_free(d);
    }
}

static void escapes_of_every_byte(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        char text[] = {'"', '\\', (char)c, '"', '"'};
        bool known = c && strchr("\"\\/bfnrt", (int)c);
        if ((errors_of((il_str){text, 4}) == 0) != known)
            fail_msg("escape %u", c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(takes), cmocka_unit_test(refuses),
                                       cmocka_unit_test(escapes_of_every_unit),
                                       cmocka_unit_test(escapes_of_every_byte)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
