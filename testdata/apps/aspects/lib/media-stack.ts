import { Duration, RemovalPolicy, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const uploads = new Bucket(this, 'Uploads', { removalPolicy: RemovalPolicy.DESTROY });
    const published = new Bucket(this, 'Published', { lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(14) }] });
    const titles = new Table(this, 'Titles', {
      partitionKey: { name: 'title', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.SIX_MONTHS });
    const publish = new LambdaFunction(this, 'Publish', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
      environment: { TITLES: titles.tableName },
      logGroup,
    });
    uploads.grantRead(publish);
    published.grantPut(publish);
    titles.grantReadWriteData(publish);
    Tags.of(publish).add('role', 'worker');
    Tags.of(uploads).remove('product');
  }
}
