import { App } from 'aws-cdk-lib';
import { RegionStack } from '../lib/region-stack';

const account = '123456789012';
const app = new App();

const primary = new RegionStack(app, 'SearchPrimary', { env: { account, region: 'eu-west-1' }, role: 'primary', capacity: 8 });
const standby = new RegionStack(app, 'SearchStandby', { env: { account, region: 'eu-central-1' }, role: 'standby', capacity: 2 });
const trial = new RegionStack(app, 'SearchTrial', { env: { account, region: 'us-west-2' }, role: 'trial' });

standby.addDependency(primary);
for (const stack of [primary, standby, trial]) stack.templateOptions.metadata = { cell: stack.node.id };
