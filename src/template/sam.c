/* SAM. Its resources stay of their own types; what each becomes is a gap, so that no rule claims that such a resource is absent. From
 * "Generated CloudFormation resources for AWS SAM resources" of the SAM developer guide. */
#include "reader.h"

#include <string.h>

/* What the SAM resource makes, whatever its properties say; NULL ends the list. */
static const struct {
    const char *type;
    const char *makes[12];
} expansions[] = {
    {"AWS::Serverless::Function",
     {"AWS::Lambda::Function", "AWS::IAM::Role", "AWS::Lambda::Version", "AWS::Lambda::Alias",
      "AWS::Lambda::Permission", "AWS::Lambda::Url", "AWS::Lambda::EventSourceMapping",
      "AWS::Lambda::EventInvokeConfig", "AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::SNS::Subscription"}},
    {"AWS::Serverless::Api",
     {"AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment",
      "AWS::ApiGateway::DomainName", "AWS::ApiGateway::BasePathMapping", "AWS::ApiGateway::UsagePlan",
      "AWS::ApiGateway::UsagePlanKey", "AWS::ApiGateway::ApiKey", "AWS::Route53::RecordSetGroup",
      "AWS::Lambda::Permission"}},
    {"AWS::Serverless::HttpApi",
     {"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::DomainName",
      "AWS::ApiGatewayV2::ApiMapping", "AWS::Route53::RecordSetGroup", "AWS::Lambda::Permission"}},
    {"AWS::Serverless::SimpleTable", {"AWS::DynamoDB::Table"}},
    {"AWS::Serverless::LayerVersion", {"AWS::Lambda::LayerVersion"}},
    {"AWS::Serverless::StateMachine",
     {"AWS::StepFunctions::StateMachine", "AWS::IAM::Role", "AWS::StepFunctions::StateMachineVersion",
      "AWS::StepFunctions::StateMachineAlias", "AWS::Events::Rule", "AWS::Scheduler::Schedule"}},
    {"AWS::Serverless::Connector",
     {"AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"}},
    {"AWS::Serverless::GraphQLApi",
     {"AWS::AppSync::GraphQLApi", "AWS::AppSync::GraphQLSchema", "AWS::AppSync::DataSource", "AWS::AppSync::Resolver",
      "AWS::AppSync::FunctionConfiguration", "AWS::AppSync::ApiKey", "AWS::AppSync::ApiCache",
      "AWS::AppSync::DomainName", "AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::Logs::LogGroup"}},
};

/* Functions and state machines with Api or HttpApi events make an API that no resource of the template names. */
static const char *const implicit[] = {"AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage",
                                       "AWS::ApiGateway::Deployment", "AWS::ApiGatewayV2::Api",
                                       "AWS::ApiGatewayV2::Stage"};

static void add_gap(il_reader *r, const il_resource *resource, const char *type)
{
    il_gap gap = {resource->loc, "resource of a transform that is not expanded", resource->logical_id, NULL};
    gap.type = type ? il_intern(il_str_of(type)) : NULL;
    il_app_add_gap(r->app, gap);
}

/* Whether a function or state machine has events: an API may come from them. */
static bool has_events(const il_resource *resource)
{
    return il_value_get(il_resource_properties(resource), IL_STR("Events"))->kind != IL_MISSING;
}

void il_reader__serverless(il_reader *r, il_resource *resource)
{
    const char *const *makes = NULL;
    for (size_t i = 0; i < sizeof expansions / sizeof *expansions; i++)
        if (strcmp(expansions[i].type, resource->type) == 0)
            makes = expansions[i].makes;
    if (!makes)
        add_gap(r, resource, NULL); /* AWS::Serverless::Application, and what SAM learns later */
    for (; makes && *makes; makes++)
        add_gap(r, resource, *makes);
    for (size_t i = 0; has_events(resource) && i < sizeof implicit / sizeof *implicit; i++)
        add_gap(r, resource, implicit[i]);
}
