/* codepipeline.Pipeline: its artifacts, its stages and actions, and the roles that these act with. The catalogue describes an action as
 * {category, provider, props, inputs, outputs, configuration, binds: [{artifacts: method} | {on, grant} | {statement}], read}; one that is
 * `partial` has its role and policy, but what these say and how it is configured is open. */
#include <string.h>

#include "buf.h"
#include "lower_models.h"
#include "lower_policy.h"

typedef struct {
    const il_ev *artifact; /* as the program has it */
    il_low_node *name;
    const il_ev *clone; /* what a project must be allowed that clones the source itself; NULL for none */
} named_artifact;

typedef struct {
    il_low_node *stages; /* the list in the pipeline's properties */
    IL_VEC(named_artifact) artifacts;
} pipeline;

/* A stage: the state of its unit. */
typedef struct {
    il_low_unit *pipeline;
    il_str name;
    il_low_node *actions;
} stage;

/* An action on the way. */
typedef struct {
    il_low_unit *pipeline, *role; /* the role it acts with; NULL for none */
    const stage *stage;
    const il_ev *action, *props;
    il_str name;
    il_low_node *map;
    il_loc loc;
} binding;

static void put(il_low *low, il_low_node *map, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), loc, node);
}

static il_low_node *text(il_low *low, il_loc loc, const char *words)
{
    return il_low__text(low, loc, il_str_of(words));
}

static const il_ev *member(il_low_unit *unit, const char *name, il_loc loc)
{
    return il_low__ev_member(unit->low, il_low__ev_unit(unit->low, unit), il_str_of(name), loc);
}

