#include "ts.h"

#include <string.h>

il_span il_ts_span(TSNode node)
{
    return (il_span){ts_node_start_byte(node), ts_node_end_byte(node)};
}

il_loc il_ts_loc(const il_document *document, TSNode node)
{
    return (il_loc){document->source, il_ts_span(node)};
}

il_str il_ts_text(const il_document *document, TSNode node)
{
    return il_source_slice(document->source, il_ts_span(node));
}

bool il_ts_is(TSNode node, const char *type)
{
    return !ts_node_is_null(node) && strcmp(ts_node_type(node), type) == 0;
}

TSNode il_ts_field(TSNode node, const char *field)
{
    return ts_node_child_by_field_name(node, field, (uint32_t)strlen(field));
}

TSNode il_ts_at(const il_document *document, il_span span)
{
    return ts_node_named_descendant_for_byte_range(ts_tree_root_node(document->ts), span.start, span.end);
}

/* Moves CURSOR to its child on the way down to NODE. */
static bool descend(TSTreeCursor *cursor, TSNode node)
{
    if (!ts_tree_cursor_goto_first_child(cursor))
        return false;
    do {
        TSNode child = ts_tree_cursor_current_node(cursor);
        if (ts_node_eq(child, node))
            return true;
        if (ts_node_start_byte(child) <= ts_node_start_byte(node) &&
            ts_node_end_byte(child) >= ts_node_end_byte(node) && ts_node_child_count(child))
            return true;
    } while (ts_tree_cursor_goto_next_sibling(cursor));
    return false;
}

/* One way down from the root: tree-sitter 0.20's ts_node_parent goes that way anew for each step up. */
TSNode il_ts_ancestor(TSNode node, const char *type)
{
    TSNode found = {0};
    if (ts_node_is_null(node))
        return found;
    TSTree *tree = (TSTree *)node.tree;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    for (bool more = true; more;) {
        TSNode at = ts_tree_cursor_current_node(&cursor);
        if (il_ts_is(at, type))
            found = at;
        more = !ts_node_eq(at, node) && descend(&cursor, node);
    }
    ts_tree_cursor_delete(&cursor);
    return found;
}
