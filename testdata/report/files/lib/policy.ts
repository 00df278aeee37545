import { RemovalPolicy } from 'aws-cdk-lib';

export const CLEAN_UP = RemovalPolicy.DESTROY;
