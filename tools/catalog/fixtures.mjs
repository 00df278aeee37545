// What experiments start from: how constructs that others need are made, and values for types that no rule can make up.
const sym = (name) => ({ $sym: `aws-cdk-lib.${name}` });
const call = (name, ...args) => ({ $call: `aws-cdk-lib.${name}`, args });
const make = (name, ...args) => ({ $new: `aws-cdk-lib.${name}`, args });
const fx = (id) => ({ $construct: `S/${id}` });

// Constructs by id: made in the stack S before the one under experiment, when it needs them.
export const constructs = {
  FxVpc: ['aws_ec2.Vpc', {}],
  FxSg: ['aws_ec2.SecurityGroup', { vpc: fx('FxVpc') }],
  FxKey: ['aws_kms.Key', {}],
  FxBucket: ['aws_s3.Bucket', {}],
  FxRole: ['aws_iam.Role', { assumedBy: make('aws_iam.ServicePrincipal', 'lambda.amazonaws.com') }],
  FxUser: ['aws_iam.User', {}],
  FxGroup: ['aws_iam.Group', {}],
  FxPolicy: ['aws_iam.ManagedPolicy', { statements: [make('aws_iam.PolicyStatement', { actions: ['s3:GetObject'], resources: ['*'] })] }],
  FxQueue: ['aws_sqs.Queue', {}],
  FxTopic: ['aws_sns.Topic', {}],
  FxLog: ['aws_logs.LogGroup', {}],
  FxTable: ['aws_dynamodb.Table', { partitionKey: { name: 'pk', type: sym('aws_dynamodb.AttributeType.STRING') } }],
  FxStream: ['aws_kinesis.Stream', {}],
  FxSecret: ['aws_secretsmanager.Secret', {}],
  FxRepo: ['aws_ecr.Repository', {}],
  FxCert: ['aws_certificatemanager.Certificate', { domainName: 'example.com' }],
  FxZone: ['aws_route53.PublicHostedZone', { zoneName: 'example.com' }],
  FxPool: ['aws_cognito.UserPool', {}],
  FxFn: [
    'aws_lambda.Function',
    { runtime: sym('aws_lambda.Runtime.NODEJS_22_X'), handler: 'index.handler', code: call('aws_lambda.Code.fromInline', 'x') },
  ],
  FxAlarm: [
    'aws_cloudwatch.Alarm',
    { metric: make('aws_cloudwatch.Metric', { namespace: 'N', metricName: 'M' }), threshold: 1, evaluationPeriods: 1 },
  ],
  FxApi: ['aws_apigateway.RestApi', {}],
  FxAlb: ['aws_elasticloadbalancingv2.ApplicationLoadBalancer', { vpc: fx('FxVpc') }],
  FxCluster: ['aws_ecs.Cluster', { vpc: fx('FxVpc') }],
  FxFs: ['aws_efs.FileSystem', { vpc: fx('FxVpc') }],
  FxVault: ['aws_backup.BackupVault', {}],
  FxBus: ['aws_events.EventBus', {}],
  FxAcl: ['aws_ec2.NetworkAcl', { vpc: fx('FxVpc') }],
  FxParams: ['aws_rds.ParameterGroup', { engine: call('aws_rds.DatabaseInstanceEngine.mysql', { version: sym('aws_rds.MysqlEngineVersion.VER_8_0_39') }) }],
  FxSubnets: ['aws_rds.SubnetGroup', { description: 'd', vpc: fx('FxVpc') }],
};

