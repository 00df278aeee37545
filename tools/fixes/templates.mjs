// What changed between two cdk.outs, and whether the applied fixes name it. A fix names the resources that its finding was about and the
// paths and types that its rule's page says may change (the `fixes` of infralint's JSON report).

import * as fs from 'node:fs';
import * as path from 'node:path';

/** All templates below OUT: a map from their path to their content. */
function templatesOf(out) {
  const names = fs.readdirSync(out, { recursive: true }).filter(name => /\.template\.json$/.test(name) && !/(^|\/)asset\./.test(name));
  return new Map(names.sort().map(name => [name, JSON.parse(fs.readFileSync(path.join(out, name), 'utf8'))]));
}

/** What the library derives from the content of other resources: a hash of them is part of the logical id, and references follow. */
const derived = new Set(['AWS::ApiGateway::Deployment', 'AWS::Lambda::Version']);

/** Resources under a key that fixes do not change: derived ones without their hash. */
function resourcesOf(name, template) {
  const found = new Map(), renamed = new Map();
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    if (derived.has(resource.Type)) renamed.set(id, `${id.replace(/[0-9a-f]{32}$/, '')}#`);
  }
  const told = JSON.parse(JSON.stringify(template.Resources ?? {}), (_, value) => renamed.get(value) ?? value);
  for (const [id, resource] of Object.entries(told)) {
    if (resource.Type === 'AWS::CDK::Metadata') continue;
    const { Metadata, ...body } = resource;
    const assembly = path.dirname(name) === '.' ? '' : path.dirname(name);
    found.set(renamed.get(id) ?? id, { id, type: resource.Type, path: Metadata?.['aws:cdk:path'] ?? '', body, assembly });
  }
  return { found, renamed };
}

/** The paths at which A and B differ: maps key by key, lists of one length item by item. */
function differences(a, b, at = '') {
  const join = key => (at ? `${at}.${key}` : key);
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return a.flatMap((item, i) => differences(item, b[i], join(String(i))));
  const maps = [a, b].every(v => v === undefined || (v && typeof v === 'object' && !Array.isArray(v)));
  if (maps && (a || b)) {
    const keys = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
    return keys.size ? [...keys].flatMap(key => differences(a?.[key], b?.[key], join(key))) : a && b ? [] : [at];
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [at];
}

/** Whether the texts at AT differ in nothing but a hash of content. */
function onlyHash(a, b, at) {
  const [x, y] = [a, b].map(body => at.split('.').reduce((value, key) => value?.[key], body));
  const plain = text => text.replace(/[0-9a-f]{64}/g, '#');
  return typeof x === 'string' && typeof y === 'string' && plain(x) === plain(y);
}

/** What changed from cdk.out BEFORE to AFTER: [{ template, kind, id, type, path, at }] */
export function changes(before, after) {
  const old = templatesOf(before), now = templatesOf(after), found = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const a = old.get(name) ?? {}, b = now.get(name) ?? {};
    for (const key of ['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Transform', 'Description']) {
      const strip = (t, renamed) => JSON.parse(JSON.stringify(t[key] ?? null), (_, value) => renamed.get(value) ?? value);
      const { renamed: x } = resourcesOf(name, a), { renamed: y } = resourcesOf(name, b);
      for (const at of differences(strip(a, x) ?? undefined, strip(b, y) ?? undefined, key)) found.push({ template: name, kind: 'section', at, id: '', path: '', type: '' });
    }
    const left = resourcesOf(name, a).found, right = resourcesOf(name, b).found;
    for (const id of new Set([...left.keys(), ...right.keys()])) {
      const x = left.get(id), y = right.get(id), one = { template: name, id, type: (x ?? y).type, path: (x ?? y).path };
      if (!x || !y) found.push({ ...one, kind: x ? 'removed' : 'added', at: '' });
      else for (const at of differences(x.body, y.body)) found.push({ ...one, kind: 'changed', at, hash: onlyHash(x.body, y.body, at) });
    }
  }
  return found;
}

/** PATTERN, a path of a page, as an expression for paths of a resource's body. */
function expressionOf(pattern) {
  const quote = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (pattern.startsWith('$each')) return new RegExp(`^Properties\\..*\\.?\\d+${quote(pattern.slice(5))}(\\.|$)`);
  const path = pattern.replace(/^\$self\.\.?/, match => (match.endsWith('..') ? '.' : ''));
  return new RegExp(`^${path.startsWith('.') ? quote(path.slice(1)) : `Properties\\.${quote(path)}`}(\\.|$)`);
}

const above = one => one.slice(0, one.lastIndexOf('/'));

/** Whether RESOURCE of a finding is what changed, or made by the same construct. */
function concerns(resource, change) {
  if (!change.path || !resource.constructPath) return resource.logicalId === change.id;
  return resource.constructPath === change.path || change.path.startsWith(`${above(resource.constructPath)}/`);
}

/** What the library made for what a fix takes away, or described by it: the provider of a custom resource. */
const serves = (types, change) => change.kind !== 'added' && types.some(type => change.path.includes(`/${type}CustomResourceProvider/`));

/** The hash of what is uploaded: a nested stack's template, the app's own files. */
const isHash = change => change.hash;

/** Whether FIX names CHANGE. WENT says of a rule and a resource whether its finding is gone: what travelled reaches several. */
function names(fix, change, went) {
  if (change.kind === 'section') return false;
  if (fix.changes.includes(change.type) || serves(fix.changes, change)) return true;
  if (change.kind !== 'changed') return false;
  // A resource waits for what the library made so that it can do what it is to do now: a policy of its role, the account's own log role.
  const waits = change.at === 'DependsOn' && fix.changes.some(one => one.includes('::'));
  const path = waits || fix.changes.some(one => !one.includes('::') && expressionOf(one).test(change.at));
  return path && (fix.resources.some(one => concerns(one, change)) || went(fix.rule, change));
}

/** Those of ALL that no applied fix names. What is added may have others wait for it. */
export function strays(all, fixes, went) {
  const grown = new Set(all.filter(({ kind }) => kind === 'added').map(({ template }) => template));
  const waits = change => change.at === 'DependsOn' && grown.has(change.template);
  return all.filter(change => !isHash(change) && !waits(change) && !fixes.some(fix => names(fix, change, went)));
}
