#include "source.h"

#include <string.h>

#include "panic.h"
#include "utf8.h"

struct il_source {
    il_str path, text;
    il_arena *arena;
    uint32_t *starts; /* offset of each line; made at the first question, since most files are never asked about */
    uint32_t n_lines;
    uint32_t *units; /* UTF-16 units in front of every MARK bytes; made at the first question about a long line */
    il_str newline;  /* made at the first question, too: every edit asks */
};

const il_source *il_source_new(il_arena *arena, il_str path, il_str text)
{
    IL_ASSERT(text.n <= IL_SOURCE_MAX);
    il_source *source = IL_NEW(arena, il_source);
    source->path = il_arena_str(arena, path);
    source->text = text;
    source->arena = arena;
    return source;
}

il_str il_source_path(const il_source *source)
{
    return source->path;
}

il_str il_source_text(const il_source *source)
{
    return source->text;
}

/* The offset behind the line break at I, or I when there is none. */
static size_t after_break(il_str text, size_t i)
{
    if (text.p[i] == '\n')
        return i + 1;
    if (text.p[i] == '\r')
        return i + 1 < text.n && text.p[i + 1] == '\n' ? i + 2 : i + 1;
    return i;
}

/* The offset of the next line break at or after I; the end when there is none. Files with CR are few, so they may be slower. */
static size_t next_break(il_str text, bool has_cr, size_t i)
{
    if (!has_cr) {
        const char *lf = i < text.n ? memchr(text.p + i, '\n', text.n - i) : NULL;
        return lf ? (size_t)(lf - text.p) : text.n;
    }
    while (i < text.n && text.p[i] != '\n' && text.p[i] != '\r')
        i++;
    return i;
}

/* Writes where the lines begin to STARTS, if it is not NULL, and returns how many there are. */
static uint32_t scan_lines(il_str text, uint32_t *starts)
{
    bool has_cr = text.n && memchr(text.p, '\r', text.n);
    uint32_t n = 0;
    size_t start = 0;
    do {
        if (starts)
            starts[n] = (uint32_t)start;
        n++;
        start = next_break(text, has_cr, start);
        if (start < text.n)
            start = after_break(text, start);
    } while (start < text.n);
    return n;
}

static const il_source *with_lines(const il_source *source)
{
    if (!source->starts) {
        il_source *s = (il_source *)source;
        s->n_lines = scan_lines(s->text, NULL);
        s->starts = IL_NEW_ARRAY(s->arena, s->n_lines, uint32_t);
        scan_lines(s->text, s->starts);
    }
    return source;
}

uint32_t il_source_line_count(const il_source *source)
{
    return with_lines(source)->n_lines;
}

il_span il_source_line(const il_source *source, uint32_t line)
{
    with_lines(source);
    uint32_t size = (uint32_t)source->text.n;
    if (line == 0 || line > source->n_lines)
        return (il_span){size, size};
    uint32_t start = source->starts[line - 1];
    uint32_t end = line < source->n_lines ? source->starts[line] : size;
    while (end > start && (source->text.p[end - 1] == '\n' || source->text.p[end - 1] == '\r'))
        end--;
    return (il_span){start, end};
}

/* Counting from the beginning of a line that is the whole file, for each of its findings, would take their product. */
enum { MARK = 4096 };

/* Where the mark at or before OFFSET stands: never inside of a character. */
static size_t mark_at(il_str text, size_t offset)
{
    enum { LONGEST = 4 };
    size_t at = offset - offset % MARK;
    for (int i = 1; i < LONGEST && at && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80; i++)
        at--;
    return at;
}

static void make_marks(il_source *source)
{
    il_str text = source->text;
    size_t n = text.n / MARK + 1, last = 0;
    source->units = IL_NEW_ARRAY(source->arena, n, uint32_t);
    for (size_t i = 1; i < n; i++) {
        size_t at = mark_at(text, i * MARK);
        source->units[i] = source->units[i - 1] + (uint32_t)il_utf8_utf16_units(il_str_slice(text, last, at));
        last = at;
    }
}

/* UTF-16 units in front of OFFSET. */
static uint32_t units_before(const il_source *source, size_t offset)
{
    il_str rest = il_str_slice(source->text, mark_at(source->text, offset), offset);
    return source->units[offset / MARK] + (uint32_t)il_utf8_utf16_units(rest);
}

static uint32_t units_between(const il_source *source, uint32_t start, uint32_t end)
{
    if (end - start <= 2 * MARK)
        return (uint32_t)il_utf8_utf16_units(il_str_slice(source->text, start, end));
    if (!source->units)
        make_marks((il_source *)source);
    return units_before(source, end) - units_before(source, start);
}

il_pos il_source_pos(const il_source *source, uint32_t offset)
{
    with_lines(source);
    if (offset > source->text.n)
        offset = (uint32_t)source->text.n;
    uint32_t low = 0, high = source->n_lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    uint32_t start = source->starts[low];
    if (offset > start && offset == source->text.n && after_break(source->text, offset - 1) == offset)
        return (il_pos){low + 2, 1, 1};
    return (il_pos){low + 1, units_between(source, start, offset) + 1, offset - start + 1};
}

il_str il_source_slice(const il_source *source, il_span span)
{
    return il_str_slice(source->text, span.start, span.end);
}

static il_str most_frequent_break(il_str text)
{
    size_t crlf = 0, lf = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\n')
            continue;
        if (i && text.p[i - 1] == '\r')
            crlf++;
        else
            lf++;
    }
    return crlf > lf ? IL_STR("\r\n") : IL_STR("\n");
}

il_str il_source_newline(const il_source *source)
{
    if (!source->newline.p)
        ((il_source *)source)->newline = most_frequent_break(source->text);
    return source->newline;
}

il_str il_loc_text(il_loc loc)
{
    return loc.source ? il_source_slice(loc.source, loc.span) : (il_str){NULL, 0};
}

bool il_loc_eq(il_loc a, il_loc b)
{
    return a.source == b.source && a.span.start == b.span.start && a.span.end == b.span.end;
}

bool il_loc_contains(il_loc a, il_loc b)
{
    return a.source && a.source == b.source && a.span.start <= b.span.start && b.span.end <= a.span.end;
}
