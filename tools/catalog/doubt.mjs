// Holding an entry against the library: single props, pairs of props and random combinations. Where the entry claims what the library denies it
// gets a doubt: a guard, and what is not known where it holds. What remains wrong afterwards, in combinations drawn anew, is the score.
import { candidates, required, valueOf } from './candidates.mjs';
import { isObject, leaves, lookup, same, withoutKeys } from './document.mjs';
import { relativeOf } from './entry.mjs';
import { relative } from './members.mjs';
import { propsOf, short, types } from './library.mjs';
import { predict, UNKNOWN, wrongs } from './predict.mjs';

const PAIRS = 800;
const TRIALS = 30;
const DRAWS = 60;

// Random numbers that are the same in every run: from the name of the class.
export function randomOf(seed) {
  let a = [...seed].reduce((h, c) => Math.imul(h ^ c.charCodeAt(0), 16777619), 2166136261) >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const isEnum = (type) => types[type.fqn]?.kind === 'enum';
const isFinite_ = (type) => isEnum(type) || type.primitive === 'boolean';

export function documentOf(x, props) {
  const doc = x.make(props);
  return doc && relative(Object.fromEntries(Object.entries(withoutKeys(doc)).map(([k, v]) => [relativeOf(k), v])));
}

// What ENTRY says wrongly of the construct with PROPS; null when the library refuses them.
export function check(entry, x, props) {
  const actual = documentOf(x, props);
  return actual ? wrongs(actual, predict(entry, props, x.flags)) : null;
}

// ---- Doubts ----

function guardFor(x, props, names) {
  const types_ = new Map(propsOf(x.propsType).map((p) => [p.name, p.type]));
  return Object.fromEntries(
    names.map((name) => {
      const value = props[name];
      const scalar = isObject(value) && value.$sym ? valueOf(value.$sym) : value;
      return [name, isFinite_(types_.get(name)) && typeof scalar !== 'object' ? [scalar] : { present: value !== undefined }];
    }),
  );
}

function contentsOf(found) {
  const out = { effects: [], makes: [], maybe: [] };
  for (const [path, what, type] of found) {
    if (what === 'missing' || what === 'type') out.makes.push(type);
    if (what === 'extra' || what === 'type') out.maybe.push(path[0]);
    if (what === 'missing' || what === 'extra' || what === 'type') continue;
    const [at, section, ...rest] = path;
    const dot = rest.findIndex((k) => String(k).includes('.'));
    const dotted = (dot < 0 ? rest : rest.slice(0, dot)).join('.');
    out.effects.push({ at, path: section === 'Properties' ? dotted : `.${[section, dotted].filter(Boolean).join('.')}`, shape: 'opaque' });
  }
  return out;
}

function addDoubt(entry, x, props, names, found) {
  const when = guardFor(x, props, names);
  const contents = contentsOf(found);
  const known = (entry.doubts ??= []).find((d) => same([Object.keys(d.when), d.effects, d.makes, d.maybe], [Object.keys(when), contents.effects, contents.makes, contents.maybe]));
  if (!known) entry.doubts.push({ when, ...contents });
  else for (const [name, wanted] of Object.entries(when)) if (Array.isArray(wanted) && Array.isArray(known.when[name])) known.when[name] = [...new Set([...known.when[name], ...wanted])];
}

function subsets(names) {
  const out = [];
  for (let size = 1; size < names.length; size++)
    (function choose(from, chosen) {
      if (chosen.length === size) out.push(chosen);
      else for (let i = from; i < names.length; i++) choose(i + 1, [...chosen, names[i]]);
    })(0, []);
  return [...out, names];
}

// Adds a doubt for the fewest of the PROPS that are wrong together. False when they are not wrong.
function doubt(entry, x, props, names) {
  if (!check(entry, x, props)?.length) return false;
  for (const chosen of subsets(names)) {
    const some = { ...x.least, ...Object.fromEntries(chosen.map((n) => [n, props[n]])) };
    const found = check(entry, x, some);
    if (!found?.length) continue;
    addDoubt(entry, x, some, chosen, found);
    return true;
  }
  return false;
}

// The values of each prop that the library accepts, alone.
export function valuesOf(x) {
  return propsOf(x.propsType).map((p) => {
    const all = candidates(p.type, 0, p.name);
    const limit = isEnum(p.type) ? 16 : p.type.primitive ? 3 : 10;
    const values = [];
    for (const v of all) {
      if (values.length === limit) break;
      if (!same(v, x.least[p.name]) && x.make({ ...x.least, [p.name]: v })) values.push(v);
    }
    return { p, values: values.length ? values : all.slice(0, 2) };
  });
}

const pairLimit = (type) => (isEnum(type) ? 3 : 2);

export function addDoubts(entry, x) {
  if (!x.propsType) return;
  const all = valuesOf(x);
  for (const { p, values } of all) for (const v of values) doubt(entry, x, { ...x.least, [p.name]: v }, [p.name]);
  const total = all.length * all.length * 2;
  let n = 0;
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1)) {
      if (n >= PAIRS) break;
      const few = total > PAIRS ? 1 : 2;
      for (const v of a.values.slice(0, Math.min(few, pairLimit(a.p.type))))
        for (const w of b.values.slice(0, Math.min(few, pairLimit(b.p.type)))) {
          n++;
          doubt(entry, x, { ...x.least, [a.p.name]: v, [b.p.name]: w }, [a.p.name, b.p.name]);
        }
    }
  const random = randomOf(`${x.fqn} trials`);
  for (const { props, names } of drawn(x, all, random, TRIALS)) doubt(entry, x, props, names);
}

