/* Facts: what is no resource but what rules must see. */
#include <string.h>

#include "lower.h"

static void add_entry(il_low *low, il_entry *entries, size_t *n, const char *key, const il_value *value)
{
    (void)low;
    entries[(*n)++] = (il_entry){.key = il_str_of(key), .value = value};
}

static const il_value *text(il_low *low, il_loc loc, il_str s)
{
    return s.p ? il_value_string(low->arena, loc, s) : il_value_unknown(low->arena, loc, "name that is not known", s);
}

static void finish(il_low *low, il_resource *fact, il_entry *entries, size_t n, bool open)
{
    const il_value *properties = il_value_map(low->arena, fact->loc, entries, n);
    il_entry *body = IL_NEW_ARRAY(low->arena, 1, il_entry);
    body[0] =
        (il_entry){.key = IL_STR("Properties"), .value = open ? il_value_opened(low->arena, properties) : properties};
    fact->body = il_value_map(low->arena, fact->loc, body, 1);
}

/* The names of C's props, each where it stands. */
static const il_value *names_of_props(il_low *low, const il_construct *c)
{
    if (c->props->kind != IL_EV_OBJECT)
        return c->props->kind == IL_EV_UNDEFINED ? il_value_list(low->arena, c->loc, NULL, 0)
                                                 : il_value_unknown(low->arena, c->loc, "props", (il_str){NULL, 0});
    const struct il_object *props = c->props->object;
    const il_value **items = IL_NEW_ARRAY(low->arena, props->fields.n, const il_value *);
    for (size_t i = 0; i < props->fields.n; i++)
        items[i] = il_value_string(low->arena, props->fields.items[i].name_loc, il_str_of(props->fields.items[i].name));
    const il_value *list = il_value_list(low->arena, c->props->loc, items, props->fields.n);
    return props->open || c->props->open ? il_value_opened(low->arena, list) : list;
}

static void construct_fact(il_low *low, const il_low_unit *unit)
{
    const il_construct *c = unit->construct;
    il_resource *fact = il_app_add(low->app, unit->stack, il_intern(IL_STR("Source::Construct")));
    fact->loc = c->loc;
    fact->whole = c->whole;
    fact->construct_path = c->path;
    fact->many = c->many;
    fact->escaped = c->escaped;
    fact->condition = c->condition;
    fact->handle = c;
    il_entry *entries = IL_NEW_ARRAY(low->arena, 7, il_entry);
    size_t n = 0;
    add_entry(low, entries, &n, "Class", text(low, c->loc, il_str_of(c->class)));
    if (c->user_class)
        add_entry(low, entries, &n, "UserClass", text(low, c->loc, il_str_of(c->user_class)));
    add_entry(low, entries, &n, "Id", il_low__freeze(low, unit, il_low__plain(low, c->id)));
    if (c->variable)
        add_entry(low, entries, &n, "Variable", text(low, c->loc, il_str_of(c->variable)));
    add_entry(low, entries, &n, "Bound", il_value_bool(low->arena, c->loc, c->variable != NULL));
    add_entry(low, entries, &n, "Used", il_value_bool(low->arena, c->loc, c->used));
    add_entry(low, entries, &n, "Props", names_of_props(low, c));
    finish(low, fact, entries, n, false);
}

static void literal_fact(il_low *low, const il_literal *literal)
{
    il_resource *fact = il_app_add(low->app, NULL, il_intern(IL_STR("Source::Literal")));
    fact->loc = fact->whole = literal->loc;
    il_entry *entries = IL_NEW_ARRAY(low->arena, 4, il_entry);
    size_t n = 0;
    add_entry(low, entries, &n, "Value", text(low, literal->loc, literal->value));
    add_entry(low, entries, &n, "Position", text(low, literal->loc, il_str_of(literal->position)));
    add_entry(low, entries, &n, "File", text(low, literal->loc, il_source_path(literal->loc.source)));
    if (literal->key.n)
        add_entry(low, entries, &n, "Key", text(low, literal->loc, literal->key));
    finish(low, fact, entries, n, false);
}

