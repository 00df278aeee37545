/* Edits `{…}` and `[…]`: all of JSON, and YAML's flow form. Copies from the container whether members stand on lines of their own, how they
 * are indented, and the spaces around colons and commas. */
#include "data_editor.h"

/* The style of a container that has its first element (key or item) at FIRST. */
static il_flow_style container_style(const il_data_editor *editor, const il_node *node, uint32_t first)
{
    il_str indent = il_text_indent(editor->text, first);
    il_flow_style style = il_data__flow_style(editor, indent);
    style.lines = !il_text_same_line(editor->text, node->span.start, first);
    style.pad = !style.lines && node->span.start + 1 < first;
    return style;
}

/* What stands between two elements on one line, if that is a comma and spaces. */
static il_str between(const il_data_editor *editor, uint32_t from, uint32_t to, il_str fallback)
{
    il_str text = il_str_slice(editor->text, from, to);
    bool plain =
        text.n > 0 && il_str_eq(il_str_trim(text), il_str_trim(fallback)) && il_text_same_line(editor->text, from, to);
    return plain ? text : fallback;
}

static il_flow_style map_style(const il_data_editor *editor, const il_node *map)
{
    const il_member *first = &map->map.members[0];
    il_flow_style style = container_style(editor, map, first->key->span.start);
    style.quoted = editor->json || first->key->style == IL_STYLE_DOUBLE;
    style.colon = between(editor, first->key->span.end, first->value->span.start, style.colon);
    style.comma = style.colon.n == 1 ? IL_STR(",") : style.comma;
    if (map->map.n > 1)
        style.comma = between(editor, first->value->span.end, map->map.members[1].key->span.start, style.comma);
    return style;
}

static void put_separator(const il_data_editor *editor, il_buf *out, const il_flow_style *style)
{
    if (!style->lines) {
        il_buf_add(out, style->comma);
        return;
    }
    il_buf_putc(out, ',');
    il_buf_add(out, editor->newline);
    il_buf_add(out, style->indent);
}

static void put_member(const il_data_editor *editor, il_buf *out, const il_edit_member *member,
                       const il_flow_style *style)
{
    il_data__render_key(editor, out, member->key, style->quoted);
    il_buf_add(out, style->colon);
    il_data__render_flow(editor, out, member->value, style);
}

static void emit(il_data_editor *editor, uint32_t start, uint32_t end, il_buf *text)
{
    il_edits_add(editor->arena, editor->edits, editor->document->source, (il_span){start, end}, il_buf_str(text));
    il_buf_free(text);
}

void il_data__flow_replace(il_data_editor *editor, const il_node *node, const il_edit_value *value,
                           const il_flow_style *style)
{
    il_buf out = {0};
    bool requote = value->kind == IL_EDIT_STRING && !node->tag &&
                   (node->style == IL_STYLE_SINGLE || node->style == IL_STYLE_DOUBLE);
    if (requote && !editor->json)
        il_data__render_quoted(&out, value->text, node->style == IL_STYLE_SINGLE ? '\'' : '"');
    else
        il_data__render_flow(editor, &out, value, style);
    emit(editor, node->span.start, il_text_trim_end(editor->text, node->span.start, node->span.end), &out);
}

/* Enters or replaces what is there, marks in GONE what is to go, and returns in FRESH what is to be added. */
static il_edit_value *apply_present(il_data_editor *editor, const il_node *map, const il_edit_value *patch,
                                    const il_flow_style *style, bool *gone)
{
    il_edit_value *fresh = il_edit_map(editor->arena);
    for (size_t i = 0; i < patch->members.n; i++) {
        const il_edit_member *wanted = &patch->members.items[i];
        const il_member *member = il_node_member(map, wanted->key);
        bool removal = wanted->value->kind == IL_EDIT_REMOVE;
        if (!member) {
            il_edit_member created = *wanted;
            created.value = il_edit_created(editor->arena, wanted->value);
            if (created.value)
                IL_PUSH(editor->arena, &fresh->members, created);
        } else if (removal) {
            gone[member - map->map.members] = true;
        } else if (!il_data__enter(editor, member->value, wanted->value)) {
            il_data__flow_replace(editor, member->value, wanted->value, style);
        }
    }
    return fresh;
}

/* The index of the kept member that WANTED goes behind; -1 = before all. */
static long anchor_of(const il_node *map, const il_edit_member *wanted, const bool *gone)
{
    const il_member *after = il_node_member(map, wanted->after), *before = il_node_member(map, wanted->before);
    long at = (long)map->map.n - 1;
    if (wanted->after.n > 0 && after)
        at = after - map->map.members;
    else if (wanted->before.n > 0 && before)
        at = before - map->map.members - 1;
    while (at >= 0 && gone[at])
        at--;
    return at;
}

