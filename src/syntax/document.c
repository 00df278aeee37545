#include "document.h"

#include "buf.h"
#include "parse.h"
#include "utf8.h"

/* A file with more than these many findings is not what its name says. */
enum { FINDINGS_MAX = 50 };

static bool ends_with(il_str path, const char *const *endings)
{
    for (; *endings; endings++) {
        il_str ending = il_str_of(*endings);
        if (path.n > ending.n && il_str_eq_nocase(il_str_slice(path, path.n - ending.n, path.n), ending))
            return true;
    }
    return false;
}

/* The first line of TEXT with something on it, comments left out. */
static il_str first_line(il_str text)
{
    il_str rest = il_str_slice(text, il_syntax__bom(text), text.n);
    while (rest.p) {
        il_str line = il_str_trim(il_str_cut(&rest, '\n'));
        if (line.n && line.p[0] != '#')
            return line;
    }
    return (il_str){NULL, 0};
}

/* A line that opens a YAML text and no JSON text: a directive, a document start, a list item or a key. */
static bool looks_like_yaml(il_str line)
{
    if (line.n == 0 || line.p[0] == '{' || line.p[0] == '[')
        return false;
    if (line.p[0] == '%' || il_str_starts(line, IL_STR("---")) || il_str_starts(line, IL_STR("- ")))
        return true;
    size_t colon = il_str_find(line, IL_STR(":"), 0);
    return colon != SIZE_MAX && (colon + 1 == line.n || line.p[colon + 1] == ' ' || line.p[colon + 1] == '\t');
}

/* TypeScript reads its own configuration with comments, whatever the rest of its name. */
static bool is_tsconfig(il_str path)
{
    static const char *const json[] = {".json", NULL};
    il_str folder = il_path_directory(path);
    il_str name = il_str_slice(path, folder.n ? folder.n + 1 : 0, path.n);
    return il_str_starts(name, IL_STR("tsconfig")) && ends_with(name, json);
}

il_document_kind il_document_kind_of(il_str path, il_str text)
{
    static const char *const ts[] = {".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", NULL};
    static const char *const tsx[] = {".tsx", ".jsx", NULL};
    static const char *const json[] = {".json", ".template", NULL};
    static const char *const jsonc[] = {".jsonc", NULL};
    static const char *const yaml[] = {".yaml", ".yml", NULL};
    if (ends_with(path, ts))
        return IL_DOCUMENT_TS;
    if (ends_with(path, tsx))
        return IL_DOCUMENT_TSX;
    if (ends_with(path, yaml))
        return IL_DOCUMENT_YAML;
    if (ends_with(path, jsonc) || is_tsconfig(path))
        return IL_DOCUMENT_JSONC;
    if (ends_with(path, json))
        return looks_like_yaml(first_line(text)) ? IL_DOCUMENT_YAML : IL_DOCUMENT_JSON;
    return IL_DOCUMENT_TEXT;
}

static void parse(il_document *document)
{
    switch (document->kind) {
    case IL_DOCUMENT_JSON:
    case IL_DOCUMENT_JSONC:
        il_json__parse(document);
        break;
    case IL_DOCUMENT_YAML:
        il_yaml__parse(document);
        break;
    case IL_DOCUMENT_TS:
    case IL_DOCUMENT_TSX:
        il_ts__parse(document);
        break;
    case IL_DOCUMENT_TEXT:
        break;
    }
}

il_document *il_document_parse(il_document_kind kind, il_str path, il_str text)
{
    il_arena *arena = il_arena_new();
    il_document *document = IL_NEW(arena, il_document);
    bool fits = text.n <= IL_SOURCE_MAX;
    document->arena = arena;
    document->kind = kind;
    document->syntax.arena = arena;
    document->source = il_source_new(arena, path, il_arena_str(arena, fits ? text : (il_str){NULL, 0}));
    if (!fits)
        il_syntax__error(document, (il_span){0, 0}, "the file is larger than 1 GiB and is not read");
    parse(document);
    return document;
}

void il_document_drop_tree(il_document *document)
{
    if (!document->ts)
        return;
    ts_tree_delete(document->ts);
    document->ts = NULL;
    document->dropped = true;
}

void il_document_grow_tree(il_document *document)
{
    if (!document->dropped)
        return;
    document->dropped = false;
    il_ts__parse_again(document);
}

void il_document_free(il_document *document)
{
    if (!document)
        return;
    if (document->ts)
        ts_tree_delete(document->ts);
    il_arena_free(document->arena);
}

/* False when the file has had its share of findings; the last one that is listed says so. */
static bool report(il_document *document, il_severity severity, il_span span, il_str message)
{
    size_t before = document->syntax.findings.n;
    if (before >= FINDINGS_MAX)
        return false;
    bool last = before + 1 == FINDINGS_MAX;
    il_sink_syntax(&document->syntax, (il_loc){document->source, span}, "%.*s%s", IL_FMT(message),
                   last ? "; what else is wrong with this file's syntax is not listed" : "");
    document->syntax.findings.items[before].severity = severity;
    return !last;
}

bool il_syntax__error(il_document *document, il_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    il_str message = il_arena_vprintf(document->arena, format, args);
    va_end(args);
    document->n_errors++;
    return report(document, IL_ERROR, span, message);
}

bool il_syntax__warning(il_document *document, il_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    il_str message = il_arena_vprintf(document->arena, format, args);
    va_end(args);
    return report(document, IL_WARNING, span, message);
}

void il_syntax__related(il_document *document, il_span span, const char *message)
{
    if (document->syntax.findings.n >= FINDINGS_MAX)
        return;
    il_finding *finding = &document->syntax.findings.items[document->syntax.findings.n - 1];
    il_related *related = IL_NEW(document->arena, il_related);
    *related = (il_related){{document->source, span}, il_str_of(message)};
    finding->related = related;
    finding->n_related = 1;
}

const char *il_syntax__quoted(il_document *document, il_str text)
{
    enum { SHOWN_MAX = 60 };
    size_t n = 0;
    while (n < text.n && n < SHOWN_MAX) {
        size_t step = il_utf8_length(il_str_slice(text, n, text.n));
        n += step ? step : 1;
    }
    il_buf buf = {0};
    il_buf_putc(&buf, '"');
    il_buf_json(&buf, il_str_slice(text, 0, n));
    il_buf_puts(&buf, n < text.n ? "…\"" : "\"");
    const char *quoted = il_arena_str(document->arena, il_buf_str(&buf)).p;
    il_buf_free(&buf);
    return quoted;
}

size_t il_syntax__bom(il_str text)
{
    return il_str_starts(text, IL_STR("\xEF\xBB\xBF")) ? 3 : 0;
}

bool il_syntax__readable(il_document *document)
{
    il_str text = il_source_text(document->source);
    bool marked = il_str_starts(text, IL_STR("\xFF\xFE")) || il_str_starts(text, IL_STR("\xFE\xFF"));
    bool bare = text.n >= 2 && (!text.p[0] != !text.p[1]);
    if (!marked && !bare)
        return true;
    if (document->n_errors) /* said when it was read first */
        return false;
    il_syntax__error(document, (il_span){0, 2},
                     "the file is UTF-16 (or binary), and only UTF-8 is read: save it as UTF-8");
    return false;
}
