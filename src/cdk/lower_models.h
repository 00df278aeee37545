/* The structural models that lower_model.c lists. */
#ifndef IL_LOWER_MODELS_H
#define IL_LOWER_MODELS_H

#include "lower.h"

extern const il_low_model il_low__app_model, il_low__stage_model, il_low__stack_model, il_low__nested_stack_model;
extern const il_low_model il_low__output_model, il_low__parameter_model;

#endif
