import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { NotifyingAlarm } from './notifying-alarm';

export interface ServiceFunctionProps {
  readonly code: lambda.Code;
  readonly description: string;
  readonly alerts: sns.ITopic;
  readonly logKey: kms.IKey;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** @default 512 MiB */
  readonly memorySize?: number;
  readonly environment?: { [key: string]: string };
  /** Concurrent executions that are set aside. @default 20 */
  readonly concurrency?: number;
  /** Where events of asynchronous invocations go that failed. @default - invoked synchronously only */
  readonly failures?: sqs.IQueue;
  readonly vpc?: ec2.IVpc;
  readonly securityGroup?: ec2.ISecurityGroup;
}

/** A traced function with its own log group, a share of concurrency, and alarms on errors, throttles and duration. */
export class ServiceFunction extends Construct {
  readonly fn: lambda.Function;
  readonly errors: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);

    const timeout = props.timeout ?? Duration.seconds(10);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: props.logKey,
    });

    this.fn = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      timeout,
      memorySize: props.memorySize ?? 512,
      environment: props.environment,
      reservedConcurrentExecutions: props.concurrency ?? 20,
      tracing: lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup,
      deadLetterQueue: props.failures,
      vpc: props.vpc,
      securityGroups: props.securityGroup ? [props.securityGroup] : undefined,
    });

    const period = Duration.minutes(5);
    this.errors = new NotifyingAlarm(this, 'Errors', {
      topic: props.alerts,
      alarmDescription: `${props.description}: more than 0.1 % of the invocations fail`,
      metric: new cloudwatch.MathExpression({
        expression: 'IF(invocations > 0, 100 * errors / invocations, 0)',
        usingMetrics: {
          errors: this.fn.metricErrors({ period }),
          invocations: this.fn.metricInvocations({ period }),
        },
        period,
      }),
      threshold: 0.1,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'ErrorCount', {
      topic: props.alerts,
      metric: this.fn.metricErrors({ period }),
      threshold: 5,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'Throttles', {
      topic: props.alerts,
      metric: this.fn.metricThrottles({ period }),
      threshold: 1,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'Duration', {
      topic: props.alerts,
      alarmDescription: 'p99 comes close to the timeout',
      metric: this.fn.metricDuration({ period, statistic: 'p99' }),
      threshold: timeout.toMilliseconds() * 0.9,
      evaluationPeriods: 3,
    });
  }
}
