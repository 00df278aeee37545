/* The catalogue's tables: nodes, members, items, numbers and texts, each stored once, and the C source that holds them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "catalogc.h"

static uint32_t add_text(catalogc *c, il_str text)
{
    void *known = il_map_get(&c->text_of, text);
    if (known)
        return (uint32_t)(uintptr_t)known - 1;
    uint32_t at = (uint32_t)c->texts.n;
    for (size_t i = 0; i < text.n; i++)
        IL_PUSH(c->arena, &c->texts, text.p[i]);
    IL_PUSH(c->arena, &c->texts, '\0');
    il_map_put(&c->text_of, il_arena_str(c->arena, text), (void *)(uintptr_t)(at + 1));
    return at;
}

static uint32_t key_of(catalogc *c, il_str text)
{
    void *word = il_map_get(&c->word_of, text);
    if (word)
        return (uint32_t)(uintptr_t)word - 1;
    return (uint32_t)IL_W_COUNT + add_text(c, text);
}

/* A node of KIND with N parts, whose content is CONTENT: an equal one that exists, else a new one at AT. */
static uint32_t add_node(catalogc *c, il_str content, il_cat_kind kind, size_t n, uint32_t at)
{
    uint32_t node = (uint32_t)c->nodes.n;
    IL_PUSH(c->arena, &c->nodes, ((il_cat_node){(uint32_t)(n << 4) | (uint32_t)kind, at}));
    il_map_put(&c->node_of, il_arena_str(c->arena, content), (void *)(uintptr_t)(node + 1));
    return node;
}

static bool known_node(catalogc *c, il_str content, uint32_t *node)
{
    void *known = il_map_get(&c->node_of, content);
    *node = (uint32_t)(uintptr_t)known - 1;
    return known;
}

static uint32_t add_scalar(catalogc *c, const cJSON *value)
{
    il_str content;
    uint32_t node;
    if (cJSON_IsString(value))
        content = il_arena_printf(c->arena, "s%s", value->valuestring);
    else if (cJSON_IsNumber(value))
        content = il_arena_printf(c->arena, "n%.17g", value->valuedouble);
    else
        content = cJSON_IsTrue(value) ? IL_STR("t") : cJSON_IsFalse(value) ? IL_STR("f") : IL_STR("z");
    if (known_node(c, content, &node))
        return node;
    if (cJSON_IsString(value)) {
        il_str text = il_str_of(value->valuestring);
        return add_node(c, content, IL_CAT_STRING, text.n, add_text(c, text));
    }
    if (cJSON_IsNumber(value)) {
        uint32_t at = (uint32_t)c->numbers.n;
        IL_PUSH(c->arena, &c->numbers, value->valuedouble);
        return add_node(c, content, IL_CAT_NUMBER, 0, at);
    }
    return add_node(c, content,
                    cJSON_IsTrue(value)    ? IL_CAT_TRUE
                    : cJSON_IsFalse(value) ? IL_CAT_FALSE
                                           : IL_CAT_NULL,
                    0, 0);
}

