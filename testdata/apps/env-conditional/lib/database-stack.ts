import { Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { Settings } from './settings';

export interface DatabaseStackProps extends StackProps {
  readonly settings: Settings;
}

export class DatabaseStack extends Stack {
  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const production = settings.tier === 'production';

    const table = new dynamodb.Table(this, 'Ledger', {
      partitionKey: { name: 'account', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'entry', type: dynamodb.AttributeType.STRING },
      billingMode: production ? dynamodb.BillingMode.PROVISIONED : dynamodb.BillingMode.PAY_PER_REQUEST,
      ...(production && { readCapacity: 50, writeCapacity: 25 }),
      deletionProtection: production,
      removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
    });

    const statements = new s3.Bucket(this, 'Statements', {
      enforceSSL: true,
      versioned: settings.retentionDays > 30,
      lifecycleRules: [{ expiration: Duration.days(settings.retentionDays) }],
    });

    const report = new lambda.Function(this, 'Report', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      memorySize: production ? 1024 : 256,
      logGroup: new logs.LogGroup(this, 'ReportLog', {
        retention: production ? logs.RetentionDays.ONE_YEAR : logs.RetentionDays.ONE_WEEK,
      }),
      environment: { TABLE: table.tableName, BUCKET: statements.bucketName, ...(settings.alertEmail ? { REPLY_TO: settings.alertEmail } : {}) },
    });
    table.grantReadData(report);
    statements.grantPut(report);

    if (production) {
      this.alarm(table, settings);
    } else {
      new sns.Topic(this, 'SandboxNotes', { displayName: `Sandbox of ${this.region}` });
    }
  }

  private alarm(table: dynamodb.Table, settings: Settings): void {
    const topic = new sns.Topic(this, 'Alerts');
    if (settings.alertEmail) {
      topic.addSubscription(new subscriptions.EmailSubscription(settings.alertEmail));
    }
    new cloudwatch.Alarm(this, 'Throttled', {
      metric: table.metricThrottledRequestsForOperation('PutItem'),
      threshold: 10,
      evaluationPeriods: 2,
    });
  }
}
