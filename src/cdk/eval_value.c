/* Making values. Strings are borrowed from the source or the app's arena. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "eval.h"

const char il_why_environment[] = "environment variable";
const char il_why_path[] = "path of a file";
const char il_why_limit[] = "too much work";
const char il_why_thrown[] = "an error is thrown";
const char il_why_regex[] = "regular expression";

il_ev *il_ev__new(il_eval *e, il_ev_kind kind, il_loc loc)
{
    bool symbolic = kind == IL_EV_CALL || kind == IL_EV_NEW;
    il_ev *value = il_arena_alloc(e->arena, symbolic ? sizeof(il_symbolic) : sizeof(il_ev));
    value->kind = kind;
    value->loc = loc;
    if (symbolic)
        ((il_symbolic *)value)->conditions = e->conditions;
    return value;
}

const il_ev *il_ev__string(il_eval *e, il_loc loc, il_str text)
{
    il_ev *value = il_ev__new(e, IL_EV_STRING, loc);
    value->string = text;
    return value;
}

const il_ev *il_ev__number(il_eval *e, il_loc loc, double number)
{
    il_ev *value = il_ev__new(e, IL_EV_NUMBER, loc);
    value->number = number;
    return value;
}

const il_ev *il_ev__bool(il_eval *e, il_loc loc, bool boolean)
{
    il_ev *value = il_ev__new(e, IL_EV_BOOL, loc);
    value->boolean = boolean;
    return value;
}

const il_ev *il_ev__truth_value(il_eval *e, il_loc loc, il_truth truth)
{
    if (truth == IL_MAYBE)
        return il_ev__unknown_here(e, loc, "comparison with something unknown");
    return il_ev__bool(e, loc, truth == IL_YES);
}

const il_ev *il_ev__unknown(il_eval *e, il_loc loc, const char *reason, il_str detail)
{
    il_unknown *unknown = IL_NEW(e->arena, il_unknown);
    unknown->ev.kind = IL_EV_UNKNOWN;
    unknown->ev.loc = loc;
    unknown->ev.unknown.reason = reason;
    unknown->ev.unknown.detail = detail;
    return &unknown->ev;
}

const il_ev *il_ev__comparison(il_eval *e, il_operator op, const il_ev *a, const il_ev *b, il_loc loc)
{
    const char *reason = "comparison with something unknown";
    il_str text;
    if (a->kind != IL_EV_UNKNOWN || !il_ev__text(e, b, &text) || text.n > IL_EVAL_EXCERPT)
        return il_ev__unknown_here(e, loc, reason);
    il_unknown *from = (il_unknown *)a;
    il_name name = il_intern(il_arena_printf(e->arena, "%d%d %.*s", (int)op, (int)b->kind, IL_FMT(text)));
    for (const il_derived *d = from->derived; d; d = d->next) {
        if (d->name == name)
            return d->value;
    }
    il_derived *d = IL_NEW(e->arena, il_derived);
    *d = (il_derived){from->derived, name, il_ev__unknown_here(e, loc, reason)};
    from->derived = d;
    return d->value;
}

/* Runs of white space become one blank; nothing is copied where there are none but single blanks. */
static il_str squeezed(il_eval *e, il_str text)
{
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++)
        plain = (unsigned char)text.p[i] >= ' ' && !(text.p[i] == ' ' && i && text.p[i - 1] == ' ');
    if (plain)
        return text;
    char *out = il_arena_alloc(e->arena, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool blank = (unsigned char)text.p[i] <= ' ';
        if (!blank || (n && out[n - 1] != ' '))
            out[n++] = blank ? ' ' : text.p[i];
    }
    return (il_str){out, n};
}

il_str il_ev__excerpt(il_eval *e, il_loc loc, size_t max)
{
    il_str text = loc.source ? il_loc_text(loc) : (il_str){NULL, 0};
    if (max > text.n)
        return squeezed(e, text);
    while (max && ((unsigned char)text.p[max] & 0xC0) == 0x80)
        max--;
    return il_arena_printf(e->arena, "%.*s…", IL_FMT(squeezed(e, il_str_slice(text, 0, max))));
}