static int by_key(const void *a, const void *b)
{
    return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

/* The members of OBJECT, sorted if SORTED. */
static const cJSON **members_of(catalogc *c, const cJSON *object, bool sorted, size_t *n)
{
    *n = (size_t)cJSON_GetArraySize(object);
    const cJSON **members = IL_NEW_ARRAY(c->arena, *n + 1, const cJSON *);
    size_t i = 0;
    for (const cJSON *item = object->child; item; item = item->next)
        members[i++] = item;
    if (sorted && *n)
        qsort(members, *n, sizeof *members, by_key);
    return members;
}

static uint32_t add_value(catalogc *c, const cJSON *value, bool sorted);

/* Whether the members of the object under KEY are looked up by name rather than read in order. */
static bool is_dict(const char *key)
{
    static const il_word dicts[] = {IL_W_PROPS,  IL_W_MEMBERS, IL_W_METHODS, IL_W_METRICS,
                                    IL_W_GRANTS, IL_W_STRUCT,  IL_W_TABLE,   IL_W_ATTRIBUTES};
    for (size_t i = 0; i < sizeof dicts / sizeof *dicts; i++)
        if (strcmp(il_word_text(dicts[i]), key) == 0)
            return true;
    return false;
}

static uint32_t add_object(catalogc *c, const cJSON *object, bool sorted)
{
    size_t n;
    const cJSON **members = members_of(c, object, sorted, &n);
    uint32_t *nodes = IL_NEW_ARRAY(c->arena, n + 1, uint32_t);
    il_buf content = {0};
    il_buf_putc(&content, sorted ? 'd' : 'm');
    for (size_t i = 0; i < n; i++) {
        nodes[i] = add_value(c, members[i], is_dict(members[i]->string));
        il_buf_printf(&content, "%s=%u,", members[i]->string, nodes[i]);
    }
    uint32_t node;
    if (!known_node(c, il_buf_str(&content), &node)) {
        uint32_t at = (uint32_t)c->members.n;
        for (size_t i = 0; i < n; i++)
            IL_PUSH(c->arena, &c->members, ((il_cat_member){key_of(c, il_str_of(members[i]->string)), nodes[i]}));
        node = add_node(c, il_buf_str(&content), sorted ? IL_CAT_DICT : IL_CAT_MAP, n, at);
    }
    il_buf_free(&content);
    return node;
}

static uint32_t add_list(catalogc *c, const cJSON *list)
{
    size_t n = (size_t)cJSON_GetArraySize(list), i = 0;
    uint32_t *nodes = IL_NEW_ARRAY(c->arena, n + 1, uint32_t);
    il_buf content = {0};
    il_buf_putc(&content, 'l');
    for (const cJSON *item = list->child; item; item = item->next) {
        nodes[i] = add_value(c, item, false);
        il_buf_printf(&content, "%u,", nodes[i++]);
    }
    uint32_t node;
    if (!known_node(c, il_buf_str(&content), &node)) {
        uint32_t at = (uint32_t)c->items.n;
        for (i = 0; i < n; i++)
            IL_PUSH(c->arena, &c->items, nodes[i]);
        node = add_node(c, il_buf_str(&content), IL_CAT_LIST, n, at);
    }
    il_buf_free(&content);
    return node;
}

static uint32_t add_value(catalogc *c, const cJSON *value, bool sorted)
{
    if (cJSON_IsObject(value))
        return add_object(c, value, sorted);
    if (cJSON_IsArray(value))
        return add_list(c, value);
    return add_scalar(c, value);
}

void catalogc_begin(catalogc *c)
{
    c->text_of = il_map_in(c->arena);
    c->node_of = il_map_in(c->arena);
    c->word_of = il_map_in(c->arena);
    for (size_t i = 0; i < IL_W_COUNT; i++)
        if (il_map_put(&c->word_of, il_str_of(il_word_text((il_word)i)), (void *)(uintptr_t)(i + 1)))
            catalogc_fail("catalog_words.h", il_word_text((il_word)i), "given twice");
    IL_PUSH(c->arena, &c->nodes, ((il_cat_node){IL_CAT_NULL, 0}));
    c->classes = cJSON_CreateObject();
}

static void add_table(catalogc *c, catalogc_table *table, const char *file, const char *prefix, const cJSON *object)
{
    for (const cJSON *item = object ? object->child : NULL; item; item = item->next) {
        il_str name = il_arena_printf(c->arena, "%s%s", prefix, item->string);
        IL_PUSH(c->arena, table, ((catalogc_entry){name, add_value(c, item, false), file}));
    }
}

/* Moves the members of FROM into INTO; a member of both is replaced, or merged in turn if DEEP. */
static void merge(cJSON *into, cJSON *from, bool deep)
{
    while (from->child) {
        cJSON *item = cJSON_DetachItemViaPointer(from, from->child);
        cJSON *old = cJSON_GetObjectItemCaseSensitive(into, item->string);
        if (old && deep && is_dict(item->string) && cJSON_IsObject(item)) {
            merge(old, item, false);
            cJSON_Delete(item);
        } else if (old) {
            cJSON_ReplaceItemViaPointer(into, old, item);
        } else {
            cJSON_AddItemToArray(into, item);
        }
    }
}

/* Whether the hand-written class speaks of a prop that the guard of DOUBT asks for. */
static bool answers(const cJSON *props, const cJSON *doubt)
{
    const cJSON *when = cJSON_GetObjectItemCaseSensitive(doubt, "when");
    for (const cJSON *prop = when ? when->child : NULL; prop; prop = prop->next)
        if (cJSON_GetObjectItemCaseSensitive(props, prop->string))
            return true;
    return false;
}

/* What experiments doubt of a class falls where a later file says it by hand: all of it for a base tree or model of its own, else that of its props. */
static void drop_doubts(cJSON *old, const cJSON *by_hand)
{
    if (cJSON_GetObjectItemCaseSensitive(by_hand, "base") || cJSON_GetObjectItemCaseSensitive(by_hand, "model")) {
        cJSON_DeleteItemFromObjectCaseSensitive(old, "doubts");
        cJSON_DeleteItemFromObjectCaseSensitive(old, "opens");
        cJSON_DeleteItemFromObjectCaseSensitive(old, "makes");
    }
    cJSON *doubts = cJSON_GetObjectItemCaseSensitive(old, "doubts");
    const cJSON *props = cJSON_GetObjectItemCaseSensitive(by_hand, "props");
    for (cJSON *doubt = doubts ? doubts->child : NULL, *next; doubt; doubt = next) {
        next = doubt->next;
        if (props && answers(props, doubt))
            cJSON_Delete(cJSON_DetachItemViaPointer(doubts, doubt));
    }
}

/* A class whose data was wrong in more than one of twenty random combinations opens; the score itself is for people. */
static void weigh(cJSON *entry)
{
    const cJSON *score = cJSON_GetObjectItemCaseSensitive(entry, "score");
    const cJSON *draws = cJSON_GetObjectItemCaseSensitive(score, "draws");
    const cJSON *wrong = cJSON_GetObjectItemCaseSensitive(score, "wrong");
    if (draws && wrong && wrong->valuedouble * 20 > draws->valuedouble) {
        const char *all = "*";
        cJSON_DeleteItemFromObjectCaseSensitive(entry, "opens");
        cJSON_AddItemToObject(entry, "opens", cJSON_CreateStringArray(&all, 1));
    }
    cJSON_DeleteItemFromObjectCaseSensitive(entry, "score");
}

/* A class that a later file calls an extension of another is that other with what the file says: experiments with it fall. */
static void add_classes(catalogc *c, const char *prefix, cJSON *classes)
{
    while (classes && classes->child) {
        cJSON *item = cJSON_DetachItemViaPointer(classes, classes->child);
        const char *name = il_arena_printf(c->arena, "%s%s", prefix, item->string).p;
        cJSON *old = cJSON_GetObjectItemCaseSensitive(c->classes, name);
        weigh(item);
        if (!old) {
            cJSON_AddItemToObject(c->classes, name, item);
            continue;
        }
        if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "replaces")) ||
            cJSON_GetObjectItemCaseSensitive(item, "extends")) {
            cJSON_ReplaceItemInObjectCaseSensitive(c->classes, name, item);
            continue;
        }
        drop_doubts(old, item);
        merge(old, item, true);
        cJSON_Delete(item);
    }
}

