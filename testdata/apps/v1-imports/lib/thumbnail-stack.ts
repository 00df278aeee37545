import * as apigateway from '@aws-cdk/aws-apigateway';
import * as dynamodb from '@aws-cdk/aws-dynamodb';
import * as lambda from '@aws-cdk/aws-lambda';
import { SqsEventSource } from '@aws-cdk/aws-lambda-event-sources';
import * as s3 from '@aws-cdk/aws-s3';
import * as sqs from '@aws-cdk/aws-sqs';
import * as cdk from '@aws-cdk/core';

export class ThumbnailStack extends cdk.Stack {
  constructor(scope: cdk.Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const pictures = new s3.Bucket(this, 'Pictures', {
      versioned: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ noncurrentVersionExpiration: cdk.Duration.days(30) }],
    });

    const index = new dynamodb.Table(this, 'Index', {
      partitionKey: { name: 'picture', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });

    const failed = new sqs.Queue(this, 'Failed');
    const waiting = new sqs.Queue(this, 'Waiting', {
      visibilityTimeout: cdk.Duration.seconds(120),
      deadLetterQueue: { queue: failed, maxReceiveCount: 3 },
    });

    const common = {
      runtime: lambda.Runtime.NODEJS_16_X,
      handler: 'index.handler',
      timeout: cdk.Duration.seconds(20),
      environment: { INDEX: index.tableName, PICTURES: pictures.bucketName },
    };
    const scale = new lambda.Function(this, 'Scale', {
      ...common,
      memorySize: 1024,
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
    scale.addEventSource(new SqsEventSource(waiting));
    pictures.grantReadWrite(scale);
    index.grantWriteData(scale);

    const list = new lambda.Function(this, 'List', { ...common, code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });') });
    index.grantReadData(list);

    const api = new apigateway.RestApi(this, 'Api', { restApiName: 'thumbnails' });
    api.root.addResource('thumbnails').addMethod('GET', new apigateway.LambdaIntegration(list));
  }
}
