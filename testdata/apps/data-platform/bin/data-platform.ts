#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { ApiStack } from '../lib/api-stack';
import { DataStack } from '../lib/data-stack';
import { MonitoringStack } from '../lib/monitoring-stack';
import { NetworkStack } from '../lib/network-stack';
import { SiteStack } from '../lib/site-stack';

const app = new cdk.App();

const stage: string = app.node.tryGetContext('stage') ?? 'live';
const env: cdk.Environment = { account: '111122223333', region: 'eu-central-1' };

const network = new NetworkStack(app, 'PlatformNetwork', { env, description: 'VPCs, security groups, internal entry' });

const data = new DataStack(app, 'PlatformData', {
  env,
  stage,
  vpc: network.vpc,
  applicationSecurityGroup: network.applicationSecurityGroup,
  terminationProtection: true,
});

const api = new ApiStack(app, 'PlatformApi', {
  env,
  vpc: network.vpc,
  cluster: data.cluster,
  sessionTable: data.sessionTable,
  rawBucket: data.rawBucket,
  releaseTag: process.env.RELEASE_TAG,
});

new SiteStack(app, 'PlatformSite', {
  env,
  domainName: app.node.tryGetContext('domainName'),
  supportCidrs: app.node.tryGetContext('supportCidrs') ?? [],
});

const monitoring = new MonitoringStack(app, 'PlatformMonitoring', {
  env,
  cluster: data.cluster,
  functions: [api.ingestFunction, api.queryFunction],
  deadLetterQueue: api.deadLetterQueue,
});
monitoring.addDependency(data);

cdk.Tags.of(app).add('service', 'data-platform');
cdk.Tags.of(app).add('stage', stage);
