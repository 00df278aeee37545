import * as cdk from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const envConfig = {
  dev: { minCapacity: 0.5, maxCapacity: 1.0 },
  staging: { minCapacity: 0.5, maxCapacity: 2.0 },
  prod: { minCapacity: 1.0, maxCapacity: 4.0 }
};

export class DataStack extends cdk.Stack {
  readonly vpc: ec2.Vpc;
  readonly cluster: rds.DatabaseCluster;

  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });
    const access = new ec2.SecurityGroup(this, 'DatabaseAccess', { vpc: this.vpc });
    access.addIngressRule(ec2.Peer.ipv4('203.0.114.25/32'), ec2.Port.tcp(5432));

    this.cluster = new rds.DatabaseCluster(this, 'Cluster', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      vpc: this.vpc,
      securityGroups: [access],
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });

    new cloudwatch.Alarm(this, 'DatabaseCPUAlarm', {
      metric: this.cluster.metricCPUUtilization(),
      threshold: 80,
      evaluationPeriods: 2,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING
    });

    const logGroup = new logs.CfnLogGroup(this, 'FlowLogs');
    new ec2.FlowLog(this, 'VPCFlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(this.vpc),
      destination: ec2.FlowLogDestination.toCloudWatchLogs(logs.LogGroup.fromLogGroupName(this, 'Imported', logGroup.ref))
    });

    const bucket = new s3.Bucket(this, 'Documents', { removalPolicy: cdk.RemovalPolicy.DESTROY, autoDeleteObjects: true });
    bucket.addLifecycleRule({
      id: 'DeleteOldVersions',
      noncurrentVersionExpiration: cdk.Duration.days(30),
      transitions: [{
        storageClass: s3.StorageClass.INFREQUENT_ACCESS,
        transitionAfter: cdk.Duration.days(30)
      }]
    });
  }
}
