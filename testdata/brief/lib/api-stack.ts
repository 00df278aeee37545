import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

interface ApiStackProps extends cdk.StackProps {
  vpc: ec2.IVpc;
  cluster: rds.IDatabaseCluster;
}

export class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);

    const processorFunction = new lambda.Function(this, 'Processor', {
      runtime: lambda.Runtime.NODEJS_16_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('lambda'),
      vpc: props.vpc,
      environment: { CACHE_HOST: '10.0.3.17' },
    });
    processorFunction.addToRolePolicy(new iam.PolicyStatement({ actions: ['rds-data:*'], resources: ['*'] }));

    new cloudwatch.Alarm(this, 'LambdaErrorAlarm', {
      metric: processorFunction.metricErrors(),
      threshold: 5,
      evaluationPeriods: 2
    });

    // Add Lambda reserved concurrency
    processorFunction.addEnvironment('RESERVED_CONCURRENCY', '10');

    const api = new apigateway.RestApi(this, 'Api');
    const integration = new apigateway.LambdaIntegration(processorFunction);
    // Implement API Gateway caching
    api.root.addMethod('GET', integration, {
      requestParameters: {
        'method.request.querystring.cache': false
      },
      methodResponses: [{
        statusCode: '200',
        responseParameters: {
          'method.response.header.Cache-Control': true
        }
      }]
    });

    const webAcl = new wafv2.CfnWebACL(this, 'APIGatewayWAF', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [
        {
          name: 'RateLimitRule',
          priority: 1,
          statement: {
            rateBasedStatement: {
              limit: 2000,
              aggregateKeyType: 'IP'
            }
          },
          action: { block: {} },
          visibilityConfig: {
            sampledRequestsEnabled: true,
            cloudWatchMetricsEnabled: true,
            metricName: 'RateLimitRule'
          }
        }
      ]
    });

    // Add CodeDeploy for Lambda deployments
    const application = new codedeploy.LambdaApplication(this, 'App');
    const deploymentGroup = new codedeploy.LambdaDeploymentGroup(this, 'DeploymentGroup', {
      application,
      deploymentConfig: codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES
    });
  }
}
