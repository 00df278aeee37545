/* What the CDK framework makes once for a whole stack, for whoever asks first: which resources asked. */
#ifndef IL_SHARED_H
#define IL_SHARED_H

#include "model.h"
#include "vec.h"

typedef struct il_shared il_shared;
typedef IL_VEC(const il_resource *) il_askers;

/* ASSEMBLY is borrowed. */
il_shared *il_shared_new(il_arena *arena, const il_app *assembly);

/* The resources for whose sake the framework made RESOURCE (`generated`, on the top level of its stack); none when that is not certain. */
il_askers il_shared_askers(il_shared *shared, const il_resource *resource);

#endif
