// From experiments to effects. `infer` learns what a value of a type does to a document: MAKE turns a value into a document (or undefined when
// the library refuses it), BASE is the document without the value. The result is a list of {path, shape, field?}.
import { candidates, required, valueOf } from './candidates.mjs';
import { isIntrinsic, isObject, leaves, lookup, same, targets, union } from './document.mjs';
import * as fixtures from './fixtures.mjs';
import { propsOf, short, types } from './library.mjs';
import { membersOfFixture } from './members.mjs';

const DEPTH = 5;
const key = () => fixtures.names.key;
export const scales = {
  Duration: { milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86400 },
  Size: { bytes: 1, kibibytes: 1024, mebibytes: 1048576, gibibytes: 1073741824 },
};
const amounts = { millis: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86400, bytes: 1, kibibytes: 1024, mebibytes: 1048576, gibibytes: 1073741824 };
export const amountOf = (value) => value.args[0] * amounts[value.$call.split('.').at(-1)];

// The documents of the values that the library accepts: [value, document], at most LIMIT.
function tried(values, make, limit) {
  const out = [];
  for (const value of values) {
    const doc = make(value);
    if (doc !== undefined) out.push([value, doc]);
    if (out.length === limit) break;
  }
  return out;
}

// Paths at which the documents say something about the value: where they differ from the base or, without one, from each other.
function targetsOf(base, docs) {
  const from = base ?? docs[0];
  return union(docs.map((doc) => targets(from, doc)));
}

// What takes away a property that would otherwise have a default.
export const nothing = { Ref: 'AWS::NoValue' };

// Value classes that stand for the one argument that they are made of.
const transparent = ['aws_ec2.InstanceType'];

const scalarOf = (value) => (isObject(value) && value.$sym ? valueOf(value.$sym) : value);
const isScalar = (v) => ['string', 'number', 'boolean'].includes(typeof v);

// A finite type: a table of what each value gives, or the value itself.
function byTable(type, samples, path, base) {
  const rows = samples.map(([value, doc]) => [scalarOf(value), lookup(doc, path)]);
  const before = lookup(base, path);
  const isEnum = types[type.fqn]?.kind === 'enum';
  const name = isEnum ? { enum: type.fqn } : {};
  if (rows.every(([v]) => isScalar(v))) {
    if (!isEnum && type.primitive && rows.every(([v, d]) => v === d)) return 'identity';
    if (isEnum && rows.every(([v, d]) => v === d)) return { enum: type.fqn };
    if (rows.length < 2) return 'opaque';
    if (rows.every(([, d]) => same(d, rows[0][1])) && base !== undefined) return { constant: rows[0][1] ?? null };
    const gone = before === undefined || path.length < 2 ? null : nothing;
    return { table: Object.fromEntries(rows.map(([v, d]) => [String(v), d ?? gone])), ...name };
  }
  return byFields(rows);
}

// Instances of a value class: one of their data, or all of them capitalized.
function byFields(rows) {
  const data = rows.map(([v]) => (isObject(v) ? { ...v } : {}));
  if (rows.every(([, d]) => same(d, rows[0][1])) && rows.length > 1) return { constant: rows[0][1] ?? null };
  for (const key of Object.keys(data[0]))
    if (rows.every(([, d], i) => Array.isArray(d) && d.length === 1 && isScalar(d[0]) && data[i][key] === d[0])) return { constant: [{ $arg: 0, $field: key.replace(/^_/, '') }] };
  for (const key of Object.keys(data[0])) if (rows.every(([, d], i) => isScalar(d) && data[i][key] === d)) return single(data, key);
  return 'opaque';
}

// A static's only datum is the static itself in the catalogue's table of values.
function single(data, key) {
  const scalars = (o) => Object.values(o).filter((v) => v !== undefined && typeof v !== 'function');
  return data.every((o) => scalars(o).length === 1) ? 'identity' : { field: key.replace(/^_/, ''), shape: 'identity' };
}

function byScale(kind, samples, path) {
  for (const [unit, size] of Object.entries(scales[kind]))
    if (samples.every(([value, doc]) => lookup(doc, path) === amountOf(value) / size)) return { scale: unit };
  if (samples.every(([, doc]) => same(lookup(doc, path), lookup(samples[0][1], path)))) return { constant: lookup(samples[0][1], path) };
  return 'opaque';
}

