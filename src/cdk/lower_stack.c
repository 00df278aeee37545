/* Stacks, stages and apps: names, environments, and where the pseudo parameters stand for what is known. */
#include <string.h>

#include "lower.h"

static bool has_model(const il_low_unit *unit, const char *name)
{
    const il_low_model *model = il_low__model(unit);
    return model && strcmp(model->name, name) == 0;
}

/* The nearest unit above (or UNIT itself) with a model; NULL when there is none. */
static il_low_unit *nearest(il_low_unit *unit, const char *model)
{
    while (unit && !has_model(unit, model))
        unit = unit->parent;
    return unit;
}

/* A stack that another one holds, in whose environment it stands. */
bool il_low__is_inner(const il_low_unit *stack)
{
    return has_model(stack, "nested-stack") || has_model(stack, "product-stack");
}

/* account or region of a stack: its own, else that of the stage around it. */
static const il_ev *environment_of(il_low_unit *unit, const char *what)
{
    il_low *low = unit->low;
    il_low_unit *stack = unit->stack_unit;
    while (has_model(stack, "nested-stack") && stack->parent && stack->parent->stack_unit)
        stack = stack->parent->stack_unit; /* a nested stack stands where the one around it stands */
    for (il_low_unit *u = stack; u; u = u->parent) {
        if (u != stack && !has_model(u, "stage"))
            continue;
        const il_ev *env = il_low__prop(u, "env");
        if (il_low__given(env) == IL_NO)
            continue;
        const il_ev *value = il_low__field(low, env, what);
        if (value->kind != IL_EV_UNDEFINED)
            return value;
    }
    return low->undefined;
}

il_truth il_low__has_environment(il_low_unit *stack)
{
    il_truth given = IL_NO;
    if (il_low__is_inner(stack))
        return IL_YES; /* that of the stack around it */
    for (il_low_unit *u = stack; u; u = u->parent)
        if (u == stack || has_model(u, "stage"))
            given = il_or(given, il_low__given(il_low__prop(u, "env")));
    return stack->construct->adrift ? il_or(given, IL_MAYBE) : given;
}

static il_low_node *pseudo(il_low *low, const char *name, il_loc loc)
{
    return il_low__leaf(low, il_value_ref(low->arena, loc, NULL, il_str_of(name), (il_str){NULL, 0}));
}

static il_str partition_of(il_str region)
{
    if (il_str_starts(region, IL_STR("cn-")))
        return IL_STR("aws-cn");
    return il_str_starts(region, IL_STR("us-gov-")) ? IL_STR("aws-us-gov") : IL_STR("aws");
}

il_low_node *il_low__environment(il_low_unit *unit, il_str what, il_loc loc)
{
    il_low *low = unit->low;
    if (il_str_is(what, "name")) {
        const il_low_part *part = il_low__primary(unit);
        return part ? il_low__resource_name(part) : NULL;
    }
    if (il_str_is(what, "uniqueId"))
        return il_low__text(low, loc, il_low__unique_id(low->arena, unit->path));
    if (il_str_is(what, "path") || il_str_is(what, "id"))
        return il_low__text(low, loc, il_str_is(what, "path") ? unit->path : il_low__string(unit->construct->id));
    if (il_str_is(what, "logicalId")) {
        const il_low_unit *stack = unit->stack_unit;
        if (!stack || stack->path.n == 0 || unit->path.n <= stack->path.n + 1 || stack->renames)
            return il_low__unknown(low, loc, "logical id as a value", (il_str){NULL, 0});
        return il_low__text(low, loc,
                            il_low__unique_id(low->arena, il_str_slice(unit->path, stack->path.n + 1, unit->path.n)));
    }
    if (il_str_is(what, "stackName"))
        return unit->stack && unit->stack->name.n && !il_low__is_inner(unit->stack_unit)
                   ? il_low__text(low, loc, unit->stack->name)
                   : il_low__unknown(low, loc, "name of a stack", (il_str){NULL, 0});
    if (il_str_is(what, "urlSuffix"))
        return pseudo(low, "AWS::URLSuffix", loc);
    bool partition = il_str_is(what, "partition"), account = il_str_is(what, "account");
    if (!unit->stack_unit)
        return il_low__unknown(low, loc, "environment of a stack that is not known", (il_str){NULL, 0});
    const il_ev *value = environment_of(unit, account ? "account" : "region");
    if (partition) {
        bool literal = il_low__flag(low, "@aws-cdk/core:enablePartitionLiterals");
        if (literal && value->kind == IL_EV_STRING)
            return il_low__text(low, loc, partition_of(value->string));
        il_low_node *region = literal && value->kind != IL_EV_UNDEFINED ? il_low__plain(low, value) : NULL;
        if (region && !(region->kind == IL_LOW_LEAF && region->leaf->kind == IL_REF))
            return il_low__unknown(low, loc, "partition of a region that is not known", (il_str){NULL, 0});
        return pseudo(low, "AWS::Partition", loc);
    }
    if (value->kind == IL_EV_UNDEFINED)
        return pseudo(low, account ? "AWS::AccountId" : "AWS::Region", loc);
    il_low_node *node = il_low__plain(low, value);
    if (!node || node->kind != IL_LOW_LEAF)
        return il_low__unknown(low, loc, "environment of a stack that is not known", (il_str){NULL, 0});
    return node;
}

