/* Both levels (parts of a path, bytes of a part) remember only their last star: a star that comes later can stand for whatever an earlier one
 * gave up, so nothing is tried twice. */
#include "wildcard.h"

#include <stdint.h>

/* The class at PATTERN[*AT] == '[' against C; *AT is left behind its ']'. A class that is not closed matches nothing. */
static bool class_matches(il_str pattern, size_t *at, unsigned char c)
{
    size_t i = *at + 1;
    bool negated = i < pattern.n && (pattern.p[i] == '!' || pattern.p[i] == '^'), found = false;
    if (negated)
        i++;
    for (size_t first = i; i < pattern.n && (i == first || pattern.p[i] != ']'); i++) {
        if (pattern.p[i] == '\\' && i + 1 < pattern.n)
            i++;
        unsigned char low = (unsigned char)pattern.p[i], high = low;
        if (i + 2 < pattern.n && pattern.p[i + 1] == '-' && pattern.p[i + 2] != ']') {
            i += 2;
            if (pattern.p[i] == '\\' && i + 1 < pattern.n)
                i++;
            high = (unsigned char)pattern.p[i];
        }
        found = found || (low <= c && c <= high);
    }
    if (i >= pattern.n)
        return false;
    *at = i + 1;
    return found != negated;
}

/* One byte of the pattern at *AT, which is no star, against C. */
static bool byte_matches(il_str pattern, size_t *at, char c)
{
    if (pattern.p[*at] == '[')
        return class_matches(pattern, at, (unsigned char)c);
    if (pattern.p[*at] == '?') {
        ++*at;
        return true;
    }
    if (pattern.p[*at] == '\\' && *at + 1 < pattern.n)
        ++*at;
    return pattern.p[(*at)++] == c;
}

static bool part_matches(il_str pattern, il_str part)
{
    size_t p = 0, s = 0, star = SIZE_MAX, resume = 0;
    while (s < part.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            resume = s;
            continue;
        }
        if (p < pattern.n && byte_matches(pattern, &p, part.p[s])) {
            s++;
            continue;
        }
        if (star == SIZE_MAX)
            return false;
        p = star + 1;
        s = ++resume;
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

bool il_wildcard_match(il_str pattern, il_str path)
{
    /* At a `**`: the pattern behind it, and the path from where it was tried last. p == NULL before the first. */
    il_str behind = {NULL, 0}, resume = {NULL, 0};
    if (!path.n)
        return !pattern.n;
    while (path.p) {
        il_str rest = pattern, part = path;
        il_str wanted = il_str_cut(&rest, '/');
        if (pattern.p && il_str_is(wanted, "**")) {
            if (!rest.p)
                return true; /* the part that is there is the one that it needs */
            behind = pattern = rest;
            resume = path;
            continue;
        }
        if (pattern.p && part_matches(wanted, il_str_cut(&part, '/'))) {
            pattern = rest;
            path = part;
            continue;
        }
        if (!behind.p)
            return false;
        il_str_cut(&resume, '/');
        pattern = behind;
        path = resume;
    }
    return !pattern.p;
}
