#include "lower_json.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef struct {
    il_arena *arena;
    il_program *program;
    il_map constructs; /* path → il_construct * */
    il_map results;    /* name → il_ev * */
    il_loc loc;
} builder;

static const il_ev *value_of(builder *b, const cJSON *json);

static il_ev *ev_new(builder *b, il_ev_kind kind)
{
    il_ev *ev = IL_NEW(b->arena, il_ev);
    ev->kind = kind;
    ev->loc = b->loc;
    return ev;
}

static const cJSON *get(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static il_name name_of(const cJSON *json)
{
    return il_intern(il_str_of(cJSON_GetStringValue(json)));
}

static il_str text_of(builder *b, const cJSON *json)
{
    return il_arena_str(b->arena, il_str_of(cJSON_GetStringValue(json)));
}

static const il_ev **values_of(builder *b, const cJSON *list, size_t *n)
{
    *n = list ? (size_t)cJSON_GetArraySize(list) : 0;
    const il_ev **out = IL_NEW_ARRAY(b->arena, *n, const il_ev *);
    size_t i = 0;
    for (const cJSON *item = list ? list->child : NULL; item; item = item->next)
        out[i++] = value_of(b, item);
    return out;
}

static il_condition condition_of(builder *b, const cJSON *text, bool holds)
{
    return (il_condition){text ? text_of(b, text) : (il_str){NULL, 0}, holds, b->loc};
}

static const il_ev *choice_of(builder *b, const cJSON *arms)
{
    il_ev *ev = ev_new(b, IL_EV_CHOICE);
    ev->choice.n = (size_t)cJSON_GetArraySize(arms);
    ev->choice.arms = IL_NEW_ARRAY(b->arena, ev->choice.n, const il_ev *);
    ev->choice.conditions = IL_NEW_ARRAY(b->arena, ev->choice.n, il_condition);
    size_t i = 0;
    for (const cJSON *arm = arms->child; arm; arm = arm->next, i++) {
        ev->choice.conditions[i] =
            condition_of(b, cJSON_GetArrayItem(arm, 0), cJSON_IsTrue(cJSON_GetArrayItem(arm, 1)));
        ev->choice.arms[i] = value_of(b, cJSON_GetArrayItem(arm, 2));
    }
    return ev;
}

static il_ev *object_of(builder *b, const cJSON *object)
{
    il_ev *ev = ev_new(b, IL_EV_OBJECT);
    ev->object = IL_NEW(b->arena, struct il_object);
    for (const cJSON *item = object->child; item; item = item->next)
        IL_PUSH(b->arena, &ev->object->fields,
                ((il_field){il_intern(il_str_of(item->string)), b->loc, value_of(b, item)}));
    return ev;
}

static il_ev *array_of(builder *b, const cJSON *list)
{
    il_ev *ev = ev_new(b, IL_EV_ARRAY);
    ev->list.items = values_of(b, list, &ev->list.n);
    return ev;
}

static const il_ev *library(builder *b, il_ev_kind kind, const cJSON *symbol, const cJSON *args)
{
    il_ev *ev = ev_new(b, kind);
    ev->lib.symbol = name_of(symbol);
    ev->lib.args = values_of(b, args, &ev->lib.n_args);
    if (kind != IL_EV_SYMBOL)
        IL_PUSH(b->arena, &b->program->values, ev);
    return ev;
}

static const il_ev *of_receiver(builder *b, il_ev_kind kind, const cJSON *parts)
{
    il_ev *ev = ev_new(b, kind);
    size_t n;
    ev->lib.receiver = value_of(b, cJSON_GetArrayItem(parts, 0));
    ev->lib.member = name_of(cJSON_GetArrayItem(parts, 1));
    if (kind == IL_EV_CALL) {
        ev->lib.args = values_of(b, parts, &n) + 2;
        ev->lib.n_args = n - 2;
    }
    return ev;
}

static const il_ev *construct_value(builder *b, const cJSON *path)
{
    il_construct *construct = il_map_get(&b->constructs, il_str_of(cJSON_GetStringValue(path)));
    il_ev *ev = ev_new(b, construct ? IL_EV_CONSTRUCT : IL_EV_UNKNOWN);
    if (construct)
        ev->construct = construct;
    else
        ev->unknown.reason = "no such construct";
    return ev;
}

static const il_ev *special(builder *b, const cJSON *object)
{
    const cJSON *first = object->child;
    const char *key = first->string;
    if (strcmp(key, "$sym") == 0)
        return library(b, IL_EV_SYMBOL, first, NULL);
    if (strcmp(key, "$call") == 0)
        return library(b, IL_EV_CALL, first, get(object, "args"));
    if (strcmp(key, "$new") == 0)
        return library(b, IL_EV_NEW, first, get(object, "args"));
    if (strcmp(key, "$construct") == 0)
        return construct_value(b, first);
    if (strcmp(key, "$member") == 0)
        return of_receiver(b, IL_EV_MEMBER, first);
    if (strcmp(key, "$method") == 0)
        return of_receiver(b, IL_EV_CALL, first);
    if (strcmp(key, "$choice") == 0)
        return choice_of(b, first);
    if (strcmp(key, "$undefined") == 0)
        return ev_new(b, IL_EV_UNDEFINED);
    if (strcmp(key, "$result") == 0)
        return il_map_get(&b->results, il_str_of(cJSON_GetStringValue(first)));
    il_ev *ev = strcmp(key, "$concat") == 0 ? array_of(b, first) : NULL;
    if (ev) {
        ev->kind = IL_EV_CONCAT;
    } else if (strcmp(key, "$open") == 0) {
        ev = cJSON_IsArray(first) ? array_of(b, first) : object_of(b, first);
        ev->open = true;
    } else if (strcmp(key, "$unknown") == 0) {
        ev = ev_new(b, IL_EV_UNKNOWN);
        ev->unknown.reason = text_of(b, first).p;
    }
    return ev;
}

static const il_ev *value_of(builder *b, const cJSON *json)
{
    if (cJSON_IsObject(json)) {
        const il_ev *ev = json->child && json->child->string[0] == '$' ? special(b, json) : NULL;
        return ev ? ev : object_of(b, json);
    }
    if (cJSON_IsArray(json))
        return array_of(b, json);
    il_ev *ev = ev_new(b, cJSON_IsBool(json)     ? IL_EV_BOOL
                          : cJSON_IsNumber(json) ? IL_EV_NUMBER
                          : cJSON_IsString(json) ? IL_EV_STRING
                                                 : IL_EV_NULL);
    if (ev->kind == IL_EV_BOOL)
        ev->boolean = cJSON_IsTrue(json);
    else if (ev->kind == IL_EV_NUMBER)
        ev->number = json->valuedouble;
    else if (ev->kind == IL_EV_STRING)
        ev->string = text_of(b, json);
    return ev;
}

static void add_calls(builder *b, il_calls *calls, const il_ev *receiver, const cJSON *list);

static void add_call(builder *b, il_calls *calls, const il_ev *receiver, const cJSON *json)
{
    il_method_call call = {.loc = b->loc, .many = cJSON_IsTrue(get(json, "many"))};
    call.args = values_of(b, get(json, "args"), &call.n_args);
    call.condition = condition_of(b, get(json, "condition"), true);
    const cJSON *path = get(json, "path");
    for (const cJSON *item = path ? path->child : NULL; item; item = item->next)
        IL_PUSH(b->arena, &call.path, name_of(item));
    if (get(json, "property")) {
        call.property = name_of(get(json, "property"));
        call.value = value_of(b, get(json, "value"));
    } else {
        call.method = name_of(get(json, "method"));
        il_ev *result = ev_new(b, IL_EV_CALL);
        result->lib.receiver = receiver;
        result->lib.member = call.method;
        result->lib.args = call.args;
        result->lib.n_args = call.n_args;
        result->lib.calls = IL_NEW(b->arena, il_calls);
        call.result = result;
        if (get(json, "result"))
            il_map_put(&b->results, text_of(b, get(json, "result")), result);
        add_calls(b, result->lib.calls, result, get(json, "calls"));
    }
    IL_PUSH(b->arena, &calls->list, call);
}

static void add_calls(builder *b, il_calls *calls, const il_ev *receiver, const cJSON *list)
{
    for (const cJSON *item = list ? list->child : NULL; item; item = item->next)
        add_call(b, calls, receiver, item);
}

static void add_construct(builder *b, const cJSON *json)
{
    il_construct *c = IL_NEW(b->arena, il_construct);
    c->class = name_of(get(json, "class"));
    c->path = text_of(b, get(json, "path"));
    size_t slash = c->path.n;
    while (slash > 0 && c->path.p[slash - 1] != '/')
        slash--;
    il_ev *id = ev_new(b, IL_EV_STRING);
    id->string = il_str_slice(c->path, slash, c->path.n);
    c->id = id;
    c->scope = il_map_get(&b->constructs, slash ? il_str_slice(c->path, 0, slash - 1) : (il_str){"", 0});
    c->props = get(json, "props") ? value_of(b, get(json, "props")) : ev_new(b, IL_EV_UNDEFINED);
    c->condition = condition_of(b, get(json, "condition"), true);
    c->many = cJSON_IsTrue(get(json, "many"));
    c->escaped = cJSON_IsTrue(get(json, "escaped"));
    c->loc = c->whole = b->loc;
    il_map_put(&b->constructs, c->path, c);
    IL_PUSH(b->arena, &b->program->constructs, c);
    il_ev *self = ev_new(b, IL_EV_CONSTRUCT);
    self->construct = c;
    add_calls(b, &c->calls, self, get(json, "calls"));
}

const il_program *il_low__program_of_json(il_arena *arena, il_str text)
{
    cJSON *root = cJSON_ParseWithLength(text.p, text.n);
    if (!root)
        return NULL;
    builder b = {.arena = arena, .program = IL_NEW(arena, il_program)};
    b.program->arena = arena;
    b.constructs = il_map_in(arena);
    b.results = il_map_in(arena);
    b.loc.source = il_source_new(arena, IL_STR("program.json"), il_arena_str(arena, text));
    const cJSON *context = get(root, "context"), *constructs = get(root, "constructs");
    il_ev *none = ev_new(&b, IL_EV_OBJECT);
    none->object = IL_NEW(arena, struct il_object);
    b.program->context = context ? value_of(&b, context) : none;
    for (const cJSON *item = constructs ? constructs->child : NULL; item; item = item->next)
        add_construct(&b, item);
    cJSON_Delete(root);
    return b.program;
}
