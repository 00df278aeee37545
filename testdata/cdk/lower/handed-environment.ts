//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { NodejsBuild } from 'deploy-time-build';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Shop');
new s3.Bucket(stack, 'Orders');
const given = new s3.Bucket(stack, 'Given');
new NodejsBuild(stack, 'Build', {
  buildEnvironment: { REGION: cdk.Stack.of(given).region, ACCOUNT: stack.account },
  destinationBucket: given,
});
