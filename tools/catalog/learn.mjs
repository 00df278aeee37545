// What one construct becomes, learned under one set of names: base tree, the effect of each prop, members, metrics, grants.
import { candidates, required, valueOf } from './candidates.mjs';
import { isObject, lookup, same, targets } from './document.mjs';
import { existence, joinStruct, relativeOf, resourceOf, toEffect } from './entry.mjs';
import { askedFlags, attempt, cdk, experiment, recommended } from './experiment.mjs';
import * as fixtures from './fixtures.mjs';
import { grantsOf } from './grants.mjs';
import { infer } from './infer.mjs';
import { membersOf, propsOf, short, types } from './library.mjs';
import { childrenOf, relative, speaksOfFixtures, textsOf } from './members.mjs';
import { methodsOf } from './methods.mjs';
import { metricsOf } from './metrics.mjs';
import { run } from './program.mjs';

export const asEntry = (e) => (Array.isArray(e) ? { effects: e } : e);
export const effectsOf = (e) => (Array.isArray(e) ? e : e.effects);

function learnIn(x, p) {
  const { [p.name]: given, ...rest } = x.least;
  const base = p.optional && given === undefined ? x.base : x.make(rest);
  return infer(p.type, (v) => x.make({ ...x.least, [p.name]: v }), base);
}

const isEnum = (type) => types[type.fqn]?.kind === 'enum';

// A prop that alone does nothing, or is refused, may do something beside another: the first that shows it, and the guard that says so.
function learnBeside(x, p, hints) {
  const hint = hints.beside[p.name];
  if (hints.known && !hint) return null;
  const values = candidates(p.type, 0, p.name).slice(0, 2);
  for (const q of propsOf(x.propsType)) {
    if (q.name === p.name || x.least[q.name] !== undefined || (hints.known && hint.name !== q.name)) continue;
    for (const [i, other] of candidates(q.type, 0, q.name).slice(0, isEnum(q.type) ? 8 : 2).entries()) {
      if (hints.known && hint.i !== i) continue;
      const beside = { ...x.least, [q.name]: other };
      const base = x.make(beside);
      const doc = base && values.map((v) => x.make({ ...beside, [p.name]: v })).find((d) => d && !same(d, base));
      if (!doc) continue;
      hints.beside[p.name] = { name: q.name, i };
      const learned = infer(p.type, (v) => x.make({ ...beside, [p.name]: v }), base);
      const plain = typeof other === 'boolean' || (isEnum(q.type) && other.$sym);
      return { learned, when: { [q.name]: plain ? (other.$sym ? valueOf(other.$sym) : other) : { present: true } } };
    }
  }
  return null;
}

// The property, or attribute, of a resource that a path is below, as an effect that only says that it is touched.
function touching(path, primary) {
  const [key, section, first] = path;
  if (section === undefined || section === 'Type') return null;
  const at = relativeOf(key);
  const name = section === 'Properties' ? first : section;
  if (name === undefined || String(name).includes('.')) return null;
  return { ...(at === primary ? {} : { at }), path: section === 'Properties' ? name : `.${name}`, shape: 'opaque' };
}

// A resource whose existence cannot be said in data: its type may be made; one of the base tree may be gone.
function uncertain(entry, x, p, path, type, out) {
  const before = x.base?.[path[0]];
  if (before) (entry.doubts ??= []).push({ when: { [p.name]: { present: true } }, effects: [], makes: [], maybe: [relativeOf(path[0])] });
  for (const made of [type, before?.Type]) if (made && !out.makes.includes(made)) out.makes.push(made);
}

function addTouching(out, path, primary) {
  const effect = touching(path, primary);
  if (effect && !out.effects.some((e) => e.at === effect.at && e.shape === 'opaque' && e.path === effect.path)) out.effects.push(effect);
}

