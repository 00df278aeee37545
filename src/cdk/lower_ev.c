/* Program values as lowering reads them: what the library would compute is put in where the catalogue knows it (enum members, statics,
 * factories, members and results of constructs). What it does not know stays symbolic. */
#include "lower.h"

#include <string.h>

enum { REDUCE_MAX = 64 };

static il_ev *ev_new(il_low *low, il_ev_kind kind, il_loc loc)
{
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = kind;
    ev->loc = loc;
    return ev;
}

const il_ev *il_low__ev_text(il_low *low, il_loc loc, il_str text)
{
    il_ev *ev = ev_new(low, IL_EV_STRING, loc);
    ev->string = text;
    ev->origin = IL_FROM_DEFAULT;
    return ev;
}

const il_ev *il_low__ev_unknown(il_low *low, il_loc loc, const char *reason, il_str detail)
{
    il_ev *ev = ev_new(low, IL_EV_UNKNOWN, loc);
    ev->unknown.reason = reason;
    ev->unknown.detail = detail;
    return ev;
}

const il_ev *il_low__ev_unit(il_low *low, il_low_unit *unit)
{
    il_ev *ev = ev_new(low, IL_EV_CONSTRUCT, unit->construct->loc);
    ev->construct = unit->construct;
    return ev;
}

const il_ev *il_low__symbol(il_low *low, const char *name, il_loc loc)
{
    il_ev *ev = ev_new(low, IL_EV_SYMBOL, loc);
    ev->lib.symbol = il_intern(il_str_of(name));
    return ev;
}

const il_ev *il_low__ev_member(il_low *low, const il_ev *receiver, il_str name, il_loc loc)
{
    il_ev *ev = ev_new(low, IL_EV_MEMBER, loc);
    ev->lib.receiver = receiver;
    ev->lib.member = il_intern(name);
    return ev;
}

const il_ev *il_low__ev_with(il_low *low, const il_ev *object, const char *name, const il_ev *value)
{
    const il_ev *old = il_low__reduce(low, object);
    il_ev *ev = ev_new(low, IL_EV_OBJECT, old->loc.source ? old->loc : value->loc);
    ev->object = IL_NEW(low->arena, struct il_object);
    ev->open = old->open;
    if (old->kind == IL_EV_OBJECT) {
        ev->object->open = old->object->open;
        ev->object->literal = old->object->literal;
        for (size_t i = 0; i < old->object->fields.n; i++)
            if (!il_str_is(il_str_of(name), old->object->fields.items[i].name))
                IL_PUSH(low->arena, &ev->object->fields, old->object->fields.items[i]);
    } else if (il_low__given(old) != IL_NO) {
        ev->object->open = true;
    }
    IL_PUSH(low->arena, &ev->object->fields, ((il_field){il_intern(il_str_of(name)), (il_loc){0}, value}));
    return ev;
}

bool il_low__is(const il_ev *ev, il_ev_kind kind)
{
    return ev->kind == kind;
}

il_str il_low__string(const il_ev *ev)
{
    return ev->kind == IL_EV_STRING ? ev->string : (il_str){NULL, 0};
}

il_truth il_low__given(const il_ev *ev)
{
    if (ev->kind == IL_EV_UNDEFINED || ev->kind == IL_EV_NULL)
        return IL_NO;
    if (ev->kind == IL_EV_UNKNOWN)
        return IL_MAYBE;
    if (ev->kind != IL_EV_CHOICE)
        return IL_YES;
    il_truth first = il_low__given(ev->choice.arms[0]);
    for (size_t i = 1; i < ev->choice.n; i++)
        if (il_low__given(ev->choice.arms[i]) != first)
            return IL_MAYBE;
    return first;
}

void il_low__result(il_low *low, const il_ev *call, const il_ev *value)
{
    if (call)
        il_map_put(&low->results, il_arena_str(low->arena, (il_str){(const char *)&call, sizeof call}), (void *)value);
}

static const il_ev *reduce_symbol(il_low *low, const il_ev *ev, il_cat template)
{
    il_low_scope scope = {.low = low, .loc = ev->loc};
    if (ev->kind != IL_EV_SYMBOL) {
        scope.args = ev->lib.args;
        scope.n_args = ev->lib.n_args;
    }
    return il_low__instantiate(&scope, template);
}

