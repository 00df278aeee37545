import { Duration, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { IpAddresses, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { plans, tenants } from './tenants';

export interface TenantsStackProps extends StackProps {
  readonly first: boolean;
}

export class TenantsStack extends Stack {
  constructor(scope: Construct, id: string, props: TenantsStackProps) {
    super(scope, id, props);

    const vpc = new Vpc(this, 'Network', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/16'),
      availabilityZones: ['a', 'b'].map(zone => `${props.env!.region}${zone}`),
      natGateways: 0,
      subnetConfiguration: ['web', 'data'].map((name, i) => ({
        name,
        cidrMask: 24,
        subnetType: i === 0 ? SubnetType.PUBLIC : SubnetType.PRIVATE_ISOLATED,
      })),
    });

    const web = new SecurityGroup(this, 'Web', { vpc, allowAllOutbound: false });
    [80, 443].forEach(port => web.addIngressRule(Peer.anyIpv4(), Port.tcp(port), `port ${port}`));
    for (let i = 0; i < 3; i++) {
      web.addEgressRule(Peer.ipv4(`192.0.2.${i * 16}/28`), Port.tcpRange(5000 + i, 5010 + i));
    }

    const queues = new Map<string, Queue>();
    for (const { name, plan, buckets } of tenants) {
      const { retention, encrypted } = plans[plan];
      const queue = new Queue(this, `${name}Jobs`, { retentionPeriod: Duration.days(retention) });
      queues.set(name, queue);
      buckets
        .filter(bucket => bucket !== 'scratch')
        .map(bucket => new Bucket(this, `${name}-${bucket}`, { versioned: encrypted, enforceSSL: true }))
        .forEach((bucket, i) => Tags.of(bucket).add('position', String(i)));
    }

    Object.entries(plans).forEach(([plan, { retention }]) => {
      new StringParameter(this, `Plan-${plan}`, { parameterName: `/plans/${plan}/retention`, stringValue: `${retention}` });
    });

    queues.forEach((queue, name) => {
      new Alarm(this, `${name}Age`, {
        metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
        threshold: 600,
        evaluationPeriods: 1,
      });
    });

    let left = props.first ? 2 : 1;
    while (left > 0) {
      new Table(this, `Shard${left}`, { partitionKey: { name: 'pk', type: AttributeType.STRING } });
      left -= 1;
    }

    const total = tenants.reduce((sum, tenant) => sum + tenant.buckets.length, 0);
    new Alarm(this, 'AllErrors', {
      metric: new Metric({ namespace: 'Tenants', metricName: 'Errors', dimensionsMap: { Site: this.region } }),
      threshold: total * 10,
      evaluationPeriods: 1,
    });
  }
}
