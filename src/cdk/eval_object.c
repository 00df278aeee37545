/* Objects and arrays: fields, items, literals and spreading. */
#include "eval.h"

il_field *il_ev__field(const struct il_object *object, il_name name)
{
    for (size_t i = 0; i < object->fields.n; i++) {
        if (object->fields.items[i].name == name)
            return &object->fields.items[i];
    }
    return NULL;
}

/* The number that NAME is as an index; negative when it is none. */
static double index_of(il_name name)
{
    double number;
    il_str text = il_str_of(name);
    bool canonical = text.n && text.n < 10 && (text.p[0] != '0' || text.n == 1);
    for (size_t i = 0; i < text.n; i++)
        canonical &= text.p[i] >= '0' && text.p[i] <= '9';
    return canonical && il_str_number(text, &number) ? number : -1;
}

size_t *il_ev__key_order(il_eval *e, const struct il_object *object)
{
    size_t n = object->fields.n, numbers = 0, *order = IL_NEW_ARRAY(e->arena, n + 1, size_t);
    for (size_t i = 0; i < n; i++) {
        double index = index_of(object->fields.items[i].name);
        if (index < 0)
            continue;
        size_t at = numbers++;
        for (; at > 0 && index_of(object->fields.items[order[at - 1]].name) > index; at--)
            order[at] = order[at - 1];
        order[at] = i;
        il_ev__charge(e, numbers - at);
    }
    for (size_t i = 0, at = numbers; i < n; i++) {
        if (index_of(object->fields.items[i].name) < 0)
            order[at++] = i;
    }
    return order;
}

const il_ev *il_ev__read(il_eval *e, const il_ev *field, const il_ev *owner, il_loc loc)
{
    if (field->kind != IL_EV_FUNCTION || !field->closure->is_getter || !owner)
        return field;
    il_args none = {0};
    return il_ev__run(e, field->closure, owner, &none, loc);
}

void il_ev__set(il_eval *e, struct il_object *object, il_name name, il_loc name_loc, const il_ev *value)
{
    il_field *field = il_ev__field(object, name);
    il_ev__charge(e, object->fields.n);
    il_ev__journal(e, (il_write){.kind = IL_WRITE_FIELD,
                                 .born = object->born,
                                 .object = object,
                                 .name = name,
                                 .value = field ? field->value : NULL});
    if (field) {
        field->value = value;
        if (name_loc.source)
            field->name_loc = name_loc;
        return;
    }
    il_field fresh = {name, name_loc, value};
    IL_PUSH(e->arena, &object->fields, fresh);
}

void il_ev__remove(il_eval *e, struct il_object *object, il_name name)
{
    il_field *field = il_ev__field(object, name);
    if (!field)
        return;
    il_ev__journal(
        e, (il_write){
               .kind = IL_WRITE_FIELD, .born = object->born, .object = object, .name = name, .value = field->value});
    size_t index = (size_t)(field - object->fields.items);
    for (size_t i = index + 1; i < object->fields.n; i++)
        object->fields.items[i - 1] = object->fields.items[i];
    object->fields.n--;
}

void il_ev__open(il_eval *e, struct il_object *object)
{
    if (object->open)
        return;
    il_ev__journal(e, (il_write){.kind = IL_WRITE_OPEN, .born = object->born, .object = object, .open = false});
    object->open = true;
}

void il_ev__touch(il_eval *e, il_array *array)
{
    il_ev__journal(e, (il_write){.kind = IL_WRITE_ARRAY,
                                 .born = array->born,
                                 .array = array,
                                 .items = array->ev.list.items,
                                 .n = array->ev.list.n,
                                 .open = array->ev.open,
                                 .ragged = array->ragged});
    il_ev__charge(e, array->ev.list.n);
    const il_ev **items = IL_NEW_ARRAY(e->arena, array->ev.list.n + 1, const il_ev *);
    for (size_t i = 0; i < array->ev.list.n; i++)
        items[i] = array->ev.list.items[i];
    array->ev.list.items = items;
    array->capacity = array->ev.list.n;
}

void il_ev__push(il_eval *e, const il_ev *value, const il_ev *item)
{
    il_array *array = (il_array *)value;
    size_t n = array->ev.list.n;
    if (n >= IL_EVAL_ITEMS) {
        array->ev.open = true;
        return;
    }
    il_ev__journal(e, (il_write){.kind = IL_WRITE_ARRAY,
                                 .born = array->born,
                                 .array = array,
                                 .items = array->ev.list.items,
                                 .n = n,
                                 .open = array->ev.open,
                                 .ragged = array->ragged});
    if (n >= array->capacity) {
        array->capacity = n ? 2 * n : 4;
        il_ev__charge(e, n);
        const il_ev **items = IL_NEW_ARRAY(e->arena, array->capacity, const il_ev *);
        for (size_t i = 0; i < n; i++)
            items[i] = array->ev.list.items[i];
        array->ev.list.items = items;
    }
    array->ev.list.items[array->ev.list.n++] = item;
}