/* A method of what is no construct: a metric's. */
static const il_ev *reduce_value_method(il_low *low, const il_ev *ev)
{
    il_cat metric = il_cat_construct(IL_STR("aws-cdk-lib.aws_cloudwatch.IMetric"));
    il_cat entry = il_cat_find(il_cat_get(metric, IL_W_METHODS), il_str_of(ev->lib.member));
    il_cat returns = il_cat_get(entry, IL_W_RETURNS);
    if (!returns || ev->lib.receiver->kind == IL_EV_UNKNOWN)
        return ev;
    il_low_scope scope = {low, NULL, ev->lib.receiver, ev->lib.args, ev->lib.n_args, ev->loc, IL_FROM_SOURCE};
    return il_low__instantiate(&scope, returns);
}

/* x.toString(): what a token stands for as text is the token. */
static const il_ev *as_string(il_low *low, const il_ev *ev)
{
    const il_ev *value = il_low__reduce(low, ev->lib.receiver);
    bool token = value->kind == IL_EV_OBJECT && value->object->fields.n == 1 &&
                 (il_str_is(IL_STR("Ref"), value->object->fields.items[0].name) ||
                  il_str_starts(il_str_of(value->object->fields.items[0].name), IL_STR("Fn::")));
    return token || value->kind == IL_EV_STRING || value->kind == IL_EV_CONCAT ? value : ev;
}

/* cfn.getAtt(name) of an L1. */
static const il_ev *attribute_of(il_low *low, il_low_unit *unit, const il_ev *ev)
{
    il_str name = il_low__string(il_low__reduce(low, ev->lib.args[0]));
    if (name.n == 0)
        return ev;
    return il_low__ev_member(low, il_low__ev_unit(low, unit), il_arena_printf(low->arena, "@|%.*s", IL_FMT(name)),
                             ev->loc);
}

/* A method's result by the class's data: what `returns` says, or the metric. */
static const il_ev *reduce_method(il_low *low, const il_ev *ev)
{
    il_low_unit *unit = il_low__unit_behind(low, ev->lib.receiver);
    il_str name = il_str_of(ev->lib.member);
    if (!unit)
        return il_str_is(name, "toString") ? as_string(low, ev) : reduce_value_method(low, ev);
    il_low_scope scope = {low, unit, NULL, ev->lib.args, ev->lib.n_args, ev->loc, IL_FROM_SOURCE};
    if (il_str_is(name, "getAtt") && ev->lib.n_args && il_low__part_at(unit, (il_str){"", 0}))
        return attribute_of(low, unit, ev);
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat returns = il_cat_get(il_cat_find(il_cat_get(data, IL_W_METHODS), name), IL_W_RETURNS);
        il_cat metric = il_cat_find(il_cat_get(data, IL_W_METRICS), name);
        if (returns || metric)
            return il_low__instantiate(&scope, returns ? returns : metric);
    }
    return ev;
}

static const il_ev *reduce_call(il_low *low, const il_ev *ev)
{
    const il_ev *known = il_map_get(&low->results, (il_str){(const char *)&ev, sizeof ev});
    if (known)
        return known;
    if (ev->lib.receiver)
        return reduce_method(low, ev);
    il_cat template = il_cat_call(il_str_of(ev->lib.symbol));
    const il_ev *import = il_cat_get(template, IL_W_IMPORTS) ? il_low__import(low, ev, template) : NULL;
    if (import)
        return import;
    return template ? reduce_symbol(low, ev, template) : ev;
}

static const il_ev *item_at(il_low *low, const il_ev *array, il_str index, const il_ev *otherwise)
{
    double number;
    if (il_str_is(index, "length") && !array->open) {
        il_ev *length = ev_new(low, IL_EV_NUMBER, array->loc);
        length->number = (double)array->list.n;
        return length;
    }
    if (!il_str_number(index, &number) || number < 0 || number >= (double)array->list.n)
        return otherwise;
    return array->list.items[(size_t)number];
}

static const il_ev *reduce_unit_member(il_low *low, il_low_unit *unit, const il_ev *ev)
{
    il_str name = il_str_of(ev->lib.member);
    il_low_scope scope = {low, unit, NULL, NULL, 0, ev->loc, IL_FROM_SOURCE};
    const il_low_model *model = il_low__model(unit);
    const il_ev *member = model && model->member ? model->member(unit, name, ev->loc) : NULL;
    if (member)
        return member;
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat template = il_cat_find(il_cat_get(data, IL_W_MEMBERS), name);
        if (template)
            return il_low__instantiate(&scope, template);
    }
    return ev;
}

