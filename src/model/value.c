#include "value.h"

#include <string.h>

#include "vec.h"

const il_value il_missing = {.kind = IL_MISSING};

static const il_value absent_from_open = {.kind = IL_UNKNOWN, .unknown = {.reason = "may have been added elsewhere"}};

static il_value *value_new(il_arena *arena, il_loc loc, il_kind kind)
{
    il_value *v = IL_NEW(arena, il_value);
    v->kind = kind;
    v->loc = loc;
    return v;
}

const il_value *il_value_missing_at(il_arena *arena, il_loc loc)
{
    return value_new(arena, loc, IL_MISSING);
}

const il_value *il_value_null(il_arena *arena, il_loc loc)
{
    return value_new(arena, loc, IL_NULL);
}

const il_value *il_value_bool(il_arena *arena, il_loc loc, bool boolean)
{
    il_value *v = value_new(arena, loc, IL_BOOL);
    v->boolean = boolean;
    return v;
}

const il_value *il_value_number(il_arena *arena, il_loc loc, double number)
{
    il_value *v = value_new(arena, loc, IL_NUMBER);
    v->number = number;
    return v;
}

const il_value *il_value_string(il_arena *arena, il_loc loc, il_str string)
{
    il_value *v = value_new(arena, loc, IL_STRING);
    v->string = string;
    return v;
}

const il_value *il_value_list(il_arena *arena, il_loc loc, const il_value **items, size_t n)
{
    il_value *v = value_new(arena, loc, IL_LIST);
    v->list.items = items;
    v->list.n = n;
    return v;
}

const il_value *il_value_map(il_arena *arena, il_loc loc, il_entry *entries, size_t n)
{
    il_value *v = value_new(arena, loc, IL_MAP);
    v->map.entries = entries;
    v->map.n = n;
    return v;
}

const il_value *il_value_ref(il_arena *arena, il_loc loc, const il_resource *target, il_str name, il_str attribute)
{
    il_value *v = value_new(arena, loc, IL_REF);
    v->ref.target = target;
    v->ref.name = name;
    v->ref.attribute = attribute;
    return v;
}

const il_value *il_value_call(il_arena *arena, il_loc loc, il_name name, const il_value **items, size_t n)
{
    il_value *v = value_new(arena, loc, IL_CALL);
    v->call.name = name;
    v->call.items = items;
    v->call.n = n;
    return v;
}

/* The one string of the N adjacent string PARTS: its place is that of the parts with text, its origin that of them all. */
static const il_value *glue(il_arena *arena, const il_value **parts, size_t n)
{
    if (n == 1)
        return parts[0];
    il_value *out = value_new(arena, parts[0]->loc, IL_STRING);
    size_t length = 0;
    for (size_t i = 0; i < n; i++)
        length += parts[i]->string.n;
    char *text = il_arena_alloc(arena, length + 1);
    out->string.p = text;
    for (size_t i = 0; i < n; i++) {
        const il_value *part = parts[i];
        memcpy(text + out->string.n, part->string.p, part->string.n);
        out->string.n += part->string.n;
        if (part->loc.source == out->loc.source && out->loc.span.end < part->loc.span.end)
            out->loc.span.end = part->loc.span.end;
        out->origin = i ? il_origin_mixed(out->origin, part->origin) : part->origin;
    }
    return out;
}

static bool is_join(const il_value *value)
{
    return value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0;
}

static size_t count_parts(const il_value *part)
{
    if (!is_join(part))
        return 1;
    size_t n = 0;
    for (size_t i = 0; i < part->call.n; i++)
        n += count_parts(part->call.items[i]);
    return n;
}

/* Writes the parts of PART to OUT, joins taken apart and empty texts left out, whose origin is mixed into *LEFT_OUT. Returns how many. */
static size_t flatten(const il_value *part, const il_value **out, il_origin *left_out)
{
    if (part->kind == IL_STRING && part->string.n == 0) {
        *left_out = il_origin_mixed(*left_out, part->origin);
        return 0;
    }
    if (!is_join(part)) {
        out[0] = part;
        return 1;
    }
    size_t n = 0;
    for (size_t i = 0; i < part->call.n; i++)
        n += flatten(part->call.items[i], out + n, left_out);
    return n;
}

const il_value *il_value_join(il_arena *arena, il_loc loc, const il_value **parts, size_t n)
{
    size_t room = 0, flat = 0, filled = 0;
    il_origin left_out = IL_FROM_DEFAULT;
    for (size_t i = 0; i < n; i++)
        room += count_parts(parts[i]);
    const il_value **items = IL_NEW_ARRAY(arena, room, const il_value *);
    for (size_t i = 0; i < n; i++)
        flat += flatten(parts[i], items + flat, &left_out);
    for (size_t i = 0, end; i < flat; i = end) {
        end = i + 1;
        while (items[i]->kind == IL_STRING && end < flat && items[end]->kind == IL_STRING)
            end++;
        items[filled++] = glue(arena, items + i, end - i);
    }
    if (filled == 1 && items[0]->kind != IL_STRING)
        return items[0];
    if (filled <= 1) {
        const il_value *text = filled ? items[0] : il_value_string(arena, loc, IL_STR(""));
        il_value *whole = (il_value *)il_value_at(arena, text, loc); /* made just now */
        whole->origin = il_origin_mixed(n ? left_out : IL_FROM_SOURCE, filled ? text->origin : IL_FROM_DEFAULT);
        return whole;
    }
    return il_value_call(arena, loc, il_intern(IL_STR("Fn::Join")), items, filled);
}

