export { StandardBucket } from './standard-bucket';
export * as naming from './naming';