static void announce(il_low_unit *unit, il_loc loc)
{
    static const char *const types[] = {"AWS::IAM::Role",       "AWS::IAM::Policy",       "AWS::Events::Rule",
                                        "AWS::SNS::Topic",      "AWS::SNS::Subscription", "AWS::CodePipeline::Webhook",
                                        "AWS::S3::BucketPolicy"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_low__gap(unit, loc, "action of a pipeline", (il_str){NULL, 0}, il_intern(il_str_of(types[i])));
}

static il_cat constant(const char *shape)
{
    return il_cat_get(il_cat_shape(il_str_of(shape)), IL_W_CONSTANT);
}

/* ---- Roles ---- */

static void add_statement(il_low_unit *role, il_low_node *node, il_loc loc)
{
    il_low *low = role->low;
    il_low_document *document = il_low__identity_document(low, il_low__ev_unit(low, role), loc);
    if (document && node)
        il_low__add_statement(document, il_low__statement_of_node(low, node));
}

/* The role of the action: given, or made below it, and assumed by the pipeline's. */
static il_low_unit *role_of(const binding *b)
{
    il_low *low = b->pipeline->low;
    const il_ev *given = il_low__field(low, b->props, "role"), *pipeline_role = member(b->pipeline, "role", b->loc);
    il_low_unit *own = il_low__unit_behind(low, pipeline_role), *role = il_low__unit_behind(low, given);
    const il_ev *args[] = {pipeline_role};
    il_low_scope scope = {low, b->pipeline, NULL, args, 1, b->loc, IL_FROM_DEFAULT};
    bool narrow = il_low__flag(low, "@aws-cdk/pipelines:reduceStageRoleTrustScope");
    if (il_low__given(given) == IL_NO) {
        il_str id =
            il_arena_printf(low->arena, "%.*s/%.*s/CodePipelineActionRole", IL_FMT(b->stage->name), IL_FMT(b->name));
        role =
            il_low__child(b->pipeline, id, IL_STR("aws-cdk-lib.aws_iam.Role"),
                          il_low__instantiate(&scope, constant(narrow ? "action-role" : "action-role-wide")), b->loc);
    }
    if (!role || !own)
        return role;
    args[0] = il_low__ev_unit(low, role);
    add_statement(own, il_low__template(&scope, constant("assume-statement")), b->loc);
    return role;
}

static void grant(const binding *b, const il_ev *on, il_str method, il_low_unit *to)
{
    il_low *low = b->pipeline->low;
    il_low_unit *resource = il_low__unit_behind(low, on);
    const il_ev *args[] = {to ? il_low__ev_unit(low, to) : low->undefined};
    il_method_call call = {.method = il_intern(method), .args = args, .n_args = 1, .loc = b->loc};
    if (!to || il_low__given(on) == IL_NO)
        return;
    if (!resource || !il_low__grant(resource, &call)) {
        il_low_document *document = il_low__identity_document(low, args[0], b->loc);
        if (document)
            document->open = true;
    }
}

/* A repository that is handed on is looked up as well. */
static il_low_node *cloning(const binding *b, il_low_node *statement)
{
    il_low *low = b->pipeline->low;
    const il_ev *clone = il_low__field(low, b->props, "codeBuildCloneOutput");
    bool watched = il_low__given(il_low__field(low, b->action, "watches")) != IL_NO;
    if (watched && clone->kind == IL_EV_BOOL && clone->boolean)
        il_low__append(low, statement, IL_STR("Action"), clone->loc, text(low, clone->loc, "codecommit:GetRepository"));
    else if (watched && clone->kind != IL_EV_BOOL && il_low__given(clone) != IL_NO)
        statement->open = true;
    return statement;
}

static void bind_role(const binding *b)
{
    il_low *low = b->pipeline->low;
    const il_ev *binds = il_low__field(low, b->action, "binds");
    for (size_t i = 0; binds->kind == IL_EV_ARRAY && i < binds->list.n; i++) {
        const il_ev *bind = il_low__reduce(low, binds->list.items[i]),
                    *artifacts = il_low__field(low, bind, "artifacts"),
                    *statement = il_low__field(low, bind, "statement");
        if (artifacts->kind == IL_EV_STRING)
            grant(b, member(b->pipeline, "artifactBucket", b->loc), artifacts->string, b->role);
        else if (il_low__given(statement) == IL_YES && b->role)
            add_statement(b->role, cloning(b, il_low__plain(low, statement)), b->loc);
        else
            grant(b, il_low__field(low, bind, "on"), il_low__string(il_low__field(low, bind, "grant")), b->role);
    }
    bool partial = il_low__given(il_low__field(low, b->action, "partial")) == IL_YES;
    il_low_document *document =
        partial && b->role ? il_low__identity_document(low, il_low__ev_unit(low, b->role), b->loc) : NULL;
    if (document)
        document->open = true;
}

/* ---- Artifacts ---- */

static il_low_node *artifact_name(const binding *b, const il_ev *value, size_t index, size_t count)
{
    il_low *low = b->pipeline->low;
    pipeline *p = b->pipeline->state;
    const il_ev *artifact = il_low__reduce(low, value);
    bool made = artifact->kind == IL_EV_NEW || artifact->kind == IL_EV_CALL;
    const il_ev *given = made && artifact->lib.n_args ? il_low__reduce(low, artifact->lib.args[0]) : low->undefined;
    for (size_t i = 0; i < p->artifacts.n; i++)
        if (p->artifacts.items[i].artifact == artifact)
            return p->artifacts.items[i].name;
    if (!made || count == 0)
        return il_low__given(given) == IL_YES ? il_low__plain(low, given)
                                              : il_low__unknown(low, b->loc, "artifact", (il_str){NULL, 0});
    il_str number = count > 1 ? il_arena_printf(low->arena, "_%zu", index + 1) : (il_str){"", 0};
    il_low_node *name = il_low__given(given) == IL_NO
                            ? il_low__text(low, b->loc,
                                           il_arena_printf(low->arena, "Artifact_%.*s_%.*s%.*s", IL_FMT(b->stage->name),
                                                           IL_FMT(b->name), IL_FMT(number)))
                            : il_low__plain(low, given);
    IL_PUSH(low->arena, &p->artifacts, ((named_artifact){artifact, name, NULL}));
    return name;
}

/* InputArtifacts or OutputArtifacts. */
static void artifacts(const binding *b, const char *field, const char *key)
{
    il_low *low = b->pipeline->low;
    const il_ev *list = il_low__field(low, b->action, field);
    bool outputs = strcmp(field, "outputs") == 0;
    il_low_node *node = il_low__list(low, b->loc);
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++) {
        if (il_low__given(il_low__reduce(low, list->list.items[i])) == IL_NO)
            continue;
        il_low_node *item = il_low__map(low, b->loc);
        put(low, item, "Name", b->loc, artifact_name(b, list->list.items[i], i, outputs ? list->list.n : 0));
        il_low__push(low, node, item);
    }
    node->open = il_low__given(list) != IL_NO && (list->kind != IL_EV_ARRAY || list->open);
    if (node->items.n || node->open)
        put(low, b->map, key, b->loc, node);
}

