import { Duration, RemovalPolicy, StackProps } from 'aws-cdk-lib';
import { Architecture, FunctionProps, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, BucketEncryption, BucketProps } from 'aws-cdk-lib/aws-s3';

export const stackDefaults: StackProps = { env: { region: 'eu-north-1' }, tags: { owner: 'platform' } };

export const functionDefaults = {
  runtime: Runtime.NODEJS_22_X,
  architecture: Architecture.ARM_64,
  memorySize: 256,
  timeout: Duration.seconds(15),
  tracing: Tracing.ACTIVE,
  environment: { LOG_LEVEL: 'info', NODE_OPTIONS: '--enable-source-maps' },
} satisfies Partial<FunctionProps>;

const bucketDefaults: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
};

/** Defaults, then what the caller says, then what nobody may change. */
export function bucketProps(overrides: BucketProps = {}): BucketProps {
  return { ...bucketDefaults, ...overrides, removalPolicy: overrides.removalPolicy ?? RemovalPolicy.RETAIN };
}

export function mergeEnvironment(...parts: Array<Record<string, string> | undefined>): Record<string, string> {
  return Object.assign({}, ...parts.filter(part => part !== undefined));
}
