#include "edit_value.h"

static il_edit_value *make(il_arena *arena, il_edit_kind kind, il_str text)
{
    il_edit_value *value = IL_NEW(arena, il_edit_value);
    value->kind = kind;
    value->text = text;
    return value;
}

il_edit_value *il_edit_literal(il_arena *arena, il_str text)
{
    return make(arena, IL_EDIT_LITERAL, text);
}

il_edit_value *il_edit_string(il_arena *arena, il_str text)
{
    return make(arena, IL_EDIT_STRING, text);
}

il_edit_value *il_edit_code(il_arena *arena, il_str text)
{
    return make(arena, IL_EDIT_CODE, text);
}

il_edit_value *il_edit_list(il_arena *arena)
{
    return make(arena, IL_EDIT_LIST, (il_str){0});
}

il_edit_value *il_edit_append(il_arena *arena)
{
    return make(arena, IL_EDIT_APPEND, (il_str){0});
}

il_edit_value *il_edit_map(il_arena *arena)
{
    return make(arena, IL_EDIT_MAP, (il_str){0});
}

il_edit_value *il_edit_remove(il_arena *arena)
{
    return make(arena, IL_EDIT_REMOVE, (il_str){0});
}

il_edit_member *il_edit_member_of(const il_edit_value *map, il_str key)
{
    for (size_t i = 0; i < map->members.n; i++) {
        if (il_str_eq(map->members.items[i].key, key))
            return &map->members.items[i];
    }
    return NULL;
}

il_edit_member *il_edit_put(il_arena *arena, il_edit_value *map, il_str key, il_edit_value *value)
{
    il_edit_member *member = il_edit_member_of(map, key);
    if (!member) {
        il_edit_member fresh = {.key = key};
        IL_PUSH(arena, &map->members, fresh);
        member = &map->members.items[map->members.n - 1];
    }
    member->value = value;
    return member;
}

void il_edit_add(il_arena *arena, il_edit_value *list, il_edit_value *item)
{
    IL_PUSH(arena, &list->items, item);
}

bool il_edit_set(il_arena *arena, il_edit_value *map, il_str path, il_edit_value *value)
{
    il_str rest = path;
    for (;;) {
        il_str key = il_str_cut(&rest, '.');
        if (!rest.p) {
            il_edit_put(arena, map, key, value);
            return true;
        }
        il_edit_member *member = il_edit_member_of(map, key);
        if (!member)
            member = il_edit_put(arena, map, key, il_edit_map(arena));
        if (member->value->kind != IL_EDIT_MAP)
            return false;
        map = member->value;
    }
}

il_edit_value *il_edit_created(il_arena *arena, il_edit_value *value)
{
    if (value->kind == IL_EDIT_REMOVE)
        return NULL;
    if (value->kind != IL_EDIT_MAP || value->members.n == 0)
        return value;
    il_edit_value *map = il_edit_map(arena);
    for (size_t i = 0; i < value->members.n; i++) {
        il_edit_member member = value->members.items[i];
        member.value = il_edit_created(arena, member.value);
        if (member.value)
            IL_PUSH(arena, &map->members, member);
    }
    return map->members.n ? map : NULL;
}

const il_edit_member *il_edit_intrinsic(const il_edit_value *value)
{
    if (value->kind != IL_EDIT_MAP || value->members.n != 1)
        return NULL;
    const il_edit_member *member = &value->members.items[0];
    const il_edit_value *argument = member->value;
    bool path = argument->kind == IL_EDIT_REMOVE || argument->kind == IL_EDIT_APPEND || argument->kind == IL_EDIT_MAP;
    if (path && !il_edit_intrinsic(argument))
        return NULL;
    bool function = il_str_is(member->key, "Ref") || il_str_starts(member->key, IL_STR("Fn::"));
    return function ? member : NULL;
}

long il_edit_index(il_str key)
{
    if (key.n == 0 || key.n > 6)
        return -1;
    long index = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] < '0' || key.p[i] > '9')
            return -1;
        index = index * 10 + (key.p[i] - '0');
    }
    return index;
}
