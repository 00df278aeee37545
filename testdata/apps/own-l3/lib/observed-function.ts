import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface ObservedFunctionProps {
  readonly inline: string;
  readonly errorThreshold?: number;
  readonly environment?: Record<string, string>;
}

/** A function that somebody hears of when it fails. Can be granted things, as a function can. */
export class ObservedFunction extends Construct implements iam.IGrantable {
  readonly fn: lambda.Function;
  readonly errors: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: ObservedFunctionProps) {
    super(scope, id);
    this.fn = new lambda.Function(this, 'Default', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(props.inline),
      timeout: Duration.seconds(10),
      environment: props.environment,
      deadLetterQueueEnabled: props.errorThreshold === undefined,
    });
    this.errors = this.fn.metricErrors({ period: Duration.minutes(1) }).createAlarm(this, 'Errors', {
      threshold: props.errorThreshold ?? 1,
      evaluationPeriods: 1,
    });
  }

  get grantPrincipal(): iam.IPrincipal {
    return this.fn.grantPrincipal;
  }
}
