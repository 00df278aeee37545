import * as cdk from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

class Nested extends cdk.NestedStack {
  public readonly queue: sqs.Queue;
  constructor(scope: Construct, id: string, props: { bucket: s3.IBucket } & cdk.NestedStackProps) {
    super(scope, id, props);
    this.queue = new sqs.Queue(this, 'NQ');
    new lambda.Function(this, 'NFn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'i.h', code: lambda.Code.fromInline('x'), environment: { B: props.bucket.bucketName, A: props.bucket.bucketArn, S: this.stackName, R: this.region } });
    props.bucket.grantRead(new iam.Role(this, 'NR', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  }
}
class BaseStack extends cdk.Stack {
  readonly bucket: s3.Bucket; readonly table: dynamodb.Table;
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    this.bucket = new s3.Bucket(this, 'B', { removalPolicy: cdk.RemovalPolicy.DESTROY, autoDeleteObjects: true, versioned: true });
    this.table = new dynamodb.Table(this, 'T', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const n = new Nested(this, 'Nested', { bucket: this.bucket });
    new cdk.CfnOutput(this, 'NQUrl', { value: n.queue.queueUrl, exportName: `${this.stackName}-nq` });
    const topic = new sns.Topic(this, 'Topic'); topic.grantPublish(new iam.Role(this, 'PR', { assumedBy: new iam.AccountRootPrincipal() }));
    new sqs.Queue(this, 'UsesNested', { queueName: `x-${n.queue.queueName}` });
  }
}
class UseStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps & { base: BaseStack }) {
    super(scope, id, props);
    const p = new cdk.CfnParameter(this, 'Param', { type: 'String', default: 'x' });
    const cond = new cdk.CfnCondition(this, 'Cond', { expression: cdk.Fn.conditionEquals(p.valueAsString, 'prod') });
    const map = new cdk.CfnMapping(this, 'Map', { mapping: { 'us-east-1': { a: '1' }, 'us-west-2': { a: '2' } } });
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'i.h', code: lambda.Code.fromInline('x'), environment: { P: p.valueAsString, M: map.findInMap(cdk.Aws.REGION, 'a'), T: props.base.table.tableName, I: cdk.Fn.importValue('other'), J: cdk.Fn.join('-', ['a', cdk.Aws.ACCOUNT_ID]), S: cdk.Fn.sub('${AWS::Region}-x'), C: cdk.Fn.conditionIf('Cond', 'a', 'b').toString(), Sel: cdk.Fn.select(0, cdk.Fn.split(',', p.valueAsString)) } });
    props.base.table.grantReadData(fn);
    props.base.bucket.grantReadWrite(fn);
    const q = new sqs.Queue(this, 'Q');
    const cq = q.node.defaultChild as sqs.CfnQueue;
    cq.cfnOptions.condition = cond; cq.cfnOptions.updateReplacePolicy = cdk.CfnDeletionPolicy.RETAIN;
    cq.addPropertyOverride('VisibilityTimeout', 77); cq.addPropertyDeletionOverride('QueueName'); cq.addOverride('DeletionPolicy', 'Retain'); cq.overrideLogicalId('MyQueue'); cq.addDependency(fn.node.defaultChild as cdk.CfnResource);
    cq.delaySeconds = 3;
    const raw = new cdk.CfnResource(this, 'Raw', { type: 'AWS::SNS::Topic', properties: { DisplayName: 'x', TopicName: q.queueName } });
    raw.addPropertyOverride('DisplayName', 'y');
    const b2 = new s3.Bucket(this, 'B2');
    (b2.node.findChild('Resource') as s3.CfnBucket).addPropertyOverride('ObjectLockEnabled', true);
    (b2.node.tryFindChild('Resource') as s3.CfnBucket).bucketName = 'zz';
    b2.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    cdk.Tags.of(b2).add('special', 'yes', { priority: 300 });
    cdk.Tags.of(this).add('only', 'buckets', { includeResourceTypes: ['AWS::S3::Bucket'] });
    cdk.Tags.of(this).add('notq', 'v', { excludeResourceTypes: ['AWS::SQS::Queue'] });
    cdk.Tags.of(b2).remove('env');
    cdk.Tags.of(fn).add('special', 'no');
    cdk.Tags.of(this).add('special', 'stack');
    new cdk.CfnOutput(this, 'O', { value: fn.functionArn, exportName: 'fnarn', description: 'd', condition: cond });
  }
}
const app = new cdk.App();
const base = new BaseStack(app, 'Base', { stackName: 'my-base', tags: { team: 'a' }, description: 'dd' });
const use = new UseStack(app, 'Use', { base, terminationProtection: true });
cdk.Tags.of(app).add('env', 'dev');
class St extends cdk.Stage { constructor(s: Construct, id: string, p?: cdk.StageProps) { super(s, id, p); const b = new BaseStack(this, 'BS'); new UseStack(this, 'US', { base: b }); } }
const stage = new St(app, 'Prod', { env: { account: '111111111111', region: 'eu-west-1' } });
cdk.Tags.of(stage).add('stage', 'prod');
