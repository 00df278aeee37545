/* The walk over two models side by side. Values are compared by content; references by what their targets are called, since the two
 * models share no resource. */
#include "model_diff.h"

#include "buf.h"

typedef struct {
    il_model_diff *diff;
    const il_resource *before, *after;
    il_buf path;
} walk;

static il_str key_of(il_arena *arena, const il_resource *r)
{
    if (r->construct_path.n > 0)
        return il_arena_printf(arena, "%.*s\n%s", IL_FMT(r->construct_path), r->type);
    il_str stack = r->stack ? r->stack->name : (il_str){0};
    return il_arena_printf(arena, "%.*s\n%.*s\n%s\n", IL_FMT(stack), IL_FMT(r->logical_id), r->type);
}

static void report(walk *w, il_change_kind kind, const il_value *a, const il_value *b)
{
    il_change change = {.kind = kind, .before = w->before, .after = w->after, .old_value = a, .new_value = b};
    change.path = il_arena_str(w->diff->arena, il_buf_str(&w->path));
    IL_PUSH(w->diff->arena, &w->diff->changes, change);
}

static bool same_target(const il_value *a, const il_value *b)
{
    const il_resource *x = a->ref.target, *y = b->ref.target;
    if (!il_str_eq(a->ref.attribute, b->ref.attribute) || !x != !y)
        return false;
    if (!x)
        return il_str_eq(a->ref.name, b->ref.name);
    if (x->construct_path.n > 0)
        return x->type == y->type && il_str_eq(x->construct_path, y->construct_path);
    return x->type == y->type && il_str_eq(x->logical_id, y->logical_id);
}

static bool same(const il_value *a, const il_value *b);

static bool same_items(const il_value *const *a, size_t n_a, const il_value *const *b, size_t n_b)
{
    for (size_t i = 0; i < n_a && i < n_b; i++) {
        if (!same(a[i], b[i]))
            return false;
    }
    return n_a == n_b;
}

static bool same_maps(const il_value *a, const il_value *b)
{
    if (a->map.n != b->map.n)
        return false;
    for (size_t i = 0; i < a->map.n; i++) {
        const il_entry *other = il_value_entry(b, a->map.entries[i].key);
        if (!other || !same(a->map.entries[i].value, other->value))
            return false;
    }
    return true;
}

static bool same_choices(const il_value *a, const il_value *b)
{
    if (a->choice.n != b->choice.n)
        return false;
    for (size_t i = 0; i < a->choice.n; i++) {
        const il_arm *x = &a->choice.arms[i], *y = &b->choice.arms[i];
        bool condition = x->condition.holds == y->condition.holds && il_str_eq(x->condition.text, y->condition.text);
        if (!condition || !same(x->value, y->value))
            return false;
    }
    return true;
}

/* The same content; what is unknown on both sides counts as the same. */
static bool same(const il_value *a, const il_value *b)
{
    if (a->kind != b->kind || a->open != b->open)
        return false;
    switch (a->kind) {
    case IL_LIST:
        return same_items(a->list.items, a->list.n, b->list.items, b->list.n);
    case IL_MAP:
        return same_maps(a, b);
    case IL_REF:
        return same_target(a, b);
    case IL_CALL:
        return a->call.name == b->call.name && same_items(a->call.items, a->call.n, b->call.items, b->call.n);
    case IL_CHOICE:
        return same_choices(a, b);
    case IL_UNKNOWN:
        return true;
    default:
        return il_value_eq(a, b);
    }
}

/* Whether something unknown is in B at a place where A has none; containers are compared by their shape only as far as they agree. */
static bool loses(const il_value *a, const il_value *b)
{
    if (b->kind == IL_UNKNOWN)
        return a->kind != IL_UNKNOWN;
    if (b->kind == IL_CHOICE) {
        for (size_t i = 0; i < b->choice.n; i++) {
            if (b->choice.arms[i].value->kind == IL_UNKNOWN)
                return a->kind != IL_CHOICE;
        }
    }
    return (b->kind == IL_MAP || b->kind == IL_LIST) && b->open && !a->open && a->kind != IL_UNKNOWN;
}

static void compare(walk *w, const il_value *a, const il_value *b);

static void compare_at(walk *w, il_str key, const il_value *a, const il_value *b)
{
    size_t length = w->path.n;
    if (length > 0)
        il_buf_putc(&w->path, '.');
    il_buf_add(&w->path, key);
    compare(w, a, b);
    w->path.n = length;
}

/* The value of KEY, with the place that both maps are likely to have it at tried first. */
static const il_value *value_at(const il_value *map, size_t guess, il_str key)
{
    if (map->kind != IL_MAP)
        return &il_missing;
    if (guess < map->map.n && il_str_eq(map->map.entries[guess].key, key))
        return map->map.entries[guess].value;
    const il_entry *entry = il_value_entry(map, key);
    return entry ? entry->value : &il_missing;
}

