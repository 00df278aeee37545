// A program as JSON (the form of src/cdk/lower_json.h), made real: the same program that lowering reads is run by the library, so that
// what both say of it can be compared.
import { at, cdk, Quiet, scratch } from './library.mjs';

const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

// The JavaScript value of a program's value.
export function real(value, env) {
  if (Array.isArray(value)) return value.map((v) => real(v, env));
  if (!isObject(value)) return value;
  const key = Object.keys(value)[0];
  const args = () => (value.args ?? []).map((v) => real(v, env));
  switch (key) {
    case '$sym':
      return at(value.$sym);
    case '$call': {
      const dot = value.$call.lastIndexOf('.');
      return at(value.$call.slice(0, dot))[value.$call.slice(dot + 1)](...args());
    }
    case '$new':
      return new (at(value.$new))(...args());
    case '$construct':
      return env.constructs.get(value.$construct);
    case '$member':
      return real(value.$member[0], env)[value.$member[1]];
    case '$method': {
      const [receiver, name, ...rest] = value.$method;
      return real(receiver, env)[name](...rest.map((v) => real(v, env)));
    }
    case '$result':
      return env.results.get(value.$result);
    case '$concat':
      return value.$concat.map((v) => real(v, env)).join('');
    case '$undefined':
      return undefined;
    default:
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, real(v, env)]));
  }
}

function runCalls(receiver, calls, env) {
  for (const call of calls ?? []) {
    const target = (call.path ?? []).reduce((o, part) => o[part], receiver);
    if (call.property) {
      target[call.property] = real(call.value, env);
      continue;
    }
    const result = target[call.method](...(call.args ?? []).map((v) => real(v, env)));
    if (call.result) env.results.set(call.result, result);
    runCalls(result, call.calls, env);
  }
}

// Runs PROGRAM; gives its constructs by path and its app. Throws what the library throws.
export function run(program) {
  const env = { constructs: new Map(), results: new Map() };
  const app = new cdk.App({
    context: { ...program.context, 'aws:cdk:enable-path-metadata': true, 'aws:cdk:version-reporting': false },
    analyticsReporting: false,
    treeMetadata: false,
    defaultStackSynthesizer: new Quiet(),
    outdir: scratch,
  });
  env.constructs.set('', app);
  for (const c of program.constructs) {
    if (c.path === '') continue;
    const slash = c.path.lastIndexOf('/');
    const scope = env.constructs.get(slash < 0 ? '' : c.path.slice(0, slash));
    const construct = new (at(c.class))(scope, c.path.slice(slash + 1), real(c.props, env));
    env.constructs.set(c.path, construct);
    runCalls(construct, c.calls, env);
  }
  return { app, ...env };
}

// References by path instead of by logical id: { Ref: '@S/X/Resource' }.
export function byPath(value, paths) {
  if (Array.isArray(value)) return value.map((v) => byPath(v, paths));
  if (!isObject(value)) return value;
  const out = {};
  for (const [k, v] of Object.entries(value)) {
    if (k === 'Ref' && paths.has(v)) out[k] = `@${paths.get(v)}`;
    else if (k === 'Fn::GetAtt' && Array.isArray(v) && paths.has(v[0])) out[k] = [`@${paths.get(v[0])}`, v[1]];
    else if (k === 'Fn::Join' && Array.isArray(v) && v[0] === '') out[k] = ['', joinParts(byPath(v[1], paths))];
    else out[k] = byPath(v, paths);
  }
  return out;
}

function joinParts(parts) {
  const out = [];
  for (const part of parts)
    if (typeof part === 'string' && typeof out.at(-1) === 'string') out[out.length - 1] += part;
    else out.push(part);
  return out;
}

// The same program with its stacks in a known account and region.
const withEnvironment = (program, env) => ({
  ...program,
  constructs: program.constructs.map((c) => (c.class === 'aws-cdk-lib.Stack' ? { ...c, props: { ...c.props, env } } : c)),
});

// A stack's template, of the elements at the paths that WANTED takes.
function templateOf(stack, wanted) {
  const resources = {};
  const elements = stack.node.findAll().filter((c) => cdk.CfnElement.isCfnElement(c) && c.stack === stack);
  const ids = new Map(elements.map((c) => [stack.resolve(c.logicalId), c.node.path]));
  for (const c of elements)
    if (wanted(c.node.path)) Object.assign(resources, stack.resolve(c._toCloudFormation()).Resources);
  return { Resources: JSON.parse(JSON.stringify(resources)), ids };
}

// The resources that the library makes of PROGRAM's stacks, by construct path; of those at the paths that WANTED takes, if given.
export function synthesize(program, env, wanted = () => true) {
  const { app, constructs } = run(env ? withEnvironment(program, env) : program);
  const stacks = [...constructs.values()].filter((c) => cdk.Stack.isStack(c));
  app.synth();
  const templates = stacks.map((stack) => templateOf(stack, wanted));
  const out = {};
  for (const template of templates) {
    const paths = new Map();
    for (const [id, place] of template.ids) paths.set(id, place);
    for (const [id, r] of Object.entries(template.Resources ?? {})) {
      const { Metadata, ...rest } = r;
      delete rest.DependsOn;
      rest.Properties ??= {};
      out[paths.get(id)] = byPath(rest, paths);
    }
  }
  return out;
}
