import { RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export interface NotesDataStackProps extends StackProps {
  readonly live: boolean;
}

export class NotesDataStack extends Stack {
  readonly notes: dynamodb.Table;

  constructor(scope: Construct, id: string, props: NotesDataStackProps) {
    super(scope, id, props);
    this.notes = new dynamodb.Table(this, 'Notes', {
      partitionKey: { name: 'owner', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      deletionProtection: props.live,
      pointInTimeRecoverySpecification: props.live ? { pointInTimeRecoveryEnabled: true } : undefined,
      removalPolicy: props.live ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
