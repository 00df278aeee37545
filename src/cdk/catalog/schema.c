/* The form of the catalogue's data: which words may stand where. Names (of classes, props, members, CloudFormation properties) are free;
 * words are not, so that a misspelt one breaks the build and not a rule. */
#include <string.h>

#include "catalogc.h"

typedef enum {
    ANY, /* a template or plain value: free */
    TEXT,
    NUMBER,
    FLAG,
    TEXTS,
    FILE_FORM,
    CONSTRUCTS_FORM,
    CONSTRUCT,
    BASE,
    RESOURCE,
    PROPS,
    PROP,
    EFFECTS,
    EFFECT,
    METHODS,
    METHOD,
    GRANTS,
    SHAPE,
    SHAPES_FORM,
    STRUCT,
    SCORE,
    DOUBTS,
    DOUBT,
    GUARD
} form;

typedef struct {
    form in;
    il_word word;
    form then;
} rule;

static const rule rules[] = {
    {FILE_FORM, IL_W_LIBRARY, TEXT},
    {FILE_FORM, IL_W_VERSION, TEXT},
    {FILE_FORM, IL_W_MODULE, TEXT},
    {FILE_FORM, IL_W_CONSTRUCTS, CONSTRUCTS_FORM},
    {FILE_FORM, IL_W_VALUES, ANY},
    {FILE_FORM, IL_W_CALLS, ANY},
    {FILE_FORM, IL_W_SHAPES, SHAPES_FORM},
    {FILE_FORM, IL_W_L1, ANY},
    {FILE_FORM, IL_W_L1_STRUCTS, ANY},
    {FILE_FORM, IL_W_TAGGABLE, ANY},
    {FILE_FORM, IL_W_REPLACING, ANY},
    {FILE_FORM, IL_W_SINCE, ANY},
    {CONSTRUCT, IL_W_SCORE, SCORE},
    {CONSTRUCT, IL_W_REPLACES, FLAG},
    {CONSTRUCT, IL_W_MODEL, TEXT},
    {CONSTRUCT, IL_W_EXTENDS, TEXT},
    {CONSTRUCT, IL_W_PRIMARY, TEXT},
    {CONSTRUCT, IL_W_BASE, BASE},
    {CONSTRUCT, IL_W_PROPS, PROPS},
    {CONSTRUCT, IL_W_MEMBERS, ANY},
    {CONSTRUCT, IL_W_METHODS, METHODS},
    {CONSTRUCT, IL_W_METRICS, ANY},
    {CONSTRUCT, IL_W_GRANTS, GRANTS},
    {CONSTRUCT, IL_W_READS, TEXTS},
    {CONSTRUCT, IL_W_MAKES, TEXTS},
    {CONSTRUCT, IL_W_DEFAULTS, EFFECTS},
    {CONSTRUCT, IL_W_FINALLY, EFFECTS},
    {CONSTRUCT, IL_W_DOUBTS, DOUBTS},
    {CONSTRUCT, IL_W_OPENS, TEXTS},
    {CONSTRUCT, IL_W_REMOVAL, TEXTS},
    {CONSTRUCT, IL_W_POLICY, ANY},
    {RESOURCE, IL_W_TYPE, TEXT},
    {RESOURCE, IL_W_WHEN, GUARD},
    {RESOURCE, IL_W_ATTRIBUTES, ANY},
    {RESOURCE, IL_W_PROPERTIES, ANY},
    {RESOURCE, IL_W_GENERATED, FLAG},
    {RESOURCE, IL_W_CHILD, TEXT},
    {RESOURCE, IL_W_OPENS, FLAG},
    {RESOURCE, IL_W_CREATES, TEXT},
    {RESOURCE, IL_W_PROPS, ANY},
    {PROP, IL_W_EFFECTS, EFFECTS},
    {PROP, IL_W_DEPRECATED, FLAG},
    {PROP, IL_W_FLAGS, FLAG},
    {PROP, IL_W_ELSEWHERE, FLAG},
    {PROP, IL_W_ENUM, TEXT},
    {PROP, IL_W_MAKES, TEXTS},
    {PROP, IL_W_OPENS, TEXTS},
    {EFFECT, IL_W_WHEN, GUARD},
    {EFFECT, IL_W_AT, TEXT},
    {EFFECT, IL_W_PATH, TEXT},
    {EFFECT, IL_W_OP, TEXT},
    {EFFECT, IL_W_KEY, TEXT},
    {EFFECT, IL_W_SHAPE, SHAPE},
    {EFFECT, IL_W_ARG, NUMBER},
    {METHOD, IL_W_EFFECTS, EFFECTS},
    {METHOD, IL_W_CREATES, TEXT},
    {METHOD, IL_W_ID, ANY},
    {METHOD, IL_W_SCOPE, ANY},
    {METHOD, IL_W_PROPS, ANY},
    {METHOD, IL_W_MODEL, TEXT},
    {METHOD, IL_W_MAKES, TEXTS},
    {METHOD, IL_W_OPENS, TEXTS},
    {METHOD, IL_W_RETURNS, ANY},
    {METHOD, IL_W_READS, FLAG},
    {METHOD, IL_W_ELSEWHERE, FLAG},
    {SHAPE, IL_W_TABLE, ANY},
    {SHAPE, IL_W_ELSE, SHAPE},
    {SHAPE, IL_W_ENUM, TEXT},
    {SHAPE, IL_W_SCALE, TEXT},
    {SHAPE, IL_W_MEMBER, TEXT},
    {SHAPE, IL_W_FIELD, TEXT},
    {SHAPE, IL_W_SHAPE, SHAPE},
    {SHAPE, IL_W_STRUCT, STRUCT},
    {SHAPE, IL_W_BASE, ANY},
    {SHAPE, IL_W_LIST, SHAPE},
    {SHAPE, IL_W_MAP, SHAPE},
    {SHAPE, IL_W_CONSTANT, ANY},
    {SHAPE, IL_W_JOIN, ANY},
    {SHAPE, IL_W_L1, TEXT},
    {SHAPE, IL_W_KEYED, TEXT},
    {SCORE, IL_W_DRAWS, NUMBER},
    {SCORE, IL_W_EXACT, NUMBER},
    {SCORE, IL_W_WRONG, NUMBER},
    {SCORE, IL_W_CHANGED, NUMBER},
    {DOUBT, IL_W_WHEN, GUARD},
    {DOUBT, IL_W_EFFECTS, EFFECTS},
    {DOUBT, IL_W_MAKES, TEXTS},
    {DOUBT, IL_W_MAYBE, TEXTS},
};

