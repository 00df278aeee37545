#include "golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "panic.h"
#include "vec.h"

bool il_golden_updating(void)
{
    const char *update = getenv("IL_UPDATE");
    return update && *update;
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        IL_PANIC("a file of the tests cannot be opened");
    }
    return file;
}

il_str il_golden_read(il_arena *arena, const char *path)
{
    FILE *file = open_file(path, "rb");
    il_buf buf = {0};
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        il_buf_add(&buf, (il_str){chunk, n});
    fclose(file);
    il_str text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

void il_golden_write(const char *path, il_str text)
{
    FILE *file = open_file(path, "wb");
    size_t written = text.n ? fwrite(text.p, 1, text.n, file) : 0;
    if (fclose(file) || written != text.n)
        IL_PANIC("a file of the tests cannot be written");
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **il_golden_files(il_arena *arena, const char *folder, const char *ending, size_t *n)
{
    IL_VEC(const char *) paths = {0};
    DIR *directory = opendir(folder);
    if (!directory) {
        perror(folder);
        IL_PANIC("a folder of the tests cannot be opened");
    }
    for (struct dirent *entry; (entry = readdir(directory));)
        if (entry->d_name[0] != '.' && il_str_ends(il_str_of(entry->d_name), il_str_of(ending)))
            IL_PUSH(arena, &paths, il_arena_printf(arena, "%s/%s", folder, entry->d_name).p);
    closedir(directory);
    if (paths.n)
        qsort(paths.items, paths.n, sizeof *paths.items, by_bytes);
    *n = paths.n;
    return paths.items;
}
