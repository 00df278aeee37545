/* Edits YAML's indented form. Whole lines come and go; a comment at the end of a member's line stays with that member, and blank lines
 * between members are kept as the map has them. */
#include "data_editor.h"

typedef struct {
    il_data_editor *editor;
    const il_node *map;
    size_t *own; /* indexes of the members that are written here (not merged in) */
    size_t n;
    bool *gone; /* by position in `own` */
    il_str indent;
    il_edit_value *fresh;
} block;

static il_str text_of(const block *b)
{
    return b->editor->text;
}

static void emit(il_data_editor *editor, uint32_t start, uint32_t end, il_str text)
{
    il_edits_add(editor->arena, editor->edits, editor->document->source, (il_span){start, end}, text);
}

static uint32_t after_colon(il_str text, const il_member *member)
{
    size_t colon = il_str_find(text, IL_STR(":"), member->key->span.end);
    return colon == SIZE_MAX ? (uint32_t)text.n : (uint32_t)colon + 1;
}

/* Where NODE ends: without the line breaks that a block scalar takes along, but for the empty lines that `|+` keeps on purpose. */
static uint32_t node_end(il_str text, const il_node *node)
{
    bool block_scalar = node->style == IL_STYLE_LITERAL || node->style == IL_STYLE_FOLDED;
    uint32_t end = il_text_trim_end(text, node->span.start, node->span.end);
    for (size_t n = node->text.n; block_scalar && n >= 2 && node->text.p[n - 1] == '\n' && node->text.p[n - 2] == '\n';
         n--)
        end = il_text_next_line(text, end);
    return end;
}

static uint32_t member_end(il_str text, const il_member *member)
{
    uint32_t end = node_end(text, member->value), colon = after_colon(text, member);
    return end > colon ? end : colon;
}

static const il_member *own(const block *b, size_t at)
{
    return &b->map->map.members[b->own[at]];
}

/* The white space that puts a line under OFFSET's column. */
static il_str pad(const il_data_editor *editor, uint32_t offset)
{
    if (il_text_first_on_line(editor->text, offset))
        return il_text_indent(editor->text, offset);
    il_buf out = {0};
    il_buf_repeat(&out, ' ', offset - il_text_line_start(editor->text, offset));
    return il_buf_take(editor->arena, &out);
}

static block block_of(il_data_editor *editor, const il_node *map)
{
    block b = {.editor = editor, .map = map, .fresh = il_edit_map(editor->arena)};
    b.own = IL_NEW_ARRAY(editor->arena, map->map.n, size_t);
    b.gone = IL_NEW_ARRAY(editor->arena, map->map.n, bool);
    for (size_t i = 0; i < map->map.n; i++) {
        if (!map->map.members[i].merged)
            b.own[b.n++] = i;
    }
    if (b.n > 0)
        b.indent = pad(editor, own(&b, 0)->key->span.start);
    return b;
}

static void replace_value(block *b, const il_member *member, const il_edit_value *value)
{
    il_data_editor *editor = b->editor;
    const il_node *node = member->value;
    bool block_scalar = node->style == IL_STYLE_LITERAL || node->style == IL_STYLE_FOLDED;
    bool scalar =
        node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP && !block_scalar && node->span.end > node->span.start;
    if (scalar && (value->kind == IL_EDIT_STRING || value->kind == IL_EDIT_LITERAL)) {
        il_buf out = {0};
        bool quoted = !node->tag && (node->style == IL_STYLE_SINGLE || node->style == IL_STYLE_DOUBLE);
        if (quoted && value->kind == IL_EDIT_STRING)
            il_data__render_quoted(&out, value->text, node->style == IL_STYLE_SINGLE ? '\'' : '"');
        else
            il_data__render_scalar(editor, &out, value, false);
        emit(editor, node->span.start, node_end(editor->text, node), il_buf_take(editor->arena, &out));
        return;
    }
    il_buf out = {0};
    il_data__render_block(editor, &out, value, b->indent);
    emit(editor, after_colon(editor->text, member), member_end(editor->text, member), il_buf_take(editor->arena, &out));
}

/* `{}` or `[]`. */
static bool is_empty(const il_node *node)
{
    bool map = node->kind == IL_NODE_MAP && node->map.n == 0, list = node->kind == IL_NODE_LIST && node->list.n == 0;
    return (map || list) && !node->alias && !node->tag;
}

static void apply_present(block *b, const il_edit_value *patch)
{
    for (size_t i = 0; i < patch->members.n; i++) {
        const il_edit_member *wanted = &patch->members.items[i];
        const il_member *member = il_node_member(b->map, wanted->key);
        bool removal = wanted->value->kind == IL_EDIT_REMOVE;
        bool inner = wanted->value->kind == IL_EDIT_MAP || wanted->value->kind == IL_EDIT_APPEND;
        if (member && member->merged && (removal || inner)) {
            il_data__refuse(b->editor, "the value comes in through a YAML merge");
        } else if (!member || member->merged) {
            il_edit_member created = *wanted;
            created.value = il_edit_created(b->editor->arena, wanted->value);
            if (created.value)
                IL_PUSH(b->editor->arena, &b->fresh->members, created);
        } else if (removal) {
            for (size_t at = 0; at < b->n; at++)
                b->gone[at] |= own(b, at) == member;
        } else if (inner && is_empty(member->value)) {
            il_edit_value *created = il_edit_created(b->editor->arena, wanted->value);
            if (created)
                replace_value(b, member, created);
        } else if (!il_data__enter(b->editor, member->value, wanted->value)) {
            replace_value(b, member, wanted->value);
        }
    }
}