const il_value *il_value_choice(il_arena *arena, il_loc loc, il_arm *arms, size_t n)
{
    if (n == 0)
        return il_value_missing_at(arena, loc);
    bool same = true;
    for (size_t i = 1; i < n; i++)
        same = same && il_value_eq(arms[0].value, arms[i].value);
    if (same)
        return arms[0].value;
    if (n > IL_ARMS_MAX)
        return il_value_unknown(arena, loc, "too many alternatives", (il_str){NULL, 0});
    il_value *v = value_new(arena, loc, IL_CHOICE);
    v->choice.arms = arms;
    v->choice.n = n;
    return v;
}

const il_value *il_value_unknown(il_arena *arena, il_loc loc, const char *reason, il_str detail)
{
    il_value *v = value_new(arena, loc, IL_UNKNOWN);
    v->unknown.reason = reason;
    v->unknown.detail = detail;
    return v;
}

static il_value *copy(il_arena *arena, const il_value *value)
{
    il_value *v = IL_NEW(arena, il_value);
    *v = *value;
    return v;
}

const il_value *il_value_opened(il_arena *arena, const il_value *value)
{
    il_value *v = copy(arena, value);
    v->open = true;
    return v;
}

const il_value *il_value_with_origin(il_arena *arena, const il_value *value, il_origin origin)
{
    il_value *v = copy(arena, value);
    v->origin = origin;
    return v;
}

const il_value *il_value_with_handle(il_arena *arena, const il_value *value, const void *handle)
{
    il_value *v = copy(arena, value);
    v->handle = handle;
    return v;
}

const il_value *il_value_at(il_arena *arena, const il_value *value, il_loc loc)
{
    il_value *v = copy(arena, value);
    v->loc = loc;
    return v;
}

const il_entry *il_value_entry(const il_value *map, il_str key)
{
    if (map->kind != IL_MAP)
        return NULL;
    /* Tables have hundreds of keys with a common beginning: lengths and last letters tell nearly all of them apart. */
    for (size_t i = 0; i < map->map.n; i++) {
        il_str own = map->map.entries[i].key;
        if (own.n == key.n && (!key.n || own.p[key.n - 1] == key.p[key.n - 1]) && il_str_eq(own, key))
            return &map->map.entries[i];
    }
    return NULL;
}

const il_value *il_value_not_in(const il_value *map)
{
    return map->open ? &absent_from_open : &il_missing;
}

const il_value *il_value_get(const il_value *map, il_str key)
{
    if (map->kind == IL_UNKNOWN)
        return map;
    const il_entry *entry = il_value_entry(map, key);
    if (entry)
        return entry->value;
    return map->kind == IL_MAP ? il_value_not_in(map) : &il_missing;
}

static bool list_eq(const il_value *const *a, const il_value *const *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!il_value_eq(a[i], b[i]))
            return false;
    return true;
}

static bool map_eq(const il_value *a, const il_value *b)
{
    if (a->map.n != b->map.n)
        return false;
    for (size_t i = 0; i < a->map.n; i++) {
        const il_entry *other = il_value_entry(b, a->map.entries[i].key);
        if (!other || !il_value_eq(a->map.entries[i].value, other->value))
            return false;
    }
    return true;
}

static bool choice_eq(const il_value *a, const il_value *b)
{
    if (a->choice.n != b->choice.n)
        return false;
    for (size_t i = 0; i < a->choice.n; i++) {
        const il_arm *x = &a->choice.arms[i], *y = &b->choice.arms[i];
        if (x->condition.holds != y->condition.holds || !il_str_eq(x->condition.text, y->condition.text) ||
            !il_value_eq(x->value, y->value))
            return false;
    }
    return true;
}

static bool ref_eq(const il_value *a, const il_value *b)
{
    if (!il_str_eq(a->ref.attribute, b->ref.attribute))
        return false;
    if (a->ref.target || b->ref.target)
        return a->ref.target == b->ref.target;
    return a->ref.name.n > 0 && il_str_eq(a->ref.name, b->ref.name);
}

bool il_value_eq(const il_value *a, const il_value *b)
{
    if (a->kind != b->kind || a->open != b->open)
        return false;
    switch (a->kind) {
    case IL_MISSING:
    case IL_NULL:
        return true;
    case IL_BOOL:
        return a->boolean == b->boolean;
    case IL_NUMBER:
        return a->number == b->number;
    case IL_STRING:
        return il_str_eq(a->string, b->string);
    case IL_LIST:
        return a->list.n == b->list.n && list_eq(a->list.items, b->list.items, a->list.n);
    case IL_MAP:
        return map_eq(a, b);
    case IL_REF:
        return ref_eq(a, b);
    case IL_CALL:
        return a->call.name == b->call.name && a->call.n == b->call.n &&
               list_eq(a->call.items, b->call.items, a->call.n);
    case IL_CHOICE:
        return choice_eq(a, b);
    case IL_UNKNOWN:
        return false;
    }
    return false;
}

il_origin il_origin_mixed(il_origin a, il_origin b)
{
    static const int rank[] = {[IL_FROM_DEFAULT] = 0,
                               [IL_FROM_SOURCE] = 1,
                               [IL_FROM_CONTEXT] = 2,
                               [IL_FROM_PARAMETER] = 3,
                               [IL_FROM_ENVIRONMENT] = 4};
    return rank[a] >= rank[b] ? a : b;
}

const char *il_origin_name(il_origin origin)
{
    static const char *const names[] = {"source", "context", "parameter", "environment", "default"};
    return names[origin];
}

const char *il_kind_name(il_kind kind)
{
    static const char *const names[] = {"missing", "null", "bool", "number", "string", "list",
                                        "map",     "ref",  "call", "choice", "unknown"};
    return names[kind];
}
