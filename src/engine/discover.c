/* A TypeScript file belongs to the app of the nearest cdk.json above it, else to the nearest package.json, else to the folder that was named.
 * What a walk passes over is skip.c's; what somebody named is looked at all the same. */
#include "discover.h"

#include <stdlib.h>
#include <string.h>

#include "cdk.h"
#include "repository.h"
#include "skip.h"
#include "template.h"
#include "turns.h"

/* How far above the named path an app's folder is looked for. */
enum { MOST_PARENTS = 40, MOST_DEPTH = 200 };

static il_file_kind kind_of(const il_engine *engine, il_str path)
{
    return engine->files->kind(engine->files->context, path);
}

static bool has(const il_engine *engine, il_str folder, const char *name)
{
    return kind_of(engine, il_path_join(engine->arena, folder, il_str_of(name))) == IL_FILE_REGULAR;
}

static bool is_declaration(il_str path)
{
    return il_str_ends(path, IL_STR(".d.ts")) || il_str_ends(path, IL_STR(".d.mts")) ||
           il_str_ends(path, IL_STR(".d.cts"));
}

static bool is_program(il_str path)
{
    static const char *const endings[] = {".ts", ".tsx", ".mts", ".cts"};
    if (is_declaration(path))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (il_str_ends(path, il_str_of(endings[i])))
            return true;
    return false;
}

static bool is_script(il_str path)
{
    return il_str_ends(path, IL_STR(".js")) || il_str_ends(path, IL_STR(".mjs")) || il_str_ends(path, IL_STR(".cjs")) ||
           il_str_ends(path, IL_STR(".jsx"));
}

static bool is_data(il_str path)
{
    return il_str_ends(path, IL_STR(".json")) || il_str_ends(path, IL_STR(".yaml")) ||
           il_str_ends(path, IL_STR(".yml")) || il_str_ends(path, IL_STR(".template"));
}

/* Tests build stacks to look at them; their defects are not the app's. An app that imports one still has it evaluated. */
static bool is_test(il_str path)
{
    return il_str_contains(path, IL_STR(".test.")) || il_str_contains(path, IL_STR(".spec."));
}

/* The folder above FOLDER: "a" of "a/b", "" of "a", ".." of "". */
static il_str parent_of(il_engine *engine, il_str folder)
{
    if (folder.n == 0)
        return IL_STR("..");
    bool climbing = il_str_is(folder, "..") || il_str_ends(folder, IL_STR("/.."));
    return climbing ? il_arena_printf(engine->arena, "%.*s/..", IL_FMT(folder)) : il_path_directory(folder);
}

/* The nearest folder at or above FOLDER with cdk.json, else with package.json, else FALLBACK. The search ends at a repository's root. */
static il_str root_of(il_engine *engine, il_str folder, il_str fallback)
{
    il_str package = {NULL, 0};
    for (int i = 0; i < MOST_PARENTS; i++) {
        if (has(engine, folder, "cdk.json"))
            return folder;
        if (!package.p && has(engine, folder, "package.json"))
            package = folder;
        il_str git = il_path_join(engine->arena, folder, IL_STR(".git"));
        if (kind_of(engine, git) != IL_FILE_NONE || il_str_is(folder, "/"))
            break;
        folder = parent_of(engine, folder);
        if (kind_of(engine, folder.n ? folder : IL_STR(".")) != IL_FILE_FOLDER)
            break;
    }
    return package.p ? package : fallback;
}

static il_unit *unit_of(il_engine *engine, il_str root)
{
    il_unit *unit = il_map_get(&engine->unit_by_root, root);
    if (!unit) {
        unit = IL_NEW(engine->arena, il_unit);
        unit->root = il_arena_str(engine->arena, root);
        il_map_put(&engine->unit_by_root, unit->root, unit);
        IL_PUSH(engine->arena, &engine->units, unit);
    }
    return unit;
}

/* One walk's state: where files go. */
typedef struct {
    il_engine *engine;
    il_str app; /* the folder whose app the TypeScript here belongs to */
    const il_ignore *ignores;
    IL_VEC(il_str) sources, notes;
} walk;

static void walk_folder(walk *w, il_str folder, int depth);

/* A folder that CDK wrote: manifest.json that speaks of artifacts. */
static bool is_assembly(il_engine *engine, il_str folder)
{
    il_str text, path = il_path_join(engine->arena, folder, IL_STR("manifest.json"));
    if (kind_of(engine, path) != IL_FILE_REGULAR || !il_workspace_text(engine, path, &text))
        return false;
    bool is = il_str_contains(text, IL_STR("\"artifacts\"")) && il_str_contains(text, IL_STR("\"version\""));
    il_workspace_forget(engine, path);
    return is;
}

