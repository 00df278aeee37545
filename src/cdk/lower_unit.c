/* Units: a construct of the program (or one that the library makes below another) with its base tree of resources and its props'
 * effects, as the catalogue has them. */
#include <string.h>

#include "lower.h"
#include "lower_models.h"

il_low_unit *il_low__unit_of(const il_construct *construct)
{
    return construct->lowered;
}

il_cat il_low__parent(il_cat data)
{
    return il_cat_construct(il_cat_text(il_cat_get(data, IL_W_EXTENDS)));
}

il_low_part *il_low__part_at(const il_low_unit *unit, il_str relative)
{
    if (il_str_starts(relative, IL_STR("@")))
        relative = il_str_slice(relative, 1, relative.n);
    if (il_str_starts(relative, IL_STR("^")) && unit->stack_unit)
        return il_low__part_at(unit->stack_unit, il_str_slice(relative, 1, relative.n));
    for (size_t i = 0; i < unit->parts.n; i++)
        if (il_str_eq(unit->parts.items[i]->relative, relative))
            return unit->parts.items[i];
    size_t slash = il_str_find(relative, IL_STR("/"), 0);
    while (slash != SIZE_MAX) {
        const il_low_unit *child = il_low__child_of(unit, il_str_slice(relative, 0, slash));
        if (child)
            return il_low__part_at(child, il_str_slice(relative, slash + 1, relative.n));
        slash = il_str_find(relative, IL_STR("/"), slash + 1);
    }
    return NULL;
}

il_low_part *il_low__primary(const il_low_unit *unit)
{
    if (unit->l1 && unit->parts.n)
        return unit->parts.items[0];
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_get(data, IL_W_PRIMARY))
            return il_low__part_at(unit, il_cat_text(il_cat_get(data, IL_W_PRIMARY)));
    il_low_part *part = il_low__part_at(unit, IL_STR("Resource"));
    return part ? part : il_low__part_at(unit, IL_STR("Default"));
}

il_low_unit *il_low__child_of(const il_low_unit *parent, il_str relative)
{
    if (parent->path.n == 0)
        return NULL;
    return il_map_get(&parent->low->by_path,
                      il_arena_printf(parent->low->arena, "%.*s/%.*s", IL_FMT(parent->path), IL_FMT(relative)));
}

il_low_part *il_low__part(il_low_unit *unit, il_str relative, il_str type)
{
    il_low *low = unit->low;
    il_low_part *part = IL_NEW(low->arena, il_low_part);
    part->unit = unit;
    part->relative = relative;
    part->properties = il_low__map(low, unit->construct->loc);
    part->attributes = il_low__map(low, unit->construct->loc);
    il_resource *out = il_app_add(low->app, unit->stack, il_intern(type));
    if (unit->path.n)
        out->construct_path =
            relative.n ? il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(unit->path), IL_FMT(relative)) : unit->path;
    out->loc = unit->construct->loc;
    out->whole = unit->construct->whole;
    out->many = unit->construct->many;
    out->condition = unit->construct->condition;
    out->handle = unit->construct;
    out->generated = unit->generated;
    part->out = out;
    IL_PUSH(low->arena, &unit->parts, part);
    return part;
}

void il_low__generated(il_low_unit *unit)
{
    unit->generated = true;
    for (size_t i = 0; i < unit->parts.n; i++)
        unit->parts.items[i]->out->generated = true;
    for (size_t i = 0; i < unit->children.n; i++)
        il_low__generated(unit->children.items[i]);
}

il_low_node *il_low__ref(il_low *low, il_loc loc, const il_low_part *part, il_str attribute)
{
    return il_low__leaf(low, il_value_ref(low->arena, loc, part->out, (il_str){NULL, 0}, attribute));
}