static il_str known_text(const il_ev *ev)
{
    return il_low__string(ev);
}

static bool differ(il_low_unit *a, il_low_unit *b, const char *what)
{
    il_str x = known_text(environment_of(a, what)), y = known_text(environment_of(b, what));
    return x.n && y.n && !il_str_eq(x, y);
}

static bool stands_elsewhere(const il_low_unit *unit, const il_resource *target)
{
    const il_construct *maker = target->handle;
    il_low_unit *other = maker ? il_low__unit_of(maker) : NULL;
    if (target->stack == unit->stack || !other || !other->stack_unit || !unit->stack_unit)
        return false;
    return differ(unit->stack_unit, other->stack_unit, "region") ||
           differ(unit->stack_unit, other->stack_unit, "account");
}

bool il_low__is_elsewhere(const il_low_unit *unit, const il_value *value)
{
    if (!unit || !unit->stack)
        return false;
    if (value->kind == IL_REF)
        return value->ref.target && stands_elsewhere(unit, value->ref.target);
    bool any = false;
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        any = any || il_low__is_elsewhere(unit, value->call.items[i]);
    return any;
}

/* CDK's name of a stack without stackName: its id, after those of the constructs around it when it does not stand in the app. */
static il_str default_name(il_low_unit *unit)
{
    il_low_unit *stage = nearest(unit->parent, "stage");
    il_str path = unit->path, prefix = {NULL, 0};
    if (stage && stage->path.n) {
        const il_ev *given = il_low__prop(stage, "stageName");
        prefix = given->kind == IL_EV_STRING ? given->string : il_low__string(stage->construct->id);
        path = path.n > stage->path.n ? il_str_slice(path, stage->path.n + 1, path.n) : (il_str){NULL, 0};
    }
    if (path.n == 0)
        return path;
    if (il_str_contains(path, IL_STR("/")))
        path = il_low__unique_id(unit->low->arena, path);
    return prefix.n ? il_arena_printf(unit->low->arena, "%.*s-%.*s", IL_FMT(prefix), IL_FMT(path)) : path;
}

static void make_stack(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *name = il_low__prop(unit, "stackName"), *description = il_low__prop(unit, "description");
    il_str known = known_text(name);
    if (known.n == 0 && name->kind == IL_EV_UNDEFINED)
        known = default_name(unit);
    il_stack *stack = il_app_add_stack(low->app, known);
    stack->construct_path = unit->path;
    stack->dependent = known.n == 0;
    stack->description = known_text(description);
    stack->loc = unit->construct->loc;
    unit->stack = stack;
    unit->stack_unit = unit;
    il_str account = known_text(environment_of(unit, "account")), region = known_text(environment_of(unit, "region"));
    if (account.n && region.n)
        stack->environment = il_arena_printf(low->arena, "aws://%.*s/%.*s", IL_FMT(account), IL_FMT(region));
    else if (region.n) /* as the library's own manifest says it */
        stack->environment = il_arena_printf(low->arena, "aws://unknown-account/%.*s", IL_FMT(region));
}

/* A nested stack is a resource of the stack around it as well. Its parameters are those that the author gives and one for each reference
 * from outside, so that what stands there is open. */
static void make_nested(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_str id = il_low__string(unit->construct->id);
    if (unit->parent && unit->stack && id.n) {
        il_str relative =
            il_arena_printf(low->arena, "%.*s.NestedStack/%.*s.NestedStackResource", IL_FMT(id), IL_FMT(id));
        il_low_part *part = il_low__part(unit->parent, relative, IL_STR("AWS::CloudFormation::Stack"));
        const il_ev *policy = il_low__prop(unit, "removalPolicy");
        part->properties->open = true;
        part->out->loc = unit->construct->loc;
        part->out->whole = unit->construct->whole;
        if (il_low__given(policy) == IL_NO)
            policy = il_low__ev_text(low, unit->construct->loc, IL_STR("destroy"));
        il_low__put(low, part->attributes, IL_STR("DeletionPolicy"), policy->loc,
                    il_low__shape(unit, il_cat_shape(IL_STR("deletion-policy")), policy));
        il_low__put(low, part->attributes, IL_STR("UpdateReplacePolicy"), policy->loc,
                    il_low__shape(unit, il_cat_shape(IL_STR("update-replace-policy")), policy));
    }
    make_stack(unit);
}

