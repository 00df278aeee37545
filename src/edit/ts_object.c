/* Merges patches into object and array literals. Refuses what the text alone cannot decide: spreads that may override, computed
 * keys, values that are not literals. */
#include "ts_editor.h"

static const char *merge(il_ts_editor *editor, TSNode node, const il_edit_value *patch);

static void add_element(il_ts_editor const *editor, il_ts_container *container, TSNode node)
{
    il_span span = il_ts_span(node);
    il_ts_element element = {.node = node, .start = span.start, .end = span.end, .tail = span.end};
    IL_PUSH(editor->arena, &container->elements, element);
}

/* Takes up one child between the brackets. */
static void take_child(const il_ts_editor *editor, il_ts_container *container, TSNode child)
{
    il_span span = il_ts_span(child);
    il_ts_element *last = container->elements.n ? &container->elements.items[container->elements.n - 1] : NULL;
    if (il_ts_is(child, "comment")) {
        container->comments = true;
        if (last && il_text_same_line(editor->text, last->tail, span.start))
            last->tail = span.end;
    } else if (il_ts_is(child, ",")) {
        if (last)
            last->comma = last->tail = span.end;
    } else if (ts_node_is_named(child)) {
        add_element(editor, container, child);
    }
}

static void find_layout(const il_ts_editor *editor, il_ts_container *container)
{
    il_str text = editor->text;
    size_t n = container->elements.n;
    if (n == 0) {
        container->lines = !il_text_same_line(text, container->open, container->close);
        container->indent = il_arena_printf(editor->arena, "%.*s%.*s", IL_FMT(il_text_indent(text, container->open)),
                                            IL_FMT(editor->step));
        return;
    }
    const il_ts_element *first = &container->elements.items[0], *last = &container->elements.items[n - 1];
    bool hanging = n > 1 && il_text_first_on_line(text, last->start);
    container->lines = !il_text_same_line(text, container->open, first->start) || hanging;
    container->indent = il_text_indent(text, hanging ? last->start : first->start);
}

il_ts_container il_ts__container(const il_ts_editor *editor, TSNode node)
{
    il_span span = il_ts_span(node);
    il_ts_container container = {.node = node, .open = span.start + 1, .close = span.end - 1};
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more; more = ts_tree_cursor_goto_next_sibling(&cursor))
        take_child(editor, &container, ts_tree_cursor_current_node(&cursor));
    ts_tree_cursor_delete(&cursor);
    find_layout(editor, &container);
    return container;
}

bool il_ts__trailing(const il_ts_container *container)
{
    size_t n = container->elements.n;
    return n > 0 ? container->elements.items[n - 1].comma > 0 : container->lines;
}

static il_str join(const il_ts_editor *editor, const il_str *texts, size_t n, il_str separator)
{
    il_buf out = {0};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            il_buf_add(&out, separator);
        il_buf_add(&out, texts[i]);
    }
    return il_buf_take(editor->arena, &out);
}

static void insert_first(il_ts_editor *editor, const il_ts_container *container, il_str all, il_str separator)
{
    il_arena *arena = editor->arena;
    uint32_t open = container->open;
    if (container->elements.n > 0) {
        uint32_t start = container->elements.items[0].start;
        il_ts__emit(editor, start, start, il_arena_printf(arena, "%.*s%.*s", IL_FMT(all), IL_FMT(separator)));
    } else if (container->lines) {
        il_str text =
            il_arena_printf(arena, "%.*s%.*s%.*s,", IL_FMT(editor->newline), IL_FMT(container->indent), IL_FMT(all));
        bool blank = il_text_blank(editor->text, open, container->close);
        il_ts__emit(editor, open, blank ? il_text_line_end(editor->text, open) : open, text);
    } else {
        const char *space = editor->pad && !ts_node_is_null(container->node) && il_ts_is(container->node, "array") ? ""
                            : editor->pad                                                                          ? " "
                                                                                                                   : "";
        bool blank = il_text_blank(editor->text, open, container->close);
        il_ts__emit(editor, open, blank ? container->close : open,
                    il_arena_printf(arena, "%s%.*s%s", space, IL_FMT(all), space));
    }
}

