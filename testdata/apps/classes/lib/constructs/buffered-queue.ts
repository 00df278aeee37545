import { Duration } from 'aws-cdk-lib';
import { DeadLetterQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface BufferedQueueProps {
  readonly visibility?: Duration;
  readonly attempts?: number;
}

/** A queue with somewhere for what it cannot deliver. */
export class BufferedQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { visibility = Duration.seconds(60), attempts = 3 }: BufferedQueueProps = {}) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    });
    const deadLetterQueue: DeadLetterQueue = { queue: this.deadLetters, maxReceiveCount: attempts };
    this.queue = new Queue(this, 'Queue', { encryption: QueueEncryption.SQS_MANAGED, visibilityTimeout: visibility, deadLetterQueue });
  }
}
