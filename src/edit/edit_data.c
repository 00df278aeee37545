/* Walks tree and patch side by side. What exists is entered or replaced, what does not is added by the editor of the container's form.
 * Refuses to change what lies elsewhere (YAML aliases and merges) or is computed (an intrinsic where a map is wanted). */
#include "edit_data.h"

#include "data_editor.h"

/* Nodes that are looked at to learn the style of a text: enough to know, few enough for any size. */
enum { SAMPLE = 4000 };

typedef struct {
    const il_data_editor *editor;
    size_t seen;
    size_t single, quoted, short_tags, long_names, deep_lists, flat_lists, inline_lists, open_lists;
    size_t step;
} sample;

static size_t column(const il_data_editor *editor, uint32_t offset)
{
    return offset - il_text_line_start(editor->text, offset);
}

static bool intrinsic_key(il_str key)
{
    return il_str_is(key, "Ref") || il_str_starts(key, IL_STR("Fn::"));
}

static void sample_node(sample *s, const il_node *node);

static void sample_member(sample *s, const il_member *member)
{
    const il_node *value = member->value;
    s->long_names += intrinsic_key(member->key->text);
    if (member->merged || value->alias)
        return;
    size_t at = column(s->editor, member->key->span.start);
    bool block = value->style == IL_STYLE_BLOCK;
    if (block && value->kind == IL_NODE_LIST)
        *(column(s->editor, value->span.start) > at ? &s->deep_lists : &s->flat_lists) += 1;
    if (block && value->kind == IL_NODE_MAP && value->map.n > 0 && s->step == 0) {
        size_t inner = column(s->editor, value->map.members[0].key->span.start);
        s->step = inner > at ? inner - at : 0;
    }
    sample_node(s, value);
}

static void sample_list(sample *s, const il_node *list)
{
    if (list->list.n > 0 && list->style == IL_STYLE_FLOW) {
        const il_node *first = list->list.items[0];
        bool line = il_text_same_line(s->editor->text, list->span.start, first->span.start);
        bool scalar = first->kind != IL_NODE_MAP && first->kind != IL_NODE_LIST;
        s->inline_lists += scalar && line;
        s->open_lists += scalar && !line;
    }
    for (size_t i = 0; i < list->list.n && s->seen < SAMPLE; i++)
        sample_node(s, list->list.items[i]);
}

static void sample_node(sample *s, const il_node *node)
{
    s->seen++;
    s->short_tags += node->tag != NULL;
    s->single += node->style == IL_STYLE_SINGLE;
    s->quoted += node->style == IL_STYLE_DOUBLE;
    if (node->kind == IL_NODE_LIST)
        sample_list(s, node);
    if (node->kind == IL_NODE_MAP) {
        for (size_t i = 0; i < node->map.n && s->seen < SAMPLE; i++)
            sample_member(s, &node->map.members[i]);
    }
}

static il_str json_step(const il_data_editor *editor, const il_node *root)
{
    if (root->kind != IL_NODE_MAP || root->map.n == 0)
        return IL_STR("  ");
    uint32_t first = root->map.members[0].key->span.start;
    il_str outer = il_text_indent(editor->text, root->span.start), inner = il_text_indent(editor->text, first);
    if (!il_text_first_on_line(editor->text, first) || inner.n <= outer.n)
        return IL_STR("  ");
    return il_str_slice(inner, outer.n, inner.n);
}

static void learn_style(il_data_editor *editor, const il_node *root)
{
    sample s = {.editor = editor};
    sample_node(&s, root);
    editor->quote = s.quoted > s.single ? '"' : '\'';
    editor->short_tags = !editor->json && (s.short_tags > 0 || s.long_names == 0);
    editor->indent_lists = s.flat_lists <= s.deep_lists;
    editor->inline_lists = s.inline_lists > s.open_lists;
    if (editor->json) {
        bool any = root->kind == IL_NODE_MAP && root->map.n > 0;
        uint32_t first = any ? root->map.members[0].key->span.start : root->span.end;
        editor->pretty = !il_text_same_line(editor->text, root->span.start, first) || !any;
        editor->step = json_step(editor, root);
    } else {
        editor->step = il_str_slice(IL_STR("        "), 0, s.step ? s.step : 2);
    }
}

