/* Conditions: maps whose entries must all hold. A key is a word, a combinator, a relation, or else a path. */
#include <string.h>

#include "compiler.h"
#include "nearest.h"
#include "pattern.h"

typedef enum {
    SHAPE_OPERAND,
    SHAPE_PATTERN,
    SHAPE_NUMBER,
    SHAPE_LIST,
    SHAPE_FLAG,
    SHAPE_ELEMENTS,
    SHAPE_LENGTH,
    SHAPE_KEYS,
    SHAPE_ORIGIN,
    SHAPE_COND,
    SHAPE_CONDS,
    SHAPE_MEANT,
    SHAPE_TEXTS,
    SHAPE_PATH,
    SHAPE_RELATION,
    SHAPE_ELSEWHERE /* read by what it stands in */
} shape;

static const struct {
    const char *word;
    il_op op;
    shape shape;
} words[] = {
    {"and", IL_OP_AND, SHAPE_CONDS},
    {"or", IL_OP_OR, SHAPE_CONDS},
    {"not", IL_OP_NOT, SHAPE_COND},
    {"is", IL_OP_IS, SHAPE_OPERAND},
    {"in", IL_OP_IN, SHAPE_LIST},
    {"min", IL_OP_MIN, SHAPE_NUMBER},
    {"max", IL_OP_MAX, SHAPE_NUMBER},
    {"above", IL_OP_ABOVE, SHAPE_NUMBER},
    {"below", IL_OP_BELOW, SHAPE_NUMBER},
    {"matches", IL_OP_MATCHES, SHAPE_PATTERN},
    {"like", IL_OP_LIKE, SHAPE_LIST},
    {"present", IL_OP_PRESENT, SHAPE_FLAG},
    {"default", IL_OP_DEFAULT, SHAPE_ELSEWHERE},
    {"length", IL_OP_LENGTH, SHAPE_LENGTH},
    {"any", IL_OP_ANY, SHAPE_ELEMENTS},
    {"all", IL_OP_ALL, SHAPE_ELEMENTS},
    {"none", IL_OP_NONE, SHAPE_ELEMENTS},
    {"as", IL_OP_AND, SHAPE_ELSEWHERE},
    {"keys", IL_OP_KEYS, SHAPE_KEYS},
    {"includes", IL_OP_INCLUDES, SHAPE_LIST},
    {"none-key", IL_OP_NONE_KEY, SHAPE_OPERAND},
    {"literal", IL_OP_LITERAL, SHAPE_FLAG},
    {"origin", IL_OP_ORIGIN, SHAPE_ORIGIN},
    {"parameter", IL_OP_PARAMETER, SHAPE_COND},
    {"names", IL_OP_NAMES, SHAPE_MEANT},
    {"mentions", IL_OP_MENTIONS, SHAPE_TEXTS},
    {"text", IL_OP_TEXT, SHAPE_TEXTS},
    {"same-as", IL_OP_SAME_AS, SHAPE_PATH},
    {"grants", IL_OP_GRANTS, SHAPE_LIST},
    {"grants-any", IL_OP_GRANTS_ANY, SHAPE_LIST},
    {"exists", IL_OP_EXISTS, SHAPE_RELATION},
    {"count", IL_OP_COUNT, SHAPE_RELATION},
    {"every", IL_OP_EVERY, SHAPE_RELATION},
};

enum { WORDS = sizeof words / sizeof *words };

const char *il_rule_word(size_t index)
{
    return index < WORDS ? words[index].word : NULL;
}

static size_t word_of(il_str key)
{
    for (size_t i = 0; i < WORDS; i++)
        if (il_str_is(key, words[i].word))
            return i;
    return WORDS;
}

/* Properties begin with a capital: a key of small letters only is a word, or one that is misspelt. */
static bool looks_like_word(il_str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!(key.p[i] >= 'a' && key.p[i] <= 'z') && key.p[i] != '-')
            return false;
    return key.n > 0;
}

static bool compile_entry(il_compiler *c, const il_member *member, il_cond *out);

/* Gives the one cond that holds when all of CONDS do. */
static il_cond both(il_compiler *c, il_cond *conds, size_t n)
{
    if (n == 1)
        return conds[0];
    il_cond all = {.op = IL_OP_AND, .slot = IL_SLOT_NONE, .n_kids = n};
    all.kids = il_compile__copy(c->arena, conds, n * sizeof *conds);
    return all;
}

