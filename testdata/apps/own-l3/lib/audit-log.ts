import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A log group that only its own key can read. */
export class AuditLog extends Construct {
  readonly group: logs.LogGroup;

  static forStack(scope: Construct): AuditLog {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild('AuditLog') as AuditLog | undefined) ?? new AuditLog(stack, 'AuditLog');
  }

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const encryptionKey = new kms.Key(this, 'Key', { enableKeyRotation: true, description: `Encrypts the audit log ${id}` });
    encryptionKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('logs.amazonaws.com')],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    this.group = new logs.LogGroup(this, 'Group', {
      encryptionKey,
      retention: logs.RetentionDays.TWO_YEARS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
