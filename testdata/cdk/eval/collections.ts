import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';

const stack = new Stack(new App(), 'C');
const byName = new Map<string, sqs.Queue>();
for (const name of ['first.queue', 'second queue!', 'a--b']) {
  byName.set(name, new sqs.Queue(stack, name.replace(/[^a-zA-Z0-9]+/g, '-')));
}
byName.get('first.queue')!.grantPurge(byName.get('a--b') as never);
byName.forEach((queue, name) => queue.applyRemovalPolicy(name as never));
const sizes = new Map([['small', 1], ['large', 9]]);
const tags = new Set(['x', 'y', 'x']);
tags.add('z');
if (process.env.MORE) {
  sizes.set('small', 2);
  sizes.set('huge', 99);
  tags.add('w');
}
new sqs.Queue(stack, 'Sizes', {
  queueName: `${byName.size}-${tags.has('y')}-${sizes.has('none')}`,
  list: [sizes.get('small'), sizes.get('large'), sizes.get('huge'), [...sizes.keys()], [...tags]],
  text: ['a.b.c'.replace(/\./, '_'), 'A1B2'.replace(/\d/g, ''), 'x y'.replace(/\s+/g, ''), 'abc'.replace(/(b)/, '[$1]'), 'aXb'.split('X')],
} as never);
for (const [name, size] of sizes) new sqs.Queue(stack, `Loop-${name}-${size}`);
