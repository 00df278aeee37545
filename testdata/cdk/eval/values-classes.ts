// What JavaScript makes of classes, functions and statements: each value was compared with node's.
import { App, Stack } from 'aws-cdk-lib';
import * as path from 'path';
const app = new App();
enum Num { A, B = 5, C }
enum Str { X = 'x', Y = 'y' }
const enum CE { P = 'p', Q = 1 << 3 }
namespace NS { export const v = 7; export function f(x: number) { return x * v; } export namespace Inner { export const w = 'w'; } export enum E { K = 'k' } }
class Base { static count = 0; static make(x: number) { return new this(x); } protected y = 2; #p = 9; constructor(public readonly x: number = 4) { Base.count++; } get sum() { return this.x + this.y; } set sum(v) { this.y = v; } priv() { return this.#p; } hello(): string { return 'base' + this.name(); } name() { return 'B'; } static #s = 3; static sp() { return Base.#s; } }
class Derived extends Base { z = this.y * 10; static { Derived.tag = 'st'; } static tag: string; constructor() { super(6); this.sum = 11; } name() { return 'D' + super.name(); } toString() { return `D(${this.x})`; } ['comp' + 'uted']() { return 1; } }
abstract class Abs { abstract kind(): string; describe() { return 'I am ' + this.kind(); } }
class Con extends Abs { kind() { return 'con'; } }
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
type T1 = { x: number }; interface I1 { y: string }
const asc = <const>['q']; const sat = { z: 1 } satisfies object;
function* g1() { yield 1; }
function isX(v: any): v is string { return typeof v === 'string'; }
const sym = Symbol('s');
function over(a: string): string; function over(a: number): string; function over(a: any) { return typeof a; }
function args0() { return arguments.length; }
const mixin = (B: any) => class extends B { mixed() { return 'mixed' + this.x; } };
class Mixed extends mixin(Base) {}
class Sing { private static inst: Sing; static get(): Sing { if (!Sing.inst) Sing.inst = new Sing(); return Sing.inst; } v = Math.floor(4.5); }
const frozen = Object.freeze({ a: [1] });
async function asy() { return 3; }
new Stack(app, 'classes0', {
  description: JSON.stringify([
    Num.B,
    Num.C,
    CE.P,
    CE.Q,
    Str.Y,
    NS.v,
    NS.f(3),
    NS.Inner.w,
    NS.E.K,
    new Base().sum,
    new Base(1).x,
    new Base(3).priv(),
  ], null, 1),
});
new Stack(app, 'classes1', {
  description: JSON.stringify([
    Base.sp(),
    Base.make(2).x,
    new Derived().z,
    new Derived().sum,
    new Derived().hello(),
    Derived.tag,
    Base.count > 0,
    (new Derived() as any).computed(),
    new Con().describe(),
    new Derived() instanceof Base,
    new Base() instanceof Derived,
    o.g,
  ], null, 1),
});
new Stack(app, 'classes2', {
  description: JSON.stringify([
    o.m(),
    o.k1,
    o.fn(),
    o.arrow(),
    (() => { const x = { ...o, a: 10 }; return x.m(); })(),
    rest(1, 2, 3),
    dflt(),
    dflt({ a: 5, b: { c: 7 }, d: 8 }),
    dflt({ b: {} }),
    gen(5),
    fact(6),
    lab(),
  ], null, 1),
});
new Stack(app, 'classes3', {
  description: JSON.stringify([
    tr(false),
    tr(true),
    tr2(),
    tr3(),
    curry(2)(3),
    counter.get(),
    w,
    dw,
    oa,
    orest,
    new Builder().with('a').with('b').build(),
    hoisted,
  ], null, 1),
});
new Stack(app, 'classes4', {
  description: JSON.stringify([
    un,
    acc,
    sat.z,
    isX('q'),
    over(3),
    Sing.get().v,
    Sing.get() === Sing.get(),
    new (Mixed as any)(8).mixed(),
    +'5',
    +true,
    -'3',
    !!'x',
  ], null, 1),
});
new Stack(app, 'classes5', {
  description: JSON.stringify([
    !0,
    ~5,
    void 0,
    (undefined as any)?.b.c.d,
    (undefined as any)?.f(),
    o.nope?.(),
    (() => { let x = 2; x **= 3; x -= 1; x <<= 1; return x; })(),
    (() => { let i = 0; for (;;) { if (++i > 5) break; } return i; })(),
    structuredClone({ a: { b: 1 } }),
    fact.name,
    new Error('e').message,
    new MyErr(3).name,
  ], null, 1),
});
new Stack(app, 'classes6', {
  description: JSON.stringify([
    1 === 1.0,
    1e21,
    -0,
  ], null, 1),
});
