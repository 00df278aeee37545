import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

const stack = new Stack(new App(), 'M');
const shared: s3.BucketProps & { [key: string]: unknown } = { versioned: true };
new s3.Bucket(stack, 'Before', shared);
shared.versioned = false;
shared['bucketName'] = 'later';
new s3.Bucket(stack, 'After', shared);
delete shared.bucketName;
if (process.env.A) {
  shared.versioned = true;
  shared.enforceSSL = true;
  new s3.Bucket(stack, 'Inside', shared);
} else {
  shared.autoDeleteObjects = true;
}
new s3.Bucket(stack, 'Joined', shared);

class Holder {
  items: string[] = [];
  name = 'none';
  add(item: string) { this.items.push(item); return this; }
}
const holder = new Holder().add('one');
if (process.env.B) {
  holder.add('two').name = 'some';
  if (process.env.C) holder.add('three');
}
holder.add('last');
new s3.Bucket(stack, 'Held', { bucketName: holder.name, list: holder.items, length: holder.items.length } as never);

function pick(kind?: string) {
  let result = 'start';
  if (kind === 'a') {
    result = 'a';
    if (process.env.D) return `${result}!`;
    result += '+';
  } else if (!kind) {
    return 'nothing';
  }
  return result;
}
new s3.Bucket(stack, 'Picked', { list: [pick('a'), pick('b'), pick(), pick(process.env.KIND)] } as never);

const [first, second] = [1, 2];
let [a, b] = [first, second];
[a, b] = [b, a];
const target: any = {};
({ x: target.x, y: [target.y] } = { x: 1, y: [2] });
let counter = 0;
const next = () => ++counter;
let late: string | undefined;
late ??= 'set';
late ||= 'not this';
new s3.Bucket(stack, 'Assigned', { list: [a, b, target, next(), next(), counter, late] } as never);
if (process.env.E) {
  const merged = { ...(process.env.F ? { versioned: true } : { autoDeleteObjects: true }), bucketName: 'merged' };
  new s3.Bucket(stack, 'Merged', merged);
}
