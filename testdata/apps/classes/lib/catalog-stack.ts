import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, BlockPublicAccess } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TeamStack, TeamStackProps } from './team-stack';

export class CatalogStack extends TeamStack {
  readonly products: Table;
  readonly images: Bucket;

  constructor(scope: Construct, id: string, props: TeamStackProps) {
    super(scope, id, props);

    this.products = this.table('Products', 'sku');
    this.images = new Bucket(this, 'Images', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
    });
  }

  private table(id: string, key: string, removalPolicy = RemovalPolicy.RETAIN): Table {
    return new Table(this, id, {
      tableName: this.named(id.toLowerCase()),
      partitionKey: { name: key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
  }
}
