// The catalogue by experiment: for each construct of the list, what the library makes of it with the fewest props and what each prop changes.
// Writes src/cdk/catalog/generated/<module>.json, in the form that catalog/README.md describes.
//   node probe.mjs OUTPUT-FOLDER [aws_s3.Bucket …]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { candidates, programOf, required, valueOf } from './candidates.mjs';
import { isIntrinsic, isObject, lookup, same, targets, withKeys, withoutKeys } from './document.mjs';
import * as fixtures from './fixtures.mjs';
import { grantsOf } from './grants.mjs';
import { infer, nothing, shapeOf } from './infer.mjs';
import { cdk, folder, membersOf, propsOf, short, types, version } from './library.mjs';
import { constructs as all } from './list.mjs';
import { childrenOf, relative, textsOf } from './members.mjs';
import { metricsOf } from './metrics.mjs';
import { run, synthesize } from './program.mjs';

const recommended = JSON.parse(fs.readFileSync(path.join(folder, 'recommended-feature-flags.json'), 'utf8'));

const own = (doc) => Object.fromEntries(Object.entries(doc).filter(([k]) => k === 'S/X' || k.startsWith('S/X/')));
const outside = (doc) => Object.fromEntries(Object.entries(doc).filter(([k]) => k !== 'S/X' && !k.startsWith('S/X/')));

function attempt(make) {
  try {
    return make();
  } catch {
    return undefined;
  }
}

const environment = { account: '123456789012', region: 'us-east-1' };
const pseudo = { 'AWS::AccountId': 'account', 'AWS::Region': 'region', 'AWS::Partition': 'partition' };

// DOC with those pseudo parameters as $env that KNOWN, the same in a known environment, has as literals.
function inEnvironment(doc, known) {
  if (doc === known || known === undefined) return doc;
  if (Array.isArray(doc)) return doc.map((d, i) => inEnvironment(d, Array.isArray(known) ? known[i] : undefined));
  if (!isObject(doc)) return doc;
  if (!isIntrinsic(doc)) return Object.fromEntries(Object.entries(doc).map(([k, d]) => [k, inEnvironment(d, known?.[k])]));
  let text = JSON.stringify(doc);
  const other = JSON.stringify(known);
  for (const [name, what] of Object.entries(pseudo)) if (!other.includes(`"${name}"`)) text = text.replaceAll(`{"Ref":"${name}"}`, `{"$env":"${what}"}`);
  return JSON.parse(text);
}

// One construct under one set of flags: what `infer` needs to know of it.
function experiment(fqn, flags) {
  const propsType = types[fqn].initializer?.parameters?.[2]?.type?.fqn;
  const least = fixtures.props[short(fqn)] ?? (propsType ? required(propsType) : {}) ?? {};
  const program = (props) => programOf(fqn, props, fixtures.calls[short(fqn)], flags);
  const known = new Map();
  const whole = (props) => {
    const key = JSON.stringify(props);
    if (!known.has(key)) known.set(key, measure(props));
    return known.get(key);
  };
  const measure = (props) => {
    const doc = attempt(() => synthesize(program(props)));
    return doc && inEnvironment(doc, attempt(() => synthesize(program(props), environment)));
  };
  const make = (props) => {
    const doc = whole(props);
    return doc && withKeys(own(doc));
  };
  return { fqn, propsType, least, program, whole, make, base: make(least) };
}

function learn(x, p) {
  const { [p.name]: given, ...rest } = x.least;
  const base = p.optional && given === undefined ? x.base : x.make(rest);
  return infer(p.type, (v) => x.make({ ...x.least, [p.name]: v }), base);
}