/* The app whose program wrote the assembly FOLDER: the nearest cdk.json above it, else the folder that it lies in. */
static il_str maker_of(il_engine *engine, il_str folder)
{
    il_str above = folder.n ? il_path_directory(folder) : IL_STR(".."), root = root_of(engine, above, above);
    return has(engine, root, "cdk.json") ? root : above;
}

/* An app has one assembly, the one that lies nearest to it; others are checked apart. */
static void add_assembly(il_engine *engine, il_str folder)
{
    il_unit *unit = unit_of(engine, maker_of(engine, folder));
    if (il_map_put(&engine->assemblies, il_arena_str(engine->arena, folder), unit))
        return;
    il_str another = unit->assembly;
    if (!another.p || folder.n < another.n) {
        unit->assembly = il_arena_str(engine->arena, folder);
        folder = another;
    }
    if (!another.p)
        return;
    il_unit *apart = IL_NEW(engine->arena, il_unit);
    apart->root = unit->root;
    apart->assembly = il_arena_str(engine->arena, folder);
    IL_PUSH(engine->arena, &engine->units, apart);
}

/* Most files of a project are no templates: those that hold none of these words are not worth parsing. */
static bool may_be_template(il_str text)
{
    return il_str_contains(text, IL_STR("Resources")) || il_str_contains(text, IL_STR("AWSTemplateFormatVersion")) ||
           il_str_contains(text, IL_STR("Transform"));
}

static bool may_nest(il_str text)
{
    return il_str_contains(text, IL_STR("AWS::CloudFormation::Stack")) ||
           il_str_contains(text, IL_STR("AWS::Serverless::Application"));
}

/* A unit for document ROOT of PATH, whose bytes are TEXT. */
static void add_template_unit(il_engine *engine, il_str path, il_str text, size_t root)
{
    il_unit *unit = IL_NEW(engine->arena, il_unit);
    unit->template_path = il_arena_str(engine->arena, path);
    unit->root = il_path_directory(unit->template_path);
    unit->template_root = root;
    unit->may_nest = may_nest(text);
    unit->late = engine->template_bytes > IL_TURN_BYTES;
    IL_PUSH(engine->arena, &engine->units, unit);
    il_map_put(&engine->templates, unit->template_path, unit);
}

/* Whether PATH can wait until its turn comes: a text that begins as JSON and says of itself that it is a template has one root. */
static bool can_wait(const il_engine *engine, il_str path, il_str text)
{
    return engine->options.in_turns && engine->template_bytes > IL_TURN_BYTES && !may_nest(text) &&
           il_document_kind_of(path, text) == IL_DOCUMENT_JSON && il_template_resembles(text);
}

/* Adds the templates of PATH, whose bytes are TEXT. False when there is none. */
static bool add_templates(il_engine *engine, il_str path, il_str text)
{
    const il_document *document = il_workspace_document(engine, path);
    bool found = false;
    for (size_t i = 0; i < document->n_roots; i++) {
        if (!il_template_recognize(document->roots[i]))
            continue;
        add_template_unit(engine, path, text, i);
        found = true;
    }
    /* It looks like a template and does not parse: its syntax findings are the answer, never silence. */
    if (!found && document->n_errors && il_template_resembles(text)) {
        add_template_unit(engine, path, text, SIZE_MAX);
        found = true;
    }
    return found;
}

/* Adds PATH if it is a template. NAMED: the user said this very path, so a refusal is told. */
static void add_template(il_engine *engine, il_str path, bool named)
{
    il_str text;
    if (il_map_get(&engine->templates, path) || !il_workspace_text(engine, path, &text))
        return;
    bool waits = may_be_template(text) && can_wait(engine, path, text);
    if (waits)
        add_template_unit(engine, path, text, 0);
    else if (!may_be_template(text) || !add_templates(engine, path, text))
        il_skip_note(engine, path, "not a CloudFormation template", !named);
    bool late = engine->template_bytes > IL_TURN_BYTES;
    engine->template_bytes += il_map_get(&engine->templates, path) ? text.n : 0;
    bool other = !il_map_get(&engine->templates, path) && !il_workspace_slot(engine, path)->document;
    if (other || (engine->options.in_turns && late && !may_nest(text)))
        il_workspace_forget(engine, path);
}