void il_ts__insert(il_ts_editor *editor, const il_ts_container *container, long at, const il_str *texts, size_t n)
{
    il_arena *arena = editor->arena;
    il_str line = il_arena_printf(arena, ",%.*s%.*s", IL_FMT(editor->newline), IL_FMT(container->indent));
    il_str separator = container->lines ? line : IL_STR(", ");
    il_str all = join(editor, texts, n, separator);
    if (at < 0) {
        insert_first(editor, container, all, separator);
        return;
    }
    const il_ts_element *element = &container->elements.items[at];
    if (!container->lines) {
        il_ts__emit(editor, element->end, element->end, il_arena_printf(arena, ", %.*s", IL_FMT(all)));
        return;
    }
    bool last = (size_t)at + 1 == container->elements.n, comma = il_ts__trailing(container) || !last;
    il_str text =
        il_arena_printf(arena, "%.*s%.*s%s", IL_FMT(il_str_slice(line, 1, line.n)), IL_FMT(all), comma ? "," : "");
    if (element->comma) {
        il_ts__emit(editor, element->tail, element->tail, text);
    } else if (element->tail == element->end) {
        il_ts__emit(editor, element->end, element->end, il_arena_printf(arena, ",%.*s", IL_FMT(text)));
    } else {
        il_ts__emit(editor, element->end, element->end, IL_STR(","));
        il_ts__emit(editor, element->tail, element->tail, text);
    }
}

TSNode il_ts__unwrap(TSNode node)
{
    while (!ts_node_is_null(node)) {
        bool wrapper = il_ts_is(node, "parenthesized_expression") || il_ts_is(node, "as_expression") ||
                       il_ts_is(node, "satisfies_expression") || il_ts_is(node, "non_null_expression");
        if (!wrapper)
            break;
        node = ts_node_named_child(node, 0);
    }
    return node;
}

/* The object literal behind an identifier: a constant of this file that nothing else uses. */
static TSNode constant_object(const il_ts_editor *editor, TSNode identifier, const char **refusal)
{
    TSNode none = {0}, declarator = il_ts_declaration(editor->document, identifier);
    *refusal = "the properties come from elsewhere";
    if (ts_node_is_null(declarator))
        return none;
    TSNode declaration = ts_node_parent(declarator), value = il_ts__unwrap(il_ts_field(declarator, "value"));
    bool constant = il_ts_is(declaration, "lexical_declaration") &&
                    il_str_starts(il_ts_text(editor->document, declaration), IL_STR("const"));
    TSNode scope = ts_node_parent(declaration);
    *refusal = "the properties are in a variable that others may change";
    if (!constant || ts_node_is_null(value) || !il_ts_is(value, "object") || il_ts_is(scope, "export_statement"))
        return none;
    *refusal = "the properties are in a variable that is used elsewhere";
    if (il_ts_count_uses(editor->document, il_ts_text(editor->document, identifier), scope) != 2)
        return none;
    *refusal = NULL;
    return value;
}

/* What an element of an object defines; the empty text for a spread, with *OPEN set. */
static il_str key_of(const il_ts_editor *editor, TSNode element, bool *open)
{
    il_str text = {0};
    TSNode key = il_ts_is(element, "pair")                ? il_ts_field(element, "key")
                 : il_ts_is(element, "method_definition") ? il_ts_field(element, "name")
                                                          : element;
    *open = il_ts_is(key, "spread_element") || il_ts_is(key, "computed_property_name") || il_ts_is(key, "ERROR");
    if (!*open && !il_ts_string(editor->arena, editor->document, key, &text))
        text = il_ts_text(editor->document, key);
    return text;
}

/* The index of the last element that defines KEY, or -1. *OPEN: something behind it, or anywhere for -1, may define it too. */
static long find_key(const il_ts_editor *editor, const il_ts_container *object, il_str key, bool *open)
{
    *open = false;
    for (size_t i = object->elements.n; i-- > 0;) {
        bool element_open;
        il_str name = key_of(editor, object->elements.items[i].node, &element_open);
        *open |= element_open;
        if (!element_open && il_str_eq(name, key))
            return (long)i;
    }
    return -1;
}

