import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface SecureBucketProps {
  /** Customer managed key. @default - keys of S3 */
  readonly encryptionKey?: kms.IKey;
  /** Where access to this bucket is logged. @default - nowhere: this is a log bucket */
  readonly accessLogs?: s3.IBucket;
  /** Deletes current objects after so many days. @default - never */
  readonly expireAfterDays?: number;
  /** CloudFront's standard logs are written with an ACL. @default BUCKET_OWNER_ENFORCED */
  readonly objectOwnership?: s3.ObjectOwnership;
}

/** A private, versioned bucket that takes TLS only and tidies up after itself. */
export class SecureBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: SecureBucketProps = {}) {
    super(scope, id, {
      versioned: true,
      encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: props.encryptionKey ? true : undefined,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: props.objectOwnership ?? s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: props.accessLogs ? `${id}/` : undefined,
      lifecycleRules: [
        {
          id: 'tidy-up',
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(90),
          transitions: [{ storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) }],
          expiration: props.expireAfterDays ? Duration.days(props.expireAfterDays) : undefined,
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