void il_data__refuse(il_data_editor *editor, const char *reason)
{
    if (!editor->refusal)
        editor->refusal = reason;
}

/* The name of a short tag that stands for the long KEY: "Ref" → "Ref", "Fn::Sub" → "Sub". */
static il_str short_name(il_str key)
{
    return il_str_starts(key, IL_STR("Fn::")) ? il_str_slice(key, 4, key.n) : key;
}

static bool equal(il_arena *arena, const il_node *node, const il_edit_value *value);

static bool equal_content(il_arena *arena, const il_node *node, const il_edit_value *value)
{
    switch (value->kind) {
    case IL_EDIT_LITERAL:
        if (node->kind == IL_NODE_BOOL)
            return il_str_is(value->text, node->boolean ? "true" : "false");
        if (node->kind == IL_NODE_NULL)
            return il_str_is(value->text, "null");
        return node->kind == IL_NODE_NUMBER && il_str_eq(node->text, value->text);
    case IL_EDIT_STRING:
        return node->kind == IL_NODE_STRING && il_str_eq(node->text, value->text);
    case IL_EDIT_LIST:
        if (node->kind != IL_NODE_LIST || node->list.n != value->items.n)
            return false;
        for (size_t i = 0; i < value->items.n; i++) {
            if (!equal(arena, node->list.items[i], value->items.items[i]))
                return false;
        }
        return true;
    case IL_EDIT_MAP:
        if (node->kind != IL_NODE_MAP || node->map.n != value->members.n)
            return false;
        for (size_t i = 0; i < value->members.n; i++) {
            const il_node *child = il_node_get(node, value->members.items[i].key);
            if (!child || !equal(arena, child, value->members.items[i].value))
                return false;
        }
        return true;
    default:
        return false;
    }
}

/* "A.B" for the list [A, B]. */
static il_edit_value *dotted(il_arena *arena, const il_edit_value *list)
{
    il_buf buf = {0};
    for (size_t i = 0; i < list->items.n; i++) {
        if (i > 0)
            il_buf_putc(&buf, '.');
        il_buf_add(&buf, list->items.items[i]->text);
    }
    return il_edit_string(arena, il_buf_take(arena, &buf));
}

static bool equal(il_arena *arena, const il_node *node, const il_edit_value *value)
{
    const il_edit_member *function = il_edit_intrinsic(value);
    if (!node->tag)
        return equal_content(arena, node, value);
    if (!function || !il_str_is(short_name(function->key), node->tag))
        return false;
    bool attribute = node->kind == IL_NODE_STRING && function->value->kind == IL_EDIT_LIST;
    return equal_content(arena, node, attribute ? dotted(arena, function->value) : function->value);
}

const il_edit_value *il_data__missing_items(il_data_editor *editor, const il_node *list, const il_edit_value *patch)
{
    il_edit_value *missing = il_edit_append(editor->arena);
    for (size_t i = 0; i < patch->items.n; i++) {
        bool there = false;
        for (size_t at = 0; at < list->list.n && !there; at++)
            there = equal(editor->arena, list->list.items[at], patch->items.items[i]);
        if (!there)
            il_edit_add(editor->arena, missing, patch->items.items[i]);
    }
    return missing;
}

static bool is_intrinsic(const il_node *map)
{
    return map->kind == IL_NODE_MAP && map->map.n == 1 && intrinsic_key(map->map.members[0].key->text);
}

