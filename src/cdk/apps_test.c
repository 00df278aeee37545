/* The evaluator on the whole apps of testdata/apps: the constructs it finds, by path and class, against cdk.out/tree.json, which the real
 * library wrote. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "golden.h"
#include "memory_loader.h"
#include "panic.h"
#include "program_dump.h"

static il_arena *arena;

static int by_path(const void *a, const void *b)
{
    return il_str_cmp(*(const il_str *)a, *(const il_str *)b);
}

/* Adds the files below FOLDER/PATH that an app consists of. */
static void read_folder(il_memory *memory, const char *folder, il_str path)
{
    il_str full = il_arena_printf(arena, "%s/%.*s", folder, IL_FMT(path));
    DIR *directory = opendir(full.p);
    if (!directory)
        IL_PANIC("a folder of the app cannot be read");
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.' || !strcmp(entry->d_name, "node_modules") || !strcmp(entry->d_name, "cdk.out"))
            continue;
        il_str inside = path.n ? il_arena_printf(arena, "%.*s/%s", IL_FMT(path), entry->d_name)
                               : il_arena_str(arena, il_str_of(entry->d_name));
        il_str file = il_arena_printf(arena, "%s/%.*s", folder, IL_FMT(inside));
        struct stat info;
        if (stat(file.p, &info) == 0 && S_ISDIR(info.st_mode))
            read_folder(memory, folder, inside);
        else if (il_document_kind_of(inside, IL_STR("{")) != IL_DOCUMENT_TEXT)
            il_memory_add(memory, inside, il_golden_read(arena, file.p));
    }
    closedir(directory);
}

/* The entry that cdk.json names: the last word of `app` that is a file. */
static il_str entry_of(il_memory *memory)
{
    const il_document *document = memory->loader.load(memory, IL_STR("cdk.json"));
    IL_ASSERT(document && document->n_roots);
    il_str rest = il_node_string(il_node_get(document->roots[0], IL_STR("app"))), entry = {NULL, 0};
    while (rest.p) {
        il_str word = il_str_cut(&rest, ' ');
        if (memory->loader.exists(memory, word))
            entry = word;
    }
    return entry;
}

typedef struct {
    il_map expected; /* path → fqn, of tree.json */
    il_map found;    /* path → class */
} comparison;

static void read_tree(comparison *c, const il_node *node, il_str path)
{
    const il_node *children = il_node_get(node, IL_STR("children"));
    for (size_t i = 0; children && i < children->map.n; i++) {
        const il_node *child = children->map.members[i].value;
        il_str id = il_node_string(il_node_get(child, IL_STR("id")));
        il_str below = path.n ? il_arena_printf(arena, "%.*s/%.*s", IL_FMT(path), IL_FMT(id)) : id;
        il_str class = il_node_string(il_node_get(il_node_get(child, IL_STR("constructInfo")), IL_STR("fqn")));
        il_map_put(&c->expected, below, (void *)il_intern(class));
        read_tree(c, child, below);
    }
}

/* What a recorded call of the library made itself: its scope and id are its arguments. */
static void add_call(comparison *c, const il_ev *call)
{
    il_construct *scope = call && call->lib.n_args > 1 ? il_ev_construct(call->lib.args[0]) : NULL;
    if (!scope || call->lib.args[1]->kind != IL_EV_STRING)
        return;
    il_str id = call->lib.args[1]->string;
    il_map_put(&c->found, scope->path.n ? il_arena_printf(arena, "%.*s/%.*s", IL_FMT(scope->path), IL_FMT(id)) : id,
               (void *)"");
}

static void add_calls(comparison *c, const struct il_calls *calls)
{
    for (size_t i = 0; calls && i < calls->list.n; i++) {
        const il_ev *result = calls->list.items[i].result;
        add_call(c, result);
        if (result)
            add_calls(c, result->lib.calls);
    }
}

