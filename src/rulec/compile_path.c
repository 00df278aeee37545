#include <string.h>

#include "compiler.h"
#include "nearest.h"

static const struct {
    const char *word;
    il_view view;
} views[] = {{"statements", IL_VIEW_STATEMENTS},
             {"addresses", IL_VIEW_ADDRESSES},
             {"generated", IL_VIEW_GENERATED},
             {"escaped", IL_VIEW_ESCAPED},
             {"many", IL_VIEW_MANY},
             {"production", IL_VIEW_PRODUCTION},
             {"type", IL_VIEW_TYPE},
             {"logicalId", IL_VIEW_LOGICAL_ID},
             {"constructPath", IL_VIEW_CONSTRUCT_PATH}};

static const char *const attributes[] = {
    "DeletionPolicy", "UpdateReplacePolicy", "Metadata",  "DependsOn",  "Condition",
    "CreationPolicy", "UpdatePolicy",        "Type",      "Properties", "statements",
    "addresses",      "generated",           "escaped",   "many",       "type",
    "logicalId",      "constructPath",       "production"};

int il_compile__bind(il_compiler *c, const il_node *name, bool resource, bool let)
{
    static const char *const taken[] = {"self", "each", "key", "stack", "project", "name", "type"};
    bool word = name->text.n > 0;
    for (size_t i = 0; i < name->text.n; i++)
        word = word && ((name->text.p[i] | 32) >= 'a' && (name->text.p[i] | 32) <= 'z');
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        word = word && !il_str_is(name->text, taken[i]);
    if (!word) {
        il_compile__error(c, name,
                          "a name is letters only, and none of self, each, key, stack, project, name and type");
        return IL_SLOT_NONE;
    }
    for (size_t i = 0; i < c->n_names; i++) {
        if (!il_str_eq(c->names[i].name, name->text))
            continue;
        il_compile__error(c, name, "the name `%.*s` is taken", IL_FMT(name->text));
        return IL_SLOT_NONE;
    }
    if (c->n_slots == IL_SLOTS_MAX || c->n_names == IL_SLOTS_MAX) {
        il_compile__error(c, name, "a page has at most %d names", IL_SLOTS_MAX - IL_SLOT_FIRST);
        return IL_SLOT_NONE;
    }
    c->names[c->n_names++] = (il_scope_name){
        .name = il_arena_str(c->arena, name->text), .slot = c->n_slots, .resource = resource, .let = let};
    return c->n_slots++;
}

/* Sets where the path starts from its first word, "$self"; false when there is no such thing. *RESOURCE: whether it is one. */
static bool start_of(il_compiler *c, const il_node *at, il_str word, il_path *path, bool *resource)
{
    *resource = false;
    if (il_str_is(word, "self")) {
        path->start = IL_START_SELF;
        *resource = true;
        return true;
    }
    if (il_str_is(word, "stack") || il_str_is(word, "project")) {
        path->start = word.p[0] == 's' ? IL_START_STACK : IL_START_PROJECT;
        return true;
    }
    path->start = IL_START_SLOT;
    path->slot = il_str_is(word, "key") ? IL_SLOT_KEY : IL_SLOT_EACH;
    if (il_str_is(word, "each") || il_str_is(word, "key")) {
        if (!c->has_each)
            il_compile__error(c, at, "$%.*s stands for nothing: the page has no `each`", IL_FMT(word));
        return c->has_each;
    }
    for (size_t i = 0; i < c->n_names; i++) {
        if (!il_str_eq(c->names[i].name, word))
            continue;
        path->slot = c->names[i].slot;
        *resource = c->names[i].resource;
        if (c->names[i].let)
            c->lets_used |= 1u << path->slot;
        return true;
    }
    const char *known[IL_SLOTS_MAX + 5] = {"self", "each", "key", "stack", "project"};
    size_t n = 5;
    for (size_t i = 0; i < c->n_names; i++)
        known[n++] = c->names[i].name.p;
    const char *meant = il_nearest(word, known, n);
    il_compile__error(c, at, "unknown name `$%.*s`%s%s%s", IL_FMT(word), meant ? ": did you mean `$" : "",
                      meant ? meant : "", meant ? "`?" : "");
    return false;
}

