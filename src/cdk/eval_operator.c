/* Operators, tests and assignments. */
#include <math.h>

#include "eval.h"

static il_truth compare(il_operator op, double order)
{
    switch (op) {
    case IL_OPERATOR_LT:
        return il_truth_of(order < 0);
    case IL_OPERATOR_LE:
        return il_truth_of(order <= 0);
    case IL_OPERATOR_GT:
        return il_truth_of(order > 0);
    default:
        return il_truth_of(order >= 0);
    }
}

static double arithmetic(il_operator op, double a, double b)
{
    switch (op) {
    case IL_OPERATOR_ADD:
        return a + b;
    case IL_OPERATOR_SUB:
        return a - b;
    case IL_OPERATOR_MUL:
        return a * b;
    case IL_OPERATOR_DIV:
        return a / b;
    case IL_OPERATOR_MOD:
        return fmod(a, b);
    case IL_OPERATOR_POW:
        return pow(a, b);
    default:
        return NAN;
    }
}

static int32_t to_int32(double x)
{
    if (isnan(x) || isinf(x))
        return 0;
    double m = fmod(trunc(x), 4294967296.0);
    return (int32_t)(uint32_t)(m < 0 ? m + 4294967296.0 : m);
}

static double bits(il_operator op, double x, double y)
{
    uint32_t a = (uint32_t)to_int32(x), b = (uint32_t)to_int32(y);
    switch (op) {
    case IL_OPERATOR_BIT_AND:
        return (int32_t)(a & b);
    case IL_OPERATOR_BIT_OR:
        return (int32_t)(a | b);
    case IL_OPERATOR_BIT_XOR:
        return (int32_t)(a ^ b);
    case IL_OPERATOR_SHL:
        return (int32_t)(a << (b & 31));
    case IL_OPERATOR_SHR:
        return (double)((int64_t)(int32_t)a >> (b & 31));
    default:
        return a >> (b & 31);
    }
}

typedef struct {
    il_operator op;
    const il_ev *other;
    bool left; /* the arm stands left of the operator */
    il_loc loc;
} operation;

static const il_ev *arm_operation(il_eval *e, const il_ev *arm, void *context)
{
    const operation *o = context;
    return il_ev__operator(e, o->op, o->left ? arm : o->other, o->left ? o->other : arm, o->loc);
}

static const il_ev *known_operation(il_eval *e, il_operator op, const il_ev *a, const il_ev *b, il_loc loc)
{
    double x, y;
    bool strings = a->kind == IL_EV_STRING && b->kind == IL_EV_STRING;
    if (op >= IL_OPERATOR_LT && op <= IL_OPERATOR_GE) {
        if (strings)
            return il_ev__bool(e, loc, compare(op, il_str_cmp(a->string, b->string)) == IL_YES);
        if (!il_ev__to_number(e, a, &x) || !il_ev__to_number(e, b, &y))
            return NULL;
        bool known = !isnan(x) && !isnan(y);
        return il_ev__bool(e, loc, known && compare(op, x < y ? -1 : x > y) == IL_YES);
    }
    bool text = a->kind == IL_EV_STRING || b->kind == IL_EV_STRING;
    if (op == IL_OPERATOR_ADD && text)
        return NULL;
    if (!il_ev__to_number(e, a, &x) || !il_ev__to_number(e, b, &y))
        return NULL;
    bool is_bits = op >= IL_OPERATOR_BIT_AND && op <= IL_OPERATOR_USHR;
    return il_ev__number(e, loc, is_bits ? bits(op, x, y) : arithmetic(op, x, y));
}

static bool may_be_number(const il_ev *value)
{
    return value->kind == IL_EV_NUMBER || value->kind == IL_EV_UNKNOWN || value->kind == IL_EV_CALL ||
           value->kind == IL_EV_MEMBER || value->kind == IL_EV_BOOL || value->kind <= IL_EV_NULL;
}

static il_truth has_key(il_eval *e, const il_ev *key, const il_ev *object)
{
    il_name name = il_ev__key(e, key);
    if (!name || object->kind != IL_EV_OBJECT || object->object->module)
        return IL_MAYBE;
    const il_field *field = il_ev__field(object->object, name);
    if (field)
        return field->value->kind == IL_EV_CHOICE ? IL_MAYBE : IL_YES;
    return object->object->open ? IL_MAYBE : IL_NO;
}