void catalogc_add(catalogc *c, const char *file, const char *prefix, cJSON *root)
{
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(root, "version");
    if (!cJSON_IsString(version))
        catalogc_fail(file, "-", "`version` must be a string");
    if (!c->version)
        c->version = add_scalar(c, version);
    add_classes(c, prefix, cJSON_GetObjectItemCaseSensitive(root, "constructs"));
    add_table(c, &c->values, file, prefix, cJSON_GetObjectItemCaseSensitive(root, "values"));
    add_table(c, &c->calls, file, prefix, cJSON_GetObjectItemCaseSensitive(root, "calls"));
    add_table(c, &c->l1, file, prefix, cJSON_GetObjectItemCaseSensitive(root, "l1"));
    add_table(c, &c->l1_structs, file, "", cJSON_GetObjectItemCaseSensitive(root, "l1_structs"));
    add_table(c, &c->taggable, file, "", cJSON_GetObjectItemCaseSensitive(root, "taggable"));
    add_table(c, &c->replacing, file, "", cJSON_GetObjectItemCaseSensitive(root, "replacing"));
    add_table(c, &c->since, file, "", cJSON_GetObjectItemCaseSensitive(root, "since"));
    add_table(c, &c->shapes, file, "", cJSON_GetObjectItemCaseSensitive(root, "shapes"));
}

