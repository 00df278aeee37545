#include "fidelity_compare.h"

#include <string.h>

#include "fidelity_reference.h"

typedef struct {
    il_fidelity_assembly assembly;
    const il_app *app;
    il_map by_path, by_id;                /* type and construct path, or logical id → resources of the model */
    const il_fidelity_template *template; /* where the nodes stand */
    const il_resource *resource;          /* of the model */
    il_str type, path;
    il_fidelity result;
    bool quiet; /* counting only: a trial */
} comparison;

const char *il_fidelity_kind_name(il_fidelity_kind kind)
{
    static const char *const names[] = {"different", "extra", "missing", "unknown"};
    return names[kind];
}

/* 64 hexadecimal digits on end: how assets are named. */
static bool has_hash(il_str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.n && run < 64; i++)
        run = strchr("0123456789abcdef", text.p[i]) && text.p[i] ? run + 1 : 0;
    return run == 64;
}

static bool holds_hash(const il_node *node)
{
    if (node->kind == IL_NODE_MAP) {
        for (size_t i = 0; i < node->map.n; i++)
            if (holds_hash(node->map.members[i].value))
                return true;
        return false;
    }
    if (node->kind == IL_NODE_LIST) {
        for (size_t i = 0; i < node->list.n; i++)
            if (holds_hash(node->list.items[i]))
                return true;
        return false;
    }
    return has_hash(node->text);
}

static bool is_leaf(const il_node *node)
{
    if (node->kind == IL_NODE_MAP)
        return node->map.n == 0 || il_fidelity__is_function(node);
    return node->kind != IL_NODE_LIST || node->list.n == 0;
}

/* The leaves of NODE; those that are set aside are counted in *ASIDE. */
static size_t leaves_of(const il_node *node, size_t *aside)
{
    if (il_fidelity__is_nothing(node))
        return 0;
    if (is_leaf(node)) {
        bool hash = holds_hash(node);
        *aside += hash;
        return !hash;
    }
    size_t n = 0;
    for (size_t i = 0; node->kind == IL_NODE_MAP && i < node->map.n; i++)
        n += leaves_of(node->map.members[i].value, aside);
    for (size_t i = 0; node->kind == IL_NODE_LIST && i < node->list.n; i++)
        n += leaves_of(node->list.items[i], aside);
    return n;
}

static void note(comparison *c, il_fidelity_entry entry)
{
    if (c->quiet)
        return;
    entry.type = c->type;
    entry.path = c->path;
    entry.template = c->template;
    entry.source = entry.value ? entry.value->loc : (il_loc){NULL, {0, 0}};
    if (!entry.source.source && c->resource)
        entry.source = c->resource->loc;
    IL_PUSH(c->assembly.arena, &c->result.entries, entry);
}

static void differ(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    size_t aside = 0, n = node ? leaves_of(node, &aside) + aside : 1;
    c->result.different += n;
    note(c, (il_fidelity_entry){.kind = IL_FIDELITY_DIFFERENT, .at = at, .node = node, .value = value, .leaves = n});
}

static void unknown(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    size_t n = leaves_of(node, &c->result.aside);
    c->result.unknown += n;
    if (n)
        note(c, (il_fidelity_entry){.kind = IL_FIDELITY_UNKNOWN, .at = at, .node = node, .value = value, .leaves = n});
}

static il_str below(comparison *c, il_str at, il_str key)
{
    return at.n ? il_arena_printf(c->assembly.arena, "%.*s.%.*s", IL_FMT(at), IL_FMT(key)) : key;
}

static void compare(comparison *c, il_str at, const il_node *node, const il_value *value);

/* Whether the template's having nothing is what VALUE says, or may say. */
static bool may_be_absent(const il_value *value)
{
    if (value->kind == IL_MISSING || value->kind == IL_UNKNOWN)
        return true;
    for (size_t i = 0; value->kind == IL_CHOICE && i < value->choice.n; i++)
        if (may_be_absent(value->choice.arms[i].value))
            return true;
    return false;
}

static comparison trial_of(const comparison *c)
{
    comparison trial = *c;
    trial.quiet = true;
    trial.result = (il_fidelity){0};
    return trial;
}

/* Whether nothing in VALUE contradicts NODE. */
static bool fits(const comparison *c, const il_node *node, const il_value *value)
{
    comparison trial = trial_of(c);
    compare(&trial, (il_str){NULL, 0}, node, value);
    return trial.result.different == 0;
}

static bool same(const comparison *c, const il_node *node, const il_value *value)
{
    return il_fidelity__same(&c->assembly, (il_fidelity_place){c->template, node}, value);
}

