/* The simpler resources of SAM: tables, layers, state machines, nested applications and GraphQL APIs. */
#include <string.h>

#include "sam.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const il_writing table[] = {
    {"PointInTimeRecoverySpecification", "PointInTimeRecoverySpecification"},
    {"ProvisionedThroughput", "ProvisionedThroughput"},
    {"SSESpecification", "SSESpecification"},
    {"TableName", "TableName"},
};
static const char *const table_known[] = {"PrimaryKey", "Tags", NULL};

/* One string key, "id" without more. */
static void put_key(il_sam *s, il_entries *out)
{
    const il_entry *name = il_sam__entry(s, "PrimaryKey.Name"), *type = il_sam__entry(s, "PrimaryKey.Type");
    const il_value *key = name ? name->value : il_sam__text(s, "id");
    const il_value *kind = type ? il_sam__unknown(s, "AttributeType") : il_sam__text(s, "S");
    il_entries definition = {0}, schema = {0};
    if (type && type->value->kind == IL_STRING && type->value->string.n) {
        il_str letter = il_str_slice(type->value->string, 0, 1); /* String, Number, Binary */
        kind = il_value_string(s->r->arena, type->value->loc, letter);
    }
    il_sam__put(s, &definition, "AttributeName", key);
    il_sam__put(s, &definition, "AttributeType", kind);
    il_sam__put(s, &schema, "AttributeName", key);
    il_sam__put(s, &schema, "KeyType", il_sam__text(s, "HASH"));
    const il_value *attributes = il_sam__map(s, &definition), *keys = il_sam__map(s, &schema);
    il_sam__put(s, out, "AttributeDefinitions", il_sam__list(s, &attributes, 1));
    il_sam__put(s, out, "KeySchema", il_sam__list(s, &keys, 1));
}

static const il_value *fill_table(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, table, COUNT(table), table_known);
    put_key(s, &out);
    const il_value *provisioned = il_sam__get(s, "ProvisionedThroughput");
    if (provisioned->kind == IL_MISSING)
        il_sam__put(s, &out, "BillingMode", il_sam__text(s, "PAY_PER_REQUEST"));
    else if (provisioned->kind == IL_CHOICE || provisioned->kind == IL_UNKNOWN)
        il_sam__put(s, &out, "BillingMode", il_sam__unknown(s, "BillingMode"));
    if (il_sam__entry(s, "Tags"))
        il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), NULL));
    return il_sam__body(s, &out, all, true);
}

static const il_writing layer[] = {
    {"CompatibleArchitectures", "CompatibleArchitectures"},
    {"CompatibleRuntimes", "CompatibleRuntimes"},
    {"Description", "Description"},
    {"LayerName", "LayerName"},
    {"LicenseInfo", "LicenseInfo"},
};
static const char *const layer_known[] = {"ContentUri", "PublishLambdaVersion", "RetentionPolicy", NULL};

static const il_value *fill_layer(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, layer, COUNT(layer), layer_known);
    il_sam__put(s, &out, "Content", il_sam__unknown(s, "Content"));
    if (il_sam__get(s, "LayerName")->kind == IL_MISSING)
        il_sam__put(s, &out, "LayerName", il_sam__text(s, il_arena_str(s->r->arena, resource->logical_id).p));
    return il_sam__body(s, &out, all, true);
}

static const il_writing machine[] = {
    {"DefinitionSubstitutions", "DefinitionSubstitutions"},
    {"LoggingConfiguration", "Logging"},
    {"RoleArn", "Role"},
    {"StateMachineName", "Name"},
    {"StateMachineType", "Type"},
    {"TracingConfiguration", "Tracing"},
};
static const char *const machine_known[] = {"AutoPublishAlias",
                                            "Definition",
                                            "DeploymentPreference",
                                            "Events",
                                            "PermissionsBoundary",
                                            "Policies",
                                            "PropagateTags",
                                            "RolePath",
                                            "Tags",
                                            "UseAliasAsEventTarget",
                                            NULL};

static const il_value *fill_machine(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, machine, COUNT(machine), machine_known);
    if (il_sam__entry(s, "Definition") || il_sam__entry(s, "DefinitionUri"))
        il_sam__put(s, &out, "DefinitionString", il_sam__unknown(s, "DefinitionString"));
    if (il_sam__get(s, "Role")->kind == IL_MISSING) {
        const il_resource *made = il_map_get(&s->r->resources, il_sam__id(s->r, resource, "Role"));
        il_sam__put(s, &out, "RoleArn", made ? il_sam__ref(s, made, "Arn") : il_sam__unknown(s, "RoleArn"));
    }
    il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), "stateMachine:createdBy"));
    return il_sam__body(s, &out, all, true);
}

