/* Notes are found by construct path, or by logical id where a template has no paths (`pathMetadata: false`). The logical ids of a nested
 * stack are noted with those of its parent: they belong to the innermost stack whose path they begin with. Bounded: a tree is entered
 * IL_DEPTH_MAX deep, and a file that leads back to itself once. */
#include "notes_read.h"

#include <string.h>

#include "reader.h"

/* One stack artifact of a manifest: the notes of its stack and of the stacks nested in that. */
typedef struct {
    size_t first, end; /* of the app's stacks */
    const il_node *artifact;
    il_str folder;
    bool read;
    il_map by_path; /* construct path → its list of notes */
} noted;

struct il_notes {
    il_app *app;
    const il_loader *loader;
    IL_VEC(noted) stacks;
    size_t assemblies;
    il_str tree_folder, tree_file;
    bool tree_read;
    il_map classes; /* construct path → il_str * */
    il_map ids;     /* logical id and path of its stack → il_str *: only what tree.json has */
};

il_notes *il_notes__new(il_app *app, const il_loader *loader)
{
    il_notes *notes = IL_NEW(app->arena, il_notes);
    notes->app = app;
    notes->loader = loader;
    app->handle = notes;
    return notes;
}

void il_notes__stacks(il_notes *notes, size_t first, const il_node *artifact, il_str folder)
{
    noted n = {.first = first, .end = notes->app->stacks.n, .artifact = artifact, .folder = folder};
    IL_PUSH(notes->app->arena, &notes->stacks, n);
}

void il_notes__assembly(il_notes *notes)
{
    notes->assemblies++;
}

size_t il_notes_assemblies(const il_app *app)
{
    const il_notes *notes = app->kind == IL_APP_TEMPLATE ? app->handle : NULL;
    return notes ? notes->assemblies : 0;
}

void il_notes__tree(il_notes *notes, const il_node *artifact, il_str folder)
{
    if (notes->tree_file.n)
        return;
    notes->tree_folder = folder;
    notes->tree_file = il_node_string(il_node_get(il_node_get(artifact, IL_STR("properties")), IL_STR("file")));
}

static const il_node *root_of(const il_notes *notes, il_str folder, il_str name)
{
    il_str path = il_path_join(notes->app->arena, folder, name);
    if (!name.n || !notes->loader->exists(notes->loader->context, path))
        return NULL;
    const il_document *document = notes->loader->load(notes->loader->context, path);
    return document && document->n_roots ? document->roots[0] : NULL;
}

/* ---- metadata ---- */

static void add_notes(noted *n, const il_node *map)
{
    if (!map || map->kind != IL_NODE_MAP)
        return;
    for (size_t i = 0; i < map->map.n; i++) {
        const il_member *member = &map->map.members[i];
        il_str path = member->key->text;
        if (il_str_starts(path, IL_STR("/")))
            path = il_str_slice(path, 1, path.n);
        if (path.n && member->value && member->value->kind == IL_NODE_LIST)
            il_map_put(&n->by_path, path, member->value);
    }
}

static noted *read_notes(const il_notes *notes, noted *n)
{
    if (n->read)
        return n;
    n->read = true;
    n->by_path = il_map_in(notes->app->arena);
    add_notes(n, il_node_get(n->artifact, IL_STR("metadata")));
    il_str file = il_node_string(il_node_get(n->artifact, IL_STR("additionalMetadataFile")));
    add_notes(n, root_of(notes, n->folder, file));
    return n;
}

/* NULL for a lone template. */
static noted *noted_of(const il_app *app, const il_stack *stack)
{
    const il_notes *notes = app->kind == IL_APP_TEMPLATE ? app->handle : NULL;
    for (size_t i = 0; notes && i < notes->stacks.n; i++) {
        noted *n = &notes->stacks.items[i];
        for (size_t k = n->first; k < n->end; k++)
            if (app->stacks.items[k] == stack)
                return n;
    }
    return NULL;
}

const il_map *il_notes_of(const il_app *app, const il_stack *stack)
{
    noted *n = noted_of(app, stack);
    return n ? &read_notes(app->handle, n)->by_path : NULL;
}

