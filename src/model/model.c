#include "model.h"

#include <string.h>

il_app *il_app_new(il_arena *arena, il_app_kind kind, il_str root)
{
    il_app *app = IL_NEW(arena, il_app);
    app->arena = arena;
    app->kind = kind;
    app->root = root;
    app->by_type = il_map_in(arena);
    app->by_path = il_map_in(arena);
    return app;
}

static void index_type(il_app *app, il_resource *resource)
{
    il_str key = il_str_of(resource->type);
    il_type_list *list = il_map_get(&app->by_type, key);
    if (!list) {
        list = IL_NEW(app->arena, il_type_list);
        il_map_put(&app->by_type, key, list);
    }
    IL_PUSH(app->arena, list, resource);
}

il_resource *il_app_add(il_app *app, il_stack *stack, il_name type)
{
    il_resource *resource = IL_NEW(app->arena, il_resource);
    resource->app = app;
    resource->stack = stack;
    resource->type = type;
    resource->body = &il_missing;
    IL_PUSH(app->arena, &app->resources, resource);
    index_type(app, resource);
    return resource;
}

void il_app_retype(il_app *app, il_resource *resource, il_name type)
{
    il_type_list *old = il_map_get(&app->by_type, il_str_of(resource->type));
    size_t kept = 0;
    for (size_t i = 0; i < old->n; i++)
        if (old->items[i] != resource)
            old->items[kept++] = old->items[i];
    old->n = kept;
    resource->type = type;
    index_type(app, resource);
}

il_stack *il_app_add_stack(il_app *app, il_str name)
{
    il_stack *stack = IL_NEW(app->arena, il_stack);
    stack->app = app;
    stack->name = name;
    stack->outputs = stack->metadata = &il_missing;
    IL_PUSH(app->arena, &app->stacks, stack);
    return stack;
}

void il_app_add_gap(il_app *app, il_gap gap)
{
    IL_PUSH(app->arena, &app->gaps, gap);
}

void il_app_index(il_app *app)
{
    for (size_t i = 0; i < app->resources.n; i++) {
        il_resource *resource = app->resources.items[i];
        if (resource->construct_path.n == 0)
            continue;
        const il_resource *known = il_map_get(&app->by_path, resource->construct_path);
        if (!known || (il_resource_is_fact(known) && !il_resource_is_fact(resource)))
            il_map_put(&app->by_path, resource->construct_path, resource);
    }
}

const il_type_list *il_app_of_type(const il_app *app, il_str type)
{
    static const il_type_list none;
    const il_type_list *list = il_map_get(&app->by_type, type);
    return list ? list : &none;
}

bool il_type_is_asked_for(il_str type)
{
    /* Searched for in aws-cdk-lib 2.276.0: nothing makes these but their own classes, Vpc's flow logs, metrics' createAlarm and step
     * scaling, whose gaps are none of the library's (see il_low__gap). */
    static const char *const types[] = {"AWS::CloudWatch::Alarm",
                                        "AWS::CloudWatch::CompositeAlarm",
                                        "AWS::EC2::FlowLog",
                                        "AWS::FMS::Policy",
                                        "AWS::FIS::ExperimentTemplate",
                                        "AWS::Route53::HealthCheck",
                                        "AWS::WAFv2::WebACLAssociation"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (il_str_is(type, types[i]))
            return true;
    return false;
}

bool il_gap_may_make(const il_gap *gap, il_str type)
{
    if (gap->type && !il_str_is(type, gap->type))
        return false;
    return !gap->library || !il_type_is_asked_for(type);
}

bool il_app_may_make(const il_app *app, il_str type)
{
    for (size_t i = 0; i < app->gaps.n; i++)
        if (il_gap_may_make(&app->gaps.items[i], type))
            return true;
    return false;
}

const il_value *il_resource_properties(const il_resource *resource)
{
    return il_value_get(resource->body, IL_STR("Properties"));
}

bool il_resource_is_fact(const il_resource *resource)
{
    static const char *const facts[] = {"Project", "App", "Stack", "Parameter", "Suppression", "Stack::Output"};
    if (strncmp(resource->type, "Source::", 8) == 0)
        return true;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (strcmp(resource->type, facts[i]) == 0)
            return true;
    return false;
}
