/* Names that a fix takes the last use from. Only names that stand in what is replaced are looked at, so that the work is small. */
#include <string.h>

#include "ts_editor.h"

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

/* The next name in TEXT at or after *AT that is no member of something; empty at the end. */
static il_str next_name(il_str text, size_t *at)
{
    while (*at < text.n) {
        size_t start = *at;
        if (!in_name(text.p[start]) || (text.p[start] >= '0' && text.p[start] <= '9')) {
            ++*at;
            continue;
        }
        while (*at < text.n && in_name(text.p[*at]))
            ++*at;
        if (start == 0 || text.p[start - 1] != '.')
            return il_str_slice(text, start, *at);
    }
    return (il_str){0};
}

static size_t count_in(il_str text, il_str name)
{
    size_t n = 0, at = 0;
    for (il_str other; (other = next_name(text, &at)).n;)
        n += il_str_eq(other, name);
    return n;
}

static bool declares(TSNode node)
{
    static const char *const parents[] = {"variable_declarator", "import_specifier",   "namespace_import",
                                          "import_clause",       "required_parameter", "optional_parameter",
                                          "object_pattern",      "array_pattern",      "pair_pattern"};
    TSNode parent = ts_node_parent(node);
    for (size_t i = 0; !ts_node_is_null(parent) && i < sizeof parents / sizeof *parents; i++)
        if (il_ts_is(parent, parents[i]))
            return true;
    return false;
}

static bool inside(const il_document *document, const il_edit *edits, size_t n, uint32_t at)
{
    for (size_t i = 0; i < n; i++)
        if (edits[i].source == document->source && at >= edits[i].span.start && at < edits[i].span.end)
            return true;
    return false;
}

/* Whether the one use of NAME that EDITS leave is its declaration. */
static bool only_declared(const il_document *document, il_str name, const il_edit *edits, size_t n)
{
    il_str text = il_source_text(document->source);
    size_t left = 0;
    bool declared = false;
    for (size_t i = 0; i < n; i++)
        left += edits[i].source == document->source ? count_in(edits[i].text, name) : 0;
    for (uint32_t at = 0; il_text_word(text, name, &at); at++) {
        TSNode node = il_ts_at(document, (il_span){at, at + (uint32_t)name.n});
        const char *type = ts_node_is_null(node) ? "" : ts_node_type(node);
        bool use = strstr(type, "identifier") && strcmp(type, "property_identifier") != 0;
        if (!use || inside(document, edits, n, at))
            continue;
        left++;
        declared |= declares(node);
    }
    return left == 1 && declared;
}

bool il_ts_leaves_unused(const il_document *document, const il_edit *edits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (edits[i].source != document->source)
            continue;
        il_str gone = il_source_slice(document->source, edits[i].span);
        size_t at = 0;
        for (il_str name; (name = next_name(gone, &at)).n;)
            if (only_declared(document, name, edits, n))
                return true;
    }
    return false;
}
