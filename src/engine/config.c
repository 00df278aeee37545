#include "config.h"

#include <stdint.h>
#include <string.h>

#include "config_keys.h"
#include "own.h"

/* How far above a file its configuration is looked for, and how long a chain of `extends` may be. */
enum { MOST_PARENTS = 40, MOST_EXTENDS = 16 };

static const char *const file_names[] = {"infralint.jsonc", "infralint.json", "infralint.yaml", "infralint.yml"};
enum { N_NAMES = sizeof file_names / sizeof *file_names };

struct il_configs {
    il_engine *engine;
    bool none;
    const il_config *only; /* for every path, when one was named */
    il_config defaults;
    il_map by_folder; /* folder → const il_config * */
    il_sink problems;
};

static bool is_file(const il_configs *c, il_str path)
{
    const il_files *files = c->engine->files;
    return files->kind(files->context, path) == IL_FILE_REGULAR;
}

static void take_given_folders(const il_engine *engine, il_config *config)
{
    config->rule_folders = (il_config_words){0};
    for (size_t i = 0; i < engine->options.n_rule_folders; i++)
        IL_PUSH(engine->arena, &config->rule_folders, engine->options.rule_folders[i]);
}

static il_config defaults(const il_engine *engine)
{
    il_config config = {.path = IL_STR(""), .folder = IL_STR(""), .fail_on = IL_ERROR, .require_reason = true};
    config.honored = (1u << IL_HONORED_TOOLS) - 1;
    take_given_folders(engine, &config);
    return config;
}

static bool read_file(il_configs *c, il_str path, il_config *out, int depth);

/* Reads what NODE extends into OUT, first to last. */
static void read_extended(il_configs *c, const il_document *document, const il_node *node, il_config *out, int depth)
{
    const il_node *list = il_node_get(node, IL_STR("extends"));
    bool many = list && list->kind == IL_NODE_LIST;
    for (size_t i = 0; list && i < (many ? list->list.n : 1); i++) {
        const il_node *item = many ? list->list.items[i] : list;
        il_loc loc = {document->source, item->span};
        const char *meant = NULL;
        if (item->kind != IL_NODE_STRING)
            continue; /* reported with the other keys */
        if (il_str_starts(item->text, IL_STR("infralint:"))) {
            il_str pack = il_str_slice(item->text, strlen("infralint:"), item->text.n);
            if (!il_select__names(c->engine->arena, &c->engine->rules, pack, &meant))
                il_config__problem(&c->problems, loc, "there is no pack '%.*s'", IL_FMT(pack));
            out->packs = (il_config_words){0};
            IL_PUSH(c->engine->arena, &out->packs, pack);
            continue;
        }
        il_str folder = il_path_directory(il_source_path(document->source));
        il_str path = il_path_join(c->engine->arena, folder, item->text);
        if (depth >= MOST_EXTENDS)
            il_config__problem(&c->problems, loc, "configurations extend each other in a circle");
        else if (!is_file(c, path) || !read_file(c, path, out, depth + 1))
            il_config__problem(&c->problems, loc, "there is no configuration at '%.*s'", IL_FMT(path));
    }
}

/* Users' own pages are compiled before the other keys are read, which may name them. What is no list of texts is reported with those. */
static void read_rule_folders(il_configs *c, const il_document *document, const il_node *node, il_config *out)
{
    const il_node *dirs = il_node_get(node, IL_STR("rulesDirs"));
    il_str here = il_path_directory(il_source_path(document->source));
    bool many = dirs && dirs->kind == IL_NODE_LIST;
    if (dirs)
        take_given_folders(c->engine, out);
    for (size_t i = 0; dirs && i < (many ? dirs->list.n : 1); i++) {
        const il_node *item = many ? dirs->list.items[i] : dirs;
        if (item->kind != IL_NODE_STRING)
            continue;
        il_str folder = il_path_join(c->engine->arena, here, item->text);
        if (il_own_add(c->engine, folder, &c->problems))
            IL_PUSH(c->engine->arena, &out->rule_folders, folder);
        else
            il_config__problem(&c->problems, (il_loc){document->source, item->span},
                               "there is no folder of rule pages at '%.*s'", IL_FMT(folder));
    }
}

/* Reads the file at PATH over OUT. False when it cannot be read, or holds no configuration (package.json). */
static bool read_file(il_configs *c, il_str path, il_config *out, int depth)
{
    const il_document *document = il_workspace_kept_document(c->engine, path);
    if (!document)
        return false;
    bool package = il_str_ends(path, IL_STR("package.json"));
    const il_node *node = document->n_roots ? document->roots[0] : NULL;
    if (package && !(node = il_node_get(node, IL_STR("infralint"))))
        return false;
    for (size_t i = 0; i < document->syntax.findings.n; i++)
        il_config__problem(&c->problems, document->syntax.findings.items[i].loc, "%.*s",
                           IL_FMT(document->syntax.findings.items[i].message));
    if (!node)
        return true;
    read_extended(c, document, node, out, depth);
    read_rule_folders(c, document, node, out);
    const il_config_reading reading = {c->engine->arena, document, &c->engine->rules, c->engine->rules_missing,
                                       &c->problems};
    il_config__read(&reading, node, out);
    return true;
}

