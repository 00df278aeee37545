/* JSON (RFC 8259) → nodes, in one pass over the bytes that checks everything and gives each node its span; cJSON decodes strings. What is
 * wrong is reported at its place. Reading goes on behind what can be meant in one way only (a missing or a spare comma, a comment, a bad
 * escape) and stops at the rest, with all that came before in the tree. */
#include <string.h>

#include "parse.h"
#include "utf8.h"

typedef struct {
    il_document *document;
    il_tree tree;
    const char *p; /* the text; a NUL stands behind its end */
    uint32_t n, at;
    unsigned depth;
    bool stopped;
    bool comments; /* allowed, or reported already */
} reader;

static il_node *read_value(reader *r, const il_node *container, const il_node *key);

/* The byte at hand; 0 at the end and for a NUL, which nothing in JSON begins with. */
static char here(const reader *r)
{
    return r->p[r->at];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Steps over the comment at hand; the first one in a file is reported. */
static void skip_comment(reader *r)
{
    uint32_t start = r->at;
    bool block = r->p[start + 1] == '*';
    size_t end = il_str_find((il_str){r->p, r->n}, block ? IL_STR("*/") : IL_STR("\n"), start + 2);
    r->at = end == SIZE_MAX ? r->n : (uint32_t)end + (block ? 2 : 0);
    if (!r->comments && !il_syntax__error(r->document, (il_span){start, start + 2}, "JSON has no comments"))
        r->stopped = true;
    r->comments = true;
}

static void skip_blanks(reader *r)
{
    for (;;) {
        if (is_blank(here(r)))
            r->at++;
        else if (here(r) == '/' && (r->p[r->at + 1] == '/' || r->p[r->at + 1] == '*'))
            skip_comment(r);
        else
            break;
    }
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("_$+-.", c));
}

/* What stands at hand, as a message points at it: a string up to the end of its line, a word or a character. */
static il_span token_here(const reader *r)
{
    uint32_t end = r->at;
    if (here(r) == '"') {
        for (end++; end < r->n && r->p[end] != '"' && r->p[end] != '\n'; end++)
            end += r->p[end] == '\\' && end + 1 < r->n && r->p[end + 1] != '\n';
        return (il_span){r->at, end < r->n && r->p[end] == '"' ? end + 1 : end};
    }
    while (is_word(r->p[end]))
        end++;
    if (end == r->at && end < r->n) {
        size_t step = il_utf8_length((il_str){r->p + end, r->n - end});
        end += step ? (uint32_t)step : 1;
    }
    return (il_span){r->at, end};
}

static void report_end(reader *r, const il_node *opened, const char *expected)
{
    uint32_t end = r->n; /* behind what is written, not behind the blank lines after it */
    while (end && is_blank(r->p[end - 1]))
        end--;
    il_syntax__error(r->document, (il_span){end, end}, "%s, but the file ends here", expected);
    if (opened)
        il_syntax__related(r->document, (il_span){opened->span.start, opened->span.start + 1}, "opened here");
}

/* Something else should stand here. OPENED is the container that is being read, or NULL. False when the file has had its share. */
static bool report_unexpected(reader *r, const il_node *opened, const char *expected)
{
    if (r->at >= r->n) {
        report_end(r, opened, expected);
        return false;
    }
    il_span span = token_here(r);
    il_str found = il_source_slice(r->document->source, span);
    const char *hint = here(r) == '\'' ? ": strings take double quotes" : "";
    if (here(r) == '"')
        found = il_str_slice(found, 1, found.n > 1 && found.p[found.n - 1] == '"' ? found.n - 1 : found.n);
    return il_syntax__error(r->document, span, "%s, not %s%s", expected, il_syntax__quoted(r->document, found), hint);
}

static void stop_at(reader *r, const il_node *opened, const char *expected)
{
    if (!r->stopped)
        report_unexpected(r, opened, expected);
    r->stopped = true;
}

