// The program's own aspects are run over what it made; those of others are calls.
import { App, Aspects, CfnResource, IAspect, Stack, Tags } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { IConstruct } from 'constructs';
class Retention implements IAspect {
  private seen = 0;
  constructor(private readonly days: number) {}
  visit(node: IConstruct): void {
    this.seen++;
    if (node instanceof sqs.CfnQueue) node.messageRetentionPeriod = this.days * 86400;
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::SQS::Queue') node.addPropertyOverride('DelaySeconds', this.seen);
    if (node instanceof s3.Bucket) Tags.of(node).add('checked', node.node.path);
    if (Stack.isStack(node)) node.templateOptions.description = 'visited';
  }
}
const app = new App();
const stack = new Stack(app, 'S');
new sqs.CfnQueue(stack, 'Low', { queueName: 'low' });
new sqs.CfnQueue(new Stack(app, 'Other'), 'Untouched');
new s3.Bucket(stack, 'Bucket');
Aspects.of(stack).add(new Retention(4));
Aspects.of(app).add(new AwsSolutionsChecks());
Aspects.of(stack).add({ visit: (node) => { if (node instanceof sqs.CfnQueue && node.queueName === 'low' && !node.kmsMasterKeyId) node.addOverride('Metadata.Plain', true); } });
if (process.env.LOCK) Aspects.of(stack).add({ visit(node: IConstruct) { if (node instanceof s3.Bucket) node.node.addDependency(stack); } });
new sqs.CfnQueue(stack, 'Late', { queueName: 'late' });
