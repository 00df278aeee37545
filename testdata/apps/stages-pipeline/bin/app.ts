import * as cdk from 'aws-cdk-lib';
import { DeliveryStack } from '../lib/delivery-stack';

const app = new cdk.App();
new DeliveryStack(app, 'Delivery', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
