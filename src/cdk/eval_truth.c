/* Asking values: true or false, nothing or something, equal or not, and what a test of the program says. */
#include <math.h>

#include "eval.h"

/* Members of constructs that are never undefined: references and the names of things. */
static bool member_exists(il_name name)
{
    static const char *const endings[] = {"Arn", "Name", "Id", "Url", "Endpoint", "Address", "Ref"};
    static const char *const names[] = {"region", "account", "partition", "urlSuffix", "node",
                                        "stack",  "ref",     "root",      "url",       "metrics"};
    il_str s = il_str_of(name);
    if (il_str_starts(s, IL_STR("attr")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (il_str_is(s, names[i]))
            return true;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (il_str_ends(s, il_str_of(endings[i])))
            return true;
    }
    return false;
}

/* Library functions give objects, but for those that ask or look for something. */
static bool call_exists(const il_ev *call)
{
    static const char *const doubtful[] = {"is", "has", "try", "get", "find", "resolve", "value"};
    il_str name = call->lib.receiver ? il_str_of(call->lib.member) : il_ev__last_name(call->lib.symbol);
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) {
        if (il_str_starts(name, il_str_of(doubtful[i])))
            return false;
    }
    return true;
}

/* Methods of texts and lists whose result may be false, zero or empty: `this.region.startsWith('eu')`. */
static bool call_may_be_falsy(const il_ev *call)
{
    static const char *const names[] = {"startsWith",  "endsWith",  "includes", "equals", "every",   "some",
                                        "indexOf",     "charAt",    "at",       "slice",  "replace", "replaceAll",
                                        "substring",   "substr",    "trim",     "test",   "search",  "localeCompare",
                                        "lastIndexOf", "trimStart", "trimEnd",  "match",  "pop",     "shift"};
    for (size_t i = 0; call->lib.receiver && i < sizeof names / sizeof *names; i++) {
        if (il_str_is(il_str_of(call->lib.member), names[i]))
            return true;
    }
    return false;
}

il_truth il_ev__nullish(const il_ev *value)
{
    switch (value->kind) {
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
        return IL_YES;
    case IL_EV_UNKNOWN:
        return value->unknown.reason == il_why_path ? IL_NO : IL_MAYBE;
    case IL_EV_MEMBER:
        return member_exists(value->lib.member) ? IL_NO : IL_MAYBE;
    case IL_EV_CALL:
        return call_exists(value) ? IL_NO : IL_MAYBE;
    case IL_EV_CHOICE: {
        il_truth all = il_ev__nullish(value->choice.arms[0]);
        for (size_t i = 1; i < value->choice.n; i++)
            all = il_ev__nullish(value->choice.arms[i]) == all ? all : IL_MAYBE;
        return all;
    }
    default:
        return IL_NO;
    }
}

static il_truth known_truth(const il_ev *value)
{
    switch (value->kind) {
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
        return IL_NO;
    case IL_EV_BOOL:
        return il_truth_of(value->boolean);
    case IL_EV_NUMBER:
        return il_truth_of(value->number != 0 && !isnan(value->number));
    case IL_EV_STRING:
        return il_truth_of(value->string.n > 0);
    case IL_EV_CONCAT:
        for (size_t i = 0; i < value->list.n; i++) {
            if (value->list.items[i]->kind == IL_EV_STRING)
                return IL_YES;
        }
        return IL_MAYBE;
    case IL_EV_CALL:
        if (call_may_be_falsy(value))
            return IL_MAYBE;
        return il_ev__nullish(value) == IL_NO ? IL_YES : IL_MAYBE;
    case IL_EV_UNKNOWN:
    case IL_EV_MEMBER:
        return il_ev__nullish(value) == IL_NO ? IL_YES : IL_MAYBE;
    case IL_EV_CHOICE: {
        il_truth all = known_truth(value->choice.arms[0]);
        for (size_t i = 1; i < value->choice.n; i++)
            all = known_truth(value->choice.arms[i]) == all ? all : IL_MAYBE;
        return all;
    }
    default:
        return IL_YES;
    }
}

il_truth il_ev__truthy(il_eval *e, const il_ev *value)
{
    il_truth truth = known_truth(value);
    if (truth != IL_MAYBE)
        return truth;
    for (const il_conditions *c = e->conditions; c; c = c->up) {
        if (c->value == value || (c->value && value->kind == IL_EV_MEMBER && il_ev__same(c->value, value)))
            return il_truth_of(c->holds);
    }
    return IL_MAYBE;
}

static bool is_primitive(const il_ev *value)
{
    return value->kind <= IL_EV_STRING;
}

static bool is_symbolic(const il_ev *value)
{
    return value->kind == IL_EV_UNKNOWN || value->kind == IL_EV_MEMBER || value->kind == IL_EV_CALL ||
           value->kind == IL_EV_CHOICE || value->kind == IL_EV_CONCAT;
}

