// Values to try for a type of the library's assembly, as program values; and the constructs that a program needs for them.
import * as fixtures from './fixtures.mjs';
import { at, isConstruct, propsOf, short, types } from './library.mjs';

const DEPTH = 6;
const staticsOf = (fqn) => (types[fqn].properties ?? []).filter((p) => p.static && p.type.fqn === fqn);
const factoriesOf = (fqn) => (types[fqn].methods ?? []).filter((m) => m.static && m.returns?.type?.fqn && isA(m.returns.type.fqn, fqn));

// Whether the type NAME is WANTED, derives from it or implements it.
function isA(name, wanted, depth = 0) {
  if (name === wanted) return true;
  const t = types[name];
  return Boolean(t) && depth < 12 && [t.base, ...(t.interfaces ?? [])].some((b) => b && isA(b, wanted, depth + 1));
}

const implementers = new Map();

// Classes that one can make an instance of and that are a FQN: constructs, or values.
function classesOf(fqn, constructs) {
  const key = `${fqn} ${constructs}`;
  if (!implementers.has(key))
    implementers.set(key, Object.values(types).filter((t) => t.kind === 'class' && !t.abstract && t.initializer && !t.docs?.custom?.cloudformationResource && isConstruct(t.fqn) === constructs && !/deprecated/i.test(t.docs?.stability ?? '') && isA(t.fqn, fqn)).map((t) => t.fqn));
  return implementers.get(key);
}

// A construct that is a FQN, made for this purpose with its required props: the one whose name is nearest.
const making = new Set();
function madeFor(fqn) {
  const wanted = fqn.split('.').at(-1).replace(/^I(?=[A-Z])/, '').replace(/Ref$/, '');
  const classes = classesOf(fqn, true).sort((a, b) => nearness(a, wanted) - nearness(b, wanted) || (a < b ? -1 : 1));
  for (const cls of classes.slice(0, 3)) {
    const id = `${fixtures.names.fixture}${short(cls).replace(/\W|aws_/g, '')}`;
    if (making.has(cls)) continue;
    if (!fixtures.constructs[id]) {
      making.add(cls);
      const propsType = types[cls].initializer.parameters?.[2]?.type?.fqn;
      const props = fixtures.props[short(cls)] ?? (propsType ? required(propsType) : {});
      making.delete(cls);
      if (!props) continue;
      fixtures.constructs[id] = [short(cls), props];
    }
    return [{ $construct: `${fixtures.names.stack}/${id}` }];
  }
  return [];
}

function nearness(fqn, wanted) {
  const name = fqn.split('.').at(-1);
  return name === wanted ? 0 : name.endsWith(wanted) || name.startsWith(wanted) ? 1 : 2;
}

function argumentsFor(parameters, depth) {
  const args = (parameters ?? []).filter((p) => !p.optional && !p.variadic).map((p) => candidates(p.type, depth + 1)[0]);
  return args.every((a) => a !== undefined) ? args : null;
}

function ofClass(fqn, depth) {
  const out = staticsOf(fqn).map((p) => ({ $sym: `${fqn}.${p.name}` }));
  for (const m of factoriesOf(fqn).slice(0, 8)) {
    const args = argumentsFor(m.parameters, depth);
    if (args) out.push({ $call: `${fqn}.${m.name}`, args });
  }
  if (out.length) return out;
  for (const cls of classesOf(fqn, false).slice(0, 3)) {
    const args = argumentsFor(types[cls].initializer.parameters, depth);
    if (args) out.push({ $new: cls, args });
  }
  return out;
}

function ofInterface(fqn, depth) {
  const m = /^aws-cdk-lib\.(?:interfaces\.)?(aws_\w+)\.I(\w+?)(?:Ref)?$/.exec(fqn);
  if (m) {
    const known = fixtures.values[`${m[1]}.I${m[2]}`] ?? fixtures.values[`${m[1]}.I${m[2].replace(/^DB/, '')}`];
    if (known) return known.length ? [...known, ...otherKinds(fqn, known, depth)] : known;
  }
  const found = madeFor(fqn);
  if (found.length) return found;
  for (const cls of classesOf(fqn, false)) {
    const out = candidates({ fqn: cls }, depth + 1);
    if (out.length) return out.slice(0, 2);
  }
  return [];
}

// The required members of a struct with their first candidates; null when one has none.
export function required(fqn, depth = 0) {
  const out = {};
  for (const p of propsOf(fqn)) {
    if (p.optional) continue;
    const [first] = candidates(p.type, depth + 1, p.name);
    if (first === undefined) return null;
    out[p.name] = first;
  }
  return out;
}

