import { RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { StandardBucket } from '../../../shared/standard-bucket';
import { resourceName } from '../../../shared/naming';

export class PortalStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const pages = new StandardBucket(this, 'Pages', { versioned: false, removalPolicy: RemovalPolicy.DESTROY });
    const view = new lambda.Function(this, 'View', {
      functionName: resourceName('portal', 'view'),
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      environment: { PAGES: pages.bucketName },
    });
    pages.grantRead(view);
    const accessLog = new logs.LogGroup(this, 'AccessLog', { retention: logs.RetentionDays.THREE_MONTHS });
    new apigateway.LambdaRestApi(this, 'Api', {
      handler: view,
      proxy: true,
      deployOptions: {
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      },
    });
  }
}
