import { Node } from 'constructs';

/** Port of the databases; not the engine's usual one. */
export const DATABASE_PORT = 6543;

/** What differs between the environments; kept in cdk.json under "environments". */
export interface PlatformEnvironment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Where copies of the backups go. */
  readonly recoveryRegion: string;
  readonly vpcCidr: string;
  readonly alertEmail: string;
  readonly zoneName: string;
  readonly hostedZoneId: string;
  /** Managed prefix list with the networks of the offices. */
  readonly officePrefixListId: string;
  readonly auroraMinAcu: number;
  readonly auroraMaxAcu: number;
  readonly monthlyBudgetUsd: number;
}

/** The environment that the context key "environment" chooses. Throws where there is none of that name. */
export function environmentOf(node: Node): PlatformEnvironment {
  const name: string = node.tryGetContext('environment');
  const environments = node.tryGetContext('environments') ?? {};
  const chosen = environments[name];
  if (!chosen) {
    throw new Error(`unknown environment "${name}"; cdk.json knows ${Object.keys(environments).join(', ')}`);
  }
  return { name, ...chosen };
}
