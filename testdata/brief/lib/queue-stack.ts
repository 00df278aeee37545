import * as cdk from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class QueueStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const dlq = new sqs.Queue(this, 'DeadLetterQueue', {
      retentionPeriod: cdk.Duration.days(14)
    });

    const queue = new sqs.Queue(this, 'ProcessingQueue', {
      deadLetterQueue: {
        queue: dlq,
        maxReceiveCount: 3
      },
      visibilityTimeout: cdk.Duration.minutes(5)
    });
  }
}
