/* YAML's `<<` and the words for libyaml's complaints. */
#include <string.h>

#include "map.h"
#include "parse.h"

typedef IL_VEC(il_member) members;

static bool is_merge(const il_member *member)
{
    return !member->merged && member->key->style == IL_STYLE_PLAIN && !member->key->tag &&
           il_str_is(member->key->text, "<<");
}

/* Adds the members of SOURCE whose keys are not SEEN yet. */
static void merge_one(il_tree *tree, members *out, il_map *seen, const il_node *source)
{
    if (source->alias && source->kind == IL_NODE_NULL)
        return; /* an alias that could not be followed: reported there */
    if (source->kind != IL_NODE_MAP) {
        il_syntax__error(tree->document, source->span, "'<<' takes a map or a list of maps");
        return;
    }
    for (size_t i = 0; i < source->map.n; i++) {
        il_member member = source->map.members[i];
        member.merged = true;
        if (!il_map_get(seen, member.key->text)) {
            il_map_put(seen, member.key->text, member.key);
            IL_PUSH(tree->scratch, out, member);
        }
    }
}

static void merge_value(il_tree *tree, members *out, il_map *seen, const il_node *value)
{
    if (value->kind != IL_NODE_LIST) {
        merge_one(tree, out, seen, value);
        return;
    }
    for (size_t i = 0; i < value->list.n; i++)
        merge_one(tree, out, seen, value->list.items[i]);
}

void il_yaml__merge(il_tree *tree, il_node *map)
{
    bool any = false;
    for (size_t i = 0; i < map->map.n && !any; i++)
        any = is_merge(&map->map.members[i]);
    if (!any)
        return;
    il_map seen = il_map_in(tree->scratch);
    for (size_t i = 0; i < map->map.n; i++)
        if (!is_merge(&map->map.members[i]))
            il_map_put(&seen, map->map.members[i].key->text, map->map.members[i].key);
    members out = {0};
    for (size_t i = 0; i < map->map.n; i++) {
        if (is_merge(&map->map.members[i]))
            merge_value(tree, &out, &seen, map->map.members[i].value);
        else
            IL_PUSH(tree->scratch, &out, map->map.members[i]);
    }
    map->map.n = out.n;
    map->map.members = IL_NEW_ARRAY(tree->document->arena, out.n, il_member);
    if (out.n)
        memcpy(map->map.members, out.items, out.n * sizeof *out.items);
}

const char *il_yaml__explain(const char *problem)
{
    static const struct {
        const char *problem, *meaning;
    } known[] = {
        {"found character that cannot start any token",
         "no value begins with this character: indent with spaces, put the text in quotes"},
        {"mapping values are not allowed in this context",
         "a ':' cannot stand here: check the indentation, or put the text in quotes"},
        {"could not find expected ':'", "expected ':' after the key"},
        {"did not find expected key", "expected a key here: check the indentation"},
        {"did not find expected '-' indicator", "expected '-' here: check the indentation"},
        {"block sequence entries are not allowed in this context",
         "a list item cannot stand here: check the indentation"},
        {"mapping keys are not allowed in this context", "a key cannot stand here: check the indentation"},
        {"did not find expected node content", "expected a value here"},
        {"did not find expected ',' or ']'", "expected ',' or ']' in this list"},
        {"did not find expected ',' or '}'", "expected ',' or '}' in this map"},
        {"found unexpected end of stream", "the file ends inside of a quoted text"},
        {"did not find expected <document start>", "expected '---' before another document"},
        {"found undefined tag handle", "no %TAG line says what this tag's prefix means"},
        {"found unexpected document indicator", "a document ends inside of a quoted text"},
        {"found a tab character where an indentation space is expected", "a tab cannot indent: use spaces"},
        {"found a tab character that violates indentation", "a tab cannot indent: use spaces"},
        {"found unknown escape character", "no escape of YAML: a backslash in double quotes is written \\\\"},
        {"while parsing a block mapping", "in this map"},
        {"while parsing a block collection", "in this list"},
        {"while parsing a flow mapping", "opened here"},
        {"while parsing a flow sequence", "opened here"},
        {"while scanning a quoted scalar", "opened here"},
        {"while parsing a quoted scalar", "opened here"},
        {"while scanning a simple key", "the key"},
        {"while parsing a node", "for this value"},
        {"while parsing a block node", "for this value"},
        {"while parsing a flow node", "for this value"},
    };
    for (size_t i = 0; problem && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].problem, problem) == 0)
            return known[i].meaning;
    return problem ? problem : "this is no YAML";
}
