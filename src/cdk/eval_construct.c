/* Constructs: what a `new` must look like to be one, their place in the tree, and the calls that are recorded on them. */
#include <string.h>

#include "eval.h"

static bool is_class(il_name class, const char *name)
{
    return class && !strcmp(class, name);
}

static bool is_app(il_name class)
{
    return is_class(class, "aws-cdk-lib.App");
}

/* Classes that may be made without an id, or without anything. */
static bool is_stack_like(il_name class)
{
    return is_class(class, "aws-cdk-lib.Stack") || is_class(class, "aws-cdk-lib.Stage") ||
           is_class(class, "aws-cdk-lib.NestedStack");
}

/* Types whose values are scopes. */
static bool is_scope_type(il_name type)
{
    static const char *const types[] = {"constructs.Construct", "constructs.IConstruct", "aws-cdk-lib.App",
                                        "aws-cdk-lib.Resource", "aws-cdk-lib.Construct"};
    if (is_stack_like(type))
        return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (is_class(type, types[i]))
            return true;
    }
    return false;
}

bool il_ev__is_scope(const il_ev *value)
{
    static const char *const members[] = {"stack", "scope", "root", "nestedStack"};
    if (il_ev_construct(value))
        return true;
    switch (value->kind) {
    case IL_EV_UNKNOWN:
        return is_scope_type(value->unknown.type);
    case IL_EV_MEMBER:
        for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
            if (is_class(value->lib.member, members[i]))
                return true;
        }
        return false;
    case IL_EV_CALL:
        return is_class(value->lib.symbol, "aws-cdk-lib.Stack.of");
    case IL_EV_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++) {
            if (!il_ev__is_scope(value->choice.arms[i]))
                return false;
        }
        return true;
    default:
        return false;
    }
}

il_construct *il_ev__child(il_eval *e, const il_construct *scope, il_str id)
{
    for (size_t i = e->program->constructs.n; i-- > 0;) {
        il_construct *c = e->program->constructs.items[i];
        if (c->scope == scope && c->id->kind == IL_EV_STRING && il_str_eq(c->id->string, id))
            return c;
    }
    return NULL;
}

il_construct *il_ev__stack_of(il_construct *construct, const char *kind)
{
    for (; construct; construct = construct->scope) {
        il_str class = il_ev__last_name(construct->class);
        if (il_str_is(class, kind) || (!strcmp(kind, "Stack") && il_str_is(class, "NestedStack")) ||
            (!strcmp(kind, "Stage") && is_app(construct->class)))
            return construct;
    }
    return NULL;
}

/* The construct that VALUE is as a scope; NULL when that is not known. */
static il_construct *scope_of(const il_ev *value)
{
    il_construct *construct = il_ev_construct(value);
    if (construct || value->kind != IL_EV_MEMBER)
        return construct;
    construct = il_ev_construct(value->lib.receiver);
    return construct && is_class(value->lib.member, "stack") ? il_ev__stack_of(construct, "Stack") : NULL;
}

/* Whether VALUE comes from outside of the program: the environment, or context that is given on the command line. */
static bool is_outside(const il_eval *e, const il_ev *value)
{
    return value->kind == IL_EV_UNKNOWN &&
           (value->unknown.reason == il_why_environment || value->unknown.reason == e->no_context->unknown.reason);
}

/* The text that VALUE is when nothing is given from outside; false when that is not known. */
static bool text_by_default(il_eval *e, const il_ev *value, il_str *out, int depth)
{
    const il_ev *known = NULL;
    if (value->kind == IL_EV_CHOICE && depth) {
        for (size_t i = 0; i < value->choice.n; i++) {
            const il_ev *arm = value->choice.arms[i];
            if (is_outside(e, arm))
                continue;
            if (known)
                return false;
            known = arm;
        }
        return known && text_by_default(e, known, out, depth - 1);
    }
    if (value->kind != IL_EV_CONCAT || depth == 0)
        return value->kind == IL_EV_STRING && il_ev__text(e, value, out);
    *out = (il_str){"", 0};
    for (size_t i = 0; i < value->list.n; i++) {
        il_str part;
        if (!text_by_default(e, value->list.items[i], &part, depth - 1))
            return false;
        *out = il_arena_printf(e->arena, "%.*s%.*s", IL_FMT(*out), IL_FMT(part));
    }
    return true;
}

