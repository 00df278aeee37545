/* CDK's own report: what the validation plugins of a synthesis found, as findings of ours. */
#ifndef IL_IMPORTED_H
#define IL_IMPORTED_H

#include "round.h"

/* Adds the violations that CHECKED's cdk.out reports (validation-report.json, up to 2.2xx policy-validation-report.json) to ROUND, each as a
 * finding of the rule `plugin/rule` at the place in the program that made the construct; what was acknowledged is a finding that does
 * not count. A report that is not there is noted as passed over. */
void il_imported_add(il_round *round, il_checked *checked);

#endif
