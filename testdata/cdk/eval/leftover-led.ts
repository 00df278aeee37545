import { App, Stack } from 'aws-cdk-lib';
const app = new App();
new Stack(app, 'Reached');
//// lib/unreached.ts
import { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
export class Unreached extends Stack {
  constructor(scope: any, id: string) { super(scope, id); new Topic(this, 'Topic'); }
}
class Hidden extends Stack { constructor(scope: any) { super(scope, 'Hidden'); } }
