// Proves infralint's fixes with the real compiler and the real library. Each app below the given folders is copied; the copy is synthesized,
// fixed (--fix --unsafe-fixes), compiled and synthesized again. Checked for each app: it compiles and synthesizes as before; its templates
// changed only in what the applied fixes name; their findings are gone from the program and the templates; no other came; a second run changes
// nothing. Apps that do not synthesize before are said to be so and prove nothing.
//
// Exit status: 1 when something of this does not hold, 2 when nothing could be verified.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { appsBelow, copyTree, linkPackages, shownAs, synthesize } from '../synth/copy.mjs';
import { comparableRules } from '../fidelity/findings.mjs';
import * as synth from '../synth/app.mjs';
import { added, errorsOf } from './compile.mjs';
import { changes, strays } from './templates.mjs';
import * as text from './text.mjs';

const alike = comparableRules(path.join(path.dirname(fs.realpathSync(process.argv[1])), '..', '..', 'rules'));

/** What is said where none of a rule's fixes is meant for the resource: such a finding has no fix, so none is refused. */
const unfit = "the rule's fix is not for this kind of resource";

class Failure extends Error {}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      infralint: { type: 'string' },
      json: { type: 'string' },
      keep: { type: 'string' },
      only: { type: 'string' },
      safe: { type: 'boolean', default: false },
      select: { type: 'string' },
    },
  });
  if (!positionals.length) throw new Failure('which apps? ./dev verify-fixes [--only TEXT] [--select RULES] [--safe] [--json FILE] [--keep DIR] DIR...');
  return { ...values, infralint: path.resolve(values.infralint ?? ''), dirs: positionals.map(dir => fs.realpathSync(dir)) };
}

/** Runs infralint on APP of CWD. Returns its report. */
function infralint(o, cwd, args) {
  const select = o.select ? ['--select', o.select] : [];
  const done = spawnSync(o.infralint, ['check', '--no-config', '--severity-min', 'note', ...select, ...args], {
    cwd, encoding: 'utf8', maxBuffer: 1 << 30, timeout: 120_000,
  });
  if (done.error || done.signal || ![0, 1].includes(done.status)) {
    throw new Failure(`infralint ${args.join(' ')}: ${done.error?.message ?? done.signal ?? done.stderr.split('\n')[0]}`);
  }
  return done.stdout;
}

const reportOf = (o, cwd, args) => JSON.parse(infralint(o, cwd, ['--format', 'json', ...args]));

/** How often each rule finds each resource: a map from `RULE PATH` to how often, where and how severe. */
function tally(findings) {
  const all = new Map();
  for (const finding of findings) {
    for (const { type, constructPath, stack, logicalId } of finding.resources.length ? finding.resources : [{}]) {
      const resource = type ? `${constructPath || `${stack}/${logicalId}`} ${type}` : finding.app;
      const key = `${finding.rule} ${resource}`, known = all.get(key)?.count ?? 0;
      all.set(key, { count: known + 1, severity: finding.severity, rule: finding.rule, constructPath, logicalId, resource });
    }
  }
  return all;
}

/** What the program alone has to say, and the templates alone, as far as rules judge them alike. */
function judge(o, cwd, app, out) {
  const program = tally(reportOf(o, cwd, ['--no-fixes', '--source-only', app]).findings);
  const templates = tally(reportOf(o, cwd, ['--no-fixes', '--template-only', out]).findings.filter(({ rule }) => alike.has(rule)));
  return { program, templates };
}

/** A logical id that has a hash of what it stands for: see `derived` in templates.mjs. */
const settled = key => key.replace(/[0-9a-f]{32}(?= AWS::(ApiGateway::Deployment|Lambda::Version)$)/, '');

/** The findings of AFTER that BEFORE has not. */
function came(before, after) {
  const known = new Map([...before].map(([key, one]) => [settled(key), one.count]));
  return [...after].filter(([key, one]) => one.count > (known.get(settled(key)) ?? 0)).map(([key, one]) => ({ key, severity: one.severity }));
}

/** Of the findings that fixes were applied for, those that are still there. */
function stayed(fixes, before, after) {
  const found = [];
  for (const fix of fixes) {
    for (const { type, constructPath, stack, logicalId } of fix.resources) {
      const key = `${fix.rule} ${constructPath || `${stack}/${logicalId}`} ${type}`;
      const was = before.get(key)?.count ?? 0, is = after.get(key)?.count ?? 0;
      if (was && is >= was) found.push(key);
    }
  }
  return found;
}

