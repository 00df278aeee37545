/* cloudwatch.Alarm: one metric in the alarm itself, an expression over several as a list of metrics; CompositeAlarm's rule as text. */
#include <stdlib.h>
#include <string.h>

#include "lower_models.h"

static void put(il_low *low, il_low_node *map, const char *key, il_loc key_loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), key_loc, node);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const il_field *)a)->name, ((const il_field *)b)->name);
}

/* {name: value} → [{Name, Value}], sorted; NULL for none. */
static il_low_node *dimensions(il_low *low, const il_ev *metric)
{
    const il_ev *map = il_low__field(low, metric, "dimensionsMap");
    if (map->kind == IL_EV_UNDEFINED)
        map = il_low__field(low, metric, "dimensions");
    if (il_low__given(map) == IL_NO)
        return NULL;
    if (map->kind != IL_EV_OBJECT)
        return il_low__unknown(low, map->loc, "dimensions of a metric", (il_str){NULL, 0});
    size_t n = map->object->fields.n;
    il_field *fields = IL_NEW_ARRAY(low->arena, n, il_field);
    if (n) {
        memcpy(fields, map->object->fields.items, n * sizeof *fields);
        qsort(fields, n, sizeof *fields, by_name);
    }
    il_low_node *list = il_low__list(low, map->loc);
    for (size_t i = 0; i < n; i++) {
        il_low_node *item = il_low__map(low, fields[i].value->loc), *value = il_low__plain(low, fields[i].value);
        if (!value)
            continue;
        put(low, item, "Name", fields[i].name_loc, il_low__text(low, fields[i].value->loc, il_str_of(fields[i].name)));
        put(low, item, "Value", fields[i].name_loc, value);
        il_low__push(low, list, item);
    }
    list->open = map->open || map->object->open;
    return list->items.n || list->open ? list : NULL;
}

/* Seconds; five minutes when not given. */
static il_low_node *period(il_low *low, const il_ev *metric, il_loc loc)
{
    const il_ev *given = il_low__field(low, metric, "period");
    double seconds;
    if (given->kind == IL_EV_UNDEFINED)
        return il_low__leaf(low,
                            il_value_with_origin(low->arena, il_value_number(low->arena, loc, 300), IL_FROM_DEFAULT));
    if (given->kind == IL_EV_NUMBER)
        seconds = given->number;
    else if (!il_low__amount(low, given, &seconds))
        return il_low__unknown(low, given->loc, "amount that cannot be known", (il_str){NULL, 0});
    return il_low__leaf(low, il_value_number(low->arena, given->loc, seconds));
}

