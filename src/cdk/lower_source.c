/* Facts about the text of the program: what it reads from outside, the names of the library that it writes, members that nobody declares, tables
 * of settings, and calls that no resource shows. */
#include <string.h>

#include "lower.h"

enum { DEPTH = 6 };

/* The properties of one fact. */
typedef struct {
    il_low *low;
    il_loc loc;
    il_entry entries[8];
    size_t n;
} fact;

static void set(fact *f, const char *key, const il_value *value)
{
    f->entries[f->n++] = (il_entry){.key = il_str_of(key), .value = value};
}

static void set_text(fact *f, const char *key, il_name name)
{
    if (name)
        set(f, key, il_value_string(f->low->arena, f->loc, il_str_of(name)));
}

static void add(fact *f, const char *type)
{
    il_low *low = f->low;
    il_resource *resource = il_app_add(low->app, NULL, il_intern(il_str_of(type)));
    resource->loc = resource->whole = f->loc;
    il_entry *entries = IL_NEW_ARRAY(low->arena, f->n + 1, il_entry);
    for (size_t i = 0; i < f->n; i++)
        entries[i + 1] = f->entries[i];
    entries[0] = (il_entry){.key = IL_STR("Properties"), .value = il_value_map(low->arena, f->loc, entries + 1, f->n)};
    resource->body = il_value_map(low->arena, f->loc, entries, 1);
}

/* EV as far as it is written out; all else is unknown. */
static const il_value *plain(il_low *low, const il_ev *ev, int depth)
{
    il_arena *arena = low->arena;
    switch (ev->kind) {
    case IL_EV_UNDEFINED:
    case IL_EV_NULL:
        return il_value_null(arena, ev->loc);
    case IL_EV_BOOL:
        return il_value_bool(arena, ev->loc, ev->boolean);
    case IL_EV_NUMBER:
        return il_value_number(arena, ev->loc, ev->number);
    case IL_EV_STRING:
        return il_value_string(arena, ev->loc, ev->string);
    case IL_EV_ARRAY: {
        const il_value **items = IL_NEW_ARRAY(arena, ev->list.n, const il_value *);
        for (size_t i = 0; i < ev->list.n && depth; i++)
            items[i] = plain(low, ev->list.items[i], depth - 1);
        const il_value *list = il_value_list(arena, ev->loc, items, depth ? ev->list.n : 0);
        return ev->open || !depth ? il_value_opened(arena, list) : list;
    }
    case IL_EV_OBJECT: {
        const struct il_object *object = ev->object;
        il_entry *entries = IL_NEW_ARRAY(arena, object->fields.n, il_entry);
        size_t n = depth ? object->fields.n : 0;
        for (size_t i = 0; i < n; i++) {
            const il_field *field = &object->fields.items[i];
            entries[i] = (il_entry){.key = il_str_of(field->name), .key_loc = field->name_loc};
            entries[i].value = plain(low, field->value, depth - 1);
        }
        const il_value *map = il_value_map(arena, ev->loc, entries, n);
        return object->open || !depth ? il_value_opened(arena, map) : map;
    }
    case IL_EV_NEW: {
        if (!ev->lib.symbol)
            return il_value_unknown(arena, ev->loc, "value of the program", (il_str){NULL, 0});
        il_entry *made = IL_NEW(arena, il_entry);
        *made = (il_entry){IL_STR("New"), ev->loc, il_value_string(arena, ev->loc, il_str_of(ev->lib.symbol))};
        return il_value_opened(arena, il_value_map(arena, ev->loc, made, 1));
    }
    default:
        return il_value_unknown(arena, ev->loc, "value of the program", (il_str){NULL, 0});
    }
}

static void settings_fact(il_low *low, const il_sight *s)
{
    fact f = {.low = low, .loc = s->loc};
    il_arena *arena = low->arena;
    const il_value **all = IL_NEW_ARRAY(arena, s->n_settings, const il_value *);
    for (size_t i = 0; i < s->n_settings; i++) {
        const il_ev_settings *one = &s->settings[i];
        const il_value **missing = IL_NEW_ARRAY(arena, one->missing.n, const il_value *);
        for (size_t j = 0; j < one->missing.n; j++)
            missing[j] = il_value_string(arena, one->loc, il_str_of(one->missing.items[j]));
        il_entry *entries = IL_NEW_ARRAY(arena, 3, il_entry);
        entries[0].key = IL_STR("Name");
        entries[0].value = il_value_string(arena, one->loc, il_str_of(one->name));
        entries[1].key = IL_STR("Missing");
        entries[1].value = il_value_list(arena, one->loc, missing, one->missing.n);
        entries[2].key = IL_STR("Values");
        entries[2].value = plain(low, one->value, 1);
        all[i] = il_value_map(arena, one->loc, entries, 3);
    }
    set_text(&f, "Name", s->name);
    set(&f, "Used",
        s->used == IL_MAYBE ? il_value_unknown(arena, s->loc, "other programs", (il_str){NULL, 0})
                            : il_value_bool(arena, s->loc, s->used == IL_YES));
    set(&f, "Environments", il_value_list(arena, s->loc, all, s->n_settings));
    add(&f, "Source::Settings");
}

