/* From a leaf of a resource back to the props that make it: searches the effects of the construct's class. Order: what the page prefers,
 * not deprecated, fewest other effects, shallowest. The proof decides what holds. */
#include <string.h>

#include "inverse.h"

typedef struct {
    il_plan_prop prop;
    il_str name;
    bool preferred, deprecated;
    size_t effects, depth;
} candidate;

typedef struct {
    const il_planning *p;
    il_str relative; /* of the resource, below the construct */
    il_str path;     /* ".DeletionPolicy", or below Properties */
    const il_value *wanted;
    IL_VEC(candidate) found;
} search;

/* Where the resource lies below CONSTRUCT: "Resource", "writer/Resource"; empty for the construct itself. */
static il_str relative_of(const il_planning *p, const il_construct *construct)
{
    il_str path = p->resource->construct_path;
    bool inside = construct->path.n > 0 && il_str_starts(path, construct->path) && path.n > construct->path.n;
    return inside ? il_str_slice(path, construct->path.n + 1, path.n) : (il_str){0};
}

/* The part that effects without `at` speak of. */
static bool is_primary(il_cat class, il_str relative)
{
    il_cat primary = il_cat_get(class, IL_W_PRIMARY), base = il_cat_get(class, IL_W_BASE);
    if (primary)
        return il_str_eq(il_cat_text(primary), relative);
    if (il_cat_find(base, IL_STR("Resource")))
        return il_str_is(relative, "Resource");
    return il_str_is(relative, "Default") || il_str_is(relative, "Resource");
}

static size_t count_dots(il_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '.';
    return n;
}

static bool prefers(const il_planning *p, il_str prop)
{
    for (size_t i = 0; i < p->page->n_prefer; i++) {
        if (il_str_is(prop, p->page->prefer[i]))
            return true;
    }
    return false;
}

/* The leaf at PATH below what an effect writes to TARGET: *REST is what lies between. */
static bool reaches(il_str path, il_str target, il_str *rest)
{
    if (!il_str_starts(path, target) || target.n == 0 || (path.n > target.n && path.p[target.n] != '.'))
        return false;
    *rest = il_str_slice(path, path.n > target.n ? target.n + 1 : path.n, path.n);
    return true;
}

static void try_effect(search *s, il_cat class, il_str prop, il_cat entry, il_cat effect)
{
    il_str rest, sub = {0}, op = il_cat_text(il_cat_get(effect, IL_W_OP));
    il_cat at = il_cat_get(effect, IL_W_AT);
    bool here = at ? il_str_eq(il_cat_text(at), s->relative) : is_primary(class, s->relative);
    if (!here || op.n > 0 || !reaches(s->path, il_cat_text(il_cat_get(effect, IL_W_PATH)), &rest))
        return;
    il_edit_value *value = il_inverse__shape(s->p, il_cat_get(effect, IL_W_SHAPE), rest, s->wanted, &sub);
    if (!value)
        return;
    il_arena *arena = s->p->arena;
    candidate c = {
        .name = prop, .preferred = prefers(s->p, prop), .deprecated = il_cat_true(il_cat_get(entry, IL_W_DEPRECATED))};
    c.prop.prop = sub.n ? il_arena_printf(arena, "%.*s.%.*s", IL_FMT(prop), IL_FMT(sub)) : prop;
    c.prop.value = value;
    c.prop.deprecated = c.deprecated;
    c.depth = count_dots(c.prop.prop);
    c.effects = il_cat_count(il_cat_kind_of(entry) == IL_CAT_LIST ? entry : il_cat_get(entry, IL_W_EFFECTS));
    IL_PUSH(arena, &s->found, c);
}

static void search_class(search *s, il_cat class)
{
    il_cat props = il_cat_get(class, IL_W_PROPS);
    for (size_t i = 0; i < il_cat_count(props); i++) {
        il_cat entry = il_cat_at(props, i);
        il_cat effects = il_cat_kind_of(entry) == IL_CAT_LIST ? entry : il_cat_get(entry, IL_W_EFFECTS);
        for (size_t k = 0; k < il_cat_count(effects); k++)
            try_effect(s, class, il_cat_key(props, i), entry, il_cat_at(effects, k));
    }
}

static bool worse(const candidate *a, const candidate *b)
{
    if (a->preferred != b->preferred)
        return b->preferred;
    if (a->deprecated != b->deprecated)
        return a->deprecated;
    if (a->effects != b->effects)
        return a->effects > b->effects;
    return a->depth > b->depth;
}

static size_t in_order(search *s, il_plan_prop **props)
{
    for (size_t i = 1; i < s->found.n; i++) {
        candidate c = s->found.items[i];
        size_t at = i;
        for (; at > 0 && worse(&s->found.items[at - 1], &c); at--)
            s->found.items[at] = s->found.items[at - 1];
        s->found.items[at] = c;
    }
    *props = IL_NEW_ARRAY(s->p->arena, s->found.n, il_plan_prop);
    for (size_t i = 0; i < s->found.n; i++)
        (*props)[i] = s->found.items[i].prop;
    return s->found.n;
}

size_t il_plan__inverse(const il_planning *p, const il_construct *construct, il_str path, const il_value *wanted,
                        il_plan_prop **props)
{
    il_str class = il_str_of(construct->class);
    if (il_cat_l1(class))
        return il_inverse__l1(p, class, path, wanted, props);
    bool property = il_str_starts(path, IL_STR("Properties."));
    search s = {.p = p, .relative = relative_of(p, construct), .wanted = wanted};
    s.path = property ? il_str_slice(path, 11, path.n) : il_arena_printf(p->arena, ".%.*s", IL_FMT(path));
    for (int depth = 0; class.n > 0 && depth < 8; depth++) {
        il_cat data = il_cat_construct(class);
        search_class(&s, data);
        class = il_cat_text(il_cat_get(data, IL_W_EXTENDS));
    }
    return in_order(&s, props);
}