// What the values that the library accepts change, when no shape says how: the properties that they touch. Nothing accepted: it may touch all.
function touchedEntry(entry, x, p, primary) {
  const out = { effects: [], makes: [] };
  const docs = candidates(p.type, 0, p.name).slice(0, 8).map((v) => x.make({ ...x.least, [p.name]: v })).filter(Boolean);
  for (const doc of docs)
    for (const path of targets(x.base ?? docs[0], doc))
      if (path.length === 1) uncertain(entry, x, p, path, doc[path[0]]?.Type, out);
      else addTouching(out, path, primary);
  if (!out.makes.length) delete out.makes;
  return docs.length ? out : { effects: [], opens: ['*'] };
}

function propEntry(entry, x, p, primary, learned) {
  if (!learned) return touchedEntry(entry, x, p, primary);
  const sample = candidates(p.type, 0, p.name).map((v) => x.make({ ...x.least, [p.name]: v })).find(Boolean);
  const out = { effects: [], makes: [] };
  let unread = false;
  for (const e of joinStruct(learned, x, sample)) {
    if (!e.path) unread ||= e.shape === 'opaque';
    else if (e.path.length === 1) existence(entry, x, p, e) || uncertain(entry, x, p, e.path, e.type, out);
    else {
      const effect = toEffect(e, primary);
      if (effect) out.effects.push(effect);
      else addTouching(out, e.path, primary);
    }
  }
  // A member that was not learned opens the construct where it is given, if lowering can see that from the effects.
  if (unread && !out.effects.some((e) => e.shape?.field || e.shape?.struct)) out.opens = ['*'];
  if (!out.makes.length) delete out.makes;
  if (p.docs?.deprecated) out.deprecated = true;
  return out.opens || out.deprecated || out.makes ? out : out.effects;
}

// The entry with a guard on its effects.
function guarded(entry, when) {
  if (!when) return entry;
  const effects = effectsOf(entry).map((e) => ({ when: { ...when, ...e.when }, ...e }));
  return Array.isArray(entry) ? effects : { ...entry, effects };
}

// What the prop's first values change, by path, comparable between sets of flags.
function changesBy(x, p, values) {
  return values.map((v) => {
    const doc = x.base && x.make({ ...x.least, [p.name]: v });
    return doc ? Object.fromEntries(targets(x.base, doc).map((path) => [JSON.stringify(path), [path, lookup(doc, path)]]).sort(([a], [b]) => (a < b ? -1 : 1))) : null;
  });
}

// The same of each value that the library accepts both times.
const sameChanges = (a, b) => a.every((mine, i) => !mine || !b[i] || same(mine, b[i]));

// What the flags change of what the prop changes: unknown, the rest as learned.
function besideFlags(entry, x, p, primary, learned, here, others) {
  const out = asEntry(propEntry(entry, x, p, primary, learned));
  const add = { effects: [], makes: [...(out.makes ?? [])] };
  for (const other of others)
    for (const [i, mine] of here.entries())
      for (const key of mine && other[i] ? new Set([...Object.keys(mine), ...Object.keys(other[i])]) : []) {
        const [a, b] = [mine[key], other[i][key]];
        if (same(a, b)) continue;
        const path = (a ?? b)[0];
        if (path.length > 1) addTouching(add, path, primary);
        else if (a?.[1] && b?.[1] && entry.base[relativeOf(path[0])]) vague(entry.base[relativeOf(path[0])], a[1], b[1]);
        else uncertain(entry, x, p, path, (a ?? b)[1]?.Type, add);
      }
  const top = (e) => `${e.at ?? primary}|${e.path.split('.').slice(0, e.path.startsWith('.') ? 2 : 1).join('.')}`;
  const touched = new Set(add.effects.map(top));
  const effects = [...out.effects.filter((e) => !touched.has(top(e))), ...add.effects];
  return { ...out, effects, ...(add.makes.length ? { makes: add.makes } : {}), flags: true };
}

// A resource that is made either way, with other contents: those are not known.
function vague(resource, a, b) {
  for (const key of new Set([...Object.keys(a.Properties ?? {}), ...Object.keys(b.Properties ?? {})]))
    if (!same(a.Properties?.[key], b.Properties?.[key])) (resource.properties ??= {})[key] = { $unknown: 'depends on a feature flag' };
}