/* Files that every project has and no template is: not worth reading. */
static bool never_template(il_str name)
{
    static const char *const names[] = {"package.json",  "package-lock.json", "cdk.json",       "cdk.context.json",
                                        "tsconfig.json", "infralint.json",    "infralint.yaml", "infralint.yml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (il_str_is(name, names[i]))
            return true;
    return false;
}

static void walk_file(walk *w, il_str path, il_str name)
{
    il_engine *engine = w->engine;
    const char *why = NULL;
    if (is_declaration(path)) {
        why = "declarations";
    } else if (is_program(path)) {
        if (engine->options.template_only)
            why = "a program, and only templates are checked";
        else if (is_test(path))
            why = "a test";
        else
            IL_PUSH(engine->arena, &w->sources, path);
    } else if (is_data(path) && !never_template(name)) {
        if (engine->options.source_only)
            why = "not TypeScript, and only programs are checked";
        else
            add_template(engine, path, false);
    }
    if (why)
        il_skip_note(engine, path, why, true);
}

static void walk_entry(walk *w, il_str folder, const il_file_entry *entry, int depth)
{
    il_str path = il_workspace_path(w->engine, il_path_join(w->engine->arena, folder, entry->name));
    if (entry->kind == IL_FILE_REGULAR && il_repository_notes(path))
        IL_PUSH(w->engine->arena, &w->notes, path);
    bool of_interest = entry->kind == IL_FILE_FOLDER || is_program(path) || is_declaration(path) || is_data(path);
    const char *why = of_interest ? il_skip_why(w->engine, w->ignores, path, entry) : NULL;
    if (why)
        il_skip_note(w->engine, path, why, true);
    else if (entry->kind == IL_FILE_FOLDER)
        walk_folder(w, path, depth + 1);
    else
        walk_file(w, path, entry->name);
}

static int path_order(const void *a, const void *b)
{
    return il_str_cmp(*(const il_str *)a, *(const il_str *)b);
}

/* Gives the unit of the walked app its files. Of JavaScript only the entry is one: the rest is what a compiler wrote, or reached from there. */
static void finish_app(walk *w)
{
    il_str entry = w->engine->options.template_only ? (il_str){NULL, 0}
                                                    : il_cdk_entry(w->engine->arena, &w->engine->loader, w->app);
    entry = il_arena_str(w->engine->arena, entry); /* what it was read from may go before the unit does */
    if (is_script(entry))
        IL_PUSH(w->engine->arena, &w->sources, entry);
    if (!w->sources.n)
        return;
    il_unit *unit = unit_of(w->engine, w->app);
    unit->entry = entry;
    if (w->notes.n) {
        unit->notes = w->notes.items;
        unit->n_notes = w->notes.n;
    }
    il_str *all = IL_NEW_ARRAY(w->engine->arena, unit->n_sources + w->sources.n, il_str);
    size_t n = 0;
    for (size_t i = 0; i < unit->n_sources; i++)
        all[n++] = unit->sources[i];
    for (size_t i = 0; i < w->sources.n; i++)
        all[n++] = w->sources.items[i];
    qsort(all, n, sizeof *all, path_order);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !il_str_eq(all[kept - 1], all[i]))
            all[kept++] = all[i];
    unit->sources = all;
    unit->n_sources = kept;
}

static void walk_folder(walk *w, il_str folder, int depth)
{
    il_engine *engine = w->engine;
    if (il_map_put(&engine->seen_folders, folder, engine))
        return;
    if (depth > MOST_DEPTH) {
        il_workspace_io_error(engine, folder, "it lies deeper than 200 folders");
        return;
    }
    if (is_assembly(engine, folder)) {
        if (!engine->options.source_only)
            add_assembly(engine, folder);
        return;
    }
    il_file_entry *entries;
    size_t n;
    const char *why = engine->files->list(engine->files->context, engine->arena, folder, &entries, &n);
    if (why) {
        il_workspace_io_error(engine, folder, why);
        return;
    }
    walk inner = {.engine = engine, .app = folder};
    bool own_app = depth > 0 && has(engine, folder, "cdk.json");
    walk *target = own_app ? &inner : w;
    const il_ignore *outer = w->ignores;
    target->ignores = il_skip_enter(engine, outer, folder, entries, n);
    for (size_t i = 0; i < n; i++)
        walk_entry(target, folder, &entries[i], depth);
    w->ignores = outer;
    if (own_app)
        finish_app(&inner);
}

