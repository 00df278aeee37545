/* Stacks of a pipelines.CodePipeline that are deployed to other regions than the pipeline's: a stack for each such region holds a bucket for
 * what is deployed there, and a key where keys cross accounts. One that cannot be known for certain is not made, and the caller is told. */
#include <string.h>

#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

typedef struct {
    il_low_unit *unit; /* the pipelines.CodePipeline */
    il_str own;        /* its region; empty when not known */
    IL_VEC(il_str) regions;
    bool unsure;
} crossing;

static il_str environment(il_low_unit *unit, const char *what)
{
    const il_low_node *node = il_low__environment(unit, il_str_of(what), unit->construct->loc);
    bool known = node && node->kind == IL_LOW_LEAF && node->leaf->kind == IL_STRING;
    return known ? node->leaf->string : (il_str){NULL, 0};
}

static bool is_certain(const il_construct *construct)
{
    return !construct->many && construct->condition.text.n == 0 && !construct->escaped && !construct->adrift;
}

static bool is_stage(const il_low_unit *unit)
{
    return il_low__model(unit) == &il_low__stage_model || il_low__model(unit) == &il_low__app_model;
}

static il_low_unit *stage_around(il_low_unit *unit)
{
    while (unit && !is_stage(unit))
        unit = unit->parent;
    return unit;
}

/* A stack without a region goes where the pipeline is. One elsewhere that may not be deployed after all makes things unsure. */
static void add_region(crossing *c, il_low_unit *stack, bool certain)
{
    const il_low_node *node = il_low__environment(stack, IL_STR("region"), stack->construct->loc);
    if (node && node->kind == IL_LOW_LEAF && node->leaf->kind == IL_REF)
        return;
    il_str region = environment(stack, "region");
    if (region.n && il_str_eq(region, c->own))
        return;
    c->unsure = c->unsure || region.n == 0 || c->own.n == 0 || !certain;
    for (size_t i = 0; i < c->regions.n; i++)
        if (il_str_eq(c->regions.items[i], region))
            return;
    IL_PUSH(c->unit->low->arena, &c->regions, region);
}

/* Steps of the author's own classes may make whatever they like. */
static void look_at_steps(crossing *c, const il_ev *options)
{
    static const char *const fields[] = {"pre", "post"};
    il_low *low = c->unit->low;
    if (il_low__given(options) == IL_NO)
        return;
    c->unsure = c->unsure || options->kind != IL_EV_OBJECT || options->open || options->object->open ||
                il_low__given(il_low__field(low, options, "stackSteps")) != IL_NO;
    for (size_t i = 0; !c->unsure && i < sizeof fields / sizeof *fields; i++) {
        const il_ev *steps = il_low__field(low, options, fields[i]);
        bool list = steps->kind == IL_EV_ARRAY && !steps->open;
        c->unsure = il_low__given(steps) != IL_NO && !list;
        for (size_t k = 0; list && k < steps->list.n; k++)
            c->unsure = c->unsure ||
                        il_low__given(il_low__field(low, il_low__reduce(low, steps->list.items[k]), "step")) != IL_YES;
    }
}

static void look_at_stage(crossing *c, il_low_unit *stage, bool certain)
{
    il_low *low = c->unit->low;
    if (!stage || il_low__model(stage) != &il_low__stage_model || stage->construct->escaped) {
        c->unsure = true;
        return;
    }
    for (size_t i = 0; i < low->units.n; i++) {
        il_low_unit *stack = low->units.items[i];
        if (il_low__model(stack) == &il_low__stack_model && stage_around(stack) == stage)
            add_region(c, stack, certain && is_certain(stage->construct) && is_certain(stack->construct));
    }
}

static void look_at_calls(crossing *c, const il_calls *calls, bool certain)
{
    il_low *low = c->unit->low;
    for (size_t i = 0; calls && i < calls->list.n; i++) {
        const il_method_call *call = &calls->list.items[i];
        il_str method = il_str_of(call->method ? call->method : "");
        bool stage = il_str_is(method, "addStage"), wave = il_str_is(method, "addWave");
        bool steps = il_str_is(method, "addPre") || il_str_is(method, "addPost");
        const il_calls *more = call->result && call->result->kind == IL_EV_CALL ? call->result->lib.calls : NULL;
        if (!stage && !wave && !steps)
            continue;
        bool happens = certain && !call->many && call->condition.text.n == 0;
        if (stage)
            look_at_stage(c, il_low__unit_behind(low, il_low__arg(low, call, 0)), happens);
        for (size_t k = 0; steps && k < call->n_args; k++)
            c->unsure =
                c->unsure || il_low__given(il_low__field(low, il_low__reduce(low, call->args[k]), "step")) != IL_YES;
        if (!steps)
            look_at_steps(c, il_low__arg(low, call, 1));
        look_at_calls(c, more, happens);
    }
}

