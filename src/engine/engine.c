#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "back.h"
#include "baseline.h"
#include "config.h"
#include "discover.h"
#include "mend.h"
#include "nearest.h"
#include "round.h"
#include "turns.h"
#include "waiver.h"

il_engine *il_engine_new(const il_files *files, const il_engine_options *options)
{
    il_arena *arena = il_arena_new();
    il_engine *engine = IL_NEW(arena, il_engine);
    engine->arena = arena;
    engine->files = files;
    engine->options = *options;
    engine->slots = il_map_in(arena);
    engine->unit_by_root = il_map_in(arena);
    engine->seen_folders = il_map_in(arena);
    engine->templates = il_map_in(arena);
    engine->assemblies = il_map_in(arena);
    engine->projects = il_map_in(arena);
    engine->io.arena = arena;
    engine->notices.arena = arena;
    engine->loader = il_workspace_loader(engine);
    engine->configs = il_configs_new(engine, !options->use_config, options->config_file);
    return engine;
}

static void free_slot(il_slot *slot)
{
    il_arena_free(slot->own);
    il_arena_free(slot->laid);
}

void il_engine_free(il_engine *engine)
{
    if (!engine)
        return;
    il_round_free(engine->round);
    for (size_t i = 0; i < engine->documents.n; i++)
        il_document_free(engine->documents.items[i]);
    for (size_t i = 0; i < engine->slots.n; i++)
        free_slot(engine->slots.entries[i].value);
    for (size_t i = 0; i < engine->kept.n; i++)
        il_arena_free(engine->kept.items[i]);
    il_arena_free(engine->result_arena);
    il_arena_free(engine->arena);
}

void il_engine_add(il_engine *engine, il_str path)
{
    il_discover(engine, path);
}

void il_engine_add_listed(il_engine *engine, il_str path)
{
    engine->listed = true;
    il_discover_listed(engine, path);
    engine->listed = false;
}

void il_engine_set_baseline(il_engine *engine, const il_baseline *baseline)
{
    engine->options.baseline = baseline;
}

bool il_engine_has_baseline(const il_engine *engine)
{
    return engine->options.baseline != NULL;
}

void il_engine_add_text(il_engine *engine, il_str path, il_str text)
{
    il_workspace_overlay(engine, path, text);
    il_discover(engine, path);
}

const il_sink *il_engine_config_problems(il_engine *engine)
{
    for (size_t i = 0; i < engine->units.n; i++)
        il_engine_config(engine, engine->units.items[i]->root);
    for (size_t i = 0; i < engine->scope.n; i++)
        il_engine_config(engine, il_path_directory(engine->scope.items[i]));
    return il_configs_problems(engine->configs);
}

bool il_engine_text(il_engine *engine, il_str path, il_str *text)
{
    return il_workspace_text(engine, path, text);
}

const il_rules *il_engine_rules(const il_engine *engine)
{
    return &engine->rules;
}

il_selected il_engine_select(il_engine *engine, const il_selection *selection)
{
    il_selected selected = il_select(engine->arena, &engine->rules, selection);
    if (!selected.unknown.p) {
        engine->options.rules = selected.rules;
        engine->options.n_rules = selected.n;
    }
    return selected;
}

il_selected il_engine_select_fixable(il_engine *engine, const il_selection *selection)
{
    il_selected selected = il_select(engine->arena, &engine->rules, selection);
    if (!selected.unknown.p) {
        engine->options.fixable = selected.rules;
        engine->options.n_fixable = selected.n;
    }
    return selected;
}

il_givens *il_engine_givens(il_engine *engine)
{
    return engine->options.givens;
}

static const char *nearest_parameter(il_arena *arena, const il_round *round, il_str name)
{
    IL_VEC(const char *) names = {0};
    for (size_t i = 0; i < round->units.n; i++) {
        const il_app *app = round->units.items[i]->assembly;
        const il_type_list *list = app ? il_app_of_type(app, IL_STR("Parameter")) : NULL;
        for (size_t k = 0; list && k < list->n; k++)
            IL_PUSH(arena, &names, il_arena_str(arena, list->items[k]->logical_id).p);
    }
    return il_nearest(name, names.items, names.n);
}