il_str il_notes_folder(const il_app *app, const il_stack *stack)
{
    const noted *n = noted_of(app, stack);
    return n ? n->folder : (il_str){NULL, 0};
}

/* The data of the last note of TYPE in LIST: later ones were added later. */
static const il_node *data_of(const il_node *list, const char *type)
{
    const il_node *found = NULL;
    for (size_t i = 0; list && i < list->list.n; i++)
        if (il_str_is(il_node_string(il_node_get(list->list.items[i], IL_STR("type"))), type))
            found = il_node_get(list->list.items[i], IL_STR("data"));
    return found;
}

/* Up to 2.2xx the frames stood as `trace` beside the note of the logical id, and only with CDK_DEBUG. */
static const il_node *old_trace(const il_node *list)
{
    for (size_t i = 0; list && i < list->list.n; i++) {
        const il_node *note = list->list.items[i];
        if (il_str_is(il_node_string(il_node_get(note, IL_STR("type"))), "aws:cdk:logicalId"))
            return il_node_get(note, IL_STR("trace"));
    }
    return NULL;
}

const il_node *il_notes_creation_stack(const il_app *app, const il_stack *stack, il_str path)
{
    const il_map *all = path.n ? il_notes_of(app, stack) : NULL;
    const il_node *list = all ? il_map_get(all, path) : NULL;
    const il_node *frames = data_of(list, "aws:cdk:creationStack");
    if (!frames)
        frames = old_trace(list);
    return frames && frames->kind == IL_NODE_LIST ? frames : NULL;
}

/* ---- tree.json ---- */

static void read_tree_node(il_notes *notes, const il_node *node, int depth)
{
    if (!node || node->kind != IL_NODE_MAP || depth > IL_DEPTH_MAX)
        return;
    il_str file = il_node_string(il_node_get(node, IL_STR("fileName")));
    il_str path = il_node_string(il_node_get(node, IL_STR("path")));
    if (file.n) {
        /* A part of a large tree that stands in a file of its own. */
        const il_node *forest = il_node_get(root_of(notes, notes->tree_folder, file), IL_STR("forest"));
        const il_node *part = il_node_get(forest, il_node_string(il_node_get(node, IL_STR("treeId"))));
        if (part && !il_node_get(part, IL_STR("fileName")))
            read_tree_node(notes, part, depth + 1);
        return;
    }
    il_str class = il_node_string(il_node_get(il_node_get(node, IL_STR("constructInfo")), IL_STR("fqn")));
    if (path.n && class.n) {
        il_str *copy = IL_NEW(notes->app->arena, il_str);
        *copy = class;
        il_map_put(&notes->classes, path, copy);
    }
    const il_node *attributes = il_node_get(node, IL_STR("attributes"));
    il_str id = il_node_string(il_node_get(attributes, IL_STR("aws:cdk:cloudformation:logicalId")));
    if (path.n && id.n) {
        il_str *copy = IL_NEW(notes->app->arena, il_str);
        *copy = id;
        il_map_put(&notes->ids, path, copy);
    }
    const il_node *children = il_node_get(node, IL_STR("children"));
    for (size_t i = 0; children && children->kind == IL_NODE_MAP && i < children->map.n; i++)
        read_tree_node(notes, children->map.members[i].value, depth + 1);
}

static void read_tree(il_notes *notes)
{
    if (notes->tree_read)
        return;
    notes->tree_read = true;
    notes->classes = il_map_in(notes->app->arena);
    notes->ids = il_map_in(notes->app->arena);
    read_tree_node(notes, il_node_get(root_of(notes, notes->tree_folder, notes->tree_file), IL_STR("tree")), 0);
}

il_str il_notes_class(const il_app *app, il_str path)
{
    il_notes *notes = app->kind == IL_APP_TEMPLATE ? (il_notes *)app->handle : NULL;
    if (!notes)
        return (il_str){NULL, 0};
    read_tree(notes);
    const il_str *class = il_map_get(&notes->classes, path);
    return class ? *class : (il_str)
    {
        NULL, 0
    };
}

/* ---- paths for templates that have none ---- */

static bool below(il_str path, il_str stack)
{
    return stack.n && path.n > stack.n && il_str_starts(path, stack) && path.p[stack.n] == '/';
}

