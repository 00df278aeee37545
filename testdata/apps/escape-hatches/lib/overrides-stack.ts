import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnFunction, Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { AttributeType, CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export class OverridesStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.buckets();
    this.functions();
    this.tables();
    this.raw();
  }

  private buckets(): void {
    const documents = new Bucket(this, 'Documents', { versioned: true });
    const cfn = documents.node.defaultChild as CfnBucket;
    cfn.addPropertyOverride('AnalyticsConfigurations', [{ Id: 'all', StorageClassAnalysis: {} }]);
    cfn.addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    cfn.accelerateConfiguration = { accelerationStatus: 'Enabled' };
    cfn.addPropertyDeletionOverride('BucketEncryption');
    cfn.cfnOptions.metadata = { owner: 'records' };
    cfn.overrideLogicalId('DocumentsBucket');

    const logs = new Bucket(this, 'Logs', { lifecycleRules: [{ expiration: Duration.days(90), prefix: 'a/' }] });
    const raw = logs.node.defaultChild as CfnBucket;
    raw.addOverride('Properties.LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays', 7);
    raw.addOverride('DeletionPolicy', 'RetainExceptOnCreate');
    logs.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }

  private functions(): void {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    (role.node.defaultChild as CfnRole).addPropertyOverride('MaxSessionDuration', 7200);

    const fn = new Fn(this, 'Fn', {
      runtime: Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: Code.fromInline('def handler(event, context):\n    return None\n'),
      role,
    });
    const cfn = fn.node.defaultChild as CfnFunction;
    cfn.addPropertyOverride('LoggingConfig', { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' });
    cfn.addPropertyOverride('Environment.Variables.MODE', 'strict');
    cfn.memorySize = 2048;
    cfn.reservedConcurrentExecutions = 5;

    const queue = new Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(45) });
    const inner = queue.node.findChild('Resource') as CfnQueue;
    inner.addPropertyOverride('RedriveAllowPolicy', { redrivePermission: 'denyAll' });
    inner.addDeletionOverride('Properties.VisibilityTimeout');
  }

  private tables(): void {
    const table = new Table(this, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    table.addGlobalSecondaryIndex({ indexName: 'byOwner', partitionKey: { name: 'owner', type: AttributeType.STRING } });
    const cfn = table.node.defaultChild as CfnTable;
    cfn.addPropertyOverride('GlobalSecondaryIndexes.0.Projection', { ProjectionType: 'KEYS_ONLY' });
    cfn.pointInTimeRecoverySpecification = { pointInTimeRecoveryEnabled: true };
    cfn.tableClass = 'STANDARD_INFREQUENT_ACCESS';
  }

  private raw(): void {
    const group = new CfnResource(this, 'Group', {
      type: 'AWS::ResourceGroups::Group',
      properties: { Name: 'records', ResourceQuery: { Type: 'CLOUDFORMATION_STACK_1_0' } },
    });
    group.addPropertyOverride('Description', 'Everything of this stack');
    const hub = new CfnResource(this, 'Hub', { type: 'AWS::SecurityHub::Hub' });
    hub.addDependency(group);
    hub.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
