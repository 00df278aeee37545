#include "frame.h"

#include <stdio.h>
#include <string.h>

#include "diff.h"
#include "report_common.h"
#include "utf8.h"

enum { TAB = 4, GUTTER = 4, LEAST_TEXT = 20, MOST_FIX_LINES = 60 };

/* A line as it is shown, and the columns where the marked bytes begin and end. */
typedef struct {
    il_buf text;
    size_t columns, mark_start, mark_end;
} shown_line;

static void show_char(shown_line *line, il_str bytes, uint32_t code)
{
    if (code == '\t') {
        size_t spaces = TAB - line->columns % TAB;
        il_buf_repeat(&line->text, ' ', spaces);
        line->columns += spaces;
    } else if (code < 0x20 || code == 0x7f || (code >= 0x80 && code < 0xA0) || code == 0xFFFD) {
        il_buf_puts(&line->text, "\xEF\xBF\xBD");
        line->columns++;
    } else {
        il_buf_add(&line->text, bytes);
        line->columns += (size_t)il_utf8_columns(code);
    }
}

/* Makes BYTES visible; the marked part is [from, to) in bytes. */
static shown_line show(il_str bytes, size_t from, size_t to)
{
    shown_line line = {0};
    bool started = false, ended = false;
    size_t length;
    for (size_t i = 0; i < bytes.n; i += length) {
        if (!started && i >= from) {
            line.mark_start = line.columns;
            started = true;
        }
        if (!ended && i >= to) {
            line.mark_end = line.columns;
            ended = true;
        }
        uint32_t code = il_utf8_decode(il_str_slice(bytes, i, bytes.n), &length);
        show_char(&line, il_str_slice(bytes, i, i + length), code);
    }
    if (!started)
        line.mark_start = line.columns;
    if (!ended)
        line.mark_end = line.columns;
    return line;
}

/* The bytes of S that fit into COLUMNS, and `…` where it was cut. */
static void put_clipped(il_buf *out, il_str s, size_t columns)
{
    size_t used = 0, length;
    for (size_t i = 0; i < s.n; i += length) {
        size_t width = (size_t)il_utf8_columns(il_utf8_decode(il_str_slice(s, i, s.n), &length));
        if (columns && used + width > columns - 1 && i + length < s.n) {
            il_buf_add(out, il_str_slice(s, 0, i));
            il_buf_puts(out, "…");
            return;
        }
        used += width;
    }
    il_buf_add(out, s);
}

static size_t text_width(const il_report_options *options)
{
    if (!options->width)
        return 0;
    size_t gutter = GUTTER + 3;
    return options->width > gutter + LEAST_TEXT ? options->width - gutter : LEAST_TEXT;
}

static void put_gutter(il_buf *out, const char *mark, const il_report_options *options)
{
    char text[32];
    snprintf(text, sizeof text, "%*s │", GUTTER, mark);
    il_report__styled(out, options, IL_INK_DIM, il_str_of(text));
}

static void put_code_line(il_buf *out, const il_source *source, uint32_t number, const il_report_options *options)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", number);
    put_gutter(out, digits, options);
    shown_line line = show(il_source_slice(source, il_source_line(source, number)), 0, 0);
    if (line.text.n)
        il_buf_putc(out, ' ');
    put_clipped(out, il_buf_str(&line.text), text_width(options));
    il_buf_putc(out, '\n');
    il_buf_free(&line.text);
}

