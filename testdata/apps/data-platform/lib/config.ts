/** Capacity of the Aurora clusters, per environment, in ACU. */
export const envConfig = {
  dev: { minCapacity: 0.5, maxCapacity: 1.0 },
  staging: { minCapacity: 0.5, maxCapacity: 2.0 },
  prod: { minCapacity: 1.0, maxCapacity: 4.0 },
};

/** Days that backups of the reporting databases are kept. */
export const REPORTING_BACKUP_DAYS = 21;

export const LOG_FORMAT_VERSION = '1.2.3.4';

export interface BucketOverrides {
  readonly versioned?: boolean;
  readonly transferAcceleration?: boolean;
}
