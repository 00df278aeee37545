/* What cdk.json and cdk.context.json give the program, and JSON files as values. A key that neither has is unknown, not undefined: it may
 * come from the command line. */
#include "eval.h"

enum { DEPTH = 64 };

/* Where the values of a JSON text come from: a file, or (DOCUMENT is NULL) a text that the program made at LOC, which is gone soon. */
typedef struct {
    const il_document *document;
    il_loc loc;
    il_origin origin;
} json_origin;

static il_loc loc_of(const json_origin *from, il_span span)
{
    return from->document ? (il_loc){from->document->source, span} : from->loc;
}

static const il_ev *from_json(il_eval *e, const json_origin *from, const il_node *node, int depth)
{
    if (!node)
        return e->undefined;
    il_loc loc = loc_of(from, node->span);
    const il_ev *value;
    double number;
    switch (node->kind) {
    case IL_NODE_BOOL:
        value = il_ev__bool(e, loc, node->boolean);
        break;
    case IL_NODE_STRING:
        value = il_ev__string(e, loc, from->document ? node->text : il_arena_str(e->arena, node->text));
        break;
    case IL_NODE_NUMBER:
        value = il_str_number(node->text, &number)
                    ? il_ev__number(e, loc, number)
                    : il_ev__unknown(e, loc, "number that is not one", il_arena_str(e->arena, node->text));
        break;
    case IL_NODE_LIST:
        value = il_ev__array(e, loc);
        for (size_t i = 0; i < node->list.n && depth; i++)
            il_ev__push(e, value, from_json(e, from, node->list.items[i], depth - 1));
        ((il_ev *)value)->open = depth == 0;
        break;
    case IL_NODE_MAP:
        value = il_ev__object(e, loc);
        for (size_t i = 0; i < node->map.n && depth; i++) {
            const il_member *member = &node->map.members[i];
            il_ev__set(e, value->object, il_intern(member->key->text), loc_of(from, member->key->span),
                       from_json(e, from, member->value, depth - 1));
        }
        value->object->open = depth == 0;
        break;
    default:
        value = il_ev__new(e, IL_EV_NULL, loc);
        break;
    }
    ((il_ev *)value)->origin = from->origin;
    return value;
}

const il_ev *il_ev__from_json(il_eval *e, const il_document *document, const il_node *node, il_origin origin)
{
    json_origin from = {.document = document, .origin = origin};
    return from_json(e, &from, node, DEPTH);
}

const il_ev *il_ev__from_json_at(il_eval *e, const il_node *node, il_loc loc)
{
    json_origin from = {.loc = loc, .origin = IL_FROM_SOURCE};
    return from_json(e, &from, node, DEPTH);
}

static const il_document *load(il_eval *e, const char *name)
{
    const il_loader *loader = e->input->loader;
    il_str path = il_path_join(e->arena, e->input->root, il_str_of(name));
    if (!loader->exists(loader->context, path))
        return NULL;
    const il_document *document = loader->load(loader->context, path);
    return document && document->kind == IL_DOCUMENT_JSON && document->n_roots ? document : NULL;
}

void il_ev__add_context(il_eval *e, const il_ev *values, bool overrides)
{
    if (values->kind != IL_EV_OBJECT)
        return;
    struct il_object *context = e->program->context->object;
    for (size_t i = 0; i < values->object->fields.n; i++) {
        const il_field *field = &values->object->fields.items[i];
        if (overrides || !il_ev__field(context, field->name))
            il_ev__set(e, context, field->name, field->name_loc, field->value);
    }
}

void il_ev__read_context(il_eval *e)
{
    e->program->context = il_ev__object(e, (il_loc){0});
    const il_document *document = load(e, "cdk.context.json");
    if (document)
        il_ev__add_context(e, il_ev__from_json(e, document, document->roots[0], IL_FROM_CONTEXT), true);
    document = load(e, "cdk.json");
    const il_node *context = document ? il_node_get(document->roots[0], IL_STR("context")) : NULL;
    if (context)
        il_ev__add_context(e, il_ev__from_json(e, document, context, IL_FROM_CONTEXT), true);
}

const il_ev *il_ev__context(il_eval *e, const il_ev *key, il_loc loc)
{
    il_name name = key->kind == IL_EV_STRING ? il_intern(key->string) : NULL;
    const il_field *field = name ? il_ev__field(e->program->context->object, name) : NULL;
    if (field)
        return field->value;
    const il_ev *unknown =
        name ? il_ev__derived(e, e->no_context, name, loc) : il_ev__unknown_here(e, loc, "context by an unknown key");
    ((il_ev *)unknown)->origin = IL_FROM_CONTEXT;
    return unknown;
}
