/* Reading and writing members, of whatever kind of value. */
#include <math.h>

#include "eval.h"
#include "utf8.h"

typedef struct {
    il_name name;
    il_loc loc, name_loc;
    const il_ev *value, *index;
    const il_ast *node;
} access;

static const il_ev *read_arm(il_eval *e, const il_ev *arm, void *context)
{
    const access *a = context;
    return arm->kind <= IL_EV_NULL ? NULL : il_ev__member(e, arm, a->name, a->loc);
}

static const il_ev *object_member(il_eval *e, const il_ev *object, il_name name, il_loc loc)
{
    if (object->object->module) {
        const il_ev *exported = il_module__export(e, object->object->module, name);
        return exported ? exported : il_ev__unknown(e, loc, "not exported", il_str_of(name));
    }
    const il_field *field = il_ev__field(object->object, name);
    if (field)
        return il_ev__read(e, field->value, object, loc);
    if (!object->object->open)
        return e->undefined;
    return il_ev__unknown(e, loc, "property of an object that is not fully known", il_str_of(name));
}

/* A method or getter of an instance's class; NULL when there is none. */
static const il_ev *class_member(il_eval *e, const il_ev *instance, il_name name, il_loc loc)
{
    const il_class *home = NULL;
    const il_ast *member = il_ev__find_member(instance->instance.class, name, false, 0, &home);
    if (!member || member->flags & IL_AST_SETTER)
        return NULL;
    il_closure closure = {member->b, home->module, home->scope, instance, (il_class *)home, false, false};
    if (!(member->flags & IL_AST_GETTER))
        return il_ev__function(e, loc, closure);
    il_args none = {0};
    return il_ev__run(e, &closure, instance, &none, loc);
}

static const il_ev *instance_member(il_eval *e, const il_ev *instance, il_name name, il_loc loc)
{
    const il_field *field = il_ev__field(instance->instance.fields, name);
    if (field)
        return field->value;
    const il_ev *member = class_member(e, instance, name, loc);
    if (member)
        return member;
    if (instance->instance.construct && !il_ev__declares(instance->instance.class, name))
        return il_ev__library_member(e, instance->instance.construct->value, name, loc);
    const il_ev *root = il_ev__root_of(instance->instance.class);
    if (instance->instance.fields->open || (root && !il_ev__declares(instance->instance.class, name)))
        return il_ev__unknown(e, loc, "member of a class that is not fully known", il_str_of(name));
    return e->undefined;
}

static const il_ev *static_member(il_eval *e, il_class *class, il_name name, il_loc loc)
{
    const il_class *home = NULL;
    const il_ast *member = il_ev__find_member(class, name, true, 0, &home);
    if (member) {
        const il_ev *self = il_ev__new(e, IL_EV_CLASS, loc);
        ((il_ev *)self)->class = class;
        il_closure closure = {member->b, home->module, home->scope, self, (il_class *)home, true, false};
        il_args none = {0};
        return member->flags & IL_AST_GETTER ? il_ev__run(e, &closure, self, &none, loc)
                                             : il_ev__function(e, loc, closure);
    }
    for (const il_class *at = class; at;) {
        const il_field *field = il_ev__field(&at->statics, name);
        if (field)
            return field->value;
        if (!at->base)
            break;
        if (at->base->kind != IL_EV_CLASS)
            return il_ev__member(e, at->base, name, loc);
        at = at->base->class;
    }
    if (il_str_is(il_str_of(name), "name") && class->name)
        return il_ev__string(e, loc, il_str_of(class->name));
    return e->undefined;
}

