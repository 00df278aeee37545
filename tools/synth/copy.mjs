// What the commands that synthesize foreign apps share: finding them, copying them to where they may be written to, and synthesizing a copy.

import * as fs from 'node:fs';
import * as path from 'node:path';
import * as synth from './app.mjs';

const skipped = new Set(['node_modules', 'cdk.out', '.git']);

/** The folders with a cdk.json at or below DIR, relative to it, sorted. */
export function appsBelow(dir, below = '.') {
  const entries = fs.readdirSync(path.join(dir, below), { withFileTypes: true });
  const inner = entries
    .filter(entry => entry.isDirectory() && !skipped.has(entry.name))
    .flatMap(entry => appsBelow(dir, path.join(below, entry.name)));
  return [...(entries.some(entry => entry.name === 'cdk.json') ? [below] : []), ...inner].sort();
}

/** Copies DIR without what was generated; packages stay where they are, behind links. */
export function copyTree(dir, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const from = path.join(dir, entry.name), target = path.join(to, entry.name);
    if (entry.name === 'node_modules') fs.symlinkSync(fs.realpathSync(from), target);
    else if (skipped.has(entry.name)) continue;
    else if (entry.isDirectory()) copyTree(from, target);
    else fs.cpSync(from, target, { verbatimSymlinks: true });
  }
}

/** The packages that an app uses: its own, from its folder upwards, when they have the CDK in them; else the pinned ones. */
function packagesFor(app) {
  for (let dir = app; ; dir = path.dirname(dir)) {
    const own = path.join(dir, 'node_modules');
    if (['aws-cdk-lib', '@aws-cdk/core'].some(name => fs.existsSync(path.join(own, name)))) return own;
    if (dir === path.dirname(dir)) return synth.isOld(app) ? synth.oldModules : synth.modules;
  }
}

/** The first line of what went wrong that says something. */
function firstError(stderr) {
  const lines = stderr.split('\n').map(line => line.trim()).filter(Boolean);
  return (lines.find(line => /^(\S*[Ee]rror\b.*:|Cannot |«\w+» )/.test(line)) ?? lines[0] ?? 'no output').slice(0, 200);
}

/** Makes the packages that APP uses reachable from WORK, a copy of it. */
export function linkPackages(app, work) {
  if (!fs.existsSync(path.join(work, 'node_modules'))) fs.symlinkSync(packagesFor(app), path.join(work, 'node_modules'));
}

/** Synthesizes APP of DIR in SCRATCH, a copy of DIR, into OUT. Returns what went wrong, or undefined. */
export function synthesize(dir, app, scratch, out = path.join(scratch, app, 'cdk.out')) {
  const work = path.join(scratch, app), config = synth.readJson(path.join(work, 'cdk.json'), {});
  const entry = synth.entryOf(work, config);
  if (!entry) return `cdk.json runs no script that is there: ${config.app ?? '(no app)'}`;
  linkPackages(path.join(dir, app), work);
  const done = synth.run(work, config, entry, out);
  if (done.error) return done.error.message;
  if (done.status !== 0) return firstError(done.stderr);
  return fs.existsSync(path.join(out, 'manifest.json')) ? undefined : 'it wrote no cdk.out';
}

/** As the user would name it from where he is; what lies elsewhere, as seen from the folder that was named. */
export function shownAs(dir, app) {
  const here = path.relative(process.cwd(), path.join(dir, app)) || '.';
  return here.startsWith('..') ? app : here;
}
