/* The editor itself: what it learns of a file before it writes, names and their uses, and the collected edits. */
#include "edit_ts.h"

#include "ts_editor.h"

/* How much of a file is looked at to learn its style. */
enum { SAMPLE = 32768 };

static size_t count(il_str text, const char *needle)
{
    il_str what = il_str_of(needle);
    size_t n = 0;
    for (size_t at = 0; (at = il_str_find(text, what, at)) != SIZE_MAX; at += what.n)
        n++;
    return n;
}

/* The smallest indentation that any line of the sample has: one level. */
static il_str find_step(il_str text)
{
    il_str best = {0}, rest = text;
    while (rest.p) {
        il_str row = il_str_cut(&rest, '\n');
        size_t n = 0;
        while (n < row.n && (row.p[n] == ' ' || row.p[n] == '\t'))
            n++;
        bool doc_comment = n < row.n && row.p[n] == '*';
        if (n == 0 || n == row.n || doc_comment || row.p[n] == '\r')
            continue;
        if (row.p[0] == '\t')
            return il_str_slice(row, 0, 1);
        if (n > 1 && (best.n == 0 || n < best.n))
            best = il_str_slice(row, 0, n);
    }
    return best.n ? best : IL_STR("  ");
}

/* `{a}` against `{ a }`. */
static bool find_pad(il_str text)
{
    size_t padded = count(text, "{ "), tight = 0;
    for (size_t i = 0; i + 1 < text.n; i++) {
        char next = text.p[i + 1];
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        tight += text.p[i] == '{' && letter && (i == 0 || text.p[i - 1] != '$');
    }
    return padded >= tight;
}

il_ts_editor *il_ts_editor_new(il_arena *arena, const il_document *document)
{
    il_ts_editor *editor = IL_NEW(arena, il_ts_editor);
    il_str text = il_source_text(document->source), sample = il_str_slice(text, 0, SAMPLE);
    editor->arena = arena;
    editor->document = document;
    editor->text = text;
    editor->newline = il_source_newline(document->source);
    editor->step = find_step(sample);
    editor->quote = count(sample, "\"") > count(sample, "'") ? '"' : '\'';
    editor->pad = find_pad(sample);
    editor->semicolons = count(sample, ";\n") + count(sample, ";\r") > 0 || !il_str_contains(sample, IL_STR("\n"));
    return editor;
}

void il_ts__emit(il_ts_editor *editor, uint32_t start, uint32_t end, il_str text)
{
    il_edits_add(editor->arena, &editor->edits, editor->document->source, (il_span){start, end}, text);
}

char il_ts_quote_at(const il_ts_editor *editor, TSNode node)
{
    il_str text = il_str_slice(il_ts_text(editor->document, node), 0, SAMPLE);
    size_t single = count(text, "'"), twofold = count(text, "\"");
    return single == twofold ? editor->quote : single > twofold ? '\'' : '"';
}

size_t il_ts_count_uses(const il_document *document, il_str name, TSNode scope)
{
    il_span span = il_ts_span(scope);
    il_str text = il_source_slice(document->source, span);
    size_t n = 0;
    for (uint32_t at = 0; il_text_word(text, name, &at); at++) {
        uint32_t start = span.start + at;
        TSNode node = il_ts_at(document, (il_span){start, start + (uint32_t)name.n});
        bool value = il_ts_is(node, "identifier") || il_ts_is(node, "shorthand_property_identifier") ||
                     il_ts_is(node, "shorthand_property_identifier_pattern") || il_ts_is(node, "type_identifier");
        n += value;
    }
    return n;
}

/* The declarator of NAME among the statements of BLOCK. */
static TSNode declared_in(const il_document *document, TSNode block, il_str name)
{
    TSNode found = {0};
    TSTreeCursor cursor = ts_tree_cursor_new(block);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode statement = ts_tree_cursor_current_node(&cursor);
        if (il_ts_is(statement, "export_statement"))
            statement = il_ts_field(statement, "declaration");
        if (ts_node_is_null(statement) ||
            (!il_ts_is(statement, "lexical_declaration") && !il_ts_is(statement, "variable_declaration")))
            continue;
        for (uint32_t i = 0; i < ts_node_named_child_count(statement); i++) {
            TSNode declarator = ts_node_named_child(statement, i);
            TSNode target = il_ts_field(declarator, "name");
            if (!ts_node_is_null(target) && il_str_eq(il_ts_text(document, target), name))
                found = declarator;
        }
    }
    ts_tree_cursor_delete(&cursor);
    return found;
}

/* Whether FUNCTION has a parameter that binds NAME. */
static bool has_parameter(const il_document *document, TSNode function, il_str name)
{
    TSNode parameters = il_ts_field(function, "parameters"), single = il_ts_field(function, "parameter");
    if (!ts_node_is_null(single))
        return il_str_eq(il_ts_text(document, single), name);
    uint32_t at = 0;
    return !ts_node_is_null(parameters) && il_text_word(il_ts_text(document, parameters), name, &at);
}

TSNode il_ts_declaration(const il_document *document, TSNode identifier)
{
    TSNode none = {0};
    il_str name = il_ts_text(document, identifier);
    for (TSNode node = ts_node_parent(identifier); !ts_node_is_null(node); node = ts_node_parent(node)) {
        if (has_parameter(document, node, name))
            return none;
        if (!il_ts_is(node, "statement_block") && !il_ts_is(node, "program"))
            continue;
        TSNode declarator = declared_in(document, node, name);
        if (!ts_node_is_null(declarator))
            return declarator;
    }
    return none;
}

const char *il_ts_finish(il_ts_editor *editor, il_edits *edits)
{
    il_ts__finish_statements(editor);
    il_ts__finish_imports(editor);
    il_edits_sort(&editor->edits);
    if (il_edits_clash(&editor->edits))
        return "two changes meet in one place";
    for (size_t i = 0; i < editor->edits.n; i++)
        IL_PUSH(editor->arena, edits, editor->edits.items[i]);
    il_edits_sort(edits);
    return NULL;
}
