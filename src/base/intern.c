#include "intern.h"

#include <string.h>

#include "arena.h"
#include "map.h"

static il_arena *names;
static il_map table;

il_name il_intern(il_str text)
{
    const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
    if (nul)
        text.n = (size_t)(nul - text.p);
    if (!names) {
        names = il_arena_new();
        table = il_map_in(names);
    }
    char *known = il_map_get(&table, text);
    if (known)
        return known;
    il_str copy = il_arena_str(names, text);
    il_map_put(&table, copy, (void *)copy.p);
    return copy.p;
}

void il_intern_free(void)
{
    il_arena_free(names);
    names = NULL;
    table = (il_map){0};
}
