import * as cdk from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

/* What the factory makes is not followed; the role that its result is given is open, the bucket beside it is not. */
const app = new cdk.App();
const stack = new cdk.Stack(app, 'Factory');
const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('backup.amazonaws.com') });
new s3.Bucket(stack, 'Bucket', { versioned: true });
const plan = backup.BackupPlan.daily35DayRetention(stack, 'Plan');
plan.addSelection('Selection', { role, resources: [backup.BackupResource.fromTag('backup', 'true')] });
