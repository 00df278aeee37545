// What the members of a construct stand for: for each text, number or construct that an instance has, a template of the catalogue.
import { programOf } from './candidates.mjs';
import * as fixtures from './fixtures.mjs';
import { cdk, membersOf, rtti } from './library.mjs';
import { byPath, run } from './program.mjs';

// The logical ids of a stack's resources → their construct paths.
function pathsOf(stack) {
  const out = new Map();
  for (const c of stack.node.findAll())
    if (cdk.CfnElement.isCfnElement(c)) out.set(stack.resolve(c.logicalId), c.node.path);
  return out;
}

// [name, data] for each text or number that the construct at PATH has; references by path.
export function textsOf(program, path, fqn) {
  const { constructs } = run(program);
  const construct = constructs.get(path);
  const stack = cdk.Stack.of(construct);
  const out = [];
  for (const p of membersOf(fqn, 'properties')) {
    if (!['string', 'number'].includes(p.type.primitive)) continue;
    let value;
    try {
      value = stack.resolve(construct[p.name]);
    } catch {
      continue;
    }
    if (value !== undefined) out.push([p.name, byPath(value, pathsOf(stack))]);
  }
  return out;
}

const cache = new Map();

// The same of a fixture: names that are references first, so that they explain what is found in a document.
export function membersOfFixture(id) {
  if (!cache.has(id)) {
    const fqn = `aws-cdk-lib.${fixtures.constructs[id][0]}`;
    const program = programOf(fqn, fixtures.constructs[id][1], {});
    const own = fixtures.ownPath();
    const at = (v) => JSON.parse(JSON.stringify(v).replaceAll(`@${own}`, `@${fixtures.names.stack}/${id}`));
    cache.set(id, textsOf(program, own, fqn).map(([name, data]) => [name, at(data)]).filter(([, data]) => typeof data === 'object'));
  }
  return cache.get(id);
}

// References to the construct's own resources by what follows its path, "@S/X/Resource" → "@Resource"; to what the stack has once by "@^…".
export function relative(data) {
  const [own, stack, fixture] = [fixtures.ownPath(), fixtures.names.stack, fixtures.names.fixture];
  return JSON.parse(
    JSON.stringify(data ?? null)
      .replaceAll(`"@${own}/`, '"@')
      .replaceAll(`"@${own}"`, '"@"')
      .replace(new RegExp(`"@${stack}/(?!${fixture})`, 'g'), '"@^'),
  );
}

// Whether DATA speaks of a construct that was only made for the experiment.
export const speaksOfFixtures = (data) => new RegExp(`@${fixtures.names.stack}/${fixtures.names.fixture}`).test(JSON.stringify(data) ?? '');

// Constructs below: those that an instance made for itself, by relative path → class.
export function childrenOf(construct) {
  const out = {};
  for (const c of construct.node.findAll()) {
    if (c === construct || cdk.CfnElement.isCfnElement(c)) continue;
    const fqn = rtti(c);
    if (fqn?.startsWith('aws-cdk-lib.') && !fqn.endsWith('.Resource')) out[c.node.path.slice(construct.node.path.length + 1)] = fqn;
  }
  return out;
}
