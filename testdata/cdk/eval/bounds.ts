import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

const stack = new Stack(new App(), 'B');
function forever(n: number): number { return forever(n + 1); }
new s3.Bucket(stack, 'Recursive', { bucketName: `${forever(0)}` });
let turns = 0;
while (true) { turns++; if (turns < 0) break; }
new s3.Bucket(stack, 'Endless', { bucketName: `${turns}` });
let text = 'abcdefgh';
for (let i = 0; i < 40; i++) text += text;
new s3.Bucket(stack, 'Doubled', { bucketName: text.length as never });
const list = [1];
for (let i = 0; i < 30; i++) list.push(...list);
new s3.Bucket(stack, 'Grown', { bucketName: list.length as never });
let chain: any = {};
for (let i = 0; i < 40; i++) chain = { a: chain, b: chain };
new s3.Bucket(stack, 'Web', { bucketName: JSON.stringify(chain) });
class A extends (null as any) { constructor() { super(); new A(); } }
new A();
const fibonacci = (n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
new s3.Bucket(stack, 'Exponential', { bucketName: `${fibonacci(40)}` });
new s3.Bucket(stack, 'Last');