/* The path has the ids that there are when nothing is given from outside: it is what the construct is known by, and no value of a property. */
static il_str path_of(il_eval *e, const il_construct *construct)
{
    const il_construct *scope = construct->scope;
    il_str id;
    if (!scope || !text_by_default(e, construct->id, &id, 4))
        return (il_str){NULL, 0};
    if (!scope->scope && !scope->adrift)
        return id;
    return scope->path.n ? il_arena_printf(e->arena, "%.*s/%.*s", IL_FMT(scope->path), IL_FMT(id)) : (il_str){NULL, 0};
}

/* What the library reads when it makes the construct: later changes of the object are not seen by it. */
static const il_ev *snapshot(il_eval *e, const il_ev *props)
{
    if (props->kind != IL_EV_OBJECT || props->object->module)
        return props;
    const il_ev *copy = il_ev__object(e, props->loc);
    copy->object->literal = props->object->literal;
    copy->object->open = props->object->open;
    for (size_t i = 0; i < props->object->fields.n; i++) {
        il_field field = props->object->fields.items[i];
        field.value = il_ev__read(e, field.value, props, field.name_loc);
        IL_PUSH(e->arena, &copy->object->fields, field);
    }
    ((il_ev *)copy)->origin = props->origin;
    ((il_ev *)copy)->open = props->object->open;
    return copy;
}

static void place(il_eval *e, il_construct *construct, const il_args *args)
{
    construct->id = e->undefined;
    construct->props = e->undefined;
    construct->adrift = !is_app(construct->class);
    if (is_app(construct->class)) {
        construct->props = snapshot(e, il_ev__argument(e, args, 0));
        const il_ev *context = construct->props->kind == IL_EV_OBJECT
                                   ? il_ev__member(e, construct->props, il_intern(IL_STR("context")), construct->loc)
                                   : e->undefined;
        il_ev__add_context(e, context, false);
        if (construct->props->kind == IL_EV_OBJECT)
            il_ev__add_context(
                e, il_ev__member(e, construct->props, il_intern(IL_STR("postCliContext")), construct->loc), true);
        return;
    }
    if (args->n == 0)
        return;
    construct->scope = scope_of(args->items[0]);
    construct->adrift = !construct->scope;
    construct->id = il_ev__argument(e, args, 1);
    if (construct->id->kind == IL_EV_UNDEFINED)
        construct->id = il_ev__string(e, construct->loc, IL_STR("Default"));
    construct->props = snapshot(e, il_ev__argument(e, args, 2));
    construct->path = path_of(e, construct);
}

static il_made *made_new(il_eval *e, il_name class, bool v1, const il_args *args, const il_site *site)
{
    il_made *made = IL_NEW(e->arena, il_made);
    il_construct *construct = &made->construct;
    construct->class = class;
    construct->v1 = v1;
    construct->args = args->items;
    construct->n_args = args->n;
    construct->many = e->many > 0;
    construct->condition = il_ev__active(e, NULL);
    construct->order = ++e->order;
    construct->loc = site->head;
    construct->whole = site->whole;
    construct->document = site->document;
    construct->variable = site->variable;
    construct->used = site->consumed;
    made->conditions = e->conditions;
    made->value.kind = IL_EV_CONSTRUCT;
    made->value.loc = site->whole;
    made->value.construct = construct;
    construct->value = made->self = &made->value;
    place(e, construct, args);
    IL_PUSH(e->arena, &e->program->constructs, construct);
    return made;
}

