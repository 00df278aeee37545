import { CfnResource, IAspect, RemovalPolicy } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct } from 'constructs';

export class VersionedBuckets implements IAspect {
  visit(node: IConstruct): void {
    if (node instanceof CfnBucket) {
      node.addPropertyOverride('VersioningConfiguration.Status', 'Enabled');
    }
  }
}

export class TracedFunctions implements IAspect {
  public visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) return;
    node.tracingConfig = { mode: 'Active' };
  }
}

export class ShortLogs implements IAspect {
  constructor(private readonly days: number) {}

  visit(node: IConstruct): void {
    if (node instanceof CfnLogGroup) node.retentionInDays = this.days;
  }
}

/** Whatever holds data stays when the stack goes. */
export class KeepEverything implements IAspect {
  visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && (node instanceof CfnBucket || node instanceof CfnTable || node instanceof CfnLogGroup)) {
      node.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
  }
}
