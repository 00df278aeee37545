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

#define T(text) IL_STR_INIT(text)

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

static const il_str good[] = {
    T("[]"),
    T("{}"),
    T("[ ]"),
    T(" [] "),
    T("\t\n\r [1]\r\n"),
    T("null"),
    T("true"),
    T("false"),
    T("0"),
    T("-0"),
    T("42"),
    T("-1.5e+10"),
    T("1E22"),
    T("0e0"),
    T("0.0"),
    T("1e400"),
    T("123456789012345678901234567890"),
    T("\"\""),
    T("\"a\""),
    T("[[[[]]]]"),
    T("{\"\":{\"\":[]}}"),
    T("[1,2,3]"),
    T("{\"a\":1,\"b\":2}"),
    T("[\"\\u0000\"]"),
    T("[\"\\uD801\\udc37\"]"),
    T("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
    T("[\"\x7F\"]"),
    T("[\"\xC2\x80\xE2\x82\xAC\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF\"]"),
    T("[\"\\uFFFF\xEF\xBF\xBF\"]"),
    T("\xEF\xBB\xBF[]"),
    T("[\"// no comment\", \"/* nor here */\"]"),
    T("{\"a\":1,\"a\":2}"),
    T("[\"\\\\u0041\"]"),
    T("[null,true,false]"),
    T("{\"\\u0000\":0}"),
    T("[\"\xEF\xBB\xBF\"]"),
};

static void takes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (errors_of(good[i]))
            fail_msg("refuses %.*s", IL_FMT(good[i]));
}

static const il_str bad[] = {
    T(""),
    T(" "),
    T("["),
    T("]"),
    T("{"),
    T("}"),
    T("[]]"),
    T("[1,]"),
    T("[,1]"),
    T("[1,,2]"),
    T("[1 2]"),
    T("[1"),
    T("[1,"),
    T("[,"),
    T("{\"a\"}"),
    T("{\"a\":}"),
    T("{\"a\" 1}"),
    T("{\"a\":1,}"),
    T("{,}"),
    T("{\"a\":1 \"b\":2}"),
    T("{a:1}"),
    T("{'a':1}"),
    T("{1:1}"),
    T("{\"a\":1"),
    T("{\"a\"::1}"),
    T("{[]:1}"),
    T("01"),
    T("-01"),
    T("1."),
    T(".1"),
    T("+1"),
    T("-"),
    T("1e"),
    T("1e+"),
    T("1.e1"),
    T("0x1"),
    T("1_0"),
    T("--1"),
    T("1-"),
    T("Infinity"),
    T("-Infinity"),
    T("NaN"),
    T("tru"),
    T("truE"),
    T("nul"),
    T("True"),
    T("undefined"),
    T("true1"),
    T("1true"),
    T("\""),
    T("\"a"),
    T("\"\\"),
    T("\"\\\""),
    T("\"\\x\""),
    T("\"\\u\""),
    T("\"\\u12\""),
    T("\"\\u123"),
    T("\"\\u12x4\""),
    T("\"\\uD800\""),
    T("\"\\uDC00\""),
    T("\"\\uD800\\n\""),
    T("\"\\uD800\\u\""),
    T("\"\\uD800\\uD800\""),
    T("\"\\u{41}\""),
    T("\"\\'\""),
    T("\"\\a\""),
    T("\"\\0\""),
    T("\"\\U0041\""),
    T("\"\t\""),
    T("\"\n\""),
    T("\"\r\""),
    T("\"\x1F\""),
    T("\"\0\""),
    T("\"\\\0\""),
    T("\"\\\n\""),
    T("\"\x80\""),
    T("\"\xC0\x80\""),
    T("\"\xE0\x80\x80\""),
    T("\"\xED\xA0\x80\""),
    T("\"\xF4\x90\x80\x80\""),
    T("\"\xF8\x88\x80\x80\x80\""),
    T("\"\xE2\x82"),
    T("\"\xE2\x82\""),
    T("\"\\\xC3\xA9\""),
    T("\xE9"),
    T("[\xFF]"),
    T("[1]x"),
    T("[1]\0"),
    T("[1][2]"),
    T("1 2"),
    T("{} {}"),
    T("[1],"),
    T("\0"),
    T("[\0]"),
    T("[1]//"),
    T("/**/[]"),
    T("/*"),
    T("/"),
    T("[1]/"),
    T("# x\n[]"),
    T("[]\f"),
    T("\v[]"),
    T("\xC2\xA0[]"),
    T("[]\xE2\x80\xA8"),
    T("\xEF\xBB\xBF"),
    T("\xEF\xBB"),
    T("\xEF\xBB\xBF\xEF\xBB\xBF[]"),
    T("['a']"),
    T("`a`"),
    T("(1)"),
    T("<a/>"),
    T("a"),
    T("*"),
    T("{\"a\":\"b\"]"),
    T("[1}"),
    T("\xFF\xFE[\0]\0"),
    T("[\0]\0"),
};

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (errors_of(bad[i]) == 0)
            fail_msg("takes %.*s", IL_FMT(bad[i]));
}

/* Every escape there is against what it stands for. */
/* What JSONC allows beyond JSON, and what it does not. */
static void comments_and_trailing_commas(void **state)
{
    (void)state;
    static const struct {
        il_str text;
        size_t json, jsonc;
    } cases[] = {
        {T("// a\n{/* b */\"a\": 1, // c\n}"), 2, 0},
        {T("[1, 2, /* d */]"), 2, 0},
        {T("{\"a\": [1,],}//"), 3, 0},
        {T("[,]"), 1, 1},
        {T("[1,,]"), 1, 1},
        {T("[1] /* open"), 1, 0},
        {T("{a: 1}"), 1, 1},
        {T("['a']"), 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int lenient = 0; lenient < 2; lenient++) {
            il_document_kind kind = lenient ? IL_DOCUMENT_JSONC : IL_DOCUMENT_JSON;
            il_document *d = il_document_parse(kind, IL_STR("x"), cases[i].text);
            size_t expected = lenient ? cases[i].jsonc : cases[i].json;
            if (d->n_errors != expected)
                fail_msg("%.*s as %s has %zu errors, not %zu", IL_FMT(cases[i].text), lenient ? "JSONC" : "JSON",
                         d->n_errors, expected);
            il_document_free(d);
        }
}

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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes), cmocka_unit_test(refuses), cmocka_unit_test(comments_and_trailing_commas),
        cmocka_unit_test(escapes_of_every_unit), cmocka_unit_test(escapes_of_every_byte)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
