import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CLEAN_UP } from './policy';

export class DataStack extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });

    const uploads = ['Raw', 'Clean'].map(
      (name) =>
        new s3.Bucket(this, `${name}Uploads`, {
          encryption: s3.BucketEncryption.S3_MANAGED,
          removalPolicy: CLEAN_UP,
        }),
    );

    const group = new ec2.SecurityGroup(this, 'Partner', { vpc });
    group.addIngressRule(ec2.Peer.ipv4('198.18.7.20/32'), ec2.Port.tcp(443));
    cdk.Tags.of(uploads[0]).add('tier', 'raw');
  }
}
