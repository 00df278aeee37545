/* Methods of strings and numbers, where both the text and the arguments are known. */
#include <math.h>
#include <string.h>

#include "buf.h"
#include "eval.h"

typedef struct {
    il_eval *e;
    il_str s;
    const il_args *args;
    il_loc loc;
} text_call;

static bool text_argument(const text_call *c, size_t i, il_str *out)
{
    const il_ev *value = il_ev__argument(c->e, c->args, i);
    if (value->kind != IL_EV_STRING)
        return false;
    *out = value->string;
    return true;
}

static const il_ev *give(const text_call *c, il_str s)
{
    return il_ev__string(c->e, c->loc, s);
}

static const il_ev *change_case(const text_call *c, bool upper)
{
    il_str copy = il_arena_str(c->e->arena, c->s);
    char *p = (char *)copy.p;
    for (size_t i = 0; i < copy.n; i++) {
        if (upper && p[i] >= 'a' && p[i] <= 'z')
            p[i] = (char)(p[i] - 'a' + 'A');
        else if (!upper && p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] - 'A' + 'a');
        else if ((unsigned char)p[i] >= 0x80)
            return NULL;
    }
    return give(c, copy);
}

static bool is_ascii(il_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    }
    return true;
}

static const il_ev *split(const text_call *c)
{
    il_eval *e = c->e;
    il_str separator;
    const il_ev *list = il_ev__array(e, c->loc);
    if (c->args->n == 0) {
        il_ev__push(e, list, give(c, c->s));
        return list;
    }
    if (c->args->n > 1 || !text_argument(c, 0, &separator) || (separator.n == 0 && !is_ascii(c->s)))
        return NULL;
    if (separator.n == 0 && c->s.n == 0)
        return list;
    for (size_t from = 0;;) {
        size_t at = separator.n ? il_str_find(c->s, separator, from) : from + 1 < c->s.n ? from + 1 : SIZE_MAX;
        il_ev__push(e, list, give(c, il_str_slice(c->s, from, at == SIZE_MAX ? c->s.n : at)));
        if (at == SIZE_MAX)
            return list;
        from = at + separator.n;
    }
}

static const il_ev *replace(const text_call *c, bool all)
{
    il_str from, to;
    if (!text_argument(c, 0, &from) || !text_argument(c, 1, &to) || memchr(to.p ? to.p : "", '$', to.n) || from.n == 0)
        return NULL;
    il_buf out = {0};
    size_t at = 0;
    for (;;) {
        size_t found = il_str_find(c->s, from, at);
        if (found == SIZE_MAX)
            break;
        il_buf_add(&out, il_str_slice(c->s, at, found));
        il_buf_add(&out, to);
        at = found + from.n;
        if (!all)
            break;
    }
    il_buf_add(&out, il_str_slice(c->s, at, c->s.n));
    il_str text = il_arena_str(c->e->arena, il_buf_str(&out));
    il_buf_free(&out);
    return give(c, text);
}

/* Text with references in it, or a reference in the place of a known text: the known parts are searched, references stay. */
static const il_ev *replace_symbolic(const text_call *c, const il_ev *text, bool all)
{
    il_eval *e = c->e;
    il_str from;
    const il_ev *to = il_ev__argument(e, c->args, 1);
    const il_ev *const *parts = text->kind == IL_EV_CONCAT ? text->list.items : &text;
    size_t n = text->kind == IL_EV_CONCAT ? text->list.n : 1;
    bool plain = to->kind == IL_EV_STRING && !memchr(to->string.p ? to->string.p : "", '$', to->string.n);
    bool symbolic = to->kind == IL_EV_CONCAT || to->kind == IL_EV_MEMBER || to->kind == IL_EV_CALL;
    if (!text_argument(c, 0, &from) || from.n == 0 || (!plain && !symbolic))
        return NULL;
    IL_VEC(const il_ev *) made = {0};
    bool done = false;
    for (size_t i = 0; i < n; i++) {
        il_str rest = parts[i]->kind == IL_EV_STRING ? parts[i]->string : IL_STR("");
        if (parts[i]->kind != IL_EV_STRING)
            IL_PUSH(e->arena, &made, parts[i]);
        for (size_t at; !done && (at = il_str_find(rest, from, 0)) != SIZE_MAX; done = !all) {
            IL_PUSH(e->arena, &made, give(c, il_str_slice(rest, 0, at)));
            IL_PUSH(e->arena, &made, to);
            rest = il_str_slice(rest, at + from.n, rest.n);
        }
        if (rest.n)
            IL_PUSH(e->arena, &made, give(c, rest));
    }
    return il_ev__concat(e, c->loc, made.items, made.n);
}

