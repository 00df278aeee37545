import { App } from 'aws-cdk-lib';
import { ServicesStack } from '../lib/services-stack';

new ServicesStack(new App(), 'Services');
