import * as cdk from 'aws-cdk-lib';
import { aws_iam as iam, aws_kinesisfirehose as firehose, aws_logs as logs, aws_s3 as s3, aws_sns as sns, aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const DAY = 24 * 60 * 60;

/** Everything in CloudFormation's own words: nothing is added by the library. */
export class ArchiveStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const retention = new cdk.CfnParameter(this, 'RetentionDays', { type: 'Number', default: 400, minValue: 1 });
    const keep = new cdk.CfnCondition(this, 'KeepsCopies', { expression: cdk.Fn.conditionEquals(this.region, 'eu-central-1') });

    const bucket = new s3.CfnBucket(this, 'Bucket', {
      bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      lifecycleConfiguration: {
        rules: [{ id: 'expire', status: 'Enabled', expirationInDays: retention.valueAsNumber }],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      versioningConfiguration: { status: 'Enabled' },
    });
    bucket.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);

    const copies = new s3.CfnBucket(this, 'Copies', { bucketName: cdk.Fn.sub('copies-${AWS::AccountId}-${AWS::Region}') });
    copies.cfnOptions.condition = keep;
    copies.cfnOptions.deletionPolicy = cdk.CfnDeletionPolicy.RETAIN;

    const policy = new s3.CfnBucketPolicy(this, 'BucketPolicy', {
      bucket: bucket.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [bucket.attrArn, `${bucket.attrArn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': false } },
          },
        ],
      },
    });
    policy.addDependency(bucket);

    const role = new iam.CfnRole(this, 'StreamRole', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'firehose.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      policies: [
        {
          policyName: 'write',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: cdk.Fn.join('', [bucket.attrArn, '/*']) }],
          },
        },
      ],
    });
    const log = new logs.CfnLogGroup(this, 'StreamLog', { retentionInDays: 30 });
    new firehose.CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.attrArn,
        roleArn: role.attrArn,
        prefix: 'messages/',
        bufferingHints: { intervalInSeconds: 300, sizeInMBs: 64 },
        cloudWatchLoggingOptions: { enabled: true, logGroupName: log.ref, logStreamName: 'delivery' },
      },
    });

    const dead = new sqs.CfnQueue(this, 'DeadLetters', { messageRetentionPeriod: 14 * DAY });
    const queue = new sqs.CfnQueue(this, 'Queue', {
      redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 4 },
      sqsManagedSseEnabled: true,
    });
    const topic = new sns.CfnTopic(this, 'Topic', {
      subscription: [{ protocol: 'sqs', endpoint: queue.attrArn }],
      tags: [{ key: 'purpose', value: 'archive' }],
    });

    new cdk.CfnOutput(this, 'TopicArn', { value: topic.ref, exportName: 'archive-topic' });
  }
}
