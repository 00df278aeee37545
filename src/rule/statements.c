/* `.statements`: every policy statement of a resource, wherever it stands and however it is written: PolicyDocument, inline Policies, trust,
 * key, queue, topic, bucket, repository and other resource policies, JSON in a text included. A statement is known by its shape (an Effect with
 * an Action, Principal or Resource), not by a list of properties that would age. Lists are always lists; each element keeps its place.
 *
 *     { Effect, Action[], NotAction[], Resource[], NotResource[], Principal[], NotPrincipal[], Condition, Sid,
 *       Principals: [{ Type, Value }], Policy: the property it stands in, Trust: in an AssumeRolePolicyDocument, Path } */
#include <string.h>

#include "flat.h"
#include "trial.h"

enum { DEPTH = 16 };

/* The arm of a choice that is being walked. */
typedef struct fork {
    const struct fork *outer;
    const il_value *choice;
    size_t arm;
} fork;

typedef struct {
    il_arena *arena;
    IL_VEC(const il_value *) found;
    bool open;
} walker;

typedef struct {
    const fork *fork;
    il_trail trail;
    il_str policy; /* the property that it stands in; empty outside of policies */
    unsigned depth;
} place;

static const il_value *listed(walker *w, const il_value *value)
{
    bool single = value->kind == IL_STRING || value->kind == IL_MAP || (value->kind == IL_REF && !value->parameter) ||
                  (value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0);
    if (!single)
        return value;
    const il_value **items = IL_NEW_ARRAY(w->arena, 1, const il_value *);
    items[0] = value;
    return il_value_list(w->arena, value->loc, items, 1);
}

typedef IL_VEC(il_entry) entries;
typedef IL_VEC(const il_value *) items;

static void add(walker *w, entries *out, const char *key, const il_entry *from, const il_value *value)
{
    il_entry entry = {il_str_of(key), from ? from->key_loc : (il_loc){0}, value};
    IL_PUSH(w->arena, out, entry);
}

static void add_principal(walker *w, items *out, items *pairs, il_str type, const il_value *value)
{
    il_entry *pair = IL_NEW_ARRAY(w->arena, 2, il_entry);
    pair[0] = (il_entry){IL_STR("Type"), value->loc, il_value_string(w->arena, value->loc, type)};
    pair[1] = (il_entry){IL_STR("Value"), value->loc, value};
    IL_PUSH(w->arena, out, value);
    IL_PUSH(w->arena, pairs, il_value_map(w->arena, value->loc, pair, 2));
}

/* `"*"`, or a map of kinds to one or many. */
static void add_principals(walker *w, entries *out, const il_entry *from, bool named)
{
    items flat = {0}, pairs = {0};
    const il_value *value = from->value;
    bool open = value->kind != IL_STRING && value->kind != IL_MAP;
    if (value->kind == IL_STRING)
        add_principal(w, &flat, &pairs, value->string, value);
    for (size_t i = 0; value->kind == IL_MAP && i < value->map.n; i++) {
        const il_entry *kind = &value->map.entries[i];
        const il_value *list = listed(w, kind->value);
        for (size_t j = 0; list->kind == IL_LIST && j < list->list.n; j++)
            add_principal(w, &flat, &pairs, kind->key, list->list.items[j]);
        if (list->kind != IL_LIST && !il_value_absent(list))
            add_principal(w, &flat, &pairs, kind->key, list);
        open = open || list->open;
    }
    open = open || value->open;
    const il_value *all = il_value_list(w->arena, value->loc, flat.items, flat.n);
    const il_value *typed = il_value_list(w->arena, value->loc, pairs.items, pairs.n);
    add(w, out, named ? "Principal" : "NotPrincipal", from, open ? il_value_opened(w->arena, all) : all);
    if (named)
        add(w, out, "Principals", from, open ? il_value_opened(w->arena, typed) : typed);
}

