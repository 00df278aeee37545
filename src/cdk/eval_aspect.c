/* The program's own aspects: `Aspects.of(x).add(visitor)` runs the visitor's `visit` at the end, over every construct below x; over the
 * resources that library constructs are made of when lowering has made them (il_cdk_visit). */
#include <string.h>

#include "catalog.h"
#include "eval.h"

/* The closure and module of VISITOR's `visit`; false when it has none of the program's own. */
static bool has_visit(const il_ev *visitor, il_module **module)
{
    il_name visit = il_intern(IL_STR("visit"));
    const il_class *home = NULL;
    if (visitor->kind == IL_EV_OBJECT) {
        const il_field *field = il_ev__field(visitor->object, visit);
        *module = field && field->value->kind == IL_EV_FUNCTION ? field->value->closure->module : NULL;
        return *module != NULL;
    }
    if (visitor->kind != IL_EV_INSTANCE || !il_ev__find_member(visitor->instance.class, visit, false, 0, &home))
        return false;
    *module = home->module;
    return true;
}

bool il_ev__add_aspect(il_eval *e, il_construct *scope, const il_method_call *call)
{
    il_aspect aspect = {.scope = scope, .loc = call->loc, .conditions = e->conditions};
    bool add = call->method && !strcmp(call->method, "add") && call->path.n == 1 && call->n_args &&
               !strcmp(call->path.items[0], "Aspects");
    if (!add || e->many || !has_visit(call->args[0], &aspect.module))
        return false;
    aspect.visitor = call->args[0];
    IL_PUSH(e->arena, &e->program->aspects, aspect);
    return true;
}

static void visit(il_eval *e, const il_aspect *aspect, const il_ev *node)
{
    il_frame frame = {.up = e->frame, .module = aspect->module, .scope = aspect->module->scope};
    il_conditions *before = e->conditions;
    e->frame = &frame;
    e->conditions = aspect->conditions;
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_FUNCTION, NULL);
    il_args args = {&node, 1, false, NULL};
    il_fork fork = il_ev__fork(e);
    il_ev__method(e, aspect->visitor, il_intern(IL_STR("visit")), &args, aspect->loc);
    il_ev__drop_thrown(e);
    /* What it remembers from node to node depends on nodes that are not here, or come in another order. */
    il_writes kept = il_ev__take(e, &fork);
    il_ev__close(e, &fork);
    il_ev__blur(e, &kept);
    il_ev__leave_region(e, &region, e->undefined);
    e->conditions = before;
    e->frame = frame.up;
}

static bool is_below(const il_construct *construct, const il_construct *scope)
{
    while (construct && construct != scope)
        construct = construct->scope;
    return construct != NULL;
}

void il_ev__run_aspects(il_eval *e)
{
    for (size_t i = 0; i < e->program->aspects.n; i++) {
        const il_aspect aspect = e->program->aspects.items[i];
        for (size_t k = 0; k < e->program->constructs.n && !e->exhausted; k++) {
            il_construct *construct = e->program->constructs.items[k];
            if (is_below(construct, aspect.scope))
                visit(e, &aspect, ((const il_made *)construct)->self);
        }
    }
}

il_construct *il_cdk_visit(il_program *program, const il_aspect *aspect, const il_visited *visited)
{
    il_eval *e = program->evaluator;
    il_made *made = IL_NEW(e->arena, il_made);
    il_construct *node = &made->construct;
    const il_args none = {0};
    size_t order = e->order, constructs = program->constructs.n;
    if (e->exhausted)
        return NULL;
    *node = (il_construct){.class = il_intern(visited->class), .scope = visited->scope, .path = visited->path};
    node->id = il_ev__string(e, visited->loc, visited->id);
    node->props = e->undefined;
    node->loc = node->whole = visited->loc;
    node->args = none.items;
    node->document = visited->scope->document;
    node->order = ++e->order;
    made->conditions = aspect->conditions;
    made->value = (il_ev){.kind = IL_EV_CONSTRUCT, .loc = visited->loc};
    made->value.construct = node;
    node->value = made->self = &made->value;
    made->visited = visited;
    visit(e, aspect, &made->value);
    made->visited = NULL;
    /* What it did to others came too late for them. */
    if (e->order - order != node->calls.list.n + 1 || constructs != program->constructs.n)
        il_ev__gap(e, aspect->loc, "aspect that changes more than what it visits", il_str_of(node->class));
    return e->exhausted ? NULL : node;
}

/* Members of an L1 class that are none of its props. */
static bool is_prop(il_name name)
{
    static const char *const others[] = {"ref",  "node", "stack",         "logicalId",     "cfnOptions",
                                         "tags", "env",  "cdkTagManager", "creationStack", "cfnResourceType"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!strcmp(name, others[i]))
            return false;
    }
    return strncmp(name, "attr", 4) != 0;
}

/* What the program gave CONSTRUCT, an L1, as NAME, or wrote to it since; NULL when that is not known. */
static const il_ev *given(il_eval *e, const il_construct *construct, il_name name)
{
    for (size_t i = construct->calls.list.n; i-- > 0;) {
        const il_method_call *call = &construct->calls.list.items[i];
        if (call->path.n == 0 && call->property == name)
            return call->condition.text.n || call->many ? NULL : call->value;
        if (call->method && !call->path.n && !strncmp(call->method, "add", 3) && strcmp(call->method, "addDependency"))
            return NULL; /* an override is not seen by the getter, but who can say what a method does */
    }
    if (construct->escaped || construct->props->kind == IL_EV_UNDEFINED)
        return construct->escaped ? NULL : e->undefined;
    if (construct->props->kind != IL_EV_OBJECT)
        return NULL;
    const il_field *field = il_ev__field(construct->props->object, name);
    return field ? field->value : construct->props->object->open ? NULL : e->undefined;
}

const il_ev *il_ev__l1_member(il_eval *e, const il_construct *construct, il_name name)
{
    const il_visited *visited = ((const il_made *)construct)->visited;
    il_cat class = il_cat_l1(il_str_of(construct->class));
    if (!class)
        return NULL;
    if (!strcmp(name, "cfnResourceType"))
        return il_ev__string(e, construct->loc, il_cat_text(il_cat_get(class, IL_W_TYPE)));
    if (!is_prop(name))
        return NULL;
    if (!visited)
        return given(e, construct, name);
    for (size_t i = construct->calls.list.n; i-- > 0;) {
        if (construct->calls.list.items[i].property == name)
            return NULL;
    }
    return visited->read(visited->context, name);
}
