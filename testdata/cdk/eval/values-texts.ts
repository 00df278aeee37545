// What JavaScript makes of texts, numbers and regular expressions: each value was compared with node's.
import { App, Stack } from 'aws-cdk-lib';
import * as path from 'path';
const app = new App();
enum Num { A, B = 5, C }
enum Str { X = 'x', Y = 'y' }
const enum CE { P = 'p', Q = 1 << 3 }
namespace NS { export const v = 7; export function f(x: number) { return x * v; } export namespace Inner { export const w = 'w'; } export enum E { K = 'k' } }
class Base { static count = 0; static make(x: number) { return new this(x); } protected y = 2; #p = 9; constructor(public readonly x: number = 4) { Base.count++; } get sum() { return this.x + this.y; } set sum(v) { this.y = v; } priv() { return this.#p; } hello(): string { return 'base' + this.name(); } name() { return 'B'; } static #s = 3; static sp() { return Base.#s; } }
class Derived extends Base { z = this.y * 10; static { Derived.tag = 'st'; } static tag: string; constructor() { super(6); this.sum = 11; } name() { return 'D' + super.name(); } toString() { return `D(${this.x})`; } ['comp' + 'uted']() { return 1; } }
const tag = (s: TemplateStringsArray, ...v: any[]) => s.raw.join('|') + v.join(',');
const o: any = { a: 1, b: { c: [1, 2, 3] }, get g() { return this.a + 1; }, set s(v: number) { this.a = v; }, m() { return this.a; }, ['k' + 1]: 'kk', 'q-r': 2, fn: function () { return this.b.c.length; }, arrow: () => 5 };
const cfg = { dev: { n: 1, t: ['a'] }, prod: { n: 3, t: ['a', 'b'] } };
function rest(a: number, ...r: number[]) { return a + ':' + r.join('-'); }
function dflt({ a = 1, b: { c = 2 } = {} as any, ...o }: any = {}) { return [a, c, o]; }
function gen(n: number) { const out = []; for (let i = 0; i < n; i++) out.push(i * i); return out; }
function fact(n: number): number { return n <= 1 ? 1 : n * fact(n - 1); }
function lab() { const out: string[] = []; outer: for (const i of [1, 2, 3]) { for (const j of [1, 2, 3]) { if (j === 2) continue outer; if (i === 3) break outer; out.push(`${i}${j}`); } } return out; }
function sw(x: any) { switch (x) { case 'a': case 'b': return 1; case 'c': { return 2; } default: return 3; } }
function fall(x: number) { let s = ''; switch (x) { case 1: s += 'one'; case 2: s += 'two'; break; case 3: s += 'three'; default: s += 'd'; } return s; }
function tr(f: boolean) { try { if (f) throw new Error('boom'); return 'fine'; } catch (e: any) { return 'caught ' + e.message; } finally { o.fin = true; } }
class MyErr extends Error { constructor(public code: number) { super('my' + code); this.name = 'MyErr'; } }
function tr2() { try { throw new MyErr(4); } catch (e) { if (e instanceof MyErr) return e.code; return 'other'; } }
function tr3() { try { deep(3); } catch (e: any) { return e.message; } return 'no'; }
function deep(n: number): number { if (n === 0) throw new TypeError('deep'); return deep(n - 1) + 1; }
const curry = (a: number) => (b: number) => a + b;
const counter = (() => { let n = 0; return { inc: () => ++n, get: () => n }; })();
counter.inc(); counter.inc();
const big = [5, 1, 10, 3]; const people = [{ n: 'x', a: 3 }, { n: 'y', a: 1 }, { n: 'z', a: 2 }];
const m = new Map<string, number>([['a', 1], ['b', 2]]); m.set('c', 3); const st = new Set([1, 2, 2, 3]);
let w = 0; while (w < 10) { w += 3; if (w > 6) break; } let dw = 0; do { dw++; } while (dw < 4);
const { a: oa, ...orest } = { a: 1, b: 2, c: 3 }; const [h, , t3 = 9, ...tl] = [1, 2, undefined, 4, 5];
class Builder { private parts: string[] = []; with(p: string): this { this.parts.push(p); return this; } build() { return this.parts.join('+'); } }
var hoisted = useHoist(); function useHoist() { return 'h'; }
let un; let acc = ''; for (const [k, v] of Object.entries({ p: 1, q: 2 })) acc += k + v; for (const k in { r: 1, s: 2 }) acc += k; for (let i = 0, j = 5; i < j; i++, j--) acc += i;
const asc = <const>['q']; const sat = { z: 1 } satisfies object;
function isX(v: any): v is string { return typeof v === 'string'; }
function args0() { return arguments.length; }
class Sing { private static inst: Sing; static get(): Sing { if (!Sing.inst) Sing.inst = new Sing(); return Sing.inst; } v = Math.floor(4.5); }
const frozen = Object.freeze({ a: [1] });
new Stack(app, 'texts0', {
  description: JSON.stringify([
    `${new Derived()}`,
    String(new Derived()),
    cfg[('pr' + 'od') as keyof typeof cfg].t,
    'dev' in cfg,
    'abc'.toUpperCase(),
    'a-b-c'.split('-'),
    'a-b-c'.replace('-', '_'),
    'a-b-c'.replaceAll('-', '_'),
    'a-b-c'.replace(/-/g, '_'),
    'My Name 12'.replace(/[^a-zA-Z]/g, ''),
    'helloWorld'.replace(/([A-Z])/g, '-$1').toLowerCase(),
    'hello-world'.replace(/-(.)/g, (_, c) => c.toUpperCase()),
  ], null, 1),
});
new Stack(app, 'texts1', {
  description: JSON.stringify([
    'hello'.charAt(0).toUpperCase() + 'hello'.slice(1),
    'hello'[0].toUpperCase() + 'hello'.substring(1),
    /^a.c$/.test('abc'),
    /^(prod|stage)/.test('staging'),
    'v1.2.3'.match(/v(\d+)\.(\d+)/)![1],
    'v1.2.3'.match(/x/),
    'a1b2'.match(/\d/g),
    /(?<y>\d{4})/.exec('in 2024')?.groups?.y,
    'a, b;c'.split(/[,;]\s*/),
    'abc'.search(/c/),
    new RegExp('^x').test('xy'),
    'abc'.includes('b'),
  ], null, 1),
});
new Stack(app, 'texts2', {
  description: JSON.stringify([
    'abc'.startsWith('ab'),
    'abc'.endsWith('c'),
    'abc'.indexOf('c'),
    'abcabc'.lastIndexOf('b'),
    '  x '.trim(),
    '  x'.trimStart(),
    'x  '.trimEnd(),
    '5'.padStart(3, '0'),
    'ab'.repeat(2),
    'abc'.at(-1),
    'abc'.charCodeAt(0),
    'abc'.codePointAt(1),
  ], null, 1),
});
new Stack(app, 'texts3', {
  description: JSON.stringify([
    String.fromCharCode(65, 66),
    'a'.localeCompare('b'),
    'abc'.concat('d', 'e'),
    'äöü'.length,
    'x'.normalize(),
    (5).toString(),
    (255).toString(16),
    (3.14159).toFixed(2),
    Number('42'),
    Number(''),
    Number('x'),
    Number(true),
  ], null, 1),
});
new Stack(app, 'texts4', {
  description: JSON.stringify([
    Number(null),
    parseInt('12px'),
    parseInt('0x1f'),
    parseInt('101', 2),
    parseFloat('3.5abc'),
    Number.isInteger(5),
    Number.isNaN(NaN),
    isNaN('x' as any),
    Number.isFinite(1),
    Number.MAX_SAFE_INTEGER,
    typeof 1,
    typeof 'x',
  ], null, 1),
});
new Stack(app, 'texts5', {
  description: JSON.stringify([
    typeof undefined,
    typeof null,
    typeof {},
    typeof [],
    typeof (() => 1),
    typeof Base,
    typeof un,
    5 / 2,
    5 % 3,
    -5 % 3,
    2 ** 10,
    1 + '2',
  ], null, 1),
});
new Stack(app, 'texts6', {
  description: JSON.stringify([
    '3' * 2 as any,
    'a' + 1 + 2,
    1 + 2 + 'a',
    1 < 2,
    'a' < 'b',
    '10' < '9',
    10 < ('9' as any),
    null ?? 'd',
    undefined ?? 'd',
    0 ?? 'd',
    0 || 'd',
    '' || 'd',
  ], null, 1),
});
new Stack(app, 'texts7', {
  description: JSON.stringify([
    'x' && 'y',
    null?.['a' as never],
    (() => { let x: any = null; x ??= 4; return x; })(),
    (() => { let x: any = 0; x ||= 4; return x; })(),
    (() => { let x: any = 1; x &&= 4; return x; })(),
    (() => { try { JSON.parse('{'); return 1 } catch { return 2 } finally { } })(),
    JSON.parse('{"a":[1,"x",null,true],"b":{"c":1.5}}'),
    JSON.parse(JSON.stringify(cfg)).prod.t[1],
    JSON.stringify({ a: 1, b: [1, 2] }, null, 2),
    JSON.stringify({ a: 1, u: undefined, f() { } }),
    JSON.stringify('x"y'),
    JSON.stringify(null),
  ], null, 1),
});
new Stack(app, 'texts8', {
  description: JSON.stringify([
    Math.max(1, 5, 3),
    Math.max(...big),
    Math.min(),
    Math.floor(-1.5),
    Math.round(2.5),
    Math.ceil(1.2),
    Math.PI > 3,
    Math.sign(-3),
    Math.log2(8),
    [1, 2, 3].toString(),
    String([1, [2, 3]]),
    String({}),
  ], null, 1),
});
new Stack(app, 'texts9', {
  description: JSON.stringify([
    `${[1, 2]}`,
    `${{ a: 1 }}`,
    encodeURIComponent('a b&c'),
    path.join('a', '..', 'b', 'c.txt'),
    path.basename('/x/y.ts'),
    path.basename('/x/y.ts', '.ts'),
    path.extname('a.b.ts'),
    path.dirname('/x/y/z'),
    path.parse('/a/b.txt').name,
    path.isAbsolute('/x'),
    [1, 2].map(String),
    ['1', '2'].map(Number),
  ], null, 1),
});
new Stack(app, 'texts10', {
  description: JSON.stringify([
    [1, null, 2].filter((x): x is number => x !== null),
    [1, 2, 3, 4].reduce((acc: any, x) => { (acc[x % 2 ? 'odd' : 'even'] ||= []).push(x); return acc; }, {}),
    `${new Error('e')}`,
    null == undefined,
    NaN === NaN,
    0.1 + 0.2,
    1 / 3,
    0x10 + 0b11 + 0o7 + 1_000,
    '\u0041\x42\n',
    'a<X>b<X>'.replace('<X>', 'y').replaceAll('<X>', 'z'),
  ], null, 1),
});
