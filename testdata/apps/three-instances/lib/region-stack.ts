import { Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DropFolder } from './drop-folder';

export interface RegionStackProps extends StackProps {
  readonly role: 'primary' | 'standby' | 'trial';
  readonly capacity?: number;
}

export class RegionStack extends Stack {
  constructor(scope: Construct, id: string, { role, capacity = 1, ...props }: RegionStackProps) {
    super(scope, id, props);
    const lasting = role !== 'trial';

    const documents = new DropFolder(this, 'Documents', { lasting });
    const rejected = new DropFolder(this, 'Rejected', { lasting: false, keepDays: 30 });
    const exports = new DropFolder(this, 'Exports', { lasting, keepDays: capacity * 10 });

    const changes = new kinesis.Stream(this, 'Changes', {
      shardCount: capacity,
      retentionPeriod: Duration.hours(lasting ? 72 : 24),
      encryption: kinesis.StreamEncryption.MANAGED,
    });
    const indexer = new lambda.Function(this, 'Indexer', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      memorySize: 128 * capacity,
      environment: { ROLE: role, DOCUMENTS: documents.bucket.bucketName, REJECTED: rejected.bucket.bucketName },
    });
    const failures = new sqs.Queue(this, 'Failures', { removalPolicy: RemovalPolicy.DESTROY });
    indexer.addEventSource(
      new KinesisEventSource(changes, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        parallelizationFactor: capacity > 4 ? 2 : 1,
      }),
    );
    for (const folder of [documents, rejected, exports]) folder.bucket.grantRead(indexer);

    if (role === 'primary') {
      new cloudwatch.Alarm(this, 'Lagging', {
        metric: indexer.metric('IteratorAge', { statistic: 'Maximum' }),
        threshold: Duration.minutes(5).toMilliseconds(),
        evaluationPeriods: 3,
      });
      failures.grantSendMessages(indexer);
    }
  }

  /** Only the trial's buckets may be emptied. */
  static isDisposable(bucket: s3.IBucket): boolean {
    return bucket.stack.node.id.endsWith('Trial');
  }
}
