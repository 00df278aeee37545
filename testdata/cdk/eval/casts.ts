// Casts to names with dots: what the parser may take for members of the whole.
import * as cdk from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';

const given = { name: 'a', inner: { deep: 'b' } };
const one = given.name as cdk.CfnTag.ValueProperty;
const two = given.inner as unknown as cdk.CfnX.InnerProperty.DeepProperty;
const three = given satisfies cdk.CfnX.OuterProperty;
const stack = new cdk.Stack(new cdk.App(), 'S', { env: { region: 'eu-west-1' } });

class Network extends cdk.Stack {
  public readonly region: string;
  public readonly late: string;
}
const network = new Network(cdk.App.of(stack) as cdk.App, 'N', { env: { region: 'us-east-1' } });

new sqs.Queue(stack, 'Q', { queueName: one as any, fifo: two as any, visibilityTimeout: three.inner.deep as any });
new sqs.Queue(stack, 'R', { queueName: network.region, fifo: (network.late ?? 'none') as any });
new sqs.Queue(stack, 'T', { queueName: stack.account.startsWith('1') ? 'one' : 'other' });
