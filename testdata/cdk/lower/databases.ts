//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sm from 'aws-cdk-lib/aws-secretsmanager';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as route53 from 'aws-cdk-lib/aws-route53';
const app = new cdk.App();
class S extends cdk.Stack {
  constructor(scope: cdk.App, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromInline('x'), vpc });
    const cluster = new rds.DatabaseCluster(this, 'Aurora', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      writer: rds.ClusterInstance.serverlessV2('w'), readers: [rds.ClusterInstance.provisioned('r', { instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE), promotionTier: 1 })],
      vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, defaultDatabaseName: 'app', storageEncrypted: true,
      cloudwatchLogsExports: ['postgresql'], cloudwatchLogsRetention: logs.RetentionDays.ONE_MONTH, parameters: { 'rds.force_ssl': '1' }, backup: { retention: cdk.Duration.days(7) },
    });
    cluster.connections.allowDefaultPortFrom(fn, 'fn');
    cluster.secret!.grantRead(fn);
    fn.addEnvironment('ARN', cluster.secret!.secretArn);
    cluster.addRotationSingleUser();
    const db = new rds.DatabaseInstance(this, 'Db', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_3 }), vpc, credentials: rds.Credentials.fromGeneratedSecret('master'),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL), multiAz: true, allocatedStorage: 50, storageType: rds.StorageType.GP3, monitoringInterval: cdk.Duration.minutes(1),
      enablePerformanceInsights: true, deletionProtection: true, iamAuthentication: true, backupRetention: cdk.Duration.days(3), databaseName: 'x', publiclyAccessible: false,
    });
    db.connections.allowFrom(fn, ec2.Port.tcp(5432));
    const given = new sm.Secret(this, 'Given');
    new rds.DatabaseInstance(this, 'My', { engine: rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0_35 }), vpc, credentials: rds.Credentials.fromSecret(given), removalPolicy: cdk.RemovalPolicy.DESTROY, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
    const fs = new efs.FileSystem(this, 'Fs', { vpc, lifecyclePolicy: efs.LifecyclePolicy.AFTER_14_DAYS });
    fs.connections.allowDefaultPortFrom(fn);
    fs.addAccessPoint('Ap', { path: '/x', posixUser: { uid: '1', gid: '1' } });
    const plan = new backup.BackupPlan(this, 'Plan', { backupPlanRules: [backup.BackupPlanRule.weekly()] });
    plan.addSelection('Sel', { resources: [backup.BackupResource.fromTag('k', 'v')] });
    const zone = new route53.HostedZone(this, 'Zone', { zoneName: 'example.com' });
    new route53.ARecord(this, 'A', { zone, recordName: 'www', target: route53.RecordTarget.fromIpAddresses('1.2.3.4'), ttl: cdk.Duration.minutes(5) });
    new route53.CnameRecord(this, 'C', { zone, recordName: 'c', domainName: 'x.example.org' });
    new route53.TxtRecord(this, 'T', { zone, values: ['v=spf1'] });
    new route53.PrivateHostedZone(this, 'Pz', { zoneName: 'internal', vpc });
  }
}
new S(app, 'S');
app.synth();