// Values by type. A list: tried in this order.
export const values = {
  'constructs.IConstruct': [fx('FxBucket')],
  'aws_ec2.IVpc': [fx('FxVpc')],
  'aws_ec2.ISecurityGroup': [fx('FxSg')],
  'aws_ec2.IPeer': [call('aws_ec2.Peer.ipv4', '10.99.0.0/16')],
  'aws_ec2.InstanceType': [make('aws_ec2.InstanceType', 'm5.large'), make('aws_ec2.InstanceType', 't3.small')],
  'aws_ec2.IIpAddresses': [call('aws_ec2.IpAddresses.cidr', '10.98.0.0/16')],
  'aws_iam.IRole': [fx('FxRole')],
  'aws_iam.IUser': [fx('FxUser')],
  'aws_iam.IGroup': [fx('FxGroup')],
  'aws_iam.IManagedPolicy': [fx('FxPolicy')],
  'aws_iam.IPrincipal': [make('aws_iam.ServicePrincipal', 'ec2.amazonaws.com')],
  'aws_iam.IGrantable': [fx('FxRole')],
  'aws_iam.PolicyStatement': [make('aws_iam.PolicyStatement', { actions: ['s3:GetObject'], resources: ['*'] })],
  'aws_iam.PolicyDocument': [
    make('aws_iam.PolicyDocument', { statements: [make('aws_iam.PolicyStatement', { actions: ['s3:GetObject'], resources: ['*'] })] }),
  ],
  'aws_kms.IKey': [fx('FxKey')],
  'aws_kms.IKeyRef': [fx('FxKey')],
  'aws_s3.IBucket': [fx('FxBucket')],
  'aws_sqs.IQueue': [fx('FxQueue')],
  'aws_sns.ITopic': [fx('FxTopic')],
  'aws_logs.ILogGroup': [fx('FxLog')],
  'aws_dynamodb.ITable': [fx('FxTable')],
  'aws_dynamodb.Attribute': [
    { name: 'pk', type: sym('aws_dynamodb.AttributeType.STRING') },
    { name: 'qk', type: sym('aws_dynamodb.AttributeType.NUMBER') },
  ],
  'aws_kinesis.IStream': [fx('FxStream')],
  'aws_secretsmanager.ISecret': [fx('FxSecret')],
  'aws_ecr.IRepository': [fx('FxRepo')],
  'aws_certificatemanager.ICertificate': [fx('FxCert')],
  'aws_route53.IHostedZone': [fx('FxZone')],
  'aws_cognito.IUserPool': [fx('FxPool')],
  'aws_lambda.IFunction': [fx('FxFn')],
  'aws_lambda.Code': [call('aws_lambda.Code.fromInline', 'x'), call('aws_lambda.Code.fromInline', 'y')],
  'aws_lambda.IDestination': [make('aws_lambda_destinations.SqsDestination', fx('FxQueue'))],
  'aws_cloudwatch.IMetric': [make('aws_cloudwatch.Metric', { namespace: 'N', metricName: 'M' })],
  'aws_cloudwatch.IAlarm': [fx('FxAlarm')],
  'aws_cloudwatch.IAlarmRule': [call('aws_cloudwatch.AlarmRule.anyOf', fx('FxAlarm'))],
  'aws_apigateway.IRestApi': [fx('FxApi')],
  'aws_cloudfront.IOrigin': [make('aws_cloudfront_origins.HttpOrigin', 'example.com')],
  'aws_ecs.ICluster': [fx('FxCluster')],
  'aws_ecs.ContainerImage': [call('aws_ecs.ContainerImage.fromRegistry', 'nginx')],
  'aws_efs.IFileSystem': [fx('FxFs')],
  'aws_backup.IBackupVault': [fx('FxVault')],
  'aws_events.IEventBus': [fx('FxBus')],
  'aws_events.Schedule': [call('aws_events.Schedule.expression', 'rate(1 day)'), call('aws_events.Schedule.expression', 'rate(2 days)')],
  'aws_rds.IClusterEngine': [
    call('aws_rds.DatabaseClusterEngine.auroraPostgres', { version: sym('aws_rds.AuroraPostgresEngineVersion.VER_16_4') }),
  ],
  'aws_rds.IInstanceEngine': [call('aws_rds.DatabaseInstanceEngine.mysql', { version: sym('aws_rds.MysqlEngineVersion.VER_8_0_39') })],
  'aws_rds.IEngine': [call('aws_rds.DatabaseInstanceEngine.mysql', { version: sym('aws_rds.MysqlEngineVersion.VER_8_0_39') })],
  'aws_ec2.INetworkAcl': [fx('FxAcl')],
  'aws_ec2.AclCidr': [call('aws_ec2.AclCidr.ipv4', '10.99.0.0/16'), call('aws_ec2.AclCidr.ipv4', '10.97.0.0/16')],
  'aws_ec2.AclTraffic': [call('aws_ec2.AclTraffic.tcpPort', 443), call('aws_ec2.AclTraffic.tcpPort', 22)],
  'aws_rds.IClusterInstance': [call('aws_rds.ClusterInstance.serverlessV2', 'writer')],
  'aws_rds.ISubnetGroup': [fx('FxSubnets')],
  'aws_rds.IParameterGroup': [fx('FxParams')],
  'aws_s3.BlockPublicAccess': [
    sym('aws_s3.BlockPublicAccess.BLOCK_ALL'),
    make('aws_s3.BlockPublicAccess', { blockPublicAcls: true, blockPublicPolicy: false, ignorePublicAcls: true, restrictPublicBuckets: false }),
  ],
  SecretValue: [call('SecretValue.unsafePlainText', 'zzsecret')],
};

