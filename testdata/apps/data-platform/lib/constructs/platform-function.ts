import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface PlatformFunctionProps extends Partial<lambda.FunctionProps> {
  readonly code: lambda.Code;
  /** Service name, written into every log line. */
  readonly service: string;
}

/** lambda.Function with the platform's runtime, log retention and log format. */
export class PlatformFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    const { service, environment, ...rest } = props;
    super(scope, id, {
      runtime: lambda.Runtime.NODEJS_22_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      memorySize: 256,
      timeout: Duration.seconds(15),
      tracing: lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup: new logs.LogGroup(scope, `${id}LogGroup`, { retention: logs.RetentionDays.THREE_MONTHS }),
      environment: { SERVICE: service, ...environment },
      ...rest,
    });
  }
}
