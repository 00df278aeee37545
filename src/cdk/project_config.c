/* tsconfig.json and package.json, as far as they say where files lie. Comments and trailing commas are taken out first: tsconfig has them,
 * JSON has not. What is not as expected is passed over: a broken configuration is its own tool's finding. */
#include <string.h>

#include "project.h"

enum { EXTENDS_MAX = 8, UP_MAX = 12 };

il_project il_project_in(il_arena *arena, const il_loader *loader)
{
    return (il_project){arena, loader, il_map_in(arena), il_map_in(arena)};
}

bool il_project__above(il_project *project, il_str folder, il_str *above)
{
    size_t ups = 0;
    for (il_str rest = folder; il_str_starts(rest, IL_STR("..")); ups++)
        rest = il_str_slice(rest, 3, rest.n);
    *above = il_path_join(project->arena, folder, IL_STR(".."));
    return ups < UP_MAX && !il_str_eq(*above, folder);
}

/* TEXT as JSON: comments and commas before a closing bracket become blanks. */
static il_str plain_json(il_arena *arena, il_str text)
{
    char *out = (char *)il_arena_str(arena, text).p;
    size_t comma = SIZE_MAX;
    for (size_t i = 0; i < text.n; i++) {
        char c = out[i], next = i + 1 < text.n ? out[i + 1] : '\0';
        if (c == '"') {
            for (i++; i < text.n && out[i] != '"'; i++)
                i += out[i] == '\\';
            comma = SIZE_MAX;
        } else if (c == '/' && next == '/') {
            for (; i < text.n && out[i] != '\n'; i++)
                out[i] = ' ';
        } else if (c == '/' && next == '*') {
            size_t end = il_str_find(text, IL_STR("*/"), i + 2);
            for (end = end == SIZE_MAX ? text.n : end + 2; i < end; i++)
                out[i] = out[i] == '\n' ? '\n' : ' ';
            i--;
        } else if (c == ',') {
            comma = i;
        } else if ((c == '}' || c == ']') && comma != SIZE_MAX) {
            out[comma] = ' ';
            comma = SIZE_MAX;
        } else if ((unsigned char)c > ' ') {
            comma = SIZE_MAX;
        }
    }
    return (il_str){out, text.n};
}

/* The file at PATH parsed on its own; NULL when there is none. Returns owned. */
static il_document *parse(il_project *project, il_str path)
{
    const il_loader *loader = project->loader;
    const il_document *document = loader->exists(loader->context, path) ? loader->load(loader->context, path) : NULL;
    if (!document)
        return NULL;
    il_str text = plain_json(project->arena, il_source_text(document->source));
    return il_document_parse(IL_DOCUMENT_JSON, path, text);
}

static il_str copied(il_project *project, const il_node *node)
{
    return il_arena_str(project->arena, il_node_string(node));
}

/* The path that NODE names in FOLDER, or OTHERWISE. */
static il_str path_at(il_project *project, il_str folder, const il_node *node, il_str otherwise)
{
    il_str text = il_node_string(node);
    if (text.n == 0)
        return otherwise;
    return il_path_join(project->arena, folder, text);
}

static void read_paths(il_project *project, il_tsconfig *config, const il_node *paths, il_str base)
{
    if (!paths || paths->kind != IL_NODE_MAP)
        return;
    config->paths.n = 0; /* a configuration's paths replace those of what it extends */
    for (size_t i = 0; i < paths->map.n; i++) {
        il_project_path path = {.pattern = il_arena_str(project->arena, paths->map.members[i].key->text)};
        const il_node *targets = paths->map.members[i].value;
        for (size_t k = 0; targets && targets->kind == IL_NODE_LIST && k < targets->list.n; k++) {
            il_str target = il_node_string(targets->list.items[k]);
            if (target.n)
                IL_PUSH(project->arena, &path.targets, il_path_join(project->arena, base, target));
        }
        IL_PUSH(project->arena, &config->paths, path);
    }
}

static void read_tsconfig(il_project *project, il_tsconfig *config, il_str path, int depth);

static void extend(il_project *project, il_tsconfig *config, il_str folder, const il_node *name, int depth)
{
    il_str text = il_node_string(name);
    if (text.n == 0 || (text.p[0] != '.' && text.p[0] != '/'))
        return; /* of a package */
    il_str path = il_path_join(project->arena, folder, text);
    if (!project->loader->exists(project->loader->context, path))
        path = il_arena_printf(project->arena, "%.*s.json", IL_FMT(path));
    read_tsconfig(project, config, path, depth + 1);
}