/** Fixes the copy of APP, compiles and synthesizes it, and looks at what came out. */
function verify(o, dir, app, scratch, work) {
  const here = path.join(scratch, app), safety = o.safe ? [] : ['--unsafe-fixes'];
  linkPackages(path.join(dir, app), here);
  const planned = reportOf(o, scratch, [app]).findings;
  const fixable = planned.filter(finding => finding.fixes.length).length;
  const pristine = path.join(work, 'pristine');
  copyTree(here, pristine);
  const report = reportOf(o, scratch, ['--fix', ...safety, app]);
  const fixes = (report.fixes ?? []).filter(fix => fix.applied);
  const refused = report.findings.filter(finding => finding.noFix && finding.noFix !== unfit).map(({ rule, noFix, file, region }) => ({ rule, why: noFix, place: `${file}:${region.startLine}` }));
  const result = { applied: fixes.length, fixable, refused, rules: {}, problems: [] };
  for (const fix of fixes) result.rules[fix.rule] = (result.rules[fix.rule] ?? 0) + 1;
  if (!fixes.length) return result;
  const problem = (kind, what) => result.problems.push({ kind, what });
  const fixed = path.join(work, 'fixed');
  fs.renameSync(here, fixed);

  fs.renameSync(pristine, here);
  const errors = errorsOf(here), before = path.join(work, 'before'), after = path.join(work, 'after');
  const first = synthesize(dir, app, scratch, before);
  if (first) return { ...result, error: first };
  const then = judge(o, scratch, app, before);
  fs.renameSync(here, pristine);

  fs.renameSync(fixed, here);
  for (const line of added(errors, errorsOf(here))) problem('compile', line);
  if (infralint(o, scratch, ['--diff', ...safety, app])) problem('second run', 'it changes something again');
  const second = synthesize(dir, app, scratch, after);
  if (second) {
    problem('synth', second);
    return result;
  }
  const now = judge(o, scratch, app, after);
  const went = (rule, { path: construct, type }) => {
    const key = `${rule} ${construct} ${type}`;
    return then.templates.has(key) && !now.templates.has(key);
  };
  for (const { kind, id, type, path: construct, at } of strays(changes(before, after), fixes, went)) {
    problem('template', `${kind} ${construct || id} ${type} ${at}`.trim());
  }
  for (const side of ['program', 'templates']) {
    for (const key of stayed(fixes, then[side], now[side])) problem('stays', `${key} (${side})`);
    for (const { key, severity } of came(then[side], now[side])) problem(`new ${severity}`, `${key} (${side})`);
  }
  return result;
}

function verifyDir(o, dir, results) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'infralint-fixes-')));
  const scratch = path.join(root, 'apps');
  try {
    copyTree(dir, scratch);
    // What lies beside the apps, as a monorepo's packages do.
    if (!fs.existsSync(path.join(scratch, 'node_modules'))) fs.symlinkSync(synth.modules, path.join(scratch, 'node_modules'));
    for (const app of appsBelow(dir).filter(app => !o.only || app.includes(o.only))) {
      const name = shownAs(dir, app), work = fs.mkdtempSync(path.join(root, 'work-'));
      try {
        results.push({ name, ...verify(o, dir, app, scratch, work) });
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        results.push({ name, broken: failure.message });
      }
      process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${results.length} ${name}` : '');
    }
    if (o.keep) fs.cpSync(root, o.keep, { recursive: true, verbatimSymlinks: true });
  } finally {
    process.stderr.write(process.stderr.isTTY ? '\r\x1b[K' : '');
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function main() {
  const o = options(), results = [];
  for (const dir of o.dirs) verifyDir(o, dir, results);
  process.stdout.write(text.report(results));
  if (o.json) fs.writeFileSync(o.json, JSON.stringify({ apps: results }, undefined, 1) + '\n');
  const verified = results.filter(result => !result.error && !result.broken);
  if (!verified.length || results.some(result => result.broken)) return 2;
  return verified.some(result => result.problems.some(({ kind }) => kind !== 'new note')) ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Failure) && error.code !== 'ENOENT' && !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`verify-fixes: ${error.message}`);
  process.exitCode = 2;
}