const il_ev *il_ev__member(il_eval *e, const il_ev *object, il_name name, il_loc loc)
{
    switch (object->kind) {
    case IL_EV_OBJECT:
        return object_member(e, object, name, loc);
    case IL_EV_INSTANCE:
        return instance_member(e, object, name, loc);
    case IL_EV_CLASS:
        return static_member(e, object->class, name, loc);
    case IL_EV_CONSTRUCT:
    case IL_EV_CALL:
    case IL_EV_NEW:
    case IL_EV_MEMBER:
        return il_ev__library_member(e, object, name, loc);
    case IL_EV_SYMBOL:
        return il_ev__symbol_member(e, (const il_symbol *)object, name, loc);
    case IL_EV_UNKNOWN:
        return il_ev__derived(e, object, name, loc);
    case IL_EV_CHOICE: {
        access a = {.name = name, .loc = loc};
        return il_ev__each_arm(e, object, read_arm, &a);
    }
    case IL_EV_ARRAY: {
        const struct il_object *named = ((const il_array *)object)->named;
        const il_field *field = named ? il_ev__field(named, name) : NULL;
        if (field)
            return field->value;
        if (!il_str_is(il_str_of(name), ((const il_array *)object)->shape == IL_SHAPE_LIST ? "length" : "size"))
            return e->undefined;
        if (object->open || ((const il_array *)object)->ragged)
            return il_ev__unknown(e, loc, "length of a list that is not fully known", (il_str){NULL, 0});
        return il_ev__number(e, loc, (double)object->list.n);
    }
    case IL_EV_STRING:
        return il_str_is(il_str_of(name), "length") ? il_ev__number(e, loc, (double)il_utf8_utf16_units(object->string))
                                                    : e->undefined;
    case IL_EV_FUNCTION:
        if (il_str_is(il_str_of(name), "name") && object->closure->node->name)
            return il_ev__string(e, loc, il_str_of(object->closure->node->name));
        return il_ev__unknown(e, loc, "member of a plain value", il_str_of(name));
    default:
        e->doubts += object->kind <= IL_EV_NULL;
        return il_ev__unknown(e, loc, object->kind <= IL_EV_NULL ? "member of undefined" : "member of a plain value",
                              il_str_of(name));
    }
}

static const il_ev *index_arm(il_eval *e, const il_ev *arm, void *context)
{
    const access *a = context;
    return arm->kind <= IL_EV_NULL ? NULL : il_ev__index(e, arm, a->index, a->node);
}

static const il_ev *by_index_arm(il_eval *e, const il_ev *arm, void *context)
{
    const access *a = context;
    return il_ev__index(e, a->value, arm, a->node);
}

static const il_ev *item_at(il_eval *e, const il_ev *array, double at, il_loc loc)
{
    bool inside = at >= 0 && at == floor(at) && at < (double)array->list.n;
    if (((const il_array *)array)->ragged || (!inside && array->open))
        return il_ev__unknown(e, loc, "item of a list that is not fully known", (il_str){NULL, 0});
    return inside ? array->list.items[(size_t)at] : e->undefined;
}

/* OBJECT[something unknown]: any of its values, told apart by the key. */
static const il_ev *any_field(il_eval *e, const struct il_object *object, const il_ast *node, il_loc loc)
{
    il_condition conditions[IL_ARMS_MAX];
    const il_ev *arms[IL_ARMS_MAX];
    size_t n = object->fields.n;
    const il_ast *key = node->b ? node->b : node;
    il_str text = il_ev__excerpt(e, il_ev__loc(e, key->span), SIZE_MAX);
    if (n == 0 || n >= IL_ARMS_MAX || object->module)
        return il_ev__unknown(e, loc, "property by an unknown name", text);
    for (size_t i = 0; i < n; i++) {
        il_str equal = il_arena_printf(e->arena, "%.*s === '%s'", IL_FMT(text), object->fields.items[i].name);
        conditions[i] = (il_condition){equal, true, il_ev__loc(e, key->span)};
        arms[i] = object->fields.items[i].value;
    }
    conditions[n] = (il_condition){il_arena_printf(e->arena, "%.*s is none of the known", IL_FMT(text)), true,
                                   il_ev__loc(e, key->span)};
    arms[n] = object->open ? il_ev__unknown(e, loc, "property by an unknown name", text) : e->undefined;
    return il_ev__choice_of(e, loc, conditions, arms, n + 1);
}

const il_ev *il_ev__index(il_eval *e, const il_ev *object, const il_ev *index, const il_ast *node)
{
    il_loc loc = il_ev__loc(e, node->span);
    access a = {.index = index, .node = node, .value = object};
    if (object->kind == IL_EV_CHOICE)
        return il_ev__each_arm(e, object, index_arm, &a);
    if (index->kind == IL_EV_CHOICE)
        return il_ev__each_arm(e, index, by_index_arm, &a);
    if (object->kind == IL_EV_ARRAY && index->kind == IL_EV_NUMBER)
        return item_at(e, object, index->number, loc);
    if (object->kind == IL_EV_STRING && index->kind == IL_EV_NUMBER) {
        double at = index->number;
        if (il_utf8_utf16_units(object->string) != object->string.n)
            return il_ev__unknown_here(e, loc, "character of a text that is not ASCII");
        if (at < 0 || at >= (double)object->string.n)
            return e->undefined;
        return il_ev__string(e, loc, il_str_slice(object->string, (size_t)at, (size_t)at + 1));
    }
    il_name name = il_ev__key(e, index);
    if (name)
        return il_ev__member(e, object, name, loc);
    if (object->kind == IL_EV_OBJECT)
        return any_field(e, object->object, node, loc);
    return il_ev__unknown_here(e, loc, "property by an unknown name");
}