/* Classes that are constructs whatever they are given. */
static bool is_base(il_name class)
{
    return is_stack_like(class) || is_class(class, "constructs.Construct") || is_class(class, "aws-cdk-lib.Resource");
}

/* The value classes of aws-cdk-lib 2.276 whose constructor begins with a construct and a text; no other class that is no construct does. */
static bool is_value_class(il_name class)
{
    static const char *const names[] = {"DeploymentLifecycleLambdaTarget",
                                        "EcrImage",
                                        "ExtensibleBase",
                                        "S3ApiDefinition",
                                        "S3Code",
                                        "S3CodeV2",
                                        "S3EnvironmentFile",
                                        "S3ImportSource",
                                        "StateGraph"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (il_str_is(il_ev__last_name(class), names[i]))
            return true;
    }
    return false;
}

/* Whether ARGS are those of a construct of CLASS: a scope and an id. */
static bool is_construct(const il_symbol *class, const il_args *args)
{
    if (is_app(class->ev.lib.symbol))
        return true;
    if (is_value_class(class->ev.lib.symbol))
        return false;
    if (args->n == 0)
        return is_stack_like(class->ev.lib.symbol);
    const il_ev *scope = args->items[0];
    if (args->n == 1 && !args->open)
        return is_stack_like(class->ev.lib.symbol) && (il_ev__is_scope(scope) || scope->kind == IL_EV_UNKNOWN);
    bool id = args->n == 1 || il_ev__is_text(args->items[1]) ||
              (is_stack_like(class->ev.lib.symbol) && args->items[1]->kind <= IL_EV_NULL);
    if (!id)
        return false;
    if (il_ev__is_scope(scope))
        return true;
    /* An unknown scope: the id is then written out, and what follows are props. */
    bool written = args->n > 1 && (args->items[1]->kind == IL_EV_STRING || args->items[1]->kind == IL_EV_CONCAT);
    bool props = args->n < 3 || args->items[2]->kind == IL_EV_OBJECT || args->items[2]->kind == IL_EV_UNKNOWN ||
                 args->items[2]->kind == IL_EV_CHOICE || args->items[2]->kind == IL_EV_UNDEFINED;
    return class->library && scope->kind == IL_EV_UNKNOWN && written && props;
}

/* A class of another package: what it makes and does is not known, and lowering says so. Its scope is where it stands, its other arguments are in its
 * hands. */
static void hand_over(il_eval *e, const il_args *args, const il_site *site)
{
    for (size_t i = 1; i < args->n; i++) {
        il_ev__escape(e, args->items[i], "class of another package");
        il_ev__run_many(e, args->items[i], site->whole);
    }
}

const il_ev *il_ev__new_library(il_eval *e, const il_ev *class, const il_args *args, const il_site *site)
{
    const il_symbol *symbol = (const il_symbol *)class;
    if (is_construct(symbol, args)) {
        il_made *made = made_new(e, class->lib.symbol, symbol->v1, args, site);
        if (!symbol->library)
            hand_over(e, args, site);
        return made->self;
    }
    il_ev *value = il_ev__new(e, IL_EV_NEW, site->whole);
    value->lib.symbol = class->lib.symbol;
    value->lib.args = args->items;
    value->lib.n_args = args->n;
    if (symbol->library)
        IL_PUSH(e->arena, &e->program->values, value);
    else
        il_ev__escape_args(e, args, "class of another package", site->whole);
    return value;
}