/* ---- What single actions do besides ---- */

static bool is_true(const il_ev *ev)
{
    return ev->kind == IL_EV_BOOL && ev->boolean;
}

/* A source that hands its repository on instead of its files: the projects that build it clone it. */
static void hand_on(const binding *b, il_low_node *configuration)
{
    il_low *low = b->pipeline->low;
    pipeline *p = b->pipeline->state;
    const il_ev *wanted = il_low__field(low, b->props, "codeBuildCloneOutput"),
                *clone = il_low__field(low, b->action, "clone"), *output = il_low__field(low, b->props, "output");
    if (!is_true(wanted)) {
        configuration->open = configuration->open || (il_low__given(wanted) != IL_NO && wanted->kind != IL_EV_BOOL);
        return;
    }
    put(low, configuration, "OutputArtifactFormat", wanted->loc, text(low, wanted->loc, "CODEBUILD_CLONE_REF"));
    for (size_t i = 0; i < p->artifacts.n; i++)
        if (p->artifacts.items[i].artifact == output)
            p->artifacts.items[i].clone = clone;
}

static void clone_inputs(const binding *b, il_low_unit *project)
{
    il_low *low = b->pipeline->low;
    const pipeline *p = b->pipeline->state;
    const il_ev *inputs = il_low__field(low, b->action, "inputs");
    for (size_t i = 0; inputs->kind == IL_EV_ARRAY && i < inputs->list.n; i++)
        for (size_t k = 0; k < p->artifacts.n; k++)
            if (p->artifacts.items[k].clone &&
                p->artifacts.items[k].artifact == il_low__reduce(low, inputs->list.items[i]))
                add_statement(project, il_low__plain(low, p->artifacts.items[k].clone), b->loc);
}

/* A build project works on the pipeline's artifacts, and with their key. */
static void build(const binding *b, const il_ev *project)
{
    il_low *low = b->pipeline->low;
    il_low_unit *unit = il_low__unit_behind(low, project);
    const il_ev *outputs = il_low__field(low, b->action, "outputs"),
                *bucket = member(b->pipeline, "artifactBucket", b->loc), *type = il_low__field(low, b->props, "type");
    if (type->kind == IL_EV_NUMBER && type->number == 1)
        il_low__set(low, b->map, IL_STR("ActionTypeId.Category"), type->loc, text(low, type->loc, "Test"));
    else if (il_low__given(type) != IL_NO && type->kind != IL_EV_NUMBER)
        il_low__set(low, b->map, IL_STR("ActionTypeId.Category"), type->loc, il_low__plain(low, type));
    if (!unit || !il_low__primary(unit))
        return;
    bool writes = outputs->kind == IL_EV_ARRAY && outputs->list.n;
    grant(b, bucket, writes ? IL_STR("grantReadWrite") : IL_STR("grantRead"), unit);
    const il_ev *key = il_low__ev_member(low, bucket, IL_STR("encryptionKey"), b->loc);
    il_low_unit *behind = il_low__unit_behind(low, key);
    il_low_part *part = il_low__primary(unit);
    clone_inputs(b, unit);
    if (!behind || il_low__given(il_low__prop(unit, "encryptionKey")) != IL_NO)
        return;
    put(low, part->properties, "EncryptionKey", b->loc,
        il_low__plain(low, il_low__ev_member(low, key, IL_STR("keyArn"), b->loc)));
    grant(b, key, IL_STR("grantEncryptDecrypt"), unit);
}

