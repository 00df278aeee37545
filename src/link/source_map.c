/* All mappings are decoded once into one array, in the order of the compiled text, and searched by halving: a map of a bundled app has
 * hundreds of thousands. A malformed mapping ends the decoding: what came before it stays usable. */
#include "source_map.h"

#include <string.h>

typedef struct {
    uint32_t line, column;           /* of the compiled file, from 0 */
    uint32_t source;                 /* UINT32_MAX: made by the compiler, from nowhere */
    uint32_t from_line, from_column; /* from 0 */
} segment;

struct il_source_map {
    il_arena *arena;
    const il_node *sources;
    il_str root;
    IL_VEC(segment) segments;
};

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Reads one variable-length number at *AT. */
static bool read_number(il_str text, size_t *at, int64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 40; shift += 5) {
        int digit = *at < text.n ? digit_of(text.p[*at]) : -1;
        if (digit < 0)
            return false;
        ++*at;
        value |= (uint64_t)(digit & 31) << shift;
        if (!(digit & 32)) {
            *out = value & 1 ? -(int64_t)(value >> 1) : (int64_t)(value >> 1);
            return true;
        }
    }
    return false;
}

static bool add(int64_t *sum, int64_t step)
{
    *sum += step;
    return *sum >= 0 && *sum < UINT32_MAX;
}

/* Fields in a mapping: column, source, line, column, name; each is the difference to the one before. */
static bool read_segment(il_source_map *map, il_str text, size_t *at, uint32_t line, int64_t sums[5])
{
    size_t n = 0;
    int64_t step;
    for (; n < 5 && *at < text.n && text.p[*at] != ',' && text.p[*at] != ';'; n++)
        if (!read_number(text, at, &step) || !add(&sums[n], step))
            return false;
    bool ends = *at == text.n || text.p[*at] == ',' || text.p[*at] == ';';
    if (!ends || (n != 1 && n != 4 && n != 5))
        return false;
    segment s = {line, (uint32_t)sums[0], UINT32_MAX, 0, 0};
    if (n > 1)
        s = (segment){line, (uint32_t)sums[0], (uint32_t)sums[1], (uint32_t)sums[2], (uint32_t)sums[3]};
    IL_PUSH(map->arena, &map->segments, s);
    return true;
}

il_source_map *il_source_map_new(il_arena *arena, const il_node *root)
{
    const il_node *mappings = il_node_get(root, IL_STR("mappings")), *sources = il_node_get(root, IL_STR("sources"));
    double version;
    bool three = il_node_number(il_node_get(root, IL_STR("version")), &version) && version == 3;
    if (!three || !mappings || mappings->kind != IL_NODE_STRING || !sources || sources->kind != IL_NODE_LIST)
        return NULL;
    il_source_map *map = IL_NEW(arena, il_source_map);
    map->arena = arena;
    map->sources = sources;
    map->root = il_node_string(il_node_get(root, IL_STR("sourceRoot")));
    il_str text = mappings->text;
    int64_t sums[5] = {0};
    uint32_t line = 0;
    for (size_t at = 0; at < text.n;) {
        char c = text.p[at];
        if (c == ';') {
            line++;
            sums[0] = 0;
            at++;
        } else if (c == ',') {
            at++;
        } else if (!read_segment(map, text, &at, line, sums)) {
            break;
        }
    }
    return map;
}

bool il_source_map_find(const il_source_map *map, uint32_t line, uint32_t column, il_mapped *out)
{
    size_t low = 0, high = map->segments.n;
    while (low < high) { /* the last one at or before the place */
        size_t middle = low + (high - low) / 2;
        const segment *s = &map->segments.items[middle];
        if (s->line < line - 1 || (s->line == line - 1 && s->column <= column - 1))
            low = middle + 1;
        else
            high = middle;
    }
    const segment *s = low ? &map->segments.items[low - 1] : NULL;
    if (!s || s->line != line - 1 || s->source >= map->sources->list.n)
        return false;
    il_str name = il_node_string(map->sources->list.items[s->source]);
    if (!name.n)
        return false;
    const char *slash = map->root.n && map->root.p[map->root.n - 1] != '/' ? "/" : "";
    out->source = il_arena_printf(map->arena, "%.*s%s%.*s", IL_FMT(map->root), slash, IL_FMT(name));
    out->line = s->from_line + 1;
    out->column = s->from_column + 1;
    return true;
}

il_str il_source_map_url(il_str text)
{
    static const char mark[] = "# sourceMappingURL=";
    size_t found = SIZE_MAX;
    for (size_t at = il_str_find(text, il_str_of(mark), 0); at != SIZE_MAX;
         at = il_str_find(text, il_str_of(mark), at + 1))
        found = at;
    if (found == SIZE_MAX)
        return (il_str){NULL, 0};
    il_str rest = il_str_slice(text, found + strlen(mark), text.n);
    return il_str_trim(il_str_cut(&rest, '\n'));
}

il_str il_source_map_inline(il_arena *arena, il_str url)
{
    size_t comma = il_str_find(url, IL_STR(","), 0);
    if (!il_str_starts(url, IL_STR("data:")) || comma == SIZE_MAX ||
        !il_str_ends(il_str_slice(url, 0, comma), IL_STR(";base64")))
        return (il_str){NULL, 0};
    char *out = il_arena_alloc(arena, url.n);
    size_t n = 0;
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = comma + 1; i < url.n && url.p[i] != '='; i++) {
        int digit = digit_of(url.p[i]);
        if (digit < 0)
            return (il_str){NULL, 0};
        bits = bits << 6 | (uint32_t)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[n++] = (char)(bits >> held & 0xFF);
        }
    }
    return (il_str){out, n};
}
