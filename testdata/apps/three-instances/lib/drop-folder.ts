import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface DropFolderProps {
  readonly lasting: boolean;
  readonly keepDays?: number;
}

export class DropFolder extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: DropFolderProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      versioned: props.lasting,
      enforceSSL: true,
      removalPolicy: props.lasting ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: props.keepDays ? [{ expiration: Duration.days(props.keepDays) }] : [],
    });
  }
}
