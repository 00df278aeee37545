/* Names of the construct library and of other packages, and the symbolic values made of them. What a library would compute stays symbolic,
 * but for what the tree of constructs itself answers (`Stack.of`, `node.tryFindChild`) and for arithmetic on Duration and Size. */
#include <math.h>
#include <string.h>

#include "eval.h"

static const il_ev *symbol_new(il_eval *e, const il_symbol *like, il_str name, uint8_t level, il_loc loc)
{
    il_symbol *symbol = IL_NEW(e->arena, il_symbol);
    symbol->ev.kind = IL_EV_SYMBOL;
    symbol->ev.loc = loc;
    symbol->ev.lib.symbol = il_intern(name);
    symbol->level = level;
    symbol->v1 = like->v1;
    symbol->library = like->library;
    symbol->builtin = like->builtin;
    return &symbol->ev;
}

const il_ev *il_ev__module_symbol(il_eval *e, il_str specifier)
{
    const il_ev *known = il_map_get(&e->symbols, specifier);
    if (known)
        return known;
    il_library library = il_library_of(e->arena, specifier);
    il_symbol like = {.v1 = library.v1, .library = library.library, .builtin = library.builtin};
    const il_ev *symbol = symbol_new(e, &like, library.name, 0, (il_loc){0});
    il_map_put(&e->symbols, specifier, (void *)symbol);
    return symbol;
}

