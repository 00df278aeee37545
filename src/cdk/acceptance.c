/* Reads the calls that the evaluator noted; sources: cdk-nag 2.38 (NagSuppressions: a suppression without applyToChildren is written to the construct's
 * default child, by path to the construct of that path or the one above `/Resource`), aws-cdk-lib 2.276 (Validations). */
#include "acceptance.h"

#include <string.h>

#include "cdk.h"

typedef struct {
    il_arena *arena;
    il_acceptances out;
} collector;

static const il_ev *field(const il_ev *object, const char *name)
{
    if (!object || object->kind != IL_EV_OBJECT)
        return NULL;
    const struct il_object *o = object->object;
    for (size_t i = 0; i < o->fields.n; i++)
        if (strcmp(o->fields.items[i].name, name) == 0)
            return o->fields.items[i].value;
    return NULL;
}

static il_str text(const il_ev *value)
{
    return value && value->kind == IL_EV_STRING ? value->string : (il_str){NULL, 0};
}

static bool is_true(const il_ev *value)
{
    return value && value->kind == IL_EV_BOOL && value->boolean;
}

static const il_ev *argument(const il_ev *call, size_t i)
{
    return i < call->lib.n_args ? call->lib.args[i] : NULL;
}

/* The construct that VALUE is, or whose `node` or default child it is. */
static const il_construct *construct_of(const il_ev *value)
{
    for (int i = 0; value && i < 3 && value->kind == IL_EV_MEMBER; i++)
        value = value->lib.receiver;
    return value ? il_ev_construct(value) : NULL;
}

static void read_applies(collector *c, const il_ev *list, il_acceptance *out)
{
    if (!list || list->kind == IL_EV_UNDEFINED)
        return;
    out->narrowed = list->kind != IL_EV_ARRAY || list->open;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++) {
        const il_ev *item = list->list.items[i];
        il_applies one = {text(item), false};
        if (!one.text.n)
            one = (il_applies){text(field(item, "regex")), true};
        if (one.text.n)
            IL_PUSH(c->arena, &out->applies_to, one);
        else
            out->narrowed = true;
    }
}

/* One `{ id, reason, appliesTo }`, for what LIKE says of its reach. */
static void add(collector *c, const il_ev *object, il_acceptance like)
{
    const il_ev *id = field(object, "id");
    like.id = text(id);
    if (!like.id.n)
        return;
    like.loc = id->loc;
    like.reason = text(field(object, "reason"));
    read_applies(c, field(object, "appliesTo"), &like);
    if (like.narrowed && !like.applies_to.n)
        return;
    IL_PUSH(c->arena, &c->out, like);
}

static void add_list(collector *c, const il_ev *list, il_acceptance like)
{
    for (size_t i = 0; list && list->kind == IL_EV_ARRAY && i < list->list.n; i++)
        add(c, list->list.items[i], like);
}

static il_acceptance for_construct(const il_construct *construct, il_reach reach)
{
    return (il_acceptance){.tool = "cdk_nag", .construct = construct, .path = construct->path, .reach = reach};
}

static void add_to_constructs(collector *c, const il_ev *on, const il_ev *list, il_reach reach)
{
    bool many = on && on->kind == IL_EV_ARRAY;
    for (size_t i = 0; on && i < (many ? on->list.n : 1); i++) {
        const il_construct *construct = construct_of(many ? on->list.items[i] : on);
        if (construct)
            add_list(c, list, for_construct(construct, reach));
    }
}

static void add_to_paths(collector *c, const il_ev *on, const il_ev *list, il_reach reach)
{
    bool many = on && on->kind == IL_EV_ARRAY;
    for (size_t i = 0; on && i < (many ? on->list.n : 1); i++) {
        il_str path = text(many ? on->list.items[i] : on);
        if (path.n && path.p[0] == '/')
            path = il_str_slice(path, 1, path.n);
        if (path.n)
            add_list(c, list, (il_acceptance){.tool = "cdk_nag", .path = path, .reach = reach});
    }
}

static void read_nag(collector *c, const il_ev *call)
{
    static const char prefix[] = "cdk-nag.NagSuppressions.";
    il_str symbol = il_str_of(call->lib.symbol);
    if (call->kind != IL_EV_CALL || call->lib.receiver || !il_str_starts(symbol, il_str_of(prefix)))
        return;
    il_str method = il_str_slice(symbol, strlen(prefix), symbol.n);
    const il_ev *on = argument(call, 0);
    if (il_str_is(method, "addStackSuppressions"))
        add_to_constructs(c, on, argument(call, 1), is_true(argument(call, 2)) ? IL_REACH_BELOW : IL_REACH_STACK);
    else if (il_str_is(method, "addResourceSuppressions"))
        add_to_constructs(c, on, argument(call, 1), is_true(argument(call, 2)) ? IL_REACH_BELOW : IL_REACH_OWN);
    else if (il_str_is(method, "addResourceSuppressionsByPath"))
        add_to_paths(c, argument(call, 1), argument(call, 2),
                     is_true(argument(call, 3)) ? IL_REACH_BELOW : IL_REACH_OWN);
}

static void read_acknowledgements(collector *c, const il_construct *construct)
{
    for (size_t i = 0; i < construct->calls.list.n; i++) {
        const il_method_call *call = &construct->calls.list.items[i];
        bool meant = call->path.n == 1 && strcmp(call->path.items[0], "Validations") == 0 && call->method &&
                     strcmp(call->method, "acknowledge") == 0;
        il_acceptance like = for_construct(construct, IL_REACH_BELOW);
        like.tool = "cdk-acknowledge";
        for (size_t k = 0; meant && k < call->n_args; k++)
            add(c, call->args[k], like);
    }
}

il_acceptances il_cdk_acceptances(il_arena *arena, const il_app *app)
{
    const il_program *program = app->handle;
    collector c = {.arena = arena};
    for (size_t i = 0; i < program->values.n; i++)
        read_nag(&c, program->values.items[i]);
    for (size_t i = 0; i < program->constructs.n; i++)
        read_acknowledgements(&c, program->constructs.items[i]);
    return c.out;
}

static bool is_below(const il_construct *construct, const il_construct *above)
{
    while (construct && construct != above)
        construct = construct->scope;
    return construct != NULL;
}

/* Whether PATH is OWN's, or that of the resource that the library makes for it. */
static bool is_own(il_str own, il_str path)
{
    il_str rest = il_str_slice(path, own.n, path.n);
    return il_str_starts(path, own) && (!rest.n || il_str_is(rest, "/Resource") || il_str_is(rest, "/Default"));
}

static bool path_below(il_str above, il_str path)
{
    return il_str_starts(path, above) && (path.n == above.n || path.p[above.n] == '/');
}

bool il_cdk_accepts(const il_acceptance *acceptance, const il_resource *resource)
{
    const il_construct *construct = il_cdk_construct_of(resource);
    il_str own = acceptance->path, path = resource->construct_path;
    bool paths = own.n && path.n;
    switch (acceptance->reach) {
    case IL_REACH_BELOW:
        return acceptance->construct && construct ? is_below(construct, acceptance->construct)
                                                  : paths && path_below(own, path);
    case IL_REACH_STACK:
        return paths && resource->stack && il_str_eq(resource->stack->construct_path, own);
    case IL_REACH_OWN:
        if (acceptance->construct && construct && construct != acceptance->construct && !paths)
            return false;
        return paths ? is_own(own, path) : acceptance->construct && construct == acceptance->construct;
    }
    return false;
}