/* Maps, or a map against nothing: each leaf of its own. */
static void compare_maps(walk *w, const il_value *a, const il_value *b)
{
    size_t n_a = a->kind == IL_MAP ? a->map.n : 0, n_b = b->kind == IL_MAP ? b->map.n : 0;
    for (size_t i = 0; i < n_a; i++)
        compare_at(w, a->map.entries[i].key, a->map.entries[i].value, value_at(b, i, a->map.entries[i].key));
    for (size_t i = 0; i < n_b; i++) {
        if (value_at(a, i, b->map.entries[i].key) == &il_missing)
            compare_at(w, b->map.entries[i].key, &il_missing, b->map.entries[i].value);
    }
}

static void compare_lists(walk *w, const il_value *a, const il_value *b)
{
    for (size_t i = 0; i < a->list.n; i++) {
        il_str key = il_arena_printf(w->diff->arena, "%zu", i);
        compare_at(w, key, a->list.items[i], b->list.items[i]);
    }
}

static bool map_like(const il_value *value)
{
    return (value->kind == IL_MAP && value->map.n > 0) || value->kind == IL_MISSING;
}

static void compare(walk *w, const il_value *a, const il_value *b)
{
    bool maps = a->kind == IL_MAP && b->kind == IL_MAP;
    if (loses(a, b))
        report(w, IL_CHANGE_LOST, a, b);
    else if (a->kind == IL_MISSING && b->kind == IL_MISSING)
        return;
    else if (maps || (map_like(a) && map_like(b)))
        compare_maps(w, a, b);
    else if (a->kind == IL_LIST && b->kind == IL_LIST && a->list.n == b->list.n)
        compare_lists(w, a, b);
    else if (!same(a, b))
        report(w, IL_CHANGE_LEAF, a, b);
}

static void compare_resources(walk *w)
{
    const il_resource *a = w->before, *b = w->after;
    il_str condition = a->condition.text;
    if ((b->escaped && !a->escaped) || (b->many && !a->many) || !il_str_eq(condition, b->condition.text))
        report(w, IL_CHANGE_LOST, &il_missing, &il_missing);
    compare(w, a->body, b->body);
}

/* The resources under each key, in order. */
typedef struct {
    il_type_list list;
    size_t taken, seen;
} slot;

static slot *slot_of(il_arena *arena, il_map *slots, const il_resource *resource, bool make)
{
    il_str key = key_of(arena, resource);
    slot *found = il_map_get(slots, key);
    if (!found && make) {
        found = IL_NEW(arena, slot);
        il_map_put(slots, key, found);
    }
    return found;
}

static il_str address(il_arena *arena, const il_resource *resource)
{
    return il_arena_str(arena, (il_str){(const char *)&resource, sizeof resource});
}

/* What the later model has beyond the twins. Under each key the first `taken` are twins; the rest were added. */
static void add_rest(il_model_diff *diff, il_map *slots, const il_app *after)
{
    for (size_t i = 0; i < after->resources.n; i++) {
        const il_resource *resource = after->resources.items[i];
        if (il_resource_is_fact(resource))
            continue;
        slot *s = slot_of(diff->arena, slots, resource, false);
        if (s->seen++ < s->taken)
            continue;
        il_change change = {
            .kind = IL_CHANGE_ADDED, .after = resource, .old_value = &il_missing, .new_value = resource->body};
        change.twofold = s->list.n > 1 && resource->construct_path.n + resource->logical_id.n > 0;
        IL_PUSH(diff->arena, &diff->changes, change);
    }
}

il_model_diff *il_model_diff_of(il_arena *arena, const il_app *before, const il_app *after)
{
    il_model_diff *diff = IL_NEW(arena, il_model_diff);
    il_map slots = il_map_in(arena);
    diff->arena = arena;
    diff->twins = il_map_in(arena);
    for (size_t i = 0; i < after->resources.n; i++) {
        il_resource *resource = after->resources.items[i];
        if (!il_resource_is_fact(resource))
            IL_PUSH(arena, &slot_of(arena, &slots, resource, true)->list, resource);
    }
    for (size_t i = 0; i < before->resources.n; i++) {
        const il_resource *resource = before->resources.items[i];
        if (il_resource_is_fact(resource))
            continue;
        slot *s = slot_of(arena, &slots, resource, false);
        walk w = {.diff = diff, .before = resource};
        if (!s || s->taken == s->list.n) {
            report(&w, IL_CHANGE_REMOVED, resource->body, &il_missing);
            continue;
        }
        w.after = s->list.items[s->taken++];
        il_map_put(&diff->twins, address(arena, resource), (void *)w.after);
        compare_resources(&w);
        il_buf_free(&w.path);
    }
    add_rest(diff, &slots, after);
    return diff;
}

const il_resource *il_model_twin(const il_model_diff *diff, const il_resource *resource)
{
    return il_map_get(&diff->twins, (il_str){(const char *)&resource, sizeof resource});
}