/* Lists, objects and functions are instances of JavaScript's own classes only. */
static il_truth plain_instance_of(const il_ev *value, const il_symbol *class)
{
    static const char *const shapes[] = {"Array", "Set", "Map"};
    if (!class->builtin)
        return IL_NO;
    il_str name = il_ev__last_name(class->ev.lib.symbol);
    if (il_str_is(name, "Object"))
        return IL_YES;
    if (value->kind != IL_EV_ARRAY)
        return il_truth_of(value->kind == IL_EV_FUNCTION && il_str_is(name, "Function"));
    return il_truth_of(il_str_is(name, shapes[((const il_array *)value)->shape]));
}

static il_truth instance_of(il_eval *e, const il_ev *value, const il_ev *class)
{
    if (value->kind == IL_EV_INSTANCE && class->kind == IL_EV_CLASS) {
        const il_class *at = value->instance.class;
        while (at && at != class->class)
            at = at->base && at->base->kind == IL_EV_CLASS ? at->base->class : NULL;
        return il_truth_of(at != NULL);
    }
    if (class->kind == IL_EV_SYMBOL && il_ev__error_class(e, class->lib.symbol))
        return il_ev__is_error(e, value, class->lib.symbol);
    if (value->kind <= IL_EV_CONCAT)
        return IL_NO;
    bool plain = value->kind == IL_EV_ARRAY || value->kind == IL_EV_OBJECT || value->kind == IL_EV_FUNCTION;
    if (plain && class->kind == IL_EV_SYMBOL)
        return plain_instance_of(value, (const il_symbol *)class);
    const il_construct *construct = il_ev_construct(value);
    if (construct && class->kind == IL_EV_SYMBOL)
        return il_ev__derives(construct->class, class->lib.symbol);
    return (plain || construct) && class->kind == IL_EV_CLASS ? IL_NO : IL_MAYBE;
}

const il_ev *il_ev__operator(il_eval *e, il_operator op, const il_ev *a, const il_ev *b, il_loc loc)
{
    bool equality = op >= IL_OPERATOR_EQ && op <= IL_OPERATOR_NE_STRICT;
    if (a->kind == IL_EV_CHOICE || b->kind == IL_EV_CHOICE) {
        bool left = a->kind == IL_EV_CHOICE;
        operation o = {op, left ? b : a, left, loc};
        return il_ev__each_arm(e, left ? a : b, arm_operation, &o);
    }
    if (equality) {
        il_truth equal = il_ev__equal(a, b, op == IL_OPERATOR_EQ_STRICT || op == IL_OPERATOR_NE_STRICT);
        if (equal == IL_MAYBE)
            return il_ev__comparison(e, op, a, b, loc);
        return il_ev__truth_value(e, loc, op == IL_OPERATOR_EQ || op == IL_OPERATOR_EQ_STRICT ? equal : il_not(equal));
    }
    if (op == IL_OPERATOR_IN)
        return il_ev__truth_value(e, loc, has_key(e, a, b));
    if (op == IL_OPERATOR_INSTANCEOF)
        return il_ev__truth_value(e, loc, instance_of(e, a, b));
    const il_ev *known = known_operation(e, op, a, b, loc);
    if (known)
        return known;
    if (op == IL_OPERATOR_ADD && !(may_be_number(a) && may_be_number(b))) {
        const il_ev *parts[] = {a, b};
        return il_ev__concat(e, loc, parts, 2);
    }
    return il_ev__unknown_here(e, loc, "calculation with something unknown");
}

static const il_ev *not_arm(il_eval *e, const il_ev *arm, void *context)
{
    (void)context;
    il_truth truth = il_ev__truthy(e, arm);
    return truth == IL_MAYBE
               ? il_ev__derived(e, arm->kind == IL_EV_UNKNOWN ? arm : il_ev__unknown_here(e, arm->loc, "test"),
                                il_intern(IL_STR("!")), arm->loc)
               : il_ev__bool(e, arm->loc, truth == IL_NO);
}

