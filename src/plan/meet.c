/* Fixes of one round are applied together where they do not overlap, and two insertions at one place may stand one behind the other. Two
 * that bring the same key into one map must not: the later one's edit takes the character before it along, so that the two overlap
 * and it waits for the next round. */
#include "planner.h"

typedef struct {
    il_planner *planner;
    const il_edit *edit;
    bool met; /* another fix brings one of the keys with another text */
} meeting;

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool in_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == ':' || c == '-';
}

/* The key that TEXT begins with, at AT: `key:`, `"key":` or `'key':`; empty if there is none. */
static il_str key_at(il_str text, size_t at)
{
    bool quoted = at < text.n && (text.p[at] == '"' || text.p[at] == '\'');
    size_t start = at + quoted, end = start;
    while (end < text.n &&
           (quoted ? text.p[end] != text.p[at]
                   : in_key(text.p[end]) && !(text.p[end] == ':' && (end + 1 == text.n || blank(text.p[end + 1])))))
        end++;
    size_t colon = end + quoted;
    while (colon < text.n && (text.p[colon] == ' '))
        colon++;
    return end > start && colon < text.n && text.p[colon] == ':' ? il_str_slice(text, start, end) : (il_str){0};
}

static void claim(meeting *m, il_str key)
{
    il_str path = il_source_path(m->edit->source);
    il_str name =
        il_arena_printf(m->planner->input.arena, "%.*s %u %.*s", IL_FMT(path), m->edit->span.start, IL_FMT(key));
    if (key.n > 0 && !il_plan__claim(m->planner, name, m->edit->text))
        m->met = true;
}

/* How deep the line that begins at AT is indented. */
static size_t indent_at(il_str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && (text.p[at + n] == ' ' || text.p[at + n] == '\t'))
        n++;
    return n;
}

/* Claims each key of the members that the text brings: behind its beginning, its commas and its line breaks, outside of brackets. */
static void claim_keys(meeting *m)
{
    il_str text = m->edit->text;
    int depth = 0;
    size_t first_indent = SIZE_MAX;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        depth += (c == '{' || c == '[' || c == '(') - (c == '}' || c == ']' || c == ')');
        if (depth != 0 || (i > 0 && c != ',' && c != '\n'))
            continue;
        size_t at = i + (c == ',' || c == '\n' || c == '\r');
        size_t indent = c == '\n' ? indent_at(text, at) : 0;
        while (at < text.n && blank(text.p[at]) && text.p[at] != '\n')
            at++;
        if (c == '\n' && first_indent == SIZE_MAX)
            first_indent = indent;
        if (c != '\n' || indent == first_indent)
            claim(m, key_at(text, at));
    }
}

/* Whether the character before EDIT can be taken along: EDITS are sorted. */
static bool has_room(const il_edits *edits, size_t at)
{
    const il_edit *edit = &edits->items[at], *before = at > 0 ? edit - 1 : NULL;
    return edit->span.start > 0 && !(before && before->source == edit->source && before->span.end >= edit->span.start);
}

static void widen(il_arena *arena, il_edit *edit)
{
    il_str text = il_source_text(edit->source);
    uint32_t start = edit->span.start - 1;
    while (start > 0 && ((unsigned char)text.p[start] & 0xC0) == 0x80)
        start--;
    il_str before = il_str_slice(text, start, edit->span.start);
    edit->text = il_arena_printf(arena, "%.*s%.*s", IL_FMT(before), IL_FMT(edit->text));
    edit->span.start = start;
}

void il_plan__keep_apart(il_planner *planner, il_edits *edits)
{
    for (size_t i = 0; i < edits->n; i++) {
        il_edit *edit = &edits->items[i];
        meeting m = {.planner = planner, .edit = edit};
        if (edit->span.start != edit->span.end)
            continue;
        claim_keys(&m);
        if (m.met && has_room(edits, i))
            widen(planner->input.arena, edit);
    }
}