const il_ev *il_ev__unknown_here(il_eval *e, il_loc loc, const char *reason)
{
    return il_ev__unknown(e, loc, reason, il_ev__excerpt(e, loc, IL_EVAL_EXCERPT));
}

static il_str derived_detail(il_eval *e, const il_ev *unknown, il_name name)
{
    il_str detail = unknown->unknown.detail;
    if (detail.n == 0)
        return il_str_of(name);
    if (detail.n > 100)
        return detail;
    return il_arena_printf(e->arena, "%.*s.%s", IL_FMT(detail), name);
}

const il_ev *il_ev__derived(il_eval *e, const il_ev *unknown, il_name name, il_loc loc)
{
    il_unknown *from = (il_unknown *)unknown;
    for (const il_derived *d = from->derived; d; d = d->next) {
        if (d->name == name)
            return d->value;
    }
    const il_ev *value = il_ev__unknown(e, loc, unknown->unknown.reason, derived_detail(e, unknown, name));
    ((il_ev *)value)->origin = unknown->origin;
    il_derived *d = IL_NEW(e->arena, il_derived);
    *d = (il_derived){from->derived, name, value};
    from->derived = d;
    return value;
}

void il_ev__set_environment(il_eval *e, il_name name, const il_ev *value)
{
    il_ev__derived(e, e->environment, name, value->loc);
    il_derived *d = ((il_unknown *)e->environment)->derived;
    while (d->name != name)
        d = d->next;
    bool sure = e->fork == 0 && e->many == 0; /* a branch could not take it back */
    d->value = sure ? value : il_ev__unknown(e, value->loc, il_why_environment, il_str_of(name));
}

const il_ev *il_ev__object(il_eval *e, il_loc loc)
{
    il_ev *value = il_ev__new(e, IL_EV_OBJECT, loc);
    value->object = IL_NEW(e->arena, struct il_object);
    value->object->literal = loc;
    value->object->born = e->serial;
    return value;
}

const il_ev *il_ev__array(il_eval *e, il_loc loc)
{
    il_array *array = IL_NEW(e->arena, il_array);
    array->ev.kind = IL_EV_ARRAY;
    array->ev.loc = loc;
    array->born = e->serial;
    return &array->ev;
}

const il_ev *il_ev__function(il_eval *e, il_loc loc, il_closure closure)
{
    il_ev *value = il_ev__new(e, IL_EV_FUNCTION, loc);
    value->closure = IL_NEW(e->arena, il_closure);
    *value->closure = closure;
    return value;
}

/* The digits of MANTISSA (d.ddd) without the point, and zeros up to 10^EXPONENT. */
static il_str whole_number(il_eval *e, const char *mantissa, long exponent)
{
    char *out = il_arena_alloc(e->arena, strlen(mantissa) + 24);
    size_t n = 0;
    long digits = -1;
    for (const char *p = mantissa; *p && *p != 'e'; p++) {
        digits += *p != '.' && *p != '-';
        if (*p != '.')
            out[n++] = *p;
    }
    for (; digits < exponent; digits++)
        out[n++] = '0';
    return (il_str){out, n};
}

il_str il_ev__number_text(il_eval *e, double number)
{
    if (isnan(number))
        return IL_STR("NaN");
    if (isinf(number))
        return number < 0 ? IL_STR("-Infinity") : IL_STR("Infinity");
    if (number == floor(number) && fabs(number) < 9007199254740992.0)
        return il_arena_printf(e->arena, "%.0f", number == 0 ? 0.0 : number);
    /* The fewest digits that give the number again, as d.ddd and an exponent. */
    char text[40];
    int digits = 0;
    do {
        snprintf(text, sizeof text, "%.*e", digits, number);
    } while (strtod(text, NULL) != number && ++digits < 17);
    const char *mark = strchr(text, 'e');
    long exponent = strtol(mark + 1, NULL, 10);
    if (exponent < -6 || exponent > 20)
        return il_arena_printf(e->arena, "%.*se%+ld", (int)(mark - text), text, exponent);
    if (exponent >= digits)
        return whole_number(e, text, exponent);
    return il_arena_printf(e->arena, "%.*f", (int)(digits - exponent), number);
}

