#include "waiver_place.h"

#include <string.h>

#include "ts.h"

il_span il_place_line(const il_source *source, uint32_t offset)
{
    il_str text = il_source_text(source);
    uint32_t line = il_source_pos(source, offset).line;
    il_span span = il_source_line(source, line);
    if (span.end < text.n && text.p[span.end] == '\r')
        span.end++;
    if (span.end < text.n && text.p[span.end] == '\n')
        span.end++;
    return span;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- Programs ---- */

/* Where the first token at or behind AT begins; the end of the text when there is none. */
static uint32_t next_token(const il_document *document, uint32_t at)
{
    il_str text = il_source_text(document->source);
    for (;;) {
        while (at < text.n && is_blank(text.p[at]))
            at++;
        bool slash = at + 1 < text.n && text.p[at] == '/' && (text.p[at + 1] == '/' || text.p[at + 1] == '*');
        TSNode node = slash ? il_ts_at(document, (il_span){at, at + 1}) : (TSNode){0};
        if (!slash || !il_ts_is(node, "comment") || ts_node_end_byte(node) <= at)
            return at;
        at = ts_node_end_byte(node);
    }
}

/* What holds statements or members is none itself. */
static bool is_container(TSNode node)
{
    return il_ts_is(node, "program") || il_ts_is(node, "statement_block") || il_ts_is(node, "class_body");
}

/* The end of NODE, or of its head when it has a body of its own. */
static uint32_t end_of(TSNode node)
{
    static const char *const bodies[] = {"body", "consequence"};
    TSNode inner = il_ts_field(node, "declaration");
    if (il_ts_is(node, "export_statement") && !ts_node_is_null(inner))
        return end_of(inner);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        TSNode body = il_ts_field(node, bodies[i]);
        if (!ts_node_is_null(body) && !il_ts_is(node, "arrow_function"))
            return ts_node_start_byte(body);
    }
    return ts_node_end_byte(node);
}

static il_span next_in_program(const il_document *document, uint32_t after)
{
    uint32_t at = next_token(document, after);
    if (at >= il_source_text(document->source).n)
        return (il_span){at, at};
    TSNode node = ts_node_descendant_for_byte_range(ts_tree_root_node(document->ts), at, at + 1);
    for (TSNode up = ts_node_parent(node); !ts_node_is_null(up) && ts_node_start_byte(up) == at && !is_container(up);
         up = ts_node_parent(node))
        node = up;
    return (il_span){at, end_of(node)};
}

/* The nearest `new` whose arguments COMMENT stands in, within one statement; a null node when there is none. */
static TSNode new_around(const il_document *document, il_span comment)
{
    TSNode node = il_ts_at(document, (il_span){comment.start, comment.start + 1});
    while (!ts_node_is_null(node) && !is_container(node)) {
        if (il_ts_is(node, "new_expression"))
            return node;
        node = ts_node_parent(node);
    }
    return (TSNode){0};
}

/* ---- Templates ---- */

/* Where the first line that is no comment begins to say something, at or behind AT. */
static uint32_t next_text(il_str text, uint32_t at)
{
    for (;;) {
        while (at < text.n && is_blank(text.p[at]))
            at++;
        if (at >= text.n || text.p[at] != '#')
            return at;
        while (at < text.n && text.p[at] != '\n')
            at++;
    }
}

/* The member or element of NODE, or below it, that begins at AT, or at the `-` at AT; empty when there is none. */
static il_span beginning_at(const il_node *node, uint32_t at, int depth)
{
    if (depth > IL_DEPTH_MAX)
        return (il_span){0, 0};
    bool map = node->kind == IL_NODE_MAP;
    size_t n = map ? node->map.n : node->kind == IL_NODE_LIST ? node->list.n : 0;
    const il_node *around = NULL;
    for (size_t i = 0; i < n; i++) {
        const il_node *first = map ? node->map.members[i].key : node->list.items[i];
        const il_node *value = map ? node->map.members[i].value : node->list.items[i];
        bool dash = !map && node->style == IL_STYLE_BLOCK && at < first->span.start &&
                    (i == 0 ? at >= node->span.start : at >= node->list.items[i - 1]->span.end);
        if ((map && first->span.start == at && !node->map.members[i].merged) || dash)
            return (il_span){at, depth == 0 || value->span.end < at ? first->span.end : value->span.end};
        if (value->span.start <= at && at < value->span.end)
            around = value;
    }
    return around ? beginning_at(around, at, depth + 1) : (il_span){0, 0};
}

static il_span next_in_template(const il_document *document, uint32_t after)
{
    il_str text = il_source_text(document->source);
    uint32_t at = next_text(text, after);
    if (at >= text.n)
        return (il_span){at, at};
    for (size_t i = 0; i < document->n_roots; i++) {
        il_span found = beginning_at(document->roots[i], at, 0);
        if (found.end)
            return found;
    }
    return (il_span){at, at};
}

/* The column of OFFSET, in bytes from 1. */
static uint32_t column_of(const il_document *document, uint32_t offset)
{
    return il_source_pos(document->source, offset).byte_column;
}

static il_span resource_in_template(const il_document *document, const il_app *app, il_span comment)
{
    const il_resource *before = NULL, *behind = NULL;
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *r = app->resources.items[i];
        if (il_resource_is_fact(r) || r->whole.source != document->source)
            continue;
        uint32_t start = r->whole.span.start;
        if (start <= comment.start && (!before || start > before->whole.span.start))
            before = r;
        if (start > comment.start && (!behind || start < behind->whole.span.start))
            behind = r;
    }
    bool flow = before && comment.start < before->whole.span.end;
    if (before && (flow || column_of(document, comment.start) > column_of(document, before->whole.span.start)))
        return before->whole.span;
    return behind ? behind->whole.span : (il_span){0, 0};
}

/* ---- Both ---- */

il_span il_place_next(const il_document *document, il_span comment)
{
    bool yaml = document->kind == IL_DOCUMENT_YAML;
    il_span next = yaml ? next_in_template(document, comment.end) : next_in_program(document, comment.end);
    if (next.start >= il_source_text(document->source).n)
        return (il_span){0, 0};
    il_span line = il_place_line(document->source, next.start);
    return (il_span){next.start, next.end > line.end ? next.end : line.end};
}

il_span il_place_resource(const il_document *document, const il_app *app, il_span comment)
{
    if (document->kind == IL_DOCUMENT_YAML)
        return resource_in_template(document, app, comment);
    TSNode node = new_around(document, comment);
    return ts_node_is_null(node) ? il_place_next(document, comment) : il_ts_span(node);
}