static void compare_map(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    for (size_t i = 0; i < node->map.n; i++) {
        il_str key = node->map.members[i].key->text;
        const il_entry *entry = il_value_entry(value, key);
        const il_node *child = node->map.members[i].value;
        if (il_fidelity__is_nothing(child)) {
            if (entry && !may_be_absent(entry->value))
                differ(c, below(c, at, key), NULL, entry->value);
        } else if (entry && entry->value->kind != IL_MISSING) {
            compare(c, below(c, at, key), child, entry->value);
        } else if (value->open && !entry) {
            unknown(c, below(c, at, key), child, NULL);
        } else {
            differ(c, below(c, at, key), child, &il_missing);
        }
    }
    for (size_t i = 0; i < value->map.n; i++) {
        const il_entry *entry = &value->map.entries[i];
        if (!il_node_get(node, entry->key) && !may_be_absent(entry->value))
            differ(c, below(c, at, entry->key), NULL, entry->value);
    }
}

static bool fits_some(const comparison *c, const il_node *list, const il_value *item)
{
    for (size_t k = 0; k < list->list.n; k++)
        if (fits(c, list->list.items[k], item))
            return true;
    return false;
}

static bool some_fits(const comparison *c, const il_node *item, const il_value *list)
{
    for (size_t k = 0; k < list->list.n; k++)
        if (fits(c, item, list->list.items[k]))
            return true;
    return false;
}

/* A list that is open, or some of whose elements may not be there, says that the others are there, and nothing of their places
 * unless they stand where the template has them. */
static void compare_loose_list(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    for (size_t i = 0; i < node->list.n; i++) {
        const il_node *item = node->list.items[i];
        const il_value *claimed = i < value->list.n ? value->list.items[i] : NULL;
        il_str place = below(c, at, il_arena_printf(c->assembly.arena, "%zu", i));
        if (claimed && same(c, item, claimed))
            compare(c, place, item, claimed);
        else if (value->open || some_fits(c, item, value))
            unknown(c, place, item, claimed);
        else
            differ(c, place, item, &il_missing);
    }
    for (size_t i = 0; i < value->list.n; i++)
        if (!may_be_absent(value->list.items[i]) && !fits_some(c, node, value->list.items[i]))
            differ(c, below(c, at, il_arena_printf(c->assembly.arena, "%zu", i)), NULL, value->list.items[i]);
}

static bool is_loose(const il_value *list)
{
    bool loose = list->open;
    for (size_t i = 0; i < list->list.n; i++)
        loose = loose || (list->list.items[i]->kind == IL_CHOICE && may_be_absent(list->list.items[i]));
    return loose;
}

static void compare_list(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    size_t n = node->list.n > value->list.n ? node->list.n : value->list.n;
    for (size_t i = 0; i < n; i++) {
        il_str place = below(c, at, il_arena_printf(c->assembly.arena, "%zu", i));
        if (i >= node->list.n) {
            if (!may_be_absent(value->list.items[i]))
                differ(c, place, NULL, value->list.items[i]);
        } else if (i >= value->list.n) {
            differ(c, place, node->list.items[i], &il_missing);
        } else {
            compare(c, place, node->list.items[i], value->list.items[i]);
        }
    }
}

/* Fn::If against a choice on the same condition: arm by arm. */
static bool same_if(const comparison *c, const il_node *node, const il_value *value)
{
    const il_node *arguments = il_node_get(node, IL_STR("Fn::If"));
    if (!arguments || arguments->kind != IL_NODE_LIST || arguments->list.n != 3 || value->choice.n != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        const il_arm *arm = &value->choice.arms[i];
        const il_node *taken = arguments->list.items[arm->condition.holds ? 1 : 2];
        bool nothing = il_str_is(il_node_string(il_node_get(taken, IL_STR("Ref"))), "AWS::NoValue");
        if (!il_str_eq(arm->condition.text, il_node_string(arguments->list.items[0])))
            return false;
        if (nothing ? arm->value->kind != IL_MISSING : !same(c, taken, arm->value))
            return false;
    }
    return value->choice.arms[0].condition.holds != value->choice.arms[1].condition.holds;
}

static void compare_choice(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    bool fitting = false;
    for (size_t i = 0; i < value->choice.n; i++)
        fitting = fitting || fits(c, node, value->choice.arms[i].value);
    if (same_if(c, node, value))
        c->result.equal++;
    else if (fitting)
        unknown(c, at, node, value);
    else
        differ(c, at, node, value);
}

