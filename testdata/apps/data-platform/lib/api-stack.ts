import * as path from 'path';
import {
  aws_apigateway as apigateway,
  aws_cloudwatch as cloudwatch,
  aws_cloudwatch_actions as actions,
  aws_codedeploy as codedeploy,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_events as events,
  aws_events_targets as targets,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_rds as rds,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
  aws_sqs as sqs,
  aws_wafv2 as wafv2,
  CfnOutput,
  Duration,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LOG_FORMAT_VERSION } from './config';
import { PlatformFunction } from './constructs/platform-function';
import { QueueWorker } from './constructs/queue-worker';

export interface ApiStackProps extends StackProps {
  vpc: ec2.IVpc;
  cluster: rds.IDatabaseCluster;
  sessionTable: dynamodb.ITable;
  rawBucket: s3.IBucket;
  releaseTag?: string;
}

const echo = (name: string) => lambda.Code.fromInline(`exports.handler = async (event) => {
  console.log(JSON.stringify({ handler: '${name}', keys: Object.keys(event) }));
  return { statusCode: 200, body: '{}' };
};`);

export class ApiStack extends Stack {
  readonly ingestFunction: lambda.Function;
  readonly queryFunction: lambda.Function;
  readonly deadLetterQueue: sqs.Queue;

  private readonly alerts: sns.Topic;

  constructor(scope: Construct, id: string, private readonly props: ApiStackProps) {
    super(scope, id, props);

    this.alerts = new sns.Topic(this, 'ApiAlerts', { displayName: 'Alerts of the API' });

    // Queues

    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    const ingestQueue = new sqs.Queue(this, 'IngestQueue', {
      visibilityTimeout: Duration.minutes(5),
    });

    const enrichQueue = new sqs.Queue(this, 'EnrichQueue', {
      visibilityTimeout: Duration.minutes(5),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 3 },
    });

    // What EventBridge could not deliver lands here
    const ruleFailures = new sqs.Queue(this, 'RuleFailures', { retentionPeriod: Duration.days(14) });

    const exporter = new QueueWorker(this, 'Exporter', { code: echo('exporter'), service: 'exporter' });
    const indexer = new QueueWorker(this, 'Indexer', {
      code: echo('indexer'),
      service: 'indexer',
      deadLetterQueue: this.deadLetterQueue,
      environment: { LOG_FORMAT_VERSION },
    });

    // Functions

