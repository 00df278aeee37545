/* ECS task definitions and their containers: a container is an entry of its task definition, which gets an execution role when logs, secrets
 * or an image of a repository need one. */
#include "lower_task.h"

#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_policy.h"

typedef struct {
    il_low_node *map; /* its entry */
    IL_VEC(const il_ev *) ports;
    bool ports_unsure;
} container_state;

/* ---- Task definitions ---- */

const il_ev *il_low__execution_role(il_low_unit *task, il_loc loc)
{
    il_low *low = task->low;
    const il_ev *given = il_low__prop(task, "executionRole");
    if (il_low__given(given) != IL_NO)
        return il_low__given(given) == IL_YES ? given : NULL;
    il_low_unit *role = il_low__service_role(task, "ExecutionRole", "ecs-tasks.amazonaws.com", loc);
    il_low_part *part = il_low__primary(task);
    if (part)
        il_low__give_ref(part, "ExecutionRoleArn", il_low__primary(role), "Arn");
    return il_low__ev_unit(low, role);
}

il_str il_low__network_mode(il_low *low, const il_ev *task)
{
    return il_low__string(il_low__reduce(low, il_low__ev_member(low, task, IL_STR("networkMode"), task->loc)));
}

static bool is_container(const il_low_unit *unit)
{
    const il_low_model *model = il_low__model(unit);
    return model && strcmp(model->name, "container") == 0;
}

static container_state *state_of(il_low_unit *container)
{
    if (!container->state)
        container->state = IL_NEW(container->low->arena, container_state);
    return container->state;
}

static il_low_unit *task_of(il_low_unit *container)
{
    return il_low__unit_behind(container->low, il_low__prop(container, "taskDefinition"));
}

il_low_node *il_low__container_name(il_low_unit *container)
{
    il_low *low = container->low;
    const il_ev *name = il_low__prop(container, "containerName");
    il_loc loc = container->construct->loc;
    if (il_low__given(name) != IL_NO)
        return il_low__plain(low, name);
    return il_low__plain(low, container->construct->id ? container->construct->id
                                                       : il_low__ev_unknown(low, loc, "id", (il_str){NULL, 0}));
}

il_low_unit *il_low__container(il_low *low, const il_ev *task, const il_ev *name)
{
    il_low_unit *unit = il_low__unit_behind(low, task);
    il_str wanted = il_low__known_text(low, name);
    if (il_low__given(name) != IL_NO && !wanted.n)
        return NULL;
    for (size_t i = 0; unit && i < low->units.n; i++) {
        il_low_unit *container = low->units.items[i];
        if (!is_container(container) || task_of(container) != unit)
            continue;
        il_low_node *own = il_low__container_name(container);
        const il_ev *essential = il_low__prop(container, "essential");
        if (wanted.n ? own && own->leaf && own->leaf->kind == IL_STRING && il_str_eq(own->leaf->string, wanted)
                     : essential->kind != IL_EV_BOOL || essential->boolean)
            return container;
    }
    return NULL;
}

const il_ev *il_low__port_mapping(il_low_unit *container, const il_ev *port)
{
    il_low *low = container->low;
    container_state *state = state_of(container);
    if (state->ports_unsure)
        return NULL;
    for (size_t i = 0; i < state->ports.n; i++) {
        const il_ev *number = il_low__field(low, state->ports.items[i], "containerPort");
        if (port->kind == IL_EV_UNDEFINED)
            return state->ports.items[i];
        if (number->kind == IL_EV_NUMBER && port->kind == IL_EV_NUMBER && number->number == port->number)
            return state->ports.items[i];
    }
    return NULL;
}

/* ---- Containers ---- */

/* Lists of the entry that are not there yet are made. */
static void push(il_low_unit *container, const char *key, il_low_node *node)
{
    if (node)
        il_low__append(container->low, state_of(container)->map, il_str_of(key), (il_loc){0}, node);
}

