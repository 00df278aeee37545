const { Stack, Duration, RemovalPolicy, CfnOutput } = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const lambda = require('aws-cdk-lib/aws-lambda');
const sns = require('aws-cdk-lib/aws-sns');
const { LambdaSubscription } = require('aws-cdk-lib/aws-sns-subscriptions');
const settings = require('./settings');

class FeedbackStack extends Stack {
  /**
   * @param {import('constructs').Construct} scope
   * @param {string} id
   * @param {import('aws-cdk-lib').StackProps=} props
   */
  constructor(scope, id, props) {
    super(scope, id, props);

    const table = new dynamodb.Table(this, 'Entries', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: settings.expiry && 'expires',
    });

    const topic = new sns.Topic(this, 'Received', { displayName: 'Feedback' });
    const store = this.handler('Store', { TABLE: table.tableName });
    const list = this.handler('List', { TABLE: table.tableName, LIMIT: `${settings.pageSize}` });
    table.grantWriteData(store);
    table.grantReadData(list);
    topic.addSubscription(new LambdaSubscription(store));

    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: 'feedback',
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      deployOptions: { stageName: 'v1', throttlingRateLimit: settings.rate, throttlingBurstLimit: settings.rate * 2 },
    });
    const entries = api.root.addResource('entries');
    entries.addMethod('GET', new apigateway.LambdaIntegration(list), { authorizationType: apigateway.AuthorizationType.IAM });

    new CfnOutput(this, 'TopicArn', { value: topic.topicArn });
  }

  handler(name, environment) {
    return new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      timeout: Duration.seconds(settings.timeout),
      environment: { STAGE: 'v1', ...environment },
    });
  }
}

module.exports = { FeedbackStack };
