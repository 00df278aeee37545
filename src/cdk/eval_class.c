/* Classes of the program: definition, member lookup, instances, `super`. */
#include "eval.h"

static void run_static_parts(il_eval *e, il_class *class, const il_ev *value)
{
    il_frame frame = {.up = e->frame,
                      .module = class->module,
                      .scope = class->scope,
                      .this_value = value,
                      .home = class,
                      .is_static = true};
    e->frame = &frame;
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_FUNCTION, NULL);
    for (uint32_t i = 0; i < class->node->n; i++) {
        il_ast *kid = class->node->kids[i];
        if (kid->kind == IL_AST_FIELD && kid->flags & IL_AST_STATIC && kid->name)
            il_ev__set(e, &class->statics, kid->name, il_ev__loc(e, kid->key), il_ev__bound(e, kid->b, kid));
        else if (kid->kind == IL_AST_BLOCK)
            il_ev__block(e, kid);
    }
    il_ev__leave_region(e, &region, e->undefined);
    e->frame = frame.up;
}

/* MEMBER, or a copy with its name where that is computed. */
static il_ast *named(il_eval *e, il_ast *member)
{
    bool computed = !member->name && member->a && (member->kind == IL_AST_METHOD || member->kind == IL_AST_FIELD);
    il_name name = computed ? il_ev__key(e, il_ev__eval(e, member->a)) : NULL;
    if (!name)
        return member;
    il_ast *copy = IL_NEW(e->arena, il_ast);
    *copy = *member;
    copy->name = name;
    return copy;
}

static void sort_members(il_eval *e, il_class *class)
{
    for (uint32_t i = 0; i < class->node->n; i++) {
        il_ast *kid = named(e, class->node->kids[i]);
        bool is_static = kid->flags & IL_AST_STATIC;
        if (kid->kind == IL_AST_FIELD && !is_static && kid->name)
            IL_PUSH(e->arena, &class->fields, kid);
        if (kid->kind != IL_AST_METHOD)
            continue;
        if (!is_static && il_str_is(il_str_of(kid->name), "constructor"))
            class->constructor = kid->b;
        else
            IL_PUSH(e->arena, &class->methods, kid);
    }
}

const il_ev *il_ev__class_value(il_eval *e, il_ast *node)
{
    il_class *class = IL_NEW(e->arena, il_class);
    class->node = node;
    class->name = node->name;
    class->module = e->frame->module;
    class->scope = il_ev__scope(e, e->frame->scope);
    class->statics.born = e->serial;
    sort_members(e, class);
    class->base = node->a ? il_ev__eval(e, node->a) : NULL;
    il_ev *value = il_ev__new(e, IL_EV_CLASS, il_ev__loc(e, node->span));
    value->class = class;
    IL_PUSH(e->arena, &e->classes, class);
    if (node->name)
        il_ev__declare(e, class->scope, node->name, value);
    run_static_parts(e, class, value);
    return value;
}

/* The next class up; NULL at the root. */
static const il_class *parent(const il_class *class)
{
    return class->base && class->base->kind == IL_EV_CLASS ? class->base->class : NULL;
}

/* Chains of classes are as deep as the program writes them, but an evaluator's mistake must not make them endless. */
enum { CHAIN = 64 };

const il_ast *il_ev__find_member(const il_class *class, il_name name, bool is_static, uint16_t flags,
                                 const il_class **home)
{
    const uint16_t accessors = IL_AST_GETTER | IL_AST_SETTER;
    for (int depth = 0; class && depth < CHAIN; class = parent(class), depth++) {
        const il_ast *other = NULL;
        for (size_t i = 0; i < class->methods.n; i++) {
            const il_ast *kid = class->methods.items[i];
            if (kid->name != name || !(kid->flags & IL_AST_STATIC) != !is_static)
                continue;
            *home = class;
            if (flags ? kid->flags & flags : !(kid->flags & IL_AST_SETTER))
                return kid;
            if (!flags && kid->flags & accessors)
                other = kid;
        }
        if (other)
            return other;
    }
    return NULL;
}

/* A field without a value that only says again what each stack has: `readonly region: string`. */
static bool repeats(const il_ast *field)
{
    static const char *const names[] = {"region",    "account", "partition", "urlSuffix",
                                        "stackName", "stackId", "node",      "environment"};
    for (size_t i = 0; !field->b && field->name && i < sizeof names / sizeof *names; i++) {
        if (il_str_is(il_str_of(field->name), names[i]))
            return true;
    }
    return false;
}

static bool declares_here(const il_class *class, il_name name)
{
    for (size_t i = 0; i < class->fields.n; i++) {
        if (class->fields.items[i]->name == name && !repeats(class->fields.items[i]))
            return true;
    }
    for (size_t i = 0; i < class->methods.n; i++) {
        if (class->methods.items[i]->name == name && !(class->methods.items[i]->flags & IL_AST_STATIC))
            return true;
    }
    for (uint32_t i = 0; class->constructor && i < class->constructor->n; i++) {
        const il_ast *param = class->constructor->kids[i];
        if (param->flags & IL_AST_PROPERTY && param->a->kind == IL_AST_IDENT && param->a->name == name)
            return true;
    }
    return false;
}

bool il_ev__declares(const il_class *class, il_name name)
{
    for (int depth = 0; class && depth < CHAIN; class = parent(class), depth++) {
        if (declares_here(class, name))
            return true;
    }
    return false;
}