// A prop that alone does nothing, or is refused, may do something beside another: the first that shows it, and the guard that says so.
function learnBeside(x, p) {
  const values = candidates(p.type).slice(0, 3);
  for (const q of propsOf(x.propsType)) {
    if (q.name === p.name || x.least[q.name] !== undefined) continue;
    for (const other of candidates(q.type).slice(0, types[q.type.fqn]?.kind === 'enum' ? 8 : 2)) {
      const beside = { ...x.least, [q.name]: other };
      const base = x.make(beside);
      const doc = base && values.map((v) => x.make({ ...beside, [p.name]: v })).find((d) => d && !same(d, base));
      if (!doc) continue;
      const learned = infer(p.type, (v) => x.make({ ...beside, [p.name]: v }), base);
      const plain = typeof other === 'boolean' || (types[q.type.fqn]?.kind === 'enum' && other.$sym);
      const when = { [q.name]: plain ? (other.$sym ? valueOf(other.$sym) : other) : { present: true } };
      return { learned, when };
    }
  }
  return null;
}

// Effects as the catalogue has them: relative resource, dotted path, shape.
const relativeOf = (key) => (key === 'S/X' ? '' : key.slice('S/X/'.length));

const policies = {
  'deletion-policy': { destroy: 'Delete', retain: 'Retain', snapshot: 'Snapshot', 'retain-on-update-or-delete': 'RetainExceptOnCreate' },
  'update-replace-policy': { destroy: 'Delete', retain: 'Retain', snapshot: 'Snapshot', 'retain-on-update-or-delete': 'Retain' },
};

function toEffect(e, primary) {
  const [key, section, ...rest] = e.path;
  if (JSON.stringify(e.shape).includes('@S/Fx')) e = { ...e, shape: 'opaque' };
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
function joinStruct(effects, x, sampleDoc) {
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
  if (!e.shape?.table) return { [name]: { present: wanted } };
  const values = Object.entries(e.shape.table).filter(([, v]) => (v !== null) === true).map(([v]) => (v === 'true' ? true : v === 'false' ? false : v));
  return { [name]: values.length === 1 ? values[0] : values };
}

const uniqueId = 'SXB855E411';

// Data of a base tree: what stands for fixtures or comes of the construct's id is no constant.
function constantsOf(value) {
  if (Array.isArray(value)) return value.map(constantsOf);
  if (isObject(value)) {
    if (JSON.stringify(value).includes('@S/Fx') && isIntrinsic(value)) return { $unknown: 'depends on a prop' };
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, constantsOf(v)]));
  }
  if (typeof value !== 'string' || value.startsWith('@')) return value;
  const own = value.includes(uniqueId);
  if (!own && /^S?X.*[0-9A-F]{8}$/.test(value)) return { $unknown: 'name made by the library' };
  const hole = own ? [uniqueId, 'uniqueId'] : value.includes('S/X') ? ['S/X', 'path'] : /\bX\b/.test(value) ? ['X', 'id'] : null;
  if (!hole) return value;
  const parts = value.split(hole[0]).flatMap((part, i) => (i ? [{ $env: hole[1] }, part] : [part]));
  return { 'Fn::Join': ['', parts.filter((part) => part !== '')] };
}

const resourceOf = (doc, when) => {
  const { Type: type, Properties: properties, ...attributes } = withoutKeys(doc);
  const out = { type };
  if (when) out.when = when;
  if (Object.keys(attributes).length) out.attributes = attributes;
  if (Object.keys(properties ?? {}).length) out.properties = constantsOf(properties);
  return relative(out);
};

// A resource that comes or goes with a prop: into the base tree, under a guard. False when that cannot be said in data.
function existence(entry, x, p, e) {
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
  if (!made.length || made.some((r) => !same(r, made[0])) || entry.base[at]) {
    if (e.type && !entry.base[at]) entry.base[at] = { type: e.type, when: guardOf(p, e, true), opens: true };
    return Boolean(entry.base[at]?.opens);
  }
  entry.base[at] = resourceOf(made[0], guardOf(p, e, true));
  return true;
}

function propEntry(entry, x, p, primary, learned) {
  if (!learned) return { effects: [], opens: ['*'] };
  const sample = candidates(p.type).map((v) => x.make({ ...x.least, [p.name]: v })).find(Boolean);
  const effects = [];
  let opens = false;
  for (const e of joinStruct(learned, x, sample)) {
    if (!e.path) opens ||= e.shape === 'opaque';
    else if (e.path.length === 1) opens = !existence(entry, x, p, e) || opens;
    else {
      const effect = toEffect(e, primary);
      if (effect) effects.push(effect);
      else opens = true;
    }
  }
  const out = { effects };
  if (opens) out.opens = ['*'];
  if (p.docs?.deprecated) out.deprecated = true;
  return out.opens || out.deprecated ? out : effects;
}

