/* Values of the transform: the Globals merged into a resource, properties moved to where CloudFormation has them. */
#include <string.h>

#include "sam.h"

static const il_value *merged_maps(il_reader *r, const il_value *global, const il_value *local)
{
    il_entry *entries = IL_NEW_ARRAY(r->arena, global->map.n + local->map.n, il_entry);
    size_t n = 0;
    for (size_t i = 0; i < global->map.n; i++) {
        entries[n] = global->map.entries[i];
        const il_entry *own = il_value_entry(local, entries[n].key);
        if (own) {
            entries[n].key_loc = own->key_loc;
            entries[n].value = il_sam__merged(r, entries[n].value, own->value);
        }
        n++;
    }
    for (size_t i = 0; i < local->map.n; i++)
        if (!il_value_entry(global, local->map.entries[i].key))
            entries[n++] = local->map.entries[i];
    il_value *map = (il_value *)il_value_map(r->arena, local->loc, entries, n); /* made just now, as below */
    map->open = global->open || local->open;
    map->handle = local->handle;
    return map;
}

static const il_value *merged_lists(il_reader *r, const il_value *global, const il_value *local)
{
    const il_value **items = IL_NEW_ARRAY(r->arena, global->list.n + local->list.n, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < global->list.n; i++)
        items[n++] = global->list.items[i];
    for (size_t i = 0; i < local->list.n; i++)
        items[n++] = local->list.items[i];
    il_value *list = (il_value *)il_value_list(r->arena, local->loc, items, n);
    list->open = global->open || local->open;
    list->handle = local->handle;
    return list;
}

const il_value *il_sam__merged(il_reader *r, const il_value *global, const il_value *local)
{
    if (global->kind == IL_MAP && local->kind == IL_MAP)
        return merged_maps(r, global, local);
    if (global->kind == IL_LIST && local->kind == IL_LIST)
        return merged_lists(r, global, local);
    return local;
}

static const il_value *brought(const il_value *value)
{
    ((il_value *)value)->origin = IL_FROM_DEFAULT; /* made just now */
    return value;
}

const il_value *il_sam__text(il_sam *s, const char *text)
{
    return brought(il_value_string(s->r->arena, s->loc, il_arena_str(s->r->arena, il_str_of(text))));
}

const il_value *il_sam__bool(il_sam *s, bool value)
{
    return brought(il_value_bool(s->r->arena, s->loc, value));
}

const il_value *il_sam__list(il_sam *s, const il_value *const *items, size_t n)
{
    const il_value **copy = IL_NEW_ARRAY(s->r->arena, n, const il_value *);
    for (size_t i = 0; i < n; i++)
        copy[i] = items[i];
    return brought(il_value_list(s->r->arena, s->loc, copy, n));
}

const il_value *il_sam__map(il_sam *s, const il_entries *entries)
{
    return brought(il_value_map(s->r->arena, s->loc, entries->items, entries->n));
}

const il_value *il_sam__ref(il_sam *s, const il_resource *target, const char *attribute)
{
    return brought(il_value_ref(s->r->arena, s->loc, target, target->logical_id, il_str_of(attribute)));
}

const il_value *il_sam__unknown(il_sam *s, const char *detail)
{
    return il_value_unknown(s->r->arena, s->loc, "made by a transform", il_str_of(detail));
}

void il_sam__put(il_sam *s, il_entries *entries, const char *key, const il_value *value)
{
    il_entry entry = {il_str_of(key), {0}, value};
    IL_PUSH(s->r->arena, entries, entry);
}

/* The map under KEY in ENTRIES, made where there is none. */
static il_value *inner_map(il_sam *s, il_entries *entries, il_str key, il_loc loc)
{
    for (size_t i = 0; i < entries->n; i++)
        if (il_str_eq(entries->items[i].key, key) && entries->items[i].value->kind == IL_MAP)
            return (il_value *)entries->items[i].value;
    enum { ROOM = 8 };
    il_value *map =
        (il_value *)il_value_map(s->r->arena, loc, IL_NEW_ARRAY(s->r->arena, ROOM, il_entry), 0); /* filled here */
    il_entry entry = {key, loc, map};
    IL_PUSH(s->r->arena, entries, entry);
    return map;
}

void il_sam__move(il_sam *s, il_entries *entries, const char *key, const il_entry *from)
{
    if (!from || from->value->kind == IL_MISSING)
        return;
    il_str rest = il_str_of(key), first = il_str_cut(&rest, '.');
    il_entry entry = {first, from->key_loc, from->value};
    if (!rest.p) {
        IL_PUSH(s->r->arena, entries, entry);
        return;
    }
    il_value *map = inner_map(s, entries, first, from->key_loc);
    entry.key = rest;
    map->map.entries[map->map.n++] = entry;
}

