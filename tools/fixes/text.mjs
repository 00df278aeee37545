// The report of ./dev verify-fixes: what does not hold, what was refused and why, and the table.

import { percent, table } from '../fidelity/text.mjs';

const kinds = ['compile', 'synth', 'template', 'stays', 'new error', 'new warning', 'new note', 'second run'];

const count = (result, kind) => result.problems.filter(problem => problem.kind === kind).length;

function row(name, results) {
  const sum = pick => results.reduce((n, result) => n + pick(result), 0), applied = sum(r => r.applied), refused = sum(r => r.refused.length);
  return [name, applied, refused, percent(applied, applied + refused), ...kinds.map(kind => sum(r => count(r, kind)))];
}

/** How often each of KEYS came, the most frequent first. */
function frequencies(head, keys) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return rows.length ? `\n${table([head, 'times'], rows)}` : '';
}

export function report(results) {
  const verified = results.filter(result => !result.error && !result.broken), changed = verified.filter(result => result.applied);
  let out = '';
  for (const { name, problems } of verified) for (const { kind, what } of problems) out += `${name}: ${kind}: ${what}\n`;
  out += frequencies('refused because', verified.flatMap(result => result.refused.map(({ why }) => why)));
  out += frequencies('applied fixes of', verified.flatMap(result => Object.entries(result.rules).flatMap(([rule, n]) => Array(n).fill(rule))));
  const head = ['app', 'applied', 'refused', 'share', ...kinds];
  if (changed.length) out += `${out && '\n'}${table(head, [...changed.map(result => row(result.name, [result])), row(`total of ${changed.length}`, verified)])}`;
  const sound = changed.filter(result => result.problems.every(({ kind }) => kind === 'new note')).length;
  out += `\n${changed.length} apps were fixed, ${sound} of them with nothing to object to; ${verified.length - changed.length} had nothing that is fixed\n`;
  for (const { name, error } of results.filter(result => result.error)) out += `${name}: not verified, it does not synthesize as it is: ${error}\n`;
  for (const { name, broken } of results.filter(result => result.broken)) out += `${name}: BROKEN: ${broken}\n`;
  return out;
}
