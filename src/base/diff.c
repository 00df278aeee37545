/* Myers' greedy algorithm over lines (E. Myers, "An O(ND) Difference Algorithm", 1986). Edits of a linter are few, so the number of
 * differences is bounded: beyond the bound the middle is shown as one replacement, which is a correct if longer diff. */
#include "diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "panic.h"

enum { MOST_DIFFERENCES = 1500 };

typedef struct {
    il_str *lines; /* each with its line break */
    size_t n;
} text_lines;

/* A run of equal or changed lines: before[a, a + removed) becomes after[b, b + added). */
typedef struct {
    size_t a, b, removed, added;
} change;

typedef struct {
    change *items;
    size_t n, capacity;
} changes;

static void *need(void *p)
{
    if (!p)
        IL_PANIC("out of memory");
    return p;
}

static text_lines split(il_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '\n';
    text_lines out = {need(malloc((count + 1) * sizeof(il_str))), 0};
    size_t start = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\n')
            continue;
        out.lines[out.n++] = il_str_slice(text, start, i + 1);
        start = i + 1;
    }
    if (start < text.n)
        out.lines[out.n++] = il_str_slice(text, start, text.n);
    return out;
}

static void add_change(changes *list, change c)
{
    change *last = list->n ? &list->items[list->n - 1] : NULL;
    if (last && last->a + last->removed == c.a && last->b + last->added == c.b) {
        last->removed += c.removed;
        last->added += c.added;
        return;
    }
    if (list->n == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 16;
        list->items = need(realloc(list->items, list->capacity * sizeof *list->items));
    }
    list->items[list->n++] = c;
}

/* One step of Myers' search: the farthest reaching path on diagonal K after D differences. */
static ptrdiff_t farthest(const text_lines *a, const text_lines *b, const ptrdiff_t *v, ptrdiff_t k, ptrdiff_t d)
{
    ptrdiff_t x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
    while (x < (ptrdiff_t)a->n && x - k < (ptrdiff_t)b->n && il_str_eq(a->lines[x], b->lines[x - k]))
        x++;
    return x;
}

/* Walks the recorded searches back from the end and writes the changes, last first, into REVERSED. */
static void walk_back(const text_lines *a, const text_lines *b, ptrdiff_t **trace, ptrdiff_t d, changes *reversed)
{
    ptrdiff_t x = (ptrdiff_t)a->n, y = (ptrdiff_t)b->n;
    for (; d > 0; d--) {
        const ptrdiff_t *v = trace[d - 1] + d;
        ptrdiff_t k = x - y;
        bool down = k == -d || (k != d && v[k - 1] < v[k + 1]);
        ptrdiff_t from = down ? k + 1 : k - 1;
        x = v[from];
        y = x - from;
        change c = {(size_t)x, (size_t)y, down ? 0 : 1, down ? 1 : 0};
        add_change(reversed, c);
    }
}

/* The changes between A and B, last first and single; false when there are more than the bound. */
static bool search(const text_lines *a, const text_lines *b, changes *reversed)
{
    ptrdiff_t most = (ptrdiff_t)(a->n + b->n);
    if (most > MOST_DIFFERENCES)
        most = MOST_DIFFERENCES;
    ptrdiff_t **trace = need(calloc((size_t)most + 1, sizeof *trace));
    ptrdiff_t *room = need(calloc((size_t)most * 2 + 3, sizeof *room)), *v = room + most + 1, d = 0;
    bool found = false;
    for (; d <= most && !found; d++) {
        for (ptrdiff_t k = -d; k <= d && !found; k += 2) {
            v[k] = farthest(a, b, v, k, d);
            found = v[k] >= (ptrdiff_t)a->n && v[k] - k >= (ptrdiff_t)b->n;
        }
        /* Diagonals -d-1 … d+1 are all that the step back from d+1 differences can ask for. */
        trace[d] = need(malloc((size_t)(2 * d + 3) * sizeof **trace));
        memcpy(trace[d], v - d - 1, (size_t)(2 * d + 3) * sizeof **trace);
    }
    if (found)
        walk_back(a, b, trace, d - 1, reversed);
    for (ptrdiff_t i = 0; i < d; i++)
        free(trace[i]);
    free(trace);
    free(room);
    return found;
}

static changes compare(const text_lines *a, const text_lines *b)
{
    size_t head = 0, tail = 0, least = a->n < b->n ? a->n : b->n;
    while (head < least && il_str_eq(a->lines[head], b->lines[head]))
        head++;
    while (tail < least - head && il_str_eq(a->lines[a->n - 1 - tail], b->lines[b->n - 1 - tail]))
        tail++;
    text_lines x = {a->lines + head, a->n - head - tail}, y = {b->lines + head, b->n - head - tail};
    changes reversed = {0}, out = {0};
    if (!x.n && !y.n)
        return out;
    if (!search(&x, &y, &reversed)) {
        reversed.n = 0;
        add_change(&reversed, (change){0, 0, x.n, y.n});
    }
    for (size_t i = reversed.n; i-- > 0;) {
        change c = reversed.items[i];
        c.a += head;
        c.b += head;
        add_change(&out, c);
    }
    free(reversed.items);
    return out;
}

