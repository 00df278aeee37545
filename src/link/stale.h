/* Whether a cdk.out is of another state of the program than the one that lies here. */
#ifndef IL_STALE_H
#define IL_STALE_H

#include "cdk.h"

typedef enum {
    IL_STALE_NOT,     /* nothing speaks against it */
    IL_STALE_MISSING, /* the program makes what the template does not have */
    IL_STALE_GONE,    /* the template has what the program does not make */
    IL_STALE_DIFFERS  /* both know a value, and not the same */
} il_stale_why;

typedef struct {
    il_stale_why why;
    const il_resource *resource; /* of the program; for GONE of the template */
    il_loc source, synthesized;  /* the places that show it; no place where that side has none */
} il_stale;

/* Holds the two joined models against each other. Only what both sides know for certain counts. */
il_stale il_link_stale(il_app *source, const il_app *assembly);

#endif
