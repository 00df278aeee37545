import { App } from 'aws-cdk-lib';
import { TenantsStack } from '../lib/tenants-stack';

const app = new App();
for (const [index, region] of ['eu-west-1', 'us-east-1'].entries()) {
  new TenantsStack(app, `Tenants${index + 1}`, { env: { account: '123456789012', region }, first: index === 0 });
}
