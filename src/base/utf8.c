#include "utf8.h"

#include <string.h>

static unsigned byte_at(il_str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

static bool continuation(il_str s, size_t i)
{
    return (byte_at(s, i) & 0xC0) == 0x80;
}

size_t il_utf8_length(il_str s)
{
    unsigned a = byte_at(s, 0), b = byte_at(s, 1);
    if (s.n == 0)
        return 0;
    if (a < 0x80)
        return 1;
    if (a >= 0xC2 && a <= 0xDF)
        return continuation(s, 1) ? 2 : 0;
    if (a >= 0xE0 && a <= 0xEF) {
        bool ok = continuation(s, 1) && continuation(s, 2) && !(a == 0xE0 && b < 0xA0) && !(a == 0xED && b > 0x9F);
        return ok ? 3 : 0;
    }
    if (a >= 0xF0 && a <= 0xF4) {
        bool ok = continuation(s, 1) && continuation(s, 2) && continuation(s, 3) && !(a == 0xF0 && b < 0x90) &&
                  !(a == 0xF4 && b > 0x8F);
        return ok ? 4 : 0;
    }
    return 0;
}

uint32_t il_utf8_decode(il_str s, size_t *length)
{
    size_t n = il_utf8_length(s);
    *length = n ? n : (s.n ? 1 : 0);
    switch (n) {
    case 1:
        return byte_at(s, 0);
    case 2:
        return (byte_at(s, 0) & 0x1Fu) << 6 | (byte_at(s, 1) & 0x3Fu);
    case 3:
        return (byte_at(s, 0) & 0x0Fu) << 12 | (byte_at(s, 1) & 0x3Fu) << 6 | (byte_at(s, 2) & 0x3Fu);
    case 4:
        return (byte_at(s, 0) & 0x07u) << 18 | (byte_at(s, 1) & 0x3Fu) << 12 | (byte_at(s, 2) & 0x3Fu) << 6 |
               (byte_at(s, 3) & 0x3Fu);
    default:
        return 0xFFFD;
    }
}

size_t il_utf8_encode(uint32_t code, char out[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[n] | code);
    return n;
}

size_t il_utf8_invalid(il_str s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t n = il_utf8_length(il_str_slice(s, i, s.n));
        if (n == 0)
            return i;
        i += n;
    }
    return SIZE_MAX;
}

/* How many bytes of S from FROM on are ASCII, as far as whole words go: lines of a megabyte exist, and are nearly all that. */
static size_t ascii_words(il_str s, size_t from)
{
    size_t at = from;
    uint64_t word;
    for (; s.n - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.p + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return at - from;
}

size_t il_utf8_utf16_units(il_str s)
{
    size_t units = 0, length;
    for (size_t i = 0; i < s.n; i += length) {
        length = ascii_words(s, i);
        units += length;
        if (length)
            continue;
        length = 1;
        bool ascii = (unsigned char)s.p[i] < 0x80;
        units += !ascii && il_utf8_decode(il_str_slice(s, i, s.n), &length) > 0xFFFF ? 2 : 1;
    }
    return units;
}

int il_utf8_columns(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } none[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x300, 0x36F},  {0x200B, 0x200F},
                {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}},
      wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
                {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (code >= none[i].first && code <= none[i].last)
            return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (code >= wide[i].first && code <= wide[i].last)
            return 2;
    return 1;
}
