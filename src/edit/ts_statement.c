/* Statements and names: where a statement can stand beside a construct's, what the construct is bound to, which names are free. Refuses
 * where the new statement would run at other times than the construct's own. */
#include "ts_editor.h"

static const char *const words[] = {
    "arguments",  "await",     "break",     "case",     "catch",  "class",      "const",   "continue",
    "debugger",   "default",   "delete",    "do",       "else",   "enum",       "export",  "extends",
    "false",      "finally",   "for",       "function", "if",     "implements", "import",  "in",
    "instanceof", "interface", "let",       "new",      "null",   "package",    "private", "protected",
    "public",     "return",    "static",    "super",    "switch", "this",       "throw",   "true",
    "try",        "typeof",    "undefined", "var",      "void",   "while",      "with",    "yield",
};

/* Why nothing can be added beside NODE when PARENT is what holds it; NULL when PARENT is no hindrance. */
static const char *hindrance(TSNode parent, TSNode node)
{
    if (il_ts_is(parent, "class_body"))
        return "the construct is made in a class field";
    if (il_ts_is(parent, "return_statement"))
        return "the construct is returned at once";
    if (il_ts_is(parent, "arrow_function") || il_ts_is(parent, "required_parameter") ||
        il_ts_is(parent, "optional_parameter"))
        return "the construct is made in an expression that has no statement of its own";
    if (il_ts_is(parent, "ternary_expression"))
        return "the construct is made under a condition";
    if (il_ts_is(parent, "if_statement") || il_ts_is(parent, "else_clause") || il_ts_is(parent, "labeled_statement"))
        return "the construct's statement has no braces around it";
    if (il_ts_is(parent, "for_statement") || il_ts_is(parent, "for_in_statement") ||
        il_ts_is(parent, "while_statement") || il_ts_is(parent, "do_statement"))
        return "the construct is made in the head of a loop or without braces";
    TSNode operator= il_ts_field(parent, "operator");
    bool lazy = il_ts_is(parent, "binary_expression") && !ts_node_is_null(operator) &&
                (il_ts_is(operator, "&&") || il_ts_is(operator, "||") || il_ts_is(operator, "??"));
    return lazy && !ts_node_eq(il_ts_field(parent, "left"), node) ? "the construct is made under a condition" : NULL;
}

TSNode il_ts__statement(TSNode node, const char **refusal)
{
    TSNode none = {0};
    for (TSNode parent = ts_node_parent(node); !ts_node_is_null(parent); node = parent, parent = ts_node_parent(node)) {
        if (il_ts_is(parent, "statement_block") || il_ts_is(parent, "program"))
            return node;
        *refusal = hindrance(parent, node);
        if (*refusal)
            return none;
    }
    *refusal = "the construct has no statement";
    return none;
}

/* NODE's parent, over parentheses, `as` and the like. */
static TSNode outer(TSNode node)
{
    TSNode parent = ts_node_parent(node);
    while (!ts_node_is_null(parent) && ts_node_eq(il_ts__unwrap(parent), il_ts__unwrap(node)) &&
           !ts_node_eq(parent, node))
        parent = ts_node_parent(parent);
    return parent;
}

static bool is_name(const il_document *document, TSNode target)
{
    if (il_ts_is(target, "identifier"))
        return true;
    return il_ts_is(target, "member_expression") && il_ts_is(il_ts_field(target, "object"), "this") &&
           il_ts__is_identifier(il_ts_text(document, il_ts_field(target, "property")));
}

il_str il_ts_bound(const il_document *document, TSNode expression)
{
    TSNode parent = outer(expression);
    if (ts_node_is_null(parent))
        return (il_str){0};
    if (il_ts_is(parent, "variable_declarator")) {
        TSNode name = il_ts_field(parent, "name");
        return il_ts_is(name, "identifier") ? il_ts_text(document, name) : (il_str){0};
    }
    if (il_ts_is(parent, "assignment_expression")) {
        TSNode target = il_ts_field(parent, "left");
        return is_name(document, target) ? il_ts_text(document, target) : (il_str){0};
    }
    return (il_str){0};
}

