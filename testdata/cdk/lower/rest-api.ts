import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const auth = new lambda.Function(this, 'AuthFn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const access = new logs.LogGroup(this, 'Access');
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: 'My Service',
      description: 'about it',
      defaultCorsPreflightOptions: { allowOrigins: apigateway.Cors.ALL_ORIGINS, allowMethods: apigateway.Cors.ALL_METHODS },
      deployOptions: { stageName: 'dev', accessLogDestination: new apigateway.LogGroupLogDestination(access), accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
        loggingLevel: apigateway.MethodLoggingLevel.INFO, methodOptions: { '/items/GET': { throttlingRateLimit: 5, cachingEnabled: true } }, tracingEnabled: true },
      apiKeySourceType: apigateway.ApiKeySourceType.HEADER,
      binaryMediaTypes: ['image/png'],
      minCompressionSize: cdk.Size.kibibytes(1),
    });
    const ca = new apigateway.RequestAuthorizer(this, 'Other', { handler: auth, identitySources: [apigateway.IdentitySource.queryString('q'), apigateway.IdentitySource.header('H')] });
    const ta = new apigateway.TokenAuthorizer(this, 'TokenAuth', { handler: auth });
    const ra = new apigateway.RequestAuthorizer(this, 'ReqAuth', { handler: auth, identitySources: [apigateway.IdentitySource.header('Authorization')], resultsCacheTtl: cdk.Duration.minutes(1) });
    const model = api.addModel('Item', { contentType: 'application/json', modelName: 'Item', schema: { schema: apigateway.JsonSchemaVersion.DRAFT4, title: 'item', type: apigateway.JsonSchemaType.OBJECT, properties: { id: { type: apigateway.JsonSchemaType.STRING } }, required: ['id'] } });
    const validator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    const items = api.root.addResource('items');
    items.addMethod('GET', new apigateway.LambdaIntegration(fn), { authorizer: ca, authorizationScopes: ['ignored'] });
    items.addMethod('POST', new apigateway.LambdaIntegration(fn, { proxy: false, allowTestInvoke: false, requestTemplates: { 'application/json': '{ "statusCode": "200" }' }, passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      integrationResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" }, responseTemplates: { 'application/json': '' } }] }), {
      authorizer: ta, requestValidator: validator, requestModels: { 'application/json': model }, apiKeyRequired: true,
      methodResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true }, responseModels: { 'application/json': apigateway.Model.EMPTY_MODEL } }] });
    const item = items.addResource('{id}', { defaultMethodOptions: { authorizer: ra } });
    item.addMethod('GET', new apigateway.MockIntegration({ integrationResponses: [{ statusCode: '200' }], passthroughBehavior: apigateway.PassthroughBehavior.NEVER, requestTemplates: { 'application/json': '{"statusCode": 200}' } }), { methodResponses: [{ statusCode: '200' }] });
    item.addMethod('PUT', new apigateway.HttpIntegration('https://example.com/{id}', { httpMethod: 'PUT', proxy: false, options: { requestParameters: { 'integration.request.path.id': 'method.request.path.id' } } }), { requestParameters: { 'method.request.path.id': true } });
    const role = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    item.addMethod('DELETE', new apigateway.AwsIntegration({ service: 'dynamodb', action: 'DeleteItem', options: { credentialsRole: role, requestTemplates: { 'application/json': 'x' }, integrationResponses: [{ statusCode: '200' }] } }), { methodResponses: [{ statusCode: '200' }], authorizationType: apigateway.AuthorizationType.CUSTOM });
    const plan = api.addUsagePlan('Plan', { name: 'Easy', throttle: { rateLimit: 10, burstLimit: 2 }, quota: { limit: 100, period: apigateway.Period.DAY } });
    const key = api.addApiKey('Key', { apiKeyName: 'k' });
    plan.addApiKey(key);
    plan.addApiStage({ stage: api.deploymentStage });
    api.addGatewayResponse('Gw', { type: apigateway.ResponseType.ACCESS_DENIED, statusCode: '403', responseHeaders: { 'Access-Control-Allow-Origin': "'*'" }, templates: { 'application/json': 'x' } });
    const noCors = new apigateway.LambdaRestApi(this, 'LApi', { handler: fn });
    const noProxy = new apigateway.LambdaRestApi(this, 'LApi2', { handler: fn, proxy: false, cloudWatchRole: true, endpointTypes: [apigateway.EndpointType.REGIONAL] });
    const hello = noProxy.root.addResource('hello'); hello.addMethod('GET'); hello.addCorsPreflight({ allowOrigins: ['https://a.example', 'https://b.example'], allowMethods: ['GET', 'PUT'], allowCredentials: true, maxAge: cdk.Duration.days(1), allowHeaders: ['X-A'], exposeHeaders: ['X-B'], statusCode: 200 });
    noProxy.root.addMethod('ANY');
    new cdk.CfnOutput(this, 'Url', { value: api.urlForPath('/items') });
    const p2 = new apigateway.RestApi(this, 'Api2', { deploy: false, cloudWatchRole: false, policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['execute-api:Invoke'], principals: [new iam.AnyPrincipal()], resources: ['execute-api:/*'] })] }) });
    p2.root.addMethod('GET', new apigateway.MockIntegration());
    const dep = new apigateway.Deployment(this, 'Dep', { api: p2 });
    const st = new apigateway.Stage(this, 'St', { deployment: dep, stageName: 'beta' });
    p2.root.addResource('a').addResource('b').addProxy({ defaultIntegration: new apigateway.LambdaIntegration(fn), anyMethod: true });
  }
}
const app = new cdk.App();
new ApiStack(app, 'ApiStack');
