// Two entries of one class, learned with different names of what the experiments needed: what both say is the library's own. Where they differ
// the name came from the experiment, and is unknown.
import { isIntrinsic, isObject, same } from './document.mjs';
import { asEntry } from './learn.mjs';

const unknown = { $unknown: 'depends on a prop' };

const sameKeys = (a, b) => isObject(a) && isObject(b) && same(Object.keys(a), Object.keys(b));

export function template(a, b) {
  if (same(a, b)) return a;
  if (sameKeys(a, b)) return Object.fromEntries(Object.keys(a).map((k) => [k, template(a[k], b[k])]));
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return a.map((v, i) => template(v, b[i]));
  return unknown;
}

function shape(a, b) {
  if (same(a, b)) return a;
  if (!isObject(a) || !isObject(b)) return 'opaque';
  if (a.constant !== undefined && b.constant !== undefined) return { constant: template(a.constant, b.constant) };
  if (a.table && b.table && a.enum === b.enum) {
    const keys = Object.keys(a.table).filter((k) => k in b.table);
    return { ...a, table: Object.fromEntries(keys.map((k) => [k, a.table[k] === null && b.table[k] === null ? null : template(a.table[k], b.table[k])])) };
  }
  if (a.join && b.join && a.join.length === b.join.length) return { join: a.join.map((part, i) => template(part, b.join[i])) };
  for (const key of ['list', 'map']) if (a[key] && b[key]) return { [key]: shape(a[key], b[key]) };
  for (const key of ['field', 'keyed']) if (a[key] && a[key] === b[key]) return { [key]: a[key], shape: shape(a.shape, b.shape) };
  if (a.struct && b.struct) return struct(a, b);
  return 'opaque';
}

function struct(a, b) {
  const members = {};
  for (const name of Object.keys(a.struct)) {
    const list = b.struct[name] && effects(a.struct[name], b.struct[name]);
    if (list?.whole) members[name] = list.effects;
  }
  const base = isObject(a.base) && isObject(b.base) ? template(a.base, b.base) : a.base ?? b.base ? unknown : undefined;
  return base === unknown ? 'opaque' : base ? { struct: members, base } : { struct: members };
}

// The effects that both have, and whether those are all.
function effects(a, b) {
  const place = (e) => JSON.stringify([e.when, e.at, e.path, e.op, e.key, e.shape?.field]);
  const others = new Map(b.map((e) => [place(e), e]));
  const out = a.filter((e) => others.has(place(e))).map((e) => ({ ...e, shape: shape(e.shape, others.get(place(e)).shape) }));
  return { effects: out, whole: out.length === a.length && a.length === b.length };
}

const union = (a, b) => [...new Set([...(a ?? []), ...(b ?? [])])].sort();

// The property of a resource that an effect is about.
function top(e) {
  const path = e.path.split('.').slice(0, e.path.startsWith('.') ? 2 : 1).join('.');
  return { ...(e.at === undefined ? {} : { at: e.at }), path, shape: 'opaque' };
}

// Where the effects of the two are not the same, what they touch is not known.
function prop(a, b) {
  if (same(a, b)) return a;
  const [x, y] = [asEntry(a), asEntry(b)];
  const { effects: both, whole } = effects(x.effects, y.effects);
  const out = { ...x, effects: both };
  if (!whole)
    for (const e of [...x.effects, ...y.effects]) {
      const place = JSON.stringify([e.when, e.at, e.path, e.op]);
      if (!both.some((o) => JSON.stringify([o.when, o.at, o.path, o.op]) === place) && !both.some((o) => same(o, top(e)))) both.push(top(e));
    }
  if (x.opens || y.opens) out.opens = ['*'];
  if (x.makes || y.makes) out.makes = union(x.makes, y.makes);
  if (x.elsewhere || y.elsewhere) out.elsewhere = true;
  return out;
}