/* Whether a class, method or prop of the library speaks of what the library makes only when asked (il_type_is_asked_for). */
static bool asks(il_str name)
{
    static const char *const words[] = {"larm", "lowLog", "scal", "Scal", "ebAcl", "ebACL", "ealthCheck"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (il_str_contains(name, il_str_of(words[i])))
            return true;
    return false;
}

bool il_low__of_library(il_str class)
{
    return il_str_starts(class, IL_STR("aws-cdk-lib.")) || il_str_starts(class, IL_STR("@aws-cdk/"));
}

/* Whether a class of another package is one that looks after what is there already: by its name, or its package's. */
static bool looks_after(il_str class)
{
    static const char *const words[] = {"onitor", "atch", "ashboard", "bserv", "elemetry", "etric", "lert",
                                        "Slo",    "SLO",  "slo-",     "adog",  "elic",     "ntry",  "uard"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (il_str_contains(class, il_str_of(words[i])))
            return true;
    return false;
}

void il_low__gap(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_name type)
{
    bool own = il_low__of_library(unit->class);
    bool other = !own && !il_str_starts(unit->class, IL_STR("unknown.")) && !looks_after(unit->class);
    bool library = (own || other) && !asks(detail) && !asks(unit->class);
    il_app_add_gap(unit->low->app,
                   (il_gap){.loc = loc, .reason = reason, .detail = detail, .type = type, .library = library});
}

void il_low__gaps(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_cat types)
{
    if (!types)
        il_low__gap(unit, loc, reason, detail, NULL);
    for (size_t i = 0; i < il_cat_count(types); i++)
        il_low__gap(unit, loc, reason, detail, il_intern(il_cat_text(il_cat_at(types, i))));
}

void il_low__open_unit(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++) {
        il_low_part *part = unit->parts.items[i];
        il_low__open(part->properties);
        il_low__open(part->attributes);
        part->out->escaped = true;
    }
    for (size_t i = 0; i < unit->children.n; i++)
        il_low__open_unit(unit->children.items[i]);
}

/* ---- Making units ---- */

static il_low_unit *unit_new(il_low *low, il_construct *construct, il_low_unit *parent)
{
    il_low_unit *unit = IL_NEW(low->arena, il_low_unit);
    unit->low = low;
    unit->construct = construct;
    unit->class = il_str_of(construct->class);
    unit->data = il_cat_construct(unit->class);
    unit->l1 = unit->data ? IL_CAT_NONE : il_cat_l1(unit->class);
    unit->path = construct->path;
    unit->parent = parent;
    unit->props = il_low__reduce(low, construct->props);
    if (parent) {
        unit->stack = parent->stack;
        unit->stack_unit = parent->stack_unit;
        unit->generated = parent->generated;
        IL_PUSH(low->arena, &parent->children, unit);
    }
    construct->lowered = unit;
    IL_PUSH(low->arena, &low->units, unit);
    if (unit->path.n)
        il_map_put(&low->by_path, unit->path, unit);
    return unit;
}

il_low_unit *il_low__make(il_low *low, il_construct *construct)
{
    il_low_unit *unit = unit_new(low, construct, construct->scope ? il_low__unit_of(construct->scope) : NULL);
    const il_low_model *model = il_low__model(unit);
    if (model && model->make)
        model->make(unit);
    if (unit->l1)
        il_low__part(unit, (il_str){NULL, 0}, il_cat_text(il_cat_get(unit->l1, IL_W_TYPE)));
    il_low__make_base(unit);
    return unit;
}

static il_construct *construct_below(il_low_unit *parent, il_str id, il_str class, const il_ev *props)
{
    il_low *low = parent->low;
    il_construct *construct = IL_NEW(low->arena, il_construct);
    *construct =
        (il_construct){.class = il_intern(class), .scope = parent->construct, .document = parent->construct->document};
    construct->many = parent->construct->many;
    construct->condition = parent->construct->condition;
    construct->order = low->order;
    construct->id = il_low__ev_text(low, parent->construct->loc, id);
    construct->props = props ? props : low->undefined;
    if (parent->path.n && id.n)
        construct->path = il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(parent->path), IL_FMT(id));
    else if (il_low__model(parent) == &il_low__app_model)
        construct->path = id;
    return construct;
}

