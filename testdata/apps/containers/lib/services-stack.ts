import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class ServicesStack extends Stack {
  private readonly cluster: ecs.Cluster;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    this.cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });

    const database = new rds.DatabaseInstance(this, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_4 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
      vpc,
      multiAz: true,
      storageEncrypted: true,
      backupRetention: Duration.days(14),
      deletionProtection: true,
    });

    const web = this.web();
    database.connections.allowDefaultPortFrom(web.service);
    this.worker(database);
    this.nightly();
  }

  private web(): patterns.ApplicationLoadBalancedFargateService {
    const service = new patterns.ApplicationLoadBalancedFargateService(this, 'Web', {
      cluster: this.cluster,
      cpu: 512,
      memoryLimitMiB: 1024,
      desiredCount: 2,
      circuitBreaker: { rollback: true },
      minHealthyPercent: 100,
      taskImageOptions: {
        image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.27'),
        containerPort: 8080,
        environment: { MODE: 'web' },
      },
    });
    service.targetGroup.configureHealthCheck({ path: '/health', interval: Duration.seconds(15) });
    const scaling = service.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 6 });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    return service;
  }

  private worker(database: rds.DatabaseInstance): void {
    const jobs = new sqs.Queue(this, 'Jobs', { visibilityTimeout: Duration.minutes(15) });
    const task = new ecs.FargateTaskDefinition(this, 'WorkerTask', { cpu: 256, memoryLimitMiB: 512 });
    task.addContainer('worker', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/busybox:1.36'),
      command: ['sh', '-c', 'while true; do sleep 60; done'],
      environment: { JOBS: jobs.queueUrl },
      secrets: { PASSWORD: ecs.Secret.fromSecretsManager(database.secret!, 'password') },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'worker', logRetention: logs.RetentionDays.ONE_MONTH }),
    });
    jobs.grantConsumeMessages(task.taskRole);
    const service = new ecs.FargateService(this, 'Worker', {
      cluster: this.cluster,
      taskDefinition: task,
      desiredCount: 1,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      minHealthyPercent: 0,
    });
    service.connections.allowTo(database, ec2.Port.tcp(5432), 'jobs write results');
  }

  private nightly(): void {
    const balancer = new elbv2.NetworkLoadBalancer(this, 'Internal', { vpc: this.cluster.vpc, internetFacing: false });
    balancer.addListener('Tcp', { port: 9000 }).addTargets('Targets', { port: 9000, deregistrationDelay: Duration.seconds(10) });
  }
}