// A resource that only one set of names makes cannot be said in data: its type may be made.
function resources(a, b, makes) {
  const out = {};
  for (const [at, r] of Object.entries(a)) {
    const other = b[at];
    if (!other || other.type !== r.type || other.child !== r.child) makes.push(r.type, other?.type);
    else if (r.child) out[at] = r;
    else out[at] = resource(r, other);
  }
  for (const [at, r] of Object.entries(b)) if (!a[at]) makes.push(r.type);
  return out;
}

function resource(a, b) {
  const out = { ...a };
  if (!same(a.when, b.when)) {
    out.opens = true;
    out.when = a.when ?? b.when;
  }
  for (const key of ['attributes', 'properties']) if (a[key] || b[key]) out[key] = template2(a[key], b[key]);
  if (b.opens) out.opens = true;
  return out;
}

// Maps one of which has keys more: these are unknown.
function template2(a = {}, b = {}) {
  return Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((k) => [k, k in a && k in b ? template(a[k], b[k]) : unknown]));
}

function named(a, b) {
  const out = {};
  for (const name of Object.keys(a ?? {})) if (b?.[name] !== undefined && same(a[name], b[name])) out[name] = a[name];
  return out;
}

// A's word where B says the same.
export function agreed(a, b) {
  const makes = [];
  const out = { ...a, base: resources(a.base, b.base, makes), props: {} };
  for (const name of Object.keys(a.props)) out.props[name] = b.props[name] ? prop(a.props[name], b.props[name]) : { ...asEntry(a.props[name]), opens: ['*'] };
  if (a.defaults || b.defaults) out.defaults = effects(a.defaults ?? [], b.defaults ?? []).effects;
  for (const key of ['members', 'metrics', 'grants']) {
    if (out[key]) out[key] = named(a[key], b[key]);
    if (out[key] && !Object.keys(out[key]).length) delete out[key];
  }
  const types = union(makes.filter(Boolean));
  if (types.length) out.makes = types;
  return out;
}

// Names of the bootstrapped bucket and repository depend on the environment and on the qualifier, hashes on what is in a file.
const bootstrapped = (value) =>
  typeof value === 'string' || isIntrinsic(value)
    ? /cdk-hnb659fds|[0-9a-f]{64}/.test(JSON.stringify(value))
      ? { $unknown: 'asset' }
      : value
    : Array.isArray(value)
      ? value.map(bootstrapped)
      : isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, bootstrapped(v)]))
        : value;

// Members and statements of grants hold ARNs, which the library makes for the environment of the stack.
const environment = { 'AWS::AccountId': 'account', 'AWS::Region': 'region', 'AWS::Partition': 'partition' };
const inStack = (value) => JSON.parse(JSON.stringify(value).replace(/\{"Ref":"(AWS::(?:AccountId|Region|Partition))"\}/g, (_, name) => JSON.stringify({ $env: environment[name] })));

// ENTRY without effects on resources that it does not have (their paths came from names), and without empty lists in its doubts.
export function tidied(entry) {
  if (!entry.base) return entry;
  const stays = (e) => e.at === undefined || (entry.base[e.at] && !entry.base[e.at].child);
  const props = {};
  for (const [name, p] of Object.entries(entry.props)) props[name] = Array.isArray(p) ? p.filter(stays) : { ...p, effects: p.effects.filter(stays) };
  const out = bootstrapped({ ...entry, props });
  if (out.defaults) out.defaults = out.defaults.filter(stays);
  for (const key of ['members', 'grants']) if (out[key]) out[key] = inStack(out[key]);
  const doubts = (entry.doubts ?? []).map((d) => ({ when: d.when, effects: (d.effects ?? []).filter(stays), makes: d.makes ?? [], maybe: (d.maybe ?? []).filter((at) => entry.base[at]) }));
  const full = doubts.map((d) => Object.fromEntries(Object.entries(d).filter(([, v]) => !Array.isArray(v) || v.length))).filter((d) => Object.keys(d).length > 1);
  if (full.length) out.doubts = full;
  else delete out.doubts;
  return out;
}