static void sight_fact(il_low *low, const il_sight *s)
{
    fact f = {.low = low, .loc = s->loc};
    if (s->kind == IL_SIGHT_SETTINGS) {
        settings_fact(low, s);
        return;
    }
    bool environment = s->kind == IL_SIGHT_ENVIRONMENT, input = environment || s->kind == IL_SIGHT_CONTEXT;
    if (input)
        set_text(&f, "From", environment ? "environment" : "context");
    set_text(&f, "Name", s->name);
    set_text(&f, "Class", s->class);
    set_text(&f, "Base", s->base);
    if (input)
        set(&f, "File", il_value_string(low->arena, s->loc, il_source_path(s->loc.source)));
    add(&f, input ? "Source::Input" : s->kind == IL_SIGHT_SYMBOL ? "Source::Symbol" : "Source::UndeclaredMember");
}

/* Whether calls of METHOD say what no resource shows as theirs: overrides, and grants, whose statements stand in the policies of others. */
static bool is_telling(il_name method)
{
    static const char *const names[] = {"addPropertyOverride", "addPropertyDeletionOverride", "addOverride",
                                        "addDeletionOverride"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(method, names[i]))
            return true;
    return strncmp(method, "grant", strlen("grant")) == 0;
}

static void call_fact(il_low *low, const char *name, const char *class, const il_method_call *call)
{
    fact f = {.low = low, .loc = call->loc};
    const il_value **args = IL_NEW_ARRAY(low->arena, call->n_args, const il_value *);
    for (size_t i = 0; i < call->n_args; i++)
        args[i] = plain(low, call->args[i], DEPTH);
    set_text(&f, "Name", name);
    set_text(&f, "Class", class);
    set(&f, "Arguments", il_value_list(low->arena, call->loc, args, call->n_args));
    add(&f, "Source::Call");
}

static void construct_calls(il_low *low, const il_construct *c)
{
    for (size_t i = 0; i < c->calls.list.n; i++) {
        const il_method_call *call = &c->calls.list.items[i];
        if (call->method && is_telling(call->method))
            call_fact(low, call->method, c->class, call);
    }
}

/* Functions of the library that make no construct and no value that a construct would show. */
static bool is_watched(il_name symbol)
{
    static const char *const names[] = {"aws-cdk-lib.Tags.of", "aws-cdk-lib.Aspects.of", "aws-cdk-lib.Validations.of"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(symbol, names[i]))
            return true;
    return !strncmp(symbol, "cdk-nag.", strlen("cdk-nag."));
}

/* Bucket.fromBucketName and its like. */
static bool is_import(il_name symbol)
{
    const char *dot = strrchr(symbol, '.');
    return dot && !strncmp(dot, ".from", strlen(".from")) &&
           !strncmp(symbol, "aws-cdk-lib.aws_", strlen("aws-cdk-lib.aws_"));
}

static void value_calls(il_low *low, const il_ev *value)
{
    il_name symbol = value->lib.symbol;
    if (!symbol)
        return;
    if (is_watched(symbol)) {
        const il_method_call call = {.args = value->lib.args, .n_args = value->lib.n_args, .loc = value->loc};
        call_fact(low, symbol, NULL, &call);
    }
    for (size_t i = 0; is_import(symbol) && value->lib.calls && i < value->lib.calls->list.n; i++) {
        const il_method_call *call = &value->lib.calls->list.items[i];
        if (call->method)
            call_fact(low, call->method, symbol, call);
    }
}

void il_low__source_facts(il_low *low)
{
    const il_program *program = low->program;
    for (size_t i = 0; i < program->sights.n; i++)
        sight_fact(low, &program->sights.items[i]);
    for (size_t i = 0; i < program->constructs.n; i++)
        construct_calls(low, program->constructs.items[i]);
    for (size_t i = 0; i < program->values.n; i++)
        value_calls(low, program->values.items[i]);
}
