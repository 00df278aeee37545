/* pipelines.CodePipeline: the pipeline below it with the projects and roles that are always there. What it makes for assets and for steps of
 * single stages depends on what these stages hold: that is announced, not claimed. */
#include <string.h>

#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

/* What stages in other regions bring is announced as well where they are not all known. */
static void announce(il_low_unit *unit, bool regions)
{
    static const char *const types[] = {"AWS::CodeBuild::Project",
                                        "AWS::IAM::Role",
                                        "AWS::IAM::Policy",
                                        "AWS::Events::Rule",
                                        "AWS::S3::BucketPolicy",
                                        "AWS::CodePipeline::Webhook",
                                        "AWS::CodePipeline::Pipeline",
                                        "AWS::S3::Bucket",
                                        "AWS::KMS::Key",
                                        "AWS::KMS::Alias"};
    size_t n = sizeof types / sizeof *types;
    il_low__announce(unit, unit->construct->loc, "contents of a pipeline", types, regions ? n : n - 3);
}

static const il_ev *member(il_low_unit *unit, const char *name)
{
    return il_low__ev_member(unit->low, il_low__ev_unit(unit->low, unit), il_str_of(name), unit->construct->loc);
}

/* A role that the pipeline's own assumes, at RELATIVE below UNIT. */
static il_low_unit *action_role(il_low_unit *unit, il_low_unit *pipeline, il_str relative)
{
    il_low *low = unit->low;
    const il_ev *args[] = {member(pipeline, "role")};
    il_low_scope scope = {low, unit, NULL, args, 1, unit->construct->loc, IL_FROM_DEFAULT};
    bool narrow = il_low__flag(low, "@aws-cdk/pipelines:reduceStageRoleTrustScope");
    il_cat props = il_cat_get(il_cat_shape(narrow ? IL_STR("action-role") : IL_STR("action-role-wide")), IL_W_CONSTANT);
    return il_low__child(unit, relative, IL_STR("aws-cdk-lib.aws_iam.Role"), il_low__instantiate(&scope, props),
                         unit->construct->loc);
}

static void grant(const il_ev *of, const char *method, il_low_unit *who)
{
    il_low *low = who->low;
    il_low_unit *behind = il_low__unit_behind(low, of);
    const il_ev *args[] = {il_low__ev_unit(low, who)};
    il_method_call call = {.method = method, .args = args, .n_args = 1, .loc = who->construct->loc};
    if (behind && !il_low__is_import(behind))
        il_low__grant(behind, &call);
}

/* Whoever acts in a pipeline works on its artifacts. */
static void share_artifacts(il_low_unit *pipeline, il_low_unit *who, const char *method)
{
    const il_ev *bucket = member(pipeline, "artifactBucket");
    grant(bucket, method, who);
    if (strcmp(method, "grantRead") == 0)
        grant(il_low__ev_member(who->low, bucket, IL_STR("encryptionKey"), who->construct->loc), "grantEncryptDecrypt",
              who);
}

static il_low_document *open_policy(il_low_unit *unit)
{
    il_low_document *document =
        unit ? il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), unit->construct->loc) : NULL;
    if (document)
        document->open = true;
    return document;
}

static void open_resource_policy(il_low_unit *unit)
{
    il_low_document *document =
        unit && il_low__primary(unit) ? il_low__resource_document(unit, unit->construct->loc) : NULL;
    if (document)
        document->open = true;
}

