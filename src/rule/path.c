#include <string.h>

#include "buf.h"
#include "trial.h"

static const il_value behind_intrinsic = {.kind = IL_UNKNOWN,
                                          .unknown = {.reason = "an intrinsic function stands for the whole"}};
static const il_value nothing_known = {.kind = IL_UNKNOWN, .unknown = {.reason = "leads outside of the app"}};

bool il_value_absent(const il_value *value)
{
    return value->kind == IL_MISSING || value->kind == IL_NULL;
}

il_spot il_spot__root(const il_resource *resource)
{
    const il_value *properties = il_resource_properties(resource);
    return (il_spot){.value = properties, .resource = resource, .found = properties->kind != IL_UNKNOWN};
}

static const il_value *value_behind(il_arena *arena, const il_value *value, il_str key)
{
    if (value->kind == IL_REF || value->kind == IL_CALL)
        return &behind_intrinsic;
    if (value->kind != IL_CHOICE)
        return il_value_get(value, key);
    il_arm *arms = IL_NEW_ARRAY(arena, value->choice.n, il_arm);
    for (size_t i = 0; i < value->choice.n; i++) {
        arms[i].condition = value->choice.arms[i].condition;
        arms[i].value = value_behind(arena, value->choice.arms[i].value, key);
    }
    return il_value_choice(arena, value->loc, arms, value->choice.n);
}

il_spot il_spot__step(il_arena *arena, const il_spot *from, il_str key)
{
    il_spot to = {.up = from, .resource = from->resource, .key = key, .body = from->body};
    const il_entry *entry = il_value_entry(from->value, key);
    to.value = entry                         ? entry->value
               : from->value->kind == IL_MAP ? il_value_not_in(from->value)
                                             : value_behind(arena, from->value, key);
    to.found = entry != NULL;
    if (entry)
        to.key_loc = entry->key_loc;
    return to;
}

il_spot il_spot__element(const il_spot *list, size_t index)
{
    return (il_spot){.value = list->value->list.items[index],
                     .up = list,
                     .resource = list->resource,
                     .index = index,
                     .element = true,
                     .found = true,
                     .body = list->body};
}

static const il_value *stack_value(il_judge *judge, const il_stack *stack)
{
    if (!stack)
        return &nothing_known;
    const struct {
        const char *key;
        il_str text;
    } fields[] = {{"name", stack->name},
                  {"environment", stack->environment},
                  {"constructPath", stack->construct_path},
                  {"description", stack->description}};
    size_t n = sizeof fields / sizeof *fields;
    il_entry *entries = IL_NEW_ARRAY(judge->arena, n, il_entry);
    for (size_t i = 0; i < n; i++) {
        entries[i].key = il_str_of(fields[i].key);
        entries[i].value = fields[i].text.n ? il_value_string(judge->arena, stack->loc, fields[i].text)
                                            : il_value_unknown(judge->arena, stack->loc, "not known", fields[i].text);
    }
    return il_value_map(judge->arena, stack->loc, entries, n);
}

static il_spot stack_root(il_trial *trial)
{
    return (il_spot){.value = stack_value(trial->judge, trial->self->stack), .found = true};
}

static il_spot project_root(il_trial *trial)
{
    const il_type_list *projects = il_app_of_type(trial->judge->app, IL_STR("Project"));
    if (projects->n)
        return il_spot__root(projects->items[0]);
    return (il_spot){.value = &nothing_known};
}

static il_spot resource_root(il_trial *trial, const il_resource *resource, const il_path *path)
{
    if (!resource)
        return (il_spot){.value = &il_missing};
    if (path->view)
        return (il_spot){.value = il_judge__view(trial->judge, resource, path->view),
                         .resource = resource,
                         .found = true,
                         .view = path->view};
    if (path->body)
        return (il_spot){
            .value = resource->body, .resource = resource, .found = resource->body->kind != IL_UNKNOWN, .body = true};
    return il_spot__root(resource);
}

bool il_spot__start(il_trial *trial, const il_path *path, const il_spot *subject, il_spot *root)
{
    const il_binding *bound = path->start == IL_START_SLOT ? &trial->slots[path->slot] : NULL;
    switch (path->start) {
    case IL_START_SUBJECT:
        *root = *subject;
        return true;
    case IL_START_RESOURCE:
        *root = resource_root(trial, subject->resource ? subject->resource : trial->self, path);
        return true;
    case IL_START_SELF:
        *root = resource_root(trial, trial->self, path);
        return true;
    case IL_START_STACK:
        *root = stack_root(trial);
        return true;
    case IL_START_PROJECT:
        *root = project_root(trial);
        return true;
    case IL_START_SLOT:
        if (bound->kind == IL_BOUND_RESOURCE)
            *root = resource_root(trial, bound->resource, path);
        else if (bound->kind == IL_BOUND_VALUE)
            *root = bound->spot;
        return bound->kind == IL_BOUND_RESOURCE || bound->kind == IL_BOUND_VALUE;
    }
    return false;
}

