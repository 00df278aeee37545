/* Takes every form in which parameters lie in files: CloudFormation's list of ParameterKey and ParameterValue, CodePipeline's and
 * SAM's {"Parameters": {…}}, a list of "KEY=VALUE", and a plain map, in JSON or YAML; a key may name its stack ("Stack:Key") as the CDK's
 * --parameters does. Refuses what is none of these, with its place. */
#include "parameters.h"

#include <stdio.h>

#include "disk.h"
#include "document.h"

typedef struct {
    il_arena *arena;
    const il_document *document; /* NULL for words of the command line */
    IL_VEC(il_given) all;
} reading;

static bool complain(const reading *r, const il_node *node, const char *what)
{
    const il_source *source = r->document->source;
    il_pos pos = il_source_pos(source, node->span.start);
    fprintf(stderr, "infralint: %.*s:%u:%u: %s\n", IL_FMT(il_source_path(source)), pos.line, pos.column, what);
    return false;
}

/* Where the name of a stack ends in KEY: at the first colon that is not one of two (AWS::Region). SIZE_MAX without one. */
static size_t stack_end(il_str key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] != ':')
            continue;
        if (i + 1 < key.n && key.p[i + 1] == ':')
            i++;
        else
            return i;
    }
    return SIZE_MAX;
}

static void add(reading *r, il_str key, il_str text)
{
    size_t end = stack_end(key);
    il_given given = {.name = key};
    if (end != SIZE_MAX) {
        given.stack = il_str_slice(key, 0, end);
        given.name = il_str_slice(key, end + 1, key.n);
    }
    given.stack = il_arena_str(r->arena, given.stack);
    given.name = il_arena_str(r->arena, given.name);
    const il_value *value = il_value_string(r->arena, (il_loc){0}, il_arena_str(r->arena, text));
    given.value = il_value_with_origin(r->arena, value, IL_FROM_ENVIRONMENT);
    IL_PUSH(r->arena, &r->all, given);
}

static bool add_pair(reading *r, il_str pair)
{
    size_t equals = il_str_find(pair, IL_STR("="), 0);
    if (equals == SIZE_MAX || equals == 0)
        return false;
    add(r, il_str_slice(pair, 0, equals), il_str_slice(pair, equals + 1, pair.n));
    return true;
}

static bool is_scalar(const il_node *node)
{
    return node && !node->tag &&
           (node->kind == IL_NODE_STRING || node->kind == IL_NODE_NUMBER || node->kind == IL_NODE_BOOL);
}

/* A list is given with commas, as CloudFormation takes it. */
static bool add_value(reading *r, il_str key, const il_node *value)
{
    if (is_scalar(value)) {
        add(r, key, value->text);
        return true;
    }
    if (value->kind != IL_NODE_LIST || value->tag)
        return complain(r, value, "a parameter's value is a text, a number or a list of these");
    il_str text = {"", 0};
    for (size_t i = 0; i < value->list.n; i++) {
        if (!is_scalar(value->list.items[i]))
            return complain(r, value->list.items[i], "a parameter's value is a text, a number or a list of these");
        text = il_arena_printf(r->arena, "%.*s%s%.*s", IL_FMT(text), i ? "," : "", IL_FMT(value->list.items[i]->text));
    }
    add(r, key, text);
    return true;
}

static bool add_item(reading *r, const il_node *item)
{
    il_str key = il_node_string(il_node_get(item, IL_STR("ParameterKey")));
    const il_node *value = il_node_get(item, IL_STR("ParameterValue"));
    if (item->kind == IL_NODE_STRING && add_pair(r, item->text))
        return true;
    if (!key.n)
        return complain(r, item, "an item has a ParameterKey and a ParameterValue, or is KEY=VALUE");
    return !value || add_value(r, key, value); /* without one the previous value is used: nobody knows it here */
}

static bool add_members(reading *r, const il_node *map)
{
    const il_node *inner = il_node_get(map, IL_STR("Parameters"));
    if (inner && inner->kind == IL_NODE_MAP)
        map = inner;
    for (size_t i = 0; i < map->map.n; i++)
        if (!add_value(r, map->map.members[i].key->text, map->map.members[i].value))
            return false;
    return true;
}

static bool add_document(reading *r)
{
    const il_document *document = r->document;
    for (size_t i = 0; i < document->syntax.findings.n; i++) {
        const il_finding *f = &document->syntax.findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        fprintf(stderr, "infralint: %.*s:%u:%u: %.*s\n", IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column,
                IL_FMT(f->message));
    }
    if (document->syntax.findings.n || !document->n_roots)
        return document->syntax.findings.n == 0; /* an empty file gives nothing */
    const il_node *root = document->roots[0];
    if (root->kind == IL_NODE_MAP)
        return add_members(r, root);
    if (root->kind != IL_NODE_LIST)
        return complain(r, root, "parameters are a map, or a list of ParameterKey and ParameterValue");
    for (size_t i = 0; i < root->list.n; i++)
        if (!add_item(r, root->list.items[i]))
            return false;
    return true;
}

static bool add_file(reading *r, const il_files *files, il_str named)
{
    il_str text, path = il_disk_path(r->arena, named);
    const char *why = files->read(files->context, r->arena, path, &text);
    if (why) {
        fprintf(stderr, "infralint: %.*s cannot be read: %s\n", IL_FMT(named), why);
        return false;
    }
    il_document_kind kind = il_document_kind_of(path, text);
    il_document *document =
        il_document_parse(kind == IL_DOCUMENT_JSON ? kind : IL_DOCUMENT_YAML, path, text); /* YAML takes JSON too */
    r->document = document;
    bool good = add_document(r);
    il_document_free(document);
    return good;
}

bool il_parameters_read(const il_options *options, il_givens *out)
{
    reading r = {.arena = options->arena};
    il_files files = il_disk_files(options->arena);
    for (size_t i = 0; i < options->parameter_files.n; i++)
        if (!add_file(&r, &files, options->parameter_files.items[i]))
            return false;
    for (size_t i = 0; i < options->params.n; i++) {
        il_str pair = options->params.items[i];
        if (!add_pair(&r, pair)) {
            fprintf(stderr, "infralint: --param takes KEY=VALUE or STACK:KEY=VALUE, not '%.*s'\n", IL_FMT(pair));
            return false;
        }
    }
    *out = (il_givens){r.all.items, r.all.n};
    return true;
}
