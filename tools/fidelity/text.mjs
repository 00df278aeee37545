// The report for people: a line for each app, totals, agreement for each rule, and what is different with both places.

export const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : '–');

export function table(head, rows) {
  const all = [head, ...rows].map(row => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map(row => row[i].length)));
  const line = row => row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ').trimEnd();
  return [...all.slice(0, 1).map(line), ...all.slice(1).map(line)].join('\n') + '\n';
}

const sum = (results, pick) => results.reduce((n, result) => n + pick(result), 0);

function findings(result) {
  const rules = Object.values(result.findings.rules);
  return { both: sum(rules, r => r.both), program: sum(rules, r => r.program), templates: sum(rules, r => r.templates) };
}

/** The sums over the measured apps. */
export function total(results) {
  const rules = {};
  for (const [rule, counts] of results.flatMap(result => Object.entries(result.findings.rules))) {
    const known = (rules[rule] ??= { both: 0, program: 0, templates: 0 });
    for (const key of Object.keys(known)) known[key] += counts[key];
  }
  const leaves = {};
  for (const key of ['equal', 'unknown', 'different', 'missing', 'aside']) leaves[key] = sum(results, result => result.leaves[key]);
  const reasons = {};
  for (const entry of results.flatMap(result => result.entries).filter(({ kind }) => kind === 'unknown')) {
    reasons[entry.reason] = (reasons[entry.reason] ?? 0) + entry.leaves;
  }
  const counts = Object.fromEntries(['resources', 'found', 'missing', 'announced', 'extra'].map(key => [key, sum(results, result => result[key])]));
  const gaps = {};
  for (const gap of results.flatMap(result => result.gaps)) {
    const key = `${gap.reason}: ${gap.detail || 'no name'}, may make ${gap.type || 'any resource'}`;
    gaps[key] = (gaps[key] ?? 0) + 1;
  }
  return { apps: results.length, ...counts, leaves, findings: { rules }, reasons, gaps };
}

function row(name, r) {
  const { equal, unknown, different, missing } = r.leaves, compared = equal + unknown + different, { both, program, templates } = findings(r);
  return [
    name, r.resources, percent(r.found, r.resources), r.missing, r.extra, compared, percent(equal, compared), percent(unknown, compared), different,
    missing, percent(equal, compared + missing), templates, percent(both, templates), percent(both, program),
  ];
}

const head = [
  'app', 'resources', 'found', 'missing', 'extra', 'leaves', 'equal', 'unknown', 'different', 'of missing', 'equal of all', 'findings', 'recall',
  'precision',
];

/** A construct path has no blanks at its ends; what is not there is said. */
function entryLine(name, e) {
  const places = [e.source, e.template].filter(Boolean).join('  ');
  if (e.kind === 'missing') return `${name}: missing${e.announced ? ' (announced)' : ''} ${e.path} ${e.type}  ${places}\n`;
  if (e.kind === 'extra') return `${name}: extra ${e.path} ${e.type}  ${places}\n`;
  const model = e.kind === 'unknown' ? e.model || 'open' : e.model || '(nothing)';
  return `${name}: ${e.kind} ${e.path} ${e.type} ${e.at}\n    template ${e.expected ?? '(nothing)'}\n    model    ${model}\n    ${places}\n`;
}

function lists(results, list) {
  let out = '';
  for (const result of results) {
    for (const entry of result.entries) if (list.has(entry.kind)) out += entryLine(result.name, entry);
    if (!list.has('findings')) continue;
    for (const f of result.findings.only) out += `${result.name}: finding of the ${f.side} only: ${f.rule} ${f.resource}  ${f.place}\n`;
  }
  return out && `\n${out}`;
}

function ruleTable(sums) {
  const rows = Object.entries(sums.findings.rules).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, r]) => [rule, r.templates, r.program, r.both, percent(r.both, r.templates), percent(r.both, r.program)]);
  return rows.length ? `\n${table(['rule', 'templates', 'program', 'both', 'recall', 'precision'], rows)}` : '';
}

/** The most frequent first; all of them when unknown leaves are listed. */
function frequencies(head, counts, list) {
  const rows = Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, list.has('unknown') ? Infinity : 12);
  return rows.length ? `\n${table(head, rows)}` : '';
}

/** All of it; LIST is the set of what is listed one by one. */
export function report(results, list) {
  const measured = results.filter(result => !result.error), failed = results.filter(result => result.error), sums = total(measured);
  let out = '';
  if (measured.length) {
    out += table(head, [...measured.map(result => row(result.name, result)), row(`total of ${measured.length}`, sums)]);
    out += lists(measured, list) + ruleTable(sums) + frequencies(['unknown because', 'leaves'], sums.reasons, list);
    out += frequencies(['not followed', 'places'], sums.gaps, list);
  }
  for (const { name, error } of failed) out += `${out && name === failed[0].name ? '\n' : ''}${name}: not measured: ${error}\n`;
  return out;
}