static const il_ev *reduce_member(il_low *low, const il_ev *ev)
{
    if (ev->lib.member[0] == '@')
        return ev;
    const il_ev *receiver = il_low__reduce(low, ev->lib.receiver);
    il_construct *construct = il_ev_construct(receiver);
    if (construct && il_low__unit_of(construct))
        return reduce_unit_member(low, il_low__unit_of(construct), ev);
    if (receiver->kind == IL_EV_ARRAY)
        return item_at(low, receiver, il_str_of(ev->lib.member), ev);
    if (receiver->kind == IL_EV_OBJECT || receiver->kind == IL_EV_CHOICE || receiver->kind == IL_EV_UNKNOWN)
        return il_low__field(low, receiver, ev->lib.member);
    return ev;
}

const il_ev *il_low__reduce(il_low *low, const il_ev *ev)
{
    for (int i = 0; i < REDUCE_MAX; i++) {
        const il_ev *next = ev;
        il_cat template = IL_CAT_NONE;
        if (ev->kind == IL_EV_SYMBOL)
            template = il_cat_value(il_str_of(ev->lib.symbol));
        else if (ev->kind == IL_EV_NEW)
            template = il_cat_call(il_str_of(ev->lib.symbol));
        if (template)
            next = reduce_symbol(low, ev, template);
        else if (ev->kind == IL_EV_CALL)
            next = reduce_call(low, ev);
        else if (ev->kind == IL_EV_MEMBER)
            next = reduce_member(low, ev);
        if (next == ev)
            return ev;
        ev = next;
    }
    return ev;
}

const il_field *il_low__field_entry(const il_ev *object, il_str name)
{
    if (object->kind != IL_EV_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->object->fields.n; i++)
        if (il_str_is(name, object->object->fields.items[i].name))
            return &object->object->fields.items[i];
    return NULL;
}

static const il_ev *choice_field(il_low *low, const il_ev *choice, const char *name)
{
    il_ev *out = ev_new(low, IL_EV_CHOICE, choice->loc);
    out->choice = choice->choice;
    out->choice.arms = IL_NEW_ARRAY(low->arena, choice->choice.n, const il_ev *);
    for (size_t i = 0; i < choice->choice.n; i++)
        out->choice.arms[i] = il_low__field(low, choice->choice.arms[i], name);
    return out;
}

const il_ev *il_low__field(il_low *low, const il_ev *object, const char *name)
{
    object = il_low__reduce(low, object);
    switch (object->kind) {
    case IL_EV_OBJECT: {
        const il_field *field = il_low__field_entry(object, il_str_of(name));
        if (field)
            return il_low__reduce(low, field->value);
        if (object->object->open || object->open)
            return il_low__ev_unknown(low, object->loc, "may have been added elsewhere", il_str_of(name));
        return low->undefined;
    }
    case IL_EV_CHOICE:
        return choice_field(low, object, name);
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
        return low->undefined;
    case IL_EV_UNKNOWN:
        return object;
    default:
        return il_low__reduce(low, il_low__ev_member(low, object, il_str_of(name), object->loc));
    }
}

const il_ev *il_low__prop(const il_low_unit *unit, const char *name)
{
    return il_low__field(unit->low, unit->props, name);
}

const il_ev *il_low__arg(il_low *low, const il_method_call *call, size_t i)
{
    return i < call->n_args ? il_low__reduce(low, call->args[i]) : low->undefined;
}

il_low_unit *il_low__unit_behind(il_low *low, const il_ev *ev)
{
    il_construct *construct = il_ev_construct(il_low__reduce(low, ev));
    return construct ? il_low__unit_of(construct) : NULL;
}

const il_ev *il_low__assume(const il_ev *ev, il_condition condition)
{
    if (ev->kind != IL_EV_CHOICE)
        return ev;
    for (size_t i = 0; i < ev->choice.n; i++) {
        const il_condition *c = &ev->choice.conditions[i];
        if (c->holds == condition.holds && il_str_eq(c->text, condition.text))
            return ev->choice.arms[i];
    }
    return ev;
}
