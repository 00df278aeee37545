#include <stdlib.h>

#include "files.h"
#include "vec.h"

static const il_memory_file *find(const il_memory *memory, il_str path)
{
    for (size_t i = 0; i < memory->n; i++)
        if (il_str_eq(memory->files[i].path, path))
            return &memory->files[i];
    return NULL;
}

/* What PATH is called below FOLDER; the empty view when it does not lie there. */
static il_str below(il_str path, il_str folder)
{
    if (!folder.n)
        return path;
    bool inside = il_str_starts(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
    return inside ? il_str_slice(path, folder.n + 1, path.n) : (il_str){NULL, 0};
}

static il_file_kind memory_kind(void *context, il_str path)
{
    const il_memory *memory = context;
    if (!path.n)
        return IL_FILE_FOLDER;
    if (find(memory, path))
        return IL_FILE_REGULAR;
    for (size_t i = 0; i < memory->n; i++)
        if (below(memory->files[i].path, path).n)
            return IL_FILE_FOLDER;
    return IL_FILE_NONE;
}

static const char *memory_read(void *context, il_arena *arena, il_str path, il_str *text)
{
    const il_memory_file *file = find(context, path);
    if (!file)
        return "no such file";
    *text = il_arena_str(arena, file->text);
    return NULL;
}

static int entry_order(const void *a, const void *b)
{
    return il_str_cmp(((const il_file_entry *)a)->name, ((const il_file_entry *)b)->name);
}

static const char *memory_list(void *context, il_arena *arena, il_str folder, il_file_entry **entries, size_t *n)
{
    const il_memory *memory = context;
    IL_VEC(il_file_entry) found = {0};
    for (size_t i = 0; i < memory->n; i++) {
        il_str rest = below(memory->files[i].path, folder);
        if (!rest.n)
            continue;
        il_str name = il_str_cut(&rest, '/');
        bool known = false;
        for (size_t j = 0; j < found.n && !known; j++)
            known = il_str_eq(found.items[j].name, name);
        il_file_entry entry = {.name = name, .kind = rest.p ? IL_FILE_FOLDER : IL_FILE_REGULAR};
        if (!known)
            IL_PUSH(arena, &found, entry);
    }
    if (found.n)
        qsort(found.items, found.n, sizeof *found.items, entry_order);
    *entries = found.items;
    *n = found.n;
    return NULL;
}

il_files il_memory_files(il_memory *memory)
{
    return (il_files){memory, memory_kind, memory_read, memory_list, IL_STR_INIT(""), NULL};
}
