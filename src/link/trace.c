/* Two ways, the surer first. A creation stack's innermost frame in the project decides: a `new` there made the resource; a `super` there is a
 * class of the project, whose own `new` stands further out; anything else is a method, and the resource belongs to the construct that the
 * path names. Without frames the evaluation of the program says which construct stands on the path (construct_path.c). What the framework makes once
 * for a whole stack (shared.c) was made by the `new` in front of it in the template that refers to it. */
#include "trace.h"

#include <string.h>

#include "construct_path.h"
#include "notes.h"
#include "origin.h"
#include "shared.h"
#include "ts.h"

struct il_tracer {
    il_arena *arena;
    il_trace_input in;
    il_origins *origins;
    il_paths *constructs; /* NULL until asked for, as is `shared` */
    il_shared *shared;
};

il_tracer *il_tracer_new(il_arena *arena, const il_trace_input *input)
{
    il_tracer *t = IL_NEW(arena, il_tracer);
    t->arena = arena;
    t->in = *input;
    t->origins = il_origins_new(arena, input->src_root.p ? input->src_root : input->input->root, input->input->loader);
    return t;
}

void il_tracer_free(il_tracer *t)
{
    if (t)
        il_origins_free(t->origins);
}

const char *il_traced_name(il_traced_how how)
{
    static const char *const names[] = {"nowhere", "stack", "owner", "new"};
    return names[how];
}

/* ---- by creation stack ---- */

static bool word_at(const il_document *document, uint32_t offset, il_str word)
{
    il_str text = il_source_slice(document->source, (il_span){offset, offset + (uint32_t)word.n + 1});
    if (!il_str_starts(text, word))
        return false;
    char next = text.n > word.n ? text.p[word.n] : ' ';
    return !(next == '_' || next == '$' || (next >= '0' && next <= '9') || ((next | 32) >= 'a' && (next | 32) <= 'z'));
}

/* The `new` that begins at PLACE. */
static bool new_at(const il_origin_place *place, il_traced *out)
{
    const il_document *document = place->document;
    if (!word_at(document, place->offset, IL_STR("new")))
        return false;
    TSNode node = il_ts_at(document, (il_span){place->offset, place->offset + 3});
    if (!il_ts_is(node, "new_expression"))
        return false;
    TSNode class = il_ts_field(node, "constructor");
    out->document = document;
    out->whole = out->loc = il_ts_loc(document, node);
    if (!ts_node_is_null(class))
        out->loc.span.end = ts_node_end_byte(class);
    return true;
}

typedef enum { MADE_UNKNOWN, MADE_BY_NEW, MADE_BY_METHOD } made;

/* What the frames of a creation stack say. */
static made by_frames(il_tracer *t, const il_node *frames, il_traced *out)
{
    for (size_t i = 0; i < frames->list.n; i++) {
        il_origin_place place;
        switch (il_origins_find(t->origins, il_node_string(frames->list.items[i]), &place)) {
        case IL_ORIGIN_NONE:
            continue;
        case IL_ORIGIN_ABSENT:
            return MADE_UNKNOWN;
        case IL_ORIGIN_FOUND:
            break;
        }
        if (new_at(&place, out)) {
            out->how = IL_TRACED_NEW;
            out->by = "creation stack";
            return MADE_BY_NEW;
        }
        if (!word_at(place.document, place.offset, IL_STR("super")))
            return MADE_BY_METHOD;
    }
    return MADE_UNKNOWN;
}

static made by_creation_stack(il_tracer *t, const il_stack *stack, il_str path, il_traced *out)
{
    const il_node *frames = il_notes_creation_stack(t->in.assembly, stack, path);
    if (!frames)
        return MADE_UNKNOWN;
    il_origins_learn(t->origins, il_notes_of(t->in.assembly, stack));
    return by_frames(t, frames, out);
}

/* The id that the `new` at TRACED gives, if it is written there. */
static bool names(const il_traced *traced, il_str id)
{
    TSNode node = il_ts_at(traced->document, traced->whole.span), arguments = il_ts_field(node, "arguments");
    if (ts_node_is_null(arguments) || ts_node_named_child_count(arguments) < 2)
        return false;
    il_arena *scratch = il_arena_new();
    il_str text;
    bool same =
        il_ts_string(scratch, traced->document, ts_node_named_child(arguments, 1), &text) && il_str_eq(text, id);
    il_arena_free(scratch);
    return same;
}

static il_str last_part(il_str path)
{
    il_str folder = il_construct_parent(path);
    return folder.n ? il_str_slice(path, folder.n + 1, path.n) : path;
}

