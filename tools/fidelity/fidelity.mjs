// Measures infralint against the real library: each app below the given folders is synthesized (in a scratch copy; its own folder is never
// written), its templates are compared with the model that infralint makes of its program alone, and the findings of the program alone
// with those of its templates. What counts as a leaf and as equal is said in fidelity_compare.h, once.
//
// Exit status: 1 when the model of an app under testdata/apps says something that its templates deny, 2 when nothing could be measured.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { appsBelow, copyTree, shownAs, synthesize } from '../synth/copy.mjs';
import { agreement, comparableRules } from './findings.mjs';
import * as text from './text.mjs';

const root = path.join(path.dirname(fs.realpathSync(process.argv[1])), '..', '..');
const listable = ['different', 'extra', 'missing', 'unknown', 'findings'];

class Failure extends Error {}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      infralint: { type: 'string' },
      compare: { type: 'string' },
      json: { type: 'string' },
      list: { type: 'string', multiple: true, default: [] },
      'no-synth': { type: 'boolean', default: false },
    },
  });
  const list = values.list.flatMap(words => words.split(','));
  const wrong = list.find(word => !listable.includes(word));
  if (wrong !== undefined) throw new Failure(`--list takes ${listable.join(', ')}, not ${wrong}`);
  if (!positionals.length) throw new Failure('which apps? ./dev fidelity [--no-synth] [--json FILE] [--list WHAT] DIR...');
  return { ...values, list: new Set(['different', 'extra', ...list]), dirs: positionals.map(dir => fs.realpathSync(dir)) };
}

function output(cwd, command, args) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 30, timeout: 120_000 });
  if (done.error || done.signal || ![0, 1].includes(done.status) || !done.stdout) {
    const why = done.error?.message ?? (done.signal ? `killed by ${done.signal}` : done.stderr.split('\n')[0]);
    throw new Failure(`${path.basename(command)}: ${why || `exit status ${done.status}`}`);
  }
  return JSON.parse(done.stdout);
}

function findingsOf(o, cwd, where, only) {
  const args = ['check', only, '--no-config', '--no-fixes', '--format', 'json', '--severity-min', 'note', where];
  return output(cwd, o.infralint, args).findings;
}

/**
 * The findings of templates of an assembly that its manifest does not name: those of a catalogue's products, which are assets, and of an app whose
 * manifest that of a second one took the place of. They are read as an assembly of their own.
 */
function findingsOfUnlisted(o, cwd, folder) {
  const from = path.join(cwd, folder), manifest = fs.readFileSync(path.join(from, 'manifest.json'), 'utf8');
  const names = fs
    .readdirSync(from)
    .filter(name => name.endsWith('.template.json') && !name.endsWith('.nested.template.json') && !manifest.includes(`"${name}"`));
  if (!names.length) return [];
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'infralint-unlisted-')), to = path.join(scratch, 'cdk.out');
  try {
    fs.mkdirSync(to);
    const artifacts = {};
    for (const name of names) {
      fs.copyFileSync(path.join(from, name), path.join(to, name));
      artifacts[name.replace('.template.json', '')] = { type: 'aws:cloudformation:stack', properties: { templateFile: name } };
    }
    fs.writeFileSync(path.join(to, 'manifest.json'), JSON.stringify({ version: JSON.parse(manifest).version, artifacts }));
    return findingsOf(o, scratch, 'cdk.out', '--template-only');
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** Compares APP of CWD, which has a cdk.out. */
function measure(o, cwd, app, rules) {
  const result = output(cwd, o.compare, ['--json', app]);
  const assembly = path.join(app, 'cdk.out');
  const program = findingsOf(o, cwd, app, '--source-only');
  const templates = [...findingsOf(o, cwd, assembly, '--template-only'), ...findingsOfUnlisted(o, cwd, assembly)];
  return { ...result, findings: agreement(program, templates, rules) };
}

function measureDir(o, dir, rules, results) {
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'infralint-fidelity-')));
  const cwd = o['no-synth'] ? dir : path.join(scratch, 'apps');
  try {
    if (!o['no-synth']) copyTree(dir, cwd);
    for (const app of appsBelow(dir)) {
      const name = shownAs(dir, app);
      const checkedIn = path.join(dir, app).startsWith(path.join(root, 'testdata', 'apps') + path.sep);
      let error = o['no-synth'] ? undefined : synthesize(dir, app, cwd);
      if (o['no-synth'] && !fs.existsSync(path.join(dir, app, 'cdk.out', 'manifest.json'))) error = 'it has no cdk.out';
      try {
        results.push(error ? { name, error, synth: true } : { name, checkedIn, ...measure(o, cwd, app, rules) });
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        results.push({ name, error: failure.message });
      }
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${results.length} ${name}`);
    }
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function main() {
  const o = options();
  const rules = comparableRules(path.join(root, 'rules'));
  const results = [];
  for (const dir of o.dirs) measureDir(o, dir, rules, results);
  const measured = results.filter(result => !result.error);
  process.stdout.write(text.report(results, o.list));
  if (o.json) fs.writeFileSync(o.json, JSON.stringify({ apps: results, total: text.total(measured) }, undefined, 1) + '\n');
  const denied = measured.some(result => result.checkedIn && (result.leaves.different || result.extra));
  const broken = results.some(result => result.error && !result.synth);
  return !measured.length || broken ? 2 : denied ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Failure) && error.code !== 'ENOENT' && !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`fidelity: ${error.message}`);
  process.exitCode = 2;
}
