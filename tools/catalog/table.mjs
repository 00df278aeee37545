// Writes docs/catalogue.md: what the catalogue knows of each construct of the library, from the data files themselves.
import fs from 'node:fs';
import path from 'node:path';

const read = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).constructs ?? {} : {});

// Props by what is known of them: an effect or none, part of it, nothing.
function props(entry) {
  const out = { learned: 0, none: 0, open: 0 };
  for (const p of Object.values(entry.props ?? {})) {
    const effects = Array.isArray(p) ? p : p.effects ?? [];
    if (p.opens) out.open++;
    else if (effects.length || p.makes) out.learned++;
    else out.none++;
  }
  return out;
}

export function writeTable(root, all) {
  const data = path.join(root, 'src/cdk/catalog');
  const rows = [];
  const totals = { classes: 0, scored: 0, hand: 0, types: 0, learned: 0, none: 0, open: 0, draws: 0, wrong: 0 };
  for (const name of all) {
    const [module, cls] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    const file = `${module.replaceAll(/[_.]/g, '-')}.json`;
    const entry = read(path.join(data, 'generated', file))[cls];
    const hand = read(path.join(data, file))[cls];
    totals.classes++;
    if (entry?.base) totals.scored++;
    else if (entry?.makes) totals.types++;
    if (hand) totals.hand++;
    const p = props(entry ?? {});
    for (const key of ['learned', 'none', 'open']) totals[key] += p[key];
    const s = entry?.score;
    if (s) (totals.draws += s.draws), (totals.wrong += s.wrong);
    const how = entry?.base ? 'experiment' : entry?.makes ? `types (${entry.makes.length})` : '–';
    const columns = s ? [p.learned, p.none, p.open, s.draws, s.exact, s.wrong, s.changed] : ['', '', '', '', '', '', ''];
    rows.push(`| ${module} | ${cls} | ${how}${hand ? ' + hand' : ''} | ${columns.join(' | ')} |`);
  }
  const head = `# What the construct catalogue knows

Written by \`./dev catalog\`. For each construct of aws-cdk-lib: how it is known, its props with an effect (or none) that experiments showed and those
that open the construct, and how the learned data did on random combinations of props that it was not made from: draws, those with every
leaf right, those with a wrong claim (a class with more than one in twenty opens), and the share of changed leaves that are known and right.

${totals.classes} constructs: ${totals.scored} by experiment, ${totals.types} by the types that they make; ${totals.hand} also by hand. Props: ${totals.learned} learned, ${totals.none} without effect, ${totals.open} open.
Draws: ${totals.draws}, with a wrong claim: ${totals.wrong}.

| module | class | known by | learned | none | open | draws | exact | wrong | changed |
|---|---|---|--:|--:|--:|--:|--:|--:|--:|
`;
  fs.writeFileSync(path.join(root, 'docs/catalogue.md'), head + rows.join('\n') + '\n');
}
