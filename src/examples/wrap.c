#include <string.h>

#include "buf.h"
#include "examples.h"

/* What snippets may use without an import: each alias and its module. docs/rules.md has the rule they follow. */
static const char *const aliases[][2] = {
    {"accessanalyzer", "aws-accessanalyzer"},
    {"acm", "aws-certificatemanager"},
    {"amazonmq", "aws-amazonmq"},
    {"amplify", "aws-amplify"},
    {"apigateway", "aws-apigateway"},
    {"apigatewayv2", "aws-apigatewayv2"},
    {"apigatewayv2_authorizers", "aws-apigatewayv2-authorizers"},
    {"apigatewayv2_integrations", "aws-apigatewayv2-integrations"},
    {"appconfig", "aws-appconfig"},
    {"applicationautoscaling", "aws-applicationautoscaling"},
    {"apprunner", "aws-apprunner"},
    {"appsync", "aws-appsync"},
    {"athena", "aws-athena"},
    {"autoscaling", "aws-autoscaling"},
    {"backup", "aws-backup"},
    {"batch", "aws-batch"},
    {"bedrock", "aws-bedrock"},
    {"budgets", "aws-budgets"},
    {"ce", "aws-ce"},
    {"cloud9", "aws-cloud9"},
    {"cloudformation", "aws-cloudformation"},
    {"cloudfront", "aws-cloudfront"},
    {"cloudtrail", "aws-cloudtrail"},
    {"cloudwatch", "aws-cloudwatch"},
    {"cloudwatch_actions", "aws-cloudwatch-actions"},
    {"codeartifact", "aws-codeartifact"},
    {"codebuild", "aws-codebuild"},
    {"codecommit", "aws-codecommit"},
    {"codedeploy", "aws-codedeploy"},
    {"codepipeline", "aws-codepipeline"},
    {"codepipeline_actions", "aws-codepipeline-actions"},
    {"cognito", "aws-cognito"},
    {"config", "aws-config"},
    {"custom_resources", "custom-resources"},
    {"datasync", "aws-datasync"},
    {"dax", "aws-dax"},
    {"directoryservice", "aws-directoryservice"},
    {"dlm", "aws-dlm"},
    {"dms", "aws-dms"},
    {"docdb", "aws-docdb"},
    {"dynamodb", "aws-dynamodb"},
    {"ec2", "aws-ec2"},
    {"ecr", "aws-ecr"},
    {"ecr_assets", "aws-ecr-assets"},
    {"ecs", "aws-ecs"},
    {"ecs_patterns", "aws-ecs-patterns"},
    {"efs", "aws-efs"},
    {"eks", "aws-eks"},
    {"elasticache", "aws-elasticache"},
    {"elasticbeanstalk", "aws-elasticbeanstalk"},
    {"elasticsearch", "aws-elasticsearch"},
    {"elb", "aws-elasticloadbalancing"},
    {"elbv2", "aws-elasticloadbalancingv2"},
    {"emr", "aws-emr"},
    {"emrserverless", "aws-emrserverless"},
    {"events", "aws-events"},
    {"events_targets", "aws-events-targets"},
    {"eventschemas", "aws-eventschemas"},
    {"firehose", "aws-kinesisfirehose"},
    {"fsx", "aws-fsx"},
    {"gamelift", "aws-gamelift"},
    {"globalaccelerator", "aws-globalaccelerator"},
    {"glue", "aws-glue"},
    {"guardduty", "aws-guardduty"},
    {"iam", "aws-iam"},
    {"imagebuilder", "aws-imagebuilder"},
    {"inspectorv2", "aws-inspectorv2"},
    {"iot", "aws-iot"},
    {"kafkaconnect", "aws-kafkaconnect"},
    {"kinesis", "aws-kinesis"},
    {"kinesisanalytics", "aws-kinesisanalytics"},
    {"kinesisanalyticsv2", "aws-kinesisanalyticsv2"},
    {"kms", "aws-kms"},
    {"lambda", "aws-lambda"},
    {"lambda_destinations", "aws-lambda-destinations"},
    {"lambda_event_sources", "aws-lambda-event-sources"},
    {"lambda_nodejs", "aws-lambda-nodejs"},
    {"lightsail", "aws-lightsail"},
    {"lex", "aws-lex"},
    {"logs", "aws-logs"},
    {"macie", "aws-macie"},
    {"mediastore", "aws-mediastore"},
    {"memorydb", "aws-memorydb"},
    {"msk", "aws-msk"},
    {"mwaa", "aws-mwaa"},
    {"neptune", "aws-neptune"},
    {"neptunegraph", "aws-neptunegraph"},
    {"networkfirewall", "aws-networkfirewall"},
    {"opensearch", "aws-opensearchservice"},
    {"opensearchserverless", "aws-opensearchserverless"},
    {"organizations", "aws-organizations"},
    {"origins", "aws-cloudfront-origins"},
    {"pipelines", "pipelines"},
    {"pipes", "aws-pipes"},
    {"qldb", "aws-qldb"},
    {"quicksight", "aws-quicksight"},
    {"ram", "aws-ram"},
    {"rds", "aws-rds"},
    {"redshift", "aws-redshift"},
    {"redshiftserverless", "aws-redshiftserverless"},
    {"resourcegroups", "aws-resourcegroups"},
    {"route53", "aws-route53"},
    {"route53_targets", "aws-route53-targets"},
    {"route53resolver", "aws-route53resolver"},
    {"s3", "aws-s3"},
    {"s3_assets", "aws-s3-assets"},
    {"s3_deployment", "aws-s3-deployment"},
    {"s3n", "aws-s3-notifications"},
    {"sagemaker", "aws-sagemaker"},
    {"sam", "aws-sam"},
    {"scheduler", "aws-scheduler"},
    {"secretsmanager", "aws-secretsmanager"},
    {"securityhub", "aws-securityhub"},
    {"servicecatalog", "aws-servicecatalog"},
    {"servicediscovery", "aws-servicediscovery"},
    {"ses", "aws-ses"},
    {"shield", "aws-shield"},
    {"signer", "aws-signer"},
    {"sns", "aws-sns"},
    {"sns_subscriptions", "aws-sns-subscriptions"},
    {"sqs", "aws-sqs"},
    {"ssm", "aws-ssm"},
    {"ssmincidents", "aws-ssmincidents"},
    {"stepfunctions", "aws-stepfunctions"},
    {"stepfunctions_tasks", "aws-stepfunctions-tasks"},
    {"synthetics", "aws-synthetics"},
    {"timestream", "aws-timestream"},
    {"transfer", "aws-transfer"},
    {"waf", "aws-waf"},
    {"wafregional", "aws-wafregional"},
    {"wafv2", "aws-wafv2"},
    {"workspaces", "aws-workspaces"},
    {"xray", "aws-xray"},
};