/* A construct below that the data describes resource by resource: only what can be read from it and done to it is its class's. */
il_low_unit *il_low__bare_child(il_low_unit *parent, il_str id, il_str class)
{
    il_construct *construct = construct_below(parent, id, class, NULL);
    construct->loc = parent->construct->loc;
    construct->whole = parent->construct->whole;
    il_low_unit *child = unit_new(parent->low, construct, parent);
    child->own = child->applied = true;
    return child;
}

/* Slashes do not stand in construct ids. */
static il_str as_id(il_low *low, il_str text)
{
    size_t slashes = 0, n = 0;
    for (size_t i = 0; i < text.n; i++)
        slashes += text.p[i] == '/';
    if (!slashes)
        return text;
    char *out = il_arena_alloc(low->arena, text.n + slashes + 1);
    for (size_t i = 0; i < text.n; i++) {
        out[n++] = text.p[i] == '/' ? '-' : text.p[i];
        if (text.p[i] == '/')
            out[n++] = '-';
    }
    return (il_str){out, n};
}

static il_low_unit *make_own(il_low *low, il_construct *construct)
{
    il_low_unit *unit = il_low__make(low, construct);
    unit->own = true;
    if (low->stage >= IL_LOW_APPLYING)
        il_low__apply(unit);
    return unit;
}

il_low_unit *il_low__child(il_low_unit *parent, il_str id, il_str class, const il_ev *props, il_loc loc)
{
    il_construct *construct = construct_below(parent, id, class, props);
    construct->loc = loc;
    construct->whole = parent->construct->whole;
    return make_own(parent->low, construct);
}

il_low_unit *il_low__child_by(il_low_unit *parent, il_str id, il_str class, const il_ev *props,
                              const il_method_call *call)
{
    il_construct *construct = construct_below(parent, as_id(parent->low, id), class, props);
    construct->loc = construct->whole = call->loc;
    construct->many = construct->many || call->many;
    if (call->condition.text.n)
        construct->condition = call->condition;
    il_low_unit *unit = make_own(parent->low, construct);
    unit->called = true;
    return unit;
}

il_low_unit *il_low__view(il_low_part *part)
{
    il_low *low = part->unit->low;
    if (part->unit->l1)
        return part->unit;
    il_construct *construct = IL_NEW(low->arena, il_construct);
    *construct = *part->unit->construct;
    construct->class = il_intern(il_cat_l1_of_type(il_str_of(part->out->type)));
    construct->path = part->out->construct_path;
    construct->scope = part->unit->construct;
    construct->calls = (il_calls){0};
    construct->props = low->undefined;
    il_low_unit *unit = IL_NEW(low->arena, il_low_unit);
    *unit = (il_low_unit){.low = low,
                          .construct = construct,
                          .parent = part->unit,
                          .stack = part->unit->stack,
                          .stack_unit = part->unit->stack_unit,
                          .class = il_str_of(construct->class),
                          .path = construct->path,
                          .props = low->undefined,
                          .own = true,
                          .applied = true};
    unit->l1 = il_cat_l1(unit->class);
    construct->lowered = unit;
    IL_PUSH(low->arena, &unit->parts, part);
    return unit->l1 ? unit : NULL;
}

const il_ev *il_low__import(il_low *low, const il_ev *call, il_cat template)
{
    il_low_unit *parent = call->lib.n_args > 1 ? il_low__unit_behind(low, call->lib.args[0]) : NULL;
    il_low_scope scope = {low, NULL, NULL, call->lib.args, call->lib.n_args, call->loc, IL_FROM_SOURCE};
    if (!parent)
        return NULL;
    il_low_unit *unit = il_low__bare_child(parent, il_low__string(il_low__reduce(low, call->lib.args[1])),
                                           il_cat_text(il_cat_get(template, IL_W_IMPORTS)));
    unit->construct->loc = unit->construct->whole = call->loc;
    unit->props = il_low__instantiate(&scope, template);
    unit->import = true;
    const il_ev *value = il_low__ev_unit(low, unit);
    il_low__result(low, call, value);
    return value;
}

bool il_low__is_import(const il_low_unit *unit)
{
    return unit->import;
}
