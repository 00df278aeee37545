/* The reference (docs/rules.md) and the JSON Schema know every word and key of the language, and the schema no others. */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "compile.h"
#include "document.h"

static unsigned failed;

static void fail(const char *what, const char *word)
{
    printf("%s `%s`\n", what, word);
    failed++;
}

static il_str read_all(il_arena *arena, const char *path)
{
    il_buf buf = {0};
    char chunk[4096];
    FILE *file = fopen(path, "rb");
    for (size_t n; file && (n = fread(chunk, 1, sizeof chunk, file));)
        il_buf_add(&buf, (il_str){chunk, n});
    if (file)
        fclose(file);
    else
        fail("cannot read", path);
    il_str text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}

typedef const char *lister(size_t index);

static bool listed(lister *list, il_str word)
{
    for (size_t i = 0; list(i); i++)
        if (il_str_is(word, list(i)))
            return true;
    return false;
}

static void compare(il_arena *arena, il_str reference, const il_node *schema, lister *list)
{
    for (size_t i = 0; list(i); i++) {
        if (!il_node_get(schema, il_str_of(list(i))))
            fail("the schema lacks", list(i));
        bool there = il_str_contains(reference, il_arena_printf(arena, "`%s`", list(i))) ||
                     il_str_contains(reference, il_arena_printf(arena, "`%s:", list(i)));
        if (!there)
            fail("the reference lacks", list(i));
    }
    for (size_t i = 0; schema && i < schema->map.n; i++)
        if (!listed(list, schema->map.members[i].key->text))
            fail("only the schema has", il_arena_str(arena, schema->map.members[i].key->text).p);
}

int main(int argc, char **argv)
{
    il_arena *arena = il_arena_new();
    if (argc != 3) {
        fputs("usage: rulec_docs_test RULES.md SCHEMA.json\n", stderr);
        return 2;
    }
    il_str reference = read_all(arena, argv[1]);
    il_document *schema = il_document_parse(IL_DOCUMENT_JSON, il_str_of(argv[2]), read_all(arena, argv[2]));
    const il_node *root = schema->n_roots ? schema->roots[0] : NULL;
    const il_node *condition = il_node_get(il_node_get(root, IL_STR("definitions")), IL_STR("condition"));
    compare(arena, reference, il_node_get(root, IL_STR("properties")), il_rule_key);
    compare(arena, reference, il_node_get(condition, IL_STR("properties")), il_rule_word);
    il_document_free(schema);
    il_arena_free(arena);
    il_intern_free();
    printf("%d passed, %u failed\n", failed ? 0 : 1, failed);
    return failed != 0;
}