/* With bridge networking, a port of the host that is not given is one that is free. */
static void add_port(il_low_unit *container, const il_ev *mapping)
{
    il_low *low = container->low;
    container_state *state = state_of(container);
    const il_ev *host = il_low__field(low, mapping, "hostPort"), *task = il_low__prop(container, "taskDefinition");
    il_str mode = il_low__network_mode(low, task);
    if (il_str_is(mode, "bridge") && il_low__given(host) == IL_NO &&
        il_low__given(il_low__field(low, mapping, "containerPortRange")) == IL_NO)
        mapping = il_low__ev_with(low, mapping, "hostPort", il_low__ev_number(low, mapping->loc, 0));
    IL_PUSH(low->arena, &state->ports, mapping);
    push(container, "PortMappings", il_low__shape(container, il_cat_shape(IL_STR("ecs-port")), mapping));
    il_low_node *list = il_low__member(state->map, IL_STR("PortMappings"));
    if (mode.n == 0 && list)
        list->open = true;
}

static void add_ports(il_low_unit *container, const il_ev *list)
{
    container_state *state = state_of(container);
    if (il_low__given(list) == IL_NO)
        return;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++)
        add_port(container, il_low__reduce(container->low, list->list.items[i]));
    if (list->kind == IL_EV_ARRAY && !list->open)
        return;
    state->ports_unsure = true;
    il_low__put(container->low, state->map, IL_STR("PortMappings"), list->loc,
                il_low__unknown(container->low, list->loc, "ports of a container", (il_str){NULL, 0}));
}

static void allow_reading(il_low_unit *container, il_low_unit *resource, const char *grant, il_loc loc)
{
    il_low *low = container->low;
    il_low_unit *task = task_of(container);
    const il_ev *role = task ? il_low__execution_role(task, loc) : NULL;
    const il_ev **args = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    args[0] = role;
    il_method_call call = {.method = il_intern(il_str_of(grant)), .args = args, .n_args = 1, .loc = loc};
    if (role && !il_low__grant(resource, &call) && il_low__unit_behind(low, role))
        il_low__open_unit(il_low__unit_behind(low, role));
}

/* A role whose policy may say more; NULL for none. */
static void open_role(il_low *low, const il_ev *role)
{
    il_low_unit *unit = role ? il_low__unit_behind(low, role) : NULL;
    il_low_document *document = unit ? il_low__identity_document(low, role, role->loc) : NULL;
    if (document)
        document->open = true;
}

/* Images that are built are pulled from the repository of the bootstrap stack. */
static void pull_assets(il_low *low, const il_ev *role, il_loc loc)
{
    il_low__permit(low, role, "ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage",
                   il_low__unknown(low, loc, "repository of the bootstrap stack", (il_str){NULL, 0}), NULL);
    il_low__permit(low, role, "ecr:GetAuthorizationToken", il_low__words(low, loc, "*"), NULL);
}

/* The ARN of a secret, or of a field of it. */
static il_low_node *secret_arn(il_low *low, const il_ev *secret)
{
    const il_ev *field = il_low__field(low, secret, "field"), *arn = il_low__field(low, secret, "arn");
    if (il_low__given(field) == IL_NO)
        return il_low__plain(low, arn);
    il_ev *text = IL_NEW(low->arena, il_ev);
    *text = (il_ev){.kind = IL_EV_CONCAT, .loc = secret->loc};
    text->list.n = 4;
    text->list.items = IL_NEW_ARRAY(low->arena, 4, const il_ev *);
    text->list.items[0] = arn;
    text->list.items[1] = il_low__ev_words(low, secret->loc, ":");
    text->list.items[2] = field;
    text->list.items[3] = il_low__ev_words(low, secret->loc, "::");
    return il_low__plain(low, text);
}

/* A secret that the container gets as an environment variable: {arn, from, field}. */
static void add_secret(il_low_unit *container, il_str name, const il_ev *value, il_loc key_loc)
{
    il_low *low = container->low;
    const il_ev *secret = il_low__reduce(low, value), *from = il_low__field(low, secret, "from");
    il_low_node *arn = secret_arn(low, secret);
    il_low_unit *behind = il_low__unit_behind(low, from), *task = task_of(container);
    il_low_node *map = il_low__map_of(low, key_loc, "Name", il_low__text(low, key_loc, name), "ValueFrom", arn, NULL);
    push(container, "Secrets", map);
    if (behind)
        allow_reading(container, behind, "grantRead", value->loc);
    else if (task)
        open_role(low, il_low__execution_role(task, value->loc));
}

