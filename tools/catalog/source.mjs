// What a class that no experiment could make may make: the types of the L1 classes that its code, that of the classes it derives from and that of the
// library's constructs it news mention. More than it makes rather than less.
import fs from 'node:fs';
import { at, isConstruct, short, types } from './library.mjs';

const DEPTH = 4;
const l1 = JSON.parse(fs.readFileSync(new URL('../../src/cdk/catalog/l1.json', import.meta.url), 'utf8')).l1;

const byName = new Map();
for (const name of [...Object.keys(l1), ...Object.keys(types).filter((t) => types[t].kind === 'class' && isConstruct(t)).map(short)]) {
  const last = name.split('.').at(-1);
  byName.set(last, [...(byName.get(last) ?? []), name]);
}

// The classes of the library that MODULE's code means by a name: its own first, else the one or two of that name.
function meant(name, module) {
  const all = [...new Set(byName.get(name) ?? [])];
  const own = all.filter((n) => n.startsWith(`${module}.`));
  return own.length ? own : all.length <= 2 ? all : [];
}

// The code of a class and of all that it derives from.
function codeOf(fqn) {
  let out = '';
  for (let c = at(fqn); typeof c === 'function' && c !== Function.prototype; c = Object.getPrototypeOf(c)) out += `${c}\n`;
  return out;
}

export function typesBySource(fqn, depth = 0, seen = new Set()) {
  if (seen.has(fqn) || depth > DEPTH) return [];
  seen.add(fqn);
  // Whatever has a role may be given a policy.
  const out = new Set(['AWS::IAM::Policy']);
  const module = short(fqn).split('.').slice(0, -1).join('.');
  for (const m of codeOf(fqn).matchAll(/new\s*(?:\([\w$]+\(\)\)|[\w$]+)?\.?([A-Z]\w+)\(/g))
    for (const name of meant(m[1], module))
      if (l1[name]) out.add(l1[name].type);
      else for (const t of typesBySource(`aws-cdk-lib.${name}`, depth + 1, seen)) out.add(t);
  if (/Provider|CustomResource|SingletonFunction|Handler/.test(codeOf(fqn))) ['AWS::CloudFormation::CustomResource', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'].forEach((t) => out.add(t));
  return [...out].sort();
}

