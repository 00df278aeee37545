#include "str.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

il_str il_str_of(const char *text)
{
    return (il_str){text, text ? strlen(text) : 0};
}

bool il_str_eq(il_str a, il_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool il_str_is(il_str s, const char *text)
{
    return il_str_eq(s, il_str_of(text));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool il_str_eq_nocase(il_str a, il_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

bool il_str_starts(il_str s, il_str prefix)
{
    return s.n >= prefix.n && il_str_eq(il_str_slice(s, 0, prefix.n), prefix);
}

bool il_str_ends(il_str s, il_str suffix)
{
    return s.n >= suffix.n && il_str_eq(il_str_slice(s, s.n - suffix.n, s.n), suffix);
}

int il_str_cmp(il_str a, il_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

size_t il_str_find(il_str s, il_str needle, size_t from)
{
    if (from > s.n || needle.n > s.n - from)
        return SIZE_MAX;
    if (needle.n == 0)
        return from;
    const char *at = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

bool il_str_contains(il_str s, il_str needle)
{
    return il_str_find(s, needle, 0) != SIZE_MAX;
}

il_str il_str_slice(il_str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (il_str){s.p ? s.p + from : NULL, to - from};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

il_str il_str_trim(il_str s)
{
    while (s.n && is_space(s.p[0]))
        s = il_str_slice(s, 1, s.n);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

il_str il_str_cut(il_str *rest, char sep)
{
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    il_str head = *rest;
    if (at) {
        head.n = (size_t)(at - rest->p);
        *rest = il_str_slice(*rest, head.n + 1, rest->n);
    } else {
        *rest = (il_str){NULL, 0};
    }
    return head;
}

static size_t digits(il_str s, size_t i)
{
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i;
}

/* The length of the number that S begins with, by RFC 8259 section 6; 0 if none. */
static size_t number_length(il_str s)
{
    size_t i = s.n && s.p[0] == '-' ? 1 : 0, from = i;
    i = digits(s, i);
    if (i == from || (s.p[from] == '0' && i > from + 1))
        return 0;
    if (i < s.n && s.p[i] == '.') {
        size_t fraction = digits(s, i + 1);
        if (fraction == i + 1)
            return 0;
        i = fraction;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        size_t sign = i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-') ? i + 2 : i + 1;
        size_t exponent = digits(s, sign);
        if (exponent == sign)
            return 0;
        i = exponent;
    }
    return i;
}

bool il_str_is_number(il_str s)
{
    return s.n > 0 && number_length(s) == s.n;
}

bool il_str_number(il_str s, double *out)
{
    char text[64];
    if (s.n >= sizeof text || !il_str_is_number(s))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    *out = strtod(text, NULL);
    return isfinite(*out);
}
