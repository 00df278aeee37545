// One construct: learns what the library makes of it, holds that against the library, and writes it as JSON.
//   node probe.mjs aws_s3.Bucket OUTPUT.json
import fs from 'node:fs';
import { addDoubts, scoreOf } from './doubt.mjs';
import { agreed } from './agree.mjs';
import * as fixtures from './fixtures.mjs';
import { learn } from './learn.mjs';

const [name, output] = process.argv.slice(2);
const began = Date.now();
const times = [];
const timed = (run) => {
  const from = Date.now();
  const out = run();
  times.push(Date.now() - from);
  return out;
};

// What the first names showed to matter, beside which other prop and under which flag, need not be looked for again with the second.
function probe(fqn) {
  const hints = { beside: {}, flags: {} };
  const { entry: first, error, x } = timed(() => learn(fqn, hints));
  if (error) return { error };
  fixtures.use(1);
  const second = timed(() => learn(fqn, { ...hints, known: true }));
  fixtures.use(0);
  if (second.error) return { error: second.error };
  const entry = agreed(first, second.entry);
  timed(() => addDoubts(entry, x));
  const { score, culprits } = timed(() => scoreOf(entry, x));
  return { entry: { score, ...entry }, culprits };
}

function attempted(fqn) {
  try {
    return probe(fqn);
  } catch (e) {
    return { error: `the experiment failed: ${e?.message ?? e}` };
  }
}

const result = attempted(`aws-cdk-lib.${name}`);
fs.writeFileSync(output, JSON.stringify({ name, ...result, grantsDone: true }));
console.log(name, result.error ?? `${Object.keys(result.entry.base).length} resources, ${Object.keys(result.entry.props).length} props, ${JSON.stringify(result.entry.score)}, ${result.entry.doubts?.length ?? 0} doubts`, `${Date.now() - began} ms`, times.join(' '));
