/* Which file a path or an import means. */
#include "project.h"

#include <string.h>

static bool exists(const il_project *project, il_str path)
{
    return project->loader->exists(project->loader->context, path);
}

static bool is_program(il_str path)
{
    static const char *const endings[] = {".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (il_str_ends(path, il_str_of(endings[i])))
            return true;
    }
    return false;
}

static const char *const compiled[][2] = {
    {".js", ".ts"}, {".js", ".tsx"}, {".mjs", ".mts"}, {".cjs", ".cts"}, {".jsx", ".tsx"}};

il_str il_project_file(il_project *project, il_str path)
{
    static const char *const endings[] = {".ts",  ".tsx",  ".mts",      ".cts",      ".js",        ".mjs",
                                          ".cjs", ".json", "/index.ts", "/index.js", "/index.mts", "/index.mjs"};
    for (size_t i = 0; i < sizeof compiled / sizeof *compiled; i++) {
        if (!il_str_ends(path, il_str_of(compiled[i][0])))
            continue;
        il_str stem = il_str_slice(path, 0, path.n - strlen(compiled[i][0]));
        il_str source = il_arena_printf(project->arena, "%.*s%s", IL_FMT(stem), compiled[i][1]);
        if (exists(project, source))
            return source;
    }
    if (is_program(path) && exists(project, path))
        return path;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *ending = path.n == 0 && endings[i][0] == '/' ? endings[i] + 1 : endings[i];
        il_str file = il_arena_printf(project->arena, "%.*s%s", IL_FMT(path), ending);
        if (exists(project, file))
            return file;
    }
    return (il_str){NULL, 0};
}

/* What of PATH lies below FOLDER; p is NULL when it does not. */
static il_str below(il_str path, il_str folder)
{
    if (folder.n == 0)
        return path;
    bool inside = il_str_starts(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
    return inside ? il_str_slice(path, folder.n + 1, path.n) : (il_str){NULL, 0};
}

/* REST of a compiled file's path in the folders that its source may lie in. */
static il_str source_in(il_project *project, const il_tsconfig *config, il_str folder, il_str rest)
{
    static const char *const roots[] = {"", "src", "lib"};
    il_str found = {NULL, 0};
    if (config && config->root.p)
        found = il_project_file(project, il_path_join(project->arena, config->root, rest));
    for (size_t i = 0; !found.n && i < sizeof roots / sizeof *roots; i++) {
        il_str path = il_path_join(project->arena, folder, il_str_of(roots[i]));
        found = il_project_file(project, il_path_join(project->arena, path, rest));
    }
    return found;
}

il_str il_project_source(il_project *project, il_str path)
{
    static const char *const outs[] = {"dist", "build", "out", "lib", ".build", "out-tsc", "js"};
    il_str folder = il_path_directory(path), found = {NULL, 0};
    for (bool more = true; more && !found.n; more = il_project__above(project, folder, &folder)) {
        const il_tsconfig *config = il_project__tsconfig(project, folder);
        il_str rest = config && config->out.p ? below(path, config->out) : found;
        if (rest.n && !il_str_eq(config->out, folder))
            found = source_in(project, config, folder, rest);
        for (size_t i = 0; !found.n && i < sizeof outs / sizeof *outs; i++) {
            rest = below(path, il_path_join(project->arena, folder, il_str_of(outs[i])));
            if (rest.n && !exists(project, path))
                found = source_in(project, config, folder, rest);
        }
        if (il_project__package(project, folder))
            break;
    }
    return found.n ? found : il_project_file(project, path);
}

/* TEXT's part for PATTERN's `*`; false when it does not match. */
static bool match(il_str pattern, il_str text, il_str *star)
{
    size_t at = il_str_find(pattern, IL_STR("*"), 0);
    *star = (il_str){"", 0};
    if (at == SIZE_MAX)
        return il_str_eq(pattern, text);
    il_str head = il_str_slice(pattern, 0, at), tail = il_str_slice(pattern, at + 1, pattern.n);
    if (text.n < head.n + tail.n || !il_str_starts(text, head) || !il_str_ends(text, tail))
        return false;
    *star = il_str_slice(text, head.n, text.n - tail.n);
    return true;
}

/* PATTERN with STAR in the place of its `*`. */
static il_str filled(il_arena *arena, il_str pattern, il_str star)
{
    size_t at = il_str_find(pattern, IL_STR("*"), 0);
    if (at == SIZE_MAX)
        return pattern;
    return il_arena_printf(arena, "%.*s%.*s%.*s", IL_FMT(il_str_slice(pattern, 0, at)), IL_FMT(star),
                           IL_FMT(il_str_slice(pattern, at + 1, pattern.n)));
}

/* By `paths`, the longest pattern first, then by `baseUrl`. */
static il_str by_tsconfig(il_project *project, const il_tsconfig *config, il_str specifier)
{
    const il_project_path *best = NULL;
    il_str star, best_star = {NULL, 0}, found = {NULL, 0};
    for (size_t i = 0; i < config->paths.n; i++) {
        const il_project_path *path = &config->paths.items[i];
        if (match(path->pattern, specifier, &star) && (!best || path->pattern.n > best->pattern.n)) {
            best = path;
            best_star = star;
        }
    }
    for (size_t i = 0; best && !found.n && i < best->targets.n; i++)
        found = il_project_source(project, filled(project->arena, best->targets.items[i], best_star));
    if (!found.n && config->base.p)
        found = il_project_file(project, il_path_join(project->arena, config->base, specifier));
    return found;
}

/* The file that PACKAGE gives for REST, the part of an import behind its name. */
static il_str in_package(il_project *project, const il_package *package, il_str rest)
{
    static const char *const mains[] = {"src/index", "index", "lib/index", "src/main"};
    il_str found = {NULL, 0};
    if (rest.n) {
        found = il_project_source(project, il_path_join(project->arena, package->folder, rest));
        il_str src = il_path_join(project->arena, package->folder, IL_STR("src"));
        return found.n ? found : il_project_file(project, il_path_join(project->arena, src, rest));
    }
    for (size_t i = 0; !found.n && i < package->entries.n; i++) {
        il_str entry = package->entries.items[i];
        if (il_str_ends(entry, IL_STR(".d.ts")))
            entry = il_arena_printf(project->arena, "%.*s.js", IL_FMT(il_str_slice(entry, 0, entry.n - 5)));
        found = il_project_source(project, il_path_join(project->arena, package->folder, entry));
    }
    for (size_t i = 0; !found.n && i < sizeof mains / sizeof *mains; i++)
        found = il_project_file(project, il_path_join(project->arena, package->folder, il_str_of(mains[i])));
    return found;
}

/* "@a/b/c" → "@a/b", "c"; "a/b" → "a", "b". */
static il_str package_name(il_str specifier, il_str *rest)
{
    size_t from = 0;
    if (specifier.n && specifier.p[0] == '@') {
        from = il_str_find(specifier, IL_STR("/"), 0);
        from = from == SIZE_MAX ? specifier.n : from + 1;
    }
    size_t at = il_str_find(specifier, IL_STR("/"), from);
    *rest = at == SIZE_MAX ? (il_str){"", 0} : il_str_slice(specifier, at + 1, specifier.n);
    return il_str_slice(specifier, 0, at == SIZE_MAX ? specifier.n : at);
}

static il_str word(const il_project_words *words, il_str key)
{
    for (size_t i = 0; i < words->n; i++) {
        if (il_str_eq(words->items[i].key, key))
            return words->items[i].text;
    }
    return (il_str){NULL, 0};
}

/* A dependency that is a folder of this repository: "file:../shared". */
static const il_package *linked(il_project *project, const il_package *from, il_str name)
{
    static const char *const protocols[] = {"file:", "link:", "portal:"};
    il_str text = word(&from->dependencies, name);
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        il_str protocol = il_str_of(protocols[i]);
        if (il_str_starts(text, protocol))
            return il_project__package(
                project, il_path_join(project->arena, from->folder, il_str_slice(text, protocol.n, text.n)));
    }
    return NULL;
}