void il_ev__attach(il_eval *e, const il_ev *instance, const il_ev *base, const il_args *args, il_loc loc)
{
    const il_site *site = &((const il_instance *)instance)->site;
    bool known = base->kind == IL_EV_SYMBOL && !((const il_symbol *)base)->builtin;
    il_symbol unknown = {.ev.lib.symbol = il_intern(IL_STR("unknown.Class"))};
    const il_symbol *symbol = known ? (const il_symbol *)base : &unknown;
    if (base->kind == IL_EV_SYMBOL && il_ev__error_class(e, base->lib.symbol))
        il_ev__fill_error(e, instance, base->lib.symbol, args, loc);
    if (instance->instance.construct || (base->kind == IL_EV_SYMBOL && !known))
        return;
    if (!is_construct(symbol, args) && !is_base(symbol->ev.lib.symbol)) {
        if (!symbol->library)
            il_ev__escape_args(e, args, "base class that is not known", loc);
        return;
    }
    il_made *made = made_new(e, symbol->ev.lib.symbol, symbol->v1, args, site);
    const il_class *home;
    made->construct.user_class = instance->instance.class->name;
    made->construct.props_type = il_ev__parameter_type(e, instance->instance.class, 2);
    made->construct.names_logical_ids =
        il_ev__find_member(instance->instance.class, il_intern(IL_STR("allocateLogicalId")), false, 0, &home) != NULL;
    made->self = instance;
    ((il_ev *)instance)->instance.construct = &made->construct;
    if (!symbol->library)
        hand_over(e, args, site);
}

/* Library classes that extend others of the library which are made as well. */
static const char *const derived[][2] = {
    {"aws-cdk-lib.NestedStack", "aws-cdk-lib.Stack"},
    {"aws-cdk-lib.App", "aws-cdk-lib.Stage"},
    {"aws-cdk-lib.aws_servicecatalog.ProductStack", "aws-cdk-lib.Stack"},
    {"aws-cdk-lib.triggers.TriggerFunction", "aws-cdk-lib.aws_lambda.Function"},
    {"aws-cdk-lib.aws_ecs.FargateTaskDefinition", "aws-cdk-lib.aws_ecs.TaskDefinition"},
    {"aws-cdk-lib.aws_ecs.Ec2TaskDefinition", "aws-cdk-lib.aws_ecs.TaskDefinition"},
    {"aws-cdk-lib.aws_ec2.GatewayVpcEndpoint", "aws-cdk-lib.aws_ec2.VpcEndpoint"},
    {"aws-cdk-lib.aws_ec2.InterfaceVpcEndpoint", "aws-cdk-lib.aws_ec2.VpcEndpoint"},
    {"aws-cdk-lib.aws_lambda.DockerImageFunction", "aws-cdk-lib.aws_lambda.Function"},
    {"aws-cdk-lib.aws_lambda_nodejs.NodejsFunction", "aws-cdk-lib.aws_lambda.Function"},
    {"aws-cdk-lib.aws_cloudfront.experimental.EdgeFunction", "aws-cdk-lib.Resource"},
    {"aws-cdk-lib.aws_apigateway.LambdaRestApi", "aws-cdk-lib.aws_apigateway.RestApi"},
    {"aws-cdk-lib.aws_apigateway.StepFunctionsRestApi", "aws-cdk-lib.aws_apigateway.RestApi"},
    {"aws-cdk-lib.aws_ec2.PrivateSubnet", "aws-cdk-lib.aws_ec2.Subnet"},
    {"aws-cdk-lib.aws_ec2.PublicSubnet", "aws-cdk-lib.aws_ec2.Subnet"},
    {"aws-cdk-lib.aws_codebuild.PipelineProject", "aws-cdk-lib.aws_codebuild.Project"},
    {"aws-cdk-lib.aws_eks.FargateCluster", "aws-cdk-lib.aws_eks.Cluster"},
    {"aws-cdk-lib.aws_rds.DatabaseSecret", "aws-cdk-lib.aws_secretsmanager.Secret"},
};

static bool is_cfn(il_name class)
{
    il_str last = il_ev__last_name(class);
    return il_ev__is_library_name(class) && last.n > 3 && il_str_starts(last, IL_STR("Cfn")) && last.p[3] >= 'A' &&
           last.p[3] <= 'Z';
}

