/* JSON inside of a text, as policies are often written. Lenient where a template engine would be; what is no JSON gives NULL. */
#include <string.h>

#include "buf.h"
#include "flat.h"
#include "utf8.h"

enum { DEPTH = 64 };

bool il_flat__opens_brace(const il_value *value)
{
    const il_value *first = value->kind == IL_CALL && value->call.n ? value->call.items[0] : value;
    size_t at = 0;
    if (first->kind != IL_STRING)
        return false;
    while (at < first->string.n && strchr(" \t\r\n\v\f", first->string.p[at]))
        at++;
    return at < first->string.n && first->string.p[at] == '{';
}

typedef struct {
    il_arena *arena;
    const il_flat *flat;
    size_t at;
    unsigned depth;
} parser;

static char peek(parser *p)
{
    il_str text = p->flat->text;
    while (p->at < text.n && strchr(" \t\r\n", text.p[p->at]))
        p->at++;
    return p->at < text.n ? text.p[p->at] : '\0';
}

static bool take(parser *p, char c)
{
    if (peek(p) != c)
        return false;
    p->at++;
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_escape(parser *p, il_buf *buf)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    il_str text = p->flat->text;
    char c = text.p[p->at++];
    const char *known = strchr(from, c);
    uint32_t code = 0;
    if (c != 'u') {
        il_buf_putc(buf, known && c ? to[known - from] : c);
        return;
    }
    for (int i = 0; i < 4 && p->at < text.n && hex(text.p[p->at]) >= 0; i++)
        code = code * 16 + (uint32_t)hex(text.p[p->at++]);
    char bytes[4];
    il_buf_add(buf, (il_str){bytes, il_utf8_encode(code, bytes)});
}

/* The literal collected so far becomes a part. */
static void flush(parser *p, il_buf *buf, il_loc loc, const il_value **parts, size_t *n)
{
    if (buf->n)
        parts[(*n)++] = il_value_string(p->arena, loc, il_arena_str(p->arena, il_buf_str(buf)));
    il_buf_clear(buf);
}

/* Behind the opening quote. */
static const il_value *string(parser *p)
{
    il_str text = p->flat->text;
    size_t from = p->at, n = 0;
    const il_value **parts = IL_NEW_ARRAY(p->arena, 2 * p->flat->parts.n + 1, const il_value *);
    il_buf buf = {0};
    size_t end = from;
    while (end < text.n && text.p[end] != '"')
        end += text.p[end] == '\\' ? 2 : 1;
    bool closed = end < text.n;
    il_loc loc = closed ? il_flat__loc(p->flat, from, end) : (il_loc){0};
    while (closed && p->at < end) {
        char c = text.p[p->at++];
        const il_value *marked = c == IL_FLAT_MARK ? il_flat__marked(p->flat, p->at - 1) : NULL;
        if (marked) {
            flush(p, &buf, loc, parts, &n);
            parts[n++] = marked;
        } else if (c == '\\' && p->at < end) {
            add_escape(p, &buf);
        } else {
            il_buf_putc(&buf, c);
        }
    }
    p->at = end + 1;
    flush(p, &buf, loc, parts, &n);
    il_buf_free(&buf);
    if (!closed)
        return NULL;
    return n ? il_value_join(p->arena, loc, parts, n) : il_value_string(p->arena, loc, IL_STR(""));
}

static const il_value *value(parser *p);

typedef IL_VEC(il_entry) entries;
typedef IL_VEC(const il_value *) items;

static const il_value *object(parser *p, size_t from)
{
    entries all = {0};
    while (!take(p, '}')) {
        if (all.n && !take(p, ','))
            return NULL;
        if (!take(p, '"'))
            return NULL;
        const il_value *key = string(p), *inside = key && take(p, ':') ? value(p) : NULL;
        if (!inside)
            return NULL;
        il_entry entry = {key->kind == IL_STRING ? key->string : IL_STR(""), key->loc, inside};
        IL_PUSH(p->arena, &all, entry);
    }
    return il_value_map(p->arena, il_flat__loc(p->flat, from, p->at), all.items, all.n);
}

static const il_value *list(parser *p, size_t from)
{
    items all = {0};
    while (!take(p, ']')) {
        if (all.n && !take(p, ','))
            return NULL;
        const il_value *item = value(p);
        if (!item)
            return NULL;
        IL_PUSH(p->arena, &all, item);
    }
    return il_value_list(p->arena, il_flat__loc(p->flat, from, p->at), all.items, all.n);
}

static const il_value *bare(parser *p)
{
    il_str text = p->flat->text;
    size_t from = p->at, end = from;
    while (end < text.n && !strchr(",]} \t\r\n", text.p[end]))
        end++;
    il_str word = il_str_slice(text, from, end);
    il_loc loc = il_flat__loc(p->flat, from, end);
    double number;
    p->at = end;
    if (il_str_is(word, "true") || il_str_is(word, "false"))
        return il_value_bool(p->arena, loc, word.p[0] == 't');
    if (il_str_is(word, "null"))
        return il_value_null(p->arena, loc);
    return il_str_number(word, &number) ? il_value_number(p->arena, loc, number) : NULL;
}

static const il_value *value(parser *p)
{
    char c = peek(p);
    size_t from = p->at;
    const il_value *result = NULL;
    if (p->depth == DEPTH)
        return NULL;
    p->depth++;
    if (take(p, '{'))
        result = object(p, from);
    else if (take(p, '['))
        result = list(p, from);
    else if (take(p, '"'))
        result = string(p);
    else if (c == IL_FLAT_MARK && il_flat__marked(p->flat, from))
        result = il_flat__marked(p->flat, p->at++);
    else if (c)
        result = bare(p);
    p->depth--;
    return result;
}

const il_value *il_flat__json(il_arena *arena, const il_flat *flat)
{
    parser p = {.arena = arena, .flat = flat};
    const il_value *result = value(&p);
    return result && peek(&p) == '\0' && p.at == flat->text.n ? result : NULL;
}
