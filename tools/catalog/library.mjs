// The library under experiment: aws-cdk-lib as installed under tools/synth, its assembly, and small words over both.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';

process.env.JSII_DEPRECATED = 'quiet';
// Where synthesis writes: nobody reads it.
export const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'catalog-'));
export const files = path.join(scratch, 'files');
fs.mkdirSync(files);
fs.writeFileSync(path.join(files, 'index.js'), 'exports.handler = async () => {};\n');
fs.writeFileSync(path.join(files, 'Dockerfile'), 'FROM scratch\n');
fs.writeFileSync(path.join(files, 'schema.graphql'), 'type Query { test: String }\n');
fs.writeFileSync(path.join(files, 'template.json'), '{"Resources": {}}\n');
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

export const folder = path.resolve(process.env.CDK_LIB ?? new URL('../synth/node_modules/aws-cdk-lib', import.meta.url).pathname);
const require = createRequire(path.join(folder, 'index.js'));

// What synthesis does beside making templates takes longer than all the rest: validating, reporting, stack traces, files that nobody reads.
const stubs = {
  'core/lib/private/synthesis-validation.js': { validateTemplates() {} },
  'core/lib/private/feature-flag-report.js': { generateFeatureFlagReport() {} },
  'core/lib/private/stack-trace.js': { captureStackTrace: () => [], enhancedStackTrace: () => [], captureCallStack: () => [], parseErrorStack: () => [], renderCallStackJustMyCode: () => [] },
};
for (const [name, exports] of Object.entries(stubs)) {
  const file = path.join(folder, name);
  if (fs.existsSync(file)) require.cache[file] = { id: file, filename: file, loaded: true, exports };
}
Error.stackTraceLimit = 0;

export const cdk = require(folder);
require('@aws-cdk/cloud-assembly-api').CloudAssemblyBuilder.prototype.buildAssembly = () => ({ manifest: {} });


// References between stacks need a second stack; looking for them is half of the time.
const refs = require(path.join(folder, 'core/lib/private/refs.js'));
const { resolveReferences } = refs;
refs.resolveReferences = (root) => {
  if (root.node.findAll().filter((c) => cdk.Stack.isStack(c)).length > 1) resolveReferences(root);
};

const { TokenMap } = require(path.join(folder, 'core/lib/private/token-map.js'));

// The library begins to count its tokens at random.
TokenMap.instance().tokenCounter = 0;

// A synthesizer that knows assets as the default one does and writes no file.
export const { Construct } = require('constructs');

export class Quiet extends cdk.DefaultStackSynthesizer {
  synthesize() {}
}
export const version = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
export const assembly = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, '.jsii.gz'))));
export const types = assembly.types;

// The feature flags that the library has asked for.
export const flagsRead = new Set();
const isEnabled = cdk.FeatureFlags.prototype.isEnabled;
cdk.FeatureFlags.prototype.isEnabled = function (flag) {
  flagsRead.add(flag);
  return isEnabled.call(this, flag);
};

// The value of a full name: "aws-cdk-lib.aws_s3.Bucket" or "aws-cdk-lib.Duration.days".
export function at(fqn) {
  if (fqn.startsWith('constructs.')) return require('constructs')[fqn.slice(11)];
  return fqn.split('.').slice(1).reduce((o, part) => o?.[part], cdk);
}

export const short = (fqn) => (fqn ?? '').replace(/^aws-cdk-lib\./, '');

// All props of an interface with those it inherits.
export function propsOf(fqn) {
  const out = [];
  const seen = new Set();
  (function visit(name) {
    const type = types[name];
    if (!type) return;
    for (const base of type.interfaces ?? []) visit(base);
    for (const p of type.properties ?? []) if (!seen.has(p.name)) seen.add(p.name), out.push(p);
  })(fqn);
  return out;
}

// All members of a class with those it inherits: kind is "properties" or "methods".
export function membersOf(fqn, kind) {
  const out = new Map();
  for (let type = types[fqn]; type; type = types[type.base])
    for (const m of type[kind] ?? []) if (!m.static && !out.has(m.name)) out.set(m.name, m);
  return [...out.values()];
}

export function isConstruct(fqn) {
  const p = types[fqn]?.initializer?.parameters?.[0];
  return p?.type?.fqn === 'constructs.Construct';
}

export const rtti = (object) => object?.constructor?.[Symbol.for('jsii.rtti')]?.fqn;
