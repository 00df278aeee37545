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
    bool sure; /* false: only there when the account has so many zones (the condition of its resources) */
} il_low_subnet;

typedef struct {
    IL_VEC(il_low_subnet) subnets;
    bool unsure; /* there may be others: the zones are not known */
} il_low_vpc;

typedef struct {
    IL_VEC(const il_low_subnet *) list;
    bool known; /* whether it can be known what is selected */
    bool open;  /* there may be others */
} il_low_selection;

/* The kind that a member of SubnetType stands for; false when TYPE is none. */
bool il_low__subnet_kind(il_str type, il_low_subnet_kind *kind);
/* The subnets of the VPC behind VALUE; NULL when they cannot be known. */
const il_low_vpc *il_low__vpc(il_low *low, const il_ev *value);
/* Those of one kind, as an array of constructs. */
const il_ev *il_low__subnets(il_low *low, const il_low_vpc *vpc, il_low_subnet_kind kind, il_loc loc);
/* What a SubnetSelection (undefined: private ones, else isolated, else public) selects of the VPC behind VPC. */
il_low_selection il_low__select(il_low *low, const il_ev *vpc, const il_ev *selection);
/* Whether SELECTION selects SUBNET; one that is not given selects all. */
bool il_low__selects(il_low *low, const il_low_vpc *vpc, const il_ev *selection, const il_low_subnet *subnet);
/* References to the part RELATIVE ("Subnet", "RouteTable") of selected subnets: a list. */
il_low_node *il_low__subnet_refs(il_low *low, const il_low_selection *selection, const char *relative, il_loc loc);
/* The ids of the subnets that SELECTION selects of VPC: a list, or unknown. */
il_low_node *il_low__subnet_ids(il_low *low, const il_ev *vpc, const il_ev *selection, il_loc loc);

#endif
