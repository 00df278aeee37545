/* What hangs on a database, for lower_database.c. */
#ifndef IL_LOWER_RDS_H
#define IL_LOWER_RDS_H

#include "lower.h"

/* The resource of an rds.ParameterGroup for clusters or instances, made when first used. */
il_low_part *il_low__parameter_group(il_low_unit *group, bool cluster);
/* Puts the parameter group that PROPS name, or one with the id ID for their `parameters`. */
void il_low__use_parameters(il_low_unit *unit, il_low_part *part, const il_ev *props, const char *id);
/* What binds the secret behind VALUE to the database PART; NULL when there is no such secret. */
il_low_unit *il_low__attach_secret(il_low_unit *database, il_low_part *part, const il_ev *value);
/* addRotationSingleUser. */
bool il_low__rotate_secret(il_low_unit *unit, const il_method_call *call);
/* Retention of the logs that are exported. */
void il_low__keep_logs(il_low_unit *unit, il_low_part *part);
/* The instances that `instances` and `instanceProps` give a cluster; false when they cannot be known. */
bool il_low__legacy_instances(il_low_unit *unit, il_low_part *cluster);

#endif