/* Whether PATH belongs to STACK and to no stack that is nested in it. */
static bool owned(const il_notes *notes, const noted *n, const il_stack *stack, il_str path)
{
    if (!below(path, stack->construct_path))
        return false;
    for (size_t i = n->first; i < n->end; i++) {
        const il_stack *other = notes->app->stacks.items[i];
        if (other != stack && below(other->construct_path, stack->construct_path) && below(path, other->construct_path))
            return false;
    }
    return true;
}

/* Notes ID → PATH in MAP; an id with two paths has none. */
static void put_path(il_map *map, il_str id, il_str *path)
{
    static il_str none;
    il_str *known = il_map_get(map, id);
    il_map_put(map, id, known && !il_str_eq(*known, *path) ? &none : path);
}

/* Logical id → construct path of STACK's resources. */
static il_map paths_of(il_notes *notes, noted *n, const il_stack *stack)
{
    il_map map = il_map_in(notes->app->arena);
    read_notes(notes, n);
    for (size_t i = 0; i < n->by_path.n; i++) {
        il_str id = il_node_string(data_of(n->by_path.entries[i].value, "aws:cdk:logicalId"));
        if (id.n && owned(notes, n, stack, n->by_path.entries[i].key))
            put_path(&map, id, &n->by_path.entries[i].key);
    }
    read_tree(notes);
    for (size_t i = 0; i < notes->ids.n; i++)
        if (owned(notes, n, stack, notes->ids.entries[i].key))
            put_path(&map, *(il_str *)notes->ids.entries[i].value, &notes->ids.entries[i].key);
    return map;
}

/* "App/Outer/Inner" of "App/Outer/Inner.NestedStack/Inner.NestedStackResource". */
static il_str nested_path(il_str resource_path)
{
    il_str parent = il_path_directory(resource_path), suffix = IL_STR(".NestedStack");
    return il_str_ends(parent, suffix) ? il_str_slice(parent, 0, parent.n - suffix.n) : (il_str){NULL, 0};
}

/* A nested stack is named by the logical id of its resource, in a stack that stands before it. */
static void name_nested(const il_notes *notes, const noted *n, const il_resource *resource)
{
    il_str path = nested_path(resource->construct_path);
    for (size_t i = n->first; path.n && i < n->end; i++) {
        il_stack *stack = notes->app->stacks.items[i];
        if (!stack->construct_path.n && il_str_eq(stack->name, resource->logical_id)) {
            stack->construct_path = path;
            return;
        }
    }
}

static bool all_named(const il_notes *notes, const noted *n)
{
    for (size_t i = n->first; i < n->end; i++)
        if (!notes->app->stacks.items[i]->construct_path.n)
            return false;
    return true;
}

/* Gives paths to the nested stacks, or to all else. The resources stand in the order of their stacks. */
static void give_paths(il_notes *notes, bool nested)
{
    il_app *app = notes->app;
    size_t part = 0, at = 0;
    il_map map = {0};
    const il_stack *mapped = NULL;
    for (size_t i = 0; i < app->resources.n; i++) {
        il_resource *resource = app->resources.items[i];
        bool is_nested = strcmp(resource->type, "AWS::CloudFormation::Stack") == 0;
        if (resource->construct_path.n || !resource->stack || il_resource_is_fact(resource) || is_nested != nested)
            continue;
        while (at < app->stacks.n && app->stacks.items[at] != resource->stack)
            at++;
        while (part < notes->stacks.n && notes->stacks.items[part].end <= at)
            part++;
        if (part == notes->stacks.n)
            return;
        noted *n = &notes->stacks.items[part];
        if (mapped != resource->stack)
            map = paths_of(notes, n, resource->stack);
        mapped = resource->stack;
        const il_str *path = il_map_get(&map, resource->logical_id);
        if (!path || !path->n || (!nested && !all_named(notes, n)))
            continue;
        resource->construct_path = *path;
        resource->generated = il_template__generated(resource);
        if (nested)
            name_nested(notes, n, resource);
    }
}

/* Nested stacks first: what is noted below one is not its parent's. */
void il_notes__paths(il_notes *notes)
{
    give_paths(notes, true);
    give_paths(notes, false);
}