/* Cuts the first key off *REST; one in double quotes may hold dots. False when there is none. */
static bool cut_key(il_str *rest, il_str *key)
{
    if (rest->n && rest->p[0] == '"') {
        size_t end = il_str_find(*rest, IL_STR("\""), 1);
        if (end == SIZE_MAX || (end + 1 < rest->n && rest->p[end + 1] != '.'))
            return false;
        *key = il_str_slice(*rest, 1, end);
        *rest = end + 1 < rest->n ? il_str_slice(*rest, end + 2, rest->n) : (il_str){NULL, 0};
        return key->n > 0 && (!rest->p || rest->n);
    }
    bool dotted = il_str_find(*rest, IL_STR("."), 0) != SIZE_MAX;
    *key = il_str_cut(rest, '.');
    return key->n > 0 && (!dotted || rest->n);
}

/* The attribute or view behind a leading dot. */
static bool leave_properties(il_compiler *c, const il_node *at, il_path *path, il_str *rest)
{
    il_str before = *rest, key;
    if (!cut_key(rest, &key))
        return false;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (il_str_is(key, views[i].word)) {
            path->view = views[i].view;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        if (il_str_is(key, attributes[i])) {
            path->body = true;
            *rest = before;
            return true;
        }
    }
    il_node named = *at;
    named.text = key;
    il_compile__unknown(c, &named, "attribute behind the leading dot", attributes,
                        sizeof attributes / sizeof *attributes);
    return false;
}

static bool read_start(il_compiler *c, const il_node *at, il_path *path, il_str *rest)
{
    bool resource = true;
    path->start = IL_START_SUBJECT;
    if (rest->n && rest->p[0] == '$') {
        il_str word = il_str_cut(rest, '.');
        if (!start_of(c, at, il_str_slice(word, 1, word.n), path, &resource))
            return false;
        if (!rest->p || rest->p[0] != '.')
            return true;
    } else if (!rest->n || rest->p[0] != '.') {
        return true;
    } else {
        path->start = IL_START_RESOURCE;
    }
    *rest = il_str_slice(*rest, 1, rest->n);
    if (!resource) {
        il_compile__error(c, at, "only a resource has attributes behind a dot");
        return false;
    }
    return leave_properties(c, at, path, rest);
}

const il_path *il_compile__path_text(il_compiler *c, const il_node *at, il_str text)
{
    il_path *path = IL_NEW(c->arena, il_path);
    IL_VEC(il_str) keys = {0};
    size_t errors = c->errors;
    path->text = il_arena_str(c->arena, text);
    path->slot = IL_SLOT_NONE;
    il_str rest = path->text, key;
    bool good = read_start(c, at, path, &rest);
    while (good && rest.p) {
        good = cut_key(&rest, &key);
        if (good)
            IL_PUSH(c->arena, &keys, key);
    }
    if (!good) {
        if (c->errors == errors)
            il_compile__error(c, at, "`%.*s` is no path: keys with dots between them", IL_FMT(text));
        return NULL;
    }
    path->keys = keys.items;
    path->n_keys = keys.n;
    return path;
}

const il_path *il_compile__path(il_compiler *c, const il_node *node)
{
    if (!node || node->kind != IL_NODE_STRING || !node->text.n) {
        il_compile__error(c, node, "here stands a path");
        return NULL;
    }
    return il_compile__path_text(c, node, node->text);
}

const char *il_compile__leaf(il_compiler *c, const il_node *node, bool types)
{
    if (types && node->kind == IL_NODE_STRING && il_compile__is_type(node->text))
        return il_arena_str(c->arena, node->text).p;
    const il_path *path = il_compile__path(c, node);
    return path ? path->text.p : NULL;
}
