/* Where programs lie: the entry of cdk.json's `app` in the ways that people write it, and what imports mean by tsconfig and workspaces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "memory_loader.h"
#include "project.h"

/* A project: files behind lines `//// path`. */
static il_memory *memory_of(il_arena *arena, const char *files)
{
    il_memory *memory = il_memory_new(arena);
    il_memory_split(memory, IL_STR("unused.ts"), il_str_of(files));
    return memory;
}

typedef struct {
    const char *app, *entry; /* the `app` of infra/cdk.json, the file that it runs */
} entry_case;

static const char entry_files[] =
    "//// infra/bin/app.ts\n\n"
    "//// infra/src/main.ts\n\n"
    "//// infra/src/index.ts\n\n"
    "//// infra/plain.js\n\n"
    "//// infra/tools/run.mts\n\n"
    "//// infra/package.json\n"
    "{\"scripts\": {\"synth-app\": \"tsx bin/app.ts\", \"start\": \"npm run synth-app\", \"build\": \"tsc\",\n"
    " \"loop\": \"npm run loop\"}}\n"
    "//// infra/tsconfig.json\n"
    "{ // where it goes\n \"extends\": \"../tsconfig.base\", \"compilerOptions\": {\"rootDir\": \"src\",}, }\n"
    "//// tsconfig.base.json\n"
    "{\"compilerOptions\": {\"outDir\": \"infra/dist\"}}\n"
    "//// other/app.ts\n\n";

static const entry_case entries[] = {
    {"npx ts-node --prefer-ts-exts bin/app.ts", "infra/bin/app.ts"},
    {"npx tsx bin/app.ts", "infra/bin/app.ts"},
    {"npx ts-node -P tsconfig.json --prefer-ts-exts src/main.ts", "infra/src/main.ts"},
    {"ts-node bin/app", "infra/bin/app.ts"},
    {"node -r ts-node/register bin/app.ts production", "infra/bin/app.ts"},
    {"node --import tsx ./bin/app.ts", "infra/bin/app.ts"},
    {"node bin/app.js", "infra/bin/app.ts"},
    {"node bin/app", "infra/bin/app.ts"},
    {"node plain.js", "infra/plain.js"},
    {"node dist/main.js", "infra/src/main.ts"},
    {"node dist/src/main.js", "infra/src/main.ts"},
    {"npm run build && node dist/main.js", "infra/src/main.ts"},
    {"npm run synth-app", "infra/bin/app.ts"},
    {"npm start", "infra/bin/app.ts"},
    {"yarn -s synth-app", "infra/bin/app.ts"},
    {"yarn ts-node bin/app.ts", "infra/bin/app.ts"},
    {"pnpm exec tsx bin/app.ts", "infra/bin/app.ts"},
    {"bun run bin/app.ts", "infra/bin/app.ts"},
    {"bun bin/app.ts", "infra/bin/app.ts"},
    {"cd ../other && npx tsx app.ts", "other/app.ts"},
    {"npm --prefix ../infra run synth-app", "infra/bin/app.ts"},
    {"STAGE=dev npx cross-env A=b tsx 'bin/app.ts'", "infra/bin/app.ts"},
    {"npx tsx src", "infra/src/index.ts"},
    {"npx tsx tools/run.mjs", "infra/tools/run.mts"},
    {"npm run loop", NULL},
    {"python3 app.py", NULL},
    {"mvn -e -q compile exec:java", NULL},
    {"", NULL},
};

static void finds_the_entry(void **state)
{
    const entry_case *c = *state;
    il_arena *arena = il_arena_new();
    il_str files = il_arena_printf(arena, "%s//// infra/cdk.json\n{\"app\": \"%s\"}\n", entry_files, c->app);
    il_memory *memory = memory_of(arena, files.p);
    il_project project = il_project_in(arena, &memory->loader);
    il_str entry = il_project_entry(&project, IL_STR("infra"));
    if (!il_str_eq(entry, il_str_of(c->entry)))
        fail_msg("%s: got %.*s", c->app, IL_FMT(entry));
    il_memory_free(memory);
    il_arena_free(arena);
}

typedef struct {
    const char *folder, *specifier, *file;
} import_case;