/* The `new` of the nearest construct around PATH whose own resource has a creation stack. */
static bool owner_by_frames(il_tracer *t, const il_stack *stack, il_str path, il_traced *out)
{
    static const char *const own[] = {"/Resource", "/Default", ""};
    for (path = il_construct_parent(path); path.n > stack->construct_path.n; path = il_construct_parent(path)) {
        for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
            il_str child = il_arena_printf(t->arena, "%.*s%s", IL_FMT(path), own[i]);
            if (by_creation_stack(t, stack, child, out) == MADE_BY_NEW && names(out, last_part(path))) {
                out->how = IL_TRACED_OWNER;
                return true;
            }
        }
    }
    return false;
}

/* ---- by construct path ---- */

static il_traced_how by_path(il_tracer *t, il_str path, il_traced *out)
{
    if (!t->constructs) {
        const il_program *program = t->in.source           ? t->in.source->handle
                                    : t->in.input->n_files ? il_cdk_evaluate(t->arena, t->in.input)
                                                           : NULL;
        t->constructs = il_paths_new(t->arena, program, t->in.assembly);
    }
    bool sure;
    const il_construct *construct = il_paths_maker(t->constructs, path, &sure);
    if (!construct || !construct->loc.source)
        return IL_TRACED_NOWHERE;
    *out = (il_traced){sure ? IL_TRACED_NEW : IL_TRACED_OWNER, "construct path", construct->loc, construct->whole,
                       construct->document};
    return out->how;
}

/* ---- both ---- */

static il_traced stack_place(il_tracer *t, const il_stack *stack)
{
    il_traced out = {.how = IL_TRACED_NOWHERE};
    if (!stack || !stack->construct_path.n)
        return out;
    bool found = by_creation_stack(t, stack, stack->construct_path, &out) == MADE_BY_NEW ||
                 by_path(t, stack->construct_path, &out) != IL_TRACED_NOWHERE;
    if (found)
        out.how = IL_TRACED_STACK;
    else
        out = (il_traced){.how = IL_TRACED_NOWHERE};
    return out;
}

/* The place of STACK; of one that the library nests (or whose place is not known), that of the stack around it. */
static il_traced around(il_tracer *t, const il_stack *stack)
{
    il_traced out = stack_place(t, stack);
    il_str path = stack ? stack->construct_path : (il_str){NULL, 0};
    while (out.how == IL_TRACED_NOWHERE && path.n) {
        path = il_construct_parent(path);
        for (size_t i = 0; path.n && i < t->in.assembly->stacks.n; i++)
            if (il_str_eq(t->in.assembly->stacks.items[i]->construct_path, path))
                out = stack_place(t, t->in.assembly->stacks.items[i]);
    }
    return out;
}

il_traced il_trace_path(il_tracer *t, const il_stack *stack, il_str path)
{
    il_traced out = {.how = IL_TRACED_NOWHERE};
    if (!stack || !path.n || il_str_eq(path, stack->construct_path))
        return around(t, stack);
    made how = by_creation_stack(t, stack, path, &out);
    if (how == MADE_BY_NEW)
        return out;
    if (how == MADE_BY_METHOD && owner_by_frames(t, stack, path, &out))
        return out;
    if (by_path(t, path, &out) != IL_TRACED_NOWHERE) {
        if (how == MADE_BY_METHOD)
            out.how = IL_TRACED_OWNER;
        return out;
    }
    return around(t, stack);
}

/* What the framework made for a whole stack: the one place of all that asked for it. */
static il_traced by_askers(il_tracer *t, const il_resource *resource, int depth)
{
    il_traced out = il_trace_path(t, resource->stack, resource->construct_path);
    if (!resource->generated || out.how > IL_TRACED_STACK || depth > 4)
        return out;
    if (!t->shared)
        t->shared = il_shared_new(t->arena, t->in.assembly);
    il_askers askers = il_shared_askers(t->shared, resource);
    il_traced one = {0};
    for (size_t i = 0; i < askers.n; i++) {
        il_traced next = by_askers(t, askers.items[i], depth + 1);
        if (next.how <= IL_TRACED_STACK || (i && !il_loc_eq(next.loc, one.loc)))
            return out;
        one = next;
    }
    if (askers.n)
        out = one;
    return out;
}

il_traced il_trace(il_tracer *t, const il_resource *resource)
{
    return by_askers(t, resource, 0);
}

bool il_trace_frame(il_tracer *t, const il_stack *stack, il_str frame, il_traced *out)
{
    il_origin_place place;
    il_origins_learn(t->origins, stack ? il_notes_of(t->in.assembly, stack) : NULL);
    il_origins_learn_frame(t->origins, frame);
    *out = (il_traced){.how = IL_TRACED_NEW, .by = "creation stack"};
    return il_origins_find(t->origins, frame, &place) == IL_ORIGIN_FOUND && new_at(&place, out);
}