static void add_secrets(il_low_unit *container, const il_ev *secrets)
{
    for (size_t i = 0; secrets->kind == IL_EV_OBJECT && i < secrets->object->fields.n; i++) {
        const il_field *field = &secrets->object->fields.items[i];
        add_secret(container, il_str_of(field->name), field->value, field->name_loc);
    }
    if (il_low__given(secrets) != IL_NO && (secrets->kind != IL_EV_OBJECT || secrets->object->open || secrets->open))
        il_low__put(container->low, state_of(container)->map, IL_STR("Secrets"), secrets->loc,
                    il_low__unknown(container->low, secrets->loc, "secrets of a container", (il_str){NULL, 0}));
}

/* The image of a repository is pulled by the execution role. */
static void put_image(il_low_unit *container)
{
    il_low *low = container->low;
    const il_ev *image = il_low__prop(container, "image");
    const il_ev *repository = il_low__field(low, image, "repository"), *name = il_low__field(low, image, "name");
    il_low_unit *behind = il_low__unit_behind(low, repository), *task = task_of(container);
    il_low_node *node = image->kind == IL_EV_OBJECT && il_low__given(name) != IL_NO
                            ? il_low__plain(low, name)
                            : il_low__unknown(low, image->loc, "image of a container", (il_str){NULL, 0});
    il_low__put(low, state_of(container)->map, IL_STR("Image"), image->loc, node);
    if (behind)
        allow_reading(container, behind, "grantPull", image->loc);
    else if (task && (image->kind != IL_EV_OBJECT || il_low__given(il_low__field(low, image, "built")) == IL_YES)) {
        const il_ev *role = il_low__execution_role(task, image->loc);
        if (role && image->kind == IL_EV_OBJECT)
            pull_assets(low, role, image->loc);
        else
            open_role(low, role);
    }
}