static void put_line(il_buf *out, char sign, il_str line)
{
    il_buf_putc(out, sign);
    il_buf_add(out, line);
    if (!il_str_ends(line, IL_STR("\n")))
        il_buf_puts(out, "\n\\ No newline at end of file\n");
}

static void put_range(il_buf *out, char sign, size_t start, size_t count)
{
    il_buf_printf(out, "%c%zu", sign, count ? start + 1 : start);
    if (count != 1)
        il_buf_printf(out, ",%zu", count);
}

/* Two texts and the changes between them. */
typedef struct {
    text_lines a, b;
    changes list;
    size_t context;
} comparison;

/* Writes changes FIRST..LAST as one hunk. */
static void put_hunk(il_buf *out, const comparison *cmp, size_t first, size_t last)
{
    const change *from = &cmp->list.items[first], *to = &cmp->list.items[last];
    size_t lead = from->a < cmp->context ? from->a : cmp->context;
    size_t end_a = to->a + to->removed, end_b = to->b + to->added;
    size_t trail = cmp->a.n - end_a < cmp->context ? cmp->a.n - end_a : cmp->context;
    il_buf_puts(out, "@@ ");
    put_range(out, '-', from->a - lead, end_a + trail - (from->a - lead));
    il_buf_putc(out, ' ');
    put_range(out, '+', from->b - lead, end_b + trail - (from->b - lead));
    il_buf_puts(out, " @@\n");
    size_t at = from->a - lead;
    for (const change *c = from; c <= to; c++) {
        for (; at < c->a; at++)
            put_line(out, ' ', cmp->a.lines[at]);
        for (size_t i = 0; i < c->removed; i++)
            put_line(out, '-', cmp->a.lines[at++]);
        for (size_t i = 0; i < c->added; i++)
            put_line(out, '+', cmp->b.lines[c->b + i]);
    }
    for (; at < end_a + trail; at++)
        put_line(out, ' ', cmp->a.lines[at]);
}

/* The last change that shares a hunk with change I: contexts that touch make one hunk. */
static size_t hunk_end(const comparison *cmp, size_t i)
{
    const change *items = cmp->list.items;
    while (i + 1 < cmp->list.n && items[i + 1].a - (items[i].a + items[i].removed) <= 2 * cmp->context)
        i++;
    return i;
}

void il_diff_hunks(il_buf *out, il_str before, il_str after, unsigned context)
{
    comparison cmp = {split(before), split(after), {0}, context};
    cmp.list = compare(&cmp.a, &cmp.b);
    for (size_t i = 0; i < cmp.list.n;) {
        size_t last = hunk_end(&cmp, i);
        put_hunk(out, &cmp, i, last);
        i = last + 1;
    }
    free(cmp.list.items);
    free(cmp.a.lines);
    free(cmp.b.lines);
}

/* git quotes a path that holds a quote, a backslash or a control character; other bytes stand as they are (core.quotePath=false). */
static bool must_quote(il_str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == '"' || path.p[i] == '\\' || path.p[i] == 0x7f)
            return true;
    return false;
}

static void put_path(il_buf *out, const char *prefix, il_str path)
{
    if (!must_quote(path)) {
        il_buf_puts(out, prefix);
        il_buf_add(out, path);
        return;
    }
    il_buf_printf(out, "\"%s", prefix);
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (c == '"' || c == '\\')
            il_buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            il_buf_printf(out, "\\%03o", c);
        else
            il_buf_putc(out, (char)c);
    }
    il_buf_putc(out, '"');
}

void il_diff_file(il_buf *out, il_str path, il_str before, il_str after)
{
    if (il_str_eq(before, after))
        return;
    /* A path with a space ends at a TAB in the --- and +++ lines, else `git apply` would not know where it ends. */
    const char *end = il_str_contains(path, IL_STR(" ")) ? "\t\n" : "\n";
    il_buf_puts(out, "diff --git ");
    put_path(out, "a/", path);
    il_buf_putc(out, ' ');
    put_path(out, "b/", path);
    il_buf_puts(out, "\n--- ");
    put_path(out, "a/", path);
    il_buf_puts(out, end);
    il_buf_puts(out, "+++ ");
    put_path(out, "b/", path);
    il_buf_puts(out, end);
    il_diff_hunks(out, before, after, IL_DIFF_CONTEXT);
}
