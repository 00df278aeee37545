/* Stages of a REST API: settings of all methods and of single ones, access logs. */
#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "lower_models.h"

static const struct {
    const char *option, *key;
} settings[] = {{"cacheDataEncrypted", "CacheDataEncrypted"},
                {"cacheTtl", "CacheTtlInSeconds"},
                {"cachingEnabled", "CachingEnabled"},
                {"dataTraceEnabled", "DataTraceEnabled"},
                {"loggingLevel", "LoggingLevel"},
                {"metricsEnabled", "MetricsEnabled"},
                {"throttlingBurstLimit", "ThrottlingBurstLimit"},
                {"throttlingRateLimit", "ThrottlingRateLimit"}};

static il_low_node *default_bool(il_low *low, il_loc loc, bool value)
{
    return il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, loc, value), IL_FROM_DEFAULT));
}

static il_low_node *seconds_of(il_low *low, const il_ev *value)
{
    double seconds;
    return il_low__amount(low, value, &seconds)
               ? il_low__leaf(low, il_value_number(low->arena, value->loc, seconds))
               : il_low__unknown(low, value->loc, "amount that cannot be known", (il_str){NULL, 0});
}

/* The entry of MethodSettings that OPTIONS give; NULL when they say nothing. */
static il_low_node *entry_of(il_low_unit *unit, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *item = il_low__map(low, loc);
    bool any = false;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const il_ev *value = il_low__field(low, options, settings[i].option);
        const il_field *field = il_low__field_entry(options, il_str_of(settings[i].option));
        if (il_low__given(value) == IL_NO)
            continue;
        any = true;
        bool duration = strcmp(settings[i].option, "cacheTtl") == 0;
        il_low__put(low, item, il_str_of(settings[i].key), field ? field->name_loc : (il_loc){0},
                    duration ? seconds_of(low, value) : il_low__plain(low, value));
    }
    if (!il_low__member(item, IL_STR("DataTraceEnabled")))
        il_low__put(low, item, IL_STR("DataTraceEnabled"), (il_loc){0}, default_bool(low, loc, false));
    return any ? item : NULL;
}

/* "/items/{id}/GET" → HttpMethod GET, ResourcePath /~1items~1{id}. */
static void address(il_low *low, il_low_node *item, il_str path, il_loc loc)
{
    il_buf out = {0};
    size_t last = path.n;
    while (last > 0 && path.p[last - 1] != '/')
        last--;
    il_str method = il_arena_str(low->arena, il_str_slice(path, last, path.n)),
           resource = il_str_slice(path, 1, last > 1 ? last - 1 : 1);
    for (size_t i = 0; i < method.n; i++)
        ((char *)method.p)[i] = (char)toupper((unsigned char)method.p[i]);
    il_buf_puts(&out, il_str_is(resource, "*") ? "/*" : resource.n == 0 ? "/" : "/~1");
    for (size_t i = 0; i < resource.n && !il_str_is(resource, "*"); i++)
        if (resource.p[i] == '/')
            il_buf_puts(&out, "~1");
        else
            il_buf_putc(&out, resource.p[i]);
    il_low__put(low, item, IL_STR("HttpMethod"), (il_loc){0}, il_low__text(low, loc, method));
    il_low__put(low, item, IL_STR("ResourcePath"), (il_loc){0},
                il_low__text(low, loc, il_arena_str(low->arena, il_buf_str(&out))));
    il_buf_free(&out);
}

/* A method that caches wants the stage's cache. */
static void want_cache(il_low_part *part, const il_ev *options)
{
    il_low *low = part->unit->low;
    const il_ev *caching = il_low__field(low, options, "cachingEnabled");
    if (caching->kind != IL_EV_BOOL || !caching->boolean)
        return;
    if (!il_low__member(part->properties, IL_STR("CacheClusterEnabled")))
        il_low__put(low, part->properties, IL_STR("CacheClusterEnabled"), (il_loc){0},
                    default_bool(low, part->out->loc, true));
    if (!il_low__member(part->properties, IL_STR("CacheClusterSize")))
        il_low__put(low, part->properties, IL_STR("CacheClusterSize"), (il_loc){0},
                    il_low__text(low, part->out->loc, IL_STR("0.5")));
}

static void lower_stage(il_low_unit *unit)
{
    static const il_str list = IL_STR_INIT("MethodSettings");
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *methods = il_low__prop(unit, "methodOptions");
    il_low_node *item = entry_of(unit, unit->props, part->out->loc);
    if (item) {
        address(low, item, IL_STR("/*/*"), part->out->loc);
        il_low__append(low, part->properties, list, (il_loc){0}, item);
    }
    for (size_t i = 0; methods->kind == IL_EV_OBJECT && i < methods->object->fields.n; i++) {
        const il_field *field = &methods->object->fields.items[i];
        const il_ev *options = il_low__reduce(low, field->value);
        il_low_node *one = entry_of(unit, options, field->name_loc);
        if (!one) {
            one = il_low__map(low, field->name_loc);
            il_low__put(low, one, IL_STR("DataTraceEnabled"), (il_loc){0}, default_bool(low, field->name_loc, false));
        }
        one->open = options->kind != IL_EV_OBJECT || options->open || options->object->open;
        address(low, one, il_str_of(field->name), field->name_loc);
        il_low__append(low, part->properties, list, methods->loc, one);
        want_cache(part, options);
    }
    bool seen = methods->kind == IL_EV_OBJECT && !methods->open && !methods->object->open;
    if (seen || il_low__given(methods) == IL_NO)
        return;
    if (!il_low__at(part->properties, list))
        il_low__put(low, part->properties, list, (il_loc){0}, il_low__list(low, part->out->loc));
    il_low__at(part->properties, list)->open = true;
}

/* AccessLogFormat.jsonWithStandardFields(fields). */
il_low_node *il_low__access_log_format(il_low_unit *unit, const il_ev *value)
{
    static const char *const fields[][2] = {
        {"ip", "identity.sourceIp"},    {"user", "identity.user"},    {"caller", "identity.caller"},
        {"requestTime", "requestTime"}, {"httpMethod", "httpMethod"}, {"resourcePath", "resourcePath"},
        {"status", "status"},           {"protocol", "protocol"},     {"responseLength", "responseLength"}};
    il_low *low = unit->low;
    const il_ev *format = il_low__reduce(low, value);
    if (format->kind != IL_EV_OBJECT || !il_low__field_entry(format, IL_STR("standardFields")))
        return il_low__plain(low, format);
    const il_ev *chosen = il_low__field(low, il_low__field(low, format, "standardFields"), "fields");
    il_buf out = {0};
    bool known = true, all = il_low__given(chosen) == IL_NO;
    il_buf_puts(&out, "{\"requestId\":\"$context.requestId\"");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const il_ev *one = all ? low->undefined : il_low__field(low, chosen, fields[i][0]);
        known = known && (one->kind == IL_EV_BOOL || one->kind == IL_EV_UNDEFINED);
        if (all || (one->kind == IL_EV_BOOL && one->boolean))
            il_buf_printf(&out, ",\"%s\":\"$context.%s\"", fields[i][0], fields[i][1]);
    }
    il_buf_putc(&out, '}');
    il_str text = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    return known ? il_low__text(low, value->loc, text)
                 : il_low__unknown(low, value->loc, "fields of a log", (il_str){NULL, 0});
}

const il_low_model il_low__stage_of_api_model = {.name = "api-stage", .lower = lower_stage};
