/* Compares apps with their synthesized assembly: `fidelity [-v] FOLDER…`. Prints differences and counts, and fails when something that
 * lowering claims is not so. A development tool, and the test cdk/fidelity. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fidelity_compare.h"
#include "map.h"

typedef struct {
    il_arena *arena;
    il_map documents; /* path → il_document * */
    IL_VEC(il_str) files;
    IL_VEC(il_fidelity_template) templates;
} folder;

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *text = NULL;
    if (fseek(f, 0, SEEK_END) == 0 && ftell(f) >= 0) {
        *n = (size_t)ftell(f);
        rewind(f);
        text = malloc(*n + 1);
        if (text && fread(text, 1, *n, f) != *n) {
            free(text);
            text = NULL;
        }
    }
    fclose(f);
    return text;
}

static const il_document *load(void *context, il_str path)
{
    folder *f = context;
    il_document *known = il_map_get(&f->documents, path);
    if (known)
        return known;
    size_t n;
    il_str owned = il_arena_str(f->arena, path);
    char *text = read_file(owned.p, &n);
    if (!text)
        return NULL;
    il_str bytes = {text, n};
    known = il_document_parse(il_document_kind_of(owned, bytes), owned, bytes);
    free(text);
    il_map_put(&f->documents, owned, known);
    return known;
}

static bool exists(void *context, il_str path)
{
    struct stat info;
    folder *f = context;
    return stat(il_arena_str(f->arena, path).p, &info) == 0 && S_ISREG(info.st_mode);
}

static int by_text(const void *a, const void *b)
{
    return il_str_cmp(*(const il_str *)a, *(const il_str *)b);
}

static bool is_source(il_str name)
{
    return (il_str_ends(name, IL_STR(".ts")) || il_str_ends(name, IL_STR(".tsx"))) &&
           !il_str_ends(name, IL_STR(".d.ts"));
}

static void find_files(folder *f, il_str path)
{
    DIR *dir = opendir(path.p);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));) {
        struct stat info;
        if (e->d_name[0] == '.' || strcmp(e->d_name, "node_modules") == 0 || strcmp(e->d_name, "cdk.out") == 0)
            continue;
        il_str child = il_arena_printf(f->arena, "%.*s/%s", IL_FMT(path), e->d_name);
        if (stat(child.p, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            find_files(f, child);
        else if (is_source(child))
            IL_PUSH(f->arena, &f->files, child);
    }
    closedir(dir);
}

static void find_templates(folder *f, il_str path)
{
    DIR *dir = opendir(path.p);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));) {
        il_str name = il_str_of(e->d_name);
        il_str child = il_arena_printf(f->arena, "%.*s/%s", IL_FMT(path), e->d_name);
        if (il_str_starts(name, IL_STR("assembly-")))
            find_templates(f, child);
        if (!il_str_ends(name, IL_STR(".template.json")))
            continue;
        const il_document *document = load(f, child);
        if (document && document->n_roots)
            IL_PUSH(f->arena, &f->templates, ((il_fidelity_template){child, document->roots[0]}));
    }
    closedir(dir);
}

/* The last word of cdk.json's `app` that is a TypeScript file. */
static il_str entry_of(folder *f, il_str root)
{
    const il_document *config = load(f, il_arena_printf(f->arena, "%.*s/cdk.json", IL_FMT(root)));
    il_str command =
        config && config->n_roots ? il_node_string(il_node_get(config->roots[0], IL_STR("app"))) : (il_str){NULL, 0};
    il_str entry = {NULL, 0};
    while (command.p) {
        il_str word = il_str_cut(&command, ' ');
        if (is_source(word))
            entry = il_path_join(f->arena, root, word);
    }
    return entry;
}

static bool compare_folder(const char *name, bool verbose)
{
    folder f = {.arena = il_arena_new()};
    f.documents = il_map_in(f.arena);
    il_loader loader = {.context = &f, .load = load, .exists = exists};
    il_str root = il_str_of(name);
    find_files(&f, root);
    if (f.files.n)
        qsort(f.files.items, f.files.n, sizeof *f.files.items, by_text);
    find_templates(&f, il_arena_printf(f.arena, "%s/cdk.out", name));
    il_cdk_input input = {
        .root = root, .entry = entry_of(&f, root), .files = f.files.items, .n_files = f.files.n, .loader = &loader};
    const il_app *app = il_cdk_read(f.arena, &input);
    il_fidelity r = il_fidelity_compare(&(il_fidelity_input){.arena = f.arena,
                                                             .app = app,
                                                             .templates = f.templates.items,
                                                             .n_templates = f.templates.n,
                                                             .log = stdout,
                                                             .verbose = verbose});
    printf(
        "%s: %zu resources, %zu found, %zu missing (%zu announced), %zu extra; leaves: %zu equal, %zu unknown, %zu different\n",
        name, r.resources, r.found, r.missing, r.unknown_types, r.extra, r.equal, r.unknown, r.different);
    bool sound = f.templates.n > 0 && r.different == 0 && r.extra == 0 && r.missing == r.unknown_types;
    for (size_t i = 0; i < f.documents.n; i++)
        il_document_free(f.documents.entries[i].value);
    il_arena_free(f.arena);
    return sound;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    int sound = 0, first = 1 + verbose;
    for (int i = first; i < argc; i++)
        sound += compare_folder(argv[i], verbose);
    printf("%d passed, %d failed\n", sound, argc - first - sound);
    il_intern_free();
    return sound == argc - first ? 0 : 1;
}
