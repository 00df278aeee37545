// no entry
//// lib/stack.ts
import { Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Part } from './part';
export interface Props extends StackProps { vpc: ec2.IVpc; stage?: string; names: string[] }
export class TheStack extends Stack {
  constructor(scope: Construct, id: string, props: Props, vpc2: ec2.IVpc) {
    super(scope, id, props);
    const { stage = 'dev' } = props;
    const bucket = new s3.Bucket(this, 'Bucket', { bucketName: `b-${stage}` });
    new ec2.FlowLog(this, 'Flow', { resourceType: ec2.FlowLogResourceType.fromVpc(props.vpc) });
    new ec2.FlowLog(this, 'Flow2', { resourceType: ec2.FlowLogResourceType.fromVpc(vpc2) });
    props.names.forEach(name => new s3.Bucket(this, name));
    if (props.stage) new s3.Bucket(this, 'Staged');
    new Part(this, 'Part');
    props.vpc.addFlowLog('x', { bucket });
  }
}
//// lib/part.ts
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
export class Part extends Construct {
  constructor(scope: Construct, id: string) { super(scope, id); new Queue(this, 'Queue'); }
}
export class Alone extends Construct {
  constructor(scope: Construct, id: string) { super(scope, id); new Queue(this, 'Never'); }
}
//// test/stack.test.ts
import { App } from 'aws-cdk-lib';
new App();
