import * as cdk from 'aws-cdk-lib';
import { Duration, aws_lambda as lambda, aws_iam as iam, aws_sns as sns, aws_sqs as sqs, aws_s3 as s3, aws_dynamodb as dynamodb, aws_kinesis as kinesis, aws_secretsmanager as secretsmanager, aws_kms as kms, aws_ssm as ssm, aws_logs as logs, aws_ec2 as ec2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';

class S extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const r1 = new iam.Role(this, 'R1', { assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('ec2.amazonaws.com'), new iam.AccountPrincipal('111122223333'), new iam.ArnPrincipal('arn:aws:iam::111122223333:role/x')), description: 'x', maxSessionDuration: Duration.hours(2), path: '/a/', roleName: 'rr' });
    r1.addToPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject'], resources: ['arn:aws:s3:::b/*', 'arn:aws:s3:::a/*'] }));
    r1.addToPolicy(new iam.PolicyStatement({ actions: ['s3:List*'], resources: ['arn:aws:s3:::b/*', 'arn:aws:s3:::a/*'] }));
    r1.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:Delete*'], resources: ['*'], conditions: { StringEquals: { 'aws:x': 'y' } } }));
    r1.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    const r2 = new iam.Role(this, 'R2', { assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'x' } }), inlinePolicies: { one: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['a:b', 'a:a'], resources: ['*'] }), new iam.PolicyStatement({ actions: ['a:c'], resources: ['*'] })] }) } });
    const r3 = new iam.Role(this, 'R3', { assumedBy: new iam.FederatedPrincipal('arn:aws:iam::1:saml-provider/x', { StringEquals: { 'SAML:aud': 'https://x' } }, 'sts:AssumeRoleWithSAML'), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'), iam.ManagedPolicy.fromManagedPolicyArn(this, 'MP', 'arn:aws:iam::1:policy/x')], permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(this, 'PB', 'bound') });
    const r4 = new iam.Role(this, 'R4', { assumedBy: new iam.AccountRootPrincipal(), externalIds: ['a', 'b'] });
    const r5 = new iam.Role(this, 'R5', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '1' } } }) });
    const r6 = new iam.Role(this, 'R6', { assumedBy: new iam.PrincipalWithConditions(new iam.AccountPrincipal('111122223333'), { Bool: { 'aws:MultiFactorAuthPresent': true } }) });
    const r7 = new iam.Role(this, 'R7', { assumedBy: new iam.OrganizationPrincipal('o-1234567890') });
    const r8 = new iam.Role(this, 'R8', { assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('s3.amazonaws.com')) });
    const r9 = new iam.Role(this, 'R9', { assumedBy: new iam.AnyPrincipal() });
    const r11 = new iam.Role(this, 'R11', { assumedBy: r1 });
    r11.grant(r5, 'sts:TagSession');
    r11.grantAssumeRole(r5);
    r11.grantPassRole(r4);
    r5.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('edgelambda.amazonaws.com')] }));
    const u = new iam.User(this, 'U', { userName: 'u' });
    const g = new iam.Group(this, 'G', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    u.addToGroup(g);
    g.addUser(new iam.User(this, 'U2'));
    u.addToPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    new iam.AccessKey(this, 'AK', { user: u });
    const p = new iam.Policy(this, 'P', { policyName: 'pp', statements: [new iam.PolicyStatement({ sid: 'S', actions: ['x:y'], resources: ['*'] })], roles: [r1], users: [u] });
    p.attachToGroup(g);
    r2.attachInlinePolicy(new iam.Policy(this, 'P2', { document: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ notActions: ['x:y'], notResources: ['arn:aws:s3:::x'] })] }) }));
    const mp = new iam.ManagedPolicy(this, 'MPo', { statements: [new iam.PolicyStatement({ actions: ['x:y', 'x:a'], resources: ['*'] })], roles: [r5], description: 'd', managedPolicyName: 'm' });
    mp.addStatements(new iam.PolicyStatement({ actions: ['x:z'], resources: ['*'] }));
    r2.addManagedPolicy(mp);
    new iam.InstanceProfile(this, 'IP', { role: r1 });
    const imp = iam.Role.fromRoleArn(this, 'Imp', 'arn:aws:iam::123456789012:role/imported');
    imp.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['x:z'], resources: ['*'] }));
    const imp2 = iam.Role.fromRoleName(this, 'Imp2', 'imported2');
    imp2.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['x:w'], resources: ['*'] }));
    const b = new s3.Bucket(this, 'B');
    b.grantRead(imp2);
    b.grantReadWrite(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/x'));
    b.grantRead(r1); b.grantWrite(r1); b.grantDelete(u); b.grantPut(g); b.grantPutAcl(r2); b.grantPublicAccess
    const q = new sqs.Queue(this, 'Q'); q.grantSendMessages(r1); q.grantConsumeMessages(r1); q.grantPurge(r1);
    const t = new sns.Topic(this, 'T'); t.grantPublish(r1);
    const tb = new dynamodb.Table(this, 'Tb', { partitionKey: { name: 'a', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE }); tb.grantReadData(r1); tb.grantWriteData(r2); tb.grantReadWriteData(r4); tb.grantFullAccess(r5); tb.grantStreamRead(r6);
    const k = new kms.Key(this, 'K'); k.grantDecrypt(r1); k.grantEncryptDecrypt(r2); k.grantEncrypt(new iam.ServicePrincipal('s3.amazonaws.com'));
    const s = new secretsmanager.Secret(this, 'Sec', { encryptionKey: k }); s.grantRead(r1); s.grantWrite(r2);
    const sp = new ssm.StringParameter(this, 'SP', { stringValue: 'x' }); sp.grantRead(r1); sp.grantWrite(r2);
    const kb = new s3.Bucket(this, 'KB', { encryption: s3.BucketEncryption.KMS }); kb.grantReadWrite(r7);
    const kb2 = new s3.Bucket(this, 'KB2', { encryptionKey: k }); kb2.grantRead(r8); kb2.grantPut(r8);
    const kq = new sqs.Queue(this, 'KQ', { encryptionMasterKey: k }); kq.grantSendMessages(r9); kq.grantConsumeMessages(r9);
    const lg = new logs.LogGroup(this, 'LG'); lg.grantWrite(r1); lg.grantRead(r2);
    const st = new kinesis.Stream(this, 'St'); st.grantRead(r1); st.grantWrite(r2); st.grantReadWrite(r4);
  }
}

new S(new cdk.App(), 'T');