/* The package NAME among ROOT's workspaces. Folders cannot be listed here: a package lies in a folder of its own name, with or without scope. */
static const il_package *sibling(il_project *project, const il_package *root, il_str name)
{
    il_str rest, last = name, scope = il_str_cut(&last, '/');
    il_str guesses[] = {
        last.n ? last : name, name,
        last.n ? il_arena_printf(project->arena, "%.*s-%.*s", IL_FMT(il_str_slice(scope, 1, scope.n)), IL_FMT(last))
               : name};
    for (size_t i = 0; i < root->workspaces.n; i++) {
        il_str pattern = root->workspaces.items[i];
        if (il_str_ends(pattern, IL_STR("/**")))
            pattern.n--;
        for (size_t k = 0; k < sizeof guesses / sizeof *guesses; k++) {
            il_str folder = il_path_join(project->arena, root->folder, filled(project->arena, pattern, guesses[k]));
            const il_package *package = il_project__package(project, folder);
            if (package && il_str_eq(package_name(package->name, &rest), name))
                return package;
        }
    }
    return NULL;
}

/* The package NAME of the same repository, seen from FOLDER, whose package.json is OWN. */
static const il_package *from_package(il_project *project, const il_package *own, il_str name)
{
    if (il_str_eq(own->name, name))
        return own;
    const il_package *found = linked(project, own, name);
    return found || !own->is_workspace ? found : sibling(project, own, name);
}

static il_str find_import(il_project *project, il_str folder, il_str specifier)
{
    il_str rest, name = package_name(specifier, &rest), found = {NULL, 0};
    bool configured = false, packaged = false;
    for (bool more = true; more && !found.n; more = il_project__above(project, folder, &folder)) {
        const il_tsconfig *config = configured ? NULL : il_project__tsconfig(project, folder);
        configured |= config != NULL;
        if (config)
            found = by_tsconfig(project, config, specifier);
        const il_package *own = found.n ? NULL : il_project__package(project, folder);
        const il_package *package = own ? from_package(project, own, name) : NULL;
        if (package)
            found = in_package(project, package, rest);
        for (size_t i = 0; own && !packaged && !found.n && i < own->imports.n; i++) {
            il_str star;
            if (match(own->imports.items[i].key, specifier, &star))
                found =
                    il_project_source(project, il_path_join(project->arena, own->folder,
                                                            filled(project->arena, own->imports.items[i].text, star)));
        }
        packaged |= own != NULL;
        if (own && own->is_workspace)
            break;
    }
    return found;
}

il_str il_project_import(il_project *project, il_str folder, il_str specifier)
{
    il_str key = il_arena_printf(project->arena, "%.*s\n%.*s", IL_FMT(folder), IL_FMT(specifier));
    il_str *known = il_map_get(&project->packages, key);
    if (!known) {
        known = IL_NEW(project->arena, il_str);
        *known = find_import(project, folder, specifier);
        il_map_put(&project->packages, key, known);
    }
    return *known;
}
