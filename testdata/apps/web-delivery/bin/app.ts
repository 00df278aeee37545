import { App } from 'aws-cdk-lib';
import { WebStack } from '../lib/web-stack';

new WebStack(new App(), 'Web', { env: { account: '123456789012', region: 'us-east-1' }, domain: 'app.planner.example' });
