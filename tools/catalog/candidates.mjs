// Values to try for a type of the library's assembly, as program values; and the constructs that a program needs for them.
import * as fixtures from './fixtures.mjs';
import { at, isConstruct, propsOf, short, types } from './library.mjs';

const DEPTH = 6;
const unitsOf = {
  Duration: [['days', 30], ['minutes', 5], ['seconds', 30], ['days', 2], ['hours', 3], ['days', 90], ['seconds', 7], ['seconds', 15], ['seconds', 300], ['minutes', 1], ['millis', 500]],
  Size: [['mebibytes', 64], ['gibibytes', 2], ['gibibytes', 20], ['mebibytes', 512], ['kibibytes', 2]],
};

const staticsOf = (fqn) => (types[fqn].properties ?? []).filter((p) => p.static && p.type.fqn === fqn);
const factoriesOf = (fqn) => (types[fqn].methods ?? []).filter((m) => m.static && m.returns?.type?.fqn === fqn);

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
  const type = types[fqn];
  if (!out.length && type.initializer && !type.abstract && !isConstruct(fqn)) {
    const args = argumentsFor(type.initializer.parameters, depth);
    if (args) out.push({ $new: fqn, args });
  }
  return out;
}

function ofInterface(fqn, depth) {
  const m = /^aws-cdk-lib\.(?:interfaces\.)?(aws_\w+)\.I(\w+?)(?:Ref)?$/.exec(fqn);
  if (m) {
    const known = fixtures.values[`${m[1]}.I${m[2]}`] ?? fixtures.values[`${m[1]}.I${m[2].replace(/^DB/, '')}`];
    if (known) return known;
  }
  const made = Object.values(types).filter((t) => t.kind === 'class' && !t.abstract && (t.interfaces ?? []).includes(fqn) && !isConstruct(t.fqn));
  for (const type of made) {
    const out = candidates({ fqn: type.fqn }, depth + 1);
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

export function candidates(type, depth = 0, name = '') {
  if (depth > DEPTH) return [];
  if (type.primitive === 'boolean') return [true, false];
  if (type.primitive === 'number') return fixtures.numbers.flat();
  if (type.primitive === 'string') return fixtures.strings.flat();
  if (type.primitive) return [{ zz: 'probe' }];
  if (type.collection) {
    const items = candidates(type.collection.elementtype, depth + 1, name);
    return items.map((v) => (type.collection.kind === 'array' ? [v] : { zz: v }));
  }
  if (type.union) return type.union.types.flatMap((t) => candidates(t, depth, name));
  const known = fixtures.values[short(type.fqn)];
  const t = types[type.fqn];
  if (unitsOf[short(type.fqn)]) return unitsOf[short(type.fqn)].map(([u, n]) => ({ $call: `${type.fqn}.${u}`, args: [n] }));
  if (known) return known;
  if (!t) return [];
  if (t.kind === 'enum') return t.members.map((m) => ({ $sym: `${type.fqn}.${m.name}` }));
  if (t.kind === 'class') return isConstruct(type.fqn) ? [] : ofClass(type.fqn, depth);
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
    for (const v of values.slice(0, unitsOf[short(p.type.fqn ?? '')] ? 3 : 1)) out.push({ ...base, [p.name]: v });
  }
  return out;
}

// The fixtures that VALUE needs, in the order in which they must be made.
export function fixturesFor(value, found = new Map()) {
  if (Array.isArray(value)) value.forEach((v) => fixturesFor(v, found));
  else if (value && typeof value === 'object') {
    const id = typeof value.$construct === 'string' && value.$construct.replace('S/', '');
    if (id && fixtures.constructs[id] && !found.has(id)) {
      const [cls, props] = fixtures.constructs[id];
      fixturesFor(props, found);
      found.set(id, { class: `aws-cdk-lib.${cls}`, path: `S/${id}`, props });
    }
    Object.values(value).forEach((v) => fixturesFor(v, found));
  }
  return found;
}

// The program that makes one construct of CLASS, at S/X, with PROPS.
export function programOf(fqn, props, calls = fixtures.calls[short(fqn)], context = fixtures.flags) {
  const before = [...fixturesFor([props, calls ?? []]).values()];
  const own = { class: fqn, path: 'S/X', props };
  if (calls) own.calls = calls;
  return { context, constructs: [{ class: 'aws-cdk-lib.App', path: '' }, { class: 'aws-cdk-lib.Stack', path: 'S' }, ...before, own] };
}

export const valueOf = (symbol) => at(symbol);
