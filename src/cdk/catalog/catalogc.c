/* The catalogue's compiler, run by the build: reads the data files, refuses words that the form does not have and names given twice, and
 * writes constant C tables in which equal data is stored once. Usage: catalogc OUTPUT.c INPUT.json… */
#include "catalogc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

_Noreturn void catalogc_fail(const char *file, const char *where, const char *what)
{
    fprintf(stderr, "%s: %s: %s\n", file, where, what);
    exit(1);
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        catalogc_fail(path, "-", "cannot be opened");
    il_buf text = {0};
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        il_buf_add(&text, (il_str){chunk, n});
    if (ferror(f))
        catalogc_fail(path, "-", "cannot be read");
    fclose(f);
    il_buf_putc(&text, '\0');
    return text.p;
}

/* "aws-cdk-lib.aws_s3." before the names of a file with this library and module. */
static const char *prefix_of(il_arena *arena, const char *file, const cJSON *root)
{
    const cJSON *library = cJSON_GetObjectItemCaseSensitive(root, "library");
    const cJSON *module = cJSON_GetObjectItemCaseSensitive(root, "module");
    if (!cJSON_IsString(library) || !cJSON_IsString(module))
        catalogc_fail(file, "-", "`library` and `module` must be strings");
    if (!*module->valuestring)
        return il_arena_printf(arena, "%s.", library->valuestring).p;
    return il_arena_printf(arena, "%s.%s.", library->valuestring, module->valuestring).p;
}

static void add_file(catalogc *c, const char *path)
{
    char *text = read_file(path);
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithOpts(text, &end, 1);
    if (!root)
        catalogc_fail(path, "-", il_arena_printf(c->arena, "no JSON near `%.30s`", end ? end : "").p);
    catalogc_check(c->arena, path, root);
    catalogc_add(c, path, prefix_of(c->arena, path, root), root);
    cJSON_Delete(root);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: catalogc OUTPUT.c INPUT.json...\n");
        return 2;
    }
    catalogc c = {.arena = il_arena_new()};
    catalogc_begin(&c);
    for (int i = 2; i < argc; i++)
        add_file(&c, argv[i]);
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        catalogc_fail(argv[1], "-", "cannot be written");
    catalogc_write(&c, out);
    if (fclose(out) != 0)
        catalogc_fail(argv[1], "-", "cannot be written");
    il_arena_free(c.arena);
    return 0;
}