/* "APIGatewayWAF" → "apiGatewayWaf": capitals of a run are one word but for the last before a small letter. */
il_str il_ts_camel(il_arena *arena, il_str hint)
{
    il_buf out = {0};
    bool upper_next = false;
    for (size_t i = 0; i < hint.n; i++) {
        char c = hint.p[i], next = i + 1 < hint.n ? hint.p[i + 1] : 'A';
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!upper && !lower && !digit) {
            upper_next = out.n > 0;
            continue;
        }
        if (out.n == 0 && digit)
            continue;
        bool in_run = i > 0 && hint.p[i - 1] >= 'A' && hint.p[i - 1] <= 'Z' && !(next >= 'a' && next <= 'z');
        bool to_lower = upper && !upper_next && (out.n == 0 || in_run);
        il_buf_putc(&out, to_lower ? (char)(c + 32) : lower && upper_next ? (char)(c - 32) : c);
        upper_next = false;
    }
    if (out.n == 0)
        il_buf_puts(&out, "construct");
    return il_buf_take(arena, &out);
}

static bool name_taken(const il_ts_editor *editor, il_str name)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (il_str_is(name, words[i]))
            return true;
    }
    for (size_t i = 0; i < editor->names.n; i++) {
        if (il_str_eq(editor->names.items[i], name))
            return true;
    }
    return il_ts_count_uses(editor->document, name, ts_tree_root_node(editor->document->ts)) > 0;
}

il_str il_ts_free_name(il_ts_editor *editor, il_str hint)
{
    il_str base = il_ts_camel(editor->arena, hint), name = base;
    for (int number = 2; name_taken(editor, name); number++)
        name = il_arena_printf(editor->arena, "%.*s%d", IL_FMT(base), number);
    IL_PUSH(editor->arena, &editor->names, name);
    return name;
}

const char *il_ts_bind(il_ts_editor *editor, TSNode expression, il_str hint, il_str *name)
{
    *name = il_ts_bound(editor->document, expression);
    if (name->n > 0)
        return NULL;
    TSNode statement = ts_node_parent(expression);
    if (!il_ts_is(expression, "new_expression") || ts_node_is_null(statement) ||
        !il_ts_is(statement, "expression_statement"))
        return "the construct has no name";
    const char *refusal = NULL;
    if (ts_node_is_null(il_ts__statement(statement, &refusal)))
        return refusal;
    *name = il_ts_free_name(editor, hint);
    uint32_t start = il_ts_span(expression).start;
    il_ts__emit(editor, start, start, il_arena_printf(editor->arena, "const %.*s = ", IL_FMT(*name)));
    return NULL;
}

static const char *insert(il_ts_editor *editor, TSNode expression, il_str statements, bool before)
{
    const char *refusal = NULL;
    TSNode statement = il_ts__statement(expression, &refusal);
    if (ts_node_is_null(statement))
        return refusal;
    il_ts_insertion insertion = {.statement = statement, .before = before, .text = statements};
    IL_PUSH(editor->arena, &editor->insertions, insertion);
    return NULL;
}

const char *il_ts_insert_after(il_ts_editor *editor, TSNode expression, il_str statements)
{
    return insert(editor, expression, statements, false);
}

const char *il_ts_insert_before(il_ts_editor *editor, TSNode expression, il_str statements)
{
    return insert(editor, expression, statements, true);
}

void il_ts_require_after(il_ts_editor *editor, TSNode other)
{
    const char *refusal = NULL;
    TSNode statement = il_ts__statement(other, &refusal);
    if (ts_node_is_null(statement))
        return;
    if (!editor->has_latest || ts_node_start_byte(editor->latest) < ts_node_start_byte(statement))
        editor->latest = statement;
    editor->has_latest = true;
}

static TSNode class_of(TSNode node)
{
    return il_ts_ancestor(node, "class_body");
}

bool il_ts_visible(const il_document *document, TSNode maker, TSNode user)
{
    const char *refusal = NULL;
    il_str name = il_ts_bound(document, maker);
    if (name.n == 0)
        return false;
    if (il_str_starts(name, IL_STR("this."))) {
        TSNode a = class_of(maker), b = class_of(user);
        return !ts_node_is_null(a) && !ts_node_is_null(b) && ts_node_eq(a, b);
    }
    TSNode statement = il_ts__statement(maker, &refusal);
    if (ts_node_is_null(statement))
        return false;
    TSNode block = ts_node_parent(statement);
    for (TSNode node = user; !ts_node_is_null(node); node = ts_node_parent(node)) {
        if (ts_node_eq(node, block))
            return true;
    }
    return false;
}

/* The statement that an insertion beside STATEMENT goes behind, when it must also come after the required ones. */
static TSNode place_after(const il_ts_editor *editor, TSNode statement)
{
    if (!editor->has_latest || !ts_node_eq(ts_node_parent(editor->latest), ts_node_parent(statement)))
        return statement;
    return ts_node_start_byte(editor->latest) > ts_node_start_byte(statement) ? editor->latest : statement;
}

