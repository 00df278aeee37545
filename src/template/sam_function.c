/* AWS::Serverless::Function: the function, its role, version and alias, its URL, and what its events make. From "CloudFormation resources generated
 * when AWS::Serverless::Function is specified" and the page of the resource itself in the SAM developer guide. */
#include <string.h>

#include "sam.h"

static const il_writing writings[] = {
    {"Architectures", "Architectures"},
    {"Code.ImageUri", "ImageUri"},
    {"Code.SourceKMSKeyArn", "SourceKMSKeyArn"},
    {"Code.ZipFile", "InlineCode"},
    {"CodeSigningConfigArn", "CodeSigningConfigArn"},
    {"DeadLetterConfig.TargetArn", "DeadLetterQueue.TargetArn"},
    {"Description", "Description"},
    {"Environment", "Environment"},
    {"EphemeralStorage", "EphemeralStorage"},
    {"FileSystemConfigs", "FileSystemConfigs"},
    {"FunctionName", "FunctionName"},
    {"Handler", "Handler"},
    {"ImageConfig", "ImageConfig"},
    {"KmsKeyArn", "KmsKeyArn"},
    {"Layers", "Layers"},
    {"LoggingConfig", "LoggingConfig"},
    {"MemorySize", "MemorySize"},
    {"PackageType", "PackageType"},
    {"RecursiveLoop", "RecursiveLoop"},
    {"ReservedConcurrentExecutions", "ReservedConcurrentExecutions"},
    {"Role", "Role"},
    {"Runtime", "Runtime"},
    {"RuntimeManagementConfig", "RuntimeManagementConfig"},
    {"SnapStart", "SnapStart"},
    {"Timeout", "Timeout"},
    {"TracingConfig.Mode", "Tracing"},
    {"VpcConfig", "VpcConfig"},
};

/* What becomes of other resources, or of nothing. */
static const char *const known[] = {"AssumeRolePolicyDocument",
                                    "AutoPublishAlias",
                                    "AutoPublishAliasAllProperties",
                                    "AutoPublishCodeSha256",
                                    "CodeUri",
                                    "DeploymentPreference",
                                    "EventInvokeConfig",
                                    "Events",
                                    "FunctionUrlConfig",
                                    "PermissionsBoundary",
                                    "Policies",
                                    "PropagateTags",
                                    "ProvisionedConcurrencyConfig",
                                    "RolePath",
                                    "Tags",
                                    "VersionDeletionPolicy",
                                    "VersionDescription",
                                    "PublishToLatestPublished",
                                    NULL};

/* Where the code lies: "s3://bucket/key" or a map of the same; a local path that `sam package` uploads is not known. */
static void put_code(il_sam *s, il_entries *out)
{
    static const il_writing parts[] = {{"Code.S3Bucket", "CodeUri.Bucket"},
                                       {"Code.S3Key", "CodeUri.Key"},
                                       {"Code.S3ObjectVersion", "CodeUri.Version"}};
    const il_entry *uri = il_sam__entry(s, "CodeUri");
    for (size_t i = 0; uri && uri->value->kind == IL_MAP && i < sizeof parts / sizeof *parts; i++)
        il_sam__move(s, out, parts[i].made, il_sam__entry(s, parts[i].written));
    if (!uri || uri->value->kind == IL_MAP || uri->value->kind == IL_MISSING)
        return;
    il_entry code = {IL_STR("Code"), uri->key_loc,
                     il_value_unknown(s->r->arena, uri->value->loc, "uploaded code", (il_str){NULL, 0})};
    IL_PUSH(s->r->arena, out, code);
}

static const il_value *fill_function(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, writings, sizeof writings / sizeof *writings, known);
    put_code(s, &out);
    const il_value *role = il_sam__get(s, "Role");
    if (role->kind == IL_MISSING) {
        const il_resource *made = il_map_get(&s->r->resources, il_sam__id(s->r, resource, "Role"));
        il_sam__put(s, &out, "Role", made ? il_sam__ref(s, made, "Arn") : il_sam__unknown(s, "Role"));
    }
    il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), "lambda:createdBy"));
    return il_sam__body(s, &out, all, true);
}