typedef struct {
    il_arena *arena;
    const char *file;
} checker;

static void check(checker *c, const char *where, form form, const cJSON *value);

static const char *below(checker *c, const char *where, const char *key)
{
    return il_arena_printf(c->arena, "%s/%s", where, key).p;
}

static void check_each(checker *c, const char *where, form each, const cJSON *value)
{
    for (const cJSON *item = value->child; item; item = item->next)
        check(c, below(c, where, item->string ? item->string : "[]"), each, item);
}

static void check_words(checker *c, const char *where, form form, const cJSON *value)
{
    for (const cJSON *item = value->child; item; item = item->next) {
        const char *at = below(c, where, item->string);
        const rule *found = NULL;
        for (size_t i = 0; i < sizeof rules / sizeof *rules && !found; i++)
            if (rules[i].in == form && strcmp(il_word_text(rules[i].word), item->string) == 0)
                found = &rules[i];
        if (!found)
            catalogc_fail(c->file, at, "not a word that may stand here");
        check(c, at, found->then, item);
    }
}

static void check_no_duplicates(checker *c, const char *where, const cJSON *object)
{
    il_map seen = il_map_in(c->arena);
    for (const cJSON *item = object->child; item; item = item->next)
        if (il_map_put(&seen, il_str_of(item->string), (void *)item))
            catalogc_fail(c->file, below(c, where, item->string), "given twice");
}

static void expect(checker *c, const char *where, bool holds, const char *what)
{
    if (!holds)
        catalogc_fail(c->file, where, what);
}

/* The form of each member of a value with free names; FILE_FORM, which is nobody's member, for values with words. */
static form member_form(form form)
{
    switch (form) {
    case CONSTRUCTS_FORM:
        return CONSTRUCT;
    case BASE:
        return RESOURCE;
    case PROPS:
    case STRUCT:
        return PROP;
    case METHODS:
        return METHOD;
    case GRANTS:
    case GUARD:
        return ANY;
    case SHAPES_FORM:
        return SHAPE;
    default:
        return FILE_FORM;
    }
}

static void check(checker *c, const char *where, form form, const cJSON *value)
{
    if (cJSON_IsObject(value))
        check_no_duplicates(c, where, value);
    if (form == ANY) {
        check_each(c, where, ANY, value);
    } else if (form == TEXT) {
        expect(c, where, cJSON_IsString(value), "must be a string");
    } else if (form == NUMBER) {
        expect(c, where, cJSON_IsNumber(value), "must be a number");
    } else if (form == FLAG) {
        expect(c, where, cJSON_IsBool(value), "must be true or false");
    } else if (form == TEXTS || form == EFFECTS || form == DOUBTS) {
        expect(c, where, cJSON_IsArray(value), "must be a list");
        check_each(c, where, form == TEXTS ? TEXT : form == EFFECTS ? EFFECT : DOUBT, value);
    } else if (form == PROP && cJSON_IsArray(value)) {
        check(c, where, EFFECTS, value);
    } else if (form == SHAPE && cJSON_IsString(value)) {
        return;
    } else {
        expect(c, where, cJSON_IsObject(value), "must be an object");
        if (member_form(form) != FILE_FORM)
            check_each(c, where, member_form(form), value);
        else
            check_words(c, where, form, value);
    }
}

void catalogc_check(il_arena *arena, const char *file, const cJSON *root)
{
    checker c = {arena, file};
    check(&c, "", FILE_FORM, root);
}