/* The branch of a repository: the library's usual one has changed. */
static il_str branch_of(const binding *b)
{
    il_low *low = b->pipeline->low;
    const il_ev *branch = il_low__field(low, b->props, "branch");
    if (il_low__given(branch) != IL_NO)
        return il_low__string(branch);
    return il_low__flag(low, "@aws-cdk/aws-codepipeline-actions:useNewDefaultBranchForCodeCommitSource")
               ? IL_STR("main")
               : IL_STR("master");
}

/* A rule below the repository starts the pipeline. */
static void watch(const binding *b, const il_ev *repository, il_low_node *configuration)
{
    il_low *low = b->pipeline->low;
    const il_ev *trigger = il_low__field(low, b->props, "trigger");
    il_low_unit *unit = il_low__unit_behind(low, repository);
    il_str branch = branch_of(b), kind = il_low__string(trigger);
    bool events = il_low__given(trigger) == IL_NO || il_str_is(kind, "Events");
    put(low, configuration, "BranchName", b->loc,
        branch.n ? il_low__text(low, b->loc, branch) : il_low__plain(low, il_low__field(low, b->props, "branch")));
    put(low, configuration, "PollForSourceChanges", b->loc,
        il_low__leaf(low, il_value_bool(low->arena, b->loc, il_str_is(kind, "Poll"))));
    if (!events)
        return;
    if (!unit || unit->path.n == 0 || branch.n == 0) {
        announce(b->pipeline, b->loc);
        return;
    }
    bool usual = il_str_is(branch, "master") || il_low__given(il_low__field(low, b->props, "branch")) == IL_NO;
    il_str id = il_low__unique_id(low->arena, b->pipeline->path);
    id = usual ? il_arena_printf(low->arena, "%.*sEventRule", IL_FMT(id))
               : il_arena_printf(low->arena, "%.*s-%.*s-EventRule", IL_FMT(id), IL_FMT(branch));
    const il_ev *args[] = {repository, il_low__ev_text(low, b->loc, branch), il_low__ev_unit(low, b->pipeline)};
    il_low_scope scope = {low, unit, NULL, args, 3, b->loc, IL_FROM_DEFAULT};
    const il_ev *props = il_low__instantiate(&scope, constant("repository-rule"));
    il_low__child(unit, il_low__as_id(low->arena, id), IL_STR("aws-cdk-lib.aws_events.Rule"), props, b->loc);
}

/* A function that is invoked with inputs, or makes outputs, has them from the bucket of artifacts. */
static void hand_artifacts(const binding *b, const char *field, const char *method)
{
    il_low *low = b->pipeline->low;
    const il_ev *list = il_low__field(low, b->props, field);
    bool known = list->kind == IL_EV_ARRAY && !list->open;
    if (known && list->list.n)
        grant(b, member(b->pipeline, "artifactBucket", b->loc), il_str_of(method), b->role);
    il_low_document *document = il_low__given(list) != IL_NO && !known && b->role
                                    ? il_low__identity_document(low, il_low__ev_unit(low, b->role), b->loc)
                                    : NULL;
    if (document)
        document->open = true;
}

/* A function that is invoked reports to the pipeline. */
static void invoke(const binding *b, const il_ev *function, il_low_node *configuration)
{
    il_low *low = b->pipeline->low;
    il_low_unit *unit = il_low__unit_behind(low, function);
    il_low_scope scope = {low, b->pipeline, NULL, NULL, 0, b->loc, IL_FROM_DEFAULT};
    static const char *const others[] = {"userParameters", "userParametersString"};
    if (unit)
        add_statement(unit, il_low__template(&scope, constant("job-statement")), b->loc);
    bool more = false;
    for (size_t i = 0; i < 2; i++)
        more = more || il_low__given(il_low__field(low, b->props, others[i])) != IL_NO;
    configuration->open = configuration->open || more;
    hand_artifacts(b, "inputs", "grantRead");
    hand_artifacts(b, "outputs", "grantWrite");
}

