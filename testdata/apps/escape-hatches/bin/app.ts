import { App } from 'aws-cdk-lib';
import { OverridesStack } from '../lib/overrides-stack';

new OverridesStack(new App(), 'Overrides');