il_truth il_ev__derives(il_name class, il_name base)
{
    if (class == base || is_class(base, "constructs.Construct") || is_class(base, "aws-cdk-lib.Construct"))
        return IL_YES;
    bool low = is_cfn(class) && !is_class(class, "aws-cdk-lib.CfnInclude");
    if (is_class(base, "aws-cdk-lib.CfnResource") || is_class(base, "aws-cdk-lib.CfnElement") ||
        is_class(base, "aws-cdk-lib.CfnRefElement")) {
        bool core = low && il_str_starts(il_str_of(class), IL_STR("aws-cdk-lib.Cfn")); /* outputs, parameters … */
        return core ? il_truth_of(is_class(base, "aws-cdk-lib.CfnElement")) : il_truth_of(low);
    }
    if (low || is_cfn(base) || !il_ev__is_library_name(class))
        return il_ev__is_library_name(class) ? IL_NO : IL_MAYBE;
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++) {
        if (is_class(class, derived[i][0]) && is_class(base, derived[i][1]))
            return IL_YES;
        if (is_class(class, derived[i][1]) && is_class(base, derived[i][0]))
            return IL_NO;
    }
    if (is_class(base, "aws-cdk-lib.Resource"))
        return is_stack_like(class) || is_app(class) || is_class(class, "constructs.Construct") ? IL_NO : IL_MAYBE;
    /* Few classes extend one of another module, many one of their own. */
    bool released = !strncmp(class, "aws-cdk-lib.", 12) && !strncmp(base, "aws-cdk-lib.", 12);
    bool tasks = il_str_contains(il_str_of(class), IL_STR("_tasks."));
    size_t n = il_str_of(class).n - il_ev__last_name(class).n, m = il_str_of(base).n - il_ev__last_name(base).n;
    bool siblings = n == m && !strncmp(class, base, n);
    return released && !tasks && !siblings ? IL_NO : IL_MAYBE;
}

static const il_ev *environment_of(il_eval *e, const il_construct *construct, il_name name)
{
    for (; construct; construct = construct->scope) {
        il_str class = il_ev__last_name(construct->class);
        bool has = il_str_is(class, "Stack") || il_str_is(class, "Stage");
        const il_ev *props = has ? construct->props : e->undefined;
        const il_ev *env =
            props->kind == IL_EV_OBJECT ? il_ev__member(e, props, il_intern(IL_STR("env")), props->loc) : e->undefined;
        const il_ev *value = env->kind == IL_EV_OBJECT ? il_ev__member(e, env, name, env->loc) : env;
        if (value->kind != IL_EV_UNDEFINED || (has && props->kind != IL_EV_OBJECT && props->kind != IL_EV_UNDEFINED))
            return value->kind == IL_EV_STRING ? value : NULL;
    }
    return NULL;
}

/* A stack's name: given, or the ids from its outermost stage on; of a stack in another construct it has a hash. */
static const il_ev *stack_name(il_eval *e, const il_construct *stack)
{
    const il_ev *given = stack->props->kind == IL_EV_OBJECT
                             ? il_ev__member(e, stack->props, il_intern(IL_STR("stackName")), stack->loc)
                         : stack->props->kind == IL_EV_UNDEFINED ? e->undefined
                                                                 : stack->props;
    if (given->kind != IL_EV_UNDEFINED)
        return given->kind == IL_EV_STRING ? given : NULL;
    if (!stack->scope || stack->path.n == 0)
        return NULL;
    for (const il_construct *up = stack; up->scope; up = up->scope) {
        if ((up != stack && !is_class(up->class, "aws-cdk-lib.Stage")) || up->id->kind != IL_EV_STRING)
            return NULL;
    }
    char *name = (char *)il_arena_str(e->arena, stack->path).p;
    for (size_t i = 0; i < stack->path.n; i++)
        name[i] = name[i] == '/' ? '-' : name[i];
    return il_ev__string(e, stack->id->loc, (il_str){name, stack->path.n});
}

