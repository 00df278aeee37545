//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
const app = new cdk.App();
class Net extends cdk.Stack {
  readonly vpc: ec2.Vpc;
  readonly sg: ec2.SecurityGroup;
  constructor(scope: cdk.App, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.20.0.0/18'), maxAzs: 2, natGateways: 1,
      subnetConfiguration: [
        { name: 'edge', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
        { name: 'later', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26, reserved: true },
      ],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    this.vpc.addInterfaceEndpoint('Ssm', { service: ec2.InterfaceVpcEndpointAwsService.SSM });
    this.vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, subnets: { subnetGroupName: 'data' }, open: false });
    this.vpc.addGatewayEndpoint('Ddb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB, subnets: [{ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    this.vpc.addFlowLog('Flow');
    this.sg = new ec2.SecurityGroup(this, 'Db', { vpc: this.vpc, allowAllOutbound: false, description: 'db' });
    const web = new ec2.SecurityGroup(this, 'Web', { vpc: this.vpc });
    this.sg.connections.allowFrom(web, ec2.Port.tcp(5432), 'web to db');
    this.sg.addIngressRule(ec2.Peer.ipv4(this.vpc.vpcCidrBlock), ec2.Port.tcpRange(6000, 6010));
    this.sg.addIngressRule(ec2.Peer.anyIpv6(), ec2.Port.allIcmp());
    web.addIngressRule(ec2.Peer.prefixList('pl-123'), ec2.Port.tcp(443));
    web.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'https');
    web.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'https again');
    web.connections.allowInternally(ec2.Port.udp(53));
    new ec2.Vpc(this, 'Small', { natGateways: 0, restrictDefaultSecurityGroup: false });
    new ec2.Vpc(this, 'Open', { maxAzs: 1, natGateways: 0, vpcName: 'open', createInternetGateway: false, subnetConfiguration: [{ name: 'x', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  }
}
class Front extends cdk.Stack {
  constructor(scope: cdk.App, id: string, net: Net) {
    super(scope, id);
    const lb = new elbv2.ApplicationLoadBalancer(this, 'Lb', { vpc: net.vpc, internetFacing: true, idleTimeout: cdk.Duration.seconds(90), dropInvalidHeaderFields: true, deletionProtection: true, http2Enabled: false });
    lb.addRedirect();
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
    const cert = acm.Certificate.fromCertificateArn(this, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/abc');
    const l = lb.addListener('Https', { port: 443, certificates: [cert], sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS, open: false });
    l.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    l.addTargets('Fn', { targets: [new targets.LambdaTarget(fn)] });
    l.addAction('Fixed', { priority: 5, conditions: [elbv2.ListenerCondition.pathPatterns(['/ping'])], action: elbv2.ListenerAction.fixedResponse(200, { contentType: 'text/plain', messageBody: 'pong' }) });
    const i = new ec2.Instance(this, 'Box', { vpc: net.vpc, instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO), machineImage: ec2.MachineImage.latestAmazonLinux2023(), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, ssmSessionPermissions: true,
      blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(30, { encrypted: true, volumeType: ec2.EbsDeviceVolumeType.GP3 }) }] });
    i.userData.addCommands('yum update -y');
    i.addUserData('echo hi');
    l.addTargets('Box', { port: 8080, priority: 10, conditions: [elbv2.ListenerCondition.hostHeaders(['a.example.com'])], targets: [new targets.InstanceTarget(i, 8080)], healthCheck: { path: '/h', healthyHttpCodes: '200-299', interval: cdk.Duration.seconds(20) }, stickinessCookieDuration: cdk.Duration.hours(1), deregistrationDelay: cdk.Duration.seconds(15) });
    i.connections.allowTo(net.sg, ec2.Port.tcp(5432), 'to db');
    const nlb = new elbv2.NetworkLoadBalancer(this, 'Nlb', { vpc: net.vpc, crossZoneEnabled: true });
    nlb.addListener('Tcp', { port: 25 }).addTargets('Smtp', { port: 2525, targets: [new targets.InstanceIdTarget('i-123', 2525)], preserveClientIp: true });
    const tg = new elbv2.ApplicationTargetGroup(this, 'Tg', { vpc: net.vpc, port: 80, targetType: elbv2.TargetType.IP, targets: [new targets.IpTarget('10.20.1.4', 80)], loadBalancingAlgorithmType: elbv2.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS });
    new elbv2.ApplicationListenerRule(this, 'Rule', { listener: l, priority: 20, conditions: [elbv2.ListenerCondition.httpRequestMethods(['GET'])], targetGroups: [tg] });
    new ec2.BastionHostLinux(this, 'Bastion', { vpc: net.vpc });
  }
}
/* A stack of a known account has the account's zones: two for certain, perhaps a third. */
class Zones extends cdk.Stack {
  constructor(scope: cdk.App) {
    super(scope, 'Zones', { env: { account: '123456789012', region: 'us-east-1' } });
    new ec2.Vpc(this, 'Vpc', { natGateways: 1 });
  }
}
new Zones(app);
const net = new Net(app, 'Net');
new Front(app, 'Front', net);
app.synth();