/* Opens the container at hand; NULL where it is nested too deeply. */
static il_node *open_container(reader *r, il_node_kind kind)
{
    il_span bracket = {r->at, r->at + 1};
    if (r->depth == IL_DEPTH_MAX) {
        il_syntax__error(r->document, bracket, "nested deeper than %d levels: not read from here on", IL_DEPTH_MAX);
        r->stopped = true;
        return NULL;
    }
    il_node *node = il_tree__node(&r->tree, kind, bracket);
    node->style = IL_STYLE_FLOW;
    r->depth++;
    r->at++;
    return node;
}

static bool begins_value(char c)
{
    return c && (strchr("\"{[-tfn", c) || (c >= '0' && c <= '9'));
}

/* Behind an item of CONTAINER neither a comma nor the closing bracket stands. Whether only the comma is missing. */
static bool comma_missing(reader *r, const il_node *container, size_t first)
{
    bool map = container->kind == IL_NODE_MAP;
    const il_member *last = &r->tree.waiting.items[r->tree.waiting.n - 1];
    il_arena *arena = r->document->arena;
    il_str expected =
        map ? il_arena_printf(arena, "expected ',' or '}' after the value of %s",
                              il_syntax__quoted(r->document, last->key->text))
            : il_arena_printf(arena, "expected ',' or ']' after item %zu of the list", r->tree.waiting.n - first);
    bool another = map ? here(r) == '"' : begins_value(here(r));
    if (!report_unexpected(r, container, expected.p) || !another)
        r->stopped = true;
    return !r->stopped;
}

/* Behind an item of CONTAINER, whose items wait from index FIRST on: whether another item follows. Eats the comma or the bracket. */
static bool another_item(reader *r, const il_node *container, size_t first)
{
    char closing = container->kind == IL_NODE_MAP ? '}' : ']';
    if (r->stopped)
        return false;
    skip_blanks(r);
    if (here(r) == closing) {
        r->at++;
        return false;
    }
    if (here(r) != ',')
        return comma_missing(r, container, first);
    uint32_t comma = r->at++;
    skip_blanks(r);
    if (here(r) != closing)
        return true;
    bool allowed = r->document->kind == IL_DOCUMENT_JSONC;
    if (!allowed &&
        !il_syntax__error(r->document, (il_span){comma, comma + 1}, "no comma may stand before '%c'", closing))
        r->stopped = true;
    r->at++;
    return false;
}

/* Behind the opening bracket: whether there is an item at all. */
static bool first_item(reader *r, char closing)
{
    skip_blanks(r);
    bool empty = here(r) == closing;
    r->at += empty;
    return !empty;
}

static il_node *read_list(reader *r)
{
    il_node *list = open_container(r, IL_NODE_LIST);
    size_t first = r->tree.waiting.n;
    if (!list)
        return NULL;
    for (bool more = first_item(r, ']'); more; more = another_item(r, list, first)) {
        il_node *item = read_value(r, list, NULL);
        if (!item)
            break;
        IL_PUSH(r->tree.scratch, &r->tree.waiting, ((il_member){.value = item}));
    }
    r->depth--;
    list->span.end = r->at;
    il_tree__close_list(&r->tree, list, first);
    return list;
}

/* The value behind KEY; where there is none it is null, so that the key stays in the tree. */
static il_node *read_member_value(reader *r, const il_node *map, const il_node *key)
{
    il_node *value = NULL;
    uint32_t end = r->at;
    skip_blanks(r);
    if (here(r) == ':') {
        end = ++r->at;
        value = read_value(r, map, key);
    } else {
        const char *name = il_syntax__quoted(r->document, key->text);
        stop_at(r, map, il_arena_printf(r->document->arena, "expected ':' after the key %s", name).p);
    }
    return value ? value : il_tree__node(&r->tree, IL_NODE_NULL, (il_span){end, end});
}

