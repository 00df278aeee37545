/* Writes values that were not there before: JSON, YAML's flow form and its block form, intrinsics as short tags where the text uses
 * them. Strings that YAML would read as something else get quotes. */
#include "data_editor.h"

static bool contains_line_break(il_str text)
{
    return il_str_contains(text, IL_STR("\n")) || il_str_contains(text, IL_STR("\r")) ||
           il_str_contains(text, IL_STR("\t"));
}

void il_data__render_quoted(il_buf *out, il_str text, char quote)
{
    if (quote == '"' || contains_line_break(text)) {
        il_buf_putc(out, '"');
        il_buf_json(out, text);
        il_buf_putc(out, '"');
        return;
    }
    il_buf_putc(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            il_buf_putc(out, '\'');
        il_buf_putc(out, text.p[i]);
    }
    il_buf_putc(out, '\'');
}

static bool alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool one_of(char c, const char *set)
{
    for (; *set; set++) {
        if (*set == c)
            return true;
    }
    return false;
}

/* Words and shapes that YAML 1.1 reads as null, boolean, number or date. */
static bool reads_as_other(il_str text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (il_str_eq_nocase(text, il_str_of(words[i])))
            return true;
    }
    if (text.p[0] < '0' || text.p[0] > '9')
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!one_of(text.p[i], "0123456789abcdefABCDEFxXoO_.:+-"))
            return false;
    }
    return true;
}

