// What JavaScript makes of lists, maps and objects: each value was compared with node's.
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
new Stack(app, 'lists0', {
  description: JSON.stringify([
    Num[0],
    Num['A'],
    Object.keys(Num).length,
    Object.values(Str),
    Object.keys(Str),
    o['q-r'],
    cfg['dev'].n,
    rest(...[4, 5, 6] as [number, number, number]),
    ['a', 'b', 'c', 'd'].map(sw),
    [1, 2, 3, 4].map(fall),
    [...big].sort(),
    [...big].sort((a, b) => a - b),
  ], null, 1),
});
new Stack(app, 'lists1', {
  description: JSON.stringify([
    [...big].sort((a, b) => b - a),
    people.sort((p, q) => p.a - q.a).map(p => p.n),
    people.map(p => p.n).sort((a, b) => a.localeCompare(b)),
    people.find(p => p.a === 2)?.n,
    people.findIndex(p => p.n === 'y'),
    people.filter(p => p.a > 1).length,
    people.some(p => p.a > 2),
    people.every(p => p.a > 0),
    people.reduce((s, p) => s + p.a, 0),
    people.reduce((acc: any, p) => ({ ...acc, [p.n]: p.a }), {}),
    big.reduceRight((a, b) => a + '-' + b, ''),
    big.indexOf(10),
  ], null, 1),
});
new Stack(app, 'lists2', {
  description: JSON.stringify([
    big.lastIndexOf(3),
    big.includes(1),
    big.slice(1, -1),
    big.slice(-2),
    big.concat([7], 8),
    big.join('/'),
    big.at(-1),
    [1, [2, [3, [4]]]].flat(2),
    [1, [2, [3, [4]]]].flat(Infinity),
    [3, 4].flatMap(x => [x, x * 2]),
    Array.from({ length: 3 }, (_, i) => i * 2),
    Array.from(new Set([3, 3, 4])),
  ], null, 1),
});
new Stack(app, 'lists3', {
  description: JSON.stringify([
    Array.from('abc'),
    Array.from(m.keys()),
    [...m.entries()],
    [...m],
    Object.fromEntries(m),
    m.get('b'),
    m.has('z'),
    m.size,
    st.size,
    [...st].map(x => x + 1),
    new Array(3).fill(0),
    Array(2).fill('x').join(''),
  ], null, 1),
});
new Stack(app, 'lists4', {
  description: JSON.stringify([
    [...Array(3).keys()],
    Array.of(1, 2),
    Array.isArray([]),
    Array.isArray({}),
    [1, 2, 3].reverse(),
    [5, 6].entries().toArray ? 1 : 1,
    Object.entries({ a: 1, b: 2 }).map(([k, v]) => `${k}=${v}`).join('&'),
    Object.assign({}, { a: 1 }, { b: 2 }),
    Object.fromEntries([['x', 1], ['y', 2]]),
    Object.fromEntries(Object.entries(cfg).filter(([k]) => k !== 'dev').map(([k, v]) => [k, v.n])),
    Object.hasOwn(cfg, 'dev'),
    cfg.hasOwnProperty('x'),
  ], null, 1),
});
new Stack(app, 'lists5', {
  description: JSON.stringify([
    Object.keys(cfg).includes('prod'),
    [h, t3, tl],
    asc[0],
    frozen.a,
    [...'a1b2'.matchAll(/[a-z](\d)/g)].map(x => x[1]),
    o?.b?.c?.[1],
    (() => { const a = [1, 2, 3]; a.length = 1; return a; })(),
    (() => { const a = [1, 2, 3, 4]; a.splice(1, 2, 9); return a; })(),
    (() => { const a = [1]; a.unshift(0); a.push(2, 3); return [a.shift(), a.pop(), a]; })(),
    (() => { let a = 1, b = 2; [a, b] = [b, a]; return [a, b]; })(),
    (() => { const x: any = {}; x.a = x.b = 3; x['c' + 'd'] = 4; delete x.a; return x; })(),
    (() => { const r = []; for (const c of 'héy') r.push(c); return r; })(),
  ], null, 1),
});
new Stack(app, 'lists6', {
  description: JSON.stringify([
    (() => { const r: number[] = []; [1, 2, 3].forEach((x, i, all) => { if (x === 2) return; r.push(x * all.length + i); }); return r; })(),
    (() => { const f: (() => number)[] = []; for (let i = 0; i < 3; i++) f.push(() => i); return f.map(x => x()); })(),
    (() => { var f: any[] = []; for (var i = 0; i < 3; i++) f.push(() => i); return f.map(x => x()); })(),
    [] + '',
    [10, 9, 1].sort(),
    ['b', undefined, 'a'].sort(),
    ['é', 'z', 'a'].sort(),
    [1, 2, 3].findLast(x => x < 3),
    [1, 2, 3].with(0, 5),
    [3, 1].toSorted((a, b) => a - b),
    [3, 1].toReversed(),
    Object.entries([7, 8]),
  ], null, 1),
});
new Stack(app, 'lists7', {
  description: JSON.stringify([
    Object.getOwnPropertyNames({ x: 1 }),
    [..."ab"].map((c, i) => c + i),
    ((a, b = a + 1, ...c) => [a, b, c])(1, undefined, 3, 4),
    (({ x: { y: [z] } }) => z)({ x: { y: [5] } }),
    (([a, [b, c] = [2, 3]]) => a + b + c)([1]),
    [[1, 2], [3, 4]].map(([a, b]) => a * b),
    ['a', '', 'b'].filter(Boolean),
    Object.entries(cfg).sort(([a], [b]) => b.localeCompare(a)).map(([k]) => k),
    ((x: any) => x instanceof Array)([1]),
    ({ a: 1 }) instanceof Object,
    [] === ([] as any),
  ], null, 1),
});
