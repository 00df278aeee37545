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
    } else {
        il_report__visible(&line->text, bytes);
        line->columns += il_report__columns(bytes);
    }
}

/* How much of S from I on, and before LIMIT (0 = its end), is shown as it is. */
static size_t plain_run(il_str s, size_t i, size_t limit)
{
    return il_report__plain(il_str_slice(s, 0, limit > i ? limit : s.n), i);
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
        length = plain_run(bytes, i, !started ? from : to);
        if (length) {
            il_buf_add(&line.text, il_str_slice(bytes, i, i + length));
            line.columns += length;
            continue;
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

/* The columns [from, from + width) of a line; width 0 = all of them. */
typedef struct {
    size_t from, width;
} window;

/* Adds what W shows of S, which is as wide as COLUMNS; `…` stands in the first or last column where something is cut off. */
static void put_window(il_buf *out, il_str s, size_t columns, window w)
{
    bool cut = w.width && columns > w.from + w.width, begun = w.from == 0;
    size_t low = w.from + (w.from > 0), high = cut ? w.from + w.width - 1 : columns, column = 0, length;
    if (w.from)
        il_buf_puts(out, "…");
    size_t first = low ? plain_run(s, 0, low) : 0; /* cut off on the left */
    column = first;
    for (size_t i = first; i < s.n && (!cut || column <= high); i += length) {
        size_t wide = (size_t)il_utf8_columns(il_utf8_decode(il_str_slice(s, i, s.n), &length)), end = column + wide;
        if (column < low && end > low) /* the other half of a wide character is cut off */
            il_buf_putc(out, ' ');
        begun = begun || (wide && column >= low);
        if (begun && end <= high)
            il_buf_add(out, il_str_slice(s, i, i + length));
        column = end;
    }
    if (cut)
        il_buf_puts(out, "…");
}

static size_t text_width(const il_report_options *options)
{
    if (!options->width)
        return 0;
    size_t gutter = GUTTER + 3;
    return options->width > gutter + LEAST_TEXT ? options->width - gutter : LEAST_TEXT;
}

/* The window in which the mark of LINE can be seen, with a third of the room before it. */
static window window_for(const shown_line *line, const il_report_options *options)
{
    window w = {0, text_width(options)};
    if (!w.width || line->columns <= w.width || line->mark_end < w.width || line->mark_start <= w.width / 3)
        return w;
    w.from = line->mark_start - w.width / 3;
    if (w.from > line->columns + 1 - w.width)
        w.from = line->columns + 1 - w.width;
    return w;
}

/* NUMBER may be 0: none is written. */
static void put_gutter(il_buf *out, uint32_t number, const il_report_options *options)
{
    char text[32];
    if (number)
        snprintf(text, sizeof text, "%*u │", GUTTER, number);
    else
        snprintf(text, sizeof text, "%*s │", GUTTER, "");
    il_report__styled(out, options, IL_INK_DIM, il_str_of(text));
}

static void put_code_line(il_buf *out, uint32_t number, const shown_line *line, const il_report_options *options)
{
    put_gutter(out, number, options);
    if (line->text.n)
        il_buf_putc(out, ' ');
    put_window(out, il_buf_str(&line->text), line->columns, window_for(line, options));
    il_buf_putc(out, '\n');
}

/* A label that has no room behind the carets stands on a line of its own. */
static void put_label(il_buf *out, il_str label, size_t column, il_ink ink, const il_report_options *options)
{
    size_t width = text_width(options), columns = il_report__columns(label);
    if (width && column + columns > width)
        column = columns < width ? width - columns : 0;
    put_gutter(out, 0, options);
    il_buf_repeat(out, ' ', column + 1);
    il_buf text = {0};
    put_window(&text, label, columns, (window){0, width});
    il_report__styled(out, options, ink, il_buf_str(&text));
    il_buf_free(&text);
    il_buf_putc(out, '\n');
}

static void put_carets(il_buf *out, const shown_line *line, il_str label, il_ink ink, const il_report_options *options)
{
    window w = window_for(line, options);
    size_t column = line->mark_start - w.from, carets = line->mark_end - line->mark_start;
    if (w.width && column + carets > w.width)
        carets = column < w.width ? w.width - column : 1;
    il_buf marks = {0};
    il_buf_repeat(&marks, '^', carets ? carets : 1);
    bool beside = !w.width || column + marks.n + 1 + il_report__columns(label) <= w.width;
    if (label.n && beside)
        il_buf_printf(&marks, " %.*s", IL_FMT(label));
    put_gutter(out, 0, options);
    il_buf_repeat(out, ' ', column + 1);
    il_report__styled(out, options, ink, il_buf_str(&marks));
    il_buf_putc(out, '\n');
    il_buf_free(&marks);
    if (label.n && !beside)
        put_label(out, label, column, ink, options);
}

/* The marked part of LINE: from the place's start to its end or the line's. */
static shown_line show_marked(il_loc loc, uint32_t number)
{
    il_span line = il_source_line(loc.source, number);
    size_t end = loc.span.end < line.end ? loc.span.end : line.end;
    return show(il_source_slice(loc.source, line), loc.span.start - line.start, end - line.start);
}

void il_frame_code(il_buf *out, const il_finding *finding, const il_report_options *options)
{
    il_loc loc = finding->loc;
    il_ink ink = il_report__severity_ink(finding->severity);
    if (il_source_text(loc.source).n == 0)
        return;
    uint32_t at = il_source_pos(loc.source, loc.span.start).line, count = il_source_line_count(loc.source);
    uint32_t first = at > options->context ? at - options->context : 1;
    uint32_t last = at + options->context < count ? at + options->context : count;
    il_buf label_text = {0};
    il_report__visible(&label_text, finding->label);
    /* The end of a file may be behind its last line. */
    for (uint32_t n = first; n <= last || n == at; n++) {
        il_str bytes = il_source_slice(loc.source, il_source_line(loc.source, n));
        shown_line line = n == at ? show_marked(loc, n) : show(bytes, 0, 0);
        put_code_line(out, n, &line, options);
        if (n == at)
            put_carets(out, &line, il_buf_str(&label_text), ink, options);
        il_buf_free(&line.text);
    }
    il_buf_free(&label_text);
}

void il_frame_key(il_buf *out, const char *key, il_str text, const il_report_options *options)
{
    char lead[64];
    int indent = snprintf(lead, sizeof lead, "%*s = %-11s", GUTTER, "", key);
    il_report__styled(out, options, IL_INK_DIM, il_str_of(lead));
    il_report__wrapped(out, text, (size_t)indent, options);
}

typedef struct {
    il_buf *out;
    const il_report_options *options;
    uint32_t number; /* of the old text's next line */
    uint32_t lines;
    char sign;    /* of the line before */
    size_t shift; /* columns cut off at the left of a run's first removed and first added line */
} diff_view;

static il_str take_line(il_str *rest)
{
    il_str line = il_str_cut(rest, '\n');
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* How far LINE, the first removed one of a run, and the first added one in REST are to be shifted so that the change is in sight. */
static size_t shift_for(il_str line, il_str rest, const il_report_options *options)
{
    il_str added = line;
    while (rest.p && added.n && added.p[0] == '-')
        added = take_line(&rest);
    size_t width = text_width(options), same = 1;
    if (!width || added.n == 0 || added.p[0] != '+')
        return 0;
    while (same < line.n && same < added.n && line.p[same] == added.p[same])
        same++;
    shown_line a = show(il_str_slice(line, 1, line.n), same - 1, same - 1);
    shown_line b = show(il_str_slice(added, 1, added.n), same - 1, same - 1);
    il_buf_free(&a.text);
    il_buf_free(&b.text);
    size_t column = a.mark_start < b.mark_start ? a.mark_start : b.mark_start;
    bool fit = a.columns <= width && b.columns <= width;
    return fit || column < width / 2 ? 0 : column - width / 3;
}

/* One line of a diff, its sign first. */
static void put_diff_line(diff_view *view, il_str text)
{
    char sign = text.p[0];
    put_gutter(view->out, sign == '+' ? 0 : view->number++, view->options);
    shown_line line = show(il_str_slice(text, 1, text.n), 0, 0);
    il_buf clipped = {0};
    if (sign != ' ' || line.text.n)
        il_buf_putc(&clipped, sign);
    window w = {sign == view->sign ? 0 : view->shift, text_width(view->options)};
    put_window(&clipped, il_buf_str(&line.text), line.columns, w);
    il_ink ink = sign == '+' ? IL_INK_GREEN : sign == '-' ? IL_INK_RED : IL_INK_NONE;
    il_report__styled(view->out, view->options, ink, il_buf_str(&clipped));
    il_buf_putc(view->out, '\n');
    il_buf_free(&clipped);
    il_buf_free(&line.text);
}

static void put_note(il_buf *out, const char *text, const il_report_options *options)
{
    il_buf line = {0};
    il_buf_printf(&line, "%*s %s", GUTTER, "", text);
    il_report__styled(out, options, IL_INK_DIM, il_buf_str(&line));
    il_buf_putc(out, '\n');
    il_buf_free(&line);
}

/* HUNKS count their lines from the one behind BASE. */
static void put_hunks(il_buf *out, il_str hunks, uint32_t base, const il_report_options *options)
{
    diff_view view = {.out = out, .options = options, .sign = ' '};
    while (hunks.p && hunks.n) {
        il_str line = take_line(&hunks);
        if (il_str_starts(line, IL_STR("@@ -"))) {
            if (view.lines && view.lines < MOST_FIX_LINES)
                put_note(out, "⋮", options);
            view.number = 0;
            view.sign = ' ';
            view.shift = 0;
            for (size_t i = 4; i < line.n && line.p[i] >= '0' && line.p[i] <= '9'; i++)
                view.number = view.number * 10 + (uint32_t)(line.p[i] - '0');
            view.number += base;
        } else if (line.n) {
            if (line.p[0] != '+' && line.p[0] != view.sign)
                view.shift = line.p[0] == '-' ? shift_for(line, hunks, options) : 0;
            if (view.lines++ < MOST_FIX_LINES)
                put_diff_line(&view, line);
            view.sign = line.p[0];
        }
    }
    if (view.lines > MOST_FIX_LINES) {
        char text[48];
        snprintf(text, sizeof text, "⋮ and %u lines more", view.lines - MOST_FIX_LINES);
        put_note(out, text, options);
    }
}

/* TEXT of SOURCE with a final line break: that one is missing is not worth two lines. */
static il_str with_line_break(il_arena *arena, const il_source *source, il_str text)
{
    if (il_str_ends(text, IL_STR("\n")))
        return text;
    il_str end = il_source_newline(source);
    char *out = il_arena_alloc(arena, text.n + end.n);
    if (text.n)
        memcpy(out, text.p, text.n);
    memcpy(out + text.n, end.p, end.n);
    return (il_str){out, text.n + end.n};
}

/* Edits of one file that stand close together, and the lines around them: only these are compared, however long the file is. */
typedef struct {
    const il_edit *edits;
    size_t n;
    uint32_t first, last; /* lines */
} cluster;

enum { NEAR = 4, AROUND = 2 };

/* The cluster that begins with EDITS[0]. */
static cluster cluster_of(const il_edit *edits, size_t n)
{
    const il_source *source = edits[0].source;
    cluster w = {edits, 1, il_source_pos(source, edits[0].span.start).line,
                 il_source_pos(source, edits[0].span.end).line};
    while (w.n < n && edits[w.n].source == source && il_source_pos(source, edits[w.n].span.start).line <= w.last + NEAR)
        w.last = il_source_pos(source, edits[w.n++].span.end).line;
    return w;
}

static void put_cluster(il_buf *out, il_arena *arena, const cluster *w, const il_report_options *options)
{
    const il_source *source = w->edits[0].source;
    uint32_t first = w->first > AROUND ? w->first - AROUND : 1;
    uint32_t start = il_source_line(source, first).start, end = il_source_line(source, w->last + AROUND + 1).start;
    il_str text = il_source_slice(source, (il_span){start, end});
    const il_source *part = il_source_new(arena, il_source_path(source), text);
    il_edit *edits = IL_NEW_ARRAY(arena, w->n, il_edit);
    for (size_t i = 0; i < w->n; i++) {
        edits[i] = w->edits[i];
        edits[i].source = part;
        edits[i].span.start -= start;
        edits[i].span.end -= start;
    }
    il_buf hunks = {0};
    il_str after = il_edits_apply(arena, part, edits, w->n);
    il_diff_hunks(&hunks, with_line_break(arena, source, text), with_line_break(arena, source, after), 1);
    put_hunks(out, il_buf_str(&hunks), first - 1, options);
    il_buf_free(&hunks);
}

void il_frame_fix(il_buf *out, const il_fix *fix, const il_source *home, const il_report_options *options)
{
    il_arena *arena = il_arena_new();
    bool at_home = fix->edits[0].source == home && fix->edits[fix->n_edits - 1].source == home;
    for (size_t i = 0; i < fix->n_edits;) {
        const il_source *source = fix->edits[i].source;
        bool same_file = i && fix->edits[i - 1].source == source;
        if (!at_home && !same_file) {
            il_buf_repeat(out, ' ', GUTTER + 1);
            il_report__visible(out, il_source_path(source));
            il_buf_putc(out, '\n');
        } else if (same_file) {
            put_note(out, "⋮", options);
        }
        cluster w = cluster_of(fix->edits + i, fix->n_edits - i);
        put_cluster(out, arena, &w, options);
        i += w.n;
    }
    il_arena_free(arena);
}
