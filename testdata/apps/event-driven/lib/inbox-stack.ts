import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export interface InboxStackProps extends StackProps {
  readonly notify: string[];
}

export class InboxStack extends Stack {
  constructor(scope: Construct, id: string, props: InboxStackProps) {
    super(scope, id, props);

    const files = new s3.Bucket(this, 'Files', { eventBridgeEnabled: false });
    const deadLetters = new sqs.Queue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const arrived = new sqs.Queue(this, 'Arrived', {
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });
    files.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(arrived), { prefix: 'incoming/', suffix: '.csv' });

    const entries = new dynamodb.Table(this, 'Entries', {
      partitionKey: { name: 'file', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    });

    const check = this.fn('Check', { TABLE: entries.tableName });
    check.addEventSource(new SqsEventSource(arrived, { batchSize: 5, maxBatchingWindow: Duration.seconds(30) }));
    files.grantRead(check);
    entries.grantWriteData(check);

    const topic = new sns.Topic(this, 'Results');
    props.notify.forEach(address => topic.addSubscription(new subscriptions.EmailSubscription(address)));
    const copies = new sqs.Queue(this, 'Copies');
    topic.addSubscription(
      new subscriptions.SqsSubscription(copies, {
        rawMessageDelivery: true,
        filterPolicy: { state: sns.SubscriptionFilter.stringFilter({ allowlist: ['done', 'failed'] }) },
      }),
    );

    const tell = this.fn('Tell', { TOPIC: topic.topicArn });
    topic.grantPublish(tell);
    tell.addEventSource(
      new DynamoEventSource(entries, {
        startingPosition: lambda.StartingPosition.LATEST,
        retryAttempts: 5,
        onFailure: new SqsDlq(deadLetters),
      }),
    );

    const bus = new events.EventBus(this, 'Bus', { eventBusName: 'inbox' });
    new events.Rule(this, 'Forward', {
      eventBus: bus,
      eventPattern: { source: ['inbox.files'], detailType: ['FileChecked'] },
      targets: [new targets.SqsQueue(copies), new targets.LambdaFunction(tell, { deadLetterQueue: deadLetters })],
    });
    new events.Rule(this, 'Daily', { schedule: events.Schedule.rate(Duration.days(1)) }).addTarget(new targets.SfnStateMachine(this.cleanup(check)));
  }

  private cleanup(check: lambda.Function): sfn.StateMachine {
    const wait = new sfn.Wait(this, 'Wait', { time: sfn.WaitTime.duration(Duration.minutes(1)) });
    const invoke = new tasks.LambdaInvoke(this, 'Invoke', { lambdaFunction: check, payloadResponseOnly: true });
    return new sfn.StateMachine(this, 'Cleanup', {
      definitionBody: sfn.DefinitionBody.fromChainable(wait.next(invoke)),
      timeout: Duration.minutes(10),
      tracingEnabled: true,
    });
  }

  private fn(id: string, environment: Record<string, string>): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline('def handler(event, context):\n    return {}\n'),
      timeout: Duration.minutes(1),
      environment,
    });
  }
}
