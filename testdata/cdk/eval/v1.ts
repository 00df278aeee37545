import cdk = require('@aws-cdk/core');
import * as s3 from '@aws-cdk/aws-s3';
import { Construct, Stack, Tag } from '@aws-cdk/core';

class Part extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new s3.Bucket(this, 'Bucket', { versioned: true });
  }
}
const app = new cdk.App();
const stack = new Stack(app, 'Old');
const part = new Part(stack, 'Part');
Tag.add(part, 'owner', 'us');
