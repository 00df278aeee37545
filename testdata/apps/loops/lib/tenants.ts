export type Plan = 'basic' | 'plus';

export interface Tenant {
  readonly name: string;
  readonly plan: Plan;
  readonly buckets: string[];
}

export const plans: Record<Plan, { retention: number; encrypted: boolean }> = {
  basic: { retention: 4, encrypted: false },
  plus: { retention: 14, encrypted: true },
};

export const tenants: Tenant[] = [
  { name: 'Acacia', plan: 'basic', buckets: ['files'] },
  { name: 'Birch', plan: 'plus', buckets: ['files', 'scratch', 'exports'] },
];
