// Synthesizes the CDK apps under testdata/apps into their cdk.out, as `cdk synth` would but without the CLI, an account
// or the network. Each app is copied to a scratch directory, type-checked and compiled there by tsc, its tests are run, and it is
// executed with source maps, so that creation stacks name TypeScript lines. The result replaces testdata/apps/<app>/cdk.out only
// when all of that succeeded; it is the same bytes on every machine: scratch paths become /project.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fs.realpathSync(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(here, 'node_modules');
const appsDir = path.join(here, '..', '..', 'testdata', 'apps');

/** What stands for the app's directory in everything that is checked in. */
const PROJECT = '/project';

class Failure extends Error {}

/** Runs node in `cwd` with nothing of this machine's environment but PATH; throws Failure with its output unless it exits 0. */
function node(cwd, args, env = {}) {
  const run = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: cwd, TZ: 'UTC', LANG: 'C.UTF-8', ...env },
  });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Failure(`node ${args.join(' ')} failed\n${run.stdout}${run.stderr}`);
  return run.stderr;
}

function readJson(file, fallback) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : fallback;
}

/** The context that the CDK CLI hands to an app: cdk.json, then cdk.context.json, then the CLI's own settings. */
function cliContext(dir, config) {
  return {
    ...config.context,
    ...readJson(path.join(dir, 'cdk.context.json'), {}),
    'aws:cdk:enable-path-metadata': config.pathMetadata ?? true,
    'aws:cdk:enable-asset-metadata': config.assetMetadata ?? true,
    'aws:cdk:version-reporting': config.versionReporting ?? true,
    'aws:cdk:bundling-stacks': ['**'],
  };
}

/** The TypeScript entry of `npx ts-node --prefer-ts-exts bin/x.ts`, as the compiled file. */
function entryOf(config, app) {
  const file = /(\S+)\.ts$/.exec(config.app ?? '');
  if (!file) throw new Failure(`${app}/cdk.json: "app" does not end in a .ts file`);
  return `${file[1]}.js`;
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

/** Replaces in every file of `out` what belongs to this machine: its paths and its Node. */
function anonymize(out, dir) {
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
  const { missing } = readJson(path.join(out, 'manifest.json'), {});
  if (missing?.length) throw new Failure(`${app}: context is missing: ${missing.map(entry => entry.key).join(', ')}`);
}

function synthesize(app) {
  const source = path.join(appsDir, app);
  // The real path, since that is what stack traces show.
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'infralint-synth-')));
  const dir = path.join(scratch, 'app');
  try {
    fs.cpSync(source, dir, { recursive: true, filter: name => !['cdk.out', 'node_modules'].includes(path.basename(name)) });
    fs.symlinkSync(modules, path.join(dir, 'node_modules'));
    const config = readJson(path.join(dir, 'cdk.json'));
    node(dir, ['node_modules/typescript/bin/tsc', '-p', '.', '--strict', '--noUnusedLocals', '--inlineSourceMap']);
    const tests = filesBelow(path.join(dir, 'test'), name => name.endsWith('.test.js'));
    if (tests.length) node(dir, ['--test', ...tests], { CDK_VALIDATION: 'false' });
    const out = path.join(dir, 'cdk.out');
    const notes = node(dir, ['--enable-source-maps', '--stack-trace-limit=200', entryOf(config, app)], {
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify(cliContext(dir, config)),
      CDK_VALIDATION: 'false',
    });
    checkManifest(out, app);
    dropForeign(out, source);
    anonymize(out, dir);
    fs.rmSync(path.join(source, 'cdk.out'), { recursive: true, force: true });
    fs.cpSync(out, path.join(source, 'cdk.out'), { recursive: true });
    process.stderr.write(notes);
    console.log(`${app}: ${fs.readdirSync(out).filter(name => name.endsWith('.template.json')).length} templates`);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

const known = fs.readdirSync(appsDir).filter(name => fs.existsSync(path.join(appsDir, name, 'cdk.json'))).sort();
const chosen = process.argv.length > 2 ? process.argv.slice(2) : known;
try {
  for (const app of chosen) {
    if (!known.includes(app)) throw new Failure(`no such app: ${app} (there are ${known.join(', ')})`);
    synthesize(app);
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`synth-testdata: ${error.message}`);
  process.exitCode = 2;
}
