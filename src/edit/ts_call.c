/* Calls of one name in place of another, and the imports that go with them. */
#include "ts_editor.h"

const char *il_ts_call_instead(il_ts_editor *editor, TSNode expression, il_str callee)
{
    TSNode arguments = il_ts_field(expression, "arguments");
    if (ts_node_is_null(arguments))
        return "it is called without arguments";
    il_ts__emit(editor, il_ts_span(expression).start, il_ts_span(arguments).start, callee);
    return NULL;
}

/* The specifier of NAME, which has no other name in the file, below NODE (the program, then what is in its imports); a null node if there is none. */
static TSNode specifier_of(const il_document *document, TSNode node, il_str name)
{
    static const char *const inside[] = {"import_statement", "import_clause", "named_imports"};
    TSNode found = {0};
    for (uint32_t i = 0; i < ts_node_named_child_count(node) && ts_node_is_null(found); i++) {
        TSNode child = ts_node_named_child(node, i);
        if (il_ts_is(child, "import_specifier") && il_str_eq(il_ts_text(document, child), name))
            return child;
        for (size_t k = 0; k < sizeof inside / sizeof *inside; k++)
            if (il_ts_is(child, inside[k]))
                found = specifier_of(document, child, name);
    }
    return found;
}

bool il_ts_import_instead(il_ts_editor *editor, il_str from, il_str to)
{
    const il_document *document = editor->document;
    TSNode program = il_ts_at(document, (il_span){0, (uint32_t)editor->text.n});
    TSNode old = specifier_of(document, program, from);
    if (ts_node_is_null(old) || il_ts_count_uses(document, from, program) != 2)
        return false;
    il_span span = il_ts_span(old);
    TSNode next = ts_node_next_named_sibling(old), before = ts_node_prev_named_sibling(old);
    if (il_ts_count_uses(document, to, program) == 0)
        il_ts__emit(editor, span.start, span.end, to);
    else if (ts_node_is_null(specifier_of(document, program, to)))
        return false;
    else if (!ts_node_is_null(next))
        il_ts__emit(editor, span.start, il_ts_span(next).start, IL_STR(""));
    else if (!ts_node_is_null(before))
        il_ts__emit(editor, il_ts_span(before).end, span.end, IL_STR(""));
    return true;
}
