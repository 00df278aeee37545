/* Durations and sizes: symbolic until a shape asks how much they are. */
#include <string.h>

#include "lower.h"

static const struct {
    const char *symbol;
    double amount; /* seconds or bytes */
} factories[] = {
    {"aws-cdk-lib.Duration.millis", 0.001},
    {"aws-cdk-lib.Duration.seconds", 1},
    {"aws-cdk-lib.Duration.minutes", 60},
    {"aws-cdk-lib.Duration.hours", 3600},
    {"aws-cdk-lib.Duration.days", 86400},
    {"aws-cdk-lib.Size.bytes", 1},
    {"aws-cdk-lib.Size.kibibytes", 1024},
    {"aws-cdk-lib.Size.mebibytes", 1048576},
    {"aws-cdk-lib.Size.gibibytes", 1073741824},
    {"aws-cdk-lib.Size.tebibytes", 1099511627776},
    {"aws-cdk-lib.Size.pebibytes", 1125899906842624},
};

bool il_low__amount(il_low *low, const il_ev *ev, double *out)
{
    ev = il_low__reduce(low, ev);
    if (ev->kind != IL_EV_CALL || ev->lib.receiver || ev->lib.n_args == 0)
        return false;
    const il_ev *n = il_low__reduce(low, ev->lib.args[0]);
    for (size_t i = 0; i < sizeof factories / sizeof *factories; i++)
        if (strcmp(ev->lib.symbol, factories[i].symbol) == 0 && n->kind == IL_EV_NUMBER) {
            *out = n->number * factories[i].amount;
            return true;
        }
    return false;
}