// A text or number: as it is, as text, inside a text, or merely there.
function byContent(samples, path) {
  const rows = samples.map(([value, doc]) => [value, lookup(doc, path)]);
  if (rows.every(([v, d]) => v === d)) return 'identity';
  if (rows.every(([v, d]) => String(v) === d)) return 'text';
  if (rows.length > 1 && rows.every(([, d]) => same(d, rows[0][1]))) return { constant: rows[0][1] };
  const joins = rows.map(([v, d]) => splitText(d, String(v)));
  // What stands beside a number may depend on it ("HTTP:80", "TCP:81").
  if (joins[0] && joins.every((j) => same(j, joins[0]))) return rows.some(([v]) => typeof v === 'number') ? 'opaque' : { join: joins[0] };
  const holed = rows.map(([v, d]) => withHoles(d, [[v, { $arg: 0 }]]));
  return isObject(holed[0] ?? 0) || Array.isArray(holed[0]) ? (holed.every((h) => same(h, holed[0])) ? { constant: holed[0] } : 'opaque') : 'opaque';
}

// DATA with each of the [value, hole] pairs replaced wherever the value stands alone.
function withHoles(data, pairs) {
  const hit = pairs.find(([value]) => same(value, data));
  if (hit) return hit[1];
  if (Array.isArray(data)) return data.map((d) => withHoles(d, pairs));
  return isObject(data) ? Object.fromEntries(Object.entries(data).map(([k, d]) => [k, withHoles(d, pairs)])) : data;
}

// "arn:…/VALUE/*" or a Join of such parts, with a hole for the value; null when it is not in there.
function splitText(doc, value) {
  const parts = isIntrinsic(doc) && doc['Fn::Join'] ? doc['Fn::Join'][1] : [doc];
  if (isIntrinsic(doc) && !doc['Fn::Join']) return null;
  let found = false;
  const out = parts.flatMap((part) => {
    if (typeof part !== 'string' || !value || !part.includes(value)) return [part];
    found = true;
    const pieces = part.split(value);
    return pieces.flatMap((piece, i) => (i ? [{ $arg: 0 }, piece] : [piece])).filter((piece) => piece !== '');
  });
  return found ? out : null;
}

// A construct: the member of it that stands at the path, alone or inside a text.
function byMember(value, doc, path) {
  const at = lookup(doc, path);
  const members = membersOfFixture(value.$construct.replace(`${fixtures.names.stack}/`, ''));
  for (const [name, data] of members) if (same(data, at)) return { member: name };
  if (Array.isArray(at) && at.length === 1)
    for (const [name, data] of members) if (same(data, at[0])) return { constant: [{ $arg: 0, $field: name }] };
  if (isIntrinsic(at) && at['Fn::Join']) {
    const parts = at['Fn::Join'][1].map((part) => {
      const member = members.find(([, data]) => same(data, part));
      return member ? { $arg: 0, $field: member[0] } : part;
    });
    if (parts.some((p) => p.$field)) return { join: parts };
  }
  const holed = withHoles(at ?? null, members.map(([name, data]) => [data, { $arg: 0, $field: name }]));
  return JSON.stringify(holed).includes(`@${value.$construct}`) ? 'opaque' : { constant: holed };
}

// The effect at each target; where no shape explains a map, at what the map holds.
function simple(base, samples, shapeAt) {
  const docs = samples.map(([, doc]) => doc);
  return targetsOf(base, docs).flatMap((path) => refined(docs, path, shapeAt));
}

const isPlainMap = (v) => isObject(v) && !isIntrinsic(v);

// A map is what each of its keys is, so that another prop may add to it.
function refined(docs, path, shapeAt) {
  if (path.length === 1) return [{ path, shape: shapeAt(path), type: docs.map((doc) => lookup(doc, path)?.Type).find(Boolean) }];
  const maps = docs.map((doc) => lookup(doc, path));
  if (!maps.length || !maps.every((map) => isPlainMap(map) && Object.keys(map).length && !Object.keys(map).some((k) => k.includes('.')))) return [{ path, shape: shapeAt(path) }];
  const keys = new Set(maps.flatMap((map) => Object.keys(map)));
  return [...keys].flatMap((key) => refined(docs, [...path, key], shapeAt));
}