/* A leaf that is not the same, and whether what is unknown in VALUE explains it. */
static bool may_be(const comparison *c, const il_node *node, const il_value *value)
{
    if ((value->kind == IL_MAP || value->kind == IL_LIST) && value->open)
        return value->kind == IL_MAP ? value->map.n == 0 : value->list.n == 0;
    if (value->kind != IL_CALL || il_fidelity__certain(value))
        return false;
    bool join = strcmp(value->call.name, "Fn::Join") == 0;
    if (join && il_fidelity__is_text(node))
        return il_fidelity__text_fits(&c->assembly, (il_fidelity_place){c->template, node}, value);
    return true;
}

/* A list without what is AWS::NoValue in it. */
static const il_node *without_nothing(comparison *c, const il_node *node)
{
    size_t n = 0;
    for (size_t i = 0; node->kind == IL_NODE_LIST && i < node->list.n; i++)
        n += il_fidelity__is_nothing(node->list.items[i]);
    if (n == 0)
        return node;
    il_node *list = IL_NEW(c->assembly.arena, il_node);
    *list = *node;
    list->list.items = IL_NEW_ARRAY(c->assembly.arena, node->list.n, il_node *);
    list->list.n = 0;
    for (size_t i = 0; i < node->list.n; i++)
        if (!il_fidelity__is_nothing(node->list.items[i]))
            list->list.items[list->list.n++] = node->list.items[i];
    return list;
}

static void compare(comparison *c, il_str at, const il_node *node, const il_value *value)
{
    node = without_nothing(c, node);
    if (value->kind == IL_UNKNOWN) {
        unknown(c, at, node, value);
    } else if (value->kind == IL_CHOICE) {
        compare_choice(c, at, node, value);
    } else if (node->kind == IL_NODE_MAP && !is_leaf(node) && value->kind == IL_MAP) {
        compare_map(c, at, node, value);
    } else if (node->kind == IL_NODE_MAP && !node->map.n && value->kind == IL_MAP && (value->open || value->map.n)) {
        compare_map(c, at, node, value);
        c->result.unknown += value->open;
    } else if (node->kind == IL_NODE_LIST && value->kind == IL_LIST && is_loose(value)) {
        compare_loose_list(c, at, node, value);
        c->result.unknown += !node->list.n;
    } else if (node->kind == IL_NODE_LIST && value->kind == IL_LIST && (node->list.n || value->list.n)) {
        compare_list(c, at, node, value);
    } else if (same(c, node, value)) {
        c->result.equal++;
    } else if (may_be(c, node, value)) {
        unknown(c, at, node, value);
    } else {
        differ(c, at, node, value);
    }
}

/* What a resource is beside its Type, and whether the model's claims hold of it. */
static void compare_resource(comparison *c, const il_node *node, il_str id)
{
    static const char *const parts[] = {"Properties", "DeletionPolicy", "UpdateReplacePolicy"};
    static const il_node none = {.kind = IL_NODE_MAP};
    static const il_value nothing = {.kind = IL_MAP};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        il_str at = i ? il_str_of(parts[i]) : (il_str){NULL, 0};
        const il_node *child = il_node_get(node, il_str_of(parts[i]));
        const il_value *value = il_value_get(c->resource->body, il_str_of(parts[i]));
        if (i == 0 && value->kind == IL_MAP)
            compare_map(c, at, child ? child : &none, value);
        else if (child && i == 0 && value->kind == IL_MISSING)
            compare_map(c, at, child, &nothing);
        else if (child)
            compare(c, at, child, value);
        else if (!may_be_absent(value))
            differ(c, at, NULL, value);
    }
    if (c->resource->logical_id.n && !il_str_eq(c->resource->logical_id, id))
        differ(c, IL_STR("(logical id)"), NULL,
               il_value_string(c->assembly.arena, c->resource->loc, c->resource->logical_id));
}

typedef IL_VEC(const il_resource *) candidates;

static il_str key_of(il_arena *arena, il_str type, il_str path)
{
    return il_arena_printf(arena, "%.*s %.*s", IL_FMT(type), IL_FMT(path));
}

static void add_candidate(il_map *map, il_str key, const il_resource *r)
{
    candidates *list = il_map_get(map, key);
    if (!list) {
        list = IL_NEW(map->arena, candidates);
        il_map_put(map, key, list);
    }
    IL_PUSH(map->arena, list, r);
}