static long position(const block *b, il_str key)
{
    for (size_t at = 0; key.n > 0 && at < b->n; at++) {
        if (il_str_eq(own(b, at)->key->text, key))
            return (long)at;
    }
    return -1;
}

/* The kept member that WANTED goes behind; -1 = before all. */
static long anchor_of(const block *b, const il_edit_member *wanted)
{
    long after = position(b, wanted->after), before = position(b, wanted->before);
    long at = after >= 0 ? after : before >= 0 ? before - 1 : (long)b->n - 1;
    while (at >= 0 && b->gone[at])
        at--;
    return at;
}

/* Whether a blank line parts the members around AT. */
static bool spaced(const block *b, long at)
{
    if (b->n < 2)
        return false;
    size_t upper = at >= 1 ? (size_t)at - 1 : 0;
    uint32_t end = il_text_line_end(text_of(b), member_end(text_of(b), own(b, upper)));
    uint32_t next = il_text_next_line(text_of(b), end), key = own(b, upper + 1)->key->span.start;
    return next < key && il_text_blank(text_of(b), next, il_text_line_end(text_of(b), next));
}

static void put_member(const block *b, il_buf *out, const il_edit_member *member)
{
    il_data__render_key(b->editor, out, member->key, own(b, 0)->key->style == IL_STYLE_DOUBLE);
    il_buf_putc(out, ':');
    il_data__render_block(b->editor, out, member->value, b->indent);
}

static void put_break(const block *b, il_buf *out, bool blank_line)
{
    if (blank_line)
        il_buf_add(out, b->editor->newline);
    il_buf_add(out, b->editor->newline);
}

static void insert_at(block *b, long at)
{
    il_buf out = {0};
    bool blank_line = spaced(b, at);
    for (size_t i = 0; i < b->fresh->members.n; i++) {
        const il_edit_member *member = &b->fresh->members.items[i];
        if (anchor_of(b, member) != at)
            continue;
        if (at >= 0) {
            put_break(b, &out, blank_line);
            il_buf_add(&out, b->indent);
        }
        put_member(b, &out, member);
        if (at < 0) {
            put_break(b, &out, blank_line);
            il_buf_add(&out, b->indent);
        }
    }
    il_str text = il_buf_take(b->editor->arena, &out);
    if (text.n == 0)
        return;
    uint32_t first = own(b, 0)->key->span.start;
    uint32_t place = at < 0 ? first : il_text_line_end(text_of(b), member_end(text_of(b), own(b, (size_t)at)));
    emit(b->editor, place, place, text);
}

/* The bytes that go with member AT: its lines, or, on a line shared with a dash, up to the next key. */
static il_span extent(const block *b, size_t at)
{
    il_str text = text_of(b);
    const il_member *member = own(b, at);
    uint32_t start = member->key->span.start, end = member_end(text, member);
    if (!il_text_first_on_line(text, start))
        return (il_span){start, own(b, at + 1)->key->span.start};
    start = il_text_line_start(text, start);
    uint32_t next = il_text_next_line(text, end);
    bool no_break = il_text_line_end(text, end) == next;
    if (!no_break || start == 0)
        return (il_span){start, next};
    start -= start >= 2 && text.p[start - 2] == '\r' ? 2 : 1;
    return (il_span){start, next};
}

/* All members go: what comes instead stands where they stood. */
static void replace_all(block *b)
{
    il_buf out = {0};
    for (size_t i = 0; i < b->fresh->members.n; i++) {
        if (i > 0)
            put_break(b, &out, false);
        if (i > 0)
            il_buf_add(&out, b->indent);
        put_member(b, &out, &b->fresh->members.items[i]);
    }
    if (b->fresh->members.n == 0)
        il_buf_puts(&out, "{}");
    uint32_t end = member_end(text_of(b), own(b, b->n - 1));
    emit(b->editor, own(b, 0)->key->span.start, end, il_buf_take(b->editor->arena, &out));
}

void il_data__block_map(il_data_editor *editor, const il_node *map, const il_edit_value *patch)
{
    block b = block_of(editor, map);
    if (b.n == 0) {
        il_data__refuse(editor, "all of the map comes in through a YAML merge");
        return;
    }
    apply_present(&b, patch);
    size_t kept = 0;
    for (size_t at = 0; at < b.n; at++)
        kept += !b.gone[at];
    if (kept == 0) {
        replace_all(&b);
        return;
    }
    for (long at = -1; at < (long)b.n; at++) {
        insert_at(&b, at);
        if (at >= 0 && b.gone[at]) {
            il_span span = extent(&b, (size_t)at);
            emit(editor, span.start, span.end, (il_str){0});
        }
    }
}

void il_data__block_append(il_data_editor *editor, const il_node *list, const il_edit_value *all)
{
    const il_edit_value *patch = il_data__missing_items(editor, list, all);
    uint32_t dash = list->list.n ? list->list.items[0]->span.start : 0;
    while (dash > 0 && editor->text.p[dash] != '-')
        dash--;
    if (patch->items.n == 0)
        return;
    if (list->list.n == 0 || !il_text_blank(editor->text, dash + 1, list->list.items[0]->span.start)) {
        il_data__refuse(editor, "the list is written in an unusual way");
        return;
    }
    il_str indent = pad(editor, dash);
    il_buf out = {0};
    for (size_t i = 0; i < patch->items.n; i++) {
        il_buf_add(&out, editor->newline);
        il_buf_add(&out, indent);
        il_data__render_item(editor, &out, patch->items.items[i], indent);
    }
    uint32_t place = il_text_line_end(editor->text, node_end(editor->text, list->list.items[list->list.n - 1]));
    emit(editor, place, place, il_buf_take(editor->arena, &out));
}
