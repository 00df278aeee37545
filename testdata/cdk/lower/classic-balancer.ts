//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancing';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Front');
const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
const fleet = new autoscaling.AutoScalingGroup(stack, 'Fleet', {
  vpc,
  instanceType: new ec2.InstanceType('m7g.large'),
  machineImage: new ec2.AmazonLinuxImage({ generation: ec2.AmazonLinuxGeneration.AMAZON_LINUX_2, cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
});

const open = new elb.LoadBalancer(stack, 'Open', { vpc, internetFacing: true, targets: [fleet] });
open.addListener({ externalPort: 443, internalPort: 8080, sslCertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1' });
const second = open.addListener({ externalPort: 5000, externalProtocol: elb.LoadBalancingProtocol.TCP, allowConnectionsFrom: [ec2.Peer.ipv4('10.0.0.0/8')] });
second.connections.allowDefaultPortFrom(ec2.Peer.ipv4('192.168.0.0/16'), 'The office');

new elb.LoadBalancer(stack, 'Inner', {
  vpc,
  crossZone: false,
  accessLoggingPolicy: { enabled: true, s3BucketName: 'front-logs', emitInterval: 5 },
  listeners: [{ externalPort: 80, allowConnectionsFrom: [] }],
});
app.synth();
