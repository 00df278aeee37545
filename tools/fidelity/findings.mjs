// Whether the findings of a program alone are those of its templates. Findings are the same when they are of one rule and one resource
// (construct path and type); a resource that a rule finds twice counts twice.

import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * The ids of the rules that judge programs and templates alike. Left out: what depends on where a value comes from (`origin`, `literal`), on
 * the production patterns (`where: production`), and what speaks of facts that only one side has.
 */
export function comparableRules(folder) {
  const alike = new Set();
  for (const name of fs.readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.md'))) {
    const matter = /^---\n(.*?)\n---\n/s.exec(fs.readFileSync(path.join(folder, name), 'utf8'))?.[1];
    if (matter === undefined) continue;
    const one = /^where:|\b(origin|literal):|^resource:.*(Source::|\bproject\b|\bapp\b|\bstack\b|'\*')/m.test(matter);
    if (!one) alike.add(path.basename(name, '.md'));
  }
  return alike;
}

/** How often each rule finds each resource: a map from rule to a map from resource to { count, place }. */
function tally(findings, rules) {
  const byRule = new Map();
  for (const finding of findings) {
    if (!rules.has(finding.rule)) continue;
    if (!byRule.has(finding.rule)) byRule.set(finding.rule, new Map());
    const subjects = byRule.get(finding.rule);
    const place = `${finding.file}:${finding.region.startLine}:${finding.region.startColumn}`;
    for (const { type, constructPath, stack, logicalId } of finding.resources) {
      const key = `${constructPath || `${stack}/${logicalId}`} ${type}`;
      const known = subjects.get(key) ?? { count: 0, place };
      subjects.set(key, { ...known, count: known.count + 1 });
    }
  }
  return byRule;
}

/** { rules: { id: { both, program, templates } }, only: [{ side, rule, resource, place }] } */
export function agreement(program, templates, rules) {
  const left = tally(program, rules), right = tally(templates, rules), result = { rules: {}, only: [] };
  for (const rule of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const a = left.get(rule) ?? new Map(), b = right.get(rule) ?? new Map();
    const counts = (result.rules[rule] = { both: 0, program: 0, templates: 0 });
    for (const resource of new Set([...a.keys(), ...b.keys()])) {
      const here = a.get(resource)?.count ?? 0, there = b.get(resource)?.count ?? 0;
      counts.both += Math.min(here, there);
      counts.program += here;
      counts.templates += there;
      if (here > there) result.only.push({ side: 'program', rule, resource, place: a.get(resource).place });
      if (there > here) result.only.push({ side: 'templates', rule, resource, place: b.get(resource).place });
    }
  }
  return result;
}