/* What the program writes to the Metadata of a stack's template. */
static void stack_metadata(il_low *low, const il_low_unit *unit)
{
    il_low_node *map = il_low__map(low, unit->construct->loc);
    for (size_t i = 0; i < unit->construct->calls.list.n; i++) {
        const il_method_call *call = &unit->construct->calls.list.items[i];
        bool adds = !call->path.n && call->method && strcmp(call->method, "addMetadata") == 0 && call->n_args == 2;
        if (adds && call->args[0]->kind == IL_EV_STRING)
            il_low__put(low, map, call->args[0]->string, call->loc, il_low__plain(low, call->args[1]));
        bool writes = call->path.n == 1 && call->property && strcmp(call->path.items[0], "templateOptions") == 0 &&
                      strcmp(call->property, "metadata") == 0;
        il_low_node *node = writes ? il_low__plain(low, call->value) : NULL;
        if (node && node->kind == IL_LOW_MAP)
            map = node;
    }
    unit->stack->metadata = il_low__freeze(low, unit, map);
}

/* As the props say it, or as it was assigned last (`stack.terminationProtection = true`). */
static const il_value *protection_of(il_low *low, const il_low_unit *unit)
{
    const il_ev *given = il_low__prop(unit, "terminationProtection");
    for (size_t i = 0; i < unit->construct->calls.list.n; i++) {
        const il_method_call *call = &unit->construct->calls.list.items[i];
        if (call->path.n || !call->property || strcmp(call->property, "terminationProtection") != 0)
            continue;
        if (call->condition.text.n)
            return il_value_unknown(low->arena, call->loc, "assigned under a condition", (il_str){NULL, 0});
        given = il_low__reduce(low, call->value);
    }
    if (given->kind != IL_EV_UNDEFINED)
        return il_low__freeze(low, unit, il_low__plain(low, given));
    return il_value_with_origin(low->arena, il_value_bool(low->arena, unit->construct->loc, false), IL_FROM_DEFAULT);
}

static void stack_fact(il_low *low, il_low_unit *unit)
{
    il_stack *stack = unit->stack;
    stack_metadata(low, unit);
    il_resource *fact = il_app_add(low->app, stack, il_intern(IL_STR("Stack")));
    fact->loc = unit->construct->loc;
    fact->whole = unit->construct->whole;
    fact->construct_path = unit->path;
    fact->handle = unit->construct;
    il_entry *entries = IL_NEW_ARRAY(low->arena, 5, il_entry);
    size_t n = 0;
    add_entry(low, entries, &n, "Name", text(low, fact->loc, stack->name));
    if (stack->environment.n)
        add_entry(low, entries, &n, "Environment", text(low, fact->loc, stack->environment));
    if (stack->description.n)
        add_entry(low, entries, &n, "Description", text(low, fact->loc, stack->description));
    if (!il_low__is_inner(unit)) /* what is nested goes with what is around it */
        add_entry(low, entries, &n, "TerminationProtection", protection_of(low, unit));
    il_truth given = il_low__has_environment(unit);
    add_entry(low, entries, &n, "Agnostic",
              given == IL_MAYBE ? il_value_unknown(low->arena, fact->loc, "environment of a stack", (il_str){NULL, 0})
                                : il_value_bool(low->arena, fact->loc, given == IL_NO));
    finish(low, fact, entries, n, true);
}

void il_low__facts(il_low *low)
{
    il_resource *app = il_app_add(low->app, NULL, il_intern(IL_STR("App")));
    for (size_t i = 0; i < low->units.n; i++)
        if (!low->units.items[i]->parent && !app->loc.source) {
            app->loc = low->units.items[i]->construct->loc;
            app->whole = low->units.items[i]->construct->whole;
        }
    finish(low, app, NULL, 0, true);
    for (size_t i = 0; i < low->units.n; i++) {
        il_low_unit *unit = low->units.items[i];
        if (unit->stack_unit == unit)
            stack_fact(low, unit);
        if (!unit->own)
            construct_fact(low, unit);
    }
    for (size_t i = 0; i < low->program->literals.n; i++)
        literal_fact(low, &low->program->literals.items[i]);
    il_low__source_facts(low);
}