bool il_ev__text(il_eval *e, const il_ev *value, il_str *out)
{
    switch (value->kind) {
    case IL_EV_STRING:
        *out = value->string;
        return true;
    case IL_EV_NUMBER:
        *out = il_ev__number_text(e, value->number);
        return true;
    case IL_EV_BOOL:
        *out = value->boolean ? IL_STR("true") : IL_STR("false");
        return true;
    case IL_EV_NULL:
        *out = IL_STR("null");
        return true;
    case IL_EV_UNDEFINED:
        *out = IL_STR("undefined");
        return true;
    default:
        return false;
    }
}

il_name il_ev__key(il_eval *e, const il_ev *value)
{
    il_str text;
    if (value->kind == IL_EV_SYMBOL)
        return value->lib.symbol; /* an enum member of the library: its name stands for the value that we do not have */
    return il_ev__text(e, value, &text) ? il_intern(text) : NULL;
}

bool il_ev__is_text(const il_ev *value)
{
    switch (value->kind) {
    case IL_EV_STRING:
    case IL_EV_CONCAT:
    case IL_EV_MEMBER:
    case IL_EV_CALL:
    case IL_EV_UNKNOWN:
    case IL_EV_SYMBOL:
        return true;
    case IL_EV_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++) {
            if (!il_ev__is_text(value->choice.arms[i]))
                return false;
        }
        return true;
    default:
        return false;
    }
}

/* Longest text that is put together, and most parts of one that is not known. */
enum { TEXT_MAX = 1 << 18, PARTS_MAX = 512 };

/* What the program's own toString makes of INSTANCE; an error says what it is. */
static const il_ev *instance_text(il_eval *e, const il_ev *instance, il_loc loc)
{
    const il_class *home = NULL;
    const il_ast *method = il_ev__find_member(instance->instance.class, il_intern(IL_STR("toString")), false, 0, &home);
    if (method && !(method->flags & (IL_AST_GETTER | IL_AST_SETTER))) {
        il_closure closure = {method->b, home->module, home->scope, instance, (il_class *)home, false, false};
        il_args none = {0};
        return il_ev__run(e, &closure, instance, &none, loc);
    }
    if (il_ev__is_error(e, instance, il_intern(IL_STR("globalThis.Error"))) != IL_YES)
        return instance;
    const il_ev *parts[] = {il_ev__member(e, instance, il_intern(IL_STR("name")), loc),
                            il_ev__string(e, loc, IL_STR(": ")),
                            il_ev__member(e, instance, il_intern(IL_STR("message")), loc)};
    return il_ev__concat(e, loc, parts, 3);
}

/* VALUE as text where JavaScript makes one of it: known lists are joined, plain objects say nothing. */
static const il_ev *as_text(il_eval *e, const il_ev *value, il_loc loc)
{
    if (value->kind == IL_EV_INSTANCE && e->nesting < IL_EVAL_NESTING)
        return instance_text(e, value, loc);
    if (value->kind == IL_EV_ARRAY && e->nesting < IL_EVAL_NESTING) {
        il_args none = {0};
        e->nesting++;
        value = il_ev__array_method(e, value, il_intern(IL_STR("join")), &none, loc);
        e->nesting--;
    } else if (value->kind == IL_EV_OBJECT && !value->object->open && !value->object->module &&
               !il_ev__field(value->object, il_intern(IL_STR("toString")))) {
        return il_ev__string(e, loc, IL_STR("[object Object]"));
    }
    return value;
}

