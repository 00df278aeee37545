/* What stands around a distribution: the names that the library gives origin access controls and functions. */
#include "lower_models.h"

/* A control is named after its path, in 64 letters. */
static void lower_control(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    static const il_str name = IL_STR_INIT("OriginAccessControlConfig.Name");
    if (part && il_low__given(il_low__prop(unit, "originAccessControlName")) == IL_NO && unit->path.n)
        il_low__set(low, part->properties, name, (il_loc){0},
                    il_low__text(low, part->out->loc, il_low__unique_name(low->arena, unit->path, 64)));
}

/* Region and path; the comment is the name unless one is given. */
static void lower_function(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *given = il_low__prop(unit, "functionName");
    bool v2 = il_low__flag(low, "@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0") ||
              il_low__given(il_low__prop(unit, "keyValueStore")) == IL_YES;
    il_loc loc = unit->construct->loc;
    if (!part || unit->path.n == 0)
        return;
    il_low_node *name;
    if (il_low__given(given) != IL_NO) {
        name = il_low__plain(low, given);
    } else {
        il_str id = il_low__unique_id(low->arena, unit->path);
        const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
        parts[0] = il_low__freeze(low, unit, il_low__environment(unit, IL_STR("region"), loc));
        parts[1] = id.n <= 41 ? il_value_string(low->arena, loc, id)
                              : il_value_string(low->arena, loc, il_low__unique_name(low->arena, unit->path, 40));
        name = il_low__leaf(low, il_value_join(low->arena, loc, parts, 2));
    }
    il_low__put(low, part->properties, IL_STR("Name"), given->loc, name);
    if (il_low__given(il_low__prop(unit, "comment")) == IL_NO)
        il_low__set(low, part->properties, IL_STR("FunctionConfig.Comment"), (il_loc){0}, name);
    if (il_low__given(il_low__prop(unit, "runtime")) == IL_NO)
        il_low__set(low, part->properties, IL_STR("FunctionConfig.Runtime"), (il_loc){0},
                    il_low__text(low, loc, v2 ? IL_STR("cloudfront-js-2.0") : IL_STR("cloudfront-js-1.0")));
}

const il_low_model il_low__access_control_model = {.name = "access-control", .lower = lower_control};
const il_low_model il_low__edge_function_model = {.name = "edge-function", .lower = lower_function};