static void compare(comparison *c, const il_program *program)
{
    for (size_t i = 0; i < program->constructs.n; i++) {
        const il_construct *construct = program->constructs.items[i];
        bool is_app = !strcmp(construct->class, "aws-cdk-lib.App");
        if (!is_app && !construct->path.n)
            fail_msg("a construct without a path: %.*s", IL_FMT(il_loc_text(construct->whole)));
        if (is_app)
            continue;
        const char *class = il_map_get(&c->expected, construct->path);
        if (!class || class != construct->class)
            fail_msg("%.*s: found %s, the tree has %s", IL_FMT(construct->path), construct->class,
                     class ? class : "nothing");
        il_map_put(&c->found, construct->path, (void *)construct->class);
        add_calls(c, &construct->calls);
    }
    for (size_t i = 0; i < program->values.n; i++) {
        add_call(c, program->values.items[i]);
        add_calls(c, program->values.items[i]->lib.calls);
    }
}

/* What the library adds to every stack by itself. */
static bool is_generated(il_str path, const char *class)
{
    static const char *const names[] = {"BootstrapVersion", "CheckBootstrapVersion", "Exports", "Publish", "Tree"};
    size_t slash = 0;
    for (size_t at; (at = il_str_find(path, IL_STR("/"), slash)) != SIZE_MAX;)
        slash = at + 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (il_str_is(il_str_slice(path, slash, path.n), names[i]))
            return true;
    }
    return !strcmp(class, "aws-cdk-lib.CustomResourceProviderBase") || !strcmp(class, "aws-cdk-lib.CfnMapping");
}

/* Every construct right below a stack, or below a plain construct that was found, must have been found. */
static void expect_all(const comparison *c)
{
    for (size_t i = 0; i < c->expected.n; i++) {
        il_str path = c->expected.entries[i].key, parent = path;
        const char *class = c->expected.entries[i].value;
        while (parent.n && parent.p[parent.n - 1] != '/')
            parent.n--;
        parent.n -= parent.n > 0;
        const char *above = parent.n ? il_map_get(&c->found, parent) : "aws-cdk-lib.App";
        static const char *const plain[] = {"aws-cdk-lib.App", "aws-cdk-lib.Stack", "constructs.Construct",
                                            "aws-cdk-lib.Stage"};
        bool ours = false;
        for (size_t k = 0; above && k < sizeof plain / sizeof *plain; k++)
            ours |= !strcmp(above, plain[k]);
        bool singleton = !strcmp(class, "constructs.Construct") && il_str_contains(path, IL_STR("Handler"));
        if (ours && !singleton && !is_generated(path, class) && !il_map_get(&c->found, path))
            fail_msg("%.*s (%s) was not found", IL_FMT(path), class);
    }
}

static void finds_the_tree(void **state)
{
    const char *folder = *state;
    il_memory *memory = il_memory_new(arena);
    read_folder(memory, folder, (il_str){NULL, 0});
    qsort(memory->sources.items, memory->sources.n, sizeof(il_str), by_path);
    il_cdk_input input = {.entry = entry_of(memory),
                          .files = memory->sources.items,
                          .n_files = memory->sources.n,
                          .loader = &memory->loader};
    assert_true(input.entry.n > 0);
    il_program *program = il_cdk_evaluate(arena, &input);
    il_str tree = il_golden_read(arena, il_arena_printf(arena, "%s/cdk.out/tree.json", folder).p);
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, IL_STR("tree.json"), tree);
    comparison c = {il_map_in(arena), il_map_in(arena)};
    read_tree(&c, il_node_get(document->roots[0], IL_STR("tree")), (il_str){NULL, 0});
    compare(&c, program);
    expect_all(&c);
    assert_true(c.found.n > 50);
    il_document_free(document);
    il_memory_free(memory);
}

int main(int argc, char **argv)
{
    arena = il_arena_new();
    struct CMUnitTest tests[32];
    size_t n = 0;
    for (int i = 1; i < argc && n < 32; i++)
        tests[n++] = (struct CMUnitTest){argv[i], finds_the_tree, NULL, NULL, argv[i]};
    int failed = _cmocka_run_group_tests("evaluator on apps", tests, n, NULL, NULL);
    il_arena_free(arena);
    il_intern_free();
    return failed;
}
