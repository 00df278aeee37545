import * as cdk from 'aws-cdk-lib';
import { Duration, aws_lambda as lambda, aws_iam as iam, aws_sqs as sqs, aws_s3 as s3, aws_events as events, aws_logs as logs, aws_lambda_destinations as destinations, aws_lambda_nodejs as nodejs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const code = lambda.Code.fromInline('exports.handler = async () => {}');
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromAsset('code'), logRetention: logs.RetentionDays.ONE_WEEK });
    fn.addEnvironment('A', 'b');
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    const v = fn.currentVersion;
    const alias = new lambda.Alias(this, 'Alias', { aliasName: 'live', version: v });
    alias.addPermission('P', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    const url = fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    const fn2 = new lambda.Function(this, 'Fn2', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code, deadLetterQueueEnabled: true, tracing: lambda.Tracing.ACTIVE, reservedConcurrentExecutions: 3, timeout: Duration.seconds(10), memorySize: 256, ephemeralStorageSize: cdk.Size.mebibytes(1024) });
    fn2.addPermission('Inv', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::b' });
    fn2.addPermission('Acc', { principal: new iam.AccountPrincipal('111122223333') });
    fn2.grantInvoke(fn);
    fn.grantInvoke(new iam.ServicePrincipal('events.amazonaws.com'));
    const layer = new lambda.LayerVersion(this, 'Layer', { code: lambda.Code.fromAsset('code'), compatibleRuntimes: [lambda.Runtime.NODEJS_20_X, lambda.Runtime.NODEJS_22_X], description: 'd', license: 'MIT' });
    layer.addPermission("all", { accountId: "123456789012" });
    const fn3 = new lambda.Function(this, 'Fn3', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code, layers: [layer], onFailure: new destinations.SqsDestination(new sqs.Queue(this, 'FailQ')), onSuccess: new destinations.LambdaDestination(fn2), retryAttempts: 1, maxEventAge: Duration.hours(1), environment: { T: url.url }, architecture: lambda.Architecture.ARM_64 });
    
    const single = new lambda.SingletonFunction(this, 'Single', { uuid: 'f7d4f730-4ee1-11e8-9c2d-fa7ae01bbebc', code, handler: 'index.main', timeout: Duration.seconds(300), runtime: lambda.Runtime.PYTHON_3_9 });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const a2 = fn2.addAlias('prod');
    const scaling = a2.addAutoScaling({ minCapacity: 1, maxCapacity: 10 });
    scaling.scaleOnUtilization({ utilizationTarget: 0.5 });
    fn2.metricErrors().createAlarm(this, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    new nodejs.NodejsFunction(this, 'Node', { entry: 'code/handler.ts', bundling: { minify: true, externalModules: ['x'] }, environment: { X: 'y' } });
    new nodejs.NodejsFunction(this, 'Node2', { entry: 'code/handler.ts', handler: 'main', runtime: lambda.Runtime.NODEJS_20_X });
    const imp = lambda.Function.fromFunctionArn(this, 'Imp', 'arn:aws:lambda:us-east-1:111122223333:function:f');
    
    new cdk.CfnOutput(this, 'O', { value: fn3.functionArn });
  }
}

new S(new cdk.App(), 'T');