/* Submodules are named in lower case and with underscores; so are few functions. */
static bool is_submodule(il_str name)
{
    static const char *const names[] = {"pipelines",
                                        "custom_resources",
                                        "cx_api",
                                        "region_info",
                                        "assertions",
                                        "triggers",
                                        "cloudformation_include",
                                        "cloud_assembly_schema",
                                        "interfaces"};
    if (il_str_starts(name, IL_STR("aws_")) || il_str_starts(name, IL_STR("alexa_")) ||
        il_str_starts(name, IL_STR("lambda_layer_")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (il_str_is(name, names[i]))
            return true;
    }
    return false;
}

const il_ev *il_ev__symbol_member(il_eval *e, const il_symbol *symbol, il_name name, il_loc loc)
{
    if (symbol->builtin)
        return il_ev__builtin_member(e, symbol, name, loc);
    il_str own = il_str_of(symbol->ev.lib.symbol), member = il_str_of(name);
    if (symbol->level == 0) {
        if (symbol->library && il_str_is(member, "default"))
            return &symbol->ev;
        il_library library = {own, symbol->library, symbol->v1, false};
        bool sub = symbol->library && il_str_is(own, "aws-cdk-lib") && is_submodule(member);
        return symbol_new(e, symbol, il_library_export(e->arena, &library, member), sub ? 0 : 1, loc);
    }
    if (symbol->level == 1)
        return symbol_new(e, symbol, il_arena_printf(e->arena, "%.*s.%s", IL_FMT(own), name), 2, loc);
    if (!symbol->library)
        return il_ev__unknown(e, loc, "member of another package's object", member);
    return il_ev__library_member(e, &symbol->ev, name, loc);
}

bool il_ev__is_library_name(il_name name)
{
    static const char *const prefixes[] = {"aws-cdk-lib", "constructs", "@aws-cdk/", "cdk-nag"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (name && !strncmp(name, prefixes[i], strlen(prefixes[i])))
            return true;
    }
    return false;
}

bool il_ev__is_library(const il_ev *value)
{
    while ((value->kind == IL_EV_CALL || value->kind == IL_EV_MEMBER) && value->lib.receiver) {
        if (value->kind == IL_EV_MEMBER && il_ev_construct(value->lib.receiver) && !strcmp(value->lib.member, "node"))
            return true; /* of the construct library, whoever's construct it is */
        value = value->lib.receiver;
    }
    const il_construct *construct = il_ev_construct(value);
    if (construct)
        return il_ev__is_library_name(construct->class);
    return (value->kind == IL_EV_SYMBOL || value->kind == IL_EV_CALL || value->kind == IL_EV_NEW) &&
           il_ev__is_library_name(value->lib.symbol);
}

il_str il_ev__last_name(il_name symbol)
{
    const char *dot = symbol ? strrchr(symbol, '.') : NULL;
    return il_str_of(dot ? dot + 1 : symbol);
}

/* What the tree of constructs knows of CONSTRUCT.node; NULL for all else. */
static const il_ev *node_member(il_eval *e, const il_construct *construct, il_name name, il_loc loc)
{
    il_str s = il_str_of(name);
    if (il_str_is(s, "id"))
        return construct->id;
    if (il_str_is(s, "path") && construct->path.n)
        return il_ev__string(e, loc, construct->path);
    if (construct->adrift)
        return NULL;
    if (il_str_is(s, "scope"))
        return construct->scope ? ((const il_made *)construct->scope)->self : e->undefined;
    if (!il_str_is(s, "root"))
        return NULL;
    const il_construct *root = construct;
    while (root->scope)
        root = root->scope;
    return root->adrift ? NULL : ((const il_made *)root)->self;
}

static const il_construct *node_owner(const il_ev *receiver)
{
    if (receiver->kind != IL_EV_MEMBER || !il_str_is(il_str_of(receiver->lib.member), "node"))
        return NULL;
    return il_ev_construct(receiver->lib.receiver);
}

const il_ev *il_ev__library_member(il_eval *e, const il_ev *receiver, il_name name, il_loc loc)
{
    const il_construct *owner = node_owner(receiver);
    il_construct *construct = il_ev_construct(receiver);
    const il_ev *list =
        receiver->kind == IL_EV_MEMBER && !strcmp(name, "length") ? il_ev__known_list(e, receiver) : NULL;
    if (list)
        return il_ev__number(e, loc, (double)list->list.n);
    const il_ev *known = owner       ? node_member(e, owner, name, loc)
                         : construct ? il_ev__tree_member(e, construct, name)
                                     : NULL;
    if (known)
        return known;
    if (!il_ev__is_library(receiver) && receiver->kind != IL_EV_CONSTRUCT)
        return il_ev__unknown(e, loc, "member of another package's object", il_str_of(name));
    il_ev *value = il_ev__new(e, IL_EV_MEMBER, loc);
    value->lib.receiver = receiver;
    value->lib.member = name;
    return value;
}

static const il_ev *call_new(il_eval *e, const il_args *args, il_loc loc)
{
    il_ev *call = il_ev__new(e, IL_EV_CALL, loc);
    call->lib.args = args->items;
    call->lib.n_args = args->n;
    return call;
}

/* construct.node.tryFindChild('Known') and its kin. */
static const il_ev *find_child(il_eval *e, const il_ev *receiver, il_name method, const il_args *args)
{
    const il_construct *owner = node_owner(receiver);
    il_str name = il_str_of(method);
    if (!owner || args->n == 0 || args->items[0]->kind != IL_EV_STRING)
        return NULL;
    if (!il_str_is(name, "findChild") && !il_str_is(name, "tryFindChild"))
        return NULL;
    il_construct *child = il_ev__child(e, owner, args->items[0]->string);
    return child ? ((il_made *)child)->self : NULL;
}

/* What the library asks an argument of the program's own class for: who is granted to, whose connections are opened. */
static const il_ev *as_asked(il_eval *e, il_name method, const il_ev *arg, il_loc loc)
{
    bool grants = !strncmp(method, "grant", 5), connects = !strncmp(method, "allow", 5);
    if (arg->kind != IL_EV_INSTANCE || (!grants && !connects))
        return arg;
    il_name member = il_intern(grants ? IL_STR("grantPrincipal") : IL_STR("connections"));
    if (!il_ev__declares(arg->instance.class, member))
        return arg;
    const il_ev *asked = il_ev__member(e, arg, member, loc);
    bool own = asked->kind == IL_EV_MEMBER && asked->lib.member == member && il_ev_construct(asked->lib.receiver);
    return own ? asked->lib.receiver : asked->kind == IL_EV_UNDEFINED ? arg : asked;
}

const il_ev *il_ev__library_call(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    for (size_t i = 0; i < args->n; i++)
        args->items[i] = as_asked(e, method, args->items[i], loc);
    const il_ev *known = find_child(e, receiver, method, args);
    if (!known)
        known = il_ev__quantity(e, receiver, method, args, loc);
    if (known)
        return known;
    const il_ev *result = call_new(e, args, loc);
    ((il_ev *)result)->lib.receiver = receiver;
    ((il_ev *)result)->lib.member = method;
    il_method_call call = {.method = method, .args = args->items, .n_args = args->n, .result = result, .loc = loc};
    il_ev__record(e, receiver, call);
    if (il_ev__is_library(receiver))
        return result;
    il_ev__escape_args(e, args, "method of another package's object", loc);
    return receiver->kind == IL_EV_CONSTRUCT
               ? result
               : il_ev__unknown(e, loc, "method of another package's object", il_str_of(method));
}

/* Stack.isStack(x), CfnResource.isCfnResource(x) and their kin; NULL for all else, and when it is not known. */
static const il_ev *is_kind(il_eval *e, const il_symbol *function, const il_construct *construct, il_loc loc)
{
    static const char *const questions[][2] = {{".Stack.isStack", "aws-cdk-lib.Stack"},
                                               {".Stage.isStage", "aws-cdk-lib.Stage"},
                                               {".App.isApp", "aws-cdk-lib.App"},
                                               {".Construct.isConstruct", "constructs.Construct"},
                                               {".CfnResource.isCfnResource", "aws-cdk-lib.CfnResource"},
                                               {".CfnElement.isCfnElement", "aws-cdk-lib.CfnElement"},
                                               {".Resource.isResource", "aws-cdk-lib.Resource"}};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        if (!il_str_ends(il_str_of(function->ev.lib.symbol), il_str_of(questions[i][0])))
            continue;
        il_truth is = il_ev__derives(construct->class, il_intern(il_str_of(questions[i][1])));
        return is == IL_MAYBE ? NULL : il_ev__bool(e, loc, is == IL_YES);
    }
    return NULL;
}

