#include "flat.h"

#include <string.h>

#include "buf.h"

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* The text that TEXT encodes, if it is base64 and not rather a word: long enough, and readable once decoded. */
static bool decode_base64(il_arena *arena, il_str text, il_str *out)
{
    enum { SHORTEST = 24 };
    text = il_str_trim(text);
    if (text.n < SHORTEST || text.n % 4 != 0)
        return false;
    char *bytes = il_arena_alloc(arena, text.n);
    size_t n = 0, padding = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < text.n; i++) {
        int digit = base64_digit(text.p[i]);
        if (text.p[i] == '=' && i + 2 >= text.n) {
            padding++;
            continue;
        }
        if (digit < 0 || padding)
            return false;
        held = held << 6 | (unsigned)digit;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        char byte = (char)(held >> bits & 0xFF);
        if ((unsigned char)byte < 9 || byte == 127)
            return false;
        bytes[n++] = byte;
    }
    *out = (il_str){bytes, n};
    return true;
}

static void add_part(il_arena *arena, il_flat *flat, il_buf *buf, const il_value *value, il_str text)
{
    il_flat_part part = {buf->n, value};
    IL_PUSH(arena, &flat->parts, part);
    if (value->kind == IL_STRING)
        il_buf_add(buf, text);
    else
        il_buf_putc(buf, IL_FLAT_MARK);
}

bool il_flat__of(il_arena *arena, const il_value *value, bool decode, il_flat *out)
{
    il_buf buf = {0};
    il_str text;
    *out = (il_flat){0};
    if (value->kind == IL_CALL && value->call.n == 1 && strcmp(value->call.name, "Fn::Base64") == 0)
        return il_flat__of(arena, value->call.items[0], false, out);
    if (value->kind == IL_STRING) {
        text = value->string;
        if (decode)
            decode_base64(arena, value->string, &text);
        add_part(arena, out, &buf, value, text);
    } else if (value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0) {
        for (size_t i = 0; i < value->call.n; i++)
            add_part(arena, out, &buf, value->call.items[i], value->call.items[i]->string);
    } else {
        return false;
    }
    out->text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return true;
}

static const il_flat_part *part_at(const il_flat *flat, size_t at)
{
    const il_flat_part *found = NULL;
    for (size_t i = 0; i < flat->parts.n && flat->parts.items[i].at <= at; i++)
        found = &flat->parts.items[i];
    return found;
}

const il_value *il_flat__marked(const il_flat *flat, size_t at)
{
    const il_flat_part *part = part_at(flat, at);
    return part && part->value->kind != IL_STRING && part->at == at ? part->value : NULL;
}

static size_t occurrences(il_str text, il_str needle, size_t until)
{
    size_t n = 0;
    for (size_t at = il_str_find(text, needle, 0); at != SIZE_MAX && at < until; at = il_str_find(text, needle, at + 1))
        n++;
    return n;
}

il_loc il_flat__loc(const il_flat *flat, size_t from, size_t to)
{
    const il_flat_part *part = part_at(flat, from);
    if (!part)
        return (il_loc){0};
    il_loc loc = part->value->loc;
    il_str token = il_str_slice(flat->text, from, to), raw = loc.source ? il_loc_text(loc) : (il_str){NULL, 0};
    if (part->value->kind != IL_STRING || !token.n || !raw.n)
        return loc;
    size_t end = part + 1 < flat->parts.items + flat->parts.n ? part[1].at : flat->text.n;
    il_str whole = il_str_slice(flat->text, part->at, end);
    /* As often in the source as in the text: the nth there is the nth here. */
    size_t before = occurrences(whole, token, from - part->at), all = occurrences(whole, token, SIZE_MAX);
    if (occurrences(raw, token, SIZE_MAX) != all)
        return loc;
    size_t at = il_str_find(raw, token, 0);
    for (size_t i = 0; i < before && at != SIZE_MAX; i++)
        at = il_str_find(raw, token, at + 1);
    if (at == SIZE_MAX)
        return loc;
    uint32_t start = loc.span.start + (uint32_t)at;
    return (il_loc){loc.source, {start, start + (uint32_t)token.n}};
}
