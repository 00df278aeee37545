/* Answers to preflight requests: the OPTIONS method of a REST API's resource, with the headers that the library makes of CORS options. */
#include "buf.h"
#include "lower_api.h"

typedef struct {
    il_low *low;
    il_low_node *integration, *method; /* parameters of both responses */
    il_loc loc;
    bool open;
} headers;

static void add_header(headers *h, const char *name, const char *value)
{
    il_str key = il_arena_printf(h->low->arena, "method.response.header.%s", name);
    il_low__put(h->low, h->integration, key, (il_loc){0},
                il_low__text(h->low, h->loc, il_arena_printf(h->low->arena, "'%s'", value)));
    const il_value *yes =
        il_value_with_origin(h->low->arena, il_value_bool(h->low->arena, h->loc, true), IL_FROM_DEFAULT);
    il_low__put(h->low, h->method, key, (il_loc){0}, il_low__leaf(h->low, yes));
}

/* The words of a list with commas between them; NULL when they cannot be known. */
static const char *joined(il_low *low, const il_ev *list)
{
    if (list->kind != IL_EV_ARRAY || list->open)
        return NULL;
    il_buf out = {0};
    bool known = true;
    for (size_t i = 0; i < list->list.n; i++) {
        const il_ev *word = il_low__reduce(low, list->list.items[i]);
        known = known && word->kind == IL_EV_STRING;
        if (i)
            il_buf_putc(&out, ',');
        il_buf_add(&out, il_low__string(word));
    }
    il_str text = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    return known ? text.p : NULL;
}

static void add_list(headers *h, const char *name, const il_ev *list, const char *otherwise)
{
    const char *value = il_low__given(list) == IL_NO ? otherwise : joined(h->low, list);
    if (value)
        add_header(h, name, value);
    else if (il_low__given(list) != IL_NO)
        h->open = true;
}

static const il_ev *origin_at(il_low *low, const il_ev *origins, size_t i)
{
    return origins->kind == IL_EV_ARRAY && i < origins->list.n ? il_low__reduce(low, origins->list.items[i])
                                                               : low->undefined;
}

static void add_origin(headers *h, const il_ev *options)
{
    const il_ev *origins = il_low__field(h->low, options, "allowOrigins"), *first = origin_at(h->low, origins, 0);
    if (first->kind != IL_EV_STRING) {
        h->open = true;
        return;
    }
    /* Every method of the tree is changed where the origins are written. */
    il_str quoted = il_arena_printf(h->low->arena, "'%.*s'", IL_FMT(first->string));
    add_header(h, "Access-Control-Allow-Origin", il_arena_str(h->low->arena, first->string).p);
    il_low__put(h->low, h->integration, il_str_of("method.response.header.Access-Control-Allow-Origin"), (il_loc){0},
                il_low__leaf(h->low, il_value_string(h->low->arena, first->loc, quoted)));
    if (!il_str_is(first->string, "*"))
        add_header(h, "Vary", "Origin");
}

static void add_age(headers *h, const il_ev *options)
{
    const il_ev *age = il_low__field(h->low, options, "maxAge"),
                *never = il_low__field(h->low, options, "disableCache");
    double seconds;
    if (never->kind == IL_EV_BOOL && never->boolean)
        add_header(h, "Access-Control-Max-Age", "-1");
    else if (il_low__amount(h->low, age, &seconds))
        add_header(h, "Access-Control-Max-Age", il_arena_printf(h->low->arena, "%.0f", seconds).p);
    else if (il_low__given(age) != IL_NO || never->kind == IL_EV_UNKNOWN || never->kind == IL_EV_CHOICE)
        h->open = true;
}

static void add_headers(headers *h, const il_ev *options)
{
    static const char usual[] = "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-User-Agent";
    static const char all[] = "OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD";
    il_low *low = h->low;
    const il_ev *methods = il_low__field(low, options, "allowMethods"),
                *credentials = il_low__field(low, options, "allowCredentials");
    const char *given = il_low__given(methods) == IL_NO ? all : joined(low, methods);
    add_list(h, "Access-Control-Allow-Headers", il_low__field(low, options, "allowHeaders"), usual);
    add_origin(h, options);
    if (given)
        add_header(h, "Access-Control-Allow-Methods", il_str_is(il_str_of(given), "ANY") ? all : given);
    h->open = h->open || !given;
    if (credentials->kind == IL_EV_BOOL && credentials->boolean)
        add_header(h, "Access-Control-Allow-Credentials", "true");
    h->open = h->open || credentials->kind == IL_EV_UNKNOWN || credentials->kind == IL_EV_CHOICE;
    add_age(h, options);
    add_list(h, "Access-Control-Expose-Headers", il_low__field(low, options, "exposeHeaders"), NULL);
}