static const il_value *fill_machine_role(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_sam_role role = {.service = "states.amazonaws.com"};
    const il_value *tracing = il_sam__get(s, "Tracing");
    if (tracing->kind != IL_MISSING)
        IL_PUSH(s->r->arena, &role.managed, "AWSXrayWriteOnlyAccess");
    return il_sam__role(s, &role);
}

static void declare_machine(il_reader *r, il_resource *main, const il_node *definition)
{
    if (!il_sam__node(r, main, definition, "Role"))
        il_sam__declare(r, main, (il_sam_new){il_sam__id(r, main, "Role"), "AWS::IAM::Role", NULL, fill_machine_role});
    if (il_sam__node(r, main, definition, "AutoPublishAlias")) {
        il_sam__gap(r, main, "AWS::StepFunctions::StateMachineVersion");
        il_sam__gap(r, main, "AWS::StepFunctions::StateMachineAlias");
    }
    il_sam__declare_events(r, main, definition);
}

static const il_writing application[] = {
    {"NotificationARNs", "NotificationARNs"},
    {"Parameters", "Parameters"},
    {"TemplateURL", "Location"},
    {"TimeoutInMinutes", "TimeoutInMinutes"},
};
static const char *const application_known[] = {"Tags", NULL};

/* A Location that is a map names an application of the repository: its template is not here. */
static const il_value *fill_application(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    bool all = il_sam__moved(s, &out, application, COUNT(application), application_known);
    il_sam__put(s, &out, "Tags", il_sam__tags(s, il_sam__get(s, "Tags"), "lambda:createdBy"));
    return il_sam__body(s, &out, all, true);
}

static const il_writing graph[] = {
    {"EnvironmentVariables", "EnvironmentVariables"},
    {"IntrospectionConfig", "IntrospectionConfig"},
    {"Name", "Name"},
    {"OwnerContact", "OwnerContact"},
    {"QueryDepthLimit", "QueryDepthLimit"},
    {"ResolverCountLimit", "ResolverCountLimit"},
    {"Visibility", "Visibility"},
    {"XrayEnabled", "XrayEnabled"},
};
static const char *const graph_known[] = {"Auth",        "Logging",    "SchemaInline", "SchemaUri", "ApiKeys", "Cache",
                                          "DataSources", "DomainName", "Functions",    "Resolvers", "Tags",    NULL};

static const il_value *fill_graph(il_sam *s, il_resource *resource, const il_member *event)
{
    (void)resource;
    (void)event;
    il_entries out = {0};
    (void)il_sam__moved(s, &out, graph, COUNT(graph), graph_known);
    if (il_sam__entry(s, "Auth"))
        il_sam__put(s, &out, "AuthenticationType", il_sam__unknown(s, "AuthenticationType"));
    return il_sam__body(s, &out, false, true);
}

static void declare_graph(il_reader *r, il_resource *main, const il_node *definition)
{
    static const char *const types[] = {"AWS::AppSync::GraphQLSchema", "AWS::AppSync::DataSource",
                                        "AWS::AppSync::Resolver",      "AWS::AppSync::FunctionConfiguration",
                                        "AWS::AppSync::ApiKey",        "AWS::AppSync::ApiCache",
                                        "AWS::AppSync::DomainName",    "AWS::IAM::Role",
                                        "AWS::IAM::ManagedPolicy",     "AWS::Logs::LogGroup"};
    (void)definition;
    for (size_t i = 0; i < COUNT(types); i++)
        il_sam__gap(r, main, types[i]);
}

const il_sam_kind il_sam__table = {
    "AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table", "SimpleTable", fill_table, NULL, table, COUNT(table)};
const il_sam_kind il_sam__layer = {"AWS::Serverless::LayerVersion",
                                   "AWS::Lambda::LayerVersion",
                                   "LayerVersion",
                                   fill_layer,
                                   NULL,
                                   layer,
                                   COUNT(layer)};
const il_sam_kind il_sam__state_machine = {"AWS::Serverless::StateMachine",
                                           "AWS::StepFunctions::StateMachine",
                                           "StateMachine",
                                           fill_machine,
                                           declare_machine,
                                           machine,
                                           COUNT(machine)};
const il_sam_kind il_sam__application = {"AWS::Serverless::Application",
                                         "AWS::CloudFormation::Stack",
                                         NULL,
                                         fill_application,
                                         NULL,
                                         application,
                                         COUNT(application)};
const il_sam_kind il_sam__graph_api = {
    "AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi", NULL, fill_graph, declare_graph, graph, COUNT(graph)};