static bool plain(il_str text, bool flow)
{
    if (text.n == 0 || !(alphanumeric(text.p[0]) || one_of(text.p[0], "/_$(")) || text.p[text.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool colon = c == ':' && i + 1 < text.n && text.p[i + 1] != ' ' && !flow;
        if (!alphanumeric(c) && !colon && !one_of(c, " _./@+-$()=*;~<>^%") && (flow || !one_of(c, "{},?")))
            return false;
    }
    return !reads_as_other(text);
}

void il_data__render_scalar(const il_data_editor *editor, il_buf *out, const il_edit_value *value, bool flow)
{
    if (value->kind != IL_EDIT_STRING || plain(value->text, flow))
        il_buf_add(out, value->text);
    else
        il_data__render_quoted(out, value->text, editor->quote);
}

void il_data__render_key(const il_data_editor *editor, il_buf *out, il_str key, bool quoted)
{
    if (quoted)
        il_data__render_quoted(out, key, '"');
    else if (plain(key, true) || il_str_starts(key, IL_STR("Fn::")))
        il_buf_add(out, key);
    else
        il_data__render_quoted(out, key, editor->quote);
}

il_flow_style il_data__flow_style(const il_data_editor *editor, il_str indent)
{
    il_flow_style style = {.quoted = editor->json, .indent = indent, .colon = IL_STR(": "), .comma = IL_STR(", ")};
    style.lines = editor->json && editor->pretty;
    style.pad = !editor->json || il_str_contains(il_str_slice(editor->text, 0, 4000), IL_STR("{ \""));
    if (editor->json && !editor->pretty) {
        bool tight = !il_str_contains(il_str_slice(editor->text, 0, 2000), IL_STR("\": "));
        style.colon = tight ? IL_STR(":") : style.colon;
        style.comma = tight ? IL_STR(",") : style.comma;
    }
    return style;
}

static bool is_list(const il_edit_value *value)
{
    return value->kind == IL_EDIT_LIST || value->kind == IL_EDIT_APPEND;
}

static bool is_scalar(const il_edit_value *value)
{
    return !is_list(value) && value->kind != IL_EDIT_MAP;
}

static bool all_scalars(const il_edit_value *list)
{
    for (size_t i = 0; i < list->items.n; i++) {
        if (!is_scalar(list->items.items[i]))
            return false;
    }
    return true;
}

/* The name of FUNCTION's short tag. */
static il_str tag_of(const il_edit_member *function)
{
    bool long_name = il_str_starts(function->key, IL_STR("Fn::"));
    return long_name ? il_str_slice(function->key, 4, function->key.n) : function->key;
}

/* `!Ref x`, `!GetAtt a.b`: true when FUNCTION can be written so, on one line. */
static bool render_short_scalar(const il_data_editor *editor, il_buf *out, const il_edit_member *function, bool flow)
{
    const il_edit_value *argument = function->value;
    il_str tag = tag_of(function);
    bool attribute = il_str_is(tag, "GetAtt") && argument->kind == IL_EDIT_LIST && all_scalars(argument);
    if (!is_scalar(argument) && !attribute)
        return false;
    il_buf_printf(out, "!%.*s ", IL_FMT(tag));
    if (!attribute) {
        il_data__render_scalar(editor, out, argument, flow);
        return true;
    }
    for (size_t i = 0; i < argument->items.n; i++) {
        if (i > 0)
            il_buf_putc(out, '.');
        il_buf_add(out, argument->items.items[i]->text);
    }
    return true;
}

static void line(const il_data_editor *editor, il_buf *out, il_str indent)
{
    il_buf_add(out, editor->newline);
    il_buf_add(out, indent);
}

static il_str deeper(const il_data_editor *editor, il_str indent)
{
    return il_arena_printf(editor->arena, "%.*s%.*s", IL_FMT(indent), IL_FMT(editor->step));
}

static void flow_open(const il_data_editor *editor, il_buf *out, const il_flow_style *inner, bool map, bool first)
{
    if (!first)
        il_buf_add(out, inner->lines ? IL_STR(",") : inner->comma);
    if (inner->lines)
        line(editor, out, inner->indent);
    else if (first && inner->pad && map)
        il_buf_putc(out, ' ');
}

static void flow_close(const il_data_editor *editor, il_buf *out, const il_flow_style *inner, il_str indent,
                       char bracket)
{
    if (inner->lines)
        line(editor, out, indent);
    else if (inner->pad && bracket == '}')
        il_buf_putc(out, ' ');
    il_buf_putc(out, bracket);
}

static void render_flow_list(const il_data_editor *editor, il_buf *out, const il_edit_value *value,
                             const il_flow_style *style)
{
    il_flow_style inner = *style;
    inner.indent = deeper(editor, style->indent);
    inner.lines = style->lines && !(editor->inline_lists && all_scalars(value));
    if (value->items.n == 0) {
        il_buf_puts(out, "[]");
        return;
    }
    il_buf_putc(out, '[');
    for (size_t i = 0; i < value->items.n; i++) {
        flow_open(editor, out, &inner, false, i == 0);
        il_data__render_flow(editor, out, value->items.items[i], &inner);
    }
    flow_close(editor, out, &inner, style->indent, ']');
}

static void render_flow_map(const il_data_editor *editor, il_buf *out, const il_edit_value *value,
                            const il_flow_style *style)
{
    il_flow_style inner = *style;
    inner.indent = deeper(editor, style->indent);
    if (value->members.n == 0) {
        il_buf_puts(out, "{}");
        return;
    }
    il_buf_putc(out, '{');
    for (size_t i = 0; i < value->members.n; i++) {
        flow_open(editor, out, &inner, true, i == 0);
        il_data__render_key(editor, out, value->members.items[i].key, style->quoted);
        il_buf_add(out, style->colon);
        il_data__render_flow(editor, out, value->members.items[i].value, &inner);
    }
    flow_close(editor, out, &inner, style->indent, '}');
}

void il_data__render_flow(const il_data_editor *editor, il_buf *out, const il_edit_value *value,
                          const il_flow_style *style)
{
    const il_edit_member *function = il_edit_intrinsic(value);
    if (function && !style->quoted && editor->short_tags) {
        if (render_short_scalar(editor, out, function, true))
            return;
        if (is_list(function->value)) {
            il_buf_printf(out, "!%.*s ", IL_FMT(tag_of(function)));
            render_flow_list(editor, out, function->value, style);
            return;
        }
    }
    if (is_list(value))
        render_flow_list(editor, out, value, style);
    else if (value->kind == IL_EDIT_MAP)
        render_flow_map(editor, out, value, style);
    else if (style->quoted && value->kind == IL_EDIT_STRING)
        il_data__render_quoted(out, value->text, '"');
    else
        il_data__render_scalar(editor, out, value, true);
}

static void render_block_list(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str indent)
{
    il_str at = editor->indent_lists ? deeper(editor, indent) : indent;
    if (value->items.n == 0)
        il_buf_puts(out, " []");
    for (size_t i = 0; i < value->items.n; i++) {
        line(editor, out, at);
        il_data__render_item(editor, out, value->items.items[i], at);
    }
}

static void render_block_members(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str at)
{
    for (size_t i = 0; i < value->members.n; i++) {
        if (i > 0)
            line(editor, out, at);
        il_data__render_key(editor, out, value->members.items[i].key, false);
        il_buf_putc(out, ':');
        il_data__render_block(editor, out, value->members.items[i].value, at);
    }
}

/* `!Join` with its arguments: on one line if they are simple and short, else as a block list. */
static void render_short_list(const il_data_editor *editor, il_buf *out, const il_edit_member *function, il_str indent)
{
    il_buf one_line = {0};
    il_flow_style style = il_data__flow_style(editor, indent);
    il_buf_printf(out, " !%.*s", IL_FMT(tag_of(function)));
    render_flow_list(editor, &one_line, function->value, &style);
    if (one_line.n <= 60 && !il_str_contains(il_buf_str(&one_line), IL_STR("{ "))) {
        il_buf_putc(out, ' ');
        il_buf_add(out, il_buf_str(&one_line));
    } else {
        render_block_list(editor, out, function->value, indent);
    }
    il_buf_free(&one_line);
}

void il_data__render_block(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str indent)
{
    const il_edit_member *function = editor->short_tags ? il_edit_intrinsic(value) : NULL;
    if (function && is_list(function->value) && !il_str_is(function->key, "Fn::GetAtt")) {
        render_short_list(editor, out, function, indent);
        return;
    }
    if (function) {
        il_buf short_form = {0};
        bool done = render_short_scalar(editor, &short_form, function, false);
        if (done)
            il_buf_printf(out, " %.*s", IL_FMT(il_buf_str(&short_form)));
        il_buf_free(&short_form);
        if (done)
            return;
    }
    if (is_list(value)) {
        render_block_list(editor, out, value, indent);
    } else if (value->kind != IL_EDIT_MAP || value->members.n == 0) {
        il_buf_puts(out, value->kind == IL_EDIT_MAP ? " {}" : " ");
        if (value->kind != IL_EDIT_MAP)
            il_data__render_scalar(editor, out, value, false);
    } else {
        il_str at = deeper(editor, indent);
        line(editor, out, at);
        render_block_members(editor, out, value, at);
    }
}

void il_data__render_item(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str indent)
{
    const il_edit_member *function = editor->short_tags ? il_edit_intrinsic(value) : NULL;
    if (value->kind == IL_EDIT_MAP && value->members.n > 0 && !function) {
        il_buf_puts(out, "- ");
        render_block_members(editor, out, value, il_arena_printf(editor->arena, "%.*s  ", IL_FMT(indent)));
        return;
    }
    il_flow_style style = il_data__flow_style(editor, indent);
    il_buf_puts(out, "- ");
    if (function && render_short_scalar(editor, out, function, false))
        return;
    if (is_scalar(value))
        il_data__render_scalar(editor, out, value, false);
    else
        il_data__render_flow(editor, out, value, &style);
}