/* A build project of the pipeline's own: what it builds and with which environment is open where defaults are given. */
static il_low_unit *project(il_low_unit *below, il_low_unit *pipeline, const char *relative, const char *step)
{
    il_low *low = below->low;
    il_loc loc = below->construct->loc;
    il_low_unit *made =
        il_low__child(below, il_str_of(relative), IL_STR("aws-cdk-lib.aws_codebuild.PipelineProject"), NULL, loc);
    il_low_part *part = il_low__primary(made);
    if (!part)
        return made;
    il_str name = below->stack ? below->stack->name : (il_str){NULL, 0};
    il_str text = il_arena_printf(low->arena, "Pipeline step %.*s/Pipeline/%s", IL_FMT(name), step);
    il_low__put(low, part->properties, IL_STR("Description"), (il_loc){0},
                name.n ? il_low__text(low, loc, text) : il_low__unknown(low, loc, "name of a stack", name));
    il_low__set(low, part->properties, IL_STR("Source.BuildSpec"), (il_loc){0},
                il_low__unknown(low, loc, "build specification", (il_str){NULL, 0}));
    const il_ev *key = il_low__ev_member(low, member(pipeline, "artifactBucket"), IL_STR("encryptionKey"), loc);
    if (il_low__unit_behind(low, key))
        il_low__put(low, part->properties, IL_STR("EncryptionKey"), (il_loc){0},
                    il_low__plain(low, il_low__ev_member(low, key, IL_STR("keyArn"), loc)));
    open_policy(made);
    return made;
}

/* Defaults of the author's for projects reach all of what a project says. */
static void configure(il_low_unit *unit, il_low_unit *made, const char *defaults, const char *docker)
{
    il_low_part *part = il_low__primary(made);
    if (!part)
        return;
    if (il_low__given(il_low__prop(unit, "codeBuildDefaults")) != IL_NO ||
        il_low__given(il_low__prop(unit, defaults)) != IL_NO) {
        il_low__open(part->properties);
        il_low__set(unit->low, part->properties, IL_STR("Environment"), (il_loc){0},
                    il_low__unknown(unit->low, part->out->loc, "defaults of a pipeline's projects", (il_str){NULL, 0}));
    }
    const il_ev *enabled = il_low__prop(unit, docker);
    if (il_low__given(enabled) != IL_NO)
        il_low__set(unit->low, part->properties, IL_STR("Environment.PrivilegedMode"), enabled->loc,
                    il_low__plain(unit->low, enabled));
}

/* ---- Sources ---- */

/* The id that a source's action has; empty when it has no role or is not known. */
static il_str source_id(il_low *low, const il_ev *source)
{
    il_str kind = il_low__string(il_low__field(low, source, "source"));
    const il_ev *name = il_low__field(low, source, "name");
    if (il_str_is(kind, "commit") && name->kind != IL_EV_STRING)
        return IL_STR("CodeCommit");
    if (!il_str_is(kind, "connection") || name->kind != IL_EV_STRING)
        return (il_str){NULL, 0};
    il_str id = il_arena_str(low->arena, name->string);
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] == '/')
            ((char *)id.p)[i] = '_';
    return id;
}

static void add_source(il_low_unit *pipeline, const il_ev *synth)
{
    il_low *low = pipeline->low;
    const il_ev *source = il_low__field(low, il_low__field(low, synth, "props"), "input");
    il_str id = source->kind == IL_EV_OBJECT ? source_id(low, source) : (il_str){NULL, 0};
    if (id.n == 0)
        return;
    il_low_unit *role =
        action_role(pipeline, pipeline, il_arena_printf(low->arena, "Source/%.*s/CodePipelineActionRole", IL_FMT(id)));
    share_artifacts(pipeline, role, "grantReadWrite");
    open_policy(role);
}

static void add_synth(il_low_unit *unit, il_low_unit *pipeline, const il_ev *synth)
{
    il_low *low = unit->low;
    il_str id = il_low__string(il_low__field(low, synth, "id")),
           step = il_low__string(il_low__field(low, synth, "step"));
    if (id.n == 0)
        return;
    il_str relative = il_arena_printf(low->arena, "Build/%.*s/CdkBuildProject", IL_FMT(id)),
           name = il_arena_printf(low->arena, "Build/%.*s", IL_FMT(id));
    const il_ev *role = il_low__field(low, il_low__field(low, synth, "props"), "role");
    if (il_low__given(role) != IL_NO)
        return;
    il_low_unit *made = project(pipeline, pipeline, relative.p, name.p);
    share_artifacts(pipeline, made, "grantReadWrite");
    configure(unit, made, "synthCodeBuildDefaults", "dockerEnabledForSynth");
    if (!il_str_is(step, "shell") && il_low__primary(made))
        il_low__open(il_low__primary(made)->properties);
}

