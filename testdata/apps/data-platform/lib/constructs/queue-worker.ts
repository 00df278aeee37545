import { aws_lambda as lambda, aws_lambda_event_sources as sources, aws_sqs as sqs, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PlatformFunction } from './platform-function';

export interface QueueWorkerProps {
  readonly code: lambda.Code;
  readonly service: string;
  /** Where messages go that could not be processed. @default - nowhere */
  readonly deadLetterQueue?: sqs.IQueue;
  readonly maxReceiveCount?: number;
  readonly batchSize?: number;
  readonly environment?: { [key: string]: string };
}

/** A queue and the function that works it off. */
export class QueueWorker extends Construct {
  public readonly queue: sqs.Queue;
  public readonly worker: lambda.Function;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);

    const timeout = Duration.seconds(30);
    this.queue = new sqs.Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      enforceSSL: true,
      deadLetterQueue: props.deadLetterQueue && {
        queue: props.deadLetterQueue,
        maxReceiveCount: props.maxReceiveCount ?? 5,
      },
    });

    this.worker = new PlatformFunction(this, 'Worker', {
      code: props.code,
      service: props.service,
      timeout,
      environment: props.environment,
    });
    this.worker.addEventSource(new sources.SqsEventSource(this.queue, {
      batchSize: props.batchSize ?? 10,
      reportBatchItemFailures: true,
    }));
  }
}