static void read_tsconfig(il_project *project, il_tsconfig *config, il_str path, int depth)
{
    il_document *document = depth < EXTENDS_MAX ? parse(project, path) : NULL;
    if (!document)
        return;
    il_str folder = il_path_directory(path);
    const il_node *top = document->n_roots ? document->roots[0] : NULL;
    const il_node *options = il_node_get(top, IL_STR("compilerOptions")),
                  *extends = il_node_get(top, IL_STR("extends"));
    if (extends && extends->kind == IL_NODE_LIST) {
        for (size_t i = 0; i < extends->list.n; i++)
            extend(project, config, folder, extends->list.items[i], depth);
    } else {
        extend(project, config, folder, extends, depth);
    }
    config->base = path_at(project, folder, il_node_get(options, IL_STR("baseUrl")), config->base);
    config->out = path_at(project, folder, il_node_get(options, IL_STR("outDir")), config->out);
    config->root = path_at(project, folder, il_node_get(options, IL_STR("rootDir")), config->root);
    read_paths(project, config, il_node_get(options, IL_STR("paths")), config->base.p ? config->base : folder);
    il_document_free(document);
}

const il_tsconfig *il_project__tsconfig(il_project *project, il_str folder)
{
    il_str path = il_path_join(project->arena, folder, IL_STR("tsconfig.json"));
    il_tsconfig *config = il_map_get(&project->configs, path);
    if (!config) {
        config = IL_NEW(project->arena, il_tsconfig);
        if (project->loader->exists(project->loader->context, path)) {
            config->found = true;
            config->folder = il_arena_str(project->arena, folder);
            read_tsconfig(project, config, path, 0);
        }
        il_map_put(&project->configs, path, config);
    }
    return config->found ? config : NULL;
}

static void read_words(il_project *project, il_project_words *into, const il_node *map)
{
    for (size_t i = 0; map && map->kind == IL_NODE_MAP && i < map->map.n; i++) {
        const il_member *member = &map->map.members[i];
        const il_node *value = member->value;
        if (value && value->kind == IL_NODE_MAP)
            value = il_node_get(value, IL_STR("default"));
        il_project_word word = {il_arena_str(project->arena, member->key->text), copied(project, value)};
        IL_PUSH(project->arena, into, word);
    }
}

static void read_workspaces(il_project *project, il_package *package, const il_node *node)
{
    const il_node *list = node && node->kind == IL_NODE_MAP ? il_node_get(node, IL_STR("packages")) : node;
    package->is_workspace = list && list->kind == IL_NODE_LIST;
    for (size_t i = 0; package->is_workspace && i < list->list.n; i++) {
        il_str pattern = copied(project, list->list.items[i]);
        IL_PUSH(project->arena, &package->workspaces, pattern);
    }
}

/* pnpm keeps its list in a file of its own. */
static void read_pnpm(il_project *project, il_package *package, il_str folder)
{
    const il_loader *loader = project->loader;
    il_str path = il_path_join(project->arena, folder, IL_STR("pnpm-workspace.yaml"));
    const il_document *document = loader->exists(loader->context, path) ? loader->load(loader->context, path) : NULL;
    if (document && document->n_roots && !package->is_workspace)
        read_workspaces(project, package, document->roots[0]);
}

static void read_package(il_project *project, il_package *package, il_str path)
{
    static const char *const entries[] = {"source", "types", "typings", "main", "module"};
    il_document *document = parse(project, path);
    const il_node *top = document && document->n_roots ? document->roots[0] : NULL;
    package->name = copied(project, il_node_get(top, IL_STR("name")));
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        il_str entry = copied(project, il_node_get(top, il_str_of(entries[i])));
        if (entry.n)
            IL_PUSH(project->arena, &package->entries, entry);
    }
    read_words(project, &package->scripts, il_node_get(top, IL_STR("scripts")));
    read_words(project, &package->dependencies, il_node_get(top, IL_STR("dependencies")));
    read_words(project, &package->dependencies, il_node_get(top, IL_STR("devDependencies")));
    read_words(project, &package->imports, il_node_get(top, IL_STR("imports")));
    read_workspaces(project, package, il_node_get(top, IL_STR("workspaces")));
    read_pnpm(project, package, il_path_directory(path));
    if (document)
        il_document_free(document);
}

const il_package *il_project__package(il_project *project, il_str folder)
{
    il_str path = il_path_join(project->arena, folder, IL_STR("package.json"));
    il_package *package = il_map_get(&project->configs, path);
    if (!package) {
        package = IL_NEW(project->arena, il_package);
        if (project->loader->exists(project->loader->context, path)) {
            package->found = true;
            package->folder = il_arena_str(project->arena, folder);
            read_package(project, package, path);
        }
        il_map_put(&project->configs, path, package);
    }
    return package->found ? package : NULL;
}