static const il_ev *type_of(il_eval *e, const il_ev *value, il_loc loc)
{
    static const char *const names[] = {"undefined", "object", "boolean",  "number",   "string", "string",
                                        "object",    "object", "function", "function", "object", "object"};
    if (value->kind <= IL_EV_CONSTRUCT)
        return il_ev__string(e, loc, il_str_of(names[value->kind]));
    if (value->kind == IL_EV_NEW)
        return il_ev__string(e, loc, IL_STR("object"));
    return il_ev__unknown_here(e, loc, "type of something unknown");
}

const il_ev *il_ev__unary(il_eval *e, il_ast *node)
{
    il_loc loc = il_ev__loc(e, node->span);
    if (node->op == IL_OPERATOR_NOT) {
        il_test test = il_ev__test(e, node->a);
        if (test.truth != IL_MAYBE)
            return il_ev__bool(e, loc, test.truth == IL_NO);
        return test.value->kind == IL_EV_CHOICE && test.condition.holds
                   ? il_ev__each_arm(e, test.value, not_arm, NULL)
                   : il_ev__unknown_here(e, loc, "test of something unknown");
    }
    if (node->op == IL_OPERATOR_DELETE && node->a && node->a->kind == IL_AST_MEMBER) {
        const il_ev *object = il_ev__eval(e, node->a->a);
        if (object->kind == IL_EV_OBJECT)
            il_ev__remove(e, object->object, node->a->name);
        return il_ev__bool(e, loc, true);
    }
    const il_ev *value = il_ev__eval(e, node->a);
    if (node->op == IL_OPERATOR_VOID)
        return e->undefined;
    if (node->op == IL_OPERATOR_TYPEOF)
        return type_of(e, value, loc);
    double number;
    if (!il_ev__to_number(e, value, &number))
        return il_ev__unknown_here(e, loc, "calculation with something unknown");
    if (node->op == IL_OPERATOR_BIT_NOT)
        return il_ev__number(e, loc, ~to_int32(number));
    return il_ev__number(e, loc, node->op == IL_OPERATOR_SUB ? -number : number);
}

typedef struct {
    il_operator op;
    const il_ev *b;
    il_condition condition;
    il_loc loc;
} logical_arm;

/* When B takes the place of A: for `&&` when A is true, for `||` when it is false, for `??` when it is nothing. */
static il_truth takes_second(il_eval *e, il_operator op, const il_ev *a)
{
    if (op == IL_OPERATOR_NULLISH) {
        for (const il_conditions *c = e->conditions; c; c = c->up) {
            if (c->value == a && c->holds)
                return IL_NO;
        }
        return il_ev__nullish(a);
    }
    il_truth truth = il_ev__truthy(e, a);
    return op == IL_OPERATOR_AND ? truth : il_not(truth);
}

/* What A is when it is false and B is what it would be otherwise: a flag is false, a thing is not there. */
static const il_ev *falsy(il_eval *e, const il_ev *a, const il_ev *b)
{
    if (a->kind != IL_EV_UNKNOWN && a->kind != IL_EV_MEMBER && a->kind != IL_EV_CALL)
        return a;
    if (b->kind == IL_EV_BOOL || b->kind == IL_EV_UNKNOWN)
        return il_ev__bool(e, a->loc, false);
    return e->undefined;
}

static const il_ev *one_arm(il_eval *e, const il_ev *a, void *context)
{
    const logical_arm *l = context;
    il_truth second = takes_second(e, l->op, a);
    if (second != IL_MAYBE)
        return second == IL_YES ? l->b : a;
    if (l->op == IL_OPERATOR_AND)
        return il_ev__choice(e, l->loc, l->condition, l->b, falsy(e, a, l->b));
    return il_ev__choice(e, l->loc, l->condition, a, l->b);
}

