import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const alias = new lambda.Alias(this, 'Alias', { aliasName: 'live', version: fn.currentVersion });
    const api = new apigateway.RestApi(this, 'Dom', { retainDeployments: true, endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] } });
    api.root.addMethod('GET', new apigateway.LambdaIntegration(alias));
    api.root.addMethod('post', new apigateway.LambdaIntegration(fn, { timeout: cdk.Duration.seconds(10) }), { requestValidatorOptions: { validateRequestBody: true, requestValidatorName: 'v' } });
    const spec = new apigateway.SpecRestApi(this, 'Spec', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.2', info: { title: 'x' }, paths: { '/a': { get: {} } } }), cloudWatchRole: true });
    const bucket = new s3.Bucket(this, 'B');
    const specb = new apigateway.SpecRestApi(this, 'SpecB', { apiDefinition: apigateway.ApiDefinition.fromBucket(bucket, 'k.json'), restApiName: 'q' });
    const proxy = new apigateway.RestApi(this, 'Pr', { defaultIntegration: new apigateway.LambdaIntegration(fn, { scopePermissionToMethod: false }) });
    new apigateway.ProxyResource(this, 'PRes', { parent: proxy.root, anyMethod: true });
    const r = new apigateway.Resource(this, 'Res', { parent: proxy.root, pathPart: 'zz' });
    r.addMethod('GET');
    const multi = new apigateway.RestApi(this, 'Multi', { defaultMethodOptions: { apiKeyRequired: true }, deployOptions: { throttlingRateLimit: 5, metricsEnabled: true, variables: { a: 'b' }, cachingEnabled: true, cacheTtl: cdk.Duration.minutes(1) } });
    for (const n of ['a', 'b']) multi.root.resourceForPath(`/v1/${n}`).addMethod('GET', new apigateway.LambdaIntegration(fn));
    const k = new apigateway.ApiKey(this, 'AK', { value: 'abcdefghijklmnopqrstuvwxyz', stages: [multi.deploymentStage] });
    const up = new apigateway.UsagePlan(this, 'UP', { apiStages: [{ api: multi, stage: multi.deploymentStage }] });
    up.addApiKey(k);
    new cdk.CfnOutput(this, 'O', { value: multi.url });
    api.root.addResource('s').addMethod('GET', new apigateway.AwsIntegration({ service: 's3', integrationHttpMethod: 'GET', path: `${bucket.bucketName}/x`, region: 'eu-west-1', proxy: true }));
  }
}
const app = new cdk.App();
new ApiStack(app, 'ApiStack', { env: { region: 'us-east-1', account: '123456789012' } });
