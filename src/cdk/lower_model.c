/* The structural models, methods and shapes that C knows, by the names that the catalogue calls them. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

static const il_low_model *const models[] = {
    &il_low__app_model,    &il_low__stage_model,     &il_low__stack_model,  &il_low__nested_stack_model,
    &il_low__output_model, &il_low__parameter_model, &il_low__policy_model, &il_low__role_model,
};

static const struct {
    const char *name;
    bool (*call)(il_low_unit *unit, const il_method_call *call);
} methods[] = {
    {"identity-policy", il_low__identity_policy},
    {"resource-policy", il_low__resource_policy},
    {"own-policy", il_low__own_policy},
    {"assume-role-policy", il_low__assume_role_policy},
};

const il_low_model *il_low__model(const il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_str name = il_cat_text(il_cat_get(data, IL_W_MODEL));
        for (size_t i = 0; name.n && i < sizeof models / sizeof *models; i++)
            if (il_str_is(name, models[i]->name))
                return models[i];
    }
    return NULL;
}

bool il_low__model_method(il_low_unit *unit, il_str name, const il_method_call *call)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (il_str_is(name, methods[i].name))
            return methods[i].call(unit, call);
    return false;
}

il_low_node *il_low__model_shape(il_low_unit *unit, il_str name, const il_ev *value)
{
    return il_low__unknown(unit->low, value->loc, "not in the catalogue", name);
}
