/* Shapes backwards: tables → the member, scales → the largest whole unit, structs → their fields. References, joined text and what
 * the catalogue calls opaque have no inverse. Constants have none either: that a prop is present does not tell what it must be. */
#include <math.h>

#include "inverse.h"

typedef struct {
    const char *unit, *code; /* code: a function of Duration or Size */
    double amount;
} unit_name;

static const unit_name durations[] = {{"days", "days", 86400},
                                      {"hours", "hours", 3600},
                                      {"minutes", "minutes", 60},
                                      {"seconds", "seconds", 1},
                                      {"milliseconds", "millis", 0.001}};
static const unit_name sizes[] = {{"tebibytes", "tebibytes", 1099511627776},
                                  {"gibibytes", "gibibytes", 1073741824},
                                  {"mebibytes", "mebibytes", 1048576},
                                  {"kibibytes", "kibibytes", 1024},
                                  {"bytes", "bytes", 1}};

/* The amount of NUMBER in SCALE as a call of the largest unit that keeps it whole; NULL when SCALE is none of UNITS. */
static il_edit_value *in_units(const il_planning *p, const unit_name *units, const char *class, il_str scale,
                               double number)
{
    enum { N = sizeof durations / sizeof *durations };
    double amount = -1;
    for (size_t i = 0; i < N; i++)
        amount = il_str_is(scale, units[i].unit) ? number * units[i].amount : amount;
    for (size_t i = 0; amount >= 0 && i < N; i++) {
        double n = amount / units[i].amount;
        bool whole = n == floor(n) && (n >= 1 || il_str_is(scale, units[i].unit));
        if (whole)
            return il_edit_code(p->arena, il_arena_printf(p->arena, "{{symbol:aws-cdk-lib.%s}}.%s(%.*s)", class,
                                                          units[i].code, IL_FMT(il_plan__number(p->arena, n))));
    }
    return NULL;
}

static il_edit_value *scaled(const il_planning *p, il_str scale, const il_value *wanted)
{
    if (wanted->kind != IL_NUMBER)
        return NULL;
    il_edit_value *value = in_units(p, durations, "Duration", scale, wanted->number);
    return value ? value : in_units(p, sizes, "Size", scale, wanted->number);
}

static bool equals(il_cat node, const il_value *value)
{
    switch (il_cat_kind_of(node)) {
    case IL_CAT_FALSE:
    case IL_CAT_TRUE:
        return value->kind == IL_BOOL && value->boolean == il_cat_true(node);
    case IL_CAT_NUMBER:
        return value->kind == IL_NUMBER && value->number == il_cat_number(node);
    case IL_CAT_STRING:
        return value->kind == IL_STRING && il_str_eq(value->string, il_cat_text(node));
    case IL_CAT_LIST:
        if (value->kind != IL_LIST || value->list.n != il_cat_count(node))
            return false;
        for (size_t i = 0; i < value->list.n; i++) {
            if (!equals(il_cat_at(node, i), value->list.items[i]))
                return false;
        }
        return true;
    case IL_CAT_MAP:
    case IL_CAT_DICT:
        if (value->kind != IL_MAP || value->map.n != il_cat_count(node))
            return false;
        for (size_t i = 0; i < value->map.n; i++) {
            if (!equals(il_cat_find(node, value->map.entries[i].key), value->map.entries[i].value))
                return false;
        }
        return true;
    default:
        return false;
    }
}

static il_cat at_path(il_cat node, il_str rest)
{
    while (rest.n > 0 && node)
        node = il_cat_find(node, il_str_cut(&rest, '.'));
    return node;
}

