/* L1 classes: CloudFormation's names back to the library's, name by name, as lowering maps them forwards. */
#include "inverse.h"

static const il_str library = IL_STR_INIT("aws-cdk-lib.");

static bool is_capitalized(il_str name, il_str key)
{
    char first = name.n && name.p[0] >= 'a' && name.p[0] <= 'z' ? (char)(name.p[0] - 32) : name.n ? name.p[0] : 0;
    return name.n == key.n && name.n > 0 && first == key.p[0] &&
           il_str_eq(il_str_slice(name, 1, name.n), il_str_slice(key, 1, key.n));
}

/* The name that property type STRUCT_NAME has for CloudFormation's KEY; *TYPE is its own type, or IL_CAT_NONE. */
static il_str l1_prop(il_arena *arena, il_str struct_name, il_str key, il_cat *type)
{
    il_cat members = il_cat_l1_struct(struct_name);
    for (size_t i = 0; i < il_cat_count(members); i++) {
        il_cat entry = il_cat_at(members, i), renamed = il_cat_get(entry, IL_W_KEY);
        il_str name = il_cat_key(members, i);
        if (renamed ? il_str_eq(il_cat_text(renamed), key) : is_capitalized(name, key)) {
            *type = il_cat_get(entry, IL_W_L1);
            return name;
        }
    }
    *type = IL_CAT_NONE;
    il_str name = il_arena_str(arena, key);
    if (name.n && name.p[0] >= 'A' && name.p[0] <= 'Z')
        ((char *)name.p)[0] = (char)(name.p[0] + 32);
    return name;
}

static il_edit_value *l1_value(const il_planning *p, il_cat type, const il_value *value)
{
    il_arena *arena = p->arena;
    if (value->kind == IL_LIST) {
        il_edit_value *list = il_edit_list(arena);
        for (size_t i = 0; i < value->list.n; i++)
            il_edit_add(arena, list, l1_value(p, il_cat_get(type, IL_W_LIST), value->list.items[i]));
        return list;
    }
    il_str name = il_cat_text(type);
    if (value->kind != IL_MAP || name.n == 0)
        return il_plan__patch_of(p, value);
    il_edit_value *map = il_edit_map(arena);
    for (size_t i = 0; i < value->map.n; i++) {
        il_cat inner;
        il_str prop = l1_prop(arena, name, value->map.entries[i].key, &inner);
        il_edit_put(arena, map, prop, l1_value(p, inner, value->map.entries[i].value));
    }
    return map;
}

size_t il_inverse__l1(const il_planning *p, il_str class, il_str path, const il_value *wanted, il_plan_prop **props)
{
    il_arena *arena = p->arena;
    il_str rest = path;
    if (!il_str_eq(il_str_cut(&rest, '.'), IL_STR("Properties")) || !rest.p || !il_str_starts(class, library))
        return 0;
    il_str name = il_arena_printf(arena, "%.*sProps", IL_FMT(il_str_slice(class, library.n, class.n)));
    il_buf prop = {0};
    il_cat type = IL_CAT_NONE;
    while (rest.p) {
        il_str key = il_str_cut(&rest, '.');
        bool index = il_edit_index(key) >= 0;
        if (prop.n)
            il_buf_putc(&prop, '.');
        il_buf_add(&prop, index ? key : l1_prop(arena, name, key, &type));
        type = index ? il_cat_get(type, IL_W_LIST) : type;
        name = il_cat_text(type);
    }
    *props = IL_NEW(arena, il_plan_prop);
    (*props)->prop = il_buf_take(arena, &prop);
    (*props)->value = l1_value(p, type, wanted);
    return 1;
}