static bool has(il_sam *s, const char *path)
{
    return il_sam__get(s, path)->kind != IL_MISSING;
}

static const il_value *fill_role(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_sam_role role = {.service = "lambda.amazonaws.com"};
    IL_PUSH(s->r->arena, &role.managed, "service-role/AWSLambdaBasicExecutionRole");
    const il_value *tracing = il_sam__get(s, "Tracing");
    if (tracing->kind == IL_STRING && !il_str_is(tracing->string, "Disabled"))
        IL_PUSH(s->r->arena, &role.managed, "AWSXrayWriteOnlyAccess");
    if (has(s, "VpcConfig"))
        IL_PUSH(s->r->arena, &role.managed, "service-role/AWSLambdaVPCAccessExecutionRole");
    il_sam__event_policies(s, &role);
    return il_sam__role(s, &role);
}

static const il_value *fill_version(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "FunctionName", il_sam__ref(s, s->main, ""));
    il_sam__move(s, &out, "Description", il_sam__entry(s, "VersionDescription"));
    return il_sam__body(s, &out, true, false);
}

static const il_value *fill_alias(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "FunctionName", il_sam__ref(s, s->main, ""));
    il_sam__put(s, &out, "FunctionVersion", il_sam__unknown(s, "FunctionVersion"));
    il_sam__move(s, &out, "Name", il_sam__entry(s, "AutoPublishAlias"));
    il_sam__move(s, &out, "ProvisionedConcurrencyConfig", il_sam__entry(s, "ProvisionedConcurrencyConfig"));
    return il_sam__body(s, &out, true, false);
}

static const il_value *fill_invoke_config(il_sam *s, il_resource *resource, const il_member *event)
{
    static const il_writing moved[] = {{"MaximumEventAgeInSeconds", "EventInvokeConfig.MaximumEventAgeInSeconds"},
                                       {"MaximumRetryAttempts", "EventInvokeConfig.MaximumRetryAttempts"}};
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "FunctionName", il_sam__ref(s, s->main, ""));
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(s, &out, moved[i].made, il_sam__entry(s, moved[i].written));
    if (has(s, "EventInvokeConfig.DestinationConfig"))
        il_sam__put(s, &out, "DestinationConfig", il_sam__unknown(s, "DestinationConfig"));
    il_sam__put(s, &out, "Qualifier", il_sam__unknown(s, "Qualifier"));
    return il_sam__body(s, &out, true, false);
}

static const il_value *fill_url(il_sam *s, il_resource *resource, const il_member *event)
{
    static const il_writing moved[] = {{"AuthType", "FunctionUrlConfig.AuthType"},
                                       {"Cors", "FunctionUrlConfig.Cors"},
                                       {"InvokeMode", "FunctionUrlConfig.InvokeMode"}};
    (void)resource;
    (void)event;
    il_entries out = {0};
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(s, &out, moved[i].made, il_sam__entry(s, moved[i].written));
    il_sam__put(s, &out, "TargetFunctionArn", il_sam__ref(s, s->main, ""));
    return il_sam__body(s, &out, true, false);
}

static const il_value *fill_public(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "Action", il_sam__text(s, "lambda:InvokeFunctionUrl"));
    il_sam__put(s, &out, "FunctionName", il_sam__ref(s, s->main, ""));
    il_sam__put(s, &out, "FunctionUrlAuthType", il_sam__text(s, "NONE"));
    il_sam__put(s, &out, "Principal", il_sam__text(s, "*"));
    return il_sam__body(s, &out, true, false);
}

