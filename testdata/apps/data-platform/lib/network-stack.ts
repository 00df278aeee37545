import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

const VPC_CIDR = '10.20.0.0/16';
const TOOLING_CIDR = '10.21.0.0/20';
const OFFICE_RANGE = '81.14.200.0/22';

/**
 * The platform VPC, a small VPC for tooling, and the security groups that several stacks share.
 */
export class NetworkStack extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly applicationSecurityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'PlatformVpc', {
      ipAddresses: ec2.IpAddresses.cidr(VPC_CIDR),
      maxAzs: 2,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'application', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
        { name: 'database', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      gatewayEndpoints: {
        S3: { service: ec2.GatewayVpcEndpointAwsService.S3 },
      },
    });

    const toolingVpc = new ec2.Vpc(this, 'ToolingVpc', {
      ipAddresses: ec2.IpAddresses.cidr(TOOLING_CIDR),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'tooling', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      restrictDefaultSecurityGroup: false,
    });

    const flowLogGroup = new logs.LogGroup(this, 'ToolingFlowLogGroup', {
      retention: logs.RetentionDays.INFINITE,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new ec2.FlowLog(this, 'ToolingFlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(toolingVpc),
      destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogGroup),
    });

    this.applicationSecurityGroup = new ec2.SecurityGroup(this, 'ApplicationSecurityGroup', {
      vpc: this.vpc,
      description: 'Functions and services of the platform',
    });

    const albSecurityGroup = new ec2.SecurityGroup(this, 'AlbSecurityGroup', {
      vpc: this.vpc,
      description: 'Internal tools, from the offices',
      allowAllOutbound: false,
    });
    albSecurityGroup.addIngressRule(ec2.Peer.ipv4(OFFICE_RANGE), ec2.Port.tcp(443), 'Offices');
    albSecurityGroup.addIngressRule(ec2.Peer.ipv4('0.0.0.0/0'), ec2.Port.tcp(80), 'Redirect to HTTPS');
    albSecurityGroup.addIngressRule(ec2.Peer.ipv4('10.20.9.14/32'), ec2.Port.tcp(443), 'Probe in the data centre');
    albSecurityGroup.addIngressRule(ec2.Peer.ipv6('2a05:d014:9da:8c10::17/128'), ec2.Port.tcp(443), 'External probe');
    albSecurityGroup.addEgressRule(this.applicationSecurityGroup, ec2.Port.tcp(8080));

    const alb = new elbv2.ApplicationLoadBalancer(this, 'ToolsAlb', {
      vpc: this.vpc,
      internetFacing: true,
      securityGroup: albSecurityGroup,
    });

    new acm.Certificate(this, 'ToolsCertificate', {
      domainName: 'yourdomain.com',
      validation: acm.CertificateValidation.fromDns(),
    });

    new CfnOutput(this, 'ToolsAddress', { value: alb.loadBalancerDnsName });
  }
}