/* What `cdk deploy` needs: the roles of the bootstrap stack, and a look at what is deployed. */
static void allow_deployment(il_low_unit *project)
{
    il_low *low = project->low;
    il_loc loc = project->construct->loc;
    il_low_document *document = il_low__identity_document(low, il_low__ev_unit(low, project), loc);
    il_low_allowance look = {.actions = {"cloudformation:DescribeStacks"}, .loc = loc};
    il_low_allowance list = {.actions = {"s3:ListBucket"}, .loc = loc};
    look.resource = list.resource = il_low__text(low, loc, IL_STR("*"));
    il_low__allow(document, &look);
    il_low__allow(document, &list);
}

static void add_self_mutation(il_low_unit *unit, il_low_unit *pipeline)
{
    il_low *low = unit->low;
    const il_ev *wanted = il_low__prop(unit, "selfMutation"), *name = il_low__prop(unit, "pipelineName");
    if (wanted->kind == IL_EV_BOOL ? !wanted->boolean : il_low__given(wanted) != IL_NO)
        return;
    il_low_unit *made = project(unit, pipeline, "UpdatePipeline/SelfMutation", "UpdatePipeline/SelfMutate");
    share_artifacts(pipeline, made, "grantRead");
    allow_deployment(made);
    configure(unit, made, "selfMutationCodeBuildDefaults", "dockerEnabledForSelfMutation");
    if (name->kind == IL_EV_STRING && il_low__primary(made))
        il_low__put(low, il_low__primary(made)->properties, IL_STR("Name"), name->loc,
                    il_low__text(low, name->loc, il_arena_printf(low->arena, "%.*s-selfupdate", IL_FMT(name->string))));
    else if (il_low__given(name) != IL_NO && il_low__primary(made))
        il_low__put(low, il_low__primary(made)->properties, IL_STR("Name"), name->loc,
                    il_low__unknown(low, name->loc, "name of a pipeline", (il_str){NULL, 0}));
}

static void finish_pipeline(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_unit *pipeline = il_low__child_of(unit, IL_STR("Pipeline"));
    const il_ev *synth = il_low__prop(unit, "synth");
    if (!pipeline || !il_low__primary(pipeline) || unit->path.n == 0) {
        announce(unit, true);
        return;
    }
    il_truth regions = il_low__cross_regions(unit, pipeline);
    announce(unit, regions == IL_MAYBE);
    il_low_part *part = il_low__primary(pipeline);
    const il_ev *bucket = member(pipeline, "artifactBucket");
    il_low_node *stages = il_low__member(part->properties, IL_STR("Stages"));
    if (stages && stages->kind == IL_LOW_LIST)
        stages->open = true;
    il_low_document *policy = open_policy(il_low__unit_behind(low, member(pipeline, "role")));
    if (regions != IL_NO) {
        if (policy)
            policy->statements.n = 0;
        il_low_node *store = il_low__unknown(low, part->out->loc, "stages in other regions", (il_str){NULL, 0});
        il_low__give(part, "ArtifactStore", regions == IL_YES ? NULL : store);
        il_low__give(part, "ArtifactStores", store);
        part->properties->open = true;
    }
    open_resource_policy(il_low__unit_behind(low, bucket));
    open_resource_policy(
        il_low__unit_behind(low, il_low__ev_member(low, bucket, IL_STR("encryptionKey"), part->out->loc)));
    if (il_low__given(il_low__prop(unit, "usePipelineRoleForActions")) != IL_NO)
        return;
    if (synth->kind == IL_EV_OBJECT) {
        add_source(pipeline, synth);
        add_synth(unit, pipeline, synth);
    }
    open_policy(action_role(unit, pipeline, IL_STR("CodeBuildActionRole")));
    add_self_mutation(unit, pipeline);
}

const il_low_model il_low__cdk_pipeline_model = {.name = "cdk-pipeline", .finish = finish_pipeline};
