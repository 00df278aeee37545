// Makes the catalogue again: each class in a process of its own (the library keeps what it makes for ever), two at a time; then the files of its
// module, the list of these files, and the table in docs/catalogue.md. An interrupted run goes on where it stopped.
//   node catalog.mjs [aws_s3.Bucket | aws_s3 | l1 | values … | assemble]
// "assemble" makes no experiments: it writes the files from the results that there are.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tidied } from './agree.mjs';
import { format } from './format.mjs';
import { folder, isConstruct, propsOf, short, types, version } from './library.mjs';
import { typesBySource } from './source.mjs';
import { writeTable } from './table.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(here, '../..');
const work = path.join(root, 'build/catalog');
const data = path.join(root, 'src/cdk/catalog');
const begun = path.join(work, 'begun');
const MINUTES = 8;

const all = Object.values(types)
  .filter((t) => t.kind === 'class' && !t.abstract && isConstruct(t.fqn) && !t.docs?.custom?.cloudformationResource && t.fqn.split('.').length > 2)
  .map((t) => short(t.fqn))
  .sort();
const moduleOf = (name) => name.slice(0, name.lastIndexOf('.'));
const fileOf = (module) => path.join(data, 'generated', `${module.replaceAll(/[_.]/g, '-')}.json`);
const resultOf = (name) => path.join(work, `${name}.json`);

function wantedOf(args) {
  if (!args.length) return all;
  const names = args.map((a) => a.replaceAll('-', '_'));
  const out = all.filter((c) => names.includes(c) || names.includes(moduleOf(c)));
  for (const name of names.filter((n) => !['l1', 'values', 'assemble'].includes(n)))
    if (!all.some((c) => c === name || moduleOf(c) === name)) throw new Error(`catalog: the library has no construct or module ${name}`);
  return out;
}

function one(name) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=3000', path.join(here, 'probe.mjs'), name, resultOf(name)], { stdio: 'inherit', timeout: MINUTES * 60000 });
    os.setPriority(child.pid, 10);
    child.on('exit', (code) => {
      if (code !== 0) fs.writeFileSync(resultOf(name), JSON.stringify({ name, error: 'the experiment took too long or too much memory' }));
      resolve();
    });
  });
}

async function makeAll(names) {
  const queue = [...names];
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) await one(name);
  };
  await Promise.all([worker(), worker()]);
}

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

// The files of MODULES: a class without a new result stays as it was.
function assemble(modules) {
  for (const module of modules) {
    const file = fileOf(module);
    const old = fs.existsSync(file) ? read(file).constructs : {};
    const constructs = {};
    for (const name of all.filter((c) => moduleOf(c) === module)) {
      const key = name.slice(module.length + 1);
      const result = fs.existsSync(resultOf(name)) ? read(resultOf(name)) : null;
      constructs[key] = result ? entryOf(result) : old[key] ?? bySource(name);
    }
    if (Object.keys(constructs).length) fs.writeFileSync(file, format({ library: 'aws-cdk-lib', version, module, constructs }));
  }
  const files = fs.readdirSync(path.join(data, 'generated')).filter((f) => f.endsWith('.json')).sort();
  fs.writeFileSync(
    path.join(data, 'generated/meson.build'),
    `# Written by ./dev catalog: the files of the catalogue that experiments made.\ncatalog_generated = files(\n${files.map((f) => `  '${f}',\n`).join('')})\n`,
  );
}

// What no experiment could make is known by the types that its code mentions.
const bySource = (name) => ({ makes: typesBySource(`aws-cdk-lib.${name}`) });

// A required prop of a class of values that showed no effect had one value to show it with: what that did stands in the base tree.
function withoutChoice(name, entry) {
  const props = types[`aws-cdk-lib.${name}`].initializer?.parameters?.[2]?.type?.fqn;
  if (!props || !Object.keys(entry.base ?? {}).length) return entry;
  const only = propsOf(props).filter((p) => !p.optional && !p.type.primitive && Array.isArray(entry.props[p.name]) && !entry.props[p.name].length);
  return { ...entry, props: { ...entry.props, ...Object.fromEntries(only.map((p) => [p.name, { effects: [], opens: ['*'] }])) } };
}

function entryOf(result) {
  return result.entry ? withoutChoice(result.name, tidied(result.entry)) : bySource(result.name);
}

async function main(args) {
  const whole = !args.length;
  fs.mkdirSync(work, { recursive: true });
  let names = wantedOf(args);
  if (whole) {
    if (!fs.existsSync(begun)) fs.writeFileSync(begun, '');
    else names = names.filter((n) => !fs.existsSync(resultOf(n)) || fs.statSync(resultOf(n)).mtimeMs < fs.statSync(begun).mtimeMs);
  }
  for (const what of ['l1', 'values'])
    if (whole || args.includes(what)) spawnSync(process.execPath, [path.join(here, `${what}.mjs`), folder, path.join(data, `${what}.json`)], { stdio: 'inherit' });
  await makeAll(names);
  assemble([...new Set((whole || args.includes('assemble') ? all : names).map(moduleOf))].sort());
  writeTable(root, all);
  if (whole) fs.rmSync(begun);
}

await main(process.argv.slice(2));
