import * as cdk from 'aws-cdk-lib';
import * as cf from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as apigw from 'aws-cdk-lib/aws-apigateway';
import * as v2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';

class CfStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const site = new s3.Bucket(this, 'Site', { websiteIndexDocument: 'index.html' });
    const data = new s3.Bucket(this, 'Data');
    const logs = new s3.Bucket(this, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER });
    const fn = new cf.Function(this, 'Fn', { code: cf.FunctionCode.fromInline('function handler(event) { return event.request; }'), runtime: cf.FunctionRuntime.JS_2_0 });
    const fn1 = new cf.Function(this, 'Fn1', { code: cf.FunctionCode.fromInline('x'), functionName: 'named', comment: 'c' });
    const cache = new cf.CachePolicy(this, 'Cache', { defaultTtl: cdk.Duration.days(2), cookieBehavior: cf.CacheCookieBehavior.none() });
    const orp = new cf.OriginRequestPolicy(this, 'Orp', { comment: 'x', headerBehavior: cf.OriginRequestHeaderBehavior.allowList('CloudFront-Viewer-Country'), queryStringBehavior: cf.OriginRequestQueryStringBehavior.all(), cookieBehavior: cf.OriginRequestCookieBehavior.none() });
    const api = new apigw.RestApi(this, 'Api'); api.root.addMethod('GET');
    const http = new v2.HttpApi(this, 'Http');
    const siteOrigin = origins.S3BucketOrigin.withOriginAccessControl(data, { originPath: '/p', originId: 'custom' });
    const d = new cf.Distribution(this, 'Dist', {
      defaultBehavior: { origin: siteOrigin, allowedMethods: cf.AllowedMethods.ALLOW_ALL, cachedMethods: cf.CachedMethods.CACHE_GET_HEAD_OPTIONS, viewerProtocolPolicy: cf.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [{ function: fn, eventType: cf.FunctionEventType.VIEWER_REQUEST }], cachePolicy: cache, originRequestPolicy: orp, compress: false },
      additionalBehaviors: {
        '/api/*': { origin: new origins.RestApiOrigin(api), cachePolicy: cf.CachePolicy.CACHING_DISABLED },
        '/http/*': { origin: new origins.HttpOrigin(`${http.apiId}.execute-api.${this.region}.amazonaws.com`, { customHeaders: { 'X-A': 'b' }, originPath: '/q', protocolPolicy: cf.OriginProtocolPolicy.HTTPS_ONLY, readTimeout: cdk.Duration.seconds(10), originShieldRegion: 'us-east-1', connectionAttempts: 2, httpPort: 8080, originSslProtocols: [cf.OriginSslPolicy.TLS_V1_2] }) },
        '/site/*': { origin: new origins.S3StaticWebsiteOrigin(site) },
        '/legacy/*': { origin: new origins.S3Origin(data) },
        '/web/*': { origin: new origins.S3Origin(site), edgeLambdas: [] },
        '/def/*': { origin: origins.S3BucketOrigin.withBucketDefaults(data) },
        '/lvl/*': { origin: origins.S3BucketOrigin.withOriginAccessControl(data, { originAccessLevels: [cf.AccessLevel.READ, cf.AccessLevel.LIST] }) },
      },
      defaultRootObject: 'index.html', domainNames: ['a.example.com'], enableLogging: true, logFilePrefix: 'cf/', comment: 'hi', priceClass: cf.PriceClass.PRICE_CLASS_100,
      errorResponses: [{ httpStatus: 404, responseHttpStatus: 200, responsePagePath: '/index.html', ttl: cdk.Duration.minutes(5) }], webAclId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/x', httpVersion: cf.HttpVersion.HTTP2_AND_3, geoRestriction: cf.GeoRestriction.allowlist('US', 'GB'),
    });
    d.addBehavior('*.png', siteOrigin, { viewerProtocolPolicy: cf.ViewerProtocolPolicy.HTTPS_ONLY });
    new cf.Distribution(this, 'Min', { defaultBehavior: { origin: new origins.HttpOrigin('www.example.com') }, logBucket: logs });
    new cdk.CfnOutput(this, 'D', { value: d.distributionDomainName });
    new cdk.CfnOutput(this, 'Di', { value: d.distributionId });
  }
}
const app = new cdk.App();
new CfStack(app, 'CfStack');