/* ---- Actions ---- */

/* Whether the props say something that nothing here has read. */
static bool says_more(const binding *b)
{
    static const char *const always[] = {"actionName", "runOrder", "role", "variablesNamespace", "type"};
    il_low *low = b->pipeline->low;
    const il_ev *read = il_low__field(low, b->action, "read");
    if (b->props->kind != IL_EV_OBJECT || b->props->open || b->props->object->open)
        return true;
    for (size_t i = 0; i < b->props->object->fields.n; i++) {
        const il_field *field = &b->props->object->fields.items[i];
        bool known = il_low__given(il_low__reduce(low, field->value)) == IL_NO;
        for (size_t k = 0; k < sizeof always / sizeof *always; k++)
            known = known || strcmp(field->name, always[k]) == 0;
        for (size_t k = 0; read->kind == IL_EV_ARRAY && k < read->list.n; k++)
            known = known || il_str_is(il_low__string(il_low__reduce(low, read->list.items[k])), field->name);
        if (!known)
            return true;
    }
    return false;
}

static void configure(const binding *b)
{
    il_low *low = b->pipeline->low;
    const il_ev *configuration = il_low__field(low, b->action, "configuration"),
                *project = il_low__field(low, b->action, "project"),
                *watched = il_low__field(low, b->action, "watches"),
                *invoked = il_low__field(low, b->action, "invokes");
    il_low_node *map = il_low__given(configuration) == IL_YES ? il_low__plain(low, configuration) : NULL;
    if (!map || map->kind != IL_LOW_MAP) {
        put(low, b->map, "Configuration", b->loc,
            il_low__unknown(low, b->loc, "action of a pipeline", (il_str){NULL, 0}));
        b->map->open = true;
        return;
    }
    map->open = map->open || says_more(b);
    b->map->open = b->map->open || map->open;
    if (il_low__given(project) != IL_NO)
        build(b, project);
    if (il_low__given(watched) != IL_NO)
        watch(b, watched, map);
    if (il_low__given(invoked) != IL_NO)
        invoke(b, invoked, map);
    if (il_low__given(il_low__field(low, b->action, "clone")) != IL_NO)
        hand_on(b, map);
    if (map->fields.n || map->open)
        put(low, b->map, "Configuration", b->loc, map);
}

static void fill_action(const binding *b)
{
    il_low *low = b->pipeline->low;
    const il_ev *order = il_low__field(low, b->props, "runOrder"),
                *space = il_low__field(low, b->props, "variablesNamespace");
    il_low_node *type = il_low__map(low, b->loc);
    put(low, type, "Category", b->loc, il_low__plain(low, il_low__field(low, b->action, "category")));
    put(low, type, "Owner", b->loc, text(low, b->loc, "AWS"));
    put(low, type, "Provider", b->loc, il_low__plain(low, il_low__field(low, b->action, "provider")));
    put(low, type, "Version", b->loc, text(low, b->loc, "1"));
    put(low, b->map, "ActionTypeId", b->loc, type);
    put(low, b->map, "Name", b->loc, il_low__plain(low, il_low__field(low, b->props, "actionName")));
    put(low, b->map, "Namespace", b->loc, il_low__plain(low, space));
    put(low, b->map, "RunOrder", order->loc,
        il_low__given(order) == IL_NO ? il_low__leaf(low, il_value_number(low->arena, b->loc, 1))
                                      : il_low__plain(low, order));
    if (b->role)
        put(low, b->map, "RoleArn", b->loc, il_low__plain(low, member(b->role, "roleArn", b->loc)));
    artifacts(b, "inputs", "InputArtifacts");
    artifacts(b, "outputs", "OutputArtifacts");
}

