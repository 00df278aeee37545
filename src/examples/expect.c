#include <string.h>

#include "buf.h"
#include "examples.h"

static const char *marker_of(const il_block *block)
{
    return il_str_is(block->language, "yaml") ? "#!" : "//!";
}

/* `error `text at the place` words`. */
static bool read_one(il_str text, uint32_t line, il_expectation *out)
{
    *out = (il_expectation){.line = line};
    il_str rest = il_str_trim(text), after = rest, word = il_str_cut(&after, ' ');
    if (il_severity_parse(word, &out->severity)) {
        out->has_severity = true;
        rest = il_str_trim(after);
    }
    if (rest.n && rest.p[0] == '`') {
        size_t close = il_str_find(rest, IL_STR("`"), 1);
        if (close == SIZE_MAX)
            return false;
        out->place = il_str_slice(rest, 1, close);
        rest = il_str_trim(il_str_slice(rest, close + 1, rest.n));
    }
    out->words = rest;
    return rest.n > 0;
}

/* The expectations behind the marker on a line; several are separated by further markers. */
static bool read_line(il_arena *arena, il_str text, const char *marker, uint32_t line, il_expectations *out)
{
    il_str sign = il_str_of(marker);
    while (text.n) {
        size_t next = il_str_find(text, sign, 0);
        il_expectation one;
        if (!read_one(il_str_slice(text, 0, next), line, &one))
            return false;
        IL_PUSH(arena, out, one);
        text = next == SIZE_MAX ? (il_str){NULL, 0} : il_str_slice(text, next + sign.n, text.n);
    }
    return true;
}

bool il_example_expectations(il_arena *arena, const il_block *block, il_str *text, il_expectations *out, uint32_t *line)
{
    const char *marker = marker_of(block);
    il_str rest = block->text;
    il_buf buf = {0};
    bool good = true;
    *text = block->text;
    for (*line = 1; rest.p && rest.n && good; ++*line) {
        il_str one = il_str_cut(&rest, '\n');
        size_t at = il_str_find(one, il_str_of(marker), 0);
        if (at != SIZE_MAX) {
            good = read_line(arena, il_str_slice(one, at + strlen(marker), one.n), marker, *line, out);
            while (at && (one.p[at - 1] == ' ' || one.p[at - 1] == '\t'))
                at--;
            one = il_str_slice(one, 0, at);
        }
        il_buf_add(&buf, one);
        il_buf_putc(&buf, '\n');
    }
    --*line;
    *text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return good;
}
