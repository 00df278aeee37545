/* Assets: the bucket that the default synthesizer of a stack stages files in. Another synthesizer, or CDK v1, gives a name that is not known
 * here; the key of a file is a hash that is never claimed. */
#include "lower.h"

static const char QUALIFIER[] = "hnb659fds";

/* The qualifier of the bootstrap stack: that of the context, or the library's. */
static il_str qualifier_of(const il_low *low)
{
    const il_field *given = il_low__field_entry(low->program->context, IL_STR("@aws-cdk/core:bootstrapQualifier"));
    return given && given->value->kind == IL_EV_STRING ? given->value->string : il_str_of(QUALIFIER);
}

/* Whether the stack of UNIT is left to the default synthesizer. */
static bool by_default(const il_low_unit *unit)
{
    if (unit->construct->v1)
        return false;
    for (const il_low_unit *u = unit; u; u = u->parent)
        if (il_low__given(il_low__prop(u, "synthesizer")) != IL_NO ||
            il_low__given(il_low__prop(u, "defaultStackSynthesizer")) != IL_NO)
            return false;
    return true;
}

/* Account or region as it stands in the name: itself, or the pseudo parameter's placeholder. Empty when it cannot be known. */
static il_str placed(il_low *low, const il_low_node *node, bool *literal)
{
    const il_value *value = node && node->kind == IL_LOW_LEAF ? node->leaf : &il_missing;
    if (value->kind == IL_STRING)
        return value->string;
    *literal = false;
    if (value->kind == IL_REF && !value->ref.target)
        return il_arena_printf(low->arena, "${%.*s}", IL_FMT(value->ref.name));
    return (il_str){NULL, 0};
}

il_low_node *il_low__asset_bucket(il_low_unit *unit, il_loc loc)
{
    il_low *low = unit->low;
    bool literal = true;
    if (!unit->stack_unit || !by_default(unit->stack_unit))
        return il_low__unknown(low, loc, "bucket of assets", (il_str){NULL, 0});
    il_str account = placed(low, il_low__environment(unit, IL_STR("account"), loc), &literal);
    il_str region = placed(low, il_low__environment(unit, IL_STR("region"), loc), &literal);
    if (!account.n || !region.n)
        return il_low__unknown(low, loc, "bucket of assets", (il_str){NULL, 0});
    il_str name = il_arena_printf(low->arena, "cdk-%.*s-assets-%.*s-%.*s", IL_FMT(qualifier_of(low)), IL_FMT(account),
                                  IL_FMT(region));
    if (literal)
        return il_low__text(low, loc, name);
    il_low_node *map = il_low__map(low, loc);
    il_low__put(low, map, IL_STR("Fn::Sub"), (il_loc){0}, il_low__text(low, loc, name));
    return map;
}
