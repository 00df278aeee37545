/* Private to plan: the inverse of lowering. inverse_l1.c knows L1 classes, inverse_shape.c the shapes of the catalogue, plan_inverse.c the
 * props of L2 classes and their order. */
#ifndef IL_INVERSE_H
#define IL_INVERSE_H

#include "catalog.h"
#include "plan_program.h"

size_t il_inverse__l1(const il_planning *p, il_str class, il_str path, const il_value *wanted, il_plan_prop **props);

/* What a prop must be so that SHAPE gives WANTED at the dotted REST below what it makes (empty: WANTED itself). Writes the way into nested
 * structs to SUB ("retention"; empty for the prop itself). NULL when there is no inverse (references, opaque shapes). */
il_edit_value *il_inverse__shape(const il_planning *p, il_cat shape, il_str rest, const il_value *wanted, il_str *sub);

#endif