static const il_value *param_value(il_arena *arena, const il_node *node, il_loc loc)
{
    double number;
    switch (node->kind) {
    case IL_NODE_BOOL:
        return il_value_bool(arena, loc, node->boolean);
    case IL_NODE_NUMBER:
        return il_node_number(node, &number) ? il_value_number(arena, loc, number) : il_value_null(arena, loc);
    case IL_NODE_LIST: {
        const il_value **items = IL_NEW_ARRAY(arena, node->list.n, const il_value *);
        for (size_t i = 0; i < node->list.n; i++)
            items[i] = param_value(arena, node->list.items[i], loc);
        return il_value_list(arena, loc, items, node->list.n);
    }
    default:
        return il_value_string(arena, loc, il_node_string(node));
    }
}

/* The parameters that CONFIG's rules set, as the judge wants them. */
static const il_value *params_of(il_arena *arena, const il_config *config)
{
    IL_VEC(il_entry) rules = {0};
    for (size_t i = config->rules.n; i-- > 0;) { /* the last wins: a map gives the first */
        const il_config_rule *rule = &config->rules.items[i];
        if (!rule->params || !rule->params->map.n)
            continue;
        il_entry *entries = IL_NEW_ARRAY(arena, rule->params->map.n, il_entry);
        for (size_t j = 0; j < rule->params->map.n; j++) {
            const il_member *member = &rule->params->map.members[j];
            entries[j] = (il_entry){.key = member->key->text, .value = param_value(arena, member->value, rule->loc)};
        }
        il_entry entry = {.key = rule->word, .value = il_value_map(arena, rule->loc, entries, rule->params->map.n)};
        IL_PUSH(arena, &rules, entry);
    }
    return rules.n ? il_value_map(arena, (il_loc){0}, rules.items, rules.n) : NULL;
}

static const il_config *config_at(il_configs *c, il_str path)
{
    il_config *config = IL_NEW(c->engine->arena, il_config);
    *config = defaults(c->engine);
    if (!read_file(c, path, config, 0))
        return NULL;
    config->path = path;
    config->folder = il_path_directory(path);
    config->params = params_of(c->engine->arena, config);
    return config;
}

/* The configuration that stands in FOLDER itself, or NULL. */
static const il_config *config_in(il_configs *c, il_str folder)
{
    il_str found = {NULL, 0};
    for (int i = 0; i < N_NAMES; i++) {
        il_str path = il_path_join(c->engine->arena, folder, il_str_of(file_names[i]));
        if (!is_file(c, path))
            continue;
        if (found.p) {
            const il_document *document = il_workspace_kept_document(c->engine, path);
            if (document)
                il_config__problem(&c->problems, (il_loc){document->source, {0, 0}},
                                   "%.*s stands beside it: a folder has one configuration", IL_FMT(found));
            continue;
        }
        found = path;
    }
    if (found.p)
        return config_at(c, found);
    il_str package = il_path_join(c->engine->arena, folder, IL_STR("package.json"));
    return is_file(c, package) ? config_at(c, package) : NULL;
}

/* Whether the search ends at FOLDER: the root of a repository, of the file system or of files in memory. */
static bool is_top(il_configs *c, il_str folder)
{
    const il_files *files = c->engine->files;
    il_str git = il_path_join(c->engine->arena, folder, IL_STR(".git"));
    if (files->kind(files->context, git) != IL_FILE_NONE || (!files->here.n && !folder.n))
        return true;
    return il_str_is(il_path_join(c->engine->arena, files->here, folder), "/");
}

static const il_config *search(il_configs *c, il_str folder, int depth)
{
    const il_config *known = il_map_get(&c->by_folder, folder);
    if (known)
        return known;
    known = config_in(c, folder);
    if (!known && (depth == MOST_PARENTS || is_top(c, folder)))
        known = &c->defaults;
    if (!known)
        known = search(c, il_path_join(c->engine->arena, folder, IL_STR("..")), depth + 1);
    il_map_put(&c->by_folder, il_arena_str(c->engine->arena, folder), (void *)(uintptr_t)known);
    return known;
}

il_configs *il_configs_new(il_engine *engine, bool none, il_str file)
{
    il_configs *c = IL_NEW(engine->arena, il_configs);
    *c = (il_configs){
        .engine = engine, .none = none, .defaults = defaults(engine), .by_folder = il_map_in(engine->arena)};
    c->problems.arena = engine->arena;
    for (size_t i = 0; i < engine->options.n_rule_folders; i++) {
        il_str folder = engine->options.rule_folders[i];
        il_loc loc = {il_source_new(engine->arena, folder, IL_STR("")), {0, 0}};
        if (!il_own_add(engine, folder, &c->problems))
            il_config__problem(&c->problems, loc, "there is no folder of rule pages here");
    }
    if (!file.p)
        return c;
    c->only = config_at(c, file);
    if (!c->only) {
        il_loc loc = {il_source_new(engine->arena, file, IL_STR("")), {0, 0}};
        il_config__problem(&c->problems, loc, "there is no configuration here");
        c->only = &c->defaults;
    }
    return c;
}

const il_config *il_configs_of(il_configs *c, il_str folder)
{
    if (c->none)
        return &c->defaults;
    return c->only ? c->only : search(c, folder, 0);
}

const il_config *il_engine_config(il_engine *engine, il_str folder)
{
    return il_configs_of(engine->configs, folder);
}

const il_sink *il_configs_problems(il_configs *c)
{
    il_sink_sort(&c->problems);
    return &c->problems;
}
