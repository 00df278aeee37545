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

/* What parsing may take. It takes about a second for ten megabytes; some texts of no sense take time by the square of their length. */
enum { SECONDS_MIN = 5, MICROSECONDS_PER_BYTE = 10 };

typedef struct {
    il_document *document;
    size_t listed, unlisted;
    const char *missing; /* the last token that is missing; several can be at one place, which is one finding */
    uint32_t missing_at;
    bool again; /* everything was said when it was parsed first */
    bool quiet; /* the file is not UTF-8, which has been said and explains the rest */
} reporter;

/* One parser for the life of the process: its tables cost more than a small file. */
static TSParser *parser_for(il_document_kind kind)
{
    static TSParser *parser;
    if (!parser) {
        il_ts__use_memory();
        parser = ts_parser_new();
    }
    if (!ts_parser_set_language(parser, kind == IL_DOCUMENT_TSX ? tree_sitter_tsx() : tree_sitter_typescript()))
        IL_PANIC("the TypeScript grammar does not fit the tree-sitter library");
    return parser;
}

/* The tree of TEXT; NULL when that takes longer than any program does. */
static TSTree *parse_text(il_document_kind kind, il_str text)
{
    TSParser *parser = parser_for(kind);
    ts_parser_set_timeout_micros(parser, SECONDS_MIN * 1000000u + (uint64_t)text.n * MICROSECONDS_PER_BYTE);
    TSTree *tree = ts_parser_parse_string(parser, NULL, text.p ? text.p : "", (uint32_t)text.n);
    if (!tree)
        ts_parser_reset(parser);
    return tree;
}

/* Whether TREE has lost nothing of TEXT: see ts_memory.c. */
static bool covers(const TSTree *tree, il_str text)
{
    return ts_node_end_byte(ts_tree_root_node(tree)) >= il_str_trim(text).n;
}

/* The tree of TEXT, or an empty one and a finding. */
static TSTree *parse_or_refuse(reporter *r, il_str text)
{
    TSTree *tree = parse_text(r->document->kind, text);
    if (tree && covers(tree, text))
        return tree;
    if (!r->again)
        il_syntax__error(
            r->document, (il_span){0, 0}, "%s",
            tree
                ? "this file is not read: too much of it in a row is no TypeScript, or is comments, for this tree-sitter"
                : "this file is not read: tree-sitter finds no end of it in reasonable time");
    r->quiet = true;
    if (tree)
        ts_tree_delete(tree);
    return parse_text(r->document->kind, IL_STR(""));
}

/* SPAN without what lies behind its first line. */
static il_span first_line(const il_document *document, il_span span)
{
    il_str rest = il_source_slice(document->source, span);
    return (il_span){span.start, span.start + (uint32_t)il_str_trim(il_str_cut(&rest, '\n')).n};
}

/* Which bracket closes the one that TOKEN (`(`, `{`, `${` …) opens; 0 when it opens none. */
static char closing(il_str token)
{
    char last = token.n ? token.p[token.n - 1] : '\0';
    return last == '(' ? ')' : last == '[' ? ']' : last == '{' ? '}' : '\0';
}

static bool is_quote(il_str token)
{
    return il_str_is(token, "'") || il_str_is(token, "\"") || il_str_is(token, "`");
}

/* What is without its partner among the direct children of an ERROR. */
typedef struct {
    il_span open[64]; /* brackets and quotes that wait for their end */
    size_t n_open;
    il_span stray; /* the first bracket that ends nothing */
    bool has_stray;
} pairing;

static void pair(pairing *p, const il_document *document, TSNode child)
{
    il_str token = il_ts_text(document, child);
    il_str before = p->n_open ? il_source_slice(document->source, p->open[p->n_open - 1]) : (il_str){NULL, 0};
    if (ts_node_is_named(child) || token.n == 0 || token.n > 2)
        return;
    bool quote = is_quote(token),
         ends = quote ? il_str_eq(before, token) : closing(before) == token.p[0] && token.n == 1;
    if (ends) {
        p->n_open--;
    } else if ((quote || closing(token)) && p->n_open < sizeof p->open / sizeof *p->open) {
        p->open[p->n_open++] = il_ts_span(child);
    } else if (strchr(")]}", token.p[0]) && !p->has_stray) {
        p->stray = il_ts_span(child);
        p->has_stray = true;
    }
}

