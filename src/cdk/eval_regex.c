/* The few regular expressions that programs clean ids with: one character or class, perhaps repeated, everywhere or once. All else is not
 * followed. */
#include <string.h>

#include "buf.h"
#include "eval.h"

typedef struct {
    bool in[128];
    bool repeated; /* + */
    bool all;      /* flag g */
} simple_regex;

static void add_range(simple_regex *r, char from, char to)
{
    for (int c = from; c <= to; c++)
        r->in[c] = true;
}

/* \d \w \s and escaped punctuation. */
static bool add_escape(simple_regex *r, char c)
{
    if (c == 'd') {
        add_range(r, '0', '9');
    } else if (c == 'w') {
        add_range(r, '0', '9');
        add_range(r, 'A', 'Z');
        add_range(r, 'a', 'z');
        r->in['_'] = true;
    } else if (c == 's') {
        r->in[' '] = r->in['\t'] = r->in['\n'] = r->in['\r'] = true;
    } else if (c > ' ' && c < 127 && !strchr("bBDWSnrtfvxucpPk0123456789", c)) {
        r->in[(unsigned char)c] = true;
    } else {
        return false;
    }
    return true;
}

/* The class that *S begins with, brackets included; *S moves behind it. */
static bool take_class(simple_regex *r, il_str *s)
{
    size_t i = 1;
    bool negated = i < s->n && s->p[i] == '^';
    i += negated;
    for (; i < s->n && s->p[i] != ']'; i++) {
        unsigned char c = (unsigned char)s->p[i];
        if (c >= 128)
            return false;
        if (c == '\\') {
            if (++i >= s->n || !add_escape(r, s->p[i]))
                return false;
        } else if (i + 2 < s->n && s->p[i + 1] == '-' && s->p[i + 2] != ']') {
            if (s->p[i + 2] == '\\' || (unsigned char)s->p[i + 2] >= 128)
                return false;
            add_range(r, s->p[i], s->p[i + 2]);
            i += 2;
        } else {
            r->in[c] = true;
        }
    }
    if (i >= s->n)
        return false;
    for (int c = 0; negated && c < 128; c++)
        r->in[c] = !r->in[c];
    *s = il_str_slice(*s, i + 1, s->n);
    return true;
}

static bool take_atom(simple_regex *r, il_str *s)
{
    if (s->n == 0)
        return false;
    if (s->p[0] == '[')
        return take_class(r, s);
    if (s->p[0] == '\\') {
        bool good = s->n > 1 && add_escape(r, s->p[1]);
        *s = il_str_slice(*s, 2, s->n);
        return good;
    }
    if (strchr("().*+?|^${}", s->p[0]) || (unsigned char)s->p[0] >= 128)
        return false;
    r->in[(unsigned char)s->p[0]] = true;
    *s = il_str_slice(*s, 1, s->n);
    return true;
}

static bool parse(simple_regex *r, il_str pattern)
{
    if (pattern.n < 3 || pattern.p[0] != '/')
        return false;
    size_t end = pattern.n;
    while (end > 1 && pattern.p[end - 1] != '/')
        end--;
    il_str flags = il_str_slice(pattern, end, pattern.n), body = il_str_slice(pattern, 1, end - 1);
    for (size_t i = 0; i < flags.n; i++) {
        if (!strchr("gum", flags.p[i]))
            return false;
        r->all |= flags.p[i] == 'g';
    }
    if (!take_atom(r, &body))
        return false;
    r->repeated = body.n == 1 && body.p[0] == '+';
    return body.n == 0 || r->repeated;
}

bool il_ev__regex_replace(il_eval *e, il_str text, il_str pattern, il_str replacement, il_str *out)
{
    simple_regex r = {0};
    if (!parse(&r, pattern) || (replacement.n && memchr(replacement.p, '$', replacement.n)))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] >= 128)
            return false;
    }
    il_buf buf = {0};
    bool done = false;
    for (size_t i = 0; i < text.n; i++) {
        if (done || !r.in[(unsigned char)text.p[i]]) {
            il_buf_putc(&buf, text.p[i]);
            continue;
        }
        while (r.repeated && i + 1 < text.n && r.in[(unsigned char)text.p[i + 1]])
            i++;
        il_buf_add(&buf, replacement);
        done = !r.all;
    }
    *out = il_arena_str(e->arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return true;
}
