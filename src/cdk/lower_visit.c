/* The program's own aspects over the resources that library constructs are made of: the evaluator runs `visit` on each, what it calls and
 * writes is lowered like calls on an L1. The program's own constructs were visited by the evaluator. */
#include <string.h>

#include "lower.h"
#include "lower_models.h"

static bool is_below(const il_low_unit *unit, const il_construct *scope)
{
    while (unit && unit->construct != scope)
        unit = unit->parent;
    return unit != NULL;
}

static il_construct *owner_of(const il_low_unit *unit)
{
    while (unit && unit->own)
        unit = unit->parent;
    return unit ? unit->construct : NULL;
}

static il_ev *value_at(il_low *low, il_ev_kind kind, const il_low_node *node)
{
    il_ev *value = IL_NEW(low->arena, il_ev);
    value->kind = kind;
    value->loc = node->loc;
    return value;
}

/* What the prop NAME of the part stands at: known where it is a scalar, or surely not there. */
static const il_ev *read_prop(void *context, il_name name)
{
    const il_low_part *part = context;
    il_low *low = part->unit->low;
    il_cat type;
    il_str class = il_cat_l1_of_type(il_str_of(part->out->type));
    il_str key = il_low__l1_name(low, il_low__l1_props_type(low, class), il_str_of(name), &type);
    const il_low_node *node = il_low__member(part->properties, key);
    if (!node)
        return part->properties->open || il_low__is_tags(part, key) ? NULL : low->undefined;
    if (node->kind != IL_LOW_LEAF)
        return NULL;
    il_ev *value = NULL;
    switch (node->leaf->kind) {
    case IL_BOOL:
        value = value_at(low, IL_EV_BOOL, node);
        value->boolean = node->leaf->boolean;
        break;
    case IL_NUMBER:
        value = value_at(low, IL_EV_NUMBER, node);
        value->number = node->leaf->number;
        break;
    case IL_STRING:
        value = value_at(low, IL_EV_STRING, node);
        value->string = node->leaf->string;
        break;
    default:
        break;
    }
    return value;
}

static void tag(il_low_part *part, const il_method_call *call)
{
    il_low *low = part->unit->low;
    il_str name = il_low__string(il_low__arg(low, call, 0));
    bool plain = name.n && call->n_args == 2 && !call->condition.text.n && !call->many;
    if (plain && call->method && !strcmp(call->method, "add"))
        il_low__tag(part, name, call->loc, il_low__plain(low, call->args[1]));
    else
        il_low__open(part->properties);
}

static void take_calls(il_low_part *part, const il_construct *node)
{
    static const char *const looks[] = {"Annotations", "Validations", "NagSuppressions", "node"};
    for (size_t i = 0; i < node->calls.list.n; i++) {
        const il_method_call *call = &node->calls.list.items[i];
        const char *first = call->path.n ? call->path.items[0] : "";
        bool look = false;
        for (size_t k = 0; k < sizeof looks / sizeof *looks; k++)
            look = look || !strcmp(first, looks[k]);
        if (!strcmp(first, "Tags"))
            tag(part, call);
        else if (!look)
            il_low__part_call(part, call, 0);
    }
}

static void open_part(il_low_part *part)
{
    il_low__open(part->properties);
    il_low__open(part->attributes);
}

static void visit_part(il_low_part *part, const il_aspect *aspect)
{
    il_low_unit *unit = part->unit;
    bool raw = il_low__model(unit) == &il_low__raw_model;
    il_str class = raw ? IL_STR("aws-cdk-lib.CfnResource") : il_cat_l1_of_type(il_str_of(part->out->type));
    il_str path = part->out->construct_path, rest = path;
    il_construct *owner = owner_of(unit);
    if (il_resource_is_fact(part->out) || part->unit->generated || class.n == 0 || !owner)
        return;
    il_str id = path;
    while (rest.p)
        id = il_str_cut(&rest, '/');
    il_visited visited = {.class = class,
                          .path = path,
                          .id = id,
                          .scope = owner,
                          .loc = part->out->loc,
                          .read = read_prop,
                          .context = part};
    const il_construct *node = il_cdk_visit((il_program *)unit->low->program, aspect, &visited);
    if (!node || node->escaped)
        open_part(part);
    if (node)
        take_calls(part, node);
}

void il_low__visit(il_low *low)
{
    il_program *program = (il_program *)low->program;
    size_t gaps = program->gaps.n, n = low->units.n;
    for (size_t i = 0; i < program->aspects.n; i++) {
        for (size_t k = 0; k < n; k++) {
            il_low_unit *unit = low->units.items[k];
            bool visited = unit->l1 && !unit->own; /* by the evaluator */
            if (visited || unit->import || !is_below(unit, program->aspects.items[i].scope))
                continue;
            for (size_t p = 0; p < unit->parts.n; p++)
                visit_part(unit->parts.items[p], &program->aspects.items[i]);
        }
    }
    for (size_t i = gaps; i < program->gaps.n; i++)
        il_app_add_gap(low->app, program->gaps.items[i]);
}
