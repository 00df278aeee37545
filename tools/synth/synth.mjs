// Synthesizes the CDK apps under testdata/apps into their cdk.out, as `cdk synth` would but without the CLI, an account
// or the network. Each app is copied to a scratch directory, type-checked and compiled there by tsc, its tests are run, and it is
// executed with source maps, so that creation stacks name TypeScript lines. The result replaces testdata/apps/<app>/cdk.out only
// when all of that succeeded; it is the same bytes on every machine: scratch paths become /project.

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as synth from './app.mjs';

const here = path.dirname(synth.modules);
const appsDir = path.join(here, '..', '..', 'testdata', 'apps');

/** What stands for the app's directory in everything that is checked in. */
const PROJECT = '/project';

class Failure extends Error {}

/** Runs node in `cwd`; throws Failure with its output unless it exits 0. Returns what it said on stderr. */
function node(cwd, args, env = {}) {
  const run = synth.node(cwd, args, env);
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Failure(`node ${args.join(' ')} failed\n${run.stdout}${run.stderr}`);
  return run.stderr;
}

function filesBelow(dir, test) {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir, { recursive: true }).map(name => path.join(dir, name)).filter(test).sort();
}

function digest(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

const isFile = name => fs.statSync(name).isFile();

/**
 * Drops caches, and the assets that the app at `source` is not the author of: what aws-cdk-lib brings along (the code of custom resource
 * providers) is not ours to copy, and no linter reads it.
 */
function dropForeign(out, source) {
  const old = path.join(source, 'cdk.out') + path.sep;
  const own = new Set(filesBelow(source, isFile).filter(name => !name.startsWith(old)).map(digest));
  for (const name of fs.readdirSync(out)) {
    const file = path.join(out, name);
    const foreign = /^asset\./.test(name) && !(isFile(file) ? [file] : filesBelow(file, isFile)).every(one => own.has(digest(one)));
    if (foreign || name === '.cache') fs.rmSync(file, { recursive: true });
  }
}

/** Node's own frames, which differ from version to version, as aws-cdk-lib writes them in creation stacks (but not in traces of warnings). */
function withoutNodeFrames(key, value) {
  if (!Array.isArray(value)) return value;
  const lines = value.map(line => (/\bnode:[\w/]+:\d+:\d+\)?$/.test(line) ? '...node internals...' : line));
  return lines.filter((line, i) => line !== '...node internals...' || line !== lines[i - 1]);
}

/** Replaces in every file of `out` what belongs to this machine: its paths, its Node and the packages of `modules`. */
function anonymize(out, dir, modules) {
  for (const file of filesBelow(out, isFile)) {
    let text = fs.readFileSync(file, 'utf8');
    if (file.endsWith('.metadata.json')) text = JSON.stringify(JSON.parse(text, withoutNodeFrames), undefined, 2);
    const clean = text.replaceAll(dir, PROJECT).replaceAll(modules, `${PROJECT}/node_modules`);
    if (clean.includes(path.dirname(dir)) || clean.includes(here)) {
      throw new Failure(`${file}: a path of this machine is left in it`);
    }
    fs.writeFileSync(file, clean);
  }
}

function checkManifest(out, app) {
  const { missing } = synth.readJson(path.join(out, 'manifest.json'), {});
  if (missing?.length) throw new Failure(`${app}: context is missing: ${missing.map(entry => entry.key).join(', ')}`);
}

/** Type-checks and compiles the app at DIR and runs its tests. Returns the script that is its entry. */
function compile(dir, app, config) {
  const entry = synth.entryOf(dir, config);
  if (!entry) throw new Failure(`${app}/cdk.json: "app" runs no script that is there`);
  if (entry.endsWith('.js')) return entry;
  node(dir, ['node_modules/typescript/bin/tsc', '-p', '.', '--strict', '--noUnusedLocals', '--inlineSourceMap']);
  const tests = filesBelow(path.join(dir, 'test'), name => name.endsWith('.test.js'));
  if (tests.length) node(dir, ['--test', ...tests]);
  return entry.replace(/\.ts$/, '.js');
}

/** APP is a folder below testdata/apps with a cdk.json; what it shares with others lies in the same folder of testdata/apps. */
function synthesize(app) {
  const [top] = app.split('/'), source = path.join(appsDir, app);
  // The real path, since that is what stack traces show.
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'infralint-synth-')));
  const whole = path.join(scratch, 'app'), dir = path.join(whole, path.relative(top, app));
  try {
    const filter = name => !['cdk.out', 'node_modules'].includes(path.basename(name));
    fs.cpSync(path.join(appsDir, top), whole, { recursive: true, filter });
    const modules = synth.isOld(dir) ? synth.oldModules : synth.modules;
    fs.symlinkSync(modules, path.join(whole, 'node_modules'));
    if (dir !== whole) fs.symlinkSync(modules, path.join(dir, 'node_modules'));
    const config = synth.readJson(path.join(dir, 'cdk.json'));
    const entry = compile(dir, app, config), out = path.join(dir, 'cdk.out');
    const notes = node(dir, ['--enable-source-maps', entry], {
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify(synth.cliContext(dir, config)),
      CDK_DEFAULT_ACCOUNT: '123456789012',
      CDK_DEFAULT_REGION: 'us-east-1',
    });
    checkManifest(out, app);
    dropForeign(out, source);
    anonymize(out, whole, modules);
    fs.rmSync(path.join(source, 'cdk.out'), { recursive: true, force: true });
    fs.cpSync(out, path.join(source, 'cdk.out'), { recursive: true });
    process.stderr.write(notes);
    console.log(`${app}: ${filesBelow(out, name => name.endsWith('.template.json')).length} templates`);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

const known = filesBelow(appsDir, name => path.basename(name) === 'cdk.json' && !/\/(cdk\.out|node_modules)\//.test(name))
  .map(name => path.relative(appsDir, path.dirname(name)));
const named = process.argv.slice(2).map(name => name.replace(/\/$/, ''));
const chosen = named.length ? named.flatMap(name => known.filter(app => app === name || app.startsWith(`${name}/`))) : known;
try {
  const unknown = named.find(name => !known.some(app => app === name || app.startsWith(`${name}/`)));
  if (unknown !== undefined) throw new Failure(`no such app: ${unknown} (there are ${known.join(', ')})`);
  for (const app of chosen) synthesize(app);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`synth-testdata: ${error.message}`);
  process.exitCode = 2;
}
