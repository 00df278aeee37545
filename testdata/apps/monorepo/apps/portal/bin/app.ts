import { App } from 'aws-cdk-lib';
import { PortalStack } from '../lib/portal-stack';

const app = new App();
new PortalStack(app, 'Portal');
