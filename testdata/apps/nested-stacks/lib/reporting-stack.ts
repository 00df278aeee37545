import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

interface ReportingStackProps extends StackProps {
  readonly samples: IBucket;
  readonly alerts: ITopic;
}

export class ReportingStack extends Stack {
  constructor(scope: Construct, id: string, props: ReportingStackProps) {
    super(scope, id, props);
    const report = new Fn(this, 'Report', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
      timeout: Duration.minutes(2),
      environment: { SAMPLES: props.samples.bucketArn, ALERTS: props.alerts.topicArn },
    });
    props.alerts.grantPublish(report);
    new Rule(this, 'Weekly', { schedule: Schedule.expression('cron(0 6 ? * MON *)'), targets: [new LambdaFunction(report)] });
    const failed = new Alarm(this, 'Failed', { metric: report.metricErrors(), threshold: 1, evaluationPeriods: 1 });
    failed.addAlarmAction(new SnsAction(props.alerts));
  }
}