static const il_ev *write_arm(il_eval *e, const il_ev *arm, void *context)
{
    const access *a = context;
    if (arm->kind > IL_EV_NULL)
        il_ev__write_member(e, arm, a->name, a->value, (il_written){a->name_loc, a->loc});
    return NULL;
}

static void record_write(il_eval *e, const il_ev *object, const access *a)
{
    il_method_call call = {.property = a->name, .value = a->value, .loc = a->loc};
    il_ev__record(e, object, call);
    if (!il_ev__is_library(object))
        il_ev__escape(e, a->value, "assigned to an object of another package");
}

/* Constructs that only group others have no properties but one: what a program sets on them is its own (JavaScript declares no fields). */
static bool has_property(const il_construct *construct, il_name name)
{
    if (il_str_is(il_str_of(name), "terminationProtection"))
        return true;
    static const char *const plain[] = {"Construct", "Stack", "NestedStack", "Stage", "App"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (il_str_is(il_ev__last_name(construct->class), plain[i]))
            return false;
    }
    return true;
}

static void write_instance(il_eval *e, const il_ev *object, const access *a)
{
    const il_class *home = NULL;
    const il_ast *setter = il_ev__find_member(object->instance.class, a->name, false, IL_AST_SETTER, &home);
    if (setter) {
        il_closure closure = {setter->b, home->module, home->scope, object, (il_class *)home, false, false};
        il_args args = {&(const il_ev *){a->value}, 1, false, NULL};
        il_ev__run(e, &closure, object, &args, a->loc);
        return;
    }
    il_ev__set(e, object->instance.fields, a->name, a->name_loc, a->value);
    if (object->instance.construct && has_property(object->instance.construct, a->name) &&
        !il_ev__declares(object->instance.class, a->name))
        record_write(e, object->instance.construct->value, a);
}

void il_ev__write_member(il_eval *e, const il_ev *object, il_name name, const il_ev *value, il_written at)
{
    access a = {.name = name, .name_loc = at.name, .value = value, .loc = at.whole};
    switch (object->kind) {
    case IL_EV_OBJECT:
        il_ev__set(e, object->object, name, at.name, value);
        return;
    case IL_EV_INSTANCE:
        write_instance(e, object, &a);
        return;
    case IL_EV_CLASS:
        il_ev__set(e, &object->class->statics, name, at.name, value);
        return;
    case IL_EV_CONSTRUCT:
    case IL_EV_MEMBER:
    case IL_EV_CALL:
    case IL_EV_NEW:
        record_write(e, object, &a);
        return;
    case IL_EV_CHOICE:
        il_ev__each_arm_apart(e, object, write_arm, &a);
        return;
    case IL_EV_ARRAY:
        il_ev__touch(e, (il_array *)object);
        if (il_str_is(il_str_of(name), "length") && value->kind == IL_EV_NUMBER && value->number >= 0 &&
            value->number <= (double)object->list.n && !object->open)
            ((il_ev *)object)->list.n = (size_t)value->number;
        else
            ((il_ev *)object)->open = true;
        return;
    default:
        if (object == e->environment)
            il_ev__set_environment(e, name, value);
        il_ev__escape(e, value, "assigned to something unknown");
        return;
    }
}

void il_ev__write_index(il_eval *e, const il_ev *object, const il_ev *index, const il_ev *value, il_loc loc)
{
    il_name name = il_ev__key(e, index);
    if (object->kind == IL_EV_ARRAY) {
        il_array *array = (il_array *)object;
        double at = index->kind == IL_EV_NUMBER ? index->number : -1;
        if (at == (double)object->list.n) {
            il_ev__push(e, object, value);
            return;
        }
        il_ev__touch(e, array);
        if (at >= 0 && at < (double)object->list.n && at == floor(at))
            array->ev.list.items[(size_t)at] = value;
        else
            array->ev.open = true;
        return;
    }
    if (name) {
        il_ev__write_member(e, object, name, value, (il_written){loc, loc});
        return;
    }
    if (object->kind == IL_EV_OBJECT)
        il_ev__open(e, object->object);
    else
        il_ev__escape(e, value, "assigned to something unknown");
}
