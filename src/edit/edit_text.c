#include "edit_text.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void il_edits_add(il_arena *arena, il_edits *edits, const il_source *source, il_span span, il_str text)
{
    if (il_str_eq(il_source_slice(source, span), text))
        return;
    for (size_t i = 0; span.start < span.end && i < edits->n; i++) {
        const il_edit *other = &edits->items[i];
        if (other->source == source && other->span.start == span.start && other->span.end == span.end &&
            il_str_eq(other->text, text))
            return;
    }
    il_edit edit = {.source = source, .span = span, .text = il_arena_str(arena, text)};
    IL_PUSH(arena, edits, edit);
}

static bool after(const il_edit *a, const il_edit *b)
{
    int order = a->source == b->source ? 0 : il_str_cmp(il_source_path(a->source), il_source_path(b->source));
    if (order)
        return order > 0;
    if (a->span.start != b->span.start)
        return a->span.start > b->span.start;
    return a->span.end > b->span.end;
}

/* A fix has a handful of edits. */
void il_edits_sort(il_edits *edits)
{
    for (size_t i = 1; i < edits->n; i++) {
        il_edit edit = edits->items[i];
        size_t at = i;
        for (; at > 0 && after(&edits->items[at - 1], &edit); at--)
            edits->items[at] = edits->items[at - 1];
        edits->items[at] = edit;
    }
}

bool il_edits_clash(const il_edits *edits)
{
    for (size_t i = 1; i < edits->n; i++) {
        const il_edit *a = &edits->items[i - 1], *b = &edits->items[i];
        if (a->source != b->source)
            continue;
        bool twice = a->span.start == b->span.start && a->span.end == b->span.end;
        if (a->span.end > b->span.start || (twice && !il_edit_stacks(a, b)))
            return true;
    }
    return false;
}

uint32_t il_text_line_start(il_str text, uint32_t offset)
{
    while (offset > 0 && text.p[offset - 1] != '\n' && text.p[offset - 1] != '\r')
        offset--;
    return offset;
}

uint32_t il_text_line_end(il_str text, uint32_t offset)
{
    while (offset < text.n && text.p[offset] != '\n' && text.p[offset] != '\r')
        offset++;
    return offset;
}

uint32_t il_text_next_line(il_str text, uint32_t offset)
{
    uint32_t end = il_text_line_end(text, offset);
    if (end < text.n && text.p[end] == '\r')
        end++;
    if (end < text.n && text.p[end] == '\n')
        end++;
    return end;
}

il_str il_text_indent(il_str text, uint32_t offset)
{
    uint32_t start = il_text_line_start(text, offset), end = start;
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'))
        end++;
    return il_str_slice(text, start, end);
}

bool il_text_same_line(il_str text, uint32_t a, uint32_t b)
{
    for (uint32_t from = a < b ? a : b, to = a < b ? b : a; from < to && from < text.n; from++) {
        if (text.p[from] == '\n' || text.p[from] == '\r')
            return false;
    }
    return true;
}

bool il_text_blank(il_str text, uint32_t from, uint32_t to)
{
    for (; from < to && from < text.n; from++) {
        if (!blank(text.p[from]))
            return false;
    }
    return true;
}

bool il_text_first_on_line(il_str text, uint32_t offset)
{
    return il_text_blank(text, il_text_line_start(text, offset), offset);
}

uint32_t il_text_trim_end(il_str text, uint32_t from, uint32_t to)
{
    while (to > from && blank(text.p[to - 1]))
        to--;
    return to;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

bool il_text_word(il_str text, il_str name, uint32_t *at)
{
    for (size_t found = *at; (found = il_str_find(text, name, found)) != SIZE_MAX; found++) {
        bool starts = found == 0 || !in_word(text.p[found - 1]);
        bool ends = found + name.n >= text.n || !in_word(text.p[found + name.n]);
        if (!starts || !ends)
            continue;
        *at = (uint32_t)found;
        return true;
    }
    return false;
}

il_str il_buf_take(il_arena *arena, il_buf *buf)
{
    il_str text = il_arena_str(arena, il_buf_str(buf));
    il_buf_free(buf);
    return text;
}
