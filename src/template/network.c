/* Fn::Cidr: folded for a known IPv4 block, else it stays a call. Anything that AWS would refuse stays a call too. */
#include <stdio.h>

#include "reader.h"

enum { COUNT_MAX = 256, BITS = 32 };

typedef struct {
    uint64_t address;
    int prefix;
} block;

/* "10.0.0.0/16", and nothing else. */
static bool parse(il_arena *arena, il_str text, block *out)
{
    unsigned part[4], prefix;
    int end = 0;
    const char *from = il_arena_str(arena, text).p;
    if (text.n > 18 ||
        sscanf(from, "%3u.%3u.%3u.%3u/%2u%n", &part[0], &part[1], &part[2], &part[3], &prefix, &end) != 5)
        return false;
    out->address = 0;
    for (int i = 0; i < 4; i++) {
        if (part[i] > 255)
            return false;
        out->address = out->address << 8 | part[i];
    }
    out->prefix = (int)prefix;
    return (size_t)end == text.n && prefix <= BITS;
}

/* A whole number from 1 to MAX; 0 for anything else. */
static int whole(il_reader *r, const il_value *value, int max)
{
    double number;
    bool known = il_str_number(il_reader__key(r, value), &number);
    return known && number >= 1 && number <= max && number == (double)(int)number ? (int)number : 0;
}

static const il_value *blocks(il_reader *r, const il_site *site, const il_value *const *args, size_t n)
{
    block whole_block;
    if (!parse(r->arena, il_reader__key(r, args[0]), &whole_block))
        return NULL;
    int count = whole(r, args[1], COUNT_MAX), bits = n > 2 ? whole(r, args[2], BITS) : 0;
    int prefix = BITS - bits;
    if (!count || !bits || prefix < whole_block.prefix)
        return NULL;
    uint64_t size = (uint64_t)1 << bits, all = (uint64_t)1 << (BITS - whole_block.prefix);
    if ((uint64_t)count * size > all)
        return NULL;
    uint64_t address = whole_block.address & ~(all - 1);
    const il_value **items = IL_NEW_ARRAY(r->arena, (size_t)count, const il_value *);
    for (int i = 0; i < count; i++, address += size) {
        il_str text = il_arena_printf(r->arena, "%u.%u.%u.%u/%d", (unsigned)(address >> 24 & 255),
                                      (unsigned)(address >> 16 & 255), (unsigned)(address >> 8 & 255),
                                      (unsigned)(address & 255), prefix);
        items[i] = il_reader__derived(il_value_string(r->arena, args[0]->loc, text), args[0]);
    }
    const il_value *list = il_value_list(r->arena, il_reader__loc(r, site->node), items, (size_t)count);
    return il_reader__derived(il_reader__own(list, site->node), args[0]);
}

const il_value *il_reader__cidr(il_reader *r, const il_site *site)
{
    size_t n = il_reader__n_args(site);
    const il_value *args[3];
    if (n < 2 || n > 3)
        return il_reader__malformed(r, site);
    for (size_t i = 0; i < n; i++)
        args[i] = il_reader__value(r, il_reader__nth(site, i));
    const il_value *list = il_reader__over_arms(r, site, args, n, blocks);
    return list ? list : il_reader__kept(r, site, args, n);
}
