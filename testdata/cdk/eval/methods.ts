import { App, Aspects, CfnResource, IAspect, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { NagSuppressions } from 'cdk-nag';

class Retain implements IAspect {
  constructor(private readonly policy: RemovalPolicy) {}
  visit(node: IConstruct) { if (node instanceof CfnResource) node.applyRemovalPolicy(this.policy); }
}

const app = new App();
const stack = new Stack(app, 'M', { env: { region: 'eu-west-1' } });
const bucket = new s3.Bucket(stack, 'Bucket');
const cfn = bucket.node.defaultChild as s3.CfnBucket;
cfn.addPropertyOverride('VersioningConfiguration.Status', 'Enabled');
(bucket.node.defaultChild as s3.CfnBucket).versioningConfiguration = { status: 'Enabled' };
cfn.cfnOptions.metadata = { a: 1 };
const api = new apigateway.RestApi(stack, 'Api');
const root = api.root;
const items = root.addResource('items');
items.addMethod('GET').addMethodResponse({ statusCode: '200' });
items.addResource('{id}').addMethod('GET');
const statement = new iam.PolicyStatement();
statement.addActions('s3:GetObject');
statement.addResources(bucket.bucketArn, bucket.arnForObjects('*'));
bucket.addToResourcePolicy(statement);
Tags.of(stack).add('team', 'data', { priority: 1 });
Aspects.of(app).add(new Retain(RemovalPolicy.RETAIN));
NagSuppressions.addResourceSuppressions(bucket, [{ id: 'X', reason: 'y' }]);
if (process.env.READER) bucket.grantRead(new iam.ArnPrincipal(process.env.READER));
Stack.of(bucket).addDependency(new Stack(app, 'Other'));
const found = stack.node.tryFindChild('Bucket') as s3.Bucket;
found.addLifecycleRule({ id: `${found.node.path}-${stack.node.id}` });
new s3.Bucket(bucket.stack, 'InStackOf', { bucketName: bucket.node.scope === stack ? 'same' : 'other' });
s3.Bucket.fromBucketName(stack, 'Imported', 'existing').grantRead(new iam.AnyPrincipal());
const optional: s3.Bucket | undefined = process.env.X ? bucket : undefined;
optional?.addCorsRule({ allowedOrigins: ['*'] } as never);
new lambda.Function(stack, 'FromS3', { code: new lambda.S3Code(bucket, 'code.zip') });
