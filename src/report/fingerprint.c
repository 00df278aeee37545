/* The hash covers 100 characters (UTF-16 units, blanks skipped, CR and CRLF as LF) from a line's first one on, base 37 modulo 2^64, and
 * counts equal hashes within the file. */
#include "fingerprint.h"

#include <string.h>

#include "map.h"
#include "utf8.h"

enum { WINDOW = 100, END_OF_FILE = 0xFFFF };

typedef struct {
    il_arena *arena;
    uint32_t window[WINDOW];
    uint32_t line_at[WINDOW]; /* the line that begins at this place of the window; 0 = none */
    uint64_t hash, oldest;    /* oldest = 37^100: the factor of the character that leaves */
    size_t index;
    uint32_t line;
    bool line_start, previous_cr;
    il_map counts;
    il_str *out;
    size_t n_out;
} roller;

static void finish_line(roller *r)
{
    il_str hash = il_arena_printf(r->arena, "%llx", (unsigned long long)r->hash);
    size_t *count = il_map_get(&r->counts, hash);
    if (!count) {
        count = IL_NEW(r->arena, size_t);
        il_map_put(&r->counts, hash, count);
    }
    ++*count;
    if (r->line_at[r->index] <= r->n_out)
        r->out[r->line_at[r->index] - 1] = il_arena_printf(r->arena, "%.*s:%zu", IL_FMT(hash), *count);
    r->line_at[r->index] = 0;
}

static void roll(roller *r, uint32_t unit)
{
    uint32_t leaving = r->window[r->index];
    r->window[r->index] = unit;
    r->hash = r->hash * 37 + unit - r->oldest * leaving;
    r->index = (r->index + 1) % WINDOW;
}

static void add_unit(roller *r, uint32_t unit)
{
    if (unit == ' ' || unit == '\t' || (r->previous_cr && unit == '\n')) {
        r->previous_cr = false;
        return;
    }
    r->previous_cr = unit == '\r';
    if (unit == '\r')
        unit = '\n';
    if (r->line_at[r->index])
        finish_line(r);
    if (r->line_start) {
        r->line_start = false;
        r->line_at[r->index] = ++r->line;
    }
    if (unit == '\n')
        r->line_start = true;
    roll(r, unit);
}

il_str *il_line_hashes(il_arena *arena, const il_source *source, size_t *n)
{
    il_str text = il_source_text(source);
    roller r = {.arena = arena, .oldest = 1, .line_start = true, .counts = il_map_in(arena)};
    for (int i = 0; i < WINDOW; i++)
        r.oldest *= 37;
    /* One more than the file has lines: the end of the file counts as a line of its own after a final line break. */
    r.n_out = il_source_line_count(source) + 1;
    r.out = IL_NEW_ARRAY(arena, r.n_out, il_str);
    size_t length;
    for (size_t i = 0; i < text.n; i += length) {
        uint32_t code = il_utf8_decode(il_str_slice(text, i, text.n), &length);
        if (code > 0xFFFF) {
            add_unit(&r, 0xD800 + ((code - 0x10000) >> 10));
            code = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        add_unit(&r, code);
    }
    add_unit(&r, END_OF_FILE);
    for (int i = 0; i < WINDOW; i++) {
        if (r.line_at[r.index])
            finish_line(&r);
        roll(&r, 0);
    }
    *n = r.n_out;
    return r.out;
}