static bool compile_into(il_compiler *c, const il_node *node, il_cond *out);

static bool compile_map(il_compiler *c, const il_node *node, il_cond *out)
{
    IL_VEC(il_cond) conds = {0};
    const il_node *fallback = NULL;
    bool good = true;
    for (size_t i = 0; i < node->map.n; i++) {
        const il_member *member = &node->map.members[i];
        il_cond one = {.op = IL_OP_AND, .slot = IL_SLOT_NONE};
        if (il_str_is(member->key->text, "default")) {
            fallback = member->value;
            continue;
        }
        if (il_str_is(member->key->text, "as"))
            continue; /* bound by the quantifier around */
        good = compile_entry(c, member, &one) && good;
        IL_PUSH(c->arena, &conds, one);
    }
    if (!good)
        return false;
    *out = both(c, conds.items, conds.n);
    if (!fallback)
        return true;
    il_operand stand_in = il_compile__list(c, fallback);
    il_cond with = {.op = IL_OP_DEFAULT, .slot = IL_SLOT_NONE, .n_kids = 1, .n_operands = 1};
    with.kids = il_compile__copy(c->arena, out, sizeof *out);
    with.operands = il_compile__copy(c->arena, &stand_in, sizeof stand_in);
    *out = with;
    return true;
}

static bool compile_into(il_compiler *c, const il_node *node, il_cond *out)
{
    *out = (il_cond){.op = IL_OP_AND, .slot = IL_SLOT_NONE};
    if (node->kind == IL_NODE_MAP && node->map.n)
        return compile_map(c, node, out);
    if (node->kind == IL_NODE_MAP || node->kind == IL_NODE_LIST) {
        il_compile__error(c, node, "here stands a condition: a value, or a map of words and paths");
        return false;
    }
    size_t errors = c->errors;
    il_operand operand = il_compile__operand(c, node);
    out->op = IL_OP_IS;
    out->operands = il_compile__copy(c->arena, &operand, sizeof operand);
    out->n_operands = 1;
    return c->errors == errors;
}

const il_cond *il_compile__cond(il_compiler *c, const il_node *node)
{
    il_cond cond;
    if (!compile_into(c, node, &cond))
        return NULL;
    return il_compile__copy(c->arena, &cond, sizeof cond);
}

static bool set_kid(il_compiler *c, const il_node *node, il_cond *out)
{
    il_cond kid;
    if (!compile_into(c, node, &kid))
        return false;
    out->kids = il_compile__copy(c->arena, &kid, sizeof kid);
    out->n_kids = 1;
    return true;
}

static bool set_conds(il_compiler *c, const il_node *node, il_cond *out)
{
    IL_VEC(il_cond) kids = {0};
    bool good = true;
    if (node->kind != IL_NODE_LIST || !node->list.n) {
        il_compile__error(c, node, "`and` and `or` take a list of conditions");
        return false;
    }
    for (size_t i = 0; i < node->list.n; i++) {
        il_cond kid;
        good = compile_into(c, node->list.items[i], &kid) && good;
        IL_PUSH(c->arena, &kids, kid);
    }
    out->kids = kids.items;
    out->n_kids = kids.n;
    return good;
}

static void set_operand(il_compiler *c, il_operand operand, il_cond *out)
{
    out->operands = il_compile__copy(c->arena, &operand, sizeof operand);
    out->n_operands = 1;
}

static bool set_pattern(il_compiler *c, const il_node *node, il_cond *out)
{
    char message[128];
    size_t offset;
    il_operand operand = il_compile__operand(c, node);
    set_operand(c, operand, out);
    if (operand.kind != IL_OPERAND_VALUE)
        return true;
    if (operand.value->kind != IL_STRING) {
        il_compile__error(c, node, "`matches` takes a pattern: put it in quotes");
        return false;
    }
    if (il_pattern_check(operand.value->string, message, sizeof message, &offset))
        return true;
    il_compile__error(c, node, "the pattern does not compile: %s at its character %zu", message, offset + 1);
    return false;
}

/* any, all, none: the element may have a name. */
static bool set_elements(il_compiler *c, const il_node *node, il_cond *out)
{
    size_t names = c->n_names;
    const il_node *as = il_node_get(node, IL_STR("as"));
    if (as)
        out->slot = il_compile__bind(c, as, false, false);
    bool good = set_kid(c, node, out);
    c->n_names = names;
    return good;
}