/* `awslogs`: to a log group, made unless it is given. */
static void put_logs(il_low_unit *container, const il_ev *driver, il_loc loc)
{
    static const struct {
        const char *option, *key;
    } texts[] = {{"streamPrefix", "awslogs-stream-prefix"},
                 {"datetimeFormat", "awslogs-datetime-format"},
                 {"multilinePattern", "awslogs-multiline-pattern"},
                 {"mode", "mode"}};
    il_low *low = container->low;
    const il_ev *options = il_low__field(low, driver, "options");
    const il_ev *group = il_low__field(low, options, "logGroup"), *keep = il_low__field(low, options, "logRetention");
    if (il_low__given(group) == IL_NO) {
        il_low_unit *made = il_low__child(container, IL_STR("LogGroup"), IL_STR("aws-cdk-lib.aws_logs.LogGroup"),
                                          il_low__ev_object(low, loc, "retention", keep, NULL), loc);
        if (il_low__given(keep) == IL_NO)
            il_low__give(il_low__primary(made), "RetentionInDays", NULL);
        group = il_low__ev_unit(low, made);
    }
    il_low_unit *behind = il_low__unit_behind(low, group);
    if (behind)
        allow_reading(container, behind, "grantWrite", loc);
    il_low_node *map = il_low__map_of(low, loc, "awslogs-group", il_low__read(low, group, "logGroupName", loc),
                                      "awslogs-region", il_low__environment(container, IL_STR("region"), loc), NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        il_low__put(low, map, il_str_of(texts[i].key), loc,
                    il_low__plain(low, il_low__field(low, options, texts[i].option)));
    map->open = options->kind != IL_EV_OBJECT || options->open || options->object->open ||
                il_low__given(il_low__field(low, options, "maxBufferSize")) != IL_NO;
    il_low__put(low, state_of(container)->map, IL_STR("LogConfiguration"), loc,
                il_low__map_of(low, loc, "LogDriver", il_low__words(low, loc, "awslogs"), "Options", map, NULL));
}

static void put_logging(il_low_unit *container)
{
    il_low *low = container->low;
    const il_ev *driver = il_low__prop(container, "logging");
    if (il_low__given(driver) == IL_NO)
        return;
    if (driver->kind == IL_EV_OBJECT && il_str_is(il_low__string(il_low__field(low, driver, "driver")), "awslogs")) {
        put_logs(container, driver, driver->loc);
        return;
    }
    static const char *const types[] = {"AWS::Logs::LogGroup", "AWS::IAM::Role", "AWS::IAM::Policy"};
    il_low__announce(container, driver->loc, "log driver of a container", types, 3);
    il_low__put(low, state_of(container)->map, IL_STR("LogConfiguration"), driver->loc,
                il_low__unknown(low, driver->loc, "log driver of a container", (il_str){NULL, 0}));
}

static void lower_container(il_low_unit *unit)
{
    static const char *const lists[] = {"credentialSpecs", "environmentFiles", "inferenceAcceleratorResources"};
    il_low *low = unit->low;
    il_low_unit *task = task_of(unit);
    container_state *state = state_of(unit);
    il_low_node *map = unit->props->kind == IL_EV_OBJECT
                           ? il_low__shape(unit, il_cat_shape(IL_STR("ecs-container")), unit->props)
                           : NULL;
    state->map = map && map->kind == IL_LOW_MAP ? map : il_low__map(low, unit->construct->loc);
    state->map->open = state->map->open || !map;
    il_low__put(low, state->map, IL_STR("Name"), (il_loc){0}, il_low__container_name(unit));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        state->map->open = state->map->open || il_low__given(il_low__prop(unit, lists[i])) != IL_NO;
    if (task && il_str_ends(task->class, IL_STR(".Ec2TaskDefinition")) &&
        il_str_is(il_low__network_mode(low, il_low__prop(unit, "taskDefinition")), "awsvpc"))
        push(unit, "Environment",
             il_low__map_of(low, unit->construct->loc, "Name", il_low__words(low, unit->construct->loc, "AWS_REGION"),
                            "Value", il_low__environment(unit, IL_STR("region"), unit->construct->loc), NULL));
    put_image(unit);
    put_logging(unit);
    add_secrets(unit, il_low__prop(unit, "secrets"));
    add_ports(unit, il_low__prop(unit, "portMappings"));
    if (!task || !il_low__primary(task))
        return;
    il_low_part *part = il_low__primary(task);
    il_low__append(low, part->properties, IL_STR("ContainerDefinitions"), (il_loc){0}, state->map);
    if (unit->construct->many || unit->construct->condition.text.n)
        il_low__at(part->properties, IL_STR("ContainerDefinitions"))->open = true;
}

/* ---- Methods of containers ---- */

static void push_all(il_low_unit *unit, const il_method_call *call, const char *key, const char *shape)
{
    for (size_t i = 0; i < call->n_args; i++)
        push(unit, key, il_low__shape(unit, il_cat_shape(il_str_of(shape)), call->args[i]));
}

static bool container_call(il_low_unit *unit, const il_method_call *call)
{
    static const struct {
        const char *method, *key, *shape;
    } lists[] = {{"addMountPoints", "MountPoints", "ecs-mount"},
                 {"addUlimits", "Ulimits", "ecs-ulimit"},
                 {"addContainerDependencies", "DependsOn", "ecs-dependency"},
                 {"addVolumesFrom", "VolumesFrom", "ecs-volumes-from"}};
    il_low *low = unit->low;
    if (!call->method || call->path.n || !unit->state)
        return false;
    container_state *state = state_of(unit);
    bool unsure = call->condition.text.n || call->many;
    if (strcmp(call->method, "addPortMappings") == 0) {
        for (size_t i = 0; i < call->n_args; i++)
            add_port(unit, il_low__arg(low, call, i));
        state->ports_unsure = state->ports_unsure || unsure;
        if (unsure && il_low__member(state->map, IL_STR("PortMappings")))
            il_low__member(state->map, IL_STR("PortMappings"))->open = true;
        return true;
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(call->method, lists[i].method) == 0) {
            push_all(unit, call, lists[i].key, lists[i].shape);
            if (unsure && il_low__member(state->map, il_str_of(lists[i].key)))
                il_low__member(state->map, il_str_of(lists[i].key))->open = true;
            return true;
        }
    il_str name = il_low__known_text(low, il_low__arg(low, call, 0));
    if (strcmp(call->method, "addSecret") == 0 && name.n && !unsure) {
        add_secret(unit, name, il_low__arg(low, call, 1), call->loc);
        return true;
    }
    if (strcmp(call->method, "addEnvironment") == 0 && name.n && !unsure) {
        push(unit, "Environment",
             il_low__map_of(low, call->loc, "Name", il_low__text(low, call->loc, name), "Value",
                            il_low__plain(low, il_low__arg(low, call, 1)), NULL));
        return true;
    }
    state->map->open = true;
    return strncmp(call->method, "add", 3) == 0;
}

/* ---- Shapes ---- */

/* {name: value} → [{Name, Value}], or with the keys of hosts. */
il_low_node *il_low__name_values(il_low *low, const il_ev *value, const char *name_key, const char *value_key)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_OBJECT)
        return il_low__unknown(low, value->loc, "map that cannot be known", (il_str){NULL, 0});
    il_low_node *list = il_low__list(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_low_node *node = il_low__plain(low, field->value);
        if (node)
            il_low__push(low, list,
                         il_low__map_of(low, field->name_loc, name_key,
                                        il_low__text(low, field->name_loc, il_str_of(field->name)), value_key, node,
                                        NULL));
    }
    list->open = ev->open || ev->object->open;
    return list->items.n || list->open ? list : NULL;
}