const il_ev *il_ev__root_of(const il_class *class)
{
    for (int depth = 0; class && depth < CHAIN; class = parent(class), depth++) {
        if (class->base && class->base->kind != IL_EV_CLASS)
            return class->base;
    }
    return NULL;
}

/* Parameter properties and field initializers of CLASS, in the scope of its constructor. */
static void initialize(il_eval *e, const il_ev *instance, const il_class *class)
{
    const il_ast *constructor = class->constructor;
    for (uint32_t i = 0; constructor && i < constructor->n; i++) {
        const il_ast *param = constructor->kids[i];
        if (!(param->flags & IL_AST_PROPERTY) || param->a->kind != IL_AST_IDENT)
            continue;
        const il_variable *variable = il_ev__lookup(e->frame->scope, param->a->name, NULL);
        if (variable && variable->value)
            il_ev__set(e, instance->instance.fields, param->a->name, il_ev__loc(e, param->a->span), variable->value);
    }
    il_frame frame = {.up = e->frame,
                      .module = class->module,
                      .scope = class->scope,
                      .this_value = instance,
                      .home = (il_class *)class};
    e->frame = &frame;
    for (size_t i = 0; i < class->fields.n; i++) {
        il_ast *kid = class->fields.items[i];
        if (kid->b)
            il_ev__set(e, instance->instance.fields, kid->name, il_ev__loc(e, kid->key), il_ev__bound(e, kid->b, kid));
    }
    e->frame = frame.up;
}

static void construct(il_eval *e, il_class *class, const il_ev *instance, const il_args *args, il_loc loc);

static void construct_base(il_eval *e, const il_ev *base, const il_ev *instance, const il_args *args, il_loc loc)
{
    if (base->kind == IL_EV_CLASS)
        construct(e, base->class, instance, args, loc);
    else
        il_ev__attach(e, instance, base, args, loc);
}

static void construct(il_eval *e, il_class *class, const il_ev *instance, const il_args *args, il_loc loc)
{
    class->instantiated = true;
    il_ast *constructor = class->constructor;
    if (constructor) {
        il_closure closure = {constructor, class->module, class->scope, instance, class, false, false};
        il_ev__run(e, &closure, instance, args, loc);
        return;
    }
    if (e->nesting >= IL_EVAL_NESTING)
        return;
    e->nesting++;
    if (class->base)
        construct_base(e, class->base, instance, args, loc);
    initialize(e, instance, class);
    e->nesting--;
}

void il_ev__begin_constructor(il_eval *e, const il_closure *closure)
{
    const il_class *class = closure->home;
    if (class && !class->base && closure->this_value && closure->this_value->kind == IL_EV_INSTANCE &&
        class->constructor == closure->node)
        initialize(e, closure->this_value, class);
}

const il_ev *il_ev__instantiate(il_eval *e, il_class *class, const il_args *args, const il_site *site)
{
    il_instance *instance = IL_NEW(e->arena, il_instance);
    instance->ev.kind = IL_EV_INSTANCE;
    instance->ev.loc = site->whole;
    instance->ev.instance.class = class;
    instance->ev.instance.fields = IL_NEW(e->arena, struct il_object);
    instance->ev.instance.fields->born = e->serial;
    instance->site = *site;
    construct(e, class, &instance->ev, args, site->whole);
    return &instance->ev;
}

const il_ev *il_ev__super_call(il_eval *e, il_ast *node)
{
    il_args args = il_ev__arguments(e, node);
    if (e->throwing)
        return e->thrown;
    const il_ev *self = e->frame->this_value;
    il_class *home = e->frame->home;
    if (!self || self->kind != IL_EV_INSTANCE || !home)
        return e->undefined;
    if (home->base)
        construct_base(e, home->base, self, &args, il_ev__loc(e, node->span));
    initialize(e, self, home);
    return e->undefined;
}

/* ---- new ---- */

static il_site site_of(il_eval *e, const il_ast *node)
{
    il_site site = {
        .document = e->frame->module->document, .whole = il_ev__loc(e, node->span), .consumed = e->bound != node};
    site.head = site.whole;
    if (node->a)
        site.head.span.end = node->a->span.end;
    if (!site.consumed)
        site.variable = e->variable;
    e->bound = NULL;
    e->variable = NULL;
    return site;
}

typedef struct {
    const il_args *args;
    const il_site *site;
} making;

static const il_ev *make(il_eval *e, const il_ev *class, void *context)
{
    const making *m = context;
    switch (class->kind) {
    case IL_EV_CLASS:
        return il_ev__instantiate(e, class->class, m->args, m->site);
    case IL_EV_SYMBOL:
        if (((const il_symbol *)class)->builtin)
            return il_ev__builtin_new(e, (const il_symbol *)class, m->args, m->site->whole);
        return il_ev__new_library(e, class, m->args, m->site);
    case IL_EV_CHOICE:
        return il_ev__each_arm_apart(e, class, make, context);
    default:
        il_ev__escape_args(e, m->args, "class that is not known", m->site->whole);
        return il_ev__unknown(e, m->site->whole, "class that is not known",
                              il_ev__excerpt(e, m->site->head, IL_EVAL_EXCERPT));
    }
}

const il_ev *il_ev__new_expression(il_eval *e, il_ast *node)
{
    il_site site = site_of(e, node);
    const il_ev *class = il_ev__eval(e, node->a);
    il_args args = il_ev__arguments(e, node);
    if (e->throwing)
        return e->thrown;
    making m = {&args, &site};
    return make(e, class, &m);
}
