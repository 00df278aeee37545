import * as cdk from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bucketProps, functionDefaults, mergeEnvironment } from './defaults';

type Overrides = Partial<Omit<lambda.FunctionProps, 'code'>>;

export class FunctionsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps) {
    super(scope, id, { analyticsReporting: false, ...props });

    const source = new s3.Bucket(this, 'Source', bucketProps());
    const results = new s3.Bucket(this, 'Results', bucketProps({ versioned: true, removalPolicy: cdk.RemovalPolicy.DESTROY }));
    const options: s3.BucketProps = { ...bucketProps(), lifecycleRules: [{ expiration: cdk.Duration.days(1) }] };
    options.lifecycleRules!.push({ abortIncompleteMultipartUploadAfter: cdk.Duration.days(2), prefix: 'parts/' });
    new s3.Bucket(this, 'Scratch', options);

    const { environment, ...rest } = functionDefaults;
    const convert = this.fn('Convert', {
      ...rest,
      memorySize: 1536,
      environment: mergeEnvironment(environment, { SOURCE: source.bucketName }, undefined),
    });
    const clean = this.fn('Clean', { timeout: cdk.Duration.minutes(5), environment: { ...environment, LOG_LEVEL: 'debug' } });
    const notify = this.fn('Notify');
    source.grantRead(convert);
    results.grantWrite(convert);

    const schedule = { minute: '0', ...(props.terminationProtection ? { hour: '3' } : { hour: '*/6' }) };
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron(schedule),
      targets: [clean, notify].map(fn => new targets.LambdaFunction(fn, { retryAttempts: 2 })),
    });
  }

  private fn(id: string, overrides: Overrides = {}): lambda.Function {
    const body = `exports.handler = async () => '${id.toLowerCase()}';`;
    return new lambda.Function(this, id, { ...functionDefaults, handler: 'index.handler', ...overrides, code: lambda.Code.fromInline(body) });
  }
}
