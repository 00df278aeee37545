import { App } from 'aws-cdk-lib';
import { DataStack, names as labels } from './lib';
import * as all from './lib';
import Default, { helper } from './lib/helper.js';
import settings from './settings.json';
import { readFileSync } from 'fs';
import legacy = require('./lib/legacy');

const app = new App();
new DataStack(app, labels.data, { days: helper(2), size: settings.size, text: readFileSync('x', 'utf8') });
new all.DataStack(app, 'Second', { days: all.LIMIT, size: Default.size, text: legacy.label });
//// settings.json
{ "size": 10 }
//// lib/index.ts
export * from './data-stack';
export { table as names } from './names';
export * as extra from './names';
export const LIMIT = 30;
//// lib/names.ts
const table = { data: 'Data' };
export { table };
//// lib/helper.ts
import { LIMIT } from '.';
export function helper(n: number) { return n * LIMIT; }
const value = { size: 5 };
export default value;
//// lib/legacy.js
const label = 'legacy';
exports.label = label;
//// lib/data-stack.ts
import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
export interface DataStackProps extends StackProps { days: number; size: number; text: string }
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    new Queue(this, 'Queue', { retentionPeriod: Duration.days(props.days), maxMessageSizeBytes: props.size, queueName: props.text });
  }
}