static bool set_length(il_compiler *c, const il_node *node, il_cond *out)
{
    static const char *const known[] = {"min", "max"};
    IL_VEC(il_cond) kids = {0};
    if (node->kind != IL_NODE_MAP || !node->map.n) {
        il_compile__error(c, node, "`length` takes { min, max }");
        return false;
    }
    for (size_t i = 0; i < node->map.n; i++) {
        const il_member *member = &node->map.members[i];
        bool min = il_str_is(member->key->text, "min");
        if (!min && !il_str_is(member->key->text, "max")) {
            il_compile__unknown(c, member->key, "key of length", known, 2);
            return false;
        }
        il_cond kid = {.op = min ? IL_OP_MIN : IL_OP_MAX, .slot = IL_SLOT_NONE};
        set_operand(c, il_compile__number(c, member->value), &kid);
        IL_PUSH(c->arena, &kids, kid);
    }
    out->kids = kids.items;
    out->n_kids = kids.n;
    return true;
}

static bool set_keys(il_compiler *c, const il_node *node, il_cond *out)
{
    bool good = node->kind == IL_NODE_MAP && node->map.n == 1;
    if (good) {
        il_str word = node->map.members[0].key->text;
        good = il_str_is(word, "any") || il_str_is(word, "all") || il_str_is(word, "none");
    }
    if (!good) {
        il_compile__error(c, node, "`keys` takes one of any, all and none");
        return false;
    }
    return set_kid(c, node, out);
}

static bool set_origin(il_compiler *c, const il_node *node, il_cond *out)
{
    static const char *const known[] = {"source", "context", "parameter", "environment", "default"};
    size_t n;
    const char *const *origins = il_compile__strings(c, node, "an origin", &n);
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < sizeof known / sizeof *known && strcmp(origins[i], known[at]) != 0)
            at++;
        if (at == sizeof known / sizeof *known) {
            il_compile__error(c, node, "an origin is source, context, parameter, environment or default");
            return false;
        }
        out->flag |= 1u << at;
    }
    return true;
}

static bool set_meant(il_compiler *c, const il_node *node, il_cond *out, bool text)
{
    const il_node *one[1] = {node};
    const il_node *const *items = node->kind == IL_NODE_LIST ? (const il_node *const *)node->list.items : one;
    size_t n = node->kind == IL_NODE_LIST ? node->list.n : 1, errors = c->errors;
    il_operand *operands = IL_NEW_ARRAY(c->arena, n ? n : 1, il_operand);
    for (size_t i = 0; i < n; i++)
        operands[i] = il_compile__meant(c, items[i], text);
    out->operands = operands;
    out->n_operands = n;
    if (!n)
        il_compile__error(c, node, "the list is empty");
    return c->errors == errors;
}

static const il_operand *limit(il_compiler *c, const il_node *node)
{
    if (!node)
        return NULL;
    il_operand operand = il_compile__number(c, node);
    return il_compile__copy(c->arena, &operand, sizeof operand);
}

static bool check_relation(il_compiler *c, const il_node *node, il_op op)
{
    static const char *const known[] = {"type", "where", "as", "in", "min", "max", "require"};
    for (size_t i = 0; i < node->map.n; i++) {
        const il_node *key = node->map.members[i].key;
        bool counts = il_str_is(key->text, "min") || il_str_is(key->text, "max"),
             requires = il_str_is(key->text, "require");
        size_t at = 0;
        while (at < sizeof known / sizeof *known && !il_str_is(key->text, known[at]))
            at++;
        if (at == sizeof known / sizeof *known) {
            il_compile__unknown(c, key, "key of a relation", known, sizeof known / sizeof *known);
            return false;
        }
        if ((counts && op != IL_OP_COUNT) || (requires && op != IL_OP_EVERY)) {
            il_compile__error(c, key, "`%.*s` does not go with this relation", IL_FMT(key->text));
            return false;
        }
    }
    return true;
}

static bool set_scope(il_compiler *c, const il_node *in, il_relation *relation)
{
    if (!in || il_str_is(in->text, "app"))
        return true;
    relation->scope = il_str_is(in->text, "stack") ? IL_IN_STACK : IL_IN_PROJECT;
    if (relation->scope == IL_IN_STACK || il_str_is(in->text, "project"))
        return true;
    il_compile__error(c, in, "`in` is app, stack or project");
    return false;
}

