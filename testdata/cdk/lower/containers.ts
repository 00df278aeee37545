//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sm from 'aws-cdk-lib/aws-secretsmanager';
import * as asg from 'aws-cdk-lib/aws-autoscaling';
const app = new cdk.App();
class S extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED, clusterName: 'main', enableFargateCapacityProviders: true });
    const repo = new ecr.Repository(this, 'Repo');
    const secret = new sm.Secret(this, 'Secret');
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 512, memoryLimitMiB: 1024, runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX }, volumes: [{ name: 'v' }] });
    const c = task.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(repo, 'v1'),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app', logRetention: logs.RetentionDays.ONE_WEEK, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
      environment: { A: '1', B: cluster.clusterName },
      secrets: { DB: ecs.Secret.fromSecretsManager(secret, 'password'), ALL: ecs.Secret.fromSecretsManager(secret) },
      healthCheck: { command: ['curl -f http://localhost/ || exit 1'], interval: cdk.Duration.seconds(10) },
      portMappings: [{ containerPort: 8080, name: 'web', appProtocol: ecs.AppProtocol.http }],
      readonlyRootFilesystem: true, user: '1000', command: ['run', '--x'],
    });
    c.addMountPoints({ containerPath: '/data', readOnly: true, sourceVolume: 'v' });
    c.addUlimits({ name: ecs.UlimitName.NOFILE, softLimit: 1024, hardLimit: 2048 });
    const side = task.addContainer('side', { image: ecs.ContainerImage.fromRegistry('envoy:1'), essential: false, memoryReservationMiB: 64 });
    c.addContainerDependencies({ container: side, condition: ecs.ContainerDependencyCondition.START });
    c.addEnvironment('C', 'late');
    task.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    task.addToExecutionRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] }));
    const service = new ecs.FargateService(this, 'Service', { cluster, taskDefinition: task, desiredCount: 3, circuitBreaker: { rollback: true }, enableExecuteCommand: true, minHealthyPercent: 100,
      capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }, { capacityProvider: 'FARGATE', weight: 1 }], propagateTags: ecs.PropagatedTagSource.SERVICE });
    const scaling = service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60, scaleInCooldown: cdk.Duration.minutes(1) });
    scaling.scaleOnMemoryUtilization('Mem', { targetUtilizationPercent: 70 });
    const lb = new elbv2.ApplicationLoadBalancer(this, 'Lb', { vpc, internetFacing: true });
    const listener = lb.addListener('L', { port: 80 });
    const tg = listener.addTargets('T', { port: 80, targets: [service.loadBalancerTarget({ containerName: 'app', containerPort: 8080 })], healthCheck: { path: '/health' } });
    tg.configureHealthCheck({ path: '/ready', timeout: cdk.Duration.seconds(4) });
    const nlb = new elbv2.NetworkLoadBalancer(this, 'Nlb', { vpc });
    nlb.addListener('N', { port: 443 }).addTargets('NT', { port: 8080, targets: [service] });
    const alb = new patterns.ApplicationLoadBalancedFargateService(this, 'Web', { cluster, cpu: 256, memoryLimitMiB: 512, desiredCount: 2, publicLoadBalancer: false,
      taskImageOptions: { image: ecs.ContainerImage.fromRegistry('nginx'), containerPort: 8000, environment: { X: 'y' }, containerName: 'front' }, circuitBreaker: { rollback: true } });
    alb.targetGroup.configureHealthCheck({ path: '/ok' });
    alb.service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnCpuUtilization('C', { targetUtilizationPercent: 50 });
    alb.taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }));
    new patterns.NetworkLoadBalancedFargateService(this, 'Tcp', { vpc, taskImageOptions: { image: ecs.ContainerImage.fromRegistry('x') }, assignPublicIp: true });
    const group = new asg.AutoScalingGroup(this, 'Asg', { vpc, instanceType: new ec2.InstanceType('t3.small'), machineImage: ecs.EcsOptimizedImage.amazonLinux2(), minCapacity: 0, maxCapacity: 5 });
    const provider = new ecs.AsgCapacityProvider(this, 'Provider', { autoScalingGroup: group, enableManagedTerminationProtection: false });
    cluster.addAsgCapacityProvider(provider);
    const ec2task = new ecs.Ec2TaskDefinition(this, 'Ec2Task');
    ec2task.addContainer('w', { image: ecs.ContainerImage.fromRegistry('w'), memoryLimitMiB: 128, logging: ecs.LogDriver.awsLogs({ streamPrefix: 'w', logGroup: new logs.LogGroup(this, 'LG') }) }).addPortMappings({ containerPort: 80 });
    const ec2svc = new ecs.Ec2Service(this, 'Ec2Svc', { cluster, taskDefinition: ec2task, daemon: true, placementConstraints: [ecs.PlacementConstraint.distinctInstances()] });
    listener.addTargets('E', { port: 80, priority: 3, conditions: [elbv2.ListenerCondition.pathPatterns(['/e'])], targets: [ec2svc] });
    const c2 = new ecs.Cluster(this, 'C2', { vpc });
    c2.addCapacity('Cap', { instanceType: new ec2.InstanceType('t3.small'), desiredCapacity: 2 });
    new ecs.Ec2Service(this, 'B', { cluster: c2, taskDefinition: ec2task });
    service.connections.allowTo(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
    service.connections.allowFrom(alb.service, ec2.Port.tcp(9000), 'peer');
  }
}
new S(app, 'S');
app.synth();