/* The first difference between a text with unknown parts and a known one, at its beginning. */
static il_truth text_equal(const il_ev *concat, il_str text)
{
    const il_ev *first = concat->list.items[0], *last = concat->list.items[concat->list.n - 1];
    if (first->kind == IL_EV_STRING && !il_str_starts(text, first->string))
        return IL_NO;
    if (last->kind == IL_EV_STRING && !il_str_ends(text, last->string))
        return IL_NO;
    return IL_MAYBE;
}

/* Enum members of one enum are equal by name; anything else of the library may be. */
static il_truth symbol_equal(const il_ev *a, const il_ev *b)
{
    if (a->lib.symbol == b->lib.symbol)
        return IL_YES;
    il_str x = il_str_of(a->lib.symbol), y = il_str_of(b->lib.symbol);
    size_t n = x.n - il_ev__last_name(a->lib.symbol).n;
    return n == y.n - il_ev__last_name(b->lib.symbol).n && il_str_eq(il_str_slice(x, 0, n), il_str_slice(y, 0, n))
               ? IL_NO
               : IL_MAYBE;
}

static il_truth choice_equal(const il_ev *choice, const il_ev *b, bool strict)
{
    il_truth all = il_ev__equal(choice->choice.arms[0], b, strict);
    for (size_t i = 1; i < choice->choice.n; i++)
        all = il_ev__equal(choice->choice.arms[i], b, strict) == all ? all : IL_MAYBE;
    return all;
}

static il_truth primitive_equal(const il_ev *a, const il_ev *b, bool strict)
{
    bool a_null = a->kind <= IL_EV_NULL, b_null = b->kind <= IL_EV_NULL;
    if (a->kind != b->kind) {
        if (a_null && b_null)
            return il_truth_of(!strict);
        return strict || a_null || b_null ? IL_NO : IL_MAYBE;
    }
    switch (a->kind) {
    case IL_EV_BOOL:
        return il_truth_of(a->boolean == b->boolean);
    case IL_EV_NUMBER:
        return il_truth_of(a->number == b->number);
    case IL_EV_STRING:
        return il_truth_of(il_str_eq(a->string, b->string));
    default:
        return IL_YES;
    }
}

il_truth il_ev__equal(const il_ev *a, const il_ev *b, bool strict)
{
    if (a == b)
        return IL_YES;
    if (a->kind == IL_EV_CHOICE)
        return choice_equal(a, b, strict);
    if (b->kind == IL_EV_CHOICE)
        return choice_equal(b, a, strict);
    if (is_primitive(a) && is_primitive(b))
        return primitive_equal(a, b, strict);
    if (a->kind == IL_EV_CONCAT && b->kind == IL_EV_STRING)
        return text_equal(a, b->string);
    if (b->kind == IL_EV_CONCAT && a->kind == IL_EV_STRING)
        return text_equal(b, a->string);
    if (a->kind == IL_EV_SYMBOL && b->kind == IL_EV_SYMBOL)
        return symbol_equal(a, b);
    bool a_null = a->kind <= IL_EV_NULL, b_null = b->kind <= IL_EV_NULL;
    if (a_null || b_null)
        return il_ev__nullish(a_null ? b : a) == IL_NO ? IL_NO : IL_MAYBE;
    if (is_symbolic(a) || is_symbolic(b) || a->kind == IL_EV_SYMBOL || b->kind == IL_EV_SYMBOL)
        return IL_MAYBE;
    if (il_ev_construct(a) || il_ev_construct(b))
        return il_truth_of(il_ev_construct(a) == il_ev_construct(b));
    return a->kind == IL_EV_OBJECT && b->kind == IL_EV_OBJECT ? il_truth_of(a->object == b->object) : IL_NO;
}

bool il_ev__same(const il_ev *a, const il_ev *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind)
        return false;
    if (is_primitive(a))
        return primitive_equal(a, b, true) == IL_YES;
    if (a->kind == IL_EV_SYMBOL)
        return a->lib.symbol == b->lib.symbol;
    if (a->kind == IL_EV_CONSTRUCT)
        return a->construct == b->construct;
    return a->kind == IL_EV_MEMBER && a->lib.member == b->lib.member && il_ev__same(a->lib.receiver, b->lib.receiver);
}

il_test il_ev__test(il_eval *e, il_ast *node)
{
    if (node && node->kind == IL_AST_UNARY && node->op == IL_OPERATOR_NOT && node->a) {
        il_test inner = il_ev__test(e, node->a);
        inner.truth = il_not(inner.truth);
        inner.condition.holds = !inner.condition.holds;
        return inner;
    }
    const il_ev *value = il_ev__eval(e, node);
    il_test test = {il_ev__truthy(e, value), {.holds = true}, value};
    if (test.truth == IL_MAYBE && node) {
        test.condition = il_ev__condition(e, il_ev__loc(e, node->span), true, value);
        test.truth = il_ev__given(e, test.condition);
    }
    return test;
}