static const il_ev *pad(const text_call *c, bool start)
{
    const il_ev *width = il_ev__argument(c->e, c->args, 0);
    il_str fill = IL_STR(" ");
    if (width->kind != IL_EV_NUMBER || (c->args->n > 1 && !text_argument(c, 1, &fill)) || !is_ascii(c->s) ||
        fill.n != 1)
        return NULL;
    size_t n = width->number > (double)c->s.n && width->number < IL_EVAL_ITEMS ? (size_t)width->number - c->s.n : 0;
    il_buf out = {0};
    if (!start)
        il_buf_add(&out, c->s);
    il_buf_repeat(&out, fill.p[0], n);
    if (start)
        il_buf_add(&out, c->s);
    il_str text = il_arena_str(c->e->arena, il_buf_str(&out));
    il_buf_free(&out);
    return give(c, text);
}

static const il_ev *repeat(const text_call *c)
{
    const il_ev *count = il_ev__argument(c->e, c->args, 0);
    if (count->kind != IL_EV_NUMBER || !(count->number >= 0) || count->number * (double)c->s.n > IL_EVAL_ITEMS)
        return NULL;
    il_buf out = {0};
    for (size_t i = 0; i < (size_t)count->number; i++)
        il_buf_add(&out, c->s);
    il_str text = il_arena_str(c->e->arena, il_buf_str(&out));
    il_buf_free(&out);
    return give(c, text);
}

/* An offset argument; negative ones count from the end where FROM_END, else are 0. False when not known. */
static bool offset(const text_call *c, size_t i, size_t otherwise, bool from_end, size_t *out)
{
    const il_ev *value = il_ev__argument(c->e, c->args, i);
    *out = otherwise;
    if (value->kind == IL_EV_UNDEFINED)
        return true;
    if (value->kind != IL_EV_NUMBER)
        return false;
    double at = trunc(value->number);
    if (at < 0)
        at = from_end ? at + (double)c->s.n : 0;
    *out = at < 0 ? 0 : at > (double)c->s.n ? c->s.n : (size_t)at;
    return true;
}

static const il_ev *part(const text_call *c, const char *name)
{
    size_t from, to;
    bool slice = !strcmp(name, "slice"), substr = !strcmp(name, "substr");
    if (!is_ascii(c->s) || !offset(c, 0, 0, slice || substr, &from) || !offset(c, 1, c->s.n, slice, &to))
        return NULL;
    if (substr)
        to = from + to > c->s.n ? c->s.n : from + to;
    if (!slice && !substr && from > to)
        return give(c, il_str_slice(c->s, to, from));
    return give(c, from < to ? il_str_slice(c->s, from, to) : IL_STR(""));
}

/* Questions with a text as argument: startsWith, endsWith, includes, indexOf. */
static const il_ev *ask(const text_call *c, const char *name)
{
    il_str wanted;
    if (c->args->n != 1 || !text_argument(c, 0, &wanted))
        return NULL;
    if (!strcmp(name, "startsWith"))
        return il_ev__bool(c->e, c->loc, il_str_starts(c->s, wanted));
    if (!strcmp(name, "endsWith"))
        return il_ev__bool(c->e, c->loc, il_str_ends(c->s, wanted));
    if (!strcmp(name, "includes"))
        return il_ev__bool(c->e, c->loc, il_str_contains(c->s, wanted));
    size_t at = il_str_find(c->s, wanted, 0);
    bool last = !strcmp(name, "lastIndexOf");
    if ((strcmp(name, "indexOf") && !last) || !is_ascii(c->s))
        return NULL;
    for (size_t next = at; last && wanted.n && next != SIZE_MAX; next = il_str_find(c->s, wanted, next + 1))
        at = next;
    return il_ev__number(c->e, c->loc, at == SIZE_MAX ? -1 : (double)at);
}

static const il_ev *char_at(const text_call *c)
{
    const il_ev *at = il_ev__argument(c->e, c->args, 0);
    if (at->kind != IL_EV_NUMBER || !is_ascii(c->s))
        return NULL;
    if (!(at->number >= 0) || at->number >= (double)c->s.n)
        return give(c, IL_STR(""));
    return give(c, il_str_slice(c->s, (size_t)at->number, (size_t)at->number + 1));
}

