// Five ways of writing that cannot be followed without running the program: what is not known stays unknown, all else is known.
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import * as fs from 'fs';
import * as yaml from 'js-yaml';
import * as deepmerge from 'deepmerge';
import { AddOns, Cluster } from 'cluster-builder';

const DEFAULTS = { versioned: true, encryption: s3.BucketEncryption.S3_MANAGED };

function overrideProps(defaults: object, own?: object): any {
  return own ? deepmerge(defaults, own) : defaults;
}

class Named extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc');
    for (let i = 0; i < vpc.availabilityZones.length; i++) {
      new ec2.CfnEIP(this, `Eip${i}`, { domain: 'vpc' });
    }

    const database = new rds.DatabaseInstance(this, 'Database', { engine: undefined as never, vpc });
    const instance = database.node.defaultChild as rds.CfnDBInstance;
    const roles = instance.associatedRoles as rds.CfnDBInstance.DBInstanceRoleProperty[];
    instance.associatedRoles = [...roles, { featureName: 'Lambda', roleArn: 'x' }];

    for (const file of fs.readdirSync('manifests')) {
      const parsed = yaml.load(fs.readFileSync(`manifests/${file}`, 'utf8')) as any;
      new s3.Bucket(this, parsed.metadata.name, { versioned: true });
    }
    Cluster.builder().addOns(new AddOns.Metrics()).build(this, 'cluster');

    new s3.Bucket(this, 'Merged', overrideProps(DEFAULTS, { versioned: false }));
    new s3.Bucket(this, 'Defaults', overrideProps(DEFAULTS));
    new s3.Bucket(this, 'Own', { ...overrideProps({ versioned: true }, { a: 1 }), versioned: false });
  }
  protected allocateLogicalId(element: CfnElement): string {
    return `Mine${super.allocateLogicalId(element)}`;
  }
}
new Named(new App(), 'Named');