/* Walks the whole app at ROOT: absence is judged over all of it, however little of it was named. */
static void walk_app(il_engine *engine, il_str root)
{
    walk w = {.engine = engine, .app = root, .ignores = il_skip_above(engine, root)};
    walk_folder(&w, root, 0);
    finish_app(&w);
}

static void add_program(il_engine *engine, il_str path)
{
    il_str folder = il_path_directory(path), root = root_of(engine, folder, (il_str){NULL, 0});
    if (root.p) {
        walk_app(engine, root);
        il_unit *unit = unit_of(engine, root);
        for (size_t i = 0; i < unit->n_sources; i++)
            if (il_str_eq(unit->sources[i], path))
                return;
    }
    if (engine->listed && (root.p || is_test(path) || is_declaration(path)))
        return;
    walk alone = {.engine = engine, .app = root.p ? root : folder};
    IL_PUSH(engine->arena, &alone.sources, path);
    finish_app(&alone);
}

/* Adds an assembly that somebody named, and the program that made it: that is where its findings belong. */
static void name_assembly(il_engine *engine, il_str folder)
{
    add_assembly(engine, folder);
    il_str root = maker_of(engine, folder);
    if (has(engine, root, "cdk.json") && !engine->options.template_only)
        walk_app(engine, root);
}

static void discover_file(il_engine *engine, il_str path)
{
    if (is_program(path) || is_script(path)) {
        if (engine->options.template_only)
            il_skip_note(engine, path, "a program, and only templates are checked", false);
        else
            add_program(engine, path);
    } else if (is_data(path)) {
        il_str folder = il_path_directory(path);
        if (engine->options.source_only)
            il_skip_note(engine, path, "not TypeScript, and only programs are checked", false);
        else if (is_assembly(engine, folder))
            name_assembly(engine, folder);
        else
            add_template(engine, path, true);
    } else {
        il_skip_note(engine, path, "neither TypeScript nor a CloudFormation template by its name", false);
    }
}

void il_discover(il_engine *engine, il_str path)
{
    path = il_arena_str(engine->arena, path);
    IL_PUSH(engine->arena, &engine->scope, path);
    switch (kind_of(engine, path)) {
    case IL_FILE_NONE: {
        il_str text; /* trying to read it tells why it cannot be */
        if (il_workspace_text(engine, path, &text))
            discover_file(engine, path);
        break;
    }
    case IL_FILE_FOLDER: {
        if (is_assembly(engine, path)) {
            if (!engine->options.source_only)
                name_assembly(engine, path);
            break;
        }
        il_str root = root_of(engine, path, path);
        walk_app(engine, il_str_eq(root, path) || has(engine, root, "cdk.json") ? root : path);
        if (!il_map_get(&engine->seen_folders, path))
            walk_app(engine, path);
        break;
    }
    case IL_FILE_REGULAR:
        discover_file(engine, path);
        break;
    }
}

/* Whether a walk would not have come to PATH: by a folder on the way, or by the configuration. */
static bool passed_over(il_engine *engine, il_str path)
{
    const il_ignore *none = NULL;
    for (il_str rest = path, name; rest.p && rest.n;) {
        name = il_str_cut(&rest, '/');
        if (!name.n || il_str_is(name, ".."))
            continue;
        il_file_entry entry = {.name = name, .kind = rest.p ? IL_FILE_FOLDER : kind_of(engine, path)};
        il_str so_far = il_str_slice(path, 0, (size_t)(name.p + name.n - path.p));
        if (il_skip_why(engine, none, so_far, &entry) || (rest.p && is_assembly(engine, so_far)))
            return true;
    }
    return false;
}

void il_discover_listed(il_engine *engine, il_str path)
{
    path = il_arena_str(engine->arena, path);
    il_str folder = il_path_directory(path), name = il_str_slice(path, folder.n ? folder.n + 1 : 0, path.n);
    if (passed_over(engine, path))
        return;
    if (kind_of(engine, path) != IL_FILE_REGULAR) {
        il_discover(engine, path);
        return;
    }
    bool settings = il_str_is(name, "cdk.json") || il_str_is(name, "package.json");
    if (settings && !engine->options.template_only) {
        IL_PUSH(engine->arena, &engine->scope, path);
        if (has(engine, folder, "cdk.json"))
            walk_app(engine, folder);
    } else if (is_program(path) || (is_data(path) && !never_template(name))) {
        il_discover(engine, path);
    }
}