// Targets that are new maps around one list: the lists.
function toLists(doc, path) {
  const at = lookup(doc, path);
  if (!isPlainMap(at) || path.length < 2) return [path];
  return Object.keys(at).flatMap((key) => toLists(doc, [...path, key]));
}

function inferList(type, make, base, depth) {
  const element = type.collection.elementtype;
  const first = candidates(element, depth + 1).find((v) => make([v]) !== undefined);
  if (first === undefined) return null;
  const found = targetsOf(base ?? make([]), [make([first])]);
  const lists = found.flatMap((path) => toLists(make([first]), path));
  return lists.map((path) => {
    if (!Array.isArray(lookup(make([first]), path))) return { path, shape: { constant: lookup(make([first]), path) ?? null } };
    const before = lookup(base, path) ?? [];
    const item = (v) => {
      const at = lookup(make([v]), path);
      return Array.isArray(at) && at.length === before.length + 1 ? { v: at.at(-1) } : undefined;
    };
    if (!Array.isArray(before) || item(first) === undefined) return { path, shape: 'opaque' };
    const effects = infer(element, item, undefined, depth + 1);
    const least = effects && types[element.fqn]?.datatype ? item(leastOf(element.fqn, item, depth + 1) ?? first) : item(first);
    const list = { list: effects ? shapeOf(effects, least?.v) : 'opaque' };
    return before.length ? { path, op: 'extend', shape: list } : { path, shape: list };
  });
}

// From a target down to the map that holds the probe's key.
function toKey(doc, path) {
  const at = lookup(doc, path);
  if (!isPlainMap(at) || key() in at || Object.keys(at).length !== 1) return path;
  return toKey(doc, [...path, Object.keys(at)[0]]);
}

function inferMap(type, make, base, depth) {
  const element = type.collection.elementtype;
  const value = candidates(element, depth + 1).find((v) => make({ [key()]: v }) !== undefined);
  if (value === undefined) return null;
  return targetsOf(base ?? make({}), [make({ [key()]: value })]).map((target) => {
    const path = toKey(make({ [key()]: value }), target);
    const at = lookup(make({ [key()]: value }), path);
    if (!isObject(at) || !(key() in at)) return { path, shape: 'opaque' };
    const item = (v) => {
      const doc = lookup(make({ [key()]: v }), path);
      return isObject(doc) && key() in doc ? { v: doc[key()] } : undefined;
    };
    const effects = infer(element, item, undefined, depth + 1);
    return { path, shape: { map: effects ? shapeOf(effects, item(value)?.v) : 'opaque' } };
  });
}

// The members of a struct one by one over its required ones; what it gives without any of them is a constant.
function inferStruct(type, make, base, depth) {
  const least = leastOf(type.fqn, make, depth);
  if (!least) return null;
  const doc = make(least);
  const effects = [];
  for (const p of propsOf(type.fqn)) {
    const { [p.name]: own, ...rest } = least;
    const without = p.optional ? doc : make(rest);
    const learned = infer(p.type, (v) => make({ ...least, [p.name]: v }), without, depth + 1);
    if (!learned) effects.push({ path: null, field: p.name, shape: 'opaque' });
    else if (!learned.length) effects.push({ path: null, field: p.name, shape: own === undefined ? 'none' : 'opaque' });
    else for (const e of learned) effects.push({ ...e, field: p.name, given: own !== undefined, shape: e.field ? { field: e.field, shape: e.shape } : e.shape });
  }
  const constants = base === undefined ? [] : targets(base, doc).filter((path) => !effects.some((e) => e.path && below(e.path, path)));
  return [...constants.map((path) => ({ path, shape: { constant: lookup(doc, path) ?? null } })), ...effects];
}

const below = (path, above) => above.every((key, i) => path[i] === key);