static void index_model(comparison *c)
{
    il_arena *arena = c->assembly.arena;
    c->by_path = il_map_in(arena);
    c->by_id = il_map_in(arena);
    for (size_t i = 0; i < c->app->resources.n; i++) {
        const il_resource *r = c->app->resources.items[i];
        if (il_resource_is_fact(r))
            continue;
        add_candidate(&c->by_path, key_of(arena, il_str_of(r->type), r->construct_path), r);
        add_candidate(&c->by_id, key_of(arena, il_str_of(r->type), r->logical_id), r);
    }
}

/* The resources of the model that may be NODE. */
static const candidates *candidates_of(const comparison *c, const il_node *node, il_str id)
{
    il_str path = il_fidelity__path_of(node, (il_str){NULL, 0});
    if (path.n)
        return il_map_get(&c->by_path, key_of(c->assembly.arena, c->type, path));
    const candidates *list = il_map_get(&c->by_id, key_of(c->assembly.arena, c->type, id));
    return list && list->n == 1 ? list : NULL;
}

/* Among several resources with one path, made under different conditions, the one that the template has taken. */
static const il_resource *taken(comparison *c, const candidates *list, const il_node *node, il_str id)
{
    for (size_t i = 0; list->n > 1 && i < list->n; i++) {
        comparison trial = trial_of(c);
        trial.resource = list->items[i];
        compare_resource(&trial, node, id);
        if (trial.result.different == 0)
            return list->items[i];
    }
    return list->items[0];
}

/* What a resource of the model is known by. */
static il_str place_of(const il_resource *r)
{
    return r->construct_path.n ? r->construct_path : r->logical_id;
}

static void compare_template(comparison *c, il_map *seen)
{
    const il_node *resources = il_node_get(c->template->root, IL_STR("Resources"));
    for (size_t i = 0; resources && i < resources->map.n; i++) {
        il_str id = resources->map.members[i].key->text;
        const il_node *node = resources->map.members[i].value;
        c->type = il_node_string(il_node_get(node, IL_STR("Type")));
        if (il_str_is(c->type, "AWS::CDK::Metadata"))
            continue;
        c->path = il_fidelity__path_of(node, id);
        c->result.resources++;
        const candidates *list = candidates_of(c, node, id);
        c->resource = list ? taken(c, list, node, id) : NULL;
        if (c->resource) {
            c->result.found++;
            il_map_put(seen, key_of(c->assembly.arena, c->type, place_of(c->resource)), c);
            compare_resource(c, node, id);
            continue;
        }
        const il_node *properties = il_node_get(node, IL_STR("Properties"));
        size_t leaves = properties && !is_leaf(properties) ? leaves_of(properties, &c->result.aside) : 0;
        leaves += il_node_get(node, IL_STR("DeletionPolicy")) != NULL;
        leaves += il_node_get(node, IL_STR("UpdateReplacePolicy")) != NULL;
        bool announced = il_app_may_make(c->app, c->type);
        c->result.gone++;
        c->result.announced += announced;
        c->result.missing += leaves;
        note(c, (il_fidelity_entry){.kind = IL_FIDELITY_GONE, .node = node, .leaves = leaves, .announced = announced});
    }
}

/* Resources of the model that no template has. One under a condition, or of an unknown number, claims nothing; one whose path is
 * unknown stands for any of its type. */
static void find_extra(comparison *c, const il_map *seen)
{
    c->template = NULL;
    for (size_t i = 0; i < c->app->resources.n; i++) {
        const il_resource *r = c->app->resources.items[i];
        if (il_resource_is_fact(r) || r->condition.text.n || r->many)
            continue;
        c->type = il_str_of(r->type);
        c->path = place_of(r);
        bool there = il_map_get(seen, key_of(c->assembly.arena, c->type, c->path));
        for (size_t k = 0; !there && !c->path.n && k < c->result.entries.n; k++)
            there = c->result.entries.items[k].kind == IL_FIDELITY_GONE &&
                    il_str_eq(c->result.entries.items[k].type, c->type);
        if (there)
            continue;
        c->resource = r;
        c->result.extra++;
        note(c, (il_fidelity_entry){.kind = IL_FIDELITY_EXTRA});
    }
}

il_fidelity il_fidelity_compare(il_arena *arena, const il_app *app, const il_fidelity_template *templates, size_t n)
{
    comparison c = {.assembly = {arena, templates, n}, .app = app};
    il_map seen = il_map_in(arena);
    index_model(&c);
    for (size_t t = 0; t < n; t++) {
        c.template = &templates[t];
        compare_template(&c, &seen);
    }
    find_extra(&c, &seen);
    return c.result;
}
