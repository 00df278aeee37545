/* The form of a line: indentation, `key:` or `field:` where there is one, kind, `!tag`, style, span, text, `alias`. Findings come last, one
 * a line, as `severity line:column-line:column message`. Nothing here may be quicker than it is plain. */
#include "dump.h"

#include <string.h>

#include "ts.h"

static void text(il_buf *out, il_str s)
{
    il_buf_puts(out, " \"");
    il_buf_json(out, s);
    il_buf_putc(out, '"');
}

static void node(il_buf *out, const il_node *n, int depth)
{
    static const char *const kinds[] = {"null", "bool", "number", "string", "list", "map"};
    static const char *const styles[] = {"plain", "single", "double", "literal", "folded", "flow", "block"};
    bool list = n->kind == IL_NODE_LIST, map = n->kind == IL_NODE_MAP;
    il_buf_puts(out, kinds[n->kind]);
    if (n->tag)
        il_buf_printf(out, " !%s", n->tag);
    il_buf_printf(out, " %s %u-%u", styles[n->style], n->span.start, n->span.end);
    if (!list && !map && n->kind != IL_NODE_NULL)
        text(out, n->text);
    if (n->kind == IL_NODE_BOOL)
        il_buf_puts(out, n->boolean ? " true" : " false");
    il_buf_puts(out, n->alias ? " alias\n" : "\n");
    for (size_t i = 0; list && i < n->list.n; i++) {
        il_buf_repeat(out, ' ', (size_t)depth * 2 + 2);
        il_buf_puts(out, "- ");
        node(out, n->list.items[i], depth + 1);
    }
    for (size_t i = 0; map && i < n->map.n; i++) {
        const il_member *m = &n->map.members[i];
        il_buf_repeat(out, ' ', (size_t)depth * 2 + 2);
        il_buf_printf(out, "%s%u-%u", m->merged ? "<< " : "", m->key->span.start, m->key->span.end);
        text(out, m->key->text);
        il_buf_puts(out, ": ");
        node(out, m->value, depth + 1);
    }
}

/* Named nodes, and MISSING ones, with the text of those that have nothing below. */
static void ts_line(il_buf *out, const il_document *document, TSTreeCursor *cursor, int depth)
{
    TSNode n = ts_tree_cursor_current_node(cursor);
    const char *field = ts_tree_cursor_current_field_name(cursor);
    il_span span = il_ts_span(n);
    il_buf_repeat(out, ' ', (size_t)depth * 2);
    if (field)
        il_buf_printf(out, "%s: ", field);
    il_buf_printf(out, "%s%s %u-%u", ts_node_is_missing(n) ? "MISSING " : "", ts_node_type(n), span.start, span.end);
    if (ts_node_named_child_count(n) == 0)
        text(out, il_ts_text(document, n));
    il_buf_putc(out, '\n');
}

static void ts(il_buf *out, const il_document *document)
{
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(document->ts));
    for (int depth = 0; depth >= 0;) {
        TSNode n = ts_tree_cursor_current_node(&cursor);
        if (ts_node_is_named(n) || ts_node_is_missing(n))
            ts_line(out, document, &cursor, depth);
        if (ts_tree_cursor_goto_first_child(&cursor)) {
            depth++;
            continue;
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            depth--;
            if (!ts_tree_cursor_goto_parent(&cursor))
                break;
        }
    }
    ts_tree_cursor_delete(&cursor);
}

static void place(il_buf *out, il_loc loc)
{
    il_pos start = il_source_pos(loc.source, loc.span.start), end = il_source_pos(loc.source, loc.span.end);
    il_buf_printf(out, " %u:%u-%u:%u ", start.line, start.column, end.line, end.column);
}

static void finding(il_buf *out, const il_finding *f)
{
    il_buf_puts(out, il_severity_name(f->severity));
    place(out, f->loc);
    il_buf_add(out, f->message);
    il_buf_putc(out, '\n');
    for (size_t i = 0; i < f->n_related; i++) {
        il_buf_puts(out, "  related");
        place(out, f->related[i].loc);
        il_buf_add(out, f->related[i].message);
        il_buf_putc(out, '\n');
    }
}

void il_dump(il_buf *out, const il_document *document)
{
    for (size_t i = 0; i < document->n_roots; i++)
        node(out, document->roots[i], 0);
    if (document->ts)
        ts(out, document);
    for (size_t i = 0; i < document->syntax.findings.n; i++)
        finding(out, &document->syntax.findings.items[i]);
}
