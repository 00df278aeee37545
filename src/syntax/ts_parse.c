/* TypeScript, TSX and JavaScript → tree-sitter's tree, and its ERROR and MISSING nodes → findings. Everything here goes over the tree with a
 * cursor: it may be nested as deeply as the text. */
#include <string.h>

#include "panic.h"
#include "parse.h"
#include "ts.h"
#include "utf8.h"

const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);

/* Findings of one file; the rest is a number in the last of them. */
enum { LISTED_MAX = 10 };

typedef struct {
    il_document *document;
    size_t listed;
    bool quiet; /* the file is not UTF-8, which has been said and explains the rest */
} reporter;

static TSTree *parse_bytes(il_document_kind kind, il_str text)
{
    /* One parser for the life of the process: its tables cost more than a small file. */
    static TSParser *parser;
    if (!parser)
        parser = ts_parser_new();
    if (!ts_parser_set_language(parser, kind == IL_DOCUMENT_TSX ? tree_sitter_tsx() : tree_sitter_typescript()))
        IL_PANIC("the TypeScript grammar does not fit the tree-sitter library");
    TSTree *tree = ts_parser_parse_string(parser, NULL, text.p, (uint32_t)text.n);
    if (!tree)
        IL_PANIC("tree-sitter gave no tree");
    return tree;
}

/* SPAN without what lies behind its first line. */
static il_span first_line(const il_document *document, il_span span)
{
    il_str rest = il_source_slice(document->source, span);
    return (il_span){span.start, span.start + (uint32_t)il_str_trim(il_str_cut(&rest, '\n')).n};
}

static bool is_opener(char c)
{
    return c == '(' || c == '[' || c == '{';
}

/* The bracket that closes what TOKEN opens, or 0. */
static char closing(char open)
{
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

/* Among the direct children of the ERROR at CURSOR: a bracket that is never closed (the innermost), else one that closes nothing. */
static bool lonely_bracket(const il_document *document, TSTreeCursor *cursor, il_span *span, bool *opens)
{
    enum { OPEN_MAX = 64 };
    il_span open[OPEN_MAX];
    size_t n = 0;
    bool stray = false;
    if (!ts_tree_cursor_goto_first_child(cursor))
        return false;
    do {
        TSNode child = ts_tree_cursor_current_node(cursor);
        il_str text = il_ts_text(document, child);
        char last = text.n ? text.p[text.n - 1] : '\0';
        if (ts_node_is_named(child) || text.n > 2 || text.n == 0)
            continue;
        if (is_opener(last) && n < OPEN_MAX) {
            open[n++] = il_ts_span(child);
        } else if (last == ')' || last == ']' || last == '}') {
            il_str opener = n ? il_source_slice(document->source, open[n - 1]) : (il_str){NULL, 0};
            bool fits = n && closing(opener.p[opener.n - 1]) == last;
            n -= fits;
            if (!fits && !stray) {
                stray = true;
                *span = il_ts_span(child);
            }
        }
    } while (ts_tree_cursor_goto_next_sibling(cursor));
    ts_tree_cursor_goto_parent(cursor);
    *opens = n > 0;
    if (n)
        *span = open[n - 1];
    return n > 0 || stray;
}

/* False when the list is full. */
static bool list(reporter *r, il_span span, const char *what, il_str token)
{
    il_document *document = r->document;
    if (r->quiet || r->listed == LISTED_MAX) {
        document->n_errors++;
        return false;
    }
    r->listed++;
    il_syntax__error(document, span, "%s %s", what, il_syntax__quoted(document, token));
    return true;
}

static void report_error(reporter *r, TSTreeCursor *cursor)
{
    il_document *document = r->document;
    il_span all = il_ts_span(ts_tree_cursor_current_node(cursor)), span = all;
    bool opens = false;
    if (lonely_bracket(document, cursor, &span, &opens)) {
        list(r, span, opens ? "this bracket is never closed:" : "this bracket closes nothing:",
             il_source_slice(document->source, span));
        return;
    }
    span = first_line(document, all);
    list(r, span, "cannot be read as TypeScript:", il_source_slice(document->source, span));
}

static void report_missing(reporter *r, TSNode node)
{
    list(r, il_ts_span(node), "expected", il_str_of(ts_node_type(node)));
}

/* Steps to the next node of a walk that does not go below the node at hand; false at the end. */
static bool next_apart(TSTreeCursor *cursor)
{
    while (!ts_tree_cursor_goto_next_sibling(cursor))
        if (!ts_tree_cursor_goto_parent(cursor))
            return false;
    return true;
}

static void report_errors(reporter *r, TSNode root)
{
    if (!ts_node_has_error(root))
        return;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        bool is_error = ts_node_symbol(node) == (TSSymbol)-1;
        if (is_error)
            report_error(r, &cursor);
        else if (ts_node_is_missing(node))
            report_missing(r, node);
        bool below = !is_error && ts_node_has_error(node) && ts_tree_cursor_goto_first_child(&cursor);
        more = below || next_apart(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    if (r->document->n_errors > r->listed && !r->quiet) {
        il_finding *last = &r->document->syntax.findings.items[r->document->syntax.findings.n - 1];
        last->message = il_arena_printf(r->document->arena, "%.*s; %zu more syntax errors of this file are not listed",
                                        IL_FMT(last->message), r->document->n_errors - r->listed);
    }
}

/* The text up to the first NUL, which no program text holds; bytes that are no UTF-8 are reported and left to tree-sitter. */
static il_str program_text(reporter *r)
{
    il_document *document = r->document;
    il_str text = il_source_text(document->source);
    if (!il_syntax__readable(document)) {
        r->quiet = true;
        return il_str_slice(text, 0, 0);
    }
    const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
    size_t binary = nul ? (size_t)(nul - text.p) : SIZE_MAX, invalid = il_utf8_invalid(text);
    size_t bad = binary < invalid ? binary : invalid;
    if (bad == SIZE_MAX)
        return text;
    r->quiet = true;
    il_syntax__error(document, (il_span){(uint32_t)bad, (uint32_t)bad + 1}, "%s",
                     bad == binary ? "a NUL byte: this is a binary file" : "invalid UTF-8");
    return il_str_slice(text, 0, binary);
}

void il_ts__parse(il_document *document)
{
    reporter r = {.document = document};
    document->ts = parse_bytes(document->kind, program_text(&r));
    report_errors(&r, ts_tree_root_node(document->ts));
}
