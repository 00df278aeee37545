//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Deployments');
const settings = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') };
const orders = new lambda.Function(stack, 'Orders', settings);
const check = new lambda.Function(stack, 'Check', settings);
const alarm = new cloudwatch.Alarm(stack, 'Errors', { metric: orders.metricErrors(), threshold: 1, evaluationPeriods: 1 });

const alias = (name: string) => new lambda.Alias(stack, name, { aliasName: name.toLowerCase(), version: orders.currentVersion });

new codedeploy.LambdaDeploymentGroup(stack, 'Plain', { alias: alias('Live') });
new codedeploy.LambdaDeploymentGroup(stack, 'Watched', {
  alias: alias('Watched1'),
  application: new codedeploy.LambdaApplication(stack, 'Application'),
  deploymentConfig: codedeploy.LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
  alarms: [alarm],
  autoRollback: { deploymentInAlarm: true, stoppedDeployment: true },
  deploymentGroupName: 'watched',
  ignorePollAlarmsFailure: true,
});
const later = new codedeploy.LambdaDeploymentGroup(stack, 'Later', {
  alias: alias('Later1'),
  role: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111122223333:role/deploy'),
  autoRollback: { failedDeployment: false },
});
later.addAlarm(alarm);
later.addPostHook(check);
new codedeploy.LambdaDeploymentGroup(stack, 'Deaf', {
  alias: alias('Deaf1'),
  alarms: [alarm],
  ignoreAlarmConfiguration: true,
  autoRollback: { deploymentInAlarm: false },
});
