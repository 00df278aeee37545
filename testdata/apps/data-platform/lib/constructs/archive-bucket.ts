import { Duration } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, BucketProps, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface ArchiveBucketProps {
  /** @default - kept for ever */
  readonly retainDays?: number;
  readonly encryptionKey?: IKey;
  /** @default true */
  readonly versioned?: boolean;
}

/** A bucket for what is written once and rarely read. */
export class ArchiveBucket extends Construct {
  public readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: ArchiveBucketProps = {}) {
    super(scope, id);

    const { retainDays, encryptionKey, ...rest } = props;
    const defaults: BucketProps = {
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
    };

    this.bucket = new Bucket(this, 'Bucket', {
      ...defaults,
      ...rest,
      encryptionKey,
      lifecycleRules: [
        {
          id: 'cold',
          transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
          expiration: retainDays !== undefined ? Duration.days(retainDays) : undefined,
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
  }
}
