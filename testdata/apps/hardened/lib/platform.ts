import * as cdk from 'aws-cdk-lib';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { environmentOf } from './environment';
import { MonitoringStack } from './monitoring-stack';
import { NetworkStack } from './network-stack';
import { RecoveryStack } from './recovery-stack';
import { SiteStack } from './site-stack';
import { ToolsStack } from './tools-stack';

/** CloudFront takes certificates and web ACLs from this region only. */
const EDGE_REGION = 'us-east-1';

/** All stacks of one environment. */
export function buildPlatform(app: cdk.App): void {
  const environment = environmentOf(app.node);
  const { account, region, recoveryRegion } = environment;
  const env: cdk.Environment = { account, region };

  const recovery = new RecoveryStack(app, 'PlatformRecovery', {
    env: { account, region: recoveryRegion },
    environment,
    terminationProtection: true,
  });
  const network = new NetworkStack(app, 'PlatformNetwork', { env, environment, terminationProtection: true });
  const data = new DataStack(app, 'PlatformData', {
    env,
    environment,
    vpc: network.vpc,
    applicationSecurityGroup: network.applicationSecurityGroup,
    recoveryVault: recovery.vault,
    terminationProtection: true,
  });
  const api = new ApiStack(app, 'PlatformApi', {
    env,
    environment,
    vpc: network.vpc,
    applicationSecurityGroup: network.applicationSecurityGroup,
    data,
    terminationProtection: true,
  });
  new ToolsStack(app, 'PlatformTools', { env, environment, vpc: network.vpc, terminationProtection: true });
  new SiteStack(app, 'PlatformSite', {
    env: { account, region: EDGE_REGION },
    environment,
    terminationProtection: true,
  });
  new MonitoringStack(app, 'PlatformMonitoring', { env, environment, api, data, terminationProtection: true });

  cdk.Tags.of(app).add('service', 'data-platform');
  cdk.Tags.of(app).add('environment', environment.name);
  cdk.Tags.of(app).add('owner', 'platform-team');
}
