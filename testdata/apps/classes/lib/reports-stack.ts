import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TeamStack, TeamStackProps } from './team-stack';

export interface ReportsStackProps extends TeamStackProps {
  readonly orders: Table;
  readonly deadLetters: Queue;
}

export class ReportsStack extends TeamStack {
  constructor(scope: Construct, id: string, { orders, deadLetters, ...props }: ReportsStackProps) {
    super(scope, id, props);
    const topic = new Topic(this, 'Alerts', { displayName: 'Shop alerts', masterKey: this.key });
    topic.addSubscription(new EmailSubscription('oncall@shop.example'));

    const alarms = [
      new Alarm(this, 'DeadLetters', {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
      orders.metricThrottledRequests().createAlarm(this, 'Throttles', {
        threshold: 5,
        evaluationPeriods: 3,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      }),
    ];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
}
