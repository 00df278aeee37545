// One construct under one set of feature flags: what the library makes of it with some props, by construct path. The same program is made once.
import fs from 'node:fs';
import path from 'node:path';
import { candidates, programOf, required } from './candidates.mjs';
import { isIntrinsic, isObject, withKeys } from './document.mjs';
import * as fixtures from './fixtures.mjs';
import { cdk, flagsRead, folder, propsOf, short, types } from './library.mjs';
import { synthesize } from './program.mjs';

export const recommended = Object.fromEntries(
  Object.entries(JSON.parse(fs.readFileSync(path.join(folder, 'recommended-feature-flags.json'), 'utf8'))).filter(([, v]) => typeof v === 'boolean'),
);

export function attempt(make) {
  try {
    return make();
  } catch {
    return undefined;
  }
}

export const withoutOwn = (program) => ({ ...program, constructs: program.constructs.filter((c) => c.path !== fixtures.ownPath()) });

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

const isBelow = (key, top) => key === top || key.startsWith(`${top}/`);

// Words of an error that names a prop: the library often says what it misses.
function helpful(fqn, error) {
  return propsOf(fqn).filter((p) => p.optional && new RegExp(`\\b${p.name}\\b`, 'i').test(error));
}

// Props with which the construct can be made at all: the required ones; other values of one of them; one or two optional ones more.
function leastOf(propsType, make, why) {
  const first = required(propsType) ?? {};
  if (make(first)) return first;
  const props = propsOf(propsType);
  const given = props.filter((p) => !p.optional);
  const optional = [...helpful(propsType, why(first)), ...props.filter((p) => p.optional)].filter((p, i, all) => all.indexOf(p) === i);
  const variants = [];
  for (const p of given) for (const v of candidates(p.type, 0, p.name).slice(1, 20)) variants.push({ ...first, [p.name]: v });
  for (const p of optional) for (const v of candidates(p.type, 0, p.name).slice(0, 4)) variants.push({ ...first, [p.name]: v });
  const good = variants.find(make);
  if (good) return good;
  const likely = helpful(propsType, why(first));
  for (const p of likely)
    for (const v of candidates(p.type, 0, p.name).slice(0, 3)) {
      const one = { ...first, [p.name]: v };
      for (const q of [...helpful(propsType, why(one)), ...optional].slice(0, 40))
        for (const w of candidates(q.type, 0, q.name).slice(0, 2)) if (q !== p && make({ ...one, [q.name]: w })) return { ...one, [q.name]: w };
    }
  return first;
}

export function experiment(fqn, flags, useful) {
  const propsType = types[fqn].initializer?.parameters?.[2]?.type?.fqn;
  const program = (props, calls) => programOf(fqn, props, flags, calls);
  const known = new Map();
  const before = new Map();
  const fixture = `${fixtures.names.stack}/${fixtures.names.fixture}`;
  const isFixture = (place) => place.startsWith(fixture);
  const measure = (one, wanted) => {
    const doc = attempt(() => synthesize(one, undefined, wanted));
    if (!doc || !/"AWS::(AccountId|Region|Partition)"/.test(JSON.stringify(doc))) return doc;
    return inEnvironment(doc, attempt(() => synthesize(one, { account: fixtures.names.account, region: 'us-east-1' }, wanted)));
  };
  // What there is without the construct.
  const others = (props, calls) => {
    const one = withoutOwn(program(props, calls));
    const key = JSON.stringify(one.constructs);
    if (!before.has(key)) before.set(key, measure(one) ?? {});
    return before.get(key);
  };
  // Its own resources, and what the stack has once for all of its kind.
  const make = (props, calls) => {
    const key = calls ? JSON.stringify([props, calls]) : JSON.stringify(props);
    if (!known.has(key)) {
      const doc = measure(program(props, calls), (place) => !isFixture(place));
      const foreign = doc && others(props, calls);
      known.set(key, doc && withKeys(Object.fromEntries(Object.entries(doc).filter(([k]) => isBelow(k, fixtures.ownPath()) || (!foreign[k] && k.startsWith(`${fixtures.names.stack}/`))))));
    }
    return known.get(key);
  };
  // What it changes of the others: [{type, made}].
  const changed = (props, calls) => {
    const doc = make(props, calls) ? measure(program(props, calls)) : {};
    const foreign = others(props, calls);
    const out = [];
    for (const [k, v] of Object.entries(doc ?? {})) {
      if (isBelow(k, fixtures.ownPath())) continue;
      if (foreign[k] ? JSON.stringify(foreign[k]) !== JSON.stringify(v) : isFixture(k) || !k.startsWith(`${fixtures.names.stack}/`)) out.push({ type: v.Type, made: !foreign[k] });
    }
    return out;
  };
  const why = (props) => {
    try {
      synthesize(program(props));
      return 'no resources';
    } catch (e) {
      return String(e?.message ?? e);
    }
  };
  const least = useful ?? fixtures.props[short(fqn)] ?? (propsType ? leastOf(propsType, make, why) : {});
  return { fqn, flags, propsType, least, program, make, changed, why, base: make(least) };
}

// The flags that the library asked for since the last time, of those that a new project has otherwise than an old one.
export function askedFlags(run) {
  flagsRead.clear();
  run();
  return [...flagsRead].filter((f) => f in recommended).sort();
}

export { cdk };