/* Reports WHAT and, behind it, TOKEN if it is not empty. False when the list is full. */
static bool list(reporter *r, il_span span, const char *what, il_str token)
{
    il_document *document = r->document;
    if (r->quiet || r->listed == LISTED_MAX) {
        document->n_errors++;
        r->unlisted++;
        return false;
    }
    r->listed++;
    il_syntax__error(document, span, "%s%s%s", what, token.n ? " " : "",
                     token.n ? il_syntax__quoted(document, token) : "");
    return true;
}

static void report_error(reporter *r, TSTreeCursor *cursor)
{
    il_document *document = r->document;
    il_span span = first_line(document, il_ts_span(ts_tree_cursor_current_node(cursor)));
    const char *what = "cannot be read as TypeScript:";
    pairing p = {.n_open = 0};
    if (ts_tree_cursor_goto_first_child(cursor)) {
        do
            pair(&p, document, ts_tree_cursor_current_node(cursor));
        while (ts_tree_cursor_goto_next_sibling(cursor));
        ts_tree_cursor_goto_parent(cursor);
    }
    if (p.n_open || p.has_stray) {
        span = p.n_open ? p.open[p.n_open - 1] : p.stray;
        what = p.n_open ? "never closed:" : "closes nothing:";
    }
    list(r, span, what, il_source_slice(document->source, span));
}

/* The bracket with which the parent of the node at CURSOR begins, for one that is missing at its end. */
static void relate_opener(il_document *document, const TSTreeCursor *cursor, char missing)
{
    TSTreeCursor up = ts_tree_cursor_copy(cursor);
    if (ts_tree_cursor_goto_parent(&up) && ts_tree_cursor_goto_first_child(&up)) {
        TSNode first = ts_tree_cursor_current_node(&up);
        if (closing(il_ts_text(document, first)) == missing)
            il_syntax__related(document, il_ts_span(first), "opened here");
    }
    ts_tree_cursor_delete(&up);
}

static void report_missing(reporter *r, const TSTreeCursor *cursor)
{
    TSNode node = ts_tree_cursor_current_node(cursor);
    const char *type = ts_node_type(node);
    bool name = ts_node_is_named(node) && strstr(type, "identifier");
    il_span span = il_ts_span(node);
    bool again = r->missing && r->missing_at == span.start && strcmp(type, r->missing) == 0;
    r->missing = type;
    r->missing_at = span.start;
    if (again)
        r->document->n_errors++;
    else if (list(r, span, name ? "expected a name" : "expected", name ? (il_str){NULL, 0} : il_str_of(type)))
        relate_opener(r->document, cursor, type[0]);
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
            report_missing(r, &cursor);
        bool below = !is_error && ts_node_has_error(node) && ts_tree_cursor_goto_first_child(&cursor);
        more = below || next_apart(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    if (r->unlisted && !r->quiet) {
        il_finding *last = &r->document->syntax.findings.items[r->document->syntax.findings.n - 1];
        last->message = il_arena_printf(r->document->arena, "%.*s; %zu more syntax errors of this file are not listed",
                                        IL_FMT(last->message), r->unlisted);
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
    if (!r->again)
        il_syntax__error(document, (il_span){(uint32_t)bad, (uint32_t)bad + 1}, "%s",
                         bad == binary ? "a NUL byte: this is a binary file" : "invalid UTF-8");
    return il_str_slice(text, 0, binary);
}

void il_ts__parse(il_document *document)
{
    reporter r = {.document = document};
    document->ts = parse_or_refuse(&r, program_text(&r));
    report_errors(&r, ts_tree_root_node(document->ts));
}

void il_ts__parse_again(il_document *document)
{
    reporter r = {.document = document, .again = true};
    document->ts = parse_or_refuse(&r, program_text(&r));
}