/* The library's five simple statistics have names of their own; others stay as they are. */
static const char *simple_statistic(il_str name)
{
    static const char *const names[][2] = {
        {"average", "Average"}, {"avg", "Average"},     {"sum", "Sum"},     {"minimum", "Minimum"},
        {"min", "Minimum"},     {"maximum", "Maximum"}, {"max", "Maximum"}, {"samplecount", "SampleCount"},
        {"n", "SampleCount"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (il_str_eq_nocase(name, il_str_of(names[i][0])))
            return names[i][1];
    return NULL;
}

static il_low_node *statistic(il_low *low, const il_ev *metric, il_loc loc, bool *simple)
{
    const il_ev *given = il_low__field(low, metric, "statistic");
    *simple = true;
    if (given->kind == IL_EV_UNDEFINED)
        return il_low__text(low, loc, IL_STR("Average"));
    il_low_node *node = il_low__plain(low, given);
    if (given->kind != IL_EV_STRING)
        return node;
    const char *name = simple_statistic(given->string);
    *simple = name != NULL;
    if (name)
        node->leaf = il_value_with_handle(low->arena, il_value_string(low->arena, given->loc, il_str_of(name)), given);
    return node;
}

static void put_metric(il_low *low, il_low_node *map, const il_ev *metric, il_loc loc)
{
    put(low, map, "Dimensions", loc, dimensions(low, metric));
    put(low, map, "MetricName", loc, il_low__plain(low, il_low__field(low, metric, "metricName")));
    put(low, map, "Namespace", loc, il_low__plain(low, il_low__field(low, metric, "namespace")));
}

/* One metric in the alarm itself. */
static void single(il_low_part *part, const il_ev *metric, il_loc key_loc, il_loc loc)
{
    il_low *low = part->unit->low;
    bool simple;
    put_metric(low, part->properties, metric, key_loc);
    il_low_node *stat = statistic(low, metric, loc, &simple);
    bool known = stat && (stat->kind != IL_LOW_LEAF || stat->leaf->kind == IL_STRING);
    put(low, part->properties, simple ? "Statistic" : "ExtendedStatistic", key_loc, stat);
    if (!known) /* which of the two it is cannot be known either */
        put(low, part->properties, simple ? "ExtendedStatistic" : "Statistic", key_loc, stat);
    put(low, part->properties, "Period", key_loc, period(low, metric, loc));
    put(low, part->properties, "Unit", key_loc, il_low__plain(low, il_low__field(low, metric, "unit")));
}

static void unknown_metric(il_low_part *part, const il_ev *metric, il_loc key_loc)
{
    static const char *const keys[] = {"Metrics",   "MetricName",        "Namespace", "Dimensions",
                                       "Statistic", "ExtendedStatistic", "Period",    "Unit"};
    il_low *low = part->unit->low;
    il_low_node *node = il_low__plain(low, metric);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        put(low, part->properties, keys[i], key_loc,
            il_low__is_unknown(node) ? node : il_low__unknown(low, metric->loc, "metric", (il_str){NULL, 0}));
}

static bool is_metric(il_low *low, const il_ev *ev)
{
    return ev->kind == IL_EV_OBJECT && (il_low__given(il_low__field(low, ev, "metricName")) == IL_YES) && !ev->open &&
           !ev->object->open;
}

/* An expression over metrics, as a list: the expression first. */
static bool expression(il_low_part *part, const il_ev *math, il_loc key_loc)
{
    il_low *low = part->unit->low;
    const il_ev *using = il_low__field(low, math, "usingMetrics");
    il_low_node *list = il_low__list(low, math->loc), *first = il_low__map(low, math->loc);
    put(low, first, "Expression", math->loc, il_low__plain(low, il_low__field(low, math, "expression")));
    put(low, first, "Id", math->loc, il_low__text(low, math->loc, IL_STR("expr_1")));
    put(low, first, "ReturnData", (il_loc){0},
        il_low__leaf(low,
                     il_value_with_origin(low->arena, il_value_bool(low->arena, math->loc, true), IL_FROM_DEFAULT)));
    put(low, first, "Label", math->loc, il_low__plain(low, il_low__field(low, math, "label")));
    il_low__push(low, list, first);
    if (using->kind != IL_EV_OBJECT && using->kind != IL_EV_UNDEFINED)
        return false;
    for (size_t i = 0; using->kind == IL_EV_OBJECT && i < using->object->fields.n; i++) {
        const il_field *field = &using->object->fields.items[i];
        const il_ev *metric = il_low__reduce(low, field->value);
        if (!is_metric(low, metric))
            return false;
        bool simple;
        const il_ev *given = il_low__given(il_low__field(low, math, "period")) == IL_NO ? metric : math;
        il_low_node *item = il_low__map(low, field->value->loc), *stat = il_low__map(low, field->value->loc);
        il_low_node *inner = il_low__map(low, field->value->loc);
        put_metric(low, inner, metric, field->name_loc);
        put(low, stat, "Metric", field->name_loc, inner);
        put(low, stat, "Period", field->name_loc, period(low, given, field->value->loc));
        put(low, stat, "Stat", field->name_loc, statistic(low, metric, field->value->loc, &simple));
        put(low, stat, "Unit", field->name_loc, il_low__plain(low, il_low__field(low, metric, "unit")));
        put(low, item, "Id", field->name_loc, il_low__text(low, field->value->loc, il_str_of(field->name)));
        put(low, item, "Label", field->name_loc, il_low__plain(low, il_low__field(low, metric, "label")));
        put(low, item, "MetricStat", field->name_loc, stat);
        put(low, item, "ReturnData", field->name_loc,
            il_low__leaf(low, il_value_bool(low->arena, field->value->loc, false)));
        il_low__push(low, list, item);
    }
    put(low, part->properties, "Metrics", key_loc, list);
    return true;
}

static void lower_alarm(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("metric"));
    const il_ev *metric = il_low__prop(unit, "metric");
    il_loc key_loc = field ? field->name_loc : (il_loc){0}, loc = field ? field->value->loc : unit->construct->loc;
    bool elsewhere = metric->kind == IL_EV_OBJECT && (il_low__given(il_low__field(low, metric, "account")) != IL_NO ||
                                                      il_low__given(il_low__field(low, metric, "region")) != IL_NO);
    if (metric->kind == IL_EV_OBJECT && il_low__given(il_low__field(low, metric, "expression")) == IL_YES) {
        if (!expression(part, metric, key_loc))
            unknown_metric(part, metric, key_loc);
    } else if (is_metric(low, metric) && !elsewhere && il_low__given(il_low__field(low, metric, "label")) == IL_NO) {
        single(part, metric, key_loc, loc);
    } else if (metric->kind == IL_EV_OBJECT && il_low__given(il_low__field(low, metric, "metricName")) == IL_YES) {
        unknown_metric(part, metric, key_loc);
        put_metric(low, part->properties, metric, key_loc);
    } else {
        unknown_metric(part, metric, key_loc);
    }
}

/* ---- Composite alarms ---- */

typedef struct {
    il_low *low;
    IL_VEC(const il_value *) parts;
} text;

static void add(text *t, il_loc loc, const char *words)
{
    IL_PUSH(t->low->arena, &t->parts, il_value_string(t->low->arena, loc, il_str_of(words)));
}

static bool add_rule(text *t, const il_ev *value, int depth);

static bool add_operands(text *t, const il_ev *list, const char *operator, int depth)
{
    for (size_t i = 0; i < list->list.n; i++) {
        if (i)
            add(t, list->loc, operator);
        if (!add_rule(t, list->list.items[i], depth + 1))
            return false;
    }
    return !list->open;
}

/* ALARM("arn"), (A OR B), (NOT (A)): as the library writes them. */
static bool add_rule(text *t, const il_ev *value, int depth)
{
    il_low *low = t->low;
    const il_ev *ev = il_low__reduce(low, value);
    il_low_unit *alarm = il_low__unit_behind(low, ev);
    const il_ev *operator= ev->kind == IL_EV_OBJECT ? il_low__field(low, ev, "operator") : low->undefined;
    if (depth > 32)
        return false;
    if (alarm) {
        il_low_node *arn = il_low__plain(low, il_low__ev_member(low, ev, IL_STR("alarmArn"), value->loc));
        add(t, value->loc, "ALARM(\"");
        IL_PUSH(low->arena, &t->parts, il_low__freeze(low, NULL, arn));
        add(t, value->loc, "\")");
        return true;
    }
    const il_ev *operands = il_low__field(low, ev, "operands");
    if (operator->kind != IL_EV_STRING || operands->kind != IL_EV_ARRAY)
        return false;
    add(t, ev->loc, "(");
    if (il_str_is(operator->string, "NOT"))
        add(t, ev->loc, "NOT ");
    bool known = add_operands(t, operands, il_str_is(operator->string, "OR") ? " OR " : " AND ", depth);
    add(t, ev->loc, ")");
    return known;
}

static void lower_composite(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("alarmRule"));
    text t = {.low = low};
    il_loc loc = field ? field->value->loc : unit->construct->loc;
    bool known = field && add_rule(&t, field->value, 0);
    il_low_node *node = known ? il_low__leaf(low, il_value_join(low->arena, loc, t.parts.items, t.parts.n))
                              : il_low__unknown(low, loc, "rule of a composite alarm", (il_str){NULL, 0});
    put(low, part->properties, "AlarmRule", field ? field->name_loc : (il_loc){0}, node);
    if (il_low__given(il_low__prop(unit, "compositeAlarmName")) == IL_NO)
        put(low, part->properties, "AlarmName", (il_loc){0},
            il_low__text(low, unit->construct->loc, il_low__unique_id(low->arena, unit->path)));
}

const il_low_model il_low__alarm_model = {.name = "alarm", .lower = lower_alarm};
const il_low_model il_low__composite_alarm_model = {.name = "composite-alarm", .lower = lower_composite};