// Required members that the library accepts: with the first candidates or, one at a time, with others.
function leastOf(fqn, make, depth) {
  const least = required(fqn, depth);
  if (!least || make(least) !== undefined) return least;
  for (const p of propsOf(fqn).filter((q) => !q.optional))
    for (const v of candidates(p.type, depth + 1, p.name).slice(1)) if (make({ ...least, [p.name]: v }) !== undefined) return { ...least, [p.name]: v };
  for (const p of propsOf(fqn).filter((q) => q.optional))
    for (const v of candidates(p.type, depth + 1, p.name).slice(0, 3)) if (make({ ...least, [p.name]: v }) !== undefined) return { ...least, [p.name]: v };
  return null;
}

// Effects on {v: …} as one shape.
export function shapeOf(effects, sample) {
  const own = effects.filter((e) => !e.field);
  const fields = effects.filter((e) => e.field);
  if (!fields.length) return own.length === 1 && own[0].path.length === 1 ? own[0].shape : 'opaque';
  const struct = {};
  for (const e of fields) {
    const inner = { path: e.path ? e.path.slice(1).join('.') : '', shape: e.shape };
    if (e.op) inner.op = e.op;
    (struct[e.field] ??= []).push(inner);
  }
  for (const [name, list] of Object.entries(struct)) {
    struct[name] = list.filter((e) => e.path !== '');
    // What could not be learned, or did nothing alone, is left out: such a member opens the map.
    if (list.some((e) => e.path === '')) delete struct[name];
  }
  const base = constantPart(sample, fields);
  return Object.keys(base).length ? { struct, base } : { struct };
}

// What a sample, made with the required members alone, has that none of them has put there.
function constantPart(sample, fields) {
  const out = {};
  for (const [path, value] of isObject(sample) ? leaves(sample) : []) {
    if (fields.some((e) => e.path && e.given && (below(path, e.path.slice(1)) || below(e.path.slice(1), path)))) continue;
    if (!path.length || path.some((key) => typeof key === 'number')) continue;
    let at = out;
    for (const key of path.slice(0, -1)) at = at[key] ??= {};
    at[path.at(-1)] = value;
  }
  return out;
}

export function infer(type, make, base, depth = 0) {
  if (depth > DEPTH) return null;
  if (type.collection) return type.collection.kind === 'array' ? inferList(type, make, base, depth) : inferMap(type, make, base, depth);
  if (type.union) return null;
  const name = type.fqn ? short(type.fqn) : '';
  const t = types[type.fqn];
  if (scales[name]) {
    const samples = tried(candidates(type), make, 3);
    return samples.length > 1 ? simple(base, samples, (path) => byScale(name, samples, path)) : null;
  }
  if (t?.kind === 'interface' && t.datatype && !fixtures.values[name]) return inferStruct(type, make, base, depth);
  if (type.primitive === 'string' || type.primitive === 'number') {
    const samples = tried(candidates(type), make, 2);
    return samples.length > 1 || (samples.length && base) ? simple(base, samples, (path) => byContent(samples, path)) : null;
  }
  if (type.primitive && type.primitive !== 'boolean') return null;
  const statics = candidates(type).filter((v) => v?.$sym);
  const samples = tried(t?.kind === 'class' && statics.length > 1 ? statics : candidates(type), make, 60);
  if (!samples.length) return null;
  const [value] = samples[0];
  if (isObject(value) && value.$construct) return constructEffects(value, samples[0][1], base);
  if (transparent.includes(name)) {
    const contents = samples.map(([v, doc]) => [v.args[0], doc]);
    return simple(base, contents, (path) => byContent(contents, path));
  }
  if (isObject(value) && !value.$sym) return simple(base, samples, () => 'opaque');
  return simple(base, samples, (path) => byTable(type, samples, path, base));
}

// With nothing to compare with, a construct's effects are where its references stand.
function constructEffects(value, doc, base) {
  if (base !== undefined) return simple(base, [[value, doc]], (path) => byMember(value, doc, path));
  return leaves(doc)
    .filter(([path, leaf]) => !path.some((k) => typeof k === 'number') && JSON.stringify(leaf).includes(`@${value.$construct}`))
    .map(([path]) => ({ path, shape: byMember(value, doc, path) }));
}
