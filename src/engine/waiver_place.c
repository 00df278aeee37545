#include "waiver_place.h"

#include <stdlib.h>
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

typedef struct {
    il_span span;
    bool section; /* of the template: a member of its root */
} stretch;

typedef IL_VEC(stretch) stretches;

struct il_place_index {
    il_arena *arena;
    const il_document *document;
    stretches scalars, members, items; /* each in the order of the text */
    IL_VEC(const il_resource *) resources;
};

static void add_node(il_place_index *index, const il_node *node, int depth);

static void add_stretch(il_place_index *index, stretches *to, il_span span, bool section)
{
    stretch one = {span, section};
    IL_PUSH(index->arena, to, one);
}

static void add_map(il_place_index *index, const il_node *map, int depth)
{
    for (size_t i = 0; i < map->map.n; i++) {
        const il_member *member = &map->map.members[i];
        il_span key = member->key->span, value = member->value->span;
        if (member->merged)
            continue;
        add_stretch(index, &index->members, (il_span){key.start, value.end > key.end ? value.end : key.end},
                    depth == 0);
        add_node(index, member->key, depth + 1);
        add_node(index, member->value, depth + 1);
    }
}

static void add_node(il_place_index *index, const il_node *node, int depth)
{
    if (node->alias || depth > IL_DEPTH_MAX)
        return;
    if (node->kind == IL_NODE_MAP)
        add_map(index, node, depth);
    else if (node->kind != IL_NODE_LIST)
        add_stretch(index, &index->scalars, node->span, false);
    for (size_t i = 0; node->kind == IL_NODE_LIST && i < node->list.n; i++) {
        if (node->style == IL_STYLE_BLOCK)
            add_stretch(index, &index->items, node->list.items[i]->span, false);
        add_node(index, node->list.items[i], depth + 1);
    }
}

static int resource_order(const void *left, const void *right)
{
    const il_resource *a = *(const il_resource *const *)left, *b = *(const il_resource *const *)right;
    return a->whole.span.start < b->whole.span.start ? -1 : a->whole.span.start > b->whole.span.start;
}

il_place_index *il_place_index_new(il_arena *arena, const il_document *document, const il_app *app)
{
    il_place_index *index = IL_NEW(arena, il_place_index);
    index->arena = arena;
    index->document = document;
    for (size_t i = 0; i < document->n_roots; i++)
        add_node(index, document->roots[i], 0);
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *r = app->resources.items[i];
        if (!il_resource_is_fact(r) && r->whole.source == document->source)
            IL_PUSH(arena, &index->resources, r);
    }
    if (index->resources.n)
        qsort(index->resources.items, index->resources.n, sizeof *index->resources.items, resource_order);
    return index;
}

/* The number of stretches of LIST that begin at AT or before. */
static size_t begun(const stretches *list, uint32_t at)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].span.start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool il_place_in_scalar(const il_place_index *index, uint32_t at)
{
    size_t n = begun(&index->scalars, at);
    return n && at < index->scalars.items[n - 1].span.end;
}

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

/* The member that begins at AT, or the element whose `-` stands there; the line at AT for everything else. */
static il_span next_in_template(const il_place_index *index, uint32_t after)
{
    il_str text = il_source_text(index->document->source);
    uint32_t at = next_text(text, after);
    size_t n = begun(&index->members, at);
    if (n && index->members.items[n - 1].span.start == at)
        return (il_span){at, index->members.items[n - 1].section ? at : index->members.items[n - 1].span.end};
    n = begun(&index->items, at);
    if (at >= text.n || text.p[at] != '-' || n == index->items.n)
        return (il_span){at, at};
    il_span item = index->items.items[n].span;
    for (uint32_t i = at + 1; i < item.start; i++)
        if (!is_blank(text.p[i]))
            return (il_span){at, at};
    return (il_span){at, item.end};
}

/* The column of OFFSET, in bytes from 1. */
static uint32_t column_of(const il_document *document, uint32_t offset)
{
    return il_source_pos(document->source, offset).byte_column;
}

static il_span resource_in_template(const il_place_index *index, il_span comment)
{
    size_t low = 0, high = index->resources.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->resources.items[middle]->whole.span.start <= comment.start)
            low = middle + 1;
        else
            high = middle;
    }
    const il_resource *before = low ? index->resources.items[low - 1] : NULL;
    bool flow = before && comment.start < before->whole.span.end;
    if (before &&
        (flow || column_of(index->document, comment.start) > column_of(index->document, before->whole.span.start)))
        return before->whole.span;
    return low < index->resources.n ? index->resources.items[low]->whole.span : (il_span){0, 0};
}

/* ---- Both ---- */

il_span il_place_next(const il_document *document, const il_place_index *index, il_span comment)
{
    il_span next = index ? next_in_template(index, comment.end) : next_in_program(document, comment.end);
    if (next.start >= il_source_text(document->source).n)
        return (il_span){0, 0};
    il_span line = il_place_line(document->source, next.start);
    return (il_span){next.start, next.end > line.end ? next.end : line.end};
}

il_span il_place_resource(const il_document *document, const il_place_index *index, il_span comment)
{
    if (index)
        return resource_in_template(index, comment);
    TSNode node = new_around(document, comment);
    return ts_node_is_null(node) ? il_place_next(document, NULL, comment) : il_ts_span(node);
}
