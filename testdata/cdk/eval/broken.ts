import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
const app = new App();
const stack = new Stack(app, 'Broken';
new s3.Bucket(stack, 'Still', { versioned: true });
const half = { a: 1, b: ;
new s3.Bucket(stack, 'There');
class Open extends Stack {
  constructor(scope, id) { super(scope, id); new s3.Bucket(this, 'In' }
