import { Duration } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { AuditLog, ObservedFunction } from '.';

export interface RecordServiceProps {
  readonly retention?: Duration;
  readonly operators: string[];
  readonly audit?: AuditLog;
}

export class RecordService extends Construct {
  readonly audit: AuditLog;
  private readonly table: dynamodb.TableV2;

  constructor(scope: Construct, id: string, props: RecordServiceProps) {
    super(scope, id);
    this.audit = props.audit ?? AuditLog.forStack(this);
    this.table = new dynamodb.TableV2(this, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: props.retention ? 'expires' : undefined,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });

    const api = new ObservedFunction(this, 'Api', {
      inline: 'exports.handler = async () => ({ statusCode: 200 });',
      environment: {
        TABLE: this.table.tableName,
        AUDIT: this.audit.group.logGroupName,
        RETENTION: String(props.retention?.toDays() ?? 'forever'),
      },
    });
    this.allow(api);
    this.audit.group.grantWrite(api);
    this.tell(props.operators, api);
  }

  allow(who: iam.IGrantable): iam.Grant {
    return this.table.grantReadData(who);
  }

  private tell(operators: string[], api: ObservedFunction): void {
    if (operators.length === 0) return;
    const topic = new sns.Topic(this, 'Operators', { enforceSSL: true });
    operators.forEach(address => topic.addSubscription(new subscriptions.EmailSubscription(address)));
    api.errors.addAlarmAction(new actions.SnsAction(topic));
  }
}
