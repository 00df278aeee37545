import { NestedStack, NestedStackProps, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class StorageStack extends NestedStack {
  readonly samples: s3.Bucket;
  readonly index: dynamodb.Table;

  constructor(scope: Construct, id: string, props: NestedStackProps & { key: kms.IKey }) {
    super(scope, id, props);
    this.samples = new s3.Bucket(this, 'Samples', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      versioned: true,
    });
    this.index = new dynamodb.Table(this, 'Index', {
      partitionKey: { name: 'sample', type: dynamodb.AttributeType.STRING },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

export class MessagingStack extends NestedStack {
  readonly alerts: sns.Topic;
  readonly work: sqs.Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Queues and topics' });
    this.alerts = new sns.Topic(this, 'Alerts');
    this.work = new sqs.Queue(this, 'Work', { encryption: sqs.QueueEncryption.SQS_MANAGED });
  }
}

export class PlatformStack extends Stack {
  readonly storage: StorageStack;
  readonly messaging: MessagingStack;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    this.storage = new StorageStack(this, 'Storage', { key, removalPolicy: RemovalPolicy.RETAIN });
    this.messaging = new MessagingStack(this, 'Messaging');

    const analyse = new lambda.Function(this, 'Analyse', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline('def handler(event, context):\n    return {}\n'),
      environment: {
        SAMPLES: this.storage.samples.bucketName,
        INDEX: this.storage.index.tableName,
        WORK: this.messaging.work.queueUrl,
      },
    });
    this.storage.samples.grantRead(analyse);
    this.storage.index.grantReadWriteData(analyse);
    this.messaging.work.grantSendMessages(analyse);
  }
}
