#include "skip.h"

#include "config.h"
#include "document.h"

/* How far above a folder its repository's root is looked for. */
enum { MOST_PARENTS = 40 };

void il_skip_note(il_engine *engine, il_str path, const char *why, bool found)
{
    if ((found || engine->listed) && !engine->options.explain_skips)
        return;
    il_skip skip = {il_arena_str(engine->arena, path), why};
    IL_PUSH(engine->arena, &engine->skips, skip);
}

static il_file_kind kind_of(const il_engine *engine, il_str path)
{
    return engine->files->kind(engine->files->context, path);
}

/* PATH from the root of the file system, so that it can be held against patterns of folders above the working directory. */
static il_str absolute(const il_engine *engine, il_str path)
{
    return il_path_join(engine->arena, engine->files->here, path);
}

static const il_ignore *read_file(il_engine *engine, const il_ignore *list, il_str folder, il_str file)
{
    il_str text;
    if (!il_workspace_text(engine, file, &text))
        return list;
    return il_ignore_read(engine->arena, list, absolute(engine, folder), file, text);
}

const il_ignore *il_skip_above(il_engine *engine, il_str folder)
{
    il_str above[MOST_PARENTS], up = folder;
    size_t n = 0;
    bool repository = false;
    if (!engine->options.use_gitignore || !engine->files->here.n)
        return NULL;
    /* A repository that begins at FOLDER has nothing above it. */
    while (n < MOST_PARENTS && !repository) {
        il_str git = il_path_join(engine->arena, up, IL_STR(".git"));
        repository = kind_of(engine, git) != IL_FILE_NONE;
        if (repository || il_str_is(absolute(engine, up), "/"))
            break;
        up = il_path_join(engine->arena, up, IL_STR(".."));
        above[n++] = up;
    }
    if (!repository)
        return NULL;
    const il_ignore *list = NULL;
    il_str exclude = il_path_join(engine->arena, up, IL_STR(".git/info/exclude"));
    if (kind_of(engine, exclude) == IL_FILE_REGULAR)
        list = read_file(engine, list, up, exclude);
    while (n-- > 0) {
        il_str file = il_path_join(engine->arena, above[n], IL_STR(".gitignore"));
        if (kind_of(engine, file) == IL_FILE_REGULAR)
            list = read_file(engine, list, above[n], file);
    }
    return list;
}

const il_ignore *il_skip_enter(il_engine *engine, const il_ignore *list, il_str folder, const il_file_entry *entries,
                               size_t n)
{
    if (!engine->options.use_gitignore)
        return list;
    for (size_t i = 0; i < n && entries[i].name.p[0] <= '.'; i++)
        if (entries[i].kind == IL_FILE_REGULAR && il_str_is(entries[i].name, ".gitignore"))
            return read_file(engine, list, folder, il_path_join(engine->arena, folder, IL_STR(".gitignore")));
    return list;
}

static const char *folder_why(il_str name)
{
    if (name.p[0] == '.')
        return "a hidden folder";
    if (il_str_is(name, "node_modules") || il_str_is(name, "bower_components"))
        return "dependencies";
    if (il_str_is(name, "__snapshots__") || il_str_ends(name, IL_STR(".snapshot")) ||
        il_str_starts(name, IL_STR("cdk-integ.out")))
        return "snapshots of tests";
    return il_str_starts(name, IL_STR("asset.")) ? "an asset" : NULL;
}

/* Every CDK project ignores the assembly that its own program writes; it is read beside the program all the same. */
static bool is_output(il_str name)
{
    return il_str_is(name, "cdk.out");
}

const char *il_skip_why(il_engine *engine, const il_ignore *list, il_str path, const il_file_entry *entry)
{
    bool folder = entry->kind == IL_FILE_FOLDER;
    const char *why = folder ? folder_why(entry->name) : NULL;
    if (why)
        return why;
    if (entry->link)
        return "a symbolic link";
    const il_config *config = il_engine_config(engine, il_path_directory(path));
    if (il_config_excludes(config, path, folder))
        return "excluded by configuration";
    if (!list || (folder && is_output(entry->name)))
        return NULL;
    const il_ignore *from;
    const il_ignore_rule *rule = il_ignore_find(list, absolute(engine, path), folder, &from);
    if (!rule || rule->negated)
        return NULL;
    if (!engine->options.explain_skips)
        return "ignored";
    return il_arena_printf(engine->arena, "ignored by %.*s:%u", IL_FMT(from->file), rule->line).p;
}
