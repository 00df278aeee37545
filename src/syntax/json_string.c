/* A JSON string token → node. The scan checks every byte and counts what the decoded text will be long; cJSON decodes the tokens that
 * hold escapes (its own length is lost at \u0000), the others are views of the source. */
#include <cjson/cJSON.h>
#include <string.h>

#include "panic.h"
#include "parse.h"
#include "utf8.h"

typedef struct {
    il_tree *tree;
    const char *p; /* the text; a NUL stands behind its end */
    uint32_t n, start, at;
    uint32_t saved; /* bytes by which the decoded text is shorter */
    bool escaped;
    bool broken; /* an error in this string has been reported; one is enough */
} scanner;

static void broken(scanner *s, uint32_t start, uint32_t end, const char *what)
{
    if (!s->broken)
        il_syntax__error(s->tree->document, (il_span){start, end}, "%s", what);
    s->broken = true;
}

/* The four hexadecimal digits at AT, or -1. */
static long hex4(const scanner *s, uint32_t at)
{
    long code = 0;
    for (uint32_t i = at; i < at + 4; i++) {
        char c = i < s->n ? s->p[i] : '\0';
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static bool is_surrogate(long code, bool low)
{
    return code >= (low ? 0xDC00 : 0xD800) && code <= (low ? 0xDFFF : 0xDBFF);
}

/* `\uXXXX`, or two of them that make one character. */
static void scan_unicode(scanner *s)
{
    uint32_t start = s->at;
    long code = hex4(s, start + 2);
    if (code < 0) {
        broken(s, start, start + 2, "\\u takes four hexadecimal digits");
        s->at += 2;
        return;
    }
    s->at += 6;
    if (is_surrogate(code, false) && s->p[s->at] == '\\' && s->p[s->at + 1] == 'u' &&
        is_surrogate(hex4(s, s->at + 2), true)) {
        s->at += 6;
        s->saved += 12 - 4;
    } else if (is_surrogate(code, false) || is_surrogate(code, true)) {
        broken(s, start, s->at, "half of a surrogate pair is no character");
    } else {
        s->saved += 6 - (code < 0x80 ? 1 : code < 0x800 ? 2 : 3);
    }
}

static void scan_escape(scanner *s)
{
    char c = s->p[s->at + 1];
    s->escaped = true;
    if (c == 'u') {
        scan_unicode(s);
        return;
    }
    if (c && strchr("\"\\/bfnrt", c)) {
        s->saved++;
        s->at += 2;
        return;
    }
    broken(s, s->at, s->at + 1, "no escape of JSON: after a backslash comes one of \" \\ / b f n r t u");
    s->at++;
}

/* Scans up to the closing quote; false when there is none on the line. */
static bool scan(scanner *s)
{
    for (;;) {
        unsigned char c = (unsigned char)s->p[s->at];
        if (c == '"')
            return true;
        if (c == '\\' && s->at + 1 < s->n) {
            scan_escape(s);
        } else if (c < 0x20 || c == '\\') {
            if (s->at + (c == '\\') >= s->n || c == '\n' || c == '\r')
                return false;
            broken(s, s->at, s->at + 1, "a control character in a string is written as an escape (\\t for a tab)");
            s->at++;
        } else if (c < 0x80) {
            s->at++;
        } else {
            size_t length = il_utf8_length((il_str){s->p + s->at, s->n - s->at});
            if (!length)
                broken(s, s->at, s->at + 1, "invalid UTF-8");
            s->at += length ? (uint32_t)length : 1;
        }
    }
}

/* The decoded text of the checked token, quotes included. */
static il_str decode(il_arena *arena, il_str token, size_t length)
{
    cJSON *item = cJSON_ParseWithLength(token.p, token.n);
    IL_ASSERT(cJSON_IsString(item) && item->valuestring);
    il_str text = il_arena_str(arena, (il_str){item->valuestring, length});
    cJSON_Delete(item);
    return text;
}

bool il_json__string(il_tree *tree, uint32_t *at, il_node **out)
{
    il_str text = il_source_text(tree->document->source);
    scanner s = {.tree = tree, .p = text.p, .n = (uint32_t)text.n, .start = *at, .at = *at + 1};
    bool closed = scan(&s);
    uint32_t inner = s.at - s.start - 1;
    il_node *node = il_tree__node(tree, IL_NODE_STRING, (il_span){s.start, closed ? s.at + 1 : s.at});
    node->style = IL_STYLE_DOUBLE;
    node->text = (il_str){s.p + s.start + 1, inner};
    *at = node->span.end;
    *out = node;
    if (!closed) {
        bool line = s.at < s.n && s.p[s.at] != '\\';
        il_syntax__error(tree->document, node->span,
                         line ? "this string is not closed on its line (a line break inside is written \\n)"
                              : "this string is not closed");
        return false;
    }
    if (s.escaped && !s.broken)
        node->text = decode(tree->document->arena, il_str_slice(text, s.start, s.at + 1), inner - s.saved);
    return true;
}
