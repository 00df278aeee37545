//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as asg from 'aws-cdk-lib/aws-autoscaling';
const app = new cdk.App();
class S extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 1,
      natGateways: 0,
      subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }],
    });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc });
    const web = new patterns.ApplicationLoadBalancedFargateService(this, 'Web', {
      cluster,
      assignPublicIp: true,
      circuitBreaker: { rollback: true },
      taskImageOptions: { image: ecs.ContainerImage.fromRegistry('nginx') },
    });
    web.service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50 });
    const nlb = new elbv2.NetworkLoadBalancer(this, 'Nlb', { vpc });
    nlb.addListener('N', { port: 443 }).addTargets('T', { port: 8080, targets: [web.service] });
    const group = new asg.AutoScalingGroup(this, 'Asg', {
      vpc,
      instanceType: new ec2.InstanceType('t3.small'),
      machineImage: ecs.EcsOptimizedImage.amazonLinux2(),
      minCapacity: 0,
      maxCapacity: 5,
    });
    cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(this, 'Provider', { autoScalingGroup: group }));
    const task = new ecs.Ec2TaskDefinition(this, 'Task');
    task.addContainer('w', {
      image: ecs.ContainerImage.fromRegistry('w'),
      memoryLimitMiB: 128,
      logging: ecs.LogDriver.awsLogs({ streamPrefix: 'w' }),
    });
    new ecs.Ec2Service(this, 'Worker', { cluster, taskDefinition: task });
  }
}
new S(app, 'S');
app.synth();
//// cdk.json
{
 "app": "npx tsx app.ts",
 "context": {
  "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig": true,
  "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup": true,
  "@aws-cdk/aws-iam:minimizePolicies": true,
  "@aws-cdk/aws-ecs-patterns:uniqueTargetGroupId": true,
  "@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm": true,
  "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker": true,
  "@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault": true,
  "@aws-cdk/aws-lambda:useCdkManagedLogGroup": true,
  "@aws-cdk/aws-ec2:launchTemplateDefaultUserData": true,
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions": true,
  "@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener": true
 }
}
