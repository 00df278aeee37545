/* Lowering, from the first construct to the finished app. */
#include <string.h>

#include "lower_policy.h"

/* Whether an attribute of PART is a default that version 1 of the library did not have yet. */
static bool is_younger(const il_low_part *part, const il_value *value)
{
    static const char *const types[] = {"AWS::IAM::Role", "AWS::ApiGateway::Account",
                                        "AWS::StepFunctions::StateMachine"};
    const il_low_unit *maker = part->unit;
    while (maker->own && maker->parent)
        maker = maker->parent;
    for (size_t i = 0; maker->construct->v1 && i < sizeof types / sizeof *types; i++)
        if (strcmp(part->out->type, types[i]) == 0)
            return value->origin == IL_FROM_DEFAULT;
    return false;
}

static void finish_part(il_low_part *part)
{
    bool open = part->attributes->open;
    il_low *low = part->unit->low;
    il_low_unit *unit = part->unit;
    il_low_node *attributes = part->attributes;
    il_entry *entries = IL_NEW_ARRAY(low->arena, attributes->fields.n + 2, il_entry);
    size_t n = 0;
    if (!il_resource_is_fact(part->out))
        entries[n++] = (il_entry){.key = IL_STR("Type"),
                                  .value = il_value_string(low->arena, part->out->loc, il_str_of(part->out->type))};
    entries[n++] = (il_entry){.key = IL_STR("Properties"), .value = il_low__freeze(low, unit, part->properties)};
    for (size_t i = 0; i < attributes->fields.n; i++) {
        const il_low_field *field = &attributes->fields.items[i];
        const il_value *value = il_low__freeze(low, unit, field->node);
        bool younger = is_younger(part, value);
        open = open || younger;
        if (value->kind != IL_MISSING && !younger)
            entries[n++] = (il_entry){field->key, field->key_loc, value};
    }
    const il_value *body = il_value_map(low->arena, part->out->loc, entries, n);
    part->out->body = open ? il_value_opened(low->arena, body) : body;
}

static void finish_models(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++) {
        const il_low_model *model = il_low__model(low->units.items[i]);
        if (model && model->finish)
            model->finish(low->units.items[i]);
    }
}

/* A stack inside whose template lies elsewhere: what that makes is not read, in a template neither. */
static void announce_inner(const il_low_part *part)
{
    const il_resource *out = part->out;
    bool stack = part->unit->l1 && strcmp(out->type, "AWS::CloudFormation::Stack") == 0;
    if (stack || strcmp(out->type, "AWS::Serverless::Application") == 0)
        il_app_add_gap(
            part->unit->low->app,
            (il_gap){.loc = out->loc, .reason = "nested stack that is not read", .detail = out->construct_path});
}

static void finish_parts(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++)
        for (size_t k = 0; k < low->units.items[i]->parts.n; k++) {
            finish_part(low->units.items[i]->parts.items[k]);
            announce_inner(low->units.items[i]->parts.items[k]);
        }
}

il_app *il_cdk_lower(il_arena *arena, const il_program *program, il_str root)
{
    il_ev undefined = {.kind = IL_EV_UNDEFINED};
    il_low *low = IL_NEW(arena, il_low);
    low->arena = arena;
    low->program = program;
    low->app = il_app_new(arena, IL_APP_CDK, root);
    low->app->handle = program;
    low->by_path = il_map_in(arena);
    low->by_logical_id = il_map_in(arena);
    low->results = il_map_in(arena);
    il_ev *copy = IL_NEW(arena, il_ev);
    *copy = undefined;
    low->undefined = copy;
    for (size_t i = 0; i < program->gaps.n; i++)
        il_app_add_gap(low->app, program->gaps.items[i]);
    for (size_t i = 0; i < program->constructs.n; i++) {
        low->order = program->constructs.items[i]->order;
        il_low__make(low, program->constructs.items[i]);
    }
    for (size_t i = 0; i < program->values.n; i++)
        il_low__unit_behind(low, program->values.items[i]);
    low->stage = IL_LOW_CREATING;
    il_low__creations(low);
    low->stage = IL_LOW_APPLYING;
    for (size_t i = 0; i < low->units.n; i++)
        il_low__apply(low->units.items[i]);
    low->stage = IL_LOW_CALLING;
    il_low__methods(low);
    finish_models(low);
    il_low__late_calls(low);
    il_low__ids(low);
    il_low__handed_over(low);
    il_low__write_documents(low);
    il_low__visit(low);
    il_low__write_tags(low);
    il_low__overrides(low);
    finish_parts(low);
    il_low__facts(low);
    il_app_index(low->app);
    return low->app;
}

il_construct *il_cdk_construct_of(const il_resource *resource)
{
    return resource->app && resource->app->kind == IL_APP_CDK ? (il_construct *)resource->handle : NULL;
}
