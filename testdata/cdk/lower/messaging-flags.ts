//// app.ts
import * as cdk from 'aws-cdk-lib';
import { Duration, aws_lambda as lambda, aws_iam as iam, aws_sns as sns, aws_sns_subscriptions as subs, aws_sqs as sqs, aws_s3 as s3, aws_events as events, aws_dynamodb as dynamodb, aws_kinesis as kinesis, aws_kms as kms, aws_lambda_event_sources as sources } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const dlq = new sqs.Queue(this, 'Dlq');
    const q = new sqs.Queue(this, 'Q', { deadLetterQueue: { queue: dlq, maxReceiveCount: 3 }, visibilityTimeout: Duration.seconds(30), retentionPeriod: Duration.days(2), enforceSSL: true });
    const fifo = new sqs.Queue(this, 'Fifo', { fifo: true, contentBasedDeduplication: true });
    const kq = new sqs.Queue(this, 'KQ', { encryption: sqs.QueueEncryption.KMS });
    q.addToResourcePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], principals: [new iam.ServicePrincipal('s3.amazonaws.com')], resources: [q.queueArn] }));
    const t = new sns.Topic(this, 'Topic', { displayName: 'd' });
    const ft = new sns.Topic(this, 'FTopic', { fifo: true, topicName: 'x.fifo' });
    const kt = new sns.Topic(this, 'KTopic', { masterKey: new kms.Key(this, 'Key'), enforceSSL: true });
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    t.addSubscription(new subs.SqsSubscription(q, { rawMessageDelivery: true }));
    t.addSubscription(new subs.SqsSubscription(kq, { deadLetterQueue: dlq }));
    t.addSubscription(new subs.LambdaSubscription(fn, { filterPolicy: { color: sns.SubscriptionFilter.stringFilter({ allowlist: ['red', 'orange'], matchPrefixes: ['bl'] }), size: sns.SubscriptionFilter.numericFilter({ between: { start: 1, stop: 5 } }) } }));
    t.addSubscription(new subs.EmailSubscription('a@b.com'));
    t.addSubscription(new subs.EmailSubscription('c@b.com', { json: true }));
    t.addSubscription(new subs.UrlSubscription('https://foo.com/x'));
    t.addSubscription(new subs.SmsSubscription('+123456'));
    const param = new cdk.CfnParameter(this, 'Email');
    t.addSubscription(new subs.EmailSubscription(param.valueAsString));
    t.addSubscription(new subs.UrlSubscription(param.valueAsString, { protocol: sns.SubscriptionProtocol.HTTPS }));
    kt.addSubscription(new subs.LambdaSubscription(fn));
    new sns.Subscription(this, 'Sub', { topic: ft, endpoint: fifo.queueArn, protocol: sns.SubscriptionProtocol.SQS });
    t.addToResourcePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], principals: [new iam.AccountPrincipal('111122223333')], resources: [t.topicArn] }));
    t.grantPublish(new iam.ServicePrincipal('s3.amazonaws.com'));
    q.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
    new sqs.QueuePolicy(this, 'QP', { queues: [fifo] }).document.addStatements(new iam.PolicyStatement({ actions: ['sqs:*'], principals: [new iam.AnyPrincipal()], resources: ['*'] }));
    const tp = new sns.TopicPolicy(this, 'TP', { topics: [ft] }); tp.document.addStatements(new iam.PolicyStatement({ actions: ['sns:Subscribe'], principals: [new iam.AnyPrincipal()], resources: [ft.topicArn] }));
    fn.addEventSource(new sources.SqsEventSource(q, { batchSize: 5, maxBatchingWindow: Duration.minutes(1), reportBatchItemFailures: true }));
    fn.addEventSource(new sources.SnsEventSource(ft));
    const tb = new dynamodb.Table(this, 'Tb', { partitionKey: { name: 'a', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
    fn.addEventSource(new sources.DynamoEventSource(tb, { startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.SqsDlq(dlq), retryAttempts: 2, bisectBatchOnError: true, filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })] }));
    const st = new kinesis.Stream(this, 'St');
    fn.addEventSource(new sources.KinesisEventSource(st, { startingPosition: lambda.StartingPosition.TRIM_HORIZON }));
    const b = new s3.Bucket(this, 'B');
    fn.addEventSource(new sources.S3EventSource(b, { events: [s3.EventType.OBJECT_CREATED], filters: [{ prefix: 'a/' }] }));
  }
}

new S(new cdk.App(), 'T');
//// cdk.json
{"app": "npx ts-node app.ts", "context": {"@aws-cdk/aws-iam:minimizePolicies": true, "@aws-cdk/aws-lambda:useCdkManagedLogGroup": true, "@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName": true, "@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption": true}}
