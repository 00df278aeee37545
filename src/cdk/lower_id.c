/* Names that CDK derives from construct paths. */
#include "lower.h"
#include "md5.h"

#include <string.h>

enum { HUMAN_MAX = 240, ID_MAX = 255, HASH = 8 };

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t add_alphanumerics(char *out, size_t n, il_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (is_alphanumeric(text.p[i]))
            out[n++] = text.p[i];
    return n;
}

/* The components of PATH but for `Default`, joined by `/`; *N is how many. */
static il_str visible(il_arena *arena, il_str path, size_t *n)
{
    char *out = il_arena_alloc(arena, path.n + 1);
    size_t length = 0;
    *n = 0;
    while (path.p) {
        il_str component = il_str_cut(&path, '/');
        if (il_str_is(component, "Default"))
            continue;
        if ((*n)++)
            out[length++] = '/';
        memcpy(out + length, component.p, component.n);
        length += component.n;
    }
    return (il_str){out, length};
}

/* The readable part: no `Resource`, no component that the one kept before ends with. */
static size_t human_part(char *out, il_str path)
{
    size_t n = 0;
    il_str before = {NULL, 0};
    while (path.p) {
        il_str component = il_str_cut(&path, '/');
        if (before.p && il_str_ends(before, component))
            continue;
        before = component;
        if (!il_str_is(component, "Resource"))
            n = add_alphanumerics(out, n, component);
    }
    return n < HUMAN_MAX ? n : HUMAN_MAX;
}

il_str il_low__unique_id(il_arena *arena, il_str path)
{
    size_t count;
    if (path.n == 0)
        return path;
    path = visible(arena, path, &count);
    char *out = il_arena_alloc(arena, path.n + HASH + 1), digest[33];
    if (count == 1) {
        size_t n = add_alphanumerics(out, 0, path);
        if (n <= ID_MAX)
            return (il_str){out, n};
    }
    size_t n = human_part(out, path);
    il_md5_hex(path, digest);
    for (size_t i = 0; i < HASH; i++)
        out[n++] = digest[i] >= 'a' ? (char)(digest[i] - 'a' + 'A') : digest[i];
    return (il_str){out, n};
}

il_str il_low__as_id(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '/')
            out[n++] = '-';
        out[n++] = text.p[i] == '/' ? '-' : text.p[i];
    }
    return (il_str){out, n};
}

il_str il_low__unique_name(il_arena *arena, il_str path, size_t max)
{
    size_t count;
    path = visible(arena, path, &count);
    char *out = il_arena_alloc(arena, path.n + HASH + 1), digest[33];
    size_t n = count == 1 ? add_alphanumerics(out, 0, path) : human_part(out, path);
    if (count == 1 && n <= max)
        return (il_str){out, n};
    if (n + HASH > max) {
        size_t half = (max - HASH) / 2;
        memmove(out + half, out + n - half, half);
        n = half * 2;
    }
    il_md5_hex(path, digest);
    for (size_t i = 0; i < HASH; i++)
        out[n++] = digest[i] >= 'a' ? (char)(digest[i] - 'a' + 'A') : digest[i];
    return (il_str){out, n};
}

/* Types whose logical id CDK makes of their contents. */
static bool is_hashed(const il_low_part *part)
{
    static const char *const types[] = {"AWS::Lambda::Version", "AWS::ApiGateway::Deployment"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(part->out->type, types[i]) == 0)
            return !part->unit->l1;
    return false;
}

static il_str logical_id(const il_low_part *part)
{
    const il_low_unit *stack = part->unit->stack_unit;
    il_str path = part->out->construct_path;
    if (part->id_unknown || is_hashed(part))
        return (il_str){NULL, 0};
    if (part->logical_id.n)
        return part->logical_id;
    if (!stack || stack->path.n == 0 || path.n <= stack->path.n + 1 || stack->renames)
        return (il_str){NULL, 0};
    return il_low__unique_id(part->unit->low->arena, il_str_slice(path, stack->path.n + 1, path.n));
}

void il_low__ids(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++)
        for (size_t k = 0; k < low->units.items[i]->parts.n; k++) {
            il_low_part *part = low->units.items[i]->parts.items[k];
            il_str id = part->out->logical_id = logical_id(part);
            il_str stack = part->out->stack ? part->out->stack->construct_path : (il_str){NULL, 0};
            if (id.n)
                il_map_put(&low->by_logical_id, il_arena_printf(low->arena, "%.*s\n%.*s", IL_FMT(stack), IL_FMT(id)),
                           part->out);
        }
}