/* With several origins a template answers with the one that asked. */
static il_low_node *origin_template(il_low *low, const il_ev *origins, il_loc loc)
{
    il_buf out = {0};
    bool known = !origins->open;
    il_buf_puts(&out, "#set($origin = $input.params().header.get(\"Origin\"))\n#if($origin == \"\")\n"
                      "  #set($origin = $input.params().header.get(\"origin\"))\n#end\n#if(");
    for (size_t i = 1; i < origins->list.n; i++) {
        const il_ev *origin = origin_at(low, origins, i);
        known = known && origin->kind == IL_EV_STRING;
        il_str word = il_low__string(origin);
        il_str test = il_arena_printf(low->arena, "%s$origin == \"%.*s\"", i > 1 ? " || " : "", IL_FMT(word));
        il_buf_add(&out, test);
    }
    il_buf_puts(&out, ")\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end");
    il_low_node *node = known ? il_low__text(low, loc, il_arena_str(low->arena, il_buf_str(&out)))
                              : il_low__unknown(low, loc, "origins", (il_str){NULL, 0});
    il_buf_free(&out);
    return node;
}

static il_low_node *status_of(il_low *low, const il_ev *options, il_loc loc)
{
    const il_ev *status = il_low__field(low, options, "statusCode");
    if (il_low__given(status) == IL_NO)
        return il_low__text(low, loc, IL_STR("204"));
    if (status->kind != IL_EV_NUMBER)
        return il_low__unknown(low, loc, "status", (il_str){NULL, 0});
    return il_low__leaf(low, il_low__as_text(low, il_value_number(low->arena, status->loc, status->number)));
}

static void put(il_low *low, il_low_node *map, const char *key, il_low_node *value)
{
    il_low__put(low, map, il_str_of(key), (il_loc){0}, value);
}

/* A list of one response: its status and what NODE is called KEY. */
static il_low_node *response_of(il_low *low, il_low_node *status, il_low_node *parameters, il_loc loc)
{
    il_low_node *list = il_low__list(low, loc), *response = il_low__map(low, loc);
    put(low, response, "ResponseParameters", parameters);
    put(low, response, "StatusCode", status);
    il_low__push(low, list, response);
    return list;
}

void il_low__api_preflight(il_low_unit *resource, const il_ev *options, const il_method_call *call)
{
    il_low *low = resource->low;
    il_low_part *part = il_low__api_method(resource, IL_STR("OPTIONS"), call);
    if (!part)
        return;
    il_loc loc = call->loc;
    const il_ev *origins = il_low__field(low, options, "allowOrigins");
    headers h = {low, il_low__map(low, loc), il_low__map(low, loc), loc, false};
    add_headers(&h, options);
    h.integration->open = h.method->open = h.open;
    il_low_node *integration = il_low__map(low, loc), *templates = il_low__map(low, loc),
                *answers = response_of(low, status_of(low, options, loc), h.integration, loc);
    if (origins->kind == IL_EV_ARRAY && origins->list.n > 1) {
        il_low_node *answer = il_low__map(low, loc);
        put(low, answer, "application/json", origin_template(low, origins, loc));
        put(low, answers->items.items[0], "ResponseTemplates", answer);
    }
    put(low, templates, "application/json", il_low__text(low, loc, IL_STR("{ statusCode: 200 }")));
    put(low, integration, "IntegrationResponses", answers);
    put(low, integration, "RequestTemplates", templates);
    put(low, integration, "Type", il_low__text(low, loc, IL_STR("MOCK")));
    const il_value *no = il_value_with_origin(low->arena, il_value_bool(low->arena, loc, false), IL_FROM_DEFAULT);
    put(low, part->properties, "ApiKeyRequired", il_low__leaf(low, no));
    put(low, part->properties, "AuthorizationType", il_low__text(low, loc, IL_STR("NONE")));
    put(low, part->properties, "Integration", integration);
    put(low, part->properties, "MethodResponses", response_of(low, status_of(low, options, loc), h.method, loc));
}