// The prop under each setting of the one flag that matters to it; what several matter to is not known.
function byFlags(entry, x, p, primary, learned, alternatives, hints) {
  if (hints.known && !(p.name in hints.flags)) return undefined;
  const values = candidates(p.type, 0, p.name).slice(0, isEnum(p.type) ? 6 : 2);
  const here = changesBy(x, p, values);
  const { legacy } = alternatives;
  const old = changesBy(legacy, p, values);
  if (!hints.known && (!legacy.base || sameChanges(here, old))) return undefined;
  const mattering = hints.known ? alternatives.single.filter(({ flag }) => flag === hints.flags[p.name]) : alternatives.single.filter(({ y }) => !sameChanges(here, changesBy(y, p, values)));
  hints.flags[p.name] = mattering.length === 1 ? mattering[0].flag : null;
  const vaguely = () => besideFlags(entry, x, p, primary, learned, here, [old, ...mattering.map(({ y }) => changesBy(y, p, values))]);
  if (mattering.length !== 1) return vaguely();
  const [{ flag, y }] = mattering;
  const other = attempt(() => learnIn(y, p));
  if (!other) return vaguely();
  const scratch = { base: structuredClone(entry.base) };
  const [a, b] = [propEntry(scratch, x, p, primary, learned), propEntry(scratch, y, p, primary, other)];
  if (!same(scratch.base, entry.base) || scratch.doubts || !Array.isArray(a) || !Array.isArray(b)) return vaguely();
  return [...guarded(a, { [flag]: recommended[flag] }), ...guarded(b, { [flag]: !recommended[flag] })];
}

// Flags whose setting changes what the construct is without further props.
function flagged(entry, x, alternatives, primary) {
  for (const { flag, y } of alternatives.single) {
    if (!y.base || same(x.base, y.base)) continue;
    for (const target of targets(x.base, y.base)) {
      const [was, is] = [lookup(x.base, target), lookup(y.base, target)];
      const at = relativeOf(target[0]);
      if (target.length === 1 && is === undefined) entry.base[at].when = { ...entry.base[at].when, [flag]: recommended[flag] };
      else if (target.length === 1 && was === undefined) entry.base[at] = resourceOf(is, { [flag]: !recommended[flag] }, at.startsWith('^'));
      else {
        const effect = toEffect({ path: target, shape: { constant: is ?? null } }, primary);
        if (effect) (entry.defaults ??= []).push({ when: { [flag]: !recommended[flag] }, ...effect });
      }
    }
  }
}

function membersFor(x) {
  const out = {};
  const own = fixtures.ownPath();
  const program = x.program(x.least);
  for (const [name, data] of textsOf(program, own, x.fqn)) {
    const template = relative(data);
    if (!speaksOfFixtures(template)) out[name] = template;
  }
  const { constructs } = run(program);
  const construct = constructs.get(own);
  for (const p of membersOf(x.fqn, 'properties')) {
    if (['node', 'stack', 'env'].includes(p.name)) continue;
    const value = attempt(() => construct[p.name]);
    if (value?.node?.path?.startsWith(`${own}/`) && !cdk.CfnElement.isCfnElement(value)) out[p.name] = { $child: value.node.path.slice(own.length + 1) };
  }
  for (const p of x.propsType ? propsOf(x.propsType) : []) {
    const value = candidates(p.type, 0, p.name).find((v) => v?.$construct);
    const given = value && attempt(() => run(x.program({ ...x.least, [p.name]: value })).constructs);
    if (!given) continue;
    for (const m of membersOf(x.fqn, 'properties'))
      if (attempt(() => given.get(own)[m.name]) === given.get(value.$construct))
        out[m.name] = out[m.name] ? { $first: [{ $prop: p.name }, out[m.name]] } : { $prop: p.name };
  }
  return out;
}