// ---- Combinations ----

function anyOf(type, random, depth = 0) {
  if (type.collection) {
    const items = Array.from({ length: 1 + random(2) }, () => anyOf(type.collection.elementtype, random, depth + 1));
    if (items.includes(undefined)) return undefined;
    // The same twice is nothing that a program says.
    if (items.length === 2 && same(items[0], items[1])) items.pop();
    return type.collection.kind === 'array' ? items : Object.fromEntries(items.map((v, i) => [`key${i}`, v]));
  }
  const t = types[type.fqn];
  const all = candidates(type, depth);
  if (t?.datatype && depth < 3 && all.length) {
    const out = { ...required(type.fqn, depth) };
    const optional = propsOf(type.fqn).filter((p) => p.optional);
    for (let i = random(3); i > 0 && optional.length; i--) {
      const p = optional[random(optional.length)];
      const v = anyOf(p.type, random, depth + 1);
      if (v !== undefined) out[p.name] = v;
    }
    return out;
  }
  return all.length ? all[random(all.length)] : undefined;
}

export function* drawn(x, all, random, n, nested) {
  const usable = all.filter(({ values }) => values.length);
  if (!usable.length) return;
  for (let tries = 0; n > 0 && tries < 400; tries++) {
    const names = new Set();
    const props = { ...x.least };
    for (let i = 1 + random(4); i > 0; i--) {
      const { p, values } = usable[random(usable.length)];
      const fresh = nested && random(2) ? anyOf(p.type, random) : undefined;
      names.add(p.name);
      props[p.name] = fresh !== undefined && x.make({ ...x.least, [p.name]: fresh }) ? fresh : values[random(values.length)];
    }
    if (!x.make(props)) continue;
    n--;
    yield { props, names: [...names] };
  }
}

// How the entry does on combinations that it was not made from: draws, those all of whose leaves are as said, those with a wrong claim, and of the
// leaves that are otherwise than without props the share that is known and right.
export function scoreOf(entry, x) {
  const score = { draws: 0, exact: 0, wrong: 0, changed: 1 };
  if (!x.propsType) return { score, culprits: [] };
  const random = randomOf(`${x.fqn} draws`);
  const base = documentOf(x, x.least);
  const culprits = [];
  let [right, total] = [0, 0];
  for (const { props, names } of drawn(x, valuesOf(x), random, DRAWS, true)) {
    const actual = documentOf(x, props);
    const prediction = predict(entry, props, x.flags);
    const found = wrongs(actual, prediction);
    score.draws++;
    if (found.length) score.wrong++;
    if (found.length) culprits.push({ names, found: found.map(([path, what]) => `${what} ${path.join('.')}`).slice(0, 4) });
    let all = true;
    for (const [path, leaf] of leaves(actual)) {
      const said = lookup(prediction.doc, path);
      const equal = said !== UNKNOWN && same(said, leaf);
      all &&= equal;
      if (same(lookup(base, path), leaf)) continue;
      total++;
      if (equal) right++;
    }
    if (all && !found.length) score.exact++;
  }
  if (total) score.changed = Math.round((right / total) * 1000) / 1000;
  return { score, culprits };
}

export { short };
