/* The address of a construct: what `node.addr` gives, the SHA-1 of its path. */
#include "lower.h"

#include <string.h>

typedef struct {
    uint32_t h[5];
    uint64_t length;
    unsigned char block[64];
    size_t n;
} sha1;

static uint32_t turned(uint32_t x, int by)
{
    return x << by | x >> (32 - by);
}

static void take_block(sha1 *s)
{
    uint32_t w[80], a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)s->block[i * 4] << 24 | (uint32_t)s->block[i * 4 + 1] << 16 |
               (uint32_t)s->block[i * 4 + 2] << 8 | s->block[i * 4 + 3];
    for (size_t i = 16; i < 80; i++)
        w[i] = turned(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (b & c) | (~b & d) : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
        uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
        uint32_t t = turned(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = turned(b, 30);
        b = a;
        a = t;
    }
    s->h[0] += a;
    s->h[1] += b;
    s->h[2] += c;
    s->h[3] += d;
    s->h[4] += e;
    s->n = 0;
}

static void take_byte(sha1 *s, unsigned char byte)
{
    s->block[s->n++] = byte;
    if (s->n == sizeof s->block)
        take_block(s);
}

static void take(sha1 *s, il_str text)
{
    for (size_t i = 0; i < text.n; i++)
        take_byte(s, (unsigned char)text.p[i]);
    s->length += text.n;
}

il_str il_low__address(il_arena *arena, il_str path)
{
    sha1 s = {.h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
    take(&s, IL_STR("\n")); /* the app, whose id is empty */
    while (path.p) {
        il_str component = il_str_cut(&path, '/');
        if (il_str_is(component, "Default"))
            continue;
        take(&s, component);
        take(&s, IL_STR("\n"));
    }
    uint64_t bits = s.length * 8;
    take_byte(&s, 0x80);
    while (s.n != 56)
        take_byte(&s, 0);
    for (int i = 56; i >= 0; i -= 8)
        take_byte(&s, (unsigned char)(bits >> i));
    return il_arena_printf(arena, "c8%08x%08x%08x%08x%08x", s.h[0], s.h[1], s.h[2], s.h[3], s.h[4]);
}