// The entry with a guard on its effects: what stands beside must be there.
function guarded(entry, when) {
  if (!when) return entry;
  const effects = effectsOf(entry).map((e) => ({ when: { ...when, ...e.when }, ...e }));
  return Array.isArray(entry) ? effects : { ...entry, effects };
}

// What a prop changes outside of the construct: new types there, and whether something that was there is changed.
function elsewhere(x, p) {
  const made = new Set();
  let changed = false;
  const before = outside(x.whole(x.least) ?? {});
  for (const v of candidates(p.type).slice(0, 12)) {
    const doc = x.whole({ ...x.least, [p.name]: v });
    if (!doc) continue;
    const expected = outside(attempt(() => synthesize(withoutOwn(x.program({ ...x.least, [p.name]: v })))) ?? {});
    for (const key of Object.keys(outside(doc))) {
      if (!expected[key] && !before[key]) made.add(doc[key].Type);
      else if (expected[key] && !same(expected[key], doc[key])) changed = true;
    }
  }
  return { made: [...made], changed };
}

const withoutOwn = (program) => ({ ...program, constructs: program.constructs.filter((c) => c.path !== 'S/X') });

function membersFor(x) {
  const out = {};
  const program = x.program(x.least);
  for (const [name, data] of textsOf(program, 'S/X', x.fqn)) {
    const template = relative(data);
    if (!JSON.stringify(template).includes('@S/')) out[name] = template;
  }
  const { constructs } = run(program);
  const construct = constructs.get('S/X');
  for (const p of membersOf(x.fqn, 'properties')) {
    if (['node', 'stack', 'env'].includes(p.name)) continue;
    const value = attempt(() => construct[p.name]);
    if (value?.node?.path?.startsWith('S/X/') && !cdk.CfnElement.isCfnElement(value)) out[p.name] = { $child: value.node.path.slice(4) };
  }
  for (const p of x.propsType ? propsOf(x.propsType) : []) {
    const value = candidates(p.type).find((v) => v?.$construct);
    const given = value && attempt(() => run(x.program({ ...x.least, [p.name]: value })).constructs);
    if (!given) continue;
    for (const m of membersOf(x.fqn, 'properties'))
      if (attempt(() => given.get('S/X')[m.name]) === given.get(value.$construct))
        out[m.name] = out[m.name] ? { $first: [{ $prop: p.name }, out[m.name]] } : { $prop: p.name };
  }
  return out;
}

// Flags whose setting changes what the construct is without further props.
function flagged(entry, fqn, x, primary) {
  for (const flag of Object.keys(recommended)) {
    if (typeof recommended[flag] !== 'boolean') continue;
    const y = experiment(fqn, { ...recommended, [flag]: !recommended[flag] });
    if (!y.base || same(x.base, y.base)) continue;
    for (const target of targets(x.base, y.base)) {
      const [was, is] = [lookup(x.base, target), lookup(y.base, target)];
      const at = relativeOf(target[0]);
      if (target.length === 1 && is === undefined) entry.base[at].when = { ...entry.base[at].when, [flag]: recommended[flag] };
      else if (target.length === 1 && was === undefined) entry.base[at] = resourceOf(is, { [flag]: !recommended[flag] });
      else {
        const effect = toEffect({ path: target, shape: { constant: is ?? null } }, primary);
        if (effect) (entry.defaults ??= []).push({ when: { [flag]: !recommended[flag] }, ...effect });
      }
    }
  }
}

function primaryOf(fqn, base) {
  const keys = Object.keys(base).map(relativeOf);
  for (const name of ['Resource', 'Default', '']) if (keys.includes(name)) return name;
  return keys[0];
}

