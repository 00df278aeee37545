/* The structural models and methods that lower_model.c lists by the names that the catalogue calls them. */
#ifndef IL_LOWER_MODELS_H
#define IL_LOWER_MODELS_H

#include "lower.h"

extern const il_low_model il_low__app_model, il_low__stage_model, il_low__stack_model, il_low__nested_stack_model;
extern const il_low_model il_low__output_model, il_low__parameter_model;
extern const il_low_model il_low__policy_model, il_low__role_model;

bool il_low__identity_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__resource_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__own_policy(il_low_unit *unit, const il_method_call *call);
bool il_low__assume_role_policy(il_low_unit *unit, const il_method_call *call);

#endif
