#include "own.h"

#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "config_keys.h"

/* How deep below a folder pages are looked for. */
enum { MOST_FOLDERS = 32 };

struct il_own {
    il_tables tables;
    il_map folders; /* those that were read → their name in the rules */
    IL_VEC(il_own_page) pages;
    IL_VEC(const il_rule *) rules; /* sorted by id */
};

typedef struct {
    il_engine *engine;
    il_sink *problems;
    IL_VEC(il_str) pages, tables;
} search;

static bool is_page(il_str name)
{
    return il_str_ends(name, IL_STR(".md")) && !il_str_eq_nocase(name, IL_STR("README.md"));
}

static bool is_table(il_str folder, il_str name)
{
    bool data = il_str_is(folder, "data") || il_str_ends(folder, IL_STR("/data"));
    return data && (il_str_ends(name, IL_STR(".yaml")) || il_str_ends(name, IL_STR(".yml")));
}

static void look(search *s, il_str folder, int depth)
{
    const il_files *files = s->engine->files;
    il_arena *arena = s->engine->arena;
    il_file_entry *entries;
    size_t n;
    const char *why = files->list(files->context, arena, folder, &entries, &n);
    if (why) {
        il_workspace_io_error(s->engine, folder, why);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        il_str name = entries[i].name, path = il_path_join(arena, folder, name);
        if (name.p[0] == '.' || il_str_is(name, "node_modules"))
            continue;
        if (entries[i].kind == IL_FILE_FOLDER && depth < MOST_FOLDERS)
            look(s, path, depth + 1);
        else if (is_page(name))
            IL_PUSH(arena, &s->pages, path);
        else if (is_table(folder, name))
            IL_PUSH(arena, &s->tables, path);
    }
}

static void add_page(search *s, const char *folder, il_str path)
{
    il_engine *engine = s->engine;
    il_own_page own = {0};
    il_str text;
    if (!il_workspace_text(engine, path, &text))
        return;
    il_compile_input input = {.arena = engine->arena, .path = path, .text = text, .tables = &engine->own->tables};
    input.sink = s->problems;
    input.own = true;
    input.lenient = !engine->options.whole_pages;
    il_rule *rule = il_rule_compile(&input, &own.page);
    if (!rule) {
        engine->rules_missing = true;
        return;
    }
    const il_rule *same = il_rules_find(&engine->rules, il_str_of(rule->id));
    if (same) {
        il_config__problem(s->problems, (il_loc){own.page.source, {0, 0}},
                           "%s is the id of another rule, %s: rename this page and its id", rule->id, same->path);
        return;
    }
    rule->folder = folder;
    own.rule = rule;
    IL_PUSH(engine->arena, &engine->own->pages, own);
    IL_PUSH(engine->arena, &engine->own->rules, rule);
    engine->rules = (il_rules){engine->own->rules.items, engine->own->rules.n};
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const il_rule *const *)a)->id, (*(const il_rule *const *)b)->id);
}

bool il_own_add(il_engine *engine, il_str folder, il_sink *problems)
{
    const il_files *files = engine->files;
    il_arena *arena = engine->arena;
    if (files->kind(files->context, folder) != IL_FILE_FOLDER)
        return false;
    if (!engine->own) {
        engine->own = IL_NEW(arena, struct il_own);
        engine->own->tables = il_tables_in(arena);
        engine->own->folders = il_map_in(arena);
    }
    if (il_map_get(&engine->own->folders, folder))
        return true;
    il_str kept = il_arena_str(arena, folder);
    il_map_put(&engine->own->folders, kept, (void *)kept.p);
    search s = {.engine = engine, .problems = problems};
    look(&s, folder, 0);
    for (size_t i = 0; i < s.tables.n; i++) {
        il_str text;
        if (il_workspace_text(engine, s.tables.items[i], &text))
            il_tables_add(&engine->own->tables, s.tables.items[i], text, problems);
    }
    for (size_t i = 0; i < s.pages.n; i++)
        add_page(&s, kept.p, s.pages.items[i]);
    if (engine->own->rules.n)
        qsort(engine->own->rules.items, engine->own->rules.n, sizeof *engine->own->rules.items, by_id);
    return true;
}

bool il_own_is_from(const il_rule *rule, const il_str *folders, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (il_str_is(folders[i], rule->folder))
            return true;
    return false;
}

const il_own_page *il_engine_own_pages(il_engine *engine, size_t *n)
{
    *n = engine->own ? engine->own->pages.n : 0;
    return engine->own ? engine->own->pages.items : NULL;
}
