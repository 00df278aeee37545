/* A view of bytes somebody else owns. May hold NUL; need not end with one. The empty view has n == 0, p may then be NULL. */
#ifndef IL_STR_H
#define IL_STR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *p;
    size_t n;
} il_str;

/* A view of a string literal. */
#define IL_STR(literal) ((il_str){"" literal, sizeof(literal) - 1})
/* The same as an initializer of static data. */
#define IL_STR_INIT(literal)                                                                                           \
    {                                                                                                                  \
        "" literal, sizeof(literal) - 1                                                                                \
    }
/* For printf's "%.*s". */
#define IL_FMT(s) (int)(s).n, (s).p ? (s).p : ""

/* A view of a NUL-terminated string; NULL gives the empty view. */
il_str il_str_of(const char *text);

bool il_str_eq(il_str a, il_str b);
/* S against a NUL-terminated TEXT. */
bool il_str_is(il_str s, const char *text);
/* ASCII letters count as equal in either case. */
bool il_str_eq_nocase(il_str a, il_str b);
bool il_str_starts(il_str s, il_str prefix);
bool il_str_ends(il_str s, il_str suffix);
/* Byte order, as memcmp; a prefix sorts first. */
int il_str_cmp(il_str a, il_str b);
/* Offset of the first NEEDLE in S at or after FROM, or SIZE_MAX. The empty needle is found at FROM. */
size_t il_str_find(il_str s, il_str needle, size_t from);
bool il_str_contains(il_str s, il_str needle);
/* S[from, to), clipped to S. */
il_str il_str_slice(il_str s, size_t from, size_t to);
/* Without ASCII white space at either end. */
il_str il_str_trim(il_str s);
/* Cuts the part before SEP off *REST and returns it; *REST is what follows (p == NULL when nothing is left). */
il_str il_str_cut(il_str *rest, char sep);
/* Whether S is a decimal number by JSON's grammar, of any size. */
bool il_str_is_number(il_str s);
/* The value of such a number. False when S is none, or too long or too large for one. */
bool il_str_number(il_str s, double *out);

#endif