static void put_carets(il_buf *out, il_loc loc, uint32_t number, il_str label, const il_report_options *options)
{
    il_span bytes = il_source_line(loc.source, number);
    size_t to = loc.span.end < bytes.end ? loc.span.end - bytes.start : bytes.end - bytes.start;
    shown_line line = show(il_source_slice(loc.source, bytes), loc.span.start - bytes.start, to);
    size_t carets = line.mark_end > line.mark_start ? line.mark_end - line.mark_start : 1, limit = text_width(options);
    il_buf_free(&line.text);
    if (limit && line.mark_start >= limit)
        return;
    if (limit && line.mark_start + carets > limit)
        carets = limit - line.mark_start;
    put_gutter(out, "", options);
    il_buf_repeat(out, ' ', line.mark_start + 1);
    il_buf marks = {0};
    il_buf_repeat(&marks, '^', carets);
    if (label.n)
        il_buf_printf(&marks, " %.*s", IL_FMT(label));
    il_report__styled(out, options, IL_INK_RED, il_buf_str(&marks));
    il_buf_free(&marks);
    il_buf_putc(out, '\n');
}

void il_frame_code(il_buf *out, il_loc loc, il_str label, const il_report_options *options)
{
    if (il_source_text(loc.source).n == 0)
        return;
    uint32_t line = il_source_pos(loc.source, loc.span.start).line, count = il_source_line_count(loc.source);
    uint32_t first = line > options->context ? line - options->context : 1;
    uint32_t last = count - line > options->context ? line + options->context : count;
    for (uint32_t n = first; n <= last; n++) {
        put_code_line(out, loc.source, n, options);
        if (n == line)
            put_carets(out, loc, n, label, options);
    }
}

/* One line of a diff; *NUMBER is the line of the old text. */
static void put_diff_line(il_buf *out, il_str line, unsigned *number, const il_report_options *options)
{
    char digits[16] = "";
    char sign = line.p[0];
    if (sign == '\\')
        return;
    if (sign == '+')
        strcpy(digits, "+");
    else if (sign == '-')
        snprintf(digits, sizeof digits, "-%u", (*number)++);
    else
        snprintf(digits, sizeof digits, "%u", (*number)++);
    put_gutter(out, digits, options);
    shown_line shown = show(il_str_trim(line).n > 1 ? il_str_slice(line, 1, line.n) : IL_STR(""), 0, 0);
    il_buf clipped = {0};
    put_clipped(&clipped, il_buf_str(&shown.text), text_width(options));
    if (clipped.n)
        il_buf_putc(out, ' ');
    il_ink ink = sign == '+' ? IL_INK_GREEN : sign == '-' ? IL_INK_RED : IL_INK_NONE;
    il_report__styled(out, options, ink, il_buf_str(&clipped));
    il_buf_putc(out, '\n');
    il_buf_free(&clipped);
    il_buf_free(&shown.text);
}

static void put_hunks(il_buf *out, il_str hunks, const il_report_options *options)
{
    unsigned number = 1, lines = 0;
    while (hunks.p && hunks.n) {
        il_str line = il_str_cut(&hunks, '\n');
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (il_str_starts(line, IL_STR("@@ -"))) {
            if (lines)
                il_buf_puts(out, "     ⋮\n");
            number = 0;
            for (size_t i = 4; i < line.n && line.p[i] >= '0' && line.p[i] <= '9'; i++)
                number = number * 10 + (unsigned)(line.p[i] - '0');
        } else if (line.n && lines++ < MOST_FIX_LINES) {
            put_diff_line(out, line, &number, options);
        }
    }
    if (lines > MOST_FIX_LINES)
        il_buf_printf(out, "     ⋮  %u more lines\n", lines - MOST_FIX_LINES);
}

void il_frame_fix(il_buf *out, const il_fix *fix, const il_source *home, const il_report_options *options)
{
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < fix->n_edits; i++) {
        const il_source *source = fix->edits[i].source;
        if (i && fix->edits[i - 1].source == source)
            continue;
        il_buf hunks = {0};
        il_diff_hunks(&hunks, il_source_text(source), il_edits_apply(arena, source, fix->edits, fix->n_edits), 1);
        if (source != home)
            il_buf_printf(out, "     %.*s\n", IL_FMT(il_source_path(source)));
        put_hunks(out, il_buf_str(&hunks), options);
        il_buf_free(&hunks);
    }
    il_arena_free(arena);
}
