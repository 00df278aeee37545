import cdk = require('aws-cdk-lib');
import cloudwatch = require('aws-cdk-lib/aws-cloudwatch');
import cw_actions = require('aws-cdk-lib/aws-cloudwatch-actions');
import lambda = require('aws-cdk-lib/aws-lambda');
import rds = require('aws-cdk-lib/aws-rds');
import sns = require('aws-cdk-lib/aws-sns');
import sqs = require('aws-cdk-lib/aws-sqs');
import { Construct } from 'constructs';

export interface MonitoringStackProps extends cdk.StackProps {
  readonly cluster: rds.DatabaseCluster;
  readonly functions: lambda.IFunction[];
  readonly deadLetterQueue: sqs.IQueue;
}

const PAGER_ADDRESS = 'https://alerts.meridian.example/hook';

export class MonitoringStack extends cdk.Stack {
  public readonly topic: sns.Topic;

  private readonly cluster: rds.DatabaseCluster;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    this.cluster = props.cluster;

    this.topic = new sns.Topic(this, 'Alerts');
    new sns.Subscription(this, 'Pager', {
      topic: this.topic,
      protocol: sns.SubscriptionProtocol.HTTPS,
      endpoint: PAGER_ADDRESS,
    });

    new cloudwatch.Alarm(this, 'DatabaseCPUAlarm', {
      metric: this.cluster.metricCPUUtilization(),
      threshold: 80,
      evaluationPeriods: 2,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });

    const connections = new cloudwatch.Alarm(this, 'DatabaseConnections', {
      metric: this.cluster.metricDatabaseConnections({ statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 400,
      evaluationPeriods: 3,
      alarmDescription: 'Connections run out at 450, seen on 10.20.13.37 in May',
    });

    const freeMemory = this.cluster.metricFreeableMemory().createAlarm(this, 'DatabaseMemory', {
      threshold: 512 * 1024 * 1024,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });

    // The two belong together: one page for both
    const pressure = new cloudwatch.CompositeAlarm(this, 'DatabasePressure', {
      alarmRule: cloudwatch.AlarmRule.allOf(connections, freeMemory),
    });
    pressure.addAlarmAction(new cw_actions.SnsAction(this.topic));

    const letters = new cloudwatch.Alarm(this, 'DeadLetters', {
      metric: props.deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    letters.addAlarmAction(new cw_actions.SnsAction(this.topic));

    const age = new cloudwatch.Alarm(this, 'DeadLetterAge', {
      metric: props.deadLetterQueue.metricApproximateAgeOfOldestMessage(),
      threshold: cdk.Duration.days(10).toSeconds(),
      evaluationPeriods: 1,
    });
    new cdk.CfnOutput(this, 'DeadLetterAgeAlarm', { value: age.alarmName });

    props.functions.forEach((fn, index) => this.watch(fn, index));
  }

  private watch(fn: lambda.IFunction, index: number): void {
    const errors = new cloudwatch.Alarm(this, `FunctionErrors${index}`, {
      metric: fn.metricErrors({ period: cdk.Duration.minutes(5) }),
      threshold: 3,
      evaluationPeriods: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    errors.addAlarmAction(new cw_actions.SnsAction(this.topic));
  }
}
