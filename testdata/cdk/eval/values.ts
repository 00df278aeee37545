import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';

enum Level { Low, Mid = 5, High, Name = 'name' }
const enum Color { Red = 'red' }
namespace Limits { export const MAX = 3; const hidden = 1; export function twice(n: number) { return n * 2; } }

const base = { a: 1, nested: { deep: [1, 2, { x: 'y' }] }, method() { return this.a; } };
const { a, nested: { deep: [first, , { x }] }, missing = 'default', ...others } = base as any;
const [one, two = 2, ...rest] = [1, undefined, 3, 4];
const key = 'computed';
const text = 'Hello, World';
const fn = (n: number, { m = 3, k }: { m?: number; k?: number } = {}, ...more: number[]) => n + m + (k ?? 0) + more.length;
let changed = 1;
changed += 4;
changed++;
const optional = undefined as { q?: { r: number } } | undefined;

const stack = new Stack(new App(), 'V');
new lambda.Function(stack, 'F', {
  environment: {
    a, first, x, missing, others, one, two, rest,
    [key]: 'c',
    'quoted-key': `t${a}${x}`,
    enums: [Level.Low, Level.Mid, Level.High, Level.Name, Color.Red, Limits.MAX, Limits.twice(4), Level['High']],
    strings: [text.toUpperCase(), text.split(', '), text.includes('World'), text.slice(0, 5), text.replace('World', 'CDK'), text.length,
      text.substring(7), '7'.padStart(3, '0'), ' t '.trim(), 'ab'.repeat(2), text.startsWith('Hello') ? 'yes' : 'no', text.indexOf('W')],
    numbers: [1 + 2 * 3, 2 ** 10, 7 % 4, 10 / 4, Math.max(1, 5), parseInt('42', 10), Number('3.5'), 0x10, 1_000, ~~3.7, 5 & 3, -a],
    calls: [fn(1), fn(1, { m: 1 }, 1, 2), base.method(), (() => 'iife')(), fn.call(null, 2)],
    logic: [0 || 'or', '' ?? 'kept', null ?? 'nullish', 1 && 'and', !!1, typeof text, typeof optional, 'a' in base, text === 'x'],
    optional: [optional?.q?.r, optional?.q.r, base?.nested?.deep?.[0], (base as any).nope?.()],
    changed,
    json: JSON.stringify({ b: [1, 'two', null], c: { d: true } }),
    keys: [Object.keys(base.nested), Object.values({ p: 1 }), Object.assign({}, { q: 1 }, { q: 2 }), Object.fromEntries([['k', 'v']])],
    arrays: [[1, [2]].flat(), [3, 1].concat([2]), [1, 2, 3].slice(1), [1, 2].includes(2), ['a'].indexOf('z'), [1, 2].some(v => v > 1),
      [1, 2].every(v => v > 1), [4, 5].find(v => v > 4), [1, 2].reverse(), [...new Array(2)].length, [9, 8].at(-1)],
    time: [Duration.minutes(2).toSeconds(), Duration.hours(1).plus(Duration.minutes(30)), Duration.days(1)],
    env: process.env.NAME,
    unknown: undeclared.thing,
    fallback: process.env.NAME ?? 'fallback',
  },
});
