/* Fn::Select, Fn::Length and Fn::FindInMap: folded where everything that decides is known, arm for arm where a condition decides, else they
 * stay calls. A key that is a Ref without a value (AWS::Region, a parameter) gives a choice among what the mapping has. */
#include "reader.h"

#include <string.h>

/* The region or account that the stack is known to be in, for a Ref to that pseudo parameter; empty when it is not known. */
static il_str pseudo(const il_reader *r, const il_value *value)
{
    il_str rest = r->stack->environment, scheme = IL_STR("aws://");
    if (value->kind != IL_REF || value->ref.attribute.n || !il_str_starts(rest, scheme))
        return (il_str){NULL, 0};
    rest = il_str_slice(rest, scheme.n, rest.n);
    il_str account = il_str_cut(&rest, '/'), found = {NULL, 0};
    if (il_str_is(value->ref.name, "AWS::AccountId"))
        found = account;
    else if (il_str_is(value->ref.name, "AWS::Region"))
        found = rest;
    return il_str_starts(found, IL_STR("unknown-")) ? (il_str){NULL, 0} : found;
}

il_str il_reader__key(il_reader *r, const il_value *value)
{
    const il_value *text = il_reader__text_of(r, value);
    return text->kind == IL_STRING ? text->string : pseudo(r, value);
}

/* VALUE where CHOICE takes its Nth arm: the arm under the same condition; NULL where the two are choices of different things. */
static const il_value *under(const il_value *value, const il_value *choice, size_t n)
{
    if (value->kind != IL_CHOICE)
        return value;
    if (value->choice.n != choice->choice.n)
        return NULL;
    const il_condition *a = &value->choice.arms[n].condition, *b = &choice->choice.arms[n].condition;
    return a->holds == b->holds && il_str_eq(a->text, b->text) ? value->choice.arms[n].value : NULL;
}

enum { ARGS_MAX = 4 };

const il_value *il_reader__over_arms(il_reader *r, const il_site *site, const il_value *const *args, size_t n,
                                     il_folder *fold)
{
    const il_value *choice = NULL, *inner[ARGS_MAX];
    for (size_t i = 0; i < n && !choice; i++)
        choice = args[i]->kind == IL_CHOICE ? args[i] : NULL;
    if (!choice)
        return fold(r, site, args, n);
    il_arm *arms = IL_NEW_ARRAY(r->arena, choice->choice.n, il_arm);
    for (size_t k = 0; k < choice->choice.n; k++) {
        for (size_t i = 0; i < n; i++)
            if (!(inner[i] = under(args[i], choice, k)))
                return NULL;
        arms[k] = (il_arm){choice->choice.arms[k].condition, il_reader__over_arms(r, site, inner, n, fold)};
        if (!arms[k].value)
            return NULL;
    }
    const il_value *value = il_value_choice(r->arena, il_reader__loc(r, site->node), arms, choice->choice.n);
    bool ours = value->kind == IL_CHOICE && value->choice.arms == arms;
    return ours ? il_reader__derived(il_reader__own(value, site->node), choice) : value;
}

static const il_value *select_item(il_reader *r, const il_site *site, const il_value *const *args, size_t n)
{
    (void)site;
    const il_value *list = args[n - 1];
    double index = -1;
    bool known = list->kind == IL_LIST && !list->open && il_str_number(il_reader__key(r, args[0]), &index);
    known = known && index >= 0 && index < (double)list->list.n && index == (double)(size_t)index;
    for (size_t i = 0; known && i <= (size_t)index; i++) /* items under a condition may go, and the others move up */
        known = !il_reader__optional(list->list.items[i]) && list->list.items[i]->kind != IL_UNKNOWN;
    return known ? list->list.items[(size_t)index] : NULL;
}

const il_value *il_reader__select(il_reader *r, const il_site *site)
{
    if (il_reader__n_args(site) != 2)
        return il_reader__malformed(r, site);
    const il_value *args[] = {il_reader__value(r, il_reader__nth(site, 0)),
                              il_reader__value(r, il_reader__nth(site, 1))};
    const il_value *item = il_reader__over_arms(r, site, args, 2, select_item);
    return item ? item : il_reader__kept(r, site, args, 2);
}

static const il_value *count(il_reader *r, const il_site *site, const il_value *const *args, size_t n)
{
    const il_value *list = args[n - 1];
    bool known = list->kind == IL_LIST && !list->open;
    for (size_t i = 0; known && i < list->list.n; i++)
        known = !il_reader__optional(list->list.items[i]);
    if (!known)
        return NULL;
    const il_value *number = il_value_number(r->arena, il_reader__loc(r, site->node), (double)list->list.n);
    return il_reader__derived(il_reader__own(number, site->node), list);
}

/* The list stands as the function's argument itself. */
const il_value *il_reader__length(il_reader *r, const il_site *site)
{
    const il_value *list = il_reader__argument(r, site);
    const il_value *number = il_reader__over_arms(r, site, &list, 1, count);
    return number ? number : il_reader__kept(r, site, &list, 1);
}

/* A mapping's value: AWS allows a scalar or a list of scalars, and no functions. */
static bool plain(const il_node *node)
{
    bool scalar = node && node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP;
    if (!node || node->tag || node->kind == IL_NODE_MAP)
        return false;
    for (size_t i = 0; !scalar && i < node->list.n; i++) {
        const il_node *item = node->list.items[i];
        if (item->tag || item->kind == IL_NODE_LIST || item->kind == IL_NODE_MAP)
            return false;
    }
    return true;
}

