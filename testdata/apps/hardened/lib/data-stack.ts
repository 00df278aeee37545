import * as cdk from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlertTopic } from './constructs/alert-topic';
import { NotifyingAlarm } from './constructs/notifying-alarm';
import { PlatformKey } from './constructs/platform-key';
import { SecureBucket } from './constructs/secure-bucket';
import { DATABASE_PORT, PlatformEnvironment } from './environment';

const BACKUP_DAYS = 35;

export interface DataStackProps extends cdk.StackProps {
  readonly environment: PlatformEnvironment;
  readonly vpc: ec2.IVpc;
  readonly applicationSecurityGroup: ec2.SecurityGroup;
  readonly recoveryVault: backup.IBackupVault;
}

/** Everything that keeps state, and its backups. */
export class DataStack extends cdk.Stack {
  readonly cluster: rds.DatabaseCluster;
  readonly reporting: rds.DatabaseInstance;
  readonly sessionTable: dynamodb.Table;
  readonly eventIndex: dynamodb.TableV2;
  readonly rawBucket: s3.Bucket;
  readonly key: PlatformKey;

  private readonly alerts: sns.Topic;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);

    const { vpc, environment } = props;
    this.alerts = new AlertTopic(this, 'Alerts', { email: environment.alertEmail }).topic;
    this.key = new PlatformKey(this, 'DataKey', { description: 'Encrypts the stores', forLogs: true });

    const databaseSecurityGroup = new ec2.SecurityGroup(this, 'DatabaseSecurityGroup', {
      vpc,
      description: 'Aurora and RDS',
      allowAllOutbound: false,
    });
    databaseSecurityGroup.addIngressRule(
      ec2.Peer.securityGroupId(props.applicationSecurityGroup.securityGroupId),
      ec2.Port.tcp(DATABASE_PORT),
      'Functions',
    );

    const databaseNetwork = {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [databaseSecurityGroup],
      port: DATABASE_PORT,
    };

    this.cluster = new rds.DatabaseCluster(this, 'PlatformCluster', {
      ...databaseNetwork,
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      credentials: rds.Credentials.fromUsername('platform_admin'),
      manageMasterUserPassword: true,
      iamAuthentication: true,
      defaultDatabaseName: 'platform',
      writer: rds.ClusterInstance.serverlessV2('writer', { enablePerformanceInsights: true }),
      readers: [rds.ClusterInstance.serverlessV2('reader', { scaleWithWriter: true, enablePerformanceInsights: true })],
      serverlessV2MinCapacity: environment.auroraMinAcu,
      serverlessV2MaxCapacity: environment.auroraMaxAcu,
      monitoringInterval: cdk.Duration.seconds(60),
      backup: { retention: cdk.Duration.days(BACKUP_DAYS), preferredWindow: '02:00-03:00' },
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql'],
      storageEncrypted: true,
      storageEncryptionKey: this.key,
      deletionProtection: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    this.watchCluster();

    this.reporting = new rds.DatabaseInstance(this, 'ReportingDatabase', {
      ...databaseNetwork,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_4 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
      credentials: rds.Credentials.fromUsername('reporting_admin'),
      manageMasterUserPassword: true,
      iamAuthentication: true,
      multiAz: true,
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      storageType: rds.StorageType.GP3,
      enablePerformanceInsights: true,
      monitoringInterval: cdk.Duration.seconds(60),
      backupRetention: cdk.Duration.days(BACKUP_DAYS),
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
      storageEncrypted: true,
      storageEncryptionKey: this.key,
      deletionProtection: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    this.watchReporting();

    this.sessionTable = new dynamodb.Table(this, 'SessionTable', {
      partitionKey: { name: 'sessionId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });

    this.eventIndex = new dynamodb.TableV2(this, 'EventIndex', {
      partitionKey: { name: 'eventId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER },
      billing: dynamodb.Billing.onDemand(),
      encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      replicas: [{ region: environment.recoveryRegion }],
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    for (const table of [this.sessionTable, this.eventIndex]) {
      for (const metricName of ['ReadThrottleEvents', 'WriteThrottleEvents']) {
        new NotifyingAlarm(this, `${table.node.id}${metricName}`, {
          topic: this.alerts,
          metric: table.metric(metricName, { statistic: 'Sum', period: cdk.Duration.minutes(5) }),
          threshold: 1,
          evaluationPeriods: 3,
        });
      }
    }

    const accessLogs = new SecureBucket(this, 'AccessLogs', { expireAfterDays: 400 });
    this.rawBucket = new SecureBucket(this, 'RawBucket', { accessLogs, encryptionKey: this.key });
    const curatedBucket = new SecureBucket(this, 'CuratedBucket', { accessLogs, encryptionKey: this.key });

    this.backUp(props.recoveryVault, [
      backup.BackupResource.fromRdsDatabaseCluster(this.cluster),
      backup.BackupResource.fromRdsDatabaseInstance(this.reporting),
      backup.BackupResource.fromDynamoDbTable(this.sessionTable),
      backup.BackupResource.fromArn(this.eventIndex.tableArn),
      backup.BackupResource.fromArn(this.rawBucket.bucketArn),
      backup.BackupResource.fromArn(curatedBucket.bucketArn),
    ]);
  }

  private watchCluster(): void {
    const topic = this.alerts;
    const heartbeat = cloudwatch.TreatMissingData.BREACHING;

    new NotifyingAlarm(this, 'ClusterCpu', {
      topic,
      metric: this.cluster.metricCPUUtilization(),
      threshold: 80,
      evaluationPeriods: 3,
      treatMissingData: heartbeat,
    });
    new NotifyingAlarm(this, 'ClusterConnections', {
      topic,
      metric: this.cluster.metricDatabaseConnections(),
      threshold: 400,
      evaluationPeriods: 3,
      treatMissingData: heartbeat,
    });
    new NotifyingAlarm(this, 'ClusterMemory', {
      topic,
      metric: this.cluster.metricFreeableMemory(),
      threshold: 512 * 1024 * 1024,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
    new NotifyingAlarm(this, 'ClusterCapacity', {
      topic,
      alarmDescription: 'Aurora is at its largest size: raise auroraMaxAcu',
      metric: this.cluster.metricACUUtilization(),
      threshold: 90,
      evaluationPeriods: 6,
    });
  }

  private watchReporting(): void {
    const topic = this.alerts;
    new NotifyingAlarm(this, 'ReportingCpu', {
      topic,
      metric: this.reporting.metricCPUUtilization(),
      threshold: 80,
      evaluationPeriods: 3,
    });
    new NotifyingAlarm(this, 'ReportingStorage', {
      topic,
      metric: this.reporting.metricFreeStorageSpace(),
      threshold: 10 * 1024 * 1024 * 1024,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
  }

  /** Daily and monthly backups, each copied into the recovery region. */
  private backUp(recoveryVault: backup.IBackupVault, resources: backup.BackupResource[]): void {
    const vault = new backup.BackupVault(this, 'BackupVault', {
      encryptionKey: this.key,
      lockConfiguration: { minRetention: cdk.Duration.days(35) },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const plan = new backup.BackupPlan(this, 'BackupPlan', { backupVault: vault });
    plan.addRule(new backup.BackupPlanRule({
      ruleName: 'daily',
      scheduleExpression: events.Schedule.cron({ hour: '4', minute: '0' }),
      deleteAfter: cdk.Duration.days(BACKUP_DAYS),
      copyActions: [{ destinationBackupVault: recoveryVault, deleteAfter: cdk.Duration.days(BACKUP_DAYS) }],
    }));
    plan.addRule(new backup.BackupPlanRule({
      ruleName: 'monthly',
      scheduleExpression: events.Schedule.cron({ day: '1', hour: '5', minute: '0' }),
      moveToColdStorageAfter: cdk.Duration.days(30),
      deleteAfter: cdk.Duration.days(365),
      copyActions: [{ destinationBackupVault: recoveryVault, deleteAfter: cdk.Duration.days(365) }],
    }));
    plan.addSelection('Stores', { resources });
  }
}
