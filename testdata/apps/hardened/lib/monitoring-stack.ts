import * as cdk from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { PlatformEnvironment } from './environment';

export interface MonitoringStackProps extends cdk.StackProps {
  readonly environment: PlatformEnvironment;
  readonly api: ApiStack;
  readonly data: DataStack;
}

/** What people look at: the dashboard, and the budget. Alarms stand beside what they watch. */
export class MonitoringStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);

    const { api, data, environment } = props;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      defaultInterval: cdk.Duration.days(1),
      widgets: [
        [
          this.graph('Requests', [api.api.metricCount()], [api.api.metricServerError(), api.api.metricClientError()]),
          this.graph('Latency', [api.api.metricLatency({ statistic: 'p50' }), api.api.metricLatency({ statistic: 'p99' })]),
        ],
        [
          this.graph('Function errors', api.functions.map(fn => fn.metricErrors())),
          this.graph('Events waiting', [api.queue.queue.metricApproximateNumberOfMessagesVisible()]),
        ],
        [
          this.graph('Database load', [data.cluster.metricCPUUtilization(), data.cluster.metricACUUtilization()]),
          this.graph('Connections', [data.cluster.metricDatabaseConnections()]),
        ],
      ],
    });

    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: environment.monthlyBudgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [
        {
          notification: { notificationType: 'FORECASTED', comparisonOperator: 'GREATER_THAN', threshold: 100 },
          subscribers: [{ subscriptionType: 'EMAIL', address: environment.alertEmail }],
        },
      ],
    });
  }

  private graph(title: string, left: cloudwatch.IMetric[], right?: cloudwatch.IMetric[]): cloudwatch.IWidget {
    return new cloudwatch.GraphWidget({ title, left, right, width: 12 });
  }
}
