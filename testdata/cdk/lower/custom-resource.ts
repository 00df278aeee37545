import * as cdk from 'aws-cdk-lib';
import { Duration, RemovalPolicy, CustomResource, aws_lambda as lambda, aws_iam as iam, aws_logs as logs, custom_resources as cr } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const p = new cr.Provider(this, 'P', { onEventHandler: fn });
    new CustomResource(this, 'C1', { serviceToken: p.serviceToken, properties: { A: 1, B: 'x' } });
    const fn2 = new lambda.Function(this, 'Fn2', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const p2 = new cr.Provider(this, 'P2', { onEventHandler: fn, isCompleteHandler: fn2, queryInterval: Duration.seconds(10), totalTimeout: Duration.minutes(10), logRetention: logs.RetentionDays.ONE_DAY });
    new CustomResource(this, 'C2', { serviceToken: p2.serviceToken, resourceType: 'Custom::Mine', removalPolicy: RemovalPolicy.RETAIN });
    new CustomResource(this, 'C3', { serviceToken: fn.functionArn });
    new cr.AwsCustomResource(this, 'A1', { onCreate: { service: 'S3', action: 'listBuckets', parameters: { x: 1 }, physicalResourceId: cr.PhysicalResourceId.of('x') }, onDelete: { service: '@aws-sdk/client-ssm', action: 'DeleteParameterCommand', parameters: { Name: 'n' } }, policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }) });
    new cr.AwsCustomResource(this, 'A2', { onUpdate: { service: 'SSM', action: 'getParameter', parameters: { Name: 'x', WithDecryption: true }, physicalResourceId: cr.PhysicalResourceId.fromResponse('Parameter.ARN') }, policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['*'] })]), resourceType: 'Custom::Get', installLatestAwsSdk: false, logRetention: logs.RetentionDays.ONE_DAY });
    new logs.LogRetention(this, 'LR', { logGroupName: '/x', retention: logs.RetentionDays.FIVE_DAYS });
  }
}

new S(new cdk.App(), 'T');
