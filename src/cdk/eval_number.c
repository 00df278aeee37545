/* Number, Math and what turns texts into numbers or other texts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "eval_builtin.h"

static const struct {
    const char *name;
    double value;
} constants[] = {
    {"globalThis.Math.PI", 3.141592653589793},
    {"globalThis.Math.E", 2.718281828459045},
    {"globalThis.Number.MAX_SAFE_INTEGER", 9007199254740991.0},
    {"globalThis.Number.MIN_SAFE_INTEGER", -9007199254740991.0},
    {"globalThis.Number.MAX_VALUE", 1.7976931348623157e308},
    {"globalThis.Number.EPSILON", 2.220446049250313e-16},
    {"globalThis.Number.POSITIVE_INFINITY", INFINITY},
    {"globalThis.Number.NEGATIVE_INFINITY", -INFINITY},
    {"globalThis.Number.NaN", NAN},
};

const il_ev *il_ev__number_member(il_eval *e, il_str name, il_loc loc)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (il_str_is(name, constants[i].name))
            return il_ev__number(e, loc, constants[i].value);
    }
    return NULL;
}

/* What JavaScript's Number() makes of a text. */
static double strict_number(il_eval *e, il_str text)
{
    il_str trimmed = il_str_trim(text);
    if (trimmed.n == 0)
        return 0;
    if (trimmed.n > 2 && trimmed.p[0] == '0' && strchr("bBoO", trimmed.p[1])) {
        char *end;
        const char *digits = il_arena_str(e->arena, il_str_slice(trimmed, 2, trimmed.n)).p;
        double value = (double)strtoull(digits, &end, (trimmed.p[1] | 32) == 'b' ? 2 : 8);
        return *end ? NAN : value;
    }
    if (il_str_contains(trimmed, IL_STR("n")) || il_str_contains(trimmed, IL_STR("N")))
        return il_str_is(trimmed, "Infinity") ? INFINITY : il_str_is(trimmed, "-Infinity") ? -INFINITY : NAN;
    char *end;
    const char *copy = il_arena_str(e->arena, trimmed).p;
    double value = strtod(copy, &end);
    return *end ? NAN : value;
}

bool il_ev__to_number(il_eval *e, const il_ev *value, double *out)
{
    switch (value->kind) {
    case IL_EV_NUMBER:
        *out = value->number;
        return true;
    case IL_EV_BOOL:
        *out = value->boolean;
        return true;
    case IL_EV_NULL:
        *out = 0;
        return true;
    case IL_EV_UNDEFINED:
        *out = NAN;
        return true;
    case IL_EV_STRING:
        *out = strict_number(e, value->string);
        return true;
    default:
        return false;
    }
}

/* parseInt and parseFloat: the number that a text begins with. */
static const il_ev *parse(const il_builtin *c, bool whole)
{
    il_str text;
    const il_ev *base = il_ev__argument(c->e, c->args, 1);
    if (!il_ev__text(c->e, il_builtin_first(c), &text) || (base->kind != IL_EV_NUMBER && base->kind != IL_EV_UNDEFINED))
        return NULL;
    char *end;
    const char *copy = il_arena_str(c->e->arena, il_str_trim(text)).p;
    bool hex = copy[0] == '0' && (copy[1] | 32) == 'x';
    if (!whole && (hex || strchr("nNiI", copy[0])))
        return il_ev__number(c->e, c->loc, hex ? 0 : NAN);
    int radix = base->kind == IL_EV_NUMBER && base->number >= 2 && base->number <= 36 ? (int)base->number
                : hex                                                                 ? 16
                                                                                      : 10;
    double value = whole ? (double)strtoll(copy, &end, radix) : strtod(copy, &end);
    return il_ev__number(c->e, c->loc, end == copy ? NAN : value);
}

static double rounded(il_str name, double x)
{
    static const struct {
        const char *name;
        double (*function)(double);
    } functions[] = {{"floor", floor}, {"ceil", ceil},   {"trunc", trunc}, {"sqrt", sqrt}, {"abs", fabs},
                     {"log2", log2},   {"log10", log10}, {"log", log},     {"cbrt", cbrt}, {"exp", exp}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (il_str_is(name, functions[i].name))
            return functions[i].function(x);
    }
    return il_str_is(name, "round") ? floor(x + 0.5) : isnan(x) ? x : (double)((x > 0) - (x < 0));
}

