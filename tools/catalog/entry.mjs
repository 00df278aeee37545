// From what was learned to the catalogue's form: effects on relative paths, resources of a base tree, guards.
import { isIntrinsic, isObject, lookup, same, withoutKeys } from './document.mjs';
import * as fixtures from './fixtures.mjs';
import { nothing, shapeOf } from './infer.mjs';
import { at, cdk, Construct, types } from './library.mjs';
import { relative, speaksOfFixtures } from './members.mjs';

// Effects as the catalogue has them: relative resource, dotted path, shape.
export function relativeOf(key) {
  const own = fixtures.ownPath();
  return key === own ? '' : key.startsWith(`${own}/`) ? key.slice(own.length + 1) : `^${key.slice(fixtures.names.stack.length + 1)}`;
}

export const policies = {
  'deletion-policy': { destroy: 'Delete', retain: 'Retain', snapshot: 'Snapshot', 'retain-on-update-or-delete': 'RetainExceptOnCreate' },
  'update-replace-policy': { destroy: 'Delete', retain: 'Retain', snapshot: 'Snapshot', 'retain-on-update-or-delete': 'Retain' },
};

export function toEffect(e, primary) {
  const [key, section, ...rest] = e.path;
  if (speaksOfFixtures(e.shape)) e = { ...e, shape: 'opaque' };
  const keyed = rest.findIndex((k) => /^\[.*\]$/.test(k));
  if (keyed >= 0) return toKeyedEffect(e, rest, keyed, primary);
  if (section === undefined || section === 'Type' || rest.some((k) => String(k).includes('.'))) return null;
  const dotted = section === 'Properties' ? rest.join('.') : `.${[section, ...rest].join('.')}`;
  const at = relativeOf(key);
  const effect = {};
  if (at !== primary) effect.at = at;
  effect.path = dotted;
  if (e.op) effect.op = e.op;
  const shape = e.shape?.constant === null ? { constant: nothing } : e.shape;
  effect.shape = e.field ? { field: e.field, shape } : shape;
  const policy = { '.DeletionPolicy': 'deletion-policy', '.UpdateReplacePolicy': 'update-replace-policy' }[dotted];
  if (policy && e.shape?.table && Object.entries(e.shape.table).every(([k, v]) => v === policies[policy][k])) effect.shape = policy;
  return relative(withoutKeys(effect));
}

// One entry of a list of {Key, Value}: the whole entry, or its value.
function toKeyedEffect(e, rest, at, primary) {
  const name = rest[at].slice(1, -1);
  const below = rest.slice(at + 1);
  if (below.length > 1 || (below.length && below[0] !== 'Value')) return null;
  const effect = toEffect({ ...e, path: [...e.path.slice(0, 2), ...rest.slice(0, at)] }, primary);
  if (!effect) return null;
  const wrap = (shape) => (shape?.field !== undefined && shape.shape ? { ...shape, shape: wrap(shape.shape) } : { keyed: name, shape });
  return { ...effect, op: 'merge', key: 'Key', shape: below.length ? wrap(effect.shape) : effect.shape };
}

// Effects of a struct's members under one new map as the effect of the struct.
export function joinStruct(effects, x, sampleDoc) {
  const fields = effects.filter((e) => e.field && e.path);
  if (fields.length < 2 || effects.some((e) => e.field && !e.path && e.shape !== 'none')) return effects;
  let prefix = fields[0].path;
  for (const e of fields) while (!prefix.every((k, i) => e.path[i] === k)) prefix = prefix.slice(0, -1);
  if (fields.some((e) => e.path.length === prefix.length)) prefix = prefix.slice(0, -1);
  if (prefix.length < 3 || lookup(x.base, prefix) !== undefined) return effects;
  const below = (p) => prefix.every((k, i) => p[i] === k);
  const strip = (e) => ({ ...e, path: e.path ? ['v', ...e.path.slice(prefix.length)] : null });
  const struct = shapeOf(effects.filter((e) => e.field).map(strip), lookup(sampleDoc, prefix));
  return [...effects.filter((e) => !e.field && !below(e.path ?? [])), { path: prefix, shape: struct }];
}

// A guard for the values of a prop under which a resource exists, from what a table gives for each.
function guardOf(p, e, wanted) {
  const name = e.field ? `${p.name}.${e.field}` : p.name;
  const rows = Object.entries(e.shape?.table ?? {});
  const values = rows.filter(([, v]) => v !== null).map(([v]) => (v === 'true' ? true : v === 'false' ? false : /^\d+$/.test(v) ? keyOf(e, v) : v));
  if (!rows.length || (values.length === rows.length && typeof values[0] !== 'boolean')) return { [name]: { present: wanted } };
  return { [name]: values.length === 1 ? values[0] : values };
}

// A table's key as the value that it stands for: an enum's members may be numbers.
function keyOf(e, text) {
  const numeric = types[e.shape.enum]?.members?.some((m) => at(`${e.shape.enum}.${m.name}`) === Number(text));
  return numeric ? Number(text) : text;
}