// Beside the values that fixtures have for a type, one of each other kind: another factory, another class that implements it.
function otherKinds(fqn, known, depth) {
  const t = types[fqn];
  if (!t || t.datatype || known.some((v) => v.$construct || v.$member) || depth > 3) return [];
  const kind = (v) => v.$call ?? v.$new ?? v.$sym?.split('.').slice(0, -1).join('.');
  const kinds = new Set(known.map(kind));
  const all = t.kind === 'class' ? [...ofClass(fqn, depth), ...classesOf(fqn, false).slice(0, 6).flatMap((c) => (c === fqn ? [] : madeOf(c, depth)))] : classesOf(fqn, false).slice(0, 6).flatMap((c) => madeOf(c, depth));
  return all.filter((v) => !kinds.has(kind(v)) && kinds.add(kind(v))).slice(0, 6);
}

function madeOf(cls, depth) {
  const args = argumentsFor(types[cls].initializer.parameters, depth);
  return args ? [{ $new: cls, args }] : [];
}

export function candidates(type, depth = 0, name = '') {
  if (depth > DEPTH) return [];
  if (type.primitive === 'boolean') return [true, false];
  if (type.primitive === 'number') return fixtures.numbers.flat();
  if (type.primitive === 'string') return fixtures.strings.flat();
  if (type.primitive) return [{ [fixtures.names.key]: fixtures.names.word }];
  if (type.collection) {
    const items = candidates(type.collection.elementtype, depth + 1, name);
    return items.map((v) => (type.collection.kind === 'array' ? [v] : { [fixtures.names.key]: v }));
  }
  if (type.union) return type.union.types.flatMap((t) => candidates(t, depth, name));
  const known = fixtures.values[short(type.fqn)];
  const t = types[type.fqn];
  if (fixtures.units[short(type.fqn)]) return fixtures.units[short(type.fqn)].map(([u, n]) => ({ $call: `${type.fqn}.${u}`, args: [n] }));
  if (known) return known.length ? [...known, ...otherKinds(type.fqn, known, depth)] : known;
  if (!t) return [];
  if (t.kind === 'enum') return t.members.map((m) => ({ $sym: `${type.fqn}.${m.name}` }));
  if (t.kind === 'class') return classesOf(type.fqn, true).length ? madeFor(type.fqn) : ofClass(type.fqn, depth);
  if (!t.datatype) return ofInterface(type.fqn, depth);
  return ofStruct(type.fqn, depth);
}

// The required members alone, then each optional one beside them: some structs want one of several.
function ofStruct(fqn, depth) {
  const base = required(fqn, depth);
  if (!base) return [];
  const out = [base];
  for (const p of propsOf(fqn).filter((q) => q.optional)) {
    const values = depth < 5 ? candidates(p.type, depth + 1, p.name) : [];
    for (const v of values.slice(0, fixtures.units[short(p.type.fqn ?? '')] ? 3 : 1)) out.push({ ...base, [p.name]: v });
  }
  return out;
}

// The fixtures that VALUE needs, in the order in which they must be made.
export function fixturesFor(value, found = new Map()) {
  if (Array.isArray(value)) value.forEach((v) => fixturesFor(v, found));
  else if (value && typeof value === 'object') {
    const id = typeof value.$construct === 'string' && value.$construct.replace(`${fixtures.names.stack}/`, '');
    if (id && fixtures.constructs[id] && !found.has(id)) {
      const [cls, props, calls] = fixtures.constructs[id];
      fixturesFor([props, calls ?? []], found);
      const made = { class: `aws-cdk-lib.${cls}`, path: value.$construct, props };
      if (calls) made.calls = calls;
      found.set(id, made);
    }
    Object.values(value).forEach((v) => fixturesFor(v, found));
  }
  return found;
}

// The program that makes one construct of CLASS, at the own path, with PROPS.
export function programOf(fqn, props, context, calls = fixtures.calls[short(fqn)]) {
  const before = [...fixturesFor([props, calls ?? []]).values()];
  const own = { class: fqn, path: fixtures.ownPath(), props };
  if (calls) own.calls = calls;
  return { context, constructs: [{ class: 'aws-cdk-lib.App', path: '' }, { class: 'aws-cdk-lib.Stack', path: fixtures.names.stack }, ...before, own] };
}

export const valueOf = (symbol) => at(symbol);
