import { App, Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
class S extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const days = this.node.tryGetContext('days');
    const config = this.node.getContext('config');
    const region = scope.node.tryGetContext('region') || 'eu-west-1';
    const stage = this.node.tryGetContext('stage') ?? 'dev';
    for (const name of config.buckets) {
      new s3.Bucket(this, name, { lifecycleRules: [{ expiration: days }], bucketName: `${name}-${config.suffix}-${region}` });
    }
    new s3.Bucket(this, 'Stage', { bucketName: stage, versioned: stage === 'prod', objectLockEnabled: app.node.tryGetContext('own') });
  }
}
const app = new App({ context: { own: true, days: 1 } });
new S(app, app.node.tryGetContext('config').name);
//// cdk.json
{ "app": "x", "context": { "days": 14, "config": { "name": "FromContext", "buckets": ["One", "Two"], "suffix": "s" } } }