/* Puts MEMBER into the white space before the key of member AT + 1, at the byte that its slot says: the indentation that stands there already
 * is completed before it and begun anew behind it. False where there is no such white space. */
static bool insert_in_slot(il_data_editor *editor, const il_node *map, long at, const il_edit_member *member,
                           const il_flow_style *style)
{
    if (!style->lines || member->slot == 0 || at + 1 >= (long)map->map.n)
        return false;
    il_buf gap = {0}, out = {0};
    uint32_t from = at < 0 ? map->span.start + 1 : map->map.members[at].value->span.end;
    uint32_t to = map->map.members[at + 1].key->span.start;
    il_buf_puts(&gap, at < 0 ? "" : ",");
    il_buf_add(&gap, editor->newline);
    uint32_t line = from + (uint32_t)gap.n;
    il_buf_add(&gap, style->indent);
    bool plain = il_str_eq(il_str_slice(editor->text, from, to), il_buf_str(&gap));
    il_buf_free(&gap);
    if (!plain)
        return false;
    size_t split = (member->slot - 1) % (style->indent.n + 1);
    il_buf_add(&out, il_str_slice(style->indent, split, style->indent.n));
    put_member(editor, &out, member, style);
    il_buf_putc(&out, ',');
    il_buf_add(&out, editor->newline);
    il_buf_add(&out, il_str_slice(style->indent, 0, split));
    emit(editor, line + (uint32_t)split, line + (uint32_t)split, &out);
    return true;
}

static void insert_members(il_data_editor *editor, const il_node *map, const il_edit_value *fresh,
                           const il_flow_style *style, const bool *gone)
{
    for (long at = -1; at < (long)map->map.n; at++) {
        il_buf out = {0};
        bool any = false;
        for (size_t i = 0; i < fresh->members.n; i++) {
            const il_edit_member *member = &fresh->members.items[i];
            if (anchor_of(map, member, gone) != at || insert_in_slot(editor, map, at, member, style))
                continue;
            any = true;
            if (at >= 0)
                put_separator(editor, &out, style);
            put_member(editor, &out, member, style);
            if (at < 0)
                put_separator(editor, &out, style);
        }
        if (any) {
            uint32_t place = at < 0 ? map->map.members[0].key->span.start : map->map.members[at].value->span.end;
            emit(editor, place, place, &out);
        }
    }
}

static void remove_members(il_data_editor *editor, const il_node *map, const bool *gone)
{
    bool kept = false;
    for (size_t i = 0; i < map->map.n; i++) {
        const il_member *members = map->map.members;
        il_buf nothing = {0};
        if (!gone[i])
            kept = true;
        else if (kept)
            emit(editor, members[i - 1].value->span.end, members[i].value->span.end, &nothing);
        else
            emit(editor, members[i].key->span.start, members[i + 1].key->span.start, &nothing);
    }
}

void il_data__flow_map(il_data_editor *editor, const il_node *map, const il_edit_value *patch)
{
    size_t n = map->map.n, kept = 0;
    bool *gone = IL_NEW_ARRAY(editor->arena, n, bool);
    il_flow_style style =
        n ? map_style(editor, map) : il_data__flow_style(editor, il_text_indent(editor->text, map->span.start));
    il_edit_value *fresh = apply_present(editor, map, patch, &style, gone);
    for (size_t i = 0; i < n; i++)
        kept += !gone[i];
    if (kept > 0) {
        remove_members(editor, map, gone);
        insert_members(editor, map, fresh, &style, gone);
    } else if (fresh->members.n > 0 || n > 0) {
        style.indent = il_text_indent(editor->text, map->span.start);
        il_buf out = {0};
        il_data__render_flow(editor, &out, fresh, &style);
        emit(editor, map->span.start, map->span.end, &out);
    }
}

void il_data__flow_append(il_data_editor *editor, const il_node *list, const il_edit_value *all)
{
    const il_edit_value *patch = il_data__missing_items(editor, list, all);
    if (patch->items.n == 0)
        return;
    il_buf out = {0};
    if (list->list.n == 0) {
        il_flow_style style = il_data__flow_style(editor, il_text_indent(editor->text, list->span.start));
        il_data__render_flow(editor, &out, patch, &style);
        emit(editor, list->span.start, list->span.end, &out);
        return;
    }
    const il_node *first = list->list.items[0], *last = list->list.items[list->list.n - 1];
    il_flow_style style = container_style(editor, list, first->span.start);
    style.quoted = editor->json || first->style == IL_STYLE_DOUBLE;
    if (list->list.n > 1)
        style.comma = between(editor, first->span.end, list->list.items[1]->span.start, style.comma);
    for (size_t i = 0; i < patch->items.n; i++) {
        put_separator(editor, &out, &style);
        il_data__render_flow(editor, &out, patch->items.items[i], &style);
    }
    emit(editor, last->span.end, last->span.end, &out);
}
