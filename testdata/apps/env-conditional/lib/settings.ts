import { Node } from 'constructs';

export type Tier = 'production' | 'sandbox';

export interface Settings {
  readonly tier: Tier;
  readonly retentionDays: number;
  readonly replicas: number;
  readonly alertEmail?: string;
}

export function loadSettings(node: Node, tier: Tier): Settings {
  const tiers = node.tryGetContext('tiers') as Record<Tier, { retentionDays: number; replicas: number }>;
  return { tier, alertEmail: process.env.ALERT_EMAIL, ...tiers[tier] };
}
