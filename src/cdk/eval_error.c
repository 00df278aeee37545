/* Errors: values that programs throw and catch. An error is an instance of a class without a body, so that `instanceof` and classes derived
 * from it work as for the program's own. */
#include <string.h>

#include "eval_builtin.h"

static const char *const kinds[] = {"globalThis.Error",       "globalThis.TypeError",      "globalThis.RangeError",
                                    "globalThis.SyntaxError", "globalThis.ReferenceError", "globalThis.EvalError"};

bool il_ev__error_class(il_eval *e, il_name name)
{
    (void)e;
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++) {
        if (!strcmp(name, kinds[i]))
            return true;
    }
    return false;
}

void il_ev__fill_error(il_eval *e, const il_ev *instance, il_name class, const il_args *args, il_loc loc)
{
    struct il_object *fields = instance->instance.fields;
    const il_ev *message = il_ev__argument(e, args, 0);
    if (message->kind == IL_EV_UNDEFINED)
        message = il_ev__string(e, loc, IL_STR(""));
    else if (message->kind != IL_EV_STRING)
        message = il_ev__concat(e, loc, &message, 1);
    il_ev__set(e, fields, il_intern(IL_STR("message")), loc, message);
    il_ev__set(e, fields, il_intern(IL_STR("name")), loc, il_ev__string(e, loc, il_ev__last_name(class)));
    il_ev__set(e, fields, il_intern(IL_STR("stack")), loc,
               il_ev__unknown(e, loc, "stack of an error", (il_str){NULL, 0}));
}

const il_ev *il_ev__new_error(il_eval *e, const il_symbol *symbol, const il_args *args, il_loc loc)
{
    static il_ast body = {.kind = IL_AST_CLASS}; /* nothing writes to it */
    il_class *class = IL_NEW(e->arena, il_class);
    class->node = &body;
    class->name = il_intern(il_ev__last_name(symbol->ev.lib.symbol));
    class->base = &symbol->ev;
    il_instance *instance = IL_NEW(e->arena, il_instance);
    instance->ev.kind = IL_EV_INSTANCE;
    instance->ev.loc = loc;
    instance->ev.instance.class = class;
    instance->ev.instance.fields = IL_NEW(e->arena, struct il_object);
    instance->ev.instance.fields->born = e->serial;
    il_ev__fill_error(e, &instance->ev, symbol->ev.lib.symbol, args, loc);
    return &instance->ev;
}

il_truth il_ev__is_error(il_eval *e, const il_ev *value, il_name class)
{
    const il_ev *root = value->kind == IL_EV_INSTANCE ? il_ev__root_of(value->instance.class) : NULL;
    if (!root || root->kind != IL_EV_SYMBOL || !il_ev__error_class(e, root->lib.symbol))
        return value->kind == IL_EV_UNKNOWN ? IL_MAYBE : IL_NO;
    return il_truth_of(!strcmp(class, kinds[0]) || root->lib.symbol == class);
}
