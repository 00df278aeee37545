import * as cdk from 'aws-cdk-lib';
import { FunctionsStack } from '../lib/functions-stack';
import { stackDefaults } from '../lib/defaults';

const app = new cdk.App();
new FunctionsStack(app, 'Functions', { ...stackDefaults, description: 'Small functions', terminationProtection: true });
