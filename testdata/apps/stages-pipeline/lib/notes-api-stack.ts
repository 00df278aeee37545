import { Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface NotesApiStackProps extends StackProps {
  readonly notes: ITable;
  readonly retentionDays: number;
}

export class NotesApiStack extends Stack {
  constructor(scope: Construct, id: string, props: NotesApiStackProps) {
    super(scope, id, props);
    const logGroup = new logs.LogGroup(this, 'Log', {
      retention: props.retentionDays,
      removalPolicy: props.retentionDays > 30 ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const handler = new lambda.Function(this, 'Handler', {
      runtime: lambda.Runtime.PYTHON_3_13,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromInline('def handler(event, context):\n    return {"statusCode": 204}\n'),
      timeout: Duration.seconds(10),
      environment: { TABLE: props.notes.tableName },
      logGroup,
    });
    props.notes.grantReadWriteData(handler);
    new LambdaRestApi(this, 'Rest', { handler, deployOptions: { tracingEnabled: true } });
  }
}