static bool set_types(il_compiler *c, const il_node *node, il_relation *relation)
{
    if (!node) {
        il_compile__error(c, node, "a relation needs a type");
        return false;
    }
    relation->types = il_compile__strings(c, node, "a type", &relation->n_types);
    for (size_t i = 0; i < relation->n_types; i++) {
        if (il_compile__is_type(il_str_of(relation->types[i])))
            continue;
        il_compile__error(c, node, "`%s` is no type such as AWS::S3::Bucket", relation->types[i]);
        return false;
    }
    return true;
}

static bool set_relation(il_compiler *c, const il_node *node, il_cond *out)
{
    il_relation *relation = IL_NEW(c->arena, il_relation);
    size_t names = c->n_names, errors = c->errors;
    if (node->kind != IL_NODE_MAP || !il_node_get(node, IL_STR("type"))) {
        il_compile__error(c, node, "a relation is a map with a `type`");
        return false;
    }
    relation->slot = IL_SLOT_NONE;
    out->relation = relation;
    if (!check_relation(c, node, out->op) || !set_types(c, il_node_get(node, IL_STR("type")), relation) ||
        !set_scope(c, il_node_get(node, IL_STR("in")), relation))
        return false;
    const il_node *as = il_node_get(node, IL_STR("as")), *where = il_node_get(node, IL_STR("where"));
    const il_node *require = il_node_get(node, IL_STR("require"));
    relation->min = limit(c, il_node_get(node, IL_STR("min")));
    relation->max = limit(c, il_node_get(node, IL_STR("max")));
    if (as)
        relation->slot = il_compile__bind(c, as, true, false);
    if (where)
        relation->where = il_compile__cond(c, where);
    if (require)
        relation->require = il_compile__cond(c, require);
    c->n_names = names;
    if (out->op == IL_OP_EVERY && !require)
        il_compile__error(c, node, "`every` needs a `require`");
    if (out->op == IL_OP_COUNT && !relation->min && !relation->max)
        il_compile__error(c, node, "`count` needs min or max");
    return c->errors == errors;
}

static bool compile_word(il_compiler *c, size_t word, const il_node *key, const il_node *value, il_cond *out)
{
    size_t errors = c->errors;
    out->op = words[word].op;
    switch (words[word].shape) {
    case SHAPE_OPERAND:
        set_operand(c, il_compile__operand(c, value), out);
        return c->errors == errors;
    case SHAPE_NUMBER:
        set_operand(c, il_compile__number(c, value), out);
        return c->errors == errors;
    case SHAPE_LIST:
        set_operand(c, il_compile__list(c, value), out);
        return c->errors == errors;
    case SHAPE_PATTERN:
        return set_pattern(c, value, out);
    case SHAPE_FLAG:
        out->flag = il_compile__bool(c, value, words[word].word);
        return c->errors == errors;
    case SHAPE_ELEMENTS:
        return set_elements(c, value, out);
    case SHAPE_LENGTH:
        return set_length(c, value, out);
    case SHAPE_KEYS:
        return set_keys(c, value, out);
    case SHAPE_ORIGIN:
        return set_origin(c, value, out);
    case SHAPE_COND:
        return set_kid(c, value, out);
    case SHAPE_CONDS:
        return set_conds(c, value, out);
    case SHAPE_MEANT:
    case SHAPE_TEXTS:
        return set_meant(c, value, out, words[word].shape == SHAPE_TEXTS);
    case SHAPE_PATH:
        out->path = il_compile__path(c, value);
        return out->path != NULL;
    case SHAPE_RELATION:
        return set_relation(c, value, out);
    case SHAPE_ELSEWHERE:
        il_compile__error(c, key, "`%s` does not stand here", words[word].word);
        return false;
    }
    return false;
}

static bool compile_entry(il_compiler *c, const il_member *member, il_cond *out)
{
    const il_node *key = member->key;
    size_t word = word_of(key->text);
    if (word < WORDS)
        return compile_word(c, word, key, member->value, out);
    if (looks_like_word(key->text)) {
        const char *known[WORDS];
        for (size_t i = 0; i < WORDS; i++)
            known[i] = words[i].word;
        il_compile__unknown(c, key, "word", known, WORDS);
        return false;
    }
    out->op = IL_OP_PATH;
    out->path = il_compile__path_text(c, key, key->text);
    return set_kid(c, member->value, out) && out->path;
}