static int by_name(const void *a, const void *b)
{
    return il_str_cmp(((const catalogc_entry *)a)->name, ((const catalogc_entry *)b)->name);
}

/* The dictionary of a whole table. */
static uint32_t root_of(catalogc *c, catalogc_table *table)
{
    if (table->n)
        qsort(table->items, table->n, sizeof *table->items, by_name);
    uint32_t at = (uint32_t)c->members.n;
    for (size_t i = 0; i < table->n; i++) {
        const catalogc_entry *e = &table->items[i];
        if (i && il_str_eq(e->name, e[-1].name))
            catalogc_fail(e->file, e->name.p, "given twice");
        IL_PUSH(c->arena, &c->members, ((il_cat_member){key_of(c, e->name), e->node}));
    }
    IL_PUSH(c->arena, &c->nodes, ((il_cat_node){(uint32_t)(table->n << 4) | IL_CAT_DICT, at}));
    return (uint32_t)c->nodes.n - 1;
}

static void write_texts(const catalogc *c, FILE *out)
{
    fprintf(out, "const char il_cat__texts[] =\n");
    size_t column = 0;
    for (size_t i = 0; i < c->texts.n; i++) {
        unsigned char ch = (unsigned char)c->texts.items[i];
        if (column == 0)
            fputc('"', out);
        if (ch == '"' || ch == '\\' || ch == '?' || ch < ' ' || ch > '~')
            fprintf(out, "\\%03o", ch);
        else
            fputc(ch, out);
        if (++column == 100 || i + 1 == c->texts.n) {
            fprintf(out, "\"\n");
            column = 0;
        }
    }
    fprintf(out, "\"\";\n");
}

void catalogc_write(catalogc *c, FILE *out)
{
    add_table(c, &c->constructs, "constructs", "", c->classes);
    cJSON_Delete(c->classes);
    uint32_t roots[] = {root_of(c, &c->constructs), root_of(c, &c->l1),        root_of(c, &c->l1_structs),
                        root_of(c, &c->values),     root_of(c, &c->calls),     root_of(c, &c->shapes),
                        root_of(c, &c->taggable),   root_of(c, &c->replacing), root_of(c, &c->since)};
    fprintf(out, "/* Written by catalogc. */\n#include \"catalog_data.h\"\n\n");
    write_texts(c, out);
    fprintf(out, "const il_cat_node il_cat__nodes[] = {\n");
    for (size_t i = 0; i < c->nodes.n; i++)
        fprintf(out, "{%u,%u},%s", c->nodes.items[i].kind_n, c->nodes.items[i].at, i % 8 == 7 ? "\n" : "");
    fprintf(out, "};\nconst il_cat_member il_cat__members[] = {\n");
    for (size_t i = 0; i < c->members.n; i++)
        fprintf(out, "{%u,%u},%s", c->members.items[i].key, c->members.items[i].node, i % 8 == 7 ? "\n" : "");
    fprintf(out, "{0,0}};\nconst uint32_t il_cat__items[] = {\n");
    for (size_t i = 0; i < c->items.n; i++)
        fprintf(out, "%u,%s", c->items.items[i], i % 16 == 15 ? "\n" : "");
    fprintf(out, "0};\nconst double il_cat__numbers[] = {\n");
    for (size_t i = 0; i < c->numbers.n; i++)
        fprintf(out, "%.17g,\n", c->numbers.items[i]);
    fprintf(out, "0};\nconst il_cat_roots il_cat__roots = {%u, %u, %u, %u, %u, %u, %u, %u, %u, %u};\n", roots[0],
            roots[1], roots[2], roots[3], roots[4], roots[5], roots[6], roots[7], roots[8], c->version);
}
