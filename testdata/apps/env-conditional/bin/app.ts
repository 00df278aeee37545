import { App } from 'aws-cdk-lib';
import { DatabaseStack } from '../lib/database-stack';
import { loadSettings } from '../lib/settings';

const app = new App();
const settings = loadSettings(app.node, process.env.TIER === 'production' ? 'production' : 'sandbox');

new DatabaseStack(app, 'Ledger', {
  stackName: `ledger-${settings.tier}`,
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'eu-west-1' },
  settings,
});