/* What was given and not asked for; pseudo parameters, which every template has, need not be used. */
static void add_strays(il_engine *engine, const il_round *round, il_result *result)
{
    const il_givens *givens = engine->options.givens;
    size_t n = givens ? givens->n : 0;
    il_stray *strays = IL_NEW_ARRAY(engine->result_arena, n, il_stray);
    for (size_t i = 0; i < n; i++) {
        const il_given *given = &givens->items[i];
        if (given->used || il_str_starts(given->name, IL_STR("AWS::")))
            continue;
        il_stray *stray = &strays[result->n_strays++];
        il_str meant = il_str_of(nearest_parameter(engine->result_arena, round, given->name));
        *stray = (il_stray){given->name, il_str_eq(meant, given->name) ? (il_str){NULL, 0} : meant};
        if (given->stack.n)
            stray->name = il_arena_printf(engine->result_arena, "%.*s:%.*s", IL_FMT(given->stack), IL_FMT(given->name));
    }
    result->strays = strays;
}

/* Makes ROUND the engine's newest and gives its result. */
static const il_result *publish(il_engine *engine, il_round *round)
{
    if (engine->round != round)
        il_round_free(engine->round);
    engine->round = round;
    il_arena_free(engine->result_arena);
    engine->result_arena = il_arena_new();
    memset(&engine->accepted, 0, sizeof engine->accepted);
    il_result *result = &engine->result;
    *result = (il_result){.files = round->files, .stacks = round->stacks, .assemblies = round->assemblies};
    result->resources = round->resources;
    result->findings.arena = engine->result_arena;
    il_turns_check(engine, &result->findings, result);
    il_round_findings(round, &result->findings);
    result->unreadable = engine->unreadable;
    il_waivers_list(engine, round, result);
    result->skips = engine->skips.items;
    result->n_skips = engine->skips.n;
    add_strays(engine, round, result);
    return result;
}

const il_result *il_engine_check(il_engine *engine)
{
    il_turns_choose(engine);
    il_round *round = il_round_new(engine);
    if (engine->options.plan_fixes)
        il_mend_plan(round, NULL);
    return publish(engine, round);
}

static int changed_order(const void *a, const void *b)
{
    return il_str_cmp(((const il_changed_file *)a)->path, ((const il_changed_file *)b)->path);
}

static void collect_changes(il_engine *engine, const il_mending *mending, il_fix_result *out)
{
    il_changed_file *files = IL_NEW_ARRAY(engine->arena, mending->before.n, il_changed_file);
    size_t n = 0;
    for (size_t i = 0; i < mending->before.n; i++) {
        const il_map_entry *entry = &mending->before.entries[i];
        il_changed_file file = {.path = entry->key, .before = *(il_str *)entry->value};
        il_workspace_text(engine, entry->key, &file.after);
        if (!il_str_eq(file.before, file.after))
            files[n++] = file;
    }
    if (n)
        qsort(files, n, sizeof *files, changed_order);
    out->files = files;
    out->n_files = n;
}

const il_fix_result *il_engine_fix(il_engine *engine)
{
    il_mending mending = {.arena = engine->arena, .before = il_map_in(engine->arena)};
    il_fix_result *out = IL_NEW(engine->arena, il_fix_result);
    il_round *round = il_round_new(engine);
    mending.refused = il_map_in(engine->arena);
    mending.graves = il_map_in(engine->arena);
    out->n_applied = il_mend(round, &mending);
    if (out->n_applied) {
        il_round_free(round);
        round = il_round_new(engine);
    }
    if (engine->options.plan_fixes)
        il_mend_plan(round, &mending);
    collect_changes(engine, &mending, out);
    out->fixes = mending.fixes.items;
    out->n_fixes = mending.fixes.n;
    out->left = publish(engine, round);
    return out;
}

void il_engine_trace(il_engine *engine, il_buf *out)
{
    if (!engine->round)
        il_engine_check(engine);
    il_back_dump(engine->round, out);
}

size_t il_engine_models(il_engine *engine, const il_app *const **apps)
{
    if (!engine->round)
        il_engine_check(engine);
    const il_round *round = engine->round;
    const il_app **out = IL_NEW_ARRAY(engine->arena, round->units.n * 2, const il_app *);
    size_t n = 0;
    for (size_t i = 0; i < round->units.n; i++) {
        if (round->units.items[i]->source)
            out[n++] = round->units.items[i]->source;
        if (round->units.items[i]->assembly)
            out[n++] = round->units.items[i]->assembly;
    }
    *apps = out;
    return n;
}