static const il_value *fill_deployment(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    il_sam__put(s, &out, "ServiceRoleArn", il_sam__unknown(s, "ServiceRoleArn"));
    il_sam__put(s, &out, "AutoRollbackConfiguration", il_sam__unknown(s, "AutoRollbackConfiguration"));
    return il_sam__body(s, &out, false, false);
}

/* The version has a hash in its logical id; the alias has its name, which may be a parameter's. */
static void declare_alias(il_reader *r, il_resource *main, const il_node *definition)
{
    const il_node *alias = il_sam__node(r, main, definition, "AutoPublishAlias");
    if (!alias)
        return;
    const il_value *name = il_reader__text_of(r, il_reader__value(r, alias));
    il_str id = {NULL, 0};
    if (name->kind == IL_STRING)
        id = il_arena_printf(r->arena, "%.*sAlias%.*s", IL_FMT(main->logical_id), IL_FMT(name->string));
    il_resource *version =
        il_sam__declare(r, main, (il_sam_new){(il_str){NULL, 0}, "AWS::Lambda::Version", NULL, fill_version});
    il_resource *made = il_sam__declare(r, main, (il_sam_new){id, "AWS::Lambda::Alias", NULL, fill_alias});
    il_map_put(&r->resources, il_sam__id(r, main, ".Version"), version);
    il_map_put(&r->resources, il_sam__id(r, main, ".Alias"), made);
    if (!il_sam__node(r, main, definition, "DeploymentPreference"))
        return;
    il_sam__declare(r, main,
                    (il_sam_new){il_sam__id(r, main, "DeploymentGroup"), "AWS::CodeDeploy::DeploymentGroup", NULL,
                                 fill_deployment});
    il_sam__gap(r, main, "AWS::CodeDeploy::Application");
    il_sam__gap(r, main, "AWS::IAM::Role");
}

static void declare_url(il_reader *r, il_resource *main, const il_node *definition)
{
    const il_node *url = il_sam__node(r, main, definition, "FunctionUrlConfig");
    if (!url)
        return;
    il_sam__declare(r, main, (il_sam_new){il_sam__id(r, main, "Url"), "AWS::Lambda::Url", NULL, fill_url});
    const il_node *type = il_node_get(url, IL_STR("AuthType"));
    if (il_str_is(il_node_string(type), "NONE") && !type->tag)
        il_sam__declare(
            r, main,
            (il_sam_new){il_sam__id(r, main, "UrlPublicPermissions"), "AWS::Lambda::Permission", NULL, fill_public});
    else if (!il_str_is(il_node_string(type), "AWS_IAM"))
        il_sam__gap(r, main, "AWS::Lambda::Permission");
}

static void declare(il_reader *r, il_resource *main, const il_node *definition)
{
    const il_node *role = il_sam__node(r, main, definition, "Role");
    il_site site;
    if (!role)
        il_sam__declare(r, main, (il_sam_new){il_sam__id(r, main, "Role"), "AWS::IAM::Role", NULL, fill_role});
    else if (il_reader__site_of(role, &site) && strcmp(site.name, "Fn::If") == 0)
        il_sam__gap(r, main, "AWS::IAM::Role"); /* perhaps it has none after all */
    declare_alias(r, main, definition);
    declare_url(r, main, definition);
    if (il_sam__node(r, main, definition, "EventInvokeConfig")) {
        il_sam__declare(r, main,
                        (il_sam_new){il_sam__id(r, main, "EventInvokeConfig"), "AWS::Lambda::EventInvokeConfig", NULL,
                                     fill_invoke_config});
        il_sam__gap(r, main, "AWS::SQS::Queue"); /* destinations without an ARN are made */
        il_sam__gap(r, main, "AWS::SNS::Topic");
    }
    il_sam__declare_events(r, main, definition);
}

const il_sam_kind il_sam__function = {
    "AWS::Serverless::Function",       "AWS::Lambda::Function", "Function", fill_function, declare, writings,
    sizeof writings / sizeof *writings};
