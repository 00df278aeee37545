// What the catalogue's data says of a construct with some props: the same reading of the form as lowering's (src/cdk/lower_*.c), in small, so
// that an entry can be held against the library. What the data leaves open is UNKNOWN.
import { valueOf } from './candidates.mjs';
import { isIntrinsic, isObject, same } from './document.mjs';
import * as fixtures from './fixtures.mjs';
import { asEntry } from './learn.mjs';
import { membersOfFixture } from './members.mjs';
import { amountOf, scales } from './infer.mjs';
import { ownId, policies } from './entry.mjs';

export const UNKNOWN = Object.freeze({ $unknown: true });
const OPEN = Symbol('open');
export const isOpen = (map) => Boolean(map?.[OPEN]);

const isScalar = (v) => ['string', 'number', 'boolean'].includes(typeof v);
const scalarOf = (v) => (isObject(v) && v.$sym ? valueOf(v.$sym) : v);
const fixtureId = (v) => v.$construct.replace(`${fixtures.names.stack}/`, '');

function memberOf(value, name) {
  const found = membersOfFixture(fixtureId(value)).find(([n]) => n === name);
  return found ? found[1] : UNKNOWN;
}

// ---- Guards: true, false or null for what cannot be told ----

function matches(value, wanted) {
  const v = scalarOf(value);
  if (Array.isArray(wanted)) return wanted.some((w) => matches(value, w));
  if (isObject(wanted) && 'present' in wanted) return (v !== undefined && v !== null) === wanted.present;
  if (isObject(wanted) && 'not' in wanted) return !matches(value, wanted.not);
  if (wanted === null) return v === undefined || v === null;
  return v === wanted;
}

export function holds(when, props, flags) {
  return Object.entries(when ?? {}).every(([name, wanted]) => {
    if (name === 'any') return wanted.some((g) => holds(g, props, flags));
    if (name.startsWith('@')) return Boolean(flags[name]) === wanted;
    return matches(name.split('.').reduce((o, k) => o?.[k], props), wanted);
  });
}

// ---- Templates ----

function template(t, scope) {
  if (Array.isArray(t)) return t.map((v) => template(v, scope)).filter((v) => v !== undefined);
  if (!isObject(t)) return t;
  if ('$arg' in t) return argument(t, scope.args?.[t.$arg]);
  if ('$prop' in t) {
    const [name, ...path] = t.$prop.split('.');
    return argument({ ...t, $field: path.join('.') || undefined }, scope.props[name]);
  }
  if ('$env' in t) return t.$env === 'uniqueId' ? ownId() : t.$env === 'path' ? fixtures.ownPath() : t.$env === 'id' ? fixtures.names.id : t.$env === 'name' ? UNKNOWN : t;
  if (Object.keys(t).some((k) => /^\$/.test(k))) return UNKNOWN;
  if (isIntrinsic(t) && Array.isArray(t['Fn::Join']?.[1]) && t['Fn::Join'][0] === '') return joined(t['Fn::Join'][1].map((v) => template(v, scope)));
  return Object.fromEntries(Object.entries(t).map(([k, v]) => [k, template(v, scope)]).filter(([, v]) => v !== undefined));
}

function argument(hole, value) {
  if (value === undefined) return hole.$default;
  if (!hole.$field) return plain(value);
  if (isObject(value) && value.$construct) return memberOf(value, hole.$field);
  const v = hole.$field.split('.').reduce((o, k) => o?.[k], fieldsOf(value));
  return v === undefined ? UNKNOWN : plain(v);
}

const fieldsOf = (value) => (isObject(value) && value.$sym ? valueOf(value.$sym) : value);

function plain(v) {
  if (Array.isArray(v)) return v.map(plain);
  if (!isObject(v)) return v;
  if (v.$sym) return isScalar(valueOf(v.$sym)) ? valueOf(v.$sym) : UNKNOWN;
  if (Object.keys(v).some((k) => /^\$/.test(k))) return v.$member ? plainMember(v.$member) : UNKNOWN;
  return Object.fromEntries(Object.entries(v).map(([k, w]) => [k, plain(w)]));
}

const plainMember = ([receiver, name]) => (receiver?.$construct ? memberOf(receiver, name) : UNKNOWN);

// ---- Shapes ----

