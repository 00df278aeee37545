import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { StandardBucket, naming } from '../../../shared';

export class IngestStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { shards: number }) {
    super(scope, id, props);
    const raw = new StandardBucket(this, 'Raw');
    const handler = new lambda.Function(this, 'Collect', {
      functionName: naming.resourceName('ingest', 'collect'),
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      timeout: Duration.seconds(30),
      environment: { RAW: raw.bucketName },
    });
    raw.grantPut(handler);

    for (let shard = 0; shard < props.shards; shard++) {
      const queue = new sqs.Queue(this, `Shard${shard}`, {
        queueName: naming.resourceName('ingest', 'shard', shard),
        encryption: sqs.QueueEncryption.SQS_MANAGED,
      });
      new events.Rule(this, `Route${shard}`, {
        eventPattern: { source: [naming.product], detail: { shard: [shard] } },
        targets: [new targets.SqsQueue(queue)],
      });
      queue.grantConsumeMessages(handler);
    }
  }
}
