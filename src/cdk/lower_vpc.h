/* What other models ask of a VPC: its subnets. */
#ifndef IL_LOWER_VPC_H
#define IL_LOWER_VPC_H

#include "lower.h"

typedef enum { IL_LOW_PUBLIC, IL_LOW_PRIVATE, IL_LOW_ISOLATED } il_low_subnet_kind;

typedef struct {
    il_low_unit *unit;
    il_str group; /* the configuration's name */
    il_low_subnet_kind kind;
    size_t zone;
} il_low_subnet;

typedef struct {
    IL_VEC(il_low_subnet) subnets;
    bool unsure; /* there may be others: the zones are not known */
} il_low_vpc;

/* The subnets of the VPC behind VALUE; NULL when they cannot be known. */
const il_low_vpc *il_low__vpc(il_low *low, const il_ev *value);
/* The ids of the subnets that SELECTION (undefined: private ones, else isolated, else public) selects of VPC: a list, or unknown. */
il_low_node *il_low__subnet_ids(il_low *low, const il_ev *vpc, const il_ev *selection, il_loc loc);

#endif
