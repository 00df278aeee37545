#include "ip.h"

#include <string.h>

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A decimal number of at most three digits without leading zeros. */
static bool decimal(il_str text, int max, int *out)
{
    int value = 0;
    if (text.n == 0 || text.n > 3 || (text.n > 1 && text.p[0] == '0'))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!digit(text.p[i]))
            return false;
        value = value * 10 + (text.p[i] - '0');
    }
    *out = value;
    return value <= max;
}

static bool parse_v4(il_str text, uint8_t out[4])
{
    int octet;
    for (int i = 0; i < 4; i++) {
        il_str part = il_str_cut(&text, '.');
        if (!decimal(part, 255, &octet) || (i < 3) != (text.p != NULL))
            return false;
        out[i] = (uint8_t)octet;
    }
    return true;
}

static bool parse_group(il_str text, uint16_t *out)
{
    unsigned value = 0;
    if (text.n == 0 || text.n > 4)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], low = (char)(c | 32);
        if (!digit(c) && !(low >= 'a' && low <= 'f'))
            return false;
        value = value * 16 + (unsigned)(digit(c) ? c - '0' : low - 'a' + 10);
    }
    *out = (uint16_t)value;
    return true;
}

/* Groups between colons, the last perhaps an IPv4 address. Returns how many groups, or -1. */
static int parse_groups(il_str text, uint16_t *out, int room)
{
    int n = 0;
    uint8_t tail[4];
    while (text.p && text.n) {
        il_str group = il_str_cut(&text, ':');
        bool last = !text.p;
        if (last && il_str_contains(group, IL_STR(".")) && n + 2 <= room && parse_v4(group, tail)) {
            out[n++] = (uint16_t)(tail[0] << 8 | tail[1]);
            out[n++] = (uint16_t)(tail[2] << 8 | tail[3]);
            return n;
        }
        if (n == room || !parse_group(group, &out[n++]) || (!last && !text.n))
            return -1;
    }
    return n;
}

static bool parse_v6(il_str text, uint8_t out[16])
{
    uint16_t groups[8] = {0}, tail[8] = {0};
    size_t gap = il_str_find(text, IL_STR("::"), 0);
    int n, behind = 0;
    if (gap == SIZE_MAX) {
        n = parse_groups(text, groups, 8);
        if (n != 8)
            return false;
    } else {
        n = parse_groups(il_str_slice(text, 0, gap), groups, 7);
        behind = parse_groups(il_str_slice(text, gap + 2, text.n), tail, 7);
        if (n < 0 || behind < 0 || n + behind > 7)
            return false;
        for (int i = 0; i < behind; i++)
            groups[8 - behind + i] = tail[i];
    }
    for (int i = 0; i < 8; i++) {
        out[2 * i] = (uint8_t)(groups[i] >> 8);
        out[2 * i + 1] = (uint8_t)groups[i];
    }
    return true;
}

bool il_ip_parse(il_str text, il_ip *out)
{
    *out = (il_ip){.prefix = -1};
    size_t slash = il_str_find(text, IL_STR("/"), 0);
    il_str address = il_str_slice(text, 0, slash);
    out->v6 = il_str_contains(address, IL_STR(":"));
    if (slash != SIZE_MAX && !decimal(il_str_slice(text, slash + 1, text.n), out->v6 ? 128 : 32, &out->prefix))
        return false;
    if (!out->v6)
        return parse_v4(address, out->bytes);
    size_t zone = il_str_find(address, IL_STR("%"), 0);
    return parse_v6(il_str_slice(address, 0, zone), out->bytes);
}

bool il_ip_is_host(const il_ip *ip)
{
    return ip->prefix < 0 || ip->prefix == (ip->v6 ? 128 : 32);
}

typedef struct {
    uint8_t bytes[16];
    int bits;
    il_ip_class class;
} block;

static bool within(const uint8_t *bytes, const block *block)
{
    int whole = block->bits / 8, rest = block->bits % 8;
    if (memcmp(bytes, block->bytes, (size_t)whole) != 0)
        return false;
    return rest == 0 || bytes[whole] >> (8 - rest) == block->bytes[whole] >> (8 - rest);
}

