/* SAM's transform: which resource becomes which, and the values that it brings. Promises that a resource stands under the logical id that the
 * transform gives it, that each value keeps the place where the author wrote it (in the Globals too), and that what is not
 * followed is a gap or an open map, so that no rule claims its absence. */
#include "sam.h"

#include <string.h>

static const il_sam_kind *const kinds[] = {&il_sam__function,    &il_sam__api,      &il_sam__http_api,
                                           &il_sam__table,       &il_sam__layer,    &il_sam__state_machine,
                                           &il_sam__application, &il_sam__graph_api};

const il_sam_kind *il_sam__kind(il_str type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (il_str_is(type, kinds[i]->type))
            return kinds[i];
    return NULL;
}

void il_sam__gap(il_reader *r, const il_resource *main, const char *type)
{
    il_gap gap = {
        .loc = main->loc, .reason = "resource of a transform that is not expanded", .detail = main->logical_id};
    gap.type = type ? il_intern(il_str_of(type)) : NULL;
    il_app_add_gap(r->app, gap);
}

const il_node *il_sam__node(const il_reader *r, const il_resource *main, const il_node *definition, const char *name)
{
    const il_node *own = il_node_get(il_node_get(definition, IL_STR("Properties")), il_str_of(name));
    const il_sam_kind *kind =
        main->handle ? il_sam__kind(il_node_string(il_node_get(definition, IL_STR("Type")))) : NULL;
    if (own || !kind || !kind->globals)
        return own;
    return il_node_get(il_node_get(r->globals, il_str_of(kind->globals)), il_str_of(name));
}

il_str il_sam__id(il_reader *r, const il_resource *main, const char *suffix)
{
    return il_arena_printf(r->arena, "%.*s%s", IL_FMT(main->logical_id), suffix);
}

il_resource *il_sam__declare(il_reader *r, il_resource *main, il_sam_new new)
{
    il_resource *resource = il_app_add(r->app, r->stack, il_intern(il_str_of(new.type)));
    resource->logical_id = new.id;
    resource->loc = new.event ? il_reader__loc(r, new.event->key) : main->loc;
    resource->whole = new.event ? resource->loc : main->whole;
    resource->condition = main->condition;
    resource->generated = main->generated;
    resource->written_as = main->logical_id;
    if (new.id.n && !il_map_get(&r->resources, new.id))
        il_map_put(&r->resources, new.id, resource);
    il_sam_made made = {resource, main, new.event, new.fill};
    IL_PUSH(r->arena, &r->made, made);
    return resource;
}

void il_reader__declare_serverless(il_reader *r, il_resource *resource, const il_node *definition)
{
    const il_sam_kind *kind = il_sam__kind(il_node_string(il_node_get(definition, IL_STR("Type"))));
    if (kind && kind->declare)
        kind->declare(r, resource, definition);
    if (kind)
        return;
    static const char *const connected[] = {"AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission",
                                            "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"};
    bool connector = strcmp(resource->type, "AWS::Serverless::Connector") == 0;
    for (size_t i = 0; connector && i < sizeof connected / sizeof *connected; i++)
        il_sam__gap(r, resource, connected[i]);
    if (!connector)
        il_sam__gap(r, resource, NULL); /* what SAM learns later */
}

il_name il_reader__serverless_type(il_str type)
{
    const il_sam_kind *kind = il_sam__kind(type);
    return il_intern(kind ? il_str_of(kind->main) : type);
}

static const il_value *properties_of(il_reader *r, const il_sam_kind *kind, const il_value *body)
{
    const il_value *own = il_value_get(body, IL_STR("Properties"));
    const il_node *global = kind->globals ? il_node_get(r->globals, il_str_of(kind->globals)) : NULL;
    if (!global)
        return own;
    const il_value *shared = il_reader__value(r, global);
    return own->kind == IL_MISSING ? shared : il_sam__merged(r, shared, own);
}

void il_reader__serverless(il_reader *r, il_resource *resource)
{
    const il_node *definition = resource->handle;
    const il_sam_kind *kind = il_sam__kind(il_node_string(il_node_get(definition, IL_STR("Type"))));
    if (!kind)
        return;
    il_sam s = {.r = r, .main = resource, .node = definition, .body = resource->body, .loc = resource->loc};
    s.own = properties_of(r, kind, resource->body);
    resource->writings = kind->writings;
    resource->n_writings = kind->n_writings;
    resource->body = kind->fill(&s, resource, NULL);
    for (; r->filled < r->made.n && r->made.items[r->filled].main == resource; r->filled++) {
        const il_sam_made *made = &r->made.items[r->filled];
        made->resource->body = made->fill(&s, made->resource, made->event);
    }
}

/* BODY with PROPERTY, unless the author has it. */
static const il_value *with_property(il_reader *r, const il_value *body, il_loc loc, const char *property)
{
    const il_value *own = il_value_get(body, IL_STR("Properties"));
    if (body->kind != IL_MAP || (own->kind != IL_MAP && own->kind != IL_MISSING) ||
        il_value_entry(own, il_str_of(property)))
        return body;
    il_entries properties = {0}, entries = {0};
    for (size_t i = 0; own->kind == IL_MAP && i < own->map.n; i++)
        IL_PUSH(r->arena, &properties, own->map.entries[i]);
    const il_value *unknown = il_value_unknown(r->arena, loc, "made by a transform", il_str_of(property));
    IL_PUSH(r->arena, &properties, ((il_entry){il_str_of(property), loc, unknown}));
    il_value *map =
        (il_value *)il_value_map(r->arena, own->kind == IL_MAP ? own->loc : loc, properties.items, properties.n);
    map->open = own->open; /* made just now, as below */
    map->handle = own->handle;
    for (size_t i = 0; i < body->map.n; i++)
        if (!il_str_is(body->map.entries[i].key, "Properties"))
            IL_PUSH(r->arena, &entries, body->map.entries[i]);
    const il_entry *was = il_value_entry(body, IL_STR("Properties"));
    IL_PUSH(r->arena, &entries, ((il_entry){IL_STR("Properties"), was ? was->key_loc : loc, map}));
    il_value *made = (il_value *)il_value_map(r->arena, body->loc, entries.items, entries.n);
    made->open = body->open;
    made->handle = body->handle;
    return made;
}

void il_reader__alter(il_reader *r)
{
    for (size_t i = 0; i < r->altered.n; i++) {
        il_resource *resource = il_map_get(&r->resources, r->altered.items[i].name);
        if (resource)
            resource->body = with_property(r, resource->body, resource->loc, r->altered.items[i].property);
    }
}
