/* Custom resources: their type, functions that a stack has once, the provider framework, and calls of AWS APIs by a custom resource. */
#include <string.h>

#include "buf.h"
#include "lower_models.h"
#include "lower_policy.h"

static const char CUSTOM[] = "AWS::CloudFormation::CustomResource";

/* ---- CustomResource ---- */

static void make_custom(il_low_unit *unit)
{
    const il_ev *type = il_low__prop(unit, "resourceType");
    if (type->kind != IL_EV_STRING && il_low__given(type) != IL_NO) {
        il_low__gap(unit, unit->construct->loc, "type of a custom resource", (il_str){NULL, 0}, NULL);
        return;
    }
    bool given = type->kind == IL_EV_STRING && type->string.n;
    il_low_part *part = il_low__part(unit, IL_STR("Default"), given ? type->string : il_str_of(CUSTOM));
    il_low__put(unit->low, part->attributes, IL_STR("DeletionPolicy"), (il_loc){0},
                il_low__text(unit->low, part->out->loc, IL_STR("Delete")));
    il_low__put(unit->low, part->attributes, IL_STR("UpdateReplacePolicy"), (il_loc){0},
                il_low__text(unit->low, part->out->loc, IL_STR("Delete")));
}

static il_str capitalized(il_low *low, il_str name)
{
    char *out = il_arena_alloc(low->arena, name.n + 1);
    memcpy(out, name.p, name.n);
    if (name.n && out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
    return (il_str){out, name.n};
}

/* `properties`, beside what the construct sets itself. */
static void lower_custom(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *properties = il_low__prop(unit, "properties"), *pascal = il_low__prop(unit, "pascalCaseProperties");
    il_low_node *map = il_low__given(properties) == IL_NO ? NULL : il_low__plain(low, properties);
    if (!part || !map)
        return;
    if (map->kind != IL_LOW_MAP || il_low__given(pascal) == IL_MAYBE || il_low__is_function(map)) {
        part->properties->open = true;
        return;
    }
    bool upper = pascal->kind == IL_EV_BOOL && pascal->boolean;
    for (size_t i = 0; i < map->fields.n; i++) {
        const il_low_field *field = &map->fields.items[i];
        il_low__put(low, part->properties, upper ? capitalized(low, field->key) : field->key, field->key_loc,
                    field->node);
    }
    part->properties->open = part->properties->open || map->open;
}

/* ---- SingletonFunction ---- */

static il_str slug(il_low *low, il_str purpose, il_str uuid)
{
    il_buf out = {0};
    il_buf_add(&out, purpose.n ? purpose : IL_STR("SingletonLambda"));
    for (size_t i = 0; i < uuid.n; i++) {
        char c = uuid.p[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            il_buf_putc(&out, c);
    }
    il_str id = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    return id;
}

/* The function stands in the stack, made by the first who asks; whatever is done to the construct is done to the function. */
static void make_singleton(il_low_unit *unit)
{
    il_low *low = unit->low;
    const il_ev *uuid = il_low__prop(unit, "uuid"), *purpose = il_low__prop(unit, "lambdaPurpose");
    bool known = uuid->kind == IL_EV_STRING && (purpose->kind == IL_EV_STRING || il_low__given(purpose) == IL_NO);
    if (!known || !unit->stack_unit) {
        static const char *const types[] = {"AWS::Lambda::Function", "AWS::IAM::Role", "AWS::IAM::Policy",
                                            "AWS::Logs::LogGroup"};
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            il_low__gap(unit, unit->construct->loc, "function that a stack has once", (il_str){NULL, 0},
                        il_intern(il_str_of(types[i])));
        return;
    }
    il_str id = slug(low, il_low__string(purpose), uuid->string);
    il_low_unit *function = il_low__child_of(unit->stack_unit, id);
    if (!function) {
        function = il_low__child(unit->stack_unit, id, IL_STR("aws-cdk-lib.aws_lambda.Function"), unit->props,
                                 unit->construct->loc);
        function->construct->whole = unit->construct->whole;
        function->construct->document = unit->construct->document;
    }
    unit->construct->lowered = function;
}

/* ---- Provider ---- */

static void statement(il_low_document *document, il_loc loc, const char *action, il_low_node *resource)
{
    il_low *low = document->part->unit->low;
    il_low_node *map = il_low__map(low, loc);
    il_low__put(low, map, IL_STR("Action"), (il_loc){0}, il_low__text(low, loc, il_str_of(action)));
    il_low__put(low, map, IL_STR("Effect"), (il_loc){0}, il_low__text(low, loc, IL_STR("Allow")));
    il_low__put(low, map, IL_STR("Resource"), (il_loc){0}, resource);
    il_low__add_statement(document, il_low__statement_of_node(low, map));
}

/* What a function of the framework may do with the author's HANDLER. */
static void allow_handler(il_low_unit *framework, const il_ev *handler)
{
    il_low *low = framework->low;
    il_loc loc = framework->construct->loc;
    il_low_unit *behind = il_low__unit_behind(low, handler);
    const il_ev *self = il_low__ev_unit(low, framework), *args[] = {self};
    il_method_call grant = {.method = "grantInvoke", .args = args, .n_args = 1, .loc = loc, .order = low->order};
    il_low_document *document = il_low__identity_document(low, self, loc);
    if (il_low__given(handler) == IL_NO || !document)
        return;
    if (!behind || !il_low__grant(behind, &grant))
        document->open = true;
    statement(document, loc, "lambda:GetFunction",
              il_low__plain(low, il_low__ev_member(low, handler, IL_STR("functionArn"), loc)));
}

static void lower_provider(il_low_unit *unit)
{
    static const char *const functions[] = {"framework-onEvent", "framework-isComplete", "framework-onTimeout"};
    il_low *low = unit->low;
    const il_ev *on_event = il_low__prop(unit, "onEventHandler"),
                *is_complete = il_low__prop(unit, "isCompleteHandler");
    il_low_unit *made[3], *role = il_low__child_of(unit, IL_STR("waiter-state-machine/Role"));
    for (size_t i = 0; i < 3; i++) {
        made[i] = il_low__child_of(unit, il_str_of(functions[i]));
        if (!made[i])
            continue;
        allow_handler(made[i], on_event);
        allow_handler(made[i], is_complete);
    }
    il_low_part *waiter = il_low__part_at(unit, IL_STR("waiter-state-machine/Resource"));
    if (!waiter || !role || !made[0] || !made[1] || !made[2])
        return;
    for (size_t i = 1; i < 3; i++) {
        const il_ev *args[] = {il_low__ev_unit(low, role)};
        il_method_call grant = {.method = "grantInvoke", .args = args, .n_args = 1, .loc = unit->construct->loc};
        il_low__grant(made[i], &grant);
    }
    il_low_document *document = il_low__identity_document(low, il_low__ev_unit(low, made[0]), unit->construct->loc);
    if (document)
        statement(document, unit->construct->loc, "states:StartExecution",
                  il_low__ref(low, unit->construct->loc, waiter, (il_str){NULL, 0}));
}

/* ---- AwsCustomResource ---- */

static const struct {
    const char *prop, *key;
} sdk_calls[] = {{"onCreate", "Create"}, {"onUpdate", "Update"}, {"onDelete", "Delete"}};

/* The call as the resource hands it to its function; NULL when there is none. */
static il_low_node *sdk_call(il_low_unit *unit, const il_ev *call)
{
    il_low *low = unit->low;
    il_low_node *map = il_low__given(call) == IL_NO ? NULL : il_low__plain(low, call);
    if (!map)
        return NULL;
    bool logging = map->kind == IL_LOW_MAP && il_low__member(map, IL_STR("logging"));
    if (map->kind != IL_LOW_MAP || map->open || logging)
        return il_low__unknown(low, call->loc, "call of an API", (il_str){NULL, 0});
    return il_low__json_text(unit, map, call->loc);
}

/* IAM's name of an action that the SDK calls ACTION, of any release: getParameter, GetParameterCommand. */
static il_str iam_action(il_low *low, il_str service, il_str action)
{
    static const char *const commands[] = {"ExecuteCommand", "CreateCommand", "DeleteCommand", "GetCommand",
                                           "UpdateCommand",  "SendCommand",   "CancelCommand"};
    il_str client = IL_STR("@aws-sdk/client-"), suffix = IL_STR("Command"), name = action;
    char *lower = il_arena_alloc(low->arena, service.n + 1);
    for (size_t i = 0; i < service.n; i++)
        lower[i] = (char)(service.p[i] >= 'A' && service.p[i] <= 'Z' ? service.p[i] - 'A' + 'a' : service.p[i]);
    il_str prefix = {lower, service.n};
    if (il_str_starts(prefix, client))
        prefix = il_str_slice(prefix, client.n, prefix.n);
    il_cat known = il_cat_find(il_cat_get(il_cat_shape(IL_STR("sdk-iam-prefix")), IL_W_TABLE), prefix);
    bool whole = false;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        whole = whole || il_str_is(name, commands[i]);
    if (!whole && il_str_ends(name, suffix) && name.p[0] >= 'A' && name.p[0] <= 'Z')
        name = il_str_slice(name, 0, name.n - suffix.n);
    if (known)
        prefix = il_cat_text(known);
    return il_arena_printf(low->arena, "%.*s:%.*s", IL_FMT(prefix), IL_FMT(capitalized(low, name)));
}

/* One statement for each call, on the resources that the policy names. */
static void allow_calls(il_low_unit *unit, il_low_document *document, const il_ev *resources)
{
    il_low *low = unit->low;
    for (size_t i = 0; i < sizeof sdk_calls / sizeof *sdk_calls; i++) {
        const il_ev *call = il_low__prop(unit, sdk_calls[i].prop);
        if (il_low__given(call) == IL_NO)
            continue;
        const il_ev *service = il_low__field(low, call, "service"), *action = il_low__field(low, call, "action");
        const il_ev *role = il_low__field(low, call, "assumedRoleArn");
        bool known = service->kind == IL_EV_STRING && action->kind == IL_EV_STRING && action->string.n;
        if (il_low__given(role) == IL_YES) {
            statement(document, call->loc, "sts:AssumeRole", il_low__plain(low, role));
        } else if (known && il_low__given(role) == IL_NO) {
            il_str name = iam_action(low, service->string, action->string);
            statement(document, call->loc, il_arena_str(low->arena, name).p, il_low__plain(low, resources));
        } else {
            document->open = true;
        }
    }
}

static void make_policy(il_low_unit *unit, const il_ev *policy)
{
    il_low *low = unit->low;
    const il_ev *statements = il_low__field(low, policy, "statements"),
                *resources = il_low__field(low, policy, "resources");
    il_low_unit *child = il_low__child(unit, IL_STR("CustomResourcePolicy"), IL_STR("aws-cdk-lib.aws_iam.Policy"), NULL,
                                       unit->construct->loc);
    il_low_part *part = il_low__primary(child);
    il_low_unit *function = il_low__child_of(unit->stack_unit, IL_STR("AWS679f53fac002430cb0da5b7982bd2287"));
    if (!part || !function)
        return;
    il_low_document *document = il_low__document(part, IL_STR("PolicyDocument"));
    if (statements->kind == IL_EV_ARRAY && (statements->list.n || statements->open))
        il_low__add_statements(document, statements);
    else if (policy->kind == IL_EV_OBJECT && il_low__given(resources) != IL_NO)
        allow_calls(unit, document, resources);
    else
        document->open = true;
    const il_ev *role = il_low__ev_member(low, il_low__ev_unit(low, function), IL_STR("role"), policy->loc);
    il_low__append(low, part->properties, IL_STR("Roles"), (il_loc){0},
                   il_low__plain(low, il_low__ev_member(low, role, IL_STR("roleName"), policy->loc)));
}

/* To install an SDK takes memory: what the first who asks for the function says counts. */
static void add_memory(il_low_unit *unit, const il_ev *latest)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__part_at(unit, IL_STR("^AWS679f53fac002430cb0da5b7982bd2287/Resource"));
    bool first = part && part->unit->construct->order == unit->construct->order;
    if (first && latest->kind == IL_EV_BOOL && latest->boolean &&
        il_low__given(il_low__prop(unit, "memorySize")) == IL_NO)
        il_low__put(low, part->properties, IL_STR("MemorySize"), latest->loc,
                    il_low__leaf(low, il_value_number(low->arena, latest->loc, 512)));
}

static void lower_aws_custom(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__part_at(unit, IL_STR("Resource/Default"));
    const il_ev *policy = il_low__prop(unit, "policy"), *latest = il_low__prop(unit, "installLatestAwsSdk");
    add_memory(unit, latest);
    if (unit->stack_unit && il_low__given(policy) != IL_NO)
        make_policy(unit, policy);
    if (!part)
        return;
    for (size_t i = 0; i < sizeof sdk_calls / sizeof *sdk_calls; i++) {
        const il_ev *call = il_low__prop(unit, sdk_calls[i].prop);
        if (i == 0 && il_low__given(call) == IL_NO)
            call = il_low__prop(unit, "onUpdate");
        il_low__put(low, part->properties, il_str_of(sdk_calls[i].key), call->loc, sdk_call(unit, call));
    }
    const il_field *flag =
        il_low__field_entry(low->program->context, IL_STR("@aws-cdk/customresources:installLatestAwsSdkDefault"));
    bool by_default = !flag || flag->value->kind != IL_EV_BOOL || flag->value->boolean;
    il_low__put(
        low, part->properties, IL_STR("InstallLatestAwsSdk"), (il_loc){0},
        il_low__given(latest) != IL_NO
            ? il_low__plain(low, latest)
            : il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, part->out->loc, by_default),
                                                     IL_FROM_DEFAULT)));
}

const il_low_model il_low__custom_resource_model = {
    .name = "custom-resource", .make = make_custom, .lower = lower_custom};
const il_low_model il_low__singleton_model = {.name = "singleton-function", .make = make_singleton};
const il_low_model il_low__provider_model = {.name = "provider", .lower = lower_provider};
const il_low_model il_low__aws_custom_resource_model = {.name = "aws-custom-resource", .lower = lower_aws_custom};