/* Math.NAME of numbers: max, min and pow fold, the others take the first. */
static const il_ev *math(const il_builtin *c, il_str name)
{
    static const char *const known[] = {"max",  "min",   "pow", "floor", "ceil", "trunc", "sqrt", "abs",
                                        "log2", "log10", "log", "cbrt",  "exp",  "round", "sign"};
    bool is_known = false, max = il_str_is(name, "max"), min = il_str_is(name, "min"), power = il_str_is(name, "pow");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        is_known |= il_str_is(name, known[i]);
    if (!is_known || c->args->open)
        return NULL;
    double result = max ? -INFINITY : min ? INFINITY : NAN, x;
    for (size_t i = 0; i < c->args->n; i++) {
        if (!il_ev__to_number(c->e, c->args->items[i], &x))
            return NULL;
        if (max || min)
            result = isnan(x) || isnan(result) ? NAN : (max ? x > result : x < result) ? x : result;
        else if (power)
            result = i == 0 ? x : i == 1 ? pow(result, x) : result;
        else if (i == 0)
            result = rounded(name, x);
    }
    return il_ev__number(c->e, c->loc, result);
}

/* Number.isInteger and its kin; the globals isNaN and isFinite convert first. */
static const il_ev *ask(const il_builtin *c, il_str name, bool converts)
{
    const il_ev *value = il_builtin_first(c);
    double x = NAN;
    bool is_number = value->kind == IL_EV_NUMBER;
    if (value->kind > IL_EV_STRING || !il_ev__to_number(c->e, value, &x))
        return NULL;
    bool finite = !isnan(x) && !isinf(x), answer = finite;
    if (il_str_is(name, "isNaN"))
        answer = isnan(x);
    else if (il_str_is(name, "isInteger") || il_str_is(name, "isSafeInteger"))
        answer = finite && x == floor(x) && (name.p[2] == 'I' || fabs(x) <= 9007199254740991.0);
    else if (!il_str_is(name, "isFinite"))
        return NULL;
    return il_ev__bool(c->e, c->loc, answer && (is_number || converts));
}

static const il_ev *from_char_codes(const il_builtin *c)
{
    il_buf out = {0};
    bool good = !c->args->open;
    for (size_t i = 0; good && i < c->args->n; i++) {
        const il_ev *code = c->args->items[i];
        good = code->kind == IL_EV_NUMBER && code->number >= 0 && code->number < 128;
        if (good)
            il_buf_putc(&out, (char)code->number);
    }
    const il_ev *text = good ? il_ev__string(c->e, c->loc, il_arena_str(c->e->arena, il_buf_str(&out))) : NULL;
    il_buf_free(&out);
    return text;
}

/* encodeURIComponent and encodeURI: KEPT are the characters besides letters and digits that stay. */
static const il_ev *encode(const il_builtin *c, const char *kept)
{
    il_str text;
    if (!il_ev__text(c->e, il_builtin_first(c), &text))
        return NULL;
    il_buf out = {0};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char x = (unsigned char)text.p[i];
        bool plain =
            (x >= '0' && x <= '9') || (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x && strchr(kept, x));
        if (plain)
            il_buf_putc(&out, (char)x);
        else
            il_buf_printf(&out, "%%%02X", x);
    }
    const il_ev *value = il_ev__string(c->e, c->loc, il_arena_str(c->e->arena, il_buf_str(&out)));
    il_buf_free(&out);
    return value;
}

const il_ev *il_ev__number_function(const il_builtin *c)
{
    il_str name = il_str_of(c->name), last = il_ev__last_name(c->name);
    double number;
    if (il_str_is(name, "globalThis.Number"))
        return c->args->n == 0                                        ? il_ev__number(c->e, c->loc, 0)
               : il_ev__to_number(c->e, il_builtin_first(c), &number) ? il_ev__number(c->e, c->loc, number)
                                                                      : NULL;
    if (il_str_is(last, "parseInt") || il_str_is(last, "parseFloat"))
        return parse(c, last.p[5] == 'I');
    if (il_str_starts(name, IL_STR("globalThis.Math.")))
        return math(c, last);
    if (il_str_starts(name, IL_STR("globalThis.Number.is")))
        return ask(c, last, false);
    if (il_str_is(name, "globalThis.isNaN") || il_str_is(name, "globalThis.isFinite"))
        return ask(c, last, true);
    if (il_str_is(name, "globalThis.String.fromCharCode") || il_str_is(name, "globalThis.String.fromCodePoint"))
        return from_char_codes(c);
    if (il_str_is(name, "globalThis.encodeURIComponent"))
        return encode(c, "-_.!~*'()");
    if (il_str_is(name, "globalThis.encodeURI"))
        return encode(c, "-_.!~*'();/?:@&=+$,#");
    return NULL;
}
