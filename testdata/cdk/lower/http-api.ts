import * as cdk from 'aws-cdk-lib';
import * as v2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as integ from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as authz from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const auth = new lambda.Function(this, 'AuthFn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const li = new integ.HttpLambdaIntegration('LI', fn);
    const api = new v2.HttpApi(this, 'Api', { apiName: 'x', corsPreflight: { allowOrigins: ['*'], allowMethods: [v2.CorsHttpMethod.ANY], maxAge: cdk.Duration.days(1) } });
    api.addRoutes({ path: '/items', methods: [v2.HttpMethod.GET, v2.HttpMethod.POST], integration: li });
    api.addRoutes({ path: '/items/{id}', methods: [v2.HttpMethod.ANY], integration: new integ.HttpUrlIntegration('UI', 'https://example.com', { method: v2.HttpMethod.GET }) });
    const jwt = new authz.HttpJwtAuthorizer('Jwt', 'https://issuer.example', { jwtAudience: ['a'] });
    const la = new authz.HttpLambdaAuthorizer('LA', auth, { responseTypes: [authz.HttpLambdaResponseType.SIMPLE], resultsCacheTtl: cdk.Duration.minutes(2) });
    api.addRoutes({ path: '/jwt', methods: [v2.HttpMethod.GET], integration: li, authorizer: jwt, authorizationScopes: ['s'] });
    api.addRoutes({ path: '/la', integration: li, authorizer: la });
    api.addRoutes({ path: '/iam', methods: [v2.HttpMethod.GET], integration: li, authorizer: new authz.HttpIamAuthorizer() });
    const d = new v2.HttpApi(this, 'Def', { defaultIntegration: new integ.HttpLambdaIntegration('DefI', fn), createDefaultStage: false, description: 'x', defaultAuthorizer: new authz.HttpIamAuthorizer() });
    d.addStage('prod', { stageName: 'prod', autoDeploy: true, throttle: { burstLimit: 1, rateLimit: 2 } });
    d.addRoutes({ path: '/free', methods: [v2.HttpMethod.GET], integration: new integ.HttpLambdaIntegration('LI9', fn), authorizer: new v2.HttpNoneAuthorizer() });
    new v2.HttpRoute(this, 'Own', { httpApi: d, integration: new integ.HttpLambdaIntegration('LI3', fn), routeKey: v2.HttpRouteKey.with('/own', v2.HttpMethod.GET) });
    const ws = new v2.WebSocketApi(this, 'Ws', { connectRouteOptions: { integration: new integ.WebSocketLambdaIntegration('Connect', fn), authorizer: new authz.WebSocketLambdaAuthorizer('WA', auth) }, disconnectRouteOptions: { integration: new integ.WebSocketLambdaIntegration('Disconnect', fn) }, defaultRouteOptions: { integration: new integ.WebSocketLambdaIntegration('Def', fn) } });
    ws.addRoute('send', { integration: new integ.WebSocketLambdaIntegration('Send', fn), returnResponse: true });
    new v2.WebSocketStage(this, 'WsStage', { webSocketApi: ws, stageName: 'dev', autoDeploy: true });
    ws.grantManageConnections(fn);
    new cdk.CfnOutput(this, 'U', { value: api.url! });
    new cdk.CfnOutput(this, 'E', { value: api.apiEndpoint });
  }
}
const app = new cdk.App();
new ApiStack(app, 'ApiStack');
