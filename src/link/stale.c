/* Times of files say nothing in a fresh clone, so the contents are asked first. Three things contradict a template: a construct of the program
 * that is made for certain and of which the template has nothing; a resource of the template whose place the evaluation knows to be
 * empty; a literal of the program that stands differently in the template. Each is asked only where the evaluation has followed the
 * program: no branch, no loop that was not unrolled, no construct in other hands, no gap. */
#include "stale.h"

#include "construct_path.h"

/* Every path of the assembly's resources and of what they stand in. */
static il_map paths_of(il_arena *arena, const il_app *assembly)
{
    il_map map = il_map_in(arena);
    for (size_t i = 0; i < assembly->resources.n; i++)
        for (il_str at = assembly->resources.items[i]->construct_path; at.n; at = il_construct_parent(at))
            if (il_map_put(&map, at, &map))
                break;
    return map;
}

/* Whether CONSTRUCT is made whatever happens, once, where its path says, and in a stack of the app itself. */
static bool certain(const il_construct *construct)
{
    for (const il_construct *at = construct; at; at = at->scope)
        if (at->condition.text.n || at->many || at->adrift || at->escaped ||
            (at != construct && !il_construct_contains(at)))
            return false;
    return true;
}

/* Whether a function of the library was given CONTAINER: it may make things there. */
static bool handed_to_library(const il_program *program, const il_construct *container)
{
    for (size_t i = 0; i < program->values.n; i++) {
        const il_ev *call = program->values.items[i];
        for (size_t k = 0; call->kind == IL_EV_CALL && k < call->lib.n_args; k++)
            if (il_ev_construct(call->lib.args[k]) == container)
                return true;
    }
    return false;
}

/* Whether the program, where RESOURCE of the template should be made, makes nothing for certain. */
static bool is_gone(const il_app *source, il_paths *known, const il_resource *resource)
{
    if (il_resource_is_fact(resource) || resource->twin || resource->generated || !resource->construct_path.n)
        return false;
    const il_construct *container = il_paths_gap(known, resource->construct_path);
    return container && certain(container) && !handed_to_library(source->handle, container) &&
           !il_app_may_make(source, il_str_of(resource->type));
}

static bool has_stack(const il_app *assembly, const il_stack *stack)
{
    for (size_t i = 0; stack && stack->construct_path.n && i < assembly->stacks.n; i++)
        if (il_str_eq(assembly->stacks.items[i]->construct_path, stack->construct_path))
            return true;
    return false;
}

/* The `new` of the program that RESOURCE belongs to: constructs that the library makes below it have no value. */
static const il_construct *written(const il_resource *resource)
{
    const il_construct *construct = il_cdk_construct_of(resource);
    while (construct && !construct->value)
        construct = construct->scope;
    return construct;
}

static bool is_missing(const il_app *assembly, const il_map *paths, const il_resource *resource)
{
    const il_construct *construct = written(resource);
    if (il_resource_is_fact(resource) || resource->twin || resource->generated || !construct || !construct->path.n)
        return false;
    bool sure = certain(construct) && !resource->many && !resource->condition.text.n && !resource->escaped;
    return sure && has_stack(assembly, resource->stack) && !il_map_get(paths, construct->path);
}

/* Whether VALUE is just what stands at its place: not what the library made of it. */
static bool literally(const il_value *value)
{
    il_str text = il_loc_text(value->loc);
    double number;
    switch (value->kind) {
    case IL_BOOL:
        return il_str_is(text, value->boolean ? "true" : "false");
    case IL_NUMBER:
        return il_str_number(text, &number) && number == value->number;
    default:
        return text.n == value->string.n + 2 && il_str_eq(il_str_slice(text, 1, text.n - 1), value->string);
    }
}

/* The place of a known value of SOURCE that SYNTHESIZED contradicts. */
static bool differs(const il_value *source, const il_value *synthesized, il_stale *out, int depth)
{
    if (depth > 32)
        return false;
    if (source->kind == IL_MAP && synthesized->kind == IL_MAP) {
        for (size_t i = 0; i < source->map.n; i++) {
            const il_entry *entry = il_value_entry(synthesized, source->map.entries[i].key);
            if (entry && differs(source->map.entries[i].value, entry->value, out, depth + 1))
                return true;
        }
        return false;
    }
    bool scalar = source->kind == IL_STRING || source->kind == IL_NUMBER || source->kind == IL_BOOL;
    if (!scalar || source->kind != synthesized->kind || source->origin != IL_FROM_SOURCE || !source->loc.source)
        return false;
    if (il_value_eq(source, synthesized) || !literally(source))
        return false;
    out->source = source->loc;
    out->synthesized = synthesized->loc;
    return true;
}

il_stale il_link_stale(il_app *source, const il_app *assembly)
{
    il_stale out = {0};
    il_arena *scratch = il_arena_new();
    il_map paths = paths_of(scratch, assembly);
    for (size_t i = 0; i < source->resources.n && !out.why; i++) {
        const il_resource *resource = source->resources.items[i];
        if (is_missing(assembly, &paths, resource)) {
            out = (il_stale){IL_STALE_MISSING, resource, resource->loc, {0}};
        } else if (resource->twin && !il_resource_is_fact(resource) && !resource->escaped &&
                   differs(il_resource_properties(resource), il_resource_properties(resource->twin), &out, 0)) {
            out.why = IL_STALE_DIFFERS;
            out.resource = resource;
        }
    }
    il_paths *known = il_paths_new(scratch, source->handle, assembly);
    for (size_t i = 0; i < assembly->resources.n && !out.why; i++) {
        const il_resource *resource = assembly->resources.items[i];
        if (is_gone(source, known, resource))
            out = (il_stale){IL_STALE_GONE, resource, {0}, resource->loc};
    }
    il_arena_free(scratch);
    return out;
}
