#include "page.h"

#include <string.h>

static const char *const names[] = {"", "When it does not apply", "Fails", "Passes", "Unknown", "Fixed"};

const char *il_section_name(il_section section)
{
    return names[section];
}

/* Walks over the lines of the page. */
typedef struct {
    il_arena *arena;
    il_page *page;
    il_sink *sink;
    il_str text;
    size_t at;     /* of the current line */
    size_t next;   /* of the one behind it */
    uint32_t line; /* from 1 */
    il_section section;
    size_t examples;
    bool good;
} reader;

static bool next_line(reader *reader, il_str *out)
{
    if (reader->next >= reader->text.n)
        return false;
    reader->at = reader->next;
    size_t end = reader->at;
    while (end < reader->text.n && reader->text.p[end] != '\n')
        end++;
    reader->next = end < reader->text.n ? end + 1 : end;
    if (end > reader->at && reader->text.p[end - 1] == '\r')
        end--;
    *out = il_str_slice(reader->text, reader->at, end);
    reader->line++;
    return true;
}

static il_loc here(const reader *reader, il_str line)
{
    return (il_loc){reader->page->source, {(uint32_t)reader->at, (uint32_t)(reader->at + line.n)}};
}

static bool read_front(reader *reader)
{
    il_str line;
    if (!next_line(reader, &line) || !il_str_is(line, "---")) {
        il_sink_syntax(reader->sink, here(reader, (il_str){NULL, 0}),
                       "a page begins with its front matter: a line ---, the rule in YAML, a line ---");
        return false;
    }
    while (next_line(reader, &line)) {
        if (!il_str_is(line, "---"))
            continue;
        reader->page->front = il_str_slice(reader->text, 0, reader->at);
        reader->page->body = il_str_slice(reader->text, reader->next, reader->text.n);
        return true;
    }
    il_sink_syntax(reader->sink, here(reader, line), "the front matter is not closed by a line ---");
    return false;
}

static void read_heading(reader *reader, il_str line)
{
    il_str title = il_str_trim(il_str_slice(line, 3, line.n));
    for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
        if (!il_str_is(title, names[i]))
            continue;
        reader->section = (il_section)i;
        if (reader->page->sections >> i & 1) {
            il_sink_syntax(reader->sink, here(reader, line), "the heading %s stands on the page twice", names[i]);
            reader->good = false;
        }
        reader->page->sections |= 1u << i;
        return;
    }
    il_sink_syntax(reader->sink, here(reader, line),
                   "unknown heading: a page has When it does not apply, Fails, Passes, Unknown and Fixed");
    reader->good = false;
}

static bool read_fence(reader *reader, il_str opening)
{
    il_str info = il_str_trim(il_str_slice(opening, 3, opening.n)), line;
    il_block block = {.section = reader->section, .line = reader->line + 1};
    block.language = il_str_cut(&info, ' ');
    block.file = il_str_trim(info);
    il_loc place = here(reader, opening);
    size_t begin = reader->next;
    while (next_line(reader, &line)) {
        if (!il_str_is(il_str_trim(line), "```"))
            continue;
        block.text = il_str_slice(reader->text, begin, reader->at);
        if (reader->section < IL_PAGE_FAILS)
            return true; /* an illustration in the prose */
        if (!block.file.n || reader->examples == 0)
            reader->examples++;
        block.example = reader->examples - 1;
        IL_PUSH(reader->arena, &reader->page->blocks, block);
        return true;
    }
    il_sink_syntax(reader->sink, place, "the block is not closed by a line ```");
    return false;
}

bool il_page_split(il_arena *arena, const il_source *source, il_page *page, il_sink *sink)
{
    *page = (il_page){.source = source};
    reader reader = {.arena = arena, .page = page, .sink = sink, .text = il_source_text(source), .good = true};
    il_str line;
    if (!read_front(&reader))
        return false;
    while (next_line(&reader, &line)) {
        if (il_str_starts(line, IL_STR("```"))) {
            if (!read_fence(&reader, line))
                return false;
        } else if (il_str_starts(line, IL_STR("## "))) {
            read_heading(&reader, line);
        } else if (reader.section == IL_PAGE_PROSE && il_str_trim(line).n) {
            page->sections |= 1u << IL_PAGE_PROSE;
        }
    }
    return reader.good;
}
