export * from './audit-log';
export * from './observed-function';
export { RecordService, type RecordServiceProps } from './record-service';