static void add_action(const stage *s, const il_ev *value)
{
    il_low *low = s->pipeline->low;
    binding b = {.pipeline = s->pipeline, .stage = s, .action = il_low__reduce(low, value), .loc = value->loc};
    bool described =
        b.action->kind == IL_EV_OBJECT && il_low__given(il_low__field(low, b.action, "provider")) == IL_YES;
    b.props = described ? il_low__field(low, b.action, "props") : low->undefined;
    b.name = il_low__string(il_low__field(low, b.props, "actionName"));
    b.map = il_low__map(low, value->loc);
    if (described && b.name.n && s->pipeline->path.n) {
        b.role = role_of(&b);
        fill_action(&b);
        bind_role(&b);
        configure(&b);
    } else {
        b.map->open = true;
        put(low, b.map, "ActionTypeId", b.loc, il_low__unknown(low, b.loc, "action of a pipeline", (il_str){NULL, 0}));
        il_low_unit *own = il_low__unit_behind(low, member(s->pipeline, "role", b.loc));
        il_low_document *document = own ? il_low__identity_document(low, il_low__ev_unit(low, own), b.loc) : NULL;
        if (document)
            document->open = true;
        il_low__open_others(low, value);
    }
    if (!described || il_low__given(il_low__field(low, b.action, "partial")) == IL_YES)
        announce(s->pipeline, b.loc);
    il_low__push(low, s->actions, b.map);
}

static void add_actions(const stage *s, const il_ev *list)
{
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++)
        add_action(s, list->list.items[i]);
    if (il_low__given(list) != IL_NO && (list->kind != IL_EV_ARRAY || list->open)) {
        s->actions->open = true;
        announce(s->pipeline, list->loc);
    }
}

/* ---- Stages ---- */

static il_low_unit *add_stage(il_low_unit *unit, const il_ev *options, il_loc loc)
{
    il_low *low = unit->low;
    pipeline *p = unit->state;
    const il_ev *name = il_low__field(low, options, "stageName");
    il_low_node *map = il_low__map(low, loc), *actions = il_low__list(low, loc);
    static const char *const others[] = {"transitionToEnabled", "transitionDisabledReason", "beforeEntry", "onSuccess",
                                         "onFailure"};
    if (il_low__given(il_low__field(low, options, "placement")) != IL_NO)
        p->stages->open = true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        map->open = map->open || il_low__given(il_low__field(low, options, others[i])) != IL_NO;
    put(low, map, "Actions", loc, actions);
    put(low, map, "Name", loc, il_low__plain(low, name));
    il_low__push(low, p->stages, map);
    if (name->kind != IL_EV_STRING || il_low__child_of(unit, name->string)) {
        announce(unit, loc);
        actions->open = true;
        return NULL;
    }
    il_low_unit *child = il_low__bare_child(unit, name->string, IL_STR("aws-cdk-lib.aws_codepipeline.IStage"));
    stage *s = IL_NEW(low->arena, stage);
    *s = (stage){unit, name->string, actions};
    child->state = s;
    add_actions(s, il_low__field(low, options, "actions"));
    return child;
}

bool il_low__pipeline_stage(il_low_unit *unit, const il_method_call *call)
{
    if (call->condition.text.n || call->many || !unit->state) {
        announce(unit, call->loc);
        il_low__open_unit(unit);
        return true;
    }
    il_low_unit *made = add_stage(unit, il_low__arg(unit->low, call, 0), call->loc);
    if (made)
        il_low__result(unit->low, call->result, il_low__ev_unit(unit->low, made));
    return true;
}

bool il_low__pipeline_action(il_low_unit *unit, const il_method_call *call)
{
    const stage *s = unit->state;
    if (!s || call->n_args == 0 || call->many || call->condition.text.n) {
        announce(unit, call->loc);
        if (s)
            s->actions->open = true;
        return true;
    }
    add_action(s, call->args[0]);
    return true;
}

/* ---- The pipeline ---- */