/* Whether statements end in `;` here: as STATEMENT does, else as the file does. */
static bool semicolons(const il_ts_editor *editor, TSNode statement)
{
    bool simple = il_ts_is(statement, "lexical_declaration") || il_ts_is(statement, "expression_statement");
    return simple ? il_str_ends(il_ts_text(editor->document, statement), IL_STR(";")) : editor->semicolons;
}

/* TEXT with the file's quotes, if it has `'` only and the file prefers `"`. */
static il_str requoted(const il_ts_editor *editor, il_str text)
{
    if (editor->quote == '\'' || il_str_contains(text, IL_STR("\"")))
        return text;
    il_str copy = il_arena_str(editor->arena, text);
    char *p = (char *)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        p[i] = p[i] == '\'' ? '"' : p[i];
    return copy;
}

/* Puts STATEMENTS, written with two spaces a level, `'` and `;`, into the style around STATEMENT. */
static il_str restyle(const il_ts_editor *editor, TSNode statement, il_str statements)
{
    il_buf out = {0};
    il_str indent = il_text_indent(editor->text, il_ts_span(statement).start);
    bool keep = semicolons(editor, statement);
    il_str rest = il_str_trim(requoted(editor, statements));
    for (bool first = true; rest.p; first = false) {
        il_str row = il_str_cut(&rest, '\n');
        size_t depth = 0;
        while (depth + 1 < row.n && row.p[depth] == ' ' && row.p[depth + 1] == ' ')
            depth += 2;
        if (!first)
            il_buf_add(&out, editor->newline);
        if (row.n == 0)
            continue;
        if (!first)
            il_buf_add(&out, indent);
        for (size_t i = 0; i < depth; i += 2)
            il_buf_add(&out, editor->step);
        bool bare = !keep && il_str_ends(row, IL_STR(";"));
        il_buf_add(&out, il_str_slice(row, depth, row.n - bare));
    }
    return il_buf_take(editor->arena, &out);
}

static void put_after(il_ts_editor *editor, TSNode statement, il_str text)
{
    uint32_t end = il_ts_span(statement).end, line_end = il_text_line_end(editor->text, end);
    il_str rest = il_str_trim(il_str_slice(editor->text, end, line_end));
    bool comment = il_str_starts(rest, IL_STR("//"));
    il_str indent = il_text_indent(editor->text, il_ts_span(statement).start);
    il_str all = il_arena_printf(editor->arena, "%.*s%.*s%.*s", IL_FMT(editor->newline), IL_FMT(indent), IL_FMT(text));
    uint32_t at = rest.n == 0 || comment ? line_end : end;
    il_ts__emit(editor, at, at, all);
}

void il_ts__finish_statements(il_ts_editor *editor)
{
    for (size_t i = 0; i < editor->insertions.n; i++) {
        const il_ts_insertion *insertion = &editor->insertions.items[i];
        uint32_t start = il_ts_span(insertion->statement).start;
        il_str indent = il_text_indent(editor->text, start);
        il_str text = restyle(editor, insertion->statement, insertion->text);
        if (insertion->before)
            il_ts__emit(
                editor, start, start,
                il_arena_printf(editor->arena, "%.*s%.*s%.*s", IL_FMT(text), IL_FMT(editor->newline), IL_FMT(indent)));
        else
            put_after(editor, place_after(editor, insertion->statement), text);
    }
}

const char *il_ts_remove_statement(il_ts_editor *editor, TSNode call)
{
    TSNode statement = ts_node_parent(call);
    if (ts_node_is_null(statement) || !il_ts_is(statement, "expression_statement"))
        return "the call is part of something else";
    il_span span = il_ts_span(statement);
    il_str text = editor->text;
    while (span.start > 0 && (text.p[span.start - 1] == ' ' || text.p[span.start - 1] == '\t'))
        span.start--;
    while (span.end < text.n && (text.p[span.end] == ' ' || text.p[span.end] == '\t' || text.p[span.end] == '\r'))
        span.end++;
    bool alone =
        (span.start == 0 || text.p[span.start - 1] == '\n') && (span.end == text.n || text.p[span.end] == '\n');
    if (!alone)
        return "something else stands on the line of the call";
    span.end += span.end < text.n;
    il_edits_add(editor->arena, &editor->edits, editor->document->source, span, IL_STR(""));
    return NULL;
}
