import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sqs from 'aws-cdk-lib/aws-sqs';

const app = new App();
const stack = new Stack(app, 'L');
for (const name of ['a', 'b']) new sqs.Queue(stack, `Of-${name}`);
for (let i = 0; i < 3; i++) {
  if (i === 1) continue;
  new sqs.Queue(stack, `For${i}`);
}
for (const [key, value] of Object.entries({ x: 1, y: 2 })) new sqs.Queue(stack, `Entry${key}${value}`);
for (const key in { k: 0 }) new sqs.Queue(stack, `In${key}`);
let n = 2;
while (n-- > 0) new sqs.Queue(stack, `While${n}`);
[1, 2].map(i => i * 10).filter(i => i > 10).forEach((v, i) => new sqs.Queue(stack, `Chain${v}-${i}`));
Array.from({ length: 2 }, (_, i) => new sqs.Queue(stack, `From${i}`));
[...Array(2).keys()].forEach(i => new sqs.Queue(stack, `Keys${i}`));
outer: for (const a of [1, 2]) {
  for (const b of [1, 2]) {
    if (b === 2) continue outer;
    new sqs.Queue(stack, `Label${a}${b}`);
  }
}
const vpc = new ec2.Vpc(stack, 'Vpc');
let count = 0;
const made: sqs.Queue[] = [];
for (const subnet of vpc.privateSubnets) {
  count += 1;
  made.push(new sqs.Queue(stack, `Many${count}`, { queueName: subnet.subnetId }));
}
vpc.publicSubnets.forEach((s, i) => new sqs.Queue(stack, `Each${i}`));
new sqs.Queue(stack, 'After', { queueName: `q${count}`, maxMessageSizeBytes: made.length });
const names = (process.env.NAMES ?? 'n').split(',');
for (const name of names) {
  if (name === 'stop') break;
  new sqs.Queue(stack, `Env-${name}`);
}
const maybe = process.env.EXTRA ? ['one', 'two'] : ['one'];
for (const name of maybe) new sqs.Queue(stack, `Maybe-${name}`);
const list = ['p'];
if (process.env.MORE) list.push('q');
for (const name of list) new sqs.Queue(stack, `Ragged-${name}`);
const sum = [1, 2, 3].reduce((a, b) => a + b, 0);
new sqs.Queue(stack, 'Sum', { maxMessageSizeBytes: sum, queueName: ['x', 'y'].join('-') + ['b', 'a'].sort().join('') });