const il_entry *il_sam__entry(il_sam *s, const char *path)
{
    const il_value *value = s->own;
    il_str rest = il_str_of(path);
    const il_entry *entry = NULL;
    while (rest.p) {
        il_str key = il_str_cut(&rest, '.');
        if (entry && value->kind != IL_MAP && value->kind != IL_MISSING) {
            il_entry *unclear = IL_NEW(s->r->arena, il_entry);
            const il_value *what = il_value_unknown(s->r->arena, value->loc, "made by a transform", key);
            *unclear = (il_entry){key, entry->key_loc, what};
            return unclear;
        }
        entry = il_value_entry(value, key);
        if (!entry)
            return NULL;
        value = entry->value;
    }
    return entry;
}

const il_value *il_sam__get(il_sam *s, const char *path)
{
    const il_entry *entry = il_sam__entry(s, path);
    if (entry)
        return entry->value;
    bool unclear = s->own->kind != IL_MISSING && (s->own->kind != IL_MAP || s->own->open);
    return unclear ? il_sam__unknown(s, path) : &il_missing;
}

static bool named(il_str key, const il_writing *writings, size_t n, const char *const *known)
{
    for (size_t i = 0; i < n; i++) {
        il_str rest = il_str_of(writings[i].written);
        if (il_str_eq(il_str_cut(&rest, '.'), key))
            return true;
    }
    for (; *known; known++)
        if (il_str_is(key, *known))
            return true;
    return false;
}

bool il_sam__moved(il_sam *s, il_entries *entries, const il_writing *writings, size_t n, const char *const *known)
{
    bool all = s->own->kind == IL_MAP || s->own->kind == IL_MISSING;
    for (size_t i = 0; i < n; i++)
        il_sam__move(s, entries, writings[i].made, il_sam__entry(s, writings[i].written));
    for (size_t i = 0; s->own->kind == IL_MAP && i < s->own->map.n; i++)
        all = all && named(s->own->map.entries[i].key, writings, n, known);
    return all;
}

const il_value *il_sam__body(il_sam *s, const il_entries *properties, bool closed, bool keeps)
{
    const il_entry *own = il_value_entry(s->body, IL_STR("Properties"));
    il_value *map =
        (il_value *)il_value_map(s->r->arena, own ? own->value->loc : s->loc, properties->items, properties->n);
    map->open = !closed || s->own->open;
    map->handle = own && keeps ? own->value->handle : NULL;
    il_entries body = {0};
    for (size_t i = 0; keeps && s->body->kind == IL_MAP && i < s->body->map.n; i++)
        if (&s->body->map.entries[i] != own && !il_str_is(s->body->map.entries[i].key, "Type"))
            IL_PUSH(s->r->arena, &body, s->body->map.entries[i]);
    il_entry entry = {IL_STR("Properties"), own ? own->key_loc : s->loc, map};
    IL_PUSH(s->r->arena, &body, entry);
    il_value *made = (il_value *)il_value_map(s->r->arena, s->body->loc, body.items, body.n);
    made->open = s->body->open;
    made->handle = keeps ? s->body->handle : NULL;
    return made;
}

static const il_value *tag(il_sam *s, const il_entry *entry)
{
    il_entries pair = {0};
    const il_value *key = il_value_string(s->r->arena, entry->key_loc, entry->key);
    il_entry first = {IL_STR("Key"), entry->key_loc, key}, second = {IL_STR("Value"), entry->key_loc, entry->value};
    IL_PUSH(s->r->arena, &pair, first);
    IL_PUSH(s->r->arena, &pair, second);
    return il_value_map(s->r->arena, entry->value->loc, pair.items, pair.n);
}

const il_value *il_sam__tags(il_sam *s, const il_value *map, const char *own)
{
    if (map->kind != IL_MAP && map->kind != IL_MISSING)
        return il_value_unknown(s->r->arena, map->loc, "made by a transform", IL_STR("Tags"));
    size_t n = 0, room = (map->kind == IL_MAP ? map->map.n : 0) + 1;
    const il_value **items = IL_NEW_ARRAY(s->r->arena, room, const il_value *);
    for (size_t i = 0; i + 1 < room; i++)
        if (map->map.entries[i].value->kind != IL_MISSING)
            items[n++] = tag(s, &map->map.entries[i]);
    if (own) {
        il_entry entry = {il_str_of(own), s->loc, il_sam__text(s, "SAM")};
        items[n++] = tag(s, &entry);
    }
    il_value *list = (il_value *)il_value_list(s->r->arena, map->kind == IL_MAP ? map->loc : s->loc, items, n);
    list->open = map->open;
    return list;
}