static const il_ev *trim_one(const text_call *c, bool start)
{
    il_str trimmed = il_str_trim(c->s);
    size_t from = trimmed.n ? (size_t)(trimmed.p - c->s.p) : c->s.n;
    return give(c, start ? il_str_slice(c->s, from, c->s.n) : il_str_slice(c->s, 0, from + trimmed.n));
}

/* charCodeAt, or TEXT at(): that may count from the end. */
static const il_ev *code_at(const text_call *c, bool text)
{
    const il_ev *index = il_ev__argument(c->e, c->args, 0);
    double at = index->kind == IL_EV_NUMBER ? trunc(index->number) : 0;
    if (!is_ascii(c->s) || (index->kind != IL_EV_NUMBER && index->kind != IL_EV_UNDEFINED))
        return NULL;
    if (text && at < 0)
        at += (double)c->s.n;
    bool inside = at >= 0 && at < (double)c->s.n;
    if (text)
        return inside ? give(c, il_str_slice(c->s, (size_t)at, (size_t)at + 1)) : c->e->undefined;
    return inside ? il_ev__number(c->e, c->loc, (unsigned char)c->s.p[(size_t)at]) : NULL;
}

/* Of letters of one case, digits and `-` every locale has the order of their bytes. */
static bool is_simple(il_str s, bool upper)
{
    for (size_t i = 0; i < s.n; i++) {
        char x = s.p[i];
        bool letter = upper ? x >= 'A' && x <= 'Z' : x >= 'a' && x <= 'z';
        if (!letter && !(x >= '0' && x <= '9') && x != '-')
            return false;
    }
    return true;
}

static const il_ev *locale_compare(const text_call *c)
{
    il_str other;
    if (c->args->n != 1 || !text_argument(c, 0, &other))
        return NULL;
    bool simple =
        (is_simple(c->s, false) && is_simple(other, false)) || (is_simple(c->s, true) && is_simple(other, true));
    int order = il_str_cmp(c->s, other);
    if (!simple && order != 0)
        return NULL;
    return il_ev__number(c->e, c->loc, (order > 0) - (order < 0));
}

static const il_ev *known_method(const text_call *c, const char *name)
{
    if (!strcmp(name, "toLowerCase") || !strcmp(name, "toLocaleLowerCase"))
        return change_case(c, false);
    if (!strcmp(name, "toUpperCase") || !strcmp(name, "toLocaleUpperCase"))
        return change_case(c, true);
    if (!strcmp(name, "split"))
        return split(c);
    if (!strcmp(name, "replace") || !strcmp(name, "replaceAll"))
        return replace(c, name[7] != '\0');
    if (!strcmp(name, "padStart") || !strcmp(name, "padEnd"))
        return pad(c, name[3] == 'S');
    if (!strcmp(name, "repeat"))
        return repeat(c);
    if (!strcmp(name, "trim"))
        return give(c, il_str_trim(c->s));
    if (!strcmp(name, "slice") || !strcmp(name, "substring") || !strcmp(name, "substr"))
        return part(c, name);
    if (!strcmp(name, "toString") || !strcmp(name, "valueOf"))
        return give(c, c->s);
    if (!strcmp(name, "charAt"))
        return char_at(c);
    if (!strcmp(name, "trimStart") || !strcmp(name, "trimEnd"))
        return trim_one(c, name[4] == 'S');
    if (!strcmp(name, "normalize"))
        return is_ascii(c->s) ? give(c, c->s) : NULL;
    if (!strcmp(name, "charCodeAt") || !strcmp(name, "codePointAt") || !strcmp(name, "at"))
        return code_at(c, name[0] == 'a');
    if (!strcmp(name, "localeCompare"))
        return locale_compare(c);
    return ask(c, name);
}

static const il_ev *concat(const text_call *c, const il_ev *string)
{
    const il_ev **parts = IL_NEW_ARRAY(c->e->arena, c->args->n + 1, const il_ev *);
    parts[0] = string;
    for (size_t i = 0; i < c->args->n; i++)
        parts[i + 1] = c->args->items[i];
    return il_ev__concat(c->e, c->loc, parts, c->args->n + 1);
}