static void store(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    il_loc loc = part->out->loc;
    const il_ev *bucket = member(unit, "artifactBucket", loc),
                *key = il_low__ev_member(low, bucket, IL_STR("encryptionKey"), loc);
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    il_low_node *map = il_low__map(low, loc);
    put(low, map, "Type", (il_loc){0}, text(low, loc, "S3"));
    put(low, map, "Location", (il_loc){0},
        il_low__plain(low, il_low__ev_member(low, bucket, IL_STR("bucketName"), loc)));
    if (il_low__unit_behind(low, key)) {
        il_low_node *encryption = il_low__map(low, loc);
        put(low, encryption, "Id", (il_loc){0}, il_low__plain(low, il_low__ev_member(low, key, IL_STR("keyArn"), loc)));
        put(low, encryption, "Type", (il_loc){0}, text(low, loc, "KMS"));
        put(low, map, "EncryptionKey", (il_loc){0}, encryption);
    }
    map->open = !behind;
    put(low, part->properties, "ArtifactStore", (il_loc){0}, map);
    il_low_part *own = il_low__part_at(unit, IL_STR("ArtifactsBucket/Resource"));
    if (own && !il_low__child_of(unit, IL_STR("ArtifactsBucketEncryptionKey"))) {
        il_low_scope scope = {low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
        put(low, own->properties, "BucketEncryption", (il_loc){0},
            il_low__template(&scope, constant("managed-encryption")));
    }
}

/* alias/codepipeline-ID, in small letters. */
static void name_alias(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__part_at(unit, IL_STR("ArtifactsBucketEncryptionKeyAlias/Resource"));
    if (!part || unit->path.n == 0 ||
        il_low__flag(low, "@aws-cdk/aws-codepipeline:crossAccountKeyAliasStackSafeResourceName"))
        return;
    il_str id =
        il_arena_printf(low->arena, "alias/codepipeline-%.*s", IL_FMT(il_low__unique_id(low->arena, unit->path)));
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] >= 'A' && id.p[i] <= 'Z')
            ((char *)id.p)[i] = (char)(id.p[i] - 'A' + 'a');
    put(low, part->properties, "AliasName", (il_loc){0}, il_low__text(low, part->out->loc, id));
}

static void lower_pipeline(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_loc loc = unit->construct->loc;
    const il_ev *stages = il_low__prop(unit, "stages"), *bucket = member(unit, "artifactBucket", loc);
    il_low_unit *role = il_low__unit_behind(low, member(unit, "role", loc));
    pipeline *p = IL_NEW(low->arena, pipeline);
    if (!part)
        return;
    unit->state = p;
    name_alias(unit);
    store(unit, part);
    bool second = il_low__flag(low, "@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2");
    bool told = unit->parent && il_str_is(unit->parent->class, "aws-cdk-lib.pipelines.CodePipeline");
    if (il_low__given(il_low__prop(unit, "pipelineType")) == IL_NO && (second || told))
        put(low, part->properties, "PipelineType", (il_loc){0}, text(low, loc, second ? "V2" : "V1"));
    binding b = {.pipeline = unit, .loc = loc};
    grant(&b, bucket, IL_STR("grantReadWrite"), role);
    p->stages = il_low__list(low, loc);
    put(low, part->properties, "Stages", (il_loc){0}, p->stages);
    if (il_low__given(il_low__prop(unit, "usePipelineRoleForActions")) != IL_NO ||
        il_low__given(il_low__prop(unit, "crossRegionReplicationBuckets")) != IL_NO) {
        announce(unit, loc);
        il_low__open_unit(unit);
        unit->state = NULL;
        return;
    }
    for (size_t i = 0; stages->kind == IL_EV_ARRAY && i < stages->list.n; i++)
        add_stage(unit, il_low__reduce(low, stages->list.items[i]), stages->list.items[i]->loc);
    if (il_low__given(stages) != IL_NO && (stages->kind != IL_EV_ARRAY || stages->open)) {
        announce(unit, stages->loc);
        p->stages->open = true;
    }
}

const il_low_model il_low__code_pipeline_model = {.name = "code-pipeline", .lower = lower_pipeline};