const il_ev *il_ev__logical(il_eval *e, il_operator op, const il_ev *a, const il_ast *node_a, il_ast *node_b)
{
    il_truth second = takes_second(e, op, a);
    if (second != IL_MAYBE)
        return second == IL_YES ? il_ev__eval(e, node_b) : a;
    il_condition condition = il_ev__condition(e, il_ev__loc(e, node_a->span), true, a);
    il_test test = {IL_MAYBE, condition, a};
    il_fork fork = il_ev__fork(e);
    il_ev__assume(e, &test, op == IL_OPERATOR_AND);
    const il_ev *b = il_ev__eval(e, node_b);
    il_ev__forget(e);
    il_writes none = {0}, writes = il_ev__take(e, &fork);
    il_ev__close(e, &fork);
    if (il_ev__drop_thrown(e))
        return a; /* `x ?? fail()`: it goes on with x */
    il_ev__join(e, op == IL_OPERATOR_AND ? condition : il_ev__negated(condition), &writes, &none);
    logical_arm context = {op, b, condition, il_ev__loc(e, node_a->span)};
    return a->kind == IL_EV_CHOICE ? il_ev__each_arm(e, a, one_arm, &context) : one_arm(e, a, &context);
}

const il_ev *il_ev__binary(il_eval *e, il_ast *node)
{
    const il_ev *a = il_ev__eval(e, node->a);
    if (node->op >= IL_OPERATOR_AND && node->op <= IL_OPERATOR_NULLISH && node->a)
        return il_ev__logical(e, (il_operator)node->op, a, node->a, node->b);
    const il_ev *b = il_ev__eval(e, node->b);
    return il_ev__operator(e, (il_operator)node->op, a, b, il_ev__loc(e, node->span));
}

const il_ev *il_ev__ternary(il_eval *e, il_ast *node)
{
    il_test test = il_ev__test(e, node->a);
    if (test.truth != IL_MAYBE)
        return il_ev__eval(e, test.truth == IL_YES ? node->b : node->c);
    il_fork fork = il_ev__fork(e);
    il_ev__assume(e, &test, true);
    const il_ev *yes = il_ev__eval(e, node->b), *thrown = e->throwing;
    il_ev__forget(e);
    e->throwing = NULL;
    il_writes a = il_ev__take(e, &fork);
    il_ev__assume(e, &test, false);
    const il_ev *no = il_ev__eval(e, node->c);
    il_ev__forget(e);
    il_writes b = il_ev__take(e, &fork);
    il_ev__close(e, &fork);
    if (thrown || e->throwing) {
        bool both = thrown && il_ev__drop_thrown(e);
        e->throwing = both ? thrown : NULL;
        il_ev__redo(e, thrown ? &b : &a);
        return both ? e->thrown : thrown ? no : yes;
    }
    il_ev__join(e, test.condition, &a, &b);
    return il_ev__choice(e, il_ev__loc(e, node->span), test.condition, yes, no);
}

const il_ev *il_ev__assignment(il_eval *e, il_ast *node)
{
    if (!node->a)
        return il_ev__eval(e, node->b);
    const il_ev *value;
    if (node->op == IL_OPERATOR_NONE) {
        value = il_ev__bound(e, node->b, node->a);
    } else {
        const il_ev *before = il_ev__eval(e, node->a);
        if (node->op >= IL_OPERATOR_AND && node->op <= IL_OPERATOR_NULLISH)
            value = il_ev__logical(e, (il_operator)node->op, before, node->a, node->b);
        else
            value =
                il_ev__operator(e, (il_operator)node->op, before, il_ev__eval(e, node->b), il_ev__loc(e, node->span));
    }
    if (e->throwing)
        return e->thrown;
    il_ev__bind(e, node->a, value, IL_BIND_ASSIGN);
    return value;
}

const il_ev *il_ev__update(il_eval *e, il_ast *node)
{
    il_loc loc = il_ev__loc(e, node->span);
    const il_ev *before = il_ev__eval(e, node->a);
    const il_ev *one = il_ev__number(e, loc, 1);
    const il_ev *after = before->kind == IL_EV_NUMBER
                             ? il_ev__operator(e, (il_operator)node->op, before, one, loc)
                             : il_ev__unknown_here(e, loc, "calculation with something unknown");
    il_ev__bind(e, node->a, after, IL_BIND_ASSIGN);
    return node->flags & IL_AST_PREFIX ? after : before;
}
