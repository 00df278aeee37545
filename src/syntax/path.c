#include "document.h"

il_str il_path_directory(il_str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return il_str_slice(path, 0, n);
}

/* Adds PART to the path of *N bytes in OUT. A `..` takes the last part away, or stays where there is none to take. */
static void append(char *out, size_t *n, size_t root, il_str part)
{
    if (part.n == 0 || il_str_is(part, "."))
        return;
    if (il_str_is(part, "..")) {
        size_t from = *n;
        while (from > root && out[from - 1] != '/')
            from--;
        bool removable = *n > root && !il_str_is((il_str){out + from, *n - from}, "..");
        if (removable) {
            *n = from > root ? from - 1 : root;
            return;
        }
        if (root)
            return;
    }
    if (*n > root)
        out[(*n)++] = '/';
    for (size_t i = 0; i < part.n; i++)
        out[(*n)++] = part.p[i];
}

static void append_all(char *out, size_t *n, size_t root, il_str path)
{
    while (path.p)
        append(out, n, root, il_str_cut(&path, '/'));
}

il_str il_path_join(il_arena *arena, il_str directory, il_str relative)
{
    if (il_str_starts(relative, IL_STR("/")))
        directory = (il_str){NULL, 0};
    bool absolute = il_str_starts(directory.n ? directory : relative, IL_STR("/"));
    char *out = il_arena_alloc(arena, directory.n + relative.n + 3);
    size_t root = absolute ? 1 : 0, n = root;
    if (absolute)
        out[0] = '/';
    append_all(out, &n, root, directory);
    append_all(out, &n, root, relative);
    return (il_str){out, n};
}