const named = {
  identity: plain,
  text: (v) => (isScalar(scalarOf(v)) ? String(scalarOf(v)) : UNKNOWN),
  none: () => undefined,
  'deletion-policy': (v) => policies['deletion-policy'][scalarOf(v)] ?? UNKNOWN,
  'update-replace-policy': (v) => policies['update-replace-policy'][scalarOf(v)] ?? UNKNOWN,
};

function byTable(shape, v, scope) {
  const key = scalarOf(v);
  if (!isScalar(key)) return UNKNOWN;
  if (!(String(key) in shape.table)) return shape.else ? shaped(shape.else, v, scope) : UNKNOWN;
  const found = shape.table[String(key)];
  return found === null ? undefined : template(found, { ...scope, args: [v] });
}

function byStruct(shape, v, scope) {
  if (!isObject(v) || Object.keys(v).some((k) => /^\$/.test(k))) return UNKNOWN;
  const map = shape.base ? template(shape.base, { ...scope, args: [v] }) : {};
  for (const [name, value] of Object.entries(v)) {
    const effects = shape.struct[name] && asEntry(shape.struct[name]).effects;
    if (!effects?.length) map[OPEN] = true;
    for (const e of effects ?? []) put(map, e, shaped(e.shape, value, scope));
  }
  return map;
}

export function shaped(shape, v, scope) {
  if (v === undefined) return undefined;
  if (typeof shape === 'string') return named[shape] ? named[shape](v) : UNKNOWN;
  if (shape.table) return byTable(shape, v, scope);
  if (shape.struct) return byStruct(shape, v, scope);
  if (shape.scale) return isObject(v) && v.$call ? amountOf(v) / (scales.Duration[shape.scale] ?? scales.Size[shape.scale]) : UNKNOWN;
  if (shape.member) return typeof v === 'string' ? v : v.$construct ? memberOf(v, shape.member) : v.$member ? plainMember(v.$member) : UNKNOWN;
  if (shape.keyed) {
    const value = shaped(shape.shape, v, scope);
    return value === undefined ? undefined : { Key: shape.keyed, Value: value };
  }
  if (shape.field) {
    const fields = fieldsOf(v);
    return isObject(fields) ? shaped(shape.shape, fields[shape.field], scope) : UNKNOWN;
  }
  if (shape.list) return Array.isArray(v) ? v.map((i) => shaped(shape.list, i, scope)).filter((i) => i !== undefined) : UNKNOWN;
  if (shape.map) return isObject(v) ? Object.fromEntries(Object.entries(v).map(([k, i]) => [k, shaped(shape.map, i, scope)])) : UNKNOWN;
  if (shape.join) return joined(shape.join.map((part) => template(part, { ...scope, args: [v] })));
  if ('constant' in shape) return template(shape.constant, { ...scope, args: [v] });
  return plain(v);
}

function joined(parts) {
  if (parts.includes(UNKNOWN)) return UNKNOWN;
  const out = [];
  for (const part of parts.map((p) => (typeof p === 'number' ? String(p) : p)))
    if (typeof part === 'string' && typeof out.at(-1) === 'string') out[out.length - 1] += part;
    else out.push(part);
  return out.length === 1 ? out[0] : { 'Fn::Join': ['', out] };
}

// ---- Effects ----

function enter(map, keys) {
  let at = map;
  for (const key of keys) {
    if (at[key] === UNKNOWN || (at[key] !== undefined && typeof at[key] !== 'object')) {
      at[key] = UNKNOWN;
      return null;
    }
    at = at[key] ??= {};
  }
  return at;
}

function put(map, e, value) {
  if (value === undefined && e.op) return;
  if (same(value, { Ref: 'AWS::NoValue' })) value = undefined;
  if (!e.path) {
    if (value === UNKNOWN || !isObject(value)) map[OPEN] = true;
    else Object.assign(map, value);
    return;
  }
  const keys = e.path.split('.');
  const last = keys.pop();
  const at = value === undefined && !keys.every((k, i) => keys.slice(0, i + 1).reduce((o, q) => o?.[q], map) !== undefined) ? null : enter(map, keys);
  if (!at) return;
  const list = at[last];
  if (e.op === 'extend' || e.op === 'append') at[last] = value === UNKNOWN || list === UNKNOWN ? UNKNOWN : [...(list ?? []), ...(e.op === 'append' ? [value] : value)];
  else if (e.op === 'merge') merge(at, last, e.key, value);
  else if (value === undefined) delete at[last];
  else at[last] = value;
}

