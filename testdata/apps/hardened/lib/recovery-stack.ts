import * as cdk from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { PlatformKey } from './constructs/platform-key';
import { PlatformEnvironment } from './environment';

export interface RecoveryStackProps extends cdk.StackProps {
  readonly environment: PlatformEnvironment;
}

/** The vault in the recovery region, into which every backup is copied. */
export class RecoveryStack extends cdk.Stack {
  readonly vault: backup.BackupVault;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, props);

    this.vault = new backup.BackupVault(this, 'RecoveryVault', {
      // Named, since a plan in another region has to know the vault's ARN.
      backupVaultName: `platform-recovery-${props.environment.name}`,
      encryptionKey: new PlatformKey(this, 'RecoveryKey', { description: 'Encrypts copies of backups' }),
      lockConfiguration: { minRetention: cdk.Duration.days(35) },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
  }
}