static il_node *read_string(reader *r)
{
    il_node *node;
    if (!il_json__string(&r->tree, &r->at, &node))
        r->stopped = true;
    return node;
}

static bool read_member(reader *r, const il_node *map)
{
    if (here(r) != '"') {
        stop_at(r, map, "expected a key in double quotes or '}'");
        return false;
    }
    il_member member = {.key = read_string(r)};
    member.value = read_member_value(r, map, member.key);
    IL_PUSH(r->tree.scratch, &r->tree.waiting, member);
    return true;
}

static il_node *read_map(reader *r)
{
    il_node *map = open_container(r, IL_NODE_MAP);
    size_t first = r->tree.waiting.n;
    if (!map)
        return NULL;
    for (bool more = first_item(r, '}'); more; more = another_item(r, map, first))
        if (!read_member(r, map))
            break;
    r->depth--;
    map->span.end = r->at;
    il_tree__close_map(&r->tree, map, first);
    il_tree__check_keys(&r->tree, map);
    return map;
}

/* true, false, null or a number. Another word is reported and stays as a string, for it can only be meant as a value. */
static il_node *read_word(reader *r)
{
    il_span span = token_here(r);
    il_str word = il_source_slice(r->document->source, span);
    il_node *node = il_tree__node(&r->tree, IL_NODE_STRING, span);
    bool digits = (word.p[0] >= '0' && word.p[0] <= '9') || strchr("+-.", word.p[0]);
    bool good = true;
    node->text = word;
    r->at = span.end;
    if (il_str_is(word, "true") || il_str_is(word, "false")) {
        node->kind = IL_NODE_BOOL;
        node->boolean = word.p[0] == 't';
    } else if (il_str_is(word, "null")) {
        node->kind = IL_NODE_NULL;
    } else if (digits) {
        node->kind = IL_NODE_NUMBER;
        if (!il_str_is_number(word))
            good = il_syntax__error(r->document, span, "%s is no number of JSON", il_syntax__quoted(r->document, word));
    } else {
        good = il_syntax__error(r->document, span,
                                "%s is no value of JSON: strings take double quotes, the words are true, false, null",
                                il_syntax__quoted(r->document, word));
    }
    r->stopped = r->stopped || !good;
    return node;
}

/* The value at hand: a member of CONTAINER under KEY, an item of it without KEY, the whole without CONTAINER. NULL when there is none or
 * it cannot be opened; reading then stops. */
static il_node *read_value(reader *r, const il_node *container, const il_node *key)
{
    skip_blanks(r);
    if (r->stopped)
        return NULL;
    if (here(r) == '"')
        return read_string(r);
    if (here(r) == '{')
        return read_map(r);
    if (here(r) == '[')
        return read_list(r);
    if (is_word(here(r)))
        return read_word(r);
    if (key) {
        const char *name = il_syntax__quoted(r->document, key->text);
        stop_at(r, container, il_arena_printf(r->document->arena, "expected the value of %s", name).p);
    } else {
        stop_at(r, container, container ? "expected a list item or ']'" : "expected a JSON value");
    }
    return NULL;
}

void il_json__parse(il_document *document)
{
    if (!il_syntax__readable(document))
        return;
    il_str text = il_source_text(document->source);
    reader r = {.document = document, .p = text.p, .n = (uint32_t)text.n, .at = (uint32_t)il_syntax__bom(text)};
    r.comments = document->kind == IL_DOCUMENT_JSONC;
    r.tree = il_tree__begin(document);
    il_node *root = read_value(&r, NULL, NULL);
    skip_blanks(&r);
    if (!r.stopped && r.at < r.n)
        il_syntax__error(document, token_here(&r), "text after the end of the JSON value");
    if (root) {
        document->roots = IL_NEW_ARRAY(document->arena, 1, il_node *);
        document->roots[0] = root;
        document->n_roots = 1;
    }
    il_tree__end(&r.tree);
}
