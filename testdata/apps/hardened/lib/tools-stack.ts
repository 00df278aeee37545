import * as cdk from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as elbv2_targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as route53_targets from 'aws-cdk-lib/aws-route53-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlertTopic } from './constructs/alert-topic';
import { NotifyingAlarm } from './constructs/notifying-alarm';
import { PlatformKey } from './constructs/platform-key';
import { SecureBucket } from './constructs/secure-bucket';
import { ServiceFunction } from './constructs/service-function';
import { WebAcl } from './constructs/web-acl';
import { PlatformEnvironment } from './environment';

export interface ToolsStackProps extends cdk.StackProps {
  readonly environment: PlatformEnvironment;
  readonly vpc: ec2.IVpc;
}

/** Internal tools behind a load balancer that the offices reach. */
export class ToolsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: ToolsStackProps) {
    super(scope, id, props);

    const { vpc, environment } = props;
    const { zoneName, hostedZoneId, officePrefixListId } = environment;
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { zoneName, hostedZoneId });
    const alerts = new AlertTopic(this, 'Alerts', { email: environment.alertEmail }).topic;

    const service = new ServiceFunction(this, 'Tools', {
      alerts,
      logKey: new PlatformKey(this, 'LogKey', { description: 'Encrypts logs of the tools', forLogs: true }),
      description: 'Serves the internal tools',
      code: lambda.Code.fromInline("exports.handler = async () => ({ statusCode: 200, body: 'tools' });\n"),
    });

    const securityGroup = new ec2.SecurityGroup(this, 'AlbSecurityGroup', {
      vpc,
      description: 'Load balancer of the tools',
      allowAllOutbound: false,
    });
    const offices = ec2.Peer.prefixList(officePrefixListId);
    securityGroup.addIngressRule(offices, ec2.Port.tcp(443), 'Offices');
    securityGroup.addIngressRule(offices, ec2.Port.tcp(80), 'Redirect to HTTPS');

    const alb = new elbv2.ApplicationLoadBalancer(this, 'Alb', {
      vpc,
      internetFacing: true,
      securityGroup,
      deletionProtection: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST,
    });
    const accessLogs = new SecureBucket(this, 'AccessLogs', { expireAfterDays: 400 });
    alb.logAccessLogs(new SecureBucket(this, 'AlbLogs', { accessLogs, expireAfterDays: 400 }), 'tools');

    alb.addListener('Http', {
      port: 80,
      open: false,
      defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    const listener = alb.addListener('Https', {
      port: 443,
      open: false,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      sslPolicy: elbv2.SslPolicy.TLS13_RES,
      certificates: [
        new acm.Certificate(this, 'Certificate', {
          domainName: `tools.${zoneName}`,
          validation: acm.CertificateValidation.fromDns(zone),
        }),
      ],
    });
    const targetGroup = listener.addTargets('Function', {
      targets: [new elbv2_targets.LambdaTarget(service.fn)],
      healthCheck: { enabled: true, path: '/health' },
    });
    new route53.ARecord(this, 'Address', {
      zone,
      recordName: 'tools',
      target: route53.RecordTarget.fromAlias(new route53_targets.LoadBalancerTarget(alb)),
    });

    const acl = new WebAcl(this, 'ToolsAcl', { scope: 'REGIONAL', name: 'platform-tools', rateLimit: 500 });
    acl.protect('AlbProtection', alb.loadBalancerArn);
    this.watch(alerts, alb, targetGroup);
  }

  private watch(topic: sns.ITopic, alb: elbv2.ApplicationLoadBalancer, group: elbv2.ApplicationTargetGroup): void {
    new NotifyingAlarm(this, 'AlbErrors', {
      topic,
      metric: alb.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT),
      threshold: 5,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'TargetErrors', {
      topic,
      metric: alb.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT),
      threshold: 5,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'UnhealthyTargets', {
      topic,
      metric: group.metrics.unhealthyHostCount(),
      threshold: 1,
      evaluationPeriods: 3,
    });
  }
}