/* One command is for the shell; several are a command unless they say otherwise. */
il_low_node *il_low__health_command(il_low *low, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_ARRAY || ev->open || ev->list.n == 0)
        return il_low__unknown(low, value->loc, "health check of a container", (il_str){NULL, 0});
    il_low_node *list = il_low__list(low, ev->loc);
    il_str first = il_low__known_text(low, ev->list.items[0]);
    if (ev->list.n == 1)
        il_low__push(low, list, il_low__words(low, ev->loc, "CMD-SHELL"));
    else if (!il_str_is(first, "CMD") && !il_str_is(first, "CMD-SHELL"))
        il_low__push(low, list, il_low__words(low, ev->loc, "CMD"));
    for (size_t i = 0; i < ev->list.n; i++)
        il_low__push(low, list, il_low__plain(low, ev->list.items[i]));
    return list;
}

/* ---- Methods of task definitions ---- */

static void add_statements(const il_ev *role, const il_method_call *call, il_low_unit *unit)
{
    il_low_document *document = role ? il_low__identity_document(unit->low, role, call->loc) : NULL;
    for (size_t i = 0; document && i < call->n_args; i++) {
        size_t from = document->statements.n;
        il_low__add_statements(document, call->args[i]);
        for (size_t k = from; k < document->statements.n; k++)
            document->statements.items[k]->under = call->condition;
        document->open = document->open || call->many;
    }
}

bool il_low__task_role_policy(il_low_unit *unit, const il_method_call *call)
{
    const il_ev *self = il_low__ev_unit(unit->low, unit);
    add_statements(il_low__reduce(unit->low, il_low__ev_member(unit->low, self, IL_STR("taskRole"), call->loc)), call,
                   unit);
    return true;
}

bool il_low__execution_role_policy(il_low_unit *unit, const il_method_call *call)
{
    add_statements(il_low__execution_role(unit, call->loc), call, unit);
    return true;
}

bool il_low__obtain_execution_role(il_low_unit *unit, const il_method_call *call)
{
    const il_ev *role = il_low__execution_role(unit, call->loc);
    if (role && call->result)
        il_low__result(unit->low, call->result, role);
    return true;
}

const il_low_model il_low__container_model = {.name = "container", .lower = lower_container, .call = container_call};
