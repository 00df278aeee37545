import * as path from 'path';
import {
  ArnFormat,
  aws_apigateway as apigateway,
  aws_cloudwatch as cloudwatch,
  aws_codedeploy as codedeploy,
  aws_ec2 as ec2,
  aws_events as events,
  aws_events_targets as targets,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_lambda_event_sources as sources,
  aws_logs as logs,
  aws_sns as sns,
  Duration,
  Stack,
  StackProps,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlertTopic } from './constructs/alert-topic';
import { NotifyingAlarm } from './constructs/notifying-alarm';
import { PlatformKey } from './constructs/platform-key';
import { DeadLetterQueue, ResilientQueue } from './constructs/resilient-queue';
import { ServiceFunction } from './constructs/service-function';
import { WebAcl } from './constructs/web-acl';
import { DataStack } from './data-stack';
import { PlatformEnvironment } from './environment';

export interface ApiStackProps extends StackProps {
  readonly environment: PlatformEnvironment;
  readonly vpc: ec2.IVpc;
  readonly applicationSecurityGroup: ec2.ISecurityGroup;
  readonly data: DataStack;
}

/** Objective of the API, in milliseconds and per cent. */
const SLO = { latency: 200, errorRate: 0.1 };
const CONSUMER_TIMEOUT = Duration.seconds(30);

const reply = (body: string) => lambda.Code.fromInline(
  `exports.handler = async () => ({ statusCode: 200, body: '${body}' });\n`,
);

/** The REST API, its functions and the queue behind it. */
export class ApiStack extends Stack {
  readonly api: apigateway.RestApi;
  readonly functions: lambda.Function[];
  readonly queue: ResilientQueue;

  private readonly alerts: sns.Topic;

