// Generators are run to their end at once; what they give is a list.
import { App, Stack } from 'aws-cdk-lib';
const app = new App();
function* names(n: number) { for (let i = 0; i < n; i++) yield `n${i}`; if (process.env.STOP) return; yield 'last'; }
class Tree { constructor(private readonly t: any) {} *walk(t: any = this.t): Generator<number> { for (const x of t) { if (Array.isArray(x)) yield* this.walk(x); else yield x; } } }
new Stack(app, 'Tree', { description: [...new Tree([1, [2, [3]], 4]).walk()].join(' ') });
for (const name of names(2)) new Stack(app, name);
const [first, second] = names(2);
new Stack(app, 'Taken', { description: first + second });
function* endless() { let i = 0; while (true) yield i++; }
for (const i of endless()) { if (i > 1) break; new Stack(app, `E${i}`); }
