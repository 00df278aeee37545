#include "surroundings.h"

#include <stdlib.h>
#include <unistd.h>

#include "disk.h"
#include "document.h"

il_str il_surroundings_text(il_arena *arena, const il_files *files, il_str path)
{
    il_str text = IL_STR("");
    if (files->kind(files->context, path) == IL_FILE_REGULAR && files->read(files->context, arena, path, &text))
        return IL_STR("");
    return text;
}

/* NAME below the root of the repository, from the working directory. */
static il_str below(il_arena *arena, const il_surroundings *s, const char *name)
{
    return il_arena_printf(arena, "%.*s%s", IL_FMT(s->root), name);
}

static il_file_kind kind(il_arena *arena, const il_files *files, const il_surroundings *s, const char *name)
{
    return files->kind(files->context, below(arena, s, name));
}

static void see_repository(il_surroundings *s, il_arena *arena, const il_files *files)
{
    s->prefix = il_disk_git_prefix(arena);
    s->root = IL_STR("");
    for (size_t i = 0; i < s->prefix.n; i++)
        if (s->prefix.p[i] == '/')
            s->root = il_arena_printf(arena, "%.*s../", IL_FMT(s->root));
    s->repository = kind(arena, files, s, ".git") != IL_FILE_NONE;
}

static void see_hooks(il_surroundings *s, il_arena *arena, const il_files *files, il_str config)
{
    static const struct {
        const char *sign;
        il_hooks hooks;
        const char *file;
    } managers[] = {
        {".pre-commit-config.yaml", IL_HOOKS_PRE_COMMIT, ".pre-commit-config.yaml"},
        {".husky", IL_HOOKS_HUSKY, ".husky/pre-commit"},
        {"lefthook.yml", IL_HOOKS_LEFTHOOK, "lefthook.yml"},
        {"lefthook.yaml", IL_HOOKS_LEFTHOOK, "lefthook.yaml"},
        {".lefthook.yml", IL_HOOKS_LEFTHOOK, ".lefthook.yml"},
    };
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++) {
        if (kind(arena, files, s, managers[i].sign) == IL_FILE_NONE)
            continue;
        s->hooks = managers[i].hooks;
        s->hook_file = below(arena, s, managers[i].file);
        return;
    }
    /* A work tree's .git is a file, and hooksPath moves the hooks: git knows where they are, we do not. */
    bool moved = il_str_contains(config, IL_STR("hooksPath")) || il_str_contains(config, IL_STR("hookspath"));
    s->hooks = moved || kind(arena, files, s, ".git") != IL_FILE_FOLDER ? IL_HOOKS_ELSEWHERE : IL_HOOKS_GIT;
    s->hook_file = s->hooks == IL_HOOKS_GIT ? below(arena, s, ".git/hooks/pre-commit") : IL_STR("");
}

static bool names_us(il_arena *arena, const il_files *files, il_str path)
{
    return path.n && il_str_contains(il_surroundings_text(arena, files, path), IL_STR("infralint"));
}

/* The first workflow of GitHub's that names infralint, else the file that init would write. */
static void see_workflows(il_surroundings *s, il_arena *arena, const il_files *files)
{
    s->ci_file = below(arena, s, ".github/workflows/infralint.yml");
    il_file_entry *entries;
    size_t n;
    il_str folder = below(arena, s, ".github/workflows");
    if (kind(arena, files, s, ".github/workflows") != IL_FILE_FOLDER ||
        files->list(files->context, arena, folder, &entries, &n))
        return;
    for (size_t i = 0; i < n && !s->ci_there; i++) {
        il_str path = il_path_join(arena, folder, entries[i].name);
        s->ci_there = entries[i].kind == IL_FILE_REGULAR && names_us(arena, files, path);
        if (s->ci_there)
            s->ci_file = path;
    }
}

static void see_ci(il_surroundings *s, il_arena *arena, const il_files *files, il_str config)
{
    bool gitlab = kind(arena, files, s, ".gitlab-ci.yml") == IL_FILE_REGULAR;
    bool github = kind(arena, files, s, ".github") == IL_FILE_FOLDER;
    if (github || (!gitlab && il_str_contains(config, IL_STR("github.com")))) {
        s->ci = IL_CI_GITHUB;
        see_workflows(s, arena, files);
    } else if (gitlab || il_str_contains(config, IL_STR("gitlab"))) {
        s->ci = IL_CI_GITLAB;
        s->ci_file = below(arena, s, ".gitlab-ci.yml");
        s->ci_there = names_us(arena, files, s->ci_file);
    }
}

static bool see_path(il_arena *arena)
{
    const char *path = getenv("PATH");
    for (il_str rest = il_str_of(path ? path : ""); rest.p;) {
        il_str folder = il_str_cut(&rest, ':');
        bool npm = il_str_contains(folder, IL_STR("node_modules")); /* npx makes one for one run */
        if (folder.n && !npm && access(il_arena_printf(arena, "%.*s/infralint", IL_FMT(folder)).p, X_OK) == 0)
            return true;
    }
    return false;
}

il_surroundings il_surroundings_see(il_arena *arena, const il_files *files)
{
    il_surroundings s = {.ci = IL_CI_NONE};
    see_repository(&s, arena, files);
    s.installed = files->kind(files->context, IL_STR("node_modules/infralint/package.json")) == IL_FILE_REGULAR;
    s.on_path = see_path(arena);
    if (!s.repository)
        return s;
    il_str config = il_surroundings_text(arena, files, below(arena, &s, ".git/config"));
    see_hooks(&s, arena, files, config);
    s.hook_there = names_us(arena, files, s.hook_file);
    see_ci(&s, arena, files, config);
    return s;
}
