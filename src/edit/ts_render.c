/* Writes values as TypeScript: on one line while that is short, else broken as a formatter would. */
#include "ts_editor.h"

/* Beyond this column a literal is broken into lines. */
enum { WIDTH = 100 };

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

bool il_ts__is_identifier(il_str text)
{
    if (text.n == 0 || !letter(text.p[0]))
        return false;
    for (size_t i = 1; i < text.n; i++) {
        if (!letter(text.p[i]) && (text.p[i] < '0' || text.p[i] > '9'))
            return false;
    }
    return true;
}

static void render_string(il_buf *out, il_str text, char quote)
{
    il_buf_putc(out, quote);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\n')
            il_buf_puts(out, "\\n");
        else if (c == '\r')
            il_buf_puts(out, "\\r");
        else if ((unsigned char)c < 0x20)
            il_buf_printf(out, "\\x%02x", (unsigned)c);
        else if (c == quote || c == '\\')
            il_buf_printf(out, "\\%c", c);
        else
            il_buf_putc(out, c);
    }
    il_buf_putc(out, quote);
}

void il_ts__render_key(const il_ts_editor *editor, il_buf *out, il_str key, char quote)
{
    (void)editor;
    if (il_ts__is_identifier(key))
        il_buf_add(out, key);
    else
        render_string(out, key, quote);
}

/* Code's own lines are indented from column 0. */
static void render_code(const il_ts_editor *editor, il_buf *out, il_str code, il_str indent)
{
    for (size_t i = 0; i < code.n; i++) {
        if (code.p[i] != '\n') {
            il_buf_putc(out, code.p[i]);
            continue;
        }
        il_buf_add(out, editor->newline);
        if (i + 1 < code.n && code.p[i + 1] != '\n')
            il_buf_add(out, indent);
    }
}

static void line(const il_ts_editor *editor, il_buf *out, il_str indent)
{
    il_buf_add(out, editor->newline);
    il_buf_add(out, indent);
}

static void render_element(const il_ts_editor *editor, il_buf *out, const il_edit_value *value, size_t at,
                           const il_ts_style *style)
{
    il_ts_style inner = *style;
    if (value->kind == IL_EDIT_MAP) {
        il_str key = value->members.items[at].key;
        il_ts__render_key(editor, out, key, style->quote);
        il_buf_puts(out, ": ");
        inner.column += key.n + 2;
        il_ts__render(editor, out, value->members.items[at].value, &inner);
    } else {
        il_ts__render(editor, out, value->items.items[at], &inner);
    }
}

static void render_one_line(const il_ts_editor *editor, il_buf *out, const il_edit_value *value,
                            const il_ts_style *style)
{
    bool map = value->kind == IL_EDIT_MAP;
    size_t n = map ? value->members.n : value->items.n;
    il_ts_style inner = *style;
    inner.one_line = true;
    il_buf_puts(out, !map ? "[" : editor->pad && n > 0 ? "{ " : "{");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            il_buf_puts(out, ", ");
        render_element(editor, out, value, i, &inner);
    }
    il_buf_puts(out, !map ? "]" : editor->pad && n > 0 ? " }" : "}");
}

static void render_lines(const il_ts_editor *editor, il_buf *out, const il_edit_value *value, const il_ts_style *style)
{
    bool map = value->kind == IL_EDIT_MAP;
    size_t n = map ? value->members.n : value->items.n;
    il_ts_style inner = *style;
    inner.indent = il_arena_printf(editor->arena, "%.*s%.*s", IL_FMT(style->indent), IL_FMT(editor->step));
    inner.column = inner.indent.n;
    il_buf_putc(out, map ? '{' : '[');
    for (size_t i = 0; i < n; i++) {
        line(editor, out, inner.indent);
        render_element(editor, out, value, i, &inner);
        if (i + 1 < n || style->trailing)
            il_buf_putc(out, ',');
    }
    line(editor, out, style->indent);
    il_buf_putc(out, map ? '}' : ']');
}

static bool fits(il_str text, const il_ts_style *style)
{
    return !il_str_contains(text, IL_STR("\n")) && style->column + text.n + 1 <= WIDTH;
}

static void render_container(const il_ts_editor *editor, il_buf *out, const il_edit_value *value,
                             const il_ts_style *style)
{
    il_buf one_line = {0};
    render_one_line(editor, &one_line, value, style);
    if (style->one_line || fits(il_buf_str(&one_line), style))
        il_buf_add(out, il_buf_str(&one_line));
    else
        render_lines(editor, out, value, style);
    il_buf_free(&one_line);
}

void il_ts__render(const il_ts_editor *editor, il_buf *out, const il_edit_value *value, const il_ts_style *style)
{
    switch (value->kind) {
    case IL_EDIT_STRING:
        render_string(out, value->text, style->quote);
        break;
    case IL_EDIT_CODE:
        render_code(editor, out, value->text, style->indent);
        break;
    case IL_EDIT_LITERAL:
        il_buf_add(out, value->text);
        break;
    case IL_EDIT_REMOVE:
        il_buf_puts(out, "undefined");
        break;
    default:
        render_container(editor, out, value, style);
    }
}