/* Items are entered by their index; a list's length does not change here. */
static void merge_list(il_data_editor *editor, const il_node *list, const il_edit_value *patch)
{
    for (size_t i = 0; i < patch->members.n; i++) {
        const il_edit_member *member = &patch->members.items[i];
        long index = il_edit_index(member->key);
        if (index < 0 || (size_t)index >= list->list.n || member->value->kind == IL_EDIT_REMOVE) {
            il_data__refuse(editor, "the list has no such element");
            return;
        }
        il_node *item = list->list.items[index];
        if (il_data__enter(editor, item, member->value))
            continue;
        il_flow_style style = il_data__flow_style(editor, il_text_indent(editor->text, item->span.start));
        style.lines = style.lines && il_text_first_on_line(editor->text, item->span.start);
        il_data__flow_replace(editor, item, member->value, &style);
    }
}

static void merge(il_data_editor *editor, const il_node *node, const il_edit_value *patch)
{
    if (node->kind == IL_NODE_LIST)
        merge_list(editor, node, patch);
    else if (is_intrinsic(node) && !il_node_get(node, patch->members.items[0].key))
        il_data__refuse(editor, "the value is computed by an intrinsic function");
    else if (node->style == IL_STYLE_BLOCK)
        il_data__block_map(editor, node, patch);
    else
        il_data__flow_map(editor, node, patch);
}

bool il_data__enter(il_data_editor *editor, const il_node *node, const il_edit_value *value)
{
    bool map = value->kind == IL_EDIT_MAP && !il_edit_intrinsic(value);
    bool append = value->kind == IL_EDIT_APPEND;
    if (equal(editor->arena, node, value) || ((map && value->members.n == 0) && node->kind == IL_NODE_MAP))
        return true;
    if (node->alias) {
        il_data__refuse(editor, "the value is shared through a YAML anchor");
        return true;
    }
    if ((!map && !append) || node->kind == IL_NODE_NULL)
        return false;
    if (map && (node->kind == IL_NODE_MAP || node->kind == IL_NODE_LIST))
        merge(editor, node, value);
    else if (append && node->kind == IL_NODE_LIST && !node->tag && node->style == IL_STYLE_BLOCK)
        il_data__block_append(editor, node, value);
    else if (append && node->kind == IL_NODE_LIST && !node->tag)
        il_data__flow_append(editor, node, value);
    else
        il_data__refuse(editor, map ? "the value is not a map" : "the value is not a list");
    return true;
}

static il_data_editor editor_of(il_arena *arena, const il_document *document, size_t root, il_edits *edits)
{
    il_data_editor editor = {.arena = arena, .document = document, .edits = edits};
    editor.text = il_source_text(document->source);
    editor.newline = il_source_newline(document->source);
    editor.json = document->kind != IL_DOCUMENT_YAML;
    learn_style(&editor, document->roots[root]);
    return editor;
}

/* Insertions at one place become one: where a resource ends, its last member ends too. What lies deeper was added first. */
static void join_insertions(il_data_editor *editor, size_t from)
{
    il_edits *edits = editor->edits;
    size_t n = from;
    for (size_t i = from; i < edits->n; i++) {
        il_edit edit = edits->items[i];
        il_edit *first = NULL;
        for (size_t at = from; at < n && edit.span.start == edit.span.end && !first; at++) {
            il_edit *other = &edits->items[at];
            if (other->span.start == edit.span.start && other->span.end == edit.span.start)
                first = other;
        }
        if (first)
            first->text = il_arena_printf(editor->arena, "%.*s%.*s", IL_FMT(first->text), IL_FMT(edit.text));
        else
            edits->items[n++] = edit;
    }
    edits->n = n;
}

const char *il_edit_data(il_arena *arena, const il_document *document, size_t root, const il_edit_value *patch,
                         il_edits *edits)
{
    if (root >= document->n_roots)
        return "the file holds no data";
    if (document->n_errors > 0)
        return "the file has syntax errors";
    il_data_editor editor = editor_of(arena, document, root, edits);
    size_t from = edits->n;
    if (!il_data__enter(&editor, document->roots[root], patch))
        il_data__refuse(&editor, "the file holds no map");
    join_insertions(&editor, from);
    return editor.refusal;
}

bool il_edit_short_tags(const il_document *document, size_t root)
{
    return root < document->n_roots && editor_of(document->arena, document, root, NULL).short_tags;
}
