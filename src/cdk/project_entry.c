/* cdk.json's `app`: which file the command runs. A command is read, never run. */
#include "project.h"

#include <string.h>

enum { SCRIPTS_MAX = 6 };

static il_str run(il_project *project, il_str folder, il_str command, int depth);

static bool is_one_of(il_str word, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (il_str_is(word, names[i]))
            return true;
    }
    return false;
}

/* The next word of *COMMAND, quotes taken off; p is NULL at its end. */
static il_str next_word(il_str *command)
{
    while (command->n && (unsigned char)command->p[0] <= ' ')
        *command = il_str_slice(*command, 1, command->n);
    if (command->n == 0)
        return (il_str){NULL, 0};
    char quote = command->p[0];
    if (quote == '"' || quote == '\'') {
        size_t end = 1;
        while (end < command->n && command->p[end] != quote)
            end++;
        il_str word = il_str_slice(*command, 1, end);
        *command = il_str_slice(*command, end + 1, command->n);
        return word;
    }
    size_t end = 0;
    while (end < command->n && (unsigned char)command->p[end] > ' ')
        end++;
    il_str word = il_str_slice(*command, 0, end);
    *command = il_str_slice(*command, end, command->n);
    return word;
}

/* Options of node and its runners that take the next word. */
static bool takes_word(il_str option)
{
    static const char *const names[] = {
        "-r",         "--require",  "-P", "--project",    "--loader", "--import", "-O", "--compilerOptions",
        "--tsconfig", "--env-file", "-C", "--conditions", "--cwd"};
    return is_one_of(option, names, sizeof names / sizeof *names);
}

static bool is_assignment(il_str word)
{
    size_t at = il_str_find(word, IL_STR("="), 0);
    for (size_t i = 0; i < at && at != SIZE_MAX; i++) {
        char c = word.p[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return at != SIZE_MAX && at > 0;
}

static il_str script(il_project *project, il_str folder, il_str name, int depth)
{
    const il_package *package = il_project__package(project, folder);
    for (size_t i = 0; package && depth < SCRIPTS_MAX && i < package->scripts.n; i++) {
        if (il_str_eq(package->scripts.items[i].key, name))
            return run(project, folder, package->scripts.items[i].text, depth + 1);
    }
    return (il_str){NULL, 0};
}

/* npm run NAME, yarn NAME, pnpm --dir FOLDER NAME, npm start. */
static il_str by_manager(il_project *project, il_str folder, il_str rest, int depth)
{
    static const char *const verbs[] = {"run", "run-script", "exec", "x", "dlx", "--", "-s", "--silent"};
    static const char *const folders[] = {"--prefix", "--dir", "-C", "--cwd"};
    for (il_str word; (word = next_word(&rest)).p;) {
        if (is_one_of(word, folders, sizeof folders / sizeof *folders)) {
            folder = il_path_join(project->arena, folder, next_word(&rest));
        } else if (!is_one_of(word, verbs, sizeof verbs / sizeof *verbs) && word.n && word.p[0] != '-') {
            il_str found = script(project, folder, word, depth);
            il_str again = il_arena_printf(project->arena, "%.*s%.*s", IL_FMT(word), IL_FMT(rest));
            return found.n || depth >= SCRIPTS_MAX ? found : run(project, folder, again, depth + 1);
        }
    }
    return (il_str){NULL, 0};
}

/* The first word of a simple command that names a program. */
static il_str by_words(il_project *project, il_str folder, il_str command, int depth)
{
    static const char *const managers[] = {"npm", "yarn", "pnpm", "bun"};
    static const char *const runners[] = {"npx",         "ts-node",
                                          "tsx",         "node",
                                          "nodejs",      "deno",
                                          "bunx",        "pnpx",
                                          "cross-env",   "env",
                                          "exec",        "time",
                                          "ts-node-esm", "ts-node-script",
                                          "swc-node",    "esr",
                                          "vite-node",   "jiti",
                                          "dotenv",      "nice",
                                          "run",         "esbuild-register",
                                          "esno"};
    bool first = true;
    il_str found = {NULL, 0};
    for (il_str word; !found.n && (word = next_word(&command)).p;) {
        if (takes_word(word)) {
            next_word(&command);
            continue;
        }
        if (first && is_one_of(word, managers, sizeof managers / sizeof *managers)) {
            found = by_manager(project, folder, command, depth);
            if (found.n || !il_str_is(word, "bun"))
                return found;
        }
        if (word.n == 0 || word.p[0] == '-' || is_one_of(word, runners, sizeof runners / sizeof *runners) ||
            (first && is_assignment(word)))
            continue;
        first = false;
        found = il_project_source(project, il_path_join(project->arena, folder, word));
        if (il_str_ends(found, IL_STR(".json")))
            found.n = 0;
    }
    return found;
}

/* COMMAND's parts between `&&`, `||` and `;`: the last that names a program, in the folder that `cd` left. */
static il_str run(il_project *project, il_str folder, il_str command, int depth)
{
    il_str found = {NULL, 0};
    while (command.n) {
        size_t end = 0;
        while (end < command.n && command.p[end] != '&' && command.p[end] != '|' && command.p[end] != ';')
            end++;
        il_str part = il_str_slice(command, 0, end), rest = part, first = next_word(&rest);
        while (end < command.n && strchr("&|;", command.p[end]))
            end++;
        command = il_str_slice(command, end, command.n);
        if (il_str_is(first, "cd")) {
            folder = il_path_join(project->arena, folder, next_word(&rest));
            continue;
        }
        il_str entry = by_words(project, folder, part, depth);
        if (entry.n)
            found = entry;
    }
    return found;
}

il_str il_project_entry(il_project *project, il_str root)
{
    const il_loader *loader = project->loader;
    il_str path = il_path_join(project->arena, root, IL_STR("cdk.json"));
    const il_document *config = loader->exists(loader->context, path) ? loader->load(loader->context, path) : NULL;
    const il_node *app = config && config->n_roots ? il_node_get(config->roots[0], IL_STR("app")) : NULL;
    return run(project, root, il_node_string(app), 0);
}