/* IANA's special-purpose registries, narrower blocks first. */
static const block blocks_v4[] = {
    {{255, 255, 255, 255}, 32, IL_IP_BROADCAST},
    {{192, 0, 2}, 24, IL_IP_DOCUMENTATION},
    {{198, 51, 100}, 24, IL_IP_DOCUMENTATION},
    {{203, 0, 113}, 24, IL_IP_DOCUMENTATION},
    {{192, 0, 0}, 24, IL_IP_RESERVED},
    {{192, 168}, 16, IL_IP_PRIVATE},
    {{169, 254}, 16, IL_IP_LINK_LOCAL},
    {{198, 18}, 15, IL_IP_RESERVED},
    {{172, 16}, 12, IL_IP_PRIVATE},
    {{100, 64}, 10, IL_IP_PRIVATE},
    {{0}, 8, IL_IP_RESERVED},
    {{10}, 8, IL_IP_PRIVATE},
    {{127}, 8, IL_IP_LOOPBACK},
    {{224}, 4, IL_IP_MULTICAST},
    {{240}, 4, IL_IP_RESERVED},
    {{0}, 0, IL_IP_PUBLIC},
};

static const block blocks_v6[] = {
    {{0}, 128, IL_IP_UNSPECIFIED},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, IL_IP_LOOPBACK},
    {{0xfd, 0x00, 0x0e, 0xc2}, 32, IL_IP_LINK_LOCAL},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, IL_IP_DOCUMENTATION},
    {{0xfe, 0x80}, 10, IL_IP_LINK_LOCAL},
    {{0xff}, 8, IL_IP_MULTICAST},
    {{0xfc}, 7, IL_IP_PRIVATE},
    {{0x20}, 3, IL_IP_PUBLIC},
    {{0}, 0, IL_IP_RESERVED},
};

static il_ip_class look_up(const uint8_t *bytes, const block *blocks)
{
    while (!within(bytes, blocks))
        blocks++;
    return blocks->class;
}

/* 255.255.240.0: ones, then zeroes. */
static bool is_netmask(const uint8_t *bytes)
{
    uint32_t bits = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3],
             rest = ~bits;
    return bytes[0] == 255 && bits != UINT32_MAX && (rest & (rest + 1)) == 0;
}

il_ip_class il_ip_classify(const il_ip *ip)
{
    static const block mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, IL_IP_PUBLIC};
    static const block translated = {{0x00, 0x64, 0xff, 0x9b}, 96, IL_IP_PUBLIC};
    if (ip->prefix == 0)
        return IL_IP_ANY;
    if (ip->v6 && (within(ip->bytes, &mapped) || within(ip->bytes, &translated))) {
        il_ip inside = {.prefix = ip->prefix < 96 ? -1 : ip->prefix - 96};
        memcpy(inside.bytes, ip->bytes + 12, 4);
        return il_ip_classify(&inside);
    }
    if (ip->v6)
        return look_up(ip->bytes, blocks_v6);
    if (memcmp(ip->bytes, "\0\0\0\0", 4) == 0)
        return IL_IP_UNSPECIFIED;
    return ip->prefix < 0 && is_netmask(ip->bytes) ? IL_IP_NETMASK : look_up(ip->bytes, blocks_v4);
}

const char *il_ip_class_name(il_ip_class class)
{
    static const char *const names[] = {"public", "private",   "documentation", "loopback", "link-local", "unspecified",
                                        "any",    "multicast", "broadcast",     "netmask",  "reserved"};
    return names[class];
}

bool il_ip_is_whole_private(const il_ip *ip)
{
    static const struct {
        uint8_t bytes[4];
        int prefix;
    } whole[] = {{{10, 0, 0, 0}, 8}, {{172, 16, 0, 0}, 12}, {{192, 168, 0, 0}, 16}};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (!ip->v6 && ip->prefix == whole[i].prefix && memcmp(ip->bytes, whole[i].bytes, 4) == 0)
            return true;
    return false;
}