  constructor(scope: Construct, id: string, private readonly props: ApiStackProps) {
    super(scope, id, props);

    this.alerts = new AlertTopic(this, 'Alerts', { email: props.environment.alertEmail }).topic;
    const logKey = new PlatformKey(this, 'LogKey', { description: 'Encrypts logs of the API', forLogs: true });
    const common = { alerts: this.alerts, logKey };

    this.queue = new ResilientQueue(this, 'Events', { alerts: this.alerts, consumerTimeout: CONSUMER_TIMEOUT });

    const ingest = new ServiceFunction(this, 'Ingest', {
      ...common,
      description: 'Takes events',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'lambda', 'ingest')),
      environment: { QUEUE_URL: this.queue.queue.queueUrl },
      concurrency: 50,
    });
    this.queue.queue.grantSendMessages(ingest.fn);

    const query = new ServiceFunction(this, 'Query', {
      ...common,
      description: 'Answers queries',
      code: reply('{}'),
      vpc: props.vpc,
      securityGroup: props.applicationSecurityGroup,
      environment: { CLUSTER_ENDPOINT: props.data.cluster.clusterReadEndpoint.hostname },
    });
    this.allowQueries(query.fn);

    const processor = new ServiceFunction(this, 'Processor', {
      ...common,
      description: 'Works off the events',
      code: reply('{"batchItemFailures":[]}'),
      timeout: CONSUMER_TIMEOUT,
      environment: { TABLE: props.data.eventIndex.tableName },
    });
    processor.fn.addEventSource(new sources.SqsEventSource(this.queue.queue, { reportBatchItemFailures: true }));
    processor.fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
      resources: [props.data.eventIndex.tableArn],
    }));

    const failures = new DeadLetterQueue(this, 'Failures', { alerts: this.alerts });
    const report = new ServiceFunction(this, 'Report', {
      ...common,
      description: 'Writes the nightly report',
      code: reply('done'),
      timeout: Duration.minutes(5),
      memorySize: 1024,
      concurrency: 1,
      failures,
    });
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron({ hour: '3', minute: '15' }),
      targets: [new targets.LambdaFunction(report.fn, { deadLetterQueue: failures, retryAttempts: 2 })],
    });

    this.functions = [ingest.fn, query.fn, processor.fn, report.fn];
    this.api = this.buildApi(this.released('Ingest', ingest), this.released('Query', query), logKey);
    this.watchApi();
  }

  /** What Query reads: sessions, and the cluster by way of an IAM login. */
  private allowQueries(fn: lambda.Function): void {
    const { cluster, sessionTable, key } = this.props.data;
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      resources: [sessionTable.tableArn],
    }));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }));
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ['rds-db:connect'],
      resources: [
        this.formatArn({
          service: 'rds-db',
          resource: 'dbuser',
          resourceName: `${cluster.clusterResourceIdentifier}/query`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }));
  }

  /** An alias that moves to a new version by a tenth first, and back when errors show. */
  private released(id: string, service: ServiceFunction): lambda.Alias {
    const alias = new lambda.Alias(this, `${id}Live`, { aliasName: 'live', version: service.fn.currentVersion });
    new codedeploy.LambdaDeploymentGroup(this, `${id}Deployment`, {
      application: new codedeploy.LambdaApplication(this, `${id}Application`),
      alias,
      deploymentConfig: codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [service.errors],
      autoRollback: { deploymentInAlarm: true, failedDeployment: true, stoppedDeployment: true },
    });
    return alias;
  }

  private buildApi(ingest: lambda.IFunction, query: lambda.IFunction, logKey: PlatformKey): apigateway.RestApi {
    const accessLogs = new logs.LogGroup(this, 'AccessLogs', {
      retention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: logKey,
    });
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: `platform-${this.props.environment.name}`,
      description: 'Events in, answers out',
      cloudWatchRole: true,
      deployOptions: {
        stageName: 'v1',
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
        accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
        throttlingRateLimit: 500,
        throttlingBurstLimit: 200,
        cacheClusterEnabled: true,
        cacheClusterSize: '0.5',
        cachingEnabled: true,
        cacheDataEncrypted: true,
        cacheTtl: Duration.minutes(1),
      },
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    const requestValidator = new apigateway.RequestValidator(this, 'Validator', {
      restApi: api,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const event = api.addModel('Event', {
      contentType: 'application/json',
      schema: {
        type: apigateway.JsonSchemaType.OBJECT,
        required: ['tenant'],
        properties: { tenant: { type: apigateway.JsonSchemaType.STRING, minLength: 1 } },
      },
    });

    const resource = api.root.addResource('events');
    resource.addMethod('POST', new apigateway.LambdaIntegration(ingest), {
      requestValidator,
      requestModels: { 'application/json': event },
    });
    resource.addResource('{eventId}').addMethod(
      'GET',
      new apigateway.LambdaIntegration(query, { cacheKeyParameters: ['method.request.path.eventId'] }),
      { requestValidator, requestParameters: { 'method.request.path.eventId': true } },
    );

    const acl = new WebAcl(this, 'ApiAcl', { scope: 'REGIONAL', name: 'platform-api' });
    acl.protect('StageProtection', api.deploymentStage.stageArn);
    return api;
  }

  private watchApi(): void {
    const topic = this.alerts;
    const period = Duration.minutes(5);

    new NotifyingAlarm(this, 'ApiServerErrors', {
      topic,
      metric: this.api.metricServerError({ period }),
      threshold: 5,
      evaluationPeriods: 2,
    });
    new NotifyingAlarm(this, 'ApiErrorRate', {
      topic,
      metric: new cloudwatch.MathExpression({
        expression: 'IF(requests > 0, 100 * failed / requests, 0)',
        usingMetrics: { failed: this.api.metricServerError({ period }), requests: this.api.metricCount({ period }) },
        period,
      }),
      threshold: SLO.errorRate,
      evaluationPeriods: 3,
    });
    new NotifyingAlarm(this, 'ApiLatency', {
      topic,
      metric: this.api.metricLatency({ period, statistic: 'p99' }),
      threshold: SLO.latency,
      evaluationPeriods: 3,
    });
  }
}