static const char import_files[] =
    "//// package.json\n{\"workspaces\": [\"packages/*\", \"apps/infra\"]}\n"
    "//// apps/infra/package.json\n"
    "{\"name\": \"infra\", \"imports\": {\"#util/*\": \"./lib/util/*.ts\"},\n"
    " \"dependencies\": {\"@acme/linked\": \"file:../../linked\"}}\n"
    "//// apps/infra/tsconfig.json\n"
    "{ \"extends\": [\"./base.json\"], \"compilerOptions\": { /* here */ \"baseUrl\": \".\",\n"
    " \"paths\": {\"@lib/*\": [\"nowhere/*\", \"lib/*\"], \"@lib/special/*\": [\"special/*\"], \"config\": [\"lib/config\"],}}}\n"
    "//// apps/infra/base.json\n{\"compilerOptions\": {\"paths\": {\"lost\": [\"lib/config\"]}}}\n"
    "//// apps/infra/lib/config.ts\n\n//// apps/infra/lib/util/names.ts\n\n//// apps/infra/lib/index.ts\n\n"
    "//// apps/infra/special/one.ts\n\n"
    "//// packages/shared/package.json\n{\"name\": \"@acme/shared\", \"main\": \"dist/index.js\"}\n"
    "//// packages/shared/src/index.ts\n\n//// packages/shared/src/naming.ts\n\n"
    "//// packages/acme-other/package.json\n{\"name\": \"@acme/other\", \"types\": \"lib/main.d.ts\"}\n"
    "//// packages/acme-other/lib/main.ts\n\n"
    "//// linked/package.json\n{\"name\": \"@acme/linked\"}\n//// linked/index.ts\n\n"
    "//// pnpm/package.json\n{}\n//// pnpm/pnpm-workspace.yaml\npackages:\n  - 'libs/**'\n"
    "//// pnpm/libs/kit/package.json\n{\"name\": \"kit\"}\n//// pnpm/libs/kit/index.ts\n\n";

static const import_case imports[] = {
    {"apps/infra/bin", "@lib/util/names", "apps/infra/lib/util/names.ts"},
    {"apps/infra/bin", "@lib/special/one", "apps/infra/special/one.ts"},
    {"apps/infra", "config", "apps/infra/lib/config.ts"},
    {"apps/infra", "lib/config.js", "apps/infra/lib/config.ts"},
    {"apps/infra", "lib", "apps/infra/lib/index.ts"},
    {"apps/infra/bin", "#util/names", "apps/infra/lib/util/names.ts"},
    {"apps/infra/bin", "@acme/shared", "packages/shared/src/index.ts"},
    {"apps/infra/bin", "@acme/shared/naming", "packages/shared/src/naming.ts"},
    {"apps/infra/bin", "@acme/other", "packages/acme-other/lib/main.ts"},
    {"apps/infra/bin", "@acme/linked", "linked/index.ts"},
    {"pnpm/libs/kit", "kit", "pnpm/libs/kit/index.ts"},
    {"pnpm/app", "kit", "pnpm/libs/kit/index.ts"},
    {"apps/infra", "lost", NULL},
    {"apps/infra", "lodash", NULL},
    {"apps/infra", "@acme/missing", NULL},
};

static void finds_the_import(void **state)
{
    const import_case *c = *state;
    il_arena *arena = il_arena_new();
    il_memory *memory = memory_of(arena, import_files);
    il_project project = il_project_in(arena, &memory->loader);
    il_str file = il_project_import(&project, il_str_of(c->folder), il_str_of(c->specifier));
    if (!il_str_eq(file, il_str_of(c->file)))
        fail_msg("%s in %s: got %.*s", c->specifier, c->folder, IL_FMT(file));
    il_memory_free(memory);
    il_arena_free(arena);
}

int main(void)
{
    enum { ENTRIES = sizeof entries / sizeof *entries, IMPORTS = sizeof imports / sizeof *imports };
    struct CMUnitTest tests[ENTRIES + IMPORTS];
    for (size_t i = 0; i < ENTRIES; i++)
        tests[i] = (struct CMUnitTest){entries[i].app, finds_the_entry, NULL, NULL, (void *)&entries[i]};
    for (size_t i = 0; i < IMPORTS; i++)
        tests[ENTRIES + i] =
            (struct CMUnitTest){imports[i].specifier, finds_the_import, NULL, NULL, (void *)&imports[i]};
    int failed = _cmocka_run_group_tests("project", tests, ENTRIES + IMPORTS, NULL, NULL);
    il_intern_free();
    return failed;
}
