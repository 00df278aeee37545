//// app.ts
import { App, Stack, aws_lambda as lambda, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
const app = new App();
const s = new Stack(app, 'S');
const st = (a: string) => new iam.PolicyStatement({ actions: [a], resources: ['*'] });
const fn = new lambda.Function(s, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x'), initialPolicy: [st('a:b')] });
fn.addToRolePolicy(st('s3:Get*'));
fn.addToRolePolicy(st('s3:Put*'));
const role = new iam.Role(s, 'R', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
const g = new lambda.Function(s, 'G', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x'), role });
g.addToRolePolicy(st('sqs:*'));
new s3.Bucket(s, 'B').grantRead(g);
new s3.Bucket(s, 'C').grantRead(fn);
//// cdk.json
{"app": "npx ts-node app.ts", "context": {"@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy": true, "@aws-cdk/aws-iam:minimizePolicies": true}}