function probe(fqn) {
  const x = experiment(fqn, recommended);
  const legacy = experiment(fqn, {});
  if (!x.base || !Object.keys(x.base).length) return { error: `no base: ${whyNot(x)}` };
  const primary = primaryOf(fqn, x.base);
  const entry = {};
  if (primary !== 'Resource') entry.primary = primary;
  entry.base = {};
  const children = childrenOf(run(x.program(x.least)).constructs.get('S/X'));
  for (const [at, cls] of Object.entries(children)) entry.base[at] = { child: cls };
  for (const [key, doc] of Object.entries(x.base)) entry.base[relativeOf(key)] = resourceOf(doc);
  entry.props = {};
  for (const p of x.propsType ? propsOf(x.propsType) : []) {
    let learned = attempt(() => learn(x, p)) ?? null;
    let when;
    if (!learned?.length && p.optional) ({ learned, when } = attempt(() => learnBeside(x, p)) ?? { learned });
    const before = legacy.base && attempt(() => learn(legacy, p));
    entry.props[p.name] = guarded(propEntry(entry, x, p, primary, learned), when);
    if (!learned?.length && !p.optional) console.log(`  ${short(fqn)}.${p.name}: required and not learned`);
    if (before && learned && !same(before, learned) && p.type.fqn !== 'aws-cdk-lib.RemovalPolicy') entry.props[p.name] = { effects: effectsOf(entry.props[p.name]), opens: ['*'], flags: true };
    const other = elsewhere(x, p);
    if (other.made.length || other.changed) entry.props[p.name] = { ...asEntry(entry.props[p.name]), makes: other.made, ...(other.changed ? { elsewhere: true } : {}) };
  }
  flagged(entry, fqn, x, primary);
  entry.members = membersFor(x);
  entry.metrics = metricsOf(x);
  entry.grants = grantsOf(x);
  for (const key of ['metrics', 'grants', 'members']) if (!Object.keys(entry[key]).length) delete entry[key];
  return entry;
}

function whyNot(x) {
  try {
    synthesize(x.program(x.least));
  } catch (e) {
    return e.message.split('\n').slice(0, 2).join(' ');
  }
  return 'no resources';
}

const asEntry = (e) => (Array.isArray(e) ? { effects: e } : e);
const effectsOf = (e) => (Array.isArray(e) ? e : e.effects);

// ---- Output ----

const [output, ...names] = process.argv.slice(2);
fs.mkdirSync(output, { recursive: true });
// The library keeps what it makes for ever: each construct in a process of its own.
if (!names.length) {
  for (const name of all) spawnSync(process.execPath, [process.argv[1], output, name], { stdio: 'inherit' });
  process.exit(0);
}
const wanted = names;
for (const module of [...new Set(wanted.map((n) => n.split('.')[0]))]) {
  const file = path.join(output, `${module.replaceAll('_', '-')}.json`);
  const data = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { library: 'aws-cdk-lib', version, module, constructs: {} };
  data.version = version;
  for (const name of wanted.filter((n) => n.startsWith(`${module}.`))) {
    const began = Date.now();
    const entry = probe(`aws-cdk-lib.${name}`);
    console.log(name, entry.error ?? `${Object.keys(entry.base).length} resources, ${Object.keys(entry.props).length} props`, `${Date.now() - began} ms`);
    if (!entry.error) data.constructs[name.split('.')[1]] = entry;
  }
  fs.writeFileSync(file, format(data));
}

// JSON with one prop, resource or member a line: small enough to read, stable to compare.
function format(data) {
  const inline = (v) => JSON.stringify(v);
  const block = (o, indent, render) => `{\n${Object.entries(o).map(([k, v]) => `${indent}  ${inline(k)}: ${render(v, `${indent}  `)}`).join(',\n')}\n${indent}}`;
  const section = (v, indent) => (isObject(v) ? block(v, indent, inline) : inline(v));
  const construct = (c, indent) => block(c, indent, section);
  return `{\n"library": ${inline(data.library)},\n"version": ${inline(data.version)},\n"module": ${inline(data.module)},\n"constructs": ${block(
    Object.fromEntries(Object.entries(data.constructs).sort(([a], [b]) => (a < b ? -1 : 1))), '', construct)}\n}\n`;
}
