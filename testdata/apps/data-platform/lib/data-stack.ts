import * as fs from 'fs';
import * as path from 'path';
import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketOverrides, REPORTING_BACKUP_DAYS } from './config';
import { ArchiveBucket } from './constructs/archive-bucket';

const AURORA_ENGINE = rds.DatabaseClusterEngine.auroraPostgres({
  version: rds.AuroraPostgresEngineVersion.VER_16_4,
});
const DAYS_HOT = 30;
/** The range of the client VPN's address pool. */
const VPN_POOL = '172.18.40.0/21';

export interface DataStackProps extends cdk.StackProps {
  readonly stage: string;
  readonly vpc: ec2.IVpc;
  readonly applicationSecurityGroup: ec2.ISecurityGroup;
}

/**
 * Everything that keeps state: Aurora, two single databases, tables and buckets.
 */
export class DataStack extends cdk.Stack {
  public readonly cluster: rds.DatabaseCluster;
  public readonly sessionTable: dynamodb.Table;
  public readonly rawBucket: s3.Bucket;

  private readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);

    const { vpc, applicationSecurityGroup } = props;
    const isProd = props.stage === 'live' || props.stage === 'prod';

    this.key = new kms.Key(this, 'DataKey', {
      description: 'Encrypts the stores of the data platform',
      enableKeyRotation: true,
    });

    // --- Network access to the databases

    const databaseSecurityGroup = new ec2.SecurityGroup(this, 'DatabaseSecurityGroup', {
      vpc,
      description: 'Aurora and RDS',
      allowAllOutbound: false,
    });
    databaseSecurityGroup.addIngressRule(applicationSecurityGroup, ec2.Port.tcp(5432), 'Application');
    // The BI vendor's fixed address (ticket OPS-2291)
    databaseSecurityGroup.addIngressRule(
      ec2.Peer.ipv4('52.29.114.203/32'),
      ec2.Port.tcp(5432),
      'BI vendor',
    );
    databaseSecurityGroup.addIngressRule(ec2.Peer.ipv4(VPN_POOL), ec2.Port.tcp(5432), 'VPN pool');
    databaseSecurityGroup.addIngressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(3306), 'Peered networks');

    // --- Aurora

    this.cluster = new rds.DatabaseCluster(this, 'PlatformCluster', {
      engine: AURORA_ENGINE,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [databaseSecurityGroup],
      credentials: rds.Credentials.fromGeneratedSecret('platform_admin'),
      defaultDatabaseName: 'platform',
      writer: rds.ClusterInstance.serverlessV2('writer'),
      readers: [rds.ClusterInstance.serverlessV2('reader', { scaleWithWriter: true })],
      serverlessV2MinCapacity: 0.5,
      serverlessV2MaxCapacity: 4,
      storageEncrypted: true,
      storageEncryptionKey: this.key,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });

    new rds.DatabaseCluster(this, 'ReportingCluster', {
      engine: AURORA_ENGINE,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [databaseSecurityGroup],
      credentials: rds.Credentials.fromGeneratedSecret('reporting_admin'),
      writer: rds.ClusterInstance.serverlessV2('writer'),
      backup: { retention: cdk.Duration.days(REPORTING_BACKUP_DAYS), preferredWindow: '02:00-03:00' },
      cloudwatchLogsExports: ['postgresql'],
      storageEncrypted: true,
      deletionProtection: true,
      removalPolicy: isProd ? cdk.RemovalPolicy.RETAIN : cdk.RemovalPolicy.DESTROY,
    });

    new rds.DatabaseCluster(this, 'LedgerCluster', {
      engine: AURORA_ENGINE,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      credentials: rds.Credentials.fromGeneratedSecret('ledger_admin'),
      writer: rds.ClusterInstance.serverlessV2('writer'),
      backup: { retention: cdk.Duration.days(3) },
      storageEncrypted: true,
      deletionProtection: true,
    });

    // --- Single databases

    const smallInstance = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM);
    const legacyEngine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0 });

    new rds.DatabaseInstance(this, 'BillingDatabase', {
      engine: legacyEngine,
      instanceType: smallInstance,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      backupRetention: cdk.Duration.days(1),
      storageEncrypted: true,
      removalPolicy: cdk.RemovalPolicy.SNAPSHOT,
    });

    new rds.DatabaseInstance(this, 'LegacyCrmDatabase', {
      engine: legacyEngine,
      instanceType: smallInstance,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      backupRetention: cdk.Duration.days(0),
      storageEncrypted: true,
      deleteAutomatedBackups: true,
    });

    new rds.DatabaseInstance(this, 'CatalogueDatabase', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_4 }),
      instanceType: smallInstance,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      multiAz: true,
      backupRetention: cdk.Duration.days(14),
      deleteAutomatedBackups: false,
      storageEncrypted: true,
      deletionProtection: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });

    // --- Tables

    this.sessionTable = new dynamodb.Table(this, 'SessionTable', {
      partitionKey: { name: 'sessionId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });

    const tenantTable = new dynamodb.Table(this, 'TenantTable', {
      partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'version', type: dynamodb.AttributeType.NUMBER },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
    });
    tenantTable.addGlobalSecondaryIndex({
      indexName: 'by-version',
      partitionKey: { name: 'version', type: dynamodb.AttributeType.NUMBER },
    });

    new dynamodb.Table(this, 'QuotaTable', {
      partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING },
      readCapacity: 10,
      writeCapacity: 5,
      pointInTimeRecovery: true,
    });

    const eventIndex = new dynamodb.TableV2(this, 'EventIndex', {
      partitionKey: { name: 'eventId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER },
    });
    eventIndex.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);

    new dynamodb.Table(this, 'FeatureFlags', {
      partitionKey: { name: 'flag', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    });

    // --- Buckets

    this.rawBucket = new s3.Bucket(this, 'RawBucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });

    const curatedBucket = new s3.Bucket(this, 'CuratedBucket', {
      versioned: true,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      enforceSSL: true,
    });
    curatedBucket.addLifecycleRule({
      id: 'DeleteOldVersions',
      noncurrentVersionExpiration: cdk.Duration.days(30),
      transitions: [{
        storageClass: s3.StorageClass.INFREQUENT_ACCESS,
        transitionAfter: cdk.Duration.days(DAYS_HOT),
      }],
    });

    const exportBucket = new s3.Bucket(this, 'ExportBucket');
    exportBucket.addLifecycleRule({
      id: 'DeleteOldVersions',
      noncurrentVersionExpiration: cdk.Duration.days(30),
    });

    new s3.Bucket(this, 'ModelBucket', { versioned: true, enforceSSL: true });

    const overrides = loadOverrides('landing');
    new s3.Bucket(this, 'LandingBucket', {
      ...overrides,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: cdk.Duration.days(7), expiration: cdk.Duration.days(90) }],
    });

    new ArchiveBucket(this, 'AuditArchive', { retainDays: 2555, encryptionKey: this.key });
    new ArchiveBucket(this, 'ScratchArchive', { versioned: false });

    new s3.CfnBucket(this, 'TransferBucket', {
      bucketName: `platform-transfer-${this.account}`,
      lifecycleConfiguration: {
        rules: [{ id: 'expire', status: 'Enabled', expirationInDays: 14 }],
      },
    });

    // --- Who may read

    const analystRole = new iam.Role(this, 'AnalystRole', {
      assumedBy: new iam.AccountPrincipal(this.account),
      description: 'Read access for analysts',
    });
    analystRole.addToPolicy(new iam.PolicyStatement({
      actions: ['s3:*'],
      resources: [curatedBucket.bucketArn, curatedBucket.arnForObjects('*')],
    }));
    analystRole.addToPolicy(new iam.PolicyStatement({
      sid: 'Catalogue',
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions', 'athena:Get*'],
      resources: [
        this.formatArn({ service: 'glue', resource: 'catalog' }),
        this.formatArn({ service: 'athena', resource: 'workgroup', resourceName: 'analysts' }),
      ],
    }));

    new iam.Role(this, 'BreakGlassRole', {
      assumedBy: new iam.AccountPrincipal(this.account),
      maxSessionDuration: cdk.Duration.hours(1),
      inlinePolicies: {
        everything: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })],
        }),
      },
    });

    new iam.ManagedPolicy(this, 'LoaderPolicy', {
      statements: [
        new iam.PolicyStatement({ actions: ['dynamodb:*'], resources: [tenantTable.tableArn] }),
        new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['dynamodb:DeleteTable'], resources: ['*'] }),
      ],
    });
  }
}

/** Settings that the landing team changes without us. */
function loadOverrides(name: string): BucketOverrides {
  const file = path.join(__dirname, '..', 'config', 'overrides.json');
  return JSON.parse(fs.readFileSync(file, 'utf8'))[name] ?? {};
}