// What the library makes of names and paths, in a text of CloudFormation; longest first.
let made = {};
function holes() {
  const { stack, id } = fixtures.names;
  if (made.stack === stack) return made.list;
  const unique = new cdk.App();
  const construct = new Construct(new cdk.Stack(unique, stack), id);
  const list = [[cdk.Names.uniqueId(construct), 'uniqueId'], [`${stack}/${id}`, 'path']];
  made = { stack, list };
  return list;
}

// The unique id that the library gives the construct.
export const ownId = () => holes()[0][0];

// Data of a base tree: what stands for fixtures, or for contents of files, or comes of the construct's id is no constant.
export function constantsOf(value) {
  if (Array.isArray(value)) return value.map(constantsOf);
  if (isObject(value)) {
    if (isIntrinsic(value) && speaksOfFixtures(value)) return { $unknown: 'depends on a prop' };
    if (isIntrinsic(value) && /[0-9a-f]{32}/.test(JSON.stringify(value['Fn::Sub'] ?? ''))) return { $unknown: 'asset' };
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, constantsOf(v)]));
  }
  if (typeof value !== 'string' || value.startsWith('@')) return value;
  if (/[0-9a-f]{64}/.test(value)) return { $unknown: 'asset' };
  for (const [text, what] of holes()) if (value.includes(text)) return withHole(value, text, what);
  const { stack, id } = fixtures.names;
  if (new RegExp(`^(${stack})?-?${id}.*[0-9A-Fa-f]{8}$`).test(value)) return { $unknown: 'name made by the library' };
  return new RegExp(`\\b${id}\\b`).test(value) ? withHole(value, id, 'id') : value;
}

function withHole(value, text, what) {
  const parts = value.split(text).flatMap((part, i) => (i ? [{ $env: what }, part] : [part])).filter((part) => part !== '');
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
}

export const resourceOf = (doc, when, generated) => {
  const { Type: type, Properties: properties, ...attributes } = withoutKeys(doc);
  const out = { type };
  if (when) out.when = when;
  if (generated) out.generated = true;
  if (Object.keys(attributes).length) out.attributes = attributes;
  if (Object.keys(properties ?? {}).length) out.properties = constantsOf(properties);
  return relative(out);
};

// Holes for the value of a prop, in what is no effect of it.
function ofProp(value, name) {
  if (Array.isArray(value)) return value.map((v) => ofProp(v, name));
  if (!isObject(value)) return value;
  if ('$arg' in value) return { $prop: value.$field ? `${name}.${value.$field}` : name };
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, ofProp(v, name)]));
}

// A guard that holds where A or B does.
function either(a, b) {
  if (!a || !b) return undefined;
  const list = (g) => (g.any && Object.keys(g).length === 1 ? g.any : [g]);
  return { any: [...list(a), ...list(b).filter((g) => !list(a).some((h) => same(g, h)))] };
}

// A resource that either of two props makes: what it is whoever does.
function ofBoth(a, b) {
  const out = { ...a, when: either(a.when, b.when) };
  if (!out.when) delete out.when;
  for (const key of ['attributes', 'properties']) {
    const names = new Set([...Object.keys(a[key] ?? {}), ...Object.keys(b[key] ?? {})]);
    if (names.size) out[key] = Object.fromEntries([...names].map((k) => [k, same(a[key]?.[k], b[key]?.[k]) ? a[key][k] : { $unknown: 'depends on several props' }]));
  }
  return out;
}

// A resource that comes or goes with a prop: into the base tree, under a guard. False when that cannot be said in data.
export function existence(entry, x, p, e) {
  const at = relativeOf(e.path[0]);
  const before = x.base?.[e.path[0]];
  if (before) {
    const rows = e.shape?.table ? Object.entries(e.shape.table) : [];
    const gone = rows.filter(([, v]) => v === null).map(([v]) => (v === 'true' ? true : v === 'false' ? false : v));
    const guard = rows.length ? { not: gone } : { present: false };
    if (rows.length ? rows.some(([, v]) => v !== null && !same(v, before)) : e.shape?.constant !== null) return false;
    if (entry.base[at]) entry.base[at].when = { ...entry.base[at].when, [p.name]: guard };
    return true;
  }
  const made = e.shape?.table ? Object.values(e.shape.table).filter((v) => v !== null) : [e.shape?.constant].filter(Boolean);
  const when = guardOf(p, e, true);
  const old = entry.base[at];
  if (!made.length || made.some((r) => !same(r, made[0]))) {
    if (e.type && !old) entry.base[at] = { type: e.type, when, opens: true };
    else if (old) Object.assign(old, { when: either(old.when, when), opens: true });
    return Boolean(entry.base[at]?.opens);
  }
  const own = ofProp(resourceOf(made[0], when, at.startsWith('^')), e.field ? `${p.name}.${e.field}` : p.name);
  entry.base[at] = old ? ofBoth(old, own) : own;
  return true;
}

