import * as cdk from 'aws-cdk-lib';
import { Duration, RemovalPolicy, aws_lambda as lambda, aws_iam as iam, aws_sns as sns, aws_dynamodb as dynamodb, aws_kinesis as kinesis, aws_cognito as cognito, aws_secretsmanager as secretsmanager, aws_kms as kms, aws_ssm as ssm, aws_logs as logs, aws_logs_destinations as logsdest, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as cwactions } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const k = new kms.Key(this, 'K', { alias: 'alias/x', enableKeyRotation: true, admins: [new iam.AccountPrincipal('1')] , removalPolicy: RemovalPolicy.DESTROY });
    k.addAlias('alias/y'); new kms.Alias(this, 'KA', { aliasName: 'alias/z', targetKey: k });
    k.addToResourcePolicy(new iam.PolicyStatement({ actions: ['kms:*'], principals: [new iam.ServicePrincipal('logs.amazonaws.com')], resources: ['*'] }));
    const s = new secretsmanager.Secret(this, 'S', { generateSecretString: { secretStringTemplate: JSON.stringify({ username: 'a' }), generateStringKey: 'password', excludeCharacters: '/@' }, secretName: 'n', encryptionKey: k });
    s.addRotationSchedule('Rot', { rotationLambda: fn, automaticallyAfter: Duration.days(30) });
    s.addToResourcePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], principals: [new iam.AccountPrincipal('111122223333')], resources: ['*'] }));
    new secretsmanager.Secret(this, 'S2', { secretStringValue: cdk.SecretValue.unsafePlainText('x'), replicaRegions: [{ region: 'eu-west-1' }] }).denyAccountRootDelete();
    new secretsmanager.Secret(this, 'S3', { secretObjectValue: { a: cdk.SecretValue.unsafePlainText('x') } });
    const sp = new ssm.StringParameter(this, 'SP', { parameterName: '/x', stringValue: fn.functionArn });
    new ssm.StringListParameter(this, 'SLP', { stringListValue: ['a', 'b'] });
    const v = ssm.StringParameter.valueForStringParameter(this, '/foo');
    const imp = ssm.StringParameter.fromStringParameterName(this, 'ImpP', '/bar');
    const imps = secretsmanager.Secret.fromSecretNameV2(this, 'ImpS', 'bar'); imps.grantRead(fn);
    fn.addEnvironment('V', v); fn.addEnvironment('W', imp.stringValue);
    const lg = new logs.LogGroup(this, 'LG', { retention: logs.RetentionDays.ONE_MONTH, encryptionKey: k, logGroupName: 'lg' });
    const mf = lg.addMetricFilter('MF', { filterPattern: logs.FilterPattern.anyTerm('ERROR', 'FAIL'), metricName: 'm', metricNamespace: 'ns', metricValue: '1' });
    new logs.MetricFilter(this, 'MF2', { logGroup: lg, filterPattern: logs.FilterPattern.literal('[a, b]'), metricName: 'm2', metricNamespace: 'ns' });
    new logs.MetricFilter(this, 'MF3', { logGroup: lg, filterPattern: logs.FilterPattern.allTerms('A', 'B'), metricName: 'm3', metricNamespace: 'ns', defaultValue: 0 });
    mf.metric().createAlarm(this, 'MA', { threshold: 1, evaluationPeriods: 2 });
    lg.addSubscriptionFilter('SF', { destination: new logsdest.LambdaDestination(fn), filterPattern: logs.FilterPattern.allEvents() });
    const st = new kinesis.Stream(this, 'St', { shardCount: 2, encryption: kinesis.StreamEncryption.MANAGED, retentionPeriod: Duration.hours(48) });
    new logs.SubscriptionFilter(this, 'SF2', { logGroup: lg, destination: new logsdest.KinesisDestination(st), filterPattern: logs.FilterPattern.stringValue('$.x', '=', 'y') });
    lg.addStream('LS');
    const alarm = new cloudwatch.Alarm(this, 'Al', { metric: fn.metricDuration({ statistic: 'p99', period: Duration.minutes(1) }), threshold: 5, evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD });
    alarm.addAlarmAction(new cwactions.SnsAction(new sns.Topic(this, 'T')));
    new cloudwatch.Alarm(this, 'Al2', { metric: new cloudwatch.MathExpression({ expression: 'a / b', usingMetrics: { a: fn.metricErrors(), b: fn.metricInvocations() } }), threshold: 0.1, evaluationPeriods: 1 });
    new cloudwatch.Alarm(this, 'Al3', { metric: new cloudwatch.Metric({ namespace: 'n', metricName: 'm', dimensionsMap: { a: 'b' } }), threshold: 0.1, evaluationPeriods: 1 });
    new cloudwatch.CompositeAlarm(this, 'Comp', { alarmRule: cloudwatch.AlarmRule.anyOf(alarm, cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM)) });
    const up = new cognito.UserPool(this, 'UP', { selfSignUpEnabled: true, signInAliases: { email: true }, autoVerify: { email: true }, passwordPolicy: { minLength: 12 }, lambdaTriggers: { preSignUp: fn }, standardAttributes: { email: { required: true, mutable: true } }, customAttributes: { x: new cognito.StringAttribute({ minLen: 1 }) }, mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { sms: true, otp: true }, removalPolicy: RemovalPolicy.DESTROY, userInvitation: { emailSubject: 'a' }, userVerification: { emailBody: 'x {####}' } });
    const cl = up.addClient('Cl', { authFlows: { userPassword: true }, oAuth: { flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.OPENID], callbackUrls: ['https://x'] }, generateSecret: true });
    new cognito.UserPoolClient(this, 'Cl2', { userPool: up });
    up.addDomain('Dom', { cognitoDomain: { domainPrefix: 'pre' } });
    up.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, fn);
    up.addGroup('Grp', { groupName: 'g' });
    up.addResourceServer('RS', { identifier: 'rs', scopes: [{ scopeName: 's', scopeDescription: 'd' }] });
    new cognito.CfnIdentityPool(this, 'IP', { allowUnauthenticatedIdentities: false, cognitoIdentityProviders: [{ clientId: cl.userPoolClientId, providerName: up.userPoolProviderName }] });
    const tb = new dynamodb.Table(this, 'Tb', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'sk', type: dynamodb.AttributeType.NUMBER }, billingMode: dynamodb.BillingMode.PROVISIONED, readCapacity: 2, writeCapacity: 3 });
    tb.addGlobalSecondaryIndex({ indexName: 'gsi', partitionKey: { name: 'g', type: dynamodb.AttributeType.STRING }, projectionType: dynamodb.ProjectionType.KEYS_ONLY });
    const sc = tb.autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 10 }); sc.scaleOnUtilization({ targetUtilizationPercent: 50 });
    tb.autoScaleWriteCapacity({ minCapacity: 1, maxCapacity: 10 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
    tb.grantReadWriteData(fn);
  }
}

new S(new cdk.App(), 'T');
