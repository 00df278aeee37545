/* The rules that are compiled in, printed again, are the C text that they were compiled from: nothing is lost or bent on the way. */
#include <stdio.h>
#include <string.h>

#include "emit.h"

static bool same(FILE *file, il_str text)
{
    size_t at = 0;
    int c;
    while ((c = getc(file)) != EOF && at < text.n && text.p[at] == (char)c)
        at++;
    if (c == EOF && at == text.n)
        return true;
    printf("differs at byte %zu: %.*s\n", at, IL_FMT(il_str_slice(text, at, at + 60)));
    return false;
}

int main(int argc, char **argv)
{
    il_arena *arena = il_arena_new();
    il_buf buf = {0};
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    const il_rule **rules = IL_NEW_ARRAY(arena, il_rules_builtin_count + 1, const il_rule *);
    for (size_t i = 0; i < il_rules_builtin_count; i++)
        rules[i] = &il_rules_builtin[i];
    il_emit_rules(&buf, arena, rules, il_rules_builtin_count);
    bool good = file && il_rules_builtin_count && same(file, il_buf_str(&buf));
    if (file)
        fclose(file);
    il_buf_free(&buf);
    il_arena_free(arena);
    printf("%d passed, %d failed\n", good, !good);
    return !good;
}
