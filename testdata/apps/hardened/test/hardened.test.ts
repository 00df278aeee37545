import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { buildPlatform } from '../lib/platform';

const root = path.join(__dirname, '..');

function readContext(name: string): Record<string, unknown> {
  return JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));
}

function synthesize(overrides: Record<string, unknown> = {}): cdk.App {
  const { context } = readContext('cdk.json') as { context: Record<string, unknown> };
  const app = new cdk.App({ context: { ...context, ...readContext('cdk.context.json'), ...overrides } });
  buildPlatform(app);
  return app;
}

const app = synthesize();
const stacks = app.node.children.filter(cdk.Stack.isStack);
const templateOf = (id: string) => Template.fromStack(app.node.findChild(id) as cdk.Stack);

test('stores are backed up and cannot be deleted', () => {
  const data = templateOf('PlatformData');
  data.allResourcesProperties('AWS::RDS::DBCluster', { BackupRetentionPeriod: 35, DeletionProtection: true });
  data.allResourcesProperties('AWS::DynamoDB::Table', {
    PointInTimeRecoverySpecification: Match.objectLike({ PointInTimeRecoveryEnabled: true }),
    DeletionProtectionEnabled: true,
  });
  data.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('every backup is copied into another region', () => {
  const plans = templateOf('PlatformData').findResources('AWS::Backup::BackupPlan');
  for (const plan of Object.values(plans)) {
    for (const rule of plan.Properties.BackupPlan.BackupPlanRule) {
      assert.match(JSON.stringify(rule.CopyActions), /eu-west-1/);
    }
  }
});

test('the API is behind a web ACL', () => {
  const api = templateOf('PlatformApi');
  api.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  api.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    ResourceArn: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
  });
});

test('every alarm of every stack tells somebody', () => {
  for (const stack of stacks) {
    const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
    for (const [id, alarm] of Object.entries(alarms)) {
      assert.ok(alarm.Properties.AlarmActions?.length > 0, `${stack.stackName}/${id}`);
    }
  }
});

test('no statement allows a wildcard action', () => {
  for (const stack of stacks) {
    for (const [id, resource] of Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, any>)) {
      const { PolicyDocument, AssumeRolePolicyDocument, KeyPolicy } = resource.Properties ?? {};
      for (const document of [PolicyDocument, AssumeRolePolicyDocument, KeyPolicy].filter(Boolean)) {
        for (const statement of document.Statement.filter((s: any) => s.Effect === 'Allow')) {
          assert.doesNotMatch([statement.Action].flat().join(), /\*/, `${stack.stackName}/${id}`);
        }
      }
    }
  }
});

test('staging differs in what cdk.json says, and an unknown environment is refused', () => {
  const staging = synthesize({ environment: 'staging' });
  Template.fromStack(staging.node.findChild('PlatformData') as cdk.Stack).hasResourceProperties('AWS::RDS::DBCluster', {
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
  });
  assert.throws(() => synthesize({ environment: 'moon' }), /unknown environment "moon"/);
});
