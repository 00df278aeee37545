// Holds lowering itself against the library: random combinations of each class's props go through both, and what the model claims and the template
// denies is printed. For development; needs a build.
//   node held.mjs PATH-OF-lower_probe DRAWS [aws_s3.Bucket | aws_s3 …]
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { drawn, randomOf, valuesOf } from './doubt.mjs';
import { isIntrinsic, isObject, same } from './document.mjs';
import { experiment, recommended } from './experiment.mjs';
import * as fixtures from './fixtures.mjs';
import { isConstruct, short, types } from './library.mjs';
import { byPath, synthesize } from './program.mjs';

const [probe, count, ...names] = process.argv.slice(2);
const child = spawn(probe, [], { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();

// The model that lowering makes of PROGRAM.
async function lowered(program) {
  child.stdin.write(`${JSON.stringify(program)}\n`);
  let text = '';
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error('lower_probe ended');
    if (value === '\f') return JSON.parse(text);
    text += `${value}\n`;
  }
}

const unknown = (v) => isObject(v) && ('$unknown' in v || '$choice' in v || '$env' in v);
const hasUnknown = (v) => /"\$(unknown|choice|open)"/.test(JSON.stringify(v));

function compare(path, actual, said, out) {
  if (said === undefined) out.push(`${path} is missing: ${JSON.stringify(actual)?.slice(0, 90)}`);
  else if (unknown(said) || same(actual, said) || (isIntrinsic(said) && hasUnknown(said))) return;
  else if (Array.isArray(actual) && Array.isArray(said)) compareLists(path, actual, said, out);
  else if (isObject(actual) && isObject(said) && !isIntrinsic(actual) && !isIntrinsic(said)) compareMaps(path, actual, said, out);
  else if (String(actual) !== String(said)) out.push(`${path} = ${JSON.stringify(actual)?.slice(0, 90)}, model ${JSON.stringify(said)?.slice(0, 90)}`);
}

function compareMaps(path, actual, said, out) {
  for (const key of new Set([...Object.keys(actual), ...Object.keys(said)])) {
    if (key === '$open') continue;
    if (key in actual && (key in said || !said.$open)) compare(`${path}.${key}`, actual[key], said[key], out);
    else if (!(key in actual) && !unknown(said[key]) && !hasUnknown(said[key])) out.push(`${path}.${key} is not there, model ${JSON.stringify(said[key]).slice(0, 90)}`);
  }
}

function compareLists(path, actual, said, out) {
  const open = said.some((v) => isObject(v) && v.$open === true && Object.keys(v).length === 1);
  const items = said.filter((v) => !(isObject(v) && v.$open === true && Object.keys(v).length === 1));
  if (items.length > actual.length || (items.length < actual.length && !open)) out.push(`${path} has ${actual.length} items, model ${items.length}`);
  else if (!open) items.forEach((v, i) => compare(`${path}.${i}`, actual[i], v, out));
}

function problems(actual, model) {
  const out = [];
  const ids = new Map((model.resources ?? []).map((r) => [r.logicalId, r.constructPath]));
  const said = new Map((model.resources ?? []).filter((r) => r.body).map((r) => [r.constructPath, r.body]));
  const gaps = (model.gaps ?? []).map((g) => g.type);
  const own = (path) => !path.startsWith(`${fixtures.names.stack}/${fixtures.names.fixture}`) && path.startsWith(`${fixtures.names.stack}/`);
  for (const [path, r] of Object.entries(actual)) {
    if (!own(path)) continue;
    const body = said.get(path);
    if (body) compare(path, r, byPath(body, ids), out);
    else if (!gaps.some((t) => !t || t === r.Type)) out.push(`${path} (${r.Type}) is missing, and nothing says so`);
  }
  for (const [path] of said) if (own(path) && !actual[path]) out.push(`${path} is not there`);
  return out;
}

const all = Object.values(types).filter((t) => t.kind === 'class' && !t.abstract && isConstruct(t.fqn) && !t.docs?.custom?.cloudformationResource && t.fqn.split('.').length > 2);
const totals = { classes: 0, draws: 0, wrong: 0 };
for (const t of all) {
  const name = short(t.fqn);
  if (names.length && !names.includes(name) && !names.includes(name.slice(0, name.lastIndexOf('.')))) continue;
  const x = experiment(t.fqn, recommended);
  if (!x.base || !x.propsType) continue;
  totals.classes++;
  for (const { props } of [{ props: x.least }, ...drawn(x, valuesOf(x), randomOf(`${name} held`), Number(count), true)]) {
    const program = x.program(props);
    const found = problems(synthesize(program), await lowered(program));
    totals.draws++;
    if (!found.length) continue;
    totals.wrong++;
    console.log(`${name} ${JSON.stringify(props).slice(0, 300)}`);
    for (const p of found.slice(0, 5)) console.log(`    ${p}`);
  }
}
child.stdin.end();
console.log(`${totals.classes} classes, ${totals.draws} draws, ${totals.wrong} with a wrong claim`);