/* Adds PART to the parts of a text: known neighbours become one string. */
static void add_part(il_eval *e, il_loc loc, const il_ev *part, const il_ev **parts, size_t *n)
{
    il_str text;
    if (il_ev__text(e, part, &text)) {
        if (text.n == 0)
            return;
        const il_ev *path = *n ? il_ev__path_tail(e, loc, parts[*n - 1], text) : NULL;
        if (path) {
            parts[*n - 1] = path;
            return;
        }
        if (*n && parts[*n - 1]->kind == IL_EV_STRING) {
            il_str before = parts[*n - 1]->string;
            if (before.n + text.n <= TEXT_MAX) {
                il_ev__charge(e, before.n + text.n);
                parts[*n - 1] =
                    il_ev__string(e, loc, il_arena_printf(e->arena, "%.*s%.*s", IL_FMT(before), IL_FMT(text)));
                return;
            }
        }
        if (part->kind != IL_EV_STRING)
            part = il_ev__string(e, part->loc, text);
    }
    parts[(*n)++] = part;
}

static bool is_primitive_choice(const il_ev *value)
{
    if (value->kind != IL_EV_CHOICE)
        return false;
    for (size_t i = 0; i < value->choice.n; i++) {
        if (value->choice.arms[i]->kind > IL_EV_CONCAT)
            return false;
    }
    return true;
}

typedef struct {
    il_loc loc;
    const il_ev **parts;
    size_t n, at;
} choice_parts;

static const il_ev *concat_arm(il_eval *e, const il_ev *arm, void *context)
{
    const choice_parts *c = context;
    const il_ev **parts = IL_NEW_ARRAY(e->arena, c->n, const il_ev *);
    memcpy(parts, c->parts, c->n * sizeof *parts);
    parts[c->at] = arm;
    return il_ev__concat(e, c->loc, parts, c->n);
}

/* Texts with a choice between a few texts in them are a choice between texts; NULL when there is none, or too many come of it. */
static const il_ev *concat_choices(il_eval *e, il_loc loc, const il_ev **parts, size_t n)
{
    size_t ways = 1, at = n;
    for (size_t i = 0; i < n; i++) {
        if (!is_primitive_choice(parts[i]))
            continue;
        ways *= parts[i]->choice.n;
        if (ways > IL_ARMS_MAX)
            return NULL;
        if (at == n)
            at = i;
    }
    choice_parts context = {loc, parts, n, at};
    return at < n ? il_ev__each_arm(e, parts[at], concat_arm, &context) : NULL;
}

const il_ev *il_ev__concat(il_eval *e, il_loc loc, const il_ev **parts, size_t n)
{
    size_t total = 0, made = 0;
    for (size_t i = 0; i < n; i++) {
        parts[i] = as_text(e, parts[i], loc);
        total += parts[i]->kind == IL_EV_CONCAT ? parts[i]->list.n : 1;
    }
    il_ev__charge(e, total);
    if (total > PARTS_MAX)
        return il_ev__unknown(e, loc, il_why_limit, (il_str){NULL, 0});
    const il_ev *choice = concat_choices(e, loc, parts, n);
    if (choice)
        return choice;
    const il_ev **flat = IL_NEW_ARRAY(e->arena, total, const il_ev *);
    for (size_t i = 0; i < n; i++) {
        if (parts[i]->kind != IL_EV_CONCAT) {
            add_part(e, loc, parts[i], flat, &made);
            continue;
        }
        for (size_t j = 0; j < parts[i]->list.n; j++)
            add_part(e, loc, parts[i]->list.items[j], flat, &made);
    }
    if (made == 0)
        return il_ev__string(e, loc, IL_STR(""));
    if (made == 1 && flat[0]->kind == IL_EV_STRING)
        return n == 1 ? flat[0] : il_ev__string(e, loc, flat[0]->string);
    if (made == 1 && flat[0]->kind == IL_EV_UNKNOWN && flat[0]->unknown.reason == il_why_path)
        return flat[0];
    il_ev *value = il_ev__new(e, IL_EV_CONCAT, loc);
    value->list.items = flat;
    value->list.n = made;
    return value;
}