function primaryOf(base) {
  const keys = Object.keys(base).map(relativeOf).filter((k) => !k.startsWith('^'));
  for (const name of ['Resource', 'Default', '']) if (keys.includes(name)) return name;
  return keys[0];
}

// The same construct under other flags: an old project's, and with each single flag turned that the library asked for.
function alternativesOf(fqn, x, hints) {
  const legacy = experiment(fqn, {}, x.least);
  if (!hints.known) {
    const asked = askedFlags(() => attempt(() => run(x.program(x.least)).app.synth()));
    const more = askedFlags(() => (x.propsType ? propsOf(x.propsType) : []).forEach((p) => candidates(p.type, 0, p.name).slice(0, 2).forEach((v) => x.make({ ...x.least, [p.name]: v }))));
    hints.asked = [...new Set([...asked, ...more])].sort();
  }
  return { legacy, single: hints.asked.map((flag) => ({ flag, y: experiment(fqn, { ...recommended, [flag]: !recommended[flag] }, x.least) })) };
}

// Learns FQN: {entry, x}, or {error}. A construct without resources of its own that the library accepts has an entry without base.
export function learn(fqn, hints) {
  const x = experiment(fqn, recommended);
  if (!x.base) return { error: x.why(x.least).split('\n').slice(0, 3).join(' ').slice(0, 200), x };
  const entry = {};
  const primary = primaryOf(x.base);
  if (primary !== undefined && primary !== 'Resource') entry.primary = primary;
  entry.base = {};
  const children = attempt(() => childrenOf(run(x.program(x.least)).constructs.get(fixtures.ownPath()))) ?? {};
  for (const [at, cls] of Object.entries(children)) if (Object.keys(x.base).some((k) => relativeOf(k).startsWith(`${at}/`))) entry.base[at] = { child: cls };
  for (const [key, doc] of Object.entries(x.base)) entry.base[relativeOf(key)] = resourceOf(doc, undefined, relativeOf(key).startsWith('^'));
  entry.props = {};
  const alternatives = alternativesOf(fqn, x, hints);
  for (const p of x.propsType ? propsOf(x.propsType) : []) {
    let learned = attempt(() => learnIn(x, p)) ?? null;
    let when;
    const parts = learned?.length ? attempt(() => byFlags(entry, x, p, primary, learned, alternatives, hints)) : undefined;
    if (!learned?.length && p.optional) ({ learned, when } = attempt(() => learnBeside(x, p, hints)) ?? { learned });
    entry.props[p.name] = parts ?? guarded(propEntry(entry, x, p, primary, learned), when);
    const other = x.propsType ? elsewhere(x, p) : { made: [] };
    if (other.made.length || other.changed) entry.props[p.name] = { ...asEntry(entry.props[p.name]), ...(other.made.length ? { makes: [...new Set([...(asEntry(entry.props[p.name]).makes ?? []), ...other.made])].sort() } : {}), ...(other.changed ? { elsewhere: true } : {}) };
  }
  flagged(entry, x, alternatives, primary);
  entry.members = membersFor(x);
  entry.metrics = attempt(() => metricsOf(x)) ?? {};
  // In the order of the calls: what a flag minimizes is lowering's to do.
  entry.grants = attempt(() => grantsOf(alternatives.legacy.base ? alternatives.legacy : x)) ?? {};
  if (!hints.known) entry.methods = methodsOf(x, primary, entry.grants);
  for (const key of ['metrics', 'grants', 'members', 'methods']) if (!Object.keys(entry[key] ?? {}).length) delete entry[key];
  return { entry, x };
}

// What a prop makes or changes outside of the construct.
function elsewhere(x, p) {
  const all = candidates(p.type, 0, p.name).slice(0, 4).flatMap((v) => x.changed({ ...x.least, [p.name]: v }));
  return { made: [...new Set(all.filter((c) => c.made).map((c) => c.type))].sort(), changed: all.some((c) => !c.made) };
}

export { isObject, required, short };