/* A spread of something unknown: it may bring any field, also one that stands already. */
static void spread_unknown(il_eval *e, struct il_object *into, const il_ev *value, il_loc loc)
{
    il_condition kept = il_ev__condition(e, loc, false, value);
    for (size_t i = 0; i < into->fields.n; i++) {
        il_field *field = &into->fields.items[i];
        const il_ev *other = il_ev__unknown(e, value->loc, "may be overridden by a spread", il_str_of(field->name));
        field->value = il_ev__choice(e, field->value->loc, kept, field->value, other);
    }
    into->open = true;
}

/* OWNER is the value whose fields FROM are, for its getters; NULL where they were read already. */
static void spread_fields(il_eval *e, struct il_object *into, const struct il_object *from, const il_ev *owner)
{
    for (size_t i = 0; i < from->fields.n; i++) {
        const il_field field = from->fields.items[i];
        il_ev__set(e, into, field.name, field.name_loc, il_ev__read(e, field.value, owner, field.name_loc));
    }
}

/* Each arm is spread into a copy; a field is then what the arms make of it. */
static void spread_choice(il_eval *e, struct il_object *into, const il_ev *choice, il_loc loc)
{
    size_t n = choice->choice.n;
    struct il_object copies[IL_ARMS_MAX] = {0},
                     names = {.born = e->serial}; /* born now: nothing puts them in the journal */
    for (size_t i = 0; i < n; i++) {
        copies[i].born = e->serial;
        copies[i].open = into->open;
        spread_fields(e, &copies[i], into, NULL);
        il_ev__spread(e, &copies[i], choice->choice.arms[i], loc);
        spread_fields(e, &names, &copies[i], NULL);
        into->open |= copies[i].open;
    }
    for (size_t f = 0; f < names.fields.n; f++) {
        const il_field *field = &names.fields.items[f];
        const il_ev *arms[IL_ARMS_MAX];
        for (size_t i = 0; i < n; i++) {
            const il_field *own = il_ev__field(&copies[i], field->name);
            arms[i] = own ? own->value : e->undefined;
        }
        const il_ev *value = il_ev__choice_of(e, field->value->loc, choice->choice.conditions, arms, n);
        il_ev__set(e, into, field->name, field->name_loc, value);
    }
}

static void spread_items(il_eval *e, struct il_object *into, const il_ev *array)
{
    for (size_t i = 0; i < array->list.n; i++) {
        il_str index = il_arena_printf(e->arena, "%zu", i);
        il_ev__set(e, into, il_intern(index), array->loc, array->list.items[i]);
    }
    into->open |= array->open;
}

void il_ev__spread(il_eval *e, struct il_object *into, const il_ev *value, il_loc loc)
{
    switch (value->kind) {
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
    case IL_EV_BOOL:
    case IL_EV_NUMBER:
    case IL_EV_FUNCTION:
        return;
    case IL_EV_OBJECT:
        if (value->object->module || value->object->open)
            spread_unknown(e, into, value, loc);
        spread_fields(e, into, value->object, value);
        return;
    case IL_EV_INSTANCE:
        spread_fields(e, into, value->instance.fields, value);
        return;
    case IL_EV_ARRAY:
        spread_items(e, into, value);
        return;
    case IL_EV_CHOICE:
        spread_choice(e, into, value, loc);
        return;
    default:
        spread_unknown(e, into, value, loc);
        return;
    }
}

static void literal_member(il_eval *e, const il_ev *object, il_ast *kid)
{
    il_loc loc = il_ev__loc(e, kid->kind == IL_AST_SPREAD ? kid->span : kid->key);
    if (kid->kind == IL_AST_SPREAD) {
        il_ev__spread(e, object->object, il_ev__eval(e, kid->a), kid->a ? il_ev__loc(e, kid->a->span) : loc);
        return;
    }
    il_name name = kid->name ? kid->name : il_ev__key(e, il_ev__eval(e, kid->a));
    const il_ev *value;
    if (kid->kind == IL_AST_METHOD && kid->flags & IL_AST_SETTER)
        return; /* what is assigned takes the getter's place */
    if (kid->kind == IL_AST_METHOD) {
        value = il_ev__function(e, il_ev__loc(e, kid->span),
                                (il_closure){kid->b, e->frame->module, e->frame->scope, NULL, NULL, false, false});
        ((il_ev *)value)->closure->is_getter = (kid->flags & IL_AST_GETTER) != 0;
    } else
        value = il_ev__eval(e, kid->b);
    if (name)
        il_ev__set(e, object->object, name, loc, value);
    else
        il_ev__spread(e, object->object, il_ev__unknown(e, loc, "unknown property name", (il_str){NULL, 0}), loc);
}