// Required props where the first candidate of each would not do.
export const props = {
  'aws_rds.DatabaseCluster': {
    engine: values['aws_rds.IClusterEngine'][0],
    vpc: fx('FxVpc'),
    writer: call('aws_rds.ClusterInstance.serverlessV2', 'writer'),
  },
  'aws_rds.DatabaseInstance': { engine: values['aws_rds.IInstanceEngine'][0], vpc: fx('FxVpc') },
  'aws_cloudfront.Distribution': { defaultBehavior: { origin: values['aws_cloudfront.IOrigin'][0] } },
  'aws_lambda.Function': constructs.FxFn[1],
  'aws_ec2.FlowLog': { resourceType: call('aws_ec2.FlowLogResourceType.fromVpc', fx('FxVpc')) },
  'aws_dynamodb.Table': constructs.FxTable[1],
  'aws_dynamodb.TableV2': constructs.FxTable[1],
  'aws_iam.Policy': { statements: values['aws_iam.PolicyStatement'], roles: [fx('FxRole')] },
  'aws_iam.ManagedPolicy': { statements: values['aws_iam.PolicyStatement'] },
  'aws_cloudwatch.CompositeAlarm': { alarmRule: values['aws_cloudwatch.IAlarmRule'][0] },
  'aws_sns.Subscription': { topic: fx('FxTopic'), protocol: sym('aws_sns.SubscriptionProtocol.HTTPS'), endpoint: 'https://example.com' },
  'aws_events.Rule': { schedule: values['aws_events.Schedule'][0] },
  'aws_route53.ARecord': { zone: fx('FxZone'), target: call('aws_route53.RecordTarget.fromIpAddresses', '1.2.3.4') },
  'aws_lambda.Alias': { aliasName: 'live', version: { $member: [fx('FxFn'), 'currentVersion'] } },
  'aws_lambda.EventSourceMapping': { target: fx('FxFn'), eventSourceArn: { $member: [fx('FxQueue'), 'queueArn'] } },
  'aws_cognito.UserPoolDomain': { userPool: fx('FxPool'), cognitoDomain: { domainPrefix: 'zzprobe' } },
  'aws_ec2.NetworkAclEntry': {
    networkAcl: fx('FxAcl'),
    cidr: call('aws_ec2.AclCidr.ipv4', '10.99.0.0/16'),
    ruleNumber: 100,
    traffic: call('aws_ec2.AclTraffic.tcpPort', 443),
  },
  'aws_elasticloadbalancingv2.ApplicationTargetGroup': { vpc: fx('FxVpc'), port: 80 },
  'aws_stepfunctions.StateMachine': { definitionBody: call('aws_stepfunctions.DefinitionBody.fromString', '{}') },
  'aws_opensearchservice.Domain': { version: sym('aws_opensearchservice.EngineVersion.OPENSEARCH_2_11') },
  'aws_backup.BackupPlan': { backupPlanRules: [call('aws_backup.BackupPlanRule.daily')] },
  'aws_elasticloadbalancingv2.ApplicationListener': { loadBalancer: fx('FxAlb'), port: 80, open: false, defaultAction: call('aws_elasticloadbalancingv2.ListenerAction.fixedResponse', 404) },
};

// What must be done to a construct so that it can be synthesized at all.
export const calls = {
  'aws_apigateway.RestApi': [{ path: ['root'], method: 'addMethod', args: ['GET'] }],
};

// Strings that validations of the library let through, tried in this order; each probe needs two.
export const strings = [
  ['zzprobe', 'yyprobe'],
  ['zzprobe.fifo', 'yyprobe.fifo'],
  ['10.99.0.0/16', '10.97.0.0/16'],
  ['zz.example.com', 'yy.example.com'],
  ['/zz/', '/yy/'],
  ['02:00-03:00', '04:00-05:00'],
  ['sun:02:00-sun:03:00', 'mon:04:00-mon:05:00'],
  ['zz@example.com', 'yy@example.com'],
  ['https://zz.example.com', 'https://yy.example.com'],
  ['arn:aws:sns:us-east-1:123456789012:zz', 'arn:aws:sns:us-east-1:123456789012:yy'],
  ['12', '13'],
];
export const numbers = [[2, 3], [7, 14], [30, 60], [128, 256], [512, 1024], [3600, 7200], [0.5, 1], [10, 20], [443, 8443], [1024, 2048]];

// Feature flags that the experiments are made under: those that a new project has. What another setting changes is in the hand-written part.
export const flags = {};

export { call, fx, make, sym };