/* ---- Outputs ---- */

static void add_output(il_low *low, il_stack *stack, il_str name, const il_value *value)
{
    const il_value *old = stack->outputs;
    size_t n = old->kind == IL_MAP ? old->map.n : 0;
    il_entry *entries = IL_NEW_ARRAY(low->arena, n + 1, il_entry);
    if (n)
        memcpy(entries, old->map.entries, n * sizeof *entries);
    entries[n] = (il_entry){.key = name, .value = value};
    stack->outputs = il_value_map(low->arena, stack->loc, entries, n + 1);
}

static void output_fact(il_low_unit *unit, const il_value *value)
{
    il_low *low = unit->low;
    il_resource *fact = il_app_add(low->app, unit->stack, il_intern(IL_STR("Stack::Output")));
    fact->loc = unit->construct->loc;
    fact->whole = unit->construct->whole;
    fact->construct_path = unit->path;
    il_entry *entries = IL_NEW_ARRAY(low->arena, 2, il_entry);
    entries[0] = (il_entry){.key = IL_STR("Value"), .value = value};
    entries[1] = (il_entry){.key = IL_STR("Properties"), .value = il_value_map(low->arena, fact->loc, entries, 1)};
    fact->body = il_value_map(low->arena, fact->loc, entries + 1, 1);
}

static void finish_output(il_low_unit *unit)
{
    const il_ev *name = il_low__prop(unit, "exportName");
    if (!unit->stack)
        return;
    const il_value *value = il_low__freeze(unit->low, unit, il_low__plain(unit->low, il_low__prop(unit, "value")));
    output_fact(unit, value);
    if (name->kind == IL_EV_STRING)
        add_output(unit->low, unit->stack, name->string, value);
}

/* ---- CfnResource: a resource whose type and properties the author writes; it has no tag manager, so its tags stay as written ---- */

static void make_raw(il_low_unit *unit)
{
    const il_ev *type = il_low__prop(unit, "type");
    if (type->kind == IL_EV_STRING)
        il_low__part(unit, (il_str){NULL, 0}, type->string);
    else
        il_low__gap(unit, unit->construct->loc, "type of a resource", (il_str){NULL, 0}, NULL);
}

static void lower_raw(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    const il_ev *properties = il_low__prop(unit, "properties");
    if (!part || il_low__given(properties) == IL_NO)
        return;
    il_low_node *node = il_low__plain(unit->low, properties);
    bool map = node && node->kind == IL_LOW_MAP && !il_low__is_function(node);
    for (size_t i = 0; map && i < node->fields.n; i++)
        il_low__put(unit->low, part->properties, node->fields.items[i].key, node->fields.items[i].key_loc,
                    node->fields.items[i].node);
    part->properties->open = !map || node->open;
}

/* ---- Parameters ---- */

static void make_parameter(il_low_unit *unit)
{
    il_low_part *part = il_low__part(unit, (il_str){NULL, 0}, IL_STR("Parameter"));
    const il_ev *props = unit->props;
    for (size_t i = 0; props->kind == IL_EV_OBJECT && i < props->object->fields.n; i++) {
        const il_field *field = &props->object->fields.items[i];
        il_cat type;
        il_low__put(unit->low, part->properties,
                    il_low__l1_name(unit->low, (il_str){NULL, 0}, il_str_of(field->name), &type), field->name_loc,
                    il_low__plain(unit->low, field->value));
    }
    part->properties->open = props->kind != IL_EV_OBJECT && props->kind != IL_EV_UNDEFINED;
}

const il_low_model il_low__app_model = {.name = "app"};
const il_low_model il_low__stage_model = {.name = "stage"};
const il_low_model il_low__stack_model = {.name = "stack", .make = make_stack};
const il_low_model il_low__nested_stack_model = {.name = "nested-stack", .make = make_nested};
const il_low_model il_low__product_stack_model = {.name = "product-stack", .make = make_stack};
const il_low_model il_low__output_model = {.name = "output", .finish = finish_output};
const il_low_model il_low__raw_model = {.name = "cfn-resource", .make = make_raw, .lower = lower_raw};
const il_low_model il_low__parameter_model = {.name = "parameter", .make = make_parameter};