function merge(at, last, key, value) {
  const items = Array.isArray(value) ? value : [value];
  if (value === UNKNOWN || at[last] === UNKNOWN || items.includes(UNKNOWN)) {
    at[last] = UNKNOWN;
    return;
  }
  const list = (at[last] ??= []);
  for (const item of items) {
    const i = list.findIndex((x) => same(x[key], item[key]));
    if (i >= 0) list[i] = item;
    else list.push(item);
  }
}

function apply(doc, entry, e, value, scope) {
  const at = e.at ?? entry.primary ?? 'Resource';
  const resource = doc[at];
  if (!resource || !holds(e.when, scope.props, scope.flags)) return;
  const attribute = e.path.startsWith('.');
  put(attribute ? resource : resource.Properties, attribute ? { ...e, path: e.path.slice(1) } : e, e.op && !['append', 'extend', 'merge'].includes(e.op) ? UNKNOWN : shaped(e.shape, value, scope));
}

// {resources by relative path, open, makes}: what ENTRY says of a construct with PROPS under FLAGS.
export function predict(entry, props, flags) {
  const scope = { props, flags };
  const doc = {};
  const makes = new Set(entry.makes ?? []);
  let open = Boolean(entry.opens ?? entry.makes);
  const doubts = (entry.doubts ?? []).filter((d) => holds(d.when, props, flags));
  for (const d of doubts) (d.makes ?? []).forEach((type) => makes.add(type));
  for (const [at, r] of Object.entries(entry.base)) {
    if (r.child || !holds(r.when, props, flags)) continue;
    if (doubts.some((d) => d.maybe?.includes(at))) {
      makes.add(r.type);
      continue;
    }
    doc[at] = { Type: r.type, ...structuredClone(template(r.attributes ?? {}, scope)), Properties: template(structuredClone(r.properties ?? {}), scope) };
    if (r.opens) doc[at][OPEN] = true;
  }
  for (const e of entry.defaults ?? []) apply(doc, entry, e, '', scope);
  for (const [name, value] of Object.entries(props)) {
    const p = entry.props[name] && asEntry(entry.props[name]);
    for (const e of p?.effects ?? []) apply(doc, entry, e, value, scope);
    if (!p || p.opens) open = true;
    (p?.makes ?? []).forEach((type) => makes.add(type));
  }
  for (const d of doubts) for (const e of d.effects ?? []) apply(doc, entry, e, '', scope);
  return { doc, open, makes };
}

// ---- Comparison ----

// What the prediction claims and the library denies: [[path…], what]; path begins with the resource.
export function wrongs(actual, { doc, open, makes }) {
  const out = [];
  for (const [at, r] of Object.entries(actual)) {
    if (!doc[at]) {
      if (!makes.has(r.Type) && !(open && makes.size === 0)) out.push([[at], 'missing', r.Type]);
    } else if (doc[at].Type !== r.Type) out.push([[at], 'type', r.Type]);
    else compare(r, doc[at], [at], open || isOpen(doc[at]), out);
  }
  for (const at of Object.keys(doc)) if (!actual[at]) out.push([[at], 'extra', doc[at].Type]);
  return out;
}

const isMap = (v) => isObject(v) && !isIntrinsic(v);

function compare(a, p, path, open, out) {
  if (p === UNKNOWN || (isIntrinsic(p) && JSON.stringify(p).includes('$unknown')) || same(a, p)) return;
  if (isMap(a) && isMap(p)) {
    const opens = open || isOpen(p);
    for (const key of new Set([...Object.keys(a), ...Object.keys(p)])) {
      if (a[key] === undefined) {
        if (p[key] !== UNKNOWN && p[key] !== undefined) out.push([[...path, key], 'gone']);
      } else if (p[key] === undefined) {
        if (!opens) out.push([[...path, key], 'new']);
      } else compare(a[key], p[key], [...path, key], open, out);
    }
  } else if (Array.isArray(a) && Array.isArray(p)) {
    if (p.length > a.length || (p.length < a.length && !open)) out.push([path, 'differs']);
    else p.forEach((v, i) => compare(a[i], v, [...path, i], open, out));
  } else out.push([path, 'differs']);
}
