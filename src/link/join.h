/* Joins the two models of one app: what the TypeScript says and what its cdk.out says. */
#ifndef IL_JOIN_H
#define IL_JOIN_H

#include "model.h"

/* Sets `twin` on both sides for resources with equal construct path and type. Returns how many pairs were made. */
size_t il_link_join(il_app *source, il_app *template_app);

#endif