il_spot il_spot__properties(const il_trial *trial, const il_spot *spot)
{
    return il_spot__root(spot->resource ? spot->resource : trial->self);
}

bool il_spot__resolve(il_trial *trial, const il_path *path, const il_spot *subject, il_spot *out)
{
    il_spot spot;
    if (!il_spot__start(trial, path, subject, &spot))
        return false;
    for (size_t i = 0; i < path->n_keys; i++) {
        il_spot *from = IL_NEW(trial->judge->arena, il_spot);
        *from = spot;
        spot = il_spot__step(trial->judge->arena, from, path->keys[i]);
    }
    *out = spot;
    return true;
}

static void add_text(il_buf *buf, const il_spot *spot)
{
    const il_value *path = spot->element && spot->up->view ? il_value_get(spot->value, IL_STR("Path")) : &il_missing;
    if (path->kind == IL_STRING) {
        il_buf_add(buf, path->string);
        return;
    }
    if (spot->up) {
        add_text(buf, spot->up);
        if (buf->n && !(buf->n == 1 && buf->p[0] == '.'))
            il_buf_putc(buf, '.');
        if (spot->element)
            il_buf_printf(buf, "%zu", spot->index);
        else
            il_buf_add(buf, spot->key);
        return;
    }
    if (spot->body)
        il_buf_putc(buf, '.');
}

il_str il_spot__text(il_arena *arena, const il_spot *spot)
{
    il_buf buf = {0};
    for (const il_spot *at = spot; at->up; at = at->up)
        if (at->element && at->up->view == IL_VIEW_ADDRESSES)
            spot = at; /* what an address is made of stands nowhere */
    add_text(&buf, spot);
    il_str text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

static void add_trail(il_buf *buf, const il_trail *trail)
{
    if (trail->up) {
        add_trail(buf, trail->up);
        if (buf->n)
            il_buf_putc(buf, '.');
    }
    il_buf_add(buf, trail->key);
}

il_str il_trail__index(char *buffer, size_t n)
{
    size_t at = IL_TRAIL_INDEX;
    do {
        buffer[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    return (il_str){buffer + at, IL_TRAIL_INDEX - at};
}

il_str il_trail__text(il_arena *arena, const il_trail *trail)
{
    il_buf buf = {0};
    add_trail(&buf, trail);
    il_str text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

static bool has_place(il_loc loc)
{
    return loc.source != NULL;
}

/* A multi-line value is pointed at by its key, an element by its first key: a region that a person can take in. */
static il_loc place_of_present(const il_spot *spot)
{
    const il_value *value = spot->value;
    bool container = value->kind == IL_LIST || value->kind == IL_MAP || value->kind == IL_CHOICE;
    if (container && has_place(spot->key_loc))
        return spot->key_loc;
    if (value->kind == IL_MAP && spot->element)
        for (size_t i = 0; i < value->map.n; i++)
            if (has_place(value->map.entries[i].key_loc))
                return value->map.entries[i].key_loc;
    if (value->origin == IL_FROM_DEFAULT)
        return (il_loc){0};
    return has_place(value->loc) ? value->loc : spot->key_loc;
}

static il_loc place_of(const il_spot *spot)
{
    for (const il_spot *at = spot; at; at = at->up) {
        il_loc loc = {0};
        if (at->up && at->found && !il_value_absent(at->value))
            loc = place_of_present(at);
        if (has_place(loc))
            return loc;
    }
    return spot->resource ? spot->resource->loc : (il_loc){0};
}

const il_witness *il_spot__witness(il_trial *trial, const il_spot *spot)
{
    il_witness *why = IL_NEW(trial->judge->arena, il_witness);
    why->loc = place_of(spot);
    why->own = spot->resource == trial->self;
    why->absent = il_value_absent(spot->value);
    why->value = spot->value;
    for (const il_spot *at = spot; at->up; at = at->up)
        why->depth++;
    if (why->own)
        why->path = il_spot__text(trial->judge->arena, spot);
    return why;
}