/* The first of the catalogue's values whose name is not before NAME. */
static size_t lower_bound(il_str name)
{
    il_cat values = il_cat_values();
    size_t low = 0, high = il_cat_count(values);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (il_str_cmp(il_cat_key(values, middle), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a member's VALUE is the one that a table calls TEXT. */
static bool stands_for(il_cat value, il_str text)
{
    double number;
    if (il_cat_kind_of(value) == IL_CAT_NUMBER)
        return il_str_number(text, &number) && il_cat_number(value) == number;
    return il_cat_kind_of(value) == IL_CAT_STRING && il_str_eq(il_cat_text(value), text);
}

/* The member of enum (or class of statics) NAME that stands for TEXT. */
static il_edit_value *member_for(const il_planning *p, il_str name, il_str text)
{
    il_cat values = il_cat_values();
    il_str prefix = il_arena_printf(p->arena, "%.*s.", IL_FMT(name));
    for (size_t i = lower_bound(prefix); i < il_cat_count(values); i++) {
        il_str key = il_cat_key(values, i);
        if (!il_str_starts(key, prefix))
            break;
        if (stands_for(il_cat_at(values, i), text)) {
            il_str member = il_str_slice(key, prefix.n, key.n);
            return il_edit_code(p->arena,
                                il_arena_printf(p->arena, "{{symbol:%.*s}}.%.*s", IL_FMT(name), IL_FMT(member)));
        }
    }
    return NULL;
}

/* A table's key as the prop's value. */
static il_edit_value *key_value(const il_planning *p, il_cat shape, il_str key)
{
    il_str enumeration = il_cat_text(il_cat_get(shape, IL_W_ENUM));
    double number;
    if (enumeration.n)
        return member_for(p, enumeration, key);
    if (il_str_is(key, "true") || il_str_is(key, "false") || il_str_number(key, &number))
        return il_edit_literal(p->arena, key);
    return il_edit_string(p->arena, key);
}

static il_edit_value *by_table(const il_planning *p, il_cat shape, il_str rest, const il_value *wanted)
{
    il_cat table = il_cat_get(shape, IL_W_TABLE);
    for (size_t i = 0; i < il_cat_count(table); i++) {
        if (equals(at_path(il_cat_at(table, i), rest), wanted))
            return key_value(p, shape, il_cat_key(table, i));
    }
    return NULL;
}

static il_edit_value *policy(const il_planning *p, const il_value *wanted)
{
    static const char *const names[][2] = {{"Retain", "RETAIN"}, {"Snapshot", "SNAPSHOT"}, {"Delete", "DESTROY"}};
    for (size_t i = 0; wanted->kind == IL_STRING && i < sizeof names / sizeof *names; i++) {
        if (il_str_is(wanted->string, names[i][0]))
            return il_edit_code(p->arena,
                                il_arena_printf(p->arena, "{{symbol:aws-cdk-lib.RemovalPolicy}}.%s", names[i][1]));
    }
    return NULL;
}

static il_cat effects_of(il_cat entry)
{
    return il_cat_kind_of(entry) == IL_CAT_LIST ? entry : il_cat_get(entry, IL_W_EFFECTS);
}

/* REST without the beginning PATH and its dot; false when REST does not begin so. */
static bool below(il_str rest, il_str path, il_str *inner)
{
    if (!il_str_starts(rest, path) || (rest.n > path.n && rest.p[path.n] != '.'))
        return false;
    *inner = il_str_slice(rest, rest.n > path.n ? path.n + 1 : rest.n, rest.n);
    return true;
}

static il_str join(const il_planning *p, il_str left, il_str right)
{
    return right.n ? il_arena_printf(p->arena, "%.*s.%.*s", IL_FMT(left), IL_FMT(right)) : left;
}

/* The field of a struct that makes the leaf at REST. */
static il_edit_value *by_field(const il_planning *p, il_cat fields, il_str rest, const il_value *wanted, il_str *sub)
{
    for (size_t i = 0; i < il_cat_count(fields); i++) {
        il_cat effects = effects_of(il_cat_at(fields, i));
        for (size_t k = 0; k < il_cat_count(effects); k++) {
            il_str inner, deeper = {0};
            il_cat effect = il_cat_at(effects, k);
            if (!below(rest, il_cat_text(il_cat_get(effect, IL_W_PATH)), &inner))
                continue;
            il_edit_value *value = il_inverse__shape(p, il_cat_get(effect, IL_W_SHAPE), inner, wanted, &deeper);
            if (value) {
                *sub = join(p, il_cat_key(fields, i), deeper);
                return value;
            }
        }
    }
    return NULL;
}

static size_t count_leaves(const il_value *value)
{
    size_t n = 0;
    if (value->kind != IL_MAP)
        return 1;
    for (size_t i = 0; i < value->map.n; i++)
        n += count_leaves(value->map.entries[i].value);
    return n;
}

/* Sets the fields that make the leaves of WANTED, which stands at PATH. Returns how many leaves they account for. */
static size_t add_fields(const il_planning *p, il_cat shape, il_str path, const il_value *wanted, il_edit_value *map)
{
    il_str sub = {0};
    size_t n = 0;
    if (equals(at_path(il_cat_get(shape, IL_W_BASE), path), wanted))
        return count_leaves(wanted);
    il_edit_value *value = path.n ? by_field(p, il_cat_get(shape, IL_W_STRUCT), path, wanted, &sub) : NULL;
    if (value && il_edit_set(p->arena, map, sub, value))
        return count_leaves(wanted);
    for (size_t i = 0; wanted->kind == IL_MAP && i < wanted->map.n; i++) {
        const il_entry *entry = &wanted->map.entries[i];
        il_str below_path = path.n ? join(p, path, entry->key) : entry->key;
        n += add_fields(p, shape, below_path, entry->value, map);
    }
    return n;
}

/* A whole struct: every leaf of WANTED must come from a field or from the base. */
static il_edit_value *whole_struct(const il_planning *p, il_cat shape, const il_value *wanted)
{
    il_edit_value *map = il_edit_map(p->arena);
    bool all = wanted->kind == IL_MAP && add_fields(p, shape, (il_str){0}, wanted, map) == count_leaves(wanted);
    return all && map->members.n ? map : NULL;
}

static il_edit_value *whole_list(const il_planning *p, il_cat each, const il_value *wanted)
{
    il_edit_value *list = il_edit_list(p->arena);
    for (size_t i = 0; wanted->kind == IL_LIST && i < wanted->list.n; i++) {
        il_str sub = {0};
        il_edit_value *item = il_inverse__shape(p, each, (il_str){0}, wanted->list.items[i], &sub);
        if (!item || sub.n)
            return NULL;
        il_edit_add(p->arena, list, item);
    }
    return wanted->kind == IL_LIST ? list : NULL;
}

/* An element of a list: its index, then what lies below. */
static il_edit_value *in_list(const il_planning *p, il_cat each, il_str rest, const il_value *wanted, il_str *sub)
{
    il_str inner = rest, index = il_str_cut(&inner, '.'), deeper = {0};
    if (il_edit_index(index) < 0)
        return NULL;
    il_edit_value *value = il_inverse__shape(p, each, inner.p ? inner : (il_str){0}, wanted, &deeper);
    *sub = value ? join(p, index, deeper) : *sub;
    return value;
}

static il_edit_value *by_word(const il_planning *p, il_str word, const il_value *wanted)
{
    if (il_str_is(word, "identity"))
        return il_plan__patch_of(p, wanted);
    bool removal = il_str_is(word, "deletion-policy") || il_str_is(word, "update-replace-policy");
    return removal ? policy(p, wanted) : NULL;
}

il_edit_value *il_inverse__shape(const il_planning *p, il_cat shape, il_str rest, const il_value *wanted, il_str *sub)
{
    il_cat list = il_cat_get(shape, IL_W_LIST), fields = il_cat_get(shape, IL_W_STRUCT),
           field = il_cat_get(shape, IL_W_FIELD);
    if (field) {
        il_str deeper = {0};
        il_edit_value *value = il_inverse__shape(p, il_cat_get(shape, IL_W_SHAPE), rest, wanted, &deeper);
        *sub = join(p, il_cat_text(field), deeper);
        return value;
    }
    if (il_cat_get(shape, IL_W_TABLE))
        return by_table(p, shape, rest, wanted);
    if (list)
        return rest.n ? in_list(p, list, rest, wanted, sub) : whole_list(p, list, wanted);
    if (fields)
        return rest.n ? by_field(p, fields, rest, wanted, sub) : whole_struct(p, shape, wanted);
    if (rest.n)
        return NULL;
    if (il_cat_get(shape, IL_W_ENUM))
        return wanted->kind == IL_STRING ? member_for(p, il_cat_text(il_cat_get(shape, IL_W_ENUM)), wanted->string)
                                         : NULL;
    if (il_cat_get(shape, IL_W_SCALE))
        return scaled(p, il_cat_text(il_cat_get(shape, IL_W_SCALE)), wanted);
    return il_cat_kind_of(shape) == IL_CAT_STRING ? by_word(p, il_cat_text(shape), wanted) : NULL;
}
