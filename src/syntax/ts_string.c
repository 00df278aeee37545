/* The value of TypeScript's string literals and of template strings that hold no expression. */
#include "ts.h"
#include "utf8.h"

typedef struct {
    il_str rest; /* what is not decoded yet */
    char *out;   /* as large as the literal: no escape is shorter than what it stands for */
    size_t n;
    bool valid;
} decoder;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* COUNT hexadecimal digits off the rest. */
static uint32_t take_hex(decoder *d, size_t count)
{
    uint32_t code = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = d->rest.n ? hex_digit(d->rest.p[0]) : -1;
        if (digit < 0 || code > 0x10FFFF) {
            d->valid = false;
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
        d->rest = il_str_slice(d->rest, 1, d->rest.n);
    }
    return code;
}

/* What follows `\u`: four digits, a pair of surrogates as two escapes, or any number of digits in braces. */
static uint32_t take_unicode(decoder *d)
{
    if (il_str_starts(d->rest, IL_STR("{"))) {
        size_t end = il_str_find(d->rest, IL_STR("}"), 1);
        if (end == SIZE_MAX || end == 1) {
            d->valid = false;
            return 0;
        }
        d->rest = il_str_slice(d->rest, 1, d->rest.n);
        uint32_t code = take_hex(d, end - 1);
        d->rest = il_str_slice(d->rest, 1, d->rest.n);
        d->valid = d->valid && code <= 0x10FFFF;
        return code;
    }
    uint32_t high = take_hex(d, 4);
    if (high < 0xD800 || high > 0xDBFF || !il_str_starts(d->rest, IL_STR("\\u")))
        return high;
    decoder ahead = *d;
    ahead.rest = il_str_slice(d->rest, 2, d->rest.n);
    uint32_t low = take_hex(&ahead, 4);
    if (!ahead.valid || low < 0xDC00 || low > 0xDFFF)
        return high;
    *d = ahead;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/* Up to three octal digits, FIRST being the one that has been taken; `\0` is the usual one. */
static uint32_t take_octal(decoder *d, char first)
{
    uint32_t code = (uint32_t)(first - '0');
    for (int i = 0; i < 2 && d->rest.n && d->rest.p[0] >= '0' && d->rest.p[0] <= '7' && code * 8 < 256; i++) {
        code = code * 8 + (uint32_t)(d->rest.p[0] - '0');
        d->rest = il_str_slice(d->rest, 1, d->rest.n);
    }
    return code;
}

static void put(decoder *d, uint32_t code)
{
    d->n += il_utf8_encode(code, d->out + d->n);
}

/* Decodes the escape whose backslash has been taken. */
static void take_escape(decoder *d)
{
    static const char letters[] = "btnvfr", values[] = "\b\t\n\v\f\r";
    size_t length;
    uint32_t c = il_utf8_decode(d->rest, &length);
    bool crlf = il_str_starts(d->rest, IL_STR("\r\n"));
    d->valid = d->valid && length;
    d->rest = il_str_slice(d->rest, crlf ? 2 : length, d->rest.n);
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
        return; /* a line that goes on */
    if (c == 'x') {
        put(d, take_hex(d, 2));
    } else if (c == 'u') {
        put(d, take_unicode(d));
    } else if (c >= '0' && c <= '7') {
        put(d, take_octal(d, (char)c));
    } else {
        for (size_t i = 0; letters[i]; i++)
            if (c == (uint32_t)letters[i])
                c = (uint32_t)values[i];
        put(d, c);
    }
}

/* INNER without its escapes; line breaks in a template string count as \n whatever the file's are. */
static bool decode(il_arena *arena, il_str inner, bool is_template, il_str *out)
{
    decoder d = {.rest = inner, .out = il_arena_alloc(arena, inner.n + 1), .valid = true};
    while (d.rest.n) {
        char c = d.rest.p[0];
        bool crlf = il_str_starts(d.rest, IL_STR("\r\n"));
        d.rest = il_str_slice(d.rest, is_template && crlf ? 2 : 1, d.rest.n);
        if (c == '\\')
            take_escape(&d);
        else
            d.out[d.n++] = is_template && c == '\r' ? '\n' : c;
    }
    *out = (il_str){d.out, d.n};
    return d.valid;
}

bool il_ts_string(il_arena *arena, const il_document *document, TSNode node, il_str *out)
{
    bool is_template = il_ts_is(node, "template_string");
    il_str text = il_ts_text(document, node);
    if (!is_template && !il_ts_is(node, "string"))
        return false;
    if (ts_node_has_error(node) || text.n < 2)
        return false;
    for (uint32_t i = 0, n = ts_node_named_child_count(node); is_template && i < n; i++)
        if (il_ts_is(ts_node_named_child(node, i), "template_substitution"))
            return false;
    il_str inner = il_str_slice(text, 1, text.n - 1);
    bool plain = !il_str_contains(inner, IL_STR("\\")) && !il_str_contains(inner, IL_STR("\r"));
    if (plain) {
        *out = inner;
        return true;
    }
    return decode(arena, inner, is_template, out);
}

bool il_ts_template_part(il_arena *arena, il_str text, il_str *out)
{
    return decode(arena, text, true, out);
}
