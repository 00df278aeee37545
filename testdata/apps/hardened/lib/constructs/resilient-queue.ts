import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { NotifyingAlarm } from './notifying-alarm';

export interface DeadLetterQueueProps {
  readonly alerts: sns.ITopic;
}

/** Keeps what could not be processed for as long as SQS can, and says so. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new NotifyingAlarm(this, 'Depth', {
      topic: props.alerts,
      alarmDescription: 'Messages could not be processed',
      metric: this.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }
}

export interface ResilientQueueProps {
  readonly alerts: sns.ITopic;
  /** Timeout of the function that works the queue off. */
  readonly consumerTimeout: Duration;
}

/** A queue whose failures end in a dead-letter queue with an alarm. */
export class ResilientQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;

  constructor(scope: Construct, id: string, props: ResilientQueueProps) {
    super(scope, id);

    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { alerts: props.alerts });
    this.queue = new sqs.Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * 6),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new NotifyingAlarm(this, 'Age', {
      topic: props.alerts,
      alarmDescription: 'The consumer does not keep up',
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      threshold: Duration.minutes(15).toSeconds(),
      evaluationPeriods: 3,
    });
  }
}
