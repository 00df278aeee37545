/* Schedules as EventBridge writes them: rate(5 minutes), cron(0 3 * * ? *). */
#include "lower_models.h"

static il_low_node *unknown(il_low_unit *unit, const il_ev *value)
{
    return il_low__unknown(unit->low, value->loc, "schedule", (il_str){NULL, 0});
}

/* In the largest unit that gives a whole number. */
static il_low_node *rate(il_low_unit *unit, const il_ev *value, const il_ev *duration)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};
    double amount;
    if (!il_low__amount(unit->low, duration, &amount) || amount < 60)
        return unknown(unit, value);
    for (size_t i = 0; i < 3; i++) {
        double n = amount / units[i].seconds;
        if (n == (double)(long long)n) {
            il_str text = il_arena_printf(unit->low->arena, "rate(%.0f %s%s)", n, units[i].name, n == 1 ? "" : "s");
            return il_low__leaf(unit->low, il_value_string(unit->low->arena, value->loc, text));
        }
    }
    return unknown(unit, value);
}

static il_low_node *cron(il_low_unit *unit, const il_ev *value, const il_ev *options)
{
    static const char *const fields[] = {"minute", "hour", "day", "month", "weekDay", "year"};
    il_low *low = unit->low;
    il_str parts[6];
    bool weekday = il_low__given(il_low__field(low, options, "weekDay")) == IL_YES;
    for (size_t i = 0; i < 6; i++) {
        const il_ev *given = il_low__field(low, options, fields[i]);
        if (given->kind == IL_EV_STRING)
            parts[i] = given->string;
        else if (given->kind == IL_EV_UNDEFINED)
            parts[i] = i == 4 || (i == 2 && weekday) ? IL_STR("?") : IL_STR("*");
        else
            return unknown(unit, value);
    }
    il_str text = il_arena_printf(low->arena, "cron(%.*s %.*s %.*s %.*s %.*s %.*s)", IL_FMT(parts[0]), IL_FMT(parts[1]),
                                  IL_FMT(parts[2]), IL_FMT(parts[3]), IL_FMT(parts[4]), IL_FMT(parts[5]));
    return il_low__leaf(low, il_value_string(low->arena, value->loc, text));
}

il_low_node *il_low__schedule(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value), *expression = il_low__field(low, ev, "expression");
    if (ev->kind != IL_EV_OBJECT)
        return unknown(unit, value);
    if (expression->kind != IL_EV_OBJECT)
        return il_low__plain(low, expression);
    const il_ev *duration = il_low__field(low, expression, "rate"), *options = il_low__field(low, expression, "cron");
    if (duration->kind != IL_EV_UNDEFINED)
        return rate(unit, value, duration);
    return options->kind == IL_EV_OBJECT ? cron(unit, value, options) : unknown(unit, value);
}