const il_ev *il_ev__object_literal(il_eval *e, il_ast *node)
{
    const il_ev *object = il_ev__object(e, il_ev__loc(e, node->span));
    for (uint32_t i = 0; i < node->n; i++)
        literal_member(e, object, node->kids[i]);
    object->object->open |= (node->flags & IL_AST_BROKEN) != 0;
    ((il_ev *)object)->open = object->object->open;
    return object;
}

bool il_ev__items(il_eval *e, const il_ev *value, const il_ev ***items, size_t *n)
{
    *items = NULL;
    *n = 0;
    const il_ev *listed = value->kind == IL_EV_MEMBER ? il_ev__known_list(e, value) : NULL;
    if (listed)
        value = listed;
    if (value->kind == IL_EV_ARRAY) {
        *items = value->list.items;
        *n = value->list.n;
        return !value->open;
    }
    if (value->kind == IL_EV_STRING && value->string.n < IL_EVAL_ITEMS) {
        *items = IL_NEW_ARRAY(e->arena, value->string.n + 1, const il_ev *);
        for (size_t i = 0, end; i < value->string.n; i = end) {
            for (end = i + 1; end < value->string.n && ((unsigned char)value->string.p[end] & 0xC0) == 0x80;)
                end++;
            (*items)[(*n)++] = il_ev__string(e, value->loc, il_str_slice(value->string, i, end));
        }
        return true;
    }
    return false;
}

/* Arms of different lengths lie over each other: an item is what each arm has there, or nothing. */
static void push_choice(il_eval *e, const il_ev *array, const il_ev *choice)
{
    size_t longest = 0;
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_ev *arm = choice->choice.arms[i];
        if (arm->kind == IL_EV_ARRAY && arm->list.n > longest)
            longest = arm->list.n;
        if (arm->kind != IL_EV_ARRAY ? il_ev__truthy(e, arm) != IL_NO : arm->open)
            ((il_ev *)array)->open = true;
    }
    for (size_t at = 0; at < longest; at++) {
        const il_ev *arms[IL_ARMS_MAX];
        for (size_t i = 0; i < choice->choice.n; i++) {
            const il_ev *arm = choice->choice.arms[i];
            bool has = arm->kind == IL_EV_ARRAY && at < arm->list.n;
            arms[i] = has ? arm->list.items[at] : e->undefined;
            if (!has)
                ((il_array *)array)->ragged = true;
        }
        const il_ev *item = il_ev__choice_of(e, choice->loc, choice->choice.conditions, arms, choice->choice.n);
        if (item != e->undefined)
            il_ev__push(e, array, item);
    }
}

const il_ev *il_ev__overlay(il_eval *e, const il_ev *choice)
{
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_ev *arm = choice->choice.arms[i];
        if (arm->kind != IL_EV_ARRAY && arm->kind > IL_EV_NULL)
            return NULL;
    }
    const il_ev *array = il_ev__array(e, choice->loc);
    push_choice(e, array, choice);
    return array;
}

static void spread_into_array(il_eval *e, const il_ev *array, const il_ev *value)
{
    const il_ev **items;
    size_t n;
    if (value->kind == IL_EV_CHOICE) {
        push_choice(e, array, value);
        return;
    }
    if (!il_ev__items(e, value, &items, &n))
        ((il_ev *)array)->open = true;
    for (size_t i = 0; i < n; i++)
        il_ev__push(e, array, items[i]);
    if (value->kind == IL_EV_ARRAY && ((const il_array *)value)->ragged)
        ((il_array *)array)->ragged = true;
}

const il_ev *il_ev__array_literal(il_eval *e, il_ast *node)
{
    const il_ev *array = il_ev__array(e, il_ev__loc(e, node->span));
    ((il_ev *)array)->open = node->flags & IL_AST_BROKEN;
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i];
        if (!kid)
            il_ev__push(e, array, e->undefined);
        else if (kid->kind == IL_AST_SPREAD)
            spread_into_array(e, array, il_ev__eval(e, kid->a));
        else
            il_ev__push(e, array, il_ev__eval(e, kid));
    }
    return array;
}
