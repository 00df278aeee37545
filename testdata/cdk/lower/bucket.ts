import * as cdk from 'aws-cdk-lib';
import { Duration, RemovalPolicy, aws_lambda as lambda, aws_iam as iam, aws_sns as sns, aws_sqs as sqs, aws_s3 as s3, aws_s3_notifications as s3n, aws_s3_deployment as s3deploy, aws_s3_assets as assets } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const b = new s3.Bucket(this, 'B', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true, enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    const q = new sqs.Queue(this, 'Q'); const t = new sns.Topic(this, 'T');
    b.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(fn), { prefix: 'x/', suffix: '.jpg' });
    b.addEventNotification(s3.EventType.OBJECT_REMOVED, new s3n.SqsDestination(q));
    b.addObjectCreatedNotification(new s3n.SnsDestination(t), { suffix: '.csv' });
    const b2 = new s3.Bucket(this, 'B2', { serverAccessLogsBucket: b, serverAccessLogsPrefix: 'logs/', encryption: s3.BucketEncryption.KMS, bucketKeyEnabled: true });
    b2.enableEventBridgeNotification();
    const b3 = new s3.Bucket(this, 'B3', { websiteIndexDocument: 'index.html', publicReadAccess: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY });
    const b4 = new s3.Bucket(this, 'B4', { lifecycleRules: [{ expiration: Duration.days(3), transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(1) }] }], cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['*'] }], eventBridgeEnabled: true });
    b4.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], principals: [new iam.AnyPrincipal()], resources: [b4.arnForObjects('*')], conditions: { IpAddress: { 'aws:SourceIp': '1.2.3.4/32' } } }));
    b4.addLifecycleRule({ prefix: 'a', abortIncompleteMultipartUploadAfter: Duration.days(1) });
    b4.addCorsRule({ allowedMethods: [s3.HttpMethods.PUT], allowedOrigins: ['https://a.b'] });
    new s3deploy.BucketDeployment(this, 'Dep', { sources: [s3deploy.Source.asset('code')], destinationBucket: b3, destinationKeyPrefix: 'web', prune: false });
    new s3deploy.BucketDeployment(this, 'Dep2', { sources: [s3deploy.Source.asset('code')], destinationBucket: b4, memoryLimit: 512, retainOnDelete: false });
    const imp = s3.Bucket.fromBucketName(this, 'Imp', 'my-bucket');
    imp.grantRead(fn);
    imp.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(fn));
    const a = new assets.Asset(this, 'As', { path: 'code/index.js' });
    a.grantRead(fn);
    
    new s3.BucketPolicy(this, 'BP', { bucket: b2 }).document.addStatements(new iam.PolicyStatement({ actions: ['s3:*'], principals: [new iam.AnyPrincipal()], resources: [b2.bucketArn] }));
  }
}

new S(new cdk.App(), 'T');