static void open_policy(il_low_unit *unit)
{
    il_low_document *document =
        unit && il_low__primary(unit) ? il_low__resource_document(unit, unit->construct->loc) : NULL;
    if (document)
        document->open = true;
}

/* The stack of a region; pipelines of one account share it unless told otherwise. */
static void make_support(const crossing *c, il_low_unit *pipeline, il_str region, bool shared)
{
    il_low *low = c->unit->low;
    il_loc loc = pipeline->construct->loc;
    il_low_unit *root = stage_around(pipeline);
    il_str account = environment(pipeline, "account"), name = pipeline->stack->name;
    il_str id =
        il_arena_printf(low->arena, "cross-region-stack-%.*s:%.*s", IL_FMT(shared ? account : name), IL_FMT(region));
    il_str path = root->path.n ? il_arena_printf(low->arena, "%.*s/%.*s", IL_FMT(root->path), IL_FMT(id)) : id;
    if (il_map_get(&low->by_path, path))
        return;
    const il_ev *env = il_low__ev_object(low, loc, "account", il_low__ev_text(low, loc, account), "region",
                                         il_low__ev_text(low, loc, region), NULL);
    il_str called = il_arena_printf(low->arena, "%.*s-support-%.*s", IL_FMT(name), IL_FMT(region));
    const il_ev *props = il_low__ev_object(low, loc, "env", env, "stackName", il_low__ev_text(low, loc, called), NULL);
    il_low_unit *stack = il_low__child(root, id, IL_STR("aws-cdk-lib.Stack"), props, loc);
    const il_ev *keys = il_low__prop(pipeline, "crossAccountKeys");
    props = il_low__ev_object(low, loc, "createKmsKey", keys, "enableKeyRotation",
                              il_low__prop(pipeline, "enableKeyRotation"), NULL);
    il_low_unit *support =
        il_low__child(stack, IL_STR("Default"), IL_STR("aws-cdk-lib.aws_codepipeline.CrossRegionSupport"), props, loc);
    il_low_unit *bucket = il_low__child_of(support, IL_STR("CrossRegionCodePipelineReplicationBucket"));
    il_low_scope scope = {low, support, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
    il_str shape = keys->boolean ? IL_STR("alias-encryption") : IL_STR("managed-encryption");
    if (bucket && il_low__primary(bucket))
        il_low__give(il_low__primary(bucket), "BucketEncryption",
                     il_low__template(&scope, il_cat_get(il_cat_shape(shape), IL_W_CONSTANT)));
    open_policy(bucket);
    open_policy(il_low__child_of(support, IL_STR("CrossRegionCodePipelineReplicationBucketEncryptionKey")));
}

il_truth il_low__cross_regions(il_low_unit *unit, il_low_unit *pipeline)
{
    crossing c = {.unit = unit, .own = environment(unit, "region")};
    const il_ev *shared = il_low__prop(unit, "reuseCrossRegionSupportStacks"),
                *keys = il_low__prop(pipeline, "crossAccountKeys");
    look_at_calls(&c, &unit->construct->calls, is_certain(unit->construct));
    bool told = il_low__given(shared) == IL_NO || shared->kind == IL_EV_BOOL;
    if (c.unsure)
        return IL_MAYBE;
    if (c.regions.n == 0)
        return IL_NO;
    if (!told || keys->kind != IL_EV_BOOL || !environment(unit, "account").n || !unit->stack->name.n ||
        !stage_around(unit) || il_low__given(il_low__prop(unit, "crossRegionReplicationBuckets")) != IL_NO)
        return IL_MAYBE;
    for (size_t i = 0; i < c.regions.n; i++)
        make_support(&c, pipeline, c.regions.items[i], shared->kind != IL_EV_BOOL || shared->boolean);
    return IL_YES;
}