static const il_node *default_of(const il_site *site)
{
    return il_node_get(il_reader__nth(site, 3), IL_STR("DefaultValue"));
}

/* What the mapping has behind KEYS, NULL when it has nothing that may stand there. */
static const il_value *found(il_reader *r, const il_site *site, const il_str *keys)
{
    const il_node *node = il_node_get(il_node_get(il_node_get(r->mappings, keys[0]), keys[1]), keys[2]);
    if (!node && default_of(site) && r->mappings)
        return il_reader__value(r, default_of(site));
    return plain(node) ? il_reader__contents(r, node) : NULL;
}

/* The arms of any(): one for each value, the rest of the keys with the first's value left out when all have it. */
typedef struct {
    il_arm arms[IL_ARMS_MAX];
    size_t n;
    const il_node *first; /* whose text the first arm has; NULL when it is no scalar */
    bool same;            /* all so far have it */
} alternatives;

/* Adds NODE under the condition that KEY is NAME; false when it is no value, or one too many. */
static bool add_alternative(il_reader *r, alternatives *a, const il_value *key, il_str name, const il_node *node)
{
    bool scalar = node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP;
    if (!plain(node))
        return false;
    if (a->n == 0)
        a->first = scalar ? node : NULL;
    bool same = a->first && scalar && node->kind == a->first->kind && il_str_eq(node->text, a->first->text);
    a->same = a->n == 0 || (a->same && same);
    if (a->n == IL_ARMS_MAX)
        return a->same;
    il_str when = il_arena_printf(r->arena, "%.*s = %.*s", IL_FMT(key->ref.name), IL_FMT(name));
    a->arms[a->n++] = (il_arm){{when, true, key->loc}, il_reader__contents(r, node)};
    return true;
}

/* Any that the mapping has, where the Nth of KEYS (1 or 2) is the Ref KEY, which may be each of those there and, with a default, another. */
static const il_value *any(il_reader *r, const il_site *site, const il_value *key, const il_str *keys, size_t nth)
{
    const il_node *map = il_node_get(r->mappings, keys[0]);
    map = nth == 2 ? il_node_get(map, keys[1]) : map;
    alternatives a = {.same = true};
    for (size_t i = 0; map && map->kind == IL_NODE_MAP && i < map->map.n; i++) {
        const il_node *node = map->map.members[i].value;
        node = nth == 2 ? node : il_node_get(node, keys[2]);
        if (node && !add_alternative(r, &a, key, map->map.members[i].key->text, node))
            return NULL;
    }
    if (a.n == 0 && !default_of(site))
        return NULL;
    if (a.same && a.n > 1) {
        a.n = 1;
        a.arms[0].condition.text = il_arena_printf(r->arena, "%.*s is in %.*s", IL_FMT(key->ref.name), IL_FMT(keys[0]));
    }
    size_t n = a.n;
    il_arm *arms = IL_NEW_ARRAY(r->arena, n + 1, il_arm);
    for (size_t i = 0; i < n; i++)
        arms[i] = a.arms[i];
    il_str other = il_arena_printf(r->arena, "%.*s is another", IL_FMT(key->ref.name));
    if (default_of(site))
        arms[n++] = (il_arm){{other, true, key->loc}, il_reader__value(r, default_of(site))};
    const il_value *value = il_value_choice(r->arena, il_reader__loc(r, site->node), arms, n);
    bool ours = value->kind == IL_CHOICE && value->choice.arms == arms;
    return value->kind == IL_UNKNOWN ? NULL : ours ? il_reader__own(value, site->node) : value;
}

static const il_value *look_up(il_reader *r, const il_site *site, const il_value *const *args, size_t n)
{
    il_str keys[3] = {0};
    size_t open = 0, n_open = 0;
    for (size_t i = 0; i < n; i++) {
        keys[i] = il_reader__key(r, args[i]);
        if (!keys[i].n) {
            open = i;
            n_open++;
        }
    }
    bool name = n_open == 1 && open > 0 && args[open]->kind == IL_REF && !args[open]->ref.target;
    if (name)
        return args[open]->ref.attribute.n ? NULL : any(r, site, args[open], keys, open);
    const il_value *value = n_open == 0 ? found(r, site, keys) : NULL;
    for (size_t i = 0; value && i < n; i++) {
        bool made = default_of(site) == NULL || value->kind == IL_STRING;
        if (made && value->origin == IL_FROM_SOURCE && args[i]->origin != IL_FROM_SOURCE)
            value = il_value_with_origin(r->arena, value, il_origin_mixed(value->origin, args[i]->origin));
    }
    return value;
}

const il_value *il_reader__find_in_map(il_reader *r, const il_site *site)
{
    size_t n = il_reader__n_args(site);
    const il_value *args[ARGS_MAX];
    if (n != 3 && n != 4)
        return il_reader__malformed(r, site);
    for (size_t i = 0; i < n; i++)
        args[i] = il_reader__value(r, il_reader__nth(site, i));
    const il_value *value = il_reader__over_arms(r, site, args, 3, look_up);
    return value ? value : il_reader__kept(r, site, args, n);
}
