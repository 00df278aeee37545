/* What plain YAML scalars mean. CloudFormation reads YAML 1.1 (its documentation says so, and cfn-lint resolves that way), so `yes` and
 * `on` are booleans, 0644 is octal and 1:30 is sexagesimal. Timestamps it does not read: dates stay strings. The text stays as written. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

static bool one_of(il_str text, const char *const *words)
{
    for (; *words; words++)
        if (il_str_is(text, *words))
            return true;
    return false;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

/* DIGITS of BASE, underscores between them left out. */
static bool based(il_str digits, int base, double *value)
{
    double sum = 0;
    bool any = false;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] == '_')
            continue;
        int digit = digit_of(digits.p[i]);
        if (digit >= base)
            return false;
        sum = sum * base + digit;
        any = true;
    }
    *value = sum;
    return any;
}

/* Copies the digits at *I to OUT, underscores behind the first left out, and returns how many there were. */
static size_t take_digits(il_str text, size_t *i, char *out, size_t *n)
{
    size_t count = 0;
    for (; *i < text.n; (*i)++) {
        char c = text.p[*i];
        if (c == '_' && count)
            continue;
        if (c < '0' || c > '9')
            break;
        out[(*n)++] = c;
        count++;
    }
    return count;
}

/* Digits, perhaps with a point and an exponent. A leading zero is octal's without a point. */
static bool decimal(il_str text, double *value)
{
    char plain[64];
    size_t n = 0, i = 0;
    if (text.n >= sizeof plain)
        return false;
    size_t digits = take_digits(text, &i, plain, &n);
    bool leading_zero = digits > 1 && plain[0] == '0', point = i < text.n && text.p[i] == '.';
    if (point) {
        plain[n++] = text.p[i++];
        digits += take_digits(text, &i, plain, &n);
    }
    if (digits == 0 || (leading_zero && !point))
        return false;
    if (i < text.n && (text.p[i] | 32) == 'e') {
        plain[n++] = text.p[i++];
        if (i < text.n && (text.p[i] == '+' || text.p[i] == '-'))
            plain[n++] = text.p[i++];
        if (take_digits(text, &i, plain, &n) == 0)
            return false;
    }
    plain[n] = '\0';
    *value = strtod(plain, NULL);
    return i == text.n;
}

/* 1:30:00 or 1:30.5: base 60, no part but the first above 59, no leading zero. */
static bool sexagesimal(il_str text, double *value)
{
    double sum = 0, part;
    size_t parts = 0;
    for (il_str rest = text; rest.p; parts++) {
        il_str digits = il_str_cut(&rest, ':');
        bool point = parts && !rest.p && il_str_contains(digits, IL_STR("."));
        size_t whole = point ? il_str_find(digits, IL_STR("."), 0) : digits.n;
        if (!(point ? decimal(digits, &part) : based(digits, 10, &part)))
            return false;
        if (parts ? whole == 0 || whole > 2 || part >= 60 : digits.p[0] == '0')
            return false;
        sum = sum * 60 + part;
    }
    *value = sum;
    return parts > 1;
}

bool il_yaml__number(il_str text, double *value)
{
    static const char *const infinite[] = {".inf", ".Inf", ".INF", NULL}, *const nan[] = {".nan", ".NaN", ".NAN", NULL};
    bool sign = text.n && (text.p[0] == '-' || text.p[0] == '+');
    il_str digits = il_str_slice(text, sign, text.n);
    bool zero = digits.n > 1 && digits.p[0] == '0', number;
    *value = INFINITY;
    if (digits.n == 0 || digits.p[0] == '_')
        return false;
    if (zero && digits.p[1] == 'x')
        number = based(il_str_slice(digits, 2, digits.n), 16, value);
    else if (zero && digits.p[1] == 'b')
        number = based(il_str_slice(digits, 2, digits.n), 2, value);
    else if (zero && based(digits, 8, value))
        number = true;
    else
        number = decimal(digits, value) || sexagesimal(digits, value) || one_of(digits, infinite) || one_of(text, nan);
    if (sign && text.p[0] == '-')
        *value = -*value;
    return number;
}

void il_yaml__resolve(il_node *node)
{
    static const char *const null[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const yes[] = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", NULL};
    static const char *const no[] = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", NULL};
    double value;
    char first = node->text.n ? node->text.p[0] : '~';
    bool word = node->text.n <= 5 && strchr("~nNtTyYoOfF", first); /* nearly all scalars are done here */
    node->kind = IL_NODE_STRING;
    node->boolean = word && one_of(node->text, yes);
    if (node->boolean || (word && one_of(node->text, no)))
        node->kind = IL_NODE_BOOL;
    else if (word && one_of(node->text, null))
        node->kind = IL_NODE_NULL;
    else if (strchr("0123456789+-.", first) && il_yaml__number(node->text, &value))
        node->kind = IL_NODE_NUMBER;
}