/* `Stack.of(x)` and its kin answer from the tree. */
static const il_ev *enclosing(il_eval *e, const il_symbol *function, const il_args *args, il_loc loc)
{
    static const char *const kinds[] = {"Stack", "Stage", "App"};
    il_construct *construct = args->n ? il_ev_construct(args->items[0]) : NULL;
    const il_ev *asked = construct ? is_kind(e, function, construct, loc) : NULL;
    if (asked)
        return asked;
    for (size_t i = 0; construct && i < sizeof kinds / sizeof *kinds; i++) {
        il_str rest = il_str_of(function->ev.lib.symbol);
        rest = il_str_slice(rest, rest.n < 12 ? rest.n : 12, rest.n); /* behind "aws-cdk-lib." */
        il_str class = il_str_cut(&rest, '.');
        if (il_str_is(class, kinds[i]) && il_str_is(rest, "of")) {
            il_construct *found = il_ev__stack_of(construct, kinds[i]);
            return found ? ((il_made *)found)->self : NULL;
        }
    }
    return NULL;
}

const il_ev *il_ev__static_call(il_eval *e, const il_symbol *function, const il_args *args, il_loc loc)
{
    const il_ev *known = function->library ? enclosing(e, function, args, loc) : NULL;
    if (known)
        return known;
    if (!function->library) {
        il_ev__escape_args(e, args, "function of another package", loc);
        return il_ev__unknown(e, loc, "function of another package", il_str_of(function->ev.lib.symbol));
    }
    const il_ev *call = call_new(e, args, loc);
    ((il_ev *)call)->lib.symbol = function->ev.lib.symbol;
    IL_PUSH(e->arena, &e->program->values, call);
    if (function->v1 && il_str_is(il_str_of(function->ev.lib.symbol), "aws-cdk-lib.Tag.add") && args->n) {
        il_method_call tag = {.method = il_intern(IL_STR("add")),
                              .args = args->items + 1,
                              .n_args = args->n - 1,
                              .result = call,
                              .loc = loc};
        IL_PUSH(e->arena, &tag.path, il_intern(IL_STR("Tags")));
        il_ev__record(e, args->items[0], tag);
    }
    return call;
}

/* ---- Duration and Size ---- */

static const struct {
    const char *factory, *reader;
    double unit;
} units[] = {
    {"aws-cdk-lib.Duration.millis", "toMilliseconds", 1},
    {"aws-cdk-lib.Duration.seconds", "toSeconds", 1000},
    {"aws-cdk-lib.Duration.minutes", "toMinutes", 60000},
    {"aws-cdk-lib.Duration.hours", "toHours", 3600000},
    {"aws-cdk-lib.Duration.days", "toDays", 86400000},
    {"aws-cdk-lib.Size.bytes", "toBytes", 1},
    {"aws-cdk-lib.Size.kibibytes", "toKibibytes", 1024},
    {"aws-cdk-lib.Size.mebibytes", "toMebibytes", 1048576},
    {"aws-cdk-lib.Size.gibibytes", "toGibibytes", 1073741824},
    {"aws-cdk-lib.Size.tebibytes", "toTebibytes", 1099511627776},
};

/* The amount of VALUE in its smallest unit (milliseconds, bytes); false when it is no known Duration or Size. */
static bool amount_of(const il_ev *value, double *amount, size_t *unit)
{
    if (value->kind != IL_EV_CALL || value->lib.receiver || value->lib.n_args != 1 ||
        value->lib.args[0]->kind != IL_EV_NUMBER)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!strcmp(value->lib.symbol, units[i].factory)) {
            *amount = value->lib.args[0]->number * units[i].unit;
            *unit = i;
            return true;
        }
    }
    return false;
}

/* A quantity of AMOUNT in the largest of UNIT's family that divides it. */
static const il_ev *quantity_new(il_eval *e, double amount, size_t unit, il_loc loc)
{
    size_t first = unit < 5 ? 0 : 5, best = first;
    for (size_t i = first; i < first + 5; i++) {
        if (amount != 0 && fmod(amount, units[i].unit) == 0)
            best = i;
    }
    il_ev *call = il_ev__new(e, IL_EV_CALL, loc);
    call->lib.symbol = il_intern(il_str_of(units[best].factory));
    call->lib.args = IL_NEW_ARRAY(e->arena, 1, const il_ev *);
    call->lib.args[0] = il_ev__number(e, loc, amount / units[best].unit);
    call->lib.n_args = 1;
    return call;
}

const il_ev *il_ev__quantity(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc)
{
    double amount, other;
    size_t unit, other_unit;
    if (!amount_of(receiver, &amount, &unit))
        return NULL;
    il_str name = il_str_of(method);
    if ((il_str_is(name, "plus") || il_str_is(name, "minus")) && args->n == 1 &&
        amount_of(args->items[0], &other, &other_unit))
        return quantity_new(e, il_str_is(name, "plus") ? amount + other : amount - other, unit, loc);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if ((i < 5) != (unit < 5) || !il_str_is(name, units[i].reader))
            continue;
        double read = amount / units[i].unit;
        return read == floor(read) ? il_ev__number(e, loc, read) : NULL;
    }
    return NULL;
}