/* How a new element is written. On one line with the others, what would make the line too long may still be broken inside. */
static il_ts_style style_in(const il_ts_editor *editor, const il_ts_container *container, size_t prefix)
{
    il_ts_style style = {.indent = container->indent, .trailing = il_ts__trailing(container)};
    style.column = container->indent.n + prefix;
    style.quote = il_ts_quote_at(editor, container->node);
    if (!container->lines) {
        style.indent = il_text_indent(editor->text, container->close);
        style.column = container->close - il_text_line_start(editor->text, container->close) + prefix + 2;
        style.trailing = true;
    }
    return style;
}

static il_str render_pair(const il_ts_editor *editor, const il_ts_container *object, const il_edit_member *member)
{
    il_ts_style style = style_in(editor, object, member->key.n + 2);
    il_buf out = {0};
    il_ts__render_key(editor, &out, member->key, style.quote);
    il_buf_puts(&out, ": ");
    il_ts__render(editor, &out, member->value, &style);
    return il_buf_take(editor->arena, &out);
}

static bool skipped(il_str code, size_t at)
{
    char c = code.p[at];
    if (c == ',') {
        while (++at < code.n && il_text_blank(code, (uint32_t)at, (uint32_t)at + 1))
            continue;
        return at < code.n && (code.p[at] == ']' || code.p[at] == '}');
    }
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether two texts differ only in white space, quotes and trailing commas. */
static bool same_code(il_str a, il_str b)
{
    for (size_t i = 0, j = 0;; i++, j++) {
        while (i < a.n && skipped(a, i))
            i++;
        while (j < b.n && skipped(b, j))
            j++;
        if (i == a.n || j == b.n)
            return i == a.n && j == b.n;
        if ((a.p[i] == '"' ? '\'' : a.p[i]) != (b.p[j] == '"' ? '\'' : b.p[j]))
            return false;
    }
}

static const char *replace(il_ts_editor *editor, TSNode expression, const il_edit_value *value,
                           const il_ts_style *style)
{
    il_span span = il_ts_span(expression);
    il_buf out = {0};
    il_ts__render(editor, &out, value, style);
    if (!same_code(il_buf_str(&out), il_ts_text(editor->document, expression)))
        il_ts__emit(editor, span.start, span.end, il_buf_str(&out));
    il_buf_free(&out);
    return NULL;
}

const char *il_ts_replace(il_ts_editor *editor, TSNode expression, const il_edit_value *value)
{
    uint32_t start = il_ts_span(expression).start;
    il_ts_style style = {.indent = il_text_indent(editor->text, start), .trailing = true};
    style.quote = il_ts_quote_at(editor, expression);
    style.column = start - il_text_line_start(editor->text, start);
    return replace(editor, expression, value, &style);
}

static const char *set_present(il_ts_editor *editor, const il_ts_container *object, TSNode element,
                               const il_edit_member *member)
{
    bool map = member->value->kind == IL_EDIT_MAP || member->value->kind == IL_EDIT_APPEND;
    if (il_ts_is(element, "pair")) {
        TSNode value = il_ts_field(element, "value");
        il_ts_style style = style_in(editor, object, member->key.n + 2);
        return map ? merge(editor, value, member->value) : replace(editor, value, member->value, &style);
    }
    if (!il_ts_is(element, "shorthand_property_identifier"))
        return "the property is a method";
    if (map)
        return merge(editor, element, member->value);
    il_span span = il_ts_span(element);
    il_ts__emit(editor, span.start, span.end, render_pair(editor, object, member));
    return NULL;
}

static void remove_element(il_ts_editor *editor, const il_ts_container *c, size_t at, long kept, bool *closing)
{
    const il_ts_element *element = &c->elements.items[at];
    bool whole_lines = il_text_first_on_line(editor->text, element->start) &&
                       il_text_blank(editor->text, element->tail, il_text_line_end(editor->text, element->tail));
    if (whole_lines) {
        il_ts__emit(editor, il_text_line_start(editor->text, element->start),
                    il_text_next_line(editor->text, element->tail), (il_str){0});
        *closing |= at + 1 == c->elements.n && !element->comma;
    } else if (kept >= 0) {
        il_ts__emit(editor, c->elements.items[at - 1].end, element->end, (il_str){0});
    } else if (at + 1 < c->elements.n) {
        il_ts__emit(editor, element->start, c->elements.items[at + 1].start, (il_str){0});
    } else {
        il_ts__emit(editor, element->start, c->comments ? element->end : c->close, (il_str){0});
    }
}

/* Takes the elements in GONE out and puts TEXTS behind the last one that stays. */
static void rebuild(il_ts_editor *editor, const il_ts_container *c, const bool *gone, const il_str *texts, size_t n)
{
    long kept = -1;
    bool closing = false, removed = false;
    for (size_t i = 0; i < c->elements.n; i++) {
        if (!gone[i])
            kept = (long)i;
    }
    for (size_t i = 0, seen = 0; i < c->elements.n; i++) {
        seen += !gone[i];
        removed |= gone[i];
        if (gone[i] && kept >= 0)
            remove_element(editor, c, i, seen ? (long)i : -1, &closing);
    }
    if (kept < 0 && removed) {
        il_str text = n ? join(editor, texts, n, IL_STR(", ")) : (il_str){0};
        il_str body = n && editor->pad ? il_arena_printf(editor->arena, " %.*s ", IL_FMT(text)) : text;
        il_ts__emit(editor, c->open, c->close, body);
    } else if (n > 0) {
        il_ts__insert(editor, c, kept, texts, n);
    } else if (closing && kept >= 0 && c->elements.items[kept].comma) {
        const il_ts_element *last = &c->elements.items[kept];
        il_ts__emit(editor, last->comma - 1, last->comma, (il_str){0});
    }
}

static const char *merge_object(il_ts_editor *editor, TSNode node, const il_edit_value *patch)
{
    il_ts_container object = il_ts__container(editor, node);
    bool *gone = IL_NEW_ARRAY(editor->arena, object.elements.n, bool);
    IL_VEC(il_str) texts = {0};
    for (size_t i = 0; i < patch->members.n; i++) {
        const il_edit_member *member = &patch->members.items[i];
        bool open, removal = member->value->kind == IL_EDIT_REMOVE;
        long at = find_key(editor, &object, member->key, &open);
        if (open && (at >= 0 || removal))
            return "a spread may override the property";
        if (removal && at >= 0)
            gone[at] = true;
        if (removal)
            continue;
        const char *refusal = at >= 0 ? set_present(editor, &object, object.elements.items[at].node, member) : NULL;
        if (refusal)
            return refusal;
        il_edit_member created = {.key = member->key,
                                  .value = at < 0 ? il_edit_created(editor->arena, member->value) : NULL};
        if (created.value)
            IL_PUSH(editor->arena, &texts, render_pair(editor, &object, &created));
    }
    rebuild(editor, &object, gone, texts.items, texts.n);
    return NULL;
}

static const char *append(il_ts_editor *editor, TSNode node, const il_edit_value *patch)
{
    il_ts_container array = il_ts__container(editor, node);
    il_ts_style style = style_in(editor, &array, 0);
    IL_VEC(il_str) texts = {0};
    for (size_t i = 0; i < patch->items.n; i++) {
        il_buf out = {0};
        bool there = false;
        il_ts__render(editor, &out, patch->items.items[i], &style);
        il_str text = il_buf_take(editor->arena, &out);
        for (size_t at = 0; at < array.elements.n && !there; at++)
            there = il_str_eq(il_ts_text(editor->document, array.elements.items[at].node), text);
        if (!there)
            IL_PUSH(editor->arena, &texts, text);
    }
    if (texts.n > 0)
        il_ts__insert(editor, &array, (long)array.elements.n - 1, texts.items, texts.n);
    return NULL;
}

/* Enters elements by their index. */
static const char *merge_array(il_ts_editor *editor, TSNode node, const il_edit_value *patch)
{
    il_ts_container array = il_ts__container(editor, node);
    for (size_t i = 0; i < patch->members.n; i++) {
        const il_edit_member *member = &patch->members.items[i];
        long index = il_edit_index(member->key);
        if (index < 0 || (size_t)index >= array.elements.n)
            return "the list has no such element";
        for (long before = 0; before <= index; before++) {
            if (il_ts_is(array.elements.items[before].node, "spread_element"))
                return "a spread hides which element it is";
        }
        TSNode element = array.elements.items[index].node;
        bool map = member->value->kind == IL_EDIT_MAP || member->value->kind == IL_EDIT_APPEND;
        const char *refusal =
            map ? merge(editor, element, member->value) : il_ts_replace(editor, element, member->value);
        if (refusal)
            return refusal;
    }
    return NULL;
}

static const char *merge(il_ts_editor *editor, TSNode node, const il_edit_value *patch)
{
    const char *refusal = NULL;
    node = il_ts__unwrap(node);
    if (!ts_node_is_null(node) && (il_ts_is(node, "identifier") || il_ts_is(node, "shorthand_property_identifier")))
        node = constant_object(editor, node, &refusal);
    if (refusal)
        return refusal;
    if (ts_node_is_null(node) || ts_node_has_error(node))
        return "the text has a syntax error here";
    if (il_ts_is(node, "object") && patch->kind == IL_EDIT_MAP)
        return merge_object(editor, node, patch);
    if (il_ts_is(node, "array") && patch->kind == IL_EDIT_APPEND)
        return append(editor, node, patch);
    if (il_ts_is(node, "array"))
        return merge_array(editor, node, patch);
    return "the value is not written as a literal";
}

const char *il_ts_set_object(il_ts_editor *editor, TSNode expression, const il_edit_value *patch)
{
    return merge(editor, expression, patch);
}

/* Adds PATCH as a new last argument. */
static const char *add_argument(il_ts_editor *editor, const il_ts_container *arguments, const il_edit_value *patch)
{
    size_t n = arguments->elements.n;
    const il_ts_element *last = n ? &arguments->elements.items[n - 1] : NULL;
    bool lines = last && il_text_first_on_line(editor->text, last->start) && arguments->lines;
    il_str indent = last ? il_text_indent(editor->text, last->start) : il_text_indent(editor->text, arguments->open);
    il_ts_style style = {
        .indent = indent, .column = indent.n, .quote = il_ts_quote_at(editor, arguments->node), .trailing = true};
    if (last && !lines)
        style.column = last->end + 2 - il_text_line_start(editor->text, last->end);
    il_buf out = {0};
    il_ts__render(editor, &out, patch, &style);
    il_str text = il_buf_take(editor->arena, &out);
    il_ts_container placed = *arguments;
    placed.lines = lines;
    if (last)
        il_ts__insert(editor, &placed, (long)n - 1, &text, 1);
    else
        il_ts__emit(editor, arguments->open, arguments->close, text);
    return NULL;
}

const char *il_ts_set_argument(il_ts_editor *editor, TSNode call, size_t index, const il_edit_value *patch)
{
    TSNode list = il_ts_field(call, "arguments");
    if (ts_node_is_null(list) || ts_node_has_error(list))
        return "the text has a syntax error here";
    il_ts_container arguments = il_ts__container(editor, list);
    for (size_t i = 0; i < arguments.elements.n; i++) {
        if (il_ts_is(arguments.elements.items[i].node, "spread_element"))
            return "the arguments come from a spread";
    }
    if (arguments.elements.n < index)
        return "arguments before the properties are missing";
    if (arguments.elements.n == index)
        return add_argument(editor, &arguments, patch);
    TSNode argument = arguments.elements.items[index].node;
    if (il_ts_is(argument, "undefined"))
        return il_ts_replace(editor, argument, patch);
    return merge(editor, argument, patch);
}