static const il_value *normalised(walker *w, const il_value *statement, const place *at)
{
    static const char *const lists[] = {"Action", "NotAction", "Resource", "NotResource"};
    static const char *const plain[] = {"Effect", "Condition", "Sid"};
    entries out = {0};
    for (size_t i = 0; i < statement->map.n; i++) {
        const il_entry *entry = &statement->map.entries[i];
        bool principal = il_str_is(entry->key, "Principal");
        for (size_t j = 0; j < sizeof plain / sizeof *plain; j++)
            if (il_str_is(entry->key, plain[j]))
                add(w, &out, plain[j], entry, entry->value);
        for (size_t j = 0; j < sizeof lists / sizeof *lists; j++)
            if (il_str_is(entry->key, lists[j]))
                add(w, &out, lists[j], entry, listed(w, entry->value));
        if ((principal || il_str_is(entry->key, "NotPrincipal")) && !il_value_absent(entry->value))
            add_principals(w, &out, entry, principal);
    }
    bool trust = il_str_is(at->policy, "AssumeRolePolicyDocument");
    add(w, &out, "Path", NULL, il_value_string(w->arena, statement->loc, il_trail__text(w->arena, &at->trail)));
    add(w, &out, "Policy", NULL, il_value_string(w->arena, statement->loc, at->policy));
    add(w, &out, "Trust", NULL, il_value_bool(w->arena, statement->loc, trust));
    const il_value *map = il_value_map(w->arena, statement->loc, out.items, out.n);
    map = il_value_with_handle(w->arena, map, statement->handle);
    return statement->open ? il_value_opened(w->arena, map) : map;
}

/* Found inside of arms: absent in the others. */
static const il_value *under_forks(walker *w, const il_value *value, const fork *inner)
{
    for (; inner; inner = inner->outer) {
        size_t n = inner->choice->choice.n;
        il_arm *arms = IL_NEW_ARRAY(w->arena, n, il_arm);
        for (size_t i = 0; i < n; i++) {
            arms[i].condition = inner->choice->choice.arms[i].condition;
            arms[i].value = i == inner->arm ? value : &il_missing;
        }
        value = il_value_choice(w->arena, inner->choice->loc, arms, n);
    }
    return value;
}

static bool is_statement(const il_value *map)
{
    static const char *const parts[] = {"Action", "NotAction", "Principal", "NotPrincipal", "Resource", "NotResource"};
    if (!il_value_entry(map, IL_STR("Effect")))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (il_value_entry(map, il_str_of(parts[i])))
            return true;
    return false;
}

static bool about_policy(il_str key)
{
    return il_str_contains(key, IL_STR("Polic")) || il_str_contains(key, IL_STR("Statement"));
}

static void walk(walker *w, const il_value *value, const place *at);

static void step(walker *w, const il_value *value, const place *at, il_str key)
{
    place next = *at;
    next.trail = (il_trail){&at->trail, key};
    next.depth++;
    if (!at->policy.n && about_policy(key))
        next.policy = key;
    walk(w, value, &next);
}

static void walk_text(walker *w, const il_value *value, const place *at)
{
    il_flat flat;
    if (!il_flat__opens_brace(value) || !il_flat__of(w->arena, value, false, &flat))
        return;
    if (!il_str_contains(flat.text, IL_STR("\"Statement\"")))
        return;
    const il_value *json = il_flat__json(w->arena, &flat);
    if (json && json->kind == IL_MAP)
        walk(w, json, at);
    else
        w->open = true;
}

static void walk_arms(walker *w, const il_value *choice, const place *at)
{
    for (size_t i = 0; i < choice->choice.n; i++) {
        fork here = {at->fork, choice, i};
        place arm = *at;
        arm.fork = &here;
        arm.depth++;
        walk(w, choice->choice.arms[i].value, &arm);
    }
}

static void walk(walker *w, const il_value *value, const place *at)
{
    char index[IL_TRAIL_INDEX];
    if (at->depth == DEPTH)
        return;
    if ((value->open || value->kind == IL_UNKNOWN) && at->policy.n)
        w->open = true;
    if (value->kind == IL_MAP && is_statement(value)) {
        const il_value *statement = under_forks(w, normalised(w, value, at), at->fork);
        IL_PUSH(w->arena, &w->found, statement);
        return;
    }
    if (value->kind == IL_STRING || value->kind == IL_CALL)
        walk_text(w, value, at);
    if (value->kind == IL_CHOICE)
        walk_arms(w, value, at);
    for (size_t i = 0; value->kind == IL_MAP && i < value->map.n; i++)
        step(w, value->map.entries[i].value, at, value->map.entries[i].key);
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        step(w, value->list.items[i], at, il_trail__index(index, i));
}

const il_value *il_view__statements(il_judge *judge, const il_resource *resource)
{
    const il_value *properties = il_resource_properties(resource);
    walker w = {.arena = judge->arena};
    place root = {0};
    w.open = properties->kind == IL_UNKNOWN || resource->escaped;
    walk(&w, properties, &root);
    const il_value *list = il_value_list(judge->arena, resource->loc, w.found.items, w.found.n);
    return w.open ? il_value_opened(judge->arena, list) : list;
}