    this.ingestFunction = new lambda.Function(this, 'IngestFunction', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'lambda', 'ingest')),
      memorySize: 512,
      timeout: Duration.seconds(10),
      tracing: lambda.Tracing.ACTIVE,
      environment: {
        QUEUE_URL: ingestQueue.queueUrl,
        RELEASE: props.releaseTag ?? 'unreleased',
        AGENT_VERSION: '2.4.11.0',
        METADATA_ENDPOINT: 'http://169.254.169.254/latest',
        BIND_ADDRESS: '0.0.0.0',
      },
    });
    this.ingestFunction.addEnvironment('RESERVED_CONCURRENCY', '10');
    ingestQueue.grantSendMessages(this.ingestFunction);

    this.queryFunction = new PlatformFunction(this, 'QueryFunction', {
      code: echo('query'),
      service: 'query',
      vpc: props.vpc,
      environment: {
        CLUSTER_ENDPOINT: props.cluster.clusterEndpoint.hostname,
        SESSION_TABLE: props.sessionTable.tableName,
        CACHE_HOST: '10.20.13.37',
        SEARCH_URL: 'https://10.20.14.8:9200/events',
      },
    });
    props.sessionTable.grantReadWriteData(this.queryFunction);

    const processorFunction = new lambda.Function(this, 'ProcessorFunction', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline('def handler(event, context):\n    return {"batchItemFailures": []}\n'),
      timeout: Duration.minutes(1),
      deadLetterQueue: this.deadLetterQueue,
    });
    processorFunction.addEventSourceMapping('Enrich', { eventSourceArn: enrichQueue.queueArn, batchSize: 10 });
    enrichQueue.grantConsumeMessages(processorFunction);
    processorFunction.addToRolePolicy(new iam.PolicyStatement({
      actions: ['s3:*', 'kms:Decrypt'],
      resources: ['*'],
    }));

    const reportFunction = new lambda.Function(this, 'ReportFunction', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: echo('report'),
      environment: { BUCKET: props.rawBucket.bucketName },
    });
    props.rawBucket.grantRead(reportFunction, 'reports/*');

    new events.Rule(this, 'NightlyReport', {
      schedule: events.Schedule.cron({ minute: '15', hour: '3' }),
      targets: [new targets.LambdaFunction(reportFunction, { deadLetterQueue: ruleFailures, retryAttempts: 2 })],
    });

    const cleanupFunction = new lambda.Function(this, 'CleanupFunction', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: echo('cleanup'),
      timeout: Duration.minutes(2),
    });
    cleanupFunction.addToRolePolicy(new iam.PolicyStatement({
      actions: ['s3:DeleteObject', 's3:ListBucket'],
      resources: [props.rawBucket.bucketArn, props.rawBucket.arnForObjects('scratch/*')],
    }));
    new events.Rule(this, 'HourlyCleanup', {
      schedule: events.Schedule.rate(Duration.hours(1)),
      targets: [new targets.LambdaFunction(cleanupFunction)],
    });

    // Alarms of the functions

    new cloudwatch.Alarm(this, 'LambdaErrorAlarm', {
      metric: processorFunction.metricErrors(),
      threshold: 5,
      evaluationPeriods: 2,
    });

    const indexerErrors = new cloudwatch.Alarm(this, 'IndexerErrors', {
      metric: indexer.worker.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    indexerErrors.addAlarmAction(new actions.SnsAction(this.alerts));

    const exporterDepth = new cloudwatch.Alarm(this, 'ExporterDepth', {
      metric: exporter.queue.metricApproximateNumberOfMessagesVisible(),
      threshold: 1000,
      evaluationPeriods: 3,
    });
    exporterDepth.addOkAction(new actions.SnsAction(this.alerts));

    // A slow roll-out for the reports

    const reportErrors = new cloudwatch.Alarm(this, 'ReportErrors', {
      metric: reportFunction.metricErrors(),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const application = new codedeploy.LambdaApplication(this, 'Releases');
    new codedeploy.LambdaDeploymentGroup(this, 'ReportDeployment', {
      application,
      alias: new lambda.Alias(this, 'ReportLive', { aliasName: 'live', version: reportFunction.currentVersion }),
      deploymentConfig: codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [reportErrors],
    });

    const publicApi = this.publicApi();
    const partnerApi = this.partnerApi();
    this.alerts.addSubscription(new subscriptions.EmailSubscription(`api-oncall@${props.env?.region ?? 'all'}.meridian.example`));

    new CfnOutput(this, 'PublicUrl', { value: publicApi.url });
    new CfnOutput(this, 'PartnerUrl', { value: partnerApi.urlForPath('/events'), exportName: 'PartnerUrl' });
  }

  /** The API for browsers and for the mobile application. */
  private publicApi(): apigateway.RestApi {
    const api = new apigateway.RestApi(this, 'PublicApi', {
      restApiName: 'platform-public',
      deployOptions: { stageName: 'v1', metricsEnabled: true },
    });
    const integration = new apigateway.LambdaIntegration(this.queryFunction);

    api.root.addMethod('GET', integration, {
      requestParameters: {
        'method.request.querystring.cache': false,
      },
      methodResponses: [{
        statusCode: '200',
        responseParameters: {
          'method.response.header.Cache-Control': true,
        },
      }],
    });
    const events = api.root.addResource('events');
    events.addMethod('POST', new apigateway.LambdaIntegration(this.ingestFunction), { apiKeyRequired: true });
    events.addResource('{eventId}').addMethod('GET', integration, {
      authorizationType: apigateway.AuthorizationType.IAM,
    });

    // Rate limit, agreed with security in March
    new wafv2.CfnWebACL(this, 'APIGatewayWAF', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: {
        sampledRequestsEnabled: true,
        cloudWatchMetricsEnabled: true,
        metricName: 'APIGatewayWAF',
      },
      rules: [
        {
          name: 'RateLimitRule',
          priority: 1,
          statement: {
            rateBasedStatement: {
              limit: 2000,
              aggregateKeyType: 'IP',
            },
          },
          action: { block: {} },
          visibilityConfig: {
            sampledRequestsEnabled: true,
            cloudWatchMetricsEnabled: true,
            metricName: 'RateLimitRule',
          },
        },
      ],
    });

    return api;
  }

  /** The API for partners: signed requests only, behind a web ACL. */
  private partnerApi(): apigateway.RestApi {
    const api = new apigateway.RestApi(this, 'PartnerApi', {
      deployOptions: {
        stageName: 'v1',
        tracingEnabled: true,
        throttlingRateLimit: 200,
        throttlingBurstLimit: 50,
      },
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    api.root.addResource('events').addMethod('POST', new apigateway.LambdaIntegration(this.ingestFunction));

    const partnerAcl = new wafv2.CfnWebACL(this, 'PartnerAcl', {
      scope: 'REGIONAL',
      defaultAction: { block: {} },
      visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'PartnerAcl' },
      rules: [
        {
          name: 'common',
          priority: 0,
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
          overrideAction: { none: {} },
          visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'common' },
        },
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'PartnerAclAssociation', {
      resourceArn: api.deploymentStage.stageArn,
      webAclArn: partnerAcl.attrArn,
    });

    const { vpc } = this.props;
    new CfnOutput(this, 'PartnerNetwork', { value: vpc.vpcId });
    return api;
  }
}