const il_ev *il_ev__tree_member(il_eval *e, il_construct *construct, il_name name)
{
    bool is_stack = is_class(construct->class, "aws-cdk-lib.Stack"),
         nested = is_class(construct->class, "aws-cdk-lib.NestedStack");
    if (is_class(name, "stack")) {
        il_construct *stack = il_ev__stack_of(construct, "Stack");
        return stack ? ((il_made *)stack)->self : NULL;
    }
    const il_ev *known = il_ev__l1_member(e, construct, name);
    if (known)
        return known;
    if ((is_stack || nested) && (is_class(name, "region") || is_class(name, "account")))
        return environment_of(e, construct, name);
    return is_stack && is_class(name, "stackName") ? stack_name(e, construct) : NULL;
}

/* Where a chain of members starts. */
static const il_ev *chain_start(const il_ev *receiver)
{
    while (receiver->kind == IL_EV_MEMBER)
        receiver = receiver->lib.receiver;
    return receiver;
}

/* X of the call `X.of(construct)`, of a member of a construct as well; empty for all else. */
static il_str facade(const il_ev *call)
{
    if (call->lib.receiver || !call->lib.symbol || call->lib.n_args == 0 ||
        !il_ev_construct(chain_start(call->lib.args[0])))
        return (il_str){NULL, 0};
    il_str rest = il_str_of(call->lib.symbol), last = {NULL, 0}, before = last;
    while (rest.p) {
        before = last;
        last = il_str_cut(&rest, '.');
    }
    return il_str_is(last, "of") ? before : (il_str){NULL, 0};
}

static struct il_calls *calls_of(il_eval *e, il_ev *value)
{
    if (!value->lib.calls)
        value->lib.calls = IL_NEW(e->arena, struct il_calls);
    return value->lib.calls;
}

/* Members between the start of a chain and its end, outermost first. */
static void add_path(il_eval *e, il_method_call *call, const il_ev *receiver)
{
    if (receiver->kind != IL_EV_MEMBER)
        return;
    add_path(e, call, receiver->lib.receiver);
    IL_PUSH(e->arena, &call->path, receiver->lib.member);
}

static unsigned chain_length(const il_ev *receiver)
{
    unsigned n = 0;
    for (; receiver->kind == IL_EV_MEMBER; receiver = receiver->lib.receiver)
        n++;
    return n;
}

void il_ev__record(il_eval *e, const il_ev *receiver, il_method_call call)
{
    const il_ev *start = chain_start(receiver);
    if (chain_length(receiver) < IL_EVAL_CALLS)
        add_path(e, &call, receiver);
    call.many = e->many > 0;
    const il_conditions *base = NULL;
    il_construct *construct = il_ev_construct(start);
    if (!construct && start->kind == IL_EV_CALL && facade(start).n) {
        construct = il_ev_construct(chain_start(start->lib.args[0]));
        il_method_call outer = call;
        memset(&outer.path, 0, sizeof outer.path);
        if (chain_length(start->lib.args[0]) < IL_EVAL_CALLS)
            add_path(e, &outer, start->lib.args[0]);
        IL_PUSH(e->arena, &outer.path, il_intern(facade(start)));
        for (size_t i = 0; i < call.path.n; i++)
            IL_PUSH(e->arena, &outer.path, call.path.items[i]);
        call = outer;
    }
    if (construct && il_ev__add_aspect(e, construct, &call))
        return;
    if (construct)
        base = ((il_made *)construct)->conditions;
    else if (start->kind == IL_EV_CALL || start->kind == IL_EV_NEW)
        base = ((const il_symbolic *)start)->conditions;
    else
        return;
    call.condition = il_ev__active(e, base);
    call.order = ++e->order;
    struct il_calls *calls = construct ? &construct->calls : calls_of(e, (il_ev *)start);
    IL_PUSH(e->arena, &calls->list, call);
}