static const il_ev *in_radix(il_eval *e, double number, const il_ev *radix, il_loc loc)
{
    char digits[64];
    size_t n = sizeof digits;
    bool good = radix->kind == IL_EV_NUMBER && radix->number >= 2 && radix->number <= 36 && number >= 0 &&
                number == floor(number) && number < 9007199254740992.0;
    if (!good)
        return il_ev__unknown(e, loc, "method of a number", IL_STR("toString"));
    for (uint64_t rest = (uint64_t)number, base = (uint64_t)radix->number; rest || n == sizeof digits; rest /= base)
        digits[--n] = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % base];
    return il_ev__string(e, loc, il_arena_str(e->arena, (il_str){digits + n, sizeof digits - n}));
}

static const il_ev *number_method(il_eval *e, double number, il_name method, const il_args *args, il_loc loc)
{
    if (il_str_is(il_str_of(method), "toString") && args->n == 0)
        return il_ev__string(e, loc, il_ev__number_text(e, number));
    if (il_str_is(il_str_of(method), "toString"))
        return in_radix(e, number, il_ev__argument(e, args, 0), loc);
    const il_ev *digits = il_ev__argument(e, args, 0);
    if (il_str_is(il_str_of(method), "toFixed") && digits->kind <= IL_EV_NUMBER && fabs(number) < 1e15) {
        int n = digits->kind == IL_EV_NUMBER && digits->number >= 0 && digits->number <= 20 ? (int)digits->number : 0;
        double scaled = fabs(number) * pow(10, n);
        if (scaled - floor(scaled) == 0.5) /* C rounds a tie to even, JavaScript up */
            number = copysign(ceil(scaled) / pow(10, n), number);
        return il_ev__string(e, loc, il_arena_printf(e->arena, "%.*f", n, number == 0 ? 0.0 : number));
    }
    return il_ev__unknown(e, loc, "method of a number", il_str_of(method));
}

typedef struct {
    il_name method;
    const il_args *args;
    il_loc loc;
    const il_ev *string;
} arm_call;

/* The first argument is a choice: one result for each of its arms. */
static const il_ev *argument_arm(il_eval *e, const il_ev *arm, void *context)
{
    const arm_call *c = context;
    const il_ev **items = IL_NEW_ARRAY(e->arena, c->args->n, const il_ev *);
    memcpy(items, c->args->items, c->args->n * sizeof *items);
    items[0] = arm;
    il_args args = {items, c->args->n, c->args->open, NULL};
    return il_ev__string_method(e, c->string, c->method, &args, c->loc);
}

const il_ev *il_ev__string_method(il_eval *e, const il_ev *string, il_name method, const il_args *args, il_loc loc)
{
    text_call c = {e, string->string, args, loc};
    if (string->kind == IL_EV_NUMBER)
        return number_method(e, string->number, method, args, loc);
    if (string->kind == IL_EV_BOOL && il_str_is(il_str_of(method), "toString"))
        return il_ev__string(e, loc, string->boolean ? IL_STR("true") : IL_STR("false"));
    if ((string->kind == IL_EV_STRING || string->kind == IL_EV_CONCAT) && il_str_is(il_str_of(method), "concat"))
        return concat(&c, string);
    if (string->kind == IL_EV_STRING && args->n && args->items[0]->kind == IL_EV_CHOICE) {
        arm_call arm = {method, args, loc, string};
        return il_ev__each_arm(e, args->items[0], argument_arm, &arm);
    }
    const il_ev *result =
        string->kind == IL_EV_STRING && args->n ? il_ev__regex_on_text(e, c.s, method, args, loc) : NULL;
    if (!result)
        result = string->kind == IL_EV_STRING ? known_method(&c, method) : NULL;
    bool replaces = !strcmp(method, "replace") || !strcmp(method, "replaceAll");
    if (!result && replaces && args->n == 2 && (string->kind == IL_EV_STRING || string->kind == IL_EV_CONCAT))
        result = replace_symbolic(&c, string, method[7] != '\0');
    bool itself = !strcmp(method, "toString") || !strcmp(method, "valueOf");
    if (!result && itself && string->kind == IL_EV_CONCAT)
        result = string;
    if (result)
        return result;
    for (size_t i = 0; i < args->n; i++)
        il_ev__run_many(e, args->items[i], loc);
    return il_ev__unknown_here(e, loc, "method of a text");
}