static const char class_head[] = "\n"
                                 "export class ExampleStack extends cdk.Stack {\n"
                                 "  constructor(scope: Construct, id: string, props?: cdk.StackProps) {\n"
                                 "    super(scope, id, props);\n"
                                 "\n";
static const char class_tail[] = "  }\n"
                                 "}\n"
                                 "\n"
                                 "const app = new cdk.App();\n"
                                 "new ExampleStack(app, 'Example');\n";

static uint32_t count_lines(il_str text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

/* The import lines that TEXT begins with. */
static il_str leading_imports(il_str text)
{
    il_str rest = text;
    size_t at = 0;
    while (rest.p) {
        il_str line = il_str_cut(&rest, '\n');
        if (!il_str_starts(line, IL_STR("import ")) && il_str_trim(line).n)
            break;
        at = rest.p ? (size_t)(rest.p - text.p) : text.n;
    }
    il_str head = il_str_slice(text, 0, at);
    return il_str_contains(head, IL_STR("import ")) ? head : (il_str){text.p, 0};
}

/* The snippet's lines at the depth of the constructor's other statements, so that fixes are written in its style. */
static void add_indented(il_buf *buf, il_str text)
{
    while (text.p && text.n) {
        il_str line = il_str_cut(&text, '\n');
        if (il_str_trim(line).n)
            il_buf_puts(buf, "    ");
        il_buf_add(buf, line);
        il_buf_putc(buf, '\n');
    }
}

void il_example_wrap(il_arena *arena, il_str text, il_example_file *file)
{
    if (il_str_contains(text, IL_STR("'aws-cdk-lib")) || il_str_contains(text, IL_STR("\"aws-cdk-lib"))) {
        file->text = text;
        file->body_at = 1;
        return;
    }
    il_buf buf = {0};
    il_str head = leading_imports(text), body = il_str_slice(text, head.n, text.n);
    il_buf_puts(&buf, "import * as cdk from 'aws-cdk-lib';\n");
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        il_buf_printf(&buf, "import * as %s from 'aws-cdk-lib/%s';\n", aliases[i][0], aliases[i][1]);
    il_buf_puts(&buf, "import { Construct } from 'constructs';\n");
    file->snippet = true;
    file->head = count_lines(head);
    file->head_at = count_lines(il_buf_str(&buf)) + 1;
    il_buf_add(&buf, head);
    il_buf_puts(&buf, class_head);
    file->body_at = count_lines(il_buf_str(&buf)) + 1;
    add_indented(&buf, body);
    il_buf_puts(&buf, class_tail);
    file->text = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
}
